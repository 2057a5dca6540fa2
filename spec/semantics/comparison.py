"""Comparisons: kernels for builtin kinds, then special methods (CPython's order)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias, final

from spec.bytecode.instructions import COMPARISON_SYMBOLS, Comparison, word_of
from spec.semantics.builtin_classes import class_of, is_subclass
from spec.semantics.floats import float_compare
from spec.semantics.frame import Activation, NativeFrame, Suspended
from spec.semantics.identity import same
from spec.semantics.lookup import lookup
from spec.semantics.prices import SMALL_BITS, Prices, is_flat
from spec.semantics.raising import type_error
from spec.semantics.special import call_special
from spec.semantics.truth import truth
from spec.semantics.values import (
    BoundMethod,
    ByteArray,
    Dict,
    FrozenSet,
    Instance,
    List,
    Range,
    Set,
    Slice,
    Value,
)
from spec.softfloat.value import Float

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

SWAPPED: Final = ("gt", "ge", "eq", "ne", "lt", "le")
"""By `Comparison`: what the right operand is asked instead."""

BY_WORD: Final = {word_of(kind): kind for kind in Comparison}
"""The comparisons by word."""

CompareKernel: TypeAlias = "Callable[[Machine, CompareOperation, Value, Value], Value]"


@final
class CompareOperation:
    """One comparison in one revision."""

    __slots__ = ("flat", "int_price", "kind", "method", "name", "prices", "swapped", "symbol")

    def __init__(self, prices: Prices, kind: Comparison) -> None:
        self.kind = int(kind)
        self.name = word_of(kind)
        self.symbol = COMPARISON_SYMBOLS[kind]
        self.method = f"__{self.name}__"
        self.swapped = f"__{SWAPPED[kind]}__"
        self.prices = prices.family(f"COMPARE_OP.{self.name}")
        self.int_price = self.prices.by_type[int]
        self.flat = is_flat(self.int_price)


def compare_operation(prices: Prices, kind: int) -> CompareOperation:
    """The operation of a `Comparison`, one object for each revision."""
    key = f"compare {kind}"
    found = prices.operations.get(key)
    if not isinstance(found, CompareOperation):
        found = CompareOperation(prices, Comparison(kind))
        prices.operations[key] = found
    return found


def ordered(kind: int, lhs: int, rhs: int) -> bool:
    """A comparison of two host ints, by `Comparison`."""
    if kind == 2:
        return lhs == rhs
    if kind == 3:
        return lhs != rhs
    if kind == 0:
        return lhs < rhs
    if kind == 1:
        return lhs <= rhs
    return lhs > rhs if kind == 4 else lhs >= rhs


def compare(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Value:
    """lhs OP rhs: any value (user code may answer what it likes), or an activation."""
    kernel = KERNELS.get(type(lhs))
    if kernel is not None and type(rhs) is not Instance:
        result = kernel(machine, operation, lhs, rhs)
        if result is not NotImplemented:
            return result
    kernel = RIGHT_KERNELS.get(type(rhs))
    if kernel is not None and type(lhs) is not Instance:
        result = kernel(machine, operation, lhs, rhs)
        if result is not NotImplemented:
            return result
    if type(rhs) is Float and type(lhs) in (int, bool):
        machine.meter.charge(operation.prices.of(lhs).cost(*_bits(lhs, rhs)))
        return float_compare(SWAPPED[operation.kind], rhs, lhs)
    left, right = class_of(lhs), class_of(rhs)
    machine.meter.charge(operation.prices.other.base)
    if left.builtin and right.builtin and left.cls.builtin and right.cls.builtin:
        return without_methods(machine, operation, lhs, rhs)
    return NativeFrame(_by_methods(machine, operation, lhs, rhs))


def without_methods(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> bool:
    """The comparison when neither operand knows the other: identity, or TypeError."""
    if operation.name == "eq":
        return same(machine, lhs, rhs)
    if operation.name == "ne":
        return not same(machine, lhs, rhs)
    raise type_error(
        f"'{operation.symbol}' not supported between instances of '{class_of(lhs).name}' "
        f"and '{class_of(rhs).name}'"
    )


def _by_methods(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Suspended:
    left, right = class_of(lhs), class_of(rhs)
    swapped_first = False
    reflected = lookup(right, operation.swapped)[0]
    if right is not left and is_subclass(right, left):
        swapped_first = True
        result = yield call_special(machine, reflected, rhs, [lhs])
        if result is not NotImplemented:
            return result
    forward = lookup(left, operation.method)[0]  # there always is one: `object` has all six
    result = yield call_special(machine, forward, lhs, [rhs])
    if result is not NotImplemented:
        return result
    if not swapped_first:
        result = yield call_special(machine, reflected, rhs, [lhs])
        if result is not NotImplemented:
            return result
    return without_methods(machine, operation, lhs, rhs)


def equal(machine: Machine, one: Value, other: Value) -> Value:
    """Whether two values are one or equal, as containers ask: a bool, or an activation."""
    if same(machine, one, other):
        return True
    operation = compare_operation(machine.revision.prices, Comparison.EQ)
    result = compare(machine, operation, one, other)
    if isinstance(result, Activation):
        return NativeFrame(_truth_of(machine, result))
    return truth(machine, result)


def _truth_of(machine: Machine, activation: Activation) -> Suspended:
    answer = yield activation
    return (yield truth(machine, answer))


def compare_truth(machine: Machine, name: str, lhs: Value, rhs: Value) -> Value:
    """The truth of `lhs OP rhs`: a bool, or an activation."""
    operation = compare_operation(machine.revision.prices, BY_WORD[name])
    result = compare(machine, operation, lhs, rhs)
    if isinstance(result, Activation):
        return NativeFrame(_truth_of(machine, result))
    return truth(machine, result)


# --- Kernels


def _bits(lhs: Value, rhs: Value) -> tuple[int, int]:
    left = lhs.bit_length() if isinstance(lhs, int) else 0
    return left, rhs.bit_length() if isinstance(rhs, int) else 0


def compare_ints(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Value:
    """An int or bool on the left."""
    if not isinstance(rhs, int):
        return NotImplemented
    assert isinstance(lhs, int)
    machine.meter.charge(operation.prices.of(lhs).cost(*_bits(lhs, rhs)))
    return ordered(operation.kind, lhs, rhs)


def compare_floats(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Value:
    """A float on the left."""
    if not isinstance(rhs, (Float, int)):
        return NotImplemented
    machine.meter.charge(operation.prices.of(lhs).cost(*_bits(lhs, rhs)))
    return float_compare(operation.name, lhs, rhs)


def compare_text(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Value:
    """Two strs, by code points."""
    if not isinstance(rhs, str):
        return NotImplemented
    assert isinstance(lhs, str)
    equality = operation.kind in (2, 3)
    visited = min(len(lhs), len(rhs))
    if equality and len(lhs) != len(rhs):
        visited = 0
    machine.meter.charge(operation.prices.of(lhs).cost(visited))
    if equality:
        return (lhs == rhs) is (operation.kind == 2)
    return ordered(operation.kind, (lhs > rhs) - (lhs < rhs), 0)


def compare_bytes(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Value:
    """Bytes and bytearrays."""
    if not isinstance(rhs, (bytes, ByteArray)):
        return NotImplemented
    left = lhs.data if isinstance(lhs, ByteArray) else lhs
    right = rhs.data if isinstance(rhs, ByteArray) else rhs
    assert isinstance(left, (bytes, bytearray))
    equality = operation.kind in (2, 3)
    visited = min(len(left), len(right))
    if equality and len(left) != len(right):
        visited = 0
    machine.meter.charge(operation.prices.of(lhs).cost(visited))
    if equality:
        return (left == right) is (operation.kind == 2)
    return ordered(operation.kind, (left > right) - (left < right), 0)


NESTING: Final = frozenset({List, tuple, Dict, Set, FrozenSet, Slice})
"""Kinds whose comparison compares what is inside."""


def compare_sequences(
    machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value
) -> Value:
    """Two lists or two tuples: the first pair of different items decides."""
    if type(lhs) is not type(rhs):
        return NotImplemented
    left, right = items_of(lhs), items_of(rhs)
    unequal = operation.kind in (2, 3) and len(left) != len(right)
    lengths_decide = unequal and isinstance(lhs, List)  # tuples compare their items first
    visited = 0 if lengths_decide else min(len(left), len(right))
    machine.meter.charge(operation.prices.of(lhs).cost(visited))
    if lengths_decide:
        return operation.kind == 3
    position = 0
    while position < len(left) and position < len(right):
        one, other = left[position], right[position]
        if type(one) in NESTING:
            return NativeFrame(_sequences_slowly(machine, operation, lhs, rhs, position))
        if same(machine, one, other):
            position += 1
            continue
        answer = equal(machine, one, other)
        if isinstance(answer, Activation):
            return NativeFrame(_sequences_slowly(machine, operation, lhs, rhs, position, answer))
        if answer is False:
            return decide(machine, operation, lhs, rhs, position)
        position += 1
    return ordered(operation.kind, len(left), len(right))


def _sequences_slowly(
    machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value, position: int,
    started: Activation | None = None,
) -> Suspended:  # fmt: skip
    """The items from `position` on, one at a time, so that nesting never nests host calls."""
    if started is None:
        answer = yield equal(machine, items_of(lhs)[position], items_of(rhs)[position])
    else:
        answer = yield started
    while answer is True:
        position += 1
        left, right = items_of(lhs), items_of(rhs)
        if position >= len(left) or position >= len(right):
            return ordered(operation.kind, len(left), len(right))
        answer = yield equal(machine, left[position], right[position])
    return (yield decide(machine, operation, lhs, rhs, position))


def decide(
    machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value, position: int
) -> Value:
    """The comparison of two sequences that first differ at `position`."""
    if operation.kind == 2:
        return False
    if operation.kind == 3:
        return True
    left, right = items_of(lhs), items_of(rhs)
    if position >= len(left) or position >= len(right):
        return ordered(operation.kind, len(left), len(right))
    return compare(machine, operation, left[position], right[position])


def items_of(value: Value) -> list[Value] | tuple[Value, ...]:
    """The items of a list or tuple, as they are now."""
    if isinstance(value, List):
        return value.items
    assert isinstance(value, tuple)
    return value


def compare_ranges(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Value:
    """Two ranges are equal when they give the same elements."""
    if not isinstance(rhs, Range) or operation.kind not in (2, 3):
        return NotImplemented
    assert isinstance(lhs, Range)
    machine.meter.charge(operation.prices.of(lhs).cost(3))
    count = lhs.length()
    found = count == rhs.length() and (
        count == 0 or (lhs.start == rhs.start and (count == 1 or lhs.step == rhs.step))
    )
    return found is (operation.kind == 2)


def compare_slices(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Value:
    """Two slices compare like the tuples of their parts."""
    if not isinstance(rhs, Slice):
        return NotImplemented
    assert isinstance(lhs, Slice)
    one = (lhs.start, lhs.stop, lhs.step)
    return compare_sequences(machine, operation, one, (rhs.start, rhs.stop, rhs.step))


def compare_methods(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Value:
    """Two methods are equal when function and receiver are the same."""
    if not isinstance(rhs, BoundMethod) or operation.kind not in (2, 3):
        return NotImplemented
    assert isinstance(lhs, BoundMethod)
    machine.meter.charge(operation.prices.other.base)
    found = lhs.function is rhs.function and same(machine, lhs.receiver, rhs.receiver)
    return found is (operation.kind == 2)


KERNELS: Final[dict[type, CompareKernel]] = {
    int: compare_ints,
    bool: compare_ints,
    Float: compare_floats,
    str: compare_text,
    bytes: compare_bytes,
    ByteArray: compare_bytes,
    tuple: compare_sequences,
    List: compare_sequences,
    Range: compare_ranges,
    Slice: compare_slices,
    BoundMethod: compare_methods,
}
"""Host type of the left operand -> kernel; `spec.objects` adds dicts, sets and views."""
RIGHT_KERNELS: Final[dict[type, CompareKernel]] = {}
"""The same by host type of the right operand, for what the left operand's kernel does not know."""

SMALL: Final = 1 << SMALL_BITS
