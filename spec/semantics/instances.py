"""`isinstance` and `issubclass`: hooks of metaclasses, and objects that only look like classes.

An object counts as a class when its attribute `__bases__` is a tuple; the bases are followed up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spec.semantics.attributes import optional_attribute
from spec.semantics.builtin_classes import OBJECT, TYPE, class_of, is_subclass
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.lookup import lookup
from spec.semantics.raising import type_error
from spec.semantics.special import call_special
from spec.semantics.truth import truth
from spec.semantics.values import ABSENT, Class, Function, Instance, Native, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

_ARGUMENT: Final = {
    "__instancecheck__": "isinstance() arg 2 must be a type, a tuple of types, or a union",
    "__subclasscheck__": "issubclass() arg 2 must be a class, a tuple of classes, or a union",
}
_ENTRY: Final = {
    "__instancecheck__": "builtin.isinstance",
    "__subclasscheck__": "builtin.issubclass",
}
_NO_CLASS: Final = "issubclass() arg 1 must be a class"


def is_instance(machine: Machine, value: Value, classes: Value) -> Value:
    """`isinstance(value, classes)`: a bool, or an activation."""
    if type(classes) is Class and classes.cls is TYPE:
        if is_subclass(class_of(value), classes):
            return True
        if not _claims_class(value):
            return False
    return NativeFrame(_check(machine, value, classes, "__instancecheck__"))


def is_subclass_of(machine: Machine, value: Value, classes: Value) -> Value:
    """`issubclass(value, classes)`: a bool, or an activation."""
    if type(value) is Class and type(classes) is Class and classes.cls is TYPE:
        return is_subclass(value, classes)
    return NativeFrame(_check(machine, value, classes, "__subclasscheck__"))


def _check(machine: Machine, value: Value, classes: Value, hook_name: str) -> Suspended:
    """A tuple of classes, nested or not, first match; else the hook of the class's class.

    The items of a tuple are paid when it is opened.
    """
    item = machine.unit(_ENTRY[hook_name])
    waiting = [classes]
    while waiting:
        each = waiting.pop()
        held = each.payload if isinstance(each, Instance) else each
        if isinstance(held, tuple):
            machine.meter.charge(item * len(held))
            waiting.extend(reversed(held))
            continue
        if hook_name == "__instancecheck__" and class_of(value) is each:
            return True
        found = lookup(class_of(each), hook_name)[0]
        if found is not ABSENT and not isinstance(found, Native):
            answer = yield call_special(machine, found, each, [value])
            answer = yield truth(machine, answer)
        elif hook_name == "__instancecheck__":
            answer = yield from instance_of(machine, value, each)
        else:
            answer = yield from inherits(machine, value, each)
        if answer is True:
            return True
    return False


def instance_of(machine: Machine, value: Value, cls: Value) -> Suspended:
    """What `type.__instancecheck__` says, and `isinstance` without a hook."""
    if isinstance(cls, Class):
        if is_subclass(class_of(value), cls):
            return True
        claimed = yield from claimed_class(machine, value)
        return isinstance(claimed, Class) and is_subclass(claimed, cls)
    if (yield from _bases(machine, cls)) is None:
        raise type_error(_ARGUMENT["__instancecheck__"])
    claimed = yield from claimed_class(machine, value)
    return (yield from _reaches(machine, claimed, cls))


def inherits(machine: Machine, value: Value, cls: Value) -> Suspended:
    """What `type.__subclasscheck__` says, and `issubclass` without a hook."""
    if isinstance(value, Class) and isinstance(cls, Class):
        return is_subclass(value, cls)
    if (yield from _bases(machine, value)) is None:
        raise type_error(_NO_CLASS)
    if (yield from _bases(machine, cls)) is None:
        raise type_error(_ARGUMENT["__subclasscheck__"])
    return (yield from _reaches(machine, value, cls))


def _reaches(machine: Machine, value: Value, cls: Value) -> Suspended:
    """Whether `cls` is `value` or, depth first, one of its bases and theirs."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if current is cls:
            return True
        bases = yield from _bases(machine, current)
        waiting.extend(reversed(bases or ()))
    return False


def _claims_class(value: Value) -> bool:
    """Whether user code says what `value.__class__` is."""
    if not isinstance(value, Instance):
        return False
    usual = lookup(OBJECT, "__class__")[0]
    getter = lookup(value.cls, "__getattribute__")[0]
    return lookup(value.cls, "__class__")[0] is not usual or isinstance(getter, Function)


def claimed_class(machine: Machine, value: Value) -> Suspended:
    """`value.__class__`; the class itself where there is none."""
    if not _claims_class(value):
        return class_of(value)
    found = yield from optional_attribute(machine, value, "__class__")
    return class_of(value) if found is ABSENT else found


def _bases(machine: Machine, value: Value) -> Suspended:
    """The bases of a class or of what looks like one; None of anything else."""
    if isinstance(value, Class):
        return tuple(value.bases)
    if not isinstance(value, Instance):
        return None
    found = yield from optional_attribute(machine, value, "__bases__")
    return found if isinstance(found, tuple) else None
