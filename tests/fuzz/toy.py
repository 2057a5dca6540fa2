"""A lane of additions: small enough that every test of the campaign can reason about it."""

from typing import Any

from fuzz.choices import Choices
from fuzz.lanes import Lane

_BOUNDARIES = (0.0, 1.0, 0.5, 2.0, 3.0, 1e300, 5e-324)


def _float(choices: Choices) -> list[Any]:
    value = choices.one_of(_BOUNDARIES)
    if choices.boolean():
        value = -value
    return ["float", _bits(value)]


def _bits(value: float) -> str:
    import struct

    return struct.pack(">d", value).hex()


def generate(choices: Choices) -> dict[str, Any]:
    """A sum, difference or product of two floats."""
    name = choices.one_of(("float.__add__", "float.__sub__", "float.__mul__"))
    return {"operation": name, "arguments": [_float(choices), _float(choices)]}


ARITHMETIC = Lane(name="float", generate=generate)
