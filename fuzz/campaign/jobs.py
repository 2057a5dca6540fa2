"""What the campaign's process and its workers say to each other."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from diff.targets.target import TargetSpec
from fuzz.campaign.knowledge import Discovery, Entry
from fuzz.campaign.plan import Piece


@dataclass(frozen=True, slots=True)
class WorkerSetup:
    """What a worker is started with.

    `reached` and `corpus` are what each lane knew before the campaign; `known` maps, by lane, the
    key of each bucket to the number of the case that was investigated for it.
    """

    seed: int
    lanes: tuple[str, ...]
    specs: tuple[TargetSpec, ...]
    reached: dict[str, tuple[str, ...]] = field(default_factory=dict)
    corpus: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    known: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PieceJob:
    """Run a piece. `lessons` are those of the rounds that this worker was not told of yet."""

    piece: Piece
    lessons: list[list[Discovery]]
    known: dict[str, int]


@dataclass(frozen=True, slots=True)
class RetryJob:
    """Put the cases of findings again: pairs of a bucket's key and the body of its case."""

    lane: str
    cases: tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class RetryResult:
    """For each key whether the case still diverges in the same way."""

    lane: str
    still: dict[str, bool]


@dataclass(frozen=True, slots=True)
class InvestigateJob:
    """Look into a finding, which is in the store's form."""

    lane: str
    finding: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Investigated:
    """A finding that was looked into, and the worker's time for it."""

    lane: str
    finding: dict[str, Any]
    seconds: float


Job: TypeAlias = PieceJob | RetryJob | InvestigateJob
