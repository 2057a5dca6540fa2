"""A run one step at a time, forward and, since the machine is deterministic, back."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from reference_vm.execution import OUT_OF_CELLS, OUT_OF_CYCLES, RAISED, RETURNED, start
from spec.bytecode.code import Code
from spec.bytecode.instructions import Op
from spec.errors import OutOfCells, OutOfCycles
from spec.revision import PVM_1
from spec.semantics.frame import Activation, Frame
from spec.semantics.machine import Machine, fail
from spec.semantics.raising import Raise
from spec.semantics.values import Function, Value


@final
class Stepper:
    """A run that stands between two steps.

    `arguments` makes them anew for each run, for a run may change them. `status` is None
    while the run goes on.
    """

    def __init__(
        self,
        code: Code,
        arguments: Callable[[], list[Value]],
        cycles: int,
        cells: int,
        entry: str | None = None,
    ) -> None:
        self._code, self._arguments, self._entry = code, arguments, entry
        self._limits = cycles, cells
        self.restart()

    def restart(self) -> None:
        """Stand before the first step."""
        self.machine = Machine(PVM_1, *self._limits)
        self.status: str | None = None
        self.taken = 0
        self._module = Function(self._code, {"__name__": self.machine.main_name})
        self._next_entry = self._entry
        self._guarded(self._begin)

    def step(self) -> bool:
        """Execute one step; False if the run is over."""
        if self.status is not None:
            return False
        self.taken += 1
        self._guarded(self._step)
        return True

    def back(self) -> bool:
        """Stand one step earlier, by running again; False at the beginning."""
        wanted = self.taken - 1
        if wanted < 0:
            return False
        self.restart()
        while self.taken < wanted:
            self.step()
        return True

    @property
    def frame(self) -> Frame | None:
        """The frame on top; None when the run is over."""
        top = self.machine.frame
        return top if isinstance(top, Frame) and self.status is None else None

    def frames(self) -> list[Frame]:
        """The frames of user code, the outermost first."""
        found: list[Frame] = []
        current: Activation | None = self.machine.frame
        while current is not None:
            if isinstance(current, Frame):
                found.append(current)
            current = current.back
        return found[::-1]

    def op(self) -> Op | None:
        """The instruction that the next step executes."""
        frame = self.frame
        return None if frame is None else frame.prepared.ops[frame.index]

    def _guarded(self, action: Callable[[], None]) -> None:
        try:
            action()
        except OutOfCycles:
            self.status = OUT_OF_CYCLES
        except OutOfCells:
            self.status = OUT_OF_CELLS
        else:
            self._ended()

    def _begin(self) -> None:
        first = [] if self._entry else self._arguments()
        start(self.machine, self._module, first)

    def _step(self) -> None:
        machine, frame = self.machine, self.machine.frame
        assert isinstance(frame, Frame)
        rule, operand, price, following = frame.instructions[frame.index]
        try:
            machine.meter.charge(price)
            machine.steps += 1
            jump = rule(machine, frame, operand)
        except Raise as raised:
            fail(machine, raised)
            return
        if jump is None or jump >= 0:
            frame.index = following if jump is None else jump

    def _ended(self) -> None:
        if self.machine.frame is not None:
            return
        if self._next_entry is not None and self.machine.failure is None:
            name, self._next_entry = self._next_entry, None
            function = self._module.globals.get(name)
            self._guarded(lambda: start(self.machine, function, self._arguments()))
            return
        self.status = RETURNED if self.machine.failure is None else RAISED
