"""Where the cycles of a run went: by function, line and instruction, and by chain of frames.

A profile is made of what the machine shows between two steps, so it adds up to the meter's
total exactly; what a native or an unwinding costs belongs to the instruction in progress.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, final

from reference_vm.lines import line_at, lines_of_code
from spec.bytecode.code import Code
from spec.bytecode.instructions import Op
from spec.semantics.frame import Frame, user_frames
from spec.semantics.machine import Machine, step
from spec.semantics.values import BoundMethod, Class, Native, Value

BEFORE: Final = "(call of the entry)"
"""The row of what was charged before the first step."""
_CALLS: Final = {Op.CALL: 2, Op.CALL_KW: 3}
"""Instructions that call, and how far below the arguments the callee lies."""


@final
@dataclass(slots=True)
class Cost:
    """Steps and cycles of one row."""

    steps: int = 0
    cycles: int = 0


@final
@dataclass(slots=True)
class Profiler:
    """Runs a machine and adds up its cycles; the tables map a name to its cost.

    `stacks` are by folded chain of frames (`outer;inner`), with a leaf for a native that an
    instruction called.
    """

    functions: dict[str, Cost] = field(default_factory=dict)
    lines: dict[str, Cost] = field(default_factory=dict)
    instructions: dict[str, Cost] = field(default_factory=dict)
    stacks: dict[str, Cost] = field(default_factory=dict)
    total: Cost = field(default_factory=Cost)
    _lines: dict[Code, list[int]] = field(default_factory=dict)

    def run(self, machine: Machine) -> None:
        """Execute steps as `spec.semantics.machine.run` does; raises MachineEnd as it does."""
        meter = machine.meter
        self._outside(meter.cycles_used)
        chain, last = "", None
        while machine.frame is not None:
            frame = machine.frame
            assert isinstance(frame, Frame)
            if frame is not last:
                chain, last = chain_of(frame), frame
            index = frame.index
            native, before = native_called(frame, index), meter.cycles_used
            try:
                step(machine)
            finally:
                self._add(chain, native, frame, index, meter.cycles_used - before)
        self._outside(meter.cycles_used)

    def folded(self) -> str:
        """Folded stacks for a flame graph: `frame;frame cycles`, a line for each chain."""
        rows = sorted(self.stacks.items())
        return "".join(f"{chain} {cost.cycles}\n" for chain, cost in rows if cost.cycles)

    def _add(self, chain: str, native: str, frame: Frame, index: int, cycles: int) -> None:
        code = frame.prepared.code
        name = frame_name(code)
        lines = self._lines.get(code)
        if lines is None:
            lines = self._lines[code] = lines_of_code(code)
        line = line_at(lines, frame.prepared.offsets[index])
        stack = f"{chain};{native}" if native else chain
        self._count(name, f"{name}:{line or '?'}", frame.prepared.ops[index].name, stack, 1, cycles)

    def _outside(self, used: int) -> None:
        """Cycles charged between runs: a call of the entry that failed."""
        if used > self.total.cycles:
            self._count(BEFORE, BEFORE, BEFORE, BEFORE, 0, used - self.total.cycles)

    def _count(
        self, function: str, line: str, instruction: str, stack: str, steps: int, cycles: int
    ) -> None:
        rows = (
            (self.functions, function), (self.lines, line),
            (self.instructions, instruction), (self.stacks, stack),
        )  # fmt: skip
        for table, name in rows:
            row = table.get(name)
            if row is None:
                row = table[name] = Cost()
            row.steps += steps
            row.cycles += cycles
        self.total.steps += steps
        self.total.cycles += cycles


def frame_name(code: Code) -> str:
    """The name of a function in profiles, without what separates frames there."""
    return code.qualname.replace(";", ",").replace(" ", "_")


def chain_of(frame: Frame) -> str:
    """The frames of user code from the outermost to `frame`, joined by `;`."""
    return ";".join([frame_name(each.prepared.code) for each in user_frames(frame)])


def native_called(frame: Frame, index: int) -> str:
    """The key of the native or builtin class that the instruction calls, or ""."""
    below = _CALLS.get(frame.prepared.ops[index])
    if below is None:
        return ""
    at = below + frame.prepared.opargs[index]
    return native_name(frame.stack[-at]) if len(frame.stack) >= at else ""


def native_name(callee: Value) -> str:
    """The key of a native, the name of a builtin class, or ""."""
    while isinstance(callee, BoundMethod):
        callee = callee.function
    if isinstance(callee, Native):
        return callee.key
    return callee.name if isinstance(callee, Class) and callee.builtin else ""
