"""Arithmetic of ints: at most 4,096 bits, whatever operation made them (decisions D4, L20)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from spec.params import INTEGER_BITS, INTEGER_LIMIT
from spec.semantics.floats import divide_ints, float_power
from spec.semantics.raising import Raise, overflow_error, value_error, zero_division
from spec.semantics.values import Value

if TYPE_CHECKING:
    from spec.gas_table import Price
    from spec.semantics.machine import Machine

SMALL: Final = 1 << 61
"""Operands below it in magnitude pay the base price of a flat entry (`prices.is_flat`).

Compiled code has such ints, and their sums, in a machine word.
"""

IntKernel: TypeAlias = "Callable[[Machine, Price, int, int], Value]"


def too_large(machine: Machine) -> Raise:
    """OverflowError for an int beyond the limit."""
    machine.note("integer-limit")
    return overflow_error("int exceeds 4096 bits")


def limited(machine: Machine, value: int) -> int:
    """`value`, if it is within the limit."""
    if -INTEGER_LIMIT < value < INTEGER_LIMIT:
        return value
    raise too_large(machine)


def charge(machine: Machine, price: Price, lhs: int, rhs: int) -> None:
    """Pay for an operation on two ints by their bits."""
    machine.meter.charge(price.cost(lhs.bit_length(), rhs.bit_length()))


def add(machine: Machine, price: Price, lhs: int, rhs: int) -> int:
    """lhs + rhs."""
    charge(machine, price, lhs, rhs)
    return limited(machine, lhs + rhs)


def subtract(machine: Machine, price: Price, lhs: int, rhs: int) -> int:
    """lhs - rhs."""
    charge(machine, price, lhs, rhs)
    return limited(machine, lhs - rhs)


def multiply(machine: Machine, price: Price, lhs: int, rhs: int) -> int:
    """lhs * rhs."""
    charge(machine, price, lhs, rhs)
    return limited(machine, lhs * rhs)


def floor_divide(machine: Machine, price: Price, lhs: int, rhs: int) -> int:
    """lhs // rhs, towards minus infinity."""
    charge(machine, price, lhs, rhs)
    if rhs == 0:
        raise zero_division("division by zero")
    return limited(machine, lhs // rhs)


def remainder(machine: Machine, price: Price, lhs: int, rhs: int) -> int:
    """lhs % rhs, with the sign of rhs."""
    charge(machine, price, lhs, rhs)
    if rhs == 0:
        raise zero_division("division by zero")
    return lhs % rhs


def true_divide(machine: Machine, price: Price, lhs: int, rhs: int) -> Value:
    """lhs / rhs as a float, correctly rounded."""
    charge(machine, price, lhs, rhs)
    if rhs == 0:
        raise zero_division("division by zero")
    return divide_ints(lhs, rhs)


def bit_and(machine: Machine, price: Price, lhs: int, rhs: int) -> int:
    """lhs & rhs."""
    charge(machine, price, lhs, rhs)
    return limited(machine, lhs & rhs)


def bit_or(machine: Machine, price: Price, lhs: int, rhs: int) -> int:
    """lhs | rhs."""
    charge(machine, price, lhs, rhs)
    return limited(machine, lhs | rhs)


def bit_xor(machine: Machine, price: Price, lhs: int, rhs: int) -> int:
    """lhs ^ rhs."""
    charge(machine, price, lhs, rhs)
    return limited(machine, lhs ^ rhs)


def shift_left(machine: Machine, price: Price, lhs: int, rhs: int) -> int:
    """lhs << rhs; refused before it is built when too large."""
    bits = lhs.bit_length()
    predicted = 0 if bits == 0 or rhs < 0 else bits + rhs
    machine.meter.charge(price.cost(bits, rhs.bit_length(), min(predicted, INTEGER_BITS)))
    if rhs < 0:
        raise value_error("negative shift count")
    if predicted > INTEGER_BITS:
        raise too_large(machine)
    return lhs << rhs if bits else 0


def shift_right(machine: Machine, price: Price, lhs: int, rhs: int) -> int:
    """lhs >> rhs, towards minus infinity."""
    charge(machine, price, lhs, rhs)
    if rhs < 0:
        raise value_error("negative shift count")
    if rhs >= lhs.bit_length():
        return -1 if lhs < 0 else 0
    return lhs >> rhs


def power(machine: Machine, price: Price, lhs: int, rhs: int) -> Value:
    """lhs ** rhs: an int, or a float for a negative exponent."""
    bits = lhs.bit_length()
    if rhs < 0:
        as_float = machine.revision.prices.family("BINARY_OP.power").by_kind["float"]
        machine.meter.charge(as_float.cost(bits, rhs.bit_length()))
        return float_power(machine, lhs, rhs)
    predicted = 1 if bits < 2 or rhs == 0 else bits * rhs
    machine.meter.charge(price.cost(bits, rhs.bit_length(), min(predicted, INTEGER_BITS)))
    if bits < 2:
        return lhs if rhs & 1 else (1 if rhs == 0 else lhs * lhs)
    if (bits - 1) * rhs >= INTEGER_BITS:
        raise too_large(machine)
    return limited(machine, lhs**rhs)


SMALL_OPERATIONS: Final = (
    "add",
    "subtract",
    "multiply",
    "floor_divide",
    "remainder",
    "and",
    "or",
    "xor",
)
"""Those that `on_small` does, by its numbers."""


def on_small(number: int, lhs: int, rhs: int) -> int:
    """An operation on operands below SMALL, of which the right one is not 0: no limit is near."""
    if number == 0:
        return lhs + rhs
    if number == 1:
        return lhs - rhs
    if number == 2:
        return lhs * rhs
    if number == 3:
        return lhs // rhs
    if number == 4:
        return lhs % rhs
    if number == 5:
        return lhs & rhs
    return lhs | rhs if number == 6 else lhs ^ rhs


INT_KERNELS: Final[dict[str, IntKernel]] = {
    "add": add,
    "subtract": subtract,
    "multiply": multiply,
    "floor_divide": floor_divide,
    "remainder": remainder,
    "true_divide": true_divide,
    "and": bit_and,
    "or": bit_or,
    "xor": bit_xor,
    "lshift": shift_left,
    "rshift": shift_right,
    "power": power,
}
