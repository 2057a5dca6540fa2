"""F-strings."""

from __future__ import annotations

from typing import Final

from spec.bytecode.instructions import Conversion, Op
from spec.gas_table.sizes import str_size
from spec.semantics.formatting import format_of
from spec.semantics.frame import Activation, Frame, NativeFrame, Suspended
from spec.semantics.machine import Machine
from spec.semantics.registry import Charge, Effect, rule
from spec.semantics.rules.collections import take
from spec.semantics.text import ascii_of, repr_of, shown_text, str_of
from spec.semantics.values import Value

_ERRORS: Final = ("TypeError", "MemoryError", "RecursionError", "user-error")


@rule(
    Op.CONVERT_VALUE,
    stack="value -- str",
    charge=Charge.SIZED,
    raises=_ERRORS,
    effect=Effect.WRITES,
)
def convert_value(machine: Machine, frame: Frame, which: int) -> int | None:
    """`!s`, `!r` or `!a` of an f-string."""
    value = frame.stack.pop()
    price = machine.revision.op_price(Op.CONVERT_VALUE)
    machine.meter.charge(price.cost(0))
    unit = price.cost(1) - price.cost(0)
    asked = str_of if which == Conversion.STR else repr_of
    result = asked(machine, unit, value, keep=True)
    if which == Conversion.ASCII:
        result = NativeFrame(_ascii(machine, unit, result))
    if isinstance(result, Activation):
        return machine.enter(result)
    frame.stack.append(result)
    return None


def _ascii(machine: Machine, unit: int, text: Value) -> Suspended:
    return ascii_of(machine, unit, (yield text))


@rule(
    Op.FORMAT_SIMPLE,
    stack="value -- str",
    charge=Charge.SIZED,
    raises=_ERRORS,
    effect=Effect.WRITES,
)
def format_simple(machine: Machine, frame: Frame, operand: object) -> int | None:
    """`format(value, "")`; a str stays as it is."""
    value = frame.stack.pop()
    price = machine.revision.op_price(Op.FORMAT_SIMPLE)
    machine.meter.charge(price.cost(0))
    result = format_of(machine, price.cost(1) - price.cost(0), value, "")
    if isinstance(result, Activation):
        return machine.enter(result)
    frame.stack.append(result)
    return None


@rule(
    Op.FORMAT_WITH_SPEC,
    stack="value, spec -- str",
    charge=Charge.SIZED,
    raises=(*_ERRORS, "ValueError", "OverflowError"),
    effect=Effect.WRITES,
)
def format_with_spec(machine: Machine, frame: Frame, operand: object) -> int | None:
    """`format(value, spec)`."""
    spec = frame.stack.pop()
    value = frame.stack.pop()
    price = machine.revision.op_price(Op.FORMAT_WITH_SPEC)
    machine.meter.charge(price.cost(0))
    result = format_of(machine, price.cost(1) - price.cost(0), value, shown_text(spec), spec)
    if isinstance(result, Activation):
        return machine.enter(result)
    frame.stack.append(result)
    return None


@rule(
    Op.BUILD_STRING,
    stack="*parts -- str",
    charge=Charge.SIZED,
    raises=("MemoryError",),
)
def build_string(machine: Machine, frame: Frame, count: int) -> None:
    """Join strs."""
    parts = [shown_text(part) for part in take(frame, count)]
    total = sum(len(part) for part in parts)
    machine.meter.charge(machine.revision.op_price(Op.BUILD_STRING).cost(total))
    machine.allocate(str_size(total))
    frame.stack.append("".join(parts))
