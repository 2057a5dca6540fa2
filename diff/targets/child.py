"""A child process that cannot harm the harness (decision D16).

It gets a process group of its own, pipes that never block us, a memory ceiling and a
bounded memory of its standard error. Nothing here knows the protocol.
"""

import contextlib
import ctypes
import fcntl
import os
import resource
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from typing import IO, final

from diff.errors import TargetUnavailable

STDERR_KEPT_BYTES = 16 << 10
"""How much of the end of a target's standard error is kept."""
STDERR_SHOWN_CHARACTERS = 2_000
"""How much of it goes into the detail of an outcome."""
PIPE_BYTES = 1 << 20
READ_BYTES = 1 << 18
TICK_SECONDS = 0.05
"""How often the resident size is looked at, at least."""
_ENVIRONMENT_KEPT = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH")
_F_SETPIPE_SZ = 1031
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@final
class Child:
    """One process with its pipes. `pump` does all waiting."""

    def __init__(
        self,
        argv: Sequence[str],
        environment: Mapping[str, str],
        memory_bytes: int,
        limit_address_space: bool,
    ) -> None:
        """Start it. Raises TargetUnavailable when the system refuses."""
        if not argv:
            raise TargetUnavailable("cannot start a target without a command")
        inherited = {key: os.environ[key] for key in _ENVIRONMENT_KEPT if key in os.environ}
        try:
            self._process = subprocess.Popen(
                list(argv),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**inherited, "LC_ALL": "C.UTF-8", **environment},
                start_new_session=True,
                bufsize=0,
                preexec_fn=_start_free,
            )
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise TargetUnavailable(f"cannot start {argv[0]!r}: {error}") from None
        self._memory_bytes = memory_bytes
        self._limit(limit_address_space)
        self.received = bytearray()
        self.stderr_bytes = 0
        self.fault: str | None = None
        self._stderr = bytearray()
        self._outbox = bytearray()
        self._ended = False
        self._next_look = 0.0
        self._selector = selectors.DefaultSelector()
        self._open_pipes()

    def _limit(self, limit_address_space: bool) -> None:
        pid = self._process.pid
        with contextlib.suppress(ProcessLookupError, PermissionError, AttributeError):
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
            if limit_address_space:
                ceiling = (self._memory_bytes, self._memory_bytes)
                resource.prlimit(pid, resource.RLIMIT_AS, ceiling)

    def _open_pipes(self) -> None:
        stdin, stdout, stderr = self._pipes()
        self._stdin = stdin.fileno()
        self._stdout = stdout.fileno()
        self._stderr_fd = stderr.fileno()
        for descriptor in (self._stdin, self._stdout, self._stderr_fd):
            os.set_blocking(descriptor, False)
        self._widen(self._stdin)
        self._widen(self._stdout)
        self._selector.register(self._stdout, selectors.EVENT_READ)
        self._selector.register(self._stderr_fd, selectors.EVENT_READ)
        self._writing = False

    def _pipes(self) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
        pipes = (self._process.stdin, self._process.stdout, self._process.stderr)
        stdin, stdout, stderr = (pipe for pipe in pipes if pipe is not None)
        return stdin, stdout, stderr

    @staticmethod
    def _widen(descriptor: int) -> None:
        """Let whole batches fit into a pipe, so that neither side waits for the other."""
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, _F_SETPIPE_SZ, PIPE_BYTES)

    @property
    def ended(self) -> bool:
        """Whether its output is closed or the process is gone, and everything was read."""
        return self._ended

    def send(self, data: bytes) -> None:
        """Queue bytes for its standard input and write what fits at once."""
        self._outbox += data
        self._write()

    def _write(self) -> None:
        while self._outbox:
            try:
                written = os.write(self._stdin, self._outbox)
            except BlockingIOError:
                break
            except OSError:  # it closed its input: its end is noticed on its output
                self._outbox.clear()
                break
            del self._outbox[:written]
        self._watch_writing()

    def _watch_writing(self) -> None:
        wanted = bool(self._outbox)
        if wanted and not self._writing:
            self._selector.register(self._stdin, selectors.EVENT_WRITE)
        elif self._writing and not wanted:
            self._selector.unregister(self._stdin)
        self._writing = wanted

    def pump(self, seconds: float) -> None:
        """Wait at most `seconds`, at most one tick, for bytes; collect what there is."""
        if self._ended:
            return
        events = self._selector.select(max(0.0, min(seconds, TICK_SECONDS)))
        for key, _ in events:
            if key.fd == self._stdin:
                self._write()
            elif key.fd == self._stdout:
                self._read_stdout()
            else:
                self._read_stderr()
        if not events and self._process.poll() is not None:
            # A descendant may hold the pipes open: the process itself is what counts.
            self._drain_stdout()
        self._look_at_memory()

    def _read_stdout(self) -> bool:
        try:
            data = os.read(self._stdout, READ_BYTES)
        except BlockingIOError:
            return False
        self.received += data
        self._ended = not data
        return bool(data)

    def _drain_stdout(self) -> None:
        """Take what a process that is gone has left in its pipe: those answers count."""
        for _ in range(PIPE_BYTES // READ_BYTES + 1):
            if not self._read_stdout():
                break
        self._ended = True

    def _read_stderr(self) -> bool:
        try:
            data = os.read(self._stderr_fd, READ_BYTES)
        except BlockingIOError:
            return False
        if not data:
            with contextlib.suppress(KeyError):
                self._selector.unregister(self._stderr_fd)
            return False
        self.stderr_bytes += len(data)
        self._stderr += data
        del self._stderr[:-STDERR_KEPT_BYTES]
        return True

    def _look_at_memory(self) -> None:
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + TICK_SECONDS
        size = resident_bytes(self._process.pid)
        if size > self._memory_bytes and self.fault is None:
            self.fault = (
                f"memory: resident size {size >> 20} MiB, ceiling {self._memory_bytes >> 20} MiB"
            )
            self.kill()
            self._drain_stdout()

    def cpu_seconds(self) -> float:
        """Processor time it has used so far, all threads; 0 when the system does not tell."""
        try:
            with open(f"/proc/{self._process.pid}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
            return (int(fields[11]) + int(fields[12])) / _TICKS_A_SECOND
        except (OSError, IndexError, ValueError):
            return 0.0

    def kill(self) -> None:
        """End the whole process group at once and release the pipes."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        while self._read_stderr():
            pass
        self._ended = True

    def close_input(self) -> None:
        """Close its standard input: a target that reads the end of it ends by itself."""
        self._outbox.clear()
        self._watch_writing()
        self._pipes()[0].close()

    def close(self, grace_seconds: float = 0.0) -> None:
        """Let it end by itself for a while, then kill the group; release everything."""
        self._outbox.clear()
        self._watch_writing()
        stdin, stdout, stderr = self._pipes()
        stdin.close()
        if grace_seconds:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(grace_seconds)
        self.kill()
        self._selector.close()
        stdout.close()
        stderr.close()

    def obituary(self) -> str:
        """How it ended, and the end of its standard error. Call after `ended`."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        while self._read_stderr():
            pass
        code = self._process.poll()
        if self.fault is not None:
            how = self.fault
        elif code is None:
            how = "closed its output and went on running"
        elif code < 0:
            how = f"killed by {_signal_name(-code)}"
        else:
            how = f"exited with status {code}"
        return how + self.stderr_tail()

    def stderr_tail(self) -> str:
        """The end of its standard error, after a line that says so; empty if there was none."""
        text = bytes(self._stderr).decode("utf-8", "replace").strip()
        if not text:
            return ""
        return "\nstandard error: " + text[-STDERR_SHOWN_CHARACTERS:]


_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)
_KILL, _ZERO = ctypes.c_ulong(signal.SIGKILL), ctypes.c_ulong(0)


def limit_own_memory(more_bytes: int) -> None:
    """Let this process take at most `more_bytes` beyond what it has: then it is a MemoryError.

    Only the soft limit is set, so that `_start_free` can lift it for targets, which have
    ceilings of their own.
    """
    try:
        with open("/proc/self/statm", "rb") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return  # the system does not tell: there is no ceiling rather than a wrong one
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    ceilings = [each for each in (used + more_bytes, soft, hard) if each != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(ceilings), hard))


def _start_free() -> None:
    """Between fork and exec: a target that hangs must not outlive a harness that was killed,
    and the harness's own ceiling is none of its business."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    if hasattr(_LIBC, "prctl"):
        _LIBC.prctl(_PR_SET_PDEATHSIG, _KILL, _ZERO, _ZERO, _ZERO)


def resident_bytes(pid: int) -> int:
    """The resident size of a process; 0 when the system does not tell."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
