"""Methods of bytes and bytearray that look for bytes, take the content apart or join it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from spec.gas_table.sizes import sequence_size
from spec.objects.arguments import count_int, slice_ints, truth_flag
from spec.objects.bytes_common import (
    Make,
    changeable,
    content_or_none,
    needs_bytes,
    pay_produced,
    pay_result,
    plain,
    shared,
)
from spec.objects.paying import pay, pay_base, pay_more, price_of
from spec.semantics.builtin_classes import BYTEARRAY, BYTES, type_name
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.indices import index_of, is_index
from spec.semantics.iteration import (
    Surcharge,
    ask_for_length,
    collect,
    collect_from,
    get_iterator,
    surcharge_of,
)
from spec.semantics.natives import method
from spec.semantics.raising import Raise, type_error, value_error
from spec.semantics.values import ABSENT, Class, List, Value, unwrapped

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

_ERRORS: Final = ("TypeError", "ValueError", "OverflowError", "MemoryError", "user-error")
_BOUNDED: Final = "self, sub, start=, end=, /"
Search = Callable[[bytes, bytes, int, int], Value]


def last_place(content: bytes, sub: bytes, start: int, end: int) -> int:
    """Return bytes.rfind in linear time: the first place in the content read backwards."""
    low, high, _ = slice(start, end).indices(len(content))
    if start > len(content) or high - low < len(sub):
        return -1
    found = content[low:high][::-1].find(sub[::-1])
    return -1 if found < 0 else high - found - len(sub)


def _search(
    machine: Machine, key: str, content: bytes, sub: Value, start: Value, end: Value, search: Search
) -> Value:
    """Check the bounds, then what is looked for (bytes, or the number of a byte), and search."""

    def within(low: int, high: int) -> Value:
        first, last, _ = slice(low, high).indices(len(content))
        pay(machine, key, max(last - first, 0))
        wanted = content_or_none(machine, sub)
        if wanted is not None:
            return search(content, wanted, low, high)
        if not is_index(sub):
            raise type_error(
                f"argument should be integer or bytes-like object, not '{type_name(sub)}'"
            )
        return NativeFrame(_search_byte(machine, content, sub, low, high, search))

    return slice_ints(machine, start, end, within)


def _search_byte(
    machine: Machine, content: bytes, sub: Value, low: int, high: int, search: Search
) -> Suspended:
    number = yield index_of(machine, sub)
    return search(content, bytes((byte_of(number),)), low, high)


def byte_of(number: int) -> int:
    """Return a number as a byte; raises ValueError."""
    if not 0 <= number < 256:
        raise value_error("byte must be in range(0, 256)")
    return number


def _found(place: int) -> Value:
    if place < 0:
        raise value_error("subsection not found")
    return place


@shared("find", _BOUNDED, _ERRORS)
def find(
    machine: Machine, key: str, content: bytes, make: Make, sub: Value, start: Value, end: Value
) -> Value:
    """The first place of bytes or of a byte, or -1."""
    return _search(machine, key, content, sub, start, end, bytes.find)


@shared("rfind", _BOUNDED, _ERRORS)
def rfind(
    machine: Machine, key: str, content: bytes, make: Make, sub: Value, start: Value, end: Value
) -> Value:
    """The last place of bytes or of a byte, or -1."""
    return _search(machine, key, content, sub, start, end, last_place)


@shared("index", _BOUNDED, _ERRORS)
def index(
    machine: Machine, key: str, content: bytes, make: Make, sub: Value, start: Value, end: Value
) -> Value:
    """The first place of bytes or of a byte; ValueError when they are not there."""
    return _search(
        machine, key, content, sub, start, end, lambda *wanted: _found(bytes.find(*wanted))
    )


@shared("rindex", _BOUNDED, _ERRORS)
def rindex(
    machine: Machine, key: str, content: bytes, make: Make, sub: Value, start: Value, end: Value
) -> Value:
    """The last place of bytes or of a byte; ValueError when they are not there."""
    return _search(
        machine, key, content, sub, start, end, lambda *wanted: _found(last_place(*wanted))
    )


@shared("count", _BOUNDED, _ERRORS)
def count(
    machine: Machine, key: str, content: bytes, make: Make, sub: Value, start: Value, end: Value
) -> Value:
    """How often bytes or a byte occur without overlap."""
    return _search(machine, key, content, sub, start, end, bytes.count)


def _affix(
    machine: Machine, key: str, content: bytes, affix: Value, start: Value, end: Value,
    test: Callable[[bytes, bytes, int, int], bool],
) -> Value:  # fmt: skip
    name = key.partition(".")[2]

    def within(low: int, high: int) -> Value:
        pay_base(machine, key)
        several = unwrapped(affix)
        if isinstance(several, tuple):
            for each in several:
                wanted = needs_bytes(machine, each)
                pay_more(machine, key, max(len(wanted), 1))
                if test(content, wanted, low, high):
                    return True
            return False
        one = content_or_none(machine, affix)
        if one is None:
            raise type_error(
                f"{name} first arg must be bytes or a tuple of bytes, not {type_name(affix)}"
            )
        pay_more(machine, key, max(len(one), 1))
        return test(content, one, low, high)

    return slice_ints(machine, start, end, within)


@shared("startswith", "self, prefix, start=, end=, /", _ERRORS)
def startswith(
    machine: Machine, key: str, content: bytes, make: Make, affix: Value, start: Value, end: Value
) -> Value:
    """Whether the part begins with bytes, or with one of a tuple of them."""
    return _affix(machine, key, content, affix, start, end, bytes.startswith)


@shared("endswith", "self, suffix, start=, end=, /", _ERRORS)
def endswith(
    machine: Machine, key: str, content: bytes, make: Make, affix: Value, start: Value, end: Value
) -> Value:
    """Whether the part ends with bytes, or with one of a tuple of them."""
    return _affix(machine, key, content, affix, start, end, bytes.endswith)


@shared("removeprefix", "self, prefix, /", _ERRORS)
def removeprefix(machine: Machine, key: str, content: bytes, make: Make, prefix: Value) -> Value:
    """The content without a prefix that it begins with."""
    wanted = needs_bytes(machine, prefix)
    result = content.removeprefix(wanted)
    pay_result(machine, key, len(wanted), len(result))
    return make(result)


@shared("removesuffix", "self, suffix, /", _ERRORS)
def removesuffix(machine: Machine, key: str, content: bytes, make: Make, suffix: Value) -> Value:
    """The content without a suffix that it ends with."""
    wanted = needs_bytes(machine, suffix)
    result = content.removesuffix(wanted)
    pay_result(machine, key, len(wanted), len(result))
    return make(result)


def _partition(owner: Class, name: str, from_right: bool) -> None:
    key = f"{owner.name}.{name}"

    def run(machine: Machine, receiver: Value, sep: Value) -> Value:
        content = needs_bytes(machine, receiver)
        wanted = _separator(machine, key, content, sep)
        end = len(content)
        place = last_place(content, wanted, 0, end) if from_right else content.find(wanted)
        make = plain if owner is BYTES else changeable
        if place < 0:  # bytes give themselves, of whatever class
            whole = receiver if owner is BYTES else make(content)
            return (make(b""), make(b""), whole) if from_right else (whole, make(b""), make(b""))
        between = sep if owner is BYTES else make(wanted)
        return (make(content[:place]), between, make(content[place + len(wanted) :]))

    run.__doc__ = f"What is before the {'last' if from_right else 'first'} separator, it, the rest."
    method(owner, name, "self, sep, /", _ERRORS)(run)


for _owner in (BYTES, BYTEARRAY):
    _partition(_owner, "partition", False)
    _partition(_owner, "rpartition", True)


def _separator(machine: Machine, key: str, content: bytes, sep: Value) -> bytes:
    pay_result(machine, key, len(content), len(content))
    wanted = needs_bytes(machine, sep)
    if not wanted:
        raise value_error("empty separator")
    return wanted


@shared("replace", "self, old, new, count=, /", _ERRORS)
def replace(
    machine: Machine, key: str, content: bytes, make: Make, old: Value, new: Value, limit: Value
) -> Value:
    """The content with each occurrence of bytes, or the first `count`, replaced by others."""
    before, after = needs_bytes(machine, old), needs_bytes(machine, new)

    def limited(most: int) -> Value:
        pay(machine, key, len(content))
        found = content.count(before)
        times = found if most < 0 else min(most, found)
        length = len(content) + times * (len(after) - len(before))
        pay_produced(machine, key, len(content), length)
        return make(content.replace(before, after, times) if times else content)

    return count_int(machine, limit, -1, limited)


# --- Taking apart


def _list_of(machine: Machine, parts: list[bytes], make: Make) -> Value:
    machine.allocate(sequence_size(len(parts)))
    return List([make(part) for part in parts])


def _split(
    machine: Machine, key: str, content: bytes, make: Make, sep: Value, limit: Value,
    from_right: bool,
) -> Value:  # fmt: skip
    def limited(most: int) -> Value:
        pay(machine, key, len(content))
        if sep is ABSENT or sep is None:
            parts = content.rsplit(None, most) if from_right else content.split(None, most)
            return _list_of(machine, parts, make)
        wanted = needs_bytes(machine, sep)
        if not wanted:
            raise value_error("empty separator")
        if from_right:
            turned = content[::-1].split(wanted[::-1], most)
            parts = [part[::-1] for part in reversed(turned)]
        else:
            parts = content.split(wanted, most)
        return _list_of(machine, parts, make)

    return count_int(machine, limit, -1, limited)


@shared("split", "self, /, sep=, maxsplit=", _ERRORS)
def split(
    machine: Machine, key: str, content: bytes, make: Make, sep: Value, limit: Value
) -> Value:
    """The parts between separators, or between runs of ASCII white space."""
    return _split(machine, key, content, make, sep, limit, False)


@shared("rsplit", "self, /, sep=, maxsplit=", _ERRORS)
def rsplit(
    machine: Machine, key: str, content: bytes, make: Make, sep: Value, limit: Value
) -> Value:
    """As split; a limit counts from the right."""
    return _split(machine, key, content, make, sep, limit, True)


@shared("splitlines", "self, /, keepends=", _ERRORS)
def splitlines(machine: Machine, key: str, content: bytes, make: Make, keepends: Value) -> Value:
    """The lines, which end at a line feed, a carriage return or both."""

    def with_ends(keep: bool) -> Value:
        pay(machine, key, len(content))
        return _list_of(machine, content.splitlines(keep), make)

    return truth_flag(machine, keepends, False, with_ends)


@shared("join", "self, iterable, /", _ERRORS)
def join(machine: Machine, key: str, content: bytes, make: Make, iterable: Value) -> Value:
    """The items of an iterable of bytes with these between them."""
    return NativeFrame(_join(machine, key, content, make, iterable))


def _join(machine: Machine, key: str, content: bytes, make: Make, iterable: Value) -> Suspended:
    pay_base(machine, key)
    price = price_of(machine, key)
    each = surcharge_of(price, units=True)
    items = yield from collected(machine, iterable, "can only join an iterable", each)
    parts = []
    for place, item in enumerate(items):
        part = content_or_none(machine, item)
        if part is None:
            found = type_name(item)
            raise type_error(f"sequence item {place}: expected a bytes-like object, {found} found")
        parts.append(part)
    length = sum(map(len, parts)) + len(content) * max(len(parts) - 1, 0)
    machine.allocate(length)
    machine.meter.charge(price.cost(length, len(items)) - price.cost(0, len(items)))
    return make(content.join(parts))


def collected(machine: Machine, iterable: Value, refusal: str, surcharge: Surcharge) -> Suspended:
    """Return the elements of an iterable, each paid; a TypeError of iter() becomes `refusal`.

    CPython makes a list first, so the iterator is asked for itself and for its length once more.
    """
    if isinstance(iterable, (List, tuple)):
        return (yield from collect(machine, iterable, surcharge))
    try:
        iterator = yield get_iterator(machine, iterable)
    except Raise as raised:
        if raised.error.cls.name == "TypeError":
            raise type_error(refusal) from None
        raise
    iterator = yield get_iterator(machine, iterator)
    yield from ask_for_length(machine, iterator)
    return (yield from collect_from(machine, iterator, surcharge))
