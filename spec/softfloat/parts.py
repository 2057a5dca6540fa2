"""Operations on the parts of a float: all exact, but for one rounding in `ldexp`."""

from spec.softfloat.errors import FloatError, range_error
from spec.softfloat.round import (
    INFINITY,
    MAGNITUDE_MASK,
    NAN,
    round_to_float,
    unpack,
)
from spec.softfloat.value import SIGN_BIT


def copysign(a: int, b: int) -> int:
    """`math.copysign`: |a| with the sign of b. The sign of a NaN counts as positive."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude > INFINITY:
        return NAN
    return magnitude | (b & SIGN_BIT if b & MAGNITUDE_MASK <= INFINITY else 0)


def frexp(a: int) -> tuple[int, int]:
    """`math.frexp`: a = fraction * 2**exponent with 0.5 <= |fraction| < 1.

    Zeros, infinities and NaN come back with exponent 0.
    """
    magnitude = a & MAGNITUDE_MASK
    if magnitude == 0 or magnitude >= INFINITY:
        return (NAN if magnitude > INFINITY else a), 0
    m, e = unpack(a)
    length = m.bit_length()
    return round_to_float(a >> 63, m, -length, 0), e + length


def ldexp(a: int, exponent: int) -> int:
    """`math.ldexp`: a * 2**exponent, rounded once; OverflowError, but no underflow error.

    An exponent of any size: beyond +-5,000 every finite a over- or underflows.
    """
    magnitude = a & MAGNITUDE_MASK
    if magnitude == 0 or magnitude >= INFINITY:
        return NAN if magnitude > INFINITY else a
    m, e = unpack(a)
    bits = round_to_float(a >> 63, m, e + max(-5000, min(5000, exponent)), 0)
    if bits & INFINITY == INFINITY:
        raise range_error()
    return bits


def modf(a: int) -> tuple[int, int]:
    """`math.modf`: fraction and integral part as floats, both with the sign of a."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude > INFINITY:
        return NAN, NAN
    sign = a >> 63
    if magnitude == INFINITY:
        return sign << 63, a
    m, e = unpack(a)
    if e >= 0:
        return sign << 63, a
    whole = m >> -e
    fraction = m - (whole << -e)
    return round_to_float(sign, fraction, e, 0), round_to_float(sign, whole, 0, 0)


def _ordinal(a: int) -> int:
    """The place of a among the floats: patterns of one sign are consecutive integers."""
    magnitude = a & MAGNITUDE_MASK
    return -magnitude if a & SIGN_BIT else magnitude


def next_after(a: int, b: int) -> int:
    """`math.nextafter`: the float next to a in the direction of b; b itself if a equals it.

    A step that ends on zero gives the zero with the sign of a.
    """
    if a & MAGNITUDE_MASK > INFINITY or b & MAGNITUDE_MASK > INFINITY:
        return NAN
    start = _ordinal(a)
    end = _ordinal(b)
    if start == end:
        return b
    return _pattern(start + 1 if end > start else start - 1, a & SIGN_BIT)


def next_after_steps(a: int, b: int, steps: int) -> int:
    """`math.nextafter` with `steps=`: that many floats from a towards b, at most b.

    Unlike a single step without a count, one that arrives at a zero b gives the
    sign of b. ValueError for a negative count.
    """
    if steps < 0:
        raise FloatError("ValueError", "steps must be a non-negative integer")
    if a & MAGNITUDE_MASK > INFINITY or (steps and b & MAGNITUDE_MASK > INFINITY):
        return NAN
    if steps == 0:
        return a
    start = _ordinal(a)
    end = _ordinal(b)
    if abs(end - start) <= steps:
        return b
    return _pattern(start + steps if end > start else start - steps, a & SIGN_BIT)


def _pattern(ordinal: int, sign_of_zero: int) -> int:
    if ordinal == 0:
        return sign_of_zero
    return SIGN_BIT | -ordinal if ordinal < 0 else ordinal


def ulp(a: int) -> int:
    """`math.ulp`: the distance from |a| to the next float up (for the largest, down)."""
    magnitude = a & MAGNITUDE_MASK
    if magnitude >= INFINITY:
        return NAN if magnitude > INFINITY else INFINITY
    exponent = unpack(magnitude)[1]
    return round_to_float(0, 1, exponent, 0)
