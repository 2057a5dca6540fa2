"""Worker processes that are handed one job at a time and may die at any moment.

Workers are started afresh (never forked), ignore Ctrl-C (the campaign decides what to do with it)
and end by themselves when the campaign's process is gone.
"""

import multiprocessing
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Final, TypeAlias, final

from diff.errors import HarnessError
from diff.targets.child import limit_own_memory

Serve: TypeAlias = Callable[[Any], Callable[[Any], Any]]
"""Builds, from the set-up, the function that does one job. It may have a `close`."""

DEEP: Final = 10_000
"""Nested calls that pickling or writing a case may need."""

WORKER_BYTES: Final = 2 << 30
"""What a worker may take beyond what it starts with: a defect of the specification that takes
memory without end is an outcome of its case, and leaves the machine alone."""

_STOP_SECONDS: Final = 5.0


class WorkerFailure(HarnessError):
    """A worker raised an error or died again and again; its text says which."""

    exit_status = 3


@dataclass(frozen=True, slots=True)
class Done:
    """A job's result."""

    worker: int
    result: Any


@dataclass(frozen=True, slots=True)
class Died:
    """A worker is gone (killed, out of memory); a fresh one stands in its place."""

    worker: int


@final
class Pool:
    """`size` workers, each with at most one job."""

    def __init__(self, size: int, serve: Serve, setup: Any) -> None:
        self._serve = serve
        self._setup = setup
        self._workers = [self._start() for _ in range(size)]

    def _start(self) -> tuple[SpawnProcess, "Connection[Any, Any]"]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_work, args=(theirs, self._serve, self._setup), daemon=False
        )
        # Blocked, not ignored: a Ctrl-C in this moment reaches us a little later, the child never.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        theirs.close()
        return process, ours

    @property
    def size(self) -> int:
        """How many workers there are."""
        return len(self._workers)

    @property
    def processes(self) -> tuple[int, ...]:
        """The process ids of the workers."""
        return tuple(process.pid or 0 for process, _ in self._workers)

    def send(self, worker: int, job: Any) -> None:
        """Hand a job to a worker. A dead worker is reported by `receive`."""
        try:
            self._workers[worker][1].send(job)
        except (BrokenPipeError, ConnectionResetError):
            return

    def receive(self, seconds: float) -> list[Done | Died]:
        """What came back within `seconds`. Raises WorkerFailure if a job raised an error."""
        by_connection = {connection: at for at, (_, connection) in enumerate(self._workers)}
        events: list[Done | Died] = []
        for ready in wait(list(by_connection), seconds):
            worker = by_connection[ready]  # type: ignore[index]
            try:
                kind, content = self._workers[worker][1].recv()
            except (EOFError, ConnectionResetError):
                self._bury(worker)
                events.append(Died(worker))
                continue
            if kind == "failed":
                raise WorkerFailure(content)
            events.append(Done(worker, content))
        return events

    def _bury(self, worker: int) -> None:
        process, connection = self._workers[worker]
        connection.close()
        process.join(_STOP_SECONDS)
        self._workers[worker] = self._start()

    def close(self) -> None:
        """End all workers; those in the middle of a job are stopped."""
        for _, connection in self._workers:
            connection.close()
        for process, _ in self._workers:
            process.join(_STOP_SECONDS)
            if process.is_alive():
                process.terminate()
                process.join()


def allow_deep_values() -> None:
    """Let this process read and write the most deeply nested cases that generators make."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), DEEP))


def _work(connection: "Connection[Any, Any]", serve: Serve, setup: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that `finally` ends the targets
    allow_deep_values()
    limit_own_memory(WORKER_BYTES)
    do: Callable[[Any], Any] | None = None
    try:
        do = serve(setup)
        while True:
            connection.send(("done", do(connection.recv())))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # the campaign is over, or its process is gone
    except HarnessError as error:
        connection.send(("failed", str(error)))
    except Exception:  # noqa: BLE001  (a defect of ours: shown, never swallowed)
        connection.send(("failed", f"a defect of the harness:\n{traceback.format_exc()}"))
    finally:
        close = getattr(do, "close", None)
        if close is not None:
            close()
