"""Targets that misbehave, each a real process: the rest of the batch is answered all the same."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from diff.case import Case
from diff.errors import HandshakeError, TargetUnavailable
from diff.outcome import Outcome
from diff.targets.child import STDERR_KEPT_BYTES
from diff.targets.process import ProcessTarget
from diff.targets.target import Kind, TargetSpec

ROGUE = str(Path(__file__).with_name("rogue_target.py"))


def spec(*arguments: str, kind: Kind = "native", **fields: Any) -> TargetSpec:
    argv = (sys.executable, "-I", ROGUE, *arguments)
    return TargetSpec("rogue", kind, argv, **{"deadline_seconds": 0.5, **fields})


def case(operation: str, argument: object = None) -> Case:
    arguments = [] if argument is None else [["int" if type(argument) is int else "str", argument]]
    return Case("float", {"operation": operation, "arguments": arguments})


Opener = Callable[..., ProcessTarget]


@pytest.fixture
def opened() -> Iterator[Opener]:
    """Opens rogue targets and ends them."""
    targets: list[ProcessTarget] = []

    def opener(*arguments: str, **fields: Any) -> ProcessTarget:
        confirm = fields.pop("confirm_timeouts", False)
        targets.append(ProcessTarget(spec(*arguments, **fields), confirm))
        return targets[-1]

    yield opener
    for target in targets:
        target.close()


def answered(value: int) -> Outcome:
    return Outcome("returned", value=["int", value])


def test_answers_come_in_order_and_one_process_serves_many_batches(opened: Opener) -> None:
    target = opened()

    assert target.run([case("echo", n) for n in range(1000)]) == [answered(n) for n in range(1000)]
    assert target.run([case("seen")]) == [answered(1000)]
    assert target.restarts == 0


MISDEEDS = [
    ("segfault", "crashed", "killed by SIGSEGV"),
    ("exit", "crashed", "exited with status 3"),
    ("exit-zero", "crashed", "exited with status 0"),
    ("fork-and-die", "crashed", "exited with status 7"),
    ("close", "crashed", "closed its output"),
    ("hang", "timed-out", "no answer within 0.5 s"),
    ("stop", "timed-out", "no answer within 0.5 s"),
    ("flood-stdout", "protocol-error", "more than 16777216"),
    ("flood-stderr", "protocol-error", "on standard error"),
    ("garbage", "protocol-error", "Segm"),
    ("not-json", "protocol-error", "not JSON"),
    ("wrong-index", "protocol-error", "index is 2, expected 1"),
    ("bad-outcome", "protocol-error", "$.value"),
    ("claims-crash", "protocol-error", "$.status"),
]


@pytest.mark.parametrize(("misdeed", "status", "detail"), MISDEEDS)
def test_a_misdeed_costs_its_own_case_only(
    opened: Opener, misdeed: str, status: str, detail: str
) -> None:
    """The case in flight is blamed; answers before it count, cases after it are run."""
    target = opened(deadline_seconds=5.0 if "flood" in misdeed else 0.5)
    before, blamed, *after = target.run(
        [case("echo", 7), case(misdeed), case("echo", 8), case("seen")]
    )

    assert (before, after) == (answered(7), [answered(8), answered(1)])
    assert blamed.status == status
    assert blamed.detail is not None
    assert detail in blamed.detail
    assert target.restarts == 1


def test_a_misdeed_in_the_last_case_leaves_a_working_target(opened: Opener) -> None:
    target = opened()

    assert [outcome.status for outcome in target.run([case("exit")])] == ["crashed"]
    assert target.run([case("seen")]) == [answered(0)]


def test_an_answer_too_many_is_noticed(opened: Opener) -> None:
    """At once or, if it comes late, before the next batch: it never counts for another case."""
    target = opened()
    first, last = target.run([case("echo", 1), case("twice", 2)])

    assert first == answered(1)
    assert last.status in ("protocol-error", "returned")
    time.sleep(0.2)
    assert target.run([case("seen")]) == [answered(0)]
    assert target.restarts == 1


def test_two_answers_at_once_are_no_answer(opened: Opener) -> None:
    target = opened()
    first, last = target.run([case("echo", 1), case("twice-at-once", 2)])

    assert first == answered(1)
    assert last.status == "protocol-error"
    assert last.detail is not None
    assert "more than the answers" in last.detail


def test_children_of_a_target_end_with_it(opened: Opener, tmp_path: Path) -> None:
    file = tmp_path / "pid"
    (outcome,) = opened().run([case("fork-and-die", str(file))])

    assert outcome.status == "crashed"
    assert ends_soon(int(file.read_text()))


def test_standard_error_is_read_and_forgotten_but_for_its_end(opened: Opener) -> None:
    target = opened()
    outcomes = target.run([case("mutter", 1 << 20), case("mutter", 1 << 20), case("seen")])
    child = target._child

    assert outcomes[2] == answered(2)
    assert child is not None
    assert 0 < len(child._stderr) <= STDERR_KEPT_BYTES


def test_busy_time_is_the_work_that_cases_cost(opened: Opener) -> None:
    """Waiting before `finish` does not count, and a working target counts what it works."""
    target = opened(deadline_seconds=5.0)
    target.start([case("echo", 1)])
    time.sleep(0.3)
    target.finish()

    assert target.busy_seconds < 0.2
    target.run([case("work", 400)])

    assert 0.2 < target.busy_seconds < 2


def test_the_end_of_standard_error_is_kept(opened: Opener) -> None:
    (outcome,) = opened().run([case("complain", "thread 'main' panicked")])

    assert outcome.status == "crashed"
    assert outcome.detail is not None
    assert "thread 'main' panicked" in outcome.detail


@pytest.mark.parametrize("kind", ["native", "node"])
def test_memory_has_a_ceiling(opened: Opener, kind: Kind) -> None:
    """By address space for native programs, by resident size for Node."""
    target = opened(kind=kind, memory_bytes=200 << 20, deadline_seconds=20.0)
    begun = time.monotonic()
    eaten, after = target.run([case("eat"), case("echo", 1)])

    assert (eaten.status, after) == ("crashed", answered(1))
    assert eaten.detail is not None
    assert ("MemoryError" if kind == "native" else "memory: resident size") in eaten.detail
    assert time.monotonic() - begun < 10


def test_a_time_out_counts_only_after_it_repeats_alone(opened: Opener, tmp_path: Path) -> None:
    """Slow the first time only: the answer of the second time, with the longer deadline, counts."""
    target = opened(confirm_timeouts=True)
    outcomes = target.run(
        [case("echo", 1), case("slow-once", str(tmp_path / "flag")), case("seen")]
    )

    assert [outcome.status for outcome in outcomes] == ["returned"] * 3
    assert outcomes[2] == answered(1)  # the fresh process went on with the rest


def test_a_hang_is_confirmed_with_ten_times_the_deadline(opened: Opener) -> None:
    target = opened(confirm_timeouts=True, deadline_seconds=0.1)
    begun = time.monotonic()
    hung, after = target.run([case("hang"), case("echo", 5)])

    assert (hung.status, after) == ("timed-out", answered(5))
    assert hung.detail is not None
    assert "within 1 s" in hung.detail
    assert time.monotonic() - begun >= 1.1


def test_a_target_may_die_between_batches(opened: Opener) -> None:
    target = opened()
    target.run([case("echo", 1)])
    child = target._child
    assert child is not None
    child._process.kill()
    child._process.wait()

    assert target.run([case("seen")]) == [answered(0)]


LIES = [
    ({"protocol": 2}, "protocol 2 is not 1"),
    ({"type": "outcome"}, "expected a hello first"),
    ({"lanes": ["float"]}, "hello.lanes"),
    ({"lanes": {"float": 1}}, "hello.lanes.float"),
    ({"lanes": {"float": {"operations": "all"}}}, "hello.lanes.float.operations"),
    ({"lanes": None}, "'lanes' is missing"),
    ({"observes": ["everything"]}, "'everything' is not one of"),
    ({"marks": "all"}, "hello.marks"),
    ({"name": ""}, "hello.name"),
    ({"word": 16}, "hello.word"),
    ({"colour": "red"}, "hello.colour"),
    ({"version": "2"}, "installed was '1'"),
    ({"name": "other"}, "hello.name is 'other'"),
]


@pytest.mark.parametrize(("lie", "message"), LIES)
def test_a_lying_handshake_is_named(opened: Opener, lie: dict[str, Any], message: str) -> None:
    target = opened(json.dumps(lie), version="1", expected_name="rogue")
    with pytest.raises(HandshakeError) as caught:
        target.hello()

    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("instead", "message"),
    [("exit", "exited with status 3"), ("hang", "said nothing"), ("segfault", "SIGSEGV")],
)
def test_a_target_without_a_handshake_is_unavailable(
    opened: Opener, instead: str, message: str
) -> None:
    target = opened("{}", instead, start_seconds=0.5)
    with pytest.raises(TargetUnavailable) as caught:
        target.hello()

    assert message in str(caught.value)


@pytest.mark.parametrize("instead", ["flood-stdout", "flood-stderr"])
def test_a_flood_instead_of_a_handshake_is_named(opened: Opener, instead: str) -> None:
    with pytest.raises(HandshakeError):
        opened("{}", instead).hello()


@pytest.mark.parametrize("argv", [("/nonexistent/python",), (), ("/etc/passwd",), ("a\0b",)])
def test_a_program_that_cannot_be_started_is_named(argv: tuple[str, ...]) -> None:
    with pytest.raises(TargetUnavailable, match="cannot start"):
        ProcessTarget(TargetSpec("absent", "native", argv)).hello()


def test_no_process_outlives_its_target(opened: Opener) -> None:
    """Not even one that hangs, stopped or with children of its own."""
    target = opened()
    target.hello()
    child = target._child
    assert child is not None
    pid = child._process.pid
    target.start([case("stop")])
    target.close()

    with pytest.raises(ProcessLookupError):
        os.killpg(pid, 0)


def test_a_hanging_target_dies_with_a_killed_harness(tmp_path: Path) -> None:
    """The harness cannot clean up after kill -9: the system does."""
    script = (
        "import sys\nfrom tests.diff.test_process import *\n"
        "target = ProcessTarget(spec())\ntarget.hello()\n"
        "print(target._child._process.pid, flush=True)\n"
        "target.start([case('hang')])\nimport time\ntime.sleep(60)\n"
    )
    root = Path(__file__).parents[2]
    harness = subprocess.Popen(
        [sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, text=True
    )
    with closing(harness.stdout or sys.stdin) as output:
        pid = int(output.readline())
    harness.kill()
    harness.wait()

    assert ends_soon(pid)


def ends_soon(pid: int) -> bool:
    """Whether a process is gone within five seconds."""
    for _ in range(100):
        if not _running(pid):
            return True
        time.sleep(0.05)
    return False


def _running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
