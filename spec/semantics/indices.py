"""Indices and slices: from guest values to host ints (CPython's clamping on 64 bits)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spec.semantics.builtin_classes import CLASSES, is_subclass, type_name
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.lookup import lookup
from spec.semantics.raising import Raise, error, type_error, value_error
from spec.semantics.special import call_special
from spec.semantics.values import ABSENT, Instance, Slice, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

LARGEST_INDEX: Final = (1 << 63) - 1
WORD_31: Final = 1 << 31
_LARGEST_OF_32_BITS: Final = (1 << 31) - 1


def index_of(machine: Machine, value: Value) -> Value:
    """`value` as an int by `__index__`: a host int, or an activation; raises TypeError."""
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Instance):
        if isinstance(value.payload, int):
            return int(value.payload)
        found = lookup(value.cls, "__index__")[0]
        if found is not ABSENT:
            return NativeFrame(_index_by_method(machine, value, found))
    raise type_error(f"'{type_name(value)}' object cannot be interpreted as an integer")


def _index_by_method(machine: Machine, value: Value, found: Value) -> Suspended:
    answer = yield call_special(machine, found, value, [])
    if isinstance(answer, Instance) and isinstance(answer.payload, int):
        answer = answer.payload
    if not isinstance(answer, int):
        raise type_error(f"__index__ returned non-int (type {type_name(answer)})")
    return int(answer)


def index_else(machine: Machine, value: Value, text: str) -> Suspended:
    """`value` as an int, as `index_of` gives it; any TypeError becomes one of `text`."""
    try:
        return (yield index_of(machine, value))
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["TypeError"]):
            raise
        raise type_error(text) from None


def is_index(value: Value) -> bool:
    """Whether `value` can be an index."""
    if isinstance(value, int):
        return True
    if not isinstance(value, Instance):
        return False
    return isinstance(value.payload, int) or lookup(value.cls, "__index__")[0] is not ABSENT


def check_index_size(machine: Machine, value: int, kind: str = "int") -> int:
    """`value`, if it fits 64 signed bits; raises IndexError, which names the index's class."""
    if not -_LARGEST_OF_32_BITS - 1 <= value <= _LARGEST_OF_32_BITS:
        machine.note("index-size")
    if -LARGEST_INDEX - 1 <= value <= LARGEST_INDEX:
        return value
    raise error("IndexError", f"cannot fit '{kind}' into an index-sized integer")


def check_count_size(machine: Machine, value: int) -> int:
    """`value`, if it fits 64 signed bits; raises OverflowError."""
    if not -_LARGEST_OF_32_BITS - 1 <= value <= _LARGEST_OF_32_BITS:
        machine.note("index-size")
    if -LARGEST_INDEX - 1 <= value <= LARGEST_INDEX:
        return value
    raise error("OverflowError", "Python int too large to convert to C ssize_t")


def slice_part(machine: Machine, value: Value) -> Suspended:
    """A part of a slice as a host int, or None (a fixed depth of `yield from`)."""
    if value is None:
        return None
    if not is_index(value):
        raise type_error("slice indices must be integers or None or have an __index__ method")
    return (yield index_of(machine, value))


def slice_bounds(machine: Machine, part: Slice, length: int) -> Suspended:
    """(start, stop, step) of a slice of a sequence of `length` elements."""
    step = yield from slice_part(machine, part.step)
    start = yield from slice_part(machine, part.start)
    stop = yield from slice_part(machine, part.stop)
    return adjust(start, stop, step, length)


def plain_bounds(part: Slice, length: int) -> tuple[int, int, int] | None:
    """The same at once when all parts are ints or None, else None."""
    parts: list[int | None] = []
    for value in (part.start, part.stop, part.step):
        if value is not None and not isinstance(value, int):
            return None
        parts.append(None if value is None else int(value))
    return adjust(parts[0], parts[1], parts[2], length)


def adjust(
    start: int | None, stop: int | None, step: int | None, length: int
) -> tuple[int, int, int]:
    """Clamp the bounds of a slice to a sequence; raises ValueError for a step of 0."""
    if step is None:
        step = 1
    if step == 0:
        raise value_error("slice step cannot be zero")
    low, high = (-1, length - 1) if step < 0 else (0, length)
    if start is None:
        start = high if step < 0 else low
    else:
        start = _clamp(start, length, low, high)
    if stop is None:
        stop = low if step < 0 else high
    else:
        stop = _clamp(stop, length, low, high)
    return start, stop, step


def _clamp(value: int, length: int, low: int, high: int) -> int:
    if value < 0:
        value += length
    return max(low, min(value, high))


def slice_length(start: int, stop: int, step: int) -> int:
    """How many elements a clamped slice has."""
    if step > 0:
        return (stop - start + step - 1) // step if start < stop else 0
    return (start - stop - step - 1) // -step if stop < start else 0
