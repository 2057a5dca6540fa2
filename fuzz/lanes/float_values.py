"""Numbers for the lane `float`: boundaries, structured patterns and pairs, ints of all sizes.

Drawn as 64-bit patterns; nothing here computes with host floats. The kinds stand in
order of simplicity, so that shrinking ends at numbers of few significant bits.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from fuzz.choices import Choices
from spec.softfloat.arithmetic import add, divide, multiply
from spec.softfloat.parse import decimal_to_float
from spec.softfloat.round import (
    INFINITY,
    LARGEST,
    MAGNITUDE_MASK,
    NAN,
    ONE,
    round_to_float,
    unpack,
)
from spec.softfloat.value import SIGN_BIT

LEAST_NORMAL: Final = 1 << 52

BOUNDARIES: Final[tuple[int, ...]] = (
    0, SIGN_BIT, ONE, ONE | SIGN_BIT, INFINITY, INFINITY | SIGN_BIT, NAN,
    1, 2, 3, LEAST_NORMAL - 1, LEAST_NORMAL, LEAST_NORMAL + 1, 2 * LEAST_NORMAL,
    LARGEST, LARGEST - 1, ONE - 1, ONE + 1, ONE - 2, ONE + 2,
    *(round_to_float(0, magnitude, exponent, 0) for magnitude, exponent in (
        (1, -1), (1, 1), (3, -1), (5, -1), (7, -1), (3, 0), (5, 0), (10, 0), (100, 0),
        ((1 << 53) - 1, 0), (1 << 53, 0), ((1 << 53) - 1, -1), ((1 << 52) + 1, -1), (1, 52),
        ((1 << 53) - 1, -53), (1, 31), (1, 32), (1, 62), (1, 63), (1, 64), (1, 1023), (1, -1021),
        ((1 << 53) - 1, 10), (1, -53), (1, -54), (1, -52), (3, -54), (1, 511), (1, 512),
        (1, -537), (1, -538), (1, -511),
    )),
)  # fmt: skip
"""Values at which formats, ranges and roundings change."""

DECIMALS: Final[tuple[tuple[str, int], ...]] = (
    ("1", 0), ("2", 0), ("3", 0), ("5", 0), ("25", 0), ("15", 1), ("1", -4), ("1", -3), ("1", 17),
    ("1", 16), ("1", 23), ("1", 24), ("2675", 1), ("1005", 1), ("314159265358979", 1),
    ("709782712893384", 3), ("709782712893385", 3), ("745133219101941", 3), ("74513321910194", 3),
    ("7104758600739439", 3), ("171624376956302", 3), ("17162", 3), ("170", 3), ("171", 3),
    ("184", 3), ("265437", 2), ("2722601", 2), ("59215", 1), ("2556348", 306), ("36043653", 2),
    ("19061547465398", 2), ("2457024738220800", 1), ("146163214496836", 1), ("1024", 4),
    ("1075", 4), ("1074", 4), ("354891356446692", 2), ("3755", 2), ("22204460492503131", -15),
    ("17976931348623157", 309), ("22250738585072014", -307), ("49", -323),
)  # fmt: skip
"""Digits and exponent (0.DIGITS * 10**exponent) of values near which functions change."""

_HALF_PI_TEXT = "15707963267948966192313216916397514420985846996875529"


def integer_float(choices: Choices) -> int:
    """A small integer of either sign."""
    magnitude = choices.integer(0, choices.one_of((10, 200, 100_000)))
    return round_to_float(choices.integer(0, 1), magnitude, 0, 0)


def few_bits(choices: Choices) -> int:
    """A number of few significant bits in an everyday range."""
    magnitude = choices.bits(choices.integer(1, 12))
    return round_to_float(choices.integer(0, 1), magnitude, -choices.integer(0, 12), 0)


def everyday(choices: Choices) -> int:
    """A number of full precision in an everyday range."""
    significand = LEAST_NORMAL | fraction(choices)
    return round_to_float(choices.integer(0, 1), significand, -choices.integer(44, 60), 0)


def boundary(choices: Choices) -> int:
    """A boundary value, sometimes moved by a few patterns, of either sign."""
    bits = choices.one_of(BOUNDARIES)
    if choices.boolean():
        bits = moved(bits, choices.one_of((0, 1, -1, 2, -2, 3, -3)))
    return bits ^ SIGN_BIT if choices.boolean() and bits != NAN else bits


def threshold(choices: Choices) -> int:
    """A decimal constant near which some function changes, moved by a few patterns."""
    digits, exponent = choices.one_of(DECIMALS)
    bits = decimal_to_float(choices.integer(0, 1), digits, exponent)
    return (
        moved(bits, choices.one_of((0, 1, -1, 2, -2, 3, -3, 4, -4))) if choices.boolean() else bits
    )


def quarter_turns(choices: Choices) -> int:
    """The float nearest to a multiple of pi/2, or a neighbour."""
    multiple = choices.integer(1, choices.one_of((8, 1000, 1 << 40, 1 << 70)))
    digits = str(int(_HALF_PI_TEXT) * multiple)
    bits = decimal_to_float(choices.integer(0, 1), digits, len(digits) - len(_HALF_PI_TEXT) + 1)
    return moved(bits, choices.one_of((0, 1, -1)))


def fraction(choices: Choices) -> int:
    """The 52 bits of a fraction, drawn from the top: a small draw has few significant bits."""
    return int(f"{choices.bits(52):052b}"[::-1], 2)


def exponent_field(choices: Choices) -> int:
    """The exponent field of a finite float; the simplest is that of 1.0, then its neighbours."""
    drawn = choices.integer(0, 0x7FE)
    return 0x3FF + (-(drawn + 1 >> 1) if drawn & 1 else drawn >> 1)


def wide(choices: Choices) -> int:
    """Random significand, any exponent but that of infinities."""
    sign = choices.integer(0, 1) << 63
    return sign | exponent_field(choices) << 52 | fraction(choices)


def any_pattern(choices: Choices) -> int:
    """Any 64 bits; every NaN is the canonical one."""
    bits = choices.bits(64)
    return NAN if bits & MAGNITUDE_MASK > INFINITY else bits


def power_of_two_neighbour(choices: Choices) -> int:
    """A power of two, or a float within two of it."""
    bits = exponent_field(choices) << 52
    if choices.chance(1, 10):
        bits = round_to_float(0, 1, choices.integer(0, 52) - 1074, 0)
    return moved(bits, choices.one_of((0, 1, -1, 2, -2))) | choices.integer(0, 1) << 63


def short_decimal(choices: Choices) -> int:
    """What a program writes: up to seven digits and a small decimal exponent."""
    digits = str(choices.integer(1, 9_999_999))
    return decimal_to_float(choices.integer(0, 1), digits, choices.integer(0, 8) - 3)


def sparse(choices: Choices) -> int:
    """A significand of runs of zeros and ones, any exponent: carries, ties, borrow chains."""
    first = choices.integer(0, 53)
    second = choices.integer(0, 53)
    run = ((1 << max(first, second)) - (1 << min(first, second))) & (LEAST_NORMAL - 1)
    if choices.boolean():
        run ^= LEAST_NORMAL - 1
    return choices.integer(0, 1) << 63 | exponent_field(choices) << 52 | run


def special(choices: Choices) -> int:
    """A zero, an infinity or NaN."""
    return choices.one_of((0, SIGN_BIT, INFINITY, INFINITY | SIGN_BIT, NAN))


FloatKind: TypeAlias = tuple[int, Callable[[Choices], int]]
"""Weight and drawer of one kind of floats."""

FLOAT_KINDS: Final[tuple[FloatKind, ...]] = (
    (12, integer_float), (12, few_bits), (5, special), (10, short_decimal), (14, everyday),
    (12, boundary),
    (8, threshold), (4, quarter_turns), (8, power_of_two_neighbour), (8, sparse), (8, wide),
    (4, any_pattern),
)  # fmt: skip
"""The simplest kind first."""


def moved(bits: int, steps: int) -> int:
    """The pattern `steps` patterns further from zero; stays within the finite floats' signs."""
    magnitude = bits & MAGNITUDE_MASK
    if magnitude > INFINITY:
        return NAN
    return bits & SIGN_BIT | max(0, min(INFINITY, magnitude + steps))


