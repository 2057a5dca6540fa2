"""Code objects of CPython 3.14, compiled once for all tests of this folder."""

import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from diff.targets.target import Target
from spec.bytecode.code import Code, number_codes

from .cpython314 import compile_all

FILES = 60
"""How many files of the host's standard library are compiled."""


def library_sources() -> Iterator[str]:
    """Sources of the host's standard library, in the order of their names."""
    folder = Path(sysconfig.get_path("stdlib"))
    for file in sorted(folder.glob("*.py"))[:FILES]:
        yield file.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="session")
def compiled(target: Callable[[str], Target]) -> list[Code]:
    """The module code objects of the library and of `programs.py`."""
    programs = (Path(__file__).parent / "programs.py").read_text().split("\n# ---\n")
    found = compile_all(target("cpython-3.14"), [*programs, *library_sources()])

    assert sum(len(number_codes(code)) for code in found) > 800
    return found
