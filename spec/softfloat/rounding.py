"""Rounding to decimal digits: `round(x, n)` and the digits that formats print."""

from typing import Final

from spec.softfloat.errors import FloatError
from spec.softfloat.parse import decimal_to_float
from spec.softfloat.powers import decimal_length, power_of_ten
from spec.softfloat.round import INFINITY, MAGNITUDE_MASK, NAN, unpack
from spec.softfloat.value import SIGN_BIT

_MOST_DIGITS: Final = 323
"""Rounding to more digits after the point changes no float (CPython's bound)."""
_LEAST_DIGITS: Final = -308
"""Rounding to fewer gives zero."""


def scaled_to_integer(magnitude: int, exponent: int, digits: int) -> int:
    """magnitude * 2**exponent * 10**digits to the nearest integer, ties to even.

    Exact integer arithmetic: the scaled value is a ratio of two integers.
    """
    numerator = magnitude
    denominator = 1
    if digits >= 0:
        numerator *= power_of_ten(digits)
    else:
        denominator = power_of_ten(-digits)
    if exponent >= 0:
        numerator <<= exponent
    else:
        denominator <<= -exponent
    quotient, rest = divmod(numerator, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and quotient & 1):
        quotient += 1
    return quotient


def round_to_digits(a: int, digits: int) -> int:
    """round(a, digits): the float nearest to the decimal nearest to a, ties to even.

    Both roundings are of exact values. Zeros, infinities and NaN pass. OverflowError
    if the decimal lies beyond the largest float.
    """
    magnitude = a & MAGNITUDE_MASK
    if magnitude >= INFINITY or magnitude == 0 or digits > _MOST_DIGITS:
        return NAN if magnitude > INFINITY else a
    sign = a >> 63
    if digits < _LEAST_DIGITS:
        return sign << 63
    m, e = unpack(magnitude)
    integer = scaled_to_integer(m, e, digits)
    text = str(integer)
    bits = decimal_to_float(sign, text, len(text) - digits)
    if bits & INFINITY == INFINITY:
        raise FloatError("OverflowError", "rounded value too large to represent")
    return bits


def fixed_digits(magnitude: int, precision: int) -> str:
    """A nonnegative finite float with `precision` digits after the point, ties to even.

    The point itself is left out: the last `precision` digits follow it, and at least
    one digit precedes it. No float has more than 1,074 digits after the point, so the
    work stops there and zeros follow.
    """
    m, e = unpack(magnitude)
    exact = min(precision, 1074)
    text = str(scaled_to_integer(m, e, exact)) + "0" * (precision - exact)
    return "0" * (precision + 1 - len(text)) + text


def significant_digits(magnitude: int, count: int) -> tuple[str, int]:
    """A nonnegative finite float to `count` significant digits: digits and exponent of the first.

    Rounding may carry into one more digit (9.96 to two digits is 10 and exponent 1),
    which moves the exponent. No float has more than 767 significant digits, so the
    work stops there and zeros follow.
    """
    if magnitude == 0:
        return "0" * count, 0
    m, e = unpack(magnitude)
    exact = min(count, 800)
    whole = m << e if e >= 0 else m >> -e
    if whole:
        exponent = decimal_length(whole) - 1
    else:
        reciprocal_scale = (-(m.bit_length() + e)) * 1292913986 >> 32
        scaled = m * power_of_ten(reciprocal_scale + 2) >> -e
        exponent = decimal_length(scaled) - 1 - (reciprocal_scale + 2)
    number = scaled_to_integer(m, e, exact - 1 - exponent)
    if number >= power_of_ten(exact):
        number //= 10
        exponent += 1
    return str(number) + "0" * (count - exact), exponent


def round_int(n: int, digits: int) -> int:
    """round(n, digits) of an int: to a multiple of 10**-digits, ties to even; exact.

    Digits beyond the length of n by more than one give 0 without building the power.
    """
    if digits >= 0:
        return n
    if -digits > n.bit_length() // 3 + 2:
        return 0
    unit = power_of_ten(-digits)
    quotient, rest = divmod(n, unit)
    if 2 * rest > unit or (2 * rest == unit and quotient & 1):
        quotient += 1
    return quotient * unit


def sign_text(a: int) -> str:
    """'-' for a negative pattern (a negative zero too), '' otherwise and for NaN."""
    if a & MAGNITUDE_MASK > INFINITY:
        return ""
    return "-" if a & SIGN_BIT else ""
