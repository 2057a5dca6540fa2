"""The list sort of CPython 3.11: which comparisons are made, in which order (decision D6).

Natural runs, binary insertion of short ones, merges that gallop, merged by powersort's rule. Only
`<` is used, and every comparison is `later < earlier` or part of a search, so the sort is stable.
Source: listobject.c and listsort.txt of CPython 3.11. The items are sorted in place: when a
comparison raises they are left as a permutation, the one that CPython leaves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias, final

from spec.semantics.calls import call
from spec.semantics.comparison import compare_truth
from spec.semantics.frame import Activation, Suspended
from spec.semantics.values import Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

MIN_GALLOP: Final = 7
"""Wins in a row after which a merge starts to gallop."""
MAX_MINRUN: Final = 64

Item: TypeAlias = tuple[Value, Value]
"""What is compared, and what is moved."""


def sort_items(machine: Machine, items: list[Value], key: Value, backward: bool) -> Suspended:
    """Sort the items in place and return them; `key` is a callable or None."""
    keys = items
    if key is not None:
        keys = []
        for item in list(items):
            keys.append((yield call(machine, key, [item])))
    machine.note("sort-order")
    pairs: list[Item] = list(zip(keys, items, strict=True))
    if backward:
        pairs.reverse()
    sort = ListSort(machine, pairs)
    try:
        yield from sort.run()
    finally:
        if backward:
            pairs.reverse()
        items[:] = [item for _, item in pairs]
    return items


def minimum_run(count: int) -> int:
    """The length to which short runs are extended: 32 to 64, so that few merges are uneven."""
    odd = 0
    while count >= MAX_MINRUN:
        odd |= count & 1
        count >>= 1
    return count + odd


def node_power(start: int, first: int, second: int, total: int) -> int:
    """The depth of the merge of two neighbouring runs in powersort's tree."""
    low = 2 * start + first
    high = low + first + second
    power = 0
    while True:
        power += 1
        if low >= total:
            low -= total
            high -= total
        elif high >= total:
            return power
        low <<= 1
        high <<= 1


@final
class Run:
    """A sorted part of the items, waiting to be merged."""

    __slots__ = ("length", "power", "start")

    def __init__(self, start: int, length: int) -> None:
        self.start = start
        self.length = length
        self.power = 0


