"""Cases of the lane `object` on the reference and on a target, and where they differ."""

from collections.abc import Iterable

from diff.case import Case
from diff.comparing.compare import compare
from diff.comparing.comparison import Difference, spared
from diff.reference.target import run_case
from diff.targets.target import Target


def differences(cases: Iterable[Case], target: Target) -> list[tuple[str, Difference]]:
    """Each case that a target answers otherwise without a mark that excuses it.

    Value, error, its arguments and text, and what the receiver is afterwards are compared.
    """
    hello = target.hello()
    answered = [(case, run_case(case)) for case in cases]
    asked = [(case, mine) for case, mine in answered if not spared(mine, hello)]
    theirs = target.run([case for case, _ in asked])
    found = []
    for (case, mine), other in zip(asked, theirs, strict=True):
        difference = compare(case, mine, other, hello).difference
        if difference is not None:
            found.append((case.to_text(), difference))
    return found
