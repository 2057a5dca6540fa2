"""The reference as a target in this process: every lane, everything observed, every mark noted."""

import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, final

from diff.canonical import Json
from diff.case import CBOR_OPERATIONS, Case
from diff.errors import FormError
from diff.guest import exception_form, from_guest, to_guest
from diff.outcome import CRASHED, RAISED, REFUSED, RETURNED, UNSUPPORTED, Mark, Outcome
from diff.reference.bytecode import run_bytecode_case
from diff.reference.cbor import run_cbor_case
from diff.reference.object import run_object_case
from diff.reference.source import run_source_case
from diff.targets.target import OBSERVABLE, Hello, TargetSpec, TraceLevel
from spec.cbor import PROFILES
from spec.marks import MARKS
from spec.softfloat import OPERATIONS, FloatError, marks_of

NAME = "reference"
SPEC = TargetSpec(NAME, "in-process")

Lane: TypeAlias = Callable[[Case, TraceLevel], Outcome]


_LARGE = Mark("large", 0)


@final
class ReferenceTarget:
    """Runs cases on the specification. A defect of the specification is the outcome `crashed`."""

    def __init__(self, spec: TargetSpec = SPEC) -> None:
        self._spec = spec
        self._outcomes: list[Outcome] = []

    @property
    def spec(self) -> TargetSpec:
        """Its description."""
        return self._spec

    def hello(self) -> Hello:
        """What the reference claims: all lanes."""
        lanes = {lane: _claims(lane) for lane in LANES}
        return Hello(NAME, "pvm-1", lanes, OBSERVABLE, frozenset(MARKS), 64)

    def start(self, cases: Sequence[Case], trace: TraceLevel = "none") -> None:
        """Run `cases` now; there is nothing to wait for."""
        self._outcomes = [run_case(case, trace) for case in cases]

    def finish(self) -> list[Outcome]:
        """The outcomes of the cases given to `start`."""
        outcomes, self._outcomes = self._outcomes, []
        return outcomes

    def run(self, cases: Sequence[Case], trace: TraceLevel = "none") -> list[Outcome]:
        """The outcomes of `cases`, in order."""
        self.start(cases, trace)
        return self.finish()

    def close(self) -> None:
        """There is nothing to end."""


def run_case(case: Case, trace: TraceLevel = "none") -> Outcome:
    """The outcome of one case on the reference."""
    lane = LANES.get(case.lane)
    if lane is None:
        return Outcome(REFUSED, reason=UNSUPPORTED)
    try:
        return lane(case, trace)
    except FormError as error:
        return Outcome(REFUSED, reason=str(error))
    except MemoryError:  # the host's: the machine's own limit is an error of the guest
        return Outcome(CRASHED, detail="memory: more than a worker may take")
    except Exception:  # noqa: BLE001  a defect of the specification must not end a campaign
        return Outcome(CRASHED, detail=f"defect of the specification\n{traceback.format_exc()}")


def returned(value: object, marks: tuple[Mark, ...] = ()) -> Outcome:
    """The outcome of a case that gave a guest value."""
    form, large = from_guest(value)
    return Outcome(RETURNED, value=form, marks=(*marks, _LARGE) if large else marks)


def arguments_of(case: Case) -> list[object]:
    """The guest values of a case's arguments, each with containers of its own."""
    return [
        to_guest(form, f"$.arguments[{index}]") for index, form in enumerate(case.body["arguments"])
    ]


def run_float(case: Case, trace: TraceLevel) -> Outcome:
    """One operation of `spec.softfloat`."""
    operation = OPERATIONS.get(case.body["operation"])
    if operation is None:
        return Outcome(REFUSED, reason=UNSUPPORTED)
    arguments = arguments_of(case)
    marks = tuple(Mark(name, 0) for name in marks_of(operation, arguments))
    try:
        value = operation(*arguments)
    except FloatError as error:
        form = exception_form(error.type_name, error.arguments, error.text)
        if error.mark:
            marks = (*marks, Mark(error.mark, 0))
        return Outcome(RAISED, exception=form, marks=marks)
    return returned(value, marks)


LANES: Mapping[str, Lane] = {
    "float": run_float,
    "cbor": run_cbor_case,
    "bytecode": run_bytecode_case,
    "object": run_object_case,
    "source": run_source_case,
}
"""How the reference runs each lane."""


def _claims(lane: str) -> Mapping[str, Json]:
    if lane == "float":
        return {"operations": frozenset(OPERATIONS)}
    if lane == "cbor":
        return {"operations": frozenset(CBOR_OPERATIONS), "profiles": frozenset(PROFILES)}
    return {}
