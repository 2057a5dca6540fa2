"""The pinned character tables against CPython 3.14 (Unicode 16), over all characters."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from spec.objects.unicode_tables import casing, normalisation, properties
from tests.objects.unicode.answers import all_digests, sentences

HERE = Path(__file__).parent
EXPECTED = json.loads((HERE / "cpython_3_14.json").read_text())


def split_lines(text):
    """Split as str.splitlines does, at the pinned line breaks."""
    lines, line, place = [], "", 0
    while place < len(text):
        if text[place] in properties.LINE_BREAKS:
            lines.append(line)
            line = ""
            place += text[place : place + 2] == "\r\n"
        else:
            line += text[place]
        place += 1
    return [*lines, line] if line else lines


ANSWERS = {
    "isalpha": properties.is_alphabetic,
    "isalnum": properties.is_alphanumeric,
    "isdecimal": properties.is_decimal,
    "isdigit": properties.is_digit,
    "isnumeric": properties.is_numeric,
    "isspace": properties.is_space,
    "isprintable": properties.is_printable,
    "islower": properties.is_lower_case,
    "isupper": properties.is_upper_case,
    "istitle": properties.is_title_case,
    "isidentifier": properties.is_identifier,
    "lower": casing.in_lower_case,
    "upper": casing.in_upper_case,
    "title": casing.in_title_case,
    "swapcase": casing.in_swapped_case,
    "capitalize": casing.capitalised,
    "casefold": casing.in_folded_case,
    "NFC": normalisation.nfc,
    "NFD": normalisation.nfd,
    "NFKC": normalisation.nfkc,
    "NFKD": normalisation.nfkd,
    "splitlines": lambda text: [len(each) for each in split_lines(f"a{text}b")],
    "strip": lambda text: f"{text}a{text}".strip(properties.SPACES),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_same_answers_as_cpython(name):
    found = all_digests({name: ANSWERS[name]})
    assert found == {key: EXPECTED[key] for key in found}


def test_every_digest_is_compared():
    assert set(EXPECTED) == set(all_names())


def all_names():
    """Yield the names of all digests."""
    for name in ANSWERS:
        yield from (name, f"{name} in words")
        if name in ("isidentifier", "title", "capitalize"):
            yield f"{name} after a letter"


def test_normalisation_is_stable_and_surrogates_pass():
    for text in list(sentences())[::50]:
        for form in (normalisation.nfc, normalisation.nfkc, normalisation.nfd):
            assert form(form(text)) == form(text)
    assert normalisation.nfc("\ud800e\u0301") == "\ud800\xe9"


@pytest.mark.parametrize("length", [20_000])
def test_long_texts_take_linear_time(length):
    assert len(casing.in_lower_case("a" + "\u03a3'" * length)) == 2 * length + 1
    marks = normalisation.nfd("a" + "\u0301\u0323" * length)
    assert marks == "a" + "\u0323" * length + "\u0301" * length


@pytest.mark.skipif("PVM_UNICODE_PACKAGES" not in os.environ, reason="packages are not installed")
def test_generated_files_are_reproduced(tmp_path):
    """PVM_UNICODE_PACKAGES: folder of the npm package; unicodedata2 must be on PYTHONPATH."""
    command = [sys.executable, HERE / "generate.py", os.environ["PVM_UNICODE_PACKAGES"], tmp_path]
    subprocess.run(command, check=True)
    home = HERE.parents[2] / "spec" / "objects" / "unicode_tables"
    for made in sorted(tmp_path.iterdir()):
        kept = home / made.name
        assert (
            hashlib.sha256(made.read_bytes()).digest() == hashlib.sha256(kept.read_bytes()).digest()
        )
