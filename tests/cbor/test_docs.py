"""The page of the book says what the code says."""

import doctest
from dataclasses import fields
from pathlib import Path

from spec.cbor import PVM_1, SDK_0_1, Profile, Reason
from spec.cbor.reasons import MEANINGS

PAGE = Path(__file__).parents[2] / "docs" / "cbor.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_every_reason_is_explained_once() -> None:
    assert list(MEANINGS) == list(Reason)
    for reason, meaning in MEANINGS.items():
        written = "yes" if meaning.written else ""
        row = f"| `{reason.value}` | {meaning.when} | {meaning.place} | {written} |"
        assert TEXT.count(row) == 1


def test_every_parameter_that_separates_the_profiles_is_named() -> None:
    section = TEXT[TEXT.index("## What sdk-0.1") : TEXT.index("## Diagnostic")]
    for field in fields(Profile):
        if not field.init:
            continue  # derived from the others
        separates = getattr(PVM_1, field.name) != getattr(SDK_0_1, field.name)
        assert (f"| `{field.name}` |" in section) is (separates and field.name != "name")


def test_the_examples_run() -> None:
    results = doctest.testfile(str(PAGE), module_relative=False, verbose=False)
    assert results.attempted >= 4
    assert results.failed == 0
