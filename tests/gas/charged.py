"""Cases that together charge every entry of the table that a run can charge.

`python -m tests.gas.charged` chooses them again: from the corpus of the machine, the programs
with a kept outcome, and generated operations, each for an entry that none before it charges. All
of them are compared on the way; the file keeps the chosen ones.
"""

import json
import lzma
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diff.canonical import canonical_json
from diff.guest import code_to_guest, to_guest
from fuzz.bench.gas import applied
from fuzz.choices import Choices, SeededSource
from fuzz.gas.instructions import GALLERY
from fuzz.gas.operands import SMALL, TYPICAL, evaluate
from fuzz.gas.rows import Candidate, candidates, measured_keys
from fuzz.lanes.object import generate
from reference_vm.compiling import compile_module
from reference_vm.execution import Execution, ended, execute
from reference_vm.operation import run_operation
from spec.errors import OutOfCells, OutOfCycles
from spec.revision import PVM_1
from spec.semantics.frame import NativeFrame
from spec.semantics.machine import Machine, run
from tests.gas.formulas import BASES, LIMIT, PLACES, RECORDER, RECORDING, Charge, exported
from tests.gas.seldom import SELDOM, SELDOM_CALLS
from tests.semantics import corpus, oracle

FILE = Path(__file__).parent / "data" / "charged.jsonl.xz"
PLENTY = 1_000_000_000
MOST_CYCLES = 300_000
"""Of a case that is looked at: a recording run has no end of its own."""
OPERATIONS = 20_000

Run = Callable[..., Execution]


@dataclass(frozen=True)
class Compared:
    """What a run paid: by the export for the entries charged, and in `pvm-1`."""

    by_export: tuple[str, int, int]
    by_machine: tuple[str, int, int]
    charges: dict[Charge, int]
    keys: frozenset[str]


def run_of(case: dict[str, Any]) -> Run:
    """How to run a case: `run(cycles, cells, revision)`."""
    if "call" in case:
        return lambda cycles, cells, revision: _run_candidate(
            _candidate(case), Machine(revision, cycles, cells)
        )
    if "method" in case:
        return lambda cycles, cells, revision: run_operation(
            case["method"], *arguments_of(case), cycles, cells, revision
        )
    arguments = case.get("arguments", [])
    if "source" in case:
        return lambda cycles, cells, revision: execute(
            compile_module(case["source"].encode()), [to_guest(each) for each in arguments],
            cycles, cells, revision, entry="main", entry_optional=True,
        )  # fmt: skip
    return lambda cycles, cells, revision: execute(
        code_to_guest(case["code"]), [to_guest(each) for each in arguments], cycles, cells, revision
    )


def _candidate(case: dict[str, Any]) -> Candidate:
    return Candidate("", "", case["call"], tuple(case["operands"]), case["keyword"])


def _run_candidate(candidate: Candidate, machine: Machine) -> Execution:
    operands = [evaluate(each) for each in candidate.operands]
    keywords = {candidate.keyword: operands.pop()} if candidate.keyword else None
    stopped: OutOfCycles | OutOfCells | None = None
    try:
        machine.push(NativeFrame(applied(machine, candidate, operands, keywords)))
        machine.settle(None, None)
        run(machine)
    except (OutOfCycles, OutOfCells) as error:
        stopped = error
    return ended(machine, stopped)


def arguments_of(case: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    receiver = [] if case["receiver"] is None else [to_guest(case["receiver"])]
    positional = [to_guest(each) for each in case["arguments"]]
    return receiver + positional, {
        name: to_guest(value) for name, value in case["keywords"].items()
    }


def compared(case: dict[str, Any]) -> Compared | None:
    """Both runs of a case; None if it charges more often than can be recorded."""
    again = run_of(case)
    if again(MOST_CYCLES, PLENTY, PVM_1).status.startswith("out-of"):
        return None
    RECORDER.calls.clear()
    recorded = again(LIMIT, LIMIT, RECORDING)
    calls = len(RECORDER.calls)
    plain = again(MOST_CYCLES, PLENTY, PVM_1)  # code is prepared for this revision again
    if calls >= PLACES - BASES:
        return None
    cycles, cells = RECORDER.read(recorded.cycles), RECORDER.read(recorded.cells)
    charges = {**cycles, **cells}
    keys = {charge.key for charge in charges} & set(exported())
    keys |= _by_operation(case, charges)
    return Compared(
        (recorded.status, _sum(cycles), _sum(cells)),
        (plain.status, plain.cycles, plain.cells),
        charges,
        frozenset(keys),
    )


def _sum(charges: dict[Charge, int]) -> int:
    return sum(charge.amount() * count for charge, count in charges.items())


def _by_operation(case: dict[str, Any], charges: dict[Charge, int]) -> set[str]:
    """A method that pays by the entry of its operation, whose formula is that of its own."""
    own = exported().get(case.get("method", case.get("call", "").removeprefix("native ")))
    if own is None:
        return set()
    same = any(
        exported()[charge.key].tree == own.tree and charge.whole
        for charge in charges
        if charge.key in exported() and charge.key not in ("CALL", "LOAD_ATTR")
    )
    return {own.key} if same else set()


def all_cases() -> Iterator[dict[str, Any]]:
    """Everything that there is to choose from."""
    yield {"source": GALLERY, "arguments": [["int", 3]], "for": ""}
    yield {"source": SELDOM, "arguments": [], "for": ""}
    for key, *operands in SELDOM_CALLS:
        yield {"call": f"native {key}", "operands": operands, "keyword": "", "for": key}
    for key in measured_keys():
        for size in (SMALL, TYPICAL):
            for each in candidates(key, size):
                yield {
                    "call": each.call, "operands": each.operands, "keyword": each.keyword,
                    "for": key,
                }  # fmt: skip
    for family in oracle.families():
        for program in oracle.kept(family)["programs"].values():
            yield {"code": program["code"], "for": ""}
    for number in range(OPERATIONS):
        yield generate(Choices(SeededSource(number)))
    for family in (corpus.SINGLE, corpus.SOURCES, corpus.PROGRAMS):
        for kept in corpus.kept(family):
            body = kept.case.body
            yield {name: body[name] for name in ("code", "source", "arguments") if name in body}


def kept() -> list[dict[str, Any]]:
    """The chosen cases."""
    return [json.loads(line) for line in lzma.decompress(FILE.read_bytes()).decode().splitlines()]


def main(stride: int) -> int:
    """Compare all cases, or each `stride`-th behind the programs, and choose."""
    reached: set[str] = set()
    chosen: list[str] = []
    count = differing = 0
    for number, case in enumerate(all_cases()):
        wanted = case.pop("for", None)
        if wanted in reached or (wanted is None and number % stride):
            continue
        found = compared(case)
        if found is None:
            continue
        count += 1
        if found.by_export != found.by_machine:
            differing += 1
            print("differs:", canonical_json(case)[:500], found.by_export, found.by_machine)
        elif found.keys - reached:
            reached |= found.keys
            chosen.append(canonical_json(case))
        if count % 1000 == 0:
            print(f"{count:,} cases, {len(reached)} entries, {differing} differ", flush=True)
    FILE.write_bytes(lzma.compress("".join(line + "\n" for line in chosen).encode(), preset=9))
    print(f"{count:,} cases, {len(chosen)} chosen for {len(reached)} entries; {differing} differ")
    return differing


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1) > 0)
