"""Cases of rules (design, "One truth, many artefacts"): which ones an execution went through.

A case of a rule is its mnemonic, its operation if the instruction has several, the kinds of its
named operands and the kind of its result: `BINARY_OP.+(int, float) -> float`. All of it is
derived from the registration and the values on the stack, nothing is typed by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from reference_vm.execution import OUT_OF_CELLS, OUT_OF_CYCLES, RAISED, RETURNED, starts
from spec.bytecode.code import Code
from spec.bytecode.instructions import BINARY_SYMBOLS, COMPARISON_SHIFT, COMPARISON_SYMBOLS, Op
from spec.errors import OutOfCells, OutOfCycles
from spec.revision import PVM_1, Revision
from spec.semantics.frame import Frame
from spec.semantics.kinds import kind_of
from spec.semantics.machine import Machine, step
from spec.semantics.values import ExceptionInstance, Value

STEPS: Final = 4_000
"""Steps that are looked at; later ones of long loops show nothing new."""

_MANY: Final = 3
_NAMED_OPERANDS: Final = 3
_CALLS: Final = frozenset({Op.CALL, Op.CALL_KW})
_NUMBERED: Final = frozenset(
    {Op.CONTAINS_OP, Op.IS_OP, Op.CALL_INTRINSIC_1, Op.CALL_INTRINSIC_2, Op.CONVERT_VALUE}
)


@dataclass(frozen=True, slots=True)
class Observation:
    """What an execution went through, step by step.

    Attributes:
        cases: The case of a rule of each step; at most `STEPS`.
        errors: Each exception when it first came to a frame of user code: the instruction in
            progress there, and the exception's class. A class of the program is `user-error`.
        status: How the run ended, or "" if it was left after `STEPS` steps.
    """

    cases: list[str]
    errors: list[tuple[Op, str]]
    status: str


def rule_cases(
    code: Code,
    arguments: list[Value],
    cycles: int,
    cells: int,
    revision: Revision = PVM_1,
) -> list[str]:
    """The cases of rules of an execution, one for each step, in order; what ended it last."""
    seen = observe(code, arguments, cycles, cells, revision)
    stopped = [f"-> {seen.status}"] if seen.status.startswith("out-of-") else []
    return seen.cases + stopped


def observe(
    code: Code,
    arguments: list[Value],
    cycles: int,
    cells: int,
    revision: Revision = PVM_1,
    steps: int = STEPS,
    entry: str | None = None,
) -> Observation:
    """Run a validated code object as `execute` does, and look at its first `steps` steps.

    With module code, `entry` names the function that gets the arguments, if the module has it.
    """
    machine = Machine(revision, cycles, cells)
    machine.arrivals = []
    cases: list[str] = []
    errors: list[tuple[Op, str]] = []
    try:
        for _ in starts(machine, code, arguments, entry, entry_optional=True):
            _steps(machine, steps - len(cases), cases, errors)
            if machine.frame is not None:
                break
        status = "" if machine.frame is not None else RETURNED
        if machine.failure is not None:
            status = RAISED
    except OutOfCycles:
        status = OUT_OF_CYCLES
    except OutOfCells:
        status = OUT_OF_CELLS
    return Observation(cases, errors, status)


def _steps(machine: Machine, steps: int, cases: list[str], errors: list[tuple[Op, str]]) -> None:
    arrivals = machine.arrivals
    assert arrivals is not None
    last: ExceptionInstance | None = None
    for _ in range(steps):
        frame = machine.frame
        if frame is None:
            return
        assert isinstance(frame, Frame)
        index = frame.index
        op, oparg = Op(frame.prepared.ops[index]), frame.prepared.opargs[index]
        before = f"{_operation(op, oparg)}({', '.join(_operands(op, oparg, frame.stack))})"
        depth = machine.depth
        step(machine)
        if arrivals:
            here = arrivals[0][0] == op
            cases.append(f"{before} -> {_error(arrivals[0][1]) if here else '-'}")
            for at, failure in arrivals:
                if failure is not last:
                    errors.append((Op(at), _error(failure)))
                    last = failure
            arrivals.clear()
        elif machine.frame is not frame:
            cases.append(f"{before} -> {'frame' if machine.depth >= depth else '-'}")
        else:
            cases.append(f"{before} -> {_result(op, frame)}")


def _operation(op: Op, oparg: int) -> str:
    if op is Op.BINARY_OP:
        return f"{op.name}.{BINARY_SYMBOLS[oparg]}"
    if op is Op.COMPARE_OP:
        return f"{op.name}.{COMPARISON_SYMBOLS[oparg >> COMPARISON_SHIFT]}"
    return f"{op.name}.{oparg}" if op in _NUMBERED else op.name


def _operands(op: Op, oparg: int, stack: list[Value]) -> list[str]:
    """The kinds of the operands that the registration names and that lie on top."""
    if op in _CALLS:
        at = -2 - oparg - (op is Op.CALL_KW)
        callee = [kind_of(stack[at])] if len(stack) >= -at else []
        return [*callee, str(oparg) if oparg < _MANY else "many"]
    count = min(_named_on_top(op), len(stack))
    return [kind_of(item) for item in stack[len(stack) - count :]]


@cache
def _named_on_top(op: Op) -> int:
    """How many operands of an instruction have names of their own, counted from the top."""
    registered = PVM_1.rules.get(op)
    if registered is None:
        return 0
    count = 0
    for name in reversed(registered.stack.partition("--")[0].split(",")):
        if not name.strip() or name.strip()[0] == "*" or name.strip()[-1] == "?":
            break
        count += 1
    return min(count, _NAMED_OPERANDS)


@cache
def _gives_something(op: Op) -> bool:
    registered = PVM_1.rules.get(op)
    return registered is not None and bool(registered.stack.partition("--")[2].strip())


def _result(op: Op, frame: Frame) -> str:
    return kind_of(frame.stack[-1]) if frame.stack and _gives_something(op) else "-"


def _error(failure: ExceptionInstance) -> str:
    cls = failure.cls
    return cls.name if cls.layout == "exception" and cls.builtin else "user-error"
