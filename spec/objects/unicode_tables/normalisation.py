"""The normal forms of Unicode 16: NFC, NFD, NFKC, NFKD.

Source: Unicode Standard Annex 15 and section 3.12 (Hangul) of the standard.
"""

from __future__ import annotations

from typing import Final

from spec.objects.unicode_tables import canonical_data, compatibility_data

HANGUL_FIRST: Final = 0xAC00
LEADING_FIRST: Final = 0x1100
VOWEL_FIRST: Final = 0x1161
TRAILING_BASE: Final = 0x11A7
LEADING_COUNT: Final = 19
VOWEL_COUNT: Final = 21
TRAILING_COUNT: Final = 28
HANGUL_COUNT: Final = LEADING_COUNT * VOWEL_COUNT * TRAILING_COUNT


def _decompositions(words: str) -> dict[int, tuple[int, ...]]:
    found = {}
    for word in words.split(" "):
        point, _, result = word.partition("=")
        found[int(point, 16)] = tuple(int(each, 16) for each in result.split("."))
    return found


def _combining_classes() -> dict[int, int]:
    found = {}
    for word in canonical_data.COMBINING_CLASSES.split(" "):
        start, length, value = word.split(":")
        for point in range(int(start, 16), int(start, 16) + int(length, 16)):
            found[point] = int(value)
    return found


CANONICAL: Final = _decompositions(canonical_data.DECOMPOSITIONS)
COMPATIBLE: Final = _decompositions(compatibility_data.DECOMPOSITIONS)
COMBINING: Final = _combining_classes()
"""Combining class by code point, where it is not 0."""
_NEVER: Final = {int(word, 16) for word in canonical_data.NEVER_COMPOSED.split(" ")}
COMPOSED: Final = {parts: point for point, parts in CANONICAL.items() if point not in _NEVER}
"""Code point by the pair that it is composed of."""


def _expanded(code_point: int, compatible: bool) -> tuple[int, ...]:
    """Return the full decomposition of a code point (a few steps deep at most)."""
    if HANGUL_FIRST <= code_point < HANGUL_FIRST + HANGUL_COUNT:
        return _hangul_parts(code_point - HANGUL_FIRST)
    step = CANONICAL.get(code_point)
    if step is None and compatible:
        step = COMPATIBLE.get(code_point)
    if step is None:
        return (code_point,)
    return tuple(part for each in step for part in _expanded(each, compatible))


def _hangul_parts(place: int) -> tuple[int, ...]:
    leading = LEADING_FIRST + place // (VOWEL_COUNT * TRAILING_COUNT)
    vowel = VOWEL_FIRST + place % (VOWEL_COUNT * TRAILING_COUNT) // TRAILING_COUNT
    trailing = place % TRAILING_COUNT
    return (leading, vowel, TRAILING_BASE + trailing) if trailing else (leading, vowel)


def _decomposed(text: str, compatible: bool) -> list[int]:
    """Return the decomposition in canonical order."""
    points = [part for each in text for part in _expanded(ord(each), compatible)]
    start = 0
    while start < len(points):
        end = start
        while end < len(points) and points[end] in COMBINING:
            end += 1
        if end - start > 1:
            points[start:end] = sorted(points[start:end], key=COMBINING.__getitem__)
        start = max(end, start + 1)
    return points


def _composed(points: list[int]) -> list[int]:
    """Return the canonical composition of points in canonical order."""
    result: list[int] = []
    starter = -1
    last_class = -1
    for point in points:
        combining = COMBINING.get(point, 0)
        if starter >= 0 and last_class < combining:
            composed = _pair(result[starter], point)
            if composed is not None:
                result[starter] = composed
                continue
        if combining == 0:
            starter, last_class = len(result), -1
        else:
            last_class = combining
        result.append(point)
    return result


def _pair(first: int, second: int) -> int | None:
    """Return the composition of two code points, if they have one."""
    leading, vowel = first - LEADING_FIRST, second - VOWEL_FIRST
    if 0 <= leading < LEADING_COUNT and 0 <= vowel < VOWEL_COUNT:
        return HANGUL_FIRST + (leading * VOWEL_COUNT + vowel) * TRAILING_COUNT
    syllable, trailing = first - HANGUL_FIRST, second - TRAILING_BASE
    if 0 <= syllable < HANGUL_COUNT and syllable % TRAILING_COUNT == 0:
        if 0 < trailing < TRAILING_COUNT:
            return first + trailing
        return None
    return COMPOSED.get((first, second))


def _text(points: list[int]) -> str:
    return "".join([chr(point) for point in points])


def nfd(text: str) -> str:
    """Return the canonical decomposition."""
    return _text(_decomposed(text, False))


def nfc(text: str) -> str:
    """Return the canonical composition."""
    return _text(_composed(_decomposed(text, False)))


def nfkd(text: str) -> str:
    """Return the compatibility decomposition."""
    return _text(_decomposed(text, True))


def nfkc(text: str) -> str:
    """Return the compatibility composition (of names in a source)."""
    return _text(_composed(_decomposed(text, True)))
