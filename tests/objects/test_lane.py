"""The lane `object`: its cases are valid, the reference survives them, CPython 3.14 agrees."""

from collections.abc import Callable

from diff.case import Case
from diff.compare import compare
from diff.comparison import spared
from diff.outcome import OUT_OF_CELLS, OUT_OF_CYCLES, RAISED, RETURNED, Outcome
from diff.reference import run_case
from diff.target import Target
from fuzz.choices import Choices, RecordedSource, SeededSource
from fuzz.lanes.object import generate, operations

COUNT = 1_500
KNOWN_WORDINGS = frozenset(("builtin.max", "builtin.min", "builtin.sorted", "builtin.enumerate"))
"""Functions whose errors on unknown keywords are worded otherwise (the book's page on objects)."""


def drawn(seed: int) -> Case:
    """Return case `seed`, as it is after a way through its file form."""
    case = Case("object", generate(Choices(SeededSource(seed))))
    return Case.from_json(case.to_json())


def outcomes() -> list[tuple[Case, Outcome]]:
    """Return cases and what the reference answers."""
    cases = [drawn(seed) for seed in range(COUNT)]
    return [(case, run_case(case)) for case in cases]


def test_simplest_case_is_valid() -> None:
    case = Case("object", generate(Choices(RecordedSource([]))))
    assert run_case(Case.from_json(case.to_json())).status in (RETURNED, RAISED)


def test_the_reference_answers_every_case() -> None:
    allowed = (RETURNED, RAISED, OUT_OF_CYCLES, OUT_OF_CELLS)
    wrong = [(c.to_text(), o.detail or o.reason) for c, o in outcomes() if o.status not in allowed]
    assert wrong == []


def test_operations_come_from_the_registry() -> None:
    names = {operation.name for group in operations().values() for operation in group}
    assert {"str.replace", "dict_items.isdisjoint", "builtin.len", "builtin.range"} <= names
    assert len(names) > 500


def test_cpython_agrees(target: Callable[[str], Target]) -> None:
    """Value, error, receiver and text; but the texts that the book names."""
    python = target("cpython-3.14")
    hello = python.hello()
    asked = [(case, mine) for case, mine in outcomes() if not spared(mine, hello)]
    theirs = python.run([case for case, _ in asked])
    differing = []
    for (case, mine), other in zip(asked, theirs, strict=True):
        found = compare(case, mine, other, hello)
        if found.difference is not None and case.body["method"] not in KNOWN_WORDINGS:
            differing.append((case.to_text(), found.difference))
    assert differing == []
