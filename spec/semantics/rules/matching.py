"""Patterns of `match`."""

from __future__ import annotations

from spec.bytecode.code import Code
from spec.bytecode.instructions import Op
from spec.gas_table import Price
from spec.semantics.attributes import get_attribute
from spec.semantics.builtin_classes import CLASSES, class_of, is_subclass, type_name
from spec.semantics.containers import find_key, put
from spec.semantics.frame import Activation, Frame, NativeFrame, Suspended
from spec.semantics.length import length
from spec.semantics.lookup import lookup
from spec.semantics.machine import Machine
from spec.semantics.prices import Prices
from spec.semantics.raising import Raise, attribute_error, type_error, value_error
from spec.semantics.registry import Charge, Effect, rule
from spec.semantics.special import call_special
from spec.semantics.values import ABSENT, Class, Dict, Entry, Instance, Object, Set, Value


@rule(
    Op.GET_LEN,
    stack="value -- value, int",
    raises=("TypeError", "ValueError", "OverflowError", "user-error"),
    effect=Effect.WRITES,
)
def get_len(machine: Machine, frame: Frame, operand: object) -> int | None:
    """Push `len` of the top."""
    result = length(machine, frame.stack[-1])
    if isinstance(result, Activation):
        return machine.enter(result)
    frame.stack.append(result)
    return None


def _has_pattern(value: Value, pattern: str) -> bool:
    for cls in class_of(value).mro:
        if cls.pattern:
            return cls.pattern == pattern
    return False


@rule(Op.MATCH_SEQUENCE, stack="subject -- subject, bool")
def match_sequence(machine: Machine, frame: Frame, operand: object) -> None:
    """Push whether the top is a sequence for patterns: no str, bytes or bytearray."""
    frame.stack.append(_has_pattern(frame.stack[-1], "sequence"))


@rule(Op.MATCH_MAPPING, stack="subject -- subject, bool")
def match_mapping(machine: Machine, frame: Frame, operand: object) -> None:
    """Push whether the top is a mapping for patterns."""
    frame.stack.append(_has_pattern(frame.stack[-1], "mapping"))


@rule(
    Op.MATCH_KEYS,
    stack="subject, keys -- subject, keys, values or none",
    charge=Charge.SIZED,
    raises=("ValueError", "TypeError", "AttributeError", "user-error"),
    effect=Effect.WRITES,
)
def match_keys(machine: Machine, frame: Frame, operand: object) -> int:
    """Push the values of a mapping for a tuple of keys, or None if one is missing."""
    keys = frame.stack[-1]
    subject = frame.stack[-2]
    assert isinstance(keys, tuple)
    price = machine.revision.op_price(Op.MATCH_KEYS)
    return machine.enter(NativeFrame(_values_of(machine, subject, keys, price)))


def _values_of(
    machine: Machine, subject: Value, keys: tuple[Value, ...], price: Price
) -> Suspended:
    machine.meter.charge(price.cost(0))
    each_price = price.cost(1) - price.cost(0)
    seen = Set()
    values: list[Value] = []
    for key in keys:
        machine.meter.charge(each_price)
        if (yield find_key(machine, seen, key)) is not None:
            text = yield from _key_text(machine, key)
            raise value_error(f"mapping pattern checks duplicate key ({text})")
        yield put(machine, seen, key, None)
        value = yield from _value_of(machine, subject, key)
        if value is ABSENT:
            return None
        values.append(value)
    return tuple(values)


def _key_text(machine: Machine, key: Value) -> Suspended:
    from spec.semantics.text import repr_of

    return (yield repr_of(machine, machine.unit("builtin.repr"), key))


