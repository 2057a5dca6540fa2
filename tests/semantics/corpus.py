"""Generated cases that are kept, for each does something that those before it do not.

A single instruction goes through a case of a rule that no other goes through. A program goes
through one, or through many pairs of consecutive ones, that nothing before it went through.

`python -m tests.semantics.corpus` makes the files of `corpus/` again from the generators: single
instructions first, then programs of the lanes `source` and `bytecode` for what is left. The
files hold the cases themselves, so they outlive the generators. A case of a rule is shown free
of marks wherever a generated case does so.
"""

import argparse
import json
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from diff.case import Case
from diff.comparing.comparison import foreign_marks
from diff.guest import code_to_guest, to_guest
from diff.reference.source import ENTRY
from diff.reference.target import run_case
from diff.targets.target import OBSERVABLE, Hello
from fuzz.checks.rules import body_of
from fuzz.choices import Choices, SeededSource
from fuzz.lanes import bytecode, source
from reference_vm.compiling import compile_module
from reference_vm.rule_cases import Observation, observe
from spec.language.errors import SourceError
from tests.semantics import oracle

CORPUS = Path(__file__).parent / "corpus"
SINGLE, PROGRAMS, SOURCES = "single", "programs", "sources"
FAMILIES = (SINGLE, PROGRAMS, SOURCES)

SEED = 7
"""The seed of the single instructions."""
MOST_STEPS = 3_000
"""Programs with more steps are left out: the tests run all of them."""

_PLENTY = {"cycles": bytecode.PLENTY_OF_CYCLES, "cells": bytecode.PLENTY_OF_CELLS}
_HELLO = Hello("cpython", "3.14", {}, OBSERVABLE - {"cycles", "cells"}, frozenset({"python-3.14"}))
"""What CPython 3.14 observes and honours."""


@dataclass(slots=True)
class Kept:
    """A case, the cases of rules that it is kept for, and whether it meets a foreign mark."""

    case: Case
    shows: list[str]
    marked: bool


@dataclass(slots=True)
class Reached:
    """Cases of rules that cases without (`plain`) and with marks (`marked`) go through."""

    plain: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    def add(self, names: Iterable[str], marked: bool) -> list[str]:
        """Note the names; returns those that this case is to be kept for."""
        if marked:
            new = set(names) - self.plain - self.marked
            self.marked |= new
        else:
            new = set(names) - self.plain
            self.plain |= new
        return sorted(new)


def observed(case: Case) -> Observation:
    """What a case goes through on the reference."""
    body = case.body
    if case.lane == "source":
        code, entry = compile_module(body["source"].encode()), ENTRY
    else:
        code, entry = code_to_guest(body["code"]), None
    arguments = [to_guest(form) for form in body["arguments"]]
    return observe(code, arguments, body["cycles"], body["cells"], entry=entry)


def is_marked(case: Case) -> bool:
    """Whether CPython 3.14 may legitimately answer otherwise."""
    outcome = run_case(case)
    return bool(foreign_marks(outcome, outcome, _HELLO))


# --- The files


def path_of(family: str) -> Path:
    """Where a family is kept."""
    return CORPUS / f"{family}.jsonl.xz"


@cache
def kept(family: str) -> tuple[Kept, ...]:
    """The cases of a family."""
    lines = lzma.decompress(path_of(family).read_bytes()).decode().splitlines()
    return tuple(_from_line(json.loads(line)) for line in lines)


def _from_line(document: dict[str, Any]) -> Kept:
    lane = "bytecode" if "code" in document else "source"
    body = {name: document[name] for name in ("code", "source") if name in document}
    body["arguments"] = document["arguments"]
    return Kept(Case(lane, {**body, **_PLENTY}), document["shows"], document["marked"])


