"""The lists of unreached branches name what there is; `make coverage` tells whether they hold."""

import pytest

from tests.coverage.branches import Gap, gaps_of, sources_of
from tests.coverage.lists import PACKAGES, listed, parsed


@pytest.mark.parametrize("name", PACKAGES)
def test_each_listed_gap_is_in_the_source(name: str) -> None:
    """In the function that it names; and it has a reason."""
    sources = sources_of(PACKAGES[name])
    for gap, reason in listed(name).items():
        source = sources.get(gap.place.partition(".")[0])
        assert source is not None, str(gap)
        assert source.has(gap), str(gap)
        assert reason.strip(), str(gap)


@pytest.mark.parametrize(
    "gap",
    [
        Gap("list_type.f", "if a:", "return 1"),
        Gap("list_type.f", "if a -> b:", "leaves"),
        Gap("list_type.f", "except X:"),
        Gap("list_type.C.f", "x = {1: 2}", "y = 3"),
    ],
)
def test_the_form_of_the_lists_can_be_read(gap: Gap) -> None:
    assert parsed(str(gap)) == gap


def test_gaps_are_branches_and_beginnings() -> None:
    """What lies behind a gap is none of its own."""
    package = "tests/coverage"
    text = sources_of(package)["lists"]
    head = next(n for n, line in enumerate(text.lines, 1) if line.startswith("if gap in found"))
    measured = {
        "executed_lines": [head],
        "missing_lines": [head + 1, head + 2, head + 9],
        "missing_branches": [[head, head + 1], [head, -1], [head + 1, head + 2]],
    }
    gaps = gaps_of({"files": {f"{package}/lists.py": measured}}, package)
    assert {(gap.line, gap.target) for gap in gaps} == {
        ("if gap in found:", text.text(head + 1)),
        ("if gap in found:", "leaves"),
        (text.text(head + 9), ""),
    }
