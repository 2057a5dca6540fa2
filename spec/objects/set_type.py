"""`set` and `frozenset`: construction, methods, operators, to the order of elements (D6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from spec.gas_table.sizes import set_size
from spec.objects.paying import pay, pay_base, pay_more
from spec.semantics.arithmetic import KERNELS as BINARY_KERNELS
from spec.semantics.arithmetic import BinaryOperation
from spec.semantics.builtin_classes import FROZENSET, SET
from spec.semantics.comparison import KERNELS as COMPARE_KERNELS
from spec.semantics.comparison import CompareOperation
from spec.semantics.containers import (
    find,
    find_element,
    find_key,
    hash_of,
    join_entries,
    put,
    store,
    stored,
)
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.iteration import advance, get_iterator
from spec.semantics.machine import Machine
from spec.semantics.natives import method, static_method
from spec.semantics.raising import error, key_error
from spec.semantics.sequences import add_all
from spec.semantics.values import (
    ABSENT,
    Class,
    Dict,
    Finished,
    FrozenSet,
    Instance,
    Set,
    Table,
    Value,
)

Sets = (Set, FrozenSet)


def _set(value: Value) -> Table:
    assert isinstance(value, Sets)
    return value


def new_like(lhs: Value) -> Table:
    """An empty set of the kind of `lhs`, which decides the kind of a result."""
    return FrozenSet() if isinstance(lhs, FrozenSet) else Set()


# --- Construction


@static_method(SET, "__new__", "cls, *args, **kwargs", when_called=True)
def set_new(machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """An empty set; `__init__` fills it."""
    assert isinstance(cls, Class)
    made = Set()
    return made if cls is SET else Instance(cls, made)


@method(SET, "__init__", "self, iterable=, /", raises=("TypeError",))
def set_init(machine: Machine, receiver: Value, iterable: Value) -> Value:
    """Replace the elements by those of an iterable."""
    pay_base(machine, "builtin.set")
    target = _set(receiver)
    target.clear()
    if iterable is ABSENT:
        return None
    return NativeFrame(add_all(machine, machine.unit("builtin.set"), target, iterable))


@static_method(FROZENSET, "__new__", "cls, iterable=, /", raises=("TypeError",))
def frozenset_new(machine: Machine, cls: Value, iterable: Value) -> Value:
    """A frozenset of the elements of an iterable."""
    pay_base(machine, "builtin.frozenset")
    assert isinstance(cls, Class)
    if cls is FROZENSET and type(iterable) is FrozenSet:
        return iterable
    return NativeFrame(_frozenset(machine, cls, iterable))


def _frozenset(machine: Machine, cls: Class, iterable: Value) -> Suspended:
    made = FrozenSet()
    if iterable is not ABSENT:
        yield from add_all(machine, machine.unit("builtin.frozenset"), made, iterable)
    return made if cls is FROZENSET else Instance(cls, made)


# --- Methods that change a set


@method(SET, "add", "self, elem, /", raises=("TypeError",))
def set_add(machine: Machine, receiver: Value, element: Value) -> Value:
    """Add an element; one that is equal stays."""
    pay(machine, "set.add")
    return put(machine, _set(receiver), element, None)


@method(SET, "discard", "self, elem, /", raises=("TypeError",))
def set_discard(machine: Machine, receiver: Value, element: Value) -> NativeFrame:
    """Take out an element if it is there."""
    pay(machine, "set.discard")
    return NativeFrame(_take_out(machine, _set(receiver), element, False))


@method(SET, "remove", "self, elem, /", raises=("KeyError", "TypeError"))
def set_remove(machine: Machine, receiver: Value, element: Value) -> NativeFrame:
    """Take out an element; KeyError if it is not there."""
    pay(machine, "set.remove")
    return NativeFrame(_take_out(machine, _set(receiver), element, True))


def _take_out(machine: Machine, target: Table, element: Value, needed: bool) -> Suspended:
    entry = yield find_element(machine, target, element)
    if entry is not None:
        target.remove(entry)
    elif needed:
        raise key_error(element)
    return None


@method(SET, "pop", "self, /", raises=("KeyError",))
def set_pop(machine: Machine, receiver: Value) -> Value:
    """Take out the last element (decision D6)."""
    pay(machine, "set.pop")
    machine.note("set-order")
    target = _set(receiver)
    last = target.last
    if last is None:
        raise error("KeyError", "pop from an empty set")
    target.remove(last)
    return last.key


@method(SET, "clear", "self, /")
def set_clear(machine: Machine, receiver: Value) -> None:
    """Take out all elements."""
    target = _set(receiver)
    pay(machine, "set.clear", target.count)
    target.clear()


@method(SET, "update", "self, *others", raises=("TypeError",))
def set_update(machine: Machine, receiver: Value, others: list[Value]) -> NativeFrame:
    """Add the elements of all arguments."""
    pay_base(machine, "set.update")
    return NativeFrame(_update(machine, _set(receiver), others))


def _update(machine: Machine, target: Table, others: list[Value]) -> Suspended:
    for other in others:
        yield from add_all(machine, machine.unit("set.update"), target, other)
    return None


# --- Operators and the methods that do the same with any iterables


def union_of(machine: Machine, lhs: Table, rhs: Table) -> Suspended:
    """lhs's elements, then rhs's new ones."""
    made = new_like(lhs)
    machine.allocate(set_size(lhs.count))
    made.fill(lhs)
    yield from join_entries(machine, made, rhs)
    return made


def intersection_of(machine: Machine, lhs: Table, rhs: Table) -> Suspended:
    """The elements of the smaller set, of the right one at equal size, in its order."""
    small, large = (lhs, rhs) if lhs.count < rhs.count else (rhs, lhs)
    made = new_like(lhs)
    for entry in small.entries():
        found = yield find(machine, large, entry.hash, entry.key)
        if found is not None:
            store(machine, made, None, entry.hash, entry.key, None)
    return made


def difference_of(machine: Machine, lhs: Table, rhs: Table) -> Suspended:
    """lhs's elements that rhs has not."""
    made = new_like(lhs)
    for entry in lhs.entries():
        found = yield find(machine, rhs, entry.hash, entry.key)
        if found is None:
            store(machine, made, None, entry.hash, entry.key, None)
    return made


