"""Basic arithmetic against the processor and MPFR on all pairs of boundary patterns."""

import math
import operator
from collections.abc import Callable

import gmpy2
import pytest

from fuzz.checks.float import Mpfr, agrees, check
from spec.softfloat import OPERATIONS, Float
from spec.softfloat.arithmetic import add, divide, fused_multiply_add, multiply, square_root
from spec.softfloat.compare import compare, compare_with_int
from tests.softfloat.samples import (
    answer,
    boundary_patterns,
    choices,
    from_host,
    host_answer,
    to_host,
    type_only,
)

PATTERNS = boundary_patterns()
EVERY_THIRD = PATTERNS[::3]


def test_there_are_enough_boundary_patterns() -> None:
    assert len(PATTERNS) > 350


@pytest.mark.parametrize(
    ("ours", "host"), [(add, operator.add), (multiply, operator.mul)], ids=["add", "multiply"]
)
def test_sums_and_products_of_all_boundary_pairs(
    ours: Callable[[int, int], int], host: Callable[[float, float], float]
) -> None:
    numbers = [to_host(bits) for bits in PATTERNS]
    for a, x in zip(PATTERNS, numbers, strict=True):
        for b, y in zip(PATTERNS, numbers, strict=True):
            assert ours(a, b) == from_host(host(x, y)), (hex(a), hex(b))


def test_quotients_of_all_boundary_pairs() -> None:
    for a in PATTERNS:
        for b in PATTERNS:
            if b << 1 & (1 << 64) - 1:
                assert divide(a, b) == from_host(to_host(a) / to_host(b)), (hex(a), hex(b))


def test_square_roots() -> None:
    for a in PATTERNS:
        if not a >> 63:
            assert square_root(a) == from_host(math.sqrt(to_host(a)))


def test_fused_multiply_add_of_boundary_triples() -> None:
    gmpy2.set_context(gmpy2.ieee(64))
    oracle = Mpfr()
    drawn = choices(3)
    for a in EVERY_THIRD[::2]:
        for b in EVERY_THIRD[1::3]:
            for c in (drawn.one_of(PATTERNS), multiply(a, b) ^ 1 << 63, drawn.one_of(PATTERNS)):
                value = gmpy2.fma(*[gmpy2.mpfr(to_host(bits)) for bits in (a, b, c)])
                assert fused_multiply_add(a, b, c) == oracle.pattern(value), (a, b, c)


@pytest.mark.parametrize("name", ["floordiv", "mod", "divmod"])
def test_division_family_of_boundary_pairs(name: str) -> None:
    host = {"floordiv": operator.floordiv, "mod": operator.mod, "divmod": divmod}[name]
    for a in EVERY_THIRD:
        for b in EVERY_THIRD:
            ours = type_only(answer(f"float.__{name}__", Float(a), Float(b)))
            assert ours == host_answer(host, to_host(a), to_host(b)), (hex(a), hex(b))


def test_division_is_the_composition_and_not_the_exact_floor() -> None:
    ours = answer("float.__floordiv__", Float(0x4340FE54D610CD2A), Float(0x3FEE2E1EEE816842))

    assert ours == "434204a72df5e61f"


@pytest.mark.parametrize("name", ["fmod", "remainder", "copysign", "nextafter"])
def test_exact_functions_of_boundary_pairs(name: str) -> None:
    for a in EVERY_THIRD:
        for b in EVERY_THIRD:
            ours = type_only(answer(f"math.{name}", Float(a), Float(b)))
            assert ours == host_answer(getattr(math, name), to_host(a), to_host(b))


def test_comparison_with_floats_and_ints() -> None:
    for a in EVERY_THIRD:
        x = to_host(a)
        for b in EVERY_THIRD:
            y = to_host(b)
            assert (compare(a, b) == 0, compare(a, b) == -1) == (x == y, x < y)
        if math.isfinite(x):
            for n in (int(x) - 1, int(x), int(x) + 1, -int(x), 10**400, -(10**400), 0):
                order = compare_with_int(a, n)
                assert (order == 0, order == -1, order == 1) == (x == n, x < n, x > n)


@pytest.mark.parametrize("name", ["add", "sub", "mul", "truediv", "fma", "sqrt"])
def test_related_operands_against_mpfr(name: str) -> None:
    report = check(name, 3000, seed=11)

    assert report.wrong == 0, report.examples


def test_an_oracle_that_is_wrong_would_be_noticed() -> None:
    assert not agrees(1, 2)
    assert not agrees("ValueError", 0x3FF << 52)
    assert OPERATIONS["float.__add__"](Float(0), Float(1)) == Float(1)
