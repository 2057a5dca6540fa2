"""Part of `make bench`: steps of the machine a second, next to its peers in the same run.

The same programs run on the reference, on the host's CPython and, where it is installed, on
x-python, a bytecode interpreter in Python. Figures are the best of a few runs in one process;
ratios are what to quote, for machines differ.
"""

import builtins
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.table import Table

from fuzz.timing import shortest
from reference_vm.compiling import compile_module
from reference_vm.execution import execute

PLENTY = 1 << 40


@dataclass(frozen=True, slots=True)
class Program:
    """A source whose `main(n)` does n rounds of one kind of work."""

    name: str
    rounds: int
    source: str


PROGRAMS = (
    Program(
        "integer loop",
        40_000,
        """
def main(n):
    i = total = 0
    while i < n:
        total = total + i * 3 - (i & 7)
        i += 1
    return total
""",
    ),
    Program(
        "calls",
        15_000,
        """
def add(a, b):
    return a + b

def main(n):
    total = 0
    for i in range(n):
        total = add(total, i)
    return total
""",
    ),
    Program(
        "attribute access",
        20_000,
        """
class Point:
    def __init__(self):
        self.x = 0

def main(n):
    point = Point()
    for i in range(n):
        point.x = point.x + i
    return point.x
""",
    ),
    Program(
        "list and dict work",
        10_000,
        """
def main(n):
    found = {}
    items = []
    for i in range(n):
        items.append(i)
        found[i % 100] = items[i // 2]
    return len(items) + len(found)
""",
    ),
    Program(
        "string building",
        8_000,
        """
def main(n):
    parts = []
    for i in range(n):
        parts.append(str(i) + "-")
    return len("".join(parts))
""",
    ),
    Program(
        "exceptions",
        8_000,
        """
def main(n):
    caught = 0
    for i in range(n):
        try:
            raise ValueError(i)
        except ValueError:
            caught += 1
    return caught
""",
    ),
    Program(
        "generators",
        15_000,
        """
def count(n):
    for i in range(n):
        yield i

def main(n):
    total = 0
    for value in count(n):
        total += value
    return total
""",
    ),
)


def best(work: Callable[[], object]) -> float:
    """Seconds on the wall, as a peer's user waits for it."""
    return shortest(work, time.perf_counter)


def on_reference(program: Program) -> tuple[float, int]:
    """Seconds and steps."""
    code = compile_module(program.source.encode())
    steps = 0

    def work() -> None:
        nonlocal steps
        execution = execute(code, [program.rounds], PLENTY, PLENTY, entry="main")
        assert execution.status == "returned", execution.status
        steps = execution.steps

    return best(work), steps


def on_host(program: Program) -> float:
    """Seconds."""
    names: dict[str, Callable[[int], object]] = {}
    exec(compile(program.source, "<bench>", "exec"), names)
    return best(lambda: names["main"](program.rounds))


def on_x_python(program: Program) -> float | None:
    """Seconds, or None where x-python is missing or cannot run the program."""
    try:
        from xpython.vm import PyVM  # type: ignore[import-untyped]
    except ImportError:
        return None
    host: dict[str, Callable[[int], object]] = {}
    exec(compile(program.source, "<bench>", "exec"), host)
    expected = host["main"](program.rounds)
    source = f"{program.source}\nRESULT = main({program.rounds})\n"
    code = compile(source, "<bench>", "exec")

    def work() -> None:
        names: dict[str, object] = {"__name__": "__main__", "__builtins__": builtins}
        PyVM().run_code(code, f_globals=names)
        if names.get("RESULT") != expected:
            raise RuntimeError(f"it gave {names.get('RESULT')}, not {expected}")

    try:
        return best(work)
    except Exception as error:  # noqa: BLE001  a peer that fails is a row without a figure
        print(f"x-python, {program.name}: {type(error).__name__}: {error}", file=sys.stderr)
        return None


def peers_table(
    title: str, subject: str, unit: str, programs: Iterable[Program],
    counted: Callable[[Program, int], int], digits: int,
) -> Table:  # fmt: skip
    """One row a program: what is `counted` of it and its steps a second, and its peers' times."""
    table = Table(title=title)
    for heading in (subject, f"{unit}/s", "x-python takes", "CPython takes"):
        table.add_column(heading, justify="left" if heading == subject else "right")
    for program in programs:
        seconds, steps = on_reference(program)
        peer = on_x_python(program)
        table.add_row(
            program.name,
            f"{counted(program, steps) / seconds:,.0f}",
            "-" if peer is None else f"{peer / seconds:.{digits}f} x the time",
            f"{on_host(program) / seconds:.3f} x the time",
        )
    return table


def machine_table() -> Table:
    """One row a program."""
    title = "Steps of the machine"
    return peers_table(title, "program", "steps", PROGRAMS, lambda _, steps: steps, digits=1)
