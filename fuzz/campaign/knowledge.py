"""What a campaign has learned about one lane: the features it reached and the corpus of cases.

Both change only at the end of a round, in case order (decision D17).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from fuzz.lanes import Body

LARGEST_CORPUS: Final = 20_000
"""Entries a lane's corpus holds at most; later discoveries still count as reached."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A case worth starting from, with the choices that made it (empty if they are not known)."""

    body: Body
    record: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Discovery:
    """A case that reached features nothing before it had reached; `number` orders discoveries."""

    number: int
    features: tuple[str, ...]
    entry: Entry

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "features": list(self.features),
            "body": self.entry.body,
            "record": list(self.entry.record),
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> "Discovery":
        entry = Entry(data["body"], tuple(data["record"]))
        return Discovery(data["number"], tuple(data["features"]), entry)


@dataclass(slots=True)
class Knowledge:
    """The reached features and the corpus of one lane."""

    reached: set[str] = field(default_factory=set)
    corpus: list[Entry] = field(default_factory=list)

    def new_features(self, features: Iterable[str]) -> tuple[str, ...]:
        """Those of `features` not reached yet, each once, in the order given."""
        return tuple(name for name in dict.fromkeys(features) if name not in self.reached)

    def learn(self, discoveries: Sequence[Discovery]) -> list[Discovery]:
        """Take in what a round found and return those discoveries that were kept.

        Two pieces of a round may have discovered the same thing; the case with the smaller number
        keeps it, whichever was run first.
        """
        kept: list[Discovery] = []
        for discovery in sorted(discoveries, key=lambda item: item.number):
            new = self.new_features(discovery.features)
            if not new:
                continue
            self.reached.update(new)
            if len(self.corpus) < LARGEST_CORPUS:
                self.corpus.append(discovery.entry)
            kept.append(Discovery(discovery.number, new, discovery.entry))
        return kept
