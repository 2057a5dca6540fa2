"""The types of what a builtin class holds: its methods, slots and computed attributes.

`list.append` is a method_descriptor, `int.__add__` a wrapper_descriptor, `int.real` a
getset_descriptor; a bound slot is a method-wrapper, a name in `__slots__` a member_descriptor.
"""

from __future__ import annotations

from typing import Final

from spec.objects.paying import pay
from spec.semantics import builtin_classes as b
from spec.semantics.attributes import bind, set_descriptor
from spec.semantics.builtin_classes import class_of, is_subclass, type_name
from spec.semantics.calls import dispatch
from spec.semantics.machine import Machine
from spec.semantics.natives import attribute, method
from spec.semantics.raising import type_error
from spec.semantics.values import (
    ABSENT,
    Attribute,
    BoundMethod,
    Class,
    Member,
    Namespace,
    Native,
    Value,
)

CALLED: Final = (b.WRAPPER_DESCRIPTOR, b.METHOD_DESCRIPTOR, b.METHOD_WRAPPER)
DATA: Final = (b.GETSET, b.MEMBER)
UNBOUND: Final = (b.WRAPPER_DESCRIPTOR, b.METHOD_DESCRIPTOR, *DATA)


def _held(receiver: Value) -> Native | Attribute | Member:
    """What the class holds, without the receiver to which it may be bound."""
    held = receiver.function if isinstance(receiver, BoundMethod) else receiver
    assert isinstance(held, (Native, Attribute, Member))
    return held


def _owner(receiver: Value) -> Class:
    owner = _held(receiver).owner
    assert owner is not None
    return owner


def _name(machine: Machine, receiver: Value) -> str:
    """The name."""
    return _held(receiver).name


def _qualname(machine: Machine, receiver: Value) -> str:
    """The name after that of the class."""
    return f"{_owner(receiver).qualname}.{_held(receiver).name}"


def _objclass(machine: Machine, receiver: Value) -> Class:
    """The class that holds it."""
    return _owner(receiver)


def _self(machine: Machine, receiver: Value) -> Value:
    """The receiver."""
    assert isinstance(receiver, BoundMethod)
    return receiver.receiver


def _call(machine: Machine, receiver: Value, args: list[Value], kwargs: Namespace) -> Value:
    """Call it; of an unbound one the receiver is the first argument."""
    return dispatch(machine, receiver, args, kwargs or None)


def _checked(receiver: Value, instance: Value) -> Class:
    """The class of an instance to which the descriptor applies; raises TypeError."""
    owner, cls = _owner(receiver), class_of(instance)
    if not is_subclass(cls, owner):
        raise type_error(
            f"descriptor '{_held(receiver).name}' for '{owner.name}' objects "
            f"doesn't apply to a '{type_name(instance)}' object"
        )
    return cls


def _getter(kind: Class) -> None:
    def run(machine: Machine, receiver: Value, instance: Value, owner: Value) -> Value:
        """What the attribute of an instance is; of a class, the descriptor."""
        pay(machine, f"{kind.name}.__get__")
        if instance is None:
            if owner is ABSENT or owner is None:
                raise type_error("__get__(None, None) is invalid")
            return receiver
        return bind(machine, receiver, instance, _checked(receiver, instance))

    method(kind, "__get__", "self, instance, owner=, /", raises=("TypeError",))(run)


_ERRORS: Final = ("TypeError", "AttributeError", "DeterminismError")


def _writers(kind: Class) -> None:
    def write(machine: Machine, receiver: Value, instance: Value, value: Value) -> Value:
        """Set the value of an instance."""
        pay(machine, f"{kind.name}.__set__")
        cls = _checked(receiver, instance)
        return set_descriptor(machine, receiver, instance, cls, _held(receiver).name, value)

    def delete(machine: Machine, receiver: Value, instance: Value) -> Value:
        """Delete the value of an instance."""
        pay(machine, f"{kind.name}.__delete__")
        cls = _checked(receiver, instance)
        return set_descriptor(machine, receiver, instance, cls, _held(receiver).name, ABSENT)

    method(kind, "__set__", "self, instance, value, /", raises=_ERRORS)(write)
    method(kind, "__delete__", "self, instance, /", raises=_ERRORS)(delete)


for _kind in CALLED:
    method(_kind, "__call__", "self, *args, **kwargs", raises=("user-error",), when_called=True)(
        _call
    )
for _kind in UNBOUND:
    _getter(_kind)
for _kind in DATA:
    _writers(_kind)
for _kind in (*CALLED, *DATA):
    attribute(_kind, "__name__")(_name)
    attribute(_kind, "__qualname__")(_qualname)
    attribute(_kind, "__objclass__")(_objclass)
attribute(b.METHOD_WRAPPER, "__self__")(_self)
