"""Which lane's piece runs next, and when a campaign has had enough."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from fuzz.campaign.plan import Piece
from fuzz.campaign.pool import WorkerFailure
from fuzz.campaign.progress import LaneProgress

if TYPE_CHECKING:
    from fuzz.campaign.results import PieceResult

GRACE_SECONDS: Final = 5.0
GRACE_SHARE: Final = 0.2
"""After a budget of time, findings are still looked into for this long and this part of it."""

_MOST_DEATHS: Final = 3


@dataclass(slots=True)
class Schedule:
    """Hands out pieces so that each lane gets the same share of the workers' time.

    What a piece contains does not depend on when it runs, so neither the number of workers nor
    the speed of the machine changes what a campaign with a budget of cases finds.
    """

    lanes: dict[str, LaneProgress]
    seconds: float | None
    started: float = field(default_factory=time.monotonic)
    stopped: bool = False
    _deaths: dict[Piece, int] = field(default_factory=dict)

    def next_piece(self) -> Piece | None:
        """A piece of the lane that has had the least time; None when none can run now."""
        if self.over:
            return None
        for progress in sorted(self.lanes.values(), key=_time_had):
            piece = progress.next_piece()
            if piece is not None:
                return piece
        return None

    def start(self) -> None:
        """The budget of time begins to run."""
        self.started = time.monotonic()

    @property
    def over(self) -> bool:
        """Whether no further piece is to be handed out."""
        if self.stopped or all(progress.done for progress in self.lanes.values()):
            return True
        return self.seconds is not None and self.elapsed >= self.seconds

    @property
    def closing(self) -> bool:
        """Whether not even a finding is to be looked into any more."""
        if self.stopped:
            return True
        grace = 0.0 if self.seconds is None else GRACE_SECONDS + GRACE_SHARE * self.seconds
        return self.seconds is not None and self.elapsed >= self.seconds + grace

    @property
    def spent(self) -> float:
        """The workers' time for pieces."""
        return sum(progress.seconds for progress in self.lanes.values())

    @property
    def elapsed(self) -> float:
        """Seconds since the first piece could run."""
        return time.monotonic() - self.started

    def back(self, result: "PieceResult") -> "Iterable[PieceResult]":
        """Take in a result; gives what is now complete, in case order."""
        return self.lanes[result.piece.lane].back(result)

    def lost(self, piece: Piece) -> None:
        """A worker died over `piece`, which runs again. Raises WorkerFailure the third time."""
        self._deaths[piece] = self._deaths.get(piece, 0) + 1
        if self._deaths[piece] == _MOST_DEATHS:
            raise WorkerFailure(
                f"three workers died over cases {piece.first} to {piece.end - 1} of lane "
                f"{piece.lane} (out of memory?); all other results are kept"
            )
        self.lanes[piece.lane].lost(piece)


def _time_had(progress: LaneProgress) -> float:
    """The time a lane has had, counting what is out as if it took as long as the rest did."""
    done = max(1, progress.pieces)
    return progress.seconds * (1 + progress.outstanding / done) + 1e-6 * progress.outstanding
