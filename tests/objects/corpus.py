"""Generated cases of the lane `object` that are kept: one for each case of an operation.

A case of an operation is its name, the kinds of its receiver and arguments, and the kind of the
result or the class of the exception: `str.find(str, str, int) -> int`. A TypeError of a method says
itself what it refuses, so its text stands for the kinds of the arguments, without names of types:
`str.find(str) -> TypeError must be ..., not ...`. What runs out shows just that. Of all generated
cases that show one, the shortest is kept, without marks that CPython 3.14 does not honour if there
is one.

`python -m tests.objects.corpus` makes `corpus.jsonl.xz` again, `--more --first N` adds to it what
the generated cases from N on show; the file holds the cases themselves, so it outlives the
generator.
"""

import argparse
import json
import lzma
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from diff.case import Case
from diff.comparing.comparison import foreign_marks
from diff.outcome import OUT_OF_CELLS, OUT_OF_CYCLES, RAISED, RETURNED, Outcome
from diff.reference.target import run_case
from diff.targets.target import OBSERVABLE, Hello
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.object import generate
from spec.semantics.builtin_classes import CLASSES

FILE = Path(__file__).parent / "corpus.jsonl.xz"
SEED = 11
MOST_KINDS = 2
"""Arguments whose kinds count; functions of any number of arguments treat all alike."""
PROGRESS = 100_000
LONGEST = 1_500
"""Characters of the longest case that is kept."""

_NAMES = re.compile(rf"'[^' ]*'|\b({'|'.join(CLASSES)})\b|[0-9]+")
"""What differs from text to text of one error."""

_HELLO = Hello("cpython", "3.14", {}, OBSERVABLE - {"cycles", "cells"}, frozenset({"python-3.14"}))
"""What CPython 3.14 observes and honours."""


@dataclass(slots=True)
class Kept:
    """A case, the case of an operation that it shows, and whether it meets a foreign mark."""

    case: Case
    shows: str
    marked: bool


def kind_of(form: Any) -> str:
    """The kind of a canonical value; of a text whether it is escaped makes no difference."""
    return "none" if form is None else str(form[0]).removesuffix("-escaped")


def shown(case: Case, outcome: Outcome) -> str:
    """The case of an operation that a case shows."""
    body = case.body
    kinds = [] if body["receiver"] is None else [kind_of(body["receiver"])]
    result = _result(outcome)
    if outcome.status in (OUT_OF_CYCLES, OUT_OF_CELLS):
        return f"{body['method']} -> {result}"
    if result.startswith("TypeError ") and not body["method"].startswith("operator."):
        return f"{body['method']}({', '.join(kinds)}) -> {result}"
    kinds += [kind_of(form) for form in body["arguments"][:MOST_KINDS]]
    if len(body["arguments"]) > MOST_KINDS:
        kinds.append("...")
    kinds += sorted(f"{name}={kind_of(form)}" for name, form in body["keywords"].items())
    return f"{body['method']}({', '.join(kinds)}) -> {result}"


def _result(outcome: Outcome) -> str:
    """The kind of a result, or what was raised."""
    if outcome.status == RETURNED:
        return kind_of(outcome.value)
    if outcome.status != RAISED or not outcome.exception:
        return outcome.status
    raised = outcome.exception[1]
    if raised["type"] != "TypeError":
        return str(raised["type"])
    return f"TypeError {_NAMES.sub('...', str(raised['text']))}"


def drawn(count: int, first: int = 0) -> Iterator[Case]:
    """Generated cases."""
    for number in range(first, first + count):
        yield Case("object", generate(Choices(SeededSource(SEED * 1_000_000_007 + number))))


def is_marked(outcome: Outcome) -> bool:
    """Whether CPython 3.14 may legitimately answer otherwise, or is not asked."""
    return outcome.status in (OUT_OF_CYCLES, OUT_OF_CELLS) or bool(
        foreign_marks(outcome, outcome, _HELLO)
    )


def chosen(cases: Iterable[Case]) -> list[Kept]:
    """The shortest case for each case of an operation, in order of their names."""
    best: dict[str, tuple[bool, int, str]] = {}
    for number, case in enumerate(cases, 1):
        outcome = run_case(case)
        if number % PROGRESS == 0:
            print(f"{number} cases show {len(best)}", flush=True)
        text = json.dumps(case.body, separators=(",", ":"), sort_keys=True)
        if len(text) > LONGEST:
            continue
        name = shown(case, outcome)
        candidate = (is_marked(outcome), len(text), text)
        if name not in best or candidate < best[name]:
            best[name] = candidate
    return [
        Kept(Case("object", json.loads(text)), name, marked)
        for name, (marked, _, text) in sorted(best.items())
    ]


@cache
def kept() -> tuple[Kept, ...]:
    """The cases of the file."""
    lines = lzma.decompress(FILE.read_bytes()).decode().splitlines()
    found = []
    for line in lines:
        shows, marked, body = json.loads(line)
        found.append(Kept(Case("object", body), shows, marked))
    return tuple(found)


def write(cases: Iterable[Kept]) -> None:
    """Keep the cases, one a line."""
    lines = [
        json.dumps([each.shows, each.marked, each.case.body], separators=(",", ":"), sort_keys=True)
        for each in cases
    ]
    content = "".join(line + "\n" for line in lines).encode()
    FILE.write_bytes(lzma.compress(content, preset=9, check=lzma.CHECK_CRC32))


def main() -> None:
    """Make the file again."""
    parser = argparse.ArgumentParser(prog="python -m tests.objects.corpus")
    parser.add_argument("--cases", type=int, default=400_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--more", action="store_true", help="keep what the file has")
    options = parser.parse_args()
    before = [each.case for each in kept()] if options.more else []
    found = chosen(chain(before, drawn(options.cases, options.first)))
    write(found)
    marked = sum(each.marked for each in found)
    print(f"{len(found)} cases, {marked} of them marked, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
