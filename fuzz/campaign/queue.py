"""Findings that wait for a closer look, and how much of the workers' time that may take."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from fuzz.campaign.jobs import Investigated, InvestigateJob
from fuzz.campaign.results import Sighting

_MOST_DEATHS: Final = 2
"""Workers that may die over one finding before it is left unconfirmed."""


@dataclass(slots=True)
class InvestigationQueue:
    """Consensus before diagnostic, then the lane that has had the least time, then wrong values.

    While there are pieces to run, half of the workers' time goes to investigations at most: the
    first minutes of a campaign against a bad build would pass without new cases otherwise.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    _waiting: list[InvestigateJob] = field(default_factory=list)
    _out: int = 0
    _deaths: dict[str, int] = field(default_factory=dict)

    def add(self, lane: str, sightings: Sequence[Sighting]) -> None:
        """Queue the findings of new buckets."""
        for sighting in sightings:
            if sighting.finding is not None:
                self.put(lane, sighting.finding)

    def put(self, lane: str, finding: dict[str, Any]) -> None:
        """Queue one finding, in the store's form."""
        self._waiting.append(InvestigateJob(lane, finding))

    def __len__(self) -> int:
        return len(self._waiting)

    def has_its_turn(self, workers: int, spent_on_pieces: float) -> bool:
        """Whether the next worker is to look into a finding rather than run a piece."""
        if not self._waiting or self._out >= max(1, workers // 2):
            return False
        return sum(self.seconds.values()) <= spent_on_pieces

    def take(self) -> InvestigateJob | None:
        """The next one, None if there is none."""
        if not self._waiting:
            return None
        at = min(range(len(self._waiting)), key=lambda at: (*self._rank(self._waiting[at]), at))
        self._out += 1
        return self._waiting.pop(at)

    def _rank(self, job: InvestigateJob) -> tuple[bool, float, bool]:
        """A wrong value is worse than an error, which a program at least notices."""
        diagnostic = job.finding["severity"] == "diagnostic"
        wrong_value = job.finding["signature"]["field"] == "value"
        return diagnostic, self.seconds.get(job.lane, 0.0), not wrong_value

    def back(self, result: Investigated) -> None:
        """One was looked into."""
        self._out -= 1
        self.seconds[result.lane] = self.seconds.get(result.lane, 0.0) + result.seconds

    def lost(self, job: InvestigateJob) -> None:
        """A worker died over one: it is tried once more."""
        self._out -= 1
        key = job.finding["id"]
        self._deaths[key] = self._deaths.get(key, 0) + 1
        if self._deaths[key] < _MOST_DEATHS:
            self.put(job.lane, job.finding)
