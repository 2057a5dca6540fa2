"""A closer look at the first case of a bucket: does it repeat, and how small does it get?"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final, final

from diff.case import Case
from diff.comparing.judge import Judgement
from diff.comparing.signature import REFERENCE
from diff.errors import HarnessError
from diff.findings.finding import Finding
from diff.findings.minimize import Record, minimize
from diff.findings.source_reduce import reduce_source
from diff.outcome import CRASHED, PROTOCOL_ERROR, TIMED_OUT
from diff.targets.process import ProcessTarget
from fuzz.campaign.crew import Asked, Crew
from fuzz.campaign.plan import Made
from fuzz.choices import Choices, RecordedSource
from fuzz.lanes import Lane

KEPT_BEFORE: Final = 64
"""Cases before the first that are kept with a finding that does not repeat alone."""

TRIES: Final = 400
"""Cases that one reduction may put to the targets; `pvm minimize` has more patience."""

TEXT_TRIES: Final = 1_000
"""The same where the text of a source is made smaller, which is many small steps."""

DIAGNOSTIC_TRIES: Final = 100
"""The same where only the text of an error differs."""

COSTLY_TRIES: Final = {CRASHED: 60, PROTOCOL_ERROR: 60, TIMED_OUT: 8}
"""The same where each case of the bucket costs a target process, or eleven deadlines."""

FRUITLESS: Final = 120
"""Cases in a row without success that end a reduction."""


def first_sight(
    crew: Crew, made: Made, asked: Asked, judgement: Judgement, before: Sequence[Case]
) -> Finding:
    """A finding as it was met, which nobody has looked into yet."""
    hello = crew.hello(judgement.target)
    preceding = [case.body for case in before if hello.claims(case)][-KEPT_BEFORE:]
    finding = _finding(crew, asked, judgement)
    return replace(
        finding, record=made.entry.record, number=made.number, preceding=tuple(preceding)
    )


def _finding(crew: Crew, asked: Asked, judgement: Judgement) -> Finding:
    assert judgement.signature is not None
    assert judgement.comparison.difference is not None
    return Finding(
        signature=judgement.signature,
        case=asked.case,
        outcomes={REFERENCE: asked.reference, **asked.answers},
        difference=judgement.comparison.difference.to_json(),
        alone=judgement.alone,
        versions={name: crew.hello(name).version for name in asked.answers},
    )


@final
class Investigator:
    """Looks into findings with the targets of a worker, and a fresh one for confirmation."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew

    def look_into(self, lane: Lane, finding: Finding) -> Finding:
        """The finding confirmed and with its smallest case, or as one that needs what preceded."""
        target = self._target(finding)
        confirmed = self._alone(finding, target)
        if confirmed is None:
            return replace(finding, state="stateful")
        if lane.name == "source":
            record, smallest = self._reduce_text(finding, target, confirmed)
        else:
            record, smallest = self._reduce(lane, finding, target, confirmed)
        made = _finding(self._crew, smallest, self._showing(smallest, finding.key))
        return replace(
            made, record=tuple(record), number=finding.number, state="confirmed", minimised=True
        )

    def _target(self, finding: Finding) -> str:
        """The target whose answer makes the divergence."""
        subject = finding.signature.subject
        if subject in self._crew.targets:
            return subject
        asked = self._crew.ask_one(finding.case, trace=finding.signature.trace)
        showing = [item.target for item in self._crew.judge(asked) if item.key == finding.key]
        return showing[0] if showing else next(iter(self._crew.targets))

    def _alone(self, finding: Finding, target: str) -> Asked | None:
        """The answers to the case alone, the target in question in a fresh process."""
        case, trace = finding.case, finding.signature.trace
        fresh = ProcessTarget(self._crew.targets[target].spec)
        try:
            asked = self._crew.ask_one(case, self._crew.targets.keys() - {target}, trace)
            asked.answers[target] = fresh.run([case], trace)[0]
        except HarnessError:
            return None
        finally:
            fresh.close()
        return asked if self._shows(asked, finding.key) else None

    def _shows(self, asked: Asked, key: str) -> bool:
        return any(item.key == key for item in self._crew.judge(asked))

    def _showing(self, asked: Asked, key: str) -> Judgement:
        return next(item for item in self._crew.judge(asked) if item.key == key)

    def _reduce(
        self, lane: Lane, finding: Finding, target: str, confirmed: Asked
    ) -> tuple[Sequence[int], Asked]:
        """The choices of the smallest case found in the bucket, and everybody's answers to it.

        Where the target itself is the one that differs, it alone is asked on the way. Who stands
        alone may have changed then: so all are asked about the smallest case, and if it belongs
        to another bucket, all are asked from the start.
        """
        trace = finding.signature.trace
        tries = COSTLY_TRIES.get(confirmed.answers[target].status, TRIES)
        if finding.signature.severity == "diagnostic":
            tries = min(tries, DIAGNOSTIC_TRIES)
        if finding.signature.subject == target:
            record, smallest = self._search(lane, finding, tries, {target})
            asked = confirmed if smallest is None else self._crew.ask_one(smallest, trace=trace)
            if self._shows(asked, finding.key):
                return record, asked
        record, smallest = self._search(lane, finding, tries, None)
        asked = confirmed if smallest is None else self._crew.ask_one(smallest, trace=trace)
        if self._shows(asked, finding.key):
            return record, asked
        return finding.record, confirmed

    def _reduce_text(
        self, finding: Finding, target: str, confirmed: Asked
    ) -> tuple[Sequence[int], Asked]:
        """The smallest source found in the bucket, which no choices make, and all answers to it."""
        only = {target} if finding.signature.subject == target else None
        trace = finding.signature.trace
        tries = COSTLY_TRIES.get(confirmed.answers[target].status, TEXT_TRIES)
        if finding.signature.severity == "diagnostic":
            tries = min(tries, 2 * DIAGNOSTIC_TRIES)
        body = finding.case.body

        def keeps(source: str) -> bool:
            case = Case("source", {**body, "source": source})
            return self._shows(self._crew.ask_one(case, only, trace), finding.key)

        source, _ = reduce_source(body["source"], keeps, tries)
        asked = self._crew.ask_one(Case("source", {**body, "source": source}))
        if source != body["source"] and self._shows(asked, finding.key):
            return (), asked
        return finding.record, confirmed

    def _search(
        self, lane: Lane, finding: Finding, tries: int, only: Collection[str] | None
    ) -> tuple[Record, Case | None]:
        shown: dict[Record, Case] = {}
        trace = finding.signature.trace

        def keeps(record: Record) -> Record | None:
            choices = Choices(RecordedSource(record))
            case = Case(lane.name, lane.generate(choices))
            if not self._shows(self._crew.ask_one(case, only, trace), finding.key):
                return None
            drawn = tuple(choices.record)
            shown[drawn] = case
            return drawn

        record = minimize(finding.record, keeps, tries, FRUITLESS).record
        return record, shown.get(record)
