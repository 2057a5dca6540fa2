"""How the reference runs a case of the lane `bytecode`.

A code object that validation refuses is an outcome `refused` with the name of the reason.
"""

from dataclasses import fields
from typing import Final

from diff.canonical import Json
from diff.case import Case
from diff.guest import code_to_guest, from_guest, to_guest
from diff.outcome import RAISED, REFUSED, RETURNED, Mark, Outcome, Trace
from diff.targets.target import TraceLevel
from reference_vm.execution import Execution, execute
from reference_vm.trace import Record, Tracer
from spec.bytecode.errors import InvalidCode
from spec.bytecode.validator import validate
from spec.revision import PVM_1

RECORDS_KEPT: Final = 100_000
"""The most records of a trace that an outcome holds; as many as the agent keeps."""

_FIELDS: Final = tuple(field.name for field in fields(Record))


def run_bytecode_case(case: Case, trace: TraceLevel = "none") -> Outcome:
    """The outcome of a case on the reference, with the trace asked for."""
    body = case.body
    code = code_to_guest(body["code"])
    try:
        validate(code, PVM_1)
    except InvalidCode as error:
        return Outcome(REFUSED, reason=error.reason, marks=(), detail=str(error))
    arguments = [to_guest(form, f"$.arguments[{at}]") for at, form in enumerate(body["arguments"])]
    tracer = None
    if trace != "none":
        full = trace == "full"
        tracer = Tracer(code, full=full, keep=RECORDS_KEPT if full else 0)
    execution = execute(code, arguments, body["cycles"], body["cells"], PVM_1, tracer)
    return outcome_of(execution, tracer)


def outcome_of(execution: Execution, tracer: Tracer | None) -> Outcome:
    """Everything observable of an execution, as an outcome."""
    value: Json = None
    exception: Json = None
    large = False
    if execution.status == RETURNED:
        value, large = from_guest(execution.value)
    elif execution.status == RAISED:
        exception, large = from_guest(execution.exception)
    marks = [Mark(name, step) for name, step in execution.marks]
    if large:
        marks.append(Mark("large", execution.steps))
    if _shows_set_order(value) or _shows_set_order(exception):
        marks.append(Mark("set-order", execution.steps))
    return Outcome(
        execution.status,
        value=value,
        exception=exception,
        cycles=execution.cycles,
        cells=execution.cells,
        log=tuple(lines_of(execution.log)),
        marks=tuple(marks),
        trace=None if tracer is None else _trace(tracer),
    )


def _shows_set_order(form: Json) -> bool:
    """Whether a canonical value holds a set of several elements, whose order it then tells."""
    waiting = [form]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            waiting.extend(current.values())
        elif isinstance(current, list):
            if current[:1] in (["set"], ["frozenset"]) and len(current[1]) > 1:
                return True
            waiting.extend(current)
    return False


def lines_of(log: list[str]) -> list[str]:
    """The lines of what a program printed, call by call; a last line needs no end.

    Two surrogates that make a pair are one character, as they are in JSON.
    """
    text = "".join(log).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    lines = text.split("\n")
    return lines if lines[-1] else lines[:-1]


def _trace(tracer: Tracer) -> Trace:
    records = None
    if tracer.full:
        records = tuple(
            {name: getattr(record, name) for name in _FIELDS} for record in tracer.records
        )
    return Trace(tracer.steps, tracer.path_digest(), tracer.full_digest(), records)
