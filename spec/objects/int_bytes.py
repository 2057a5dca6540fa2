"""`int.to_bytes`, `int.from_bytes`, and `bin`, `oct`, `hex`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spec.gas_table.sizes import bytes_size
from spec.objects.arguments import shown_type, text_or_none
from spec.objects.bytes_common import content_or_none
from spec.objects.feeding import feed
from spec.objects.paying import pay, pay_base, pay_more
from spec.semantics.builtin_classes import CLASSES, INT, is_subclass, type_name
from spec.semantics.calls import invoke
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.indices import check_count_size, index_of
from spec.semantics.integers import limited
from spec.semantics.iteration import ask_for_length
from spec.semantics.lookup import lookup
from spec.semantics.natives import builtin, class_method, method
from spec.semantics.raising import Raise, overflow_error, type_error, value_error
from spec.semantics.special import call_special
from spec.semantics.truth import truth
from spec.semantics.values import ABSENT, Finished, Instance, Native, Value, unwrapped

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

_ERRORS: Final = ("TypeError", "ValueError", "OverflowError", "MemoryError", "user-error")


def _is_little(name: str, order: Value) -> bool:
    """Whether a byte order is little; big if it is not given."""
    if order is ABSENT:
        return False
    text = text_or_none(order)
    if text is None:
        raise type_error(f"{name}() argument 'byteorder' must be str, not {shown_type(order)}")
    if text not in ("little", "big"):
        raise value_error("byteorder must be either 'little' or 'big'")
    return text == "little"


@method(INT, "to_bytes", "self, /, length=, byteorder=, *, signed=", _ERRORS)
def int_to_bytes(
    machine: Machine, number: int, length: Value, order: Value, signed: Value
) -> Value:
    """The int in a number of bytes; OverflowError when it does not fit."""
    return NativeFrame(_to_bytes(machine, number, length, order, signed))


def _to_bytes(
    machine: Machine, number: int, length: Value, order: Value, signed: Value
) -> Suspended:
    size = 1
    if length is not ABSENT:
        size = check_count_size(machine, (yield index_of(machine, length)))
    little = _is_little("to_bytes", order)
    is_signed = signed is not ABSENT and (yield truth(machine, signed)) is True
    if size < 0:
        raise value_error("length argument must be non-negative")
    machine.allocate(bytes_size(size))
    pay(machine, "int.to_bytes", size)
    if number < 0 and not is_signed:
        raise overflow_error("can't convert negative int to unsigned")
    bits = 8 * size
    low, high = (-(1 << bits >> 1), 1 << bits >> 1) if is_signed else (0, 1 << bits)
    if not low <= number < high and not (size == 0 and number == 0):
        raise overflow_error("int too big to convert")
    return int(number).to_bytes(size, "little" if little else "big", signed=is_signed)


@class_method(INT, "from_bytes", "cls, bytes, byteorder=, *, signed=", _ERRORS)
def int_from_bytes(
    machine: Machine, cls: Value, source: Value, order: Value, signed: Value
) -> Value:
    """The int that bytes, or the ints of an iterable, stand for."""
    return NativeFrame(_from_bytes(machine, cls, source, order, signed))


def _from_bytes(
    machine: Machine, cls: Value, source: Value, order: Value, signed: Value
) -> Suspended:
    pay_base(machine, "int.from_bytes")
    little = _is_little("from_bytes", order)
    is_signed = signed is not ABSENT and (yield truth(machine, signed)) is True
    if isinstance(source, Instance):
        found = lookup(source.cls, "__bytes__")[0]
        if found is not ABSENT and not isinstance(found, Native):
            source = yield call_special(machine, found, source, [])
            if not isinstance(unwrapped(source), bytes):
                told = f"__bytes__ returned non-bytes (type {type_name(source)})"
                raise type_error(told)
    content = content_or_none(machine, source)
    if content is None:
        if text_or_none(source) is not None or isinstance(source, int):
            raise type_error(f"cannot convert '{type_name(source)}' object to bytes")
        refusal = f"cannot convert '{type_name(source)}' object to bytes"
        content = yield from _bytes_of_items(machine, source, refusal)
    else:
        pay_more(machine, "int.from_bytes", len(content))
    number = int.from_bytes(content, "little" if little else "big", signed=is_signed)
    number = limited(machine, number)
    if cls is INT:
        return number
    return (yield invoke(machine, cls, [number]))


def _bytes_of_items(machine: Machine, source: Value, refusal: str) -> Suspended:
    """The bytes that the elements of an iterable are, each asked for once the one before is."""
    try:
        items = yield from feed(machine, "int.from_bytes", source)
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["TypeError"]):
            raise
        raise type_error(refusal) from None
    yield from ask_for_length(machine, source)
    numbers = bytearray()
    while True:
        item = yield items.next(machine)
        if type(item) is Finished:
            return bytes(numbers)
        items.pay(machine)
        byte = yield index_of(machine, item)
        if not 0 <= byte < 256:
            raise value_error("bytes must be in range(0, 256)")
        numbers.append(byte)


def _in_base(name: str, letter: str) -> None:
    def run(machine: Machine, number: Value) -> Value:
        return NativeFrame(_digits(machine, name, letter, number))

    builtin(name, "number, /", ("TypeError", "user-error"))(run)


def _digits(machine: Machine, name: str, letter: str, value: Value) -> Suspended:
    number = yield index_of(machine, value)
    text = f"{number:#{letter}}"
    pay(machine, f"builtin.{name}", len(text))
    return text


_in_base("bin", "b")
_in_base("oct", "o")
_in_base("hex", "x")
