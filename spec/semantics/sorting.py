"""The list sort: which comparisons are made, in which order (decision D6).

It is the sort that CPython 3.11 and RustPython 0.6.0 run: natural runs, short ones extended by
binary insertion, merged in the order of their powers, with galloping. Comparisons are always
`later < earlier`, so equal elements keep their order. An exception leaves the elements in the
order that the steps so far have given them, none lost.

Source: Objects/listsort.txt of CPython 3.11; the sequence of calls is checked against CPython 3.11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias, final

from spec.semantics.calls import call
from spec.semantics.comparison import compare_truth
from spec.semantics.frame import Suspended
from spec.semantics.values import Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

Pair: TypeAlias = tuple[Value, Value]
"""What is compared, and the element that it stands for."""

_GALLOP: Final = 7
"""Wins in a row after which a merge looks ahead in growing steps."""
_SHORT: Final = 64
"""Below this many elements, binary insertion alone."""


def sort_items(machine: Machine, items: list[Value], key: Value, backward: bool) -> Suspended:
    """Put `items` in order, in place; an exception leaves them as the steps so far did."""
    pairs: list[Pair] = []
    for item in items:
        own = item if key is None else (yield call(machine, key, [item]))
        pairs.append((own, item))
    if len(pairs) > 1:
        machine.note("sort-order")
        if backward:
            pairs.reverse()
        try:
            yield from Sort(machine, pairs).run()
        finally:
            if backward:
                pairs.reverse()
            items[:] = [item for _, item in pairs]


def shortest_run(count: int) -> int:
    """The length to which short runs are extended: 32 to 64, so that runs come out balanced."""
    rest = 0
    while count >= _SHORT:
        rest |= count & 1
        count >>= 1
    return count + rest


def power_of(start: int, first: int, second: int, total: int) -> int:
    """How deep in a binary tree over all elements two neighbouring runs meet."""
    left = 2 * start + first
    right = left + first + second
    power = 0
    while True:
        power += 1
        if left >= total:
            left -= total
            right -= total
        elif right >= total:
            return power
        left <<= 1
        right <<= 1


@final
class Run:
    """A stretch in order; `power` belongs to the boundary with the next one."""

    __slots__ = ("length", "power", "start")

    def __init__(self, start: int, length: int) -> None:
        self.start = start
        self.length = length
        self.power = 0


@final
class Sort:
    """One sort in progress, of `pairs` in place."""

    __slots__ = ("machine", "pairs", "pending", "threshold")

    def __init__(self, machine: Machine, pairs: list[Pair]) -> None:
        self.machine = machine
        self.pairs = pairs
        self.pending: list[Run] = []
        self.threshold = _GALLOP

    def less(self, one: Pair, other: Pair) -> Value:
        """`one < other`: a bool, or an activation."""
        return compare_truth(self.machine, "lt", one[0], other[0])

    def run(self) -> Suspended:
        """Find runs from left to right, merge them by power, then all that are left."""
        total = len(self.pairs)
        least = shortest_run(total)
        start = 0
        while start < total:
            length = yield from self.natural_run(start)
            if length < least:
                extended = min(least, total - start)
                yield from self.insert(start, start + length, start + extended)
                length = extended
            yield from self.found(Run(start, length))
            start += length
        while len(self.pending) > 1:
            at = len(self.pending) - 2
            if at > 0 and self.pending[at - 1].length < self.pending[at + 1].length:
                at -= 1
            yield from self.merge_at(at)

    def natural_run(self, start: int) -> Suspended:
        """The length of the run at `start`; one that strictly falls is turned round."""
        pairs = self.pairs
        total = len(pairs)
        if start + 1 == total:
            return 1
        falling = (yield self.less(pairs[start + 1], pairs[start])) is True
        end = start + 2
        while end < total:
            if ((yield self.less(pairs[end], pairs[end - 1])) is True) is not falling:
                break
            end += 1
        if falling:
            pairs[start:end] = pairs[start:end][::-1]
        return end - start

    def insert(self, start: int, middle: int, end: int) -> Suspended:
        """Binary insertion of the elements from `middle` to `end` into the run before them."""
        pairs = self.pairs
        for position in range(middle, end):
            pivot = pairs[position]
            low, high = start, position
            while low < high:
                half = (low + high) // 2
                if (yield self.less(pivot, pairs[half])) is True:
                    high = half
                else:
                    low = half + 1
            del pairs[position]
            pairs.insert(low, pivot)

    def found(self, run: Run) -> Suspended:
        """Merge what the new run's power says comes first, then put it on the stack."""
        if self.pending:
            last = self.pending[-1]
            power = power_of(last.start, last.length, run.length, len(self.pairs))
            while len(self.pending) > 1 and self.pending[-2].power > power:
                yield from self.merge_at(len(self.pending) - 2)
            self.pending[-1].power = power
        self.pending.append(run)

    def merge_at(self, at: int) -> Suspended:
        """Merge two neighbouring runs; what is in place at either end stays out of it."""
        first, second = self.pending[at], self.pending[at + 1]
        start, middle = first.start, second.start
        end = middle + second.length
        first.length += second.length
        del self.pending[at + 1]
        pairs = self.pairs
        start += yield from self.gallop_right(pairs[middle], pairs, start, middle - start, 0)
        if start == middle:
            return
        count = end - middle
        count = yield from self.gallop_left(pairs[middle - 1], pairs, middle, count, count - 1)
        if count == 0:
            return
        if middle - start <= count:
            yield from self.merge_low(start, middle, middle + count)
        else:
            yield from self.merge_high(start, middle, middle + count)

    # --- Looking ahead

    def gallop_left(
        self, key: Pair, pairs: list[Pair], base: int, count: int, hint: int
    ) -> Suspended:
        """How many of `count` elements from `base` are less than `key`, searched from `hint`."""
        near, far = 0, 1
        if (yield self.less(pairs[base + hint], key)) is True:
            most = count - hint
            while far < most and (yield self.less(pairs[base + hint + far], key)) is True:
                near, far = far, 2 * far + 1
            low, high = near + hint, min(far, most) + hint
        else:
            most = hint + 1
            while far < most and (yield self.less(pairs[base + hint - far], key)) is not True:
                near, far = far, 2 * far + 1
            low, high = hint - min(far, most), hint - near
        low += 1
        while low < high:
            half = (low + high) // 2
            if (yield self.less(pairs[base + half], key)) is True:
                low = half + 1
            else:
                high = half
        return high

    def gallop_right(
        self, key: Pair, pairs: list[Pair], base: int, count: int, hint: int
    ) -> Suspended:
        """How many of `count` elements from `base` are not greater than `key`."""
        near, far = 0, 1
        if (yield self.less(key, pairs[base + hint])) is True:
            most = hint + 1
            while far < most and (yield self.less(key, pairs[base + hint - far])) is True:
                near, far = far, 2 * far + 1
            low, high = hint - min(far, most), hint - near
        else:
            most = count - hint
            while far < most and (yield self.less(key, pairs[base + hint + far])) is not True:
                near, far = far, 2 * far + 1
            low, high = near + hint, min(far, most) + hint
        low += 1
        while low < high:
            half = (low + high) // 2
            if (yield self.less(key, pairs[base + half])) is True:
                high = half
            else:
                low = half + 1
        return high

    # --- Merging

    def merge_low(self, start: int, middle: int, end: int) -> Suspended:
        """Merge from the left; the left run is the shorter one and is moved aside."""
        left = self.pairs[start:middle]
        right = self.pairs[middle:end]
        merge = Merge(left, right)
        try:
            yield from self._merge_low(merge)
        finally:
            rest = left[merge.left :]
            self.pairs[start:end] = [*merge.done, *right[merge.right :], *rest] if (
                merge.right_first
            ) else [*merge.done, *rest, *right[merge.right :]]  # fmt: skip

    def _merge_low(self, merge: Merge) -> Suspended:
        left, right = merge.left_run, merge.right_run
        merge.take_right(1)
        while True:
            if merge.right == len(right):
                return
            if merge.left == len(left) - 1:
                merge.right_first = True
                return
            lefts = rights = 0
            while True:
                if (yield self.less(right[merge.right], left[merge.left])) is True:
                    merge.take_right(1)
                    lefts, rights = 0, rights + 1
                    if merge.right == len(right):
                        return
                    if rights >= self.threshold:
                        break
                else:
                    merge.take_left(1)
                    lefts, rights = lefts + 1, 0
                    if merge.left == len(left) - 1:
                        merge.right_first = True
                        return
                    if lefts >= self.threshold:
                        break
            if (yield from self._gallop_low(merge)):
                return

    def _gallop_low(self, merge: Merge) -> Suspended:
        """Take whole stretches while they are long; whether the merge has ended."""
        left, right = merge.left_run, merge.right_run
        threshold = self.threshold + 1
        while True:
            threshold -= threshold > 1
            self.threshold = threshold
            lefts = yield from self.gallop_right(
                right[merge.right], left, merge.left, len(left) - merge.left, 0
            )
            merge.take_left(lefts)
            if merge.left == len(left):
                return True
            if lefts and merge.left == len(left) - 1:
                merge.right_first = True
                return True
            merge.take_right(1)
            if merge.right == len(right):
                return True
            rights = yield from self.gallop_left(
                left[merge.left], right, merge.right, len(right) - merge.right, 0
            )
            merge.take_right(rights)
            if merge.right == len(right):
                return True
            merge.take_left(1)
            if merge.left == len(left) - 1:
                merge.right_first = True
                return True
            if lefts < _GALLOP and rights < _GALLOP:
                break
        self.threshold = threshold + 1
        return False

    def merge_high(self, start: int, middle: int, end: int) -> Suspended:
        """Merge from the right; the right run is the shorter one and is moved aside."""
        left = self.pairs[start:middle]
        right = self.pairs[middle:end]
        merge = Merge(left, right)
        merge.left, merge.right = len(left), len(right)
        try:
            yield from self._merge_high(merge)
        finally:
            done = merge.done[::-1]
            rest_left, rest_right = left[: merge.left], right[: merge.right]
            self.pairs[start:end] = [*rest_right, *rest_left, *done] if (
                merge.right_first
            ) else [*rest_left, *rest_right, *done]  # fmt: skip

    def _merge_high(self, merge: Merge) -> Suspended:
        left, right = merge.left_run, merge.right_run
        merge.take_left_end(1)  # not the last one: the left run is the longer one
        while True:
            if merge.right == 1:
                merge.right_first = True
                return
            lefts = rights = 0
            while True:
                if (yield self.less(right[merge.right - 1], left[merge.left - 1])) is True:
                    merge.take_left_end(1)
                    lefts, rights = lefts + 1, 0
                    if merge.left == 0:
                        return
                    if lefts >= self.threshold:
                        break
                else:
                    merge.take_right_end(1)
                    lefts, rights = 0, rights + 1
                    if merge.right == 1:
                        merge.right_first = True
                        return
                    if rights >= self.threshold:
                        break
            if (yield from self._gallop_high(merge)):
                return

    def _gallop_high(self, merge: Merge) -> Suspended:
        """As `_gallop_low`, from the right."""
        left, right = merge.left_run, merge.right_run
        threshold = self.threshold + 1
        while True:
            threshold -= threshold > 1
            self.threshold = threshold
            kept = yield from self.gallop_right(
                right[merge.right - 1], left, 0, merge.left, merge.left - 1
            )
            lefts = merge.left - kept
            merge.take_left_end(lefts)
            if merge.left == 0:
                return True
            merge.take_right_end(1)
            if merge.right == 1:
                merge.right_first = True
                return True
            kept = yield from self.gallop_left(
                left[merge.left - 1], right, 0, merge.right, merge.right - 1
            )
            rights = merge.right - kept
            merge.take_right_end(rights)
            if rights and merge.right == 1:
                merge.right_first = True
                return True
            if merge.right == 0:
                return True
            merge.take_left_end(1)
            if merge.left == 0:
                return True
            if lefts < _GALLOP and rights < _GALLOP:
                break
        self.threshold = threshold + 1
        return False


@final
class Merge:
    """Two runs being merged: how far each is taken, and what is done so far.

    `right_first` says that of what is left the elements of the right run go first.
    """

    __slots__ = ("done", "left", "left_run", "right", "right_first", "right_run")

    def __init__(self, left_run: list[Pair], right_run: list[Pair]) -> None:
        self.left_run = left_run
        self.right_run = right_run
        self.left = self.right = 0
        self.done: list[Pair] = []
        self.right_first = False

    def take_left(self, count: int) -> None:
        """Take elements of the left run, from its start."""
        self.done.extend(self.left_run[self.left : self.left + count])
        self.left += count

    def take_right(self, count: int) -> None:
        """Take elements of the right run, from its start."""
        self.done.extend(self.right_run[self.right : self.right + count])
        self.right += count

    def take_left_end(self, count: int) -> None:
        """Take elements of the left run, from its end."""
        self.done.extend(self.left_run[self.left - count : self.left][::-1])
        self.left -= count

    def take_right_end(self, count: int) -> None:
        """Take elements of the right run, from its end."""
        self.done.extend(self.right_run[self.right - count : self.right][::-1])
        self.right -= count
