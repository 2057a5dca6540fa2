"""gamma and lgamma: correctly rounded, with a stated cap.

At integers gamma is a factorial, exact, and lgamma the logarithm of one, transcendental
by Lindemann; at half-integers gamma is a rational multiple of sqrt(pi). Elsewhere nobody
has proved the values irrational, so nothing proves that Ziv's loop ends: it stops
at `CAP` bits with PrecisionExhausted. If the bits after the 53rd behave like
random ones, the worst of the 2**64 arguments needs about 53 + 64 + 10 bits, and the chance
that any argument needs more than `CAP` is below 2**-1100.
"""

from math import factorial, gcd
from typing import Final

from spec.softfloat.errors import FloatError, range_error
from spec.softfloat.fixed import cos_series, exp_fixed, log_ratio, pi, sin_series
from spec.softfloat.round import (
    INFINITY,
    MAGNITUDE_MASK,
    NAN,
    ONE,
    is_integral,
    round_to_float,
    signed_unpack,
    unpack,
)
from spec.softfloat.shortest import represent
from spec.softfloat.value import SIGN_BIT
from spec.softfloat.ziv import Enclosure, correctly_round_capped

CAP: Final = 1280
"""The highest precision in bits that is tried: 80, 160, 320, 640, 1280."""

_TWO: Final = 0x400 << 52
_TERMS_AT_HAND: Final = 72


