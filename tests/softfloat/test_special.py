"""Special values and errors of CPython 3.14, in bits and with their texts."""

import math
from typing import Any

import pytest

from spec.softfloat import OPERATIONS, Float, FloatError, marks_of
from tests.softfloat.samples import answer, from_host, guest, plain

INF, NAN = math.inf, math.nan


def bits(number: float) -> str:
    """The pattern as hex."""
    return f"{from_host(number):016x}"


# Values of CPython 3.14.2: operation, arguments, result.
VALUES: tuple[tuple[str, tuple[Any, ...], object], ...] = (
    ("float.__floordiv__", (-7.0, 2.0), "c010000000000000"),
    ("float.__floordiv__", (-0.0, 1.0), "8000000000000000"),
    ("float.__floordiv__", (0.0, -1.0), "8000000000000000"),
    ("float.__floordiv__", (1.0, 0.1), "4022000000000000"),
    ("float.__floordiv__", (-1.0, 1e300), "bff0000000000000"),
    ("float.__floordiv__", (-1.0, INF), "bff0000000000000"),
    ("float.__floordiv__", (INF, 1.0), bits(NAN)),
    ("float.__floordiv__", (1e300, 1e-300), bits(INF)),
    ("float.__mod__", (-1.0, INF), bits(INF)),
    ("float.__mod__", (1.0, -INF), bits(-INF)),
    ("float.__mod__", (-0.0, 1.0), "0000000000000000"),
    ("float.__mod__", (0.0, -1.0), "8000000000000000"),
    ("float.__mod__", (-1e-300, 1.0), "3ff0000000000000"),
    ("float.__mod__", (-5.5, 2.0), "3fe0000000000000"),
    ("float.__divmod__", (-0.0, 1.0), ("8000000000000000", "0000000000000000")),
    ("float.__divmod__", (1e16, 0.1), ("4376345785d8a000", "3fa6fb9fb52b3338")),
    ("int.__truediv__", (10**400, 10**399), "4024000000000000"),
    ("int.__truediv__", (1, 10**400), "0000000000000000"),
    ("int.__truediv__", (-1, 10**400), "8000000000000000"),
    ("int.__truediv__", (0, -3), "8000000000000000"),
    ("int.__truediv__", (3, 2**1074), "0000000000000003"),
    ("float.__pow__", (1.0, NAN), bits(1.0)),
    ("float.__pow__", (NAN, 0.0), bits(1.0)),
    ("float.__pow__", (-1.0, INF), bits(1.0)),
    ("float.__pow__", (0.0, -INF), bits(INF)),
    ("float.__pow__", (-8.0, INF), bits(INF)),
    ("float.__pow__", (-0.5, -INF), bits(INF)),
    ("float.__pow__", (-INF, -3.0), "8000000000000000"),
    ("float.__pow__", (-INF, 0.5), bits(INF)),
    ("float.__pow__", (-2.0, 3.0), bits(-8.0)),
    ("float.__pow__", (2.0, -1074.5), "0000000000000001"),
    ("float.__pow__", (10.0, -5), "3ee4f8b588e368f1"),
    ("int.__pow__", (2, -1), "3fe0000000000000"),
    ("int.__pow__", (-1, 10**30), 1),
    ("math.atan2", (-0.0, -0.0), "c00921fb54442d18"),
    ("math.atan2", (INF, -INF), "4002d97c7f3321d2"),
    ("math.tan", (1.5707963267948966,), "434d02967c31cdb5"),
    ("math.lgamma", (-INF,), bits(INF)),
    ("math.gamma", (-180.5,), "8000000000000000"),
    ("math.exp", (-746.0,), "0000000000000000"),
    ("math.fmod", (-6.0, 3.0), "8000000000000000"),
    ("math.fmod", (-1.0, INF), bits(-1.0)),
    ("math.remainder", (5.0, 2.0), bits(1.0)),
    ("math.remainder", (-6.0, 3.0), "8000000000000000"),
    ("math.remainder", (1.0, INF), bits(1.0)),
    ("math.fma", (-5e-324, 5e-324, 0.0), "8000000000000000"),
    ("math.hypot", (), "0000000000000000"),
    ("math.hypot", (NAN, INF), bits(INF)),
    ("math.hypot", (1e308, 1e308), bits(1.4142135623730951e308)),
    ("math.frexp", (5e-324,), ("3fe0000000000000", -1073)),
    ("math.frexp", (-0.0,), ("8000000000000000", 0)),
    ("math.modf", (-INF,), ("8000000000000000", bits(-INF))),
    ("math.modf", (-0.0,), ("8000000000000000", "8000000000000000")),
    ("math.ldexp", (0.75, -1074), "0000000000000001"),
    ("math.ldexp", (1.5, -1075), "0000000000000001"),
    ("math.ldexp", (1.0, -1075), "0000000000000000"),
    ("math.ldexp", (0.0, 10**30), "0000000000000000"),
    ("math.ldexp", (1.0, -(10**30)), "0000000000000000"),
    ("math.nextafter", (0.0, -1.0), "8000000000000001"),
    ("math.nextafter", (-0.0, 0.0), "0000000000000000"),
    ("math.nextafter", (1.0, INF, 3), "3ff0000000000003"),
    ("math.nextafter", (1.0, 2.0, 10**30), bits(2.0)),
    ("math.ulp", (0.0,), "0000000000000001"),
    ("math.ulp", (1.7976931348623157e308,), "7ca0000000000000"),
    ("math.ceil", (-0.5,), 0),
    ("math.floor", (5,), 5),
    ("math.isclose", (1.0, 1.0 + 1e-10), True),
    ("round", (0.5,), 0),
    ("round", (1.5,), 2),
    ("round", (-0.4, 0), "8000000000000000"),
    ("round", (2.675, 2), "40055c28f5c28f5c"),
    ("round", (25.0, -1), bits(20.0)),
    ("round", (-5.0, -1), "8000000000000000"),
    ("round", (1e308, -309), "0000000000000000"),
    ("float.from_int", (2**53 + 1,), "4340000000000000"),
    ("float.from_int", (2**53 + 3,), "4340000000000002"),
    ("float.from_int", (2**1024 - 2**970 - 1,), "7fefffffffffffff"),
    ("float.__int__", (1e23,), 99999999999999991611392),
    ("float.as_integer_ratio", (0.1,), (3602879701896397, 36028797018963968)),
    ("float.is_integer", (INF,), False),
    ("float.__hash__", (0.5,), 1152921504606846976),
    ("float.__hash__", (0.1,), 230584300921369408),
    ("float.__hash__", (5e-324,), 16777216),
    ("float.__hash__", (-1.0,), -2),
    ("float.__hash__", (INF,), 314159),
    ("float.__hash__", (1e300,), 1224995262755759164),
    ("float.__hash__", (NAN,), 0),
    ("float.__eq__", (float(2**53), 2**53 + 1), False),
    ("float.__gt__", (INF, 10**400), True),
    ("float.__ne__", (NAN, NAN), True),
    ("float.__repr__", (2.0**-44,), "5.684341886080802e-14"),
    ("float.__repr__", (1e16,), "1e+16"),
    ("float.__neg__", (0.0,), "8000000000000000"),
    ("math.comb", (5, 10**30), 0),
    ("math.perm", (3, None), 6),
    ("math.lcm", (), 1),
    ("math.gcd", (), 0),
)