def draw_float(choices: Choices, kinds: tuple[FloatKind, ...] = FLOAT_KINDS) -> int:
    """The pattern of one float of one of these kinds."""
    return choices.weighted(kinds)(choices)


def partner(choices: Choices, bits: int) -> int:
    """A second operand with a relation to the first: cancellation, ties, near-integer quotients."""
    magnitude = bits & MAGNITUDE_MASK
    if magnitude >= INFINITY:
        return boundary(choices)
    relation = choices.integer(0, 8)
    if relation == 0:
        return bits
    if relation == 1:
        return moved(bits, choices.one_of((0, 1, -1, 2, -2, 3, -3, 4, -4))) ^ SIGN_BIT
    if relation == 2:
        return bits & ~(LEAST_NORMAL - 1) | fraction(choices)
    if relation == 3:
        return _tie_partner(choices, magnitude)
    if relation == 4:
        factor = round_to_float(0, choices.integer(1, 1 << choices.integer(1, 53)), 0, 0)
        return moved(multiply(bits, factor), choices.one_of((0, 1, -1)))
    if relation == 5:
        factor = round_to_float(0, choices.integer(1, 1 << choices.integer(1, 53)), 0, 0)
        return moved(divide(bits, factor), choices.one_of((0, 1, -1)))
    if relation == 6:
        exponent = max(0, min(0x7FE, (magnitude >> 52) + choices.integer(0, 120) - 60))
        return choices.integer(0, 1) << 63 | exponent << 52 | fraction(choices)
    if relation == 7:
        return add(bits, ONE)
    return _divisor(choices, magnitude)


