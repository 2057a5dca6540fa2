"""The lane `object`: its cases are valid, the reference survives them, CPython 3.14 agrees.

The longer run is `pvm fuzz --lane object --targets cpython-3.14` (the book's page on objects).
"""

from collections.abc import Callable

from diff.case import Case
from diff.outcome import OUT_OF_CELLS, OUT_OF_CYCLES, RAISED, RETURNED, Outcome
from diff.reference.target import run_case
from diff.targets.target import Target
from fuzz.choices import Choices, RecordedSource, SeededSource
from fuzz.lanes.object import generate, operations
from tests.objects.differences import differences

FIRST = 40_000
COUNT = 20_000
PART = 2_000
"""Cases that are compared with CPython, and how many at a time."""
FEW = 1_500


def drawn(seed: int) -> Case:
    """Return case `seed`, as it is after a way through its file form."""
    case = Case("object", generate(Choices(SeededSource(seed))))
    return Case.from_json(case.to_json())


def outcomes() -> list[tuple[Case, Outcome]]:
    """Return cases and what the reference answers."""
    cases = [drawn(seed) for seed in range(FEW)]
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


def test_an_outcome_beyond_a_frame_is_large() -> None:
    """A target could not send it: twelve bytes for each of these characters."""
    for times, wanted in ((100, []), (200, ["large"])):
        receiver = ["tuple", [["str", "\U0001f600" * 10_000]]]
        arguments = [["int", times]]
        body = {"method": "tuple.__mul__", "receiver": receiver, "arguments": arguments}
        outcome = run_case(Case("object", {**body, "keywords": {}}))
        assert [mark.name for mark in outcome.marks or ()] == wanted


def test_cpython_agrees(target: Callable[[str], Target]) -> None:
    """On value, error, its text and the receiver, but where a mark says why not."""
    python = target("cpython-3.14")
    for first in range(FIRST, FIRST + COUNT, PART):
        assert differences(map(drawn, range(first, first + PART)), python) == []
