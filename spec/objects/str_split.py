"""Methods of str that take it apart or join it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spec.gas_table.sizes import exceeds_object_limit, sequence_size, str_size
from spec.objects.arguments import count_int, shown_type, text_or_none, truth_flag
from spec.objects.bytes_search import collected
from spec.objects.paying import pay, pay_base, price_of
from spec.objects.unicode_tables.properties import LINE_BREAKS, flags_of
from spec.objects.unicode_tables.properties_data import SPACE
from spec.semantics.builtin_classes import STR, type_name
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.iteration import surcharge_of
from spec.semantics.natives import method
from spec.semantics.raising import type_error, value_error
from spec.semantics.values import ABSENT, List, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


# --- Splitting


def words_of(text: str, limit: int) -> list[str]:
    """Return the words between runs of white space; the last one keeps what is after the limit."""
    words: list[str] = []
    place, end = 0, len(text)
    while True:
        while place < end and flags_of(ord(text[place])) & SPACE:
            place += 1
        if place == end:
            return words
        if limit >= 0 and len(words) == limit:
            words.append(text[place:])
            return words
        start = place
        while place < end and not flags_of(ord(text[place])) & SPACE:
            place += 1
        words.append(text[start:place])


def words_from_right(text: str, limit: int) -> list[str]:
    """Return the words as `words_of` does, counted from the right."""
    return [word[::-1] for word in reversed(words_of(text[::-1], limit))]


def split_from_right(text: str, sep: str, limit: int) -> list[str]:
    """Return str.rsplit in linear time: the text read backwards."""
    parts = text[::-1].split(sep[::-1], limit)
    return [part[::-1] for part in reversed(parts)]


def _split(
    machine: Machine, name: str, text: str, sep: Value, limit: Value, from_right: bool
) -> Value:
    key = f"str.{name}"

    def limited(most: int) -> Value:
        pay(machine, key, len(text))
        if sep is ABSENT or sep is None:
            words = words_from_right(text, most) if from_right else words_of(text, most)
            return _list_of(machine, words)
        wanted = text_or_none(sep)
        if wanted is None:
            raise type_error(f"must be str or None, not {shown_type(sep)}")
        if not wanted:
            raise value_error("empty separator")
        if from_right:
            return _list_of(machine, split_from_right(text, wanted, most))
        return _list_of(machine, text.split(wanted, most))

    return count_int(machine, limit, -1, limited)


def _list_of(machine: Machine, parts: list[str]) -> Value:
    machine.allocate(sequence_size(len(parts)))
    return List(list(parts))


_SPLIT_ERRORS: Final = ("TypeError", "ValueError", "OverflowError", "MemoryError", "user-error")


@method(STR, "split", "self, /, sep=, maxsplit=", _SPLIT_ERRORS)
def str_split(machine: Machine, text: str, sep: Value, limit: Value) -> Value:
    """The parts between separators, or the words between runs of white space."""
    return _split(machine, "split", text, sep, limit, False)


@method(STR, "rsplit", "self, /, sep=, maxsplit=", _SPLIT_ERRORS)
def str_rsplit(machine: Machine, text: str, sep: Value, limit: Value) -> Value:
    """As split; a limit counts from the right."""
    return _split(machine, "rsplit", text, sep, limit, True)


def lines_of(text: str, keep_ends: bool) -> list[str]:
    """Return the lines of a text; a carriage return and a line feed are one end."""
    lines: list[str] = []
    start = place = 0
    while place < len(text):
        if text[place] not in LINE_BREAKS:
            place += 1
            continue
        stop = place
        place += 2 if text[place : place + 2] == "\r\n" else 1
        lines.append(text[start : place if keep_ends else stop])
        start = place
    return [*lines, text[start:]] if start < len(text) else lines


@method(STR, "splitlines", "self, /, keepends=", ("MemoryError", "user-error"))
def str_splitlines(machine: Machine, text: str, keepends: Value) -> Value:
    """The lines of the text, with their ends if asked for."""

    def with_ends(keep: bool) -> Value:
        pay(machine, "str.splitlines", len(text))
        return _list_of(machine, lines_of(text, keep))

    return truth_flag(machine, keepends, False, with_ends)


# --- Joining


@method(STR, "join", "self, iterable, /", ("TypeError", "MemoryError", "user-error"))
def str_join(machine: Machine, text: str, iterable: Value) -> Value:
    """The texts of an iterable with this one between them."""
    return NativeFrame(_join(machine, text, iterable))


def _join(machine: Machine, text: str, iterable: Value) -> Suspended:
    """Collect all first: an item that is no text is an error only after the iteration ended."""
    key = "str.join"
    pay_base(machine, key)
    price = price_of(machine, key)
    each = surcharge_of(price, units=True)
    items = yield from collected(machine, iterable, "can only join an iterable", each)
    parts = []
    for place, item in enumerate(items):
        part = text_or_none(item)
        if part is None:
            found = type_name(item)
            raise type_error(f"sequence item {place}: expected str instance, {found} found")
        parts.append(part)
    length = sum(map(len, parts)) + len(text) * max(len(parts) - 1, 0)
    if exceeds_object_limit(str_size(length)):
        machine.allocate(str_size(length))
    machine.meter.charge(price.cost(length, len(items)) - price.cost(0, len(items)))
    machine.allocate(str_size(length))
    return text.join(parts)
