"""Decimal and hexadecimal text, rounding to digits and formats against CPython."""

import math
import os
import struct
from pathlib import Path

import pytest

from fuzz.checks.float import check
from spec.softfloat import OPERATIONS, Float
from spec.softfloat.characters import TO_ASCII
from spec.softfloat.parse import parse
from spec.softfloat.shortest import represent
from spec.softfloat.text import quoted
from tests.softfloat.samples import (
    answer,
    boundary_patterns,
    choices,
    from_host,
    host_answer,
    to_host,
    type_only,
)


def find_mathdata() -> Path:
    """The test data of this CPython, or of another one under pyenv."""
    own = Path(os.__file__).parent / "test" / "mathdata"
    others = sorted((Path.home() / ".pyenv").glob("versions/*/lib/python3*/test/mathdata"))
    return next((path for path in (own, *others) if path.exists()), own)


MATHDATA = find_mathdata()


@pytest.mark.parametrize("name", ["repr", "parse", "round", "format", "from_int"])
def test_random_values_against_cpython(name: str) -> None:
    report = check(name, 8000, seed=5)

    assert report.wrong == 0, report.examples


def test_repr_of_every_power_of_two_and_its_neighbours() -> None:
    for exponent in range(2047):
        for bits in (exponent << 52, (exponent << 52) + 1, max(0, (exponent << 52) - 1)):
            assert represent(bits) == repr(to_host(bits))
    for bits in boundary_patterns():
        assert represent(bits) == repr(to_host(bits))
    assert represent(0x42E26687DB6B9B04) == repr(to_host(0x42E26687DB6B9B04))


def exact_decimal(bits: int, half_units: int) -> str:
    """The exact decimal of a positive float plus so many half units, with an exponent."""
    exponent = max(bits >> 52, 1) - 1075
    magnitude = bits & (1 << 52) - 1 | (1 << 52 if bits >> 52 else 0)
    magnitude = 2 * magnitude + half_units
    exponent -= 1
    if exponent >= 0:
        return f"{magnitude << exponent}e0"
    return f"{magnitude * 5**-exponent}e{exponent}"


def test_midpoints_of_hundreds_of_digits_and_their_neighbours() -> None:
    drawn = choices(8)
    for _ in range(300):
        bits = drawn.integer(1, (0x7FE << 52) + (1 << 52) - 1)
        even, odd = bits & ~1, bits | 1
        digits, _, exponent = exact_decimal(bits, 1).partition("e")
        expected = odd + 1 if bits & 1 else even
        assert parse(f"{digits}e{exponent}") == expected
        assert parse(f"{digits}.{'0' * 40}1e{exponent}") == bits + 1
        below = str(int(digits) - 1)
        assert parse(f"{below}.{'9' * 40}e{exponent}") == bits


def test_the_longest_midpoint_has_768_digits() -> None:
    digits, _, exponent = exact_decimal((1 << 52) - 1, 1).partition("e")

    assert len(digits) == 768
    assert parse(f"{digits}e{exponent}") == 1 << 52
    assert parse(f"{digits}{'0' * 5000}1e{int(exponent) - 5001}") == 1 << 52
    assert parse(f"{int(digits) - 1}{'9' * 5000}e{int(exponent) - 5000}") == (1 << 52) - 1


@pytest.mark.skipif(not MATHDATA.exists(), reason="this Python came without its test data")
def test_published_hard_decimals_of_cpython() -> None:
    checked = 0
    for line in (MATHDATA / "floating_points.txt").read_text().splitlines():
        words = line.split()
        if len(words) == 4 and not line.startswith("#"):
            assert f"{parse(words[3]):016x}" == words[2].lower(), line
            checked += 1
    assert checked == 0 or checked > 500
    for line in (MATHDATA / "formatfloat_testcases.txt").read_text().splitlines():
        if "->" in line and not line.startswith("--"):
            left, right = line.split("->")
            spec, number = left.split()
            spec = spec[1:].replace("r", "")
            if spec != "" or "%r" not in left:
                ours = answer("format", Float(parse(number)), spec.lstrip("%"))
                assert ours == right.strip(), line


