"""Iteration: `iter`, `next`, and running an iterable to its end.

`next_value` delivers a value, or a `Finished` when there is none left; both may come through
an activation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from spec.gas_table import Price
from spec.gas_table.sizes import sequence_size
from spec.semantics.builtin_classes import CLASSES, class_of, is_subclass, type_name
from spec.semantics.calls import call
from spec.semantics.comparison import equal
from spec.semantics.frame import Activation, NativeFrame, Suspended
from spec.semantics.generators import resume
from spec.semantics.lookup import lookup
from spec.semantics.raising import Raise, runtime_error, stop_iteration, type_error, value_error
from spec.semantics.special import call_special
from spec.semantics.truth import checked_length, truth
from spec.semantics.values import (
    ABSENT,
    EXHAUSTED,
    ByteArray,
    CallIterator,
    Dict,
    DictView,
    Entry,
    Enumerate,
    ExceptionInstance,
    Filter,
    Finished,
    FrozenSet,
    Generator,
    GetItemIterator,
    Instance,
    List,
    Map,
    MappingProxy,
    Native,
    Range,
    RangeIterator,
    ReverseIterator,
    SequenceIterator,
    Set,
    Table,
    TableIterator,
    Value,
    Zip,
)

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

_SEQUENCES: Final[dict[type, str]] = {
    List: "list_iterator",
    tuple: "tuple_iterator",
    str: "str_ascii_iterator",
    bytes: "bytes_iterator",
    ByteArray: "bytearray_iterator",
}


def get_iterator(machine: Machine, value: Value) -> Value:
    """`iter(value)`: an iterator, or an activation that will deliver it."""
    name = _SEQUENCES.get(type(value))
    if name is not None:
        return SequenceIterator(name, value)
    if isinstance(value, Range):
        return RangeIterator(value.start, value.step, value.length())
    if isinstance(value, Dict):
        return TableIterator(value, "keys")
    if isinstance(value, (Set, FrozenSet)):
        if value.count > 1:
            machine.note("set-order")
        return TableIterator(value, "elements")
    if isinstance(value, DictView):
        return TableIterator(value.table, value.part)
    if isinstance(value, MappingProxy):
        from spec.semantics.containers import text_dict

        return TableIterator(text_dict(machine, value.names), "keys")
    if type(value) in ADVANCE:
        return value
    cls = class_of(value)
    found = lookup(cls, "__iter__")[0]
    if found is not ABSENT and found is not None:
        return NativeFrame(_user_iterator(machine, value, found))
    if found is ABSENT and lookup(cls, "__getitem__")[0] is not ABSENT and not cls.builtin:
        return GetItemIterator(value)
    raise type_error(f"'{cls.name}' object is not iterable")


def _user_iterator(machine: Machine, value: Value, found: Value) -> Suspended:
    made = yield call_special(machine, found, value, [])
    if not is_iterator(made):
        raise type_error(f"iter() returned non-iterator of type '{type_name(made)}'")
    return made


def is_iterator(value: Value) -> bool:
    """Whether `next` can be asked of `value`."""
    return type(value) in ADVANCE or lookup(class_of(value), "__next__")[0] is not ABSENT


def next_value(machine: Machine, iterator: Value) -> Value:
    """The next element, or `Finished`, or an activation that will deliver either."""
    advance = ADVANCE.get(type(iterator))
    if advance is not None:
        return advance(machine, iterator)
    cls = class_of(iterator)
    found = lookup(cls, "__next__")[0]
    if found is ABSENT:
        raise type_error(f"'{cls.name}' object is not iterable")
    return NativeFrame(_user_next(machine, iterator, found))


def _user_next(machine: Machine, iterator: Value, found: Value) -> Suspended:
    try:
        return (yield call_special(machine, found, iterator, []))
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["StopIteration"]):
            raise
        return Finished(stop_value(raised.error))


def stop_value(error: ExceptionInstance) -> Value:
    """`value` of a StopIteration."""
    if "value" in error.fields:
        return error.fields["value"]
    return error.args[0] if error.args else None


# --- Advancing the machine's own iterators


def _advance_sequence(machine: Machine, iterator: SequenceIterator) -> Value:
    position = iterator.position
    if position < 0:
        return EXHAUSTED
    sequence = iterator.sequence
    if isinstance(sequence, List):
        if position < len(sequence.items):
            iterator.position = position + 1
            return sequence.items[position]
    elif isinstance(sequence, ByteArray):
        if position < len(sequence.data):
            iterator.position = position + 1
            return sequence.data[position]
    else:
        assert isinstance(sequence, (str, bytes, tuple))
        if position < len(sequence):
            iterator.position = position + 1
            return sequence[position]
    iterator.position = -1
    return EXHAUSTED


def _advance_reverse(machine: Machine, iterator: ReverseIterator) -> Value:
    position = iterator.position
    sequence = iterator.sequence
    if position < 0:
        return EXHAUSTED
    iterator.position = position - 1
    if isinstance(sequence, Instance):
        found = lookup(sequence.cls, "__getitem__")[0]
        return NativeFrame(_user_item(machine, sequence, found, position, iterator))
    items: list[Value] | tuple[Value, ...] | str | bytes | bytearray
    if isinstance(sequence, List):
        items = sequence.items
    elif isinstance(sequence, ByteArray):
        items = sequence.data
    else:
        assert isinstance(sequence, (str, bytes, tuple))
        items = sequence
    if position < len(items):
        return items[position]
    iterator.position = -1
    return EXHAUSTED


def _advance_range(machine: Machine, iterator: RangeIterator) -> Value:
    if iterator.left <= 0:
        return EXHAUSTED
    value = iterator.value
    iterator.value = value + iterator.step
    iterator.left -= 1
    return value


def _advance_table(machine: Machine, iterator: TableIterator) -> Value:
    if iterator.count == -1:
        return EXHAUSTED
    table = iterator.table
    if table.count != iterator.count:
        iterator.count = -2  # for good: it raises whenever it is asked again
        machine.note("mutation-during-iteration")
        word = "dictionary" if isinstance(table, Dict) else "Set"
        raise runtime_error(f"{word} changed size during iteration")
    if iterator.entry is not None and not iterator.entry.alive:
        machine.note("mutation-during-iteration")
    entry = _following(iterator, table)
    if entry is None:
        iterator.count = -1
        return EXHAUSTED
    if iterator.left == 0 and isinstance(table, Dict) and not iterator.backward:
        iterator.count = -1
        machine.note("mutation-during-iteration")
        raise runtime_error("dictionary keys changed during iteration")
    iterator.left -= 1
    iterator.entry = entry
    iterator.started = True
    if iterator.part == "values":
        return entry.value
    if iterator.part == "items":
        return (entry.key, entry.value)
    return entry.key


def _following(iterator: TableIterator, table: Table) -> Entry | None:
    """The entry after the one delivered last that is still in the table."""
    if not iterator.started:
        return table.last if iterator.backward else table.first
    entry = iterator.entry
    while True:
        assert entry is not None
        entry = entry.previous if iterator.backward else entry.following
        if entry is None or entry.alive:
            return entry


def _advance_get_item(machine: Machine, iterator: GetItemIterator) -> Value:
    position = iterator.position
    if position < 0:
        return EXHAUSTED
    iterator.position = position + 1
    sequence = iterator.sequence
    found = lookup(class_of(sequence), "__getitem__")[0]
    return NativeFrame(_user_item(machine, sequence, found, position, iterator))


def _user_item(
    machine: Machine, sequence: Value, found: Value, position: int,
    iterator: GetItemIterator | ReverseIterator,
) -> Suspended:  # fmt: skip
    try:
        return (yield call_special(machine, found, sequence, [position]))
    except Raise as raised:
        cls = raised.error.cls
        if is_subclass(cls, CLASSES["IndexError"]) or is_subclass(cls, CLASSES["StopIteration"]):
            iterator.position = -1
            return EXHAUSTED
        if isinstance(iterator, ReverseIterator):
            iterator.position = -1
        raise


def _advance_call(machine: Machine, iterator: CallIterator) -> Value:
    if iterator.callee is ABSENT:
        return EXHAUSTED
    return NativeFrame(_next_call(machine, iterator))


def _next_call(machine: Machine, iterator: CallIterator) -> Suspended:
    try:
        value = yield call(machine, iterator.callee, [])
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["StopIteration"]):
            raise
        iterator.callee = ABSENT
        return EXHAUSTED
    if iterator.callee is ABSENT:
        return EXHAUSTED
    if (yield equal(machine, iterator.sentinel, value)) is True:
        iterator.callee = ABSENT
        return EXHAUSTED
    return value


def _advance_enumerate(machine: Machine, iterator: Enumerate) -> Value:
    if type(iterator.iterator) is Enumerate:  # as deep as the program likes
        return NativeFrame(_next_nested(machine, iterator))
    element = advance(machine, iterator.iterator)
    if isinstance(element, Activation):
        return NativeFrame(_next_enumerate(iterator, element))
    return _numbered(iterator, element)


def _next_nested(machine: Machine, iterator: Enumerate) -> Suspended:
    return _numbered(iterator, (yield advance(machine, iterator.iterator)))


def _next_enumerate(iterator: Enumerate, started: Activation) -> Suspended:
    return _numbered(iterator, (yield started))


def _numbered(iterator: Enumerate, element: Value) -> Value:
    if type(element) is Finished:
        return EXHAUSTED
    position = iterator.position
    iterator.position += 1
    return (position, element)


def _advance_zip(machine: Machine, iterator: Zip) -> Value:
    return NativeFrame(_next_zip(machine, iterator)) if iterator.iterators else EXHAUSTED


def _next_zip(machine: Machine, iterator: Zip) -> Suspended:
    elements: list[Value] = []
    for position, each in enumerate(iterator.iterators):
        element = yield advance(machine, each)
        if type(element) is Finished:
            if iterator.strict:
                yield from _check_strict(machine, "zip", iterator.iterators, position)
            return EXHAUSTED
        elements.append(element)
    return tuple(elements)


def _check_strict(machine: Machine, name: str, iterators: list[Value], position: int) -> Suspended:
    """Raise ValueError unless all iterators end together; `position` is the one that ended."""
    if position > 0:
        plural = " " if position == 1 else "s 1-"
        raise value_error(
            f"{name}() argument {position + 1} is shorter than argument{plural}{position}"
        )
    for other in range(1, len(iterators)):
        element = yield advance(machine, iterators[other])
        if type(element) is not Finished:
            plural = " " if other == 1 else "s 1-"
            raise value_error(
                f"{name}() argument {other + 1} is longer than argument{plural}{other}"
            )
    return None


def _advance_map(machine: Machine, iterator: Map) -> Value:
    return NativeFrame(_next_map(machine, iterator))


def _next_map(machine: Machine, iterator: Map) -> Suspended:
    elements: list[Value] = []
    for position, each in enumerate(iterator.iterators):
        element = yield advance(machine, each)
        if type(element) is Finished:
            if iterator.strict:
                yield from _check_strict(machine, "map", iterator.iterators, position)
            return EXHAUSTED
        elements.append(element)
    return (yield call(machine, iterator.callee, elements))


def _advance_filter(machine: Machine, iterator: Filter) -> Value:
    return NativeFrame(_next_filter(machine, iterator))


def _next_filter(machine: Machine, iterator: Filter) -> Suspended:
    while True:
        element = yield advance(machine, iterator.iterator)
        if type(element) is Finished:
            return EXHAUSTED
        chosen = element
        if iterator.callee is not None and iterator.callee is not CLASSES["bool"]:
            chosen = yield call(machine, iterator.callee, [element])
        if (yield truth(machine, chosen)) is True:
            return element


def _advance_generator(machine: Machine, iterator: Generator) -> Value:
    return resume(machine, iterator, None)


AdvanceFunction: TypeAlias = "Callable[..., Value]"
ADVANCE: Final[dict[type, AdvanceFunction]] = {
    SequenceIterator: _advance_sequence,
    ReverseIterator: _advance_reverse,
    RangeIterator: _advance_range,
    TableIterator: _advance_table,
    GetItemIterator: _advance_get_item,
    CallIterator: _advance_call,
    Enumerate: _advance_enumerate,
    Zip: _advance_zip,
    Map: _advance_map,
    Filter: _advance_filter,
    Generator: _advance_generator,
}
"""The machine's own iterators."""


