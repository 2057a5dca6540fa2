"""Comparison of floats with floats and with ints of any size, exactly."""

from typing import Final

from spec.softfloat.arithmetic import absolute, multiply, subtract
from spec.softfloat.round import INFINITY, MAGNITUDE_MASK, signed_unpack
from spec.softfloat.value import SIGN_BIT

UNORDERED: Final = 2
"""What `compare` says when an operand is a NaN."""


def compare(a: int, b: int) -> int:
    """-1, 0 or 1 as a is below, equal to or above b; UNORDERED with a NaN. -0.0 equals 0.0.

    Patterns of one sign order like integers, so a negative float maps to the
    negated magnitude.
    """
    magnitude_a = a & MAGNITUDE_MASK
    magnitude_b = b & MAGNITUDE_MASK
    if magnitude_a > INFINITY or magnitude_b > INFINITY:
        return UNORDERED
    if a & SIGN_BIT:
        magnitude_a = -magnitude_a
    if b & SIGN_BIT:
        magnitude_b = -magnitude_b
    return (magnitude_a > magnitude_b) - (magnitude_a < magnitude_b)


def compare_with_int(a: int, n: int) -> int:
    """Like `compare`, of the float a with the integer n, without rounding n.

    Magnitudes of different bit length never need the shift, so the work is
    bounded by the size of n.
    """
    magnitude = a & MAGNITUDE_MASK
    if magnitude > INFINITY:
        return UNORDERED
    if magnitude == INFINITY:
        return -1 if a >> 63 else 1
    m, e = signed_unpack(a)
    sign_a = (m > 0) - (m < 0)
    sign_n = (n > 0) - (n < 0)
    if sign_a != sign_n or sign_a == 0:
        return (sign_a > sign_n) - (sign_a < sign_n)
    length_a = m.bit_length() + e
    length_n = n.bit_length()
    if length_a != length_n:
        return sign_a if length_a > length_n else -sign_a
    if e >= 0:
        m <<= e
    else:
        n <<= -e
    return (m > n) - (m < n)


def equal(a: int, b: int) -> bool:
    """a == b."""
    return compare(a, b) == 0


def less(a: int, b: int) -> bool:
    """a < b."""
    return compare(a, b) == -1


def less_equal(a: int, b: int) -> bool:
    """a <= b."""
    return compare(a, b) <= 0


def is_close(a: int, b: int, relative: int, absolute_tolerance: int) -> bool:
    """`math.isclose` on patterns; the steps and their rounding are CPython's."""
    if compare(a, b) == 0:
        return True
    if a & MAGNITUDE_MASK == INFINITY or b & MAGNITUDE_MASK == INFINITY:
        return False
    difference = absolute(subtract(b, a))
    return (
        less_equal(difference, absolute(multiply(relative, b)))
        or less_equal(difference, absolute(multiply(relative, a)))
        or less_equal(difference, absolute_tolerance)
    )
