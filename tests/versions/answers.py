"""Prints what the reference answers to seeded cases; runs on a bare interpreter.

    python answers.py LANE FIRST COUNT

One line a case: its number, its identity, and the canonical text of the outcome, traced
where the lane has traces. Standard library only, like all that it imports.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from diff.canonical import canonical_json
from diff.case import Case
from diff.reference import run_case
from diff.target import TraceLevel
from fuzz.choices import Choices, SeededSource
from fuzz.lanes import find_lane


def answers(lane_name: str, first: int, count: int) -> list[str]:
    """The lines of cases `first` to `first + count - 1`."""
    lane = find_lane(lane_name)
    level: TraceLevel = "full" if lane.traced else "none"
    lines = []
    for number in range(first, first + count):
        case = Case(lane_name, lane.generate(Choices(SeededSource(number))))
        outcome = run_case(case, level).without_records()
        lines.append(f"{number} {case.identity} {canonical_json(outcome.to_json())}")
    return lines


if __name__ == "__main__":
    print("\n".join(answers(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
