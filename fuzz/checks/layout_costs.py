"""Other layouts of a program cost the same: `python -m fuzz.checks.layout_costs --programs N`.

Each program is laid out in other ways. Both layouts are compiled and compared on every way
through them, executed or not (`lockstep`); one program in `--run-every` is run as well, with
plenty of cycles and with fewer than it needs. Program n is a function of the seed and n.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final

from diff.case import Case
from diff.reference.target import run_case
from fuzz.checks.layouts import Choose, NotLaidOut, relaid
from fuzz.checks.lockstep import differences
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.source import generate
from reference_vm.compiling import compile_module
from spec.bytecode.code import Code
from spec.language.errors import SourceError

CHUNK: Final = 250
"""Programs in one piece of work for a process, and between two lines of progress."""
LAYOUTS: Final = 2
"""Other layouts of each program."""
SHOWN: Final = 10


@dataclass(slots=True)
class Tally:
    """What was compared, and what differs."""

    programs: int = 0
    layouts: int = 0
    runs: int = 0
    unread: int = 0
    """Programs that the compiler refuses, or that the host is too old to read."""
    defects: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count what another piece of work found."""
        self.programs += other.programs
        self.layouts += other.layouts
        self.runs += other.runs
        self.unread += other.unread
        self.defects += other.defects


def drawn(seed: int) -> Choose:
    """Draws of a seeded layout."""
    choices = Choices(SeededSource(seed))
    return lambda below: choices.integer(0, below - 1)


def other_costs(source: str, code: Code, choose: Choose) -> list[str]:
    """Where a source and another layout of it cost different things on some way through them.

    `code` is the source, compiled. Raises NotLaidOut.
    """
    other = relaid(source, choose)
    found = differences(code, compiled(other))
    return [f"{each}\n{source}\n---\n{other}" for each in found]


def other_runs(body: dict[str, Any], choose: Choose, part: int) -> list[str]:
    """What differs between runs of a program and of another layout of it.

    They have plenty of cycles, and `part` in a thousand of what the program needs.
    """
    other = {**body, "source": relaid(body["source"], choose)}
    found = []
    plenty = _observed(body)
    limits = [body["cycles"], plenty["cycles"] * part // 1000]
    for limit in limits:
        mine, theirs = _observed({**body, "cycles": limit}), _observed({**other, "cycles": limit})
        if mine != theirs:
            found.append(f"{limit} cycles: {mine}, {theirs}\n{body['source']}\n---\n{other}")
    return found


def compiled(source: str) -> Code:
    """The module of a source; raises SourceError."""
    return compile_module(source.encode("utf-8", "surrogatepass"))


def _observed(body: dict[str, Any]) -> dict[str, Any]:
    """What a run shows that does not name lines."""
    outcome = run_case(Case("source", body))
    return {name: getattr(outcome, name) for name in ("status", "value", "cycles", "cells", "log")}


def check(seed: int, numbers: range, run_every: int) -> Tally:
    """Compare programs `numbers` of a seed with other layouts of them."""
    tally = Tally()
    for number in numbers:
        body = generate(Choices(SeededSource(seed * 1_000_003 + number)))
        tally.programs += 1
        try:
            code = compiled(body["source"])
            for layout in range(LAYOUTS):
                draw = number * LAYOUTS + layout
                found = other_costs(body["source"], code, drawn(draw))
                if number % run_every == 0:
                    found += other_runs(body, drawn(draw), draw % 1000)
                    tally.runs += 1
                tally.layouts += 1
                tally.defects += [f"program {number}: {each}" for each in found]
        except (NotLaidOut, SourceError):
            tally.unread += 1
    return tally


def _pieces(arguments: argparse.Namespace) -> Iterator[range]:
    end = arguments.first + arguments.programs
    for start in range(arguments.first, end, CHUNK):
        yield range(start, min(start + CHUNK, end))


def main(argv: list[str] | None = None) -> int:
    """Compare as many programs as asked for; 1 when layouts cost different things."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.checks.layout_costs", description=__doc__)
    parser.add_argument("--programs", type=int, default=10_000, metavar="N")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="go on from program N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--run-every", type=int, default=10, metavar="N")
    parser.add_argument("--jobs", type=int, default=1, metavar="N")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args(argv)
    total = Tally()
    began = time.monotonic()
    with ProcessPoolExecutor(arguments.jobs) as pool:
        work = [
            pool.submit(check, arguments.seed, piece, arguments.run_every)
            for piece in _pieces(arguments)
        ]
        for piece in work:
            total.add(piece.result())
            line = f"\r{total.programs:,} programs, {len(total.defects)} differ"
            print(line, end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    _report(total, time.monotonic() - began, arguments.json)
    return 1 if total.defects else 0


def _report(total: Tally, seconds: float, as_json: bool) -> None:
    if as_json:
        figures = {name: getattr(total, name) for name in Tally.__slots__}
        print(json.dumps({**figures, "seconds": round(seconds, 1)}))
        return
    print(
        f"{total.programs:,} programs, {total.layouts:,} other layouts, {total.runs:,} of them "
        f"run, {total.unread:,} programs not read; {len(total.defects)} differ ({seconds:.0f} s)"
    )
    for each in total.defects[:SHOWN]:
        print(each)


if __name__ == "__main__":
    sys.exit(main())
