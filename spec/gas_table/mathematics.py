"""Prices of module `math`, and of the float operations that no instruction or method names.

Key `math.NAME`. Exact functions cost what any native does; correctly rounded ones cost the work of
rounding them right; functions of ints pay for the bits they read or the factors they multiply.
"""

from __future__ import annotations

from typing import Final

from spec.gas_table.amounts import ELEMENTARY, NATIVE, SPECIAL_FUNCTION, Amount, entries, entry
from spec.gas_table.price import Price
from spec.gas_table.size_names import ITEMS, TOTAL_BITS, UNITS
from spec.gas_table.sizes import WORD_BITS
from spec.gas_table.sources import decision

EXACT_FUNCTIONS: Final = (
    "ceil copysign degrees fabs floor fma fmod frexp isclose isfinite isinf isnan ldexp modf "
    "nextafter radians remainder sqrt trunc ulp"
)
"""Exact, or one or two rounded steps of arithmetic."""

ELEMENTARY_FUNCTIONS: Final = (
    "acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp exp2 expm1 log1p pow sin sinh tan "
    "tanh"
)
LOGARITHMS: Final = "log log2 log10"
"""They accept ints of any size."""

SPECIAL_FUNCTIONS: Final = "erf erfc gamma lgamma"
SUMMING_FUNCTIONS: Final = "dist fsum prod sumprod"
INTEGER_FUNCTIONS: Final = "gcd lcm isqrt"
COUNTING_FUNCTIONS: Final = "comb factorial perm"
CONSTANTS: Final = "e inf nan pi tau"
"""Data attributes; reading one is LOAD_ATTR."""

WORDS_OF_ALL: Final = TOTAL_BITS // WORD_BITS
TWO_LOGARITHMS: Final = Amount(2 * ELEMENTARY.value, ELEMENTARY.source)

MATH_PRICES: Final[tuple[Price, ...]] = (
    *entries(EXACT_FUNCTIONS, NATIVE, prefix="math."),
    *entries(ELEMENTARY_FUNCTIONS, ELEMENTARY, prefix="math."),
    *entries(LOGARITHMS, ELEMENTARY, WORDS_OF_ALL, prefix="math."),
    entry("math.log.base", TWO_LOGARITHMS, WORDS_OF_ALL,
          note="two arguments: two logarithms and a division"),
    *entries(SPECIAL_FUNCTIONS, SPECIAL_FUNCTION, prefix="math."),
    *entries(SUMMING_FUNCTIONS, NATIVE, ITEMS, prefix="math."),
    entry("math.hypot", ELEMENTARY, ITEMS),
    *entries(INTEGER_FUNCTIONS, NATIVE, WORDS_OF_ALL, prefix="math."),
    *entries(COUNTING_FUNCTIONS, NATIVE, ITEMS, prefix="math.",
             note="items: factors multiplied before the result is complete or too large"),
)  # fmt: skip

FLOAT_CONVERSIONS: Final[tuple[Price, ...]] = (
    entry("float.parse", NATIVE, UNITS, note="as builtin.float on a text"),
    entry("float.from_int", NATIVE, WORDS_OF_ALL, source=decision("G14")),
)
"""Conversions that the lane of floats runs alone."""
