"""A closer look at the first case of a bucket: does it repeat, and how small does it get?"""

from collections.abc import Sequence
from typing import Final, final

from diff.case import Case
from diff.errors import HarnessError
from diff.finding import Finding
from diff.judge import Judgement
from diff.minimize import Record, minimize
from diff.outcome import CRASHED, PROTOCOL_ERROR, TIMED_OUT
from diff.process import ProcessTarget
from diff.signature import REFERENCE
from fuzz.choices import Choices, RecordedSource
from fuzz.crew import Asked, Crew
from fuzz.knowledge import Entry
from fuzz.lanes import Lane
from fuzz.plan import Made

KEPT_BEFORE: Final = 64
"""Cases before the first that are kept with a finding that does not repeat alone."""

TRIES: Final = 400
"""Cases that one reduction may put to the targets."""

FRUITLESS: Final = 120
"""Cases in a row without success that end a reduction; `pvm minimize` has more patience."""

COSTLY_TRIES: Final = {CRASHED: 60, PROTOCOL_ERROR: 60, TIMED_OUT: 8}
"""The same where each case of the bucket costs a target process, or eleven deadlines."""


@final
class Investigator:
    """Looks into divergences with the targets of a worker, and fresh ones for confirmation."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew

    def look_into(
        self, lane: Lane, made: Made, asked: Asked, judgement: Judgement, before: Sequence[Case]
    ) -> Finding:
        """A finding with its smallest case, all answers to it, and whether it repeats."""
        assert judgement.signature is not None
        key = judgement.signature.key
        confirmed = self._alone(asked.case, judgement.target, key)
        if confirmed is None:
            claimed = [case for case in before if self._claimed(case, judgement.target)]
            kept = claimed[-KEPT_BEFORE:]
            return self._finding(made, made.entry.record, asked, judgement, kept)
        status = asked.answers[judgement.target].status
        tries = COSTLY_TRIES.get(status, TRIES)
        record, smallest = self._reduce(lane, made.entry, key, confirmed, tries)
        return self._finding(made, record, smallest, self._showing(smallest, key), None)

    def _finding(
        self,
        made: Made,
        record: Sequence[int],
        asked: Asked,
        judgement: Judgement,
        before: Sequence[Case] | None,
    ) -> Finding:
        """`before` are the cases that a finding needs which does not repeat alone."""
        assert judgement.signature is not None
        assert judgement.comparison.difference is not None
        return Finding(
            signature=judgement.signature,
            case=asked.case,
            outcomes={REFERENCE: asked.reference, **asked.answers},
            difference=judgement.comparison.difference.to_json(),
            record=tuple(record),
            state="confirmed" if before is None else "stateful",
            alone=judgement.alone,
            preceding=tuple(case.body for case in before or ()),
            versions={name: self._crew.hello(name).version for name in asked.answers},
            minimised=before is None,
            number=made.number,
        )

    def _claimed(self, case: Case, target: str) -> bool:
        return self._crew.hello(target).claims(case)

    def _alone(self, case: Case, target: str, key: str) -> Asked | None:
        """The answers to a case alone, the target in question in a fresh process."""
        fresh = ProcessTarget(self._crew.targets[target].spec)
        try:
            asked = self._crew.ask_one(case)
            asked.answers[target] = fresh.run([case])[0]
        except HarnessError:
            return None
        finally:
            fresh.close()
        return asked if self._shows(asked, key) else None

    def _shows(self, asked: Asked, key: str) -> bool:
        return any(item.key == key for item in self._crew.judge(asked))

    def _showing(self, asked: Asked, key: str) -> Judgement:
        return next(item for item in self._crew.judge(asked) if item.key == key)

    def _reduce(
        self, lane: Lane, entry: Entry, key: str, largest: Asked, tries: int
    ) -> tuple[Sequence[int], Asked]:
        """The choices and the answers of the smallest case found that is in the same bucket."""
        shown: dict[Record, Asked] = {}

        def keeps(record: Record) -> Record | None:
            choices = Choices(RecordedSource(record))
            asked = self._crew.ask_one(Case(lane.name, lane.generate(choices)))
            if not self._shows(asked, key):
                return None
            drawn = tuple(choices.record)
            shown[drawn] = asked
            return drawn

        record = minimize(entry.record, keeps, tries, FRUITLESS).record
        return record, shown.get(record, largest)
