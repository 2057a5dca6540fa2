"""Coverage-guided fuzzing of the reference: Atheris' bytes drive the generators of the lanes.

    python -m fuzz.atheris_driver --lane float --time 60

The bytes are answers to a generator's draws, so every input is a valid case. `spec/` and
`reference_vm/` are instrumented; what reaches new branches is kept, as bytes for the next run and
as case files, which outlive the generator. The reference must answer every case without an error
of the host; with `--compare`, the Python that runs this must give the same answer as well.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from diff.case import Case

_INSTRUMENTED: Final = ["spec", "reference_vm"]
_LONGEST_INPUT: Final = 4096
_CHILD: Final = "--in-this-process"


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz for a while, then write what was kept as case files. Returns the exit status."""
    options = _parser().parse_args(arguments)
    folder = Path(options.folder) / options.lane.replace(":", "-")
    if options.in_this_process:
        _fuzz(options, folder)
    for name in ("bytes", "cases", "failures"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    known_failures = set((folder / "failures").iterdir())
    status = _fuzz_in_child(options)
    kept = write_cases(options.lane, folder)
    failures = sorted(set((folder / "failures").iterdir()) - known_failures)
    print(f"{kept} cases kept in {folder / 'cases'}")
    for failure in failures:
        print(f"failed: pvm diff {failure}")
    return 1 if failures else (3 if status else 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fuzz.atheris_driver", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--lane", default="float")
    parser.add_argument("--time", type=int, default=60, help="seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", default="build/atheris", help="where bytes and cases are kept")
    parser.add_argument("--compare", action="store_true", help="hold the host's Python to it too")
    parser.add_argument(_CHILD, action="store_true", help=argparse.SUPPRESS)
    return parser


def _fuzz_in_child(options: argparse.Namespace) -> int:
    """libFuzzer ends its process as it likes, so it gets one of its own."""
    command = [sys.executable, "-m", "fuzz.atheris_driver", _CHILD, "--lane", options.lane]
    command += ["--time", str(options.time), "--seed", str(options.seed)]
    command += ["--folder", options.folder] + (["--compare"] if options.compare else [])
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0


def _fuzz(options: argparse.Namespace, folder: Path) -> None:
    import atheris  # type: ignore[import-untyped]

    with atheris.instrument_imports(include=_INSTRUMENTED):
        check = _checker(options.lane, options.compare)

    def one_input(data: bytes) -> None:
        case = case_of(options.lane, data)
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


def case_of(lane_name: str, data: bytes) -> "Case":
    """The case that a byte string stands for."""
    from diff.case import Case
    from fuzz.choices import BytesSource, Choices
    from fuzz.lanes import find_lane

    lane = find_lane(lane_name)
    return Case(lane.name, lane.generate(Choices(BytesSource(data))))


class Defect(AssertionError):
    """The reference did not answer, or the host's Python gave another answer without a mark."""


def _checker(lane_name: str, compare: bool) -> "Callable[[Case], None]":
    from diff.outcome import CRASHED
    from diff.registry import entry_named
    from fuzz.crew import Crew
    from fuzz.lanes import find_lane

    find_lane(lane_name)
    crew = Crew([entry_named("cpython").spec()] if compare else [])

    def check(case: "Case") -> None:
        asked = crew.ask_one(case)
        if asked.reference.status == CRASHED:
            raise Defect(asked.reference.detail)
        for judgement in crew.judge(asked):
            if judgement.signature is not None:
                raise Defect(str(judgement.signature))

    return check


def write_cases(lane_name: str, folder: Path) -> int:
    """Write a case file for every input kept as bytes; returns how many cases there are."""
    (folder / "cases").mkdir(parents=True, exist_ok=True)
    for file in sorted((folder / "bytes").iterdir()):
        case = case_of(lane_name, file.read_bytes())
        target = folder / "cases" / f"{case.identity}.json"
        if not target.exists():
            target.write_text(json.dumps(case.to_json(), sort_keys=True) + "\n")
    return sum(1 for _ in (folder / "cases").iterdir())


if __name__ == "__main__":
    sys.exit(main())
