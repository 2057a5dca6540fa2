"""Operations on operands that are meant to hurt: `python -m fuzz.checks.objects --seconds 600`.

Each case applies one method, function or operator to operands of `hostile_operands`. Whatever they
are, it must end as a run of the guest ends: with a value, an exception, or out of cycles or
cells. A defect is

- an exception of the host, a state that cannot be, or a run that does not end;
- a host's stack that grows with the operands: few frames are left to it;
- a run that takes longer than its cycles account for: more than FLOOR_SECONDS and more than LIMIT
  times what a cycle of plain code takes on this host, in each of a few runs;
- a run that takes more memory than its cells and cycles account for.

Case n is a function of the seed and n. Interrupted, the command shows what it has; `--first` goes
on from there.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from fuzz.checks.defects import told
from fuzz.checks.hostile_cases import Case, Unmade, drawn, operands
from fuzz.gas.measure import TooLong, deadline
from fuzz.timing import shortest
from reference_vm.compiling import compile_module
from reference_vm.execution import RAISED, RETURNED, Execution, execute
from reference_vm.operation import run_operation
from spec.semantics.values import Value

CELLS: Final = 40_000_000
HOST_FRAMES: Final = 100
"""Frames of the host that an operation may use; no operation needs more, however deep its operands
are."""
LIMIT: Final = 50
"""How many times longer than plain code a cycle may take; `make bench-gas` has the same limit."""
FLOOR_SECONDS: Final = 0.003
"""Runs below this time are not looked at: what one step may take, and the host's own noise."""
LAST_SECONDS: Final = 0.015
"""The same for a run out of cycles or cells, which one program has only once: what is charged next
is not among its cycles."""
REPEATS: Final = 3
STOP_SECONDS: Final = 20
FLOOR_BYTES: Final = 48 << 20
BYTES_A_CELL: Final = 24
"""Memory of the host for a byte of the model: an entry of a dict has 24 bytes there."""
BYTES_A_CYCLE: Final = 500
"""Objects of up to 4,096 bytes cost no cells; a cycle makes less than this."""
MOST_OUTLIERS: Final = 12
INTERRUPTED: Final = 130


@dataclass(slots=True)
class Seen:
    """What one run showed: how it ended, processor seconds, cycles, and what is wrong with it."""

    end: str
    seconds: float = 0.0
    cycles: int = 0
    defect: str = ""
    value: Value = None


@dataclass(slots=True)
class Tally:
    """What the cases showed.

    `rates` are nanoseconds a cycle of the runs above 1 ms; `outliers` the worst of them as (rate,
    case); `defects` have the number of their first case and the case.
    """

    cases: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    rates: list[float] = field(default_factory=list)
    outliers: list[tuple[float, str]] = field(default_factory=list)
    defects: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, number: int, case: Case, seen: Seen) -> None:
        """Count a run."""
        self.cases += 1
        self.ends[seen.end] += 1
        if seen.defect:
            self.defects.setdefault(f"{case.operation}: {seen.defect}", (number, str(case)))
        if seen.seconds > 0.001:
            rate = seen.seconds * 1e9 / max(seen.cycles, 1)
            self.rates.append(rate)
            self.outliers.append((rate, f"case {number}: {case}"))
            self.outliers.sort(reverse=True)
            del self.outliers[MOST_OUTLIERS:]

    def to_json(self) -> dict[str, Any]:
        """The figures for a program."""
        return {
            "cases": self.cases,
            "ends": dict(self.ends.most_common()),
            "median_nanoseconds_a_cycle": statistics.median(self.rates) if self.rates else None,
            "outliers": [{"rate": rate, "case": case} for rate, case in self.outliers],
            "defects": [
                {"what": what, "number": number, "case": case}
                for what, (number, case) in self.defects.items()
            ],
        }


@contextmanager
def few_frames() -> Iterator[None]:
    """Leave the host HOST_FRAMES frames above the present ones."""
    depth, frame = 0, sys._getframe()
    while frame.f_back is not None:
        depth, frame = depth + 1, frame.f_back
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + HOST_FRAMES)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


