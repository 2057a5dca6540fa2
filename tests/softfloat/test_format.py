"""The format mini language for numbers against CPython 3.14."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from diff.case import Case
from fuzz.lanes.float_texts import format_spec
from fuzz.lanes.float_values import draw_float, draw_int
from tests.softfloat.samples import answer, choices, guest, host_answer, to_host, type_only

# Taken from CPython 3.14.2: value, specification, text or error.
FROM_CPYTHON_314: tuple[tuple[object, str, str], ...] = (
    (1234567.1234567, ",.7_f", "1,234,567.123_456_7"),
    (1234567.1234567, ",._f", "1,234,567.123_457"),
    (1234567.1234567, "._", "1234567.123_456_7"),
    (1234567.1234567, "020,.7_f", "01,234,567.123_456_7"),
    (1234567.1234567, "030,.7_f", "0,000,000,001,234,567.123_456_7"),
    (1.5, "=+z#012_.3_%", "+00_150.000%"),
    (1e16, "#", "1.e+16"),
    (100.0, "#.3", "1.00e+02"),
    (-0.0, "z", "0.0"),
    (-0.04, "z.1f", "0.0"),
    (0.0, ".0", "0e+00"),
    (float("inf"), "010,", "0000000inf"),
    (float("-inf"), "010%", "-00000inf%"),
    (65, "5c", "    A"),
    (65, "05c", "0000A"),
    (65, "._x", "41"),
    (123456789, "013,", "0,123,456,789"),
    (2**70, "#015_b", "0b100" + "_0000" * 17),
    (True, "5", "    1"),
    (True, "", "True"),
    (1.5, "\u0663", "1.5"),
)
ERRORS_OF_CPYTHON_314: tuple[tuple[object, str, str, str], ...] = (
    (65, "z", "ValueError", "Negative zero coercion (z) not allowed in integer format specifier"),
    (65, ".3d", "ValueError", "Precision not allowed in integer format specifier"),
    (65, ",x", "ValueError", "Cannot specify ',' with 'x'."),
    (65, "_c", "ValueError", "Cannot specify '_' with 'c'."),
    (65, "q", "ValueError", "Unknown format code 'q' for object of type 'int'"),
    (True, "q", "ValueError", "Unknown format code 'q' for object of type 'bool'"),
    (1.5, "\u00e9", "ValueError", "Unknown format code '\\xe9' for object of type 'float'"),
    (1.5, ",\x07", "ValueError", "Cannot specify ',' with '\\x7'."),
    (1.5, "._n", "ValueError", "Cannot specify '_' with 'n'."),
    (1.5, "._s", "ValueError", "Unknown format code 's' for object of type 'float'"),
    (1.5, ",_f", "ValueError", "Cannot specify both ',' and '_'."),
    (1.5, ".3,_", "ValueError", "Cannot specify both ',' and '_'."),
    (1.5, ",,f", "ValueError", "Invalid format specifier ',,f' for object of type 'float'"),
    (1.5, ".", "ValueError", "Format specifier missing precision"),
    (1.5, "9" * 20, "ValueError", "Too many decimal digits in format string"),
    (255, "+c", "ValueError", "Sign not allowed with integer format specifier 'c'"),
    (-1, "c", "OverflowError", "%c arg not in range(0x110000)"),
    (2**1024, "f", "OverflowError", "int too large to convert to float"),
)


@pytest.mark.parametrize(("value", "spec", "expected"), FROM_CPYTHON_314)
def test_texts(value: object, spec: str, expected: str) -> None:
    assert answer("format", guest(value), spec) == expected


@pytest.mark.parametrize(("value", "spec", "name", "text"), ERRORS_OF_CPYTHON_314)
def test_errors(value: object, spec: str, name: str, text: str) -> None:
    assert answer("format", guest(value), spec) == (name, text)


def test_generated_specifications_against_this_python() -> None:
    drawn = choices(17)
    checked = 0
    for _ in range(8000):
        drawn.record.clear()
        value: Any = to_host(draw_float(drawn)) if drawn.chance(3, 4) else draw_int(drawn)
        spec = format_spec(drawn)
        after_point = spec.rpartition(".")[2] if "." in spec else ""
        if "_" in after_point or "," in after_point or not spec.isascii():
            continue  # newer than 3.11
        ours = type_only(answer("format", guest(value), spec))
        assert ours == host_answer(format, value, spec), (value, spec)
        checked += 1
    assert checked > 5000


def test_a_text_beyond_ten_mebibytes_is_a_memory_error() -> None:
    assert answer("format", guest(1.5), "3000000") == ("MemoryError",)
    assert answer("format", guest(1.5), ".3000000f") == ("MemoryError",)
    assert answer("format", guest(1.5), ".3000000g") == "1.5"
    assert answer("format", guest(1.5), ".2147483648f") == ("ValueError", "precision too big")


def test_against_cpython_314(target: Callable[[str], Any]) -> None:
    drawn = choices(23)
    cases = []
    for _ in range(2500):
        drawn.record.clear()
        bits = draw_float(drawn)
        body = {
            "operation": "format",
            "arguments": [["float", f"{bits:016x}"], ["str", format_spec(drawn)]],
        }
        cases.append(Case("float", body))
    from diff.comparing.compare import compare
    from diff.reference.target import run_case

    running = target("cpython-3.14")
    for case, outcome in zip(cases, running.run(cases), strict=True):
        verdict = compare(case, run_case(case), outcome, running.hello())
        assert verdict.verdict in ("agree", "marked"), json.dumps(case.to_json())
