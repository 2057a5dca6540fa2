"""The compiler's part of `make bench`: lines a second, and how the time grows with the input.

The first table compiles real sources, next to the compiler of the host's CPython and of
CPython 3.14, in the same run. The second compiles artificial sources of one shape, of size n and
of size 2n: where the second takes more than twice the first by a clear margin, the row says
`superlinear`. Shapes that the profile limits name the limit that they met.

    python -m fuzz.bench.compiler
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

import spec
from diff.errors import HarnessError
from diff.targets.oracle import ORACLE, ask
from fuzz.checks.tree_parity import PROGRAM
from fuzz.timing import RUNS, shortest
from reference_vm.compiling import compile_module
from spec.language.errors import SourceError

FOLDERS: Final = ("bytecode", "language", "semantics")
"""Folders of `spec/` whose files are the real sources."""
LINEAR_BELOW: Final = 2.6
"""Twice the input in less than this much more time is linear; what is above 2 is the noise of
short runs and the host's caches."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of source that can be made of any size."""

    name: str
    size: int
    make: Callable[[int], str]
    bound: str = ""
    """Why it may take more than twice the time, and what ends that."""


def _lines(line: str, count: int) -> str:
    return "".join(line.format(i=index) for index in range(count))


def _joined(item: str, between: str, count: int) -> str:
    return between.join(item.format(i=index) for index in range(count))


def _nested(head: str, count: int, inside: str = "pass") -> str:
    """Blocks in one another: `head` holds `{pad}` for the indentation of its own lines."""
    parts = [head.format(i=level, pad=" " * level) for level in range(count)]
    return "".join(parts) + " " * count + inside + "\n"


