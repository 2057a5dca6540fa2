"""The commands that look at cases and findings: what they say, and how they exit."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import diff.findings.session
import diff.targets.registry
import pvm.main
from diff.case import Case
from diff.comparing.accepted import AcceptedListError, accepted, read_list, reason_for
from diff.findings.reproduce import reproducer
from diff.findings.store import Store
from diff.identity import identity
from diff.outcome import Outcome
from diff.showing.render import call_expression, expression
from diff.targets.registry import BUILT_IN, Entry
from diff.targets.target import TargetSpec
from spec.marks import MARKS
from tests.diff.samples import finding, int_case

ROGUE = str(Path(__file__).with_name("rogue_target.py"))
Command = Callable[..., tuple[int, str, str]]


def rogue_entry(name: str, *arguments: str) -> Entry:
    """A target that answers ints where floats are right: it differs in every case."""
    argv = (sys.executable, "-I", ROGUE, *arguments)
    spec = TargetSpec(name, "native", argv)
    return Entry(name, "for tests", ("float",), lambda: spec)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs `pvm` in this process with two more targets; gives status, output and errors."""
    extra = {
        "rogue": rogue_entry("rogue"),
        "broken": rogue_entry("broken", "{}", "exit"),
        "liar": rogue_entry("liar", '{"protocol": 9}'),
    }
    monkeypatch.setattr(diff.targets.registry, "BUILT_IN", {**BUILT_IN, **extra})

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pvm", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            pvm.main.run()
        out = capsys.readouterr()
        assert "Traceback" not in out.err
        return int(ended.value.code or 0), out.out, out.err

    return run


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    file = tmp_path / "case.json"
    file.write_text(int_case(7).to_text())
    return file


def test_diff_tells_who_stands_alone(command: Command, case_file: Path) -> None:
    status, out, _ = command("diff", case_file, "--targets", "cpython,rogue")

    assert status == 1
    assert "rogue stands alone" in out
    assert "returned 7.0" in out
    status, out, _ = command("diff", case_file, "--targets", "cpython,rogue", "--json")
    document = json.loads(out)

    assert status == 1
    assert document["alone"] == "rogue"
    assert document["outcomes"]["cpython"]["value"] == ["float", "401c000000000000"]
    assert document["identity"]["revision"] == "pvm-1"


def test_diff_exits_with_0_when_all_agree(command: Command, case_file: Path) -> None:
    status, out, _ = command("diff", case_file, "--targets", "cpython")

    assert (status, out.splitlines()[0]) == (0, "agree")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ('{"format": "pvm-case-1"}', "$.revision"),
        ('{"format":"pvm-case-1","revision":"pvm-1","lane":"flaot"}', "$.lane"),
        (int_case(7).to_text().replace("7", '"seven"'), "$.arguments[0]"),
        ("[" * 100_000, "nested"),
    ],
)
def test_a_malformed_case_is_an_error_of_the_user(
    command: Command, tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text)
    status, _, errors = command("diff", file)

    assert status == 2
    assert message in errors
    assert len(errors.splitlines()) == 1


