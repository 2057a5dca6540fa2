"""Which finding is looked into next, and how much time that may take."""

from typing import Any

from fuzz.campaign.jobs import Investigated
from fuzz.campaign.queue import InvestigationQueue


def _finding(name: str, field: str = "status", severity: str = "consensus") -> dict[str, Any]:
    return {"id": name, "severity": severity, "signature": {"field": field}}


def _names(queue: InvestigationQueue, seconds: float = 0.0) -> list[str]:
    names = []
    while (job := queue.take()) is not None:
        names.append(job.finding["id"])
        queue.back(Investigated(job.lane, job.finding, seconds))
    return names


def test_wrong_values_come_first_and_texts_last() -> None:
    queue = InvestigationQueue()
    queue.put("float", _finding("text", "exception-text", "diagnostic"))
    queue.put("float", _finding("status"))
    queue.put("float", _finding("value", "value"))
    queue.put("float", _finding("later status"))

    assert _names(queue) == ["value", "status", "later status", "text"]


def test_lanes_take_turns() -> None:
    queue = InvestigationQueue()
    for number in range(2):
        queue.put("bytecode", _finding(f"bytecode {number}"))
    for number in range(2):
        queue.put("float", _finding(f"float {number}"))

    assert _names(queue, 1.0) == ["bytecode 0", "float 0", "bytecode 1", "float 1"]


def test_half_of_the_time() -> None:
    queue = InvestigationQueue()
    assert not queue.has_its_turn(2, 10.0)
    for number in range(3):
        queue.put("float", _finding(str(number)))

    assert queue.has_its_turn(2, 0.0)
    job = queue.take()
    assert job is not None
    assert not queue.has_its_turn(2, 10.0)  # one of two workers is enough
    assert queue.has_its_turn(4, 10.0)
    queue.back(Investigated("float", job.finding, 5.0))
    assert not queue.has_its_turn(2, 4.0)
    assert queue.has_its_turn(2, 6.0)


def test_a_finding_that_kills_workers_is_left_alone() -> None:
    queue = InvestigationQueue()
    queue.put("float", _finding("deadly"))
    for _ in range(2):
        job = queue.take()
        assert job is not None
        queue.lost(job)

    assert queue.take() is None
