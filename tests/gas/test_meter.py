"""The meter at the price of a case and beside it, for the whole corpus of single instructions."""

import pytest

from diff.canonical import canonical_json
from diff.guest import code_to_guest, from_guest, to_guest
from reference_vm.execution import OUT_OF_CELLS, OUT_OF_CYCLES, RETURNED, execute
from reference_vm.operation import run_operation
from reference_vm.trace import Tracer
from tests.semantics import corpus

PLENTY = 10_000_000
PARTS = 8
SHARE = 8
"""Of so many cases one is run."""


def run(body, cycles, tracer=False):
    """A run of a single instruction."""
    code = code_to_guest(body["code"])
    arguments = [to_guest(each) for each in body["arguments"]]
    watcher = Tracer(code, full=True) if tracer else None
    return execute(code, arguments, cycles, PLENTY, tracer=watcher)


def shown(execution):
    """Everything that a run shows."""
    error = None if execution.exception is None else from_guest(execution.exception)
    value = from_guest(execution.value) if execution.status == RETURNED else None
    return canonical_json(
        [execution.status, value, error, execution.cycles, execution.cells, execution.log]
    )


@pytest.mark.parametrize("part", range(PARTS))
def test_price_less_one_price_and_price_and_one(part):
    """With its price a case does what it does with plenty; with one less it does not end."""
    for each in corpus.kept(corpus.SINGLE)[part :: PARTS * SHARE]:
        body = each.case.body
        plenty = run(body, PLENTY)
        if plenty.status == OUT_OF_CELLS:
            continue
        for limit in (plenty.cycles, plenty.cycles + 1):
            assert shown(run(body, limit)) == shown(plenty), each.shows
        short = run(body, plenty.cycles - 1)
        assert short.status == OUT_OF_CYCLES, each.shows
        assert short.cycles < plenty.cycles
        assert short.steps <= plenty.steps
        assert shown(run(body, plenty.cycles - 1, tracer=True)) == shown(short), each.shows


LONG = [
    ("list.sort", ["list", [["int", (7 * n) % 31] for n in range(31)]], []),
    ("list.extend", ["list", []], [["range", [["int", 0], ["int", 40], ["int", 1]]]]),
    ("list.remove", ["list", [["int", n] for n in range(40)]], [["int", 39]]),
    ("list.insert", ["list", [["int", n] for n in range(40)]], [["int", 0], ["int", 1]]),
    ("set.update", ["set", []], [["range", [["int", 0], ["int", 40], ["int", 1]]]]),
    ("dict.update", ["dict", []], [["dict", [[["int", n], ["int", n]] for n in range(40)]]]),
    ("bytearray.extend", ["bytearray", ""], [["list", [["int", n] for n in range(40)]]]),
    ("builtin.sorted", None, [["list", [["int", -n] for n in range(40)]]]),
    ("builtin.sum", None, [["list", [["int", n] for n in range(40)]]]),
    ("str.join", ["str", ", "], [["list", [["str", "ab"] for _ in range(40)]]]),
    ("builtin.pow", None, [["int", 3], ["int", 1000], ["int", 10**30]]),
]


def state(name, receiver, arguments, cycles):
    """Outcome of an operation, and what it left of its receiver and arguments."""
    values = [] if receiver is None else [to_guest(receiver)]
    values += [to_guest(each) for each in arguments]
    ended = run_operation(name, values, {}, cycles, PLENTY)
    return ended, canonical_json([from_guest(each) for each in values])


@pytest.mark.parametrize(("name", "receiver", "arguments"), LONG, ids=[each[0] for each in LONG])
def test_a_native_stops_in_a_definite_state(name, receiver, arguments):
    """With any limit: nothing is overdrawn, the state is the same each time, and it is that of
    some run with less, or of the whole one, until the whole price is there."""
    full, done = state(name, receiver, arguments, PLENTY)
    assert full.status == RETURNED
    before = state(name, receiver, arguments, 0)[1]
    states = [before]
    for limit in range(full.cycles):
        stopped, left = state(name, receiver, arguments, limit)
        assert (stopped.status, left) == (OUT_OF_CYCLES, state(name, receiver, arguments, limit)[1])
        assert stopped.cycles <= limit
        if left != states[-1]:
            assert left not in states, "a limit more undid what was done"
            states.append(left)
    assert state(name, receiver, arguments, full.cycles)[1] == done
    assert state(name, receiver, arguments, full.cycles)[0].status == RETURNED
