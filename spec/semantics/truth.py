"""Truth of values: what `if`, `not` and `bool` ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spec.semantics.builtin_classes import class_of, type_name
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.lookup import lookup
from spec.semantics.raising import type_error, value_error
from spec.semantics.special import call_special
from spec.semantics.values import (
    ABSENT,
    ByteArray,
    Class,
    Dict,
    DictView,
    ExceptionInstance,
    FrozenSet,
    Instance,
    List,
    MappingProxy,
    Range,
    Set,
    Value,
)
from spec.softfloat.value import Float

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

_MAGNITUDE: Final = (1 << 63) - 1


def truth(machine: Machine, value: Value) -> Value:
    """Whether `value` is true: True or False, or an activation that will deliver it."""
    if value is True or value is False:
        return value
    if value is None:
        return False
    if isinstance(value, (int, str, bytes, tuple)):
        return bool(value)
    if isinstance(value, List):
        return bool(value.items)
    if isinstance(value, Float):
        return value.bits & _MAGNITUDE != 0
    if isinstance(value, (Dict, Set, FrozenSet)):
        return value.count != 0
    if isinstance(value, (Instance, Class)):
        return truth_by_methods(machine, value)
    if value is NotImplemented:
        raise type_error("NotImplemented should not be used in a boolean context")
    return rare_truth(machine, value)


def rare_truth(machine: Machine, value: Value) -> Value:
    """Truth of the builtin kinds that programs seldom ask."""
    if isinstance(value, ByteArray):
        return bool(value.data)
    if isinstance(value, Range):
        return value.length() != 0
    if isinstance(value, DictView):
        return value.table.count != 0
    if isinstance(value, MappingProxy):
        return bool(value.names)
    if isinstance(value, ExceptionInstance):
        return truth_by_methods(machine, value)
    return True


def truth_by_methods(machine: Machine, value: Value) -> Value:
    """`__bool__`, else `__len__`, else True."""
    cls = class_of(value)
    if cls.builtin:
        return True
    found = lookup(cls, "__bool__")[0]
    if found is not ABSENT:
        return NativeFrame(_by_bool(machine, value, found))
    found = lookup(cls, "__len__")[0]
    if found is not ABSENT:
        return NativeFrame(_by_len(machine, value, found))
    return True  # what inherits from a builtin type with a truth has one of the two


def _by_bool(machine: Machine, value: Value, found: Value) -> Suspended:
    answer = yield call_special(machine, found, value, [])
    if answer is not True and answer is not False:
        raise type_error(f"__bool__ should return bool, returned {type_name(answer)}")
    return answer


def _by_len(machine: Machine, value: Value, found: Value) -> Suspended:
    length = yield from checked_length(machine, value, found)
    return length != 0


def checked_length(machine: Machine, value: Value, found: Value) -> Suspended:
    """The answer of `__len__`, as `len` accepts it."""
    answer = yield call_special(machine, found, value, [])
    from spec.semantics.indices import index_of

    answer = yield index_of(machine, answer)
    if answer < 0:
        raise value_error("__len__() should return >= 0")
    if answer >= 1 << 63:
        machine.note("index-size")
        from spec.semantics.raising import overflow_error

        raise overflow_error("cannot fit 'int' into an index-sized integer")
    return answer
