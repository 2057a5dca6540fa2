"""Reading, writing and deleting of attributes; `super`; special methods of `with`."""

from __future__ import annotations

from typing import Final

from spec.bytecode.code import Code
from spec.bytecode.instructions import SPECIAL_METHOD_NAMES, Op
from spec.gas_table import Price
from spec.semantics.attributes import (
    bind,
    get_attribute,
    get_method,
    set_attribute,
    super_attribute,
)
from spec.semantics.builtin_classes import CLASSES, class_of, is_subclass
from spec.semantics.calls import dispatch
from spec.semantics.frame import Activation, Frame, NativeFrame, Suspended
from spec.semantics.instances import claimed_class
from spec.semantics.lookup import lookup
from spec.semantics.machine import Machine
from spec.semantics.prices import Prices
from spec.semantics.raising import type_error
from spec.semantics.registry import Charge, Effect, rule
from spec.semantics.rules.variables import drop
from spec.semantics.values import (
    ABSENT,
    NULL,
    BoundMethod,
    Class,
    Function,
    Instance,
    Native,
    Super,
    Value,
)

_ERRORS: Final = ("AttributeError", "TypeError", "RecursionError", "DeterminismError", "user-error")


def _attribute(prices: Prices, code: Code, oparg: int) -> object:
    return code.names[oparg >> 1], oparg & 1, prices.table.price("LOAD_ATTR")


@rule(
    Op.LOAD_ATTR,
    stack="object -- attribute | function, receiver or null",
    charge=Charge.SIZED,
    raises=(*_ERRORS, "ValueError"),
    effect=Effect.WRITES,
    prepare=_attribute,
)
def load_attr(machine: Machine, frame: Frame, operand: tuple[str, int, Price]) -> int | None:
    """Replace the top by its attribute.

    With the flag, for a call: push a method's function and its receiver, or any other
    callable and an empty slot.
    """
    name, for_call, price = operand
    stack = frame.stack
    receiver = stack.pop()
    if for_call:
        found = get_method(machine, receiver, name, price)
        if isinstance(found, Activation):
            return machine.enter(found, _attribute_and_null)
        stack.append(found[0])
        stack.append(NULL if found[1] is ABSENT else found[1])
        return None
    if type(receiver) is Instance:
        value = _own_attribute(machine, receiver, name, price)
        if value is not ABSENT:
            stack.append(value)
            return None
    result = get_attribute(machine, receiver, name, price)
    if isinstance(result, Activation):
        return machine.enter(result)
    stack.append(result)
    return None


def _own_attribute(machine: Machine, receiver: Instance, name: str, price: Price) -> Value:
    """The short path of an instance's own attribute that no class in sight names."""
    value = receiver.attributes.get(name, ABSENT)
    if value is ABSENT:
        return ABSENT
    mro = receiver.cls.mro
    for cls in mro:
        if name in cls.namespace or (not cls.builtin and "__getattribute__" in cls.namespace):
            return ABSENT
    machine.meter.charge(price.cost(len(mro)))
    return value


def _attribute_and_null(
    machine: Machine, frame: Frame, operand: object, value: Value
) -> Activation | None:
    frame.stack.append(value)
    frame.stack.append(NULL)
    return None


def _stored(prices: Prices, code: Code, oparg: int) -> object:
    return code.names[oparg], prices.table.price("STORE_ATTR")


@rule(
    Op.STORE_ATTR,
    stack="value, object --",
    charge=Charge.SIZED,
    raises=(*_ERRORS, "OverflowError", "ValueError"),
    effect=Effect.WRITES,
    prepare=_stored,
)
def store_attr(machine: Machine, frame: Frame, operand: tuple[str, Price]) -> int | None:
    """`object.name = value`."""
    name, price = operand
    receiver = frame.stack.pop()
    result = set_attribute(machine, receiver, name, frame.stack.pop(), price)
    return machine.enter(result, drop) if isinstance(result, Activation) else None


def _deleted(prices: Prices, code: Code, oparg: int) -> object:
    return code.names[oparg], prices.table.price("DELETE_ATTR")


@rule(
    Op.DELETE_ATTR,
    stack="object --",
    charge=Charge.SIZED,
    raises=_ERRORS,
    effect=Effect.WRITES,
    prepare=_deleted,
)
def delete_attr(machine: Machine, frame: Frame, operand: tuple[str, Price]) -> int | None:
    """`del object.name`."""
    name, price = operand
    result = set_attribute(machine, frame.stack.pop(), name, ABSENT, price)
    return machine.enter(result, drop) if isinstance(result, Activation) else None


def _super(prices: Prices, code: Code, oparg: int) -> object:
    return code.names[oparg >> 2], oparg & 3, prices.table.price("LOAD_SUPER_ATTR")


