"""Spaces around a number: each of the first 256 characters and bytes against CPython 3.14."""

from collections.abc import Callable

import pytest

from diff.case import Case
from diff.comparing.compare import compare
from diff.reference.target import run_case
from diff.targets.target import Target

SPACES_BEYOND = "\u2028\u3000\u200b\ufeff"


def cases(function: str) -> list[Case]:
    """Numbers with one character or byte before and after them."""
    around = [*map(chr, range(256)), *SPACES_BEYOND]
    forms = [["str", f"{each}1"] for each in around] + [["str", f"1{each}"] for each in around]
    for kind in ("bytes", "bytearray"):
        for octet in range(256):
            forms += [[kind, f"{octet:02x}31"], [kind, f"31{octet:02x}"]]
    return [
        Case("object", {"method": function, "receiver": None, "arguments": [form], "keywords": {}})
        for form in forms
    ]


@pytest.mark.parametrize("function", ["builtin.int", "builtin.float"])
def test_what_may_stand_around_a_number(target: Callable[[str], Target], function: str) -> None:
    python = target("cpython-3.14")
    hello = python.hello()
    asked = cases(function)
    answers = python.run(asked)
    differing = [
        (case.to_text(), found.difference)
        for case, theirs in zip(asked, answers, strict=True)
        if (found := compare(case, run_case(case), theirs, hello)).difference is not None
    ]
    assert differing == []
