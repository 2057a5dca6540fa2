"""A run one step at a time, forward and, since the machine is deterministic, back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, final

from reference_vm.execution import OUT_OF_CELLS, OUT_OF_CYCLES, RAISED, RETURNED, starts
from spec.bytecode.code import Code
from spec.bytecode.instructions import Op
from spec.errors import OutOfCells, OutOfCycles
from spec.revision import PVM_1
from spec.semantics.frame import Frame, user_frames
from spec.semantics.machine import Machine, step
from spec.semantics.values import Value

_OVER: Final = object()


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
        entry_optional: bool = False,
    ) -> None:
        self._code, self._arguments = code, arguments
        self._entry, self._entry_optional = entry, entry_optional
        self._limits = cycles, cells
        self.restart()

    def restart(self) -> None:
        """Stand before the first step."""
        self.machine = Machine(PVM_1, *self._limits)
        self.status: str | None = None
        self.taken = 0
        self._starts = starts(
            self.machine, self._code, self._arguments(), self._entry, self._entry_optional
        )
        self._go(lambda: None)

    def step(self) -> bool:
        """Execute one step; False if the run is over."""
        if self.status is not None:
            return False
        self.taken += 1
        self._go(lambda: step(self.machine))
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
        return user_frames(self.machine.frame)

    def op(self) -> Op | None:
        """The instruction that the next step executes."""
        frame = self.frame
        return None if frame is None else frame.prepared.ops[frame.index]

    def _go(self, action: Callable[[], None]) -> None:
        """Do something with the machine; when a call is then over, begin the next one."""
        try:
            action()
            while self.machine.frame is None and self.status is None:
                if next(self._starts, _OVER) is _OVER:
                    self.status = RETURNED if self.machine.failure is None else RAISED
        except OutOfCycles:
            self.status = OUT_OF_CYCLES
        except OutOfCells:
            self.status = OUT_OF_CELLS
