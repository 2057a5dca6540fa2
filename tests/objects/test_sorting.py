"""The list sort: the comparisons of CPython 3.11, one by one."""

import json
from pathlib import Path

import draw
import pytest
import sorts

from spec.semantics import sorting

EXPECTED = json.loads((Path(__file__).parent / "oracle" / "sorts.json").read_text())


class NoMachine:
    """What the sort needs of a machine when comparisons are answered at once."""

    def note(self, mark):
        """Ignore a mark."""


def ours(monkeypatch, items, reverse, raising, sense):
    """Sort with our sort; return order and comparisons as text."""
    judge = sorts.Judge(raising, sense)
    monkeypatch.setattr(
        sorting, "compare_truth", lambda machine, name, one, other: judge.less(one, other)
    )
    held = list(items)
    try:
        for _ in sorting.sort_items(NoMachine(), held, None, reverse):
            raise AssertionError("nothing suspends here")
    except sorts.Stop:
        pass
    return f"{[item[1] for item in held]} {judge.seen}"


def test_same_comparisons_and_same_order_also_when_one_raises(monkeypatch):
    cases = list(sorts.cases(draw.Draw(5), 600))
    found = draw.chunk_digests([ours(monkeypatch, *case) for case in cases], 20)
    assert [place for place, digest in enumerate(found) if digest != EXPECTED[place]] == []


@pytest.mark.parametrize(
    ("count", "least"), [(0, 0), (63, 63), (64, 32), (65, 33), (127, 64), (1000, 63), (4096, 32)]
)
def test_minimum_run(count, least):
    assert sorting.minimum_run(count) == least
