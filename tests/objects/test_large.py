"""Results above the limit of one object are MemoryError before they are built (decision D7)."""

import pytest

from diff.case import Case
from diff.outcome import RETURNED
from diff.reference.target import run_case

CHARACTERS = 10 * 1024 * 1024 // 4
"""Code points of the longest text: four bytes each in 10 MiB."""
BYTES = 10 * 1024 * 1024

RESULTS = {
    "str.join": ("('a' * ((n + 1) // 2)).join(['', '', ''])", CHARACTERS),
    "width of an int": ("'%*d' % (n, 1)", CHARACTERS),
    "width of a text": ("'%*s' % (n, '')", CHARACTERS),
    "precision of a float": ("'%.*f' % (n - 2, 0.0)", CHARACTERS),
    "str.center": ("''.center(n)", CHARACTERS),
    "bytes.replace": ("b'aa'.replace(b'a', b'b' * ((n + 1) // 2))", BYTES),
    "bytes.ljust": ("b''.ljust(n)", BYTES),
}


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("beyond", [0, 1])
def test_the_limit_is_exact(name: str, beyond: int) -> None:
    expression, most = RESULTS[name]
    source = f"def main(n):\n    return len({expression})\n"
    body = {
        "source": source, "arguments": [["int", most + beyond]], "cycles": 10**9, "cells": 10**9,
    }  # fmt: skip
    outcome = run_case(Case("source", body))
    if beyond:
        assert isinstance(outcome.exception, list)
        assert outcome.exception[1]["type"] == "MemoryError"
        assert "memory-limit" in [mark.name for mark in outcome.marks or ()]
    else:
        assert (outcome.status, outcome.value) == (RETURNED, ["int", most])
