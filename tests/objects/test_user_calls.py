"""Natives and operators call user code in the order of CPython 3.14, with the same arguments.

`user_calls.py` makes the programs from the registry, `unlike.toml` has the rows that differ by
decision or on purpose, each with the reason: a row that is not there must not differ, and one that
is there must.
"""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from diff.case import Case
from diff.reference.target import run_case
from diff.targets.target import Target
from spec.semantics.natives import all_natives
from spec.semantics.values import ABSENT
from tests.objects.user_calls import LEFT_OUT, programs, rows

UNLIKE: dict[str, str] = {
    f"{row} {kind}": reason
    for reason, listed in tomllib.loads((Path(__file__).parent / "unlike.toml").read_text()).items()
    for row, kinds in listed.items()
    for kind in kinds.split()
}
"""The rows that differ, each with the reason."""
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


def row_of(line: str) -> str:
    """What a line is about: operation, arguments, number of the receiver, what is varied."""
    return line.partition(": ")[0]


def test_row_of_a_line() -> None:
    """The name of a row ends where its answer begins."""
    assert row_of("set.pop()#3 full: a.hash -> int") == "set.pop()#3 full"


@pytest.mark.parametrize("part", range(PARTS))
def test_calls_are_those_of_cpython(part: int, target: Callable[[str], Target]) -> None:
    """The whole sequence, for every native and operator and every kind of object."""
    python = target("cpython-3.14")
    wrong, alike = {}, []
    for source in sources()[part::PARTS]:
        case = case_of(source)
        theirs = lines_of(python.run([case])[0], source)
        ours = lines_of(run_case(case), source)
        for one, other in zip(theirs, ours, strict=True):
            if one != other and row_of(one) not in UNLIKE:
                wrong[one] = other
            if one == other and row_of(one) in UNLIKE:
                alike.append(row_of(one))
    assert dict(list(wrong.items())[:10]) == {}
    assert alike == [], "listed in unlike.toml, but no different"


def test_what_is_unlike_is_known_by_name() -> None:
    """Each entry is a row that there is: a wrong label would excuse nothing and never be stale."""
    labels = {row.label for row in rows()}
    for row in UNLIKE:
        label = row.rpartition("#")[0] if "#" in row else row.partition(" ")[0]
        assert label in labels, row


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
