"""Operators: arithmetic, comparison, membership, identity, truth."""

from __future__ import annotations

from spec.bytecode.code import Code
from spec.bytecode.instructions import COERCE_TO_BOOL, COMPARISON_SHIFT, BinaryOp, Op
from spec.errors import OutOfCycles
from spec.semantics.arithmetic import BinaryOperation, binary, binary_operation
from spec.semantics.builtin_classes import class_of
from spec.semantics.comparison import (
    CompareOperation,
    compare,
    compare_operation,
    ordered,
)
from spec.semantics.frame import Activation, Frame, NativeFrame, Suspended
from spec.semantics.identity import same
from spec.semantics.integers import SMALL, limited, on_small
from spec.semantics.lookup import lookup
from spec.semantics.machine import Machine
from spec.semantics.prices import Family, Prices
from spec.semantics.raising import type_error
from spec.semantics.registry import Charge, Effect, rule
from spec.semantics.sequences import contains
from spec.semantics.special import call_special
from spec.semantics.subscripts import get_item
from spec.semantics.truth import truth
from spec.semantics.values import ABSENT, Instance, List, Value
from spec.softfloat.arithmetic import negate
from spec.softfloat.value import Float


def _operation(prices: Prices, code: Code, oparg: int) -> object:
    if oparg == BinaryOp.SUBSCR:
        return prices.family("BINARY_OP.subscript")
    return binary_operation(prices, oparg)


@rule(
    Op.BINARY_OP,
    stack="lhs, rhs -- result",
    charge=Charge.KINDS,
    raises=(
        "TypeError", "ValueError", "ZeroDivisionError", "OverflowError", "MemoryError",
        "IndexError", "KeyError", "BufferError", "RecursionError", "DeterminismError",
        "user-error",
    ),
    effect=Effect.WRITES,
    prepare=_operation,
)  # fmt: skip
def binary_op(machine: Machine, frame: Frame, operation: BinaryOperation | Family) -> int | None:
    """Apply a binary operator, its in-place form, or a subscript.

    Two ints below 63 bits, the right one not 0, take a short path with the same price and result.
    """
    stack = frame.stack
    rhs = stack.pop()
    lhs = stack[-1]
    if isinstance(operation, Family):
        return subscript(machine, frame, operation, lhs, rhs)
    if type(lhs) is int and type(rhs) is int and operation.int_kernel is not None:
        left: int = lhs
        right: int = rhs
        small = operation.small
        if small >= 0 and right and -SMALL < left < SMALL and -SMALL < right < SMALL:
            meter = machine.meter
            remaining = meter.cycles - operation.int_price.base
            if remaining < 0:
                raise OutOfCycles
            meter.cycles = remaining
            stack[-1] = on_small(small, left, right)
            return None
        stack[-1] = operation.int_kernel(machine, operation.int_price, lhs, rhs)
        return None
    result = binary(machine, operation, lhs, rhs)
    stack.pop()
    if isinstance(result, Activation):
        return machine.enter(result)
    stack.append(result)
    return None


def subscript(machine: Machine, frame: Frame, prices: Family, lhs: Value, rhs: Value) -> int | None:
    """`lhs[rhs]`; an int index into a list takes a short path with the same price and error."""
    stack = frame.stack
    if type(lhs) is List and type(rhs) is int and 0 <= rhs < len(lhs.items):
        machine.meter.charge(prices.by_type[List].cost(0))
        stack[-1] = lhs.items[rhs]
        return None
    result = get_item(machine, prices, lhs, rhs)
    stack.pop()
    if isinstance(result, Activation):
        return machine.enter(result)
    stack.append(result)
    return None


def _comparison(prices: Prices, code: Code, oparg: int) -> object:
    return compare_operation(prices, oparg >> COMPARISON_SHIFT), bool(oparg & COERCE_TO_BOOL)


@rule(
    Op.COMPARE_OP,
    stack="lhs, rhs -- result",
    charge=Charge.KINDS,
    raises=("TypeError", "RecursionError", "user-error"),
    effect=Effect.WRITES,
    prepare=_comparison,
)
def compare_op(
    machine: Machine, frame: Frame, operand: tuple[CompareOperation, bool]
) -> int | None:
    """Compare; with the coercion flag the result becomes its truth value."""
    operation, coerce = operand
    stack = frame.stack
    rhs = stack.pop()
    lhs = stack[-1]
    if type(lhs) is int and type(rhs) is int:
        left: int = lhs
        right: int = rhs
        if -SMALL < left < SMALL and -SMALL < right < SMALL and operation.flat:
            meter = machine.meter
            remaining = meter.cycles - operation.int_price.base
            if remaining < 0:
                raise OutOfCycles
            meter.cycles = remaining
            stack[-1] = ordered(operation.kind, left, right)
            return None
    result = compare(machine, operation, lhs, rhs)
    stack.pop()
    if isinstance(result, Activation):
        return machine.enter(result, coerce_truth if coerce else None)
    stack.append(result)  # what the machine compares itself gives a bool
    return None


