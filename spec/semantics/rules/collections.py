"""Building and filling lists, tuples, dicts and sets; unpacking."""

from __future__ import annotations

from spec.bytecode.code import Code
from spec.bytecode.instructions import Op
from spec.gas_table import Price
from spec.gas_table.sizes import dict_size, sequence_size, set_size
from spec.semantics.builtin_classes import CLASSES, is_subclass, type_name
from spec.semantics.containers import find_key, put
from spec.semantics.frame import Activation, Frame, NativeFrame, Suspended
from spec.semantics.machine import Machine
from spec.semantics.mappings import merge_mapping, plain_dict
from spec.semantics.prices import Prices
from spec.semantics.raising import Raise, key_error, type_error
from spec.semantics.registry import Charge, Effect, rule
from spec.semantics.rules.variables import drop
from spec.semantics.sequences import add_all, append, extend_list, unpack, unpack_around_star
from spec.semantics.values import (
    Dict,
    List,
    Set,
    Slice,
    Table,
    Value,
)


def take(frame: Frame, count: int) -> list[Value]:
    """Pop `count` items, the deepest first."""
    if not count:
        return []
    items = frame.stack[-count:]
    del frame.stack[-count:]
    return items


@rule(Op.BUILD_TUPLE, stack="*items -- tuple", charge=Charge.COUNTED)
def build_tuple(machine: Machine, frame: Frame, count: int) -> None:
    """Pop items into a new tuple."""
    machine.allocate(sequence_size(count))
    frame.stack.append(tuple(take(frame, count)))


@rule(Op.BUILD_LIST, stack="*items -- list", charge=Charge.COUNTED)
def build_list(machine: Machine, frame: Frame, count: int) -> None:
    """Pop items into a new list."""
    machine.allocate(sequence_size(count))
    frame.stack.append(List(take(frame, count)))


@rule(
    Op.BUILD_MAP,
    stack="*pairs -- dict",
    charge=Charge.COUNTED,
    raises=("TypeError", "RecursionError", "user-error"),
    effect=Effect.WRITES,
)
def build_map(machine: Machine, frame: Frame, count: int) -> int | None:
    """Pop pairs of key and value into a new dict, in order."""
    machine.allocate(dict_size(count))
    items = take(frame, 2 * count)
    made = Dict()
    return _fill(machine, frame, made, items[::2], items[1::2])


@rule(
    Op.BUILD_SET,
    stack="*items -- set",
    charge=Charge.COUNTED,
    raises=("TypeError", "RecursionError", "user-error"),
    effect=Effect.WRITES,
)
def build_set(machine: Machine, frame: Frame, count: int) -> int | None:
    """Pop items into a new set, in order."""
    machine.allocate(set_size(count))
    items = take(frame, count)
    return _fill(machine, frame, Set(), items, [None] * count)


def _fill(
    machine: Machine, frame: Frame, table: Table, keys: list[Value], values: list[Value]
) -> int | None:
    for position, key in enumerate(keys):
        result = put(machine, table, key, values[position])
        if isinstance(result, Activation):
            return machine.enter(
                NativeFrame(_fill_slowly(machine, table, keys, values, position, result))
            )
    frame.stack.append(table)
    return None


def _fill_slowly(
    machine: Machine, table: Table, keys: list[Value], values: list[Value], position: int,
    started: Activation,
) -> Suspended:  # fmt: skip
    yield started
    for later in range(position + 1, len(keys)):
        yield put(machine, table, keys[later], values[later])
    return table


@rule(Op.BUILD_SLICE, stack="start, stop, step? -- slice")
def build_slice(machine: Machine, frame: Frame, count: int) -> None:
    """Pop two or three parts into a slice."""
    parts = take(frame, count)
    frame.stack.append(Slice(parts[0], parts[1], parts[2] if count == 3 else None))


# --- Filling what lies `depth` below the top


@rule(
    Op.LIST_APPEND,
    stack="list, *between, item -- list, *between",
    raises=("MemoryError",),
    effect=Effect.WRITES,
)
def list_append(machine: Machine, frame: Frame, depth: int) -> None:
    """Append the top to the list that is `depth` below it: a list comprehension."""
    item = frame.stack.pop()
    target = frame.stack[-depth]
    assert isinstance(target, List)
    append(machine, target, item)


