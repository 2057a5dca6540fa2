"""Installing: whole or not at all, whatever happens. A fake cargo stands for the real one."""

import json
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from diff.targets.install import (
    cache_folder,
    folder_of,
    install,
    is_installed,
    log_of,
    read_record,
)
from diff.targets.packages import PACKAGES, InstallError
from diff.targets.registry import CHECKOUT

PACKAGE = PACKAGES["rustpython-0.6.0"]

CARGO = """#!{python}
import os, sys, time
arguments = sys.argv[1:]
if arguments == ["--version"]:
    print("cargo 1.95.0 (fake)")
    sys.exit(0)
root = arguments[arguments.index("--root") + 1]
print("    Updating crates.io index", file=sys.stderr)
for number in range(5):
    print("   Compiling crate%d v1.0.0" % number, file=sys.stderr, flush=True)
os.makedirs(os.environ["CARGO_TARGET_DIR"] + "/release")
{body}
os.makedirs(root + "/bin")
open(root + "/bin/rustpython", "w").write("#!/bin/sh\\n")
open({log!r}, "a").write(" ".join(arguments) + "\\n")
"""
RUSTC = "#!/bin/sh\necho 'rustc {version} (fake 2026-01-01)'\n"


class Machine:
    """A machine with a cache of its own, and only fake tools on PATH."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cache = folder / "cache"
        self.tools = folder / "tools"
        self.calls = folder / "calls"
        self.tools.mkdir()
        monkeypatch.setenv("XDG_CACHE_HOME", str(self.cache))
        monkeypatch.setenv("PATH", str(self.tools))
        monkeypatch.setattr("diff.targets.install._check_space", lambda package: None)
        self.tool("rustc", RUSTC.format(version="1.95.0"))
        self.cargo("pass")

    def tool(self, name: str, text: str) -> None:
        path = self.tools / name
        path.write_text(text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def cargo(self, body: str) -> None:
        """A cargo that runs `body` in the middle of its work."""
        self.tool("cargo", CARGO.format(python=sys.executable, body=body, log=str(self.calls)))

    def leftovers(self) -> list[str]:
        """What lies in the cache other than locks and logs."""
        if not cache_folder().exists():
            return []
        names = [path.name for path in cache_folder().iterdir()]
        return [name for name in names if not name.endswith((".lock", ".log"))]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_installs_and_records_how(machine: Machine) -> None:
    seen: list[tuple[str, int, int]] = []
    folder = install(PACKAGE, lambda *step: seen.append(step))
    assert folder == folder_of(PACKAGE) == cache_folder() / "rustpython-0.6.0"
    assert is_installed(PACKAGE)
    assert seen[-1] == ("Compiling crate4 v1.0.0", 5, PACKAGE.steps)
    record = read_record(PACKAGE)
    assert record is not None
    assert record["tools"] == {
        "cargo": "cargo 1.95.0 (fake)",
        "rustc": "rustc 1.95.0 (fake 2026-01-01)",
    }
    assert "--ignore-rust-version" in str(record["flags"])
    assert record["command"] == json.loads((folder / "install.json").read_text())["command"]
    assert "Compiling crate3" in log_of(PACKAGE).read_text()
    assert machine.leftovers() == ["rustpython-0.6.0"]
    assert not (folder / "build").exists()


def test_what_is_there_is_left_alone(machine: Machine) -> None:
    install(PACKAGE)
    machine.tool("cargo", "#!/bin/sh\nexit 1\n")
    install(PACKAGE)
    assert len(machine.calls.read_text().splitlines()) == 1


def test_failed_build_shows_its_end_and_leaves_nothing(machine: Machine) -> None:
    machine.cargo("print('error: could not compile crate4', file=sys.stderr); sys.exit(101)")
    with pytest.raises(InstallError) as caught:
        install(PACKAGE)
    text = str(caught.value)
    assert "cargo failed with status 101" in text
    assert "error: could not compile crate4" in text
    assert str(log_of(PACKAGE)) in text
    assert machine.leftovers() == []
    assert caught.value.exit_status == 3


def test_full_disk_is_named(machine: Machine) -> None:
    machine.cargo("print('error: No space left on device (os error 28)'); sys.exit(101)")
    with pytest.raises(InstallError, match="the disk is full"):
        install(PACKAGE)
    assert machine.leftovers() == []


def test_too_little_space_is_said_before(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(machine.cache))
    monkeypatch.setenv("PATH", str(machine.tools))
    usage = SimpleNamespace(free=5 << 20)
    monkeypatch.setattr("shutil.disk_usage", lambda place: usage)
    with pytest.raises(InstallError, match=r"needs about 2048 MiB .* 5 MiB are free"):
        install(PACKAGE)
    assert not machine.calls.exists()


def test_missing_cargo_is_one_line_with_help(machine: Machine) -> None:
    (machine.tools / "cargo").unlink()
    with pytest.raises(InstallError) as caught:
        install(PACKAGE)
    assert str(caught.value) == (
        "cargo is not on PATH; get Rust from https://rustup.rs (cargo and rustc 1.95 or later)"
    )


def test_old_rustc_is_refused_before_the_build(machine: Machine) -> None:
    machine.tool("rustc", RUSTC.format(version="1.93.1"))
    with pytest.raises(InstallError, match=r"rustc 1\.93\.1 .* older than 1\.95; `rustup update"):
        install(PACKAGE)
    assert not machine.calls.exists()


def test_build_that_makes_nothing_is_not_installed(machine: Machine) -> None:
    machine.cargo("sys.exit(0)")
    with pytest.raises(InstallError, match="made no bin/rustpython"):
        install(PACKAGE)
    assert machine.leftovers() == []


def test_read_only_cache_is_named(machine: Machine) -> None:
    machine.cache.write_text("a file where the folder should be")
    with pytest.raises(InstallError, match=str(machine.cache)) as caught:
        install(PACKAGE)
    assert caught.value.exit_status == 3


def test_permission_is_named_with_help(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied", str(machine.cache))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(InstallError, match="Permission denied; set XDG_CACHE_HOME"):
        install(PACKAGE)


def test_leftover_of_a_killed_build_is_removed(machine: Machine) -> None:
    half = cache_folder() / ".rustpython-0.6.0.partial"
    (half / "bin").mkdir(parents=True)
    install(PACKAGE)
    assert machine.leftovers() == ["rustpython-0.6.0"]


def test_folder_without_record_is_not_an_installation(machine: Machine) -> None:
    (folder_of(PACKAGE) / "bin").mkdir(parents=True)
    (folder_of(PACKAGE) / "bin" / "rustpython").write_text("half")
    assert not is_installed(PACKAGE)
    install(PACKAGE)
    assert (folder_of(PACKAGE) / "bin" / "rustpython").read_text() == "#!/bin/sh\n"


def start_install(*names: str) -> subprocess.Popen[str]:
    """`pvm targets install` in a process of its own."""
    program = (
        "import sys\n"
        "import diff.targets.install\n"
        "diff.targets.install._check_space = lambda package: None\n"
        "from pvm.main import run\n"
        f"sys.argv = ['pvm', 'targets', 'install', *{list(names)!r}]\n"
        "run()\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
    )


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_interrupted_install_leaves_nothing_and_says_so(machine: Machine, tmp_path: Path) -> None:
    started, ended = tmp_path / "started", tmp_path / "ended"
    machine.cargo(f"open({str(started)!r}, 'w'); time.sleep(20); open({str(ended)!r}, 'w')")
    process = start_install("rustpython-0.6.0")
    wait_for(started)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert "interrupted; nothing was installed" in errors
    assert machine.leftovers() == []
    assert not ended.exists()
    machine.cargo("pass")
    install(PACKAGE)
    assert is_installed(PACKAGE)


def test_killed_install_is_made_good_by_the_next(machine: Machine, tmp_path: Path) -> None:
    started = tmp_path / "started"
    machine.cargo(f"open({str(started)!r}, 'w'); time.sleep(1.5)")
    process = start_install("rustpython-0.6.0")
    wait_for(started)
    process.kill()
    process.communicate()
    assert machine.leftovers() == [".rustpython-0.6.0.partial"]
    install(PACKAGE)
    assert machine.leftovers() == ["rustpython-0.6.0"]


def test_two_installs_at_once_build_once(machine: Machine) -> None:
    machine.cargo("time.sleep(0.5)")
    processes = [start_install("rustpython-0.6.0") for _ in range(2)]
    outputs = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    assert all("rustpython-0.6.0: ready" in output for output, _ in outputs)
    assert len(machine.calls.read_text().splitlines()) == 1


def test_optional_targets_are_left_out_with_a_line(machine: Machine) -> None:
    (machine.tools / "cargo").unlink()
    process = start_install("--optional", "cpython", "rustpython-0.6.0", "cpython-3.14")
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert output == "cpython: ready\n"
    lines = errors.splitlines()
    assert lines[0].startswith("rustpython-0.6.0: left out: cargo is not on PATH; get Rust from")
    assert lines[1].startswith("cpython-3.14: left out: node is not on PATH; get Node.js 18")
    assert start_install("rustpython-0.6.0").wait(60) == 3
