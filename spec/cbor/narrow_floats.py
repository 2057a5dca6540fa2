"""Floats of 16 and 32 bits, for notation only: no profile has them."""

from typing import Final, NamedTuple

from spec.softfloat.value import INFINITY_BITS, SIGN_BIT


class _Format(NamedTuple):
    """A binary interchange format narrower than 64 bits."""

    fraction_bits: int
    bias: int


_FORMATS: Final = {2: _Format(10, 15), 4: _Format(23, 127)}
"""By width in bytes."""
_FRACTION_BITS: Final = 52
_BIAS: Final = 1023


def widen(bits: int, width: int) -> int:
    """The 64-bit pattern of a float of `width` bytes (2 or 4), NaN payloads kept on the left."""
    fraction_bits, bias = _FORMATS[width]
    sign = bits >> (8 * width - 1)
    biased = bits >> fraction_bits & (2 * bias + 1)
    fraction = bits & ((1 << fraction_bits) - 1)
    if biased == 2 * bias + 1:
        exponent = 0x7FF
    elif biased:
        exponent = biased - bias + _BIAS
    elif fraction:
        shift = fraction_bits + 1 - fraction.bit_length()
        fraction = fraction << shift & ((1 << fraction_bits) - 1)
        exponent = 1 - bias - shift + _BIAS
    else:
        exponent = 0
    return sign << 63 | exponent << _FRACTION_BITS | fraction << (_FRACTION_BITS - fraction_bits)


def narrow(bits: int, width: int) -> int | None:
    """The pattern of `width` bytes (2 or 4) that widens to `bits`, or None."""
    fraction_bits, bias = _FORMATS[width]
    sign = bits >> 63 << (8 * width - 1)
    magnitude = bits & ~SIGN_BIT
    dropped = _FRACTION_BITS - fraction_bits
    if magnitude >= INFINITY_BITS:
        found = (2 * bias + 1) << fraction_bits | (magnitude - INFINITY_BITS) >> dropped
    else:
        exponent = (magnitude >> _FRACTION_BITS) - _BIAS
        if exponent > bias:
            return None
        fraction = magnitude & ((1 << _FRACTION_BITS) - 1)
        if exponent > -bias:
            found = (exponent + bias) << fraction_bits | fraction >> dropped
        else:
            shift = min(1 - bias - exponent + dropped, _FRACTION_BITS + 1)
            found = (fraction | 1 << _FRACTION_BITS) >> shift if magnitude else 0
    return sign | found if widen(sign | found, width) == bits else None
