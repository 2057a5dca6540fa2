"""Membership, unpacking and extending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spec.gas_table import Price
from spec.gas_table.sizes import sequence_size
from spec.semantics.builtin_classes import class_of, type_name
from spec.semantics.comparison import equal
from spec.semantics.containers import find_element, find_key, find_name, join_entries, put, stored
from spec.semantics.frame import Activation, NativeFrame, Suspended
from spec.semantics.iteration import advance, ask_for_length, get_iterator, refuse_endless
from spec.semantics.lookup import lookup
from spec.semantics.raising import Raise, type_error, value_error
from spec.semantics.special import call_special
from spec.semantics.truth import truth
from spec.semantics.values import (
    ABSENT,
    ByteArray,
    Dict,
    DictView,
    Finished,
    FrozenSet,
    Instance,
    List,
    MappingProxy,
    Range,
    Set,
    Table,
    Value,
)

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def contains(machine: Machine, container: Value, element: Value) -> Value:
    """`element in container`: a bool, or an activation."""
    prices = machine.revision.prices.contains
    price = prices.of(container)
    if isinstance(container, str):
        if isinstance(element, Instance) and isinstance(element.payload, str):
            element = element.payload
        if not isinstance(element, str):
            machine.meter.charge(price.base)
            raise type_error(
                f"'in <string>' requires string as left operand, not {type_name(element)}"
            )
        machine.meter.charge(price.cost(len(container)))
        return element in container
    if isinstance(container, (List, tuple)):
        return _contains_item(machine, price, container, element)
    if isinstance(container, (Dict, Set, FrozenSet)):
        machine.meter.charge(price.base)
        return _contains_key(machine, container, element)
    if isinstance(container, Range):
        if isinstance(element, int):
            return _contains_int(machine, price, container, int(element))
        return NativeFrame(_contains_by_iteration(machine, price, container, element))
    if isinstance(container, MappingProxy):
        machine.meter.charge(price.base)
        if not isinstance(element, str):
            return NativeFrame(_contains_name(machine, container, element))
        return element in container.names
    return _contains_rare(machine, price, container, element)


def _contains_name(machine: Machine, container: MappingProxy, element: Value) -> Suspended:
    return (yield from find_name(machine, container.names, element)) is not ABSENT


def _contains_rare(machine: Machine, price: Price, container: Value, element: Value) -> Value:
    if isinstance(container, DictView) and container.part == "keys":
        machine.meter.charge(price.base)
        return _contains_key(machine, container.table, element)
    if isinstance(container, DictView) and container.part == "items":
        machine.meter.charge(price.base)
        return NativeFrame(_contains_pair(machine, container, element))
    if isinstance(container, (bytes, ByteArray)):
        return NativeFrame(_contains_byte(machine, price, container, element))
    cls = class_of(container)
    found = lookup(cls, "__contains__")[0]
    if found is None:
        raise type_error(f"'{cls.name}' object is not a container")
    if found is not ABSENT:
        machine.meter.charge(price.cost(*[0 for _ in price.sizes]))
        return NativeFrame(_contains_by_method(machine, container, found, element))
    return NativeFrame(_contains_by_iteration(machine, price, container, element))


def _contains_item(machine: Machine, price: Price, container: Value, element: Value) -> Value:
    """Item by item, each paid before it is compared; the stored item on the left."""
    machine.meter.charge(price.cost(0))
    each_price = price.cost(1) - price.cost(0)
    items = container.items if isinstance(container, List) else container
    assert isinstance(items, (list, tuple))
    position = 0
    while position < len(items):
        machine.meter.charge(each_price)
        answer = equal(machine, items[position], element)
        if isinstance(answer, Activation):
            return NativeFrame(
                _contains_slowly(machine, each_price, items, element, position, answer)
            )
        if answer is True:
            return True
        position += 1
    return False


def _contains_slowly(
    machine: Machine, each_price: int, items: list[Value] | tuple[Value, ...], element: Value,
    position: int, started: Activation,
) -> Suspended:  # fmt: skip
    answer = yield started
    while answer is not True:
        position += 1
        if position >= len(items):
            return False
        machine.meter.charge(each_price)
        answer = yield equal(machine, items[position], element)
    return True


def _contains_key(machine: Machine, table: Dict | Set | FrozenSet, element: Value) -> Value:
    look_up = find_key if isinstance(table, Dict) else find_element
    entry = look_up(machine, table, element)
    if isinstance(entry, Activation):
        return NativeFrame(_is_found(entry))
    return entry is not None


def _is_found(started: Activation) -> Suspended:
    return (yield started) is not None


def _contains_pair(machine: Machine, view: DictView, element: Value) -> Suspended:
    if not isinstance(element, tuple) or len(element) != 2:
        return False
    entry = yield find_key(machine, view.table, element[0])
    if entry is None:
        return False
    return (yield equal(machine, entry.value, element[1]))


def _contains_int(machine: Machine, price: Price, container: Range, element: int) -> bool:
    machine.meter.charge(price.cost(element.bit_length(), container.step.bit_length()))
    low, high = container.start, container.stop
    if container.step < 0:
        low, high = high + 1, low + 1
    return low <= element < high and (element - container.start) % container.step == 0


def _contains_byte(
    machine: Machine, price: Price, container: bytes | ByteArray, element: Value
) -> Suspended:
    from spec.semantics.indices import index_else

    data = bytes(container.data) if isinstance(container, ByteArray) else container
    machine.meter.charge(price.cost(len(data)))
    if isinstance(element, (bytes, ByteArray)):
        part = bytes(element.data) if isinstance(element, ByteArray) else element
        return part in data
    text = f"a bytes-like object is required, not '{type_name(element)}'"
    try:
        value = yield from index_else(machine, element, text)
    except Raise as raised:  # whatever `__index__` raises, it is no byte
        if isinstance(element, Instance):
            raise type_error(text) from None
        raise raised from None
    if not 0 <= value < 256:
        raise value_error("byte must be in range(0, 256)")
    return value in data


def _contains_by_method(
    machine: Machine, container: Value, found: Value, element: Value
) -> Suspended:
    answer = yield call_special(machine, found, container, [element])
    return (yield truth(machine, answer))


def _contains_by_iteration(
    machine: Machine, price: Price, container: Value, element: Value
) -> Suspended:
    sizes = len(price.sizes)
    machine.meter.charge(price.cost(*[0] * sizes))
    each_price = price.cost(*[1] * sizes) - price.cost(*[0] * sizes)
    cls = class_of(container)
    try:
        iterator = yield get_iterator(machine, container)
    except Raise as raised:
        if raised.error.cls.name == "TypeError" and not isinstance(container, Instance):
            raise type_error(
                f"argument of type '{cls.name}' is not a container or iterable"
            ) from None
        if raised.error.cls.name == "TypeError" and lookup(cls, "__iter__")[0] in (ABSENT, None):
            raise type_error(
                f"argument of type '{cls.name}' is not a container or iterable"
            ) from None
        raise
    while True:
        machine.meter.charge(each_price)
        item = yield advance(machine, iterator)
        if type(item) is Finished:
            return False
        if (yield equal(machine, item, element)) is True:
            return True


# --- Unpacking


def unpack(machine: Machine, value: Value, count: int, price: Price) -> Value:
    """Exactly `count` items, as a host list; or an activation that will deliver it."""
    if isinstance(value, (tuple, List)):
        items = value.items if isinstance(value, List) else value
        machine.meter.charge(price.cost(count))
        if len(items) > count:
            raise value_error(f"too many values to unpack (expected {count}, got {len(items)})")
        if len(items) < count:
            raise _too_few(count, len(items), "")
        return list(items)
    return NativeFrame(_unpack_slowly(machine, value, count, -1, price))


def unpack_around_star(
    machine: Machine, value: Value, before: int, after: int, price: Price
) -> NativeFrame:
    """`before` items, a list of those between, and `after` items."""
    return NativeFrame(_unpack_slowly(machine, value, before, after, price))


def _too_few(wanted: int, found: int, least: str) -> Raise:
    return value_error(f"not enough values to unpack (expected {least}{wanted}, got {found})")


def _unpack_slowly(
    machine: Machine, value: Value, count: int, after: int, price: Price
) -> Suspended:
    total = count if after < 0 else count + after
    iterator = yield from unpack_iterator(machine, value)
    machine.meter.charge(price.cost(count))  # what is behind the star pays as it comes
    items: list[Value] = []
    while len(items) < count:
        item = yield advance(machine, iterator)
        if type(item) is Finished:
            raise _too_few(total, len(items), "" if after < 0 else "at least ")
        items.append(item)
    if after < 0:
        item = yield advance(machine, iterator)
        if type(item) is Finished:
            return items
        if isinstance(value, Dict):
            raise value_error(f"too many values to unpack (expected {count}, got {value.count})")
        raise value_error(f"too many values to unpack (expected {count})")
    each_price = price.cost(1) - price.cost(0)
    rest: list[Value] = []
    while True:
        item = yield advance(machine, iterator)
        if type(item) is Finished:
            break
        machine.meter.charge(each_price)
        rest.append(item)
    if len(rest) < after:
        raise _too_few(total, count + len(rest), "at least ")
    machine.allocate(sequence_size(len(rest) - after))
    middle = List(rest[: len(rest) - after])
    return [*items, middle, *rest[len(rest) - after :]]


def unpack_iterator(machine: Machine, value: Value) -> Suspended:
    """The iterator of what is to be unpacked, with the error that unpacking words."""
    cls = class_of(value)
    try:
        return (yield get_iterator(machine, value))
    except Raise as raised:
        plain = raised.error.cls.name == "TypeError"
        if (
            plain
            and lookup(cls, "__iter__")[0] is ABSENT
            and lookup(cls, "__getitem__")[0] is ABSENT
        ):
            raise type_error(f"cannot unpack non-iterable {cls.name} object") from None
        raise


# --- Extending


def extend_list(machine: Machine, price: Price, target: List, iterable: Value) -> Value:
    """`target += iterable`: `target`, or an activation that will deliver it."""
    if isinstance(iterable, (List, tuple)):
        added = iterable.items if isinstance(iterable, List) else iterable
        machine.meter.charge(price.cost(len(added)))
        length = len(target.items)
        machine.grow(sequence_size(length), sequence_size(length + len(added)))
        if added:
            note_growth(machine, target)
        target.items.extend(added)
        return target
    return NativeFrame(_extend_slowly(machine, price, target, iterable))


def _extend_slowly(machine: Machine, price: Price, target: List, iterable: Value) -> Suspended:
    iterator = yield get_iterator(machine, iterable)
    yield from ask_for_length(machine, iterable)
    machine.meter.charge(price.cost(0))
    refuse_endless(machine, iterable)
    each_price = price.cost(1) - price.cost(0)
    while True:
        item = yield advance(machine, iterator)
        if type(item) is Finished:
            return target
        machine.meter.charge(each_price)
        append(machine, target, item)


def add_all(machine: Machine, each: int, target: Table, iterable: Value) -> Suspended:
    """Add the elements of an iterable to a set, each for a price that is paid before it is added.

    Those of a set, and the keys of a dict, have their hashes already.
    """
    held = stored(iterable)
    if held is not None:
        yield from join_entries(machine, target, held, each)
        return None
    iterator = yield get_iterator(machine, iterable)
    while True:
        element = yield advance(machine, iterator)
        if type(element) is Finished:
            return None
        machine.meter.charge(each)
        yield put(machine, target, element, None)


def note_growth(machine: Machine, target: List) -> None:
    """Note that a list grows which is being sorted, so that its sort sees it, whatever is left."""
    if machine.sorting and target in machine.sorting:
        machine.sorting[target] = True


def append(machine: Machine, target: List, item: Value) -> None:
    """Append to a list and pay for its growth."""
    length = len(target.items)
    machine.grow(sequence_size(length), sequence_size(length + 1))
    note_growth(machine, target)
    target.items.append(item)
