"""A finding: a bucket of divergences with one signature, and its smallest case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, final

from diff.canonical import Json
from diff.case import Case
from diff.comparing.signature import Signature
from diff.outcome import Outcome

State: TypeAlias = Literal["confirmed", "stateful", "unconfirmed"]
"""`confirmed`: it repeats alone in a fresh process; `stateful`: it does not, and the cases
before it are kept; `unconfirmed`: nobody has tried."""

Verdict: TypeAlias = Literal["open", "target", "reference", "accepted"]
"""Whose fault a person found it to be, if anybody's."""

STATES: Final = ("confirmed", "stateful", "unconfirmed")
VERDICTS: Final = ("open", "target", "reference", "accepted")


@final
@dataclass(frozen=True, slots=True)
class Finding:
    """One bucket. `record` holds the choices that make the case (empty if not known).

    `outcomes` are those of `case`, the reference's and every target's; `difference` the first
    one, as `Difference.to_json` writes it; `alone` who stands alone; `preceding` the bodies of
    the cases before it in its process, where the finding is stateful; `versions` the version
    that each target said it has. `campaign` and `number` say where it was met first, `count`
    how often since.
    """

    signature: Signature
    case: Case
    outcomes: Mapping[str, Outcome]
    difference: Json
    record: tuple[int, ...] = ()
    state: State = "unconfirmed"
    alone: str | None = None
    preceding: tuple[Mapping[str, Json], ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    minimised: bool = False
    verdict: Verdict = "open"
    reason: str = ""
    campaign: int = 0
    number: int = 0
    count: int = 1

    @property
    def key(self) -> str:
        """The name of the bucket, 12 hex digits."""
        return self.signature.key

    def to_json(self) -> dict[str, Json]:
        """Everything, for programs and for the store."""
        return {
            "id": self.key,
            "signature": self.signature.to_json(),
            "severity": self.signature.severity,
            "state": self.state,
            "verdict": self.verdict,
            "reason": self.reason,
            "alone": self.alone,
            "campaign": self.campaign,
            "number": self.number,
            "count": self.count,
            "minimised": self.minimised,
            "case": self.case.to_json(),
            "record": list(self.record),
            "difference": self.difference,
            "outcomes": {name: outcome.to_json() for name, outcome in self.outcomes.items()},
            "preceding": list(self.preceding),
            "versions": dict(self.versions),
        }

    @classmethod
    def from_json(cls, document: Json) -> "Finding":
        """The finding that `to_json` wrote."""
        case = document["case"]
        envelope = ("format", "revision", "lane")
        body = {key: value for key, value in case.items() if key not in envelope}
        outcomes = document["outcomes"].items()
        return cls(
            signature=Signature.from_json(document["signature"]),
            case=Case(case["lane"], body, case["revision"]),
            outcomes={name: Outcome.from_json(outcome) for name, outcome in outcomes},
            difference=document["difference"],
            record=tuple(document["record"]),
            state=document["state"],
            alone=document["alone"],
            preceding=tuple(document["preceding"]),
            versions=document["versions"],
            minimised=document["minimised"],
            verdict=document["verdict"],
            reason=document["reason"],
            campaign=document["campaign"],
            number=document["number"],
            count=document["count"],
        )
