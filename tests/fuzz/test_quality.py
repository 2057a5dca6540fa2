"""Planted bugs are found, attributed, put into one bucket and reduced to the known minimum."""

from pathlib import Path

import pytest

from diff.findings.finding import Finding
from fuzz.campaign.session import run_session
from tests.fuzz.campaigns import found, options

ZERO, MINUS_ZERO = "0000000000000000", "8000000000000000"
ONE, TWO, THREE, MINUS_THREE = (
    "3ff0000000000000",
    "4000000000000000",
    "4008000000000000",
    "c008000000000000",
)
HUGE = "7e37e43c8800759c"


def _bugs(store: Path, *bugs: str, cases: int = 600) -> list[Finding]:
    run_session(options(store, bugs, cases=cases, more=("cpython",)))
    return found(store)


def _arguments(finding: Finding) -> list[str]:
    return [content for _, content in finding.case.body["arguments"]]


def test_without_a_bug_nothing_is_found(tmp_path: Path) -> None:
    assert _bugs(tmp_path / "s", "none") == []


def test_a_wrong_value(tmp_path: Path) -> None:
    """0.0 * -0.0 is the simplest case, and every other case of it is in the same bucket."""
    (finding,) = _bugs(tmp_path / "s", "lost_sign")

    assert finding.case.operation == "float.__mul__"
    assert _arguments(finding) == [ZERO, MINUS_ZERO]
    assert finding.signature.kinds == ("-0.0", "0.0")
    assert finding.alone == finding.signature.subject == "lost_sign"
    assert finding.state == "confirmed"
    assert finding.count > 1


def test_a_condition_on_two_arguments(tmp_path: Path) -> None:
    """Both must be huge, so neither can be reduced; 0.0 is lost to inf."""
    findings = _bugs(tmp_path / "s", "big_difference", cases=1500)

    assert {finding.signature.kinds for finding in findings} <= {
        ("0.0", "inf"),
        ("float", "inf"),
    }
    smallest = next(f for f in findings if f.signature.kinds == ("0.0", "inf"))
    assert _arguments(smallest) == [HUGE, HUGE]


def test_two_bugs_are_two_findings_and_stay_so(tmp_path: Path) -> None:
    findings = _bugs(tmp_path / "s", "two_bugs", cases=1500)
    rules = {finding.signature.rule for finding in findings}

    assert rules == {"float.__mul__", "float.__sub__"}
    for finding in findings:
        assert finding.case.operation == finding.signature.rule


def test_each_target_answers_for_itself(tmp_path: Path) -> None:
    findings = _bugs(tmp_path / "s", "lost_sign", "raises")

    by_rule = {f.signature.rule: f.signature.subject for f in findings}
    assert by_rule == {"float.__mul__": "lost_sign", "float.__add__": "raises"}


def test_a_wrong_exception(tmp_path: Path) -> None:
    findings = _bugs(tmp_path / "s", "raises")

    assert all(f.signature.field == "status" for f in findings)
    assert [f.signature.kinds[1] for f in findings] == ["raised ZeroDivisionError"] * len(findings)


@pytest.mark.parametrize(
    ("bug", "operation", "arguments", "status", "detail"),
    [
        ("dies", "float.__mul__", [HUGE, ZERO], "crashed", "SIGKILL"),
        ("hangs", "float.__mul__", [THREE, THREE], "timed-out", "no answer within"),
        ("floods", "float.__sub__", [THREE, THREE], "protocol-error", "standard error"),
        ("babbles", "float.__sub__", [THREE, MINUS_THREE], "protocol-error", "outcome"),
        ("eats", "float.__add__", [TWO, TWO], "crashed", "exited with status"),
    ],
)
def test_a_target_that_misbehaves(
    tmp_path: Path, bug: str, operation: str, arguments: list[str], status: str, detail: str
) -> None:
    """The case is kept as a finding of its own kind, and the campaign goes on to its end."""
    findings = _bugs(tmp_path / "s", bug, cases=1500)
    of_bug = [f for f in findings if f.outcomes[bug].status == status]

    assert of_bug, findings
    assert len(of_bug) == len(findings)
    assert {f.case.operation for f in of_bug} == {operation}
    assert arguments in [_arguments(f) for f in of_bug]
    outcome = of_bug[0].outcomes[bug]
    assert detail in f"{outcome.detail} {outcome.exception}"


def test_a_bug_that_needs_earlier_cases(tmp_path: Path) -> None:
    """It does not repeat in a fresh process: kept as stateful, with the cases before it."""
    (finding,) = _bugs(tmp_path / "s", "remembers", cases=1500)

    assert finding.state == "stateful"
    assert _arguments(finding) == [ONE, ONE]
    assert finding.preceding
