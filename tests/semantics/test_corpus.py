"""The generated cases that are kept do on the machine what they do on CPython 3.14.

With the programs of `test_programs.py` they are the oracle of the machine.
"""

from collections import Counter
from collections.abc import Callable

import pytest

from diff.case import Case
from diff.comparing.compare import compare
from diff.outcome import Outcome
from diff.reference.target import run_case
from diff.targets.target import Target
from spec.revision import PVM_1
from tests.semantics import corpus, oracle
from tests.semantics.test_programs import DIFFERENCES

BATCH = 500
MARKED = 0.02
"""The most single instructions that may be shown under a mark only."""


def answers(target: Target, cases: list[Case]) -> list[Outcome]:
    """The outcomes of a target, path included."""
    found: list[Outcome] = []
    for start in range(0, len(cases), BATCH):
        found += target.run(cases[start : start + BATCH], "path")
    return found


@pytest.mark.parametrize("family", corpus.FAMILIES)
def test_equal_to_cpython(family: str, target: Callable[[str], Target]) -> None:
    """Value, exception with its type, args and text, and path; up to the first foreign mark."""
    cpython = target("cpython-3.14")
    kept = corpus.kept(family)
    theirs = answers(cpython, [each.case for each in kept])
    verdicts: Counter[str] = Counter()
    for each, other in zip(kept, theirs, strict=True):
        comparison = compare(each.case, run_case(each.case, "path"), other, cpython.hello())
        verdicts[comparison.verdict] += 1
        expected = ("agree", "marked") if each.marked else ("agree",)
        assert comparison.verdict in expected, (each.case.to_text(), comparison)

    assert verdicts["agree"] >= (1 - MARKED) * len(kept)


@pytest.mark.parametrize("family", corpus.FAMILIES)
def test_each_case_shows_what_it_is_kept_for(family: str) -> None:
    """It still goes through the cases of rules that it brought in; of these there are no two."""
    shown: set[str] = set()
    for each in corpus.kept(family):
        assert set(each.shows) <= set(corpus.observed(each.case).cases), each.case.to_text()
        assert shown.isdisjoint(each.shows)
        shown.update(each.shows)


def test_every_single_instruction_is_kept() -> None:
    """What fresh single instructions go through is in the list, or the list is out of date:
    `python -m tests.semantics.corpus` makes it again."""
    known = {name for each in corpus.kept(corpus.SINGLE) for name in each.shows}
    fresh = {name for case in corpus.single_cases(10_000) for name in corpus.observed(case).cases}

    assert fresh - known == set()
    assert len(known) > 8_000


def test_the_oracle_is_large_and_reaches_every_rule() -> None:
    """At least 2,000 different programs, single instructions not counted."""
    programs = {
        str(program["code"])
        for family in oracle.families()
        if family != oracle.LIMITS
        for program in oracle.kept(family)["programs"].values()
    }
    for family in (corpus.SOURCES, corpus.PROGRAMS):
        programs |= {each.case.to_text() for each in corpus.kept(family)}
    assert len(programs) >= 2_000

    names = corpus.hand_written()
    for family in corpus.FAMILIES:
        names.update(name for each in corpus.kept(family) for name in each.shows)
    reached = {name.partition("(")[0].partition(".")[0] for name in names}
    assert {op.name for op in PVM_1.rules} - reached == set(DIFFERENCES["unreached"])
