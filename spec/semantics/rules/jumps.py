"""Jumps. Their operand is the number of the instruction to go on with."""

from __future__ import annotations

from spec.bytecode.instructions import Op
from spec.semantics.frame import Frame
from spec.semantics.machine import Machine
from spec.semantics.registry import rule


@rule(Op.JUMP_BACKWARD, stack="--")
def jump_backward(machine: Machine, frame: Frame, target: int) -> int:
    """Go on at the target, which lies before."""
    return target


@rule(Op.JUMP_BACKWARD_NO_INTERRUPT, stack="--")
def jump_backward_no_interrupt(machine: Machine, frame: Frame, target: int) -> int:
    """Go on at the target, which lies before; there are no interrupts here."""
    return target


@rule(Op.POP_JUMP_IF_FALSE, stack="bool --")
def pop_jump_if_false(machine: Machine, frame: Frame, target: int) -> int | None:
    """Pop a bool; go on at the target if it is False."""
    return target if frame.stack.pop() is False else None


@rule(Op.POP_JUMP_IF_TRUE, stack="bool --")
def pop_jump_if_true(machine: Machine, frame: Frame, target: int) -> int | None:
    """Pop a bool; go on at the target if it is True."""
    return target if frame.stack.pop() is True else None


@rule(Op.POP_JUMP_IF_NONE, stack="value --")
def pop_jump_if_none(machine: Machine, frame: Frame, target: int) -> int | None:
    """Pop a value; go on at the target if it is None."""
    return target if frame.stack.pop() is None else None


@rule(Op.POP_JUMP_IF_NOT_NONE, stack="value --")
def pop_jump_if_not_none(machine: Machine, frame: Frame, target: int) -> int | None:
    """Pop a value; go on at the target unless it is None."""
    return target if frame.stack.pop() is not None else None
