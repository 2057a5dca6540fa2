"""A defect of the specification that takes memory without end is an outcome of its case."""

import sys

from diff.case import Case
from diff.outcome import CRASHED, Outcome
from fuzz.campaign.pool import Done, Pool

_CASE = {"operation": "float.__add__", "arguments": [["float", "0" * 16]] * 2}
_LIMIT = 256 << 20


def _greedy(_setup: object) -> object:
    """A worker whose reference takes memory until there is none."""
    import diff.reference.target
    from diff.targets.child import limit_own_memory

    def take(_case: Case, _trace: str) -> Outcome:
        kept = []
        while True:
            kept.append(bytearray(16 << 20))

    limit_own_memory(_LIMIT)
    diff.reference.target.LANES["float"] = take  # type: ignore[index]

    def do(_job: object) -> tuple[str, str | None, str]:
        outcome = diff.reference.target.run_case(Case("float", _CASE))
        child = "import resource; print(resource.getrlimit(resource.RLIMIT_AS)[0])"
        from diff.targets.child import Child

        running = Child([sys.executable, "-c", child], {}, 1 << 40, limit_address_space=False)
        while not running.ended:
            running.pump(1.0)
        running.close()
        return outcome.status, outcome.detail, running.received.decode().strip()

    return do


def test_memory_without_end_is_an_outcome_and_no_limit_of_targets() -> None:
    pool = Pool(1, _greedy, None)  # type: ignore[arg-type]
    try:
        pool.send(0, None)
        events = []
        while not events:
            events = pool.receive(30.0)
    finally:
        pool.close()

    assert isinstance(events[0], Done), events
    status, detail, limit_of_child = events[0].result
    assert status == CRASHED
    assert detail is not None
    assert detail.startswith("memory:")
    assert limit_of_child == "-1"