@rule(
    Op.SET_ADD,
    stack="set, *between, item -- set, *between",
    raises=("TypeError", "RecursionError", "user-error"),
    effect=Effect.WRITES,
)
def set_add(machine: Machine, frame: Frame, depth: int) -> int | None:
    """Add the top to the set that is `depth` below it: a set comprehension."""
    item = frame.stack.pop()
    target = frame.stack[-depth]
    assert isinstance(target, Set)
    result = put(machine, target, item, None)
    return machine.enter(result, drop) if isinstance(result, Activation) else None


@rule(
    Op.MAP_ADD,
    stack="dict, *between, key, value -- dict, *between",
    raises=("TypeError", "RecursionError", "user-error"),
    effect=Effect.WRITES,
)
def map_add(machine: Machine, frame: Frame, depth: int) -> int | None:
    """Set a pair in the dict that is `depth` below it: a dict comprehension."""
    value = frame.stack.pop()
    key = frame.stack.pop()
    target = frame.stack[-depth]
    assert isinstance(target, Dict)
    result = put(machine, target, key, value)
    return machine.enter(result, drop) if isinstance(result, Activation) else None


@rule(
    Op.LIST_EXTEND,
    stack="list, *between, iterable -- list, *between",
    charge=Charge.SIZED,
    raises=("TypeError", "ValueError", "MemoryError", "user-error"),
    effect=Effect.WRITES,
)
def list_extend(machine: Machine, frame: Frame, depth: int) -> int | None:
    """Append all elements of the top to the list that is `depth` below it: `[*x]`."""
    iterable = frame.stack.pop()
    target = frame.stack[-depth]
    assert isinstance(target, List)
    price = machine.revision.op_price(Op.LIST_EXTEND)
    if isinstance(iterable, (List, tuple)):
        extend_list(machine, price, target, iterable)
        return None
    return machine.enter(NativeFrame(_extend_list(machine, price, target, iterable)), drop)


def _extend_list(machine: Machine, price: Price, target: List, iterable: Value) -> Suspended:
    if _not_iterable(iterable):
        machine.meter.charge(price.base)
        raise type_error(f"Value after * must be an iterable, not {type_name(iterable)}")
    yield extend_list(machine, price, target, iterable)


def _not_iterable(value: Value) -> bool:
    from spec.semantics.builtin_classes import class_of
    from spec.semantics.lookup import lookup
    from spec.semantics.values import ABSENT

    cls = class_of(value)
    return all(lookup(cls, name)[0] is ABSENT for name in ("__iter__", "__getitem__"))


@rule(
    Op.SET_UPDATE,
    stack="set, *between, iterable -- set, *between",
    charge=Charge.SIZED,
    raises=("TypeError", "RecursionError", "user-error"),
    effect=Effect.WRITES,
)
def set_update(machine: Machine, frame: Frame, depth: int) -> int | None:
    """Add all elements of the top to the set that is `depth` below it: `{*x}`."""
    iterable = frame.stack.pop()
    target = frame.stack[-depth]
    assert isinstance(target, Set)
    price = machine.revision.op_price(Op.SET_UPDATE)
    return machine.enter(NativeFrame(_update_set(machine, price, target, iterable)), drop)


def _update_set(machine: Machine, price: Price, target: Set, iterable: Value) -> Suspended:
    machine.meter.charge(price.base)
    yield from add_all(machine, price.surcharge(1), target, iterable)


@rule(
    Op.DICT_UPDATE,
    stack="dict, *between, mapping -- dict, *between",
    charge=Charge.SIZED,
    raises=("TypeError", "user-error"),
    effect=Effect.WRITES,
)
def dict_update(machine: Machine, frame: Frame, depth: int) -> int | None:
    """Set all pairs of the top in the dict that is `depth` below it: `{**x}`."""
    mapping = frame.stack.pop()
    target = frame.stack[-depth]
    assert isinstance(target, Dict)
    price = machine.revision.op_price(Op.DICT_UPDATE)
    return machine.enter(NativeFrame(_update_dict(machine, price, target, mapping)), drop)


