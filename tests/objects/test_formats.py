"""`format()` of the builtin kinds against CPython 3.14's recorded answers."""

import json
import struct
from pathlib import Path

import draw
import formats
import pytest

from spec.semantics.formatting import format_str
from spec.semantics.raising import Raise
from spec.softfloat.errors import FloatError
from spec.softfloat.format_number import format_float, format_int
from spec.softfloat.format_spec import parse_format_spec

EXPECTED = json.loads((Path(__file__).parent / "oracle" / "formats.json").read_text())


def format_builtin(value, spec):
    """Format as the machine does, without a machine."""
    if isinstance(value, str):
        return format_str(value, parse_format_spec(spec, "s", "str", "<"))
    if isinstance(value, float):
        return format_float(struct.unpack("<Q", struct.pack("<d", value))[0], spec)
    return format_int(int(value), spec, type(value).__name__)


def ours(value, spec):
    """Return the answer or the error as text."""
    if spec == "":
        return format(value, spec)
    try:
        return format_builtin(value, spec)
    except Raise as raised:
        return f"{raised.error.cls.name}: {raised.error.args[0]}"
    except FloatError as failed:
        return f"{failed.type_name}: {failed.arguments[0]}"


def test_twenty_thousand_specifications():
    cases = list(formats.cases(draw.Draw(1), 20_000))
    found = draw.chunk_digests([ours(value, spec) for value, spec in cases])
    different = [place for place, (one, other) in enumerate(zip(found, EXPECTED, strict=True))
                 if one != other]  # fmt: skip
    assert different == [], f"first in cases {different[0] * 100}..., see oracle/formats.py"


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [
        (1234567.891, ",.2f", "1,234,567.89"),
        (1234, "010,", "00,001,234"),
        (1234, "08,", "0,001,234"),
        (1.23456789, ".8,f", "1.234,567,89"),
        (float("inf"), "010", "0000000inf"),
        (-0.0, "z.1f", "0.0"),
        (2.675, ".2f", "2.67"),
        (0.5, ".0f", "0"),
        (1.5, ".0f", "2"),
        (1e16, "", "1e+16"),
        (255, "#_x", "0xff"),
        (0xFFFFF, "_x", "f_ffff"),
        (True, "d", "1"),
        ("abc", "*^10.2", "****ab****"),
    ],
)
def test_examples(value, spec, text):
    assert ours(value, spec) == text


def test_digits_beyond_the_expansion_are_zeros():
    text = format_builtin(5e-324, ".2000f")
    assert len(text) == 2002
    assert text == format(5e-324, ".2000f")
    assert format_builtin(0.1, ".1200e") == format(0.1, ".1200e")


def test_too_many_digits():
    assert ours(1, "9" * 19) == "ValueError: Too many decimal digits in format string"
    assert ours(1.0, ".2147483648f") == "ValueError: precision too big"
