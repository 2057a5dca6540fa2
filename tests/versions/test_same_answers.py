"""The reference gives the same bytes on every Python from 3.11 to 3.14 (decision D6).

Each interpreter gets another hash seed, another working folder, and nothing but the
standard library; CPython 3.14 as WebAssembly has words of 32 bits besides.
"""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from diff.targets.install import folder_of
from diff.targets.packages import PACKAGES, PYODIDE_VERSION
from diff.targets.registry import CHECKOUT
from diff.targets.target import Target
from fuzz.checks.parity import standard_library
from fuzz.lanes import LANES
from tests.versions.answers import answers
from tests.versions.containers import lines, listed_by
from tests.versions.interpreters import interpreters
from tests.versions.traces import lines as traces

REQUIRED = "PVM_REQUIRE_VERSIONS"
COUNTS = {"texts": 1_000, "object": 400, "float": 400, "cbor": 400, "bytecode": 150}
FIRST = 1_000
TRACED_EVERY = 9
HERE = Path(__file__).parent
RecordProperty = Callable[[str, object], None]


def run(command: list[str], folder: Path, hash_seed: int) -> list[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONHASHSEED": str(hash_seed), "LC_ALL": "C"}
    answer = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=280,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    return answer.stdout.splitlines()


def assert_same(expected: list[str], found: list[str], where: str) -> None:
    for one, other in zip(expected, found, strict=False):
        assert one == other, f"{where} differs in case {one.split()[0]}:\n{one}\n{other}"
    assert len(expected) == len(found), where


def test_enough_interpreters_start(record_property: RecordProperty) -> None:
    """The summary names them; PVM_REQUIRE_VERSIONS says how many there must be."""
    found = ", ".join(map(str, interpreters())) or "none"
    record_property("interpreters", found)
    needed = int(os.environ.get(REQUIRED, "1"))
    assert len(interpreters()) >= needed, f"{needed} needed, only these start: {found}"


@pytest.mark.parametrize("lane", [*LANES, "texts"])
def test_every_interpreter_gives_the_same_bytes(lane: str, tmp_path: Path) -> None:
    count = COUNTS.get(lane, 100)
    expected = answers(lane, FIRST, count)
    assert len(expected) == count
    for position, interpreter in enumerate(interpreters()):
        command = [interpreter.executable, "-B", "-s", "-S", str(HERE / "answers.py")]
        found = run([*command, lane, str(FIRST), str(count)], tmp_path, 17 * position + 1)
        assert_same(expected, found, f"CPython {interpreter}")


@pytest.mark.parametrize("lane", LANES)
def test_webassembly_gives_the_same_bytes(
    target: Callable[[str], Target], lane: str, tmp_path: Path
) -> None:
    target("cpython-3.14")
    count = COUNTS.get(lane, 100) // 4
    package = folder_of(PACKAGES[f"pyodide-{PYODIDE_VERSION}"])
    directory = str(package / "node_modules" / "pyodide")
    command = ["node", str(HERE / "answers.mjs"), directory, str(CHECKOUT), lane]
    found = run([*command, str(FIRST), str(count)], tmp_path, 0)
    assert_same(answers(lane, FIRST, count), found, "CPython 3.14 as WebAssembly")


def test_every_interpreter_makes_the_same_containers() -> None:
    """Of a sample; `python -m tests.versions.containers` compares the whole standard library."""
    paths = [str(path) for path in standard_library()[::50]]
    expected = list(lines(paths, 0, 60))
    assert len({line.split()[1] for line in expected}) > 60
    for position, interpreter in enumerate(interpreters()):
        found = listed_by(interpreter.executable, paths, 60, 31 * position + 2)
        assert_same(expected, found, f"CPython {interpreter}")


def test_every_interpreter_writes_the_same_trace_files() -> None:
    """Of a sample of the kept programs, in both forms, under different hash seeds."""
    expected = list(traces(TRACED_EVERY))
    assert len({line.split()[1] for line in expected}) > 30
    for position, interpreter in enumerate(interpreters()):
        command = [interpreter.executable, "-B", "-s", "-S", str(HERE / "traces.py")]
        found = run([*command, str(TRACED_EVERY)], HERE, 53 * position + 3)
        assert_same(expected, found, f"CPython {interpreter}")