class Fuzzer:
    """Runs cases and judges them by the speed of this host."""

    def __init__(self, timed: bool = True) -> None:
        self._timed = timed
        self.unit = plain_nanoseconds() if timed else 0.0
        """Nanoseconds a cycle of plain code on this host, now."""
        self._status = Path("/proc/self/status")
        self._clear = Path("/proc/self/clear_refs")
        self._memory = timed and self._clear.exists()

    def run(self, case: Case) -> Seen:
        """Run a case; what breaks a limit of time is run again."""
        seen = self._run_once(case)
        for _ in range(REPEATS):
            if not seen.defect.startswith("takes"):
                break
            seen = self._run_once(case)
        return seen

    def _run_once(self, case: Case) -> Seen:
        operation = case.follow if case.second else case.operation
        try:
            values, keywords = self._operands(case)
        except Unmade:
            return Seen("not made")
        before = self._reset_peak()
        start = time.process_time()
        try:
            with deadline(STOP_SECONDS), few_frames():
                start = time.process_time()
                ended = run_operation(operation, values, keywords, case.cycles, CELLS)
                seconds = time.process_time() - start
        except TooLong:
            return Seen("stopped", defect=f"does not end within {STOP_SECONDS} s")
        except Exception as error:  # noqa: BLE001 - any exception of the host is a defect
            return Seen("defect", defect=told(error))
        return self._judged(ended, seconds, self._peak() - before)

    def _operands(self, case: Case) -> tuple[list[Value], dict[str, Value]]:
        values, keywords = operands(case)
        if case.second:
            ended = run_operation(case.operation, values, keywords, case.cycles, CELLS)
            if ended.status != RETURNED:
                raise Unmade(case.operation)
            return [ended.value], {}
        return values, keywords

    def _judged(self, ended: Execution, seconds: float, growth: int) -> Seen:
        seen = Seen(ended.status, seconds, ended.cycles, "", ended.value)
        if ended.exception is not None:
            seen.end = f"raised {ended.exception.cls.name}"
        floor = FLOOR_SECONDS if ended.status in (RETURNED, RAISED) else LAST_SECONDS
        if self._timed and seconds > floor + LIMIT * self.unit * ended.cycles * 1e-9:
            seen.defect = "takes longer than its cycles account for"
        if growth > FLOOR_BYTES + BYTES_A_CELL * ended.cells + BYTES_A_CYCLE * ended.cycles:
            seen.defect = "takes more memory than its cells account for"
        return seen

    def _reset_peak(self) -> int:
        """Forget the peak of the resident size; returns the present one (Linux; elsewhere 0)."""
        if not self._memory:
            return 0
        self._clear.write_text("5")
        return self._peak()

    def _peak(self) -> int:
        if not self._memory:
            return 0
        for line in self._status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) << 10
        return 0


_PLAIN: Final = """
def f(count):
    total = 0
    for i in range(count):
        total = total + i
        if total > 1000:
            total = total - 1000
    return [total]
"""


def plain_nanoseconds() -> float:
    """Nanoseconds that a cycle of plain code takes on this host."""
    code = compile_module(_PLAIN.encode())
    used: list[int] = []
    seconds = shortest(lambda: used.append(execute(code, [10_000], entry="f").cycles), runs=5)
    return seconds * 1e9 / used[0]


def run_cases(first: int, count: int | None, seed: int, seconds: float, tally: Tally) -> None:
    """Run the cases from `first` on, until there are `count` or the time is over."""
    fuzzer = Fuzzer()
    end = time.monotonic() + seconds
    number = first
    while (count is None or number < first + count) and time.monotonic() < end:
        case = drawn(number, seed)
        seen = fuzzer.run(case)
        tally.add(number, case, seen)
        if seen.end == RETURNED and case.follow:
            after = case.followed()
            tally.add(number, after, fuzzer.run(after))
        number += 1
        if sys.stderr.isatty() and number % 50 == 0:
            line = f"\r{number - first} cases, {len(tally.defects)} defects "
            print(line, end="", file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the status is 1 if a defect was found."""
    parser = argparse.ArgumentParser(
        prog="python -m fuzz.checks.objects",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--cases", type=int, help="cases (as many as there is time for)")
    parser.add_argument("--seconds", type=float, default=60.0, help="at most so long (60)")
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--memory", type=int, default=3000, help="most MB of memory, 0: no limit")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    options = parser.parse_args(arguments)
    if options.memory:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (options.memory << 20, hard))
    tally = Tally()
    start = time.monotonic()
    interrupted = False
    try:
        run_cases(options.first, options.cases, options.seed, options.seconds, tally)
    except KeyboardInterrupt:
        interrupted = True
    taken = time.monotonic() - start
    if options.json:
        print(json.dumps({**tally.to_json(), "seconds": round(taken, 1)}, indent=1))
    else:
        _show(tally, taken, options)
    return INTERRUPTED if interrupted else int(bool(tally.defects))


def _show(tally: Tally, seconds: float, options: argparse.Namespace) -> None:
    print(
        f"{tally.cases} operations from case {options.first} of seed {options.seed} in "
        f"{seconds:.0f} s, {tally.cases / max(seconds, 1e-9):.0f} a second"
    )
    print(f"ended: {dict(tally.ends.most_common(30))}")
    if tally.rates:
        middle = statistics.median(tally.rates)
        print(f"nanoseconds a cycle of runs above 1 ms: median {middle:.0f}; the most:")
    for rate, case in tally.outliers:
        print(f"  {rate:12.0f}  {case[:200]}")
    print(f"defects: {len(tally.defects)}")
    for what, (number, case) in tally.defects.items():
        print(f"  case {number}: {what}\n    {case}")


if __name__ == "__main__":
    sys.exit(main())
