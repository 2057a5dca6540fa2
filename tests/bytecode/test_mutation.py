"""A small run of `fuzz.checks.validator`, and proof that it would see a defect."""

import pytest

from fuzz.checks.validator import main, run_cases
from spec.bytecode.decoder import Instruction
from spec.bytecode.flow import Flow
from spec.bytecode.instructions import Op
from spec.bytecode.transfer import SPECIAL


def test_no_mutated_code_object_does_what_none_may() -> None:
    tally = run_cases(0, 4000, seed=1)

    assert [(defect.number, defect.what) for defect in tally.defects] == []
    assert tally.cases == 4000
    assert sum(tally.ended.values()) > 400
    assert len(tally.refused) > 15


def test_a_hole_in_validation_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the check that LIST_APPEND meets a list, the machine comes to grief."""

    def unchecked(flow: Flow, instruction: Instruction) -> None:
        flow.stack.pop()

    weakened = list(SPECIAL)
    for op in (Op.LIST_APPEND, Op.SET_ADD, Op.LIST_EXTEND, Op.SET_UPDATE):
        weakened[op] = unchecked
    monkeypatch.setattr("spec.bytecode.validator.SPECIAL", weakened)

    assert run_cases(0, 4000, seed=1).defects


def test_the_command_prints_its_rate(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--cases", "200", "--seed", "3"])

    text = capsys.readouterr().out
    assert status == 0
    assert "cases/s" in text
    assert "defects 0" in text
