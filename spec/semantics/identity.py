"""Identity of values: `is`, and the shortcut of comparisons inside containers (D6, L14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spec.semantics.values import Value
from spec.softfloat.value import CANONICAL_NAN_BITS, Float

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def same(machine: Machine, one: Value, other: Value) -> bool:
    """Whether two values are one: numbers, text and bytes by type and bits, tuples item by item.

    All else is one with itself only. What has no fixed size pays for it.
    """
    kind = type(one)
    if kind is not type(other):
        return False
    if kind is int or kind is str or kind is bytes:
        return _same_scalar(machine, one, other)
    if kind is Float:
        assert isinstance(one, Float)
        assert isinstance(other, Float)
        if one is not other and one.bits == CANONICAL_NAN_BITS == other.bits:
            machine.note("identity")
        return one.bits == other.bits
    if one is other:
        return True
    if kind is tuple:
        assert isinstance(one, tuple)
        assert isinstance(other, tuple)
        return _same_tuples(machine, one, other)
    return False


def _same_scalar(machine: Machine, one: Value, other: Value) -> bool:
    price = machine.revision.prices.identity.of(one)
    if isinstance(one, int):
        assert isinstance(other, int)
        machine.meter.charge(price.cost(max(one.bit_length(), other.bit_length())))
        return one == other
    assert isinstance(one, (str, bytes))
    assert isinstance(other, (str, bytes))
    if len(one) != len(other):
        return False
    machine.meter.charge(price.cost(len(one)))
    return one == other


def _same_tuples(machine: Machine, one: tuple[Value, ...], other: tuple[Value, ...]) -> bool:
    """Item by item, in order, with a stack of its own; the first difference ends it."""
    price = machine.revision.prices.identity.of(one)
    waiting: list[tuple[Value, Value]] = [(one, other)]
    while waiting:
        left, right = waiting.pop()
        if isinstance(left, tuple) and isinstance(right, tuple):
            if left is right:
                continue
            if len(left) != len(right):
                return False
            machine.meter.charge(price.cost(len(left)))
            for position in range(len(left) - 1, -1, -1):
                waiting.append((left[position], right[position]))
        elif not same(machine, left, right):
            return False
    return True
