"""The compiler makes the code objects that CPython 3.14 makes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from diff.case import Case
from diff.guest import code_from_guest
from diff.targets.target import Target
from fuzz.checks import parity
from fuzz.checks.grammar_sources import grammar_sources
from fuzz.checks.parity import (
    Tally,
    compare_files,
    compare_sources,
    flattened,
    standard_library,
)
from reference_vm.compiling import compile_module
from spec.bytecode.instructions import Op
from tests.bytecode.rules import AllRules
from tests.language.programs import PROGRAMS


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_becomes_the_code_that_cpython_makes(
    name: str, target: Callable[[str], Target]
) -> None:
    source = PROGRAMS[name]
    case = Case(lane="compile", body={"source": source, "mode": "exec"})
    [outcome] = target("cpython-3.14").run([case])

    assert outcome.status == "returned", outcome
    theirs = list(flattened(outcome.value[1]))
    ours = list(flattened(code_from_guest(compile_module(source.encode()))))
    assert ours == theirs


def test_files_of_the_standard_library_become_the_same_code(
    target: Callable[[str], Target],
) -> None:
    """Every twentieth file; `make parity` compares them all."""
    tally = Tally()
    compare_files(standard_library()[::20], target("cpython-3.14"), tally)

    assert tally.disagreements == []
    assert tally.valid == tally.identical > 300


def test_sources_of_any_shape_become_the_same_code(target: Callable[[str], Target]) -> None:
    """Of the library pysource-codegen; `make parity GRAMMAR=3000` compares more."""
    tally = Tally()
    compare_sources(grammar_sources(0, 60), target("cpython-3.14"), tally)

    assert tally.disagreements == []
    assert tally.identical > 100


def test_a_refusal_by_validation_is_told(
    target: Callable[[str], Target], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were an instruction that CPython emits without a rule, files with it would be named."""
    file = tmp_path / "a.py"
    file.write_text("x = {1: 2}\n")
    monkeypatch.setattr(parity, "PVM_1", WithoutRule(Op.BUILD_MAP))
    tally = Tally()
    compare_files([file], target("cpython-3.14"), tally)

    assert len(tally.disagreements) == 1
    assert "validation refuses" in tally.disagreements[0]


class WithoutRule(AllRules):
    """A revision that lacks one rule."""

    def __init__(self, missing: Op) -> None:
        self._missing = missing

    def has_rule(self, op: Op) -> bool:
        return op is not self._missing


def test_a_difference_is_seen(target: Callable[[str], Target], tmp_path: Path) -> None:
    """The comparison notices an answer to another source."""
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    first.write_text("x = 1\n")
    second.write_text("x = 2\n")

    class Swapped:
        """Answers every case as if it were the other file."""

        def run(self, cases: list[Case]) -> object:
            return target("cpython-3.14").run(cases[::-1])

    tally = Tally()
    compare_files([first, second], Swapped(), tally)  # type: ignore[arg-type]

    assert len(tally.disagreements) == 2
