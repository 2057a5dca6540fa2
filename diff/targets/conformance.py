"""Does a target keep the protocol, and does it answer each lane's basic cases rightly?

`check_target` is what the author of a target runs while writing it (`pvm targets check`):
lane by lane, each failure with the first wrong field and what was expected there. The
cases and their outcomes are data, `targets/check-cases.json`; a test holds them to
CPython 3.14, RustPython and the reference.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import final

from diff.canonical import Json, canonical_json
from diff.case import Case
from diff.comparing.comparison import first_difference
from diff.errors import HandshakeError, HarnessError, ProtocolError, TargetUnavailable
from diff.outcome import REFUSED, Outcome
from diff.targets.child import Child
from diff.targets.packages import TARGETS
from diff.targets.process import ProcessTarget
from diff.targets.protocol import BYE_FRAME, FrameReader, frame, parse_hello, parse_outcome
from diff.targets.registry import Entry
from diff.targets.target import PROTOCOL_VERSION, Hello, Target, TargetSpec, TraceLevel

CASES_FILE = TARGETS / "check-cases.json"
CASES_FORMAT = "pvm-check-1"
ANSWER_SECONDS = 10.0
END_SECONDS = 5.0


@final
@dataclass(frozen=True, slots=True)
class BasicCase:
    """A case that every target of its lane answers alike, and that outcome."""

    name: str
    case: Case
    expected: Outcome


@final
@dataclass(slots=True)
class Section:
    """The checks of one lane, or of the protocol."""

    name: str
    passes: int = 0
    skipped: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return not self.failures

    @property
    def total(self) -> int:
        """Checks made."""
        return self.passes + len(self.failures)

    def note(self, name: str, problem: str | None) -> None:
        """Count one check: passed when there is no problem."""
        if problem is None:
            self.passes += 1
        else:
            self.failures.append(f"{name}: {problem}")


@final
@dataclass(frozen=True, slots=True)
class Report:
    """What a check of one target gave."""

    target: str
    introduction: str
    sections: tuple[Section, ...]
    started: bool = True

    @property
    def passed(self) -> bool:
        """Whether every section passed."""
        return all(section.passed for section in self.sections)

    def to_json(self) -> Json:
        """For programs."""
        return {
            "target": self.target,
            "introduction": self.introduction,
            "passed": self.passed,
            "started": self.started,
            "sections": [
                {
                    "name": section.name,
                    "passes": section.passes,
                    "skipped": section.skipped,
                    "failures": section.failures,
                }
                for section in self.sections
            ],
        }


def basic_cases() -> Mapping[str, tuple[BasicCase, ...]]:
    """The basic cases of each lane, from the data file."""
    document = json.loads(CASES_FILE.read_text(encoding="utf-8"))
    if document.get("format") != CASES_FORMAT:
        raise HarnessError(f"{CASES_FILE}: format is not {CASES_FORMAT!r}")
    return {
        lane: tuple(
            BasicCase(item["name"], Case(lane, item["case"]), Outcome.from_json(item["expected"]))
            for item in items
        )
        for lane, items in document["lanes"].items()
    }


def check_target(entry: Entry, lanes: tuple[str, ...] = ()) -> Report:
    """Check a target: the handshake, the protocol, then each lane that it claims.

    `lanes` narrows the lanes. Raises TargetUnavailable when it is not installed.
    """
    spec = entry.spec()
    if spec.kind == "in-process":
        from diff.reference.target import ReferenceTarget

        reference = ReferenceTarget()
        return Report(entry.name, "in process", _check_lanes(reference, reference.hello(), lanes))
    target = ProcessTarget(spec)
    handshake = Section("handshake")
    try:
        hello = target.hello()
    except (HandshakeError, TargetUnavailable) as error:
        handshake.note("hello", str(error))
        started = not isinstance(error, TargetUnavailable)
        return Report(entry.name, "no handshake", (handshake,), started)
    try:
        handshake.note("hello", _hello_problem(hello))
        sections = (handshake, check_protocol(spec, hello), *_check_lanes(target, hello, lanes))
    finally:
        target.close()
    known = f"{hello.name} {hello.version}, {hello.word}-bit words"
    return Report(entry.name, known, sections)


def _hello_problem(hello: Hello) -> str | None:
    known = basic_cases()
    unknown = [lane for lane in hello.lanes if lane not in known]
    if unknown:
        return f"lanes: {unknown[0]!r} is not one of {', '.join(known)}"
    if not hello.lanes:
        return "lanes: claims none"
    if not hello.observes:
        return "observes: claims to observe nothing, so nothing would be compared"
    return None


# The lanes


def _check_lanes(target: Target, hello: Hello, lanes: tuple[str, ...]) -> tuple[Section, ...]:
    known = basic_cases()
    chosen = [lane for lane in known if lane in hello.lanes and (not lanes or lane in lanes)]
    return tuple(_check_lane(target, hello, lane, known[lane]) for lane in chosen)


def _check_lane(target: Target, hello: Hello, lane: str, cases: tuple[BasicCase, ...]) -> Section:
    section = Section(lane)
    claimed = [basic for basic in cases if hello.claims(basic.case) and honours(basic, hello)]
    section.skipped = len(cases) - len(claimed)
    level: TraceLevel = "path" if "path" in hello.observes and lane == "bytecode" else "none"
    outcomes = target.run([basic.case for basic in claimed], level)
    for basic, outcome in zip(claimed, outcomes, strict=True):
        section.note(basic.name, outcome_problem(basic.expected, outcome, hello))
    return section


def honours(basic: BasicCase, hello: Hello) -> bool:
    """Whether a target has the decisions that a case is about."""
    return all(mark.name in hello.marks for mark in basic.expected.marks or ())


def outcome_problem(expected: Outcome, found: Outcome, hello: Hello) -> str | None:
    """The first wrong field of an outcome with what was expected there; None if all is well."""
    difference = first_difference(expected, found, hello.observes)
    if difference is None:
        return None
    detail = f"\n{found.detail}" if found.detail else ""
    return (
        f"{difference.path}: expected {canonical_json(difference.expected)}, "
        f"found {canonical_json(difference.found)}{detail}"
    )


# The protocol


@final
class Conversation:
    """Raw talk with a fresh process of the target."""

    def __init__(self, spec: TargetSpec) -> None:
        native = spec.kind == "native"
        self._child = Child(spec.argv, spec.environment, spec.memory_bytes, native)
        self._reader = FrameReader()
        self._start_seconds = spec.start_seconds
        self._batches = 0

    def greet(self, extra: Mapping[str, Json]) -> Hello:
        """Say hello, with fields beyond the documented ones; the answer."""
        message = {"type": "hello", "protocol": PROTOCOL_VERSION, "harness": "check", **extra}
        self.send({**message, "revision": "pvm-1"})
        return parse_hello(self.receive(self._start_seconds))

    def send(self, message: Json, pieces: int = 1) -> None:
        """Send one frame, in `pieces` that arrive apart."""
        data = frame(json.dumps(message))
        size = max(1, len(data) // pieces)
        for start in range(0, len(data), size):
            self._child.send(data[start : start + size])
            if pieces > 1:
                time.sleep(0.02)

    def receive(self, seconds: float = ANSWER_SECONDS) -> Json:
        """The next frame. Raises ProtocolError when none comes."""
        deadline = time.monotonic() + seconds
        while True:
            self._reader.add(self._child.received)
            self._child.received.clear()
            message = self._reader.next_frame()
            if message is not None:
                return message
            remaining = deadline - time.monotonic()
            if self._child.ended:
                raise ProtocolError(f"no answer: {self._child.obituary()}")
            if remaining <= 0:
                raise ProtocolError(f"no answer within {seconds:g} s{self._child.stderr_tail()}")
            self._child.pump(remaining)

    def ask(self, cases: list[Json], pieces: int = 1) -> list[Outcome]:
        """Send a batch and take its outcomes, in order."""
        self._batches += 1
        batch = self._batches
        message = {"type": "batch", "id": batch, "trace": "none", "cases": cases}
        self.send(message, pieces)
        return [parse_outcome(self.receive(), batch, index) for index in range(len(cases))]

    def ended_with(self, seconds: float) -> str | None:
        """Wait for the process to end; what is wrong with how it did, None if nothing."""
        deadline = time.monotonic() + seconds
        while not self._child.ended and time.monotonic() < deadline:
            self._child.pump(deadline - time.monotonic())
        if not self._child.ended:
            return f"still runs {seconds:g} s later"
        how = self._child.obituary()
        return None if how.startswith("exited with status 0") else how

    def bye(self) -> None:
        """Say bye."""
        self._child.send(BYE_FRAME)

    def close_input(self) -> None:
        """Close the target's standard input."""
        self._child.close_input()

    def close(self) -> None:
        """End the process."""
        self._child.close()


