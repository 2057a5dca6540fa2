"""`pvm fuzz` as a program: its exit statuses, and what it says when something is wrong."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.campaigns import LANE, essence, options

KIBIBYTE = 1024


def _pvm(*arguments: str, largest_file: int | None = None) -> "subprocess.CompletedProcess[str]":
    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.run(
        [sys.executable, "-m", "pvm.main", "fuzz", *arguments],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
        preexec_fn=limit,
        env={**os.environ, "COLUMNS": "200"},
    )


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--lane", "flaot"], 2, "there is no lane 'flaot'; lanes are float, bytecode"),
        (["--targets", "rustpython"], 2, "no target 'rustpython'; there are reference, cpython"),
        (["--cases", "5", "--time", "5"], 2, "--time and --cases are two budgets; give one"),
        (["--cases", "0"], 2, "--cases"),
        (["--cases", "many"], 2, "--cases"),
        (["--fail-on", "sometimes"], 2, "--fail-on"),
        (["--resume"], 2, "has no campaign to resume"),
        (["--targets-file", "/nowhere/targets.toml"], 2, "/nowhere/targets.toml"),
    ],
)
def test_wrong_use(tmp_path: Path, arguments: list[str], status: int, message: str) -> None:
    finished = _pvm("--store", str(tmp_path / "s"), "--seed", "1", *arguments)

    assert finished.returncode == status, finished.stderr
    assert message in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_store_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    finished = _pvm("--store", str(tmp_path / "file" / "s"), "--cases", "5")

    assert finished.returncode == 3
    assert str(tmp_path / "file") in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("this is not a database, but long enough to be looked at" * 100)
    finished = _pvm("--store", str(tmp_path / "s"), "--cases", "5")

    assert finished.returncode == 3
    assert "not a store" in finished.stderr


def _planted(store: Path, cases: int) -> list[str]:
    file = options(store, ["two_bugs"]).targets_file
    fixed = ["--lane", LANE, "--targets", "two_bugs", "--targets-file", str(file)]
    return [*fixed, "--store", str(store), "--seed", "3", "--cases", str(cases)]


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """The file may not grow beyond a limit; without it the campaign goes on where it was."""
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    assert _pvm(*_planted(whole, 9000)).returncode == 0

    failed = _pvm(*_planted(broken, 9000), largest_file=400 * KIBIBYTE)
    assert failed.returncode == 3, failed.stderr
    assert str(broken) in failed.stderr
    assert "Traceback" not in failed.stderr

    resumed = _pvm(*_planted(broken, 9000), "--resume")
    assert resumed.returncode == 0, resumed.stderr
    assert essence(broken) == essence(whole)


def test_what_a_person_sees(tmp_path: Path) -> None:
    finished = _pvm(*_planted(tmp_path / "s", 1500), "--fail-on", "consensus")

    assert finished.returncode == 1
    lines = finished.stdout.splitlines()
    assert lines[0] == f"campaign 1 begins: seed 3, store {tmp_path / 's'}"
    assert any(line.startswith("lane") and "divergences" in line for line in lines)
    assert any("float float.__mul__: value: -0.0 / 0.0 (two_bugs)" in line for line in lines)
    assert f"look at one: pvm show ID --store {tmp_path / 's'}" in lines


def test_the_json_document(tmp_path: Path) -> None:
    finished = _pvm(*_planted(tmp_path / "s", 600), "--json")
    document = json.loads(finished.stdout)

    assert finished.returncode == 0
    assert document["plan"]["seed"] == 3
    assert document["targets"] == {"two_bugs": "1"}
    assert document["rows"][0]["cases"] == 600
    assert document["rows"][0]["cases_per_second"] > 0
    assert document["identity"]["revision"] == "pvm-1"
    assert {finding["state"] for finding in document["findings"]} == {"confirmed"}
