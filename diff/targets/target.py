"""What every target is to the harness: a description, a handshake and answers.

A `TargetSpec` says how a target is started, a `Hello` what it claims once it
runs, and a `Target` is a running one, in this process or another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, TypeAlias, final

from diff.canonical import Json
from diff.case import Case
from diff.outcome import Outcome

PROTOCOL_VERSION = 1

TraceLevel: TypeAlias = Literal["none", "path", "full"]
"""What a batch asks for: no trace, the digest of the path, or the records as well."""

Kind: TypeAlias = Literal["native", "node", "in-process"]
"""How a target runs: a native program (memory ceiling by RLIMIT_AS), Node (the resident
size is watched, since WebAssembly reserves far more than it uses), or this process."""

_EXCEPTION_PARTS = ("exception-type", "exception-args", "exception-text", "exception-chain")
OBSERVABLE = frozenset(("value", *_EXCEPTION_PARTS, "cycles", "cells", "log", "path", "full"))
"""What a target may claim to observe. The status is always observed."""


@final
@dataclass(frozen=True, slots=True)
class TargetSpec:
    """How to start a target, and what to hold it to.

    `memory_bytes` is the ceiling of its memory. `honours` adds marks to those of the
    handshake, `lanes` (None: all it claims) narrows the lanes of the handshake.
    `version` and `expected_name`, when given, must be those of the handshake.
    """

    name: str
    kind: Kind
    argv: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    memory_bytes: int = 2 << 30
    lanes: tuple[str, ...] | None = None
    honours: tuple[str, ...] = ()
    version: str | None = None
    expected_name: str | None = None
    deadline_seconds: float = 1.0
    start_seconds: float = 30.0


def family_of(name: str) -> str:
    """The name of a target without version and interpreter: `rustpython-0.6.0` is of
    `rustpython`, `cowboy-sdk@rustpython-0.6.0` of `cowboy-sdk`."""
    name = name.partition("@")[0]
    stem, _, tail = name.rpartition("-")
    return stem if stem and tail[:1].isdigit() else name


@final
@dataclass(frozen=True, slots=True)
class Hello:
    """A target's handshake: who it is, what it can do, what it honours.

    `lanes` maps a lane to its details: `operations` and `profiles`, where the lane
    has them, narrow what the target does in it.
    """

    name: str
    version: str
    lanes: Mapping[str, Mapping[str, Json]]
    observes: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    word: int = 64

    def claims(self, case: Case) -> bool:
        """Whether the target says that it can run `case`."""
        details = self.lanes.get(case.lane)
        if details is None:
            return False
        operations, profiles = details.get("operations"), details.get("profiles")
        if operations is not None and case.operation not in operations:
            return False
        return profiles is None or case.body.get("profile") in profiles


def narrowed(hello: Hello, spec: TargetSpec) -> Hello:
    """The handshake as `spec` wants it taken: fewer lanes, more marks."""
    lanes = hello.lanes
    if spec.lanes is not None:
        lanes = {lane: details for lane, details in lanes.items() if lane in spec.lanes}
    return replace(hello, lanes=lanes, marks=hello.marks.union(spec.honours))


class Target(Protocol):
    """A target that runs. Whatever a case does to it, `run` answers every case."""

    @property
    def spec(self) -> TargetSpec: ...

    def hello(self) -> Hello:
        """Start it if need be and give its handshake. Raises TargetUnavailable, HandshakeError."""
        ...

    def start(self, cases: Sequence[Case], trace: TraceLevel = "none") -> None:
        """Begin to run `cases`; a target in another process works on while this one goes on."""
        ...

    def finish(self) -> list[Outcome]:
        """The outcomes of the cases given to `start`, one each, in order."""
        ...

    def run(self, cases: Sequence[Case], trace: TraceLevel = "none") -> list[Outcome]:
        """`start` and `finish`."""
        ...

    def close(self) -> None:
        """End it; it may be started again."""
        ...
