"""An outcome: everything observable that a case produced, in one implementation.

A field that is absent was not observed, which is different from observed and
empty: comparison uses only what both sides observed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import final

from diff.canonical import Json, brief, check_fields, check_value
from diff.errors import OutcomeError

RETURNED = "returned"
RAISED = "raised"
OUT_OF_CYCLES = "out-of-cycles"
OUT_OF_CELLS = "out-of-cells"
REFUSED = "refused"
CRASHED = "crashed"
TIMED_OUT = "timed-out"
PROTOCOL_ERROR = "protocol-error"

TARGET_STATUSES = (RETURNED, RAISED, OUT_OF_CYCLES, OUT_OF_CELLS, REFUSED)
"""What a target may answer."""
HARNESS_STATUSES = (CRASHED, TIMED_OUT, PROTOCOL_ERROR)
"""What the harness says of a target that did not answer."""
STATUSES = TARGET_STATUSES + HARNESS_STATUSES
UNSUPPORTED = "unsupported"
"""The reason of a refusal by a target that does not do this lane or operation."""

_COUNT_LIMIT = 1 << 63
_TRACE_FIELDS = ("steps", "path", "full", "records")
RECORD_FIELDS = (
    *("step", "depth", "code", "offset", "opcode", "oparg", "cycles", "price", "height"),
    *("operands", "exception"),
)
"""The fields of one record of a trace; `code` and `offset` are always there."""


@final
@dataclass(frozen=True, slots=True)
class Mark:
    """The name of a decision that a run met, and the step at which it did."""

    name: str
    step: int


@final
@dataclass(frozen=True, slots=True)
class Trace:
    """Digests of an execution, and its records when they were asked for.

    `path` covers (code number, offset) of the executed instructions, `full` every
    field of every record; both are hex SHA-256.
    """

    steps: int
    path: str | None = None
    full: str | None = None
    records: tuple[Mapping[str, Json], ...] | None = None


@final
@dataclass(frozen=True, slots=True)
class Outcome:
    """What one implementation did with one case. `None` means not observed.

    `detail` is for people (the signal that ended a process, the end of its standard
    error); it is never compared. `receiver` is what the receiver of an operation is
    after it, where it can be changed; `code` has for each field of the code objects that a source
    gave the digest over all of them.
    """

    status: str
    value: Json = None
    exception: Json = None
    receiver: Json = None
    code: Mapping[str, str] | None = None
    reason: str | None = None
    cycles: int | None = None
    cells: int | None = None
    log: tuple[str, ...] | None = None
    marks: tuple[Mark, ...] | None = None
    trace: Trace | None = None
    detail: str | None = field(default=None, compare=False)

    @property
    def unsupported(self) -> bool:
        """Whether the target said that it does not do this lane or operation."""
        return self.status == REFUSED and self.reason == UNSUPPORTED

    def without_records(self) -> "Outcome":
        """The same outcome with the digests of its trace only."""
        if self.trace is None or self.trace.records is None:
            return self
        return replace(self, trace=replace(self.trace, records=None))

    def to_json(self) -> dict[str, Json]:
        """The canonical document; absent fields were not observed."""
        document: dict[str, Json] = {"status": self.status}
        for key in ("value", "exception", "receiver", "reason", "cycles", "cells", "detail"):
            if getattr(self, key) is not None:
                document[key] = getattr(self, key)
        if self.log is not None:
            document["log"] = list(self.log)
        if self.marks is not None:
            document["marks"] = [{"name": mark.name, "step": mark.step} for mark in self.marks]
        if self.code is not None:
            document["code"] = dict(self.code)
        if self.trace is not None:
            document["trace"] = _trace_json(self.trace)
        return document

    @classmethod
    def from_json(cls, document: Json, statuses: tuple[str, ...] = STATUSES) -> "Outcome":
        """Check a document. Raises OutcomeError with the JSON path of the first fault.

        `statuses` are those allowed: what a target sends is held to TARGET_STATUSES.
        """
        fields = check_fields(document, "$", ("status",), _OPTIONAL, OutcomeError)
        status = fields["status"]
        if type(status) is not str or status not in statuses:
            raise OutcomeError(
                "$.status", f"expected one of {', '.join(statuses)}; found {brief(status)}"
            )
        _check_result(fields, status)
        for key in ("reason", "detail"):
            if key in fields and type(fields[key]) is not str:
                raise OutcomeError(f"$.{key}", f"expected text, found {brief(fields[key])}")
        for key in ("cycles", "cells"):
            if key in fields:
                _check_count(fields[key], f"$.{key}")
        return cls(
            status,
            fields.get("value"),
            fields.get("exception"),
            fields.get("receiver"),
            _code_from(fields.get("code")),
            fields.get("reason"),
            fields.get("cycles"),
            fields.get("cells"),
            _log_from(fields.get("log")),
            _marks_from(fields.get("marks")),
            _trace_from(fields.get("trace")),
            fields.get("detail"),
        )


_OPTIONAL = (
    *("value", "exception", "receiver", "code", "reason", "cycles", "cells"),
    *("log", "marks", "trace", "detail"),
)


def _check_result(fields: Mapping[str, Json], status: str) -> None:
    for key, owner in (("value", RETURNED), ("exception", RAISED)):
        if key not in fields:
            continue
        if status != owner:
            raise OutcomeError(f"$.{key}", f"only status {owner!r} has it, this is {status!r}")
        check_value(fields[key], f"$.{key}", OutcomeError)
    if "receiver" in fields:
        check_value(fields["receiver"], "$.receiver", OutcomeError)
    if status == RAISED and fields.get("exception", ["exception"])[0] != "exception":
        raise OutcomeError("$.exception", "expected a value of kind 'exception'")
    if status == REFUSED and "reason" not in fields:
        raise OutcomeError("$", "field 'reason' is missing")


def _code_from(code: Json) -> Mapping[str, str] | None:
    if code is None:
        return None
    if type(code) is not dict or not all(type(digits) is str for digits in code.values()):
        raise OutcomeError("$.code", f"expected an object of digests, found {brief(code)}")
    return code


def _check_count(value: Json, path: str) -> None:
    if type(value) is not int or not 0 <= value < _COUNT_LIMIT:
        raise OutcomeError(path, f"expected an integer from 0, found {brief(value)}")


def _log_from(log: Json) -> tuple[str, ...] | None:
    if log is None:
        return None
    if type(log) is not list or not all(type(line) is str for line in log):
        raise OutcomeError("$.log", f"expected an array of texts, found {brief(log)}")
    return tuple(log)


def _marks_from(marks: Json) -> tuple[Mark, ...] | None:
    if marks is None:
        return None
    if type(marks) is not list:
        raise OutcomeError("$.marks", f"expected an array, found {brief(marks)}")
    result = []
    for index, mark in enumerate(marks):
        path = f"$.marks[{index}]"
        fields = check_fields(mark, path, ("name", "step"), (), OutcomeError)
        if type(fields["name"]) is not str:
            raise OutcomeError(f"{path}.name", f"expected a name, found {brief(fields['name'])}")
        _check_count(fields["step"], f"{path}.step")
        result.append(Mark(fields["name"], fields["step"]))
    return tuple(result)


def _trace_from(trace: Json) -> Trace | None:
    if trace is None:
        return None
    fields = check_fields(trace, "$.trace", ("steps",), _TRACE_FIELDS[1:], OutcomeError)
    _check_count(fields["steps"], "$.trace.steps")
    for key in ("path", "full"):
        if key in fields and type(fields[key]) is not str:
            raise OutcomeError(f"$.trace.{key}", f"expected hex, found {brief(fields[key])}")
    return Trace(fields["steps"], fields.get("path"), fields.get("full"), _records_from(fields))


def _records_from(fields: Mapping[str, Json]) -> tuple[Mapping[str, Json], ...] | None:
    records = fields.get("records")
    if records is None:
        return None
    if type(records) is not list:
        raise OutcomeError("$.trace.records", f"expected an array, found {brief(records)}")
    for index, record in enumerate(records):
        path = f"$.trace.records[{index}]"
        check_fields(record, path, ("code", "offset"), RECORD_FIELDS, OutcomeError)
        _check_count(record["code"], f"{path}.code")
        _check_count(record["offset"], f"{path}.offset")
    return tuple(records)


def _trace_json(trace: Trace) -> dict[str, Json]:
    document: dict[str, Json] = {"steps": trace.steps}
    for key in ("path", "full"):
        if getattr(trace, key) is not None:
            document[key] = getattr(trace, key)
    if trace.records is not None:
        document["records"] = [dict(record) for record in trace.records]
    return document
