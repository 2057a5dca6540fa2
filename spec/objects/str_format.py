"""`str.format` and `str.format_map`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, final

from spec.gas_table.sizes import str_size
from spec.objects.format_fields import Field, Template, first_name, next_step, number_of
from spec.objects.paying import pay, price_of
from spec.semantics.attributes import get_attribute
from spec.semantics.builtin_classes import STR
from spec.semantics.formatting import format_of
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.natives import method
from spec.semantics.raising import index_error, key_error, value_error
from spec.semantics.subscripts import get_item
from spec.semantics.text import escaped, repr_of, shown_text, str_of
from spec.semantics.values import Instance, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

_ERRORS: Final = (
    "AttributeError", "IndexError", "KeyError", "MemoryError", "OverflowError", "TypeError",
    "ValueError", "user-error",
)  # fmt: skip
DEPTH: Final = 2
"""A field's specification may have fields, those of them none."""
AUTOMATIC, MANUAL = "automatic", "manual"


@final
class Arguments:
    """What fields refer to, and how they have been numbered so far.

    Of `format_map`, `positional` is None and `mapping` the argument; else `named` has the
    keyword arguments.
    """

    __slots__ = ("mapping", "named", "next_number", "numbering", "positional")

    def __init__(
        self, positional: list[Value] | None, named: dict[str, Value], mapping: Value
    ) -> None:
        self.positional = positional
        self.named = named
        self.mapping = mapping
        self.numbering = ""
        self.next_number = 0

    def number(self, name: str) -> int:
        """Return the number that the first part of a field's name stands for, -1 for a key."""
        found = number_of(name)
        if name and found < 0:
            return -1
        wanted = MANUAL if name else AUTOMATIC
        if self.numbering and self.numbering != wanted:
            if wanted == AUTOMATIC:
                raise value_error(
                    "cannot switch from manual field specification to automatic field numbering"
                )
            raise value_error(
                "cannot switch from automatic field numbering to manual field specification"
            )
        self.numbering = wanted
        if name:
            return found
        self.next_number += 1
        return self.next_number - 1


@method(STR, "format", "self, /, *args, **kwargs", _ERRORS)
def str_format(machine: Machine, text: Value, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """The text with each replacement field formatted; each pays FORMAT_WITH_SPEC as well."""
    return NativeFrame(_format(machine, "str.format", text, Arguments(args, kwargs, None)))


@method(STR, "format_map", "self, mapping, /", _ERRORS)
def str_format_map(machine: Machine, text: Value, mapping: Value) -> Value:
    """As format, with the names looked up in a mapping."""
    return NativeFrame(_format(machine, "str.format_map", text, Arguments(None, {}, mapping)))


def _format(machine: Machine, key: str, template: Value, arguments: Arguments) -> Suspended:
    text = shown_text(template)
    pay(machine, key, len(text))
    result = yield NativeFrame(_build(machine, text, arguments, DEPTH, template))
    machine.allocate(str_size(len(shown_text(result))))
    return result


def _build(
    machine: Machine, text: str, arguments: Arguments, depth: int, whole: Value
) -> Suspended:
    """The text of a template; `whole` is the template, which may be of a subclass of str."""
    if depth <= 0:
        raise value_error("Max string recursion exceeded")
    template = Template(text)
    parts: list[str] = []
    last: Value = ""
    while True:
        part = template.next_part()
        if part is None:
            return joined("".join(parts), last)
        literal, field = part
        parts.append(literal)
        last = whole if len(literal) == len(text) else ""
        if field is not None:
            last = yield NativeFrame(_render(machine, field, arguments, depth))
            parts.append(shown_text(last))


def joined(text: str, last: Value) -> Value:
    """The text, which is the last part itself where nothing comes before it."""
    alone = isinstance(last, Instance) and text and len(shown_text(last)) == len(text)
    return last if alone else text


def _render(machine: Machine, field: Field, arguments: Arguments, depth: int) -> Suspended:
    price = price_of(machine, "FORMAT_WITH_SPEC")
    machine.meter.charge(price.base)
    unit = price.surcharge(1)
    value = yield NativeFrame(_value_of(machine, field.name, arguments))
    if field.conversion:
        value = yield from _converted(machine, unit, value, field.conversion)
    spec: Value = field.spec
    if field.nested:
        spec = yield NativeFrame(_build(machine, field.spec, arguments, depth - 1, ""))
    return (yield format_of(machine, unit, value, shown_text(spec), spec))


def _converted(machine: Machine, unit: int, value: Value, conversion: str) -> Suspended:
    if conversion == "s":
        return (yield str_of(machine, unit, value, keep=True))
    if conversion in ("r", "a"):
        shown = yield repr_of(machine, unit, value, keep=True)
        return escaped(shown) if conversion == "a" else shown
    code = ord(conversion)
    shown = conversion if 32 < code < 127 else f"\\x{code:x}"
    raise value_error(f"Unknown conversion specifier {shown}")


def _value_of(machine: Machine, name: str, arguments: Arguments) -> Suspended:
    """Return what a field's name stands for."""
    first, rest = first_name(name)
    number = arguments.number(first)
    value = yield _first_value(machine, first, number, arguments)
    price = price_of(machine, "LOAD_ATTR")
    subscripts = machine.revision.prices.family("BINARY_OP.subscript")
    while rest:
        is_attribute, step, rest = next_step(rest)
        if is_attribute:
            value = yield get_attribute(machine, value, step, price)
        else:
            place = number_of(step)
            key: Value = step if place < 0 else place
            value = yield get_item(machine, subscripts, value, key)
    return value


def _first_value(machine: Machine, name: str, number: int, arguments: Arguments) -> Value:
    positional = arguments.positional
    if number < 0 and positional is None:
        subscripts = machine.revision.prices.family("BINARY_OP.subscript")
        return get_item(machine, subscripts, arguments.mapping, name)
    if number < 0:
        if name not in arguments.named:
            raise key_error(name)
        return arguments.named[name]
    if positional is None:
        raise value_error("Format string contains positional fields")
    if number >= len(positional):
        raise index_error(f"Replacement index {number} out of range for positional args tuple")
    return positional[number]