def _value_of(machine: Machine, subject: Value, key: Value) -> Suspended:
    """`subject.get(key, marker)`, which never makes a missing key."""
    if isinstance(subject, Dict):
        entry = yield find_key(machine, subject, key)
        return entry.value if isinstance(entry, Entry) else ABSENT
    cls = class_of(subject)
    found = lookup(cls, "get")[0]
    if isinstance(subject, Instance) and isinstance(subject.payload, Dict):
        if getattr(found, "key", "") == "dict.get":
            entry = yield find_key(machine, subject.payload, key)
            return entry.value if isinstance(entry, Entry) else ABSENT
    if found is ABSENT:
        # Compiled code asks MATCH_MAPPING first, and every mapping has it.
        text = f"'{type_name(subject)}' object has no attribute 'get'"
        raise attribute_error(text, subject, "get")
    marker = Object()
    value = yield call_special(machine, found, subject, [key, marker])
    return ABSENT if value is marker else value


def _class_operand(prices: Prices, code: Code, oparg: int) -> object:
    return oparg, prices.table.price("MATCH_CLASS")


@rule(
    Op.MATCH_CLASS,
    stack="subject, class, names -- values or none",
    charge=Charge.SIZED,
    raises=("TypeError", "user-error"),
    effect=Effect.WRITES,
    prepare=_class_operand,
)
def match_class(machine: Machine, frame: Frame, operand: tuple[int, Price]) -> int:
    """Push the attributes that a class pattern asks for, or None if it does not match."""
    count, price = operand
    names = frame.stack.pop()
    cls = frame.stack.pop()
    subject = frame.stack.pop()
    assert isinstance(names, tuple)
    return machine.enter(NativeFrame(_match(machine, subject, cls, count, names, price)))


def _match(
    machine: Machine, subject: Value, cls: Value, count: int, names: tuple[Value, ...],
    price: Price,
) -> Suspended:  # fmt: skip
    from spec.semantics.instances import is_instance

    machine.meter.charge(price.cost(count + len(names)))
    if not isinstance(cls, Class):
        raise type_error("called match pattern must be a class")
    if (yield is_instance(machine, subject, cls)) is not True:
        return None
    values: list[Value] = []
    seen: list[str] = []
    if count:
        positional = yield from _match_args(machine, cls, count)
        if positional is None:
            values.append(subject)
        else:
            for name in positional:
                value = yield from _pattern_attribute(machine, subject, cls, name, seen)
                if value is ABSENT:
                    return None
                values.append(value)
    for name in names:
        assert isinstance(name, str)
        value = yield from _pattern_attribute(machine, subject, cls, name, seen)
        if value is ABSENT:
            return None
        values.append(value)
    return tuple(values)


def _match_args(machine: Machine, cls: Class, count: int) -> Suspended:
    """The names of the positional patterns; None when the subject itself is meant."""
    price = machine.revision.attribute_price
    try:
        found = yield get_attribute(machine, cls, "__match_args__", price)
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["AttributeError"]):
            raise
        found = ()
        if any(entry.match_self for entry in cls.mro):
            if count > 1:
                raise _too_many(cls, 1, count) from None
            return None
    if not isinstance(found, tuple):
        raise type_error(f"{cls.name}.__match_args__ must be a tuple (got {type_name(found)})")
    if len(found) < count:
        raise _too_many(cls, len(found), count)
    for name in found[:count]:
        if not isinstance(name, str):
            raise type_error(f"__match_args__ elements must be strings (got {type_name(name)})")
    return found[:count]


def _too_many(cls: Class, allowed: int, given: int) -> Raise:
    plural = "" if allowed == 1 else "s"
    return type_error(
        f"{cls.name}() accepts {allowed} positional sub-pattern{plural} ({given} given)"
    )


def _pattern_attribute(
    machine: Machine, subject: Value, cls: Class, name: str, seen: list[str]
) -> Suspended:
    if name in seen:
        raise type_error(f"{cls.name}() got multiple sub-patterns for attribute '{name}'")
    seen.append(name)
    try:
        return (yield get_attribute(machine, subject, name, machine.revision.attribute_price))
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["AttributeError"]):
            raise
        return ABSENT
