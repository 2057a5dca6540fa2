"""Iterators and what makes them: enumerate, zip, map, filter, reversed, range, slice."""

from __future__ import annotations

from spec.objects.function_types import made_of
from spec.semantics.builtin_classes import (
    CLASSES,
    ENUMERATE,
    FILTER,
    ITERATOR_NAMES,
    MAP,
    RANGE,
    REVERSED,
    SLICE,
    ZIP,
    class_of,
    type_name,
)
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.indices import LARGEST_INDEX, adjust, index_of, slice_part
from spec.semantics.integers import limited
from spec.semantics.iteration import finished_error, get_iterator, next_value
from spec.semantics.length import length
from spec.semantics.lookup import lookup
from spec.semantics.machine import Machine
from spec.semantics.natives import attribute, method, static_method
from spec.semantics.raising import type_error, value_error
from spec.semantics.special import call_special
from spec.semantics.truth import truth
from spec.semantics.values import (
    ABSENT,
    ByteArray,
    Class,
    Dict,
    DictView,
    Enumerate,
    Filter,
    Finished,
    List,
    Map,
    Range,
    RangeIterator,
    ReverseIterator,
    Slice,
    TableIterator,
    Value,
    Zip,
)


@static_method(ENUMERATE, "__new__", "cls, iterable, start=", raises=("TypeError",))
def enumerate_new(machine: Machine, cls: Value, iterable: Value, start: Value) -> NativeFrame:
    """Pairs of a number and an element."""
    machine.pay("builtin.enumerate")
    return NativeFrame(_enumerate(machine, cls, iterable, start))


def _enumerate(machine: Machine, cls: Value, iterable: Value, start: Value) -> Suspended:
    first = 0 if start is ABSENT else (yield index_of(machine, start))
    return made_of(cls, ENUMERATE, Enumerate((yield get_iterator(machine, iterable)), first))


@static_method(ZIP, "__new__", "cls, *iterables, strict=", raises=("TypeError",))
def zip_new(machine: Machine, cls: Value, iterables: list[Value], strict: Value) -> NativeFrame:
    """Tuples of one element of each iterable."""
    machine.pay("builtin.zip", len(iterables))
    return NativeFrame(_zip(machine, cls, iterables, strict))


def _zip(machine: Machine, cls: Value, iterables: list[Value], strict: Value) -> Suspended:
    checked = False if strict is ABSENT else (yield truth(machine, strict))
    iterators: list[Value] = []
    for position, each in enumerate(iterables):
        kind = class_of(each)
        if _not_iterable(each, kind):
            raise type_error(f"'{kind.name}' object is not iterable")
        iterators.append((yield get_iterator(machine, each)))
        assert position < len(iterables)
    return made_of(cls, ZIP, Zip(iterators, checked))


def _not_iterable(value: Value, cls: Class) -> bool:
    return (
        cls.builtin
        and lookup(cls, "__iter__")[0] is ABSENT
        and lookup(cls, "__getitem__")[0] is ABSENT
    )


@static_method(MAP, "__new__", "cls, *args, strict=", raises=("TypeError",))
def map_new(machine: Machine, cls: Value, args: list[Value], strict: Value) -> NativeFrame:
    """What a callable gives for one element of each iterable."""
    machine.pay("builtin.map", max(len(args) - 1, 0))
    return NativeFrame(_map(machine, cls, args, strict))


def _map(machine: Machine, cls: Value, args: list[Value], strict: Value) -> Suspended:
    checked = False if strict is ABSENT else (yield truth(machine, strict))
    if len(args) < 2:
        raise type_error("map() must have at least two arguments.")
    iterators: list[Value] = []
    for each in args[1:]:
        iterators.append((yield get_iterator(machine, each)))
    return made_of(cls, MAP, Map(args[0], iterators, checked))


@static_method(FILTER, "__new__", "cls, function, iterable, /", raises=("TypeError",))
def filter_new(machine: Machine, cls: Value, function: Value, iterable: Value) -> NativeFrame:
    """The elements for which a callable is true."""
    machine.pay("builtin.filter")
    return NativeFrame(_filter(machine, cls, function, iterable))


def _filter(machine: Machine, cls: Value, function: Value, iterable: Value) -> Suspended:
    return made_of(cls, FILTER, Filter(function, (yield get_iterator(machine, iterable))))


@static_method(REVERSED, "__new__", "cls, object, /", raises=("TypeError",))
def reversed_new(machine: Machine, cls: Value, sequence: Value) -> Value:
    """An iterator over the elements from the last to the first."""
    machine.pay("builtin.reversed")
    if isinstance(sequence, List):
        return ReverseIterator("list_reverseiterator", sequence, len(sequence.items) - 1)
    if isinstance(sequence, (str, bytes, tuple)):
        return ReverseIterator("reversed", sequence, len(sequence) - 1)
    if isinstance(sequence, ByteArray):
        return ReverseIterator("reversed", sequence, len(sequence.data) - 1)
    if isinstance(sequence, Range):
        count = sequence.length()
        last = sequence.start + (count - 1) * sequence.step
        return RangeIterator(last, -sequence.step, count)
    if isinstance(sequence, Dict):
        return TableIterator(sequence, "keys", backward=True)
    if isinstance(sequence, DictView):
        return TableIterator(sequence.table, sequence.part, backward=True)
    cls = class_of(sequence)
    found = lookup(cls, "__reversed__")[0]
    if found is not ABSENT and found is not None:
        return call_special(machine, found, sequence, [])
    if found is None or lookup(cls, "__getitem__")[0] is ABSENT or cls.builtin:
        raise type_error(f"'{cls.name}' object is not reversible")
    return NativeFrame(_reversed(machine, sequence))


