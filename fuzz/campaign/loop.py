"""Running a campaign: pieces go to workers, results to the journal, findings in case order.

The process that runs this starts no target and makes no case: it hands out work and writes down
what comes back, so that whatever happens to a worker or a target, nothing written is lost.
"""

import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from diff.findings.finding import Finding
from fuzz.campaign.jobs import Investigated, Job, PieceJob, RetryJob, RetryResult, WorkerSetup
from fuzz.campaign.knowledge import Discovery
from fuzz.campaign.pool import Died, Pool
from fuzz.campaign.queue import InvestigationQueue
from fuzz.campaign.results import PieceResult, Sighting
from fuzz.campaign.schedule import Schedule
from fuzz.campaign.summary import Summary

_TICK_SECONDS: Final = 0.2


class Journal(Protocol):
    """Where a campaign writes down what it has; every call is durable when it returns."""

    def keep_piece(self, result: PieceResult) -> None:
        """A piece came back (in any order)."""
        ...

    def keep_sightings(self, lane: str, sightings: Sequence[Sighting]) -> None:
        """The next divergences in case order; the first of a bucket comes with its finding."""
        ...

    def keep_investigated(self, finding: Finding) -> None:
        """A finding of this campaign was looked into."""
        ...

    def keep_lessons(self, lane: str, kept: Sequence[Discovery]) -> None:
        """What a round has taught."""
        ...

    def keep_retries(self, result: RetryResult) -> None:
        """Which findings of earlier campaigns are still there."""
        ...


@dataclass(slots=True)
class Campaign:
    """One run of a campaign, from its beginning or from where it was stopped.

    `setup.known` maps, by lane, the key of each bucket to the number of its first case so far; -1
    stands for an earlier campaign. `retries` put the findings of earlier campaigns again. `watch`
    is called after each change and several times a second.
    """

    jobs: int
    journal: Journal
    schedule: Schedule
    setup: WorkerSetup
    retries: list[RetryJob] = field(default_factory=list)
    watch: Callable[["Campaign"], None] = lambda _campaign: None
    queue: InvestigationQueue = field(default_factory=InvestigationQueue)
    lessons: dict[str, list[list[Discovery]]] = field(default_factory=dict)
    summary: Summary = field(default_factory=Summary)
    interrupted: bool = False
    _busy: dict[int, Job] = field(default_factory=dict)
    _told: dict[tuple[int, str], int] = field(default_factory=dict)
    _settled_keys: set[tuple[str, str]] = field(default_factory=set)

    def run(self) -> None:
        """Run to the end of the budget.

        On Ctrl-C the pieces in work are still finished; a second one raises KeyboardInterrupt.
        """
        previous = signal.signal(signal.SIGINT, self._interrupt)
        pool = Pool(self.jobs, serve_later, self.setup)
        try:
            self.schedule.start()
            while self._hand_out(pool) or self._busy:
                self._take_events(pool)
                self.watch(self)
        finally:
            pool.close()
            signal.signal(signal.SIGINT, previous)

    def _interrupt(self, _signal: int, _frame: object) -> None:
        if self.interrupted:
            raise KeyboardInterrupt
        self.interrupted = self.schedule.stopped = True

    @property
    def found(self) -> int:
        """How many buckets this campaign has met."""
        return len(self._settled_keys)

    # Handing out

    def _hand_out(self, pool: Pool) -> bool:
        """Give every idle worker something to do; whether anything was handed out."""
        handed_out = False
        for worker in range(pool.size):
            if worker in self._busy:
                continue
            job = self._next_job(worker, pool.size)
            if job is None:
                break
            self._busy[worker] = job
            pool.send(worker, job)
            handed_out = True
        return handed_out

    def _next_job(self, worker: int, workers: int) -> Job | None:
        if self.retries and not self.schedule.over:
            return self.retries.pop(0)
        if not self.schedule.closing and self.queue.has_its_turn(workers, self.schedule.spent):
            return self.queue.take()
        piece = self.schedule.next_piece()
        if piece is None:
            return None if self.schedule.closing else self.queue.take()
        rounds = self.lessons.get(piece.lane, [])
        told = self._told.get((worker, piece.lane), 0)
        self._told[worker, piece.lane] = len(rounds)
        return PieceJob(piece, rounds[told:], dict(self._known(piece.lane)))

    def _known(self, lane: str) -> dict[str, int]:
        return self.setup.known.setdefault(lane, {})

    # Taking in

    def _take_events(self, pool: Pool) -> None:
        for event in pool.receive(_TICK_SECONDS):
            job = self._busy.pop(event.worker, None)
            if isinstance(event, Died):
                self._replace(event.worker, job)
            elif isinstance(event.result, RetryResult):
                self.journal.keep_retries(event.result)
            elif isinstance(event.result, Investigated):
                self.queue.back(event.result)
                self.journal.keep_investigated(Finding.from_json(event.result.finding))
            else:
                self.take_in(event.result)

    def _replace(self, worker: int, job: Job | None) -> None:
        """A fresh worker knows what the set-up says and nothing that was told since."""
        for lane in self.schedule.lanes:
            self._told.pop((worker, lane), None)
        if isinstance(job, PieceJob):
            self.schedule.lost(job.piece)
        elif job is not None and not isinstance(job, RetryJob):
            self.queue.lost(job)

    def take_in(self, result: PieceResult, *, kept: bool = False) -> None:
        """Write a piece down (unless it was `kept` already), then all that it completes."""
        if not kept:
            self.journal.keep_piece(result)
        self.summary.add(result)
        lane = result.piece.lane
        for sighting in result.sightings:
            known = self._known(lane)
            known[sighting.key] = min(sighting.number, known.get(sighting.key, sighting.number))
        for ready in self.schedule.back(result):
            settled = [self._settled(lane, item) for item in ready.sightings]
            self.journal.keep_sightings(lane, settled)
            if not kept:
                self.queue.add(lane, settled)
        learned = self.schedule.lanes[lane].finish_round()
        if learned is not None:
            self.lessons.setdefault(lane, []).append(learned)
            self.journal.keep_lessons(lane, learned)

    def _settled(self, lane: str, sighting: Sighting) -> Sighting:
        """Called in case order: a finding is what the first case of its bucket showed.

        Workers that met a bucket at the same time have each sent one.
        """
        known = (lane, sighting.key) in self._settled_keys
        self._settled_keys.add((lane, sighting.key))
        return replace(sighting, finding=None) if known else sighting


def serve_later(setup: WorkerSetup) -> Callable[[Job], object]:
    """A worker; imported by its own process only, since it loads the whole specification."""
    from fuzz.campaign.worker import serve

    return serve(setup)


def default_jobs() -> int:
    """One worker for each processor that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
