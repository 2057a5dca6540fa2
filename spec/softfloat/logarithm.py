"""log, log2, log10, log1p of floats and of ints, asinh, acosh, atanh: correctly rounded.

Ziv's loop ends: log x is transcendental for algebraic x other than 0 and 1 (Lindemann),
hence also log1p and the inverse hyperbolic functions, whose arguments of log are
algebraic. For log2 and log10 unique factorisation is enough: if the logarithm of
x = m * 2**e to base 10 is a/b, then x**b = 10**a, so m is a power of 5, x a power of ten,
and the logarithm is an integer, which is a float and no midpoint; else it is irrational.
"""

from math import isqrt
from typing import Final

from spec.softfloat.arithmetic import divide
from spec.softfloat.errors import FloatError
from spec.softfloat.exponential import TINIER, TINY
from spec.softfloat.fixed import artanh_ratio, ln2, ln10, log_ratio
from spec.softfloat.round import INFINITY, MAGNITUDE_MASK, NAN, ONE, signed_unpack, unpack
from spec.softfloat.shortest import represent
from spec.softfloat.value import SIGN_BIT
from spec.softfloat.ziv import Enclosure, correctly_round


def _precision_for(m: int, e: int, p: int) -> int:
    """A scale at which log(m * 2**e), not 0, has a relative precision of about p bits.

    |log x| >= |x - 1| / 2 for x between 1/2 and 2: add the leading zeros of x - 1.
    """
    if not -1 <= m.bit_length() + e <= 1 or e >= 0:
        return p
    return p - (m - (1 << -e)).bit_length() - e


def _enclose_log(m: int, e: int, w: int) -> tuple[int, int]:
    """log(m * 2**e) at scale w with the bound of `log_ratio`."""
    if e >= 0:
        return log_ratio(m << e, 1, w)
    return log_ratio(m, 1 << -e, w)


def _log_kernel(m: int, e: int, p: int) -> Enclosure:
    w = _precision_for(m, e, p)
    v, bound = _enclose_log(m, e, w)
    return v, bound, -w


def _log2_kernel(m: int, e: int, p: int) -> Enclosure:
    """log2 x = log x / ln 2, at scale w.

    With |log x| < 2**13 and ln 2 at scale w + 16 within 2 units, replacing ln 2 changes
    the quotient by less than 2**13 * 2 / (0.48 * 2**16) < 1 unit; the bound of log x
    grows by 1 / ln 2 < 1.5; one unit each for the floor and for that of the bound.
    """
    w = _precision_for(m, e, p)
    v, bound = _enclose_log(m, e, w)
    return (v << w + 16) // ln2(w + 16), bound + (bound >> 1) + 4, -w


def _log10_kernel(m: int, e: int, p: int) -> Enclosure:
    """log10 x = log x / ln 10, with the bound of log2, since ln 10 > 1 > ln 2."""
    w = _precision_for(m, e, p)
    v, bound = _enclose_log(m, e, w)
    return (v << w + 16) // ln10(w + 16), bound + 4, -w


def _log1p_kernel(m: int, e: int, p: int) -> Enclosure:
    """log(1 + x) of the exact 1 + x, at the scale of x when x is small."""
    if e >= 0:
        return _log_kernel(1 + (m << e), 0, p)
    return _log_kernel((1 << -e) + m, e, p)


