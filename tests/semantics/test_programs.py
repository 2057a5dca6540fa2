"""Every program does on the machine what it does on CPython 3.14: value, exception, text, path."""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from diff.targets.target import Target
from tests.semantics import oracle

FAMILIES = oracle.families()

DIFFERENCES = tomllib.loads((oracle.HERE / "intended.toml").read_text())
INTENDED: dict[str, str] = DIFFERENCES["programs"]
"""Programs whose outcome differs from CPython 3.14's by decision, each with the reason."""


def programs(family: str) -> list[tuple[str, Any]]:
    """The programs of a file with what is kept of them."""
    return sorted(oracle.kept(family)["programs"].items())


CASES = [(family, name, kept) for family in FAMILIES for name, kept in programs(family)]


@pytest.mark.parametrize(
    ("family", "name", "kept"), CASES, ids=[f"{family}.{name}" for family, name, _ in CASES]
)
def test_program(family: str, name: str, kept: Any) -> None:
    """One program; an intended difference really differs, so that the list stays short."""
    execution, _ = oracle.run_reference(kept["code"])
    found = oracle.outcome_of(execution)
    if family == oracle.LIMITS:
        words = name.partition("__")[0].split("_")
        assert found["exception"][1]["type"] == "".join(word.capitalize() for word in words)
        return

    differing = oracle.differences(oracle.expected_of(kept["outcome"]), found)
    if name.startswith(tuple(DIFFERENCES["prefixes"])) and found["status"] == "returned":
        # The limit of 256 frames (D12) only shows in the path; deep recursion kills CPython 3.14.
        assert found["value"] in (["str", "deep"], ["str", "RecursionError"])
    elif f"{family}.{name}" in INTENDED:
        assert differing
    else:
        assert differing == {}


@pytest.mark.parametrize("family", FAMILIES)
def test_kept_outcomes_belong_to_the_source(family: str) -> None:
    """`python -m tests.semantics.oracle` was run after the last change of the programs."""
    assert oracle.kept(family)["source"] == oracle.source_hash(family)


@pytest.mark.parametrize("family", [each for each in FAMILIES if each != oracle.LIMITS])
def test_kept_outcomes_are_those_of_cpython(family: str, target: Callable[[str], Target]) -> None:
    """CPython 3.14 itself, asked now, gives the code and the outcomes that are kept."""
    cpython = target("cpython-3.14")
    codes = oracle.compiled(cpython, family)
    kept = oracle.kept(family)["programs"]

    # Not the constants: the order of a frozenset among them is not the same in every process.
    assert {name: code["code"] for name, code in codes.items()} == {
        name: each["code"]["code"] for name, each in kept.items()
    }
    # Deep recursion kills the process of CPython 3.14, which takes long to come back.
    asked = {name: code for name, code in codes.items() if not name.startswith("recursion_")}
    for name, outcome in oracle.asked(cpython, asked).items():
        if f"{family}.{name}" in INTENDED:
            continue
        expected = oracle.expected_of(kept[name]["outcome"])
        assert oracle.differences(expected, oracle.expected_of(outcome)) == {}, name


def test_intended_differences_are_few_and_known() -> None:
    """Each is a program that there is, and has a reason; that they differ is checked above."""
    known = {f"{family}.{name}" for family, name, _ in CASES}

    assert set(INTENDED) <= known
    assert len(INTENDED) <= 12
    assert all(reason for table in DIFFERENCES.values() for reason in table.values())
