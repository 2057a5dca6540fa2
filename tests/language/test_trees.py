"""The parser accepts what CPython 3.14 accepts, and makes the same trees."""

from collections.abc import Callable

import pytest

from diff.targets.target import Target
from fuzz.checks.malformed import SUFFIXES, compare_cases, run_cases
from fuzz.checks.parity import standard_library
from fuzz.checks.tree_parity import TreeTally, compare_trees, file_sources
from tests.language.programs import PROGRAMS

SEED = 41


@pytest.fixture(autouse=True)
def oracle(target: Callable[[str], Target]) -> None:
    """Skipped, or failing where all targets are required, without CPython 3.14."""
    target("cpython-3.14")


def test_trees_are_those_of_cpython() -> None:
    """Every thirtieth file; `make parity TREES=1` compares them all."""
    tally = TreeTally()
    compare_trees(((name, source.encode()) for name, source in PROGRAMS.items()), tally)
    compare_trees(file_sources(standard_library()[::30]), tally)

    assert tally.disagreements == []
    assert tally.equal > len(PROGRAMS) + 15
    assert tally.statements > 400


def test_damaged_sources_are_accepted_and_refused_as_by_cpython() -> None:
    tally = compare_cases(0, 1_500, SEED)

    assert tally.disagreements == []
    assert tally.equal > 150
    assert tally.refused_alike > 900


def test_another_tree_is_seen() -> None:
    """A position alone differs: the comparison says where."""
    tally = TreeTally()
    compare_trees([("one", b"x = 1\ny = [2]\n")], tally)
    assert tally.equal == 1

    from fuzz.checks import tree_parity

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(tree_parity._NAMES, "List", "Liste")
        compare_trees([("two", b"x = 1\ny = [2]\n")], tally)
    [found] = tally.disagreements
    assert found.startswith("two: statement 1: ours")


@pytest.mark.parametrize("form", ["source", *SUFFIXES])
def test_malformed_input_is_refused_by_name(form: str) -> None:
    tally = run_cases(form, 0, 400, SEED)

    assert tally.defects == {}
    assert tally.accepted > 10
    assert sum(tally.refused.values()) > 200
