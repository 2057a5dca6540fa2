"""The basic cases of each lane are what CPython 3.14, RustPython and the reference answer."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from diff.targets.conformance import CASES_FILE, basic_cases, check_target, outcome_problem
from diff.targets.packages import TARGETS
from diff.targets.registry import entry_named
from diff.targets.target import Target, TraceLevel
from tests.targets import make_check_cases

OpenTarget = Callable[[str], Target]

RUSTPYTHON_DIFFERS = {
    "an unbound local": "args[0]: keeps the wording of Python before 3.11",
    "a function with defaults": "qualified name of the annotations' function",
    "builtin.sum ([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0": "uncompensated sum",
    "a syntax error": "words syntax errors its own way",
}
"""Basic cases in which stock RustPython 0.6.0 is wrong, and why; its other answers are right."""


def problems(target: Target, lane: str) -> dict[str, str]:
    """What `target` answers wrongly in `lane`."""
    hello = target.hello()
    claimed = [basic for basic in basic_cases()[lane] if hello.claims(basic.case)]
    level: TraceLevel = "path" if lane == "bytecode" else "none"
    outcomes = target.run([basic.case for basic in claimed], level)
    answers = zip(claimed, outcomes, strict=True)
    found = {basic.name: outcome_problem(basic.expected, o, hello) for basic, o in answers}
    return {name: problem for name, problem in found.items() if problem is not None}


def test_file_is_what_its_maker_writes(target: OpenTarget) -> None:
    target("cpython-3.14")
    made = make_check_cases.text(make_check_cases.document())
    assert made == CASES_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("lane", ["float", "bytecode", "compile", "object"])
def test_rustpython_answers_them(target: OpenTarget, lane: str) -> None:
    wrong = problems(target("rustpython-0.6.0"), lane)
    assert {name: why for name, why in wrong.items() if name not in RUSTPYTHON_DIFFERS} == {}


@pytest.mark.parametrize("name", ["cowboy-sdk", "cowboy-sdk@rustpython-0.6.0"])
def test_sdk_answers_them(target: OpenTarget, name: str) -> None:
    assert problems(target(name), "cbor") == {}


@pytest.mark.parametrize("lane", ["float", "cbor", "bytecode", "object"])
def test_reference_answers_them(target: OpenTarget, lane: str) -> None:
    assert problems(target("reference"), lane) == {}


def test_older_rustpython_is_caught(target: OpenTarget) -> None:
    """The check is worth something: it finds known bugs of 0.5.0."""
    wrong = problems(target("rustpython-0.5.0"), "float")
    assert {"float.__mod__(-6.0, 3.0)", "float.__floordiv__(1.0, 0.1)"} <= set(wrong)
    assert wrong["float.__mod__(-6.0, 3.0)"] == (
        'value: expected ["float","0000000000000000"], found ["float","4008000000000000"]'
    )


def test_reference_in_process_is_checked_too() -> None:
    report = check_target(entry_named("reference"), ("float",))
    assert report.passed, report.to_json()
    assert [section.name for section in report.sections] == ["float"]


LIAR = """
import sys
sys.argv[0] = {minimal!r}
text = open({minimal!r}).read()
exec(compile(text.replace({old!r}, {new!r}), {minimal!r}, "exec"))
"""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("operator.add", "operator.sub", 'value: expected ["float","3fd3333333333334"]'),
        ('"args": []', '"arguments": []', "field 'args' is missing"),
        ("type(error).__name__", '"ValueError"', 'exception.type: expected "ZeroDivisionError"'),
        ('"index": index', '"index": 0', "index is 0, expected 1"),
        ('"word": 64', '"word": 48', "hello.word: expected 32 or 64, found 48"),
        ('"version": "1.0"', '"version": ""', "hello.version: expected text"),
        ('"reason": "unsupported"', '"reason": "no"', "reason: expected 'unsupported'"),
        ("while (message", 'print("hello", flush=True)\nwhile (message', "frame of"),
    ],
)
def test_a_wrong_target_is_told_what_is_wrong(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    """The minimal target with one fault: the check names it."""
    minimal = str(TARGETS / "minimal.py")
    assert old in Path(minimal).read_text()
    program = tmp_path / "liar.py"
    program.write_text(LIAR.format(minimal=minimal, old=old, new=new))
    file = tmp_path / "targets.toml"
    file.write_text(f"[targets.liar]\ncommand = {json.dumps([sys.executable, str(program)])}\n")
    report = check_target(entry_named("liar", file))
    failures = [failure for section in report.sections for failure in section.failures]
    assert any(complaint in failure for failure in failures), failures
