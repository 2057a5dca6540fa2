"""`make bench-gas`: host nanoseconds a cycle, for every priced entry at three sizes of operands.

Each entry of the gas table that charges cycles is made to happen on small, typical and worst
operands (`gas_operands`), in as many combinations as `gas_rows.MOST` says; the row shows the
combination with the most nanoseconds a cycle. The median of all rows is the unit: nothing may
lie more than LIMIT times above it, or `REASONS` says why. Figures are of one machine and one
run; ratios to the median are what to quote.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Final

from rich.console import Console

from diff.identity import is_compiled
from fuzz.gas.instructions import GALLERY
from fuzz.gas.measure import CYCLES, STOPPED, Cost, best, measured, run_steps
from fuzz.gas.operands import PLENTY, SIZES, SMALL, evaluate
from fuzz.gas.rows import Candidate, all_keys, candidates
from reference_vm.compiling import compile_module
from reference_vm.execution import start
from spec.bytecode.code import Code
from spec.gas_table.coverage import family_of
from spec.revision import PVM_1
from spec.semantics.attributes import get_attribute
from spec.semantics.builtin_classes import CLASSES
from spec.semantics.calls import call
from spec.semantics.frame import Suspended
from spec.semantics.machine import Machine
from spec.semantics.natives import MODULE_FUNCTIONS
from spec.semantics.values import Function, Value

LIMIT: Final = 50
"""How many times above the median a row may lie."""
REPEATS: Final = 3

REASONS: Final[Mapping[str, str]] = {}
"""Entries that lie further above the median, each with the reason; a test refuses stale ones."""


@dataclass(frozen=True, slots=True)
class Row:
    """The worst that an entry costs the host at one size."""

    key: str
    size: str
    rate: float
    nanoseconds: int
    cycles: int
    end: str
    operation: str


def measure(candidate: Candidate) -> Cost:
    """Run a candidate once."""
    operands = [evaluate(each) for each in candidate.operands]
    keywords = {candidate.keyword: operands.pop()} if candidate.keyword else None
    return measured(lambda machine: applied(machine, candidate, operands, keywords))


def applied(
    machine: Machine, candidate: Candidate, operands: list[Value], keywords: dict[str, Value] | None
) -> Suspended:
    """Apply the operation of a candidate to values, as a native frame of a machine."""
    way, _, name = candidate.call.partition(" ")
    owner, _, member = name.rpartition(".")
    if way == "attribute":
        return (yield get_attribute(machine, operands[0], member, machine.revision.attribute_price))
    callee: Value
    if way == "def":
        callee = Function(_function(candidate.call), {"__name__": machine.main_name})
    elif owner == "builtin":
        callee = machine.builtins[member]
    elif owner in MODULE_FUNCTIONS:
        callee = MODULE_FUNCTIONS[owner][member]
    else:
        callee = yield get_attribute(
            machine, CLASSES[owner], member, machine.revision.attribute_price
        )
    return (yield call(machine, callee, operands, keywords))


@cache
def _function(source: str) -> Code:
    """The code object of the function `f` that a source defines."""
    module = compile_module(source.encode())
    return next(each for each in module.consts if isinstance(each, Code) and each.name == "f")


def row_of(key: str, size: str) -> Row | None:
    """Measure the candidates of an entry; the worst of them, measured again. None without any."""
    found: list[tuple[Cost, Candidate]] = []
    for candidate in candidates(key, size):
        found.append((measure(candidate), candidate))
        if found[-1][0].end == STOPPED:
            break
    if not found:
        return None
    found.sort(key=lambda pair: -pair[0].rate)
    rows = []
    for first, candidate in found[:2]:
        again = 0 if first.end == STOPPED else REPEATS
        cost = best([first, *(measure(candidate) for _ in range(again))])
        rows.append(
            Row(key, size, cost.rate, cost.nanoseconds, cost.cycles, cost.end, candidate.text())
        )
    return max(rows, key=lambda row: row.rate)


@cache
def gallery_rows() -> Mapping[str, Row]:
    """For each instruction of the gallery, what its step costs in the middle."""
    steps: dict[str, list[tuple[int, int]]] = {}
    module = compile_module(GALLERY.encode())
    for _ in range(REPEATS * 3):
        machine = Machine(PVM_1, PLENTY, PLENTY)
        names = Function(module, {"__name__": machine.main_name})
        start(machine, names, [])
        taken = run_steps(machine)
        start(machine, names.globals["main"], [3])
        for op, nanoseconds, cycles in (*taken, *run_steps(machine)):
            steps.setdefault(op.name, []).append((nanoseconds, cycles))
    return {name: _middle(name, found) for name, found in steps.items()}


def _middle(name: str, found: list[tuple[int, int]]) -> Row:
    ordered = sorted(found, key=lambda step: step[0] / max(step[1], 1))
    nanoseconds, cycles = ordered[len(ordered) // 2]
    rate = nanoseconds / max(cycles, 1)
    return Row(name, SMALL, rate, nanoseconds, cycles, "returned", "a step of the gallery")


def rows_of(key: str) -> list[Row]:
    """All rows of an entry."""
    found = [row for size in SIZES if (row := row_of(key, size)) is not None]
    if not found and (step := gallery_rows().get(family_of(key))) is not None:
        found.append(Row(key, *list(asdict(step).values())[1:]))
    return found


def bench(keys: Iterable[str], tell: Callable[[str], None]) -> list[Row]:
    """Measure the entries; `tell` gets each key before its turn."""
    rows = []
    for key in keys:
        tell(key)
        rows += rows_of(key)
    return rows


def outliers(rows: Sequence[Row], median: float) -> list[Row]:
    """The rows above the limit, the worst first."""
    above = [row for row in rows if row.rate > LIMIT * median]
    return sorted(above, key=lambda row: -row.rate)


def report(rows: Sequence[Row], median: float, worst: int) -> None:
    """Print the median, the outliers, and the rows nearest to them."""
    console = Console(highlight=False, markup=False)
    ordered = sorted(rows, key=lambda row: -row.rate)
    above = outliers(rows, median)
    console.print("x median  ns/cycle     cycles        ms  size     end, operation")
    for row in ordered[: max(worst, len(above))]:
        console.print(
            f"{row.rate / median:8.1f}  {row.rate:8,.0f}  {row.cycles:9,}"
            f"  {row.nanoseconds / 1e6:8.2f}  {row.size:7}  {row.key}: {row.end}, {row.operation}",
            soft_wrap=True,
        )
    form = "compiled" if is_compiled() else "interpreted"
    console.print(
        f"\n{len(rows)} rows of {len({row.key for row in rows})} entries; median {median:,.0f} ns a"
        f" cycle; {form}, Python {platform.python_version()}, {platform.machine()}"
    )
    unexplained = [row for row in above if row.key not in REASONS]
    console.print(
        f"{len(above)} rows above {LIMIT} times the median, {len(unexplained)} without a reason"
    )
    for key in dict.fromkeys(row.key for row in above if row.key in REASONS):
        console.print(f"  {key}: {REASONS[key]}")


def main() -> int:
    """The command; exits 1 when a row lies above the limit without a reason."""
    parser = argparse.ArgumentParser(prog="make bench-gas", description=__doc__)
    parser.add_argument("filter", nargs="*", help="only entries that begin with one of these")
    parser.add_argument("--json", action="store_true", help="all rows as JSON")
    parser.add_argument("--worst", type=int, default=25, help="rows that are shown (25)")
    options = parser.parse_args()
    keys = [
        key for key in all_keys() if not options.filter or key.startswith(tuple(options.filter))
    ]
    if not keys:
        parser.error(f"no entry begins with {' or '.join(options.filter)}")
    count = iter(range(1, len(keys) + 1))

    def tell(key: str) -> None:
        if sys.stderr.isatty() or next(count) % 50 == 1:
            print(f"\r\x1b[K{key}", end="" if sys.stderr.isatty() else "\n", file=sys.stderr)

    rows = bench(keys, tell)
    median = statistics.median(row.rate for row in rows)
    if options.json:
        head = {"median": median, "limit": LIMIT, "python": platform.python_version()}
        shown = [{**asdict(row), "reason": REASONS.get(row.key)} for row in rows]
        print(json.dumps({**head, "cycles_limit": CYCLES, "rows": shown}, indent=1))
    else:
        report(rows, median, options.worst)
    return int(any(row.key not in REASONS for row in outliers(rows, median)))


if __name__ == "__main__":
    sys.exit(main())
