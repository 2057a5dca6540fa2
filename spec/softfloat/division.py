"""Python's `//`, `%` and `divmod` of floats, and `math.fmod`, `math.remainder`.

The exact remainder of two floats is always a float. `//` is, by decision D5, what
CPython computes and not the rounded floor of the exact quotient: the rounded
difference a - (a mod b), divided, then floored, with two corrections.
"""

from typing import Final

from spec.softfloat.arithmetic import add, divide, subtract
from spec.softfloat.errors import FloatError, domain_error
from spec.softfloat.round import (
    INFINITY,
    MAGNITUDE_MASK,
    NAN,
    ONE,
    round_to_float,
    unpack,
)
from spec.softfloat.value import SIGN_BIT

_HALF: Final = 0x3FE << 52


def truncated_remainder(a: int, b: int) -> int:
    """C's fmod of a finite a by a nonzero b: exact, with the sign of a.

    The shift of the dividend may be 2,045 bits; `pow` with a modulus keeps the
    work small: m * 2**d mod n needs only d squarings of residues.
    """
    sign = a >> 63
    if b & MAGNITUDE_MASK == INFINITY:
        return a
    ma, ea = unpack(a)
    mb, eb = unpack(b)
    if ea >= eb:
        rest = ma * pow(2, ea - eb, mb) % mb
        return round_to_float(sign, rest, eb, 0)
    if ma.bit_length() + ea < mb.bit_length() + eb:
        return a
    return round_to_float(sign, ma % (mb << eb - ea), ea, 0)


def floor_float(a: int) -> int:
    """The largest integral float not above a; -0.0 stays, NaN and infinities pass."""
    if a & INFINITY == INFINITY:
        return a
    m, e = unpack(a)
    if e >= 0 or m == 0:
        return a
    shift = -e
    whole = m >> shift
    if a >> 63:
        if whole << shift != m:
            whole += 1
        return round_to_float(1, whole, 0, 0)
    return round_to_float(0, whole, 0, 0)


def divide_with_remainder(a: int, b: int) -> tuple[int, int]:
    """divmod(a, b): ZeroDivisionError if b is zero.

    The remainder has the sign of b (a zero too); adding b to a remainder of the
    other sign rounds, so -1e-300 % 1.0 is 1.0. A quotient of zero has the sign of
    the true quotient.
    """
    magnitude_b = b & MAGNITUDE_MASK
    if magnitude_b == 0:
        raise FloatError("ZeroDivisionError", "division by zero")
    if a & MAGNITUDE_MASK >= INFINITY or magnitude_b > INFINITY:
        return NAN, NAN
    remainder = truncated_remainder(a, b)
    quotient = divide(subtract(a, remainder), b)
    if remainder & MAGNITUDE_MASK:
        if (remainder ^ b) >> 63:
            remainder = add(remainder, b)
            quotient = subtract(quotient, ONE)
    else:
        remainder = b & SIGN_BIT
    if quotient & MAGNITUDE_MASK == 0:
        return (a ^ b) & SIGN_BIT, remainder
    floored = floor_float(quotient)
    distance = subtract(quotient, floored)
    if _HALF < distance < INFINITY:
        floored = add(floored, ONE)
    return floored, remainder


def floor_divide(a: int, b: int) -> int:
    """a // b as CPython composes it; see `divide_with_remainder`."""
    return divide_with_remainder(a, b)[0]


def modulo(a: int, b: int) -> int:
    """a % b: the sign of b, ZeroDivisionError if b is zero."""
    magnitude_b = b & MAGNITUDE_MASK
    if magnitude_b == 0:
        raise FloatError("ZeroDivisionError", "division by zero")
    if a & MAGNITUDE_MASK >= INFINITY or magnitude_b > INFINITY:
        return NAN
    remainder = truncated_remainder(a, b)
    if remainder & MAGNITUDE_MASK == 0:
        return b & SIGN_BIT
    return add(remainder, b) if (remainder ^ b) >> 63 else remainder


def fmod(a: int, b: int) -> int:
    """`math.fmod`: exact, sign of a. ValueError if a is infinite or b is zero."""
    magnitude_a = a & MAGNITUDE_MASK
    magnitude_b = b & MAGNITUDE_MASK
    if magnitude_a > INFINITY or magnitude_b > INFINITY:
        return NAN
    if magnitude_a == INFINITY or magnitude_b == 0:
        raise domain_error()
    return truncated_remainder(a, b)


def remainder(a: int, b: int) -> int:
    """`math.remainder`: a - n*b with n the integer nearest to a/b, ties to even n.

    Exact. A zero has the sign of a. ValueError if a is infinite or b is zero.
    """
    magnitude_a = a & MAGNITUDE_MASK
    magnitude_b = b & MAGNITUDE_MASK
    if magnitude_a > INFINITY or magnitude_b > INFINITY:
        return NAN
    if magnitude_a == INFINITY or magnitude_b == 0:
        raise domain_error()
    if magnitude_b == INFINITY:
        return a
    sign = a >> 63
    ma, ea = unpack(a)
    mb, eb = unpack(b)
    if ea >= eb:
        double_rest = ma * pow(2, ea - eb, mb << 1) % (mb << 1)
        odd = double_rest >= mb
        rest = double_rest - mb if odd else double_rest
        divisor, exponent = mb, eb
    else:
        if ma.bit_length() + ea + 1 < mb.bit_length() + eb:
            return a
        divisor, exponent = mb << eb - ea, ea
        whole, rest = divmod(ma, divisor)
        odd = whole & 1 == 1
    if 2 * rest > divisor or (2 * rest == divisor and odd):
        return round_to_float(1 - sign, divisor - rest, exponent, 0)
    return round_to_float(sign, rest, exponent, 0)
