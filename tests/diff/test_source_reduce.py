"""A source is made smaller by statements and expressions; a finding of the lane has a program."""

import subprocess
import sys

from diff.case import Case
from diff.findings.reproduce import reproducer
from diff.findings.source_reduce import reduce_source
from diff.outcome import Outcome
from diff.reference.source import run_source_case
from diff.reference.target import run_case

LONG = '''
import math
@(lambda f: f)
def unused(a, b=1):
    """Docs."""
    return a + b

class C:
    def method(self, x):
        for i in range(3):
            if x > i:
                with self:
                    y = [j * 2 for j in range(x)]
        return 1

def main(n):
    total = 0
    try:
        while total < 3:
            total += 1
            wanted = f"{n}" + ("é" * 3 if total else (total // (n or 2), 1)[0])
    finally:
        pass
    return total, wanted
'''


def _shows_division(source: str) -> bool:
    """Whether it still compiles and holds a floor division of two operands."""
    outcome = run_source_case(_case(source))
    return outcome.code is not None and "total // (" in source


def _case(source: str) -> Case:
    body = {"source": source, "arguments": [["int", 2]], "cycles": 100_000, "cells": 100_000}
    return Case("source", body)


def test_statements_blocks_and_expressions_go() -> None:
    smallest, tries = reduce_source(LONG, _shows_division, 3_000)

    assert smallest.strip() == "total // (0)"
    assert tries < 600


def test_the_budget_is_kept_and_a_source_that_does_not_parse_still_loses_lines() -> None:
    asked: list[str] = []

    def never(source: str) -> bool:
        asked.append(source)
        return False

    assert reduce_source(LONG, never, 25) == (LONG, 25)
    assert len(asked) == 25
    damaged = "x = 1\ny = (\nz = 2\n"
    assert reduce_source(damaged, lambda source: "y = (" in source, 500)[0].strip() == "y = ("


def _printed(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_program_of_a_run_prints_what_it_gives() -> None:
    program = reproducer(_case("def main(n):\n    return n * 2, 'x'\n"), Outcome("returned"))

    assert program is not None
    assert _printed(program) == "(4, 'x')\n"


def test_the_program_of_a_code_object_is_silent_where_the_field_is_the_same() -> None:
    """Names are the same on every CPython; the reference's own answer is held against them."""
    case = _case("def f(a, *, b):\n    return a.c + b.d\nx = 1.5, (2, 'é'), frozenset\n")
    for field in ("names", "varnames", "argcount", "kwonlyargcount", "firstlineno", "qualname"):
        difference = {"field": "code", "path": f"code.{field}"}
        program = reproducer(case, run_case(case), difference)
        assert program is not None
        assert _printed(program) == ""
        other = program.replace("a.c + b.d", "a.d + b.c").replace("(a, *, b)", "(*, a2, a, b)")
        other = (
            other.replace("def f", "\\ndef g") if field in ("firstlineno", "qualname") else other
        )
        assert "instead of" in _printed(other), field
