"""CPython 3.14 as an oracle: runs a piece of Python under the npm package `pyodide`."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

_CACHE = Path.home() / ".cache" / "pvm-reference" / "targets"
_RUNNER = """
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";
const { loadPyodide } = await import(pathToFileURL(process.argv[2]).href);
const python = await loadPyodide();
process.stdout.write(String(python.runPython(readFileSync(0, "utf8"))) + "\\n");
"""


def module_path() -> Path | None:
    """Where `pyodide.mjs` lies: PVM_PYODIDE (a folder), else the cache of installed targets."""
    named = os.environ.get("PVM_PYODIDE")
    folders = [Path(named)] if named else []
    folders += sorted(_CACHE.glob("cpython-3.14*/node_modules/pyodide"))
    for folder in folders:
        if (folder / "pyodide.mjs").is_file():
            return folder / "pyodide.mjs"
    return None


def evaluate(source: str, scratch: Path) -> Any:
    """Run `source` under CPython 3.14; its last expression is JSON text, returned decoded."""
    module = module_path()
    if module is None or shutil.which("node") is None:
        pytest.skip("target cpython-3.14 is not installed: pvm targets install cpython-3.14")
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