def test_grammar_of_decimal_texts() -> None:
    texts = [
        "1_0.0_1",
        "1e1_0",
        "1__0",
        "_1",
        "1_",
        "1._5",
        "1_.5",
        "1_e10",
        ".5",
        "5.",
        "+.5e-3",
        ".",
        "1e",
        "1e+",
        "e5",
        "0x10",
        "1,5",
        "--1",
        "1.5f",
        "nan(123)",
        "snan",
        "infinit",
        "inf",
        "Infinity",
        "+iNf",
        "nan",
        "-nan",
        "1e400",
        "-1e-400",
        "2.4703282292062327208e-324",
        "2.4703282292062328e-324",
        "1.7976931348623158e308",
        "1.797693134862315808e308",
        "1e_5",
        "1E5",
        "-",
        "9007199254740993",
        "9007199254740993.00000000000000000001",
        "1e5_",
        "INFINITY",
        "infinity_",
        "+",
        "1.e1",
    ]
    texts += [
        "",
        " ",
        "1 2",
        " 1 ",
        "\xa01\u2003",
        "\x1c1",
        "1\x1f",
        "\u0661\uff11",
        "1\x00",
        "\x85 7",
    ]
    texts += [
        "\u22121",
        "1\u066b5",
        "\u017fnan",
        "\u0130nf",
        "1" * 5000,
        "0." + "0" * 4000 + "1e4000",
    ]
    for text in texts:
        assert type_only(answer("float.parse", text)) == host_answer(float, text), ascii(text)


def test_exponents_of_any_length_are_cheap_and_right() -> None:
    huge = "9" * 100_000
    assert parse(f"1e{huge}") == 0x7FF << 52
    assert parse(f"-1e-{huge}") == 1 << 63
    assert parse(f"0e{huge}") == 0
    assert parse(f"0.{'0' * 100_000}1e100001") == 0x3FF << 52
    assert answer("float.fromhex", f"0x1p-{huge}") == "0000000000000000"


def test_there_are_760_decimal_digits() -> None:
    assert sum(1 for plain in TO_ASCII.values() if plain != " ") == 750
    for character, plain in TO_ASCII.items():
        assert parse(f"1{character}" if plain != " " else f"{character}1") == parse(f"1{plain}")


def test_errors_quote_the_text_as_repr_does() -> None:
    assert answer("float.parse", "it's\n\x7f\ud800\U0001f600") == (
        "ValueError",
        'could not convert string to float: "it\'s\\n\\x7f\\ud800\U0001f600"',
    )
    for text in ("", "'", '"', "'\"", "\\", "\t\r\x01\xad\xa0\u2028\U000e0001"):
        assert quoted(text) == repr(text)


def test_hex_both_ways() -> None:
    for bits in boundary_patterns():
        number = to_host(bits)
        assert answer("float.hex", Float(bits)) == number.hex()
        assert answer("float.fromhex", number.hex()) == f"{bits:016x}"
    texts = [
        "0x1p-1075",
        "0x1.8p-1075",
        "0x1.00000000000008p0",
        "1",
        "ff",
        ".8",
        "0x.8p",
        "0x",
        "1_0",
        "0x1p1024",
        "0x1.fffffffffffff8p1023",
        "0x1.fffffffffffff7p1023",
        "inf",
        "-Infinity",
        "nan",
        "0x1.8p+",
        "0x1p2000x",
        "0x1p1x",
        "0x0p99999999999999999999",
        "0x1p-99999999999999999999",
        "-0x1p-1074",
        "0x1p+10",
        "1p1",
        "0X1P1",
        "0x1.8.p1",
        "infinit",
        "naN",
    ]
    for text in [*texts, "", " 0x1 ", "\xa01", "\u0661", "0x1p1\xa0", "0x1p1024 x"]:
        ours = type_only(answer("float.fromhex", text))
        assert ours == host_answer(float.fromhex, text), ascii(text)


def test_round_to_digits_at_the_edges() -> None:
    numbers = (2.675, 0.125, 25.0, 35.0, 5.0, -5.0, -0.4, 1e308, 1.7e308, 5e-324, math.inf, 0.5)
    for number in numbers:
        for digits in (*range(-5, 20), -307, -308, -309, 322, 323, 324, 1074, 10**30, -(10**30)):
            ours = type_only(answer("round", Float(from_host(number)), digits))
            assert ours == host_answer(round, number, digits), (number, digits)
    assert answer("round", Float(from_host(math.nan))) == (
        "ValueError",
        "cannot convert float NaN to integer",
    )


def test_ints_are_rounded_to_even_multiples() -> None:
    for n in (*range(-30, 31), 25, 15, 10**40 + 5 * 10**9, -(2**70)):
        for digits in (0, 1, -1, -2, -10, -50, -1000):
            assert answer("round", n, digits) == round(n, digits)


def test_bits_survive_the_shortest_text() -> None:
    drawn = choices(4)
    for _ in range(3000):
        bits = drawn.bits(64)
        if bits & (1 << 63) - 1 <= 0x7FF << 52:
            assert parse(represent(bits)) == bits
    assert OPERATIONS["float.parse"]("0.1") == Float(struct.unpack("<Q", struct.pack("<d", 0.1))[0])
