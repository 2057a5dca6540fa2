"""`pvm explain` finds every kind of name, and says so when there is none."""

import pytest

from diff.showing.explain import UnknownName, explain
from spec.decisions import DECISIONS
from spec.marks import MARKS
from spec.semantics.registry import all_rules
from spec.softfloat import OPERATIONS


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("LIST_APPEND", ["rule LIST_APPEND", "price"]),
        ("math.sin", ["operation math.sin", "price"]),
        ("builtin.len", ["price"]),
        ("nan-bits", ["mark nan-bits"]),
        ("G1", ["decision G1"]),
    ],
)
def test_a_name_is_explained_as_what_it_is(name: str, titles: list[str]) -> None:
    assert [title for title, _ in explain(name)] == titles


def test_everything_with_a_name_can_be_explained() -> None:
    names = [op.name for op in all_rules()] + list(OPERATIONS) + list(MARKS)
    names += [decision.identifier for decision in DECISIONS]

    assert [name for name in names if not explain(name)] == []


def test_an_unknown_name_is_an_error_of_use() -> None:
    with pytest.raises(UnknownName, match="nothing is called 'nope'") as caught:
        explain("nope")

    assert caught.value.exit_status == 2
