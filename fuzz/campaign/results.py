"""What a worker hands back for a piece of a campaign, in a form that the store can keep."""

from dataclasses import dataclass, field
from typing import Any

from fuzz.campaign.knowledge import Discovery
from fuzz.campaign.plan import Piece


@dataclass(slots=True)
class Tally:
    """Counts of one lane and target.

    `cases` were put to the target, `executed` of them ran to a result (returned or raised) there,
    `marked` were compared in part, or not put to it at all, because of a mark that it does not
    honour. `seconds` is the time that the target took, while
    others may have run beside it.
    """

    cases: int = 0
    executed: int = 0
    marked: int = 0
    divergences: int = 0
    seconds: float = 0.0
    marks: dict[str, int] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        """Add the counts of `other`."""
        self.cases += other.cases
        self.executed += other.executed
        self.marked += other.marked
        self.divergences += other.divergences
        self.seconds += other.seconds
        for name, count in other.marks.items():
            self.marks[name] = self.marks.get(name, 0) + count

    def to_json(self) -> dict[str, Any]:
        return {
            "cases": self.cases,
            "executed": self.executed,
            "marked": self.marked,
            "divergences": self.divergences,
            "seconds": round(self.seconds, 6),
            "marks": self.marks,
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> "Tally":
        return Tally(**data)


@dataclass(slots=True)
class Sighting:
    """A bucket of divergences as one piece met it: how often, and its first case in the piece.

    `finding` is that case in the store's form; None when an earlier case of the campaign is known
    to have been in the bucket.
    """

    key: str
    number: int
    count: int
    finding: dict[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "number": self.number,
            "count": self.count,
            "finding": self.finding,
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> "Sighting":
        return Sighting(data["key"], data["number"], data["count"], data["finding"])


@dataclass(slots=True)
class PieceResult:
    """Everything a piece gave. `seconds` is the worker's time for it.

    `accepted` cases were refused by nobody, `working` ones took 20 or more steps on the reference;
    both are counted where outcomes tell.
    """

    piece: Piece
    seconds: float
    tallies: dict[str, Tally]
    sightings: list[Sighting]
    discoveries: list[Discovery]
    accepted: int = 0
    working: int = 0

    def to_json(self) -> dict[str, Any]:
        return {
            "lane": self.piece.lane,
            "first": self.piece.first,
            "count": self.piece.count,
            "seconds": round(self.seconds, 6),
            "tallies": {name: tally.to_json() for name, tally in self.tallies.items()},
            "sightings": [sighting.to_json() for sighting in self.sightings],
            "discoveries": [discovery.to_json() for discovery in self.discoveries],
            "accepted": self.accepted,
            "working": self.working,
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> "PieceResult":
        return PieceResult(
            Piece(data["lane"], data["first"], data["count"]),
            data["seconds"],
            {name: Tally.from_json(tally) for name, tally in data["tallies"].items()},
            [Sighting.from_json(item) for item in data["sightings"]],
            [Discovery.from_json(item) for item in data["discoveries"]],
            data.get("accepted", 0),
            data.get("working", 0),
        )
