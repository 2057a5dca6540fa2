"""Inputs and host conversions that several tests share."""

import struct
from collections.abc import Callable

from fuzz.choices import Choices, SeededSource
from spec.softfloat import OPERATIONS, Float, FloatError
from spec.softfloat.round import NAN

SIGNIFICANDS = (
    0, 1, 2, (1 << 51) - 1, 1 << 51, (1 << 51) + 1, (1 << 52) - 2, (1 << 52) - 1,
    0x5555555555555, 0xAAAAAAAAAAAAA, 0x0000000FFFFFF, 0xFFFFFFF000000,
)  # fmt: skip
"""Fractions at which carries, ties and borrows happen."""
EXPONENTS = (0, 1, 2, 971, 1021, 1022, 1023, 1024, 1025, 1074, 1075, 1076, 1077, 2045, 2046, 2047)


def boundary_patterns() -> list[int]:
    """All pairs of boundary exponent and significand, both signs, one NaN (as TestFloat does)."""
    found = [NAN]
    for exponent in EXPONENTS:
        fractions = (0,) if exponent == 2047 else SIGNIFICANDS
        for fraction in fractions:
            magnitude = exponent << 52 | fraction
            found += [magnitude, magnitude | 1 << 63]
    return found


def to_host(bits: int) -> float:
    """The host's float of a pattern."""
    number: float = struct.unpack("<d", bits.to_bytes(8, "little"))[0]
    return number


def from_host(number: float) -> int:
    """The pattern of a host's float; every NaN is the canonical one."""
    return NAN if number != number else int.from_bytes(struct.pack("<d", number), "little")


def answer(name: str, *arguments: object) -> object:
    """The specification's answer: a pattern, a plain value, or an exception's type and args."""
    try:
        return plain(OPERATIONS[name](*arguments))
    except FloatError as error:
        return (error.type_name, *error.arguments)


def plain(value: object) -> object:
    """A guest value with patterns (as hex texts) in place of floats."""
    if isinstance(value, Float):
        return f"{value.bits:016x}"
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    return value


def guest(value: object) -> object:
    """A host value as a guest value."""
    if isinstance(value, float):
        return Float(from_host(value))
    if isinstance(value, (tuple, list)):
        return tuple(guest(item) for item in value)
    return value


def host_answer(function: Callable[..., object], *arguments: object) -> object:
    """The host's answer in the same form, errors by type only."""
    try:
        return plain(guest(function(*arguments)))
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        return type(error).__name__


def type_only(value: object) -> object:
    """An answer whose error is reduced to its type."""
    if isinstance(value, tuple) and value and isinstance(value[0], str) and "Error" in value[0]:
        return value[0]
    return value


def choices(seed: int) -> Choices:
    """Seeded choices."""
    return Choices(SeededSource(seed))
