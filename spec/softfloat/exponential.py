"""exp, exp2, expm1, sinh, cosh, tanh: correctly rounded.

Ziv's loop ends: e**x is transcendental for algebraic x other than 0 (Lindemann), and so
are e**x - 1 and the hyperbolic functions, which are algebraic functions of it that are
not constant; no midpoint of floats is transcendental. 2**x for a float x that is no
integer is irrational, a root of a power of 2; for an integer it is exact.
"""

from typing import Final

from spec.softfloat.errors import range_error
from spec.softfloat.fixed import exp_fixed, exp_reduced, ln2, quotient, scaled
from spec.softfloat.round import (
    INFINITY,
    MAGNITUDE_MASK,
    NAN,
    ONE,
    round_to_float,
    signed_unpack,
    unpack,
)
from spec.softfloat.value import SIGN_BIT
from spec.softfloat.ziv import Enclosure, correctly_round

TINY: Final = 0x3E30 << 48
"""2**-28. Below it an odd function x + c x**3 + ... with |c| <= 1/3 is x (1 + d), |d| < 2**-54,
which rounds to x: half the distance to a neighbour is at least 2**-54 |x|."""

TINIER: Final = 0x3C90 << 48
"""2**-54: the same for x + c x**2 + ... with |c| <= 1/2."""


def _finite(bits: int) -> int:
    """The result of a function of finite x: OverflowError if it rounded to infinity."""
    if bits & INFINITY == INFINITY:
        raise range_error()
    return bits


def _exp_kernel(m: int, e: int, p: int) -> Enclosure:
    """|x| < 768. x at scale p, exact or within 1 unit, and `exp_fixed`."""
    x, dx = scaled(m, e, p)
    v, bound, k = exp_fixed(x, dx, p)
    return v, bound, k - p


def exp(a: int) -> int:
    """`math.exp`. OverflowError; underflow gives a subnormal or 0.0.

    e**768 > 2**1024 and e**-768 < 2**-1075, so larger arguments need no evaluation.
    Exact case: x = 0 only (elsewhere the value is transcendental).
    """
    magnitude = a & MAGNITUDE_MASK
    if magnitude >= 0x4088000000000000:
        if magnitude > INFINITY:
            return NAN
        if a >> 63:
            return 0
        if magnitude == INFINITY:
            return a
        raise range_error()
    if magnitude == 0:
        return ONE
    m, e = signed_unpack(a)
    return _finite(correctly_round(_exp_kernel, m, e))


def _exp2_kernel(m: int, e: int, p: int) -> Enclosure:
    """x = n + f exactly, e < 0: 2**n times e**(f ln 2).

    f ln 2 is within 2 f + 1 <= 3 units, which adds 1.5 * 2 * 3 = 9 as in `exp_fixed`.
    """
    n = m >> -e
    fraction = m - (n << -e)
    v, bound = exp_reduced(fraction * ln2(p) >> -e, p)
    return v, bound + 9, n - p


def exp2(a: int) -> int:
    """`math.exp2`. An integer x gives the exact power (2**-1075 is a tie and gives 0.0)."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude >= 0x4091000000000000:
        if magnitude > INFINITY:
            return NAN
        if a >> 63:
            return 0
        if magnitude == INFINITY:
            return a
        raise range_error()
    if magnitude == 0:
        return ONE
    m, e = signed_unpack(a)
    if m & ((1 << min(-e, 64)) - 1) == 0:
        return _finite(round_to_float(0, 1, m >> -e, 0))
    return _finite(correctly_round(_exp2_kernel, m, e))


def _expm1_enclosure(m: int, e: int, p: int) -> tuple[int, int, int]:
    """(v, bound, w): e**x - 1 at scale w, for -128 < x < 768, relative precision about p.

    |e**x - 1| > |x|/2 for |x| < 1, so w = p + the number of leading zeros of x.
    e**x = s * 2**(k-w): at scale w it is s * 2**k, with its bound; a right shift loses 1
    unit of the value and 1 of the bound.
    """
    w = p - min(0, m.bit_length() + e)
    x, dx = scaled(m, e, w)
    s, ds, k = exp_fixed(x, dx, w)
    if k >= 0:
        return (s << k) - (1 << w), ds << k, w
    return (s >> -k) - (1 << w), (ds >> -k) + 2, w


def _expm1_kernel(m: int, e: int, p: int) -> Enclosure:
    v, bound, w = _expm1_enclosure(m, e, p)
    return v, bound, -w


def expm1(a: int) -> int:
    """`math.expm1`. Below -128 the value is -1 + d, 0 < d < 2**-180, and rounds to -1.0."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude < TINIER:
        return a
    if magnitude > INFINITY:
        return NAN
    if a >> 63:
        if magnitude >= 0x4060000000000000:
            return ONE | SIGN_BIT
    elif magnitude >= 0x4088000000000000:
        if magnitude == INFINITY:
            return a
        raise range_error()
    m, e = signed_unpack(a)
    return _finite(correctly_round(_expm1_kernel, m, e))


