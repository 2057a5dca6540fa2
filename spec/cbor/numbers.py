"""Which keys are equal as Python values although their encodings differ."""

from collections.abc import Sequence
from typing import Final

from spec.softfloat.value import SIGN_BIT, Float

_EXPONENT_MASK: Final = 0x7FF
_FRACTION_BITS: Final = 52


def integral_value(key: object) -> int | None:
    """The integer that a key is equal to, or None when it equals none.

    Two keys of different encodings are equal exactly when they have the same integer
    here: among bool, int and float only integral values coincide (1, True, 1.0; 0.0
    and -0.0), and two non-integral floats are equal only bit by bit.
    """
    if isinstance(key, int):  # bool too: its value as an integer
        return int(key)
    if isinstance(key, Float):
        return _integral_float(key.bits)
    return None


def has_equal(keys: Sequence[object]) -> bool:
    """Whether two of `keys`, whose encodings all differ, are equal as Python values."""
    if not any(type(key) is Float or type(key) is bool for key in keys):
        return False
    seen: set[int] = set()
    for key in keys:
        number = integral_value(key)
        if number is None:
            continue
        if number in seen:
            return True
        seen.add(number)
    return False


def _integral_float(bits: int) -> int | None:
    magnitude = bits & ~SIGN_BIT
    if magnitude == 0:
        return 0
    biased = magnitude >> _FRACTION_BITS
    exponent = biased - 1075
    if biased == 0 or biased == _EXPONENT_MASK or exponent < -_FRACTION_BITS:
        return None
    significand = magnitude & ((1 << _FRACTION_BITS) - 1) | 1 << _FRACTION_BITS
    if exponent >= 0:
        value = significand << exponent
    else:
        value = significand >> -exponent
        if value << -exponent != significand:
            return None
    return -value if bits & SIGN_BIT else value
