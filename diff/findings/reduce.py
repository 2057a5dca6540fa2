"""`pvm minimize`: make a kept finding smaller, on the targets that it was found with."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias, final

from diff.canonical import Json
from diff.case import Case
from diff.comparing.comparison import spared
from diff.comparing.judge import Judgement, judge
from diff.comparing.localise import localise
from diff.comparing.signature import REFERENCE
from diff.errors import HarnessError
from diff.findings.finding import Finding
from diff.findings.minimize import BUDGET, Record, Reduction, minimize
from diff.findings.source_reduce import reduce_source
from diff.outcome import HARNESS_STATUSES, Outcome
from diff.reference.target import ReferenceTarget
from diff.targets.process import ProcessTarget
from diff.targets.registry import entry_named
from diff.targets.target import Hello, TraceLevel

Make: TypeAlias = Callable[[Record], tuple[Mapping[str, Json], Record]]
"""The body of the case that a record of choices makes, and the choices really drawn."""


class NotReducible(HarnessError):
    """A finding whose case cannot be made from choices again, or that does not show any more."""


@final
class _Bench:
    """The targets of one finding, kept running between candidates."""

    def __init__(self, names: list[str]) -> None:
        self._reference = ReferenceTarget()
        self._targets = {name: ProcessTarget(entry_named(name).spec()) for name in names}
        self._hellos: dict[str, Hello] = {}

    def close(self) -> None:
        for target in self._targets.values():
            target.close()

    def ask(self, case: Case, trace: TraceLevel) -> dict[str, Outcome]:
        """Everybody's answer, the reference's first."""
        answers = {REFERENCE: self._reference.run([case], trace)[0]}
        for name, target in self._targets.items():
            hello = self._hellos[name] = target.hello()
            if hello.claims(case) and not spared(answers[REFERENCE], hello):
                answers[name] = target.run([case], trace)[0]
        return answers

    def showing(self, case: Case, answers: Mapping[str, Outcome], key: str) -> Judgement | None:
        """The judgement that is in the bucket, if any is."""
        others = {name: outcome for name, outcome in answers.items() if name != REFERENCE}
        judgements = judge(case, answers[REFERENCE], others, self._hellos, self._localise)
        return next((item for item in judgements if item.key == key), None)

    def _localise(self, case: Case, target: str, answer: Outcome) -> str | None:
        if case.operation is not None or answer.status in HARNESS_STATUSES:
            return None
        if self._hellos[target].observes.isdisjoint(("path", "full")):
            return None
        place = localise(case, self._reference, self._targets[target])
        return None if place is None else place.rule


def reduce_finding(finding: Finding, make: Make, budget: int = BUDGET) -> tuple[Finding, Reduction]:
    """The finding with the smallest case found, and what that took.

    Raises NotReducible when its choices do not make its case any more (the generator changed),
    or when the case does not show the finding any more; UnknownTarget, TargetUnavailable.
    """
    lane = finding.case.lane
    if lane == "source":
        return _reduce_text(finding, budget)
    if not finding.record or dict(make(finding.record)[0]) != dict(finding.case.body):
        raise NotReducible(
            f"{finding.key}: its choices are not known, or the generator makes another case of "
            "them now; the case is kept as it is"
        )
    bench = _Bench([name for name in finding.outcomes if name != REFERENCE])
    shown: dict[Record, tuple[Case, dict[str, Outcome]]] = {}

    def keeps(record: Record) -> Record | None:
        body, drawn = make(record)
        case = Case(lane, body)
        answers = bench.ask(case, finding.signature.trace)
        if bench.showing(case, answers, finding.key) is None:
            return None
        shown[drawn] = case, answers
        return drawn

    try:
        if keeps(finding.record) is None:
            raise NotReducible(
                f"{finding.key}: the case does not show it any more: `pvm replay {finding.key}`"
            )
        reduction = minimize(finding.record, keeps, budget)
        case, answers = shown[reduction.record]
        judgement = bench.showing(case, answers, finding.key)
    finally:
        bench.close()
    return _smaller(finding, case, reduction.record, answers, judgement), reduction


def _reduce_text(finding: Finding, budget: int) -> tuple[Finding, Reduction]:
    """The finding with the smallest source found, which no choices make any more."""
    bench = _Bench([name for name in finding.outcomes if name != REFERENCE])

    def at(source: str) -> tuple[Case, dict[str, Outcome]]:
        case = Case("source", {**finding.case.body, "source": source})
        return case, bench.ask(case, finding.signature.trace)

    def keeps(source: str) -> bool:
        return bench.showing(*at(source), finding.key) is not None

    try:
        source = finding.case.body["source"]
        if not keeps(source):
            raise NotReducible(
                f"{finding.key}: the case does not show it any more: `pvm replay {finding.key}`"
            )
        smallest, tries = reduce_source(source, keeps, budget)
        case, answers = at(smallest)
        judgement = bench.showing(case, answers, finding.key)
    finally:
        bench.close()
    record = finding.record if smallest == source else ()
    reduction = Reduction(record, tries, int(smallest != source), tries >= budget)
    return _smaller(finding, case, record, answers, judgement), reduction


def _smaller(
    finding: Finding,
    case: Case,
    record: Record,
    answers: dict[str, Outcome],
    judgement: Judgement | None,
) -> Finding:
    assert judgement is not None
    assert judgement.comparison.difference is not None
    return replace(
        finding,
        case=case,
        record=record,
        outcomes=answers,
        difference=judgement.comparison.difference.to_json(),
        alone=judgement.alone,
        minimised=True,
    )
