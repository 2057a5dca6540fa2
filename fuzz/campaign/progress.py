"""How far a campaign has come in one lane: which pieces are out, which are back, what comes next.

Pieces come back in any order. What they found is handed on in case order; what they taught is
learned when the last piece of their round is back.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fuzz.campaign.knowledge import Discovery, Knowledge
from fuzz.campaign.plan import PIECE, ROUND, Piece

if TYPE_CHECKING:
    from fuzz.campaign.results import PieceResult


@dataclass(slots=True)
class LaneProgress:
    """The state of one lane in a campaign; `limit` is the budget in cases, None for no limit."""

    lane: str
    limit: int | None
    knowledge: Knowledge
    round: int = 0
    seconds: float = 0.0
    pieces: int = 0
    _next: int = 0
    _frontier: int = 0
    _back: dict[int, "PieceResult"] = field(default_factory=dict)
    _out: dict[int, Piece] = field(default_factory=dict)
    _again: list[Piece] = field(default_factory=list)
    _taught: list[Discovery] = field(default_factory=list)

    def next_piece(self) -> Piece | None:
        """The next piece to run, or None while the round's last pieces are out or at the limit."""
        piece = self._again.pop(0) if self._again else self._fresh_piece()
        if piece is not None:
            self._out[piece.first] = piece
        return piece

    def _fresh_piece(self) -> Piece | None:
        self._next = max(self._next, self._frontier)
        while self._next in self._back:
            self._next = self._back[self._next].piece.end
        if self._next >= self._round_end():
            return None
        end = min((self._next // PIECE + 1) * PIECE, self._round_end())
        later = [first for first in self._back if first > self._next]
        piece = Piece(self.lane, self._next, min([end, *later]) - self._next)
        self._next = piece.end
        return piece

    def _round_end(self) -> int:
        end = (self.round + 1) * ROUND
        return end if self.limit is None else min(end, self.limit)

    @property
    def done(self) -> bool:
        """Whether the limit is reached and everything is back."""
        return self.limit is not None and self._frontier >= self.limit

    @property
    def cases(self) -> int:
        """Cases whose results have been handed on: all below this number."""
        return self._frontier

    @property
    def outstanding(self) -> int:
        return len(self._out)

    def lost(self, piece: Piece) -> None:
        """Take back a piece whose worker died; it is handed out again first."""
        del self._out[piece.first]
        self._again.append(piece)

    def back(self, result: "PieceResult") -> list["PieceResult"]:
        """Take in a result; returns those that are now complete up to their number, in order."""
        self._out.pop(result.piece.first, None)
        self._back[result.piece.first] = result
        self.seconds += result.seconds
        self.pieces += 1
        ready: list[PieceResult] = []
        while (following := self._back.pop(self._frontier, None)) is not None:
            self._frontier = following.piece.end
            self._taught.extend(following.discoveries)
            ready.append(following)
        return ready

    def finish_round(self) -> list[Discovery] | None:
        """Learn from the round if all of it is back; returns what was kept, or None."""
        if self._frontier < (self.round + 1) * ROUND:
            return None
        kept = self.knowledge.learn(self._taught)
        self._taught = []
        self.round += 1
        return kept
