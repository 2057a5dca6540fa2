"""One case put to several targets, for the commands that look at single cases.

Every target gets the case in a fresh process, alone, after the cases that a stateful finding
needs before it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import final

from diff.canonical import Json
from diff.case import Case
from diff.comparing.comparison import spared
from diff.comparing.judge import Judgement, judge
from diff.comparing.localise import Place, first_parting
from diff.comparing.signature import REFERENCE
from diff.errors import HarnessError
from diff.findings.finding import Finding
from diff.identity import identity
from diff.outcome import HARNESS_STATUSES, Outcome
from diff.reference.target import ReferenceTarget
from diff.targets.process import ProcessTarget
from diff.targets.registry import entry_named
from diff.targets.target import Hello, TraceLevel


@final
@dataclass(frozen=True, slots=True)
class Answers:
    """What everybody answered to one case, and what that says.

    `answers` has the reference first. `left_out` holds a line for each target that could not be
    asked, `places` where executions part, by target.
    """

    case: Case
    answers: Mapping[str, Outcome]
    hellos: Mapping[str, Hello]
    judgements: Sequence[Judgement]
    places: Mapping[str, Place]
    left_out: Sequence[str]

    @property
    def differ(self) -> bool:
        """Whether any target differs from the reference."""
        return any(item.signature is not None for item in self.judgements)

    @property
    def alone(self) -> str | None:
        """Who stands alone, if anybody does."""
        return next((item.alone for item in self.judgements if item.alone), None)

    def to_json(self) -> dict[str, Json]:
        """For programs."""
        return {
            "case": self.case.to_json(),
            "identity": identity(),
            "differ": self.differ,
            "alone": self.alone,
            "outcomes": {name: outcome.to_json() for name, outcome in self.answers.items()},
            "judgements": [self._judged(item) for item in self.judgements],
            "left_out": list(self.left_out),
        }

    def _judged(self, item: Judgement) -> dict[str, Json]:
        difference, place = item.comparison.difference, self.places.get(item.target)
        return {
            "target": item.target,
            "version": self.hellos[item.target].version,
            "verdict": item.comparison.verdict,
            "marks": list(item.comparison.marks),
            "difference": None if difference is None else difference.to_json(),
            "signature": None if item.signature is None else item.signature.to_json(),
            "id": item.key,
            "place": None if place is None else place.to_json(),
        }


def ask(
    case: Case, names: Iterable[str], before: Sequence[Case] = (), trace: bool = True
) -> Answers:
    """Put `case` to the reference and the targets named, each in a fresh process.

    Cases of `before` that a target claims are put to it first. Raises UnknownTarget; a target
    that cannot be started is left out with a line that says why.
    """
    wanted = [name for name in dict.fromkeys(names) if name != REFERENCE]
    entries = [entry_named(name) for name in wanted]
    reference = ReferenceTarget().run([case], "full" if trace and _traces(case) else "none")[0]
    answers, hellos, left_out = {REFERENCE: reference}, {}, []
    for entry in entries:
        try:
            target = ProcessTarget(entry.spec())
        except HarnessError as error:
            left_out.append(str(error))
            continue
        try:
            hello = target.hello()
            why = _why_not(case, reference, hello)
            if why is not None:
                left_out.append(f"{entry.name}: {why}")
                continue
            answers[entry.name] = _answer(target, hello, case, before, trace)
            hellos[entry.name] = hello
        except HarnessError as error:
            left_out.append(f"{entry.name}: {error}")
        finally:
            target.close()
    return _judged(case, answers, hellos, left_out)


def _why_not(case: Case, reference: Outcome, hello: Hello) -> str | None:
    if not hello.claims(case):
        return "does not claim this case"
    marks = spared(reference, hello)
    return f"is not asked, for it does not honour {', '.join(marks)}" if marks else None


def _answer(
    target: ProcessTarget, hello: Hello, case: Case, before: Sequence[Case], trace: bool
) -> Outcome:
    level: TraceLevel = "none"
    if trace and _traces(case) and not hello.observes.isdisjoint(("path", "full")):
        level = "full"
    earlier = [other for other in before if hello.claims(other)]
    if earlier:
        target.run(earlier)
    outcome = target.run([case], level)[0]
    if level == "full" and outcome.status in HARNESS_STATUSES:
        # It may be the tracing that it does not survive: the case itself decides.
        outcome = target.run([case])[0]
    return outcome


def _traces(case: Case) -> bool:
    """Cases that name an operation are one step: there is nothing to follow."""
    return case.operation is None


def _judged(
    case: Case,
    answers: Mapping[str, Outcome],
    hellos: Mapping[str, Hello],
    left_out: Sequence[str],
) -> Answers:
    reference = answers[REFERENCE]
    others = {name: outcome for name, outcome in answers.items() if name != REFERENCE}
    places = {}
    for name, outcome in others.items():
        place = first_parting(reference, outcome) if outcome.trace is not None else None
        if place is not None:
            places[name] = place

    def rule(_: Case, target: str, __: Outcome) -> str | None:
        return places[target].rule if target in places else None

    judgements = judge(case, reference, others, hellos, rule)
    differing = {item.target for item in judgements if item.signature is not None}
    kept = {name: place for name, place in places.items() if name in differing}
    slim = {name: outcome.without_records() for name, outcome in answers.items()}
    return Answers(case, slim, hellos, judgements, kept, left_out)


@final
@dataclass(frozen=True, slots=True)
class Replay:
    """A finding put again. `same`: it differs as it did; `other`: it differs otherwise now."""

    finding: Finding
    answers: Answers

    @property
    def same(self) -> bool:
        """Whether the same bucket shows again."""
        return any(item.key == self.finding.key for item in self.answers.judgements)

    @property
    def state(self) -> str:
        """In one word: `repeats`, `differs-otherwise`, `agrees` or `incomplete`."""
        if self.same:
            return "repeats"
        if self._incomplete:
            return "incomplete"
        return "differs-otherwise" if self.answers.differ else "agrees"

    @property
    def _incomplete(self) -> bool:
        """Whether one of the targets that the finding is about could not be asked."""
        asked = set(self.answers.answers)
        return any(name not in asked for name in self.finding.outcomes)

    def to_json(self) -> dict[str, Json]:
        """For programs."""
        return {"id": self.finding.key, "state": self.state, **self.answers.to_json()}


def replay(finding: Finding, names: Iterable[str] | None = None) -> Replay:
    """Put a finding's case to the targets that answered it, or to others."""
    before = [Case(finding.case.lane, body) for body in finding.preceding]
    chosen = list(finding.outcomes) if names is None else list(names)
    return Replay(finding, ask(finding.case, chosen, before))


__all__ = ["Answers", "Replay", "ask", "replay"]
