"""A campaign's entries in the store: every call is one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from typing import final

from diff.findings.finding import Finding
from diff.findings.store import CorpusEntry, Store
from fuzz.campaign.jobs import RetryResult
from fuzz.campaign.knowledge import Discovery
from fuzz.campaign.results import PieceResult, Sighting


@final
class StoreJournal:
    """Writes what one campaign gives to its store."""

    def __init__(self, store: Store, campaign: int) -> None:
        self._store = store
        self._campaign = campaign

    def keep_piece(self, result: PieceResult) -> None:
        """A piece came back (in any order)."""
        piece = result.piece
        self._store.keep_piece(
            self._campaign, piece.lane, piece.first, piece.count, result.to_json()
        )

    def keep_sightings(self, lane: str, sightings: Sequence[Sighting]) -> None:
        """The next divergences in case order. Writing them again changes nothing."""
        with self._store.atomic():
            for sighting in sightings:
                if sighting.finding is not None:
                    finding = Finding.from_json(sighting.finding)
                    self._store.keep_finding(replace(finding, campaign=self._campaign))
                self._store.count_finding(
                    sighting.key, self._campaign, sighting.number, sighting.count
                )

    def keep_investigated(self, finding: Finding) -> None:
        """A finding of this campaign was looked into."""
        held = self._store.finding(finding.key)
        kept = replace(
            finding,
            campaign=held.campaign,
            count=held.count,
            verdict=held.verdict,
            reason=held.reason,
        )
        self._store.replace_finding(kept)

    def keep_lessons(self, lane: str, kept: Sequence[Discovery]) -> None:
        """What a round has taught."""
        entries = [
            CorpusEntry(lane, item.entry.body, item.entry.record, item.features) for item in kept
        ]
        self._store.keep_corpus(self._campaign, entries)

    def keep_retries(self, result: RetryResult) -> None:
        """Which findings of earlier campaigns are still there."""
        self._store.keep_retries(self._campaign, result.still)