def _update_dict(machine: Machine, price: Price, target: Dict, mapping: Value) -> Suspended:
    try:
        yield from merge_mapping(machine, target, mapping, price)
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["AttributeError"]):
            raise
        raise type_error(f"'{type_name(mapping)}' object is not a mapping") from None


@rule(
    Op.DICT_MERGE,
    stack="callable, null, args, dict, *between, mapping -- callable, null, args, dict, *between",
    charge=Charge.SIZED,
    raises=("TypeError", "user-error"),
    effect=Effect.WRITES,
)
def dict_merge(machine: Machine, frame: Frame, depth: int) -> int | None:
    """As DICT_UPDATE, for the keywords of a call: a key that is there already is an error."""
    mapping = frame.stack.pop()
    target = frame.stack[-depth]
    callee = frame.stack[-depth - 3]
    assert isinstance(target, Dict)
    price = machine.revision.op_price(Op.DICT_MERGE)
    return machine.enter(NativeFrame(_merge(machine, price, target, mapping, callee)), drop)


def _merge(
    machine: Machine, price: Price, target: Dict, mapping: Value, callee: Value
) -> Suspended:
    from spec.semantics.callables import callable_text
    from spec.semantics.text import str_of

    plain = plain_dict(mapping)
    if plain is not None and _all_texts(plain):
        machine.meter.charge(price.cost(plain.count))
        for key, value in plain.pairs():
            if (yield find_key(machine, target, key)) is not None:
                raise _given_twice(callee, key)
            yield put(machine, target, key, value)
        return
    try:
        yield from merge_mapping(machine, target, mapping, price, refusal=key_error)
    except Raise as raised:
        error = raised.error
        if is_subclass(error.cls, CLASSES["AttributeError"]):
            kind = type_name(mapping)
            raise type_error(
                f"{callable_text(callee)} argument after ** must be a mapping, not {kind}"
            ) from None
        if is_subclass(error.cls, CLASSES["KeyError"]) and len(error.args) == 1:
            # As if it were that of a key that is there already.
            raise _given_twice(callee, (yield str_of(machine, 0, error.args[0]))) from None
        raise


def _given_twice(callee: Value, key: Value) -> Exception:
    from spec.semantics.callables import callable_text

    text = f"got multiple values for keyword argument '{key}'"
    return type_error(f"{callable_text(callee)} {text}")


def _all_texts(plain: Dict) -> bool:
    """Whether all keys may be keywords."""
    entry = plain.first
    while entry is not None:
        if not isinstance(entry.key, str):
            return False
        entry = entry.following
    return True


# --- Unpacking


def _unpack_price(prices: Prices, code: Code, oparg: int) -> object:
    return oparg, prices.table.price("UNPACK_SEQUENCE")


@rule(
    Op.UNPACK_SEQUENCE,
    stack="iterable -- *items",
    charge=Charge.SIZED,
    raises=("TypeError", "ValueError", "user-error"),
    effect=Effect.WRITES,
    prepare=_unpack_price,
)
def unpack_sequence(machine: Machine, frame: Frame, operand: tuple[int, Price]) -> int | None:
    """Replace the top by its items, the first on top; there must be exactly that many."""
    count, price = operand
    result = unpack(machine, frame.stack.pop(), count, price)
    if isinstance(result, Activation):
        return machine.enter(result, _unpacked)
    _unpacked(machine, frame, operand, result)
    return None


def _unpacked(machine: Machine, frame: Frame, operand: object, value: Value) -> None:
    assert isinstance(value, list)
    frame.stack.extend(reversed(value))


@rule(
    Op.UNPACK_EX,
    stack="iterable -- *after, list, *before",
    charge=Charge.SIZED,
    raises=("TypeError", "ValueError", "MemoryError", "user-error"),
    effect=Effect.WRITES,
)
def unpack_ex(machine: Machine, frame: Frame, counts: int) -> int | None:
    """Replace the top by its first items, a list of the middle and its last items."""
    value = frame.stack.pop()
    price = machine.revision.op_price(Op.UNPACK_EX)
    made = unpack_around_star(machine, value, counts & 255, counts >> 8, price)
    return machine.enter(made, _unpacked)
