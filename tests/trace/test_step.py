"""The stepper: takes the steps of a run, stops where it is told, and goes back."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from diff.guest import code_to_guest
from reference_vm.compiling import compile_module
from reference_vm.execution import execute
from reference_vm.step_shell import StepShell
from reference_vm.stepper import Stepper
from tests.semantics import oracle

SOURCE = b"""def add(a, b):
    return a + b

total = add(20, 22)
print(total)
"""


def shell(*commands: str) -> str:
    out = io.StringIO()
    code = compile_module(SOURCE)
    stepper = Stepper(code, list, 10_000, 10_000)
    StepShell(stepper, code, io.StringIO("\n".join(commands) + "\n"), out).cmdloop()
    return out.getvalue()


@pytest.mark.parametrize("family", ["calls", "exceptions", "generators"])
def test_all_steps_are_those_of_a_run(family: str) -> None:
    for each in oracle.kept(family)["programs"].values():
        code = code_to_guest(each["code"])
        for limit in (1_000_000, 50):
            run, stepper = execute(code, cycles=limit), Stepper(code, list, limit, 1_000_000)
            while stepper.step():
                pass
            meter = stepper.machine.meter
            assert (stepper.status, meter.cycles_used) == (run.status, run.cycles)
            assert stepper.machine.steps == run.steps


def test_breakpoints_stop_by_rule_line_and_place() -> None:
    assert "add, 1:4, line 2: BINARY_OP 0" in shell("break BINARY_OP", "continue")
    assert "<module>, 0" in shell("break line 5", "continue")
    assert "add, 1:4, line 2" in shell("break 1:4", "continue")


def test_stack_locals_frames_and_rule() -> None:
    shown = shell("break BINARY_OP", "continue", "stack", "locals", "where", "rule", "list")

    assert "int:16" in shown  # 22
    assert "a = int:14" in shown
    assert "<module>, 0" in shown
    assert ">      4 BINARY_OP" in shown


def last_place(*commands: str) -> str:
    """Where the stepper stands at the end, as it says itself."""
    return [line for line in shell(*commands).splitlines() if ", line " in line][-1]


def test_next_stays_finish_leaves_and_back_returns() -> None:
    inside = ["break BINARY_OP", "continue"]

    assert "<module>, 0" in last_place(*inside, "clear", "finish")
    assert "<module>, 0" in last_place("break CALL", "continue", "clear", "next")
    assert "add, 1" in last_place("break CALL", "continue", "step")
    assert "add, 1:4, line 2: BINARY_OP 0" in last_place(*inside, "step", "back")


def test_errors_are_told() -> None:
    shown = shell("jump", "break 9:9", "break nowhere", "step x", "continue", "step", "stack")

    assert "no command 'jump'" in shown
    assert "break: no instruction at 9:9" in shown
    assert "break: 'nowhere' is no" in shown
    assert "step: expected a number" in shown
    assert "the run is over: returned" in shown


def test_commands_come_from_a_file(tmp_path: Path) -> None:
    source, commands = tmp_path / "p.py", tmp_path / "commands"
    source.write_bytes(SOURCE)
    commands.write_text("break line 2\ncontinue\n")
    command = [sys.executable, "-m", "pvm.main", "step", str(source), "--commands", str(commands)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert ran.returncode == 0, ran.stderr
    assert "add, 1:2, line 2" in ran.stdout
