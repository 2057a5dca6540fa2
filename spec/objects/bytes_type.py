"""`bytes` and `bytearray` as callables, and the methods of bytearray that change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spec.gas_table.sizes import bytes_size, exceeds_object_limit
from spec.objects.arguments import count_int, text_or_none
from spec.objects.bytes_common import content_or_none, needs_bytes
from spec.objects.bytes_search import byte_of
from spec.objects.paying import pay, pay_base, pay_more
from spec.objects.str_shape import check_codec, check_codec_names, encode_error
from spec.semantics.builtin_classes import (
    BYTEARRAY,
    BYTES,
    CLASSES,
    class_of,
    is_subclass,
    type_name,
)
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.indices import LARGEST_INDEX, index_of, is_index
from spec.semantics.iteration import advance, ask_for_length, get_iterator
from spec.semantics.lookup import lookup
from spec.semantics.natives import method, static_method
from spec.semantics.raising import (
    Raise,
    error,
    index_error,
    type_error,
    value_error,
)
from spec.semantics.special import call_special
from spec.semantics.values import ABSENT, ByteArray, Class, Finished, Instance, Range, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

_ERRORS: Final = ("TypeError", "ValueError", "OverflowError", "MemoryError", "user-error")
_MAKING: Final = (*_ERRORS, "LookupError", "UnicodeEncodeError")


def _content(
    machine: Machine, key: str, source: Value, encoding: Value, errors: Value
) -> Suspended:
    """The content that the arguments of bytes() or bytearray() stand for."""
    pay_base(machine, key)
    name = key.partition(".")[2]
    text = text_or_none(source)
    if encoding is not ABSENT or errors is not ABSENT:
        check_codec_names(machine, key, f"{name}()", encoding, errors)
        if text is None:
            word = "encoding" if encoding is not ABSENT else "errors"
            raise type_error(f"{word} without a string argument")
        check_codec(machine, "str.encode", encoding, errors)
        return _encoded(machine, key, text)
    if source is ABSENT:
        return b""
    if text is not None:
        raise type_error("string argument without an encoding")
    found = lookup(class_of(source), "__bytes__")[0] if isinstance(source, Instance) else ABSENT
    if found is not ABSENT and name == "bytes":
        made = yield call_special(machine, found, source, [])
        content = content_or_none(machine, made) if not isinstance(made, ByteArray) else None
        if content is None:
            raise type_error(f"__bytes__ returned non-bytes (type {type_name(made)})")
        return content
    if is_index(source):
        try:
            return (yield from _zeros(machine, key, source))
        except Raise as raised:
            if not is_subclass(raised.error.cls, CLASSES["TypeError"]):
                raise  # What is no number after all may be an iterable.
    content = content_or_none(machine, source)
    if content is not None:
        pay_more(machine, key, len(content))
        machine.allocate(bytes_size(len(content)))
        return content
    return (yield from _from_items(machine, key, source))


def _encoded(machine: Machine, key: str, text: str) -> bytes:
    pay_more(machine, key, len(text))
    for place, each in enumerate(text):
        if 0xD800 <= ord(each) < 0xE000:
            end = place + 1
            while end < len(text) and 0xD800 <= ord(text[end]) < 0xE000:
                end += 1
            raise encode_error(text, place, end)
    content = text.encode("utf-8")
    machine.allocate(bytes_size(len(content)))
    return content


def _zeros(machine: Machine, key: str, source: Value) -> Suspended:
    count = yield index_of(machine, source)
    if not -LARGEST_INDEX - 1 <= count <= LARGEST_INDEX:
        machine.note("index-size")
        raise error("OverflowError", "cannot fit 'int' into an index-sized integer")
    if count < 0:
        raise value_error("negative count")
    machine.allocate(bytes_size(count))
    pay_more(machine, key, count)
    return bytes(count)


def _refuse_endless(machine: Machine, iterable: Value) -> None:
    """Raise MemoryError for a range that is longer than any bytes, as where room is made for it."""
    if isinstance(iterable, Range) and exceeds_object_limit(bytes_size(iterable.length())):
        machine.allocate(bytes_size(iterable.length()))


def _from_items(machine: Machine, key: str, source: Value) -> Suspended:
    name = key.partition(".")[2]
    word = "bytes" if name == "bytes" else "byte"
    try:
        iterator = yield get_iterator(machine, source)
    except Raise as raised:
        if raised.error.cls.name != "TypeError":
            raise
        raise type_error(f"cannot convert '{type_name(source)}' object to {name}") from None
    if name == "bytes":
        _refuse_endless(machine, source)
    content = bytearray()
    while True:
        item = yield advance(machine, iterator)
        if type(item) is Finished:
            break
        pay_more(machine, key, 1)
        number = yield index_of(machine, item)
        if not 0 <= number < 256:
            raise value_error(f"{word} must be in range(0, 256)")
        machine.grow(len(content), len(content) + 1)
        content.append(number)
    return bytes(content)


@static_method(BYTES, "__new__", "cls, source=, encoding=, errors=", _MAKING)
def bytes_new(machine: Machine, cls: Value, source: Value, encoding: Value, errors: Value) -> Value:
    """Bytes: none, zeros of a number, of bytes, of an iterable of ints, or of a text."""
    return NativeFrame(_bytes(machine, cls, source, encoding, errors))


def _bytes(
    machine: Machine, cls: Value, source: Value, encoding: Value, errors: Value
) -> Suspended:
    content = yield from _content(machine, "builtin.bytes", source, encoding, errors)
    assert isinstance(cls, Class)
    return content if cls is BYTES else Instance(cls, content)


@static_method(BYTEARRAY, "__new__", "cls, *args, **kwargs", ("MemoryError",), when_called=True)
def bytearray_new(
    machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    """An empty bytearray, which `__init__` fills."""
    assert isinstance(cls, Class)
    made = ByteArray(bytearray())
    return made if cls is BYTEARRAY else Instance(cls, made)


@method(BYTEARRAY, "__init__", "self, source=, encoding=, errors=", _MAKING)
def bytearray_init(
    machine: Machine, receiver: Value, source: Value, encoding: Value, errors: Value
) -> Value:
    """Fill with zeros of a number, bytes, an iterable of ints, or a text."""
    return NativeFrame(_fill(machine, receiver, source, encoding, errors))


def _fill(
    machine: Machine, receiver: Value, source: Value, encoding: Value, errors: Value
) -> Suspended:
    content = yield from _content(machine, "builtin.bytearray", source, encoding, errors)
    assert isinstance(receiver, ByteArray)
    receiver.data[:] = content


@method(BYTES, "__bytes__", "self, /")
def bytes_bytes(machine: Machine, receiver: Value) -> Value:
    """The bytes themselves."""
    content = needs_bytes(machine, receiver)
    pay(machine, "bytes.__bytes__", len(content))
    return content


# --- bytearray: changing


def _data(receiver: Value) -> bytearray:
    assert isinstance(receiver, ByteArray)
    return receiver.data


def _byte(machine: Machine, value: Value) -> Suspended:
    number = yield index_of(machine, value)
    return byte_of(number)


@method(BYTEARRAY, "append", "self, item, /", _ERRORS)
def bytearray_append(machine: Machine, receiver: Value, item: Value) -> Value:
    """Add a byte at the end."""
    return NativeFrame(_append(machine, _data(receiver), item))


def _append(machine: Machine, data: bytearray, item: Value) -> Suspended:
    pay(machine, "bytearray.append")
    byte = yield from _byte(machine, item)
    machine.grow(len(data), len(data) + 1)
    data.append(byte)


@method(BYTEARRAY, "insert", "self, index, item, /", _ERRORS)
def bytearray_insert(machine: Machine, receiver: Value, index: Value, item: Value) -> Value:
    """Put a byte before an index."""
    data = _data(receiver)

    def at(place: int) -> Value:
        return NativeFrame(_insert(machine, data, place, item))

    return count_int(machine, index, 0, at)


def _insert(machine: Machine, data: bytearray, place: int, item: Value) -> Suspended:
    byte = yield from _byte(machine, item)
    length = len(data)
    where = max(place + length, 0) if place < 0 else min(place, length)
    pay(machine, "bytearray.insert", length - where)
    machine.grow(length, length + 1)
    data.insert(where, byte)


@method(BYTEARRAY, "pop", "self, index=, /", (*_ERRORS, "IndexError"))
def bytearray_pop(machine: Machine, receiver: Value, index: Value) -> Value:
    """Take a byte out, the last one if no index is given."""
    data = _data(receiver)

    def at(place: int) -> Value:
        length = len(data)
        where = place + length if place < 0 else place
        if not length or not 0 <= where < length:
            pay_base(machine, "bytearray.pop")
            raise index_error("pop index out of range" if length else "pop from empty bytearray")
        pay(machine, "bytearray.pop", length - 1 - where)
        return data.pop(where)

    return count_int(machine, index, -1, at)


@method(BYTEARRAY, "remove", "self, value, /", _ERRORS)
def bytearray_remove(machine: Machine, receiver: Value, value: Value) -> Value:
    """Take the first equal byte out."""
    return NativeFrame(_remove(machine, _data(receiver), value))


def _remove(machine: Machine, data: bytearray, value: Value) -> Suspended:
    byte = yield from _byte(machine, value)
    pay(machine, "bytearray.remove", len(data))
    place = data.find(byte)
    if place < 0:
        raise value_error("value not found in bytearray")
    del data[place]


@method(BYTEARRAY, "extend", "self, iterable_of_ints, /", _ERRORS)
def bytearray_extend(machine: Machine, receiver: Value, source: Value) -> Value:
    """Add bytes, or the ints of an iterable, at the end."""
    return NativeFrame(_extend(machine, _data(receiver), source))


def _extend(machine: Machine, data: bytearray, source: Value) -> Suspended:
    key = "bytearray.extend"
    pay_base(machine, key)
    content = content_or_none(machine, source)
    if content is None:
        if isinstance(source, str) and source:
            raise type_error(_TEXT_EXTENDS)
        content = yield from _extension(machine, key, source)
    else:
        pay_more(machine, key, len(content))
    machine.grow(len(data), len(data) + len(content))
    data.extend(content)


def _extension(machine: Machine, key: str, source: Value) -> Suspended:
    try:
        iterator = yield get_iterator(machine, source)
    except Raise as raised:
        if raised.error.cls.name != "TypeError":
            raise
        raise type_error(f"can't extend bytearray with {type_name(source)}") from None
    yield from ask_for_length(machine, source)
    _refuse_endless(machine, source)
    content = bytearray()
    while True:
        item = yield advance(machine, iterator)
        if type(item) is Finished:
            return bytes(content)
        pay_more(machine, key, 1)
        try:
            content.append((yield from _byte(machine, item)))
        except Raise as raised:
            if text_or_none(source) is None or not is_subclass(raised.error.cls, _TYPE_ERROR):
                raise
            raise type_error(_TEXT_EXTENDS) from None


_TYPE_ERROR: Final = CLASSES["TypeError"]
_TEXT_EXTENDS: Final = "expected iterable of integers; got: 'str'"


@method(BYTEARRAY, "clear", "self, /")
def bytearray_clear(machine: Machine, receiver: Value) -> None:
    """Take all bytes out."""
    data = _data(receiver)
    pay(machine, "bytearray.clear", len(data))
    data.clear()


@method(BYTEARRAY, "copy", "self, /", ("MemoryError",))
def bytearray_copy(machine: Machine, receiver: Value) -> Value:
    """A new bytearray of the same bytes."""
    data = _data(receiver)
    pay(machine, "bytearray.copy", len(data))
    machine.allocate(bytes_size(len(data)))
    return ByteArray(bytearray(data))


@method(BYTEARRAY, "reverse", "self, /")
def bytearray_reverse(machine: Machine, receiver: Value) -> None:
    """Turn the order round."""
    data = _data(receiver)
    pay(machine, "bytearray.reverse", len(data))
    data.reverse()


@method(BYTEARRAY, "resize", "self, size, /", _ERRORS)
def bytearray_resize(machine: Machine, receiver: Value, size: Value) -> Value:
    """Cut off, or add zeros, up to a size."""
    data = _data(receiver)

    def to_size(wanted: int) -> Value:
        if wanted < 0:
            pay_base(machine, "bytearray.resize")
            raise value_error(f"Can only resize to positive sizes, got {wanted}")
        machine.grow(len(data), wanted)
        pay(machine, "bytearray.resize", abs(wanted - len(data)))
        if wanted <= len(data):
            del data[wanted:]
        else:
            data.extend(bytes(wanted - len(data)))
        return None

    return count_int(machine, size, 0, to_size)
