"""Slices, and writing and deleting of elements. Reading one is BINARY_OP."""

from __future__ import annotations

from spec.bytecode.code import Code
from spec.bytecode.instructions import Op
from spec.semantics.frame import Activation, Frame
from spec.semantics.machine import Machine
from spec.semantics.prices import Family, Prices
from spec.semantics.registry import Charge, Effect, rule
from spec.semantics.rules.variables import drop
from spec.semantics.subscripts import delete_item, get_item, set_item
from spec.semantics.values import Slice


def _slice_prices(prices: Prices, code: Code, oparg: int) -> object:
    return prices.family("BINARY_SLICE")


@rule(
    Op.BINARY_SLICE,
    stack="container, start, stop -- part",
    charge=Charge.KINDS,
    raises=("TypeError", "KeyError", "user-error"),
    effect=Effect.WRITES,
    prepare=_slice_prices,
)
def binary_slice(machine: Machine, frame: Frame, prices: Family) -> int | None:
    """`container[start:stop]`."""
    stack = frame.stack
    stop = stack.pop()
    start = stack.pop()
    result = get_item(machine, prices, stack.pop(), Slice(start, stop, None))
    if isinstance(result, Activation):
        return machine.enter(result)
    stack.append(result)
    return None


def _store_slice_prices(prices: Prices, code: Code, oparg: int) -> object:
    return prices.family("STORE_SLICE")


@rule(
    Op.STORE_SLICE,
    stack="value, container, start, stop --",
    charge=Charge.KINDS,
    raises=("TypeError", "ValueError", "MemoryError", "user-error"),
    effect=Effect.WRITES,
    prepare=_store_slice_prices,
)
def store_slice(machine: Machine, frame: Frame, prices: Family) -> int | None:
    """`container[start:stop] = value`."""
    stack = frame.stack
    stop = stack.pop()
    start = stack.pop()
    container = stack.pop()
    value = stack.pop()
    result = set_item(machine, prices, container, Slice(start, stop, None), value)
    return machine.enter(result, drop) if isinstance(result, Activation) else None


def _store_prices(prices: Prices, code: Code, oparg: int) -> object:
    return prices.family("STORE_SUBSCR")


@rule(
    Op.STORE_SUBSCR,
    stack="value, container, key --",
    charge=Charge.KINDS,
    raises=(
        *("TypeError", "ValueError", "IndexError"),
        *("DeterminismError", "MemoryError", "RecursionError", "user-error"),
    ),
    effect=Effect.WRITES,
    prepare=_store_prices,
)
def store_subscr(machine: Machine, frame: Frame, prices: Family) -> int | None:
    """`container[key] = value`."""
    stack = frame.stack
    key = stack.pop()
    container = stack.pop()
    result = set_item(machine, prices, container, key, stack.pop())
    return machine.enter(result, drop) if isinstance(result, Activation) else None


def _delete_prices(prices: Prices, code: Code, oparg: int) -> object:
    return prices.family("DELETE_SUBSCR")


@rule(
    Op.DELETE_SUBSCR,
    stack="container, key --",
    charge=Charge.KINDS,
    raises=(
        *("TypeError", "ValueError", "IndexError"),
        *("DeterminismError", "KeyError", "RecursionError", "user-error"),
    ),
    effect=Effect.WRITES,
    prepare=_delete_prices,
)
def delete_subscr(machine: Machine, frame: Frame, prices: Family) -> int | None:
    """`del container[key]`."""
    key = frame.stack.pop()
    result = delete_item(machine, prices, frame.stack.pop(), key)
    return machine.enter(result, drop) if isinstance(result, Activation) else None
