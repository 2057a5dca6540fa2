"""`pvm float`: one operation side by side."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def pvm(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line from another folder."""
    program = "from pvm.main import run; run()"
    return subprocess.run(
        [sys.executable, "-c", program, "float", *arguments],
        capture_output=True, text=True, check=False, cwd="/",
    )  # fmt: skip


def test_shows_bits_of_the_reference_and_of_a_target() -> None:
    done = pvm("math.sqrt(2.0)", "--targets", "cpython")

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("3ff6a09e667f3bcd") == 2
    assert "same" in done.stdout
    assert "price math.sqrt" in done.stdout


def test_json_has_outcomes_and_distances() -> None:
    done = pvm("divmod(7.5, -2.0)", "--targets", "cpython", "--json")
    document = json.loads(done.stdout)

    assert document["case"]["operation"] == "float.__divmod__"
    assert document["distances"] == {"cpython": "same"}
    assert document["outcomes"]["reference"]["value"][0] == "tuple"


def test_wrong_use_exits_with_2_and_says_where() -> None:
    for text in ("math.foo(1.0)", "1.0 +", "hello"):
        done = pvm(text, "--targets", "cpython")
        assert done.returncode == 2
        assert "column" in done.stderr