@final
class ListSort:
    """A sort in progress."""

    __slots__ = ("items", "machine", "min_gallop", "runs")

    def __init__(self, machine: Machine, items: list[Item]) -> None:
        self.machine = machine
        self.items = items
        self.min_gallop = MIN_GALLOP
        self.runs: list[Run] = []

    def run(self) -> Suspended:
        """Find runs from left to right and merge them."""
        total = len(self.items)
        least = minimum_run(total)
        start = 0
        while total > 1 and start < total:
            length = yield from self.count_run(start, total)
            if length < least:
                forced = min(least, total - start)
                yield from self.insert(start, start + length, start + forced)
                length = forced
            yield from self.found_run(start, length, total)
            start += length
        yield from self.collapse()

    def less(self, one: Item, other: Item) -> Suspended:
        """Whether one item is less than another."""
        answer = compare_truth(self.machine, "lt", one[0], other[0])
        if isinstance(answer, Activation):
            answer = yield answer
        return answer

    # --- Runs

    def count_run(self, start: int, end: int) -> Suspended:
        """The length of the run at `start`, which is turned round if it descends strictly."""
        items = self.items
        place = start + 1
        if place == end:
            return 1
        descending = yield from self.less(items[place], items[place - 1])
        place += 1
        while place < end:
            if (yield from self.less(items[place], items[place - 1])) is not descending:
                break
            place += 1
        if descending:
            items[start:place] = items[start:place][::-1]
        return place - start

    def insert(self, low: int, start: int, end: int) -> Suspended:
        """Insert the items from `start` on into the sorted part before, by binary search."""
        items = self.items
        for place in range(max(start, low + 1), end):
            pivot = items[place]
            left, right = low, place
            while left < right:
                middle = (left + right) >> 1
                if (yield from self.less(pivot, items[middle])):
                    right = middle
                else:
                    left = middle + 1
            del items[place]
            items.insert(left, pivot)

    def found_run(self, start: int, length: int, total: int) -> Suspended:
        """Merge what powersort merges before the new run, then keep that run."""
        runs = self.runs
        if runs:
            last = runs[-1]
            power = node_power(last.start, last.length, length, total)
            while len(runs) > 1 and runs[-2].power > power:
                yield from self.merge_at(len(runs) - 2)
            runs[-1].power = power
        runs.append(Run(start, length))

    def collapse(self) -> Suspended:
        """Merge all runs that are left."""
        runs = self.runs
        while len(runs) > 1:
            place = len(runs) - 2
            if place > 0 and runs[place - 1].length < runs[place + 1].length:
                place -= 1
            yield from self.merge_at(place)

    # --- Merging

    def merge_at(self, place: int) -> Suspended:
        """Merge two neighbouring runs, without the ends that are in order already."""
        left, right = self.runs[place], self.runs[place + 1]
        first, first_length = left.start, left.length
        second, second_length = right.start, right.length
        left.length = first_length + second_length
        del self.runs[place + 1]
        items = self.items
        skipped = yield from self.gallop_right(items[second], items, first, first_length, 0)
        first += skipped
        first_length -= skipped
        if first_length == 0:
            return
        second_length = yield from self.gallop_left(
            items[first + first_length - 1], items, second, second_length, second_length - 1
        )
        if second_length <= 0:
            return
        if first_length <= second_length:
            yield from MergeLow(self, first, first_length, second, second_length).run()
        else:
            yield from MergeHigh(self, first, first_length, second, second_length).run()

    def gallop_left(
        self, key: Item, items: list[Item], base: int, count: int, hint: int
    ) -> Suspended:
        """How many of `count` items are less than `key`: its place before equal ones."""
        last, offset = 0, 1
        if (yield from self.less(items[base + hint], key)):
            limit = count - hint
            while offset < limit and (yield from self.less(items[base + hint + offset], key)):
                last, offset = offset, 2 * offset + 1
            low, high = last + hint, min(offset, limit) + hint
        else:
            limit = hint + 1
            while offset < limit and not (yield from self.less(items[base + hint - offset], key)):
                last, offset = offset, 2 * offset + 1
            low, high = hint - min(offset, limit), hint - last
        low += 1
        while low < high:
            middle = low + ((high - low) >> 1)
            if (yield from self.less(items[base + middle], key)):
                low = middle + 1
            else:
                high = middle
        return high

    def gallop_right(
        self, key: Item, items: list[Item], base: int, count: int, hint: int
    ) -> Suspended:
        """How many of `count` items are not greater than `key`: its place after equal ones."""
        last, offset = 0, 1
        if (yield from self.less(key, items[base + hint])):
            limit = hint + 1
            while offset < limit and (yield from self.less(key, items[base + hint - offset])):
                last, offset = offset, 2 * offset + 1
            low, high = hint - min(offset, limit), hint - last
        else:
            limit = count - hint
            while offset < limit and not (yield from self.less(key, items[base + hint + offset])):
                last, offset = offset, 2 * offset + 1
            low, high = last + hint, min(offset, limit) + hint
        low += 1
        while low < high:
            middle = low + ((high - low) >> 1)
            if (yield from self.less(key, items[base + middle])):
                high = middle
            else:
                low = middle + 1
        return high


