"""The lane `source`: programs that run and end, compared by acceptance, code object and outcome."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from diff.case import Case
from diff.comparing.compare import compare
from diff.outcome import RAISED, REFUSED, RETURNED
from diff.reference.source import ANNOTATE_QUALNAME, CODE_FIELDS
from diff.reference.target import run_case
from diff.targets.target import OBSERVABLE, Hello, Target
from fuzz.campaign.features import source_features
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.source import generate

PROGRAMS = 120
HELLO = Hello("other", "1", {"source": {}}, OBSERVABLE, frozenset(), 64)


def _case(source: str, *arguments: Any) -> Case:
    body = {"source": source, "arguments": list(arguments), "cycles": 10**6, "cells": 10**6}
    return Case("source", body)


def test_most_programs_are_accepted_and_work_and_all_end() -> None:
    counts: Counter[str] = Counter()
    for seed in range(PROGRAMS):
        outcome = run_case(Case("source", generate(Choices(SeededSource(seed)))))
        counts[outcome.status] += 1
        counts["working"] += outcome.trace is not None and outcome.trace.steps >= 20

    assert set(counts) <= {RETURNED, RAISED, REFUSED, "working"}
    assert counts[REFUSED] <= PROGRAMS * 5 // 100
    assert counts["working"] >= PROGRAMS * 80 // 100
    assert counts[RETURNED] >= PROGRAMS * 80 // 100


def test_cpython_agrees_on_code_objects_and_outcomes(target: Callable[[str], Target]) -> None:
    other = target("cpython-3.14")
    cases = [Case("source", generate(Choices(SeededSource(seed)))) for seed in range(900, 930)]
    for case, answer in zip(cases, other.run(cases), strict=True):
        reference = run_case(case)

        assert compare(case, reference, answer, other.hello()).difference is None, case.body
        if reference.status != REFUSED:
            assert answer.code is not None
            assert set(answer.code) == {*CODE_FIELDS, ANNOTATE_QUALNAME}


def test_paths_span_the_module_and_main(target: Callable[[str], Target]) -> None:
    other = target("cpython-3.14")
    source = "total = 1\ndef main(n):\n    global total\n    for i in range(n): total += i\n"
    case = _case(source, ["int", 5])

    answer = other.run([case], "path")[0]
    reference = run_case(case, "path")

    assert reference.trace is not None
    assert answer.trace is not None
    assert reference.trace.path == answer.trace.path
    assert reference.trace.steps > 25


def test_another_field_of_a_code_object_is_named_whatever_the_run_shows() -> None:
    case = _case("x = [1, 2]\n")
    reference = run_case(case)
    assert reference.code is not None
    for field in CODE_FIELDS:
        other = replace(reference, code={**reference.code, field: "0" * 16})
        found = compare(case, reference, other, HELLO)
        assert found.difference is not None
        assert found.difference.path == f"code.{field}"


def test_names_of_annotations_are_excused_where_the_mark_is_foreign_and_nowhere_else() -> None:
    annotated = _case("def f(x: int): pass\n")
    reference = run_case(annotated)
    assert reference.code is not None
    other = replace(reference, code={**reference.code, ANNOTATE_QUALNAME: "0" * 16}, marks=())
    honouring = replace(HELLO, marks=frozenset({"annotate-qualname"}))

    excused = compare(annotated, reference, other, HELLO)
    assert (excused.difference, excused.marks) == (None, ("annotate-qualname",))
    assert compare(annotated, reference, other, honouring).difference is not None

    plain = run_case(_case("def f(x): pass\n"))
    assert [mark.name for mark in plain.marks or ()] == []
    wrong = replace(reference, code={**reference.code, "qualname": "0" * 16})
    assert compare(annotated, reference, wrong, HELLO).difference is not None


def test_a_refusal_of_the_profile_is_marked_and_one_of_the_grammar_is_not() -> None:
    ours = run_case(_case("x = 1j\n"))
    everybodys = run_case(_case("x = = 1\n"))

    assert (ours.status, ours.reason) == (REFUSED, "complex-literal")
    assert [mark.name for mark in ours.marks or ()] == ["refused"]
    assert (everybodys.status, everybodys.reason) == (REFUSED, "syntax")
    assert everybodys.marks == ()


def test_a_module_without_main_is_run_alone_and_its_failure_is_the_outcome() -> None:
    assert run_case(_case("x = 1\n", ["int", 1])).value == ["None", None]
    assert run_case(_case("def main(n): return n\n", ["int", 7])).value == ["int", 7]
    failed = run_case(_case("1 // 0\ndef main(n): return n\n", ["int", 7]))
    assert failed.exception is not None
    assert failed.exception[1]["type"] == "ZeroDivisionError"


def test_features_are_pairs_of_instructions() -> None:
    case = _case("x = y\n")

    assert "pair LOAD_NAME STORE_NAME" in set(source_features(case, run_case(case)))
