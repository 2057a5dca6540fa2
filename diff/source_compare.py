"""How outcomes of the lane `source` are compared: acceptance, code object by field, outcome.

No mark excuses another code object: it is compared before anything that a run shows.
"""

from diff.case import Case
from diff.comparison import Comparison, Difference
from diff.outcome import Outcome
from diff.target import Hello


def compare_source(
    case: Case, reference: Outcome, other: Outcome, hello: Hello
) -> Comparison | None:
    """A difference of the code objects; else the general comparison decides."""
    if reference.code is None or other.code is None:
        return None
    for name, expected in reference.code.items():
        found = other.code.get(name)
        if found is not None and found != expected:
            kinds = (name, name)
            difference = Difference("code", f"code.{name}", expected, found, kinds)
            return Comparison("differ", difference)
    return None
