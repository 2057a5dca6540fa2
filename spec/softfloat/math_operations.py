"""The functions of Python's module `math`, as entries of the registry."""

from collections.abc import Callable
from typing import Final

from spec.softfloat import (
    arithmetic,
    convert,
    division,
    error_function,
    exponential,
    gamma,
    integers,
    logarithm,
    parts,
    power,
    roots,
    summation,
    trigonometric,
)
from spec.softfloat.compare import is_close, less
from spec.softfloat.errors import FloatError
from spec.softfloat.operation import (
    CORRECTLY_ROUNDED,
    GuestFunction,
    Operation,
    binary,
    index,
    of_float,
    operation,
    real_bits,
    reals,
    ternary,
    unary,
)
from spec.softfloat.round import INFINITY, MAGNITUDE_MASK, is_finite, is_nan
from spec.softfloat.value import Float

CONSTANTS: Final[dict[str, Float]] = {
    "pi": Float(0x400921FB54442D18),
    "e": Float(0x4005BF0A8B145769),
    "tau": Float(0x401921FB54442D18),
    "inf": Float(INFINITY),
    "nan": Float(0x7FF8 << 48),
}
"""The constants of `math`, correctly rounded."""

_DEFAULT_TOLERANCE: Final = 0x3E112E0BE826D695
"""1e-09, the default of `isclose`."""


def _rounding(function: Callable[[int], int]) -> GuestFunction:
    def call(x: object) -> object:
        return int(x) if isinstance(x, int) else function(real_bits(x))

    call.__doc__ = function.__doc__
    return call


def _logarithm(float_function: Callable[[int], int], number: int) -> Callable[[object], int]:
    """The logarithm of a real: an int is converted if it fits, else taken exactly."""

    def call(x: object) -> int:
        if not isinstance(x, int):
            return float_function(real_bits(x))
        if x <= 0:
            return logarithm.logarithm_of_int(x, number)
        try:
            bits = convert.from_int(x)
        except FloatError:
            return logarithm.logarithm_of_int(x, number)
        return float_function(bits)

    call.__doc__ = float_function.__doc__
    return call


_LOG: Final = _logarithm(logarithm.log, 0)


def _log(x: object, base: object = None) -> object:
    """`math.log`: the natural logarithm, or the rounded quotient of two with a base."""
    value = _LOG(x)
    if base is None:
        return Float(value)
    return Float(logarithm.log_with_base(value, _LOG(base)))


def _one_logarithm(function: Callable[[object], int]) -> GuestFunction:
    def call(x: object) -> object:
        return Float(function(x))

    call.__doc__ = function.__doc__
    return call


def _frexp(x: object) -> object:
    """`math.frexp`: a fraction of at least 1/2 and an exponent of two; exact."""
    fraction, exponent = parts.frexp(real_bits(x))
    return Float(fraction), exponent


def _modf(x: object) -> object:
    """`math.modf`: fraction and integral part, both floats with the sign of x; exact."""
    fraction, whole = parts.modf(real_bits(x))
    return Float(fraction), Float(whole)


def _ldexp(x: object, exponent: object) -> object:
    """`math.ldexp`: x * 2**exponent, rounded once; OverflowError."""
    bits = real_bits(x)
    if not isinstance(exponent, int):
        raise FloatError("TypeError", "Expected an int as second argument to ldexp.")
    return Float(parts.ldexp(bits, int(exponent)))


def _nextafter(x: object, y: object, steps: object = None) -> object:
    """`math.nextafter`: the next float towards y, or `steps` floats further."""
    a = real_bits(x)
    b = real_bits(y)
    if steps is None:
        return Float(parts.next_after(a, b))
    return Float(parts.next_after_steps(a, b, index(steps)))


def _hypot(*coordinates: object) -> object:
    """`math.hypot`: the root of the sum of squares, rounded once; an infinity on overflow."""
    return Float(roots.hypot([real_bits(x) for x in coordinates]))


def _dist(p: object, q: object) -> object:
    """`math.dist`: the hypot of the rounded differences."""
    first = reals(p)
    second = reals(q)
    if len(first) != len(second):
        raise FloatError("ValueError", "both points must have the same number of dimensions")
    pairs = [(real_bits(x), real_bits(y)) for x, y in zip(first, second, strict=True)]
    return Float(roots.distance([x for x, _ in pairs], [y for _, y in pairs]))


def _isclose(x: object, y: object, relative: object = None, tolerance: object = None) -> object:
    """`math.isclose`, with the relative and the absolute tolerance as further arguments."""
    first = real_bits(x)
    second = real_bits(y)
    relative_bits = _DEFAULT_TOLERANCE if relative is None else real_bits(relative)
    absolute_bits = 0 if tolerance is None else real_bits(tolerance)
    if less(relative_bits, 0) or less(absolute_bits, 0):
        raise FloatError("ValueError", "tolerances must be non-negative")
    return is_close(first, second, relative_bits, absolute_bits)


def _fsum(items: object) -> object:
    """`math.fsum`: the exact sum, rounded once."""
    patterns: list[int] = []
    for item in reals(items):
        try:
            patterns.append(real_bits(item))
        except FloatError:
            summation.partial_sums(patterns)  # an overflow before it comes first
            raise
    return Float(summation.fsum(patterns))


def _prod(items: object, start: object = 1) -> object:
    """`math.prod`: one product after the other."""
    return summation.product_of_numbers(reals(items), start)