@rule(
    Op.LOAD_SUPER_ATTR,
    stack="super, class, receiver -- attribute | function, receiver or null",
    charge=Charge.SIZED,
    raises=("AttributeError", "TypeError", "RecursionError", "user-error"),
    effect=Effect.WRITES,
    prepare=_super,
)
def load_super_attr(machine: Machine, frame: Frame, operand: tuple[str, int, Price]) -> int | None:
    """`super().name` without making the `super` object when it is the builtin one.

    Bit 0 of the flags: for a call, as in LOAD_ATTR; bit 1: written with two arguments.
    """
    name, flags, price = operand
    stack = frame.stack
    receiver = stack.pop()
    cls = stack.pop()
    callee = stack.pop()
    for_call = bool(flags & 1)
    if callee is not CLASSES["super"]:
        arguments = [cls, receiver] if flags & 2 else []
        custom = NativeFrame(_custom_super(machine, callee, arguments, name, price))
        return machine.enter(custom, _attribute_and_null if for_call else None)
    made = super_of(machine, cls, receiver)
    if isinstance(made, Super):
        result = super_attribute(machine, made, name, price)
    else:
        result = NativeFrame(_claimed_attribute(machine, made, name, price))
    if isinstance(result, Activation):
        return machine.enter(result, _attribute_and_null if for_call else None)
    if for_call and type(result) is BoundMethod and result.receiver is receiver:
        stack.append(result.function)
        stack.append(receiver)
        return None
    stack.append(result)
    if for_call:
        stack.append(NULL)
    return None


def _custom_super(
    machine: Machine, callee: Value, arguments: list[Value], name: str, price: Price
) -> Suspended:
    made = yield dispatch(machine, callee, arguments, None)
    return (yield get_attribute(machine, made, name, price))


def _claimed_attribute(machine: Machine, started: Value, name: str, price: Price) -> Suspended:
    made = yield started
    return (yield super_attribute(machine, made, name, price))


def super_of(machine: Machine, cls: Value, receiver: Value) -> Value:
    """`super(cls, receiver)`, or an activation where the receiver may only claim to belong."""
    if not isinstance(cls, Class):
        raise type_error(f"super() argument 1 must be a type, not {class_of(cls).name}")
    if isinstance(receiver, Class) and is_subclass(receiver, cls):
        return Super(cls, receiver, receiver)
    own = class_of(receiver)
    if is_subclass(own, cls):
        return Super(cls, receiver, own)
    return NativeFrame(_claimed_super(machine, cls, receiver, own))


def _claimed_super(machine: Machine, cls: Class, receiver: Value, own: Class) -> Suspended:
    """The same by `__class__` of the receiver; raises TypeError if that is no help."""
    claimed = yield from claimed_class(machine, receiver)
    if isinstance(claimed, Class) and claimed is not own and is_subclass(claimed, cls):
        return Super(cls, receiver, claimed)
    shown = f"type {receiver.name}" if isinstance(receiver, Class) else f"instance of {own.name}"
    raise type_error(
        f"super(type, obj): obj ({shown}) is not an instance or subtype of type ({cls.name})."
    )


def _special(prices: Prices, code: Code, oparg: int) -> object:
    return SPECIAL_METHOD_NAMES[oparg], prices.table.price("LOAD_SPECIAL")


@rule(
    Op.LOAD_SPECIAL,
    stack="object -- function, receiver or null",
    charge=Charge.SIZED,
    raises=("TypeError", "user-error"),
    effect=Effect.WRITES,
    prepare=_special,
)
def load_special(machine: Machine, frame: Frame, operand: tuple[str, Price]) -> int | None:
    """Push the special method of `with` that the operand names, looked up in the class."""
    name, price = operand
    receiver = frame.stack.pop()
    cls = class_of(receiver)
    found, visited = lookup(cls, name)
    machine.meter.charge(price.cost(visited))
    if found is ABSENT:
        raise type_error(_not_a_context_manager(cls, name))
    if isinstance(found, Function) or (isinstance(found, Native) and found.binds):
        frame.stack.append(found)
        frame.stack.append(receiver)
        return None
    result = bind(machine, found, receiver, cls)
    if isinstance(result, Activation):
        return machine.enter(result, _attribute_and_null)
    _attribute_and_null(machine, frame, operand, result)
    return None


def _not_a_context_manager(cls: Class, name: str) -> str:
    text = (
        f"'{cls.qualname}' object does not support the context manager protocol "
        f"(missed {name} method)"
    )
    if all(lookup(cls, each)[0] is not ABSENT for each in ("__aenter__", "__aexit__")):
        text += (
            " but it supports the asynchronous context manager protocol. "
            "Did you mean to use 'async with'?"
        )
    return text