_NO_LANE: Json = {"lane": "no-such-lane", "anything": 1}
_NO_OPERATION: Json = {"lane": "float", "operation": "no.such.operation", "arguments": []}
Check = Callable[[Conversation, Json], str | None]


def check_protocol(spec: TargetSpec, hello: Hello) -> Section:
    """The protocol itself, in processes of its own: framing, order, refusals, the end."""
    section = Section("protocol")
    claimed = [
        basic for cases in basic_cases().values() for basic in cases if hello.claims(basic.case)
    ]
    good = {"lane": claimed[0].case.lane, **claimed[0].case.body} if claimed else _NO_LANE
    checks = _LANELESS if not claimed else {**_LANELESS, **_WITH_A_CASE}
    for name, check in checks.items():
        conversation = Conversation(spec)
        try:
            # The marks of a running target's hello include those its entry adds.
            if replace(conversation.greet({"later": True}), marks=hello.marks) != hello:
                section.note(name, "hello: another answer than in the first process")
                continue
            section.note(name, check(conversation, good))
        except HarnessError as error:
            section.note(name, str(error))
        finally:
            conversation.close()
    return section


def _refusal_problem(outcome: Outcome, reason: str | None) -> str | None:
    if outcome.status != REFUSED:
        return f"status: expected {REFUSED!r}, found {outcome.status!r}"
    if reason is not None and outcome.reason != reason:
        return f"reason: expected {reason!r}, found {outcome.reason!r}"
    return None


