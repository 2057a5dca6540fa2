"""The reference and the running targets of one worker, asked together."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, final

from diff.case import Case
from diff.comparing.comparison import spared
from diff.comparing.judge import Judgement, judge
from diff.comparing.localise import localise
from diff.outcome import HARNESS_STATUSES, Outcome
from diff.reference.target import ReferenceTarget
from diff.targets.process import ProcessTarget
from diff.targets.target import Hello, TargetSpec, TraceLevel


@dataclass(frozen=True, slots=True)
class Asked:
    """One case and what the reference and each target that claims it answered.

    `spared` are the targets that were not asked, with the marks for which they were not.
    """

    case: Case
    reference: Outcome
    answers: dict[str, Outcome]
    spared: dict[str, tuple[str, ...]]


Batch: TypeAlias = tuple[Sequence[Case], TraceLevel]


@final
class Crew:
    """The reference in this process, and targets in processes of their own."""

    def __init__(self, specs: Iterable[TargetSpec]) -> None:
        self.reference = ReferenceTarget()
        self.targets = {spec.name: ProcessTarget(spec) for spec in specs}
        self._hellos: dict[str, Hello] = {}

    def close(self) -> None:
        """End all target processes."""
        for target in self.targets.values():
            target.close()

    def hello(self, name: str) -> Hello:
        """What a target claims and honours; starts it if need be."""
        if name not in self._hellos:
            self._hellos[name] = self.targets[name].hello()
        return self._hellos[name]

    def busy_seconds(self) -> dict[str, float]:
        """For each target how long it has had cases to answer."""
        return {name: target.busy_seconds for name, target in self.targets.items()}

    def ask(
        self, batches: Iterable[Batch], only: Collection[str] | None = None
    ) -> Iterator[list[Asked]]:
        """The answers to each batch, of all targets or of `only` some.

        While the targets work on a batch, the next one is made and the reference runs it.
        """
        out: tuple[Sequence[Case], list[Outcome], dict[str, list[int]]] | None = None
        for cases, trace in batches:
            reference = self.reference.run(cases, trace)
            if out is not None:
                yield self._finish(*out)
            out = cases, reference, self._start(cases, reference, trace, only)
        if out is not None:
            yield self._finish(*out)

    def ask_one(
        self, case: Case, only: Collection[str] | None = None, trace: TraceLevel = "none"
    ) -> Asked:
        """The answers to one case, of all targets or of `only` some."""
        return next(self.ask([((case,), trace)], only))[0]

    def judge(self, asked: Asked) -> list[Judgement]:
        """What the answers to a case say about each target."""
        hellos = {name: self.hello(name) for name in asked.answers}
        return judge(asked.case, asked.reference, asked.answers, hellos, self._localise)

    def _localise(self, case: Case, target: str, answer: Outcome) -> str | None:
        """The rule after which a target's execution parts from the reference's.

        Only cases that name no operation have more than one, and only an execution that came to
        an end can be run again for its trace.
        """
        if case.operation is not None or answer.status in HARNESS_STATUSES:
            return None
        if not {"path", "full"} & self.hello(target).observes:
            return None
        place = localise(case, self.reference, self.targets[target])
        return None if place is None else place.rule

    def _start(
        self,
        cases: Sequence[Case],
        reference: list[Outcome],
        trace: TraceLevel,
        only: Collection[str] | None,
    ) -> dict[str, list[int]]:
        """Send every target its share; gives the positions of the cases it was sent."""
        shares: dict[str, list[int]] = {}
        for name, target in self.targets.items():
            if only is not None and name not in only:
                continue
            hello = self.hello(name)
            share = [
                at
                for at, case in enumerate(cases)
                if hello.claims(case) and not spared(reference[at], hello)
            ]
            if share:
                shares[name] = share
                target.start([cases[at] for at in share], trace)
        return shares

    def _finish(
        self, cases: Sequence[Case], reference: list[Outcome], shares: dict[str, list[int]]
    ) -> list[Asked]:
        asked = [
            Asked(case, answer, {}, self._spared(case, answer))
            for case, answer in zip(cases, reference, strict=True)
        ]
        for name, share in shares.items():
            for at, outcome in zip(share, self.targets[name].finish(), strict=True):
                asked[at].answers[name] = outcome
        return asked

    def _spared(self, case: Case, reference: Outcome) -> dict[str, tuple[str, ...]]:
        """The targets that claim a case and are not asked, because it might never end there."""
        if not reference.marks:
            return {}
        why = {
            name: spared(reference, hello)
            for name, hello in self._hellos.items()
            if hello.claims(case)
        }
        return {name: marks for name, marks in why.items() if marks}
