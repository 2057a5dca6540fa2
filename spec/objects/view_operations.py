"""Operators and methods of the views of a dict's keys and items: those of sets (decision D6).

A view stands for the set of its elements, in the dict's order; the other operand may be any
iterable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from spec.bytecode.instructions import BinaryOp
from spec.objects.paying import pay, pay_base, price_of
from spec.objects.set_type import (
    difference_of,
    intersection_of,
    symmetric_of,
    union_of,
)
from spec.semantics import arithmetic, comparison
from spec.semantics.arithmetic import BinaryOperation
from spec.semantics.builtin_classes import CLASSES
from spec.semantics.comparison import CompareOperation, equal
from spec.semantics.containers import find, hash_of_key, put, store, stored
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.iteration import advance, get_iterator
from spec.semantics.length import length
from spec.semantics.natives import method
from spec.semantics.sequences import contains
from spec.semantics.text import repr_of
from spec.semantics.values import (
    Class,
    Dict,
    DictView,
    Entry,
    Finished,
    FrozenSet,
    Instance,
    Set,
    Table,
    TableIterator,
    Value,
    unwrapped,
)

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

LT, LE, EQ, NE, GT, GE = range(6)
Combine = Callable[["Machine", Table, Table], Suspended]


def is_set_like(value: Value) -> bool:
    """Whether a value is a view that behaves as a set."""
    return isinstance(value, DictView) and value.part != "values"


def as_set(machine: Machine, value: Value, unit: int, right: bool = False) -> Suspended:
    """A set of the elements of a view or of any iterable; the keys of a right operand are hashed.

    `unit` is what each element costs that was not paid by the size of a view or set.
    """
    made = Set()
    if not right and isinstance(value, DictView) and value.part == "keys":
        for entry in value.table.entries():
            made.insert(entry.hash, entry.key, None)
        return made
    held = stored(value)
    if held is not None:
        for entry in held.entries():
            machine.meter.charge(unit)
            made.insert(entry.hash, entry.key, None)
        return made
    iterator = yield get_iterator(machine, value)
    while True:
        element = yield advance(machine, iterator)
        if type(element) is Finished:
            return made
        machine.meter.charge(unit)
        yield put(machine, made, element, None)


def _size(value: Value) -> int:
    if isinstance(value, DictView):
        return value.table.count
    return value.count if isinstance(value, (Set, FrozenSet)) else 0


def _operator(combine: Combine) -> Callable[[Machine, BinaryOperation, Value, Value], Value]:
    def operate(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
        if not is_set_like(lhs) and not is_set_like(rhs):
            return NotImplemented
        view = lhs if is_set_like(lhs) else rhs
        price = operation.prices.of(view)
        machine.meter.charge(price.cost(_size(lhs) + _size(rhs)))
        return NativeFrame(_combined(machine, combine, lhs, rhs, price.surcharge(1)))

    return operate


def _unit(value: Value, surcharge: int) -> int:
    """What each element costs that was not paid by the size of its container."""
    sized = is_set_like(value) or isinstance(value, (Set, FrozenSet))
    return 0 if sized else surcharge


def intersect(machine: Machine, lhs: Value, rhs: Value, surcharge: int) -> Suspended:
    """The elements of the other operand that are in the view; of a larger set, the view's."""
    view, other = (lhs, rhs) if is_set_like(lhs) else (rhs, lhs)
    smaller = type(other) is Set and _size(view) <= _size(other)
    if smaller or (is_set_like(other) and _size(view) < _size(other)):
        view, other = other, view
    made = Set()
    unit = _unit(other, surcharge)
    iterator = yield get_iterator(machine, other)
    while True:
        element = yield advance(machine, iterator)
        if type(element) is Finished:
            return made
        machine.meter.charge(unit)
        if (yield contains(machine, view, element)) is True:
            yield put(machine, made, element, None)


