"""Floats as decimal digits: to a number of places, or to a number of significant digits.

The digits are those of the exact value, rounded half to even; no digit depends on the host.
`digits, point` stands for 0.DIGITS times 10 ** point.
"""

from __future__ import annotations

from typing import Final

from spec.softfloat.round import unpack
from spec.softfloat.shortest import represent, shortest_digits

EXACT_DIGITS: Final = 1100
"""Beyond this many digits after the first one, or places, every float's expansion is zeros."""
SMALLEST_EXPONENT: Final = -4
REPR_EXPONENT: Final = 16
"""repr uses exponent notation below 1e-4 and from 1e16 on."""


def ratio_of(bits: int) -> tuple[int, int]:
    """Return the magnitude of a finite float as numerator and denominator."""
    magnitude, exponent = unpack(bits)
    return (magnitude << exponent, 1) if exponent >= 0 else (magnitude, 1 << -exponent)


def rounded(numerator: int, denominator: int) -> int:
    """Return the nearest integer to a ratio, ties to even."""
    whole, rest = divmod(numerator, denominator)
    twice = 2 * rest
    return whole + (twice > denominator or (twice == denominator and whole % 2 == 1))


def fixed_digits(bits: int, places: int) -> tuple[str, str]:
    """Return the digits before and after the point, rounded to `places` of the latter."""
    numerator, denominator = ratio_of(bits)
    known = min(places, EXACT_DIGITS)
    text = str(rounded(numerator * 10**known, denominator))
    if len(text) <= known:
        text = "0" * (known + 1 - len(text)) + text
    whole = len(text) - known
    return text[:whole], text[whole:] + "0" * (places - known)


def significant_digits(bits: int, count: int) -> tuple[str, int]:
    """Return `count` digits and the decimal exponent of the first one; 0 has exponent 0."""
    numerator, denominator = ratio_of(bits)
    if numerator == 0:
        return "0" * count, 0
    known = min(count, EXACT_DIGITS)
    exponent = decimal_exponent(numerator, denominator)
    shift = known - 1 - exponent
    if shift >= 0:
        value = rounded(numerator * 10**shift, denominator)
    else:
        value = rounded(numerator, denominator * 10**-shift)
    text = str(value)
    if len(text) > known:
        text, exponent = text[:known], exponent + 1
    return text + "0" * (count - known), exponent


def decimal_exponent(numerator: int, denominator: int) -> int:
    """Return the largest n with 10**n <= numerator / denominator."""
    guess = len(str(numerator)) - len(str(denominator))
    if guess >= 0:
        return guess if numerator >= denominator * 10**guess else guess - 1
    return guess if numerator * 10**-guess >= denominator else guess - 1


def exponent_text(exponent: int) -> str:
    """Return e, the sign and at least two digits."""
    return f"e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def in_places(bits: int, places: int, alternate: bool) -> str:
    """Return the magnitude as with type f."""
    whole, fraction = fixed_digits(bits, places)
    return whole + ("." + fraction if fraction or alternate else "")


def in_exponents(bits: int, places: int, alternate: bool) -> str:
    """Return the magnitude as with type e."""
    digits, exponent = significant_digits(bits, places + 1)
    point = "." if places or alternate else ""
    return digits[0] + point + digits[1:] + exponent_text(exponent)


def in_general(bits: int, count: int, alternate: bool, dot_zero: bool) -> str:
    """Return the magnitude as with type g; `dot_zero` asks for a digit after the point."""
    count = count or 1
    digits, exponent = significant_digits(bits, count)
    if not alternate:
        digits = digits.rstrip("0") or "0"
    if SMALLEST_EXPONENT <= exponent < count - dot_zero:
        return _positional(digits, exponent, alternate, dot_zero)
    point = "." if len(digits) > 1 or alternate else ""
    return digits[0] + point + digits[1:] + exponent_text(exponent)


def _positional(digits: str, exponent: int, alternate: bool, dot_zero: bool) -> str:
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    whole = digits[: exponent + 1] + "0" * (exponent + 1 - len(digits))
    fraction = digits[exponent + 1 :]
    if fraction or alternate:
        return f"{whole}.{fraction}"
    return whole + ".0" if dot_zero else whole


def shortest_text(bits: int, alternate: bool) -> str:
    """Return the magnitude as repr shows it; an alternate exponent form keeps its point."""
    text = represent(bits & ~(1 << 63))
    if alternate and "e" in text and "." not in text:
        mantissa, _, exponent = text.partition("e")
        return f"{mantissa}.e{exponent}"
    return text


__all__ = [
    "fixed_digits",
    "in_exponents",
    "in_general",
    "in_places",
    "shortest_digits",
    "shortest_text",
    "significant_digits",
]
