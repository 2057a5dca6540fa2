"""`make parity TREES=1`: our parser against CPython 3.14's, in the same run.

Sources are accepted or refused alike, and their trees are equal, positions included: those of the
standard library or of packages, or generated programs and as many damaged sources.

A source that the profile refuses by name and CPython accepts is counted by the name of the
refusal. Everything else that differs is a disagreement.
"""

import argparse
import dataclasses
import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

from diff.errors import HarnessError
from diff.targets.oracle import OracleEnded, ask
from diff.targets.packages import TARGETS
from fuzz.checks.grammar_sources import grammar_sources
from fuzz.checks.parity import package_sources, standard_library
from fuzz.checks.source_damage import damaged_source
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.source import generate
from reference_vm.compiling import compile_module, deep_stack
from spec.language.errors import NULL_BYTE, SYNTAX, SourceError
from spec.language.parser import parse
from spec.language.source import checked
from spec.language.tree import Located, Node
from spec.softfloat.value import Float

PROGRAM: Final = TARGETS / "trees.py"
BATCH_BYTES: Final = 4 << 20
BATCH_SOURCES: Final = 2_000
_NAMES: Final = {
    "Comprehension": "comprehension",
    "Arguments": "arguments",
    "Argument": "arg",
    "Keyword": "keyword",
    "Alias": "alias",
    "WithItem": "withitem",
    "MatchCase": "match_case",
    "LOAD": "Load",
    "STORE": "Store",
    "DEL": "Del",
}
"""Nodes and contexts that `ast` writes otherwise."""
_POSITION: Final = ("lineno", "col_offset", "end_lineno", "end_col_offset")


