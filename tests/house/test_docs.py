"""The book speaks of commands and files that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]

MAKE = re.compile(r"`make ([a-z-]+)")
COMMAND = re.compile(r"`(?:\.venv/bin/)?pvm ([a-z]+)")
FILE = re.compile(r"`((?:spec|reference_vm|diff|fuzz|pvm|targets|tests|docs)/[\w/.]+\.\w+)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_files_on_a_page_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    main = (ROOT / "pvm" / "main.py").read_text(encoding="utf-8")

    missing = [f"make {name}" for name in MAKE.findall(text) if f"\n{name}:" not in makefile]
    missing += [f"pvm {name}" for name in COMMAND.findall(text) if f'"{name}"' not in main]
    missing += [name for name in FILE.findall(text) if not (ROOT / name).exists()]

    assert missing == []
