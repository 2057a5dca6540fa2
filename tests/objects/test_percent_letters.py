"""Every byte as the letter of a conversion of bytes: known, unknown, and beyond ASCII."""

from collections.abc import Callable

import pytest

from diff.case import Case
from diff.reference.target import run_case
from diff.targets.target import Target
from tests.objects.differences import differences


def formatted(letter: int, before: bytes = b"%", kind: str = "bytes") -> Case:
    """Return the case of one conversion of 1 by a letter."""
    template = before + bytes([letter])
    body = {
        "method": f"{kind}.__mod__",
        "receiver": [kind, template.hex()],
        "arguments": [["tuple", [["int", 1]]]],
        "keywords": {},
    }
    return Case("object", body)


@pytest.mark.parametrize("before", [b"%", b"ab%-", b"%5", b"%.2"])
@pytest.mark.parametrize("kind", ["bytes", "bytearray"])
def test_letters_are_those_of_cpython(
    target: Callable[[str], Target], before: bytes, kind: str
) -> None:
    cases = [formatted(letter, before, kind) for letter in range(256)]
    assert differences(cases, target("cpython-3.14")) == []


def test_a_byte_beyond_ascii_is_no_letter_and_has_a_mark() -> None:
    """Whether C's char is signed decides in CPython between two types of errors."""
    for letter in range(256):
        outcome = run_case(formatted(letter))
        assert ("char-sign" in {mark.name for mark in outcome.marks or ()}) is (letter > 0x7F)
    assert isinstance(outcome.exception, list)
    assert outcome.exception[1]["type"] == "ValueError"
    text = "unsupported format character '\xff' (0xff) at index 1"
    assert outcome.exception[1]["text"] == text
