"""The catalogue of targets, and the user's file."""

from pathlib import Path

import pytest

from diff.errors import TargetUnavailable, UnknownTarget
from diff.targets.registry import BUILT_IN, TargetFileError, available, catalogue, entry_named

GOOD = """
[targets.mine]
command = ["/opt/vm/rustpython", "{agent}", "{here}/x"]
honours = ["set-order"]
lanes = ["float"]
deadline-seconds = 2.5
memory-mib = 100
environment = { A = "b" }
about = "my build"

[targets."other-1.2"]
command = ["true"]
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "targets.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_users_target(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    entry = catalogue(file)["mine"]
    spec = entry.spec()
    assert spec.argv[0] == "/opt/vm/rustpython"
    assert spec.argv[1].endswith("targets/agent.py")
    assert spec.argv[2] == f"{tmp_path.resolve()}/x"
    assert spec.honours == ("set-order",)
    assert spec.lanes == ("float",)
    assert spec.deadline_seconds == 2.5
    assert spec.memory_bytes == 100 << 20
    assert spec.environment == {"PYTHONHASHSEED": "0", "A": "b"}
    assert entry.about == "my build"
    assert set(catalogue(file)) == {*BUILT_IN, "mine", "other-1.2"}


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        ("[targets.a]\n", 1, "`command` is missing"),
        ("\n[targets.a]\ncommand = 'x'\n", 3, "a.command: expected an array of texts"),
        ("[targets.a]\ncommand = []\n", 2, "a.command: expected a program"),
        ("[targets.a]\ncommand = ['x']\nspeed = 1\n", 3, "a.speed: unknown key"),
        ("[targets.a]\ncommand = ['x']\nhonours = ['none']\n", 3, "a.honours: no mark 'none'"),
        ("[targets.a]\ncommand = ['x']\nkind = 'wasm'\n", 3, "a.kind: expected one of"),
        ("[targets.a]\ncommand = ['x']\nmemory-mib = -1\n", 3, "a.memory-mib: expected a positive"),
        ("[targets.a]\ncommand = ['x']\nenvironment = {A=1}\n", 3, "a.environment: expected"),
        ("[targets.a]\ncommand = ['x']\n[targets.cpython]\ncommand=['x']\n", 3, "built-in"),
        ("[targets.'a b']\ncommand = ['x']\n", 1, "a name has letters"),
        ("target = 1\n", 1, "target: unknown"),
        ("targets = 1\n", 1, "targets: expected tables"),
        ("[targets.a\n", 1, "line 1"),
    ],
)
def test_malformed_file_names_line_and_key(
    tmp_path: Path, text: str, line: int, complaint: str
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(TargetFileError) as caught:
        catalogue(file)
    assert complaint in str(caught.value)
    assert f"targets.toml:{line}:" in str(caught.value) or f"line {line}" in str(caught.value)
    assert caught.value.exit_status == 2


def test_missing_file_is_an_error_when_it_was_named(tmp_path: Path) -> None:
    with pytest.raises(TargetFileError, match="No such file"):
        catalogue(tmp_path / "no.toml")


def test_unknown_target_lists_the_known_ones() -> None:
    with pytest.raises(UnknownTarget, match="no target 'rustpython'; there are reference, cpython"):
        entry_named("rustpython")


def test_what_is_not_installed_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    ready, complaints = available(["reference", "cpython", "cowboy-sdk@rustpython-0.6.0"])
    assert ready == ["reference", "cpython"]
    assert len(complaints) == 1
    assert "pvm targets install cowboy-sdk@rustpython-0.6.0" in complaints[0]
    assert "\n" not in complaints[0]
    with pytest.raises(TargetUnavailable):
        BUILT_IN["rustpython-0.6.0"].spec()


def test_a_target_needs_its_tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert BUILT_IN["cpython-3.14"].unavailable() == (
        "cpython-3.14: node is not on PATH; get Node.js 18 or later from https://nodejs.org"
    )
