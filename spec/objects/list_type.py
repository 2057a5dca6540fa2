"""`list` and `tuple`: construction and methods."""

from __future__ import annotations

from spec.gas_table.sizes import sequence_size
from spec.objects.paying import pay, pay_base, pay_more, price_of
from spec.semantics.builtin_classes import LIST, TUPLE
from spec.semantics.comparison import equal
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.indices import check_count_size, index_of, is_index
from spec.semantics.iteration import (
    advance,
    ask_for_length,
    collect,
    get_iterator,
    refuse_endless,
    surcharge_of,
)
from spec.semantics.machine import Machine
from spec.semantics.natives import method, static_method
from spec.semantics.raising import index_error, type_error, value_error
from spec.semantics.sequences import append, extend_list, note_growth
from spec.semantics.sorting import sort_items
from spec.semantics.truth import truth
from spec.semantics.values import (
    ABSENT,
    Class,
    Finished,
    Instance,
    List,
    ReverseIterator,
    Value,
)


def _list(value: Value) -> List:
    assert isinstance(value, List)
    return value


# --- Construction


@static_method(LIST, "__new__", "cls, *args, **kwargs", when_called=True)
def list_new(machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """An empty list; `__init__` fills it."""
    made = List([])
    return made if cls is LIST else Instance(_class(cls), made)


def _class(value: Value) -> Class:
    assert isinstance(value, Class)
    return value


@method(LIST, "__init__", "self, iterable=, /", raises=("TypeError", "MemoryError"))
def list_init(machine: Machine, receiver: Value, iterable: Value) -> Value:
    """Replace the items by the elements of an iterable."""
    target = _list(receiver)
    pay_base(machine, "builtin.list")
    target.items.clear()
    if iterable is ABSENT:
        return None
    return NativeFrame(_fill(machine, target, iterable))


def _fill(machine: Machine, target: List, iterable: Value) -> Suspended:
    if isinstance(iterable, (List, tuple)):
        items = iterable.items if isinstance(iterable, List) else iterable
        pay_more(machine, "builtin.list", len(items))
        machine.allocate(sequence_size(len(items)))
        if items:
            note_growth(machine, target)
        target.items.extend(items)
        return None
    iterator = yield get_iterator(machine, iterable)
    yield from ask_for_length(machine, iterable)
    refuse_endless(machine, iterable)
    while True:
        item = yield advance(machine, iterator)
        if type(item) is Finished:
            return None
        pay_more(machine, "builtin.list", 1)
        append(machine, target, item)


@static_method(TUPLE, "__new__", "cls, iterable=, /", raises=("TypeError", "MemoryError"))
def tuple_new(machine: Machine, cls: Value, iterable: Value) -> Value:
    """A tuple of the elements of an iterable."""
    pay_base(machine, "builtin.tuple")
    if iterable is ABSENT:
        made: tuple[Value, ...] = ()
        return made if cls is TUPLE else Instance(_class(cls), made)
    if type(iterable) is tuple and cls is TUPLE:
        return iterable
    return NativeFrame(_tuple(machine, cls, iterable))


def _tuple(machine: Machine, cls: Value, iterable: Value) -> Suspended:
    price = price_of(machine, "builtin.tuple")
    items = yield from collect(machine, iterable, surcharge_of(price))
    machine.allocate(sequence_size(len(items)))
    made = tuple(items)
    return made if cls is TUPLE else Instance(_class(cls), made)


# --- Methods that change a list


@method(LIST, "append", "self, object, /", raises=("MemoryError",))
def list_append(machine: Machine, receiver: Value, item: Value) -> None:
    """Add an item at the end."""
    pay(machine, "list.append")
    append(machine, _list(receiver), item)


@method(LIST, "extend", "self, iterable, /", raises=("TypeError", "MemoryError"))
def list_extend(machine: Machine, receiver: Value, iterable: Value) -> NativeFrame:
    """Add all elements of an iterable at the end."""
    return NativeFrame(_extend(machine, _list(receiver), iterable))


def _extend(machine: Machine, target: List, iterable: Value) -> Suspended:
    price = machine.revision.gas.price("list.extend")
    yield extend_list(machine, price, target, iterable)
    return None


@method(
    LIST, "insert", "self, index, object, /", raises=("TypeError", "OverflowError", "MemoryError")
)
def list_insert(machine: Machine, receiver: Value, index: Value, item: Value) -> NativeFrame:
    """Insert an item before a position."""
    return NativeFrame(_insert(machine, _list(receiver), index, item))


def _insert(machine: Machine, target: List, index: Value, item: Value) -> Suspended:
    position = check_count_size(machine, (yield index_of(machine, index)))
    length = len(target.items)
    place = max(0, position + length) if position < 0 else min(position, length)
    pay(machine, "list.insert", length - place)
    machine.grow(sequence_size(length), sequence_size(length + 1))
    note_growth(machine, target)
    target.items.insert(place, item)
    return None


@method(LIST, "pop", "self, index=, /", raises=("IndexError", "TypeError", "OverflowError"))
def list_pop(machine: Machine, receiver: Value, index: Value) -> Value:
    """Take out the item at a position, the last by default."""
    target = _list(receiver)
    if index is ABSENT:
        return _pop(machine, target, -1)
    if isinstance(index, int):
        return _pop(machine, target, int(index))
    return NativeFrame(_pop_slowly(machine, target, index))


def _pop_slowly(machine: Machine, target: List, index: Value) -> Suspended:
    return _pop(machine, target, (yield index_of(machine, index)))


def _pop(machine: Machine, target: List, position: int) -> Value:
    check_count_size(machine, position)
    length = len(target.items)
    place = position + length if position < 0 else position
    pay(machine, "list.pop", max(length - 1 - place, 0) if place >= 0 else 0)
    if not length:
        raise index_error("pop from empty list")
    if not 0 <= place < length:
        raise index_error("pop index out of range")
    return target.items.pop(place)


@method(LIST, "remove", "self, value, /", raises=("ValueError",))
def list_remove(machine: Machine, receiver: Value, value: Value) -> NativeFrame:
    """Take out the first item that is equal to a value."""
    return NativeFrame(_remove(machine, _list(receiver), value))


def _remove(machine: Machine, target: List, value: Value) -> Suspended:
    pay_base(machine, "list.remove")
    position = 0
    while position < len(target.items):
        pay_more(machine, "list.remove", 1)
        if (yield equal(machine, target.items[position], value)) is True:
            pay_more(machine, "list.remove", max(len(target.items) - position - 1, 0))
            del target.items[position : position + 1]
            return None
        position += 1
    raise value_error("list.remove(x): x not in list")


@method(LIST, "clear", "self, /")
def list_clear(machine: Machine, receiver: Value) -> None:
    """Take out all items."""
    target = _list(receiver)
    pay(machine, "list.clear", len(target.items))
    target.items.clear()


@method(LIST, "reverse", "self, /")
def list_reverse(machine: Machine, receiver: Value) -> None:
    """Turn the order round."""
    target = _list(receiver)
    pay(machine, "list.reverse", len(target.items))
    target.items.reverse()


@method(LIST, "copy", "self, /", raises=("MemoryError",))
def list_copy(machine: Machine, receiver: Value) -> List:
    """A new list of the same items."""
    target = _list(receiver)
    pay(machine, "list.copy", len(target.items))
    machine.allocate(sequence_size(len(target.items)))
    return List(list(target.items))


@method(LIST, "sort", "self, *, key=, reverse=", raises=("TypeError", "ValueError"))
def list_sort(machine: Machine, receiver: Value, key: Value, reverse: Value) -> NativeFrame:
    """Put the items in order; the list is empty meanwhile."""
    return NativeFrame(_sort(machine, _list(receiver), key, reverse))


def _sort(machine: Machine, target: List, key: Value, reverse: Value) -> Suspended:
    backward = False if reverse is ABSENT else (yield truth(machine, reverse))
    items = target.items
    pay(machine, "list.sort", len(items))
    target.items = []
    outer = machine.sorting.get(target)
    machine.sorting[target] = False
    try:
        yield from sort_items(machine, items, None if key is ABSENT else key, backward)
        if machine.sorting[target]:
            raise value_error("list modified during sort")
    finally:
        target.items = items
        if outer is None:
            del machine.sorting[target]
        else:
            machine.sorting[target] = outer
    return None


# --- Methods that only read


@method(LIST, "__reversed__", "self, /")
def list_reversed(machine: Machine, receiver: Value) -> ReverseIterator:
    """An iterator from the last item to the first."""
    pay(machine, "list.__reversed__")
    target = _list(receiver)
    return ReverseIterator("list_reverseiterator", target, len(target.items) - 1)


def _index(
    machine: Machine, key: str, receiver: Value, value: Value, start: Value, stop: Value
) -> Suspended:
    pay_base(machine, key)
    bounds: list[int] = []
    length = len(receiver.items) if isinstance(receiver, List) else len(_tuple_of(receiver))
    for bound, default in ((start, 0), (stop, (1 << 63) - 1)):
        if bound is ABSENT:
            bounds.append(default)
            continue
        if not is_index(bound):
            raise type_error("slice indices must be integers or have an __index__ method")
        found = yield index_of(machine, bound)
        bounds.append(max(0, found + length) if found < 0 else found)
    position = bounds[0]
    while position < bounds[1]:
        items = receiver.items if isinstance(receiver, List) else _tuple_of(receiver)
        if position >= len(items):
            break
        pay_more(machine, key, 1)
        if (yield equal(machine, items[position], value)) is True:
            return position
        position += 1
    if isinstance(receiver, List):
        raise value_error("list.index(x): x not in list")
    raise value_error("tuple.index(x): x not in tuple")


def _tuple_of(value: Value) -> tuple[Value, ...]:
    assert isinstance(value, tuple)
    return value


def _count(machine: Machine, key: str, receiver: Value, value: Value) -> Suspended:
    pay_base(machine, key)
    found = position = 0
    while True:
        items = receiver.items if isinstance(receiver, List) else _tuple_of(receiver)
        if position >= len(items):
            return found
        pay_more(machine, key, 1)
        if (yield equal(machine, items[position], value)) is True:
            found += 1
        position += 1


@method(LIST, "index", "self, value, start=, stop=, /", raises=("ValueError", "TypeError"))
def list_index(
    machine: Machine, receiver: Value, value: Value, start: Value, stop: Value
) -> NativeFrame:
    """The position of the first item that is equal to a value."""
    return NativeFrame(_index(machine, "list.index", receiver, value, start, stop))


@method(LIST, "count", "self, value, /")
def list_count(machine: Machine, receiver: Value, value: Value) -> NativeFrame:
    """How many items are equal to a value."""
    return NativeFrame(_count(machine, "list.count", receiver, value))


@method(TUPLE, "index", "self, value, start=, stop=, /", raises=("ValueError", "TypeError"))
def tuple_index(
    machine: Machine, receiver: Value, value: Value, start: Value, stop: Value
) -> NativeFrame:
    """The position of the first item that is equal to a value."""
    return NativeFrame(_index(machine, "tuple.index", receiver, value, start, stop))


@method(TUPLE, "count", "self, value, /")
def tuple_count(machine: Machine, receiver: Value, value: Value) -> NativeFrame:
    """How many items are equal to a value."""
    return NativeFrame(_count(machine, "tuple.count", receiver, value))