@dataclass
class TreeTally:
    """What was compared, and what differs."""

    sources: int = 0
    equal: int = 0
    statements: int = 0
    refused_alike: int = 0
    not_answered: int = 0
    """Sources that end the oracle."""
    outside: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The figures for people."""
        found = [
            f"{self.sources} sources: {self.equal} trees equal ({self.statements} statements), "
            f"{self.refused_alike} refused by both"
        ]
        found += [
            f"refused by the profile: {n}, {name}" for name, n in sorted(self.outside.items())
        ]
        return found + self.disagreements


def written(node: object) -> str:
    """The text of a tree, as `targets/trees.py` writes it."""
    if isinstance(node, Node):
        fields = {each.name: getattr(node, each.name) for each in dataclasses.fields(node)}
        name = type(node).__name__
        parts = [_NAMES.get(name, name)]
        if isinstance(node, Located):
            line, column, end_line, end_column = (fields.pop(each) for each in _POSITION)
            parts.append(f"{line}:{column}-{end_line}:{end_column}")
        parts += [f"{each}={written(fields[each])}" for each in sorted(fields)]
        return "(" + " ".join(parts) + ")"
    if isinstance(node, list):
        return "[" + " ".join([written(each) for each in node]) + "]"
    if isinstance(node, IntEnum):
        return f"({_NAMES.get(node.name, node.name)})"
    if isinstance(node, Float):
        return f"float:{node.bits:016x}"
    return ascii(node) if type(node) is not bool else f"{int(node)}b"


def compare_trees(sources: Iterable[tuple[str, bytes]], tally: TreeTally) -> None:
    """Compare sources, each with what to call it; the oracle reads text, so only UTF-8."""
    for batch in _batches(sources):
        theirs = _ask([source.decode("utf-8") for _, source in batch])
        for (name, source), answer in zip(batch, theirs, strict=True):
            _compare(name, source, answer, tally)


def _ask(sources: list[str]) -> list[dict[str, Any]]:
    """The answers; where the oracle itself ends, for its stack is small, that it did."""
    try:
        answers: list[dict[str, Any]] = ask(PROGRAM, {"sources": sources})
        return answers
    except OracleEnded:
        if len(sources) == 1:
            return [{"ended": True}]
        middle = len(sources) // 2
        return _ask(sources[:middle]) + _ask(sources[middle:])


def _batches(sources: Iterable[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    waiting: list[tuple[str, bytes]] = []
    size = 0
    for name, source in sources:
        try:
            source.decode("utf-8")
        except UnicodeDecodeError:
            continue
        waiting.append((name, source))
        size += len(source)
        if size >= BATCH_BYTES or len(waiting) >= BATCH_SOURCES:
            yield waiting
            waiting, size = [], 0
    if waiting:
        yield waiting


def _compare(name: str, source: bytes, theirs: dict[str, Any], tally: TreeTally) -> None:
    tally.sources += 1
    if "ended" in theirs:
        tally.not_answered += 1
        return
    try:
        compile_module(source)
    except SourceError as error:
        fault = error.faults[0]
        if "error" in theirs:
            tally.refused_alike += 1
        elif any(each.name in (SYNTAX, NULL_BYTE) for each in error.faults):
            tally.disagreements.append(f"{name}: refused by us: {error}")
        else:
            tally.outside[fault.name] += 1
        return
    if "error" in theirs:
        tally.disagreements.append(
            f"{name}: accepted by us, not by CPython 3.14: {theirs['error']}"
        )
        return
    with deep_stack():
        texts = [written(each) for each in parse(checked(source)).body]
    digests = [hashlib.sha256(each.encode("ascii")).hexdigest()[:16] for each in texts]
    if digests == theirs["digests"]:
        tally.equal += 1
        tally.statements += len(digests)
        return
    tally.disagreements.append(f"{name}: {_first_difference(source, texts, digests, theirs)}")


def _first_difference(
    source: bytes, texts: list[str], digests: list[str], theirs: dict[str, Any]
) -> str:
    pairs = zip(digests, theirs["digests"], strict=False)
    at = next((i for i, (one, other) in enumerate(pairs) if one != other), None)
    if at is None:
        return f"{len(texts)} statements, not {len(theirs['digests'])}"
    [answer] = ask(PROGRAM, {"sources": [source.decode("utf-8")], "statement": at})
    other = answer["text"]
    same = next((i for i, (a, b) in enumerate(zip(texts[at], other, strict=False)) if a != b), 0)
    start = max(0, same - 60)
    return f"statement {at}: ours ...{texts[at][start : same + 60]}, not {other[start : same + 60]}"


def file_sources(paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Files, with the ends of lines that the profile has."""
    for path in paths:
        yield str(path), path.read_bytes().replace(b"\r\n", b"\n")


def generated_sources(first: int, count: int) -> Iterator[tuple[str, bytes]]:
    """For each seed a program of the lane `source`, and a damaged source."""
    for seed in range(first, first + count):
        yield f"generated/{seed}", generate(Choices(SeededSource(seed)))["source"].encode()
        yield f"damaged/{seed}", damaged_source(Choices(SeededSource(seed)))


def main(arguments: list[str] | None = None) -> int:
    """Compare, print the figures and the disagreements; 1 if there are any."""
    parser = argparse.ArgumentParser(prog="make parity TREES=1", description=__doc__)
    parser.add_argument("--limit", type=int, help="the most files")
    parser.add_argument("--packages", nargs="+", default=[], help="installed ones, by import name")
    parser.add_argument("--generated", type=int, default=0, help="so many, and as many damaged")
    parser.add_argument("--grammar", type=int, default=0, help="so many of pysource-codegen")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first of them")
    options = parser.parse_args(arguments)
    tally = TreeTally()
    try:
        if options.grammar:
            compare_trees(grammar_sources(options.first, options.grammar), tally)
        elif options.generated:
            compare_trees(generated_sources(options.first, options.generated), tally)
        else:
            paths = package_sources(options.packages) or standard_library()
            compare_trees(file_sources(paths[: options.limit]), tally)
    except HarnessError as error:
        print(f"parity: {error}", file=sys.stderr)
        return error.exit_status
    print("\n".join(tally.lines()))
    return 1 if tally.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
