"""Imports go through the whitelist of the revision; everything else is refused (D11)."""

from __future__ import annotations

from spec.bytecode.code import Code
from spec.bytecode.instructions import Op
from spec.semantics.frame import Frame
from spec.semantics.machine import Machine
from spec.semantics.prices import Prices
from spec.semantics.raising import import_error
from spec.semantics.registry import Charge, Effect, rule
from spec.semantics.values import ABSENT, Module


def _name(prices: Prices, code: Code, oparg: int) -> object:
    return code.names[oparg]


@rule(
    Op.IMPORT_NAME,
    stack="level, names -- module",
    charge=Charge.KINDS,
    raises=("ImportError",),
    effect=Effect.WRITES,
    prepare=_name,
)
def import_name(machine: Machine, frame: Frame, name: str) -> None:
    """Push a module of the whitelist; refuse any other by ImportError, which is paid too."""
    frame.stack.pop()
    level = frame.stack.pop()
    table = machine.revision.prices.table
    maker = machine.revision.modules.get(name)
    if level != 0 or maker is None:
        machine.meter.charge(table.price("IMPORT_NAME.refused").base)
        machine.note("refused")
        raise import_error(name, f"module '{name}' is outside the profile")
    module = machine.imported.get(name)
    if module is not None:
        machine.meter.charge(table.price("IMPORT_NAME.again").base)
    else:
        machine.meter.charge(table.price("IMPORT_NAME.first").base)
        module = Module(name, maker())
        machine.imported[name] = module
    frame.stack.append(module)


@rule(
    Op.IMPORT_FROM,
    stack="module -- module, attribute",
    raises=("ImportError",),
    effect=Effect.READS,
    prepare=_name,
)
def import_from(machine: Machine, frame: Frame, name: str) -> None:
    """Push an attribute of the module on top."""
    module = frame.stack[-1]
    if not isinstance(module, Module):
        # No compiler asks anything else than what IMPORT_NAME gave.
        text = f"cannot import name '{name}' from '<unknown module name>' (unknown location)"
        raise import_error("<unknown module name>", text)
    value = module.namespace.get(name, ABSENT)
    if value is ABSENT:
        text = f"cannot import name '{name}' from '{module.name}' (unknown location)"
        raise import_error(module.name, text)
    frame.stack.append(value)
