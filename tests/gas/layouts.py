"""Pairs of layouts for which CPython 3.14 makes different code, one for each cause."""

from diff.case import Case
from diff.reference.target import run_case

PLENTY = 100_000


def costs(source, *arguments, cycles=PLENTY):
    """Cycles and cells of a run, and how it ends."""
    body = {
        "source": source,
        "arguments": [["int", value] for value in arguments],
        "cycles": cycles,
        "cells": PLENTY,
    }
    outcome = run_case(Case("source", body))
    return Cost((outcome.cycles, outcome.cells, outcome.status))


class Cost(tuple):
    """Cycles, cells, status; less some cycles."""

    def __sub__(self, cycles):
        return Cost((self[0] - cycles, *self[1:]))


def run_once(body, arguments="1, 2"):
    """A module that defines `f(a, b)` and calls it."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"def f(a, b):\n{lines}\nf({arguments})\n"


SPREAD = [
    # A NOP that holds a line stays.
    (run_once("if a: b\nelse: pass; b\nreturn b"),
     run_once("if a:\n  b\nelse:\n  pass\n  b\nreturn b")),
    (run_once("for i in (1, 2): pass; continue"),
     run_once("for i in (1, 2):\n  pass\n  continue")),
    # The NOP of a break behind `return` makes the end of the function too long to be repeated.
    (run_once("return (a if b else a).real + b"),
     run_once("return (\n(a if b else a).real + b)")),
    (run_once("for i in (1,):\n  if a: b = 1\n  else: b = 2\n  return 5"),
     run_once("for i in (1,):\n  if a: b = 1\n  else: b = 2\n  return \\\n    5")),
    # Stores to locals change places on one line only.
    (run_once("a, b = b, a"), run_once("a, \\\nb = b, a")),
    (run_once("x, y, z = b, a, 3\nreturn x"), run_once("x, \\\ny, z = b, a, 3\nreturn x")),
    # The first of two stores to one local goes on one line only; three are fused.
    (run_once("x = x = a\nreturn x"), run_once("x = \\\n x = a\nreturn x")),
    (run_once("x = x = x = a\nreturn x"), run_once("x = \\\n x = \\\n x = a\nreturn x")),
    (run_once("x = (x := a)\nreturn x"), run_once("x = (\n x := a)\nreturn x")),
    # Neighbours are fused on one line only.
    (run_once("return a + b"), run_once("return (a +\n b)")),
    (run_once("x = a; y = x; return y"), run_once("x = a\ny = x\nreturn y")),
    # Regions of handlers leave NOPs.
    (run_once("try: pass\nfinally: pass"), run_once("try:\n  pass\nfinally:\n  pass")),
]  # fmt: skip
