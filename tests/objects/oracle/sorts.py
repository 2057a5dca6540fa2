"""Comparisons that list.sort makes; run under CPython 3.11 it prints the digests.

Each case sorts numbered items, whole or until a comparison raises; a fifth of the cases compare
without sense, which a sort must survive in the same way.
"""

import contextlib
import json
import sys

SIZES = [0, 1, 2, 3, 5, 10, 31, 32, 33, 63, 64, 65, 100, 127, 128, 200, 500, 1000]
RANGES = [2, 5, 50, 10**6]


class Stop(Exception):
    """Raised by a comparison."""


def numbers(draw):
    """Return numbers in one of several kinds of order."""
    size, limit, kind = draw.one(SIZES), draw.one(RANGES), draw.below(6)
    if kind == 3:
        found = []
        while len(found) < size:
            part = sorted(draw.below(limit) for _ in range(1 + draw.below(120)))
            found += part[::-1] if draw.below(3) == 0 else part
        return found[:size]
    found = [draw.below(limit) for _ in range(size)]
    if kind == 1:
        found.sort()
    elif kind == 2:
        found.sort(reverse=True)
    elif kind == 4:
        found.sort()
        for _ in range(draw.below(10) if found else 0):
            found[draw.below(len(found))] = draw.below(limit)
    elif kind == 5:
        found = sorted(found[: size // 2]) + sorted(found[size // 2 :])
    return found


def cases(draw, count):
    """Yield numbered items, reverse, the comparison that raises (or None), sense."""
    for _ in range(count):
        items = [(value, place) for place, value in enumerate(numbers(draw))]
        raising = 1 + draw.below(len(items) * 8 + 2) if draw.below(3) == 0 else None
        yield items, draw.below(3) == 0, raising, draw.below(5) > 0


class Judge:
    """Compares, remembers what was compared, and raises at the comparison asked for."""

    def __init__(self, raising, sense):
        self.seen = []
        self.raising = raising
        self.sense = sense

    def less(self, one, other):
        """Return whether one item is less."""
        self.seen.append((one[1], other[1]))
        if self.raising is not None and len(self.seen) >= self.raising:
            raise Stop
        if self.sense:
            return one[0] < other[0]
        return (one[1] * 31 + other[1] * 17 + one[0]) % 3 == 0


def answer(items, reverse, raising, sense):
    """Sort with the host's list.sort; return order and comparisons as text."""
    judge = Judge(raising, sense)

    class Item:
        """An item that asks the judge."""

        def __init__(self, value):
            self.value = value

        def __lt__(self, other):
            return judge.less(self.value, other.value)

    held = [Item(item) for item in items]
    with contextlib.suppress(Stop):
        held.sort(reverse=reverse)
    return f"{[item.value[1] for item in held]} {judge.seen}"


if __name__ == "__main__":
    from draw import Draw, chunk_digests

    found = [answer(*case) for case in cases(Draw(5), 600)]
    print(json.dumps(found if "--answers" in sys.argv else chunk_digests(found, 20)))
