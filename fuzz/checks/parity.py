"""`make parity`: our compiler against CPython 3.14's, in the same run: on real sources, on
generated ones, on those of installed packages.

Every code object of every file is compared field by field: code, exception table, stack size,
flags, names, variables, constants. The table of lines is left out: ours has no columns. Whatever
CPython makes of a source within the profile must also be accepted by validation.
"""

import argparse
import json
import sys
import sysconfig
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from diff.case import Case
from diff.errors import EnvironmentFailure, HarnessError
from diff.guest import code_from_guest, code_to_guest
from diff.targets.registry import open_target
from diff.targets.target import Target
from fuzz.checks.grammar_sources import grammar_sources
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.source import generate
from reference_vm.compiling import compile_module
from spec.bytecode.code import number_codes
from spec.bytecode.errors import InvalidCode
from spec.bytecode.validator import validate
from spec.language.errors import SYNTAX, SourceError
from spec.revision import PVM_1

COMPILER = "cpython-3.14"
IGNORED = frozenset({"linetable"})
SKIPPED_FOLDERS = frozenset({"test", "tests", "idle_test", "site-packages", "lib2to3"})
BATCH = 20

CodeFields = dict[str, Any]


@dataclass
class Tally:
    """What was compared, and what differs."""

    files: int = 0
    identical: int = 0
    different: int = 0
    valid: int = 0
    """Code objects of CPython that validation accepts."""
    outside: Counter[str] = field(default_factory=Counter)
    """Files with a construct that the profile refuses, by the name of the refusal."""
    disagreements: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Code objects compared."""
        return self.identical + self.different

    def to_json(self) -> dict[str, Any]:
        """The figures for a program."""
        return {
            "files": self.files,
            "code_objects": self.total,
            "identical": self.identical,
            "valid": self.valid,
            "outside_profile": dict(self.outside),
            "disagreements": self.disagreements,
        }


def standard_library() -> list[Path]:
    """The sources that come with the Python that runs this, without tests."""
    root = Path(sysconfig.get_path("stdlib"))
    found = []
    for path in sorted(root.rglob("*.py")):
        if not SKIPPED_FOLDERS.intersection(path.relative_to(root).parts[:-1]):
            found.append(path)
    return found


def flattened(code: CodeFields) -> Iterator[CodeFields]:
    """A code object and those in its constants, each with names in place of those inside it."""
    inner = [form[1] for form in code["consts"] if form[0] == "code"]
    yield {
        name: _constants(value) if name == "consts" else value
        for name, value in code.items()
        if name not in IGNORED
    }
    for each in inner:
        yield from flattened(each)


def _constants(forms: list[Any]) -> list[Any]:
    return [_constant(form) for form in forms]


def _constant(form: list[Any]) -> list[Any]:
    kind, content = form
    if kind == "code":
        return ["code", content["qualname"]]
    if kind == "frozenset":  # The order of its elements is no part of a constant.
        return [kind, sorted(json.dumps(item) for item in content)]
    if kind == "tuple":
        return [kind, _constants(content)]
    return form


def compare_file(path: Path, source: bytes, theirs: Any, tally: Tally) -> None:
    """Count the code objects of one file; `theirs` is the outcome of the other compiler."""
    tally.files += 1
    try:
        ours = compile_module(source)
    except SourceError as error:
        name = error.faults[0].name
        syntax = any(fault.name == SYNTAX for fault in error.faults)
        if syntax and theirs.status == "returned":
            tally.disagreements.append(f"{path}: refused by us: {error}")
            tally.different += 1
        else:
            tally.outside[name] += 1
        return
    if theirs.status != "returned":
        tally.different += 1
        tally.disagreements.append(f"{path}: accepted by us, not by {COMPILER}")
        return
    _validate(path, theirs.value[1], tally)
    one = list(flattened(code_from_guest(ours)))
    other = list(flattened(theirs.value[1]))
    if len(one) != len(other):
        tally.different += 1
        tally.disagreements.append(f"{path}: {len(one)} code objects, not {len(other)}")
        return
    for mine, yours in zip(one, other, strict=True):
        fields = [name for name in yours if mine[name] != yours[name]]
        if fields:
            tally.different += 1
            where = f"{path}:{yours['firstlineno']}: {yours['qualname']}"
            tally.disagreements.append(f"{where}: {', '.join(fields)}")
        else:
            tally.identical += 1


def _validate(path: Path, fields: CodeFields, tally: Tally) -> None:
    """Count the code objects of a file that validation accepts; a refusal is a disagreement."""
    code = code_to_guest(fields)
    try:
        validate(code, PVM_1)
        tally.valid += len(number_codes(code))
    except InvalidCode as refusal:
        tally.disagreements.append(f"{path}: validation refuses: {refusal}")


def package_sources(names: Iterable[str]) -> list[Path]:
    """The sources of packages that are installed beside the harness, by import name.

    Raises:
        EnvironmentFailure: One is not installed.
    """
    root = Path(sysconfig.get_path("purelib"))
    found: list[Path] = []
    for name in names:
        if not (root / name).is_dir():
            raise EnvironmentFailure(f"there is no package {name} in {root}")
        found += sorted((root / name).rglob("*.py"))
    return found


def generated_sources(first: int, count: int) -> Iterator[tuple[str, bytes]]:
    """The programs of the lane `source` with the seeds from `first` on."""
    for seed in range(first, first + count):
        yield f"generated/{seed}", generate(Choices(SeededSource(seed)))["source"].encode("utf-8")


def compare_sources(sources: Iterable[tuple[str, bytes]], target: Target, tally: Tally) -> None:
    """Compare sources that are in no file, each with what to call it."""
    waiting: list[tuple[Path, bytes]] = []
    for name, source in sources:
        waiting.append((Path(name), source))
        if len(waiting) == BATCH:
            _flush(waiting, target, tally)
    _flush(waiting, target, tally)


def compare_files(paths: Iterable[Path], target: Target, tally: Tally) -> None:
    """Compile every file twice and compare. Files that are no UTF-8, or import the future, are
    left out by name: the profile has neither."""
    waiting: list[tuple[Path, bytes]] = []
    for path in paths:
        source = path.read_bytes().replace(b"\r\n", b"\n")
        if b"from __future__ import annotations" in source:
            tally.outside["future-annotations"] += 1
            continue
        try:
            source.decode("utf-8")
        except UnicodeDecodeError:
            tally.outside["encoding"] += 1
            continue
        waiting.append((path, source))
        if len(waiting) == BATCH:
            _flush(waiting, target, tally)
    _flush(waiting, target, tally)


def _flush(waiting: list[tuple[Path, bytes]], target: Target, tally: Tally) -> None:
    cases = [
        Case(lane="compile", body={"source": source.decode("utf-8"), "mode": "exec"})
        for _, source in waiting
    ]
    for (path, source), outcome in zip(waiting, target.run(cases), strict=True):
        compare_file(path, source, outcome, tally)
    if sys.stderr.isatty():
        print(f"\r{tally.files} files, {tally.identical} identical", end="", file=sys.stderr)
    waiting.clear()


def main() -> int:
    """Compare, print the share and the differences; 1 if there are any."""
    parser = argparse.ArgumentParser(prog="make parity", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="files or folders; else the stdlib")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--limit", type=int, help="the most files")
    parser.add_argument("--packages", nargs="+", default=[], help="installed ones, by import name")
    parser.add_argument("--generated", type=int, default=0, help="so many generated programs")
    parser.add_argument("--grammar", type=int, default=0, help="so many of pysource-codegen")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first of them")
    options = parser.parse_args()
    paths = [
        path
        for given in options.paths
        for path in (sorted(given.rglob("*.py")) if given.is_dir() else [given])
    ]
    tally = Tally()
    try:
        paths += package_sources(options.packages)
        if not paths and not options.generated and not options.grammar:
            paths = standard_library()
        target = open_target(COMPILER)
        compare_files(paths[: options.limit], target, tally)
        compare_sources(generated_sources(options.first, options.generated), target, tally)
        compare_sources(grammar_sources(options.first, options.grammar), target, tally)
        target.close()
    except HarnessError as error:
        print(f"parity: {error}", file=sys.stderr)
        return error.exit_status
    if options.json:
        print(json.dumps(tally.to_json(), indent=2))
    else:
        share = 100 * tally.identical / max(tally.total, 1)
        print(f"{tally.files} files: {tally.identical} of {tally.total} identical ({share:.3f} %)")
        print(f"{tally.valid} accepted by validation")
        for name, count in sorted(tally.outside.items()):
            print(f"outside the profile: {count} files, {name}")
        print("\n".join(tally.disagreements))
    return 1 if tally.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
