"""Fuzzing of validation and machine together: `python -m fuzz.checks.validator --cases 100000`.

Each case mutates a generated code object. Validation must accept it or refuse it by name; what
it accepts must run to an outcome of the guest or out of gas: no exception of the host, no
state that validated code cannot reach, no run that does not end.
"""

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from diff.guest import code_to_guest, to_guest
from fuzz.checks.code_mutation import mutate
from fuzz.checks.defects import told
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.bytecode import generate
from reference_vm.execution import execute
from spec.bytecode.code import Code
from spec.bytecode.errors import InvalidCode
from spec.bytecode.listing import disassemble
from spec.bytecode.validator import validate
from spec.revision import PVM_1
from spec.semantics.values import Value

CYCLES: Final = 20_000
CELLS: Final = 1_000_000
SLOW_SECONDS: Final = 2.0
"""A run that takes longer for `CYCLES` counts as one that hangs."""
MUTATIONS_OF_A_CASE: Final = 20


@dataclass(slots=True)
class Defect:
    """A case that did what none may do."""

    number: int
    what: str
    code: Code


@dataclass(slots=True)
class Tally:
    """What became of the cases."""

    cases: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    defects: list[Defect] = field(default_factory=list)


def mutated(number: int, seed: int) -> tuple[Code, list[Value]]:
    """Case `number`: a mutated code object and arguments for it."""
    body = generate(Choices(SeededSource(seed * 1_000_003 + number // MUTATIONS_OF_A_CASE)))
    choices = Choices(SeededSource(~(seed * 1_000_003 + number)))
    code = mutate(choices, code_to_guest(body["code"]))
    return code, [to_guest(argument) for argument in body["arguments"]]


def try_case(number: int, seed: int, tally: Tally) -> None:
    """Validate one case and, if it is accepted, run it."""
    tally.cases += 1
    code, arguments = mutated(number, seed)
    start = time.perf_counter()
    try:
        validate(code, PVM_1)
        tally.ended[execute(code, arguments, CYCLES, CELLS).status] += 1
    except InvalidCode as refusal:
        tally.refused[refusal.reason] += 1
    except Exception as error:  # noqa: BLE001 - any other exception is what we look for
        tally.defects.append(Defect(number, told(error), code))
    if time.perf_counter() - start > SLOW_SECONDS:
        tally.defects.append(Defect(number, "takes too long", code))


def run_cases(first: int, count: int, seed: int) -> Tally:
    """Try cases `first` to `first + count`."""
    tally = Tally()
    for number in range(first, first + count):
        try_case(number, seed, tally)
    return tally


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the status is 1 if a defect was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.checks.validator", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    tally = run_cases(options.first, options.cases, options.seed)
    seconds = time.perf_counter() - start
    accepted = sum(tally.ended.values())
    print(f"{tally.cases} cases in {seconds:.1f} s, {tally.cases / seconds:.0f} cases/s")
    print(f"accepted {accepted}: {dict(tally.ended.most_common())}")
    print(f"refused {sum(tally.refused.values())}: {dict(tally.refused.most_common())}")
    seen: set[str] = set()
    for defect in tally.defects:
        if defect.what not in seen:
            seen.add(defect.what)
            print(f"\ncase {defect.number}: {defect.what}\n{_listing(defect.code)}")
    print(f"defects {len(tally.defects)}, of {len(seen)} kinds")
    return 1 if tally.defects else 0


def _listing(code: Code) -> str:
    try:
        return disassemble(code, take_apart=lambda value: (type(value).__name__, ()))
    except InvalidCode as refusal:
        return str(refusal)


if __name__ == "__main__":
    sys.exit(main())
