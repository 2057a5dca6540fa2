"""Calls of functions of module math whose results every libm rounds alike, or that only fail.

Run under CPython 3.14 it prints the digests. Results that are not exact are left to the tests of
the softfloat; here arguments, errors, and exact functions are at stake.
"""

import json
import math
import sys

VALUES = [
    0,
    1,
    -1,
    2,
    3,
    7,
    10,
    20,
    100,
    0.0,
    -0.0,
    0.5,
    1.0,
    -2.5,
    4.0,
    1e300,
    float("inf"),
    float("nan"),
    True,
    10**20,
    -(10**20),
    10**400,
    "a",
    None,
    [1],
    (2,),
    b"",
    2**31,
]
COLLECTIONS = [
    [],
    [1, 2],
    (1, 2.5),
    [1.0, 2.0, 3.0],
    "ab",
    3,
    None,
    [1, "a"],
    range(4),
    {1: 2},
    [0.1] * 10,
    [1e300, 1e300],
    (3, 4),
    (0.0, 0.0),
    [10**400],
]
EXACT = (
    "ceil floor trunc fabs sqrt copysign fmod frexp isfinite isinf isnan isqrt ldexp modf gcd lcm "
    "comb factorial perm nextafter ulp remainder prod fsum sumprod isclose fma"
)
FAILING = "acos asin sin log atan2 pow hypot dist degrees exp cbrt"


def cases(draw, count):
    """Yield function, arguments, keywords."""
    names = [*EXACT.split(), *FAILING.split()]
    for number in range(count):
        name = names[number % len(names)]
        if name in ("prod", "fsum", "sumprod", "dist"):
            given = [draw.one(COLLECTIONS) for _ in range(draw.one([1, 1, 2, 2, 2, 0, 3]))]
        else:
            given = [draw.one(VALUES) for _ in range(draw.one([1, 1, 1, 2, 2, 2, 0, 3]))]
        if name in ("isclose", "nextafter"):
            given = [*given, 1.5, 2][:2]
        if name == "prod":
            given = given[:1] or [[2, 3]]
        if name == "factorial" and given and isinstance(given[0], int) and given[0] > 100:
            given[0] = 30
        if name in ("comb", "perm"):
            given = [each if not isinstance(each, int) or abs(each) < 200 else 50 for each in given]
        named = {}
        if name == "isclose" and draw.below(2):
            named = draw.one(
                [{"rel_tol": 0.5}, {"abs_tol": 1}, {"rel_tol": -1}, {"x": 1}, {"abs_tol": "a"}]
            )
        if name == "nextafter" and draw.below(2):
            named = draw.one([{"steps": 3}, {"steps": -1}, {"steps": None}, {"steps": 10**30}])
        if name == "prod" and draw.below(2):
            named = draw.one([{"start": 2}, {"start": 1.5}, {"start": "a"}])
        yield name, given, named


def is_exact(name, value):
    """Whether a result is not rounded, so that it is the same everywhere."""
    return name in EXACT.split() or not isinstance(value, float)


def shown(name, value):
    """Return a result as text, one that a libm rounds as its type."""
    return repr(value) if is_exact(name, value) or value != value or value in (0, 1) else "a float"


def answer(name, arguments, named):
    """Return CPython's answer, or its error, as text."""
    from draw import error_text

    try:
        return shown(name, getattr(math, name)(*arguments, **named))
    except Exception as error:  # noqa: BLE001
        return error_text(error)


if __name__ == "__main__":
    from draw import Draw, chunk_digests

    found = [answer(*case) for case in cases(Draw(7), 10_000)]
    print(json.dumps(found if "--answers" in sys.argv else chunk_digests(found)))
