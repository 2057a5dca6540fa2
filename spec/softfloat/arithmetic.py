"""Addition, subtraction, multiplication, division, square root, fused multiply-add.

Each takes and returns 64-bit patterns. The exact result is an integer times a power
of two (quotient and root: 55 or more bits of it and a sticky bit), rounded once.
"""

from math import isqrt

from spec.softfloat.errors import FloatError
from spec.softfloat.round import (
    FRACTION_MASK,
    HIDDEN_BIT,
    INFINITY,
    MAGNITUDE_MASK,
    NAN,
    round_to_float,
    signed_unpack,
    unpack,
)
from spec.softfloat.value import SIGN_BIT


def negate(a: int) -> int:
    """-a. The sign of a NaN is not observable, so a NaN stays canonical."""
    return NAN if a & MAGNITUDE_MASK > INFINITY else a ^ SIGN_BIT


def absolute(a: int) -> int:
    """abs(a)."""
    magnitude = a & MAGNITUDE_MASK
    return NAN if magnitude > INFINITY else magnitude


def add(a: int, b: int) -> int:
    """a + b, correctly rounded. inf + -inf is NaN; x + -x is +0.0."""
    ea = a >> 52 & 0x7FF
    eb = b >> 52 & 0x7FF
    if ea == 0x7FF or eb == 0x7FF:
        return _add_special(a, b)
    ma = a & FRACTION_MASK
    if ea:
        ma |= HIDDEN_BIT
    else:
        ea = 1
    mb = b & FRACTION_MASK
    if eb:
        mb |= HIDDEN_BIT
    else:
        eb = 1
    if a >> 63:
        ma = -ma
    if b >> 63:
        mb = -mb
    if ea >= eb:
        total = (ma << ea - eb) + mb
        ea = eb
    else:
        total = ma + (mb << eb - ea)
    if total > 0:
        return round_to_float(0, total, ea - 1075, 0)
    if total < 0:
        return round_to_float(1, -total, ea - 1075, 0)
    return a & b & SIGN_BIT


def _add_special(a: int, b: int) -> int:
    magnitude_a = a & MAGNITUDE_MASK
    magnitude_b = b & MAGNITUDE_MASK
    if magnitude_a > INFINITY or magnitude_b > INFINITY:
        return NAN
    if magnitude_a == INFINITY:
        return NAN if magnitude_b == INFINITY and a != b else a
    return b


def subtract(a: int, b: int) -> int:
    """a - b, correctly rounded: a + (-b), which also gives the signs of zeros."""
    return add(a, b ^ SIGN_BIT)


def multiply(a: int, b: int) -> int:
    """a * b, correctly rounded. 0 * inf is NaN."""
    ea = a >> 52 & 0x7FF
    eb = b >> 52 & 0x7FF
    sign = (a ^ b) >> 63
    if ea == 0x7FF or eb == 0x7FF:
        magnitude_a = a & MAGNITUDE_MASK
        magnitude_b = b & MAGNITUDE_MASK
        if magnitude_a > INFINITY or magnitude_b > INFINITY:
            return NAN
        return sign << 63 | INFINITY if magnitude_a and magnitude_b else NAN
    ma = a & FRACTION_MASK
    if ea:
        ma |= HIDDEN_BIT
    else:
        ea = 1
    mb = b & FRACTION_MASK
    if eb:
        mb |= HIDDEN_BIT
    else:
        eb = 1
    return round_to_float(sign, ma * mb, ea + eb - 2150, 0)


def divide(a: int, b: int) -> int:
    """a / b, correctly rounded, by IEEE 754: x / 0 is an infinity, 0 / 0 is NaN.

    Python's operator refuses a zero divisor first (`true_divide`). The dividend is
    shifted so that the quotient of a 53-bit by a 53-bit integer has 58 bits or more
    even when the dividend is subnormal: at least 55 bits, as rounding with a sticky
    bit requires.
    """
    sign = (a ^ b) >> 63
    magnitude_a = a & MAGNITUDE_MASK
    magnitude_b = b & MAGNITUDE_MASK
    if magnitude_a >= INFINITY or magnitude_b >= INFINITY:
        if magnitude_a > INFINITY or magnitude_b > INFINITY:
            return NAN
        if magnitude_a == INFINITY:
            return NAN if magnitude_b == INFINITY else sign << 63 | INFINITY
        return sign << 63
    if magnitude_b == 0:
        return sign << 63 | INFINITY if magnitude_a else NAN
    ma, ea = unpack(magnitude_a)
    mb, eb = unpack(magnitude_b)
    shift = 111 - ma.bit_length()
    quotient, remainder = divmod(ma << shift, mb)
    return round_to_float(sign, quotient, ea - eb - shift, 1 if remainder else 0)


def true_divide(a: int, b: int) -> int:
    """Python's a / b: ZeroDivisionError for a zero divisor, whatever a is."""
    if b & MAGNITUDE_MASK == 0:
        raise FloatError("ZeroDivisionError", "division by zero")
    return divide(a, b)


def square_root(a: int) -> int:
    """The square root, correctly rounded; NaN for a negative number; -0.0 for -0.0.

    The integer is shifted to 111 or 112 bits with an even exponent, so its integer
    square root has 56 bits, and what is left over becomes the sticky bit.
    """
    magnitude = a & MAGNITUDE_MASK
    if magnitude > INFINITY:
        return NAN
    if magnitude == 0:
        return a
    if a >> 63:
        return NAN
    if magnitude == INFINITY:
        return a
    m, e = unpack(magnitude)
    shift = 111 - m.bit_length()
    if e - shift & 1:
        shift += 1
    m <<= shift
    root = isqrt(m)
    return round_to_float(0, root, e - shift >> 1, 0 if root * root == m else 1)


def fused_multiply_add(a: int, b: int, c: int) -> int:
    """a * b + c with one rounding. NaN where the operation is invalid."""
    product_special = a & INFINITY == INFINITY or b & INFINITY == INFINITY
    if product_special or c & INFINITY == INFINITY:
        if product_special or c & MAGNITUDE_MASK > INFINITY:
            return add(multiply(a, b), c)
        return c
    ma, ea = signed_unpack(a)
    mb, eb = signed_unpack(b)
    mc, ec = signed_unpack(c)
    product = ma * mb
    exponent = ea + eb
    if product == 0:
        return add((a ^ b) & SIGN_BIT, c)
    if mc == 0:
        return _round_nonzero(product, exponent)
    if exponent >= ec:
        total = (product << exponent - ec) + mc
        exponent = ec
    else:
        total = product + (mc << ec - exponent)
    return _round_nonzero(total, exponent) if total else 0


def _round_nonzero(value: int, exponent: int) -> int:
    if value < 0:
        return round_to_float(1, -value, exponent, 0)
    return round_to_float(0, value, exponent, 0)


def python_fma(a: int, b: int, c: int) -> int:
    """`math.fma`: ValueError for an invalid operation, OverflowError for a finite one."""
    result = fused_multiply_add(a, b, c)
    magnitude = result & MAGNITUDE_MASK
    if magnitude < INFINITY:
        return result
    if magnitude > INFINITY:
        inputs = (a, b, c)
        if all(value & MAGNITUDE_MASK <= INFINITY for value in inputs):
            raise FloatError("ValueError", "invalid operation in fma")
        return NAN
    if all(value & MAGNITUDE_MASK < INFINITY for value in (a, b, c)):
        raise FloatError("OverflowError", "overflow in fma")
    return result
