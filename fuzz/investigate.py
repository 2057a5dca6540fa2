"""A closer look at the first case of a bucket: does it repeat, and how small does it get?"""

from collections.abc import Sequence
from typing import Any, Final, final

from diff.case import Case
from diff.errors import HarnessError
from diff.process import ProcessTarget
from diff.signature import REFERENCE
from fuzz.choices import Choices, RecordedSource
from fuzz.crew import Asked, Crew
from fuzz.judge import Judgement
from fuzz.knowledge import Entry
from fuzz.lanes import Lane
from fuzz.plan import Made
from fuzz.shrink import shrink

KEPT_BEFORE: Final = 64
"""Cases before the first that are kept with a finding that does not repeat alone."""

TRIES: Final = 600
"""Cases that one reduction may put to the targets."""


@final
class Investigator:
    """Looks into divergences with the targets of a worker, and fresh ones for confirmation."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew

    def look_into(
        self, lane: Lane, made: Made, asked: Asked, judgement: Judgement, before: Sequence[Case]
    ) -> dict[str, Any]:
        """What is kept of a finding: its smallest case, all answers to it, whether it repeats."""
        key = judgement.key
        assert judgement.signature is not None
        assert key is not None
        finding: dict[str, Any] = {
            "signature": judgement.signature.to_json(),
            "number": made.number,
            "first": asked.case.to_json(),
            "record": list(made.entry.record),
            "stateful": False,
        }
        confirmed = self._alone(asked.case, judgement.target, key)
        if confirmed is None:
            shown = asked
            finding["stateful"] = True
            claimed = [case for case in before if self._claimed(case, judgement.target)]
            finding["before"] = [case.to_json() for case in claimed[-KEPT_BEFORE:]]
        else:
            shown = self._reduce(lane, made.entry, key) or confirmed
        finding["case"] = shown.case.to_json()
        finding["outcomes"] = {
            REFERENCE: shown.reference.to_json(),
            **{name: outcome.to_json() for name, outcome in shown.answers.items()},
        }
        return finding

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

    def _reduce(self, lane: Lane, entry: Entry, key: str) -> Asked | None:
        """The smallest case found that is in the same bucket; None if none is smaller."""
        best: list[Asked] = []

        def keeps(record: Sequence[int]) -> tuple[int, ...] | None:
            choices = Choices(RecordedSource(record))
            case = Case(lane.name, lane.generate(choices))
            asked = self._crew.ask_one(case)
            if not self._shows(asked, key):
                return None
            best.append(asked)
            return tuple(choices.record)

        shrink(entry.record, keeps, TRIES)
        return best[-1] if best else None
