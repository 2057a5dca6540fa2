"""Reduction finds the known minimum of planted bugs, the same way every time, within its budget."""

from collections.abc import Callable

import pytest

from diff.findings.minimize import BUDGET, Record, minimize
from fuzz.choices import Choices, RecordedSource, SeededSource


def list_of_numbers(choices: Choices) -> list[int]:
    numbers: list[int] = []
    while choices.more(len(numbers), 30):
        numbers.append(choices.integer(0, 1_000_000))
    return numbers


def counted(choices: Choices) -> list[int]:
    """A size first and then the elements: the shape that is hard to reduce."""
    return [choices.bits(16) for _ in range(choices.integer(0, 20))]


def nested(choices: Choices) -> object:
    if choices.chance(1, 3):
        return choices.one_of(("a", "b", "c"))
    return [nested(choices) for _ in range(choices.integer(1, 2))] if choices.boolean() else 0


Generator = Callable[[Choices], object]
Bug = Callable[[object], bool]

PLANTED: list[tuple[Generator, Bug, object]] = [
    (list_of_numbers, lambda v: any(n >= 4_711 for n in v), [4_711]),  # type: ignore[attr-defined]
    (list_of_numbers, lambda v: len(v) >= 3, [0, 0, 0]),  # type: ignore[arg-type]
    (list_of_numbers, lambda v: sum(v) > 1_500_000, None),  # type: ignore[call-overload]
    (counted, lambda v: any(n & 0x80 for n in v), [128]),  # type: ignore[attr-defined]
    (counted, lambda v: len(v) >= 5 and v[-1] > 9, [0, 0, 0, 0, 10]),  # type: ignore[arg-type,index]
    (nested, lambda v: "c" in str(v), "c"),
]


def reduce(generate: Generator, bug: Bug, seed: int, budget: int) -> tuple[Record, object, int]:
    choices = Choices(SeededSource(seed))
    while not bug(generate(choices)):
        seed += 1000
        choices = Choices(SeededSource(seed))
    calls = 0

    def keeps(record: Record) -> Record | None:
        nonlocal calls
        calls += 1
        again = Choices(RecordedSource(record))
        return tuple(again.record) if bug(generate(again)) else None

    reduction = minimize(choices.record, keeps, budget)

    assert calls == reduction.tries <= budget
    return reduction.record, generate(Choices(RecordedSource(reduction.record))), calls


@pytest.mark.parametrize(("generate", "bug", "minimum"), PLANTED)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_bugs_are_reduced_to_their_minimum(
    generate: Generator, bug: Bug, minimum: object, seed: int
) -> None:
    record, value, _ = reduce(generate, bug, seed, BUDGET)

    assert bug(value)
    if minimum is None:
        assert sum(value) == 1_500_001  # type: ignore[call-overload]
    else:
        assert value == minimum
    assert reduce(generate, bug, seed, BUDGET)[0] == record


@pytest.mark.parametrize("budget", [0, 1, 10])
def test_the_budget_is_kept_and_the_bug_too(budget: int) -> None:
    bug: Bug = lambda v: sum(v) > 1_500_000  # type: ignore[call-overload]  # noqa: E731
    record, value, calls = reduce(list_of_numbers, bug, 7, budget)

    assert calls <= budget
    assert bug(value)
    assert record


def test_nothing_is_tried_twice() -> None:
    tried: list[Record] = []

    def keeps(record: Record) -> Record | None:
        tried.append(record)
        return record if sum(record) >= 100 else None

    minimize([50, 3, 49, 7, 60], keeps)

    assert len(set(tried)) == len(tried)


def test_a_predicate_that_accepts_nothing_ends_it() -> None:
    reduction = minimize(list(range(1, 400)), lambda record: None, fruitless=50)

    assert reduction.record == tuple(range(1, 400))
    assert reduction.tries == 50
    assert reduction.exhausted
