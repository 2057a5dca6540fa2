"""Every lane's generator: valid, deterministic, and smaller choices make a smaller case."""

import hashlib
import os
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from diff.case import Case
from diff.outcome import CRASHED
from diff.reference.target import ReferenceTarget
from fuzz.campaign.knowledge import Knowledge
from fuzz.campaign.plan import make_case
from fuzz.choices import Choices, RecordedSource, SeededSource
from fuzz.hypothesis_source import generated
from fuzz.lanes import LANES, UnknownLane, find_lane

CASES = 400


def _case(lane: str, seed: int) -> tuple[Case, list[int]]:
    choices = Choices(SeededSource(seed))
    found = find_lane(lane)
    return Case(found.name, found.generate(choices)), choices.record


@pytest.mark.parametrize("lane", LANES)
def test_every_case_is_valid(lane: str) -> None:
    for seed in range(CASES):
        case = _case(lane, seed)[0]

        assert Case.from_text(case.to_text()) == case


@pytest.mark.parametrize("lane", LANES)
def test_a_record_makes_the_case_again(lane: str) -> None:
    generate = find_lane(lane).generate
    for seed in range(CASES // 4):
        case, record = _case(lane, seed)
        again = Choices(RecordedSource(record))

        assert generate(again) == case.body
        assert again.record == record


@pytest.mark.parametrize("lane", LANES)
def test_no_choices_make_a_simple_case(lane: str) -> None:
    """An empty record ends soon: it takes no more choices than most."""
    simplest = Choices(RecordedSource(()))
    case = Case(lane, find_lane(lane).generate(simplest))
    lengths = sorted(len(_case(lane, seed)[1]) for seed in range(CASES // 4))

    assert not any(simplest.record)
    assert Case.from_text(case.to_text()) == case
    assert len(simplest.record) <= lengths[len(lengths) * 3 // 4]


@pytest.mark.parametrize("lane", LANES)
def test_cutting_the_record_gives_valid_cases_down_to_the_simplest(lane: str) -> None:
    generate = find_lane(lane).generate
    for seed in range(10):
        _, record = _case(lane, seed)
        for length in range(0, len(record), max(1, len(record) // 20)):
            case = Case(lane, generate(Choices(RecordedSource(record[:length]))))

            assert Case.from_text(case.to_text()) == case


@pytest.mark.parametrize("lane", LANES)
def test_hypothesis_makes_valid_cases(lane: str) -> None:
    reference = ReferenceTarget()

    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(generated(find_lane(lane).generate))
    def check(body: dict[str, object]) -> None:
        case = Case(lane, body)

        assert Case.from_text(case.to_text()) == case
        assert reference.run([case])[0].status != CRASHED

    check()


_DIGEST = """
import hashlib, sys
from diff.case import Case
from fuzz.campaign.knowledge import Knowledge
from fuzz.lanes import find_lane
from fuzz.campaign.plan import make_case
total = hashlib.sha256()
lane = find_lane(sys.argv[1])
for number in range(150):
    made = make_case(lane, 7, number, Knowledge())
    total.update(Case(lane.name, made.entry.body).to_text().encode())
print(total.hexdigest())
"""


@pytest.mark.parametrize("lane", LANES)
def test_another_process_and_hash_seed_make_the_same_cases(lane: str) -> None:
    ours = hashlib.sha256()
    for number in range(150):
        made = make_case(find_lane(lane), 7, number, Knowledge())
        ours.update(Case(lane, made.entry.body).to_text().encode())
    theirs = subprocess.run(
        [sys.executable, "-c", _DIGEST, lane],
        env={**os.environ, "PYTHONHASHSEED": "99"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert theirs.stdout.strip() == ours.hexdigest()


@pytest.mark.parametrize("lane", LANES)
def test_most_cases_differ(lane: str) -> None:
    count = Counter(_case(lane, seed)[0].identity for seed in range(CASES))

    assert len(count) > CASES * 0.8


def test_an_unknown_lane_is_named() -> None:
    with pytest.raises(UnknownLane, match="no lane 'flaot'; lanes are float, bytecode"):
        find_lane("flaot")
