"""`str % arguments`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, final

from spec.gas_table.sizes import exceeds_object_limit, str_size
from spec.objects.arguments import no_float, text_or_none
from spec.objects.paying import price_of
from spec.objects.percent_fields import (
    LARGEST_PRECISION,
    LARGEST_WIDTH,
    STAR,
    Conversion,
    PercentReader,
    laid_out,
)
from spec.objects.str_format import joined
from spec.semantics.arithmetic import KERNELS, BinaryOperation
from spec.semantics.builtin_classes import CLASSES, class_of, is_subclass, type_name
from spec.semantics.floats import call_float
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.indices import index_else, index_of, is_index
from spec.semantics.lookup import lookup
from spec.semantics.raising import (
    Raise,
    memory_error,
    overflow_error,
    type_error,
    value_error,
)
from spec.semantics.special import call_special
from spec.semantics.subscripts import get_item
from spec.semantics.text import escaped, paid, repr_of, shown_text, str_of
from spec.semantics.values import ABSENT, Instance, Native, Value
from spec.softfloat import OPERATIONS
from spec.softfloat.format_number import format_float
from spec.softfloat.value import Float

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

FLOAT_KINDS: Final = "eEfFgG"
INT_KINDS: Final = "diuoxX"
DEFAULT_PRECISION: Final = 6


@final
class PercentArguments:
    """The right operand: a tuple gives one item after another, a mapping also items by key."""

    __slots__ = ("is_mapping", "single", "taken", "values", "whole")

    def __init__(self, whole: Value, is_mapping: bool) -> None:
        self.whole = whole
        self.is_mapping = is_mapping
        self.single = not isinstance(whole, tuple)
        self.values: tuple[Value, ...] = whole if isinstance(whole, tuple) else (whole,)
        self.taken = 0

    def next(self) -> Value:
        """Return the next argument; raises TypeError when all are taken."""
        if self.taken >= len(self.values):
            raise type_error("not enough arguments for format string")
        self.taken += 1
        return self.values[self.taken - 1]

    def replace(self, value: Value) -> None:
        """Take a value of the mapping as the one argument of this conversion."""
        self.values = (value,)
        self.taken = 0


def is_mapping(value: Value) -> bool:
    """Whether an argument can be asked for keys: it has `__getitem__` and is no tuple or str."""
    if isinstance(value, (tuple, str)):
        return False
    if isinstance(value, Instance) and isinstance(value.payload, (tuple, str)):
        return False
    return lookup(class_of(value), "__getitem__")[0] is not ABSENT


def str_modulo(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
    """`str % arguments`: the template is paid at once, each conversion as FORMAT_WITH_SPEC."""
    text = shown_text(lhs)
    machine.meter.charge(operation.prices.of(text).cost(len(text)))
    whole = rhs
    if isinstance(rhs, Instance) and isinstance(rhs.payload, tuple):
        whole = rhs.payload
    return NativeFrame(_format(machine, text, lhs, PercentArguments(whole, is_mapping(rhs))))


KERNELS["remainder"][str] = str_modulo


def _format(machine: Machine, text: str, template: Value, arguments: PercentArguments) -> Suspended:
    reader = PercentReader(text)
    parts: list[str] = []
    last: Value = template
    while True:
        parts.append(reader.literal())
        if reader.at_end:
            break
        last = yield NativeFrame(one_conversion(machine, reader, arguments, _convert))
        parts.append(shown_text(last))
    if arguments.taken < len(arguments.values) and not arguments.is_mapping:
        raise type_error("not all arguments converted during string formatting")
    result = "".join(parts)
    machine.allocate(str_size(len(result)))
    return joined(result, last)


Convert = Callable[["Machine", int, Conversion, Value], Suspended]
"""(machine, price of a code point, conversion, value) -> text."""


def one_conversion(
    machine: Machine, reader: PercentReader, arguments: PercentArguments, convert: Convert
) -> Suspended:
    if reader.peek() == "%":
        reader.place += 1
        return "%"
    conversion = Conversion()
    if reader.peek() == "(":
        if not arguments.is_mapping:
            raise type_error("format requires a mapping")
        key = reader.key()
        subscripts = machine.revision.prices.family("BINARY_OP.subscript")
        name: Value = key.encode("latin-1") if reader.in_bytes else key
        arguments.replace((yield get_item(machine, subscripts, arguments.whole, name)))
    conversion.flags = reader.flags()
    _read_width(conversion, reader, arguments)
    if reader.peek() == ".":
        reader.place += 1
        _read_precision(conversion, reader, arguments)
    conversion.kind = reader.kind()
    conversion.place = reader.place - 1
    price = price_of(machine, "FORMAT_WITH_SPEC")
    machine.meter.charge(price.base)
    unit = price.surcharge(1)
    least = max(conversion.width, conversion.precision, 0)
    if conversion.kind in ("s", "r", "a"):
        least = max(conversion.width, 0)
    if exceeds_object_limit(str_size(least)):
        machine.note("memory-limit")
        raise memory_error()
    value = arguments.next()
    return (yield NativeFrame(convert(machine, unit, conversion, value)))


def _read_width(conversion: Conversion, reader: PercentReader, arguments: PercentArguments) -> None:
    width = reader.number(LARGEST_WIDTH, "width")
    if width == STAR:
        width = _star(arguments)
        if not -LARGEST_WIDTH - 1 <= width <= LARGEST_WIDTH:
            raise overflow_error("Python int too large to convert to C ssize_t")
        if width < 0:
            conversion.flags += "-"
            width = -width
    conversion.width = width


def _read_precision(
    conversion: Conversion, reader: PercentReader, arguments: PercentArguments
) -> None:
    precision = reader.number(LARGEST_PRECISION, "prec" if reader.in_bytes else "precision")
    if precision == STAR:
        precision = _star(arguments)
        if not -LARGEST_PRECISION - 1 <= precision <= LARGEST_PRECISION:
            raise overflow_error("Python int too large to convert to C int")
    conversion.precision = max(precision, 0)


def _star(arguments: PercentArguments) -> int:
    value = arguments.next()
    number = value.payload if isinstance(value, Instance) else value
    if not isinstance(number, int):
        raise type_error("* wants int")
    return int(number)


def _convert(machine: Machine, unit: int, conversion: Conversion, value: Value) -> Suspended:
    kind = conversion.kind
    if kind in ("s", "r", "a"):
        shown = yield from _shown(machine, unit, kind, value)
        body = whole = shown_text(shown)
        if conversion.precision >= 0:
            body = body[: conversion.precision]
        text = paid_layout(machine, unit, body, conversion, False, 0, len(body))
        unchanged = len(body) == len(whole) == len(text) and not set(conversion.flags) & set("+ ")
        return shown if unchanged else text
    if kind == "c":
        body = yield from _character(machine, value)
        return paid_layout(machine, unit, body, conversion, False, 0, 0)
    return (yield from number_text(machine, unit, conversion, value))


def number_text(machine: Machine, unit: int, conversion: Conversion, value: Value) -> Suspended:
    """The text of a conversion of numbers; raises ValueError for an unknown letter."""
    kind = conversion.kind
    if kind in INT_KINDS:
        number = yield from integer_of(machine, kind, value)
        body, prefix_length = int_digits(number, conversion)
        return paid_layout(machine, unit, body, conversion, True, prefix_length, 0)
    if kind in FLOAT_KINDS:
        bits = yield from real_of(machine, value)
        places = DEFAULT_PRECISION if conversion.precision < 0 else conversion.precision
        alternate = "#" if conversion.alternate else ""
        body = call_float(format_float, bits, f"{alternate}.{places}{kind}")
        return paid_layout(machine, unit, body, conversion, True, 0, 0)
    shown = kind if 31 <= ord(kind) <= 126 else "?"
    raise value_error(
        f"unsupported format character '{shown}' (0x{ord(kind):x}) at index {conversion.place}"
    )


def paid_layout(
    machine: Machine, unit: int, body: str, conversion: Conversion, is_number: bool,
    prefix_length: int, paid_units: int,
) -> str:  # fmt: skip
    """Lay out a converted text; pay for its length beyond what is paid."""
    text = laid_out(body, conversion, is_number, prefix_length)
    if exceeds_object_limit(str_size(len(text))):  # a width above the limit never comes here
        machine.note("memory-limit")
        raise memory_error()
    machine.meter.charge(unit * max(len(text) - paid_units, 0))
    return paid(machine, 0, text)


def _shown(machine: Machine, unit: int, kind: str, value: Value) -> Suspended:
    if kind == "s":
        return (yield str_of(machine, unit, value, keep=True))
    shown = yield repr_of(machine, unit, value, keep=True)
    return escaped(shown) if kind == "a" else shown


def _character(machine: Machine, value: Value) -> Suspended:
    text = text_or_none(value)
    if text is not None:
        if len(text) != 1:
            raise type_error(
                f"%c requires an int or a unicode character, not a string of length {len(text)}"
            )
        return text
    wanted = f"%c requires an int or a unicode character, not {type_name(value)}"
    number = yield from index_else(machine, value, wanted)
    if not 0 <= number < 0x110000:
        raise overflow_error("%c arg not in range(0x110000)")
    return chr(number)


def integer_of(machine: Machine, kind: str, value: Value) -> Suspended:
    """Return the int that an integer conversion shows."""
    if isinstance(value, int):
        return int(value)
    payload = value.payload if isinstance(value, Instance) else None
    if isinstance(payload, int):
        return int(payload)
    if kind in "oxX":
        text = f"%{kind} format: an integer is required, not {type_name(value)}"
        return (yield from index_else(machine, value, text))
    if isinstance(value, Float):
        return call_float(OPERATIONS["float.__int__"], value)
    refusal = type_error(f"%{kind} format: a real number is required, not {type_name(value)}")
    if not isinstance(value, Instance):
        raise refusal
    try:
        found = lookup(value.cls, "__int__")[0]
        if found is ABSENT:
            return (yield index_of(machine, value))
        made = yield call_special(machine, found, value, [])
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["TypeError"]):
            raise
        raise refusal from None
    inner = made.payload if isinstance(made, Instance) else made
    if not isinstance(inner, int):
        raise refusal
    return int(inner)


def real_of(machine: Machine, value: Value) -> Suspended:
    """Return the bits of the float that a float conversion shows."""
    payload = value.payload if isinstance(value, Instance) else value
    if isinstance(payload, Float):
        return payload.bits
    if isinstance(value, Instance):
        found = lookup(value.cls, "__float__")[0]
        if found is not ABSENT and not isinstance(found, Native):
            made = yield call_special(machine, found, value, [])
            inner = made.payload if isinstance(made, Instance) else made
            if not isinstance(inner, Float):
                raise no_float(value, made)
            return inner.bits
    if is_index(value):
        number = yield index_of(machine, value)
        return call_float(OPERATIONS["float.from_int"], number).bits
    raise type_error(f"must be real number, not {type_name(value)}")


def int_digits(number: int, conversion: Conversion) -> tuple[str, int]:
    """Return sign, prefix and digits of an int, and the length of the prefix."""
    kind = conversion.kind
    magnitude = abs(number)
    prefix = ""
    if kind in "diu":
        digits = f"{magnitude:d}"
    else:
        digits = {"o": f"{magnitude:o}", "x": f"{magnitude:x}"}.get(kind, f"{magnitude:X}")
        if conversion.alternate:
            prefix = "0" + kind
    digits = "0" * (conversion.precision - len(digits)) + digits
    return ("-" if number < 0 else "") + prefix + digits, len(prefix)
