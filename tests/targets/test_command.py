"""`pvm targets list|install|check` as a user meets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from diff.targets.registry import BUILT_IN, CHECKOUT
from pvm.targets import app

RUNNER = CliRunner()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A targets.toml with a good target and one that does not start."""
    file = tmp_path / "targets.toml"
    command = json.dumps([sys.executable, "{targets}/minimal.py"])
    broken = json.dumps([sys.executable, "-c", "import sys; sys.exit('no such option')"])
    text = f"[targets.minimal]\ncommand = {command}\n[targets.broken]\ncommand = {broken}\n"
    file.write_text(text)
    return file


def test_list_as_json(own: Path) -> None:
    answer = RUNNER.invoke(app, ["list", "--json", "--targets-file", str(own)])
    assert answer.exit_code == 0
    facts = {entry["name"]: entry for entry in json.loads(answer.stdout)}
    assert set(facts) == {*BUILT_IN, "minimal", "broken"}
    assert facts["cpython"]["ready"] is True
    assert facts["cpython"]["command"][0] == sys.executable
    assert facts["minimal"]["built_in"] is False


def test_list_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    answer = RUNNER.invoke(app, ["list"])
    assert answer.exit_code == 0
    assert "rustpython-0.6.0 not installed; `pvm targets install" in answer.stdout


def test_install_of_what_needs_nothing(own: Path) -> None:
    answer = RUNNER.invoke(
        app, ["install", "--json", "reference", "minimal", "--targets-file", str(own)]
    )
    assert answer.exit_code == 0
    assert json.loads(answer.stdout) == [
        {"target": "reference", "missing": None},
        {"target": "minimal", "missing": None},
    ]


def test_check_of_a_conforming_target(own: Path) -> None:
    answer = RUNNER.invoke(app, ["check", "minimal", "--targets-file", str(own)])
    assert answer.exit_code == 0, answer.stdout
    rows = [line.split() for line in answer.stdout.splitlines()[1:]]
    assert [row[:2] for row in rows] == [["handshake", "ok"], ["protocol", "ok"], ["float", "ok"]]


def test_check_of_one_that_does_not_start(own: Path) -> None:
    answer = RUNNER.invoke(app, ["check", "broken", "--json", "--targets-file", str(own)])
    assert answer.exit_code == 3
    report = json.loads(answer.stdout)
    assert report["passed"] is False
    assert "no such option" in report["sections"][0]["failures"][0]


def pvm(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pvm.main", "targets", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=CHECKOUT, timeout=120, check=False
    )


def test_unknown_target_is_wrong_use() -> None:
    answer = pvm("check", "rustpython-9")
    assert answer.returncode == 2
    assert answer.stderr.startswith("pvm: no target 'rustpython-9'; there are reference, ")


def test_malformed_file_is_wrong_use(tmp_path: Path) -> None:
    file = tmp_path / "targets.toml"
    file.write_text("[targets.x]\ncommand = 5\n")
    answer = pvm("list", "--targets-file", str(file))
    assert answer.returncode == 2
    assert answer.stderr.endswith(
        "targets.toml:2: x.command: expected an array of texts, found 5\n"
    )
