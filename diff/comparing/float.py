"""How the lane `float` holds a target to the reference.

`compare_float(case, reference, other, hello)` gives the verdict on one case; `None` leaves it
to the general comparison. A target that does not honour the mark `correctly-rounded` owes what
Python defines, exactly: arithmetic, conversions, special cases, errors. Of an inexact function
it owes a result within a bound in units in the last place (ULP), reviewed per function and
target in `float_ulp.toml`; beyond it one finding a function is reported, whatever the argument.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, final

from diff.canonical import Json
from diff.case import Case
from diff.comparing.accepted import AcceptedListError
from diff.comparing.comparison import (
    FIELD_MARKS,
    Comparison,
    Difference,
    first_difference,
    foreign_marks,
)
from diff.outcome import RAISED, RETURNED, Outcome
from diff.targets.target import Hello
from spec.softfloat.arithmetic import absolute, subtract
from spec.softfloat.compare import less_equal
from spec.softfloat.parse import parse
from spec.softfloat.value import INFINITY_BITS, SIGN_BIT

FILE: Final = Path(__file__).with_name("float_ulp.toml")
MARK: Final = "correctly-rounded"
BEYOND: Final = "float beyond the bound"
ANY: Final = -1
_KEYS = {"functions", "targets", "ulp", "reason"}


@final
@dataclass(frozen=True, slots=True)
class Bound:
    """How far a function of a target may be off: `ulp` (ANY: by whatever), or in absolute terms.

    `absolute` is the pattern of a float, 0 if only ULP count.
    """

    ulp: int
    absolute: int
    reason: str


def compare_float(
    case: Case, reference: Outcome, other: Outcome, hello: Hello
) -> Comparison | None:
    """The verdict on one case of the lane; None where the general comparison decides."""
    foreign = foreign_marks(reference, other, hello)
    if _same_system_error(reference, other):
        return Comparison("agree", None, tuple(sorted(foreign)))
    stopping = [name for name in foreign if name not in FIELD_MARKS]
    if stopping != [MARK]:
        return None
    marks = tuple(sorted(foreign))
    bound = bound_for(str(case.operation), hello.name, hello.version)
    if bound is not None:
        verdict = _within_bound(reference, other, bound, marks)
        if verdict is not None:
            return verdict
    excused = frozenset().union(*(FIELD_MARKS[name] for name in foreign if name in FIELD_MARKS))
    difference = first_difference(reference, other, hello.observes - excused)
    if difference is not None:
        return Comparison("differ", difference, marks)
    return Comparison("agree", None, marks)


def _same_system_error(reference: Outcome, other: Outcome) -> bool:
    """Whether both raise the overflow of `**`, whose number and text are the system's."""
    ours, theirs = reference.exception, other.exception
    if reference.status != RAISED or other.status != RAISED or not ours or not theirs:
        return False
    if ours[0] != "exception" or theirs[0] != "exception":
        return False
    same_type: bool = ours[1]["type"] == theirs[1]["type"] == "OverflowError"
    return same_type and len(ours[1]["args"]) == 2


def _within_bound(
    reference: Outcome, other: Outcome, bound: Bound, marks: tuple[str, ...]
) -> Comparison | None:
    """`agree`, `marked` within the bound, `differ` beyond it; None if it does not apply."""
    if bound.ulp == ANY and other.status in (RETURNED, RAISED):
        return Comparison("marked", None, marks)
    ours, theirs = _numeric_bits(reference), _numeric_bits(other)
    if ours is None or theirs is None or ours == theirs:
        return None
    if not _is_ordinary(ours) and not _is_ordinary(theirs):
        return None
    distance = ulp_distance(ours, theirs)
    if distance <= bound.ulp or _absolutely_close(ours, theirs, bound):
        return Comparison("marked", None, marks)
    if reference.status != RETURNED or other.status != RETURNED or not _is_ordinary(theirs):
        return None
    difference = Difference(
        "value",
        f"value: {distance} ULP apart, {bound.ulp} accepted",
        _shown(ours),
        _shown(theirs),
        ("float", BEYOND),
    )
    return Comparison("differ", difference, marks)


