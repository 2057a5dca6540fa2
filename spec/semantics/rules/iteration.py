"""GET_ITER, FOR_ITER and what ends a loop."""

from __future__ import annotations

from typing import final

from spec.bytecode.code import Code
from spec.bytecode.instructions import Op
from spec.errors import OutOfCycles
from spec.semantics.frame import Activation, Frame
from spec.semantics.integers import SMALL
from spec.semantics.iteration import advance_cost, get_iterator, next_value
from spec.semantics.machine import Machine
from spec.semantics.prices import Family, Prices
from spec.semantics.registry import Charge, Effect, rule
from spec.semantics.values import Finished, Generator, RangeIterator, Value


def _family(prices: Prices, code: Code, oparg: int) -> object:
    return prices.family("GET_ITER")


@rule(
    Op.GET_ITER,
    stack="iterable -- iterator",
    charge=Charge.KINDS,
    raises=("TypeError", "user-error"),
    effect=Effect.WRITES,
    prepare=_family,
)
def get_iter(machine: Machine, frame: Frame, prices: Family) -> int | None:
    """Replace the top by an iterator over it: `iter(value)`."""
    value = frame.stack.pop()
    machine.meter.charge(prices.of(value).base)
    result = get_iterator(machine, value)
    if isinstance(result, Activation):
        return machine.enter(result)
    frame.stack.append(result)
    return None


@rule(
    Op.GET_YIELD_FROM_ITER,
    stack="iterable -- iterator",
    raises=("TypeError", "user-error"),
    effect=Effect.WRITES,
)
def get_yield_from_iter(machine: Machine, frame: Frame, operand: object) -> int | None:
    """As GET_ITER, for `yield from`; a generator stays itself."""
    value = frame.stack[-1]
    if type(value) is Generator:
        return None
    frame.stack.pop()
    result = get_iterator(machine, value)
    if isinstance(result, Activation):
        return machine.enter(result)
    frame.stack.append(result)
    return None


@final
class Loop:
    """The operand of FOR_ITER: where END_FOR stands, and the prices."""

    __slots__ = ("prices", "range_price", "target")

    def __init__(self, prices: Prices, target: int) -> None:
        self.prices = prices.family("FOR_ITER")
        self.range_price = self.prices.by_type[RangeIterator].base
        self.target = target


def _loop(prices: Prices, code: Code, oparg: int) -> object:
    return Loop(prices, oparg)


@rule(
    Op.FOR_ITER,
    stack="iterator -- iterator, element",
    charge=Charge.KINDS,
    raises=("TypeError", "RuntimeError", "ValueError", "RecursionError", "user-error"),
    effect=Effect.WRITES,
    prepare=_loop,
)
def for_iter(machine: Machine, frame: Frame, loop: Loop) -> int | None:
    """Push the next element; when there is none, go on after the END_FOR at the target.

    A range of values below SMALL takes a short path with the same price.
    """
    iterator = frame.stack[-1]
    if type(iterator) is RangeIterator and -SMALL < iterator.value < SMALL:
        meter = machine.meter
        left = meter.cycles - loop.range_price
        if left < 0:
            raise OutOfCycles
        meter.cycles = left
        if iterator.left <= 0:
            return frame.instructions[loop.target][3]
        value = iterator.value
        iterator.value = value + iterator.step
        iterator.left -= 1
        frame.stack.append(value)
        return None
    machine.meter.charge(_price(loop.prices, iterator))
    element = next_value(machine, iterator)
    if isinstance(element, Activation):
        return machine.enter(element, _element)
    if type(element) is Finished:
        return frame.instructions[loop.target][3]
    frame.stack.append(element)
    return None


def _price(prices: Family, iterator: Value) -> int:
    """What advancing costs; a range beyond 64 bits pays by the bits of its next element."""
    if isinstance(iterator, RangeIterator):
        return prices.by_kind["longrange_iterator"].cost(iterator.value.bit_length())
    return advance_cost(prices.of(iterator), iterator)


def _element(machine: Machine, frame: Frame, loop: Loop, value: Value) -> None:
    """Go on with the element that user code made, or after the loop."""
    if type(value) is Finished:
        frame.index = frame.instructions[loop.target][3]
    else:
        frame.stack.append(value)


@rule(Op.END_FOR, stack="element --")
def end_for(machine: Machine, frame: Frame, operand: object) -> None:
    """Drop the top; FOR_ITER passes over it."""
    frame.stack.pop()


@rule(Op.POP_ITER, stack="iterator --")
def pop_iter(machine: Machine, frame: Frame, operand: object) -> None:
    """Drop the iterator of a loop that has ended."""
    frame.stack.pop()
