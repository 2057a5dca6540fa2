"""The list of known findings: its form, what it explains, and that its programs print it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from diff.canonical import Json
from diff.case import Case
from diff.comparing.known_findings import KnownListError, known_as, known_findings, read_known
from diff.comparing.signature import Signature
from diff.targets.target import Target
from tests.diff import samples
from tests.diff.known_programs import on_cpython_314, on_native

ENTRY = """
[[finding]]
name = "remainder-of-nan"
title = "A remainder is no number"
program = "print(1.0 % 1.0)"
expected = "0.0"
shows = [
    { signature = "float float.__mod__: value: float / nan", path = "value*" },
]

[finding.observed]
"rust" = "nan"
"""


def test_an_entry_explains_a_finding_of_its_target_only() -> None:
    entries = read_known("float", ENTRY)
    finding = samples.finding()
    others = Signature("float", "float.__mod__", "value", ("float", "nan"), "node")
    elsewhere = Signature("float", "float.__add__", "value", ("float", "nan"), "rust")

    assert known_as(finding, entries) == "remainder-of-nan"
    assert known_as(replace(finding, signature=others), entries) is None
    assert known_as(replace(finding, signature=elsewhere), entries) is None


def test_path_and_content_of_the_difference_narrow_an_entry() -> None:
    finding = replace(samples.finding(), difference={"path": "value[0]", "found": ["int", 1]})

    def explained(more: str) -> bool:
        text = ENTRY.replace(', path = "value*"', more)
        return known_as(finding, read_known("float", text)) is not None

    assert explained(', path = "value*"')
    assert not explained(', path = "value"')
    assert explained(""", found = '["int",*]'""")
    assert not explained(""", found = '["str",*]'""")


LETTERS = """
[[finding]]
name = "letters"
title = "Bytes have letters"
program = "print(1)"
expected = "0"
shows = [
    { signature = "object bytes.isalpha: value: bool / bool" },
    { signature = "object str.join: status: returned str / raised TypeError", found = "*seq*" },
]

[finding.observed]
"rust" = "1"
"""


@pytest.mark.parametrize(
    ("source", "field", "kinds", "found", "known"),
    [
        ("return b'a'.isalpha(),", "value", ("bool", "bool"), ["bool", True], True),
        ("return b'a'.isdigit(),", "value", ("bool", "bool"), ["bool", True], False),
        ("return b'a'.isalpha(),", "value", ("bool", "int"), ["int", 1], False),
        ("return ''.join(1),", "value", ("str", "class"), ["class", "TypeError"], True),
        ("return ''.join(1),", "value", ("str", "class"), ["class", "ValueError"], False),
        ("''.join(1)", "status", ("returned tuple", "raised TypeError"), "a seq.", True),
        ("''.join(1)", "status", ("returned tuple", "raised TypeError"), "an int", False),
    ],
)
def test_a_defect_of_an_operation_is_known_in_programs_with_its_name(
    source: str, field: str, kinds: tuple[str, str], found: Json, known: bool
) -> None:
    body = {"source": f"def main():\n    {source}\n", "arguments": [], "cycles": 9, "cells": 9}
    finding = replace(
        samples.finding(),
        signature=Signature("source", "CALL", field, kinds, "rust"),
        case=Case("source", body),
        difference={"path": field, "expected": None, "found": found},
    )

    assert (known_as(finding, read_known("object", LETTERS)) == "letters") is known


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("title =", "titel =", "it has expected, name,"),
        ('name = "remainder-of-nan"', 'name = "Remainder of NaN"', "is no name like"),
        ('"rust" = "nan"', '"rust" = "0.0"', "rust prints what is expected"),
        ('"rust" = "nan"', "", "`observed` maps"),
        ("path =", "place =", "`shows` has `signature`"),
        ("[[finding]]", "[[findings]]", "expected [[finding]] tables"),
        ("[[finding]]", "[[finding]", "known/float.toml: "),
    ],
)
def test_a_malformed_list_is_refused_by_name(old: str, new: str, complaint: str) -> None:
    with pytest.raises(KnownListError, match=r"known/float\.toml") as caught:
        read_known("float", ENTRY.replace(old, new))

    assert complaint in str(caught.value)


def test_cpython_314_prints_what_the_list_says(
    target: Callable[[str], Target], tmp_path: Path
) -> None:
    target("cpython-3.14")
    entries = known_findings()

    printed = on_cpython_314([entry.program for entry in entries], tmp_path)

    expected = {entry.name: entry.expected.rstrip("\n") for entry in entries}
    assert dict(zip(expected, printed, strict=True)) == expected


@pytest.mark.parametrize("version", ["rustpython-0.6.0", "rustpython-0.5.0"])
def test_rustpython_prints_what_the_list_says(
    target: Callable[[str], Target], version: str
) -> None:
    """A version that an entry does not name has not the defect: it prints what is expected."""
    target(version)
    entries = known_findings()

    printed = {entry.name: on_native(version, entry.program) for entry in entries}

    said = {entry.name: entry.observed.get(version, entry.expected) for entry in entries}
    assert printed == {name: text.rstrip("\n") for name, text in said.items()}
