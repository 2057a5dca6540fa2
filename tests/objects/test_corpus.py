"""The kept cases of the lane `object` do on the machine what they do on CPython 3.14."""

from collections.abc import Callable

from diff.case import Case
from diff.comparing.compare import compare
from diff.outcome import Outcome
from diff.reference.target import run_case
from diff.targets.target import Target
from tests.objects import corpus

BATCH = 2_000
MARKED = 0.1
"""The most cases that may be shown under a mark only."""
FRESH = 2_000
"""Cases of another seed, nearly all of which show what the file has."""
UNKNOWN = 0.015
"""The share of fresh cases that may show something new; the first cases of an empty list all do."""


def answers(target: Target, cases: list[Case]) -> list[Outcome]:
    """The outcomes of a target."""
    found: list[Outcome] = []
    for start in range(0, len(cases), BATCH):
        found += target.run(cases[start : start + BATCH])
    return found


def test_equal_to_cpython(target: Callable[[str], Target]) -> None:
    """Value, receiver, error with its text; and each case still shows what it is kept for."""
    python = target("cpython-3.14")
    hello = python.hello()
    kept = corpus.kept()
    asked = [each for each in kept if not each.marked]
    theirs = answers(python, [each.case for each in asked])
    wrong = []
    for each, other in zip(asked, theirs, strict=True):
        mine = run_case(each.case)
        verdict = compare(each.case, mine, other, hello)
        if verdict.verdict != "agree":
            wrong.append((each.case.to_text(), str(verdict.difference)))
        if corpus.shown(each.case, mine) != each.shows:
            wrong.append((each.case.to_text(), f"shows no longer {each.shows}"))
    assert wrong == []


def test_marked_cases_are_few_and_show_what_they_are_kept_for() -> None:
    """They are those for which no case without marks was found."""
    marked = [each for each in corpus.kept() if each.marked]
    assert len(marked) <= MARKED * len(corpus.kept())
    assert [e.shows for e in marked if corpus.shown(e.case, run_case(e.case)) != e.shows] == []


def test_fresh_cases_show_little_that_is_new() -> None:
    """Else the list is out of date: `python -m tests.objects.corpus` makes it again."""
    known = {each.shows for each in corpus.kept()}
    fresh = [corpus.shown(case, run_case(case)) for case in corpus.drawn(FRESH, 10**8)]
    new = [name for name in fresh if name not in known]
    assert len(new) <= UNKNOWN * FRESH, new[:10]
    assert len(known) > 30_000
