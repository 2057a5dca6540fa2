"""A target in a process of its own, which answers every case whatever happens (decision D16).

Cases go out in batches. When the process crashes, hangs, floods or talks nonsense, the
answers so far count, the case in flight gets an outcome that says what happened, and the
rest goes to a fresh process. A time-out counts only after it repeats alone with ten times
the deadline (decision D17).
"""

import time
from collections import deque
from collections.abc import Sequence
from typing import final

from diff.canonical import Json
from diff.case import Case
from diff.errors import HandshakeError, ProtocolError, TargetUnavailable
from diff.outcome import CRASHED, PROTOCOL_ERROR, TIMED_OUT, Outcome
from diff.targets.child import Child
from diff.targets.protocol import (
    BYE_FRAME,
    FrameReader,
    batch_frame,
    hello_frame,
    parse_hello,
    parse_outcome,
)
from diff.targets.target import Hello, TargetSpec, TraceLevel, narrowed

BATCH_CASES = 256
"""The most cases in one batch."""
FLOOD_BYTES = 64 << 20
"""Standard error that one case may write before the target is stopped."""
TIMEOUT_FACTOR = 10
"""How much longer a case gets that timed out, alone in a fresh process."""
START_ATTEMPTS = 3
GRACE_SECONDS = 0.5


