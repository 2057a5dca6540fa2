"""Arithmetic of floats: the operations of `spec.softfloat` with guest errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from spec.semantics.builtin_classes import CLASSES
from spec.semantics.raising import Raise
from spec.semantics.values import ExceptionInstance, Value
from spec.softfloat import OPERATIONS, FloatError

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def call_float(operation: Callable[..., Any], *arguments: Value) -> Any:
    """The result of an operation, its error as a guest exception."""
    try:
        return operation(*arguments)
    except FloatError as failed:
        cls = CLASSES[failed.type_name]
        raised = Raise(ExceptionInstance(cls, tuple(failed.arguments)))
        raised.mark = failed.mark
        raise raised from None


def divide_ints(lhs: int, rhs: int) -> Value:
    """lhs / rhs, correctly rounded from the exact ratio."""
    return call_float(OPERATIONS["int.__truediv__"], lhs, rhs)


def float_power(machine: Machine, lhs: Value, rhs: Value) -> Value:
    """lhs ** rhs of two reals."""
    return float_binary(machine, "power", lhs, rhs)


def to_float(value: Value) -> Value:
    """A real as a float."""
    return call_float(OPERATIONS["float.from_number"], value)


FLOAT_DUNDERS: Final[dict[str, str]] = {
    "add": "add",
    "subtract": "sub",
    "multiply": "mul",
    "true_divide": "truediv",
    "floor_divide": "floordiv",
    "remainder": "mod",
    "power": "pow",
}
"""Names of the operations in the gas table -> those of Python's methods."""


def float_binary(machine: Machine, name: str, lhs: Value, rhs: Value) -> Value:
    """An operation of two reals of which at least one is a float."""
    operation = OPERATIONS[f"float.__{FLOAT_DUNDERS[name]}__"]
    found = call_float(operation, to_float(lhs), rhs)
    if operation.mark:
        machine.note(operation.mark)
    return found


def float_compare(name: str, lhs: Value, rhs: Value) -> bool:
    """A comparison of a float on the left with a real."""
    found = call_float(OPERATIONS[f"float.__{name}__"], lhs, rhs)
    return found is True


def float_text(value: Value) -> str:
    """The shortest text that reads back as the float."""
    text = call_float(OPERATIONS["float.__repr__"], value)
    assert isinstance(text, str)
    return text
