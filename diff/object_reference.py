"""How the reference runs a case of the lane `object`."""

from typing import Final

from diff.bytecode_reference import lines_of
from diff.case import Case
from diff.guest import from_guest, to_guest
from diff.outcome import RAISED, REFUSED, RETURNED, UNSUPPORTED, Mark, Outcome
from diff.target import TraceLevel
from reference_vm.execution import Execution
from reference_vm.operation import UnknownOperation, run_operation
from spec.semantics import values as v

CYCLES: Final = 100_000
CELLS: Final = 1 << 25
"""What a case may use: enough for every operation on values that fit into a case."""

CHANGEABLE: Final = frozenset(("list", "dict", "set", "bytearray"))
"""Kinds of receivers that are shown as they are after the operation."""


def run_object_case(case: Case, trace: TraceLevel = "none") -> Outcome:
    """The outcome of a case on the reference."""
    body = case.body
    receiver = body["receiver"]
    forms = body["arguments"] if receiver is None else [receiver, *body["arguments"]]
    keywords = body["keywords"]
    given = to_guest(["tuple", [*forms, *keywords.values()]])
    assert isinstance(given, tuple)
    named = dict(zip(keywords, given[len(forms) :], strict=True))
    try:
        execution = run_operation(body["method"], list(given[: len(forms)]), named, CYCLES, CELLS)
    except UnknownOperation:
        return Outcome(REFUSED, reason=UNSUPPORTED)
    changed = given[0] if receiver is not None and receiver[0] in CHANGEABLE else v.ABSENT
    return _outcome(execution, changed)


def _outcome(execution: Execution, receiver: v.Value) -> Outcome:
    value = exception = after = None
    large: list[bool] = []
    if execution.status == RETURNED:
        value, cut = from_guest(execution.value)
        large.append(cut)
    elif execution.status == RAISED:
        exception, cut = from_guest(execution.exception)
        large.append(cut)
    if execution.status in (RETURNED, RAISED) and receiver is not v.ABSENT:
        after, cut = from_guest(receiver)
        large.append(cut)
    marks = [Mark(name, step) for name, step in dict.fromkeys(execution.marks)]
    if any(large):
        marks.append(Mark("large", execution.steps))
    return Outcome(
        execution.status,
        value=value,
        exception=exception,
        receiver=after,
        cycles=execution.cycles,
        cells=execution.cells,
        log=tuple(lines_of(execution.log)),
        marks=tuple(marks),
    )
