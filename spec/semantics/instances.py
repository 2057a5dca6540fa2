"""`isinstance` and `issubclass`, with the hooks of metaclasses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spec.semantics.builtin_classes import TYPE, class_of, is_subclass
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.lookup import lookup
from spec.semantics.raising import type_error
from spec.semantics.special import call_special
from spec.semantics.truth import truth
from spec.semantics.values import ABSENT, Class, Native, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def is_instance(machine: Machine, value: Value, classes: Value) -> Value:
    """`isinstance(value, classes)`: a bool, or an activation."""
    return _check(machine, value, classes, "__instancecheck__")


def is_subclass_of(machine: Machine, value: Value, classes: Value) -> Value:
    """`issubclass(value, classes)`: a bool, or an activation."""
    return _check(machine, value, classes, "__subclasscheck__")


def _check(machine: Machine, value: Value, classes: Value, hook_name: str) -> Value:
    if isinstance(classes, Class) and classes.cls is TYPE:
        return _plain(value, classes, hook_name)
    return NativeFrame(_check_slowly(machine, value, classes, hook_name))


def _plain(value: Value, cls: Class, hook_name: str) -> bool:
    if hook_name == "__instancecheck__":
        return is_subclass(class_of(value), cls)
    if not isinstance(value, Class):
        raise type_error("issubclass() arg 1 must be a class")
    return is_subclass(value, cls)


def _check_slowly(machine: Machine, value: Value, classes: Value, hook_name: str) -> Suspended:
    """A tuple of classes, nested or not, first match; else the hook of the class's class."""
    waiting = [classes]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tuple):
            waiting.extend(reversed(each))
            continue
        if hook_name == "__instancecheck__" and class_of(value) is each:
            return True
        found = lookup(class_of(each), hook_name)[0]
        if found is not ABSENT and not isinstance(found, Native):
            answer = yield call_special(machine, found, each, [value])
            if (yield truth(machine, answer)) is True:
                return True
        elif isinstance(each, Class):
            if _plain(value, each, hook_name):
                return True
        elif hook_name == "__instancecheck__":
            raise type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")
        else:
            raise type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union")
    return False