def _logarithm(a: int, kernel_number: int) -> int:
    """log, log2 or log10 of a positive float; ValueError otherwise."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude > INFINITY:
        return NAN
    if a >> 63 or magnitude == 0:
        raise FloatError("ValueError", f"expected a positive input, got {represent(a)}")
    if magnitude == INFINITY:
        return a
    if a == ONE:
        return 0
    m, e = unpack(a)
    return correctly_round(_KERNELS[kernel_number], m, e)


_KERNELS: Final = (_log_kernel, _log2_kernel, _log10_kernel)


def log(a: int) -> int:
    """`math.log` of one float. Exact case: log(1) = 0."""
    return _logarithm(a, 0)


def log2(a: int) -> int:
    """`math.log2` of a float. Powers of two give integers."""
    return _logarithm(a, 1)


def log10(a: int) -> int:
    """`math.log10` of a float. Powers of ten give integers."""
    return _logarithm(a, 2)


def logarithm_of_int(n: int, kernel_number: int) -> int:
    """log, log2 or log10 (0, 1, 2) of an int beyond the floats: correctly rounded from n.

    CPython divides such ints by a power of two first, which is less exact; ints within the
    range of floats are converted, hence rounded, before (see `log_of_number`).
    """
    if n <= 0:
        raise FloatError("ValueError", "expected a positive input")
    return correctly_round(_KERNELS[kernel_number], n, 0)


def log_with_base(value: int, base: int) -> int:
    """log(x, base) from both logarithms: CPython's rounded quotient (decision D5)."""
    if base & MAGNITUDE_MASK == 0:
        raise FloatError("ZeroDivisionError", "division by zero")
    return divide(value, base)


def log1p(a: int) -> int:
    """`math.log1p`. ValueError from -1 down. The exact case is 0."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude < TINIER or magnitude > INFINITY:
        return NAN if magnitude > INFINITY else a
    if a >> 63 and magnitude >= ONE:
        raise FloatError("ValueError", f"expected argument value > -1, got {represent(a)}")
    if magnitude == INFINITY:
        return a
    m, e = signed_unpack(a)
    return correctly_round(_log1p_kernel, m, e)


def _asinh_kernel(m: int, e: int, p: int) -> Enclosure:
    """asinh x = log(x + sqrt(x**2 + 1)), x > 0, at w = p + leading zeros of x.

    At that scale x is exact (w >= -e, since x has at most 53 bits). The root is below its
    exact value by less than a unit, and the sum is at least 1: log loses less than
    1.1 units, added to its own bound.
    """
    w = max(p - min(0, m.bit_length() + e), -e)
    x = m << e + w
    v, bound = log_ratio(x + isqrt(x * x + (1 << 2 * w)), 1 << w, w)
    return v, bound + 2, -w


def _acosh_kernel(m: int, e: int, p: int) -> Enclosure:
    """acosh x = log(x + sqrt(x**2 - 1)), x > 1, as for asinh.

    Near 1 the value is about sqrt(2 (x - 1)) >= 2**-26: 28 more bits keep it precise.
    """
    w = max(p + 28, -e)
    x = m << e + w
    v, bound = log_ratio(x + isqrt(x * x - (1 << 2 * w)), 1 << w, w)
    return v, bound + 2, -w


def _atanh_kernel(m: int, e: int, p: int) -> Enclosure:
    """atanh x = log((1 + x) / (1 - x)) / 2 of the exact ratio; by its series below 1/4."""
    w = p - min(0, m.bit_length() + e)
    one = 1 << -e
    if m << 2 <= one:
        v, bound = artanh_ratio(m, one, w)
        return v, bound, -w
    v, bound = log_ratio(one + m, one - m, w)
    return v, bound, -w - 1


def asinh(a: int) -> int:
    """`math.asinh`, odd. Exact case: 0."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude < TINY or magnitude >= INFINITY:
        return NAN if magnitude > INFINITY else a
    m, e = unpack(magnitude)
    return a & SIGN_BIT | correctly_round(_asinh_kernel, m, e)


def acosh(a: int) -> int:
    """`math.acosh`. ValueError below 1. Exact case: acosh(1) = 0."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude > INFINITY:
        return NAN
    if a >> 63 or a < ONE:
        raise FloatError(
            "ValueError", f"expected argument value not less than 1, got {represent(a)}"
        )
    if a in (INFINITY, ONE):
        return a if a == INFINITY else 0
    m, e = unpack(a)
    return correctly_round(_acosh_kernel, m, e)


def atanh(a: int) -> int:
    """`math.atanh`, odd. ValueError unless -1 < x < 1. Exact case: 0."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude < TINY or magnitude > INFINITY:
        return NAN if magnitude > INFINITY else a
    if magnitude >= ONE:
        raise FloatError("ValueError", f"expected a number between -1 and 1, got {represent(a)}")
    m, e = unpack(magnitude)
    return a & SIGN_BIT | correctly_round(_atanh_kernel, m, e)