def _stirling_ratios(count: int) -> tuple[tuple[int, int], ...]:
    """|c_{k+1} / c_k| in lowest terms, k = 1 .. count, for c_k = B_2k / (2k (2k - 1)).

    From the tangent numbers T_k by their integer recurrence (Knuth and Buckholtz 1967):
    |B_2k| = 2k T_k / (4**k (4**k - 1)), so |c_k| = T_k / ((2k - 1) 4**k (4**k - 1)).
    """
    tangent = [0, 1]
    for k in range(2, count + 2):
        tangent.append((k - 1) * tangent[k - 1])
    for k in range(2, count + 2):
        for j in range(k, count + 2):
            tangent[j] = (j - k) * tangent[j - 1] + (j - k + 2) * tangent[j]
    ratios = []
    for k in range(1, count + 1):
        numerator = tangent[k + 1] * (2 * k - 1) * ((1 << 2 * k) - 1)
        denominator = tangent[k] * (2 * k + 1) * ((1 << 2 * k + 2) - 1) << 2
        common = gcd(numerator, denominator)
        ratios.append((numerator // common, denominator // common))
    return tuple(ratios)


_RATIOS: Final = _stirling_ratios(_TERMS_AT_HAND)


def _least_argument(w: int) -> int:
    """From this z on, Stirling's series at scale w reaches terms below a unit with w/4 terms."""
    return w // 5 + 3


def _stirling_series(m: int, s: int, w: int) -> tuple[int, int]:
    """The sum of c_k / z**(2k-1), c_1 = 1/12, at scale w with its bound; z = m / 2**s >= 16.

    The terms alternate, and for real z > 0 the remainder is smaller than the first term
    left out. 1/z loses < 1 unit, its square < 2/z + 1 < 1.2; the first term
    < 1/12 + 1. A term is the one before times |ratio| / z**2 (at most 1/2 in the range
    where the series is used, and the ratio times a term below 1/2), floored once: it
    passes on at most 1/2 of the loss before it, adds 1.2 / 2 for the square and 1 for the
    floor: less than 4 units each. When a term is 0 the remainder is below 4 as well. If
    the ratios run out, the last term itself bounds the remainder.
    """
    inverse = (1 << w + s) // m
    square = inverse * inverse >> w
    term = total = inverse // 12
    count = w // 4 + 8
    ratios = _RATIOS if count <= _TERMS_AT_HAND else _stirling_ratios(count)
    bound = 8
    sign = -1
    for numerator, denominator in ratios:
        term = term * square * numerator // (denominator << w)
        if term == 0:
            return total, bound
        total += sign * term
        sign = -sign
        bound += 4
    return total, bound + term


def _log_gamma_large(m: int, s: int, w: int) -> tuple[int, int]:
    """log gamma(z) at scale w with its bound, z = m / 2**s at least `_least_argument(w)`.

    (z - 1/2) log z - z + log(2 pi)/2 + the series. log z within b units, times z, is
    within b z, and 1 for the floor; z loses 1; log(2 pi) has its own bound, 1 for pi at
    scale w + 8 (2 units of 2**-8, divided by 2 pi) and 1 for the halving.
    """
    log_z, b = log_ratio(m, 1 << s, w)
    half_log, d = log_ratio(2 * pi(w + 8), 1 << w + 8, w)
    series, c = _stirling_series(m, s, w)
    v = (((2 * m - (1 << s)) * log_z) >> s + 1) - (m << w >> s) + (half_log >> 1) + series
    return v, b * ((m >> s) + 1) + d + c + 4


def _rising_product(m: int, s: int, count: int) -> int:
    """x (x + 1) ... (x + count - 1) for x = m / 2**s, in units of 2**(-s count); exact."""
    one = 1 << s
    factors = [m + index * one for index in range(count)]
    while len(factors) > 1:
        pairs = [a * b for a, b in zip(factors[::2], factors[1::2], strict=False)]
        if len(factors) & 1:
            pairs.append(factors[-1])
        factors = pairs
    return factors[0] if factors else 1


def _steps_up(m: int, s: int, w: int) -> int:
    """How often 1 is added to x = m / 2**s to reach `_least_argument(w)`."""
    return max(0, _least_argument(w) - (m >> s))


def _gamma_kernel(m: int, e: int, p: int) -> Enclosure:
    """gamma(x) = gamma(x + N) / (x (x + 1) ... (x + N - 1)), for -200 < x < 172 off the integers.

    The product is exact, so its sign and nearness to a pole are too. The numerator is
    e**log gamma(z) with the bound of `exp_fixed` (log gamma(z) < 2**14). Dividing by a
    product of L bits after a shift by L scales the bound likewise; a unit for each floor.
    """
    w = p + 24
    s = -e
    steps = _steps_up(m, s, w)
    z = m + (steps << s)
    log_gamma, bound = _log_gamma_large(z, s, w)
    v, dv, k = exp_fixed(log_gamma, bound, w)
    divisor = _rising_product(m, s, steps)
    sign = -1 if divisor < 0 else 1
    divisor = abs(divisor)
    length = divisor.bit_length()
    quotient = (v << length) // divisor
    return sign * quotient, (dv << length) // divisor + 2, k - w + s * steps - length


def gamma(a: int) -> int:
    """`math.gamma`. ValueError at 0, at negative integers and at -inf; OverflowError.

    Integers: the factorial, exact. Above 172 and for |x| < 2**-1024 it overflows
    (gamma(x) = 1/x - 0.577.. near 0); below -200 it is less than 2**-1075 even a
    unit in the last place from a pole, and its sign alternates.
    """
    magnitude = a & MAGNITUDE_MASK
    if magnitude > INFINITY:
        return NAN
    if magnitude == INFINITY and not a >> 63:
        return a
    if magnitude in (0, INFINITY) or (a >> 63 and is_integral(a)):
        raise _pole(a)
    m, e = signed_unpack(a)
    if not a >> 63 and magnitude >= 0x4065800000000000:
        raise range_error()
    if is_integral(a):
        n = m << e if e >= 0 else m >> -e
        return round_to_float(0, factorial(n - 1), 0, 0)
    if a >> 63 and magnitude >= 0x4069000000000000:
        return 0 if m >> -e & 1 == 0 else SIGN_BIT
    if magnitude < 0x0004000000000000:
        raise range_error()
    bits = correctly_round_capped(_gamma_kernel, m, e, CAP)
    if bits & INFINITY == INFINITY:
        raise range_error()
    return bits


def _pole(a: int) -> FloatError:
    return FloatError(
        "ValueError", f"expected a noninteger or positive integer, got {represent(a)}"
    )


def _leading_zeros_off_one(m: int, e: int) -> int:
    """The leading zeros of x - 1 or of x - 2, whichever is nearer; 0 if x is near neither."""
    if e >= 0 or not 0 <= m.bit_length() + e <= 2:
        return 0
    one = 1 << -e
    nearest = min(abs(m - one), abs(m - 2 * one))
    return max(0, -e - nearest.bit_length())


def _lgamma_kernel(m: int, e: int, p: int) -> Enclosure:
    """log gamma(x + N) - log|x (x + 1) ... (x + N - 1)| for x > -40 off the poles.

    Near its zeros at 1 and 2 the value is about -0.58 (x - 1) or 0.42 (x - 2), so the scale
    grows by the leading zeros of that difference; near the zeros at negative x the
    loop finds the precision.
    """
    w = p + 16 + _leading_zeros_off_one(m, e)
    s = max(0, -e)
    m <<= max(0, e)
    steps = _steps_up(m, s, w)
    v, bound = _log_gamma_large(m + (steps << s), s, w)
    if steps:
        divisor = abs(_rising_product(m, s, steps))
        log_divisor, d = log_ratio(divisor, 1 << s * steps, w)
        return v - log_divisor, bound + d, -w
    return v, bound, -w


def _log_pi_over_sine(m: int, s: int, w: int) -> tuple[int, int]:
    """log(pi / |sin(pi x)|) at scale w with its bound, x = m / 2**s no integer.

    f, the distance of x to the nearest integer, is exact. At scale u = w + the leading
    zeros of f, pi f is within 2 f + 1 <= 2 units, |sin| changes no more, and it is at least
    2f >= 2**(w-u), so a unit of it is at most a unit of its logarithm at scale w, up to
    a factor of 1.5 that the doubled bound covers; pi adds less than 1.
    """
    one = 1 << s
    fraction = m & one - 1
    fraction = min(fraction, one - fraction)
    u = w + s - fraction.bit_length()
    if 4 * fraction <= one:
        sine, d = sin_series(fraction * pi(u) >> s, u)
    else:
        sine, d = cos_series((one - 2 * fraction) * pi(u) >> s + 1, u)
    v, bound = log_ratio(pi(u), sine, w)
    return v, bound + 2 * (d + 2) + 1


def _reflected_lgamma_kernel(m: int, e: int, p: int) -> Enclosure:
    """log(pi / |sin(pi x)|) - log gamma(1 - x) for x <= -40 off the integers.

    gamma(1 - x) is so large that the difference is negative and not small.
    """
    w = p + 16
    s = -e
    v, bound = _log_pi_over_sine(m, s, w)
    z = (1 << s) - m
    steps = _steps_up(z, s, w)
    log_gamma, d = _log_gamma_large(z + (steps << s), s, w)
    v, bound = v - log_gamma, bound + d
    if steps:
        log_product, d = log_ratio(_rising_product(z, s, steps), 1 << s * steps, w)
        v, bound = v + log_product, bound + d
    return v, bound, -w


def lgamma(a: int) -> int:
    """`math.lgamma`: log|gamma(x)|. ValueError at the poles; OverflowError.

    Exact cases: lgamma(1) = lgamma(2) = 0. At both infinities it is inf.
    """
    magnitude = a & MAGNITUDE_MASK
    if magnitude > INFINITY:
        return NAN
    if magnitude == INFINITY:
        return INFINITY
    if magnitude == 0 or (a >> 63 and is_integral(a)):
        raise _pole(a)
    if a in (ONE, _TWO):
        return 0
    m, e = unpack(magnitude)
    if a >> 63:
        m = -m
    near = not a >> 63 or magnitude < 0x4044000000000000
    kernel = _lgamma_kernel if near else _reflected_lgamma_kernel
    bits = correctly_round_capped(kernel, m, e, CAP)
    if bits & INFINITY == INFINITY:
        raise range_error()
    return bits