@pytest.mark.parametrize(("name", "arguments", "expected"), VALUES)
def test_values(name: str, arguments: tuple[Any, ...], expected: object) -> None:
    assert answer(name, *[guest(value) for value in arguments]) == expected


LONG = 2**63 - 1

# Errors of CPython 3.14.2 (on 64 bits): operation, arguments, type, text.
ERRORS: tuple[tuple[str, tuple[Any, ...], str, str], ...] = (
    ("float.__truediv__", (0.0, 0.0), "ZeroDivisionError", "division by zero"),
    ("float.__floordiv__", (NAN, 0.0), "ZeroDivisionError", "division by zero"),
    ("float.__mod__", (1.0, -0.0), "ZeroDivisionError", "division by zero"),
    ("float.__divmod__", (1.0, 0), "ZeroDivisionError", "division by zero"),
    ("float.__pow__", (0.0, -1.0), "ZeroDivisionError", "zero to a negative power"),
    ("int.__pow__", (0, -1), "ZeroDivisionError", "zero to a negative power"),
    ("int.__truediv__", (1, 0), "ZeroDivisionError", "division by zero"),
    ("int.__truediv__", (10**400, 3), "OverflowError",
     "integer division result too large for a float"),
    ("float.__mul__", (1.0, 10**400), "OverflowError", "int too large to convert to float"),
    ("math.sin", (10**400,), "OverflowError", "int too large to convert to float"),
    ("float.from_int", (2**1024 - 2**970,), "OverflowError", "int too large to convert to float"),
    ("math.sqrt", (-1,), "ValueError", "expected a nonnegative input, got -1.0"),
    ("math.log", (0,), "ValueError", "expected a positive input"),
    ("math.log", (-1.5,), "ValueError", "expected a positive input, got -1.5"),
    ("math.log", (2, 1), "ZeroDivisionError", "division by zero"),
    ("math.log", (2, -1), "ValueError", "expected a positive input"),
    ("math.log2", (-(10**400),), "ValueError", "expected a positive input"),
    ("math.log10", (-INF,), "ValueError", "expected a positive input, got -inf"),
    ("math.log1p", (-1,), "ValueError", "expected argument value > -1, got -1.0"),
    ("math.acos", (2,), "ValueError", "expected a number in range from -1 up to 1, got 2.0"),
    ("math.asin", (-INF,), "ValueError", "expected a number in range from -1 up to 1, got -inf"),
    ("math.acosh", (0.5,), "ValueError", "expected argument value not less than 1, got 0.5"),
    ("math.atanh", (1,), "ValueError", "expected a number between -1 and 1, got 1.0"),
    ("math.sin", (INF,), "ValueError", "expected a finite input, got inf"),
    ("math.fmod", (1, 0), "ValueError", "math domain error"),
    ("math.remainder", (INF, 2), "ValueError", "math domain error"),
    ("math.gamma", (-0.0,), "ValueError", "expected a noninteger or positive integer, got -0.0"),
    ("math.gamma", (172,), "OverflowError", "math range error"),
    ("math.gamma", (5e-324,), "OverflowError", "math range error"),
    ("math.lgamma", (1e306,), "OverflowError", "math range error"),
    ("math.exp", (710,), "OverflowError", "math range error"),
    ("math.sinh", (-711,), "OverflowError", "math range error"),
    ("math.ldexp", (1, 1024), "OverflowError", "math range error"),
    ("math.ldexp", (1.0, 1.5), "TypeError", "Expected an int as second argument to ldexp."),
    ("math.pow", (0.0, -1.0), "ValueError", "math domain error"),
    ("math.pow", (-8.0, 1 / 3), "ValueError", "math domain error"),
    ("math.pow", (10, 400), "OverflowError", "math range error"),
    ("math.fma", (1e308, 2, 0), "OverflowError", "overflow in fma"),
    ("math.fma", (INF, 0, 1), "ValueError", "invalid operation in fma"),
    ("math.dist", ((1, 2), (1,)), "ValueError",
     "both points must have the same number of dimensions"),
    ("math.floor", (INF,), "OverflowError", "cannot convert float infinity to integer"),
    ("round", (NAN,), "ValueError", "cannot convert float NaN to integer"),
    ("round", (1.7e308, -308), "OverflowError", "rounded value too large to represent"),
    ("float.as_integer_ratio", (INF,), "OverflowError", "cannot convert Infinity to integer ratio"),
    ("math.factorial", (-1,), "ValueError", "factorial() not defined for negative values"),
    ("math.factorial", (10**20,), "OverflowError",
     f"factorial() argument should not exceed {LONG}"),
    ("math.comb", (-1, 2), "ValueError", "n must be a non-negative integer"),
    ("math.comb", (10**30, 10**25), "OverflowError", f"min(n - k, k) must not exceed {LONG}"),
    ("math.perm", (3, -2), "ValueError", "k must be a non-negative integer"),
    ("math.isqrt", (-1,), "ValueError", "isqrt() argument must be nonnegative"),
    ("math.nextafter", (1, 2, -1), "ValueError", "steps must be a non-negative integer"),
    ("math.isclose", (1, 2, -1), "ValueError", "tolerances must be non-negative"),
    ("math.sin", ("x",), "TypeError", "must be real number, not str"),
    ("math.sin", (None,), "TypeError", "must be real number, not NoneType"),
    ("math.gcd", (1.0, 2), "TypeError", "'float' object cannot be interpreted as an integer"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "kind", "text"), ERRORS)
