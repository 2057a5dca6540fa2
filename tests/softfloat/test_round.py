"""The rounding function against exact rational arithmetic."""

from fractions import Fraction

import pytest

from spec.softfloat.round import INFINITY, round_to_float
from tests.softfloat.samples import choices, to_host

HUGE = Fraction(2) ** 1024


def nearest(value: Fraction) -> int:
    """The float nearest to value > 0, ties to even, found by bisection over all patterns."""
    low, high = 0, INFINITY
    while high - low > 1:
        middle = (low + high) // 2
        if Fraction(to_host(middle)) <= value:
            low = middle
        else:
            high = middle
    below = Fraction(to_host(low))
    above = HUGE if high == INFINITY else Fraction(to_host(high))
    if value - below == above - value:
        return low if low % 2 == 0 else high
    return low if value - below < above - value else high


@pytest.mark.parametrize("seed", range(4))
def test_rounds_to_the_nearest_float(seed: int) -> None:
    drawn = choices(seed)
    for _ in range(150):
        magnitude = drawn.bits(drawn.integer(1, 130))
        length = magnitude.bit_length()
        if drawn.boolean() and length > 54:  # a tie, or next to one
            excess = length - 53
            magnitude = (magnitude >> excess << excess | 1 << excess - 1) + drawn.integer(0, 2) - 1
        exponent = drawn.one_of(
            (
                drawn.integer(0, 2200) - 1100,
                -1074 - drawn.integer(0, 130),
                971 - drawn.integer(0, 9),
            )
        )
        if magnitude == 0:
            continue

        expected = nearest(Fraction(magnitude) * Fraction(2) ** exponent)

        assert round_to_float(0, magnitude, exponent, 0) == expected
        assert round_to_float(1, magnitude, exponent, 0) == expected | 1 << 63


def test_a_sticky_bit_breaks_a_tie_upwards() -> None:
    tie = (1 << 53 | 1) << 2
    for exponent in (0, -1000, -1074 - 20):
        exact = round_to_float(0, tie, exponent, 0)
        above = nearest((Fraction(tie) + Fraction(1, 1000)) * Fraction(2) ** exponent)
        assert round_to_float(0, tie, exponent, 1) == above
        assert exact == nearest(Fraction(tie) * Fraction(2) ** exponent)


def test_a_toy_format_is_rounded_exhaustively() -> None:
    """Every magnitude of 9 bits in the lowest binade, where only 3 or 4 bits survive."""
    for magnitude in range(1, 1 << 9):
        for excess in range(1, 9):
            exponent = -1074 - excess
            bits = round_to_float(0, magnitude, exponent, 0)
            down, rest = divmod(magnitude, 1 << excess)
            half = 1 << excess - 1
            up = rest > half or (rest == half and down % 2 == 1)
            assert bits == down + up


def test_exponents_of_any_size_cost_nothing() -> None:
    assert round_to_float(0, 3, -(10**30), 0) == 0
    assert round_to_float(1, 3, -(10**30), 0) == 1 << 63
    assert round_to_float(0, 3, 10**30, 0) == INFINITY
    assert round_to_float(1, 1 << 200, 10**30, 0) == INFINITY | 1 << 63
