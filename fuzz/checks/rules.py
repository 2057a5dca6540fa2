"""Generated cases through the reference, by rule: `python -m fuzz.checks.rules --cases 1000000`.

Most cases are single instructions on boundary operands, one in `--programs` is a whole program
of the lane `bytecode`. Counted are the cases of rules that they go through and the exceptions
that instructions raise. A defect is an exception that the rule does not declare, a state that
validated code cannot reach, an exception of the host, or a code object that validation refuses.

Case n is a function of the seed and n. Interrupted, the command shows what it has; `--first`
goes on from there.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final

from diff.guest import code_to_guest, to_guest
from fuzz.checks.defects import told
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.bytecode import PLENTY_OF_CELLS, PLENTY_OF_CYCLES, generate
from fuzz.lanes.bytecode_single import single
from reference_vm.rule_cases import observe
from spec.bytecode.instructions import Op
from spec.bytecode.validator import validate
from spec.revision import PVM_1
from spec.semantics.builtin_classes import CLASSES

CHUNK: Final = 5_000
"""Cases between two lines of progress, and in one piece of work for a process."""

PASSED_ON: Final = frozenset(
    {Op.CALL, Op.CALL_KW, Op.CALL_FUNCTION_EX, Op.RERAISE, Op.RAISE_VARARGS, Op.YIELD_VALUE,
     Op.CLEANUP_THROW}
)  # fmt: skip
"""Rules that raise what a native, the program or whoever resumes a generator gives them."""

INTERRUPTED: Final = 130


@dataclass(slots=True)
class Tally:
    """What the cases showed.

    Attributes:
        cases: How many ran.
        statuses: How they ended.
        first: The number of the first case that went through each case of a rule.
        errors: How often each instruction raised each class, as (mnemonic, class).
        defects: What no case may do, each with the number of its first case.
    """

    cases: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)
    errors: Counter[tuple[str, str]] = field(default_factory=Counter)
    defects: dict[str, int] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        """Take in the tally of later cases."""
        self.cases += other.cases
        self.statuses.update(other.statuses)
        self.errors.update(other.errors)
        for name, number in other.first.items():
            self.first.setdefault(name, number)
        for what, number in other.defects.items():
            self.defects.setdefault(what, number)

    def undeclared(self) -> list[str]:
        """Builtin exceptions that an instruction raised and its rule does not declare."""
        return sorted(
            f"{name} raised {cls}" for name, cls in self.errors if not is_declared(Op[name], cls)
        )

    def unseen(self) -> list[str]:
        """Declared exceptions that no case showed, for a program would have to."""
        return sorted(
            f"{op.name}: {cls}"
            for op, rule in PVM_1.rules.items()
            for cls in rule.raises
            if (op.name, cls) not in self.errors
        )

    def to_json(self) -> dict[str, Any]:
        """The figures for a program."""
        return {
            "cases": self.cases,
            "statuses": dict(sorted(self.statuses.items())),
            "cases_of_rules": len(self.first),
            "undeclared": self.undeclared(),
            "declared_but_unseen": self.unseen(),
            "defects": self.defects,
        }


def is_declared(op: Op, cls: str) -> bool:
    """Whether the rule of `op` may raise the class, which stands for all below it that natives
    raise; a class of the program may come out of every rule that runs user code."""
    rule = PVM_1.rules[op]
    return op in PASSED_ON or cls not in CLASSES or cls in rule.raises


def body_of(number: int, seed: int, programs: int) -> dict[str, Any]:
    """The body of case `number`: one in `programs` is a whole program (0: none is)."""
    choices = Choices(SeededSource(seed * 1_000_000_007 + number))
    if programs and number % programs == 0:
        return generate(choices)
    return single(choices, (PLENTY_OF_CYCLES, PLENTY_OF_CELLS))


def run_cases(first: int, count: int, seed: int, programs: int = 0) -> Tally:
    """Run the cases from `first` on."""
    tally = Tally()
    for number in range(first, first + count):
        body = body_of(number, seed, programs)
        tally.cases += 1
        try:
            code = code_to_guest(body["code"])
            validate(code, PVM_1)
            arguments = [to_guest(form) for form in body["arguments"]]
            seen = observe(code, arguments, body["cycles"], body["cells"])
        except Exception as error:  # noqa: BLE001 - any exception of the host is a defect
            tally.defects.setdefault(told(error), number)
            continue
        tally.statuses[seen.status or "cut"] += 1
        for name in seen.cases:
            tally.first.setdefault(name, number)
        tally.errors.update((op.name, cls) for op, cls in seen.errors)
    return tally


def _pieces(options: argparse.Namespace) -> Iterator[tuple[int, int, int, int]]:
    end = options.first + options.cases
    for first in range(options.first, end, CHUNK):
        yield first, min(CHUNK, end - first), options.seed, options.programs


def _run_piece(piece: tuple[int, int, int, int]) -> Tally:
    return run_cases(*piece)


def _tallies(options: argparse.Namespace) -> Iterator[Tally]:
    """The tallies of the pieces, in order."""
    if options.jobs == 1:
        yield from map(_run_piece, _pieces(options))
        return
    with ProcessPoolExecutor(options.jobs) as pool:
        yield from pool.map(_run_piece, _pieces(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m fuzz.checks.rules", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--programs", type=int, default=20, help="one case in N is a program")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the status is 1 if an exception was undeclared or a defect found."""
    options = _parser().parse_args(arguments)
    total = Tally()
    start = time.perf_counter()
    interrupted = False
    try:
        for tally in _tallies(options):
            total.add(tally)
            if sys.stderr.isatty():
                rate = total.cases / (time.perf_counter() - start)
                line = f"\r{total.cases} cases, {rate:.0f} a second, {len(total.first)} of rules "
                print(line, end="", file=sys.stderr)
    except KeyboardInterrupt:
        interrupted = True
    seconds = time.perf_counter() - start
    if options.json:
        print(json.dumps({**total.to_json(), "seconds": round(seconds, 1)}, indent=2))
    else:
        _show(total, seconds, options)
    if interrupted:
        return INTERRUPTED
    return 1 if total.defects or total.undeclared() else 0


def _show(total: Tally, seconds: float, options: argparse.Namespace) -> None:
    last = options.first + total.cases
    print(
        f"cases {options.first} to {last} of seed {options.seed} in {seconds:.1f} s, "
        f"{total.cases / max(seconds, 1e-9):.0f} a second: {dict(total.statuses.most_common())}"
    )
    print(f"cases of rules: {len(total.first)}")
    print(f"declared errors that no case showed: {len(total.unseen())}")
    for line in total.unseen():
        print(f"  {line}")
    print(f"undeclared errors: {len(total.undeclared())}")
    for line in total.undeclared():
        print(f"  {line}")
    print(f"defects: {len(total.defects)}")
    for what, number in total.defects.items():
        print(f"  case {number}: {what}")


if __name__ == "__main__":
    sys.exit(main())
