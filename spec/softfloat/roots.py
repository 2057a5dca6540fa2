"""cbrt, hypot, dist: roots of exact integers, rounded once; no loop needed."""

from collections.abc import Sequence
from math import isqrt

from spec.softfloat.arithmetic import square_root, subtract
from spec.softfloat.errors import FloatError
from spec.softfloat.round import INFINITY, MAGNITUDE_MASK, NAN, round_to_float, unpack
from spec.softfloat.shortest import represent
from spec.softfloat.value import SIGN_BIT


def integer_cube_root(n: int) -> int:
    """The floor of the cube root of n > 0, by Newton's method from above.

    From any start at least the root, the floored steps decrease until they reach the
    floor of the root and then would not decrease again. The start, a power of two, is
    at most twice the root, so a root of 57 bits takes about seven steps.
    """
    root = 1 << (n.bit_length() + 2) // 3
    while True:
        better = (2 * root + n // (root * root)) // 3
        if better >= root:
            return root
        root = better


def cbrt(a: int) -> int:
    """`math.cbrt`, odd.

    The significand is shifted to 168 to 170 bits with an exponent divisible by 3: the
    floor of its cube root has 56 or 57 bits, and what is left over is the sticky bit.
    (No cube of a number of 54 bits has 53 bits or fewer unless it is a cube of fewer
    than 19 bits, so a midpoint never occurs.)
    """
    magnitude = a & MAGNITUDE_MASK
    if magnitude == 0 or magnitude >= INFINITY:
        return NAN if magnitude > INFINITY else a
    m, e = unpack(magnitude)
    shift = 168 - m.bit_length()
    shift += (e - shift) % 3
    m <<= shift
    root = integer_cube_root(m)
    exponent = (e - shift) // 3
    return a & SIGN_BIT | round_to_float(0, root, exponent, 0 if root**3 == m else 1)


def sqrt(a: int) -> int:
    """`math.sqrt`: ValueError for a negative number; sqrt(-0.0) is -0.0."""
    magnitude = a & MAGNITUDE_MASK
    if a >> 63 and 0 < magnitude <= INFINITY:
        raise FloatError("ValueError", f"expected a nonnegative input, got {represent(a)}")
    return square_root(a)


def hypot(coordinates: Sequence[int]) -> int:
    """`math.hypot` of any number of patterns: the root of the exact sum of squares.

    An infinity wins over a NaN. Overflow gives an infinity without an error. The sum is
    exact in units of the smallest square; shifted to 110 bits or more with an even
    exponent its integer root has 55 bits or more, with a sticky bit.
    """
    infinite = False
    not_a_number = False
    parts = []
    for bits in coordinates:
        magnitude = bits & MAGNITUDE_MASK
        if magnitude > INFINITY:
            not_a_number = True
        elif magnitude == INFINITY:
            infinite = True
        elif magnitude:
            parts.append(unpack(magnitude))
    if infinite or not_a_number:
        return INFINITY if infinite else NAN
    if not parts:
        return 0
    exponent = min([e for _, e in parts])
    total = sum([(m << e - exponent) ** 2 for m, e in parts])
    shift = max(0, 56 - exponent_bits(total))
    total <<= 2 * shift
    root = isqrt(total)
    return round_to_float(0, root, exponent - shift, 0 if root * root == total else 1)


def exponent_bits(n: int) -> int:
    """Half of the bit length of n, rounded down: the bits of its square root, or one less."""
    return n.bit_length() // 2


def distance(p: Sequence[int], q: Sequence[int]) -> int:
    """`math.dist`: the hypot of the rounded differences, as CPython composes it (decision D5)."""
    if len(p) != len(q):
        raise FloatError("ValueError", "both points must have the same number of dimensions")
    return hypot([subtract(x, y) for x, y in zip(p, q, strict=True)])
