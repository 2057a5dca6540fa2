"""Which natives the programs of a lane call: `python -m fuzz.checks.native_reach --lane source`.

Counts, for every native of the registry, the generated cases that ran it, and names those
that none ran.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from diff.guest import code_to_guest, to_guest
from fuzz.choices import Choices, SeededSource
from fuzz.lanes import find_lane
from fuzz.lanes.native_calls import UNREACHABLE
from reference_vm.compiling import compile_module
from reference_vm.execution import execute
from spec.language.errors import SourceError
from spec.revision import PVM_1, Revision

LANES: Final = ("bytecode", "source")


def watched(ran: set[str]) -> Revision:
    """The revision, with natives that write their keys into `ran` when they run."""

    def noting(key: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def native(*arguments: Any) -> Any:
            ran.add(key)
            return function(*arguments)

        return native

    natives = {key: noting(key, entry.function) for key, entry in PVM_1.natives.items()}
    return PVM_1.changed(PVM_1.name, natives=natives)


def natives_run(lane: str, cases: int, seed: int) -> Counter[str]:
    """For each native how many of so many cases of a lane ran it."""
    ran: set[str] = set()
    revision = watched(ran)
    counts: Counter[str] = Counter()
    generate = find_lane(lane).generate
    for number in range(cases):
        body = generate(Choices(SeededSource(seed * 1_000_003 + number)))
        ran.clear()
        _run(lane, body, revision)
        counts.update(ran)
    return counts


def _run(lane: str, body: dict[str, Any], revision: Revision) -> None:
    arguments = [to_guest(form) for form in body["arguments"]]
    start = partial(execute, cycles=body["cycles"], cells=body["cells"], revision=revision)
    if lane == "bytecode":
        start(code_to_guest(body["code"]), arguments)
        return
    try:
        code = compile_module(body["source"].encode("utf-8", "surrogatepass"))
    except SourceError:
        return
    start(code, arguments, entry="main", entry_optional=True)


def never_run(counts: Counter[str]) -> Sequence[str]:
    """The natives that can be called and that no case ran."""
    return [key for key in PVM_1.natives if key not in counts and key not in UNREACHABLE]


def main() -> int:
    """Print how many natives the cases of a lane ran, the rarest, and those that none ran."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.checks.native_reach", description=__doc__)
    parser.add_argument("--lane", choices=LANES, default=LANES[0])
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    counts = natives_run(options.lane, options.cases, options.seed)
    missing = never_run(counts)
    natives = len(PVM_1.natives)
    print(f"{options.lane}, {options.cases:,} cases: {len(counts)} of {natives} natives run")
    rarest = sorted(counts.items(), key=lambda item: item[1])[:20]
    print("rarest: " + ", ".join(f"{key} ({count})" for key, count in rarest))
    print("never run: " + (", ".join(missing) or "none"))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
