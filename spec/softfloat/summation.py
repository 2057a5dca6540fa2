"""sum, fsum, prod, sumprod over ints and floats: the steps of CPython 3.12 and later.

Elements are guest values: Float, int or bool. Which path a sum takes depends on whether
running totals fit 64 bits, as it does in CPython on 64-bit Linux.
"""

from collections.abc import Sequence
from typing import Final

from spec.softfloat.arithmetic import absolute, add, fused_multiply_add, multiply, negate, subtract
from spec.softfloat.compare import less
from spec.softfloat.errors import FloatError
from spec.softfloat.operation import limited, real_bits, type_name
from spec.softfloat.round import (
    INFINITY,
    MAGNITUDE_MASK,
    is_finite,
    round_signed,
    signed_unpack,
)
from spec.softfloat.value import Float

_LONG_LIMIT: Final = 1 << 63
_UNIT: Final = 1074
"""Every finite float is a multiple of 2**-1074."""


def _fits_long(n: int) -> bool:
    return -_LONG_LIMIT <= n < _LONG_LIMIT


def add_numbers(a: object, b: object) -> object:
    """a + b of two numbers of the guest: an int if both are, else a Float."""
    if isinstance(a, int) and isinstance(b, int):
        return limited(int(a) + int(b))
    return Float(add(real_bits(a), real_bits(b)))


def multiply_numbers(a: object, b: object) -> object:
    """a * b of two numbers of the guest: an int if both are, else a Float."""
    if isinstance(a, int) and isinstance(b, int):
        return limited(int(a) * int(b))
    return Float(multiply(real_bits(a), real_bits(b)))


def _require_number(value: object, other: object) -> None:
    if not isinstance(value, (int, Float)):
        raise FloatError(
            "TypeError",
            f"unsupported operand type(s) for +: '{type_name(other)}' and '{type_name(value)}'",
        )


def sum_numbers(items: Sequence[object], start: object = 0) -> object:
    """sum(items, start): exact over ints, then compensated (Neumaier) from the first float on.

    An int total that leaves 64 bits ends compensation for good: the rest is added
    one by one, as is a start that is a bool or such an int.
    """
    total = start
    place = 0
    if isinstance(start, int) and not isinstance(start, bool) and _fits_long(start):
        running: int = start
        while place < len(items):
            item = items[place]
            place += 1
            _require_number(item, running)
            if isinstance(item, int) and _fits_long(item) and _fits_long(running + item):
                running += item
                continue
            total = add_numbers(running, item)
            break
        else:
            return running
    if isinstance(total, Float):
        return _sum_floats(total.bits, items, place)
    while place < len(items):
        _require_number(items[place], total)
        total = add_numbers(total, items[place])
        place += 1
    return total


def _sum_floats(high: int, items: Sequence[object], place: int) -> object:
    """Neumaier's sum from `high` on; the compensation is added at the end if it is finite."""
    low = 0
    while place < len(items):
        item = items[place]
        _require_number(item, Float(high))
        high, low = compensated(high, low, real_bits(item))
        place += 1
    return compensated_total(high, low)


def compensated(high: int, low: int, x: int) -> tuple[int, int]:
    """One step of Neumaier's sum: the running total and its compensation, with `x` added."""
    total = add(high, x)
    if less(absolute(high), absolute(x)) or not _ordered(high, x):
        return total, add(low, add(subtract(x, total), high))
    return total, add(low, add(subtract(high, total), x))


def compensated_total(high: int, low: int) -> Float:
    """The end of Neumaier's sum."""
    if low & MAGNITUDE_MASK and is_finite(low):
        return Float(add(high, low))
    return Float(high)


def _ordered(a: int, b: int) -> bool:
    return a & MAGNITUDE_MASK <= INFINITY and b & MAGNITUDE_MASK <= INFINITY


def _in_units(bits: int) -> int:
    """A finite float as a multiple of 2**-1074."""
    m, e = signed_unpack(bits)
    return m << e + _UNIT


def fsum(items: Sequence[int]) -> int:
    """`math.fsum` of patterns: the exact sum, rounded once; errors as CPython finds them.

    When the magnitudes add up to less than 2**1023, no partial sum can overflow and the
    algorithm of CPython gives the rounded exact sum. Otherwise its partial sums are
    followed step by step, since their overflow is an error that can be observed.
    """
    total = 0
    magnitude = 0
    for bits in items:
        if not is_finite(bits):
            return _fsum_by_partials(items)
        value = _in_units(bits)
        total += value
        magnitude += abs(value)
    if magnitude >> 1023 + _UNIT:
        return _fsum_by_partials(items)
    return round_signed(total, -_UNIT)


