"""The sequence of comparisons of a sort is that of CPython 3.11, run by the host itself."""

import contextlib
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diff.identity import is_compiled
from spec.revision import PVM_1
from spec.semantics import sorting
from spec.semantics.machine import Machine

HOST_HAS_THE_SORT = (3, 11) <= sys.version_info[:2] <= (3, 12)
pytestmark = [
    pytest.mark.skipif(not HOST_HAS_THE_SORT, reason="another sort since CPython 3.13"),
    pytest.mark.skipif(is_compiled(), reason="a compiled call cannot be replaced"),
]

NUMBERS = st.lists(st.integers(0, 60), max_size=300)
LISTS = (
    NUMBERS
    | st.lists(st.integers(0, 3), max_size=200)
    | st.tuples(NUMBERS, NUMBERS).map(lambda both: sorted(both[0]) + sorted(both[1]))
    | st.tuples(NUMBERS, NUMBERS).map(
        lambda both: sorted(both[0]) + [x + 50 for x in sorted(both[1])] + sorted(both[0])
    )
    | st.tuples(st.integers(0, 600), st.integers(1, 97)).map(
        lambda shape: [(7 * number) % shape[1] for number in range(shape[0])]
    )
)
Places = list[int]
Comparisons = list[tuple[int, int]]


class Key:
    """A number that logs each comparison in a list, and raises at the one numbered `stop`."""

    def __init__(self, value: int, place: int, log: Comparisons, stop: int) -> None:
        self.value, self.place, self.log, self.stop = value, place, log, stop

    def __lt__(self, other: "Key") -> bool:
        if len(self.log) == self.stop:
            raise ValueError
        self.log.append((self.place, other.place))
        return self.value < other.value


def keys(values: list[int], stop: int) -> tuple[list[Key], Comparisons]:
    """Keys of the values, and their log."""
    log: Comparisons = []
    return [Key(value, place, log, stop) for place, value in enumerate(values)], log


def theirs(values: list[int], stop: int) -> tuple[Places, Comparisons]:
    """Places in order, and comparisons, of the host's sort."""
    items, log = keys(values, stop)
    with contextlib.suppress(ValueError):
        items.sort()
    return [item.place for item in items], log


def ours(values: list[int], stop: int) -> tuple[Places, Comparisons]:
    """The same of the machine's sort; the comparison itself is the host's."""
    items, log = keys(values, stop)
    pairs: list[Any] = [(item, item.place) for item in items]

    def compare(machine: Machine, name: str, one: Any, other: Any) -> bool:
        assert name == "lt"
        return bool(one < other)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "compare_truth", compare)
        requests = sorting.Sort(Machine(PVM_1, 10, 10), pairs).run()
        answer = None
        try:
            while True:
                answer = requests.send(answer)
        except (StopIteration, ValueError):
            pass
    return [place for _, place in pairs], log


@settings(deadline=None, max_examples=300)
@given(LISTS)
def test_comparisons(values: list[int]) -> None:
    """Same order, same comparisons."""
    assert ours(values, -1) == theirs(values, -1)


@settings(deadline=None, max_examples=150)
@given(LISTS, st.integers(0, 800))
def test_an_exception_in_the_middle(values: list[int], stop: int) -> None:
    """The elements are left as the host leaves them."""
    assert ours(values, stop) == theirs(values, stop)
