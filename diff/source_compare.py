"""How outcomes of the lane `source` are compared: acceptance, outcome, code object by field.

What a run shows comes first, so that a difference of the code objects that shows nowhere hides
none that does. No mark excuses another code object.
"""

from diff.case import Case
from diff.comparison import Comparison, Difference, compare_generally
from diff.outcome import Outcome
from diff.target import Hello


def compare_source(
    case: Case, reference: Outcome, other: Outcome, hello: Hello
) -> Comparison | None:
    """The general comparison; where that finds nothing but another path, or nothing, the code."""
    if reference.code is None or other.code is None:
        return None
    shown = compare_generally(reference, other, hello)
    if shown.difference is not None and shown.difference.field != "path":
        return shown
    for name, expected in reference.code.items():
        found = other.code.get(name)
        if found is not None and found != expected:
            kinds = (name, name)
            difference = Difference("code", f"code.{name}", expected, found, kinds)
            return Comparison("differ", difference)
    return None
