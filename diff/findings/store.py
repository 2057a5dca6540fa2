"""The store: what campaigns did and what they found, in one SQLite file.

A store belongs to one revision and one gas table; opening it with another is refused by name.
Documents are kept as JSON text, so that any SQLite program can look inside.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import final

from diff.canonical import Json, canonical_json
from diff.case import Case
from diff.comparing.signature import Signature
from diff.errors import StoreMismatch, UnknownFinding
from diff.findings.database import Database, Row
from diff.findings.finding import Finding, State, Verdict
from diff.findings.store_schema import MIGRATIONS

CEILING_BYTES = 2 << 30
"""How large a store may grow unless told otherwise."""
UNMIXABLE = ("revision", "gas table")
"""The parts of the identity that all campaigns of one store share."""

_FINDING_COLUMNS = (
    *("key", "lane", "subject", "severity", "state", "verdict", "count", "campaign", "number"),
    "document",
)


@final
@dataclass(frozen=True, slots=True)
class CampaignRecord:
    """One campaign as the store has it. `state` is `running` until it ended or was stopped."""

    number: int
    plan: Json
    identity: Mapping[str, str]
    targets: Json
    left_out: tuple[str, ...]
    state: str
    started: str
    ended: str | None
    summary: Json


@final
@dataclass(frozen=True, slots=True)
class CorpusEntry:
    """A case worth keeping, with the choices that made it and what it was kept for."""

    lane: str
    body: Mapping[str, Json]
    record: tuple[int, ...]
    features: tuple[str, ...]


@final
class Store:
    """An open store. Every method that writes is durable, whole or not at all, when it returns."""

    def __init__(
        self,
        path: Path,
        identity: Mapping[str, str],
        *,
        writable: bool = True,
        ceiling_bytes: int = CEILING_BYTES,
    ) -> None:
        """Open it, make it if it may be written to. Raises a StoreError of `diff.errors`."""
        self.path = path
        self._database = Database(path, MIGRATIONS, ceiling_bytes, writable)
        self._identity = dict(identity)
        try:
            self._hold_identity(writable)
        except BaseException:
            self.close()
            raise

    def _hold_identity(self, writable: bool) -> None:
        held: dict[str, str] = dict(self._database.rows("SELECT name, value FROM identity"))
        for name in UNMIXABLE:
            ours = self._identity.get(name)
            if name in held and held[name] != ours:
                raise StoreMismatch(
                    f"{self.path}: its {name} is {held[name]}, this program's is {ours}; "
                    "use another store"
                )
        if writable and not held:
            rows = [(name, self._identity[name]) for name in UNMIXABLE if name in self._identity]
            self._database.write_many("INSERT OR IGNORE INTO identity VALUES (?, ?)", rows)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def atomic(self) -> AbstractContextManager[None]:
        """Several writes as one: `with store.atomic(): ...`."""
        return self._database.atomic()

    @property
    def size_bytes(self) -> int:
        """The size on disk."""
        return self._database.size_bytes

    # Campaigns

    def begin_campaign(self, plan: Json, targets: Json, left_out: Sequence[str] = ()) -> int:
        """Note a campaign that starts now; its number. `targets` maps names to what was said."""
        return self._database.write(
            "INSERT INTO campaign (plan, identity, targets, left_out, state, started)"
            " VALUES (?, ?, ?, ?, 'running', ?)",
            (_text(plan), _text(self._identity), _text(targets), _text(list(left_out)), _now()),
        )

    def end_campaign(self, campaign: int, state: str, summary: Json) -> None:
        """Note that it ended (`done`) or was stopped (`interrupted`), and its totals."""
        self._database.write(
            "UPDATE campaign SET state = ?, ended = ?, summary = ? WHERE number = ?",
            (state, _now(), _text(summary), campaign),
        )

    def campaigns(self) -> list[CampaignRecord]:
        """All campaigns, oldest first."""
        query = (
            "SELECT number, plan, identity, targets, left_out, state, started, ended, summary"
            " FROM campaign ORDER BY number"
        )
        return [_campaign(row) for row in self._database.rows(query)]

    def last_campaign(self) -> CampaignRecord | None:
        """The newest campaign, if there is any."""
        found = self.campaigns()
        return found[-1] if found else None

    # Pieces and lessons: how far a campaign has come

    def keep_piece(self, campaign: int, lane: str, first: int, count: int, result: Json) -> None:
        """Keep the result of cases `first` to `first + count - 1`; once, whoever repeats it."""
        self._database.write(
            "INSERT OR IGNORE INTO piece VALUES (?, ?, ?, ?, ?)",
            (campaign, lane, first, count, _text(result)),
        )

    def pieces(self, campaign: int) -> Iterator[Json]:
        """The results of a campaign's pieces, by lane and number."""
        query = "SELECT result FROM piece WHERE campaign = ? ORDER BY lane, first"
        for (result,) in self._database.rows(query, (campaign,)):
            yield json.loads(result)

    def keep_corpus(self, campaign: int, entries: Sequence[CorpusEntry]) -> None:
        """Add cases to the corpus; those that are there already stay as they are."""
        rows = [
            (
                entry.lane,
                Case(entry.lane, entry.body).identity,
                _text(entry.body),
                _text(list(entry.record)),
                _text(list(entry.features)),
                campaign,
            )
            for entry in entries
        ]
        self._database.write_many(
            "INSERT OR IGNORE INTO corpus (lane, identity, body, record, features, campaign)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            rows,
        )

    def corpus(self, lane: str, before_campaign: int | None = None) -> list[CorpusEntry]:
        """The corpus of a lane in the order it was learned; that of earlier campaigns only,
        if a campaign is given."""
        limit = before_campaign if before_campaign is not None else 1 << 62
        query = (
            "SELECT body, record, features FROM corpus WHERE lane = ? AND campaign < ?"
            " ORDER BY position"
        )
        return [
            CorpusEntry(
                lane, json.loads(body), tuple(json.loads(record)), tuple(json.loads(features))
            )
            for body, record, features in self._database.rows(query, (lane, limit))
        ]

    # Findings

    def keep_finding(self, finding: Finding) -> None:
        """Keep a finding; one of the same key keeps where it was first met, its count and its
        verdict, and takes the smaller case."""
        with self.atomic():
            held = self._finding(finding.key)
            if held is None:
                self._write_finding(finding)
            elif _simpler(finding, held):
                self._write_finding(_merged(finding, held))

    def count_finding(self, key: str, campaign: int, number: int, count: int) -> None:
        """Note `count` more divergences of a bucket, the first of them at case `number`."""
        with self.atomic():
            fresh = self._database.row(
                "SELECT 1 FROM sighting WHERE campaign = ? AND key = ? AND number = ?",
                (campaign, key, number),
            )
            if fresh is not None:  # counted before an interruption
                return
            self._database.write(
                "INSERT INTO sighting VALUES (?, ?, ?, ?)", (campaign, key, number, count)
            )

    def keep_retries(self, campaign: int, still: Mapping[str, bool]) -> None:
        """Note which findings of earlier campaigns this one met again, and which not."""
        rows = [(campaign, key, int(again)) for key, again in still.items()]
        self._database.write_many("INSERT OR REPLACE INTO retry VALUES (?, ?, ?)", rows)

    def retries(self, campaign: int) -> dict[str, bool]:
        """What `keep_retries` noted."""
        query = "SELECT key, still FROM retry WHERE campaign = ? ORDER BY key"
        return {key: bool(still) for key, still in self._database.rows(query, (campaign,))}

    def findings(self, campaign: int | None = None) -> list[Finding]:
        """All findings, or those that a campaign met; consensus before diagnostic, then by
        lane and number."""
        query = f"SELECT {', '.join(_FINDING_COLUMNS)} FROM finding"
        values: tuple[int, ...] = ()
        if campaign is not None:
            query += " WHERE key IN (SELECT key FROM sighting WHERE campaign = ?)"
            query += " OR campaign = ?"
            values = (campaign, campaign)
        query += " ORDER BY severity, lane, campaign, number, key"
        counts = self._counts()
        return [_read_finding(row, counts) for row in self._database.rows(query, values)]

    def finding(self, name: str) -> Finding:
        """The finding whose key begins with `name`. Raises UnknownFinding."""
        pattern = name.lower()
        if not pattern or not all(digit in "0123456789abcdef" for digit in pattern):
            raise UnknownFinding(f"{name!r} is no id of a finding: they are hex digits")
        query = "SELECT key FROM finding WHERE key LIKE ? || '%' ORDER BY key"
        keys = [key for (key,) in self._database.rows(query, (pattern,))]
        if not keys:
            raise UnknownFinding(f"no finding {name!r} in {self.path}")
        if len(keys) > 1 and keys[0] != pattern:
            raise UnknownFinding(f"{name!r} begins {len(keys)} ids: {', '.join(keys)}")
        found = self._finding(keys[0])
        assert found is not None
        return found

    def replace_finding(self, finding: Finding) -> None:
        """Write a finding that was minimised, or whose state changed."""
        self._write_finding(finding)

    def judge(self, key: str, verdict: Verdict, reason: str) -> None:
        """Write down whose fault a finding is, and why."""
        with self.atomic():
            held = self.finding(key)
            document = {**held.to_json(), "verdict": verdict, "reason": reason}
            self._write_finding(Finding.from_json(document))

    def _finding(self, key: str) -> Finding | None:
        query = f"SELECT {', '.join(_FINDING_COLUMNS)} FROM finding WHERE key = ?"
        row = self._database.row(query, (key,))
        return None if row is None else _read_finding(row, self._counts())

    def _counts(self) -> dict[str, int]:
        return dict(self._database.rows("SELECT key, sum(count) FROM sighting GROUP BY key"))

    def _write_finding(self, finding: Finding) -> None:
        signature = finding.signature
        values = (
            finding.key,
            finding.case.lane,
            signature.subject,
            signature.severity,
            finding.state,
            finding.verdict,
            finding.count,
            finding.campaign,
            finding.number,
            _text(finding.to_json()),
        )
        marks = ", ".join("?" * len(values))
        columns = ", ".join(_FINDING_COLUMNS)
        self._database.write(f"INSERT OR REPLACE INTO finding ({columns}) VALUES ({marks})", values)

    # Housekeeping

    def gc(self, keep_campaigns: int = 10, keep_corpus: int = 20_000) -> int:
        """Drop the pieces of all but the running campaigns and the newest ones, and the oldest
        corpus entries beyond `keep_corpus` a lane. Findings stay. The bytes given back."""
        before = self.size_bytes
        numbers = [record.number for record in self.campaigns() if record.state == "done"]
        old = numbers[: max(0, len(numbers) - keep_campaigns)]
        with self.atomic():
            for number in numbers:
                self._database.write("DELETE FROM piece WHERE campaign = ?", (number,))
            for number in old:
                self._database.write("DELETE FROM campaign WHERE number = ?", (number,))
            self._database.write(
                "DELETE FROM corpus WHERE position IN (SELECT position FROM (SELECT position,"
                " row_number() OVER (PARTITION BY lane ORDER BY position DESC) AS age FROM corpus)"
                " WHERE age > ?)",
                (keep_corpus,),
            )
        self._database.shrink()
        return max(0, before - self.size_bytes)


