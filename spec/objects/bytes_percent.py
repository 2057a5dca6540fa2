"""`bytes % arguments` and `bytearray % arguments`; the template is read as Latin-1 text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spec.gas_table.sizes import bytes_size
from spec.objects.bytes_common import content_or_none, is_bytes_like
from spec.objects.percent_fields import Conversion, PercentReader
from spec.objects.str_percent import (
    FLOAT_KINDS,
    INT_KINDS,
    PercentArguments,
    is_mapping,
    number_text,
    one_conversion,
    paid_layout,
    real_of,
)
from spec.semantics.arithmetic import KERNELS, BinaryOperation
from spec.semantics.builtin_classes import class_of, type_name
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.indices import index_of, is_index
from spec.semantics.lookup import lookup
from spec.semantics.raising import Raise, overflow_error, type_error, value_error
from spec.semantics.special import call_special
from spec.semantics.text import ascii_only, repr_of
from spec.semantics.values import ABSENT, ByteArray, Instance, Value, unwrapped
from spec.softfloat.value import Float

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def bytes_modulo(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
    """The template is paid at once, each conversion as FORMAT_WITH_SPEC."""
    content = content_or_none(machine, lhs)
    assert content is not None
    machine.meter.charge(operation.prices.of(lhs).cost(len(content)))
    whole = rhs
    if isinstance(rhs, Instance) and isinstance(rhs.payload, tuple):
        whole = rhs.payload
    mapping = is_mapping(rhs) and not is_bytes_like(rhs)
    arguments = PercentArguments(whole, mapping)
    return NativeFrame(_format(machine, content, arguments, isinstance(lhs, ByteArray)))


KERNELS["remainder"][bytes] = bytes_modulo
KERNELS["remainder"][ByteArray] = bytes_modulo


def _format(
    machine: Machine, content: bytes, arguments: PercentArguments, changeable: bool
) -> Suspended:
    reader = PercentReader(content.decode("latin-1"), in_bytes=True)
    parts: list[str] = []
    while True:
        parts.append(reader.literal())
        if reader.at_end:
            break
        parts.append((yield NativeFrame(one_conversion(machine, reader, arguments, _convert))))
    if arguments.taken < len(arguments.values) and not arguments.is_mapping:
        raise type_error("not all arguments converted during bytes formatting")
    result = "".join(parts).encode("latin-1")
    machine.allocate(bytes_size(len(result)))
    return ByteArray(bytearray(result)) if changeable else result


def _convert(machine: Machine, unit: int, conversion: Conversion, value: Value) -> Suspended:
    kind = conversion.kind
    if kind in ("s", "b"):
        body = yield from _content(machine, value)
    elif kind in ("r", "a"):
        body = ascii_only((yield repr_of(machine, unit, value)))
    elif kind == "c":
        body = yield from _byte(machine, value)
        return paid_layout(machine, unit, body, conversion, False, 0, 0)
    else:
        return (yield from _number(machine, unit, conversion, value))
    if conversion.precision >= 0:
        body = body[: conversion.precision]
    return paid_layout(machine, unit, body, conversion, False, 0, 0)


def _number(machine: Machine, unit: int, conversion: Conversion, value: Value) -> Suspended:
    kind = conversion.kind
    if kind not in INT_KINDS and kind not in FLOAT_KINDS:
        if ord(kind) > 0x7F:
            machine.note("char-sign")
        raise value_error(
            f"unsupported format character '{kind}' (0x{ord(kind):x}) at index {conversion.place}"
        )
    if kind in FLOAT_KINDS:
        try:
            value = Float((yield from real_of(machine, value)))
        except Raise:  # whatever it is
            raise type_error(f"float argument required, not {type_name(value)}") from None
    return (yield from number_text(machine, unit, conversion, value))


def _content(machine: Machine, value: Value) -> Suspended:
    """Bytes, or what `__bytes__` gives, as Latin-1 text."""
    content = content_or_none(machine, value)
    if content is None:
        found = lookup(class_of(value), "__bytes__")[0]
        if found is ABSENT:
            raise type_error(
                "%b requires a bytes-like object, or an object that implements __bytes__, "
                f"not '{type_name(value)}'"
            )
        made = yield call_special(machine, found, value, [])
        inside = unwrapped(made)
        if not isinstance(inside, bytes):
            raise type_error(f"__bytes__ returned non-bytes (type {type_name(made)})")
        content = inside
    return content.decode("latin-1")


def _byte(machine: Machine, value: Value) -> Suspended:
    content = content_or_none(machine, value)
    if content is not None:
        if len(content) != 1:
            raise type_error(
                "%c requires an integer in range(256) or a single byte, "
                f"not a {type_name(value)} object of length {len(content)}"
            )
        return content.decode("latin-1")
    if not is_index(value):
        raise type_error(
            f"%c requires an integer in range(256) or a single byte, not {type_name(value)}"
        )
    number = yield index_of(machine, value)
    if not 0 <= number < 256:
        raise overflow_error("%c arg not in range(256)")
    return chr(number)