def _combined(
    machine: Machine, combine: Combine, lhs: Value, rhs: Value, surcharge: int
) -> Suspended:
    if combine is intersection_of:
        return (yield from intersect(machine, lhs, rhs, surcharge))
    if combine is symmetric_of and is_items(lhs) and is_items(rhs):
        return (yield from _different_items(machine, lhs, rhs))
    left = yield from as_set(machine, lhs, _unit(lhs, surcharge))
    made = Set()
    made.fill(left)
    unit = _unit(rhs, surcharge)
    if combine is symmetric_of:
        right = yield from as_set(machine, rhs, unit, True)
        return (yield from symmetric_of(machine, made, right))
    held = stored(rhs)
    if held is not None and not (combine is difference_of and isinstance(held, Dict)):
        for entry in held.entries():
            machine.meter.charge(unit)
            found = yield find(machine, made, entry.hash, entry.key)
            change(machine, combine, made, found, entry.hash, entry.key)
        return made
    iterator = yield get_iterator(machine, rhs)
    while True:
        element = yield advance(machine, iterator)
        if type(element) is Finished:
            return made
        machine.meter.charge(unit)
        key_hash = yield hash_of_key(machine, made, element)
        found = yield find(machine, made, key_hash, element)
        change(machine, combine, made, found, key_hash, element)


def change(
    machine: Machine, combine: Combine, made: Set, found: Value, key_hash: int, key: Value
) -> None:
    """Add an element of the right operand to a union, or take it out of a difference."""
    if combine is union_of:
        store(machine, made, found, key_hash, key, None)
    elif isinstance(found, Entry):
        made.remove(found)


def is_items(value: Value) -> bool:
    """Whether a value is the view of a dict's pairs."""
    return isinstance(value, DictView) and value.part == "items"


def _different_items(machine: Machine, lhs: Value, rhs: Value) -> Suspended:
    """The pairs of one dict only; a pair that both have is never hashed."""
    assert isinstance(lhs, DictView)
    assert isinstance(rhs, DictView)
    remaining = Dict()
    remaining.fill(lhs.table)
    new: list[Entry] = []
    for entry in rhs.table.entries():
        found = yield find(machine, remaining, entry.hash, entry.key)
        if isinstance(found, Entry) and (yield equal(machine, found.value, entry.value)) is True:
            remaining.remove(found)
        else:
            new.append(entry)
    made = Set()
    for entry in (*remaining.entries(), *new):
        yield put(machine, made, (entry.key, entry.value), None)
    return made


OPERATORS: Final[dict[str, tuple[str, Combine]]] = {
    "or": ("or", union_of),
    "and": ("and", intersection_of),
    "subtract": ("sub", difference_of),
    "xor": ("xor", symmetric_of),
}
for _name, (_dunder, _combine) in OPERATORS.items():
    _kernel = _operator(_combine)
    arithmetic.KERNELS[_name][DictView] = _kernel
    arithmetic.RIGHT_KERNELS.setdefault(_name, {})[DictView] = _kernel


# --- Comparison


