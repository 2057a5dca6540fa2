"""How long something takes: the least of a few runs, for the host only ever adds to it."""

import time
from collections.abc import Callable

RUNS = 3


def shortest(
    work: Callable[[], object], clock: Callable[[], float] = time.process_time, runs: int = RUNS
) -> float:
    """Seconds of the shortest run, by default of processor time."""
    times = []
    for _ in range(runs):
        start = clock()
        work()
        times.append(clock() - start)
    return min(times)
