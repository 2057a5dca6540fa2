"""`make compiled`: `spec/` as extension modules, by mypyc, in `build/compiled/`.

It is made aside and put in place when it is whole; nothing is done when it is up to date.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from reference_vm import direct_calls, form

AGAIN_AFTER = 10.0
"""Seconds between two lines of progress."""
LAST_LINES = 15

SETUP = """\
from pathlib import Path

from mypyc.build import mypycify
from setuptools import setup

sources = sorted(str(file) for file in Path("spec").rglob("*.py"))
setup(
    name="spec",
    packages=[],
    py_modules=[],
    ext_modules=mypycify(sources, opt_level="2", debug_level="0", multi_file=True),
)
"""


def main() -> int:
    """Build unless it is up to date; returns the exit status."""
    if form.why_unusable() is None:
        print(f"{form.COMPILED.relative_to(form.ROOT)}: up to date")
        return 0
    staging = form.COMPILED.with_name("compiled.new")
    shutil.rmtree(staging, ignore_errors=True)
    shutil.copytree(
        form.ROOT / "spec", staging / "spec", ignore=shutil.ignore_patterns("__pycache__")
    )
    direct_calls.prepare(staging)
    (staging / "setup.py").write_text(SETUP)
    log = staging / "build.log"
    print("compiling spec/ with mypyc: about five minutes on one core", flush=True)
    status = compile_in(staging, log)
    if status != 0:
        lines = log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        print("\n".join(lines), file=sys.stderr)
        text = f"make compiled: the build failed with status {status}; its output is in {log}"
        print(f"{text} (a C compiler and the headers of Python are needed)", file=sys.stderr)
        return form.FAILED
    shutil.rmtree(staging / "build")
    restore(staging)
    shutil.rmtree(form.COMPILED, ignore_errors=True)
    staging.rename(form.COMPILED)
    print(f"{form.COMPILED.relative_to(form.ROOT)}: done; {form.VARIABLE}=1 selects it")
    return 0


def restore(staging: Path) -> None:
    """Put the sources beside the modules that were made from changed copies of them."""
    for file in (form.ROOT / "spec").rglob("*.py"):
        shutil.copy2(file, staging / file.relative_to(form.ROOT))
    (staging / f"{direct_calls.MODULE.replace('.', '/')}.py").unlink()


def compile_in(staging: Path, log: Path) -> int:
    """Run the build in its folder, with a line of progress now and then."""
    command = [sys.executable, "setup.py", "build_ext", "--inplace"]
    plain = {key: value for key, value in os.environ.items() if key != form.VARIABLE}
    start = shown = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=staging, env=plain, stdout=out, stderr=out)
        try:
            while process.poll() is None:
                time.sleep(0.2)
                if time.monotonic() - shown >= AGAIN_AFTER:
                    shown = time.monotonic()
                    print(f"  {shown - start:.0f} s", flush=True)
        except KeyboardInterrupt:
            process.kill()
            raise
    return process.returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
