"""Samples in the book: programs and commands of a page, and what the commands print.

    python -m tests.house.console docs/traces.md     write the output anew

A block of Python whose first line is a comment with a file name is that file. In a block
`console` a line that begins with `$ ` is a command for the shell; what it prints follows.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

_BLOCK = re.compile(r"^```(python|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def rewritten(page: str, folder: Path) -> str:
    """The page with the output that its commands print when run in `folder`."""

    def block(found: re.Match[str]) -> str:
        language, text = found.groups()
        if language == "python":
            if text.startswith("# ") and text.splitlines()[0].endswith(".py"):
                (folder / text.splitlines()[0][2:]).write_text(text)
            return found.group()
        commands = [line for line in text.splitlines() if line.startswith("$ ")]
        shown = "".join(f"{command}\n{_output(command[2:], folder)}" for command in commands)
        return f"```console\n{shown}```"

    return _BLOCK.sub(block, page)


def _output(command: str, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


if __name__ == "__main__":
    for name in sys.argv[1:]:
        page = Path(name)
        with tempfile.TemporaryDirectory() as folder:
            page.write_text(rewritten(page.read_text(), Path(folder)))
