"""`format(value, spec)`: the mini language for str, int and float, else `__format__`.

`unit` is what each code point produced costs. It is paid for the width and precision that the
specification asks for before anything is built, for the rest before the result is delivered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spec.gas_table.sizes import exceeds_object_limit, str_size
from spec.semantics.builtin_classes import class_of, type_name
from spec.semantics.floats import call_float
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.lookup import lookup
from spec.semantics.raising import memory_error, type_error, value_error
from spec.semantics.special import call_special
from spec.semantics.text import paid, str_of
from spec.semantics.values import Instance, Native, Value
from spec.softfloat.format_number import format_float, format_int
from spec.softfloat.format_spec import FormatSpec, parse_format_spec, unknown_kind
from spec.softfloat.value import Float

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def format_of(machine: Machine, unit: int, value: Value, spec: str, given: Value = None) -> Value:
    """`format(value, spec)`: a str, or an activation that will deliver it.

    A method may deliver an instance of a subclass of str. `given` is the specification that it
    gets, if that is one as well.
    """
    if isinstance(value, (str, int, Float)):
        return _format_plain(machine, unit, value, spec)
    cls = class_of(value)
    found = lookup(cls, "__format__")[0]
    if not isinstance(found, Native):
        return NativeFrame(_by_method(machine, unit, value, found, given or spec))
    if not spec:
        return str_of(machine, unit, value, keep=True)
    if isinstance(value, Instance) and isinstance(value.payload, (str, int, Float)):
        return _format_plain(machine, unit, value.payload, spec)
    raise type_error(f"unsupported format string passed to {cls.name}.__format__")


def _by_method(machine: Machine, unit: int, value: Value, found: Value, spec: Value) -> Suspended:
    text = yield call_special(machine, found, value, [spec])
    held = text.payload if isinstance(text, Instance) else text
    if not isinstance(held, str):
        raise type_error(f"__format__ must return a str, not {type_name(text)}")
    paid(machine, unit, held)
    return text


def _format_plain(machine: Machine, unit: int, value: str | int | Float, spec: str) -> Value:
    """The format of a str, int, bool or float."""
    if not spec:
        return str_of(machine, unit, value)
    if isinstance(value, str):
        parsed = call_float(parse_format_spec, spec, "s", "str", "<")
        return paid(machine, unit, format_str(value, parsed))
    wanted = call_float(parse_format_spec, spec, "", type_name(value))
    precision = wanted.precision if wanted.kind not in tuple("bcdoxXn") else 0
    least = max(wanted.width, precision, 0)
    if exceeds_object_limit(str_size(least)):
        machine.note("memory-limit")
        raise memory_error()
    machine.meter.charge(unit * least)
    if isinstance(value, Float):
        text = call_float(format_float, value.bits, spec)
    else:
        text = call_float(format_int, int(value), spec, type_name(value))
    machine.meter.charge(unit * max(len(text) - least, 0))
    return paid(machine, 0, text)


def format_str(text: str, spec: FormatSpec) -> str:
    """`str.__format__` with a specification that is not empty."""
    if spec.kind != "s":
        failed = unknown_kind(spec.kind, "str")
        raise value_error(str(failed.arguments[0]))
    if spec.sign:
        word = "Space" if spec.sign == " " else "Sign"
        raise value_error(f"{word} not allowed in string format specifier")
    if spec.no_negative_zero:
        raise value_error("Negative zero coercion (z) not allowed in string format specifier")
    if spec.alternate:
        raise value_error("Alternate form (#) not allowed in string format specifier")
    if spec.align == "=":
        raise value_error("'=' alignment not allowed in string format specifier")
    shown = text[: spec.precision] if spec.precision >= 0 else text
    if exceeds_object_limit(str_size(max(spec.width, 0))):
        too_wide = memory_error()
        too_wide.mark = "memory-limit"
        raise too_wide
    missing = max(spec.width - len(shown), 0)
    before = {"<": 0, "^": missing // 2}.get(spec.align, missing)
    return spec.fill * before + shown + spec.fill * (missing - before)