def _unknown_lane(conversation: Conversation, good: Json) -> str | None:
    return _refusal_problem(conversation.ask([_NO_LANE])[0], "unsupported")


def _unknown_operation(conversation: Conversation, good: Json) -> str | None:
    return _refusal_problem(conversation.ask([_NO_OPERATION])[0], "unsupported")


def _malformed_case(conversation: Conversation, good: Json) -> str | None:
    """Each malformed case is refused, and the good one after it is answered as ever."""
    expected = conversation.ask([good])[0]
    broken = [{**good, key: None} for key in good if key != "lane"]
    broken += [{"lane": good["lane"]}, {}]
    answers = conversation.ask([*broken, good])
    for case, answer in zip(broken, answers, strict=False):
        problem = _refusal_problem(answer, None)
        if problem is not None:
            return f"{problem} for the malformed case {canonical_json(case)[:200]}"
    return None if answers[-1] == expected else "the good case after them has another outcome"


def _repetition(conversation: Conversation, good: Json) -> str | None:
    """A case has one outcome, alone or in a batch, first or later."""
    alone = conversation.ask([good])
    if conversation.ask([]):
        return "answers a batch without cases"
    many = conversation.ask([good] * 100)
    return None if many == alone * 100 else "a repeated case has another outcome"


def _slow_frame(conversation: Conversation, good: Json) -> str | None:
    """A frame may arrive in pieces, and with bytes of the next one."""
    whole = conversation.ask([good])
    return None if conversation.ask([good], pieces=9) == whole else "another outcome"


def _large_frame(conversation: Conversation, good: Json) -> str | None:
    case = {**_NO_LANE, "anything": "x" * (1 << 20)}
    return _refusal_problem(conversation.ask([case, case, case])[-1], "unsupported")


def _bye(conversation: Conversation, good: Json) -> str | None:
    conversation.bye()
    return conversation.ended_with(END_SECONDS)


def _end_of_input(conversation: Conversation, good: Json) -> str | None:
    conversation.close_input()
    return conversation.ended_with(END_SECONDS)


_LANELESS: Mapping[str, Check] = {
    "a lane that nobody knows": _unknown_lane,
    "an operation that nobody knows": _unknown_operation,
    "a frame of a megabyte": _large_frame,
    "bye": _bye,
    "the end of the input": _end_of_input,
}
_WITH_A_CASE: Mapping[str, Check] = {
    "malformed cases": _malformed_case,
    "a repeated case": _repetition,
    "a frame in pieces": _slow_frame,
}
