"""`pvm run` on every form of a program."""

import json
import re
import subprocess
import sys
from pathlib import Path

from diff.case import Case
from diff.reference.target import run_case
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.bytecode import generate
from fuzz.lanes.source import generate as generate_source


def pvm(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pvm.main", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_source_container_and_listing_do_the_same(tmp_path: Path) -> None:
    source, listing, box = (tmp_path / f"p.{suffix}" for suffix in ("py", "pvmasm", "pvmc"))
    source.write_text("print(6 * 7)\n")
    listing.write_text(pvm("dis", source).stdout)
    assert pvm("compile", source, "-o", box).returncode == 0
    answers = [pvm("run", file, "--json") for file in (source, listing, box)]

    assert [answer.returncode for answer in answers] == [0, 0, 0]
    assert len({answer.stdout for answer in answers}) == 1
    assert json.loads(answers[0].stdout)["log"] == ["42"]


def test_a_case_brings_its_arguments(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    for seed in range(40):
        case = Case("bytecode", generate(Choices(SeededSource(seed))))
        expected = run_case(case)
        if case.body["arguments"] and expected.status == "returned":
            break
    file.write_text(case.to_text())
    document = json.loads(pvm("run", file, "--json").stdout)

    assert (document["status"], document["value"]) == (expected.status, expected.value)
    assert document["cycles"] == expected.cycles


def test_a_case_brings_its_limits_unless_others_are_given(tmp_path: Path) -> None:
    """`pvm run` and `pvm step` stop where the case says, or where the options say."""
    file = tmp_path / "case.json"
    body = generate(Choices(SeededSource(3)))
    used = run_case(Case("bytecode", {**body, "cycles": 10**6})).cycles
    assert used is not None
    assert used > 12
    file.write_text(Case("bytecode", {**body, "cycles": 12}).to_text())

    stopped = pvm("run", file, "--json")
    assert stopped.returncode == 4
    assert json.loads(stopped.stdout)["cycles"] <= 12
    given = pvm("run", file, "--cycles", 10**6, "--json")
    assert json.loads(given.stdout)["cycles"] == used
    commands = tmp_path / "commands"
    commands.write_text("continue\nmeter\n")
    assert "out-of-cycles" in pvm("step", file, "--commands", commands).stdout
    assert "out-of-cycles" not in pvm("step", file, "--commands", commands, "--cycles", used).stdout


def test_a_case_of_the_lane_source_runs_as_the_lane_does(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    for seed in range(3):
        case = Case("source", generate_source(Choices(SeededSource(seed))))
        file.write_text(case.to_text())
        expected = run_case(case)
        found = json.loads(pvm("run", file, "--json").stdout)
        assert (found["status"], found["cycles"]) == (expected.status, expected.cycles)


def test_a_case_of_another_lane_is_named(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(
        '{"format": "pvm-case-1", "revision": "pvm-1", "lane": "float", "operation": "add",'
        ' "arguments": [["float", "0000000000000000"], ["float", "0000000000000000"]]}'
    )
    answer = pvm("run", file)

    assert answer.returncode == 2
    assert re.search(r"\$\.lane: expected bytecode or source, found float", answer.stderr)
