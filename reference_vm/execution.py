"""Running a code object as a function, and everything observable of the run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reference_vm.profile import Profiler
from reference_vm.trace import Tracer, run_traced
from spec.bytecode.code import Code
from spec.errors import OutOfCells, OutOfCycles
from spec.revision import PVM_1, Revision
from spec.semantics.builtin_classes import type_name
from spec.semantics.calls import function_frame
from spec.semantics.machine import Machine, run
from spec.semantics.raising import Raise, type_error
from spec.semantics.values import ExceptionInstance, Function, Value

RETURNED = "returned"
RAISED = "raised"
OUT_OF_CYCLES = "out-of-cycles"
OUT_OF_CELLS = "out-of-cells"


@dataclass(slots=True)
class Execution:
    """What a run shows. `value` counts when `status` is returned, `exception` when raised.

    `marks` are (name, step); `machine` is the final configuration.
    """

    status: str
    value: Value
    exception: ExceptionInstance | None
    cycles: int
    cells: int
    steps: int
    machine: Machine
    log: list[str] = field(default_factory=list)
    marks: list[tuple[str, int]] = field(default_factory=list)
    path: str | None = None
    full: str | None = None


def execute(
    code: Code,
    arguments: list[Value] | tuple[Value, ...] = (),
    cycles: int = 1_000_000,
    cells: int = 1_000_000,
    revision: Revision = PVM_1,
    tracer: Tracer | None = None,
    entry: str | None = None,
    entry_optional: bool = False,
    profiler: Profiler | None = None,
) -> Execution:
    """Run a validated code object as a function of fresh globals.

    Args:
        code: The code object; module code runs with its names in the globals.
        arguments: Positional arguments.
        cycles: The limit of cycles.
        cells: The limit of cells (bytes).
        revision: The version of the specification.
        tracer: Sees every step; None traces nothing and costs nothing.
        entry: With module code, the name of the function that gets the arguments, called
            when the module has run.
        profiler: Adds up cycles, if there is no tracer.
        entry_optional: Whether a module without that name is run alone.
    """
    machine = Machine(revision, cycles, cells)
    stopped = None
    try:
        for _ in starts(machine, code, arguments, entry, entry_optional):
            _run(machine, tracer, profiler)
    except (OutOfCycles, OutOfCells) as error:
        stopped = error
    return ended(machine, stopped, tracer)


def starts(
    machine: Machine,
    code: Code,
    arguments: Sequence[Value],
    entry: str | None,
    entry_optional: bool = False,
) -> Iterator[None]:
    """Begin the calls of an execution one after the other; each is to be run before the next.

    The first is that of `code`. With `entry` it is module code, and the function of that name
    gets the arguments in a second call, if the first did not fail.
    """
    module = Function(code, {"__name__": machine.main_name})
    start(machine, module, [] if entry else list(arguments))
    yield
    if entry is None or machine.failure is not None:
        return
    if entry in module.globals or not entry_optional:
        start(machine, module.globals.get(entry), list(arguments))
        yield


def ended(
    machine: Machine, stopped: OutOfCycles | OutOfCells | None, tracer: Tracer | None = None
) -> Execution:
    """What a run shows that is over; `stopped` is what ended it before its time."""
    status = RETURNED if machine.failure is None else RAISED
    if stopped is not None:
        status = OUT_OF_CYCLES if isinstance(stopped, OutOfCycles) else OUT_OF_CELLS
        machine.note(status)
    machine.note_unfinished()
    return Execution(
        status=status,
        value=machine.result,
        exception=machine.failure if status == RAISED else None,
        cycles=machine.meter.cycles_used,
        cells=machine.meter.cells_used,
        steps=machine.steps,
        machine=machine,
        log=machine.log,
        marks=machine.marks,
        path=None if tracer is None else tracer.path_digest(),
        full=None if tracer is None else tracer.full_digest(),
    )


def _run(machine: Machine, tracer: Tracer | None, profiler: Profiler | None) -> None:
    if tracer is not None:
        run_traced(machine, tracer)
    elif profiler is not None:
        profiler.run(machine)
    else:
        run(machine)


def start(machine: Machine, function: Value, arguments: list[Value]) -> None:
    """Push the frame of a call; what cannot be called fails as the guest's TypeError."""
    try:
        if not isinstance(function, Function):
            raise type_error(f"'{type_name(function)}' object is not callable")
        machine.push(function_frame(machine, function, arguments, None))
    except Raise as raised:
        machine.begin(raised)
        machine.failure = raised.error


def exception_text(execution: Execution) -> str | None:
    """`str()` of the exception of a run, or None if that itself fails; costs the run nothing."""
    error = execution.exception
    if error is None:
        return None
    return text_of(execution.machine, error)


def text_of(machine: Machine, error: ExceptionInstance) -> str | None:
    """`str(error)` on a machine of its own."""
    from spec.semantics.frame import Activation
    from spec.semantics.text import str_of

    helper = Machine(machine.revision, 1_000_000, 1_000_000)
    try:
        result = str_of(helper, 1, error)
        if isinstance(result, Activation):
            helper.push(result)
            if helper.frame is not None:
                helper.settle(None, None)
            run(helper)
            result = helper.result
    except (Raise, OutOfCycles, OutOfCells):
        return None
    return result if isinstance(result, str) and helper.failure is None else None
