"""sum, fsum, prod and sumprod against CPython, step by step."""

import math
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from diff.case import Case
from diff.comparing.compare import compare
from diff.float_expression import form_of
from diff.reference.target import run_case
from fuzz.lanes.float_values import draw_float, draw_int, partner
from tests.softfloat.samples import answer, choices, from_host, guest, host_answer, type_only

INF = math.inf

# Results of CPython 3.14.2.
SUMS: tuple[tuple[list[Any], str], ...] = (
    ([0.1] * 10, "3ff0000000000000"),
    ([1.0, 1e100, 1.0, -1e100], "4000000000000000"),
    ([1e308, 1e308, -1e308], "7ff0000000000000"),
    ([-0.0], "0000000000000000"),
    ([0.1, 1, 2, 0.2], f"{from_host(3.3):016x}"),
    ([1e16, 1, 1, 1e-5, 1, 1], f"{from_host(1.0000000000000004e16):016x}"),
    ([INF, -INF], "7ff8000000000000"),
    # on 64 bits an int total beyond them ends compensation
    ([2**63, 1.0, 1e100, 1.0, -1e100], "0000000000000000"),
    ([2**62, 1.0, 1e100, 1.0, -1e100], f"{from_host(2.0**62):016x}"),
)


@pytest.mark.parametrize(("items", "expected"), SUMS)
def test_sums(items: list[Any], expected: str) -> None:
    assert answer("sum", guest(items)) == expected


def test_a_start_keeps_its_kind() -> None:
    assert answer("sum", (guest(-0.0),), guest(-0.0)) == "8000000000000000"
    assert answer("sum", (1, 2, True), 10) == 14
    assert answer("sum", (10**400, guest(1.0))) == (
        "OverflowError",
        "int too large to convert to float",
    )


def mixed_items(seed: int, count: int, huge: int = 40) -> list[list[Any]]:
    """Lists of floats, many related to the one before, with a few ints."""
    drawn = choices(seed)
    lists = []
    for _ in range(count):
        drawn.record.clear()
        items: list[Any] = []
        last = draw_float(drawn)
        while drawn.more(len(items), 14, 88):
            last = partner(drawn, last) if drawn.boolean() else draw_float(drawn)
            if drawn.chance(1, 6):
                items.append(draw_int(drawn) if drawn.chance(1, huge) else drawn.integer(0, 99))
            else:
                items.append(last)
        lists.append(items)
    return lists


def to_host_items(items: list[Any]) -> list[Any]:
    """Patterns were drawn as ints above 2**40; small ints stay ints."""
    from tests.softfloat.samples import to_host

    return [to_host(item) if 1 << 40 < item < 1 << 64 else item for item in items]


@pytest.mark.parametrize("name", ["fsum", "prod"])
def test_against_this_python(name: str) -> None:
    for items in mixed_items(5, 1500):
        host_items = to_host_items(items)
        ours = type_only(answer(f"math.{name}", guest(host_items)))
        theirs = host_answer(getattr(math, name), host_items)
        if name == "prod" and ours == "OverflowError" and not isinstance(theirs, (str, float)):
            continue
        assert ours == theirs, host_items


def test_fsum_is_the_rounded_exact_sum() -> None:
    for items in mixed_items(6, 600):
        numbers = [x for x in to_host_items(items) if isinstance(x, float) and math.isfinite(x)]
        exact = sum(map(Fraction, numbers), Fraction(0))
        if sum(map(abs, map(Fraction, numbers)), Fraction(0)) < Fraction(2) ** 1023:
            expected = exact.numerator / exact.denominator
            assert answer("math.fsum", guest(numbers)) == f"{from_host(expected):016x}"


def test_fsum_follows_the_errors_of_cpython() -> None:
    assert answer("math.fsum", guest([1e308, 1e308, -1e308])) == (
        "OverflowError",
        "intermediate overflow in fsum",
    )
    assert answer("math.fsum", guest([1e308, 1e308, 10**400])) == (
        "OverflowError",
        "intermediate overflow in fsum",
    )
    assert answer("math.fsum", guest([1e308, 10**400])) == (
        "OverflowError",
        "int too large to convert to float",
    )
    assert answer("math.fsum", guest([INF, -INF])) == ("ValueError", "-inf + inf in fsum")
    assert answer("math.fsum", guest([INF, math.nan, -INF])) == ("ValueError", "-inf + inf in fsum")
    for items in (
        [INF, 1e308, 1e308],
        [1e308, INF, 1e308],
        [math.nan, 1.0],
        [1e308, 9e307, -1e308],
    ):
        ours = type_only(answer("math.fsum", guest(items)))
        assert ours == host_answer(math.fsum, items), items


def test_sumprod_examples() -> None:
    product = "math.sumprod"
    assert answer(product, guest([1e308, 1e308, -1e308]), guest([10, -10, 1])) == "7ff8000000000000"
    assert answer(product, (1, 2), (3, 4)) == 11
    assert answer(product, (2**62, 2**62), (2, 2)) == 2**64
    assert answer(product, (1, 2), (3,)) == ("ValueError", "Inputs are not the same length")
    assert answer(product, guest([0.1] * 10), guest([0.1] * 10)) == f"{from_host(0.1):016x}"


def ints_lead(items: list[Any]) -> bool:
    """Whether no int follows a float."""
    kinds = [isinstance(item, float) for item in items]
    return kinds == sorted(kinds)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="sum is compensated from 3.12 on")
def test_sum_and_sumprod_against_this_python() -> None:
    for first, second in zip(mixed_items(7, 1500, 8), mixed_items(8, 1500, 8), strict=True):
        p, q = to_host_items(first), to_host_items(second)
        if sys.version_info >= (3, 14) or ints_lead(p):  # before, ints were not compensated
            assert type_only(answer("sum", guest(p))) == host_answer(sum, p), p
        size = min(len(p), len(q))
        pair = p[:size], q[:size]
        ours = type_only(answer("math.sumprod", guest(pair[0]), guest(pair[1])))
        if ours != "OverflowError":
            assert ours == host_answer(math.sumprod, *pair), pair


def test_against_cpython_314(target: Callable[[str], Any]) -> None:
    """Under WebAssembly ints beyond a 32-bit long take another path, so they are left out."""
    running = target("cpython-3.14")
    cases = []
    for first, second in zip(mixed_items(9, 900, 10**9), mixed_items(10, 900, 10**9), strict=True):
        p, q = guest(to_host_items(first)), guest(to_host_items(second))
        assert isinstance(p, tuple)
        assert isinstance(q, tuple)
        size = min(len(p), len(q))
        cases.append(Case("float", {"operation": "sum", "arguments": [form_of(p)]}))
        forms = [form_of(p[:size]), form_of(q[:size])]
        cases.append(Case("float", {"operation": "math.sumprod", "arguments": forms}))
        cases.append(Case("float", {"operation": "math.dist", "arguments": forms}))
    for case, outcome in zip(cases, running.run(cases), strict=True):
        verdict = compare(case, run_case(case), outcome, running.hello())
        assert verdict.verdict in ("agree", "marked"), case.to_text()
