"""What the answers to one case say about each target."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from diff.case import Case
from diff.comparing.compare import LANE_RULES, compare
from diff.comparing.comparison import Comparison
from diff.comparing.signature import REFERENCE, Signature, sign, stands_alone
from diff.outcome import Outcome
from diff.targets.target import Hello

Localiser: TypeAlias = Callable[[Case, str, Outcome], str | None]
"""Which rule a target was at when it first differed; None if that cannot be told."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One target and one case.

    `signature` is there if it differs from the reference; `alone` is who stands alone among all
    answers, if anybody does.
    """

    target: str
    comparison: Comparison
    signature: Signature | None = None
    alone: str | None = None

    @property
    def key(self) -> str | None:
        """The bucket of the divergence, None if there is none."""
        return None if self.signature is None else self.signature.key


def judge(
    case: Case,
    reference: Outcome,
    answers: Mapping[str, Outcome],
    hellos: Mapping[str, Hello],
    localise: Localiser | None = None,
) -> list[Judgement]:
    """A judgement for each target that claims the case."""
    judgements = []
    everyone = {REFERENCE: reference, **answers}
    attributed: dict[str, str | None] = {}
    for target, outcome in answers.items():
        comparison = compare(case, reference, outcome, hellos[target])
        if comparison.verdict == "unclaimed":
            continue
        difference = comparison.difference
        if difference is None:
            judgements.append(Judgement(target, comparison))
            continue
        field = difference.field
        if field not in attributed:
            decided = _decided_by_lane(case, reference, answers, hellos)
            attributed[field] = stands_alone(everyone, hellos, field, decided)
        alone = attributed[field]
        # Where the code objects differ, no place of the run is to blame.
        placed = None if localise is None or field == "code" else localise(case, target, outcome)
        signature = sign(case, target, difference, alone, placed)
        judgements.append(Judgement(target, comparison, signature, alone))
    return judgements


def _decided_by_lane(
    case: Case,
    reference: Outcome,
    answers: Mapping[str, Outcome],
    hellos: Mapping[str, Hello],
) -> dict[str, bool]:
    """Where the lane compares by rules of its own: whether each target agrees by them."""
    lane_rule = LANE_RULES.get(case.lane)
    if lane_rule is None:
        return {}
    verdicts = {
        name: lane_rule(case, reference, outcome, hellos[name])
        for name, outcome in answers.items()
        if not outcome.unsupported
    }
    return {name: found.verdict != "differ" for name, found in verdicts.items() if found}
