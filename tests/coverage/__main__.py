"""Branches of the specification that no test reaches, against the lists: `make coverage`.

The tests run under coverage.py, with branches; what they leave out is compared with the lists in
`unreached/` in both directions: a gap that is not listed, and a listed one that is reached, are
errors. `--again` compares the last measurement with lists that were changed since; `--also` adds
tests to it that were written since.
"""

import argparse
import contextlib
import hashlib
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import coverage

from tests.coverage.branches import ROOT, Gap, gaps_of
from tests.coverage.lists import PACKAGES, listed

WORK = ROOT / "build" / "coverage"
PIECES: tuple[tuple[str, ...], ...] = (
    ("tests/semantics/test_corpus.py",),
    ("tests/semantics", "--ignore=tests/semantics/test_corpus.py"),
    ("tests/objects",),
    ("tests/language", "tests/bytecode", "tests/gas", "tests/trace"),
)
"""The tests that are measured, each piece in a process of its own; whole programs on every target
and the harness's own tests are left out."""


def _run(number: int, paths: Sequence[str], packages: Sequence[str]) -> str:
    """Measure a piece; returns what pytest said if tests failed, for then nothing is certain."""
    sources = ",".join(PACKAGES[name] for name in packages)
    command = [sys.executable, "-m", "coverage", "run", "--branch", f"--source={sources}",
               "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", "--timeout=3000",
               *paths]  # fmt: skip
    environment = {**os.environ, "COVERAGE_FILE": str(WORK / f"piece.{number}")}
    environment.pop("PVM_COMPILED", None)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout[-4000:] + done.stderr[-2000:]


def _digest() -> str:
    """What the measured sources are."""
    paths = sorted(path for package in PACKAGES.values() for path in (ROOT / package).rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def measure(packages: Sequence[str], jobs: int) -> list[str]:
    """Run all pieces; returns what went wrong."""
    WORK.mkdir(parents=True, exist_ok=True)
    before = _digest()
    for old in WORK.glob("piece.*"):
        old.unlink()
    with ThreadPoolExecutor(jobs) as pool:
        said = pool.map(lambda each: _run(*each, packages), enumerate(PIECES))
        wrong = [text for text in said if text]
    _combine()
    (WORK / "sources").write_text(before)
    return wrong


def measure_also(packages: Sequence[str], paths: Sequence[str]) -> list[str]:
    """Add tests to the last measurement; returns what went wrong."""
    said = _run(len(list(WORK.glob("piece.*"))), paths, packages)
    _combine()
    return [said] if said else []


def _combine() -> None:
    """Make one report of all pieces."""
    with contextlib.redirect_stdout(io.StringIO()):
        measured = coverage.Coverage(data_file=str(WORK / "all"), branch=True)
        measured.combine([str(path) for path in sorted(WORK.glob("piece.*"))], keep=True)
        measured.save()
        measured.json_report(outfile=str(WORK / "report.json"))


def _differences(
    report: Mapping[str, Any], packages: Sequence[str]
) -> Iterator[tuple[str, set[Gap], set[Gap]]]:
    """For each package the gaps that its list lacks, and those that it should not have."""
    for name in packages:
        found, known = gaps_of(report, PACKAGES[name]), set(listed(name))
        yield name, found - known, known - found


def _show(report: Mapping[str, Any], packages: Sequence[str]) -> int:
    """Print figures and differences; returns how many differences there are."""
    count = 0
    for name, missing, stale in _differences(report, packages):
        files = [
            each["summary"]
            for path, each in report["files"].items()
            if Path(path).is_relative_to(PACKAGES[name])
        ]
        taken = sum(each["covered_branches"] for each in files)
        branches = sum(each["num_branches"] for each in files)
        print(f"{PACKAGES[name]}: {taken} of {branches} branches, {len(listed(name))} gaps listed")
        count += len(missing) + len(stale)
        for title, gaps in (("not reached and not listed", missing), ("listed, reached", stale)):
            if gaps:
                print(f"  {title}: {len(gaps)}")
            for gap in sorted(gaps):
                print(f"    {gap}")
    return count


def main() -> int:
    """The command; exits 1 when measurement and lists differ, 3 when tests failed."""
    parser = argparse.ArgumentParser(prog="make coverage", description=__doc__)
    parser.add_argument("package", nargs="*", help=f"of {', '.join(PACKAGES)}; all if none")
    parser.add_argument("--again", action="store_true", help="compare the last measurement")
    parser.add_argument("--also", nargs="+", metavar="PATH", help="tests to add to it")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    options = parser.parse_args()
    packages = options.package or list(PACKAGES)
    if unknown := set(packages) - set(PACKAGES):
        parser.error(f"no list of {', '.join(sorted(unknown))}; there are {', '.join(PACKAGES)}")
    start = time.monotonic()
    path = WORK / "report.json"
    if (options.again or options.also) and not path.exists():
        parser.error("nothing was measured yet: leave out --again and --also")
    failed: list[str] = []
    if options.also:
        failed = measure_also(list(PACKAGES), options.also)
    elif not options.again:
        failed = measure(list(PACKAGES), options.jobs)
    for text in failed:
        print(text)
    if (WORK / "sources").read_text() != _digest():
        print(
            "the sources have changed since they were measured: lines may not be those", flush=True
        )
    count = _show(json.loads(path.read_text()), packages)
    print(f"{count} differences between lists and measurement, {time.monotonic() - start:.0f} s")
    return 3 if failed else int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
