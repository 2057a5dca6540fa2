"""What one worker of a campaign does: make cases, ask everybody, judge, look into findings."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, final

from diff.case import Case
from diff.comparing.judge import Judgement
from diff.findings.finding import Finding
from diff.outcome import CRASHED, RAISED, REFUSED, RETURNED
from diff.targets.target import TraceLevel
from fuzz.campaign.crew import Asked, Crew
from fuzz.campaign.investigate import Investigator, first_sight
from fuzz.campaign.jobs import (
    Investigated,
    InvestigateJob,
    Job,
    PieceJob,
    RetryJob,
    RetryResult,
    WorkerSetup,
)
from fuzz.campaign.knowledge import Discovery, Knowledge
from fuzz.campaign.plan import Made, Piece, make_case
from fuzz.campaign.results import PieceResult, Sighting, Tally
from fuzz.lanes import Lane, find_lane

BATCH: Final = 64
"""Cases put to all targets at a time; the reference runs the next ones meanwhile."""

TRACED: Final = 4
"""In lanes with traces, one batch in this many asks for the path: it halves the speed."""


WORKING_STEPS: Final = 20
"""Steps from which on a program counts as one that does work."""


@dataclass(slots=True)
class _LaneState:
    lane: Lane
    knowledge: Knowledge


def serve(setup: WorkerSetup) -> "Worker":
    """A worker, for `fuzz.campaign.pool`."""
    return Worker(setup)


@final
class Worker:
    """Runs jobs, with target processes of its own that stay up between jobs."""

    def __init__(self, setup: WorkerSetup) -> None:
        self._seed = setup.seed
        self._lanes = {name: _lane_state(name, setup) for name in setup.lanes}
        self._crew = Crew(setup.specs)
        self._investigator = Investigator(self._crew)

    def close(self) -> None:
        """End the targets."""
        self._crew.close()

    def __call__(self, job: Job) -> PieceResult | RetryResult | Investigated:
        if isinstance(job, PieceJob):
            return self._piece(job)
        return self._retry(job) if isinstance(job, RetryJob) else self._investigate(job)

    def _investigate(self, job: InvestigateJob) -> Investigated:
        started = time.monotonic()
        finding = self._investigator.look_into(
            self._lanes[job.lane].lane, Finding.from_json(job.finding)
        )
        return Investigated(job.lane, finding.to_json(), time.monotonic() - started)

    def _retry(self, job: RetryJob) -> RetryResult:
        lane = self._lanes[job.lane].lane
        cases = [Case(lane.name, body) for _, body in job.cases]
        still = {}
        for (key, _), case in zip(job.cases, cases, strict=True):
            judgements = self._crew.judge(self._crew.ask_one(case))
            still[key] = any(item.key == key for item in judgements)
        return RetryResult(job.lane, still)

    def _piece(self, job: PieceJob) -> PieceResult:
        started = time.monotonic()
        state = self._lanes[job.piece.lane]
        for lessons in job.lessons:
            state.knowledge.learn(lessons)
        busy = self._crew.busy_seconds()
        gathered = _Gathered(state, job.known)
        numbers = iter(range(job.piece.first, job.piece.end))
        made: list[Made] = []
        for batch in self._crew.ask(self._batches(state, job.piece, made)):
            for asked in batch:
                self._take(gathered, made[next(numbers) - job.piece.first], asked)
        for name, seconds in self._crew.busy_seconds().items():
            if name in gathered.tallies:
                gathered.tallies[name].seconds = seconds - busy[name]
        return PieceResult(
            job.piece,
            time.monotonic() - started,
            gathered.tallies,
            list(gathered.sightings.values()),
            gathered.discoveries,
            gathered.accepted,
            gathered.working,
        )

    def _batches(
        self, state: "_LaneState", piece: Piece, made: list[Made]
    ) -> Iterator[tuple[list[Case], TraceLevel]]:
        """The cases of a piece in batches; `made` gets them as well, with their choices."""
        lane = state.lane
        for first in range(piece.first, piece.end, BATCH):
            batch = [
                make_case(lane, self._seed, number, state.knowledge)
                for number in range(first, min(first + BATCH, piece.end))
            ]
            made.extend(batch)
            traced = lane.traced and first // BATCH % TRACED == 0
            yield [Case(lane.name, item.entry.body) for item in batch], "path" if traced else "none"

    def _take(self, gathered: "_Gathered", made: Made, asked: Asked) -> None:
        """Count a case, keep what it discovered and what it shows for the first time."""
        gathered.weigh(asked)
        gathered.discover(made, asked)
        for target, marks in asked.spared.items():
            gathered.count_marks(target, marks)
        for judgement in self._crew.judge(asked):
            gathered.count(judgement, asked)
            if judgement.key is not None and gathered.sight(judgement.key, made.number):
                sighting = gathered.sightings[judgement.key]
                finding = first_sight(self._crew, made, asked, judgement, gathered.before)
                sighting.finding = finding.to_json()
        gathered.before.append(asked.case)


@final
class _Gathered:
    """What a piece has given so far. `before` are its cases up to now, in order."""

    def __init__(self, state: "_LaneState", known: dict[str, int]) -> None:
        self.state = state
        self.tallies: dict[str, Tally] = {}
        self.sightings: dict[str, Sighting] = {}
        self.discoveries: list[Discovery] = []
        self.before: list[Case] = []
        self.accepted = 0
        self.working = 0
        self._known = known
        self._reached: set[str] = set()

    def weigh(self, asked: Asked) -> None:
        """Count whether the case is a program to all, and does work."""
        everybody = (asked.reference, *asked.answers.values())
        self.accepted += all(answer.status != REFUSED for answer in everybody)
        trace = asked.reference.trace
        self.working += trace is not None and trace.steps >= WORKING_STEPS

    def discover(self, made: Made, asked: Asked) -> None:
        """Keep the case if it reached what neither earlier rounds nor this piece had reached."""
        lane = self.state.lane
        if made.number % lane.features_of_each or asked.reference.status == CRASHED:
            return
        features = lane.features(asked.case, asked.reference)
        new = self.state.knowledge.new_features(features)
        new = tuple(name for name in new if name not in self._reached)
        if new:
            self._reached.update(new)
            self.discoveries.append(Discovery(made.number, new, made.entry))

    def count(self, judgement: Judgement, asked: Asked) -> None:
        tally = self.tallies.setdefault(judgement.target, Tally())
        tally.cases += 1
        tally.executed += asked.answers[judgement.target].status in (RETURNED, RAISED)
        tally.divergences += judgement.key is not None
        if judgement.comparison.verdict == "marked":
            self.count_marks(judgement.target, judgement.comparison.marks)

    def count_marks(self, target: str, marks: tuple[str, ...]) -> None:
        """Count a case that a target's foreign marks excuse, in part or from being put to it."""
        tally = self.tallies.setdefault(target, Tally())
        tally.marked += 1
        for mark in marks:
            tally.marks[mark] = tally.marks.get(mark, 0) + 1

    def sight(self, key: str, number: int) -> bool:
        """Count a divergence; whether no earlier case of the campaign had it."""
        sighting = self.sightings.get(key)
        if sighting is not None:
            sighting.count += 1
            return False
        self.sightings[key] = Sighting(key, number, 1, None)
        return self._known.get(key, number + 1) > number


def _lane_state(name: str, setup: WorkerSetup) -> "_LaneState":
    knowledge = Knowledge(set(setup.reached.get(name, ())), list(setup.corpus.get(name, ())))
    return _LaneState(find_lane(name), knowledge)
