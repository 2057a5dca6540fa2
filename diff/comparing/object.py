"""How outcomes of the lane `object` are compared: sets by their elements where orders differ."""

from dataclasses import replace

from diff.canonical import Json, canonical_json
from diff.case import Case
from diff.comparing.comparison import Comparison, compare_generally
from diff.outcome import Outcome
from diff.targets.target import Hello

SET_ORDER = "set-order"


def compare_object(
    case: Case, reference: Outcome, other: Outcome, hello: Hello
) -> Comparison | None:
    """Where a target has an order of its own, compare the elements of the sets of an outcome.

    The general comparison decides when the target honours the order, and when the operation
    itself went through a set in order (the mark).
    """
    if SET_ORDER in hello.marks:
        return None
    return compare_generally(_sorted(reference), _sorted(other), hello)


def _sorted(outcome: Outcome) -> Outcome:
    return replace(
        outcome,
        value=without_order(outcome.value),
        exception=without_order(outcome.exception),
        receiver=without_order(outcome.receiver),
    )


def without_order(form: Json) -> Json:
    """A canonical value with the elements of its sets in an order of their own.

    For targets whose sets have another order: they still have to have the same elements. Sets
    with numbered values inside cannot be reordered; their elements are hashable, so there are
    none.
    """
    if isinstance(form, dict):
        return {key: without_order(held) for key, held in form.items()}
    if not isinstance(form, list):
        return form
    inner = [without_order(held) for held in form]
    if len(inner) == 2 and inner[0] in ("set", "frozenset") and isinstance(inner[1], list):
        return [inner[0], sorted(inner[1], key=canonical_json)]
    return inner
