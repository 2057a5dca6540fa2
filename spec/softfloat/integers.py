"""The functions of `math` on integers: exact, within the limit of 4,096 bits (decision D4).

A result that would exceed the limit is refused before it is built.
"""

from math import comb as host_comb
from math import factorial as host_factorial
from math import gcd as host_gcd
from math import isqrt as host_isqrt
from typing import Final

from spec.params import INTEGER_BITS
from spec.softfloat.errors import FloatError
from spec.softfloat.operation import index, integer_limit_error, limited

_LONG_MAX: Final = (1 << 63) - 1


def _beyond_long(text: str) -> FloatError:
    """A count exceeds the 64 bits of a C long; its text names the width."""
    return FloatError("OverflowError", f"{text} {_LONG_MAX}").marked("word-size")


def isqrt(n: object) -> object:
    """`math.isqrt`: the floor of the square root. ValueError for a negative integer."""
    value = index(n)
    if value < 0:
        raise FloatError("ValueError", "isqrt() argument must be nonnegative")
    return host_isqrt(value)


def gcd(*integers: object) -> object:
    """`math.gcd` of any number of integers; nonnegative, 0 of none."""
    result = 0
    for value in integers:
        result = host_gcd(result, index(value))
    return result


def lcm(*integers: object) -> object:
    """`math.lcm` of any number of integers; nonnegative, 1 of none, limited at each step."""
    result = 1
    for value in [index(value) for value in integers]:
        if value == 0 or result == 0:
            result = 0
            continue
        result = limited(result // host_gcd(result, value) * abs(value))
    return result


def factorial(n: object) -> object:
    """`math.factorial`. ValueError below 0; 536! is the last one within the limit."""
    value = index(n)
    if value < 0:
        raise FloatError("ValueError", "factorial() not defined for negative values")
    if value > _LONG_MAX:
        raise _beyond_long("factorial() argument should not exceed")
    if value > INTEGER_BITS:
        raise integer_limit_error()
    return limited(host_factorial(value))


def comb(n: object, k: object) -> object:
    """`math.comb`. With k at most n/2 it is at least (n/k)**k, which bounds its bits from below."""
    count, chosen = _counts(n, k)
    chosen = min(chosen, count - chosen)
    if chosen < 0:
        return 0
    if chosen > _LONG_MAX:
        raise _beyond_long("min(n - k, k) must not exceed")
    if chosen > INTEGER_BITS or (
        chosen and chosen * (count.bit_length() - 1 - chosen.bit_length()) > INTEGER_BITS
    ):
        raise integer_limit_error()
    return limited(host_comb(count, chosen))


def perm(n: object, k: object = None) -> object:
    """`math.perm`: n (n-1) ... (n-k+1), all n factors without k; refused at the first excess."""
    if k is None:
        return factorial(n)
    count, chosen = _counts(n, k)
    if chosen > count:
        return 0
    if chosen > _LONG_MAX:
        raise _beyond_long("k must not exceed")
    result = 1
    while chosen:
        result = limited(result * count)
        count -= 1
        chosen -= 1
    return result


def _counts(n: object, k: object) -> tuple[int, int]:
    count = index(n)
    chosen = index(k)
    if count < 0:
        raise FloatError("ValueError", "n must be a non-negative integer")
    if chosen < 0:
        raise FloatError("ValueError", "k must be a non-negative integer")
    return count, chosen