def symmetric_of(machine: Machine, lhs: Table, rhs: Table) -> Suspended:
    """lhs's elements without rhs's, then rhs's new ones."""
    made = yield from difference_of(machine, lhs, rhs)
    for entry in rhs.entries():
        found = yield find(machine, lhs, entry.hash, entry.key)
        if found is None:
            store(machine, made, None, entry.hash, entry.key, None)
    return made


Combine = Callable[[Machine, Table, Table], Suspended]


def _operator(combine: Combine) -> Callable[[Machine, BinaryOperation, Value, Value], Value]:
    def operate(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
        if not isinstance(rhs, Sets):
            return NotImplemented
        left = _set(lhs)
        machine.meter.charge(operation.prices.of(lhs).cost(left.count + rhs.count))
        if operation.inplace and isinstance(lhs, Set):
            return NativeFrame(_in_place(machine, combine, lhs, rhs))
        return NativeFrame(combine(machine, left, rhs))

    operate.__doc__ = combine.__doc__
    return operate


def _in_place(machine: Machine, combine: Combine, target: Set, other: Table) -> Suspended:
    if combine is difference_of:
        yield from _take_out_all(machine, 0, target, other)  # the operator has paid
        return target
    made = yield from combine(machine, target, other)
    target.clear()
    target.fill(made)
    return target


_COMBINED: Final[dict[str, tuple[str, Combine]]] = {
    "union": ("or", union_of),
    "intersection": ("and", intersection_of),
    "difference": ("subtract", difference_of),
    "symmetric_difference": ("xor", symmetric_of),
}


def _key(table: Table, name: str) -> str:
    """The price entry of a method that sets and frozensets have."""
    return f"frozenset.{name}" if isinstance(table, FrozenSet) else f"set.{name}"


def _methods(name: str, combine: Combine) -> None:
    one = name == "symmetric_difference"
    taken = "self, other, /" if one else "self, *others"

    def combined(machine: Machine, receiver: Value, others: Value) -> NativeFrame:
        left = _set(receiver)
        key = _key(left, name)
        pay_base(machine, key)
        listed = [others] if one else others
        assert isinstance(listed, list)
        return NativeFrame(_fold(machine, key, name, combine, left, listed))

    def updated(machine: Machine, receiver: Value, others: Value) -> NativeFrame:
        left = receiver
        assert isinstance(left, Set)
        key = f"set.{name}_update"
        pay_base(machine, key)
        listed = [others] if one else others
        assert isinstance(listed, list)
        return NativeFrame(_fold_in_place(machine, key, name, combine, left, listed))

    combined.__doc__ = combine.__doc__
    updated.__doc__ = f"The {name.replace('_', ' ')}, in place."
    for owner in (SET, FROZENSET):
        method(owner, name, taken, raises=("TypeError",))(combined)
    if name != "union":
        method(SET, f"{name}_update", taken, raises=("TypeError",))(updated)


def _as_set(machine: Machine, key: str, value: Value) -> Suspended:
    held = stored(value)
    if isinstance(held, Sets):
        pay_more(machine, key, held.count)
        return held
    made = Set()
    yield from add_all(machine, machine.unit(key), made, value)
    return made


def _fold(
    machine: Machine, key: str, name: str, combine: Combine, left: Table, others: list[Value]
) -> Suspended:
    made = new_like(left)
    pay_more(machine, key, left.count)
    made.fill(left)
    for place, other in enumerate(others):
        held = stored(other)
        if name == "union":
            yield from add_all(machine, machine.unit(key), made, other)
        elif name == "difference" and (place or held is None):
            yield from _take_out_all(machine, machine.unit(key), made, other)
        elif name == "intersection" and (held is None or isinstance(held, Dict)):
            made = yield from _kept(machine, key, made, other)
        else:
            right = held or (yield from _as_set(machine, key, other))
            pay_more(machine, key, held.count if held else 0)
            made = yield from combine(machine, made, right)
    return made


def _kept(machine: Machine, key: str, left: Table, other: Value) -> Suspended:
    """The elements of an iterable that the set has: those of the iterable, in its order."""
    made = new_like(left)
    iterator = yield get_iterator(machine, other)
    while True:
        element = yield advance(machine, iterator)
        if type(element) is Finished:
            return made
        pay_more(machine, key, 1)
        key_hash = yield hash_of(machine, element)
        if (yield find(machine, left, key_hash, element)) is not None:
            found = yield find(machine, made, key_hash, element)
            store(machine, made, found, key_hash, element, None)
            if made.count >= left.count:
                return made


def _fold_in_place(
    machine: Machine, key: str, name: str, combine: Combine, left: Set, others: list[Value]
) -> Suspended:
    if name == "difference":
        for other in others:
            yield from _take_out_all(machine, machine.unit(key), left, other)
        return None
    made = yield from _fold(machine, key, name, combine, left, others)
    left.clear()
    left.fill(made)
    return None


def _take_out_all(machine: Machine, each: int, target: Table, other: Value) -> Suspended:
    """Take out the elements of an iterable, each for a price; of itself, all."""
    held = stored(other)
    if held is not None and not isinstance(held, Dict):
        for entry in held.entries():
            machine.meter.charge(each)
            found = yield find(machine, target, entry.hash, entry.key)
            if found is not None:
                target.remove(found)
        return
    iterator = yield get_iterator(machine, other)
    while True:
        element = yield advance(machine, iterator)
        if type(element) is Finished:
            return
        machine.meter.charge(each)
        found = yield find_key(machine, target, element)
        if found is not None:
            target.remove(found)


for _name, (_operation, _combine) in _COMBINED.items():
    for _kind in Sets:
        BINARY_KERNELS[_operation][_kind] = _operator(_combine)
    _methods(_name, _combine)


@method(SET, "copy", "self, /", raises=("MemoryError",))
def set_copy(machine: Machine, receiver: Value) -> Table:
    """A new set of the same elements."""
    return _copied(machine, _set(receiver))


@method(FROZENSET, "copy", "self, /")
def frozenset_copy(machine: Machine, receiver: Value) -> Table:
    """The frozenset itself."""
    pay(machine, "frozenset.copy", 0)
    return _set(receiver)


def _copied(machine: Machine, source: Table) -> Table:
    pay(machine, "set.copy", source.count)
    machine.allocate(set_size(source.count))
    made = new_like(source)
    made.fill(source)
    return made


# --- Comparisons


def compare_sets(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Value:
    """Subset and superset; equality by elements."""
    if not isinstance(rhs, Sets):
        return NotImplemented
    left = _set(lhs)
    machine.meter.charge(operation.prices.of(lhs).cost(min(left.count, rhs.count)))
    return NativeFrame(_compared(machine, operation.name, left, rhs))


def _compared(machine: Machine, name: str, left: Table, right: Table) -> Suspended:
    if name == "eq":
        return left.count == right.count and (yield from _inside(machine, left, right))
    if name == "ne":
        return left.count != right.count or not (yield from _inside(machine, left, right))
    if name in ("gt", "ge"):
        left, right = right, left
    if left.count > right.count or (name in ("lt", "gt") and left.count == right.count):
        return False
    return (yield from _inside(machine, left, right))


def _inside(machine: Machine, small: Table, large: Table) -> Suspended:
    for entry in small.entries():
        if (yield find(machine, large, entry.hash, entry.key)) is None:
            return False
    return True


for _kind in Sets:
    COMPARE_KERNELS[_kind] = compare_sets


def _relation(name: str, test: Callable[[Machine, Table, Table], Suspended]) -> None:
    def asked(machine: Machine, receiver: Value, other: Value) -> NativeFrame:
        left = _set(receiver)
        key = _key(left, name)
        pay_base(machine, key)
        return NativeFrame(_asked(machine, key, name, test, left, other))

    asked.__doc__ = test.__doc__
    for owner in (SET, FROZENSET):
        method(owner, name, "self, other, /", raises=("TypeError",))(asked)


def _asked(
    machine: Machine, key: str, name: str, test: Callable[[Machine, Table, Table], Suspended],
    left: Table, other: Value,
) -> Suspended:  # fmt: skip
    held = other if name == "isdisjoint" else stored(other)
    if isinstance(held, Sets):
        right = yield from _as_set(machine, key, other)
        return (yield from test(machine, left, right))
    if name == "issubset":
        kept = yield from _kept(machine, key, left, other)
        return kept.count == left.count
    return (yield from _until(machine, key, name, left, other))


def _until(machine: Machine, key: str, name: str, left: Table, other: Value) -> Suspended:
    """Go through an iterable up to the element that decides: one outside, or one inside."""
    iterator = yield get_iterator(machine, other)
    while True:
        element = yield advance(machine, iterator)
        if type(element) is Finished:
            return True
        pay_more(machine, key, 1)
        found = yield find_key(machine, left, element)
        if (found is None) is (name == "issuperset"):
            return False


def _subset(machine: Machine, left: Table, right: Table) -> Suspended:
    """Whether all elements are in another."""
    return left.count <= right.count and (yield from _inside(machine, left, right))


def _superset(machine: Machine, left: Table, right: Table) -> Suspended:
    """Whether all elements of another are here."""
    return right.count <= left.count and (yield from _inside(machine, right, left))


def _disjoint(machine: Machine, left: Table, right: Table) -> Suspended:
    """Whether no element is in another."""
    small, large = (left, right) if left.count < right.count else (right, left)
    for entry in small.entries():
        if (yield find(machine, large, entry.hash, entry.key)) is not None:
            return False
    return True


_relation("issubset", _subset)
_relation("issuperset", _superset)
_relation("isdisjoint", _disjoint)
