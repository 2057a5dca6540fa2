"""erf and erfc: correctly rounded.

Ziv's loop ends: erf is an E-function up to the factor 2/sqrt(pi), and its value at an
algebraic argument other than 0 is transcendental (Siegel, Shidlovsky); so is erfc = 1 - erf.
"""

from math import isqrt
from typing import Final

from spec.softfloat.fixed import exp_fixed, pi, product, quotient
from spec.softfloat.round import INFINITY, MAGNITUDE_MASK, NAN, ONE, unpack
from spec.softfloat.value import SIGN_BIT
from spec.softfloat.ziv import Enclosure, correctly_round

_LOG2_E_UP: Final = 1443
"""1000 log2 e, rounded up."""


def _root_pi(w: int) -> tuple[int, int]:
    """sqrt(pi) at scale w within 3 units: those of pi move the root by 0.6, the floor by 1."""
    return isqrt(pi(w) << w), 3


def _exp_of_square(m: int, e: int, w: int) -> tuple[int, int, int]:
    """e**-(x**2) as (v, bound, k) of `exp_fixed`; x**2 is exact or floored by 1 unit."""
    shift = 2 * e + w
    square = m * m
    if shift >= 0:
        return exp_fixed(-square << shift, 0, w)
    return exp_fixed(-square >> -shift, 1, w)


def _guard_bits(m: int, e: int) -> int:
    """An integer c with e**(x**2) <= 2**c, x = m * 2**e < 32."""
    square = m * m >> -2 * e if e < 0 else m * m << 2 * e
    return ((square + 1) * _LOG2_E_UP // 1000) + 1


def _erf_enclosure(m: int, e: int, w: int) -> tuple[int, int]:
    """erf(x) at scale w with its bound, for 0 < x < 32.

    erf x = 2/sqrt(pi) e**-x**2 S, S = sum of t_n, t_0 = x, t_{n+1} = t_n 2x**2 / (2n+3); all
    terms are positive. The factor is an exact ratio, so each term loses 1 unit by its
    floor. A loss at term n goes on through all later terms: it costs as much as the
    series that starts there with 1, at most 1 + 2x**2/3 + (2x**2)**2/(3*5) + ... =
    S/x <= e**(x**2) <= 2**c. That covers the terms never computed too, since a term of 0
    is followed by zeros without a loss. At scale w + c + 4 the sum of N terms lacks at
    most N 2**c units; the factors follow by `product` and `quotient`.
    """
    guard = _guard_bits(m, e)
    wide = max(w + guard + 4, -e)
    numerator = 2 * m * m
    term = total = m << e + wide
    shift = -2 * e
    n = 1
    if shift >= 0:
        while term:
            n += 2
            term = term * numerator // (n << shift)
            total += term
    else:
        numerator <<= -shift
        while term:
            n += 2
            term = term * numerator // n
            total += term
    lost = (n + 1) // 2 << guard
    v, dv, k = _exp_of_square(m, e, wide)
    v, dv = product(total, lost, v, dv, wide - 1 - k)
    root, droot = _root_pi(wide)
    v, dv = quotient(v, dv, root, droot, wide)
    return v >> wide - w, (dv >> wide - w) + 2


def _erf_kernel(m: int, e: int, p: int) -> Enclosure:
    """erf at the scale of x: erf x > x for x < 1/2, and > 1/2 above."""
    w = p - min(0, m.bit_length() + e)
    v, bound = _erf_enclosure(m, e, w)
    return v, bound, -w


def erf(a: int) -> int:
    """`math.erf`, odd. From x = 6 on it is 1 - d, d < e**-36 / (6 sqrt(pi)) < 2**-55: 1.0.

    Exact case: 0. Subnormals go the same way as other small arguments.
    """
    magnitude = a & MAGNITUDE_MASK
    if magnitude == 0 or magnitude > INFINITY:
        return NAN if magnitude else a
    if magnitude >= 0x4018000000000000:
        return a & SIGN_BIT | ONE
    m, e = unpack(magnitude)
    return a & SIGN_BIT | correctly_round(_erf_kernel, m, e)


def _asymptotic(m: int, e: int, w: int) -> tuple[int, int]:
    """1 + sum of (-1)**n (2n-1)!! / (2x**2)**n at scale w with its bound; (0, 1) if too short.

    The remainder of this alternating series is smaller than the first term left out
    (repeated partial integration gives it as an integral of that sign and size). While
    terms decrease, a term passes on less than it lost and loses 1 by its floor: term n
    is less than n units too small, and n terms less than n**2. If the terms grow before
    they fall below 1 unit, the series cannot give this precision.
    """
    denominator = 2 * m * m
    shift = -2 * e
    term = total = 1 << w
    n = 0
    while term:
        following = (term * (2 * n + 1) << shift) // denominator
        if following > term:
            return 0, 1
        term = following
        n += 1
        total += -term if n & 1 else term
    return total, n * n + n + 2


def _erfc_kernel(m: int, e: int, p: int) -> Enclosure:
    """erfc x = e**-x**2 / (x sqrt(pi)) times the asymptotic series, or 1 - erf x.

    m is signed. The series serves from x = 7 on for the precisions that occur. Else
    1 - erf x, at a scale with c more bits, where erfc x > 2**-c / (x + 1) / 2 (4 x**2 > 1).
    """
    if m < 0:
        v, bound = _erf_enclosure(-m, e, p)
        return (1 << p) + v, bound, -p
    if m.bit_length() + e >= 3 and e < 0:
        w = p + 16
        series, dseries = _asymptotic(m, e, w)
        if series:
            v, dv, k = _exp_of_square(m, e, w)
            v, dv = product(v, dv, series, dseries, w)
            root, droot = _root_pi(w)
            # x sqrt(pi) = root * m * 2**e, exactly a multiple of the root
            v, dv = quotient(v, dv, root * m, droot * m, w + m.bit_length())
            return v, dv, k - w - m.bit_length() - e
    w = p + _guard_bits(abs(m), e) + 6
    v, bound = _erf_enclosure(m, e, w)
    return (1 << w) - v, bound, -w


def erfc(a: int) -> int:
    """`math.erfc`. Exact case: erfc(0) = 1.

    For |x| < 2**-56 it rounds to 1.0; below -6 to 2.0; above 27.3 it is below 2**-1076.
    """
    magnitude = a & MAGNITUDE_MASK
    if magnitude > INFINITY:
        return NAN
    if magnitude < 0x3C70000000000000:
        return ONE
    if a >> 63:
        if magnitude >= 0x4018000000000000:
            return ONE + (1 << 52)
    elif magnitude >= 0x403B4CCCCCCCCCCD:
        return 0
    m, e = unpack(magnitude)
    return correctly_round(_erfc_kernel, -m if a >> 63 else m, e)
