"""Reduction of a case by reducing the choices that made it.

A generator draws integers, 0 being the simplest everywhere, so a shorter list of smaller
integers is a simpler case, whatever the lane. A candidate is accepted when the case made from
it keeps the signature of its finding; which signature that is, and how the case is made, the
caller knows (`keeps`).

Records are ordered by length, then by content (shortlex): reduction only ever goes down, so it
ends, and from one record it always takes the same way. A pass is a function from a search to
nothing that offers candidates; passes run from coarse to fine until none helps any more, the
budget is used up, or too many candidates in a row were of no use. What was tried is
remembered, never tried again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, final

Record: TypeAlias = tuple[int, ...]

Keeps: TypeAlias = Callable[[Record], Record | None]
"""Makes the case of a record and says whether it has the signature: the choices that were
really drawn (never more than offered, and within their ranges) if it does, else None."""

BUDGET: Final = 2_000
"""Candidates that one reduction may try."""
FRUITLESS: Final = 400
"""Candidates in a row without success after which a reduction gives up."""
_SPANS: Final = (64, 48, 32, 24, 16, 12, 8, 7, 6, 5, 4, 3, 2, 1)
"""Sizes of runs of choices: what one part of a case draws is often a handful."""


@final
@dataclass(frozen=True, slots=True)
class Reduction:
    """The smallest record found, and what it took. `exhausted`: the budget ended it."""

    record: Record
    tries: int
    accepted: int
    exhausted: bool


def minimize(
    record: Sequence[int], keeps: Keeps, budget: int = BUDGET, fruitless: int = FRUITLESS
) -> Reduction:
    """Reduce `record` while `keeps` accepts.

    `record` itself is taken to keep the signature. Never calls `keeps` more than `budget` times.
    """
    search = _Search(tuple(record), keeps, budget, fruitless)
    before: Record | None = None
    while before != search.best and not search.over:
        before = search.best
        for offer in PASSES:
            offer(search)
    return Reduction(search.best, search.tries, search.accepted, search.over)


@final
class _Search:
    """The state of one reduction: the best record, the memory and the budget."""

    __slots__ = (
        "_fruitless",
        "_in_a_row",
        "_keeps",
        "_limit",
        "_seen",
        "accepted",
        "best",
        "tries",
    )

    def __init__(self, record: Record, keeps: Keeps, budget: int, fruitless: int) -> None:
        self.best = record
        self.tries = 0
        self.accepted = 0
        self._keeps = keeps
        self._limit = budget
        self._fruitless = fruitless
        self._in_a_row = 0
        self._seen = {record}

    @property
    def over(self) -> bool:
        """Whether no candidate may be tried any more."""
        return self.tries >= self._limit or self._in_a_row >= self._fruitless

    def offer(self, candidate: Record) -> bool:
        """Try a candidate; True if it became the best record."""
        if self.over or candidate in self._seen or not _simpler(candidate, self.best):
            return False
        self._seen.add(candidate)
        self.tries += 1
        drawn = self._keeps(candidate)
        if drawn is None or not _simpler(drawn, self.best):
            self._in_a_row += 1
            return False
        self._seen.add(drawn)
        self.best = drawn
        self.accepted += 1
        self._in_a_row = 0
        return True


def _simpler(one: Record, other: Record) -> bool:
    return (len(one), one) < (len(other), other)


def _spans(search: _Search) -> list[int]:
    """Sizes of spans that are shorter than the record, large ones first."""
    return [size for size in _SPANS if size < max(2, len(search.best))]


def cut_tail(search: _Search) -> None:
    """Keep only a beginning: whatever is drawn after it is the simplest there is."""
    low, high = 0, len(search.best)
    while low < high:
        middle = (low + high) // 2
        if search.offer(search.best[:middle]):
            high = min(middle, len(search.best))
        else:
            low = middle + 1


def delete_spans(search: _Search) -> None:
    """Leave out a run of choices, long runs first, from the end (later choices depend on
    earlier ones, not the other way round)."""
    for size in _spans(search):
        at = len(search.best) - size
        while at >= 0:
            search.offer(search.best[:at] + search.best[at + size :])
            at = min(at - 1 if size < 4 else at - size, len(search.best) - size)


def zero_spans(search: _Search) -> None:
    """Make a run of choices the simplest, without moving the others."""
    for size in _spans(search):
        for at in range(0, len(search.best), size):
            best = search.best
            run = best[at : at + size]
            if any(run):
                search.offer(best[:at] + (0,) * len(run) + best[at + size :])


def lower_each(search: _Search) -> None:
    """Lower each choice as far as it goes, by halving the distance."""
    at = 0
    while at < len(search.best):
        _lower_one(search, at)
        at += 1


def _lower_one(search: _Search, at: int) -> None:
    """The smallest value at a position that still keeps the signature, by binary search."""
    low = 0
    while at < len(search.best) and low < search.best[at]:
        best = search.best
        middle = (low + best[at]) // 2
        if not search.offer((*best[:at], middle, *best[at + 1 :])):
            low = middle + 1


def clear_bits(search: _Search) -> None:
    """Clear single bits of large choices, which are patterns rather than counts: floats, masks."""
    for at in range(len(search.best)):
        for bit in range(63, -1, -1):
            best = search.best
            if at < len(best) and best[at] > 255 and best[at] >> bit & 1:
                search.offer((*best[:at], best[at] & ~(1 << bit), *best[at + 1 :]))


def delete_and_lower(search: _Search) -> None:
    """Leave out one choice and lower an earlier one by one: a count and one of its elements."""
    for gap in (1, 2, 3, 4):
        for at in range(len(search.best) - 1, gap - 1, -1):
            best = search.best
            if at < len(best) and best[at - gap] > 0:
                lowered = (*best[: at - gap], best[at - gap] - 1, *best[at - gap + 1 : at])
                search.offer(lowered + best[at + 1 :])


PASSES: Final[tuple[Callable[[_Search], None], ...]] = (
    cut_tail,
    delete_spans,
    zero_spans,
    lower_each,
    clear_bits,
    delete_and_lower,
)
"""From coarse to fine. To add one: offer candidates simpler than `search.best`, nothing else."""
