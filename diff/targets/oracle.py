"""CPython 3.14 as an oracle outside the target protocol: runs a program of the harness's own on
JSON data, for questions that no case asks (syntax trees, times).
"""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from diff.canonical import Json
from diff.errors import EnvironmentFailure
from diff.targets.install import folder_of
from diff.targets.packages import PACKAGES, PYODIDE_VERSION
from diff.targets.registry import entry_named

ORACLE: Final = "cpython-3.14"
_SECONDS: Final = 600
_NODE: Final = ("node", "--stack-size=4000", "--input-type=module", "--eval")

_RUNNER: Final = """
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const { loadPyodide } = await import(pathToFileURL(process.argv[1]).href);
const python = await loadPyodide();
const { program, data } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const names = python.toPy({ __name__: "oracle", DATA: data });
python.runPython(program, { globals: names });
process.stdout.write(python.runPython("answer(DATA)", { globals: names }));
"""


class OracleEnded(EnvironmentFailure):
    """The program on the oracle did not give an answer."""


def ask(program: Path, data: Json) -> Json:
    """What the program's `answer(text)` gives for the JSON text of `data`, both JSON.

    Raises:
        TargetUnavailable: CPython 3.14 is not installed.
        OracleEnded: The program failed, or ended the interpreter.
    """
    entry_named(ORACLE).spec()  # says how to get it where it is missing
    package = folder_of(PACKAGES[f"pyodide-{PYODIDE_VERSION}"])
    module = package / "node_modules" / "pyodide" / "pyodide.mjs"
    given = {"program": program.read_text(encoding="utf-8"), "data": json.dumps(data)}
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".json") as file:
        json.dump(given, file)
        file.flush()
        done = subprocess.run(
            [*_NODE, _RUNNER, str(module), file.name],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )
    if done.returncode != 0:
        raise OracleEnded(f"{program.name} on {ORACLE} ended: {done.stderr[-2000:]}")
    found: Json = json.loads(done.stdout)
    return found
