"""The one rounding function: an exact binary number to the nearest binary64.

Everything else in this package ends here, so the proof that a result is correctly
rounded has two parts: that this function is right, and that its argument is the
exact result (or an enclosure, both ends of which round alike; see `ziv`).
"""

from typing import Final

from spec.softfloat.value import CANONICAL_NAN_BITS, INFINITY_BITS, SIGN_BIT

MAGNITUDE_MASK: Final = SIGN_BIT - 1
FRACTION_MASK: Final = (1 << 52) - 1
HIDDEN_BIT: Final = 1 << 52
ONE: Final = 0x3FF << 52
NAN: Final = CANONICAL_NAN_BITS
INFINITY: Final = INFINITY_BITS
NEGATIVE_INFINITY: Final = SIGN_BIT | INFINITY_BITS
LARGEST: Final = INFINITY_BITS - 1
"""The bits of the largest finite float, (2**53 - 1) * 2**971."""


def round_to_float(sign: int, magnitude: int, exponent: int, sticky: int) -> int:
    """Round (-1)**sign * (magnitude + s) * 2**exponent to nearest, ties to even.

    `magnitude` >= 0; s = 0 when `sticky` is 0, else some number with 0 < s < 1.
    With a sticky bit `magnitude` must have at least 55 bits, so that s lies below
    the bit that decides. Overflow gives an infinity, as IEEE 754 says; it is the
    caller who turns that into an error where Python does.

    The unit of the result is 2**(exponent + excess), where excess keeps 53 bits
    or, for subnormals, makes the unit 2**-1074. The pattern is then the rounded
    magnitude added to the biased exponent: the hidden bit carries into the exponent
    field, and so does a magnitude that was rounded up to 2**53.
    """
    if magnitude == 0:
        return sign << 63
    length = magnitude.bit_length()
    excess = length - 53
    if exponent + excess < -1074:
        excess = -1074 - exponent
        if excess > length + 1:
            return sign << 63
    if excess > 0:
        discarded = magnitude & ((1 << excess) - 1)
        magnitude >>= excess
        half = 1 << (excess - 1)
        if discarded > half or (discarded == half and (sticky or magnitude & 1)):
            magnitude += 1
    else:
        if exponent > 1024:
            return sign << 63 | INFINITY_BITS
        magnitude <<= -excess
    bits = (exponent + excess + 1074 << 52) + magnitude
    if bits >= INFINITY_BITS:
        bits = INFINITY_BITS
    return sign << 63 | bits


def unpack(bits: int) -> tuple[int, int]:
    """The magnitude of a finite float as (m, e): |x| = m * 2**e, with m < 2**53.

    m has its hidden bit unless x is subnormal; e is at least -1074.
    """
    exponent = bits >> 52 & 0x7FF
    if exponent:
        return bits & FRACTION_MASK | HIDDEN_BIT, exponent - 1075
    return bits & FRACTION_MASK, -1074


def signed_unpack(bits: int) -> tuple[int, int]:
    """A finite float as (m, e): x = m * 2**e, m signed."""
    m, e = unpack(bits)
    return (-m if bits >> 63 else m), e


def round_signed(value: int, exponent: int, sticky: int = 0) -> int:
    """Round value * 2**exponent; a sticky bit increases the magnitude. Zero is +0.0."""
    if value < 0:
        return round_to_float(1, -value, exponent, sticky)
    return round_to_float(0, value, exponent, sticky)


def is_nan(bits: int) -> bool:
    """Whether the pattern is a NaN, canonical or not."""
    return bits & MAGNITUDE_MASK > INFINITY_BITS


def is_finite(bits: int) -> bool:
    """Whether the pattern is neither a NaN nor an infinity."""
    return bits & INFINITY_BITS != INFINITY_BITS


def is_integral(bits: int) -> bool:
    """Whether the pattern is a finite float with an integer value (-0.0 is one)."""
    if bits & INFINITY_BITS == INFINITY_BITS:
        return False
    m, e = unpack(bits)
    return e >= 0 or m & ((1 << min(-e, 64)) - 1) == 0


def is_odd_integer(bits: int) -> bool:
    """Whether the pattern is a finite float whose value is an odd integer."""
    if bits & INFINITY_BITS == INFINITY_BITS:
        return False
    m, e = unpack(bits)
    if e > 0 or e < -52:
        return False
    return m >> -e & 1 == 1 and m & ((1 << -e) - 1) == 0
