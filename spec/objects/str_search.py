"""Methods of str that look for a text: find, count, startswith, partition, replace and the like."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from spec.objects.arguments import count_int, needs_text, shown_type, slice_ints, text_or_none
from spec.objects.paying import pay, pay_base, pay_more, pay_rest, pay_text
from spec.semantics.builtin_classes import STR, type_name
from spec.semantics.natives import method
from spec.semantics.raising import type_error, value_error
from spec.semantics.values import Value, unwrapped

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

_ERRORS: Final = ("TypeError", "user-error")
_BOUNDED: Final = "self, sub, start=, end=, /"


def last_place(text: str, sub: str, start: int, end: int) -> int:
    """Return str.rfind in linear time: the first place in the text read backwards."""
    low, high, _ = slice(start, end).indices(len(text))
    if start > len(text) or high - low < len(sub):
        return -1
    found = text[low:high][::-1].find(sub[::-1])
    return -1 if found < 0 else high - found - len(sub)


def visited(text: str, start: int, end: int) -> int:
    """Return how many code points of the text lie between the bounds."""
    low, high, _ = slice(start, end).indices(len(text))
    return max(high - low, 0)


def _search(
    machine: Machine, name: str, text: str, sub: Value, start: Value, end: Value,
    search: Callable[[str, int, int], Value],
) -> Value:  # fmt: skip
    """Check the arguments, pay for the part that is searched, and search it."""
    key = f"str.{name}"
    wanted = text_or_none(sub)
    if wanted is None:
        pay_base(machine, key)
        raise type_error(f"{name}() argument 1 must be str, not {shown_type(sub)}")

    def within(low: int, high: int) -> Value:
        pay(machine, key, visited(text, low, high))
        return search(wanted, low, high)

    return slice_ints(machine, start, end, within)


@method(STR, "find", _BOUNDED, _ERRORS)
def str_find(machine: Machine, text: str, sub: Value, start: Value, end: Value) -> Value:
    """The first place of a text, or -1."""
    return _search(machine, "find", text, sub, start, end, text.find)


@method(STR, "rfind", _BOUNDED, _ERRORS)
def str_rfind(machine: Machine, text: str, sub: Value, start: Value, end: Value) -> Value:
    """The last place of a text, or -1."""
    return _search(
        machine, "rfind", text, sub, start, end, lambda *wanted: last_place(text, *wanted)
    )


def _found(place: int) -> Value:
    if place < 0:
        raise value_error("substring not found")
    return place


@method(STR, "index", _BOUNDED, (*_ERRORS, "ValueError"))
def str_index(machine: Machine, text: str, sub: Value, start: Value, end: Value) -> Value:
    """The first place of a text; ValueError when it is not there."""
    return _search(
        machine, "index", text, sub, start, end, lambda *wanted: _found(text.find(*wanted))
    )


@method(STR, "rindex", _BOUNDED, (*_ERRORS, "ValueError"))
def str_rindex(machine: Machine, text: str, sub: Value, start: Value, end: Value) -> Value:
    """The last place of a text; ValueError when it is not there."""
    return _search(
        machine, "rindex", text, sub, start, end, lambda *wanted: _found(last_place(text, *wanted))
    )


@method(STR, "count", _BOUNDED, _ERRORS)
def str_count(machine: Machine, text: str, sub: Value, start: Value, end: Value) -> Value:
    """How often a text occurs without overlap; the empty one at each place."""
    return _search(machine, "count", text, sub, start, end, text.count)


def _affix(
    machine: Machine, name: str, text: str, affix: Value, start: Value, end: Value,
    test: Callable[[str, int, int], bool],
) -> Value:  # fmt: skip
    """Test one text, or each of a tuple until one fits; each is paid before it is compared."""
    key = f"str.{name}"
    one = text_or_none(affix)
    several = unwrapped(affix)

    def within(low: int, high: int) -> Value:
        pay_base(machine, key)
        if one is None and not isinstance(several, tuple):
            raise type_error(
                f"{name} first arg must be str or a tuple of str, not {type_name(affix)}"
            )
        for each in several if isinstance(several, tuple) and one is None else (one,):
            wanted = text_or_none(each)
            if wanted is None:
                raise type_error(f"tuple for {name} must only contain str, not {type_name(each)}")
            pay_more(machine, key, max(len(wanted), 1))
            if test(wanted, low, high):
                return True
        return False

    return slice_ints(machine, start, end, within)


@method(STR, "startswith", "self, prefix, start=, end=, /", _ERRORS)
def str_startswith(machine: Machine, text: str, affix: Value, start: Value, end: Value) -> Value:
    """Whether the part begins with a text, or with one of a tuple of texts."""
    return _affix(machine, "startswith", text, affix, start, end, text.startswith)


@method(STR, "endswith", "self, suffix, start=, end=, /", _ERRORS)
def str_endswith(machine: Machine, text: str, affix: Value, start: Value, end: Value) -> Value:
    """Whether the part ends with a text, or with one of a tuple of texts."""
    return _affix(machine, "endswith", text, affix, start, end, text.endswith)


@method(STR, "removeprefix", "self, prefix, /", ("TypeError", "MemoryError"))
def str_removeprefix(machine: Machine, text: str, prefix: Value) -> Value:
    """The text without a prefix that it begins with."""
    wanted = _one_text(machine, "removeprefix", prefix)
    result = text.removeprefix(wanted)
    pay_text(machine, "str.removeprefix", len(wanted), len(result))
    return result


@method(STR, "removesuffix", "self, suffix, /", ("TypeError", "MemoryError"))
def str_removesuffix(machine: Machine, text: str, suffix: Value) -> Value:
    """The text without a suffix that it ends with."""
    wanted = _one_text(machine, "removesuffix", suffix)
    result = text.removesuffix(wanted)
    pay_text(machine, "str.removesuffix", len(wanted), len(result))
    return result


def _one_text(machine: Machine, name: str, value: Value) -> str:
    if text_or_none(value) is None:
        pay_base(machine, f"str.{name}")
        raise type_error(f"{name}() argument must be str, not {shown_type(value)}")
    return needs_text(value, "")


@method(STR, "partition", "self, sep, /", ("TypeError", "ValueError"))
def str_partition(machine: Machine, receiver: Value, sep: Value) -> Value:
    """What is before the first separator, the separator, what is after.

    The separator that was given, or the text without one, is given back as it is.
    """
    text = needs_text(receiver, "")
    wanted = _separator(machine, "partition", text, sep)
    place = text.find(wanted)
    if place < 0:
        return (receiver, "", "")
    return (text[:place], sep, text[place + len(wanted) :])


@method(STR, "rpartition", "self, sep, /", ("TypeError", "ValueError"))
def str_rpartition(machine: Machine, receiver: Value, sep: Value) -> Value:
    """What is before the last separator, the separator, what is after."""
    text = needs_text(receiver, "")
    wanted = _separator(machine, "rpartition", text, sep)
    place = last_place(text, wanted, 0, len(text))
    if place < 0:
        return ("", "", receiver)
    return (text[:place], sep, text[place + len(wanted) :])


def _separator(machine: Machine, name: str, text: str, sep: Value) -> str:
    key = f"str.{name}"
    wanted = text_or_none(sep)
    if wanted is None:
        pay_base(machine, key)
        raise type_error(f"must be str, not {type_name(sep)}")
    pay_text(machine, key, len(text), len(text))
    if not wanted:
        raise value_error("empty separator")
    return wanted


@method(STR, "replace", "self, old, new, /, count=", (*_ERRORS, "OverflowError", "MemoryError"))
def str_replace(machine: Machine, text: str, old: Value, new: Value, count: Value) -> Value:
    """The text with each occurrence of one text, or the first `count`, replaced by another."""
    key = "str.replace"
    for place, value in ((1, old), (2, new)):
        if text_or_none(value) is None:
            pay_base(machine, key)
            raise type_error(f"replace() argument {place} must be str, not {shown_type(value)}")
    before, after = needs_text(old, ""), needs_text(new, "")

    def limited(limit: int) -> Value:
        pay(machine, key, len(text))
        found = text.count(before)
        times = found if limit < 0 else min(limit, found)
        length = len(text) + times * (len(after) - len(before))
        pay_rest(machine, key, len(text), length)
        return text.replace(before, after, times) if times else text

    return count_int(machine, count, -1, limited)
