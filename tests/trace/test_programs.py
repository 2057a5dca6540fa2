"""`pvm run` on every form of a program."""

import json
import subprocess
import sys
from pathlib import Path

from diff.case import Case
from diff.reference import run_case
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.bytecode import generate


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
