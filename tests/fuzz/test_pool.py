"""Workers are real processes: they die, they fail, they end with their campaign."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from fuzz.campaign.pool import Died, Done, Pool, WorkerFailure


def _serve(setup: int) -> Callable[[str], int]:
    def do(job: str) -> int:
        if job == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if job == "fail":
            raise ZeroDivisionError("planted")
        if job == "sleep":
            time.sleep(60)
        return setup + int(job)

    return do


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(2, _serve, 100)
    yield pool
    pool.close()


def _events(pool: Pool, count: int) -> list[Done | Died]:
    """The next events; workers may answer together."""
    found: list[Done | Died] = []
    deadline = time.monotonic() + 250
    while time.monotonic() < deadline:
        found.extend(pool.receive(1.0))
        if len(found) >= count:
            return found
    raise AssertionError("no worker answered")


def _next(pool: Pool) -> Done | Died:
    (event,) = _events(pool, 1)
    return event


def test_each_worker_does_its_jobs(pool: Pool) -> None:
    pool.send(0, "1")
    pool.send(1, "2")

    got = sorted(_events(pool, 2), key=repr)
    assert got == [Done(0, 101), Done(1, 102)]


def test_a_dead_worker_is_replaced(pool: Pool) -> None:
    pool.send(0, "die")
    assert _next(pool) == Died(0)

    pool.send(0, "5")
    assert _next(pool) == Done(0, 105)


def test_a_defect_in_a_worker_is_shown(pool: Pool) -> None:
    pool.send(0, "fail")

    with pytest.raises(WorkerFailure, match="ZeroDivisionError: planted"):
        _next(pool)


def test_a_busy_worker_does_not_hold_up_the_end() -> None:
    pool = Pool(1, _serve, 0)
    pool.send(0, "1")
    _next(pool)
    pool.send(0, "sleep")
    started = time.monotonic()
    pool.close()

    assert time.monotonic() - started < 20
    assert not _alive(pool.processes[0])


def test_workers_end_when_their_campaign_is_killed() -> None:
    program = (
        "from fuzz.campaign.pool import Pool; from tests.fuzz.test_pool import _serve\n"
        "if __name__ == '__main__':\n"
        "    pool = Pool(2, _serve, 0)\n"
        "    pool.send(0, '1'); pool.receive(60)\n"
        "    print(*pool.processes, flush=True)\n"
        "    input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as campaign:
        assert campaign.stdout is not None
        workers = [int(word) for word in campaign.stdout.readline().split()]
        assert len(workers) == 2
        campaign.kill()
    deadline = time.monotonic() + 20
    while any(map(_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert not any(map(_alive, workers))


def _alive(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
