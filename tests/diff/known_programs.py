"""Runs the programs of the list of known findings, on CPython 3.14 and on native targets."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from diff.targets.registry import entry_named
from tests.bytecode.cpython314 import evaluate

_SECONDS = 60

_ALL_AT_ONCE = """
import contextlib, io, json, traceback

def output_of(program):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(program, "<program>", "exec"), {"__name__": "__main__"})
        except BaseException as error:
            print(traceback.format_exception_only(error)[-1].strip())
    return out.getvalue()

json.dumps([output_of(program) for program in %r])
"""


def on_cpython_314(programs: Sequence[str], scratch: Path) -> list[str]:
    """What CPython 3.14 prints for each program."""
    outputs = evaluate(_ALL_AT_ONCE % list(programs), scratch)
    return [text.rstrip("\n") for text in outputs]


def on_native(target: str, program: str) -> str:
    """What the interpreter of a native target prints for a program, run as a user would.

    Of an error that nobody caught the last line counts; of a crash, that it was one.
    """
    interpreter = entry_named(target).spec().argv[0]
    done = subprocess.run(
        [interpreter, "-c", program],
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        env={"PYTHONHASHSEED": "0"},
        check=False,
    )
    output = done.stdout
    if done.returncode == 1 and done.stderr.strip():
        output += done.stderr.strip().splitlines()[-1]
    elif done.returncode:
        output += f"exit status {done.returncode}"
    return output.rstrip("\n")
