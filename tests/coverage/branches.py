"""Gaps: branches and lines that a measurement did not reach, by what they say, not by number.

A gap is a branch that is never taken out of a line that runs, or the first line of a stretch that
never runs and that no such branch leads to (a function that nothing calls, a handler, what
follows a call that always raises). Lines behind a gap are not listed again.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LEAVES = "leaves"
"""Where a branch goes that ends the function, comprehension or loop body."""


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """One branch that is not taken.

    Attributes:
        place: Module and function, as `list_type.list_sort`.
        line: The line that runs, or that does not run if `target` is empty.
        target: The line that the branch leads to, or LEAVES.
    """

    place: str
    line: str
    target: str = ""

    def __str__(self) -> str:
        """The form of the lists: `place: line`, with ` -> target` for a branch."""
        return f"{self.place}: {self.line}" + (f" -> {self.target}" if self.target else "")


class Source:
    """The text of a module and which function each line belongs to."""

    def __init__(self, path: Path) -> None:
        self.lines = [line.strip() for line in path.read_text().splitlines()]
        self._owners: list[str] = [""] * (len(self.lines) + 1)
        self._name = path.stem if path.stem != "__init__" else path.parent.name
        self._enter(ast.parse(path.read_text()), "")

    def _enter(self, node: ast.AST, owner: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inner = f"{owner}.{child.name}"
                for number in range(child.body[0].lineno, (child.end_lineno or 0) + 1):
                    self._owners[number] = inner
                self._enter(child, inner)
            else:
                self._enter(child, owner)

    def place(self, number: int) -> str:
        """Module and function of a line."""
        return self._name + self._owners[number]

    def text(self, number: int) -> str:
        """A line as the lists show it; a negative number is a way out."""
        return LEAVES if number < 0 else self.lines[number - 1]

    def has(self, gap: Gap) -> bool:
        """Whether the gap's lines are still in the function that it names."""
        here = {self.text(n) for n in range(1, len(self.lines) + 1) if self.place(n) == gap.place}
        return {gap.line, gap.target} - {"", LEAVES} <= here


@cache
def source_of(path: Path) -> Source:
    """The text of a module, read once."""
    return Source(path)


def sources_of(package: str) -> Mapping[str, Source]:
    """The modules of a package and of those below it, by the name that gaps have."""
    found = [source_of(path) for path in sorted((ROOT / package).rglob("*.py"))]
    return {source.place(0): source for source in found}


def gaps_of(report: Mapping[str, Any], package: str) -> set[Gap]:
    """The gaps of a package in a JSON report of coverage.py."""
    found: set[Gap] = set()
    for name, measured in report["files"].items():
        if Path(name).is_relative_to(package):
            found.update(_gaps(source_of(ROOT / name), measured))
    return found


def _gaps(source: Source, measured: Mapping[str, Any]) -> Iterator[Gap]:
    ran, missing = set(measured["executed_lines"]), set(measured["missing_lines"])
    reached = set()
    for line, target in measured["missing_branches"]:
        if line in ran:
            reached.add(target)
            yield Gap(source.place(line), source.text(line), source.text(target))
    for line in _heads(sorted(ran | missing), missing, source):
        if line not in reached:
            yield Gap(source.place(line), source.text(line))


def _heads(statements: Sequence[int], missing: set[int], source: Source) -> Iterator[int]:
    """The lines that do not run and do not follow another such line of their function."""
    before = 0
    for line in statements:
        if line in missing:
            if before not in missing or source.place(before) != source.place(line):
                yield line
        before = line