def compare_views(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Value:
    """Equality and inclusion with sets and other views: by size, then element by element."""
    if not (is_set_like(lhs) or is_set_like(rhs)):
        return NotImplemented
    for each in (lhs, rhs):
        if not is_set_like(each) and not isinstance(unwrapped(each), (Set, FrozenSet)):
            return NotImplemented
    if isinstance(lhs, Instance) or isinstance(rhs, Instance):
        return NativeFrame(_compare_by_methods(machine, operation, lhs, rhs))
    left, right = _size(lhs), _size(rhs)
    kind = operation.kind
    decided = {
        EQ: left != right, NE: left != right, LT: left >= right, LE: left > right,
        GT: left <= right, GE: left < right,
    }[kind]  # fmt: skip
    turned = kind in (GT, GE) or (kind in (EQ, NE) and not is_set_like(lhs))
    part, whole = (rhs, lhs) if turned else (lhs, rhs)
    machine.meter.charge(operation.prices.of(lhs).cost(0 if decided else _size(part)))
    if decided:
        return kind == NE
    return NativeFrame(_inside(machine, part, whole, kind == NE))


def _compare_by_methods(
    machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value
) -> Suspended:
    """The same with a set of a user's class, which says its length and what it contains."""
    kind = operation.kind
    price = operation.prices.of(lhs if is_set_like(lhs) else rhs)
    machine.meter.charge(price.cost(0))
    left = yield length(machine, lhs)
    right = yield length(machine, rhs)
    possible = {
        EQ: left == right, NE: left == right, LT: left < right, LE: left <= right,
        GT: left > right, GE: left >= right,
    }[kind]  # fmt: skip
    if not possible:
        return kind == NE
    part, whole = (rhs, lhs) if kind in (GT, GE) else (lhs, rhs)
    return (yield from _inside(machine, part, whole, kind == NE, price.surcharge(1)))


def _inside(machine: Machine, part: Value, whole: Value, negated: bool, each: int = 0) -> Suspended:
    """Whether all elements are in the other; `each` is what one costs that is not yet paid."""
    iterator = yield get_iterator(machine, part)
    while True:
        element = yield advance(machine, iterator)
        if type(element) is Finished:
            return not negated
        machine.meter.charge(each)
        if (yield contains(machine, whole, element)) is not True:
            return negated


comparison.KERNELS[DictView] = compare_views
comparison.RIGHT_KERNELS[DictView] = compare_views


# --- Methods


def _register(part: str) -> None:
    owner = CLASSES[f"dict_{part}"]
    key = f"dict_{part}"

    def show(machine: Machine, view: Value) -> Value:
        """The repr."""
        pay_base(machine, f"{key}.__repr__")
        return repr_of(machine, machine.unit(f"{key}.__repr__"), view)

    def backward(machine: Machine, view: Value) -> Value:
        """An iterator, last element first."""
        pay(machine, f"{key}.__reversed__")
        assert isinstance(view, DictView)
        return TableIterator(view.table, part, True)

    method(owner, "__repr__", "self, /")(show)
    method(owner, "__reversed__", "self, /")(backward)
    if part != "values":
        _register_set_methods(part)


def _register_set_methods(part: str) -> None:
    owner = CLASSES[f"dict_{part}"]
    for name, (dunder, _) in OPERATORS.items():
        _register_operator(owner, dunder, name, BINARY_KINDS[name])
    for kind, name in enumerate(COMPARISON_NAMES):
        _register_comparison(owner, name, kind)

    def disjoint(machine: Machine, view: Value, other: Value) -> Value:
        """Whether no element is in an iterable."""
        key = f"dict_{part}.isdisjoint"
        pay(machine, key, _size(view))
        unit = _unit(other, price_of(machine, key).surcharge(1))
        return NativeFrame(_disjoint(machine, view, other, unit))

    method(owner, "isdisjoint", "self, other, /", ("TypeError", "user-error"))(disjoint)


COMPARISON_NAMES: Final = ("lt", "le", "eq", "ne", "gt", "ge")
BINARY_KINDS: Final = {
    "or": BinaryOp.OR,
    "and": BinaryOp.AND,
    "subtract": BinaryOp.SUBTRACT,
    "xor": BinaryOp.XOR,
}


def _register_operator(owner: Class, dunder: str, name: str, kind: BinaryOp) -> None:
    kernel = arithmetic.KERNELS[name][DictView]

    def forward(machine: Machine, view: Value, other: Value) -> Value:
        """The operator."""
        operation = arithmetic.binary_operation(machine.revision.prices, kind)
        return kernel(machine, operation, view, other)

    def reflected(machine: Machine, view: Value, other: Value) -> Value:
        """The operator, with the operands the other way round."""
        operation = arithmetic.binary_operation(machine.revision.prices, kind)
        return kernel(machine, operation, other, view)

    method(owner, f"__{dunder}__", "self, value, /", ("TypeError", "user-error"))(forward)
    method(owner, f"__r{dunder}__", "self, value, /", ("TypeError", "user-error"))(reflected)


def _register_comparison(owner: Class, name: str, kind: int) -> None:
    def compared(machine: Machine, view: Value, other: Value) -> Value:
        """The comparison."""
        operation = comparison.compare_operation(machine.revision.prices, kind)
        return compare_views(machine, operation, view, other)

    method(owner, f"__{name}__", "self, value, /", ("user-error",))(compared)


def _disjoint(machine: Machine, view: Value, other: Value, unit: int) -> Suspended:
    if view is other:
        return _size(view) == 0
    if is_set_like(other) or isinstance(unwrapped(other), (Set, FrozenSet)):
        if (yield length(machine, other)) > _size(view):  # the shorter one is gone over
            view, other = other, view
    iterator = yield get_iterator(machine, other)
    while True:
        element = yield advance(machine, iterator)
        if type(element) is Finished:
            return True
        machine.meter.charge(unit)
        if (yield contains(machine, view, element)) is True:
            return False


for _part in ("keys", "values", "items"):
    _register(_part)
