"""How the reference runs a case of the lane `cbor`.

A refusal is an outcome `refused` with the name of the reason; its detail says where.
"""

from diff.case import Case
from diff.cbor_values import from_codec, to_codec
from diff.outcome import REFUSED, RETURNED, UNSUPPORTED, Mark, Outcome
from diff.targets.target import TraceLevel
from reference_vm.cbor import CborRun, run_cbor
from spec.cbor import PROFILES

_LARGE = Mark("large", 0)


def run_cbor_case(case: Case, trace: TraceLevel = "none") -> Outcome:
    """The outcome of a case on the reference."""
    operation, profile = case.body["operation"], PROFILES.get(case.body["profile"])
    if profile is None:
        return Outcome(REFUSED, reason=UNSUPPORTED)
    argument = to_codec(case.body["arguments"][0])
    if operation != "encode" and type(argument) is not bytes:
        return Outcome(REFUSED, reason=UNSUPPORTED)
    return _outcome(run_cbor(operation, profile, argument))


def _outcome(run: CborRun) -> Outcome:
    marks = tuple(Mark(name, 0) for name in run.marks)
    if run.refusal is not None:
        refusal = run.refusal
        return Outcome(
            REFUSED,
            reason=refusal.reason.value,
            cycles=run.cycles,
            marks=marks,
            detail=str(refusal),
        )
    form, large = from_codec(run.value)
    if large:
        marks = (*marks, _LARGE)
    return Outcome(RETURNED, value=form, cycles=run.cycles, marks=marks)