def _fsum_by_partials(items: Sequence[int]) -> int:
    """The rounded sum of the partial sums, or what infinities and NaNs add up to."""
    partials, special, infinite = partial_sums(items)
    if special & MAGNITUDE_MASK:
        if infinite & MAGNITUDE_MASK > INFINITY:
            raise FloatError("ValueError", "-inf + inf in fsum")
        return special
    return round_signed(sum([_in_units(bits) for bits in partials]), -_UNIT)


def partial_sums(items: Sequence[int]) -> tuple[list[int], int, int]:
    """Shewchuk's partial sums, and the sums of all specials and of infinities alone.

    Infinities and NaNs reset the partials. OverflowError if a partial sum overflows.
    """
    partials: list[int] = []
    special = 0
    infinite = 0
    for item in items:
        x = item
        kept: list[int] = []
        for y in partials:
            if less(absolute(x), absolute(y)):
                x, y = y, x
            high = add(x, y)
            low = subtract(y, subtract(high, x))
            if low & MAGNITUDE_MASK:
                kept.append(low)
            x = high
        partials = kept
        if is_finite(x):
            if x & MAGNITUDE_MASK:
                partials.append(x)
            continue
        if is_finite(item):
            raise FloatError("OverflowError", "intermediate overflow in fsum")
        if item & MAGNITUDE_MASK == INFINITY:
            infinite = add(infinite, item)
        special = add(special, item)
        partials = []
    return partials, special, infinite


def product_of_numbers(items: Sequence[object], start: object = 1) -> object:
    """`math.prod`: one multiplication after the other, an int as long as all are ints."""
    total = start
    for item in items:
        if not isinstance(item, (int, Float)):
            raise FloatError(
                "TypeError",
                f"unsupported operand type(s) for *: '{type_name(total)}' and '{type_name(item)}'",
            )
        total = multiply_numbers(total, item)
    return total


Triple = tuple[int, int, int]


def _two_sum(a: int, b: int) -> tuple[int, int]:
    """a + b and its rounding error (Knuth)."""
    x = add(a, b)
    z = subtract(x, a)
    return x, add(subtract(a, subtract(x, z)), subtract(b, z))


def _triple_fma(x: int, y: int, total: Triple) -> Triple:
    """total + x*y in three floats (Ogita, Rump, Oishi, algorithm 5.10 with K = 3)."""
    high = multiply(x, y)
    low = fused_multiply_add(x, y, negate(high))
    s_high, s_low = _two_sum(total[0], high)
    r_high, r_low = _two_sum(total[1], low)
    t_high, t_low = _two_sum(r_high, s_low)
    return s_high, t_high, add(add(total[2], r_low), t_low)


def _triple_to_float(total: Triple) -> int:
    high, low = _two_sum(total[1], total[0])
    return add(add(total[2], low), high)


def _float_factors(p: object, q: object) -> tuple[int, int] | None:
    """Both as patterns if one is a float and the other a float, int or bool in range."""
    if not isinstance(p, Float) and not isinstance(q, Float):
        return None
    try:
        return real_bits(p), real_bits(q)
    except FloatError:
        return None


class _SumProduct:
    """The state of `sumprod`: a 64-bit path for ints, a three-float path, and what is settled."""

    def __init__(self) -> None:
        self.total: object = 0
        self.int_path = True
        self.float_path = True
        self.int_total = 0
        self.triple: Triple = (0, 0, 0)
        self.triple_used = False

    def take(self, p: object, q: object) -> None:
        """Add one product, by the first path that can take it; a path once left stays left."""
        if self.int_path:
            if type(p) is int and type(q) is int and self._take_ints(p, q):
                return
            self._leave_int_path()
        if self.float_path:
            factors = _float_factors(p, q)
            if factors is not None:
                triple = _triple_fma(factors[0], factors[1], self.triple)
                if is_finite(triple[0]):
                    self.triple = triple
                    self.triple_used = True
                    return
            self._leave_float_path()
        self.total = add_numbers(self.total, multiply_numbers(p, q))

    def _take_ints(self, p: int, q: int) -> bool:
        if not (_fits_long(p) and _fits_long(q) and _fits_long(p * q)):
            return False
        if not _fits_long(self.int_total + p * q):
            return False
        self.int_total += p * q
        return True

    def _leave_int_path(self) -> None:
        self.int_path = False
        self.total = add_numbers(self.total, self.int_total)

    def _leave_float_path(self) -> None:
        self.float_path = False
        if self.triple_used:
            self.total = add_numbers(self.total, Float(_triple_to_float(self.triple)))

    def finish(self) -> object:
        """The sum."""
        if self.int_path:
            self._leave_int_path()
        if self.float_path:
            self._leave_float_path()
        return self.total


def sum_of_products(p: Sequence[object], q: Sequence[object]) -> object:
    """`math.sumprod`: ValueError if the lengths differ, after the common part."""
    state = _SumProduct()
    for x, y in zip(p, q, strict=False):
        state.take(x, y)
    if len(p) != len(q):
        raise FloatError("ValueError", "Inputs are not the same length")
    return state.finish()
