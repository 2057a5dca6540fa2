"""Calling special methods, and the conversions that operations ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spec.semantics.attributes import special
from spec.semantics.builtin_classes import class_of
from spec.semantics.calls import invoke
from spec.semantics.frame import NativeFrame
from spec.semantics.values import Function, Native, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def call_special(machine: Machine, found: Value, receiver: Value, arguments: list[Value]) -> Value:
    """Call `found`, which the class of `receiver` holds under a special name, as its method."""
    if isinstance(found, (Function, Native)):
        return invoke(machine, found, [receiver, *arguments])
    return NativeFrame(special(machine, found, receiver, arguments))


__all__ = ["call_special", "class_of"]