@final
class MergeLow:
    """A merge from left to right; the left run, not the longer one, is held apart."""

    __slots__ = ("held", "held_at", "left", "right", "right_at", "sort", "target")

    def __init__(self, sort: ListSort, first: int, left: int, second: int, right: int) -> None:
        self.sort = sort
        self.held = sort.items[first : first + left]
        self.held_at = 0
        self.left = left
        self.right_at = second
        self.right = right
        self.target = first

    def run(self) -> Suspended:
        """Merge; whatever happens, what is held goes back into the free places."""
        try:
            self.take_right(1)
            if self.right and self.left > 1:
                yield from self.merge()
            if self.left == 1 and self.right:
                self.take_right(self.right)
        finally:
            items = self.sort.items
            items[self.target : self.target + self.left] = self.held[self.held_at :]

    def take_right(self, count: int) -> None:
        """Move items of the right run to where the merge is."""
        items = self.sort.items
        items[self.target : self.target + count] = items[self.right_at : self.right_at + count]
        self.target += count
        self.right_at += count
        self.right -= count

    def take_held(self, count: int) -> None:
        """Move held items to where the merge is."""
        self.sort.items[self.target : self.target + count] = self.held[
            self.held_at : self.held_at + count
        ]
        self.target += count
        self.held_at += count
        self.left -= count

    @property
    def done(self) -> bool:
        """Whether only moving is left to do."""
        return self.right == 0 or self.left <= 1

    def merge(self) -> Suspended:
        """Item by item until one run wins often, then galloping as long as that pays."""
        sort = self.sort
        gallop = sort.min_gallop
        while True:
            yield from self.one_by_one(gallop)
            if self.done:
                return
            gallop += 1
            while True:
                gallop -= gallop > 1
                sort.min_gallop = gallop
                from_held = yield from sort.gallop_right(
                    sort.items[self.right_at], self.held, self.held_at, self.left, 0
                )
                self.take_held(from_held)
                if from_held and self.done:
                    return
                self.take_right(1)
                if self.done:
                    return
                from_right = yield from sort.gallop_left(
                    self.held[self.held_at], sort.items, self.right_at, self.right, 0
                )
                self.take_right(from_right)
                if self.right == 0:
                    return
                self.take_held(1)
                if self.done:
                    return
                if from_held < MIN_GALLOP and from_right < MIN_GALLOP:
                    break
            gallop += 1
            sort.min_gallop = gallop

    def one_by_one(self, gallop: int) -> Suspended:
        """Merge item by item until a run wins `gallop` times in a row, or all is done."""
        sort = self.sort
        wins_held = wins_right = 0
        while wins_held < gallop and wins_right < gallop:
            if (yield from sort.less(sort.items[self.right_at], self.held[self.held_at])):
                self.take_right(1)
                wins_held, wins_right = 0, wins_right + 1
            else:
                self.take_held(1)
                wins_held, wins_right = wins_held + 1, 0
            if self.done:
                return


@final
class MergeHigh:
    """A merge from right to left; the right run, which is the shorter one, is held apart."""

    __slots__ = ("first", "held", "left", "right", "sort", "target")

    def __init__(self, sort: ListSort, first: int, left: int, second: int, right: int) -> None:
        self.sort = sort
        self.first = first
        self.held = sort.items[second : second + right]
        self.left = left
        self.right = right
        self.target = second + right

    def run(self) -> Suspended:
        """Merge; whatever happens, what is held goes back into the free places."""
        try:
            self.take_left(1)
            if self.left and self.right > 1:
                yield from self.merge()
            if self.right == 1 and self.left:
                self.take_left(self.left)
        finally:
            items = self.sort.items
            items[self.target - self.right : self.target] = self.held[: self.right]

    def take_left(self, count: int) -> None:
        """Move the last items of the left run to where the merge is."""
        items = self.sort.items
        end = self.first + self.left
        items[self.target - count : self.target] = items[end - count : end]
        self.target -= count
        self.left -= count

    def take_held(self, count: int) -> None:
        """Move the last held items to where the merge is."""
        self.sort.items[self.target - count : self.target] = self.held[
            self.right - count : self.right
        ]
        self.target -= count
        self.right -= count

    @property
    def done(self) -> bool:
        """Whether only moving is left to do."""
        return self.left == 0 or self.right <= 1

    def merge(self) -> Suspended:
        """Item by item until one run wins often, then galloping as long as that pays."""
        sort = self.sort
        gallop = sort.min_gallop
        while True:
            yield from self.one_by_one(gallop)
            if self.done:
                return
            gallop += 1
            while True:
                gallop -= gallop > 1
                sort.min_gallop = gallop
                kept = yield from sort.gallop_right(
                    self.held[self.right - 1], sort.items, self.first, self.left, self.left - 1
                )
                from_left = self.left - kept
                self.take_left(from_left)
                if self.left == 0:
                    return
                self.take_held(1)
                if self.done:
                    return
                kept = yield from sort.gallop_left(
                    sort.items[self.first + self.left - 1], self.held, 0, self.right, self.right - 1
                )
                from_held = self.right - kept
                self.take_held(from_held)
                if from_held and self.done:
                    return
                self.take_left(1)
                if self.done:
                    return
                if from_left < MIN_GALLOP and from_held < MIN_GALLOP:
                    break
            gallop += 1
            sort.min_gallop = gallop

    def one_by_one(self, gallop: int) -> Suspended:
        """Merge item by item until a run wins `gallop` times in a row, or all is done."""
        sort = self.sort
        wins_left = wins_held = 0
        while wins_left < gallop and wins_held < gallop:
            last = sort.items[self.first + self.left - 1]
            if (yield from sort.less(self.held[self.right - 1], last)):
                self.take_left(1)
                wins_left, wins_held = wins_left + 1, 0
            else:
                self.take_held(1)
                wins_left, wins_held = 0, wins_held + 1
            if self.done:
                return
