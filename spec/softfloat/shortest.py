"""`repr` of a float: the shortest decimal that reads back as the same float."""

from typing import Final

from spec.softfloat.powers import power_of_ten
from spec.softfloat.round import INFINITY, MAGNITUDE_MASK, unpack

_LOG10_2: Final = 1292913986  # floor(log10(2) * 2**32)


def shortest_digits(bits: int) -> tuple[int, int]:
    """The shortest decimal d * 10**k of a positive finite float, as (d, k).

    Among decimals of the least number of digits that round to the float, the one
    nearest to it; of two equally near the even one. d does not end in 0.

    The float is m * 2**e; what rounds to it lies between the midpoints (2m-1) and
    (2m+1) times 2**(e-1) (below a power of two the lower one is half as far), ends
    included when m is even, since ties go to even. All three are scaled by a power of
    ten to integers over one denominator, with at least 17 digits before the point,
    so the interval holds an integer; then digits are dropped as long as it holds a
    multiple of the next power of ten.
    """
    m, e = unpack(bits)
    lower_gap = 1 if m == 1 << 52 and e > -1074 else 2
    value, low, high, exponent = 4 * m, 4 * m - lower_gap, 4 * m + 2, e - 2
    scale = 17 - ((m.bit_length() + e) * _LOG10_2 >> 32)
    factor = power_of_ten(abs(scale))
    denominator = 1
    if scale >= 0:
        value, low, high = value * factor, low * factor, high * factor
    else:
        denominator = factor
    if exponent >= 0:
        value, low, high = value << exponent, low << exponent, high << exponent
    else:
        denominator <<= -exponent
    if m & 1:
        low = low // denominator + 1
        high = (high - 1) // denominator
    else:
        low = -(-low // denominator)
        high //= denominator
    dropped = _digits_to_drop(low, high)
    unit = denominator * power_of_ten(dropped)
    digits, rest = divmod(value, unit)
    if 2 * rest > unit or (2 * rest == unit and digits & 1):
        digits += 1
    step = power_of_ten(dropped)
    if digits * step > high:
        digits -= 1
    elif digits * step < low:
        digits += 1
    while digits % 10 == 0:
        digits //= 10
        dropped += 1
    return digits, dropped - scale


def _digits_to_drop(low: int, high: int) -> int:
    """The largest j such that a multiple of 10**j lies in [low, high]."""
    dropped = 0
    step = 10
    while high // step * step >= low:
        step *= 10
        dropped += 1
        if step > high:
            break
    return dropped


def represent(bits: int) -> str:
    """repr(x): 'nan', 'inf', fixed notation for 1e-4 <= |x| < 1e16, else an exponent."""
    magnitude = bits & MAGNITUDE_MASK
    if magnitude > INFINITY:
        return "nan"
    sign = "-" if bits >> 63 else ""
    if magnitude == INFINITY:
        return sign + "inf"
    if magnitude == 0:
        return sign + "0.0"
    number, exponent = shortest_digits(magnitude)
    digits = str(number)
    point = len(digits) + exponent
    if -4 < point <= 16:
        return sign + fixed_notation(digits, point)
    return sign + exponent_notation(digits, point - 1)


def fixed_notation(digits: str, point: int) -> str:
    """Digits with a decimal point after the first `point` of them, at least one on each side."""
    if point <= 0:
        return "0." + "0" * -point + digits
    if point >= len(digits):
        return digits + "0" * (point - len(digits)) + ".0"
    return digits[:point] + "." + digits[point:]


def exponent_notation(digits: str, exponent: int) -> str:
    """Scientific notation with a signed exponent of at least two digits."""
    fraction = "." + digits[1:] if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}e{exponent:+03d}"
