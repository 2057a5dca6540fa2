"""sin, cos, tan and their inverses, atan2, degrees, radians: correctly rounded.

Ziv's loop ends: at an algebraic argument other than 0 the sine, cosine and tangent are
transcendental (Lindemann), and so are the inverse functions at algebraic arguments where
they are not 0, since their sine or tangent would be transcendental otherwise; pi is.
"""

from math import isqrt
from typing import Final

from spec.softfloat.arithmetic import divide, multiply
from spec.softfloat.errors import FloatError
from spec.softfloat.exponential import TINY
from spec.softfloat.fixed import (
    arctan_ratio,
    cos_series,
    pi,
    quotient,
    reduce_quarter_turns,
    sin_series,
)
from spec.softfloat.round import (
    INFINITY,
    MAGNITUDE_MASK,
    NAN,
    ONE,
    round_to_float,
    unpack,
)
from spec.softfloat.shortest import represent
from spec.softfloat.value import SIGN_BIT
from spec.softfloat.ziv import Enclosure, correctly_round, settle

_PI_BITS: Final = 0x400921FB54442D18
_RADIANS_TO_DEGREES: Final = divide(round_to_float(0, 180, 0, 0), _PI_BITS)
_DEGREES_TO_RADIANS: Final = divide(_PI_BITS, round_to_float(0, 180, 0, 0))


def _scale_for(m: int, e: int, p: int) -> int:
    """p plus the leading zeros of x = m * 2**e after the point."""
    return p - min(0, m.bit_length() + e)


def _sin_kernel(m: int, e: int, p: int) -> Enclosure:
    """x = n pi/2 + r within 2 units; the series' bound, and 2 for r (slopes are at most 1)."""
    w = _scale_for(m, e, p)
    n, r = reduce_quarter_turns(m, e, w)
    if n & 1:
        v, bound = cos_series(abs(r), w)
    else:
        v, bound = sin_series(abs(r), w)
        if r < 0:
            v = -v
    return (-v if n & 2 else v), bound + 2, -w


def _cos_kernel(m: int, e: int, p: int) -> Enclosure:
    """As for the sine, a quarter turn further."""
    n, r = reduce_quarter_turns(m, e, p)
    if n & 1:
        v, bound = sin_series(abs(r), p)
        if r > 0:
            v = -v
    else:
        v, bound = cos_series(abs(r), p)
    return (-v if n & 2 else v), bound + 2, -p


def _tan_kernel(m: int, e: int, p: int) -> Enclosure:
    """sin r / cos r, or -cos r / sin r after an odd number of quarter turns."""
    w = _scale_for(m, e, p)
    n, r = reduce_quarter_turns(m, e, w)
    sine, ds = sin_series(abs(r), w)
    cosine, dc = cos_series(abs(r), w)
    if n & 1:
        v, bound = quotient(cosine, dc + 2, sine, ds + 2, w)
    else:
        v, bound = quotient(sine, ds + 2, cosine, dc + 2, w)
    return (-v if (r < 0) != (n & 1 == 1) else v), bound, -w


def _require_finite(a: int) -> None:
    if a & MAGNITUDE_MASK == INFINITY:
        raise FloatError("ValueError", f"expected a finite input, got {represent(a)}")


def sin(a: int) -> int:
    """`math.sin`, odd. ValueError of an infinity. Exact case: 0."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude < TINY or magnitude > INFINITY:
        return NAN if magnitude > INFINITY else a
    _require_finite(a)
    m, e = unpack(magnitude)
    return a & SIGN_BIT ^ correctly_round(_sin_kernel, m, e)


def cos(a: int) -> int:
    """`math.cos`, even. For |x| < 2**-28 it is 1 - d, d < 2**-57, and rounds to 1.0."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude < TINY or magnitude > INFINITY:
        return NAN if magnitude > INFINITY else ONE
    _require_finite(a)
    m, e = unpack(magnitude)
    return correctly_round(_cos_kernel, m, e)