def advance(machine: Machine, iterator: Value) -> Value:
    """`next_value` for a native, which pays what advancing costs (decision D7(e))."""
    prices = machine.revision.prices.advance
    machine.meter.charge(advance_cost(prices.of(iterator), iterator))
    return next_value(machine, iterator)


def advance_cost(price: Price, iterator: Value) -> int:
    """What advancing `iterator` costs, by the entry of its kind."""
    if price.fixed:
        return price.base
    if isinstance(iterator, Zip):
        return price.cost(len(iterator.iterators))
    return price.cost(2)


def ask_for_length(machine: Machine, iterable: Value) -> Suspended:
    """Ask an object of a user's class how many elements it will give.

    Nothing depends on the answer, but the asking is observable: whoever extends a list calls
    `__len__`, or else `__length_hint__`, and lets all errors but TypeError pass.
    """
    if isinstance(iterable, GetItemIterator):
        if isinstance(iterable.sequence, Instance) and iterable.position >= 0:
            found = lookup(iterable.sequence.cls, "__len__")[0]
            if found is not ABSENT and not isinstance(found, Native):
                yield from _told_length(machine, iterable.sequence, found)
        return
    if not isinstance(iterable, (Instance, ExceptionInstance)):
        return
    found = lookup(iterable.cls, "__len__")[0]
    if isinstance(found, Native):
        return
    if found is not ABSENT and (yield from _told_length(machine, iterable, found)):
        return
    found = lookup(iterable.cls, "__length_hint__")[0]
    if found is ABSENT or isinstance(found, Native):
        return
    try:
        answer = yield call_special(machine, found, iterable, [])
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["TypeError"]):
            raise
        return
    if answer is NotImplemented:
        return
    if not isinstance(answer, int):
        raise type_error(f"__length_hint__ must be an integer, not {type_name(answer)}")
    if answer < 0:
        raise value_error("__length_hint__() should return >= 0")


