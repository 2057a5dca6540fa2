"""How error texts name a callable, and the keywords of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spec.semantics.builtin_classes import type_name
from spec.semantics.raising import type_error
from spec.semantics.text import plain_repr
from spec.semantics.values import BoundMethod, Class, Dict, Function, Native, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def callable_text(callee: Value) -> str:
    """`module.qualname()` of a callable, without the module where that is `builtins`."""
    if isinstance(callee, BoundMethod):
        callee = callee.function
    if isinstance(callee, (Function, Class)):
        if callee.module is None or callee.module == "builtins":
            return f"{callee.qualname}()"
        return f"{callee.module}.{callee.qualname}()"
    if isinstance(callee, Native):
        name = callee.name if callee.owner is None else f"{callee.owner.name}.{callee.name}"
        return f"{name}()"
    return f"{type_name(callee)} object"


def keywords_of(machine: Machine, table: Dict) -> dict[str, Value]:
    """The pairs of a dict as keywords; raises TypeError unless all keys are text."""
    found: dict[str, Value] = {}
    for key, value in table.pairs():
        if not isinstance(key, str):
            raise type_error("keywords must be strings")
        found[key] = value
    return found


__all__ = ["callable_text", "keywords_of", "plain_repr"]
