"""The evaluation core: elementary functions in fixed point, each with a proved error bound.

A number v *at scale w* is an integer that stands for v * 2**-w; its unit is 2**-w. A
bound "within d units" of a real number y means |v - y * 2**w| <= d. `>>` and `//` take
the floor, so a step that truncates loses less than 1 unit.

Bounds are integers that are computed along with the values, so they hold for every
precision and every number of terms; the docstrings derive them. They are generous: a
bit of slack costs nothing, since precision doubles when an enclosure does not suffice.
"""

from math import isqrt
from typing import Final

_SHORT: Final = 256
_LONG: Final = 4608
"""Scales at which the constants are kept; `_LONG` serves the reduction of 2**1024 by pi."""


def _inverse_series(n: int, w: int, alternating: bool) -> int:
    """arctan(1/n) or, without alternating signs, artanh(1/n), at scale w.

    Floors of floors are floors, so term i is exactly floor(2**w / (n**(2i+1) (2i+1))):
    each of fewer than w terms loses less than a unit, and the tail is below one.
    """
    power = (1 << w) // n
    square = n * n
    total = power
    divisor = 1
    sign = 1
    while power:
        power //= square
        divisor += 2
        if alternating:
            sign = -sign
        total += sign * (power // divisor)
    return total


def _compute_pi(w: int) -> int:
    """Machin: pi = 16 arctan(1/5) - 4 arctan(1/239). Bound: 20 w units at w + 32, < 1 at w."""
    wide = w + 32
    return (16 * _inverse_series(5, wide, True) - 4 * _inverse_series(239, wide, True)) >> 32


def _compute_ln2(w: int) -> int:
    """ln 2 = 18 artanh(1/26) - 2 artanh(1/4801) + 8 artanh(1/8749); bound as for pi."""
    wide = w + 32
    return (
        18 * _inverse_series(26, wide, False)
        - 2 * _inverse_series(4801, wide, False)
        + 8 * _inverse_series(8749, wide, False)
    ) >> 32


def _compute_ln10(w: int) -> int:
    """ln 10 = 46 artanh(1/31) + 34 artanh(1/49) + 20 artanh(1/161); bound as for pi."""
    wide = w + 32
    return (
        46 * _inverse_series(31, wide, False)
        + 34 * _inverse_series(49, wide, False)
        + 20 * _inverse_series(161, wide, False)
    ) >> 32


_PI_LONG: Final = _compute_pi(_LONG)
_LN2_LONG: Final = _compute_ln2(_LONG)
_LN10_LONG: Final = _compute_ln10(_LONG)
_PI_SHORT: Final = _PI_LONG >> _LONG - _SHORT
_LN2_SHORT: Final = _LN2_LONG >> _LONG - _SHORT
_LN10_SHORT: Final = _LN10_LONG >> _LONG - _SHORT


def pi(w: int) -> int:
    """pi at scale w, within 2 units, for w below 2**20."""
    if w <= _SHORT:
        return _PI_SHORT >> _SHORT - w
    return _PI_LONG >> _LONG - w if w <= _LONG else _compute_pi(w)


def ln2(w: int) -> int:
    """The natural logarithm of 2 at scale w, within 2 units, for w below 2**20."""
    if w <= _SHORT:
        return _LN2_SHORT >> _SHORT - w
    return _LN2_LONG >> _LONG - w if w <= _LONG else _compute_ln2(w)


def ln10(w: int) -> int:
    """The natural logarithm of 10 at scale w, within 2 units, for w below 2**20."""
    if w <= _SHORT:
        return _LN10_SHORT >> _SHORT - w
    return _LN10_LONG >> _LONG - w if w <= _LONG else _compute_ln10(w)


def scaled(m: int, e: int, w: int) -> tuple[int, int]:
    """m * 2**e at scale w and how many units it may be off: 0 if exact, else 1."""
    shift = e + w
    if shift >= 0:
        return m << shift, 0
    return m >> -shift, 1


def product(a: int, da: int, b: int, db: int, shift: int) -> tuple[int, int]:
    """(a * b) >> shift with its bound, for a, b >= 0 within da, db units.

    |a'b' - ab| <= a db + b da + da db; one unit for the floor, one for that of the bound.
    """
    return a * b >> shift, (a * db + b * da + da * db >> shift) + 2


def quotient(a: int, da: int, b: int, db: int, w: int) -> tuple[int, int]:
    """(a << w) // b with its bound, for a >= 0 and b > 0 within da, db units of one scale.

    |a'/b' - a/b| = |(a'-a) - (a/b)(b'-b)| / b' <= (da + (a/b) db) / (b - db), where
    a/b in units of 2**-w is below v + 1; then one unit for each of two floors. If b is
    not above db the bound is infinite, expressed by one that no rounding accepts.
    """
    v = (a << w) // b
    if b <= db:
        return v, v + 1
    return v, ((da << w) + (v + 1) * db) // (b - db) + 2


def exp_reduced(r: int, w: int) -> tuple[int, int]:
    """e**r at scale w for 0 <= r < 2**w (a value below 1), with its bound. Never too large.

    Halve r j times, sum the Taylor series at scale W = w + j + 8, square j times.

    Series: term n loses, by one floor of the product divided by n, less than 1 unit,
    and passes on less than 2**-j of the loss before it (j >= 8): each term is less than
    1.01 units below the exact one. When a term is 0 the exact rest is below 1.02 units.
    The sum of n terms is thus below the exact one by at most 2n units.
    Squaring: let the relative deficit be d, in units of 2**-W, as all values are at
    least 1; a square has at most 2d + 1; after j squarings 2**j (2n + 1). The value is
    below e < 3, so the deficit is below 3 * 2**j (2n + 1) units at W, or
    3 (2n + 1) / 2**8 at w; one unit for the last floor, one for that of the bound.
    """
    halvings = 8 if w < 300 else 8 + (isqrt(w) >> 1)
    wide = w + halvings + 8
    step = r << 8
    total = (1 << wide) + step
    term = step
    n = 1
    while term:
        n += 1
        term = (term * step >> wide) // n
        total += term
    for _ in range(halvings):
        total = total * total >> wide
    return total >> halvings + 8, (6 * n + 3 >> 8) + 2


def exp_fixed(x: int, dx: int, w: int) -> tuple[int, int, int]:
    """e**x as (v, bound, k): v * 2**(k - w), v at least 2**w - 1 and below 2**(w+1) + 1.

    x is at scale w within dx units, |x| < 2**14 as a value, dx < 2**(w-2).
    k ln 2 is taken off with ln 2 at scale w + 16, so the rest is within
    dx + 2|k| / 2**16 + 1 <= dx + 2 units of its exact value, for |k| < 2**15. With
    |e**t - 1| <= 1.5 |t| for |t| <= 1/2 and e**rest <= 2 that adds 3 (dx + 2) units.
    """
    k, rest = divmod(x << 16, ln2(w + 16))
    v, dv = exp_reduced(rest >> 16, w)
    return v, dv + 3 * (dx + 2), k


def artanh_ratio(a: int, b: int, w: int) -> tuple[int, int]:
    """artanh(a / b) at scale w for |a/b| <= 1/4, b > 0, with its bound; the ratio is exact.

    On |a/b|: z loses < 1 unit; z**2 loses < 2z + 1 <= 1.5. Term t_{i+1} = t_i z**2 loses
    what t_i lost times 1/16, 1.5 t_i <= 0.4, and 1 for the floor: each t_i is less than
    1.5 units too small. Dividing by 2i+1 loses 1 more: 2.5 a term. When t_i is 0 the
    exact rest is below 1.5 * 16/15 / 3 < 1. With n = 2i - 1 for i terms that is at most
    1.25 (n + 1) + 1 < 2n + 2.
    """
    negative = a < 0
    z = (abs(a) << w) // b
    square = z * z >> w
    total = term = z
    n = 1
    while True:
        term = term * square >> w
        if term == 0:
            break
        n += 2
        total += term // n
    return (-total if negative else total), 2 * n + 2


def log_ratio(numerator: int, denominator: int, w: int) -> tuple[int, int]:
    """log(numerator / denominator) at scale w with its bound; the ratio is exact, positive.

    The ratio is y * 2**k with y in [3/4, 3/2): log = k ln 2 + 2 artanh((y-1)/(y+1)), whose
    argument lies in [-1/7, 1/5]. At scale w + 12 the bound is twice that of artanh and
    2|k| for ln 2; then one unit for the floor and one for that of the bound.
    """
    k = numerator.bit_length() - denominator.bit_length()
    if k >= 0:
        denominator <<= k
    else:
        numerator <<= -k
    if 2 * numerator >= 3 * denominator:
        denominator <<= 1
        k += 1
    elif 4 * numerator < 3 * denominator:
        numerator <<= 1
        k -= 1
    wide = w + 12
    v, dv = artanh_ratio(numerator - denominator, numerator + denominator, wide)
    v *= 2
    if k:
        v += k * ln2(wide)
    return v >> 12, (2 * (dv + abs(k)) >> 12) + 2


def sin_series(r: int, w: int) -> tuple[int, int]:
    """sin(r) at scale w for 0 <= r <= 0.8 * 2**w, with its bound; r is exact.

    r**2 loses < 1 unit. A term loses what the one before lost times r**2 < 0.65 over
    (n+1)(n+2) >= 6, its share 0.8/6 of the loss of r**2, and 1 for the floor: less than
    1.2 units each. The series alternates and decreases, so when a term is 0 the rest
    is below 1.2. With i terms after the first, n = 2i + 1: 1.2 (i + 1) < n + 1.
    """
    square = r * r >> w
    total = term = r
    n = 1
    while term:
        term = (term * square >> w) // ((n + 1) * (n + 2))
        total -= term
        n += 2
        if term == 0:
            break
        term = (term * square >> w) // ((n + 1) * (n + 2))
        total += term
        n += 2
    return total, n + 1


def cos_series(r: int, w: int) -> tuple[int, int]:
    """cos(r) at scale w for 0 <= r <= 0.8 * 2**w, with its bound; r is exact.

    As for the sine; the first term is exact, the next one loses up to 1/2 + 1, later ones
    less than 1.2. With i terms after the first, n = 2i: 1.5 (i + 1) <= n + 2.
    """
    square = r * r >> w
    total = term = 1 << w
    n = 0
    while term:
        term = (term * square >> w) // ((n + 1) * (n + 2))
        total -= term
        n += 2
        if term == 0:
            break
        term = (term * square >> w) // ((n + 1) * (n + 2))
        total += term
        n += 2
    return total, n + 2


def reduce_quarter_turns(m: int, e: int, w: int) -> tuple[int, int]:
    """(n, r) with m * 2**e = n pi/2 + r, r at scale w within 2 units, |r| <= pi/4; m >= 0.

    With x < 2**top the multiple n is at most 0.64 * 2**top + 1/2. At scale W = w + top + 2
    (top taken as at least 0) x loses < 1 unit and n times pi/2 is within 2n, together
    less than 2**(top+2) units; so less than 1 unit at w, and another for the floor.
    """
    guard = max(m.bit_length() + e, 0) + 2
    wide = w + guard
    x, _ = scaled(m, e, wide)
    half_pi = pi(wide - 1)
    quarter = half_pi >> 1
    n, rest = divmod(x + quarter, half_pi)
    return n, rest - quarter >> guard


def arctan_ratio(a: int, b: int, w: int) -> tuple[int, int]:
    """arctan(a / b) at scale w for 0 <= a <= b, b > 0, with its bound.

    A ratio that is itself off by a relative 2**-w moves the angle by less than 1 unit at w,
    since the derivative of the arctangent of t is at most 1 and t <= 1; the bound has it.
    At scale w + 8: the floor leaves t within 1 unit. Twice t is replaced by the tangent
    of half the angle, t / (1 + sqrt(1 + t**2)), unless it is below 1/4 already. The
    derivative is at most 1/2; the integer root makes the result too large by at most
    t/2 <= 1/2 unit and the floor too small by 1: within 2/2 + 1 = 2 units again.
    Then t < 1/4 (tan(pi/16) < 0.2), and the series differs from that of artanh (above) in
    signs only: 2n + 2 units, and 2 for t. The doublings multiply by 4 at most.
    """
    wide = w + 8
    one = 1 << wide
    t = (a << wide) // b
    doublings = 0
    while t >> wide - 2:
        t = (t << wide) // (one + isqrt((one << wide) + t * t))
        doublings += 1
    square = t * t >> wide
    total = term = t
    n = 1
    sign = -1
    while True:
        term = term * square >> wide
        if term == 0:
            break
        n += 2
        total += sign * (term // n)
        sign = -sign
    return total << doublings >> 8, (2 * n + 4 << doublings >> 8) + 3
