"""What a campaign came to, as data and as JSON; `diff.showing.report` makes the table of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fuzz.campaign.results import PieceResult, Tally


@dataclass(slots=True)
class Row:
    """One lane and target. `findings` are the buckets in which this target stands apart."""

    lane: str
    target: str
    tally: Tally = field(default_factory=Tally)
    findings: int = 0

    @property
    def rate(self) -> float:
        """Cases a second while the target had cases to answer, in one worker."""
        return self.tally.cases / self.tally.seconds if self.tally.seconds else 0.0

    @property
    def executed_share(self) -> float:
        return self.tally.executed / self.tally.cases if self.tally.cases else 0.0

    @property
    def marked_share(self) -> float:
        return self.tally.marked / self.tally.cases if self.tally.cases else 0.0

    def to_json(self) -> dict[str, Any]:
        return {
            "lane": self.lane,
            "target": self.target,
            **self.tally.to_json(),
            "cases_per_second": round(self.rate, 1),
            "executed_share": round(self.executed_share, 4),
            "marked_share": round(self.marked_share, 4),
            "findings": self.findings,
        }


@dataclass(slots=True)
class LaneTotal:
    """One lane: cases generated and answered by the reference, and what they reached.

    All cases below `complete` are done, and `round` rounds; `seconds` is the time of all workers.
    `accepted` cases were refused by nobody, `working` ones took 20 or more steps.
    """

    lane: str
    cases: int = 0
    seconds: float = 0.0
    reached: int = 0
    corpus: int = 0
    round: int = 0
    complete: int = 0
    accepted: int = 0
    working: int = 0

    def to_json(self) -> dict[str, Any]:
        return {
            "lane": self.lane,
            "cases": self.cases,
            "worker_seconds": round(self.seconds, 3),
            "reached": self.reached,
            "corpus": self.corpus,
            "round": self.round,
            "complete": self.complete,
            "accepted": self.accepted,
            "working": self.working,
        }


@dataclass(slots=True)
class Summary:
    """The totals of a campaign so far."""

    lanes: dict[str, LaneTotal] = field(default_factory=dict)
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)

    def add(self, result: PieceResult) -> None:
        """Count a piece."""
        lane = result.piece.lane
        total = self.lane(lane)
        total.cases += result.piece.count
        total.seconds += result.seconds
        total.accepted += result.accepted
        total.working += result.working
        for target, tally in result.tallies.items():
            self.row(lane, target).tally.add(tally)

    def lane(self, lane: str) -> LaneTotal:
        """The total of a lane, made if need be."""
        return self.lanes.setdefault(lane, LaneTotal(lane))

    def row(self, lane: str, target: str) -> Row:
        """The row of a lane and target, made if need be."""
        return self.rows.setdefault((lane, target), Row(lane, target))

    def to_json(self) -> dict[str, Any]:
        return {
            "lanes": [total.to_json() for total in self.lanes.values()],
            "targets": [row.to_json() for row in self.rows.values()],
        }


def summary_lines(summary: Summary) -> list[str]:
    """What the table has no room for: how far each lane came, and the marks."""
    lines = []
    for total in summary.lanes.values():
        rate = total.cases / total.seconds if total.seconds else 0.0
        lines.append(
            f"{total.lane}: {total.cases:,} cases, {rate:,.0f}/s in each worker, "
            f"{total.round:,} full rounds, {total.reached:,} features reached, "
            f"{total.corpus:,} cases in the corpus"
        )
        if total.lane == "source" and total.cases:
            lines.append(
                f"source: {100 * total.accepted / total.cases:.1f} % accepted by all, "
                f"{100 * total.working / total.cases:.1f} % took 20 steps or more"
            )
    for row in summary.rows.values():
        if row.tally.marks:
            lines.append(f"marked in {row.lane}, {row.target}: {marks_line(row.tally.marks)}")
    return lines


def marks_line(marks: Mapping[str, int]) -> str:
    """`nan-bits 12, hash-value 3`, most frequent first."""
    ordered = sorted(marks.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {count:,}" for name, count in ordered)