def test_what_cannot_be_asked_is_left_out_with_its_reason(
    command: Command, case_file: Path, tmp_path: Path
) -> None:
    assert command("diff", tmp_path / "absent.json")[0] == 2
    status, _, errors = command("diff", case_file, "--targets", "nobody")

    assert (status, "no target 'nobody'" in errors) == (2, True)
    status, out, _ = command("diff", case_file, "--targets", "broken,liar,cpython")

    assert status == 0
    assert "exited with status 3" in out
    assert "protocol 9 is not 1" in out
    assert command("diff", case_file, "--targets", "broken")[0] == 3


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with one campaign and the finding that the rogue target makes."""
    path = tmp_path / "store.sqlite"
    found = finding(
        signature=finding().signature.__class__.from_json(
            {
                "lane": "float",
                "rule": "float.from_int",
                "field": "value",
                "kinds": ["float", "int"],
                "subject": "rogue",
            }
        ),
        case=int_case(7),
        outcomes={
            "reference": Outcome("returned", value=["float", "401c000000000000"]),
            "cpython": Outcome("returned", value=["float", "401c000000000000"]),
            "rogue": Outcome("returned", value=["str", "<script>alert(1)</script>"]),
        },
        alone="rogue",
    )
    row = {
        "lane": "float",
        "target": "rogue",
        "cases": 4096,
        "executed": 4000,
        "unclaimed": 0,
        "marked": 41,
        "divergences": 12,
        "seconds": 2.0,
        "marks": {"correctly-rounded": 41},
        "cases_per_second": 2048.0,
        "executed_share": 0.977,
        "marked_share": 0.01,
        "findings": 1,
    }
    lane = {"lane": "float", "cases": 4096, "reached": 120, "corpus": 80}
    with Store(path, identity()) as opened:
        number = opened.begin_campaign({"seed": 99}, {"rogue": "1"}, ["left out: node: no node"])
        opened.keep_finding(found)
        opened.count_finding(found.key, number, 17, 12)
        opened.end_campaign(number, "done", {"lanes": [lane], "targets": [row]})
    return path


def only_id(command: Command, store: Path) -> str:
    document = json.loads(command("findings", "--store", store, "--json")[1])
    return str(document["findings"][0]["id"])


def test_findings_and_show(command: Command, store: Path) -> None:
    key = only_id(command, store)
    status, out, _ = command("findings", "--store", store)

    assert status == 0
    assert key in out
    assert "float float.from_int" in out
    status, out, _ = command("show", key[:4], "--store", store)

    assert status == 0
    assert "rogue stands alone among 3 answers" in out
    assert "float(7)" in out
    assert f"pvm replay {key}" in out
    assert command("show", "ffffffffffff", "--store", store)[0] == 2
    assert command("show", key, "--store", store.with_name("no"))[0] == 2


def test_a_verdict_needs_a_reason_and_stays(command: Command, store: Path) -> None:
    key = only_id(command, store)

    assert command("show", key, "--store", store, "--verdict", "target")[0] == 2
    why = ("--verdict", "target", "--reason", "returns an int")
    assert command("show", key, "--store", store, *why)[0] == 0
    assert "verdict: target: returns an int" in command("show", key, "--store", store)[1]


def test_replay_says_whether_it_repeats(command: Command, store: Path) -> None:
    key = only_id(command, store)
    status, out, _ = command("replay", key, "--store", store)

    assert (status, out.splitlines()[0]) == (1, f"{key} repeats")
    status, out, _ = command("replay", key, "--store", store, "--targets", "cpython", "--json")

    assert status == 3
    assert json.loads(out)["state"] == "incomplete"


def test_minimize_refuses_what_its_choices_do_not_make(command: Command, store: Path) -> None:
    status, _, errors = command("minimize", only_id(command, store), "--store", store)

    assert status == 2
    assert "choices" in errors


def test_the_page_is_one_file_and_shows_text_as_text(
    command: Command, store: Path, tmp_path: Path
) -> None:
    page = tmp_path / "report.html"
    status, out, _ = command("report", "--store", store, "--html", page)
    text = page.read_text()

    assert status == 0
    assert "2,048" in out
    assert "left out: node: no node" in out
    assert only_id(command, store) in text
    for outside in ("<script", "http:", "https:", "src=", "@import", "url("):
        assert outside not in text
    assert "&lt;script&gt;" in text
    assert "print(repr(float(7)))" in text
    assert "not reviewed" in text
    assert "pvm replay" in text


def test_a_report_is_data_too(command: Command, store: Path, tmp_path: Path) -> None:
    document = json.loads(command("report", "--store", store, "--json")[1])

    assert document["findings"][0]["attribution"] == "rogue stands alone among 3 answers"
    assert document["marks"][0]["cases"] == 41
    assert document["history"][0]["findings"] == 1
    assert command("report", "--store", store, "--campaign", 5)[0] == 2
    assert command("report", "--store", store, "--html", tmp_path / "no" / "x.html")[0] == 3


# The reviewed list


def test_every_accepted_mark_is_known_and_every_target_too() -> None:
    """A typing error in the list would excuse nothing, silently."""
    families = {"cpython", "rustpython", "cowboy-sdk", *BUILT_IN}
    for mark, target in accepted():
        assert mark in MARKS or mark.startswith("sdk-"), mark
        assert target in families, target


def test_a_version_is_accepted_by_name_or_family() -> None:
    assert reason_for("integer-limit", "rustpython-0.6.0")
    assert reason_for("sort-order", "rustpython-0.5.0")
    assert reason_for("sort-order", "rustpython-0.6.0") is None
    assert reason_for("integer-limit", "somebody-1.0") is None


@pytest.mark.parametrize(
    "text",
    [
        "[[accepted",
        "[accepted]",
        'x = 1\naccepted = [{mark="a", targets=["b"], reason="long enough text"}]',
        'accepted = [{mark="a", targets=["b"]}]',
        'accepted = [{mark="a", targets="b", reason="long enough text"}]',
        'accepted = [{mark="a", targets=["b"], reason="short"}]',
        'accepted = [{mark="a", targets=["b", "b"], reason="long enough text"}]',
    ],
)
def test_a_malformed_list_is_named(text: str) -> None:
    with pytest.raises(AcceptedListError):
        read_list(text)


# Reproducers


VALUES: list[Any] = [
    (["int", "-9007199254740993"], -9007199254740993),
    (["float", "8000000000000000"], -0.0),
    (["float", "0000000000000001"], 5e-324),
    (["float", "fff0000000000000"], float("-inf")),
    (["str", "it's \\ \u00e9\n"], "it's \\ \u00e9\n"),
    (["str-escaped", "\\ud800\\\\"], "\ud800\\"),
    (["bytes", "00ff27"], b"\x00\xff'"),
    (["tuple", [["int", 1]]], (1,)),
    (["set", []], set()),
    (["dict", [[["int", 1], ["list", [["bool", True], ["None", None]]]]]], {1: [True, None]}),
    (["frozenset", [["int", 1]]], frozenset([1])),
    (["range", [["int", 0], ["int", 5], ["int", 2]]], range(0, 5, 2)),
    (["bytearray", "01"], bytearray(b"\x01")),
]


@pytest.mark.parametrize(("form", "value"), VALUES, ids=lambda part: str(part)[:30])
def test_an_expression_evaluates_to_its_value(form: Any, value: object) -> None:
    made = eval(expression(form))

    assert (type(made), repr(made)) == (type(value), repr(value))


CALLS: list[tuple[str, list[Any], str]] = [
    ("float.__mod__", [["float", "bff0000000000000"], ["float", "4008000000000000"]], "2.0"),
    ("float.__rsub__", [["float", "3ff0000000000000"], ["int", 5]], "4.0"),
    ("float.__neg__", [["float", "3ff0000000000000"]], "-1.0"),
    ("float.__round__", [["float", "4004000000000000"]], "2"),
    ("float.__divmod__", [["float", "4014000000000000"], ["int", 2]], "(2.0, 1.0)"),
    ("float.__rdivmod__", [["int", 2], ["float", "4014000000000000"]], "(2.0, 1.0)"),
    ("float.parse", [["str", " 1_0e1 "]], "100.0"),
    ("math.prod", [["tuple", [["int", 3]]], ["float", "3ff8000000000000"]], "4.5"),
    ("math.hypot", [["int", 3], ["int", 4]], "5.0"),
    ("float.hex", [["float", "3ff0000000000000"]], "'0x1.0000000000000p+0'"),
    ("int.__truediv__", [["int", -1], ["int", 2]], "-0.5"),
    ("round", [["float", "400599999999999a"], ["int", 1]], "2.7"),
]


@pytest.mark.parametrize(("operation", "arguments", "printed"), CALLS)
def test_a_reproducer_runs_on_a_bare_interpreter(
    operation: str, arguments: list[Any], printed: str
) -> None:
    case = Case("float", {"operation": operation, "arguments": arguments})
    program = reproducer(case, Outcome("returned", value=["None", None]))

    assert program is not None
    assert call_expression(case) is not None
    result = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout == printed + "\n"