def tan(a: int) -> int:
    """`math.tan`, odd. ValueError of an infinity; no float is an odd multiple of pi/2."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude < TINY or magnitude > INFINITY:
        return NAN if magnitude > INFINITY else a
    _require_finite(a)
    m, e = unpack(magnitude)
    return a & SIGN_BIT ^ correctly_round(_tan_kernel, m, e)


def _angle(a: int, b: int, w: int) -> tuple[int, int]:
    """arctan(a / b) at scale w for a, b >= 0, not both 0, with its bound.

    The ratio may be off by a relative 2**-w (see `arctan_ratio`). Above 1 it is pi/2 less
    the arctangent of the inverse: pi/2 at scale w is half of pi at w, within 2 units.
    """
    if a <= b:
        return arctan_ratio(a, b, w)
    v, bound = arctan_ratio(b, a, w)
    return (pi(w) >> 1) - v, bound + 2


def _atan_kernel(m: int, e: int, p: int) -> Enclosure:
    w = _scale_for(m, e, p)
    if e >= 0:
        v, bound = _angle(m << e, 1, w)
    else:
        v, bound = _angle(m, 1 << -e, w)
    return v, bound, -w


def atan(a: int) -> int:
    """`math.atan`, odd. Exact case: 0.

    From 2**64 on it is pi/2 - d with 0 < d < 2**-63, and pi/2 is 6.1e-17 > 2**-54 above the
    float nearest to it, far from a midpoint: that float.
    """
    magnitude = a & MAGNITUDE_MASK
    if magnitude < TINY or magnitude > INFINITY:
        return NAN if magnitude > INFINITY else a
    if magnitude >= 0x43F0000000000000:
        return a & SIGN_BIT | _PI_BITS - (1 << 52)
    m, e = unpack(magnitude)
    return a & SIGN_BIT | correctly_round(_atan_kernel, m, e)


def _cofactor(m: int, e: int, p: int) -> tuple[int, int]:
    """(x, sqrt(1 - x**2)) of x = m * 2**e < 1 on one scale of at least p + |log2 x| bits.

    1 - x**2 is at least 2**e / 2, an exact integer in units of 2**(2e); after 2p more bits
    its integer root is below the exact one by a relative 2**-p at most.
    """
    return m << p, isqrt((1 << -2 * e) - m * m << 2 * p)


def _asin_kernel(m: int, e: int, p: int) -> Enclosure:
    """asin x = arctan(x / sqrt(1 - x**2))."""
    w = _scale_for(m, e, p)
    x, root = _cofactor(m, e, w)
    v, bound = _angle(x, root, w)
    return v, bound, -w


def _acos_kernel(m: int, e: int, p: int) -> Enclosure:
    """acos x = arctan(sqrt(1 - x**2) / x), and pi less that for a negative x.

    Near 1 the value is at least sqrt(2 (1 - x)) > 2**-27: 28 more bits.
    """
    w = p + 28
    x, root = _cofactor(abs(m), e, w)
    v, bound = _angle(root, x, w)
    if m < 0:
        return pi(w) - v, bound + 2, -w
    return v, bound, -w


def _require_sine(a: int) -> None:
    if a & MAGNITUDE_MASK > ONE:
        raise FloatError(
            "ValueError", f"expected a number in range from -1 up to 1, got {represent(a)}"
        )


def asin(a: int) -> int:
    """`math.asin`, odd. ValueError beyond 1. Exact case: 0; asin(1) is pi/2."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude < TINY or magnitude > INFINITY:
        return NAN if magnitude > INFINITY else a
    _require_sine(a)
    if magnitude == ONE:
        return a & SIGN_BIT | _PI_BITS - (1 << 52)
    m, e = unpack(magnitude)
    return a & SIGN_BIT | correctly_round(_asin_kernel, m, e)


def acos(a: int) -> int:
    """`math.acos`. ValueError beyond 1. Exact case: acos(1) = 0; acos(-1) is pi.

    For |x| < 2**-60 it is pi/2 - x, within 2**-59 of pi/2: the float nearest to that.
    """
    magnitude = a & MAGNITUDE_MASK
    if magnitude > INFINITY:
        return NAN
    _require_sine(a)
    if magnitude == ONE:
        return _PI_BITS if a >> 63 else 0
    if magnitude < 0x3C30000000000000:
        return _PI_BITS - (1 << 52)
    m, e = unpack(magnitude)
    return correctly_round(_acos_kernel, -m if a >> 63 else m, e)


def atan2(a: int, b: int) -> int:
    """`math.atan2`: the angle of the point (b, a), from -pi to pi, odd in a.

    On the axes and at infinity it is a multiple of pi/4, correctly rounded.
    """
    y = a & MAGNITUDE_MASK
    x = b & MAGNITUDE_MASK
    if y > INFINITY or x > INFINITY:
        return NAN
    sign = a & SIGN_BIT
    left = b & SIGN_BIT != 0
    if y == 0 or (x == INFINITY and y < INFINITY):
        return sign | (_PI_BITS if left else 0)
    if x == 0 or y == INFINITY:
        if x < INFINITY:
            return sign | _PI_BITS - (1 << 52)
        return sign | (_THREE_QUARTERS_PI if left else _PI_BITS - (2 << 52))
    return sign | _positive_angle(y, x, left)


_THREE_QUARTERS_PI: Final = settle(3 * pi(128), 6, -130)


def _positive_angle(y: int, x: int, left: bool) -> int:
    """The angle of (x, y) or, if `left`, of (-x, y), for positive finite x and y.

    The ratio t = y/x is exact as a ratio of integers. A t below 2**-90 has its own path
    in the right half; in the left half, and for t above 2**90 in either, the result is
    within 2**-89 of pi or pi/2, which lie further than 2**-60 from a midpoint.
    """
    my, ey = unpack(y)
    mx, ex = unpack(x)
    difference = my.bit_length() + ey - mx.bit_length() - ex
    if difference > 91:
        return _PI_BITS - (1 << 52)
    if difference < -91:
        return _PI_BITS if left else _small_angle(my, mx, ey - ex)
    if ey >= ex:
        my <<= ey - ex
    else:
        mx <<= ex - ey
    precision = 80
    while True:
        w = precision + 4 - (0 if left else min(0, difference))
        v, bound = _angle(my, mx, w)
        if left:
            v, bound = pi(w) - v, bound + 2
        bits = settle(v, bound, -w)
        if bits >= 0:
            return bits
        precision *= 2


def _small_angle(my: int, mx: int, exponent: int) -> int:
    """arctan t for t = my/mx * 2**exponent < 2**-90, even if t is exactly a midpoint.

    t - t**3/3 < arctan t < t. A quotient q of at least 116 bits has a unit of at most
    2**-115 t; if it is inexact its rest is at least 1/mx > 2**-53 of a unit, that is more
    than 2**-169 t > t**3/3, so arctan t lies strictly between q and q + 1. If it is
    exact, arctan t lies strictly between q - 1 and q. Either way a sticky bit tells.
    """
    shift = 170 - my.bit_length()
    q, rest = divmod(my << shift, mx)
    if rest == 0:
        q -= 1
    return round_to_float(0, q, exponent - shift, 1)


def degrees(a: int) -> int:
    """`math.degrees`: x times the float 180/pi, as CPython composes it (decision D5)."""
    return multiply(a, _RADIANS_TO_DEGREES)


def radians(a: int) -> int:
    """`math.radians`: x times the float pi/180, as CPython composes it (decision D5)."""
    return multiply(a, _DEGREES_TO_RADIANS)
