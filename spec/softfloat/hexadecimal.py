"""`float.hex` and `float.fromhex`: exact text, with one rounding when reading."""

from typing import Final

from spec.softfloat.characters import ASCII_SPACES
from spec.softfloat.errors import FloatError
from spec.softfloat.round import (
    FRACTION_MASK,
    INFINITY,
    MAGNITUDE_MASK,
    NAN,
    round_to_float,
)

_HEX_DIGITS: Final = frozenset("0123456789abcdefABCDEF")
_DECIMAL_DIGITS: Final = frozenset("0123456789")
_LOWER: Final = dict(zip("INFTYA", "inftya", strict=True))
_CLAMP: Final = 1 << 64


def to_hex(a: int) -> str:
    """`float.hex`: thirteen hexadecimal digits after the point and a power of two."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude > INFINITY:
        return "nan"
    sign = "-" if a >> 63 else ""
    if magnitude == INFINITY:
        return sign + "inf"
    if magnitude == 0:
        return sign + "0x0.0p+0"
    field = magnitude >> 52
    lead, exponent = (1, field - 1023) if field else (0, -1022)
    return f"{sign}0x{lead}.{magnitude & FRACTION_MASK:013x}p{exponent:+d}"


def from_hex(text: str) -> int:
    """`float.fromhex`: rounded once. OverflowError, unlike `float(text)`, if too large.

    ASCII only: white space, sign, an optional 0x, hexadecimal digits with an optional
    point, an optional power of two in decimal; or inf, infinity, nan in any case. The
    number is read from the left, so one that overflows says so before what follows it.
    """
    number = text.strip(ASCII_SPACES)
    sign = 0
    if number[:1] in ("+", "-"):
        sign = 1 if number[0] == "-" else 0
        number = number[1:]
    lowered = "".join([_LOWER.get(character, character) for character in number[:9]])
    if lowered in ("inf", "infinity"):
        return sign << 63 | INFINITY
    if lowered == "nan":
        return NAN
    if number[:2] in ("0x", "0X"):
        number = number[2:]
    whole = _leading(number, _HEX_DIGITS)
    place = len(whole)
    fraction = ""
    if number[place : place + 1] == ".":
        fraction = _leading(number[place + 1 :], _HEX_DIGITS)
        place += 1 + len(fraction)
    if not (whole or fraction):
        raise _invalid()
    exponent = 0
    if number[place : place + 1] in ("p", "P"):
        exponent_text = number[place + 1 :]
        signs = 1 if exponent_text[:1] in ("+", "-") else 0
        digits = _leading(exponent_text[signs:], _DECIMAL_DIGITS)
        if not digits:
            raise _invalid()
        place += 1 + signs + len(digits)
        exponent = _exponent_value(digits, exponent_text[0] == "-")
    bits = _round_hex(sign, whole + fraction, exponent - 4 * len(fraction))
    if place < len(number):
        raise _invalid()
    return bits


def _leading(text: str, wanted: frozenset[str]) -> str:
    """The longest run of wanted characters at the start."""
    length = 0
    while length < len(text) and text[length] in wanted:
        length += 1
    return text[:length]


def _invalid() -> FloatError:
    return FloatError("ValueError", "invalid hexadecimal floating-point string")


def _exponent_value(digits: str, negative: bool) -> int:
    digits = digits.lstrip("0")
    value = int(digits or "0") if len(digits) <= 18 else _CLAMP
    return -value if negative else value


def _round_hex(sign: int, digits: str, exponent: int) -> int:
    """Round the hexadecimal integer `digits` times 2**exponent; sizes are clamped first."""
    magnitude = int(digits, 16)
    if magnitude == 0:
        return sign << 63
    top = magnitude.bit_length() + exponent
    if top > 1025:
        bits = INFINITY
    elif top < -1080:
        bits = 0
    else:
        bits = round_to_float(0, magnitude, exponent, 0)
    if bits == INFINITY:
        raise FloatError("OverflowError", "hexadecimal value too large to represent as a float")
    return sign << 63 | bits