def _text(document: Json) -> str:
    return canonical_json(document)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _campaign(row: Row) -> CampaignRecord:
    number, plan, identity, targets, left_out, state, started, ended, summary = row
    return CampaignRecord(
        number,
        json.loads(plan),
        json.loads(identity),
        json.loads(targets),
        tuple(json.loads(left_out)),
        state,
        started,
        ended,
        None if summary is None else json.loads(summary),
    )


def _read_finding(row: Row, counts: Mapping[str, int]) -> Finding:
    document = json.loads(row[-1])
    document["count"] = counts.get(document["id"], document["count"])
    return Finding.from_json(document)


def _simpler(one: Finding, other: Finding) -> bool:
    """Whether `one` is to be shown instead of `other`: confirmed first, then the smaller case."""
    return _weight(one) < _weight(other)


def _weight(finding: Finding) -> tuple[bool, int, str]:
    text = finding.case.to_text()
    return finding.state != "confirmed", len(text), text


def _merged(finding: Finding, held: Finding) -> Finding:
    kept = ("campaign", "number", "count", "verdict", "reason")
    document = {**finding.to_json(), **{key: held.to_json()[key] for key in kept}}
    return Finding.from_json(document)


__all__ = ["CampaignRecord", "CorpusEntry", "Finding", "Signature", "State", "Store"]