def test_errors(name: str, arguments: tuple[Any, ...], kind: str, text: str) -> None:
    assert answer(name, *[guest(value) for value in arguments]) == (kind, text)


def raised(name: str, *arguments: Any) -> FloatError:
    """The error of an operation."""
    with pytest.raises(FloatError) as caught:
        OPERATIONS[name](*[guest(value) for value in arguments])
    return caught.value


def test_errors_of_the_machines_own_decisions_name_them() -> None:
    overflow = raised("float.__pow__", 2.0, 1024.0)
    assert (overflow.type_name, overflow.arguments) == (
        "OverflowError",
        (34, "Numerical result out of range"),
    )
    assert overflow.mark == "error-text"
    complex_result = raised("float.__pow__", -8.0, 1 / 3)
    assert (complex_result.type_name, complex_result.mark) == ("DeterminismError", "refused")
    for name, arguments in (
        ("math.factorial", (600,)),
        ("math.comb", (10**1000, 5)),
        ("math.comb", (10**6, 5 * 10**5)),
        ("math.perm", (10**18, 10**17)),
        ("math.lcm", (2**4000 - 1, 2**3999 - 1)),
        ("math.prod", ((2**4000, 2**4000),)),
        ("sum", ((2**4095, 2**4095),)),
        ("int.__pow__", (3, 10**30)),
    ):
        error = raised(name, *arguments)
        assert (error.type_name, error.mark) == ("OverflowError", "integer-limit"), name
    assert plain(OPERATIONS["math.factorial"](536)) == math.factorial(536)


def test_marks_of_cases() -> None:
    assert marks_of(OPERATIONS["math.sin"], [Float(0)]) == ("correctly-rounded",)
    assert marks_of(OPERATIONS["float.__add__"], [Float(0), 1]) == ()
    assert marks_of(OPERATIONS["sum"], [(1, 2)]) == ()
    assert marks_of(OPERATIONS["sum"], [(1, Float(0))]) == ("python-3.14",)
    assert marks_of(OPERATIONS["format"], [Float(0), ".3_f"]) == ("python-3.14",)
    assert marks_of(OPERATIONS["float.parse"], ["\U00011f51"]) == ("python-3.14",)
    least = Float(1)
    assert marks_of(OPERATIONS["math.fma"], [least, least, Float(0)]) == ("correctly-rounded",)
    assert marks_of(OPERATIONS["math.fma"], [Float(0), least, Float(0)]) == ()
    assert "hash-value" in marks_of(OPERATIONS["float.__hash__"], [Float(0x7FF8 << 48)])
