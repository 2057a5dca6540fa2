"""The Python interpreters of this machine on which the specification must give the same bytes."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SUPPORTED = ("3.11", "3.12", "3.13", "3.14")

_ASK = "import json, sys; print(json.dumps([list(sys.version_info[:3]), sys.executable]))"


@dataclass(frozen=True, slots=True)
class Interpreter:
    """One interpreter that really starts; one a minor version, the newest patch."""

    version: tuple[int, int, int]
    executable: str

    @property
    def minor(self) -> str:
        return f"{self.version[0]}.{self.version[1]}"

    def __str__(self) -> str:
        return ".".join(map(str, self.version))


def _candidates() -> list[Path]:
    on_path = [shutil.which(f"python{minor}") for minor in SUPPORTED] + [shutil.which("python3")]
    found = [Path(path) for path in on_path if path]
    # The shims of pyenv start only with PYENV_VERSION set; the interpreters behind them always do.
    root = os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv"))
    found += sorted(Path(root).glob("versions/*/bin/python"))
    return found


def _start(path: Path) -> Interpreter | None:
    try:
        answer = subprocess.run(
            [str(path), "-I", "-c", _ASK], capture_output=True, text=True, timeout=30, check=False
        )
    except OSError:
        return None
    if answer.returncode != 0:
        return None
    version, executable = json.loads(answer.stdout)
    return Interpreter((version[0], version[1], version[2]), executable)


@cache
def interpreters() -> tuple[Interpreter, ...]:
    """Every supported interpreter that starts, one a minor version, in order of version."""
    best: dict[str, Interpreter] = {}
    for interpreter in filter(None, map(_start, _candidates())):
        known = best.get(interpreter.minor)
        if interpreter.minor in SUPPORTED and (
            known is None or known.version < interpreter.version
        ):
            best[interpreter.minor] = interpreter
    return tuple(sorted(best.values(), key=lambda each: each.version))
