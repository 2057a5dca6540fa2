"""Each decision that touches the machine has a program that shows it, and its mark."""

import tomllib
from typing import Any

import pytest

from diff.case import Case
from diff.reference.target import run_case
from spec.decisions import DECISIONS
from spec.marks import MARKS
from tests.semantics import oracle

TABLE = tomllib.loads((oracle.HERE / "decided.toml").read_text())
PROGRAMS: list[dict[str, Any]] = TABLE["program"]


@pytest.mark.parametrize(
    "entry", PROGRAMS, ids=[f"{each['decision']}-{each.get('mark', '')}" for each in PROGRAMS]
)
def test_program(entry: dict[str, Any]) -> None:
    """It gives what is decided and notes the mark, whose text names the decision."""
    limits = {"cycles": entry.get("cycles", 10**6), "cells": entry.get("cells", 10**6)}
    outcome = run_case(Case("source", {"source": entry["source"], "arguments": [], **limits}))
    mark = entry.get("mark")

    if "value" in entry:
        assert outcome.value == entry["value"], outcome
    else:
        assert outcome.status == mark
    if mark is not None:
        assert mark in {each.name for each in outcome.marks or ()}


def test_every_decision_is_shown() -> None:
    """By a program above, or elsewhere."""
    shown = {each["decision"] for each in PROGRAMS}
    known = {each.identifier for each in DECISIONS}

    assert known <= shown | set(TABLE["elsewhere"])
    assert set(TABLE["elsewhere"]) <= known - shown


def test_every_mark_of_the_machine_is_shown() -> None:
    """By a program above, or there is a reason why not."""
    shown = {each["mark"] for each in PROGRAMS if "mark" in each}
    machine = {name for name in MARKS if not name.startswith("cbor-")}

    assert machine - shown == set(TABLE["marks"])
    assert shown <= machine