def _numeric_bits(outcome: Outcome) -> int | None:
    """The pattern of a returned float; infinity for an overflow error; None for anything else.

    The sign of an overflow that was raised is unknown: it is taken as positive by
    `ulp_distance`, which compares magnitudes when one side is infinite.
    """
    if outcome.status == RETURNED and outcome.value is not None and outcome.value[0] == "float":
        return int(outcome.value[1], 16)
    if outcome.status == RAISED and outcome.exception and outcome.exception[0] == "exception":
        return INFINITY_BITS if outcome.exception[1]["type"] == "OverflowError" else None
    return None


def _is_ordinary(bits: int) -> bool:
    """Whether a pattern is a finite number other than zero."""
    return 0 < bits & ~SIGN_BIT < INFINITY_BITS


def ulp_distance(a: int, b: int) -> int:
    """How many floats lie between two patterns, the second included; NaN is beyond any."""
    magnitudes = a & ~SIGN_BIT, b & ~SIGN_BIT
    if max(magnitudes) > INFINITY_BITS:
        return 1 << 64
    if INFINITY_BITS in magnitudes:
        return abs(magnitudes[0] - magnitudes[1])
    ordinals = [-m if bits & SIGN_BIT else m for m, bits in zip(magnitudes, (a, b), strict=True)]
    return abs(ordinals[0] - ordinals[1])


def _absolutely_close(a: int, b: int, bound: Bound) -> bool:
    return bound.absolute != 0 and less_equal(absolute(subtract(a, b)), bound.absolute)


def _shown(bits: int) -> Json:
    """A float in the canonical form."""
    return ["float", f"{bits:016x}"]


def bound_for(operation: str, name: str, version: str) -> Bound | None:
    """The reviewed bound of a function of a target; None if nobody has reviewed one."""
    for functions, targets, bound in bounds():
        if not {operation, "*"}.isdisjoint(functions) and _names(targets, name, version):
            return bound
    return None


def _names(targets: frozenset[str], name: str, version: str) -> bool:
    if not {name, "*"}.isdisjoint(targets):
        return True
    parts = version.split(".")
    return any(f"{name}-{'.'.join(parts[:count])}" in targets for count in range(1, len(parts) + 1))


Row = tuple[frozenset[str], frozenset[str], Bound]


@cache
def bounds() -> tuple[Row, ...]:
    """The reviewed list, in the order of the file. Raises AcceptedListError."""
    return read_bounds(FILE.read_text(encoding="utf-8"))


def read_bounds(text: str) -> tuple[Row, ...]:
    """Read the text of a list of bounds. Raises AcceptedListError."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AcceptedListError(f"float_ulp.toml: {error}") from None
    tables = document.get("bound")
    if not isinstance(tables, list) or set(document) != {"bound"}:
        raise AcceptedListError("float_ulp.toml: expected [[bound]] tables and nothing else")
    return tuple(_row(number, table) for number, table in enumerate(tables, 1))


def _row(number: int, table: Mapping[str, Any]) -> Row:
    where = f"float_ulp.toml: table {number}"
    if not _KEYS <= set(table) <= _KEYS | {"absolute"}:
        raise AcceptedListError(f"{where}: it has {', '.join(sorted(_KEYS))} and perhaps absolute")
    ulp = ANY if table["ulp"] == "any" else table["ulp"]
    if type(ulp) is not int or ulp < ANY or len(table["reason"]) < 10:
        raise AcceptedListError(f'{where}: `ulp` is a count or "any", `reason` a sentence')
    tolerance = parse(table["absolute"]) if "absolute" in table else 0
    names = frozenset(table["functions"]), frozenset(table["targets"])
    return (*names, Bound(ulp, tolerance, table["reason"]))
