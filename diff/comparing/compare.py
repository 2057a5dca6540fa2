"""A target's outcome held to the reference's: by the lane's own comparison, or the general one."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from diff.case import Case
from diff.comparing.cbor import compare_cbor
from diff.comparing.comparison import UNCLAIMED, Comparison, compare_generally
from diff.comparing.float import compare_float
from diff.comparing.object import compare_object
from diff.comparing.source import compare_source
from diff.outcome import Outcome
from diff.targets.target import Hello

LaneRule: TypeAlias = Callable[[Case, Outcome, Outcome, Hello], Comparison | None]
"""A lane's own comparison: its verdict, or None where the general one decides."""

LANE_RULES: Final[Mapping[str, LaneRule]] = {
    "cbor": compare_cbor,
    "float": compare_float,
    "object": compare_object,
    "source": compare_source,
}
"""The comparisons that lanes bring along."""


def compare(case: Case, reference: Outcome, other: Outcome, hello: Hello) -> Comparison:
    """Hold a target's outcome to the reference's."""
    if reference.unsupported or other.unsupported:
        return UNCLAIMED
    lane_rule = LANE_RULES.get(case.lane)
    if lane_rule is not None:
        verdict = lane_rule(case, reference, other, hello)
        if verdict is not None:
            return verdict
    return compare_generally(reference, other, hello)
