"""What an operation of the guest costs, and how long the host works for it."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Final

from spec.bytecode.instructions import Op
from spec.errors import OutOfCells, OutOfCycles
from spec.revision import PVM_1
from spec.semantics.frame import Frame, NativeFrame, Suspended
from spec.semantics.machine import Machine, run, step

CYCLES: Final = 40_000
"""Cycles of a measured run: enough for nearly any one operation on operands of a pool, and an end
for those that never end."""
CELLS: Final = 40_000_000
SECONDS: Final = 4
"""After which a measured run is stopped; it then has cost far more than any cycles account for."""


STOPPED: Final = "stopped"


class TooLong(Exception):
    """A measured run took longer than SECONDS."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one measured run cost: nanoseconds of the host, cycles, and how it ended."""

    nanoseconds: int
    cycles: int
    end: str

    @property
    def rate(self) -> float:
        """Nanoseconds a cycle; what is free counts as one cycle."""
        return self.nanoseconds / max(self.cycles, 1)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise TooLong in the block when it takes longer."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def measured(start: Callable[[Machine], Suspended], cycles: int = CYCLES) -> Cost:
    """Run what `start` begins on a machine of its own, and time it."""
    machine = Machine(PVM_1, cycles, CELLS)
    before = time.perf_counter_ns()
    end = "returned"
    try:
        with deadline(SECONDS):
            before = time.perf_counter_ns()
            machine.push(NativeFrame(start(machine)))
            machine.settle(None, None)
            run(machine)
    except OutOfCycles:
        end = "out of cycles"
    except OutOfCells:
        end = "out of cells"
    except TooLong:
        end = STOPPED
    taken = time.perf_counter_ns() - before
    if machine.failure is not None:
        end = machine.failure.cls.name
    return Cost(taken, machine.meter.cycles_used, end)


def run_steps(machine: Machine) -> list[tuple[Op, int, int]]:
    """Run to the end; instruction, nanoseconds and cycles of each step.

    The time of a step includes that of the natives it starts, not of user code.
    """
    found: list[tuple[Op, int, int]] = []
    meter = machine.meter
    while machine.frame is not None:
        frame = machine.frame
        assert isinstance(frame, Frame)
        op, cycles = frame.prepared.ops[frame.index], meter.cycles
        before = time.perf_counter_ns()
        step(machine)
        taken = time.perf_counter_ns() - before
        found.append((op, max(taken - TIMER, 0), cycles - meter.cycles))
    return found


def _timer_cost() -> int:
    """Nanoseconds that two readings of the clock take by themselves."""
    taken = []
    for _ in range(2000):
        before = time.perf_counter_ns()
        taken.append(time.perf_counter_ns() - before)
    return min(taken)


TIMER: Final = _timer_cost()


def best(costs: Sequence[Cost]) -> Cost:
    """The run that the host was least disturbed in."""
    return min(costs, key=lambda cost: cost.nanoseconds)
