"""The lane `float`: valid cases, the same on every Python, held to targets as reviewed."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from diff.case import Case
from diff.comparing.accepted import AcceptedListError
from diff.comparing.compare import compare
from diff.comparing.float import ANY, bound_for, compare_float, read_bounds, ulp_distance
from diff.float_expression import ExpressionError, read_expression
from diff.outcome import RAISED, RETURNED, Mark, Outcome
from diff.reference.target import run_case
from diff.targets.target import OBSERVABLE, Hello
from fuzz.checks.float_digest import digest
from fuzz.choices import Choices, RecordedSource, SeededSource
from fuzz.lanes.float import generate
from reference_vm import form
from tests.versions.interpreters import interpreters

ROOT = Path(__file__).resolve().parents[2]
LIBM = Hello("cpython", "3.13.0", {"float": {}}, OBSERVABLE, frozenset())


def cases(count: int, seed: int) -> list[Case]:
    """Generated cases."""
    return [
        Case("float", generate(Choices(SeededSource(seed * 10**6 + number))))
        for number in range(count)
    ]


def test_cases_are_valid_and_run_on_the_reference() -> None:
    for case in cases(3000, 1):
        assert Case.from_json(json.loads(case.to_text())).identity == case.identity
        assert run_case(case).status in (RETURNED, RAISED)


def test_a_record_makes_the_same_case_and_zeros_the_simplest() -> None:
    choices = Choices(SeededSource(99))
    body = generate(choices)

    assert generate(Choices(RecordedSource(choices.record))) == body
    simplest = generate(Choices(RecordedSource([])))
    assert simplest["arguments"][0] == ["float", "0000000000000000"]


@pytest.mark.parametrize("interpreter", interpreters(), ids=str)
def test_every_python_gives_the_same_answers(interpreter: Any) -> None:
    sources = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", form.VARIABLE: "0"}
    environment = {**os.environ, **sources}
    done = subprocess.run(
        [interpreter.executable, "-m", "fuzz.checks.float_digest",
         "--count", "4000", "--seed", "5"],
        capture_output=True, text=True, check=True, cwd=ROOT, env=environment,
    )  # fmt: skip

    assert done.stdout.strip() == digest(4000, 5)


@pytest.mark.parametrize("name", ["cpython", "cpython-3.14"])
def test_targets_agree_on_what_python_defines(name: str, target: Callable[[str], Any]) -> None:
    running = target(name)
    hello = running.hello()
    claimed = [case for case in cases(4000, 31) if hello.claims(case)]
    for case, outcome in zip(claimed, running.run(claimed), strict=True):
        found = compare(case, run_case(case), outcome, hello)
        assert found.verdict in ("agree", "marked"), (case.to_text(), found.difference)


def test_another_correctly_rounded_implementation_agrees_in_every_bit(
    target: Callable[[str], Any],
) -> None:
    running = target("core-math-1.4.0")
    hello = running.hello()
    assert ROUNDED in hello.marks
    claimed = [case for case in cases(12_000, 41) if hello.claims(case)]
    agreed = 0
    for case, outcome in zip(claimed, running.run(claimed), strict=True):
        found = compare(case, run_case(case), outcome, hello)
        assert found.verdict in ("agree", "unclaimed"), (case.to_text(), found.difference)
        agreed += found.verdict == "agree"
    assert agreed > 1500


def returned(bits: int, *marks: str) -> Outcome:
    """A float as an outcome."""
    value = ["float", f"{bits:016x}"]
    return Outcome(RETURNED, value=value, marks=tuple(Mark(name, 0) for name in marks))


def raised(kind: str, *marks: str) -> Outcome:
    """An error as an outcome."""
    fields = {"type": kind, "args": [["str", "x"]], "text": "x"}
    found = tuple(Mark(name, 0) for name in marks)
    return Outcome(RAISED, exception=["exception", fields], marks=found)


ONE = 0x3FF << 52
ROUNDED = "correctly-rounded"


def verdict(name: str, reference: Outcome, other: Outcome) -> str | None:
    """What the lane's own comparison says of a libm."""
    found = compare_float(
        Case("float", {"operation": name, "arguments": []}), reference, other, LIBM
    )
    return None if found is None else found.verdict


def test_an_inexact_function_is_held_to_its_bound() -> None:
    bound = bound_for("math.sin", "cpython", "3.13.0")
    assert bound is not None
    expected = returned(ONE, ROUNDED)

    assert verdict("math.sin", expected, returned(ONE)) == "agree"
    assert verdict("math.sin", expected, returned(ONE + bound.ulp)) == "marked"
    assert verdict("math.sin", expected, returned(ONE + bound.ulp + 1)) == "differ"
    assert verdict("math.sin", expected, returned(ONE | 1 << 63)) == "differ"
    assert verdict("math.sin", expected, raised("ValueError")) == "differ"
    assert verdict("math.sin", returned(0, ROUNDED), returned(ONE)) == "differ"
    assert verdict("math.sin", raised("ValueError", ROUNDED), returned(ONE)) == "differ"


