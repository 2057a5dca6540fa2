"""Builtins on user classes, classes and functions as objects: what programs print."""

from collections.abc import Callable
from pathlib import Path

import pytest

from diff.case import Case
from diff.outcome import RETURNED
from diff.reference.target import run_case
from diff.targets.target import Target

MARKS = {
    "by_name": {
        "builtin-doc",
        "correctly-rounded",
        "hash-value",
        "no-address",
        "set-order",
        "sort-order",
        "unfinished-generator",
    },
    "conversions": {"hash-value"},
    "inheriting": {"builtin-doc"},
    "last_ways": {"no-address"},
    "types": {"builtin-doc"},
    "wrappers": {"builtin-doc"},
    "functions": {"annotate-qualname", "hash-value"},
}
"""Marks of programs whose output is the same all the same."""
PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))
PRELUDE = (Path(__file__).parent / "preludes" / "showing.py").read_text()
"""It stands in front of each program."""


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_prints_what_it_prints_in_cpython(
    target: Callable[[str], Target], path: Path
) -> None:
    body = {"source": PRELUDE + path.read_text(), "arguments": [], "cycles": 10**6, "cells": 10**6}
    mine = run_case(Case("source", body))
    assert mine.status == RETURNED
    assert {mark.name for mark in mine.marks or ()} == MARKS.get(path.stem, set()), "an excuse"
    assert len(mine.log or ()) > 50
    (theirs,) = target("cpython-3.14").run([Case("source", body)])
    assert (theirs.status, theirs.log) == (RETURNED, mine.log)
