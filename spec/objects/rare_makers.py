"""Calls of types whose values come from elsewhere: `type(None)()`, `type(f.__closure__[0])(1)`."""

from __future__ import annotations

from typing import Final

from spec.objects.builtin_functions import is_callable
from spec.semantics import builtin_classes as b
from spec.semantics.attributes import bound_super
from spec.semantics.builtin_classes import type_name
from spec.semantics.machine import Machine
from spec.semantics.natives import method, static_method
from spec.semantics.raising import refused, type_error
from spec.semantics.values import (
    ABSENT,
    UNBOUND,
    BoundMethod,
    Cell,
    Class,
    Native,
    Super,
    Value,
)

_SINGLETONS: Final = (
    (b.NONE_TYPE, "builtin.NoneType", "NoneType", None),
    (b.ELLIPSIS_TYPE, "ellipsis.__new__", "EllipsisType", ...),
    (b.NOT_IMPLEMENTED_TYPE, "NotImplementedType.__new__", "NotImplementedType", NotImplemented),
)
"""Types of one value: the entry that a call pays, the name in errors, the value."""


def _singleton(owner: Class, key: str, name: str, value: Value) -> None:
    def new(machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]) -> Value:
        """The one value of the type."""
        machine.pay(key)
        if args or kwargs:
            raise type_error(f"{name} takes no arguments")
        return value

    static_method(owner, "__new__", "cls, *args, **kwargs", raises=("TypeError",))(new)


for _each in _SINGLETONS:
    _singleton(*_each)


@static_method(b.CELL, "__new__", "cls, contents=, /")
def cell_new(machine: Machine, cls: Value, contents: Value) -> Cell:
    """A cell, empty without an argument."""
    machine.pay("cell.__new__")
    return Cell(UNBOUND if contents is ABSENT else contents)


@static_method(
    b.METHOD, "__new__", "cls, function, instance, /", raises=("TypeError", "DeterminismError")
)
def method_new(machine: Machine, cls: Value, function: Value, instance: Value) -> BoundMethod:
    """A function bound to an object."""
    machine.pay("method.__new__")
    if not is_callable(function):
        raise type_error("first argument must be callable")
    if instance is None:
        raise type_error("instance must not be None")
    if isinstance(function, Native) or (
        isinstance(function, BoundMethod) and isinstance(function.function, Native)
    ):
        raise refused("a method of a builtin function")
    return BoundMethod(function, instance)


@static_method(
    b.FUNCTION, "__new__",
    "cls, code, globals, name=, argdefs=, closure=, kwdefaults=", raises=("TypeError",),
)  # fmt: skip
def function_new(machine: Machine, cls: Value, code: Value, *rest: Value) -> Value:
    """Always an error: no program has a code object."""
    machine.pay("function.__new__")
    raise type_error(f"function() argument 'code' must be code, not {type_name(code)}")


def _refusing(owner: Class, what: str) -> None:
    def new(machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]) -> Value:
        """Outside the profile."""
        machine.pay(f"{owner.name}.__new__")
        raise refused(what)

    static_method(owner, "__new__", "cls, *args, **kwargs", raises=("DeterminismError",))(new)


_refusing(b.MAPPINGPROXY, "a view of a mapping")
_refusing(b.MODULE, "a module that is made by a program")


@method(b.SUPER, "__get__", "self, instance, owner=, /", raises=("TypeError",), when_called=True)
def super_get(machine: Machine, receiver: Value, instance: Value, owner: Value) -> Value:
    """The same for an object, unless there is one already."""
    assert isinstance(receiver, Super)
    if instance is None and (owner is None or owner is ABSENT):
        raise type_error("__get__(None, None) is invalid")
    return bound_super(machine, receiver, instance)
