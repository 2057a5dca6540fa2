"""Instructions that only move values on the stack, and constants."""

from __future__ import annotations

from spec.bytecode.code import Code
from spec.bytecode.instructions import COMMON_CONSTANT_NAMES, Op
from spec.semantics.frame import Frame
from spec.semantics.machine import Machine
from spec.semantics.prices import Prices
from spec.semantics.registry import rule
from spec.semantics.values import NULL, Value


def _constant(prices: Prices, code: Code, oparg: int) -> object:
    return code.consts[oparg]


@rule(Op.LOAD_CONST, stack="-- constant", prepare=_constant)
def load_const(machine: Machine, frame: Frame, constant: Value) -> None:
    """Push the constant that the operand names."""
    frame.stack.append(constant)


@rule(Op.LOAD_SMALL_INT, stack="-- int")
def load_small_int(machine: Machine, frame: Frame, number: int) -> None:
    """Push the operand itself, an int from 0 to 255."""
    frame.stack.append(number)


def _common_name(prices: Prices, code: Code, oparg: int) -> object:
    return COMMON_CONSTANT_NAMES[oparg]


@rule(Op.LOAD_COMMON_CONSTANT, stack="-- builtin", prepare=_common_name)
def load_common_constant(machine: Machine, frame: Frame, name: str) -> None:
    """Push a builtin that the compiler itself refers to (AssertionError of `assert` ...).

    It is the builtin even where the program has hidden its name.
    """
    frame.stack.append(machine.revision.common_constant(name))


@rule(Op.POP_TOP, stack="value --")
def pop_top(machine: Machine, frame: Frame, operand: object) -> None:
    """Drop the top of the stack."""
    frame.stack.pop()


@rule(Op.PUSH_NULL, stack="-- null")
def push_null(machine: Machine, frame: Frame, operand: object) -> None:
    """Push the empty slot that stands where a call has no receiver."""
    frame.stack.append(NULL)


@rule(Op.COPY, stack="item, *between -- item, *between, item")
def copy(machine: Machine, frame: Frame, depth: int) -> None:
    """Push the item that is `depth` from the top (1 is the top itself)."""
    frame.stack.append(frame.stack[-depth])


@rule(Op.SWAP, stack="low, *between, top -- top, *between, low")
def swap(machine: Machine, frame: Frame, depth: int) -> None:
    """Exchange the top with the item that is `depth` from the top."""
    stack = frame.stack
    stack[-1], stack[-depth] = stack[-depth], stack[-1]
