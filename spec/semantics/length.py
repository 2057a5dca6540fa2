"""`len` of any value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spec.semantics.builtin_classes import class_of
from spec.semantics.frame import NativeFrame
from spec.semantics.lookup import lookup
from spec.semantics.raising import overflow_error, type_error
from spec.semantics.truth import checked_length
from spec.semantics.values import (
    ABSENT,
    ByteArray,
    Dict,
    DictView,
    FrozenSet,
    List,
    MappingProxy,
    Range,
    Set,
    Value,
)

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def length(machine: Machine, value: Value) -> Value:
    """`len(value)`: an int, or an activation that will deliver it."""
    if isinstance(value, (str, bytes, tuple)):
        return len(value)
    if isinstance(value, List):
        return len(value.items)
    if isinstance(value, (Dict, Set, FrozenSet)):
        return value.count
    if isinstance(value, ByteArray):
        return len(value.data)
    if isinstance(value, DictView):
        return value.table.count
    if isinstance(value, MappingProxy):
        return len(value.names)
    if isinstance(value, Range):
        count = value.length()
        if count >= 1 << 31:
            machine.note("index-size")
        if count >= 1 << 63:
            raise overflow_error("Python int too large to convert to C ssize_t")
        return count
    cls = class_of(value)
    found = lookup(cls, "__len__")[0]
    if found is ABSENT or cls.builtin:
        raise type_error(f"object of type '{cls.name}' has no len()")
    return NativeFrame(checked_length(machine, value, found))
