"""Powers of ten as integers, and the decimal length of an integer."""

from typing import Final

_TABLE_SIZE: Final = 700
_POWERS: Final[tuple[int, ...]] = tuple([10**exponent for exponent in range(_TABLE_SIZE)])

_LOG10_2: Final = 1292913986
"""floor(log10(2) * 2**32)."""


def power_of_ten(exponent: int) -> int:
    """10**exponent, for an exponent of at least 0."""
    if exponent < _TABLE_SIZE:
        return _POWERS[exponent]
    power: int = 10**exponent
    return power


def decimal_length(n: int) -> int:
    """The number of decimal digits of n > 0.

    With b bits, 2**(b-1) <= n < 2**b, so the length is 1 + floor(log10 n) with
    log10 n between (b-1)*log10(2) and b*log10(2): one estimate from below, corrected
    by at most one comparison as long as b < 2**30.
    """
    estimate = (n.bit_length() - 1) * _LOG10_2 >> 32
    if n >= power_of_ten(estimate + 1):
        estimate += 1
    return estimate + 1