def _divisor(choices: Choices, magnitude: int) -> int:
    """A power of two of which the first is a whole multiple, or just below and above it."""
    significand, exponent = unpack(magnitude)
    if significand == 0:
        return boundary(choices)
    lowest = exponent + (significand & -significand).bit_length() - 1
    bits = round_to_float(choices.integer(0, 1), 1, lowest - choices.integer(0, 60), 0)
    return moved(bits, choices.one_of((0, 0, -1, 1)))


def _tie_partner(choices: Choices, magnitude: int) -> int:
    """An odd multiple of half a unit in the last place of the first, or just beside it."""
    exponent = unpack(magnitude)[1]
    half_units = 2 * choices.integer(0, 1 << choices.integer(0, 20)) + 1
    bits = round_to_float(choices.integer(0, 1), half_units, exponent - 1, 0)
    return moved(bits, choices.one_of((0, 1, -1)))


def draw_int(choices: Choices) -> int:
    """An int: small, near a power of two or ten, at the edge of the floats, or of any size."""
    kind = choices.integer(0, 7)
    if kind <= 1:
        magnitude = choices.integer(0, 20 if kind == 0 else 1000)
    elif kind == 2:
        magnitude = (1 << choices.integer(0, 4095)) + choices.integer(0, 4) - 2
    elif kind == 3:
        magnitude = (1 << choices.integer(50, 66)) + choices.integer(0, 8) - 4
    elif kind == 4:
        magnitude = int("1" + "0" * choices.integer(0, 1200)) + choices.integer(0, 2) - 1
    elif kind == 5:
        magnitude = (1 << 1024) - (1 << 970) + choices.integer(0, 4) - 2
    elif kind == 6:
        # 54 bits, a tie or beside one, then zeros: conversion to a float rounds here
        magnitude = (choices.bits(53) << 2 | 2) + choices.integer(0, 2) - 1
        magnitude <<= choices.integer(0, 980)
    else:
        magnitude = choices.bits(choices.integer(1, 4095))
    magnitude = min(abs(magnitude), (1 << 4096) - 1)
    return -magnitude if choices.boolean() else magnitude


def draw_count(choices: Choices) -> int:
    """An int where Python asks for a count, a number of digits or an exponent."""
    pool = (0, 1, 2, 3, 5, 15, 16, 17, 22, 23, 52, 53, 100, 307, 308, 309, 322, 323, 324, 1022,
            1023, 1024, 1074, 1075, 2098, 10**6, (1 << 31) - 1, (1 << 63) - 1)  # fmt: skip
    kind = choices.integer(0, 3)
    if kind == 0:
        count = choices.integer(0, 20)
    elif kind == 1:
        count = choices.integer(0, 400)
    elif kind == 2:
        count = choices.one_of(pool)
    else:
        count = choices.integer(0, 2200)
    return -count if choices.boolean() else count
