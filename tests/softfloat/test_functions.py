"""Every inexact function: random, structured and published hard arguments against MPFR."""

import math

import gmpy2
import pytest

from fuzz.checks.float import BINARY, UNARY, Mpfr, agrees, check, main, ours
from fuzz.lanes.float_hard import FILE, read_hard_arguments
from spec.softfloat import OPERATIONS, Float
from spec.softfloat.operation import CORRECTLY_ROUNDED
from spec.softfloat.ziv import settle
from tests.softfloat.samples import answer, from_host

COUNT = 10_000
"""Inputs a function; `make float-check` takes a million."""


@pytest.mark.parametrize("name", [*UNARY, *BINARY])
def test_against_mpfr(name: str) -> None:
    report = check(name, COUNT, seed=20)

    assert report.checked >= COUNT
    assert report.wrong == 0, report.examples


def test_every_inexact_function_is_checked() -> None:
    inexact = {name for name, entry in OPERATIONS.items() if entry.mark == CORRECTLY_ROUNDED}
    checked = {f"math.{name}" for name in (*UNARY, *BINARY)}
    derived = {"float.__pow__", "float.__rpow__", "int.__pow__", "math.dist"}

    assert inexact == checked | derived


def test_published_hard_arguments() -> None:
    oracle = Mpfr()
    published = read_hard_arguments(FILE.read_text(encoding="ascii"))
    assert len(published) >= 24
    for name, lists in published.items():
        for arguments in lists:
            found = ours(name, *[Float(bits) for bits in arguments])
            expected = oracle.call(name.removeprefix("math."), arguments)
            assert agrees(found, expected), (name, [hex(bits) for bits in arguments])


THRESHOLDS = {
    "exp": (709.782712893384, -745.1332191019411, -708.3964185322641),
    "exp2": (1024.0, 1023.9999999999999, -1074.0, -1075.0, -1074.9999999999998, -1022.0),
    "expm1": (709.782712893384, -37.42994775023705, 1e-300, 5e-324),
    "sinh": (710.4758600739439, -710.4758600739439, 1e-8, 5e-324),
    "cosh": (710.4758600739439, 1e-8, 2.0**-27),
    "tanh": (19.061547465398498, 22.0, 5e-324),
    "gamma": (171.6243769563027, -184.5, -177.7, 2.0**-1024, 5.56268464626801e-309),
    "lgamma": (2.5563481638716906e305, -2.4570247382208006, 1.0000000000000002, 5e-324),
    "erfc": (26.543258454250984, 27.226017111108366, 27.3, -5.863584748755168),
    "erf": (5.921587195794507, 5.9215871957945, 5e-324, 2e-308),
    "log1p": (-0.9999999999999999, 5e-324, 1.7976931348623157e308),
    "atan": (5e-324, 1.7976931348623157e308, 1.633123935319537e16),
    "asin": (1.0, 0.9999999999999999, 5e-324),
    "acos": (-1.0, 0.9999999999999999, -0.9999999999999999, 5e-324),
    "log": (5e-324, 2.2250738585072014e-308, 0.9999999999999999, 1.0000000000000002),
    "cbrt": (5e-324, 1.7976931348623157e308, 27.0, 2.2250738585072009e-308),
}


@pytest.mark.parametrize("name", THRESHOLDS)
def test_thresholds_of_overflow_underflow_and_subnormals(name: str) -> None:
    oracle = Mpfr()
    for number in THRESHOLDS[name]:
        for step in range(-3, 4):
            bits = from_host(number) + step
            if bits & (1 << 63) - 1 >= 0x7FF << 52 or bits < 0:
                continue
            assert agrees(ours(f"math.{name}", Float(bits)), oracle.call(name, (bits,))), hex(bits)


@pytest.mark.parametrize("name", ["sin", "cos", "tan"])
def test_huge_arguments_are_reduced_exactly(name: str) -> None:
    oracle = Mpfr()
    for exponent in range(1, 2047, 7):
        bits = exponent << 52 | 0x921FB54442D18
        assert ours(f"math.{name}", Float(bits)) == oracle.call(name, (bits,))
    assert answer("math.sin", Float(from_host(1e300))) == f"{from_host(-0.8178819121159085):016x}"


