"""The name that an error text suggests (`Did you mean ...`).

Source: CPython 3.14, Python/suggestions.c: a weighted edit distance (2 for any move, 1 for
a change of case), candidates beyond a third of the length are not close.
"""

from __future__ import annotations

from typing import Final

_MOVE: Final = 2
_CASE: Final = 1
_LONGEST: Final = 40
_MOST_CANDIDATES: Final = 750


def closest(name: str, candidates: list[str]) -> str | None:
    """The candidate nearest to `name`, or None."""
    if len(candidates) >= _MOST_CANDIDATES:
        return None
    best: str | None = None
    best_distance = -1
    for candidate in candidates:
        limit = (len(name) + len(candidate) + 3) * _MOVE // 6
        if best is not None:
            limit = min(limit, best_distance - 1)
        distance = edit_distance(name, candidate, limit)
        if distance > limit:
            continue
        best, best_distance = candidate, distance  # the limit was below the best one's
    return best


def edit_distance(one: str, other: str, limit: int) -> int:
    """The weighted distance, or `limit` + 1 when it is larger or a name is too long."""
    if len(one) > _LONGEST or len(other) > _LONGEST:
        return limit + 1
    if len(one) > len(other):
        one, other = other, one
    row = [_MOVE * (position + 1) for position in range(len(one))]
    result = len(one) * _MOVE
    for place, letter in enumerate(other):
        distance = result = place * _MOVE
        for position, own in enumerate(one):
            substitute = distance + _substitution(letter, own)
            distance = row[position]
            result = min(substitute, min(result, distance) + _MOVE)
            row[position] = result
        if row and min(row) > limit:
            return limit + 1
    return result


def _substitution(one: str, other: str) -> int:
    if one == other:
        return 0
    first, second = ord(one), ord(other)
    letters = (65 <= first <= 90 or 97 <= first <= 122) and (first ^ second) == 32
    return _CASE if letters else _MOVE
