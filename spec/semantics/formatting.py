"""`format(value, spec)`: of builtin kinds at once, of others through `__format__`.

`unit` is what each code point produced costs; it is paid for what the specification promises
(width, precision) before anything is built, and for the rest of the result before it is delivered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spec.gas_table.sizes import exceeds_object_limit, str_size
from spec.objects.format_spec import parse_spec
from spec.objects.format_values import format_float, format_int, format_text
from spec.semantics.builtin_classes import class_of, type_name
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.lookup import lookup
from spec.semantics.raising import type_error
from spec.semantics.special import call_special
from spec.semantics.text import str_of
from spec.semantics.values import ABSENT, Instance, Native, Value
from spec.softfloat.value import Float

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def format_of(machine: Machine, unit: int, value: Value, spec: str) -> Value:
    """`format(value, spec)`: a str, or an activation that will deliver it."""
    if isinstance(value, (str, int, Float)):
        return format_plain(machine, unit, value, spec, type_name(value))
    found = lookup(class_of(value), "__format__")[0]
    if found is ABSENT or isinstance(found, Native):
        return _inherited(machine, unit, value, spec)
    return NativeFrame(_by_method(machine, unit, value, found, spec))


def _inherited(machine: Machine, unit: int, value: Value, spec: str) -> Value:
    """The format of a value whose class has none of its own."""
    if not spec:
        return str_of(machine, unit, value)
    if isinstance(value, Instance) and isinstance(value.payload, (str, int, Float)):
        return format_plain(machine, unit, value.payload, spec, type_name(value))
    raise type_error(f"unsupported format string passed to {type_name(value)}.__format__")


def format_plain(
    machine: Machine, unit: int, value: str | int | Float, spec: str, name: str
) -> Value:
    """The format of a str, int, bool or float; `name` is the type as errors show it."""
    if not spec:
        return str_of(machine, unit, value)
    parsed = parse_spec(spec, name, "<" if isinstance(value, str) else ">")
    least = parsed.least_length(isinstance(value, Float) or parsed.kind in set("eEfFgG%"))
    if isinstance(value, str):
        least = max(parsed.width, 0)
    machine.meter.charge(unit * least)
    if exceeds_object_limit(str_size(least)):
        machine.allocate(str_size(least))
    if isinstance(value, str):
        text = format_text(value, parsed)
    elif isinstance(value, int):
        text = format_int(int(value), parsed, name)
    else:
        text = format_float(value, parsed, name)
    machine.meter.charge(unit * max(len(text) - least, 0))
    machine.allocate(str_size(len(text)))
    return text


def _by_method(machine: Machine, unit: int, value: Value, found: Value, spec: str) -> Suspended:
    text = yield call_special(machine, found, value, [spec])
    if isinstance(text, Instance) and isinstance(text.payload, str):
        text = text.payload
    if not isinstance(text, str):
        raise type_error(f"__format__ must return a str, not {type_name(text)}")
    machine.meter.charge(unit * len(text))
    return text
