"""How codecs are held to the reference, and what distinguishes the two profiles.

How a codec reports a refusal (which exception, in which words) is its binding's business:
what is compared is the answer, bytes or a value or that there is none; and the reason, as a
diagnostic, where a codec's words tell it.
"""

from dataclasses import fields, replace
from itertools import combinations
from typing import Final

from diff.canonical import Json
from diff.case import Case
from diff.cbor_values import from_codec, to_codec
from diff.comparing.comparison import Comparison, Difference
from diff.outcome import RAISED, REFUSED, Outcome
from diff.targets.target import Hello
from reference_vm.cbor import run_cbor
from spec.cbor import PVM_1, SDK_0_1, Profile, Reason

SDK_REFUSAL: Final = "codec-error"
"""The reason that the SDK's targets give; its words are in `detail`."""

_SDK_WORDS: Final[tuple[tuple[str, frozenset[Reason]], ...]] = tuple(
    (words, frozenset(reasons))
    for words, reasons in (
        ("Empty CBOR data", (Reason.EMPTY,)),
        ("unexpected end of input", (Reason.TRUNCATED,)),
        ("trailing bytes", (Reason.TRAILING,)),
        ("non-minimal integer or length head", (Reason.NON_MINIMAL,)),
        ("indefinite-length items", (Reason.INDEFINITE,)),
        ("unsupported additional info", (Reason.ADDITIONAL_INFORMATION,)),
        (
            "unsupported simple/float info",
            (Reason.SIMPLE, Reason.INDEFINITE, Reason.ADDITIONAL_INFORMATION),
        ),
        ("floats must use binary64", (Reason.FLOAT_WIDTH,)),
        ("non-finite float", (Reason.NON_FINITE,)),
        ("not valid UTF-8", (Reason.UTF_8,)),
        ("unsupported tag", (Reason.TAG,)),
        ("non-minimal or invalid bignum", (Reason.BIGNUM,)),
        ("duplicate or misordered map key", (Reason.KEY_ORDER, Reason.DUPLICATE_KEY)),
        ("duplicate decoded map key", (Reason.EQUAL_KEYS,)),
        ("unhashable map key", (Reason.KEY_KIND,)),
        ("nesting exceeds", (Reason.DEPTH,)),
        ("Cannot CBOR-encode type", (Reason.KIND, Reason.KEY_KIND)),
    )
)
"""What the SDK's text of a refusal says, in our reasons."""

_SEES_MORE_FIRST: Final = frozenset((Reason.KEY_KIND, Reason.BIGNUM))
"""Refused by us at the first byte; the SDK reads the whole item before, and may find
another fault inside."""

_LEAKS: Final = {
    "UnicodeEncodeError": (Reason.SURROGATE, "sdk-leaks-unicode-error"),
    "RecursionError": (Reason.DEPTH, "sdk-leaks-recursion-error"),
}
"""Exceptions of the host that escape from the SDK's encoder, and the rule that says so."""


def compare_cbor(case: Case, reference: Outcome, other: Outcome, hello: Hello) -> Comparison | None:
    """The lane's own comparison; None where the general one decides.

    Two rules of the SDK are accepted by name: `encode` lets a UnicodeEncodeError (a lone
    surrogate) and a RecursionError (a value nested beyond the host's stack) out instead of its
    own error. Its text is held to the reason, as a diagnostic.
    """
    if reference.status != REFUSED:
        return None
    if other.status == RAISED:
        return _leak(case, other)
    if other.status != REFUSED or other.reason != SDK_REFUSAL or other.detail is None:
        return None
    assert reference.reason is not None
    ours, theirs = Reason(reference.reason), reason_of_words(other.detail)
    if case.body["operation"] == "encode" or ours in theirs or ours in _SEES_MORE_FIRST:
        return None
    names = " or ".join(sorted(theirs)) or "unknown words"
    difference = Difference(
        "exception-text", "reason", ours.value, other.detail, (ours.value, names)
    )
    return Comparison("differ", difference)


def _leak(case: Case, other: Outcome) -> Comparison | None:
    exception: Json = other.exception
    rule = _LEAKS.get(exception[1]["type"]) if exception else None
    if rule is None or case.body["operation"] != "encode":
        return None
    return Comparison("marked", None, (rule[1],))


def reason_of_words(words: str) -> frozenset[Reason]:
    """The reasons that a text of the SDK can stand for; none when the text is unknown."""
    for part, reasons in _SDK_WORDS:
        if part in words:
            return reasons
    return frozenset()


# The difference between the profiles

_PARAMETERS: Final = tuple(
    field.name
    for field in fields(Profile)
    if field.init
    and field.name != "name"
    and getattr(PVM_1, field.name) != getattr(SDK_0_1, field.name)
)
"""In what the profiles differ: each is the name of a rule."""


def explain(operation: str, argument: Json) -> str | None:
    """The rule by which `sdk-0.1` answers otherwise than `pvm-1`; None where both agree.

    A rule is a parameter of the profiles (`key_order`, `negative_zero`, `encode_keys`,
    `integer_bits`, `size`), or several joined by `+` where it takes more than one to turn one
    answer into the other. There always are some, for the profiles differ in nothing else.
    """
    wanted = _answer(operation, argument, SDK_0_1)
    for count in range(len(_PARAMETERS) + 1):
        for names in combinations(_PARAMETERS, count):
            changed = replace(PVM_1, **{name: getattr(SDK_0_1, name) for name in names})
            if _answer(operation, argument, changed) == wanted:
                return "+".join(names) or None
    raise AssertionError("the profiles differ in something that is no parameter")


def _answer(operation: str, argument: Json, profile: Profile) -> Json:
    run = run_cbor(operation, profile, to_codec(argument))
    if run.refusal is not None:
        return ["refused", run.refusal.reason.value]
    return from_codec(run.value)
