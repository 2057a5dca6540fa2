"""How a campaign is cut into rounds and pieces, and how case n is made from its number (D17)."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from fuzz.campaign.knowledge import Entry, Knowledge
from fuzz.choices import Choices, SeededSource
from fuzz.lanes import Lane
from fuzz.mutation import MutatedSource, mutate_record

ROUND: Final = 4096
"""Cases in a round of a lane."""

PIECE: Final = 256
"""Cases in a piece, the unit that a worker runs and the store keeps; divides ROUND."""

_RECENT: Final = 64
_MUTATED_IN_100: Final = 50


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """The cases `first` to `first + count - 1` of a lane; never crosses the end of a round."""

    lane: str
    first: int
    count: int

    @property
    def round(self) -> int:
        return self.first // ROUND

    @property
    def end(self) -> int:
        return self.first + self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What fixes a campaign: everything that a finding depends on, and its budget.

    `cases` counts for each lane; `seconds` is wall time for all lanes together. With neither the
    campaign runs until it is interrupted.
    """

    seed: int
    lanes: tuple[str, ...]
    targets: tuple[str, ...] | None = None
    cases: int | None = None
    seconds: float | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "seed": self.seed,
            "lanes": list(self.lanes),
            "targets": None if self.targets is None else list(self.targets),
            "cases": self.cases,
            "seconds": self.seconds,
            "round": ROUND,
            "piece": PIECE,
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> "Plan":
        """The plan that `to_json` wrote."""
        targets = data["targets"]
        return Plan(
            seed=data["seed"],
            lanes=tuple(data["lanes"]),
            targets=None if targets is None else tuple(targets),
            cases=data["cases"],
            seconds=data["seconds"],
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A generated case: its number, its body and the choices that made it."""

    number: int
    entry: Entry


def case_seed(seed: int, lane: str, number: int) -> int:
    """The 64-bit seed of one case; the round follows from the number."""
    text = f"{seed}:{lane}:{number // ROUND}:{number}"
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")


def make_case(lane: Lane, seed: int, number: int, knowledge: Knowledge) -> Made:
    """Case `number` of a lane: new, or a mutation of one in the corpus of the round's start."""
    start = case_seed(seed, lane.name, number)
    control = Choices(SeededSource(start))
    fresh = SeededSource(start ^ 0xA5A5_5A5A_0F0F_F0F0)
    record: list[int] = []
    if knowledge.corpus and control.chance(_MUTATED_IN_100, 100):
        chosen, lent = (_pick(control, knowledge.corpus) for _ in range(2))
        record = mutate_record(control, chosen.record, lent.record)
    choices = Choices(MutatedSource(record, fresh))
    body = lane.generate(choices)
    return Made(number, Entry(body, tuple(choices.record)))


def _pick(control: Choices, corpus: list[Entry]) -> Entry:
    """Half of the picks go to the newest entries, which nothing has explored yet."""
    low = max(0, len(corpus) - _RECENT) if control.boolean() else 0
    return corpus[control.integer(low, len(corpus) - 1)]
