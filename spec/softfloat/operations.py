"""The registry of float operations: one truth for the machine, the lane and the book."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from spec.softfloat.arithmetic import fused_multiply_add
from spec.softfloat.errors import FloatError
from spec.softfloat.float_operations import FLOAT_OPERATIONS
from spec.softfloat.math_operations import MATH_OPERATIONS
from spec.softfloat.operation import CORRECTLY_ROUNDED, Operation, real_bits
from spec.softfloat.round import is_nan
from spec.softfloat.value import Float


def _register(*groups: tuple[Operation, ...]) -> Mapping[str, Operation]:
    registry: dict[str, Operation] = {}
    for group in groups:
        for entry in group:
            assert entry.name not in registry, f"{entry.name} is registered twice"
            registry[entry.name] = entry
    return MappingProxyType(registry)


OPERATIONS: Final[Mapping[str, Operation]] = _register(FLOAT_OPERATIONS, MATH_OPERATIONS)
"""Every operation by the name under which cases, prices and pages know it."""


NEWER_PYTHON: Final = "python-3.14"
"""The mark of what came to Python after 3.11: an older host answers otherwise, rightly."""

_NEWER_ZEROS: Final = (
    0x10D40, 0x116D0, 0x116DA, 0x11BF0, 0x11F50, 0x16130,
    0x16D70, 0x1CCF0, 0x1E4F0, 0x1E5F1,
)  # fmt: skip
_NEWER_DIGITS: Final = frozenset(chr(zero + digit) for zero in _NEWER_ZEROS for digit in range(10))


def marks_of(operation: Operation, arguments: Sequence[object]) -> tuple[str, ...]:
    """The marks of one case: that of the operation, and that of rules newer than Python 3.11.

    These are the compensated sum of floats (3.12), `nextafter` with steps (3.12), grouped
    fractions in formats (3.14), and the decimal digits that Unicode 15 and 16 brought. The
    hash of NaN is a decision of its own, so is its sign (copysign shows it), and a fused
    product that underflows to zero is one of correct rounding.
    """
    marks = (operation.mark,) if operation.mark else ()
    if _is_newer(operation.name, arguments):
        return (*marks, NEWER_PYTHON)
    if operation.name == "float.__hash__" and _is_nan(arguments[0]):
        return (*marks, "hash-value")
    if operation.name == "math.copysign" and len(arguments) == 2 and _is_nan(arguments[1]):
        return (*marks, "nan-bits")
    if operation.name == "math.fma" and _vanishes(arguments):
        return (*marks, CORRECTLY_ROUNDED)
    return marks


def _is_nan(value: object) -> bool:
    return isinstance(value, Float) and is_nan(value.bits)


def _vanishes(arguments: Sequence[object]) -> bool:
    """Whether a fused product other than zero underflows to a zero, whose sign libraries miss."""
    try:
        a, b, c = [real_bits(value) for value in arguments]
    except FloatError:
        return False
    if (a << 1) & _ALL_BITS == 0 or (b << 1) & _ALL_BITS == 0:
        return False
    return (fused_multiply_add(a, b, c) << 1) & _ALL_BITS == 0


_ALL_BITS: Final = (1 << 64) - 1


def _is_newer(name: str, arguments: Sequence[object]) -> bool:
    if name == "sum":
        return any(isinstance(item, Float) for item in _all_items(arguments))
    if name == "math.nextafter":
        return len(arguments) == 3
    texts = [value for value in arguments if isinstance(value, str)]
    if name == "format":
        return any(_groups_fraction(text) for text in texts) or _has_newer_digit(texts)
    return name == "float.parse" and _has_newer_digit(texts)


def _all_items(arguments: Sequence[object]) -> list[object]:
    items: list[object] = []
    for value in arguments:
        if isinstance(value, tuple):
            items += value
        else:
            items.append(value)
    return items


def _groups_fraction(spec: str) -> bool:
    """Whether a separator follows the point of the precision."""
    _, point, rest = spec.rpartition(".")
    return point != "" and ("_" in rest or "," in rest)


def _has_newer_digit(texts: Sequence[str]) -> bool:
    return any(not _NEWER_DIGITS.isdisjoint(text) for text in texts)
