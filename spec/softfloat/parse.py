"""float(text): the grammar, and correct rounding with bounded work."""

from typing import Final

from spec.softfloat.characters import ASCII_SPACES, to_ascii_number
from spec.softfloat.errors import FloatError
from spec.softfloat.powers import power_of_ten
from spec.softfloat.round import INFINITY, NAN, round_to_float
from spec.softfloat.text import quoted

_DIGITS: Final = frozenset("0123456789")
_KEPT_DIGITS: Final = 800
"""Significant digits that are read exactly.

The midpoint of two neighbouring floats has at most 768 significant digits, so of a
longer number it only matters whether the rest is zero (a sticky digit).
"""


def decimal_to_float(sign: int, digits: str, exponent: int) -> int:
    """Round (-1)**sign * 0.DIGITS * 10**exponent correctly; overflow gives an infinity.

    `digits` is any run of decimal digits. The value is below 10**exponent and, if
    the first digit is not 0, at least 10**(exponent-1): outside of 10**-330 to 10**310
    the answer is known without arithmetic, so an exponent of any length costs nothing.
    """
    significant = digits.lstrip("0")
    exponent -= len(digits) - len(significant)
    significant = significant.rstrip("0")
    if not significant:
        return sign << 63
    if exponent > 310:
        return sign << 63 | INFINITY
    if exponent < -330:
        return sign << 63
    if len(significant) > _KEPT_DIGITS:
        significant = significant[:_KEPT_DIGITS] + "1"
    number = int(significant)
    exponent -= len(significant)
    if exponent >= 0:
        return round_to_float(sign, number * power_of_ten(exponent), 0, 0)
    divisor = power_of_ten(-exponent)
    shift = max(0, divisor.bit_length() - number.bit_length() + 64)
    quotient, rest = divmod(number << shift, divisor)
    return round_to_float(sign, quotient, -shift, 1 if rest else 0)


def parse(text: str) -> int:
    """float(text) for a str: the nearest float, or ValueError with the text quoted.

    White space around the number, a sign, digits of any script, single underscores
    between digits, an exponent; or inf, infinity, nan in any case. Overflow gives an
    infinity and underflow a zero, without an error.
    """
    number = to_ascii_number(text).strip(ASCII_SPACES)
    bits = _parse_number(number)
    if bits < 0:
        raise FloatError("ValueError", f"could not convert string to float: {quoted(text)}")
    return bits


def _parse_number(number: str) -> int:
    """The bits of an ASCII number without white space around it, or -1."""
    sign = 0
    if number[:1] in ("+", "-"):
        sign = 1 if number[0] == "-" else 0
        number = number[1:]
    if number[:1] in ("i", "I", "n", "N"):
        return _parse_special(sign, number)
    mantissa, exponent_mark, exponent_text = _split_exponent(number)
    whole, _, fraction = mantissa.partition(".")
    whole_digits = _plain_digits(whole)
    fraction_digits = _plain_digits(fraction)
    if whole_digits is None or fraction_digits is None or not (whole or fraction):
        return -1
    exponent = 0
    if exponent_mark:
        parsed = _parse_exponent(exponent_text)
        if parsed is None:
            return -1
        exponent = parsed
    return decimal_to_float(sign, whole_digits + fraction_digits, len(whole_digits) + exponent)


def _split_exponent(number: str) -> tuple[str, str, str]:
    mantissa, mark, exponent = number.partition("e")
    if mark:
        return mantissa, mark, exponent
    return number.partition("E")


def _parse_special(sign: int, number: str) -> int:
    lowered = "".join([_LOWER.get(character, character) for character in number[:9]])
    if lowered in ("inf", "infinity"):
        return sign << 63 | INFINITY
    return NAN if lowered == "nan" else -1


_LOWER: Final = dict(zip("INFTYA", "inftya", strict=True))


def _plain_digits(run: str) -> str | None:
    """A run of digits without its single underscores, or None if it is not one."""
    if "_" in run:
        if run[0] == "_" or run[-1] == "_" or "__" in run:
            return None
        run = run.replace("_", "")
    return run if _DIGITS.issuperset(run) else None


def _parse_exponent(text: str) -> int | None:
    """The value of an exponent; beyond 18 digits, one that is certainly out of range.

    Clamped against the length of any text, so that a long fraction cannot bring it
    back into range.
    """
    negative = text[:1] == "-"
    digits = _plain_digits(text[1:] if text[:1] in ("+", "-") else text)
    if not digits:
        return None
    digits = digits.lstrip("0")
    value = int(digits or "0") if len(digits) <= 18 else 10**18
    return -value if negative else value
