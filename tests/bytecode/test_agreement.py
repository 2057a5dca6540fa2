"""Generated cases: the machine and CPython 3.14 agree, or a mark says why they need not."""

from collections import Counter
from collections.abc import Callable

from diff.case import Case
from diff.comparing.compare import compare
from diff.reference.target import ReferenceTarget
from diff.targets.target import Target
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.bytecode import generate

CASES = 1500
LEAST_UNMARKED = 0.7
"""Share of the cases that carry no mark foreign to the target."""


def test_the_reference_agrees_with_cpython(target: Callable[[str], Target]) -> None:
    oracle = target("cpython-3.14")
    hello = oracle.hello()
    cases = [
        Case(lane="bytecode", body=generate(Choices(SeededSource(seed)))) for seed in range(CASES)
    ]
    expected = ReferenceTarget().run(cases, "path")
    kept = [at for at in range(CASES) if not expected[at].status.startswith("out-of")]
    found = oracle.run([cases[at] for at in kept], "path")
    verdicts: Counter[str] = Counter()
    differing = []
    for at, outcome in zip(kept, found, strict=True):
        comparison = compare(cases[at], expected[at], outcome, hello)
        verdicts[comparison.verdict] += 1
        if comparison.difference is not None and comparison.verdict == "differ":
            differing.append((at, comparison.difference))

    assert [each for each in differing if each[1].severity == "consensus"] == []
    assert len(differing) < CASES // 100
    assert verdicts["agree"] > LEAST_UNMARKED * CASES
