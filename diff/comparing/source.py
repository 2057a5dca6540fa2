"""How outcomes of the lane `source` are compared: acceptance, outcome, code object by field.

What a run shows comes first, so that a difference of the code objects that shows nowhere hides
none that does. One mark excuses one field of a code object, none another.
"""

from diff.case import Case
from diff.comparing.comparison import (
    FIELD_MARKS,
    Comparison,
    Difference,
    compare_generally,
    foreign_marks,
)
from diff.outcome import Outcome
from diff.targets.target import Hello


def compare_source(
    case: Case, reference: Outcome, other: Outcome, hello: Hello
) -> Comparison | None:
    """The general comparison; where that finds nothing but another path, or nothing, the code."""
    if reference.code is None or other.code is None:
        return None
    shown = compare_generally(reference, other, hello)
    if shown.difference is not None and shown.difference.field != "path":
        return shown
    marks = [name for name in foreign_marks(reference, other, hello) if name in FIELD_MARKS]
    excused = frozenset().union(*(FIELD_MARKS[name] for name in marks))
    for name, expected in reference.code.items():
        found = other.code.get(name)
        if found is not None and found != expected and f"code.{name}" not in excused:
            kinds = (name, name)
            difference = Difference("code", f"code.{name}", expected, found, kinds)
            return Comparison("differ", difference, tuple(sorted(marks)))
    return None
