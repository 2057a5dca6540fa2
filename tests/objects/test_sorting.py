"""The list sort: the comparisons of CPython 3.11, one by one."""

import contextlib
import json
from pathlib import Path

import draw
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
    requests = sorting.sort_items(NoMachine(), held, None, reverse)
    answer = None
    with contextlib.suppress(StopIteration, sorts.Stop):
        while True:
            answer = requests.send(answer)
    return f"{[item[1] for item in held]} {judge.seen}"


def test_same_comparisons_and_same_order_also_when_one_raises(monkeypatch):
    cases = list(sorts.cases(draw.Draw(5), 600))
    found = draw.chunk_digests([ours(monkeypatch, *case) for case in cases], 20)
    assert [place for place, digest in enumerate(found) if digest != EXPECTED[place]] == []