def _sumprod(p: object, q: object) -> object:
    """`math.sumprod`: exact over ints, in three floats over floats."""
    return summation.sum_of_products(reals(p), reals(q))


def _is_infinite(bits: int) -> bool:
    """`math.isinf`."""
    return bits & MAGNITUDE_MASK == INFINITY


_VALUE: Final = "ValueError OverflowError"
_TO_INT: Final = "OverflowError ValueError"
_INT: Final = "OverflowError"


def _inexact(name: str, function: Callable[[int], int], errors: str = _INT) -> Operation:
    """A correctly rounded function of one real."""
    return operation(
        f"math.{name}", "real", "float", unary(function), errors, "", CORRECTLY_ROUNDED
    )


def _exact(name: str, function: Callable[[int], int], errors: str = _INT) -> Operation:
    """An exact function of one real."""
    return operation(f"math.{name}", "real", "float", unary(function), errors)


def _exact2(name: str, function: Callable[[int, int], int], errors: str = _INT) -> Operation:
    """An exact function of two reals."""
    return operation(f"math.{name}", "real real", "float", binary(function), errors)


def _predicate(name: str, function: Callable[[int], bool]) -> Operation:
    return operation(f"math.{name}", "real", "bool", of_float(function), _INT)


MATH_OPERATIONS: Final[tuple[Operation, ...]] = (
    _inexact("exp", exponential.exp),
    _inexact("exp2", exponential.exp2),
    _inexact("expm1", exponential.expm1),
    operation("math.log", "real real?", "float", _log, "ValueError ZeroDivisionError", "",
              CORRECTLY_ROUNDED),
    operation("math.log2", "real", "float", _one_logarithm(_logarithm(logarithm.log2, 1)),
              "ValueError", "", CORRECTLY_ROUNDED),
    operation("math.log10", "real", "float", _one_logarithm(_logarithm(logarithm.log10, 2)),
              "ValueError", "", CORRECTLY_ROUNDED),
    _inexact("log1p", logarithm.log1p, _VALUE),
    operation("math.pow", "real real", "float", binary(power.math_pow), _VALUE, "",
              CORRECTLY_ROUNDED),
    _exact("sqrt", roots.sqrt, _VALUE),
    _inexact("cbrt", roots.cbrt),
    operation("math.hypot", "real*", "float", _hypot, _INT, "", CORRECTLY_ROUNDED),
    operation("math.dist", "reals reals", "float", _dist, _VALUE, "", CORRECTLY_ROUNDED),
    _inexact("sin", trigonometric.sin, _VALUE),
    _inexact("cos", trigonometric.cos, _VALUE),
    _inexact("tan", trigonometric.tan, _VALUE),
    _inexact("asin", trigonometric.asin, _VALUE),
    _inexact("acos", trigonometric.acos, _VALUE),
    _inexact("atan", trigonometric.atan),
    operation("math.atan2", "real real", "float", binary(trigonometric.atan2), _INT, "",
              CORRECTLY_ROUNDED),
    _inexact("sinh", exponential.sinh),
    _inexact("cosh", exponential.cosh),
    _inexact("tanh", exponential.tanh),
    _inexact("asinh", logarithm.asinh),
    _inexact("acosh", logarithm.acosh, _VALUE),
    _inexact("atanh", logarithm.atanh, _VALUE),
    _inexact("gamma", gamma.gamma, _VALUE),
    _inexact("lgamma", gamma.lgamma, _VALUE),
    _inexact("erf", error_function.erf),
    _inexact("erfc", error_function.erfc),
    _exact("degrees", trigonometric.degrees),
    _exact("radians", trigonometric.radians),
    _exact("fabs", arithmetic.absolute),
    _exact("ulp", parts.ulp),
    _exact2("fmod", division.fmod, _VALUE),
    _exact2("remainder", division.remainder, _VALUE),
    _exact2("copysign", parts.copysign),
    operation("math.fma", "real real real", "float", ternary(arithmetic.python_fma), _VALUE),
    operation("math.nextafter", "real real int?", "float", _nextafter, _VALUE,
              keywords={2: "steps"}),
    operation("math.frexp", "real", "tuple", _frexp, _INT),
    operation("math.ldexp", "real int", "float", _ldexp, _INT),
    operation("math.modf", "real", "tuple", _modf, _INT),
    operation("math.floor", "real", "int", _rounding(convert.floor), _TO_INT),
    operation("math.ceil", "real", "int", _rounding(convert.ceil), _TO_INT),
    operation("math.trunc", "real", "int", _rounding(convert.truncate), _TO_INT),
    _predicate("isfinite", is_finite),
    _predicate("isinf", _is_infinite),
    _predicate("isnan", is_nan),
    operation("math.isclose", "real real real? real?", "bool", _isclose, _VALUE,
              keywords={2: "rel_tol", 3: "abs_tol"}),
    operation("math.fsum", "reals", "float", _fsum, _VALUE),
    operation("math.prod", "reals real?", "real", _prod, _INT, keywords={1: "start"}),
    operation("math.sumprod", "reals reals", "real", _sumprod, _VALUE),
    operation("math.isqrt", "int", "int", integers.isqrt, "ValueError"),
    operation("math.gcd", "int*", "int", integers.gcd),
    operation("math.lcm", "int*", "int", integers.lcm, _INT),
    operation("math.comb", "int int", "int", integers.comb, _VALUE),
    operation("math.perm", "int int?", "int", integers.perm, _VALUE),
    operation("math.factorial", "int", "int", integers.factorial, _VALUE),
)  # fmt: skip
"""In the order of the book."""
