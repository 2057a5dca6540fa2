"""Arguments of natives: texts, and ints that user code may have to deliver (`__index__`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from spec.semantics.builtin_classes import type_name
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.indices import check_count_size, index_of, is_index
from spec.semantics.raising import type_error
from spec.semantics.truth import truth
from spec.semantics.values import ABSENT, Instance, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

LARGEST: Final = (1 << 63) - 1


def text_or_none(value: Value) -> str | None:
    """Return the text of a str or of an instance of a subclass, else None."""
    if isinstance(value, str):
        return value
    if isinstance(value, Instance) and isinstance(value.payload, str):
        return value.payload
    return None


def text_to_set(name: str, value: Value) -> str:
    """Return the text that becomes the name of a function or generator; raises TypeError."""
    text = text_or_none(value)
    if text is None:
        raise type_error(f"{name} must be set to a string object")
    return text


def needs_text(value: Value, where: str) -> str:
    """Return the text of an argument; raises TypeError that says `where` it stands."""
    text = text_or_none(value)
    if text is None:
        raise type_error(f"{where} must be str, not {shown_type(value)}")
    return text


def attribute_name(value: Value) -> str:
    """Return the name of an attribute; raises TypeError."""
    text = text_or_none(value)
    if text is None:
        raise type_error(f"attribute name must be string, not '{type_name(value)}'")
    return text


def shown_type(value: Value) -> str:
    """Return the type of an argument as errors show it: None as itself."""
    return "None" if value is None else type_name(value)


def no_float(value: Value, made: Value) -> Exception:
    """The error for a `__float__` that gives something else."""
    text = f"{type_name(value)}.__float__ returned non-float (type {type_name(made)})"
    return type_error(text)


def slice_ints(
    machine: Machine,
    start: Value,
    end: Value,
    then: Callable[[int, int], Value],
    none: bool = True,
) -> Value:
    """Call `then` with the bounds of a part of a sequence, clamped to 64 bits.

    An absent bound is 0 or the largest index, and so is None unless `none` forbids it. Bounds
    that need user code make this an activation.
    """
    low, high = _plain_bound(start, 0, none), _plain_bound(end, LARGEST, none)
    if low is not None and high is not None:
        return then(low, high)
    return NativeFrame(_slice_ints(machine, start, end, then, none))


def _plain_bound(value: Value, default: int, none: bool) -> int | None:
    if value is ABSENT or (value is None and none):
        return default
    return _clamped(int(value)) if isinstance(value, int) else None


def _clamped(value: int) -> int:
    return max(-LARGEST - 1, min(value, LARGEST))


def _slice_ints(
    machine: Machine, start: Value, end: Value, then: Callable[[int, int], Value], none: bool
) -> Suspended:
    bounds = []
    for value, default in ((start, 0), (end, LARGEST)):
        plain = _plain_bound(value, default, none)
        if plain is None:
            if not is_index(value):
                wanted = "integers or None or" if none else "integers or"
                raise type_error(f"slice indices must be {wanted} have an __index__ method")
            plain = _clamped((yield index_of(machine, value)))
        bounds.append(plain)
    return (yield then(bounds[0], bounds[1]))


def count_int(machine: Machine, value: Value, default: int, then: Callable[[int], Value]) -> Value:
    """Call `then` with a count (a C ssize_t), `default` when it is absent."""
    if value is ABSENT:
        return then(default)
    if isinstance(value, int):
        return then(check_count_size(machine, int(value)))
    return NativeFrame(_count_int(machine, value, then))


def _count_int(machine: Machine, value: Value, then: Callable[[int], Value]) -> Suspended:
    found = yield index_of(machine, value)
    return (yield then(check_count_size(machine, found)))


def truth_flag(
    machine: Machine, value: Value, default: bool, then: Callable[[bool], Value]
) -> Value:
    """Call `then` with the truth of an argument, `default` when it is absent."""
    if value is ABSENT:
        return then(default)
    if isinstance(value, bool):
        return then(value)
    return NativeFrame(_truth_flag(machine, value, then))


def _truth_flag(machine: Machine, value: Value, then: Callable[[bool], Value]) -> Suspended:
    return then((yield truth(machine, value)) is True)
