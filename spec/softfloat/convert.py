"""Between floats and integers: conversion, int / int, truncation, ratio, hash."""

from typing import Final

from spec.softfloat.errors import FloatError
from spec.softfloat.round import (
    INFINITY,
    MAGNITUDE_MASK,
    round_to_float,
    signed_unpack,
    unpack,
)
from spec.softfloat.value import SIGN_BIT

_HASH_BITS: Final = 61
_HASH_MODULUS: Final = (1 << _HASH_BITS) - 1
"""The modulus of CPython's hash of numbers on 64 bits, a Mersenne prime."""
_HASH_INFINITY: Final = 314159


def from_int(n: int) -> int:
    """float(n), correctly rounded; OverflowError if that is not finite.

    The largest integer that converts is 2**1024 - 2**970 - 1.
    """
    bits = round_to_float(1, -n, 0, 0) if n < 0 else round_to_float(0, n, 0, 0)
    if bits & INFINITY == INFINITY:
        raise FloatError("OverflowError", "int too large to convert to float")
    return bits


def _require_finite(a: int, infinite: str, not_a_number: str) -> None:
    magnitude = a & MAGNITUDE_MASK
    if magnitude == INFINITY:
        raise FloatError("OverflowError", f"cannot convert {infinite}")
    if magnitude > INFINITY:
        raise FloatError("ValueError", f"cannot convert {not_a_number}")


def _require_integer_value(a: int) -> None:
    _require_finite(a, "float infinity to integer", "float NaN to integer")


def truncate(a: int) -> int:
    """int(a), `math.trunc`: towards zero. OverflowError of inf, ValueError of NaN."""
    _require_integer_value(a)
    m, e = unpack(a)
    m = m << e if e >= 0 else m >> -e
    return -m if a >> 63 else m


def floor(a: int) -> int:
    """`math.floor`: the largest integer not above a; errors of `truncate`."""
    _require_integer_value(a)
    m, e = signed_unpack(a)
    return m << e if e >= 0 else m >> -e


def ceil(a: int) -> int:
    """`math.ceil`: the least integer not below a; errors of `truncate`."""
    _require_integer_value(a)
    m, e = signed_unpack(a)
    return m << e if e >= 0 else -(-m >> -e)


def round_to_int(a: int) -> int:
    """round(a): the nearest integer, ties to even; errors of `truncate`."""
    _require_integer_value(a)
    m, e = unpack(a)
    if e >= 0:
        m <<= e
    elif e < -54:
        m = 0
    else:
        doubled = m >> -e - 1
        sticky = m & ((1 << -e - 1) - 1)
        m = doubled >> 1
        if doubled & 1 and (sticky or m & 1):
            m += 1
    return -m if a >> 63 else m


def integer_ratio(a: int) -> tuple[int, int]:
    """`float.as_integer_ratio`: numerator and positive denominator in lowest terms."""
    _require_finite(a, "Infinity to integer ratio", "NaN to integer ratio")
    m, e = signed_unpack(a)
    if m == 0:
        return 0, 1
    if e >= 0:
        return m << e, 1
    twos = min((m & -m).bit_length() - 1, -e)
    return m >> twos, 1 << -e - twos


def divide_ints(a: int, b: int) -> int:
    """int / int, correctly rounded from the exact ratio, however large both are.

    ZeroDivisionError; OverflowError if the quotient rounds beyond the largest
    float. 0 / -1 is -0.0. The dividend is scaled so that the quotient has 64 or 65 bits, where the
    remainder becomes the sticky bit; the two shifts cancel twos without changing
    the ratio.
    """
    if b == 0:
        raise FloatError("ZeroDivisionError", "division by zero")
    sign = 1 if (a < 0) != (b < 0) else 0
    if a == 0:
        return sign << 63
    a = abs(a)
    b = abs(b)
    shift = b.bit_length() - a.bit_length() + 64
    if shift >= 0:
        quotient, rest = divmod(a << shift, b)
    else:
        quotient, rest = divmod(a, b << -shift)
    bits = round_to_float(sign, quotient, -shift, 1 if rest else 0)
    if bits & INFINITY == INFINITY:
        raise FloatError("OverflowError", "integer division result too large for a float")
    return bits


def hash_of_float(a: int) -> int:
    """hash(a) of CPython on 64 bits, equal for equal numbers; NaN is 0 (decision D6).

    The value modulo 2**61 - 1, with 2**k standing for 2**(k mod 61), the sign of a,
    and -2 in place of -1.
    """
    magnitude = a & MAGNITUDE_MASK
    if magnitude >= INFINITY:
        if magnitude > INFINITY:
            return 0
        return -_HASH_INFINITY if a & SIGN_BIT else _HASH_INFINITY
    m, e = unpack(a)
    value = (m << e % _HASH_BITS) % _HASH_MODULUS
    if a & SIGN_BIT:
        return -2 if value == 1 else -value
    return value