def test_powers_that_are_midpoints_end() -> None:
    cases = (
        (2.0, -1075.0, "0000000000000000"),
        (0.5, 1075.0, "0000000000000000"),
        (2.0, -1074.5, "0000000000000001"),
        (3.0, 34.0, f"{from_host(float(3**34)):016x}"),
        (9.0, 17.5, f"{from_host(float(3**35)):016x}"),
        (2.0**52 + 1, 1.0, f"{from_host(2.0**52 + 1):016x}"),
        (6.755399441055745e15, 2.0, f"{from_host(float(6755399441055745**2)):016x}"),
        (10.0, 23.0, "44b52d02c7e14af6"),
    )
    for x, y, expected in cases:
        assert answer("math.pow", Float(from_host(x)), Float(from_host(y))) == expected


def test_fractional_powers_that_are_midpoints_end() -> None:
    """(a*a)**1.5 is a**3, of 54 bits and odd: no precision would ever settle it."""
    for a in (208065, 208067, 262143, 249737):
        cube = a**3
        assert cube.bit_length() == 54
        expected = f"{from_host(float(cube)):016x}"
        assert answer("math.pow", Float(from_host(float(a * a))), Float(from_host(1.5))) == expected
        fourth = Float(from_host(float(a * a) * 2.0**-40))
        scaled = f"{from_host(float(cube) * 2.0**-60):016x}"
        assert answer("float.__pow__", fourth, Float(from_host(1.5))) == scaled


def test_an_enclosure_settles_only_if_both_ends_round_alike() -> None:
    one = 1 << 80
    assert settle(one, 3, -80) == 0x3FF << 52
    assert settle(-one, 3, -80) == 0xBFF << 52
    assert settle(2, 3, -80) == -1
    assert settle(0, 0, 0) == -1
    half = one + (1 << 27)  # the midpoint of 1 and its successor
    assert settle(half, 1, -80) == -1
    assert settle(half - 2, 1, -80) == 0x3FF << 52
    assert settle(half + 2, 1, -80) == (0x3FF << 52) + 1
    below = one - (1 << 26)  # the midpoint of 1 and its predecessor, half as far
    assert settle(below, 1, -80) == -1
    assert settle(below + 5, 6, -80) == -1
    assert settle(3 << 60, 1, -1074 - 61) == -1
    assert settle(5 << 60, 1, -1074 - 61) == -1
    assert settle((5 << 60) + 2, 1, -1074 - 61) == 3


def test_atan2_of_an_exact_subnormal_midpoint() -> None:
    """y/x is exactly halfway between two subnormals; the arctangent lies just below."""
    y, x = from_host(3.0 * 2.0**-1070), from_host(32.0)
    oracle = Mpfr()

    assert ours("math.atan2", Float(y), Float(x)) == oracle.call("atan2", (y, x)) == 1


def test_logarithms_of_ints_beyond_the_floats() -> None:
    exact = gmpy2.context(precision=5000, emax=10**6, emin=-(10**6))
    for n in (10**400, 3**2000, 2**4096 - 1, 2**1024):
        for name in ("log", "log2", "log10"):
            gmpy2.set_context(exact)
            value = getattr(gmpy2, name)(gmpy2.mpfr(n))
            expected = gmpy2.ieee(64).plus(value)
            assert answer(f"math.{name}", n) == f"{from_host(float(expected)):016x}"
    assert answer("math.log2", 2**1100) == "4091300000000000"
    assert answer("math.log10", 10**400) == f"{from_host(400.0):016x}"
    assert answer("math.log", 2**1100, 2) == f"{from_host(1100.0):016x}"


def test_compositions_are_cpythons() -> None:
    for number in (1.0, 180.0, 57.3, 1e300, -2.5):
        bits = Float(from_host(number))
        assert answer("math.degrees", bits) == f"{from_host(math.degrees(number)):016x}"
        assert answer("math.radians", bits) == f"{from_host(math.radians(number)):016x}"
    assert answer("math.log", 1000, 10) == "4007ffffffffffff"
    assert answer("math.log", 125, 5) == "4008000000000001"


def test_the_command_checks_and_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--count", "40", "--only", "exp,repr,fma", "--jobs", "1"]) == 0
    assert "no difference" in capsys.readouterr().out
    assert main(["--only", "foo"]) == 2
    assert "unknown: foo" in capsys.readouterr().err
