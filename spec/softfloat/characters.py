"""The characters that numbers in text are made of, pinned to Unicode 16.

Tables, not the host's `str` predicates, whose answers depend on the version of
Python. Source: Unicode 16.0 (general category Nd; White_Space and bidirectional
class of spaces), as CPython 3.14 reads them.
"""

from typing import Final

_DIGIT_ZEROS: Final = (
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
    0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
    0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450,
    0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50,
    0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE,
    0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
)  # fmt: skip
"""The code point of the zero of each run of ten decimal digits."""

_WIDE_SPACES: Final = (
    0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000,
)  # fmt: skip

TO_ASCII: Final[dict[str, str]] = {chr(space): " " for space in _WIDE_SPACES} | {
    chr(zero + digit): str(digit) for zero in _DIGIT_ZEROS[1:] for digit in range(10)
}
"""Each non-ASCII decimal digit and space with the ASCII character it stands for."""

ASCII_SPACES: Final = " \t\n\v\f\r"
"""What is stripped around a number. U+001C to U+001F count as spaces elsewhere, not here."""

ZERO_CODE_POINTS: Final = frozenset(_DIGIT_ZEROS)


def to_ascii_number(text: str) -> str:
    """Text with every Unicode digit and space replaced by its ASCII form.

    Any other character stays, to be refused by the parser.
    """
    if text.isascii():
        return text
    return "".join([TO_ASCII.get(character, character) for character in text])
