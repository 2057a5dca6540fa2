"""Which divergences are the same: attribution, signatures and buckets.

Divergences with one signature are one finding. A signature holds nothing that changes from
case to case (values, positions, addresses), so it also survives reduction.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import final

from diff.canonical import Json, digest
from diff.case import Case
from diff.comparing.comparison import Difference, Severity, first_difference, foreign_marks
from diff.outcome import Outcome
from diff.targets.target import Hello, TraceLevel

REFERENCE = "reference"
UNKNOWN_RULE = "-"
"""The rule of a divergence in a lane without operations that could not be localised."""


@final
@dataclass(frozen=True, slots=True)
class Signature:
    """What makes two divergences the same.

    `rule` is the operation of the case or the first instruction that differed, `field` the first
    field of the outcome that differed, `kinds` the sorts of both sides (the reference's first),
    `subject` who stands alone, or the target that differs from the reference.
    """

    lane: str
    rule: str
    field: str
    kinds: tuple[str, str]
    subject: str

    @property
    def key(self) -> str:
        """12 hex digits that name the bucket."""
        return digest(self.to_json())[:12]

    @property
    def severity(self) -> Severity:
        """`diagnostic` when only the text of an exception differs."""
        return "diagnostic" if self.field == "exception-text" else "consensus"

    @property
    def trace(self) -> TraceLevel:
        """What the answers must hold for it to show again."""
        return "path" if self.field == "path" else "none"

    def __str__(self) -> str:
        expected, found = self.kinds
        return f"{self.lane} {self.rule}: {self.field}: {expected} / {found} ({self.subject})"

    def to_json(self) -> dict[str, Json]:
        """For the store and for programs."""
        return {
            "lane": self.lane,
            "rule": self.rule,
            "field": self.field,
            "kinds": list(self.kinds),
            "subject": self.subject,
        }

    @classmethod
    def from_json(cls, document: Json) -> "Signature":
        """The signature that `to_json` wrote."""
        lane, rule, field = document["lane"], document["rule"], document["field"]
        expected, found = document["kinds"]
        return cls(lane, rule, field, (expected, found), document["subject"])


def sign(
    case: Case, target: str, difference: Difference, alone: str | None, rule: str | None = None
) -> Signature:
    """The signature of a divergence of `target` from the reference.

    `alone` is what `stands_alone` said, `rule` what localisation found in lanes where the
    case does not name its operation.
    """
    name = rule or case_rule(case)
    return Signature(case.lane, name, difference.field, difference.kinds, alone or target)


def case_rule(case: Case) -> str:
    """The operation that a case names, with its profile if it has one."""
    if case.operation is None:
        return UNKNOWN_RULE
    profile = case.body.get("profile")
    return f"{case.operation}[{profile}]" if profile else case.operation


_NOTHING_DECIDED: Mapping[str, bool] = MappingProxyType({})
_RESULT = ("value", "exception-type")
_FIELD_ORDER = (
    ("code",),
    ("status",),
    _RESULT,
    ("receiver",),
    ("exception-args",),
    ("exception-chain",),
    ("cycles",),
    ("cells",),
    ("log",),
    ("path", "full"),
    ("exception-text",),
)
"""The fields of an outcome in the order in which they are compared."""


def stands_alone(
    answers: Mapping[str, Outcome],
    hellos: Mapping[str, Hello],
    field: str = "exception-text",
    decided: Mapping[str, bool] = _NOTHING_DECIDED,
) -> str | None:
    """Who alone disagrees with all others, when these agree among themselves.

    `answers` are those of the reference and of every target that ran the case; it takes three.
    A target that a mark of the case excuses takes part only if it agrees all the same. Only what
    all of them observe is compared, so that nobody stands alone for seeing more than the others,
    and nothing that comes after `field`: those who agree that an error is raised agree, whatever
    each says about it. `decided` says of a target whether the lane's own comparison found it
    to agree with the reference (within its bounds), which settles it. Releases of one program
    are no two witnesses against the reference.
    """
    reference = answers.get(REFERENCE)
    if reference is None:
        return None
    others = {n: a for n, a in answers.items() if n != REFERENCE and not a.unsupported}
    excused = [
        name
        for name, answer in others.items()
        if name not in decided and foreign_marks(reference, answer, hellos[name])
    ]
    near = [name for name in others if decided.get(name, False)]
    near += [
        name
        for name in excused
        if first_difference(reference, others[name], _up_to(field) & hellos[name].observes) is None
    ]
    names = [REFERENCE, *(name for name in others if name in near or name not in excused)]
    if len(names) < 3:
        return None
    names = [REFERENCE, *(name for name in names if name != REFERENCE and name not in near)]
    observed = _up_to(field).intersection(*(hellos[name].observes for name in names[1:]))
    groups: list[list[str]] = [[REFERENCE, *near]]
    for name in names[1:]:
        for group in groups:
            if first_difference(answers[group[0]], answers[name], observed) is None:
                group.append(name)
                break
        else:
            groups.append([name])
    if len(groups) != 2:
        return None
    lonely = [group[0] for group in groups if len(group) == 1]
    if lonely == [REFERENCE] and _of_one_program(groups[1]):
        return None
    return lonely[0] if len(lonely) == 1 else None


_RELEASE = re.compile(r"-\d[\w.]*\Z")
_DEFINING = "cpython"
"""The program whose behaviour the reference defines: it needs no second witness."""


def _of_one_program(names: Sequence[str]) -> bool:
    """Whether these are releases of one program, whose defects they may well share."""
    programs = {_RELEASE.sub("", name) for name in names}
    return len(programs) == 1 and _DEFINING not in programs


def _up_to(field: str) -> frozenset[str]:
    """The fields that are compared before `field`, and itself."""
    wanted: set[str] = set()
    for group in _FIELD_ORDER:
        wanted.update(group)
        if field in group:
            break
    return frozenset(wanted)
