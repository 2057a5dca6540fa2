"""Case mappings of texts, as CPython 3.14 defines those of str: full mappings, no locale.

The one condition on context is that of the capital sigma, which becomes a final one in lower case.
Source: Unicode 16.0.0 (UnicodeData, SpecialCasing without conditions, CaseFolding C and F).
"""

from __future__ import annotations

from typing import Final

from spec.objects.unicode_tables import case_data as data
from spec.objects.unicode_tables.properties import flags_of, is_case_ignorable, is_cased
from spec.objects.unicode_tables.properties_data import LOWER, UPPER

CAPITAL_SIGMA: Final = "\u03a3"
SMALL_SIGMA: Final = "\u03c3"
FINAL_SIGMA: Final = "\u03c2"


def _mapping(steps: str, texts: str) -> dict[int, str]:
    """Return a mapping from its words (see the generator)."""
    found: dict[int, str] = {}
    for word in steps.split(" "):
        start, count, step, shift = (int(part, 16) for part in word.split(":"))
        for point in range(start, start + count * step, step):
            found[point] = chr(point + shift)
    for word in texts.split(" ") if texts else []:
        point_text, _, result = word.partition("=")
        found[int(point_text, 16)] = "".join(chr(int(each, 16)) for each in result.split("."))
    return found


TO_LOWER: Final = _mapping(data.LOWER_STEPS, data.LOWER_TEXTS)
TO_UPPER: Final = _mapping(data.UPPER_STEPS, data.UPPER_TEXTS)
TO_TITLE: Final = TO_UPPER | _mapping(data.TITLE_STEPS, data.TITLE_TEXTS)
TO_FOLDED: Final = TO_LOWER | _mapping(data.FOLD_STEPS, data.FOLD_TEXTS)
"""Result by code point, where it is not the character itself."""


def in_lower_case(text: str) -> str:
    """str.lower"""
    if CAPITAL_SIGMA not in text:
        return text.translate(TO_LOWER)
    return "".join([_lower_at(text, place) for place in range(len(text))])


def in_upper_case(text: str) -> str:
    """str.upper"""
    return text.translate(TO_UPPER)


def in_folded_case(text: str) -> str:
    """str.casefold"""
    return text.translate(TO_FOLDED)


def capitalised(text: str) -> str:
    """str.capitalize: the first character in title case, the others in lower case."""
    rest = [_lower_at(text, place) for place in range(1, len(text))]
    return text[:1].translate(TO_TITLE) + "".join(rest)


def in_title_case(text: str) -> str:
    """str.title: a character in title case, or in lower case after a cased one."""
    parts = []
    after_cased = False
    for place, each in enumerate(text):
        parts.append(_lower_at(text, place) if after_cased else TO_TITLE.get(ord(each), each))
        after_cased = is_cased(ord(each))
    return "".join(parts)


def in_swapped_case(text: str) -> str:
    """str.swapcase"""
    parts = []
    for place, each in enumerate(text):
        flags = flags_of(ord(each))
        if flags & UPPER:
            parts.append(_lower_at(text, place))
        else:
            parts.append(TO_UPPER.get(ord(each), each) if flags & LOWER else each)
    return "".join(parts)


def _lower_at(text: str, place: int) -> str:
    """Return the lower case of one character in its context."""
    each = text[place]
    if each == CAPITAL_SIGMA:
        return FINAL_SIGMA if _ends_word(text, place) else SMALL_SIGMA
    return TO_LOWER.get(ord(each), each)


def _ends_word(text: str, place: int) -> bool:
    """Whether a cased character comes before, and none after, ignoring case-ignorable ones."""
    before = place - 1
    while before >= 0 and is_case_ignorable(ord(text[before])):
        before -= 1
    if before < 0 or not is_cased(ord(text[before])):
        return False
    after = place + 1
    while after < len(text) and is_case_ignorable(ord(text[after])):
        after += 1
    return after == len(text) or not is_cased(ord(text[after]))
