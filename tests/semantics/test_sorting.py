"""The sequence of comparisons of a sort is that of CPython 3.11, run by the host itself."""

import contextlib
import random
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


class Fickle(Key):
    """A key that gives a wrong answer now and then, always at the same comparisons."""

    def __lt__(self, other: "Key") -> bool:
        right = super().__lt__(other)
        return right is not (random.Random(len(self.log)).random() < self.wrong)

    wrong = 0.0


def keys(values: list[int], stop: int, wrong: float) -> tuple[list[Key], Comparisons]:
    """Keys of the values, and their log."""
    log: Comparisons = []
    kind = type("Fickle", (Fickle,), {"wrong": wrong}) if wrong else Key
    return [kind(value, place, log, stop) for place, value in enumerate(values)], log


def theirs(values: list[int], stop: int, wrong: float = 0) -> tuple[Places, Comparisons]:
    """Places in order, and comparisons, of the host's sort."""
    items, log = keys(values, stop, wrong)
    with contextlib.suppress(ValueError):
        items.sort()
    return [item.place for item in items], log


def ours(values: list[int], stop: int, wrong: float = 0) -> tuple[Places, Comparisons]:
    """The same of the machine's sort; the comparison itself is the host's."""
    items, log = keys(values, stop, wrong)
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


def two_runs(first: list[int], second: list[int]) -> list[int]:
    """Two runs of 40 elements in order that meet in the elements given, at either end."""
    return [*range(40 - len(first)), *first, *second, *range(900, 940 - len(second))]


MEETINGS = [
    ([50], [49]), ([50], [47, 48, 49]), ([50, 60], [49]), ([50, 51, 52], [48, 49]),
    ([50, 52, 54, 56], [49, 51, 53, 55]), ([50, 70], [49, *range(51, 69)]),
    ([*range(50, 68), 70], [49, 69]),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), MEETINGS)
def test_runs_of_which_little_is_merged(first: list[int], second: list[int]) -> None:
    values = two_runs(first, second)
    assert ours(values, -1) == theirs(values, -1)


@pytest.mark.parametrize("seed", range(40))
def test_answers_that_contradict_each_other(seed: int) -> None:
    """Whatever the comparisons say, no element is lost, and the next one is the host's."""
    choices = random.Random(seed)
    count = choices.randrange(64, 500)
    values = [choices.randrange(count) for _ in range(count)]
    for start in range(0, count, choices.choice([50, 70, 200])):
        values[start : start + 60] = sorted(values[start : start + 60])
    for wrong in (0.01, 0.1, 0.5, 0.9):
        places, log = ours(values, -1, wrong)
        assert sorted(places) == list(range(count))
        assert (places, log) == theirs(values, -1, wrong)