def _told_length(machine: Machine, value: Value, found: Value) -> Suspended:
    """Whether `__len__` gives a length; all errors but TypeError pass."""
    try:
        yield NativeFrame(checked_length(machine, value, found))
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["TypeError"]):
            raise
        return False
    return True


MOST_ELEMENTS: Final = (10 << 20) // 8
"""Elements of the longest list that there may be (decision D7)."""


Surcharge: TypeAlias = "Callable[[int], int]"
"""What a number of elements costs, above a base that is paid."""


def surcharge_of(price: Price, units: bool = False) -> Surcharge:
    """What elements cost by an entry of one size, or of `units` and items, above its base."""
    return (lambda count: price.surcharge(0, count)) if units else price.surcharge


def refuse_endless(machine: Machine, iterable: Value) -> None:
    """Raise MemoryError for a range that is longer than any list, before an element is made."""
    if isinstance(iterable, Range) and iterable.length() > MOST_ELEMENTS:
        machine.allocate(sequence_size(iterable.length()))


def collect(
    machine: Machine, iterable: Value, surcharge: Surcharge, asking: bool = False
) -> Suspended:
    """All elements of an iterable, as a host list (a fixed depth of `yield from`).

    Those of a list or tuple are paid at once, those of an iterator each before it is kept. With
    `asking` the iterable is asked for its length first, as where CPython makes a list.
    """
    if isinstance(iterable, (tuple, List)):
        items = iterable.items if isinstance(iterable, List) else iterable
        machine.meter.charge(surcharge(len(items)))
        return list(items)
    iterator = yield get_iterator(machine, iterable)
    if asking:
        yield from ask_for_length(machine, iterable)
    refuse_endless(machine, iterable)
    return (yield from collect_from(machine, iterator, surcharge))


def collect_from(machine: Machine, iterator: Value, surcharge: Surcharge) -> Suspended:
    """What an iterator has left, as a host list, each element paid before it is kept."""
    elements: list[Value] = []
    paid = surcharge(0)
    while True:
        element = yield advance(machine, iterator)
        if type(element) is Finished:
            return elements
        due = surcharge(len(elements) + 1)
        machine.meter.charge(due - paid)
        paid = due
        elements.append(element)
        if len(elements) > MOST_ELEMENTS:
            machine.allocate(sequence_size(len(elements)))  # MemoryError: no list may be as long


def finished_error(finished: Value) -> Raise:
    """The StopIteration for an iterator that has no more."""
    assert isinstance(finished, Finished)
    return stop_iteration(finished.value)