def _reversed(machine: Machine, sequence: Value) -> Suspended:
    count = yield length(machine, sequence)
    return ReverseIterator("reversed", sequence, count - 1)


# --- range


@static_method(RANGE, "__new__", "cls, *args", raises=("TypeError", "ValueError"))
def range_new(machine: Machine, cls: Value, args: list[Value]) -> Value:
    """`range(stop)` or `range(start, stop, step=1)`."""
    machine.pay("builtin.range")
    if not args:
        raise type_error("range expected at least 1 argument, got 0")
    if len(args) > 3:
        raise type_error(f"range expected at most 3 arguments, got {len(args)}")
    if all(type(each) is int for each in args):
        return _made(machine, args)
    return NativeFrame(_range(machine, args))


def _range(machine: Machine, args: list[Value]) -> Suspended:
    parts: list[Value] = []
    for each in args:
        parts.append((yield index_of(machine, each)))
    return _made(machine, parts)


def _made(machine: Machine, parts: list[Value]) -> Range:
    numbers = [int(part) for part in parts if isinstance(part, int)]
    if len(numbers) == 1:
        return Range(0, numbers[0], 1)
    step = numbers[2] if len(numbers) == 3 else 1
    if step == 0:
        raise value_error("range() arg 3 must not be zero")
    return Range(numbers[0], numbers[1], step)


def _range_attribute(name: str) -> None:
    def read(machine: Machine, receiver: Value) -> int:
        assert isinstance(receiver, Range)
        return {"start": receiver.start, "stop": receiver.stop, "step": receiver.step}[name]

    attribute(RANGE, name)(read)


def _slice_attribute(name: str) -> None:
    def read(machine: Machine, receiver: Value) -> Value:
        assert isinstance(receiver, Slice)
        return {"start": receiver.start, "stop": receiver.stop, "step": receiver.step}[name]

    attribute(SLICE, name)(read)


for _name in ("start", "stop", "step"):
    _range_attribute(_name)
    _slice_attribute(_name)


@static_method(SLICE, "__new__", "cls, *args", raises=("TypeError",))
def slice_new(machine: Machine, cls: Value, args: list[Value]) -> Slice:
    """`slice(stop)` or `slice(start, stop, step=None)`."""
    machine.pay("builtin.slice")
    if not args:
        raise type_error("slice expected at least 1 argument, got 0")
    if len(args) > 3:
        raise type_error(f"slice expected at most 3 arguments, got {len(args)}")
    if len(args) == 1:
        return Slice(None, args[0], None)
    return Slice(args[0], args[1], args[2] if len(args) == 3 else None)


@method(SLICE, "indices", "self, length, /", raises=("TypeError", "ValueError"))
def slice_indices(machine: Machine, receiver: Value, size: Value) -> NativeFrame:
    """(start, stop, step) for a sequence of that length."""
    machine.pay("slice.indices")
    assert isinstance(receiver, Slice)
    return NativeFrame(_indices(machine, receiver, size))


def _indices(machine: Machine, receiver: Slice, size: Value) -> Suspended:
    count = yield index_of(machine, size)
    if count < 0:
        raise value_error("length should not be negative")
    step = yield from slice_part(machine, receiver.step)
    start = yield from slice_part(machine, receiver.start)
    stop = yield from slice_part(machine, receiver.stop)
    if step is not None and not -LARGEST_INDEX <= step <= LARGEST_INDEX:
        near = adjust(start, stop, step, count)
        return (near[0], near[1], step)  # here, unlike in slicing, a step has no limit
    return adjust(start, stop, step, count)


# --- What all iterators have


def _iterator_itself(machine: Machine, receiver: Value) -> Value:
    """The iterator itself."""
    return receiver


def _iterator_next(machine: Machine, receiver: Value) -> NativeFrame:
    """The next element; StopIteration when there is none."""
    return NativeFrame(_next(machine, receiver))


def _lazy_next(machine: Machine, receiver: Value) -> NativeFrame:
    """The next element, after those of the iterators inside; StopIteration at the end."""
    inner = 1 if isinstance(receiver, (Enumerate, Filter)) else 0
    if isinstance(receiver, (Zip, Map)):
        inner = len(receiver.iterators)
    machine.meter.charge(inner * machine.unit(f"{class_of(receiver).name}.__next__"))
    return NativeFrame(_next(machine, receiver))


def _next(machine: Machine, receiver: Value) -> Suspended:
    element = yield next_value(machine, receiver)
    if type(element) is Finished:
        raise finished_error(element)
    return element


for _cls in (ENUMERATE, ZIP, MAP, FILTER, REVERSED):
    method(_cls, "__iter__", "self, /", when_called=True)(_iterator_itself)
    method(_cls, "__next__", "self, /", raises=("StopIteration",), when_called=True)(_lazy_next)
for _name in ITERATOR_NAMES:
    if _name not in ("dict_keys", "dict_values", "dict_items"):
        method(CLASSES[_name], "__iter__", "self, /", when_called=True)(_iterator_itself)
        method(CLASSES[_name], "__next__", "self, /", raises=("StopIteration",), when_called=True)(
            _iterator_next
        )

__all__ = ["limited", "type_name"]
