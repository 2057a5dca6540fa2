"""What a campaign promises: the same findings however it is run, and nothing lost."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from diff.findings.store import Store
from diff.identity import identity
from fuzz.campaign.results import PieceResult
from fuzz.campaign.session import FailOn, run_session
from fuzz.campaign.setup import WrongPlan
from tests.fuzz.campaigns import essence, options

BUG = "two_bugs"
CASES = 6000
"""More than a round, so that the corpus takes part."""


def _start(store: Path, jobs: int, *more: str, seed: str = "0") -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.fuzz.campaigns", str(store), BUG, str(jobs), str(CASES)]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.Popen(
        [*command, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )


def _wait(process: "subprocess.Popen[str]") -> dict[str, Any]:
    output, errors = process.communicate(timeout=200)
    assert process.returncode == 0, errors
    document = json.loads(output)
    assert isinstance(document, dict)
    return document


def _pieces(store: Path) -> int:
    """The pieces done from the first case on without a gap: what the campaign may count as done.

    A worker that starts late can leave the first piece open while others finish later ones.
    """
    if not store.exists():
        return 0
    with Store(store, identity(), writable=False) as opened:
        kept = [PieceResult.from_json(document).piece for document in opened.pieces(1)]
    count = end = 0
    for piece in kept:
        if piece.first != end:
            break
        count, end = count + 1, piece.end
    return count


def _await_pieces(process: "subprocess.Popen[str]", store: Path, count: int) -> None:
    deadline = time.monotonic() + 150
    while time.monotonic() < deadline and process.poll() in (None, 0):
        try:
            if _pieces(store) >= count:
                return
        except Exception:  # noqa: BLE001  (it is being made)
            pass
        time.sleep(0.01)
    process.kill()
    raise AssertionError(f"the campaign does not get on: {process.communicate()[1]}")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The findings of an undisturbed campaign with one worker."""
    store = tmp_path_factory.mktemp("undisturbed") / "s"
    _wait(_start(store, 1))
    found = essence(store)
    assert len(found) >= 2
    return found


def test_two_workers_and_another_hash_seed(tmp_path: Path, expected: list[dict[str, Any]]) -> None:
    _wait(_start(tmp_path / "s", 2, seed="12345"))

    assert essence(tmp_path / "s") == expected


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_in_the_middle_and_resumed(
    tmp_path: Path, expected: list[dict[str, Any]], jobs: int
) -> None:
    """`kill -9` of the campaign, several times, at moments that differ from run to run."""
    store = tmp_path / "s"
    order = random.Random(jobs)
    process = _start(store, jobs)
    for done in (1, 6, 12):
        _await_pieces(process, store, done)
        time.sleep(order.random() / 20)
        process.kill()
        process.wait()
        process.communicate()
        process = _start(store, jobs, "--resume")
    document = _wait(process)

    assert essence(store) == expected
    assert document["lanes"][0]["complete"] == CASES
    assert document["rows"][0]["cases"] == CASES


def test_ctrl_c_loses_nothing(tmp_path: Path, expected: list[dict[str, Any]]) -> None:
    store = tmp_path / "s"
    process = _start(store, 2)
    _await_pieces(process, store, 2)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: everybody gets it
    output, errors = process.communicate(timeout=200)

    assert process.returncode == 130, errors
    document = json.loads(output)
    assert document["interrupted"]
    assert 0 < document["lanes"][0]["complete"] < CASES

    _wait(_start(store, 2, "--resume"))
    assert essence(store) == expected


def test_a_dead_worker_costs_nothing(tmp_path: Path, expected: list[dict[str, Any]]) -> None:
    store = tmp_path / "s"
    process = _start(store, 2)
    _await_pieces(process, store, 1)
    victims = [pid for pid in _children(process.pid) if "spawn_main" in _command(pid)]
    os.kill(victims[0], signal.SIGKILL)
    _wait(process)

    assert essence(store) == expected


def _children(process: int) -> list[int]:
    with open(f"/proc/{process}/task/{process}/children") as file:
        return [int(word) for word in file.read().split()]