SHAPES: Final = (
    Shape("lines", 10_000, lambda n: _lines("x{i} = f(y, {i}) + z.a[{i}]\n", n)),
    Shape("lines in a function", 5_000, lambda n: "def f():\n" + _lines("  x{i} = f(y, {i})\n", n)),
    Shape("functions", 2_000, lambda n: _lines("def f{i}(a): return a + {i}\n", n)),
    Shape("classes", 500, lambda n: _lines("class C{i}:\n  def m(self): return {i}\n", n)),
    Shape("closures", 500, lambda n: (
        "def f(a):\n" + _lines("  v{i} = lambda: a + v{i}\n", n))),
    Shape(
        "cells",
        2_000,
        lambda n: f"def f({_joined('p{i}', ', ', n)}):\n" + _lines("  lambda: p{i}\n", n),
    ),
    Shape("elif", 5_000, lambda n: "if a: b\n" + _lines("elif x == {i}: y = {i}\n", n)),
    Shape("case", 2_000, lambda n: "match x:\n" + _lines("  case {i}: y = {i}\n", n)),
    Shape("try", 1_000, lambda n: "def f(x):\n" + _lines("  try: g()\n  except E: h({i})\n", n)),
    Shape("handlers", 2_000, lambda n: (
        "try: g()\n" + _lines("except E{i}: h({i})\n", n))),
    Shape("with", 1_000, lambda n: "def f(x):\n" + _lines("  with x as y: g({i})\n", n)),
    Shape("loops", 1_000, lambda n: "def f(x):\n" + _lines("  for i in x: g({i}, i)\n", n)),
    Shape("continue", 2_000, lambda n: (
        "def f(x):\n for i in x:\n" + _lines("  if i == {i}: continue\n", n))),
    Shape("break", 2_000, lambda n: (
        "def f(x):\n for i in x:\n" + _lines("  if i == {i}: break\n", n))),
    Shape("return", 2_000, lambda n: "def f(x):\n" + _lines("  if x: return {i}\n", n)),
    Shape("raise", 2_000, lambda n: "def f(x):\n" + _lines("  if x: raise E({i})\n", n)),
    Shape("deleted locals", 2_000, lambda n: (
        "def f(x):\n" + _lines("  v{i} = x\n  if x: del v{i}\n  g(v{i})\n", n // 2))),
    Shape("annotations", 1_000, lambda n: _lines("v{i}: int = {i}\n", n)),
    Shape("conditional annotations", 1_000, lambda n: _lines("if a: v{i}: int\n", n)),
    Shape("parameters", 2_000, lambda n: f"def f({_joined('p{i}=1', ', ', n)}): return p1\n"),
    Shape("arguments", 2_000, lambda n: f"f({_joined('a', ', ', n)}, *a, k=1)\n"),
    Shape("keywords", 2_000, lambda n: f"f({_joined('k{i}=1', ', ', n)})\n"),
    Shape("decorators", 2_000, lambda n: _lines("@d({i})\n", n) + "def f(): pass\n"),
    Shape("imports", 2_000, lambda n: _lines("from a.b import c{i} as d{i}\n", n)),
    Shape("global names", 5_000, lambda n: "def f():\n" + _lines("  n{i}()\n", n)),
    Shape("declared global", 2_000, lambda n: (
        f"def f():\n  global {_joined('n{i}', ', ', n)}\n" + _lines("  n{i} = 1\n", n))),
    Shape("constants", 5_000, lambda n: f"x = f({_joined('{i}.5', ', ', n)}, *a)\n"),
    Shape("equal constants", 5_000, lambda n: _lines("x = 'abc'\ny = 1.5\n", n)),
    Shape("ints of one hash", 5_000, lambda n: "".join(
        f"x = {((1 << 61) - 1) * index}\n" for index in range(1, n + 1))),
    Shape("list", 10_000, lambda n: f"x = [{_joined('a', ', ', n)}]\n"),
    Shape("constant list", 10_000, lambda n: f"x = [{_joined('{i}', ', ', n)}]\n"),
    Shape("constant tuple", 10_000, lambda n: f"x = ({_joined('{i}', ', ', n)})\n"),
    Shape("dict", 5_000, lambda n: f"x = {{{_joined('a{i}: {i}', ', ', n)}}}\n"),
    Shape("set", 5_000, lambda n: f"x = {{{_joined('{i}', ', ', n)}}}\n"),
    Shape("constant set in a test", 5_000, lambda n: f"y = x in {{{_joined('{i}', ', ', n)}}}\n"),
    Shape("unpacking", 200, lambda n: f"{_joined('a{i}', ', ', n)} = x\n"),
    Shape("targets", 1_000, lambda n: f"{_joined('a{i}', ' = ', n)} = x\n"),
    Shape("comprehensions", 500, lambda n: f"x = [{_joined('[a for a in b]', ', ', n)}]\n"),
    Shape("clauses", 400, lambda n: f"x = [a for a in b {'if a ' * n}]\n"),
    Shape("f-string", 2_000, lambda n: "x = f'" + "{a}b" * n + "'\n"),
    Shape("strings side by side", 5_000, lambda n: "x = (" + "'a' " * n + ")\n"),
    Shape("f-strings side by side", 2_000, lambda n: "x = (" + "f'a{b}' " * n + ")\n"),
    Shape("string of escapes", 100_000, lambda n: "x = '" + "a\\n" * n + "'\n"),
    Shape("string beyond ASCII", 50_000, lambda n: "x = '" + "\u00e9\u6f22" * n + "'\n"),
    Shape("string of lines", 50_000, lambda n: "x = '''" + "ab\n" * n + "'''\n"),
    Shape("comments", 20_000, lambda n: _lines("# {i}\n", n)),
    Shape("blank lines", 100_000, lambda n: "\n" * n),
    Shape("lines in brackets", 20_000, lambda n: "x = (\n" + "a +\n" * n + "b)\n"),
    Shape("continued lines", 20_000, lambda n: "x = " + "a + \\\n" * n + "b\n"),
    Shape("digits", 617, lambda n: f"x = {'9' * n}\n"),
    Shape("literals of 1,234 digits", 200, lambda n: _lines(f"x = {'9' * 1_233}\n", n)),
    Shape("float of many digits", 20_000, lambda n: f"x = 0.{'9' * n}\n"),
    Shape("hexadecimal digits", 512, lambda n: f"x = 0x{'f' * n}\n"),
    Shape("long name", 100_000, lambda n: "a" * n + " = 1\n"),
    Shape("names beyond ASCII", 2_000, lambda n: _lines("\u00e9{i} = 1\n", n)),
    Shape("and", 5_000, lambda n: f"x = {_joined('a{i}', ' and ', n)}\n"),
    Shape("or in a test", 5_000, lambda n: f"if {_joined('a{i}', ' or ', n)}: y\n"),
    Shape("and, or", 2_000, lambda n: f"if {_joined('a{i} and b{i}', ' or ', n)}: y\n"),
    Shape("chain of comparisons", 2_000, lambda n: f"x = {_joined('a{i}', ' < ', n)}\n"),
    Shape("chain in a test", 2_000, lambda n: f"if {_joined('a{i}', ' < ', n)}: y\n"),
    Shape("sum", 400, lambda n: f"x = {_joined('a', ' + ', n)}\n"),
    Shape("sum of constants", 400, lambda n: f"x = {_joined('{i}', ' + ', n)}\n"),
    Shape("text put together", 400, lambda n: "x = " + _joined("'abcdefgh'", " + ", n) + "\n"),
    Shape("tuples put together", 60, lambda n: (
        "x = " + _joined("(1,) * 256", " + ", n) + "\n"), "up to the limit of constants"),
    Shape("chain of tuples", 800, lambda n: (
        "x = " + _joined("(1,) * 256", " + ", n) + "\n"), "up to the limit of constants"),
    Shape("finally in one another", 3, lambda n: (
        "".join(f"{' ' * i}try: f()\n{' ' * i}finally:\n" for i in range(n))
        + " " * n + "g()\n"), "doubled by each, up to the limits of code and of blocks"),
    Shape("attributes", 400, lambda n: "x = a" + ".b" * n + "\n"),
    Shape("calls in a row", 400, lambda n: "x = a" + ".b(c)" * (n // 2) + "\n"),
    Shape("subscripts", 400, lambda n: "x = a" + "[1]" * n + "\n"),
    Shape("minus", 400, lambda n: "x = " + "-" * n + "1\n"),
    Shape("not", 400, lambda n: "x = " + "not " * n + "a\n"),
    Shape("power", 200, lambda n: "x = " + "a**" * n + "1\n"),
    Shape("conditionals", 100, lambda n: "x = " + "a if b else " * n + "1\n"),
    Shape("lambdas in one another", 50, lambda n: "x = " + "lambda: " * n + "1\n"),
    Shape("parentheses", 100, lambda n: "x = " + "(" * n + "1" + ")" * n + "\n"),
    Shape("1,000 parentheses", 1_000, lambda n: "x = " + "(" * n + "1" + ")" * n + "\n"),
    Shape("lists in one another", 90, lambda n: "x = " + "[" * n + "]" * n + "\n"),
    Shape("calls in one another", 90, lambda n: "x = " + "f(" * n + ")" * n + "\n"),
    Shape("brackets before a colon", 40, lambda n: "with " + "(" * n + "a" + ")" * n + ": b\n"),
    Shape("brackets after match", 40, lambda n: "match " + "(" * n + "a" + ")" * n + "\n"),
    Shape("lambdas as defaults", 40, lambda n: "x = " + "lambda a=" * n + "1" + ": a" * n + "\n"),
    Shape("f-strings in one another", 70, lambda n: "x = " + "f'{" * n + "a" + "}'" * n + "\n"),
    Shape("if in one another", 45, lambda n: _nested("{pad}if a{i}:\n", n)),
    Shape("def in one another", 45, lambda n: _nested("{pad}def f{i}(a{i}):\n", n, "a0")),
    Shape("class in one another", 45, lambda n: _nested("{pad}class C{i}:\n", n)),
    Shape("for in one another", 9, lambda n: _nested("{pad}for i{i} in x:\n", n)),
    Shape("with in one another", 9, lambda n: _nested("{pad}with x as a{i}:\n", n)),
    Shape("try in one another", 9, lambda n: (
        "".join(f"{' ' * i}try:\n" for i in range(n)) + " " * n + "f()\n"
        + "".join(f"{' ' * i}finally: g({i})\n" for i in reversed(range(n))))),
    Shape("patterns in one another", 45, lambda n: (
        f"match x:\n case {'[_, ' * n}b{']' * n}: pass\n")),
    Shape("alternatives", 1_000, lambda n: f"match x:\n case {_joined('{i}', ' | ', n)}: pass\n"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Growth:
    """How long a shape took at size n and at 2n, or what refused it."""

    shape: Shape
    one: float
    two: float
    refusal: str = ""

    @property
    def ratio(self) -> float:
        """How much longer twice the size took."""
        return self.two / max(self.one, 1e-6)

    @property
    def judgement(self) -> str:
        """`linear`, `superlinear` with the bound if there is one, or the limit that stops it."""
        if self.refusal:
            return self.refusal
        if self.ratio < LINEAR_BELOW:
            return "linear"
        return f"superlinear, {self.shape.bound}" if self.shape.bound else "superlinear"


def growth(shape: Shape) -> Growth:
    """Measure one shape. A refusal of the larger source is part of the answer."""
    refusal = ""
    times = []
    for size in (shape.size, 2 * shape.size):
        source = shape.make(size).encode()

        def work(source: bytes = source) -> None:
            nonlocal refusal
            try:
                compile_module(source)
            except SourceError as error:
                refusal = f"refused: {error.faults[0].message}"

        times.append(shortest(work))
    return Growth(shape, times[0], times[1], refusal)


def growth_table() -> Table:
    """One row a shape."""
    table = Table(title="Compiler, time for a source of size n and of size 2n")
    for heading in ("shape", "n", "n, ms", "2n, ms", "ratio", "judgement"):
        table.add_column(heading, justify="left" if heading in ("shape", "judgement") else "right")
    for shape in SHAPES:
        found = growth(shape)
        if found.judgement == "superlinear":
            found = growth(shape)  # one slow run is no judgement
        table.add_row(
            shape.name,
            f"{shape.size:,}",
            f"{found.one * 1e3:.1f}",
            f"{found.two * 1e3:.1f}",
            f"{found.ratio:.2f}",
            found.judgement,
        )
    return table


def real_sources() -> list[bytes]:
    """Sources of the specification itself."""
    root = Path(spec.__file__ or "").parent
    files = [file for folder in FOLDERS for file in sorted((root / folder).rglob("*.py"))]
    sources = [file.read_bytes() for file in files]
    return [source for source in sources if b"from __future__ import annotations" not in source]


def _on_cpython_314(sources: list[bytes]) -> float | None:
    """Seconds of CPython 3.14's compiler, or None where it is not installed."""
    data = {"sources": [source.decode() for source in sources], "rounds": RUNS}
    try:
        return float(ask(PROGRAM, data))
    except HarnessError as error:
        print(error, file=sys.stderr)
        return None


def speed_table() -> Table:
    """Lines a second on real sources."""
    sources = real_sources()
    lines = sum(source.count(b"\n") for source in sources)
    ours = shortest(lambda: [compile_module(source) for source in sources])
    host = shortest(lambda: [compile(source, "<bench>", "exec") for source in sources])
    peer = _on_cpython_314(sources)
    table = Table(title=f"Compiler, {len(sources)} files, {lines:,} lines")
    for heading in ("lines/s", "the host's CPython takes", f"{ORACLE} takes"):
        table.add_column(heading, justify="right")
    table.add_row(
        f"{lines / ours:,.0f}",
        f"{host / ours:.3f} x the time",
        "-" if peer is None else f"{peer / ours:.3f} x the time",
    )
    return table


def print_compiler_tables(console: Console) -> None:
    """Both tables."""
    console.print(speed_table())
    console.print(growth_table())


if __name__ == "__main__":
    print_compiler_tables(Console())
