"""CPython 3.14 as an oracle: compiles sources, and runs a piece of Python outside any case."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from diff.canonical import FormError
from diff.case import Case
from diff.guest import code_to_guest
from diff.targets.install import folder_of
from diff.targets.packages import PACKAGES, PYODIDE_VERSION
from diff.targets.target import Target
from spec.bytecode.code import Code

_RUNNER = """
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";
const { loadPyodide } = await import(pathToFileURL(process.argv[2]).href);
const python = await loadPyodide();
process.stdout.write(String(python.runPython(readFileSync(0, "utf8"))) + "\\n");
"""


def evaluate(source: str, scratch: Path) -> Any:
    """Run `source` under an installed CPython 3.14; its last expression is JSON, returned read."""
    module = (
        folder_of(PACKAGES[f"pyodide-{PYODIDE_VERSION}"])
        / "node_modules"
        / "pyodide"
        / "pyodide.mjs"
    )
    runner = scratch / "runner.mjs"
    runner.write_text(_RUNNER)
    done = subprocess.run(
        ["node", "--stack-size=4000", str(runner), str(module)],
        input=source,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def compile_all(target: Target, sources: Sequence[str]) -> list[Code]:
    """The module code objects of the sources; those that CPython 3.14 refuses are left out."""
    cases = [Case(lane="compile", body={"source": text, "mode": "exec"}) for text in sources]
    found = []
    for outcome in target.run(cases):
        if outcome.status == "returned" and outcome.value[0] == "code":
            try:
                found.append(code_to_guest(outcome.value[1]))
            except FormError:
                # A complex constant: outside the profile, and no guest value.
                continue
    return found
