"""Natives and operators call user code in the order of CPython 3.14, with the same arguments.

`user_calls.py` makes the programs from the registry, `unlike.toml` has the operations that differ
by decision or on purpose, with what the lines of CPython begin with and the reason.
"""

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from diff.case import Case
from diff.reference import run_case
from diff.target import Target
from spec.semantics.natives import all_natives
from spec.semantics.values import ABSENT
from tests.objects.user_calls import LEFT_OUT, programs, rows

UNLIKE: dict[str, str] = tomllib.loads(
    (Path(__file__).parent / "unlike.toml").read_text()
)["unlike"]  # fmt: skip
PLENTY = {"cycles": 10**10, "cells": 10**11}
PARTS = 4
"""Tests that share the programs, so that they can run side by side."""


def case_of(source: str) -> Case:
    """A case of the lane `source`."""
    return Case("source", {"source": source, "arguments": [], **PLENTY})


def lines_of(outcome: object, source: str) -> list[str]:
    """The lines that a program returned."""
    value = getattr(outcome, "value", None)
    assert value is not None, (outcome, source[-2000:])
    return str(value[1]).split("\n")


@cache
def sources() -> list[str]:
    """The programs."""
    return programs()


def name_of(line: str) -> str:
    """The operation that a line is about."""
    return line.partition("(")[0].partition(" ")[0].partition("#")[0]


def differing(python: Target, chosen: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """The lines of CPython and ours that differ, by operation."""
    found: dict[str, list[tuple[str, str]]] = {}
    for source in chosen:
        case = case_of(source)
        theirs = lines_of(python.run([case])[0], source)
        ours = lines_of(run_case(case), source)
        assert len(theirs) == len(ours)
        for one, other in zip(theirs, ours, strict=True):
            if one != other:
                found.setdefault(name_of(one), []).append((one, other))
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_calls_are_those_of_cpython(part: int, target: Callable[[str], Target]) -> None:
    """The whole sequence, for every native and operator and every kind of object."""
    found = differing(target("cpython-3.14"), sources()[part::PARTS])
    assert {name: lines[:3] for name, lines in found.items() if name not in UNLIKE} == {}


def test_what_is_unlike_is_known_by_name() -> None:
    """Each entry is an operation that there is, with a reason."""
    names = {name_of(row.label) for row in rows()}
    assert set(UNLIKE) <= names
    assert all(UNLIKE.values())


def test_rows_come_from_the_registry() -> None:
    """Every native with parameters has rows, or there is a reason why not."""
    names = {name_of(row.label) for row in rows()}
    assert {"list.index", "dict.update", "builtin.sorted", "math.fsum", "set.union"} <= names
    assert len(names) > 500
    assert set(LEFT_OUT) <= set(all_natives())
    assert ABSENT not in names


SORTS = """
def change(items, how):
    def key(item):
        how(items)
        return item
    return key

def grows_and_shrinks(items):
    items.append(1)
    items.clear()

def sorts_itself(items):
    items.sort()

def main():
    found = []
    for how in (grows_and_shrinks, sorts_itself, list.clear, lambda items: items.extend([]),
                lambda items: items.extend([1]), lambda items: items.insert(0, 1),
                lambda items: items.__setitem__(slice(0, 0), [1]),
                lambda items: items.__setitem__(slice(0, 0), []),
                lambda items: (items.append(2), items.pop()), lambda items: items.__init__(),
                lambda items: items.__init__([1]), lambda items: items.__imul__(3),
                lambda items: (items.append(3), items.sort(key=change(items, list.clear)))):
        items = [3, 1, 2]
        try:
            items.sort(key=change(items, how))
            found.append(items)
        except ValueError as error:
            found.append((str(error), items))
    return found
"""


def test_a_list_that_changes_during_its_sort(target: Callable[[str], Target]) -> None:
    """It is noticed, also if the list is empty again at the end."""
    case = case_of(SORTS)
    theirs = target("cpython-3.14").run([case])[0]
    ours = run_case(case)
    assert theirs.value == ours.value
    assert "list modified during sort" in str(ours.value)
