"""Programs of the lanes `bytecode` and `source` call every native of the registry."""

import pytest

from diff.case import Case
from diff.guest import to_guest
from diff.outcome import OUT_OF_CELLS, OUT_OF_CYCLES, RAISED, RETURNED
from diff.reference.target import run_case
from fuzz.checks.native_reach import LANES, natives_run, watched
from fuzz.choices import Choices, SeededSource
from fuzz.lanes import find_lane
from fuzz.lanes.bytecode_natives import compiled
from fuzz.lanes.native_calls import UNREACHABLE, Calls, draw_call, natives
from fuzz.lanes.source_natives import native_program
from reference_vm.execution import execute
from spec.semantics.natives import all_natives

TRIES = 20


def test_every_native_is_run_by_a_call_of_it() -> None:
    """A call that is aimed at a native and never runs it would leave it untested."""
    ran: set[str] = set()
    revision = watched(ran)

    def runs(key: str, seed: int) -> bool:
        calls = Calls([draw_call(Choices(SeededSource(seed)), 0, key)], [False])
        ran.clear()
        arguments = [to_guest(form) for form in calls.values.values()]
        execute(compiled(calls), arguments, revision=revision)
        return key in ran

    assert [key for key in natives() if not any(runs(key, seed) for seed in range(TRIES))] == []


def test_what_cannot_be_called_is_in_the_registry() -> None:
    assert set(UNREACHABLE) < set(all_natives())
    assert set(natives()) == set(all_natives()) - set(UNREACHABLE)


@pytest.mark.parametrize("lane", LANES)
def test_a_lane_reaches_most_natives_soon(lane: str) -> None:
    """1,500 cases have some 400 calls, each of another native mostly."""
    assert len(natives_run(lane, 1_500, 1)) > 250


@pytest.mark.parametrize("lane", LANES)
def test_the_reference_answers_every_program_of_natives(lane: str) -> None:
    allowed = (RETURNED, RAISED, OUT_OF_CYCLES, OUT_OF_CELLS)
    generate = find_lane(lane).generate
    wrong = []
    for seed in range(300):
        case = Case(lane, generate(Choices(SeededSource(seed))))
        if lane == "source":
            case = Case(lane, {**case.body, "source": native_program(Choices(SeededSource(seed)))})
        outcome = run_case(Case.from_json(case.to_json()))
        if outcome.status not in allowed:
            wrong.append((case.to_text(), outcome.status, outcome.detail or outcome.reason))
    assert wrong == []