def test_one_finding_a_function_whatever_the_argument() -> None:
    case = Case("float", {"operation": "math.sin", "arguments": []})
    found = {
        compare(case, returned(bits, ROUNDED), returned(bits + 1000), LIBM).difference.kinds  # type: ignore[union-attr]
        for bits in (ONE, ONE + 77, ONE - (5 << 52))
    }

    assert len(found) == 1


def test_over_and_underflow_next_to_a_number_count_in_ulp() -> None:
    largest = (0x7FF << 52) - 1
    assert verdict("math.exp", returned(largest, ROUNDED), raised("OverflowError")) == "marked"
    assert verdict("math.exp", raised("OverflowError", ROUNDED), returned(largest)) == "marked"
    assert verdict("math.exp", raised("OverflowError", ROUNDED), returned(ONE)) == "differ"
    assert verdict("math.exp", returned(1, ROUNDED), returned(0)) == "marked"


def test_a_defined_operation_has_no_bound() -> None:
    case = Case("float", {"operation": "float.__add__", "arguments": []})

    assert compare_float(case, returned(ONE), returned(ONE + 1), LIBM) is None
    assert compare(case, returned(ONE), returned(ONE + 1), LIBM).verdict == "differ"


def test_a_target_that_honours_the_mark_is_held_to_every_bit() -> None:
    case = Case("float", {"operation": "math.sin", "arguments": []})
    honest = Hello("node", "1", {"float": {}}, OBSERVABLE, frozenset({ROUNDED}))

    assert compare(case, returned(ONE, ROUNDED), returned(ONE + 1), honest).verdict == "differ"


def test_distances() -> None:
    assert ulp_distance(ONE, ONE + 5) == 5
    assert ulp_distance(1, 1 | 1 << 63) == 2
    assert ulp_distance(0, 1 << 63) == 0
    assert ulp_distance(ONE, 0x7FF8 << 48) == 1 << 64


def test_the_reviewed_list_is_checked() -> None:
    musl = bound_for("math.acosh", "cpython", "3.14.2")
    stranger = bound_for("math.exp", "node", "9")
    assert musl is not None
    assert musl.ulp == ANY
    assert stranger is not None
    assert stranger.ulp == 20
    for text in ("[[bound]]\nulp = 1", "x = 1", "[[bound", '[[bound]]\nfunctions=[]\ntargets=[]'
                 '\nulp="many"\nreason="a long reason"'):  # fmt: skip
        with pytest.raises(AcceptedListError):
            read_bounds(text)


@pytest.mark.parametrize(
    ("text", "operation", "arguments"),
    [
        ("math.cbrt(2.0)", "math.cbrt", [["float", "4000000000000000"]]),
        ("1e16 % 3", "float.__mod__", [["float", "4341c37937e08000"], ["int", 3]]),
        ("2 ** 0.5", "float.__rpow__", [["float", "3fe0000000000000"], ["int", 2]]),
        ("1 / 3", "int.__truediv__", [["int", 1], ["int", 3]]),
        ("round(-2.5, 1)", "round", [["float", "c004000000000000"], ["int", 1]]),
        ("math.nextafter(0.0, inf, steps=2)", "math.nextafter",
         [["float", "0000000000000000"], ["float", "7ff0000000000000"], ["int", 2]]),
        ("(0.5).hex()", "float.hex", [["float", "3fe0000000000000"]]),
        ("float('1_0')", "float.parse", [["str", "1_0"]]),
        ("sum([0.5])", "sum", [["tuple", [["float", "3fe0000000000000"]]]]),
        ("3 < nan", "float.__gt__", [["float", "7ff8000000000000"], ["int", 3]]),
        ("math.sin(math.pi / 2)", "math.sin", [["float", "3ff921fb54442d18"]]),
        ("-Float(1)", "float.__neg__", [["float", "0000000000000001"]]),
    ],
)  # fmt: skip
def test_expressions(text: str, operation: str, arguments: list[Any]) -> None:
    assert read_expression(text).body == {"operation": operation, "arguments": arguments}


@pytest.mark.parametrize(
    "text",
    ["", "1 +", "foo(1.0)", "math.foo(1.0)", "x + 1.0", "1 + 2", "1.0 @ 2.0", "(lambda: 1)()",
             "math.sin(1.0 / 0.0)", "1j + 1.0", "math.sin(x=1)", "os.system('x')"]
)  # fmt: skip
def test_other_texts_are_refused_with_their_column(text: str) -> None:
    with pytest.raises(ExpressionError, match="column"):
        read_expression(text)
