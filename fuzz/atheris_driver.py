"""Coverage-guided fuzzing of the reference: Atheris' bytes drive the generators of the lanes.

    python -m fuzz.atheris_driver --lane float --time 60 --store build/campaign.sqlite

The bytes are answers to a generator's draws, so every input is a valid case. `spec/` and
`reference_vm/` are instrumented; what reaches new branches is kept, as bytes for the next run and
as case files, which outlive the generator. With `--store` these cases join the store's corpus,
from which campaigns start. The reference must answer every case without an error of the host;
with `--compare` the Python that runs this must give the same values.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fuzz.choices import BytesSource, Choices

if TYPE_CHECKING:
    from diff.case import Case

_INSTRUMENTED: Final = ["spec", "reference_vm"]
_LONGEST_INPUT: Final = 4096
_CHILD: Final = "--in-this-process"
_LOG_LINES: Final = 25


class Defect(AssertionError):
    """The reference did not answer, or the host's Python gave another value without a mark."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz for a while, then keep what was found as cases. 1 if a case failed, 3 if none ran."""
    options = _parser().parse_args(arguments)
    folder = Path(options.folder) / options.lane.replace(":", "-")
    if options.in_this_process:
        _fuzz(options, folder)
    for name in ("bytes", "cases", "failures"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    before = set((folder / "failures").iterdir())
    status = _fuzz_in_child(options, folder / "log")
    print(f"{write_cases(options.lane, folder)} cases kept in {folder / 'cases'}")
    if options.store is not None:
        _add_to_corpus(options.lane, folder, options.store)
    failures = sorted(set((folder / "failures").iterdir()) - before)
    if failures or status:
        print("\n".join((folder / "log").read_text().splitlines()[-_LOG_LINES:]))
    for failure in failures:
        print(f"failed: {failure}; look at it: pvm diff {failure}")
    return 1 if failures else 3 if status else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m fuzz.atheris_driver",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--lane", default="float")
    parser.add_argument("--time", type=int, default=60, help="seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", default="build/atheris", help="where bytes and cases are kept")
    parser.add_argument("--store", type=Path, help="a store whose corpus gets the cases as well")
    parser.add_argument("--compare", action="store_true", help="hold the host's Python to it too")
    parser.add_argument(_CHILD, action="store_true", help=argparse.SUPPRESS)
    return parser


def _fuzz_in_child(options: argparse.Namespace, log: Path) -> int:
    """libFuzzer ends its process as it likes, so it gets one of its own."""
    command = [sys.executable, "-m", "fuzz.atheris_driver", _CHILD, "--lane", options.lane]
    command += ["--time", str(options.time), "--seed", str(options.seed)]
    command += ["--folder", options.folder] + (["--compare"] if options.compare else [])
    print(f"{options.time} s on the reference's branches; log: {log}", flush=True)
    with log.open("wb") as out:
        try:
            return subprocess.run(command, stdout=out, stderr=out, check=False).returncode
        except KeyboardInterrupt:
            return 0


def _fuzz(options: argparse.Namespace, folder: Path) -> None:
    import atheris  # type: ignore[import-untyped]

    with atheris.instrument_imports(include=_INSTRUMENTED):
        check = _checker(options.lane, options.compare)

    def one_input(data: bytes) -> None:
        case = case_of(options.lane, data)[0]
        try:
            check(case)
        except BaseException:
            (folder / "failures" / f"{case.identity}.json").write_text(case.to_text())
            raise

    flags = [
        f"-max_total_time={options.time}",
        f"-seed={options.seed}",
        f"-max_len={_LONGEST_INPUT}",
        f"-artifact_prefix={folder}/input-",
        "-print_final_stats=1",
        str(folder / "bytes"),
    ]
    atheris.Setup([sys.argv[0], *flags], one_input)
    atheris.Fuzz()


def case_of(lane_name: str, data: bytes) -> "tuple[Case, tuple[int, ...]]":
    """The case that a byte string stands for, and the choices that make it."""
    from diff.case import Case
    from fuzz.lanes import find_lane

    lane = find_lane(lane_name)
    choices = Choices(BytesSource(data))
    return Case(lane.name, lane.generate(choices)), tuple(choices.record)


def _checker(lane_name: str, compare: bool) -> "Callable[[Case], None]":
    from diff.outcome import CRASHED
    from diff.targets.registry import entry_named
    from fuzz.campaign.crew import Crew
    from fuzz.lanes import find_lane

    find_lane(lane_name)
    crew = Crew([entry_named("cpython").spec()] if compare else [])

    def check(case: "Case") -> None:
        asked = crew.ask_one(case)
        if asked.reference.status == CRASHED:
            raise Defect(asked.reference.detail)
        for judgement in crew.judge(asked):
            signature = judgement.signature
            if signature is not None and signature.field == "value":
                raise Defect(str(signature))

    return check


def write_cases(lane_name: str, folder: Path) -> int:
    """Write a case file for every input kept as bytes; returns how many cases there are."""
    for file in sorted((folder / "bytes").iterdir()):
        case = case_of(lane_name, file.read_bytes())[0]
        target = folder / "cases" / f"{case.identity}.json"
        if not target.exists():
            target.write_text(case.to_text())
    return sum(1 for _ in (folder / "cases").iterdir())


def _add_to_corpus(lane_name: str, folder: Path, store: Path) -> None:
    """Campaign 0 in the store stands for what came from elsewhere."""
    from diff.findings.store import CorpusEntry, Store
    from diff.identity import identity
    from diff.reference.target import ReferenceTarget
    from fuzz.lanes import find_lane

    lane, reference = find_lane(lane_name), ReferenceTarget()
    entries = []
    for file in sorted((folder / "bytes").iterdir()):
        case, record = case_of(lane_name, file.read_bytes())
        features = tuple(lane.features(case, reference.run([case])[0]))
        entries.append(CorpusEntry(lane_name, case.body, record, features))
    with closing(Store(store, identity())) as opened:
        opened.keep_corpus(0, entries)
    print(f"{len(entries)} cases added to the corpus of {store}")


if __name__ == "__main__":
    sys.exit(main())