@final
class ProcessTarget:
    """A target behind the protocol. Use `run`, or `start` and `finish` to work meanwhile.

    `busy_seconds` is the processor time that cases have cost, the target's own and ours for
    sending and reading, whatever else the machine did meanwhile; `restarts` is how often a
    fresh process was needed.
    """

    def __init__(self, spec: TargetSpec, confirm_timeouts: bool = True) -> None:
        self._spec = spec
        self._confirm_timeouts = confirm_timeouts
        self._child: Child | None = None
        self._reader = FrameReader()
        self._hello: Hello | None = None
        self._batches = 0
        self._cases: Sequence[Case] = ()
        self._trace: TraceLevel = "none"
        self._outcomes: list[Outcome] = []
        self._expected: deque[tuple[int, int]] = deque()
        self._cpu_counted = 0.0
        self.busy_seconds = 0.0
        self.restarts = 0

    @property
    def spec(self) -> TargetSpec:
        """The description it was made from."""
        return self._spec

    def hello(self) -> Hello:
        """Start it if need be and give its handshake."""
        self._live()
        assert self._hello is not None
        return self._hello

    def start(self, cases: Sequence[Case], trace: TraceLevel = "none") -> None:
        """Send `cases`; what does not fit into the pipe is sent by `finish`."""
        if len(self._outcomes) < len(self._cases):
            raise RuntimeError("start() before finish() of the cases before")
        begun = time.process_time()
        self._cases, self._trace, self._outcomes = cases, trace, []
        self._send_rest()
        self.busy_seconds += time.process_time() - begun

    def finish(self) -> list[Outcome]:
        """Wait for all answers. Raises TargetUnavailable when it cannot be started again."""
        begun = time.process_time()
        while len(self._outcomes) < len(self._cases):
            self._outcomes.append(self._answer_or_blame())
        self._refuse_surplus()
        self.busy_seconds += time.process_time() - begun
        self._count_cpu()
        outcomes, self._cases, self._outcomes = self._outcomes, (), []
        return outcomes

    def run(self, cases: Sequence[Case], trace: TraceLevel = "none") -> list[Outcome]:
        """The outcomes of `cases`, in order."""
        self.start(cases, trace)
        return self.finish()

    def close(self) -> None:
        """Say bye and end the process; a later call starts a fresh one."""
        child, self._child = self._child, None
        if child is not None:
            child.send(BYE_FRAME)
            child.close(GRACE_SECONDS)
        self._cases, self._outcomes = (), []
        self._expected.clear()

    # The process

    def _live(self) -> Child:
        child = self._child
        if child is not None and not self._expected:
            child.pump(0.0)  # it may have ended while nothing was asked of it
            if child.ended or child.received:
                self._drop()
                child = None
        if child is None:
            child = self._open()
        return child

    def _count_cpu(self) -> None:
        if self._child is not None:
            used = self._child.cpu_seconds()
            self.busy_seconds += max(0.0, used - self._cpu_counted)
            self._cpu_counted = max(used, self._cpu_counted)

    def _drop(self) -> None:
        self._count_cpu()
        child, self._child = self._child, None
        if child is not None:
            child.close()
        self._expected.clear()
        self.restarts += 1

    def _open(self) -> Child:
        for attempt in range(START_ATTEMPTS):
            child = self._spawn()
            try:
                hello = self._shake_hands(child)
            except TargetUnavailable:
                child.close()
                if attempt == START_ATTEMPTS - 1 or self._hello is None:
                    raise
                continue
            except BaseException:
                child.close()
                raise
            if self._hello is not None and hello != self._hello:
                child.close()
                raise HandshakeError(f"{self._spec.name}: another hello after a restart")
            self._child, self._hello = child, hello
            self._cpu_counted = child.cpu_seconds()
            return child
        raise AssertionError("unreachable")

    def _spawn(self) -> Child:
        spec = self._spec
        native = spec.kind == "native"
        return Child(spec.argv, spec.environment, spec.memory_bytes, limit_address_space=native)

    def _shake_hands(self, child: Child) -> Hello:
        self._reader = FrameReader()
        child.send(hello_frame())
        name = self._spec.name
        message = self._wait(child, self._spec.start_seconds)
        if message is None:
            how = child.obituary() if child.ended else "said nothing" + child.stderr_tail()
            raise TargetUnavailable(f"{name}: no handshake: {how}")
        try:
            hello = parse_hello(message)
            if self._spec.expected_name not in (None, hello.name):
                raise HandshakeError(f"hello.name is {hello.name!r}")
            if self._spec.version not in (None, hello.version):
                raise HandshakeError(
                    f"hello.version is {hello.version!r}, installed was {self._spec.version!r}"
                )
        except HandshakeError as error:
            raise HandshakeError(f"{name}: {error}") from None
        return narrowed(hello, self._spec)

    def _wait(self, child: Child, seconds: float) -> Json | None:
        """The next frame, or None when time is up or the process has ended.

        Raises HandshakeError for a first frame that is garbage, ProtocolError later.
        """
        deadline = time.monotonic() + seconds
        try:
            while True:
                if child.received:
                    self._reader.add(child.received)
                    child.received.clear()
                if (message := self._reader.next_frame()) is not None:
                    return message
                if child.stderr_bytes > FLOOD_BYTES:
                    raise ProtocolError(f"more than {FLOOD_BYTES} bytes on standard error")
                remaining = deadline - time.monotonic()
                if child.ended or remaining <= 0:
                    return None
                child.pump(remaining)
        except ProtocolError as error:
            if self._child is None:
                raise HandshakeError(f"{self._spec.name}: {error}{child.stderr_tail()}") from None
            raise

    # Cases

    def _send_rest(self) -> None:
        """Send every case that has no answer yet to the process, a fresh one if need be."""
        child = self._live()
        rest = self._cases[len(self._outcomes) :]
        for start in range(0, len(rest), BATCH_CASES):
            self._send(child, rest[start : start + BATCH_CASES])

    def _send(self, child: Child, cases: Sequence[Case]) -> None:
        self._batches += 1
        self._expected.extend((self._batches, index) for index in range(len(cases)))
        child.send(batch_frame(self._batches, self._trace, cases))

    def _answer_or_blame(self) -> Outcome:
        """The answer to the case in flight; one that is not an answer says what happened."""
        if self._child is None:
            self._send_rest()
        outcome = self._answer(self._spec.deadline_seconds)
        if outcome.status == TIMED_OUT and self._confirm_timeouts:
            return self._alone_and_slowly()
        return outcome

    def _answer(self, seconds: float) -> Outcome:
        child = self._child
        assert child is not None
        child.stderr_bytes = 0
        try:
            message = self._wait(child, seconds)
            if message is not None:
                batch, index = self._expected.popleft()
                return parse_outcome(message, batch, index)
        except ProtocolError as error:
            outcome = Outcome(PROTOCOL_ERROR, detail=f"{error}{child.stderr_tail()}")
        else:
            if child.ended:
                outcome = Outcome(CRASHED, detail=child.obituary())
            else:
                detail = f"no answer within {seconds:g} s{child.stderr_tail()}"
                outcome = Outcome(TIMED_OUT, detail=detail)
        self._drop()
        return outcome

    def _alone_and_slowly(self) -> Outcome:
        child = self._live()
        case = self._cases[len(self._outcomes)]
        self._send(child, [case])
        outcome = self._answer(self._spec.deadline_seconds * TIMEOUT_FACTOR)
        if self._child is not None:
            self._send_after(len(self._outcomes) + 1)
        return outcome

    def _send_after(self, position: int) -> None:
        """Go on in the same process with the cases from `position`."""
        child = self._live()
        rest = self._cases[position:]
        for start in range(0, len(rest), BATCH_CASES):
            self._send(child, rest[start : start + BATCH_CASES])

    def _refuse_surplus(self) -> None:
        """A target that says more than it was asked broke the protocol with its last case."""
        child = self._child
        if child is None or not self._outcomes:
            return
        child.pump(0.0)
        surplus = len(child.received) + self._reader.pending
        if surplus:
            detail = f"{surplus} bytes more than the answers{child.stderr_tail()}"
            self._outcomes[-1] = Outcome(PROTOCOL_ERROR, detail=detail)
            self._drop()
