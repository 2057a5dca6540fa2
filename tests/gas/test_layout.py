"""The layout of a source never changes what a run of it costs (decision D1)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.checks.layout_costs import check, compiled, main, other_costs, other_runs
from fuzz.checks.layouts import NotLaidOut, relaid
from fuzz.checks.lockstep import differences
from fuzz.choices import Choices, SeededSource
from fuzz.hypothesis_source import generated
from fuzz.lanes.source import generate
from spec.bytecode.code import number_codes
from spec.language.errors import SourceError
from spec.revision import PVM_1
from spec.semantics.prepare import prepared_for
from tests.gas.layouts import SPREAD, costs

PROGRAMS = 40
RUN_EVERY = 3


def test_generated_programs():
    tally = check(7, range(PROGRAMS), RUN_EVERY)
    assert tally.defects == []
    assert tally.layouts > PROGRAMS
    assert tally.runs > PROGRAMS / RUN_EVERY


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(generated(generate), st.randoms(use_true_random=False), st.integers(0, 999))
def test_drawn_programs(body, random, part):
    try:
        found = other_costs(body["source"], compiled(body["source"]), random.randrange)
        if part % RUN_EVERY == 0:
            found += other_runs(body, random.randrange, part)
    except (NotLaidOut, SourceError):
        return
    assert found == []


@pytest.mark.parametrize(("one", "other"), SPREAD)
def test_known_causes(one, other):
    """Each makes CPython leave in or out other instructions."""
    assert [code.code for code in number_codes(compiled(one))] != [
        code.code for code in number_codes(compiled(other))
    ]
    assert differences(compiled(one), compiled(other)) == []
    assert costs(one) == costs(other)


def test_the_one_exception():
    """A break behind `return`, a branch of whose value is a constant that would be folded."""
    one = "def main(a):\n    return -(1 if a else a) & 3\n"
    other = "def main(a):\n    return (\n        -(1 if a else a) & 3)\n"
    assert costs(one, 1) == costs(other, 1) - 3
    assert costs(one, 0) == costs(other, 0)


def test_a_fused_pair_that_cannot_be_paid_pays_its_first_half():
    """As its parts on two lines do."""
    together = "def main(a):\n    b = a; c = b\n    return c\n"
    apart = "def main(a):\n    b = a\n    c = b\n    return c\n"
    needed = costs(together, 5)[0]
    for limit in range(needed + 1):
        assert costs(together, 5, cycles=limit) == costs(apart, 5, cycles=limit)


def test_long_chains_are_passed_over():
    """Executed for nothing is only so much in a row."""
    source = "def main(a):\n" + "    x = \\\n" + "        x = \\\n" * 100 + "        a\n"
    prepared = prepared_for(number_codes(compiled(source))[1], PVM_1)
    free = [number for number, each in enumerate(prepared.instructions) if each[2] == 0]
    reached, place = 0, prepared.first
    while prepared.ops[place].name != "RETURN_VALUE":
        reached += place in free
        place = prepared.instructions[place][3]
    assert len(free) > 200
    assert 0 < reached <= 65


def test_a_difference_is_found():
    """The comparison can fail: these cost different things."""
    one = "def main(a):\n    b = a + 1\n    return b\n"
    for other in (
        "def main(a):\n    b = a + 1 + 1\n    return b\n",
        "def main(a):\n    b = a + 1\n    b\n    return b\n",
        "def main(a):\n    with a:\n        b = a + 1\n    return b\n",
    ):
        assert differences(compiled(one), compiled(other))


def test_most_layouts_differ_and_are_read():
    made = []
    for seed in range(20):
        body = generate(Choices(SeededSource(seed)))
        drawn = Choices(SeededSource(seed))
        try:
            made.append(relaid(body["source"], lambda n, d=drawn: d.integer(0, n - 1)))
        except NotLaidOut:
            continue
        assert made[-1] != body["source"]
    assert len(made) >= 12


def test_the_command(capsys):
    assert main(["--programs", "3", "--run-every", "3", "--json"]) == 0
    assert '"defects": []' in capsys.readouterr().out
