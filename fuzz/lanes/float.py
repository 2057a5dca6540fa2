"""Generates cases of the lane `float`: one operation of the registry on drawn arguments.

What an operation takes is read from its registration (`spec.softfloat.OPERATIONS`),
so a new operation is covered without a line here; only its hard arguments, if it has
known ones, stand in `float_hard`.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from diff.canonical import int_form, text_form
from fuzz.choices import Choices
from fuzz.lanes.float_hard import HARD_ARGUMENTS
from fuzz.lanes.float_texts import decimal_text, format_spec, hex_text
from fuzz.lanes.float_values import (
    FLOAT_KINDS,
    FloatKind,
    draw_count,
    draw_float,
    draw_int,
    partner,
)
from spec.softfloat import OPERATIONS, Operation

Value: TypeAlias = list[Any]
"""A value in the canonical form: kind and content."""

_SHARES: Final = ((25, "operator"), (28, "exact"), (24, "text"), (23, "inexact"))
"""Of 100 cases: binary operators, which every program uses, other exact operations, conversions
to and from text, functions that a libm rounds.

The last carry a mark that few targets honour, so they stay below the 30 % that a lane may mark.
"""
_OPERATORS: Final = frozenset(
    f"float.__{name}__" for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "divmod")
)
_COUNTED: Final = frozenset({"math.ldexp", "math.nextafter"})
"""Operations whose int is an exponent of two or a number of steps."""
_BOUNDED: Final = frozenset({"math.comb", "math.perm", "math.factorial", "int.__pow__"})
"""Operations whose work grows with the value of an int, beyond any target's means."""


def group_of(operation: Operation) -> str:
    """The group of an operation: `operator`, `exact`, `text` or `inexact`."""
    if operation.name in _OPERATORS:
        return "operator"
    if operation.mark == "correctly-rounded":
        return "inexact"
    return "text" if "str" in (*operation.signature, operation.result) else "exact"


def _groups() -> Mapping[str, tuple[Operation, ...]]:
    return {
        group: tuple(entry for entry in OPERATIONS.values() if group_of(entry) == group)
        for _, group in _SHARES
    }


_GROUPS: Final = _groups()


class _Swarm:
    """The configuration of one case: which kinds of floats it uses, and whether ints appear."""

    def __init__(self, choices: Choices) -> None:
        kept = [kind for kind in FLOAT_KINDS if not choices.chance(1, 3)]
        self.kinds: tuple[FloatKind, ...] = tuple(kept) or FLOAT_KINDS
        self.related = choices.chance(1, 2)
        self.ints = choices.chance(1, 4)


def generate(choices: Choices) -> dict[str, Any]:
    """The body of a case: `operation` and `arguments`."""
    swarm = _Swarm(choices)
    group = choices.weighted(tuple((weight, name) for weight, name in _SHARES if _GROUPS[name]))
    operation = choices.one_of(_GROUPS[group])
    return {"operation": operation.name, "arguments": _arguments(choices, swarm, operation)}


def body_of(operation: Operation, choices: Choices) -> dict[str, Any]:
    """The body of a case of one operation."""
    return {
        "operation": operation.name,
        "arguments": _arguments(choices, _Swarm(choices), operation),
    }


def _arguments(choices: Choices, swarm: _Swarm, operation: Operation) -> list[Value]:
    hard = HARD_ARGUMENTS.get(operation.name)
    if hard is not None and choices.chance(1, 12):
        return [_float(bits) for bits in choices.one_of(hard)]
    drawn = _Drawn(choices, swarm, operation)
    for kind in operation.signature:
        if kind.endswith("*"):
            while choices.more(len(drawn.values), 6, 60):
                drawn.append(kind[:-1])
        elif kind.endswith("?"):
            if not choices.boolean():
                break
            drawn.append(kind[:-1])
        else:
            drawn.append(kind)
    return drawn.values


class _Drawn:
    """The arguments drawn so far; floats may be related to the one before."""

    def __init__(self, choices: Choices, swarm: _Swarm, operation: Operation) -> None:
        self._choices = choices
        self._swarm = swarm
        self._operation = operation
        self._last: int | None = None
        self.values: list[Value] = []

    def append(self, kind: str) -> None:
        """Draw one argument of a kind of signature."""
        self.values.append(_DRAWERS[kind](self))

    def float_value(self) -> Value:
        """A float."""
        if self._swarm.related and self._last is not None:
            bits = partner(self._choices, self._last)
        else:
            bits = draw_float(self._choices, self._swarm.kinds)
        self._last = bits
        return _float(bits)

    def real_value(self) -> Value:
        """A float, or in some cases an int or a bool."""
        if self._swarm.ints and self._choices.boolean():
            if self._choices.chance(1, 20):
                return ["bool", self._choices.boolean()]
            return ["int", int_form(draw_int(self._choices))]
        return self.float_value()

    def int_value(self) -> Value:
        """An int, now and then a bool."""
        choices = self._choices
        if choices.chance(1, 20):
            return ["bool", choices.boolean()]
        if self._operation.name in _COUNTED:
            return ["int", int_form(draw_count(choices))]
        if self._operation.name == "round":
            digits = draw_count(choices)
            return ["int", int_form(max(digits, -2200) if self.values[0][0] != "float" else digits)]
        if self._operation.name in _BOUNDED:
            return ["int", int_form(self._bounded_int())]
        return ["int", int_form(draw_int(choices))]

    def _bounded_int(self) -> int:
        """An int that keeps the work small: a large one only beside a small one."""
        choices = self._choices
        if self._operation.name == "math.factorial":
            small = choices.integer(0, choices.one_of((20, 170, 1000)))
            return choices.one_of((small, small, small, -small, 1 << 63, 1 << 64))
        if not self.values:
            if choices.chance(1, 4):
                return draw_int(choices)
            return choices.integer(0, choices.one_of((10, 100, 1000)))
        first = abs(int(self.values[0][1]))
        small = choices.integer(0, choices.one_of((3, 12)) if first > 1000 else 1000)
        if self._operation.name == "int.__pow__" and first > 10:
            small = min(small, 60)
        return -small if choices.chance(1, 4) else small

    def reals_value(self) -> Value:
        """A tuple of reals; as long as the one before it, mostly."""
        previous = next((value for value in self.values if value[0] == "tuple"), None)
        items: list[Value] = []
        if previous is not None and not self._choices.chance(1, 10):
            items = [self.real_value() for _ in previous[1]]
        else:
            while self._choices.more(len(items), 12, 80):
                items.append(self.real_value())
        return ["tuple", items]

    def text_value(self) -> Value:
        """A text that the operation reads."""
        choices = self._choices
        if self._operation.name == "float.fromhex":
            return text_form(hex_text(choices))
        if self._operation.name == "float.parse":
            return text_form(decimal_text(choices))
        return text_form(format_spec(choices))


_DRAWERS: Final[Mapping[str, Callable[[_Drawn], Value]]] = {
    "float": _Drawn.float_value,
    "real": _Drawn.real_value,
    "int": _Drawn.int_value,
    "reals": _Drawn.reals_value,
    "str": _Drawn.text_value,
}
"""How each kind of a signature is drawn."""


def _float(bits: int) -> Value:
    return ["float", f"{bits:016x}"]
