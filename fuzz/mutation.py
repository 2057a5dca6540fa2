"""Changing a recorded case a little: the corpus feeds back into the generators through here.

A corpus entry keeps the choices that made it beside the case itself. A mutation edits that list,
never the case, so what comes out of the generator again is valid by construction.
"""

from collections.abc import Sequence
from typing import Final, final

from fuzz.choices import Choices, Source

FRESH: Final = -1
"""In an edited record: draw this choice anew."""

_LONGEST_SPAN: Final = 16
_MOST_EDITS: Final = 4


@final
class MutatedSource:
    """Answers from an edited record, and from `fresh` where the record says so and past its end."""

    __slots__ = ("_fresh", "_position", "_record")

    def __init__(self, record: Sequence[int], fresh: Source) -> None:
        self._record = record
        self._fresh = fresh
        self._position = 0

    def draw(self, maximum: int) -> int:
        position = self._position
        self._position = position + 1
        if position >= len(self._record):
            return self._fresh.draw(maximum)
        value = self._record[position]
        return self._fresh.draw(maximum) if value == FRESH else min(value, maximum)


def mutate_record(choices: Choices, record: Sequence[int], other: Sequence[int]) -> list[int]:
    """A changed copy of `record`; `choices` decides what changes, `other` lends parts of itself."""
    edited = list(record)
    for _ in range(choices.integer(1, _MOST_EDITS)):
        edited = _EDITS[choices.integer(0, len(_EDITS) - 1)](choices, edited, other)
    return edited


def _span(choices: Choices, length: int) -> tuple[int, int]:
    start = choices.integer(0, length)
    return start, min(length, start + choices.integer(1, _LONGEST_SPAN))


def _redraw(choices: Choices, record: list[int], _other: Sequence[int]) -> list[int]:
    if not record:
        return record
    at = choices.integer(0, len(record) - 1)
    return [*record[:at], FRESH, *record[at + 1 :]]


def _nudge(choices: Choices, record: list[int], _other: Sequence[int]) -> list[int]:
    if not record:
        return record
    at = choices.integer(0, len(record) - 1)
    value = record[at]
    moved = value + 1 if choices.boolean() else value ^ (1 << choices.integer(0, 5))
    return [*record[:at], max(FRESH, moved), *record[at + 1 :]]


def _delete(choices: Choices, record: list[int], _other: Sequence[int]) -> list[int]:
    start, end = _span(choices, len(record))
    return record[:start] + record[end:]


def _repeat(choices: Choices, record: list[int], _other: Sequence[int]) -> list[int]:
    start, end = _span(choices, len(record))
    return record[:end] + record[start:]


def _insert_fresh(choices: Choices, record: list[int], _other: Sequence[int]) -> list[int]:
    at = choices.integer(0, len(record))
    return record[:at] + [FRESH] * choices.integer(1, _LONGEST_SPAN) + record[at:]


def _splice(choices: Choices, record: list[int], other: Sequence[int]) -> list[int]:
    at = choices.integer(0, len(record))
    start, end = _span(choices, len(other))
    return record[:at] + list(other[start:end]) + record[at + (end - start) :]


def _cross(choices: Choices, record: list[int], other: Sequence[int]) -> list[int]:
    """The beginning of one record and the rest of the other."""
    at = choices.integer(0, min(len(record), len(other)))
    return record[:at] + list(other[at:])


def _cut(choices: Choices, record: list[int], _other: Sequence[int]) -> list[int]:
    """Only the beginning; the rest is drawn anew."""
    return record[: choices.integer(0, len(record))]


_EDITS: Final = (_redraw, _nudge, _delete, _repeat, _insert_fresh, _splice, _cross, _cut)
