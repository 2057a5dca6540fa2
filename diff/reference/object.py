"""How the reference runs a case of the lane `object`."""

import json
from typing import Final

from diff.canonical import Json
from diff.case import Case
from diff.guest import from_guest, to_guest
from diff.outcome import RAISED, REFUSED, RETURNED, UNSUPPORTED, Mark, Outcome
from diff.reference.bytecode import lines_of
from diff.targets.protocol import MAX_FRAME_BYTES
from diff.targets.target import TraceLevel
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
    if any(large) or _is_too_long([value, exception, after]):
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


_ESCAPED: Final = 12
"""Bytes of the longest escape of a character in JSON."""
_REST: Final = 1_000
"""Bytes of a frame that is left for what is beside the values."""


def _is_too_long(parts: list[Json]) -> bool:
    """Whether a target's outcome with these values would not fit into a frame."""
    room = MAX_FRAME_BYTES - _REST
    if _characters(parts) * _ESCAPED < room // 2:
        return False
    return len(json.dumps(parts, separators=(",", ":"))) > room


def _characters(form: Json) -> int:
    """Characters of all texts of a canonical form."""
    total = 0
    waiting = [form]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            total += len(each)
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            waiting += each.values()
    return total
