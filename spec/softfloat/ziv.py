"""Ziv's strategy: evaluate with a bound, round if both ends agree, else evaluate finer.

A kernel takes a float as (m, e), x = m * 2**e, and a precision p, and returns (v, bound,
exponent) such that f(x) lies between (v - bound) * 2**exponent and (v + bound) *
2**exponent. Rounding is monotonic, so when both ends round to the same float, so does
f(x): the answer is the correctly rounded one whatever the precision was.

The loop ends if f(x) is not the midpoint of two floats (nor zero): then some
neighbourhood of f(x) rounds to one float, and a bound that tends to zero
with growing p gets inside. Each function says why its values are no midpoints.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from spec.softfloat.errors import PrecisionExhausted
from spec.softfloat.round import round_to_float

Enclosure: TypeAlias = tuple[int, int, int]
Kernel: TypeAlias = Callable[[int, int, int], Enclosure]

FIRST_PRECISION: Final = 80
"""53 bits of the result and 27 of safety: one argument in millions needs a second pass."""


def settle(v: int, bound: int, exponent: int) -> int:
    """The float to which all of [v - bound, v + bound] * 2**exponent rounds, or -1.

    The usual case needs one rounding only. Let a normal result keep the bits above
    `excess`, with the rest r below them: if r is further than the bound from the half
    unit, both ends lie on the same side of the midpoint, and on the same side of the
    midpoint below unless the significand is the least one, where that one is nearer.
    """
    sign = 0
    if v < 0:
        sign = 1
        v = -v
    if v <= bound:
        return -1
    excess = v.bit_length() - 53
    if excess > 1 and exponent + excess > -1074:
        rest = v & ((1 << excess) - 1)
        distance = rest - (1 << excess - 1)
        if (distance > bound or -distance > bound) and (rest > bound or v >> excess != 1 << 52):
            return round_to_float(sign, v, exponent, 0)
    low = round_to_float(sign, v - bound, exponent, 0)
    return low if low == round_to_float(sign, v + bound, exponent, 0) else -1


def correctly_round(kernel: Kernel, m: int, e: int) -> int:
    """Evaluate at 80 bits, 160, 320 ... until the enclosure settles."""
    precision = FIRST_PRECISION
    while True:
        v, bound, exponent = kernel(m, e, precision)
        bits = settle(v, bound, exponent)
        if bits >= 0:
            return bits
        precision *= 2


def correctly_round_capped(kernel: Kernel, m: int, e: int, cap: int) -> int:
    """The same for functions of which nobody knows that the loop ends: PrecisionExhausted."""
    precision = FIRST_PRECISION
    while precision <= cap:
        v, bound, exponent = kernel(m, e, precision)
        bits = settle(v, bound, exponent)
        if bits >= 0:
            return bits
        precision *= 2
    raise PrecisionExhausted(f"no rounding of {m} * 2**{e} at {cap} bits")
