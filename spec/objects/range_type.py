"""`range`: its methods."""

from __future__ import annotations

from typing import Final

from spec.objects.paying import pay, pay_base, pay_more
from spec.semantics.builtin_classes import RANGE
from spec.semantics.comparison import equal
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.machine import Machine
from spec.semantics.natives import method
from spec.semantics.raising import value_error
from spec.semantics.values import Range, Value

_WORD_BITS: Final = 64


def _range(value: Value) -> Range:
    assert isinstance(value, Range)
    return value


def _position(receiver: Range, value: int) -> int:
    """The position of an int, or -1."""
    distance = value - receiver.start
    if distance % receiver.step:
        return -1
    position = distance // receiver.step
    return position if 0 <= position < receiver.length() else -1


def _search(machine: Machine, key: str, receiver: Range, value: Value) -> Suspended:
    """Positions of the elements equal to a value that is no int: each element is compared."""
    pay_base(machine, key)
    found: list[Value] = []
    for position in range(receiver.length()):
        pay_more(machine, key, _WORD_BITS)
        element = receiver.start + position * receiver.step
        if (yield equal(machine, element, value)) is True:
            found.append(position)
            if key == "range.index":
                break
    return found


@method(RANGE, "count", "self, value, /")
def range_count(machine: Machine, receiver: Value, value: Value) -> Value:
    """How many elements are equal to a value."""
    if isinstance(value, int):
        pay(machine, "range.count", value.bit_length())
        return int(_position(_range(receiver), int(value)) >= 0)
    return NativeFrame(_count(machine, _range(receiver), value))


def _count(machine: Machine, receiver: Range, value: Value) -> Suspended:
    return len((yield from _search(machine, "range.count", receiver, value)))


@method(RANGE, "index", "self, value, /", raises=("ValueError",))
def range_index(machine: Machine, receiver: Value, value: Value) -> NativeFrame:
    """The position of the first element that is equal to a value."""
    return NativeFrame(_index(machine, _range(receiver), value))


def _index(machine: Machine, receiver: Range, value: Value) -> Suspended:
    if isinstance(value, int):
        pay(machine, "range.index", value.bit_length())
        position = _position(receiver, int(value))
        if position >= 0:
            return position
        raise value_error("range.index(x): x not in range")
    found = yield from _search(machine, "range.index", receiver, value)
    if found:
        return found[0]
    raise value_error("sequence.index(x): x not in sequence")
