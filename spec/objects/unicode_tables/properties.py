"""Predicates of characters and texts, as CPython 3.14 defines those of str.

Source: Unicode 16.0.0 (UnicodeData, DerivedCoreProperties, Unihan numeric types).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spec.objects.unicode_tables.properties_data import (
    ALPHA,
    CASE_IGNORABLE,
    CASED,
    CLASSES,
    DECIMAL,
    DIGIT,
    LINE_BREAK,
    LOWER,
    NUMERIC,
    PRINTABLE,
    RUNS,
    SPACE,
    TITLE,
    UPPER,
    XID_CONTINUE,
    XID_START,
)

ALPHANUMERIC: Final = ALPHA | DECIMAL | DIGIT | NUMERIC
UNDERSCORE: Final = 0x5F

_LETTERS: Final = list(CLASSES)
_FLAGS: Final = tuple(CLASSES.values())


def _classes() -> Iterator[bytes]:
    """Yield the class of each code point, a byte each, in runs."""
    for word in RUNS.split(" "):
        yield bytes((_LETTERS.index(word[0]),)) * int(word[1:], 16)


_CLASS_OF: Final = b"".join(_classes())


def flags_of(code_point: int) -> int:
    """Return the flags of a code point, which must be below 0x110000."""
    return _FLAGS[_CLASS_OF[code_point]]


def all_have(text: str, flags: int) -> bool:
    """Whether the text is not empty and each code point has at least one of the flags."""
    return bool(text) and all(_FLAGS[_CLASS_OF[ord(each)]] & flags for each in text)


def is_alphabetic(text: str) -> bool:
    """str.isalpha"""
    return all_have(text, ALPHA)


def is_alphanumeric(text: str) -> bool:
    """str.isalnum"""
    return all_have(text, ALPHANUMERIC)


def is_decimal(text: str) -> bool:
    """str.isdecimal"""
    return all_have(text, DECIMAL)


def is_digit(text: str) -> bool:
    """str.isdigit"""
    return all_have(text, DIGIT)


def is_numeric(text: str) -> bool:
    """str.isnumeric"""
    return all_have(text, NUMERIC)


def is_space(text: str) -> bool:
    """str.isspace"""
    return all_have(text, SPACE)


def is_printable(text: str) -> bool:
    """str.isprintable: also true of the empty text."""
    return not text or all_have(text, PRINTABLE)


def is_lower_case(text: str) -> bool:
    """str.islower: something is in lower case, nothing in upper or title case."""
    return _is_of_case(text, LOWER, UPPER | TITLE)


def is_upper_case(text: str) -> bool:
    """str.isupper: something is in upper case, nothing in lower or title case."""
    return _is_of_case(text, UPPER, LOWER | TITLE)


def _is_of_case(text: str, wanted: int, refused: int) -> bool:
    found = False
    for each in text:
        flags = _FLAGS[_CLASS_OF[ord(each)]]
        if flags & refused:
            return False
        found = found or bool(flags & wanted)
    return found


def is_title_case(text: str) -> bool:
    """str.istitle: upper or title case exactly after uncased characters, lower case after cased."""
    found = after_cased = False
    for each in text:
        flags = _FLAGS[_CLASS_OF[ord(each)]]
        if flags & (UPPER | TITLE):
            if after_cased:
                return False
            found = after_cased = True
        elif flags & LOWER:
            if not after_cased:
                return False
        else:
            after_cased = False
    return found


def is_identifier(text: str) -> bool:
    """str.isidentifier: XID_Start or an underscore, then XID_Continue (keywords included)."""
    if not text:
        return False
    first = ord(text[0])
    if first != UNDERSCORE and not flags_of(first) & XID_START:
        return False
    return all(_FLAGS[_CLASS_OF[ord(each)]] & XID_CONTINUE for each in text)


def is_cased(code_point: int) -> bool:
    """Whether the code point has property Cased."""
    return bool(flags_of(code_point) & CASED)


def is_case_ignorable(code_point: int) -> bool:
    """Whether the code point has property Case_Ignorable."""
    return bool(flags_of(code_point) & CASE_IGNORABLE)


SPACES: Final = "".join(chr(point) for point in range(0x3001) if flags_of(point) & SPACE)
"""All characters that str.isspace accepts, which is what str.strip and str.split take off."""

LINE_BREAKS: Final = "".join(chr(point) for point in range(0x202A) if flags_of(point) & LINE_BREAK)
"""All characters at which str.splitlines breaks a line; \\r\\n is one break."""
