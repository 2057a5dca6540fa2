"""Part of `make bench`: the two forms of `spec/` next to each other, each in its own process."""

import json
import os
import subprocess
import sys

from rich.table import Table

from diff.identity import is_compiled
from fuzz.bench.compiler import real_sources
from fuzz.bench.machine import PROGRAMS, on_reference
from fuzz.timing import shortest
from reference_vm import form
from reference_vm.compiling import compile_module

Figures = dict[str, float]
"""What is measured, and how many a second."""


def figures() -> Figures:
    """Of the form that runs in this process: steps, and lines of source, a second."""
    found: Figures = {}
    for program in PROGRAMS:
        taken, steps = on_reference(program)
        found[f"steps/s, {program.name}"] = steps / taken
    sources = real_sources()
    lines = sum(source.count(b"\n") for source in sources)
    taken = shortest(lambda: [compile_module(source) for source in sources])
    return {**found, "lines/s, compiler": lines / taken}


def figures_of(compiled: bool) -> Figures:
    """The same of one form, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "fuzz.bench.forms"],
        env={**os.environ, form.VARIABLE: "1" if compiled else "0"},
        cwd=form.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    if answer["compiled"] is not compiled:
        raise RuntimeError("another form of spec/ ran than the one that was asked for")
    return dict(answer["figures"])


def forms_table() -> Table:
    """One row a measure; without a usable build, the reason in the title."""
    why = form.why_unusable()
    if why is not None:
        return Table(title=f"No compiled form to compare with: {why} (`make compiled`)")
    plain, compiled = figures_of(False), figures_of(True)
    table = Table(title="Interpreted and compiled")
    for heading in ("measure", "interpreted", "compiled", "ratio"):
        table.add_column(heading, justify="left" if heading == "measure" else "right")
    for name, figure in plain.items():
        ratio = f"{compiled[name] / figure:.1f}"
        table.add_row(name, f"{figure:,.0f}", f"{compiled[name]:,.0f}", ratio)
    return table


if __name__ == "__main__":
    print(json.dumps({"compiled": is_compiled(), "figures": figures()}))