def _command(process: int) -> str:
    with open(f"/proc/{process}/cmdline") as file:
        return file.read()


def test_another_seed_makes_other_cases(tmp_path: Path) -> None:
    firsts = []
    for seed in (1, 2):
        store = tmp_path / str(seed)
        run_session(options(store, [BUG], cases=600, seed=seed))
        firsts.append([document["number"] for document in essence(store)])

    assert firsts[0] != firsts[1]


def test_a_budget_of_time_says_how_far_it_came(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "s"
    status = run_session(options(store, ["none"], cases=None, seconds=1.0))
    document = json.loads(capsys.readouterr().out)

    assert status == 0
    assert document["lanes"][0]["complete"] == document["lanes"][0]["cases"] > 0


def test_a_resumed_campaign_can_get_a_larger_budget(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first budget ends in the middle of a piece; the rest of the piece is run too."""
    plain, extended = tmp_path / "plain", tmp_path / "extended"
    run_session(options(plain, [BUG], cases=1000))
    run_session(options(extended, [BUG], cases=300))
    run_session(options(extended, [BUG], cases=1000, resume=True))
    capsys.readouterr()

    assert essence(extended) == essence(plain)


def test_a_second_campaign_tries_known_findings_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mended bug is reported as gone, the other one is known and not new."""
    store = tmp_path / "s"
    run_session(options(store, ["two_bugs"], cases=1500))
    known = {item["id"]: item["signature"]["rule"] for item in essence(store)}
    capsys.readouterr()

    file = options(store, ["two_bugs"], seed=2)
    assert file.targets_file is not None
    text = file.targets_file.read_text()
    file.targets_file.write_text(text.replace('"two_bugs"]', '"lost_sign"]'))
    status = run_session(file)
    document = json.loads(capsys.readouterr().out)

    assert status == 0
    still = {known[key]: value for key, value in document["retries"].items()}
    assert still["float.__mul__"]
    assert not still["float.__sub__"]
    assert {item["new"] for item in document["findings"]} == {False}


@pytest.mark.parametrize(
    ("fail_on", "first", "second"),
    [(None, 0, 0), (FailOn.new, 1, 0), (FailOn.consensus, 1, 1), (FailOn.any, 1, 1)],
)
def test_fail_on(tmp_path: Path, fail_on: FailOn | None, first: int, second: int) -> None:
    """Known findings fail a campaign unless only new ones are to."""
    store = tmp_path / "s"

    assert run_session(options(store, ["lost_sign"], fail_on=fail_on)) == first
    assert run_session(options(store, ["lost_sign"], seed=2, fail_on=fail_on)) == second


def test_missing_targets_are_left_out_with_a_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = options(tmp_path / "s", ["none", "lost_sign"])
    assert wanted.targets_file is not None
    text = wanted.targets_file.read_text()
    broken = text.replace(json.dumps(sys.executable), '"/nowhere/python"', 1)
    wanted.targets_file.write_text(broken)
    status = run_session(wanted)
    captured = capsys.readouterr()

    assert status == 0
    assert "left out: none: " in captured.err
    assert "/nowhere/python" in captured.err
    assert json.loads(captured.out)["targets"] == {"lost_sign": "1"}


def test_nothing_to_resume(tmp_path: Path) -> None:
    with pytest.raises(WrongPlan, match="has no campaign to resume"):
        run_session(options(tmp_path / "s", ["none"], resume=True))


def test_resuming_keeps_the_seed(tmp_path: Path) -> None:
    run_session(options(tmp_path / "s", ["none"], cases=10))

    with pytest.raises(WrongPlan, match="--resume keeps the seed of campaign 1"):
        run_session(options(tmp_path / "s", ["none"], cases=10, seed=2, resume=True))


def test_two_budgets(tmp_path: Path) -> None:
    with pytest.raises(WrongPlan, match="two budgets"):
        run_session(options(tmp_path / "s", ["none"], cases=10, seconds=1.0))