def coerce_truth(
    machine: Machine, frame: Frame, operand: object, value: Value
) -> Activation | None:
    """Push the truth of a comparison's answer; asking it may run user code."""
    answer = truth(machine, value)
    if isinstance(answer, Activation):
        return answer
    frame.stack.append(answer)
    return None


def push_truth(machine: Machine, frame: Frame, value: Value) -> int | None:
    """Push whether `value` is true."""
    answer = truth(machine, value)
    if isinstance(answer, Activation):
        return machine.enter(answer)
    frame.stack.append(answer)
    return None


def _flag(prices: Prices, code: Code, oparg: int) -> object:
    return oparg == 1


@rule(
    Op.CONTAINS_OP,
    stack="element, container -- bool",
    charge=Charge.KINDS,
    raises=("TypeError", "ValueError", "RuntimeError", "RecursionError", "user-error"),
    effect=Effect.WRITES,
    prepare=_flag,
)
def contains_op(machine: Machine, frame: Frame, inverted: bool) -> int | None:
    """`element in container`, or `not in` with the flag."""
    stack = frame.stack
    container = stack.pop()
    element = stack.pop()
    answer = contains(machine, container, element)
    if isinstance(answer, Activation):
        return machine.enter(answer, inverted_truth if inverted else None)
    stack.append(answer is not inverted)
    return None


def inverted_truth(machine: Machine, frame: Frame, operand: object, value: Value) -> None:
    """Push the opposite of the bool delivered."""
    frame.stack.append(value is not True)


@rule(Op.IS_OP, stack="lhs, rhs -- bool", charge=Charge.SIZED, prepare=_flag)
def is_op(machine: Machine, frame: Frame, inverted: bool) -> None:
    """`lhs is rhs`, or `is not` with the flag: by type and bits for numbers and text (D6)."""
    rhs = frame.stack.pop()
    lhs = frame.stack.pop()
    machine.meter.charge(machine.revision.op_price(Op.IS_OP).base)
    if isinstance(lhs, (int, str, bytes, tuple, Float)) and type(lhs) is type(rhs):
        if type(lhs) is not bool:
            machine.note("identity")
    frame.stack.append(same(machine, lhs, rhs) is not inverted)


@rule(
    Op.TO_BOOL,
    stack="value -- bool",
    raises=("TypeError", "ValueError", "OverflowError", "user-error"),
    effect=Effect.WRITES,
)
def to_bool(machine: Machine, frame: Frame, operand: object) -> int | None:
    """Replace the top by its truth: `__bool__`, else `__len__`, else true."""
    value = frame.stack[-1]
    if value is True or value is False:
        return None
    frame.stack.pop()
    return push_truth(machine, frame, value)


@rule(Op.UNARY_NOT, stack="bool -- bool")
def unary_not(machine: Machine, frame: Frame, operand: object) -> None:
    """Invert the bool on top."""
    frame.stack[-1] = frame.stack[-1] is False


def unary(machine: Machine, name: str, symbol: str, value: Value) -> Value:
    """A unary operator by the value's method: a value, or an activation."""
    found = lookup(class_of(value), name)[0]
    if found is ABSENT:
        raise type_error(f"bad operand type for unary {symbol}: '{class_of(value).name}'")
    return call_special(machine, found, value, [])


def _unary_int(machine: Machine, frame: Frame, op: Op, name: str, symbol: str) -> int | None:
    """Charge, then apply: ints and bools here, floats for signs, all else by methods."""
    value = frame.stack.pop()
    price = machine.revision.op_price(op)
    machine.meter.charge(price.cost(value.bit_length() if isinstance(value, int) else 0))
    result: Value
    if isinstance(value, int):
        number = int(value)
        result = limited(machine, ~number if name == "__invert__" else -number)
    elif type(value) is Float and name == "__neg__":
        result = Float(negate(value.bits))
    else:
        result = unary(machine, name, symbol, value)
    if isinstance(result, Activation):
        return machine.enter(result)
    frame.stack.append(result)
    return None


@rule(
    Op.UNARY_NEGATIVE,
    stack="value -- value",
    charge=Charge.SIZED,
    raises=("TypeError", "user-error"),
    effect=Effect.WRITES,
)
def unary_negative(machine: Machine, frame: Frame, operand: object) -> int | None:
    """`-value`."""
    return _unary_int(machine, frame, Op.UNARY_NEGATIVE, "__neg__", "-")


@rule(
    Op.UNARY_INVERT,
    stack="value -- value",
    charge=Charge.SIZED,
    raises=("TypeError", "OverflowError", "user-error"),
    effect=Effect.WRITES,
)
def unary_invert(machine: Machine, frame: Frame, operand: object) -> int | None:
    """`~value`; of a bool it is that of the int."""
    return _unary_int(machine, frame, Op.UNARY_INVERT, "__invert__", "~")


def positive(machine: Machine, value: Value) -> Value:
    """`+value`, for CALL_INTRINSIC_1: a value, or an activation."""
    if isinstance(value, int):
        return int(value)
    if type(value) is Float:
        return value
    return unary(machine, "__pos__", "+", value)


__all__ = ["Instance", "NativeFrame", "Suspended", "positive"]
