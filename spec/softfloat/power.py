"""`**` of floats and `math.pow`: correctly rounded, with every special case of CPython.

Ziv's loop ends. Let x = m * 2**E with m odd, and y = n / 2**k in lowest terms. If x**y is
irrational it is no midpoint. If it is rational, then either m = 1 and y E is an integer, an
exact power of two; or y > 0, m is a perfect 2**k-th power a**(2**k), 2**k divides E n,
and x**y = a**n * 2**(y E). (For y < 0 and m > 1 it is not dyadic.) A dyadic number whose
odd part exceeds 54 bits is no midpoint either, and with a >= 3 a shorter one needs
n <= 34; these are computed exactly, so the loop only sees arguments where it ends.
"""

from math import isqrt
from typing import Final

from spec.softfloat.errors import FloatError, domain_error, range_error
from spec.softfloat.fixed import exp_fixed, log_ratio
from spec.softfloat.round import (
    INFINITY,
    MAGNITUDE_MASK,
    NAN,
    ONE,
    is_integral,
    is_odd_integer,
    round_to_float,
    signed_unpack,
    unpack,
)
from spec.softfloat.ziv import FIRST_PRECISION, settle

_LARGEST_EXACT_EXPONENT: Final = 64
"""Integer exponents up to this are computed as integers; the proof above needs 34."""


def power(x: int, y: int) -> int:
    """x**y by IEEE 754's pow: NaN for a negative base with a fractional exponent.

    Zeros, infinities and NaN by its table; a pole gives an infinity; overflow gives an
    infinity, underflow a zero.
    """
    magnitude_x = x & MAGNITUDE_MASK
    magnitude_y = y & MAGNITUDE_MASK
    if magnitude_y == 0 or x == ONE:
        return ONE
    if magnitude_x > INFINITY or magnitude_y > INFINITY:
        return NAN
    if magnitude_y == INFINITY:
        if magnitude_x == ONE:
            return ONE
        return INFINITY if (magnitude_x > ONE) == (y >> 63 == 0) else 0
    sign = x >> 63 if is_odd_integer(y) else 0
    if magnitude_x == 0 or magnitude_x == INFINITY:
        vanishes = (magnitude_x == 0) == (y >> 63 == 0)
        return sign << 63 | (0 if vanishes else INFINITY)
    if x >> 63 and not is_integral(y):
        return NAN
    if magnitude_x == ONE:
        return sign << 63 | ONE
    return sign << 63 | _positive_power(magnitude_x, y)


def _positive_power(x: int, y: int) -> int:
    """x**y for finite x > 0, x != 1, and finite y != 0."""
    m, e = unpack(x)
    n, f = signed_unpack(y)
    twos = (m & -m).bit_length() - 1
    m, e = m >> twos, e + twos
    twos = (n & -n).bit_length() - 1
    n, f = n >> twos, f + twos
    if n.bit_length() + f > 64:
        # |log x| > 2**-54, so |y log x| > 2**10
        return INFINITY if (x > ONE) == (n > 0) else 0
    if f >= 0 and 0 < n << f <= _LARGEST_EXACT_EXPONENT:
        return round_to_float(0, m ** (n << f), e * (n << f), 0)
    exact = _exact_power(m, e, n, f)
    if exact >= 0:
        return exact
    return _inexact_power(m, e, n, f)


def _exact_power(m: int, e: int, n: int, f: int) -> int:
    """The power if it is a power of two or has a short odd part, else -1; m and n are odd."""
    if m == 1:
        exponent = e * n
        if f >= 0:
            # clamped: e is not 0 as x is not 1
            return round_to_float(0, 1, max(-5000, min(5000, exponent << min(f, 64))), 0)
        if exponent & ((1 << min(-f, 64)) - 1) == 0:
            return round_to_float(0, 1, exponent >> -f, 0)
        return -1
    if f >= 0 or n < 0 or n > 34 or f < -5:
        return -1
    for _ in range(-f):
        root = isqrt(m)
        if e & 1 or root * root != m:
            return -1
        m, e = root, e >> 1
    return round_to_float(0, m**n, e * n, 0)


def _inexact_power(m: int, e: int, n: int, f: int) -> int:
    """e**(y log x), y = n * 2**f, |y| < 2**64.

    With |y| < 2**top, log x at scale u = w + max(top, 0) + 2 within b units makes y log x
    at scale w = p + 2 off by less than b |y| 2**(w-u) + 1 <= b/4 + 1 units; `exp_fixed` adds
    its own. |y log x| >= 800 decides overflow or underflow (2**1024 < e**710,
    2**-1075 > e**-746).
    """
    top = max(n.bit_length() + f, 0)
    precision = FIRST_PRECISION
    while True:
        w = precision + 2
        u = w + top + 2
        if e >= 0:
            logarithm, bound = log_ratio(m << e, 1, u)
        else:
            logarithm, bound = log_ratio(m, 1 << -e, u)
        t = logarithm * n
        shift = u - w - f
        t = t >> shift if shift >= 0 else t << -shift
        if t >> w >= 800:
            return INFINITY
        if t >> w < -800:
            return 0
        v, dv, k = exp_fixed(t, (bound >> 2) + 2, w)
        bits = settle(v, dv, k - w)
        if bits >= 0:
            return bits
        precision *= 2


def python_power(x: int, y: int) -> int:
    """`x ** y` of floats: ZeroDivisionError, OverflowError, and a refusal.

    A negative base with a fractional exponent has a complex value, which the profile
    refuses by name (decision D11). The overflow carries the number and text of the
    system's ERANGE, as CPython on Linux raises it.
    """
    result = power(x, y)
    if result & INFINITY != INFINITY:
        return result
    finite = x & INFINITY != INFINITY and y & INFINITY != INFINITY
    if not finite:
        return result
    if x & MAGNITUDE_MASK == 0:
        raise FloatError("ZeroDivisionError", "zero to a negative power")
    if result & MAGNITUDE_MASK > INFINITY:
        raise FloatError("DeterminismError", "a complex number is outside the profile").marked(
            "refused"
        )
    raise FloatError("OverflowError", 34, "Numerical result out of range").marked("error-text")


def math_pow(x: int, y: int) -> int:
    """`math.pow`: ValueError for a pole or a fractional power of a negative, OverflowError."""
    result = power(x, y)
    if result & INFINITY != INFINITY:
        return result
    if x & INFINITY == INFINITY or y & INFINITY == INFINITY:
        return result
    if x & MAGNITUDE_MASK == 0 or result & MAGNITUDE_MASK > INFINITY:
        raise domain_error()
    raise range_error()
