"""How the reference runs a case of the lane `source`: with its own compiler.

The outcome of a source that compiles holds the digests of its code objects, field by field.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from diff.canonical import Json, canonical_json
from diff.case import Case
from diff.guest import from_guest, to_guest
from diff.outcome import REFUSED, Mark, Outcome, Trace
from diff.reference.bytecode import RECORDS_KEPT, outcome_of
from diff.targets.target import TraceLevel
from reference_vm.compiling import compile_module
from reference_vm.execution import execute
from reference_vm.trace import Tracer
from spec.bytecode.code import Code, number_codes
from spec.bytecode.errors import InvalidCode
from spec.bytecode.validator import validate
from spec.language.errors import NULL_BYTE, SYNTAX, SourceError
from spec.revision import PVM_1

ENTRY: Final = "main"
"""The function of a source that gets the arguments, if the source defines it."""
PROFILE_REFUSAL: Final = "refused"
"""The mark of a source that Python accepts and the profile does not."""

ANNOTATIONS_NAME: Final = "annotate-qualname"
"""The mark of a source with annotations that are evaluated when asked for."""
ANNOTATE_QUALNAME: Final = "annotate_qualname"

CODE_FIELDS: Final = (
    *("argcount", "posonlyargcount", "kwonlyargcount", "nlocals", "stacksize", "flags"),
    *("firstlineno", "code", "exceptiontable", "names", "varnames", "freevars", "cellvars"),
    *("consts", "name", "qualname"),
)
"""The fields of code objects that are compared: all but the table of lines."""


def run_source_case(case: Case, trace: TraceLevel = "none") -> Outcome:
    """The outcome of a case on the reference, with the trace asked for."""
    body = case.body
    try:
        code = compile_module(body["source"].encode("utf-8", "surrogatepass"))
    except SourceError as error:
        everybodys = any(fault.name in (SYNTAX, NULL_BYTE) for fault in error.faults)
        marks = () if everybodys else (Mark(PROFILE_REFUSAL, 0),)
        return Outcome(REFUSED, reason=error.faults[0].name, marks=marks, detail=str(error))
    try:
        validate(code, PVM_1)
    except InvalidCode as error:
        return Outcome(REFUSED, reason=error.reason, marks=(), detail=str(error))
    arguments = [to_guest(form, f"$.arguments[{at}]") for at, form in enumerate(body["arguments"])]
    tracer = None
    if trace != "none":
        full = trace == "full"
        tracer = Tracer(code, full=full, keep=RECORDS_KEPT if full else 0)
    execution = execute(
        code, arguments, body["cycles"], body["cells"], PVM_1, tracer, ENTRY, entry_optional=True
    )
    outcome = outcome_of(execution, tracer)
    if outcome.trace is None:
        outcome = replace(outcome, trace=Trace(execution.steps))
    codes = number_codes(code)
    if any(map(of_annotations, codes)):
        named = Mark(ANNOTATIONS_NAME, 0)
        outcome = replace(outcome, marks=(named, *(outcome.marks or ())))
    return replace(outcome, code=code_digests(codes))


def code_digests(codes: Sequence[Code]) -> dict[str, str]:
    """For each field 16 hex digits over that field of every code object, in their order.

    The qualified names of annotations' units are a field of their own: versions of CPython 3.14
    differ in them.
    """
    found = {name: digest_of([_field_text(code, name) for code in codes]) for name in CODE_FIELDS}
    named = [(of_annotations(code), _field_text(code, "qualname")) for code in codes]
    found["qualname"] = digest_of([text for annotations, text in named if not annotations])
    found[ANNOTATE_QUALNAME] = digest_of([text for annotations, text in named if annotations])
    return found


def of_annotations(code: Code) -> bool:
    """Whether a code object evaluates annotations, or stands in one that does."""
    return "__annotate__" in code.qualname.split(".")


def digest_of(texts: list[str]) -> str:
    """16 hex digits of SHA-256 over the lines; as the agent computes them."""
    return hashlib.sha256("\n".join(texts).encode("ascii")).hexdigest()[:16]


def _field_text(code: Code, name: str) -> str:
    value = getattr(code, name)
    if name == "consts":
        return "\n".join([_constant_text(each) for each in value])
    if isinstance(value, bytes):
        return value.hex()
    return json.dumps(value, separators=(",", ":"))


def _constant_text(value: object) -> str:
    if isinstance(value, Code):
        return "code"
    return canonical_json(_unordered(from_guest(value)[0]))


def _unordered(form: Json) -> Json:
    """The elements of a frozenset in an order of their own: hosts differ in theirs."""
    kind, content = form
    if kind == "frozenset":
        return [kind, sorted(canonical_json(_unordered(item)) for item in content)]
    if kind == "tuple":
        return [kind, [_unordered(item) for item in content]]
    return form