def _exp_and_inverse(m: int, e: int, p: int) -> tuple[int, int, int, int]:
    """(s, r, bound, exponent): e**x = s * 2**exponent and e**-x = r * 2**exponent, x > 0.

    At scale w = p + leading zeros of x. e**-x = 2**(2w-2k) / s units; its relative error is
    that of s, and it is at most s, so it is within the bound of s and 2 units for floors.
    The bound returned holds for the sum and for the difference of the two.
    """
    w = p - min(0, m.bit_length() + e)
    x, dx = scaled(m, e, w)
    s, ds, k = exp_fixed(x, dx, w)
    inverse = (1 << 2 * w) // s >> 2 * k
    return s, inverse, 2 * ds + 4, k - w


def _sinh_kernel(m: int, e: int, p: int) -> Enclosure:
    """(e**x - e**-x) / 2; the difference is at least 2x, of relative precision p by the scale."""
    s, inverse, bound, exponent = _exp_and_inverse(m, e, p)
    return s - inverse, bound, exponent - 1


def _cosh_kernel(m: int, e: int, p: int) -> Enclosure:
    """(e**x + e**-x) / 2."""
    s, inverse, bound, exponent = _exp_and_inverse(m, e, p)
    return s + inverse, bound, exponent - 1


def _tanh_kernel(m: int, e: int, p: int) -> Enclosure:
    """(e**x - e**-x) / (e**x + e**-x), both of one scale; the quotient at the scale of x."""
    s, inverse, bound, _ = _exp_and_inverse(m, e, p)
    w = p - min(0, m.bit_length() + e)
    v, dv = quotient(s - inverse, bound, s + inverse, bound, w)
    return v, dv, -w


def sinh(a: int) -> int:
    """`math.sinh`, odd. OverflowError; sinh(x) > 2**1024 from x = 711 on."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude < TINY or magnitude >= INFINITY:
        return NAN if magnitude > INFINITY else a
    if magnitude >= 0x4088000000000000:
        raise range_error()
    m, e = unpack(magnitude)
    return a & SIGN_BIT | _finite(correctly_round(_sinh_kernel, m, e))


def cosh(a: int) -> int:
    """`math.cosh`, even. For |x| < 2**-28 it is 1 + d, d < 2**-56, and rounds to 1.0."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude < TINY:
        return ONE
    if magnitude >= INFINITY:
        return magnitude if magnitude == INFINITY else NAN
    if magnitude >= 0x4088000000000000:
        raise range_error()
    m, e = unpack(magnitude)
    return _finite(correctly_round(_cosh_kernel, m, e))


def tanh(a: int) -> int:
    """`math.tanh`, odd. For x >= 20 it is 1 - d, d < 2 e**-40 < 2**-56, and rounds to 1.0."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude < TINY or magnitude > INFINITY:
        return NAN if magnitude > INFINITY else a
    if magnitude >= 0x4034000000000000:
        return a & SIGN_BIT | ONE
    m, e = unpack(magnitude)
    return a & SIGN_BIT | correctly_round(_tanh_kernel, m, e)
