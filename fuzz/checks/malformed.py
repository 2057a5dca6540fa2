"""Malformed input of every kind: `python -m fuzz.checks.malformed --cases 100000 --form source`.

Each case damages a source, a container, a listing or the JSON of a code object. Reading it must
give a code object, or an error with a name and a place: never an exception of the host, never a
read that does not end. With `--compare`, sources go to CPython 3.14 as well, which must accept
and refuse the same ones (but for what the profile refuses by name) and make the same trees.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from diff.code_file import CodeFileError, code_in, contained
from diff.errors import HarnessError
from diff.guest import code_from_guest
from diff.showing.code_listing import as_json, listing, refusal
from fuzz.checks.defects import told
from fuzz.checks.source_damage import damaged_source
from fuzz.checks.tree_parity import TreeTally, compare_trees
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.source_mutation import corpus
from reference_vm.compiling import compile_module
from spec.bytecode.code import Code
from spec.bytecode.errors import InvalidCode
from spec.bytecode.validator import validate
from spec.gas_table import TABLE
from spec.language.container import encode
from spec.language.errors import SourceError
from spec.revision import PVM_1

SLOW_SECONDS: Final = 5.0
"""A read that takes longer counts as one that hangs."""
PROGRESS_SECONDS: Final = 10.0
ORIGINALS: Final = 200
"""Pieces of source whose code objects are damaged."""
SUFFIXES: Final = {"container": ".pvmc", "listing": ".pvmasm", "json": ".json"}


@dataclass(slots=True)
class Tally:
    """What became of the cases."""

    cases: int = 0
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    defects: dict[str, int] = field(default_factory=dict)
    """What happened, and the number of the first case in which it did."""


def read_source(data: bytes, tally: Tally) -> None:
    """Compile; every fault must have a line and a column of the source."""
    lines = data.split(b"\n")
    try:
        compile_module(data)
        tally.accepted += 1
    except SourceError as error:
        tally.refused[error.faults[0].name] += 1
        for fault in error.faults:
            inside = 1 <= fault.line <= len(lines) and fault.column >= 0
            if not inside or fault.column > len(lines[fault.line - 1]):
                place = f"{fault.name}: {fault.message}: line {fault.line} column {fault.column}"
                raise AssertionError(f"a place outside the source: {place}") from None


def read_code(form: str, data: bytes, tally: Tally) -> None:
    """Read as the commands do; what is read must be shown, stored and checked without failing."""
    path = Path("case").with_suffix(SUFFIXES[form])
    try:
        code = code_in(data, path)
        if refusal(code) is None:
            listing(code, TABLE)
            as_json(code, TABLE)
        contained(code, path)
        validate(code, PVM_1)
        tally.accepted += 1
    except CodeFileError as error:
        if not str(error).removeprefix(f"{path}: "):
            raise AssertionError("an error without a text") from None
        tally.refused["malformed"] += 1
    except InvalidCode as error:
        tally.refused[error.reason] += 1


@cache
def _original(form: str, number: int) -> bytes:
    """An undamaged container, listing or JSON text of a code object."""
    pieces = corpus()
    position, code = number * 7, None
    while code is None:
        try:
            code = compile_module(pieces[position % len(pieces)].encode())
        except SourceError:
            position += 1
    return _written(form, code)


def _written(form: str, code: Code) -> bytes:
    if form == "container":
        return encode(code)
    if form == "listing":
        return listing(code, None).encode()
    return json.dumps(code_from_guest(code)).encode()


_WORDS: Final = (
    *(b"0", b"-1", b"256", b"99999999999999999999", b"1e999", b"NaN", b"null", b"true", b"{}"),
    *(b"[]", b'""', b"\\", b'"', b"'", b"\n", b" ", b":", b",", b"<code 0>", b"<code 9>", b"->"),
    *(b".code", b"LOAD_CONST", b"EXTENDED_ARG", b"\x00", b"\xff", b"\xf6", b"\x9f", b"\xff\xff"),
    *(b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff", b"\xc2\x41\x00", b"\xfb\x7f\xf8\x00", b"[" * 2_000),
    *(b'["tuple",[', b'["code",{', b'["int","', b"(" * 300, b"\x81" * 300, b"\xd8\x2a"),
)


def damaged_code(choices: Choices, form: str) -> bytes:
    """The bytes of a container, listing or JSON text, with a few changes."""
    data = _original(form, choices.integer(0, ORIGINALS - 1))
    changes = 0
    while not changes or choices.more(changes, 4, 40):
        at = choices.integer(0, len(data))
        cut = choices.one_of((0, 0, 1, 1, 2, 8, 64))
        kind = choices.integer(0, 4)
        if kind == 0:
            added = b""
        elif kind == 1:
            added = bytes([choices.integer(0, 255)])
        elif kind == 2:
            added = choices.one_of(_WORDS)
        elif kind == 3:
            first = choices.integer(0, len(data))
            added = data[first : first + choices.integer(1, 40)]
        else:
            added, cut = b"", len(data) if choices.chance(1, 4) else 3
        data = data[:at] + added + data[at + cut :]
        changes += 1
    return data


def case_of(form: str, number: int, seed: int) -> bytes:
    """Case `number`."""
    choices = Choices(SeededSource(seed * 1_000_003 + number))
    return damaged_source(choices) if form == "source" else damaged_code(choices, form)


def try_case(form: str, number: int, seed: int, tally: Tally) -> bytes:
    """Read one case; a defect is noted with the number of the case."""
    tally.cases += 1
    data = case_of(form, number, seed)
    start = time.process_time()
    try:
        if form == "source":
            read_source(data, tally)
        else:
            read_code(form, data, tally)
    except Exception as error:  # noqa: BLE001 - any other exception is what we look for
        tally.defects.setdefault(told(error), number)
    if time.process_time() - start > SLOW_SECONDS:
        tally.defects.setdefault("takes too long", number)
    return data


def run_cases(
    form: str, first: int, count: int, seed: int, progress: Callable[[Tally], None] | None = None
) -> Tally:
    """Try cases `first` to `first + count`."""
    tally = Tally()
    for number in range(first, first + count):
        try_case(form, number, seed, tally)
        if progress is not None:
            progress(tally)
    return tally


def compare_cases(first: int, count: int, seed: int) -> TreeTally:
    """The same sources on CPython 3.14: acceptance and trees. Raises TargetUnavailable."""
    tally = TreeTally()
    numbers = range(first, first + count)
    compare_trees(((f"case {n}", case_of("source", n, seed)) for n in numbers), tally)
    return tally


class _Progress:
    """A line on standard error every ten seconds."""

    def __init__(self, total: int) -> None:
        self._total = total
        self.start = self._last = time.perf_counter()

    def __call__(self, tally: Tally) -> None:
        now = time.perf_counter()
        if now - self._last >= PROGRESS_SECONDS:
            self._last = now
            rate = tally.cases / (now - self.start)
            done = f"{tally.cases} of {self._total} cases, {rate:.0f} cases/s"
            print(f"{done}, {len(tally.defects)} defects", file=sys.stderr)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; the status is 1 if a defect was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.checks.malformed", description=__doc__)
    parser.add_argument("--form", choices=["source", *SUFFIXES], default="source")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--compare", action="store_true", help="sources: ask CPython 3.14 as well")
    parser.add_argument("--show", action="store_true", help="print the first case, read nothing")
    options = parser.parse_args(arguments)
    if options.show:
        sys.stdout.buffer.write(case_of(options.form, options.first, options.seed))
        return 0
    progress = _Progress(options.cases)
    tally = run_cases(options.form, options.first, options.cases, options.seed, progress)
    seconds = time.perf_counter() - progress.start
    print(f"{tally.cases} cases in {seconds:.1f} s, {tally.cases / seconds:.0f} cases/s")
    print(f"accepted {tally.accepted}")
    print(f"refused {sum(tally.refused.values())}: {dict(tally.refused.most_common())}")
    print(f"defects of {len(tally.defects)} kinds")
    for what, number in tally.defects.items():
        print(f"case {number}: {what}")
    disagreements = 0
    if options.compare and options.form == "source":
        try:
            compared = compare_cases(options.first, options.cases, options.seed)
        except HarnessError as error:
            print(f"source_fuzz: {error}", file=sys.stderr)
            return error.exit_status
        print("\n".join(compared.lines()))
        disagreements = len(compared.disagreements)
    return 1 if tally.defects or disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
