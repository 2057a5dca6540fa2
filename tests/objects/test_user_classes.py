"""Builtins on instances of user classes, held to CPython 3.14 by what programs print."""

from collections.abc import Callable
from pathlib import Path

import pytest

from diff.case import Case
from diff.outcome import RETURNED
from diff.reference import run_case
from diff.target import Target
from tests.objects.differences import differences

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_prints_what_it_prints_in_cpython(
    target: Callable[[str], Target], path: Path
) -> None:
    body = {"source": path.read_text(), "arguments": [], "cycles": 10**6, "cells": 10**6}
    mine = run_case(Case("source", body))
    assert (mine.status, mine.marks) == (RETURNED, ()), "a mark would excuse differences"
    assert len(mine.log or ()) > 50
    assert differences([Case("source", body)], target("cpython-3.14")) == []