def write(family: str, cases: Iterable[Kept]) -> None:
    """Keep the cases of a family, one a line."""
    lines = []
    for each in cases:
        body = {name: each.case.body[name] for name in each.case.body if name not in _PLENTY}
        document = {**body, "shows": each.shows, "marked": each.marked}
        lines.append(json.dumps(document, separators=(",", ":"), sort_keys=True) + "\n")
    CORPUS.mkdir(exist_ok=True)
    content = lzma.compress("".join(lines).encode(), preset=9, check=lzma.CHECK_CRC32)
    path_of(family).write_bytes(content)


# --- Where they come from


def hand_written() -> set[str]:
    """The cases of rules that the programs of `programs/` go through."""
    names: set[str] = set()
    for family in oracle.families():
        for program in oracle.kept(family)["programs"].values():
            names.update(observe(code_to_guest(program["code"]), [], 10**6, 10**6).cases)
    return names


def single_cases(count: int) -> Iterator[Case]:
    """Single instructions on boundary operands."""
    return (Case("bytecode", body_of(number, SEED, 0)) for number in range(count))


def program_cases(count: int) -> Iterator[Case]:
    """Programs of the lane `bytecode` that do not run short of cycles or cells."""
    for number in range(count):
        body = bytecode.generate(Choices(SeededSource(SEED * 1_000_003 + number)))
        if body["cycles"] == _PLENTY["cycles"] and body["cells"] == _PLENTY["cells"]:
            yield Case("bytecode", body)


def source_cases(count: int) -> Iterator[Case]:
    """Programs of the lane `source`."""
    for number in range(count):
        yield Case("source", source.generate(Choices(SeededSource(SEED * 1_000_003 + number))))


def chosen(cases: Iterable[Case], reached: Reached, pairs: int = 0) -> Iterator[Kept]:
    """Those cases that go through what was not reached before; notes what they reach.

    `pairs` is how many new pairs of consecutive cases of rules are reason enough; 0: none are.
    """
    for case in cases:
        try:
            seen = observed(case)
        except SourceError:
            continue
        names = set(seen.cases) - reached.plain
        enough = pairs and len(_pairs(seen) - reached.pairs) >= pairs
        if not names and not enough:
            continue
        if len(seen.cases) > MOST_STEPS or seen.status not in ("returned", "raised"):
            continue
        marked = is_marked(case)
        if marked and pairs:
            continue
        shows = reached.add(names, marked)
        if pairs:
            reached.pairs |= _pairs(seen)
        if shows or enough:
            yield Kept(case, shows, marked)


def _pairs(seen: Observation) -> set[tuple[str, str]]:
    return set(pairwise(seen.cases))


def without_needless_marks(cases: list[Kept]) -> list[Kept]:
    """The cases by name; those with marks only for what none without marks shows."""
    plain = {name for each in cases if not each.marked for name in each.shows}
    for each in cases:
        if each.marked:
            each.shows = [name for name in each.shows if name not in plain]
    return sorted((each for each in cases if each.shows), key=lambda each: each.shows)


def main() -> None:
    """Make the files again."""
    parser = argparse.ArgumentParser(prog="python -m tests.semantics.corpus")
    parser.add_argument("--single", type=int, default=1_000_000, help="0 keeps the file")
    parser.add_argument("--sources", type=int, default=3_000)
    parser.add_argument("--programs", type=int, default=100_000)
    options = parser.parse_args()
    reached = Reached()
    if options.single:
        found = without_needless_marks(list(chosen(single_cases(options.single), reached)))
        write(SINGLE, found)
        print(SINGLE, len(found), "marked", sum(each.marked for each in found), flush=True)
    reached = Reached(hand_written().union(*(each.shows for each in kept(SINGLE))))
    for family, cases, pairs in (
        (SOURCES, source_cases(options.sources), 8),
        (PROGRAMS, program_cases(options.programs), 4),
    ):
        found = list(chosen(cases, reached, pairs))
        write(family, found)
        print(family, len(found), "cases of rules", len(reached.plain), flush=True)


if __name__ == "__main__":
    main()
