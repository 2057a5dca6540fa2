"""Prints what the reference answers to seeded cases; runs on a bare interpreter.

    python answers.py LANE FIRST COUNT
    python answers.py LANE FIRST COUNT --digest

One line a case: its number, its identity, and the canonical text of the outcome, traced
where the lane has traces; or the SHA-256 of all these lines. Standard library only, like all
that it imports.
"""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from diff.canonical import canonical_json
from diff.case import Case
from diff.reference.target import run_case
from diff.targets.target import TraceLevel
from fuzz.choices import Choices, SeededSource
from fuzz.lanes import Lane, find_lane
from fuzz.lanes.object import TEXT_GROUPS
from fuzz.lanes.object import generate as generate_operation


def _text_operation(choices: Choices) -> dict[str, Any]:
    return generate_operation(choices, TEXT_GROUPS)


TEXTS = Lane(name="object", generate=_text_operation)
"""The lane `object` with cases heavy in text: `tests.versions.answers:TEXTS`, or `texts`."""


def lines(lane_name: str, first: int, count: int) -> Iterator[str]:
    """The lines of cases `first` to `first + count - 1`, one after the other."""
    lane = TEXTS if lane_name == "texts" else find_lane(lane_name)
    level: TraceLevel = "full" if lane.traced else "none"
    for number in range(first, first + count):
        case = Case(lane.name, lane.generate(Choices(SeededSource(number))))
        outcome = run_case(case, level).without_records()
        yield f"{number} {case.identity} {canonical_json(outcome.to_json())}"


def answers(lane_name: str, first: int, count: int) -> list[str]:
    """All lines at once."""
    return list(lines(lane_name, first, count))


def digest(lane_name: str, first: int, count: int) -> str:
    """The SHA-256 of the lines, each with its end."""
    found = hashlib.sha256()
    for line in lines(lane_name, first, count):
        found.update(f"{line}\n".encode())
    return found.hexdigest()


if __name__ == "__main__":
    LANE, FIRST, COUNT = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if "--digest" in sys.argv:
        print(digest(LANE, FIRST, COUNT))
    else:
        for LINE in lines(LANE, FIRST, COUNT):
            print(LINE)
