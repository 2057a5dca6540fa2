"""Every price against the exported table and the sizes of the operands."""

from collections import Counter

import pytest

from diff.guest import code_to_guest, to_guest
from reference_vm.execution import starts
from reference_vm.price_coverage import prices_without_rule
from spec.bytecode.instructions import Op
from spec.errors import MachineEnd
from spec.gas_table import TABLE
from spec.semantics.machine import Machine, step
from tests.gas.charged import compared, kept
from tests.gas.formulas import (
    LIMIT,
    RECORDER,
    RECORDING,
    UNNAMED,
    Charge,
    evaluate,
    exported,
    price,
)
from tests.gas.measures import measured, seen
from tests.semantics import corpus

MOST_STEPS = 300
CHARGES_NOTHING = {
    "no step: passed over": "NOP NOT_TAKEN RESUME EXTENDED_ARG CACHE JUMP_FORWARD",
    "FOR_ITER leaves the loop behind it": "END_FOR",
    "free, and known without asking for a price": "hash[float] hash[other] identity[bool] "
    "identity[bytearray] identity[float] identity[other]",
    "no such value can be a key": "hash[bytearray]",
    "compared by what is inside: the entries of dict and tuple": "COMPARE_OP.eq[mappingproxy] "
    "COMPARE_OP.ne[mappingproxy] COMPARE_OP.eq[slice] COMPARE_OP.ne[slice]",
    "no value has this type": "advance[longrange_iterator]",
}
"""Entries that no run charges, by the reason."""


@pytest.fixture(scope="module")
def runs():
    return [(case, compared(case)) for case in kept()]


def test_what_is_charged_is_what_the_export_says(runs):
    """Each run, with every charge taken from the exported formulas, costs what it costs."""
    for case, run in runs:
        assert run.by_export == run.by_machine, case
        # A generator among the operands was made, and its code prepared, outside the run.
        assert Charge(UNNAMED, None) not in run.charges or "few()" in case["operands"], case


def test_every_entry_is_charged(runs):
    """But for those without a rule yet, and a short list."""
    charged = {key for _, run in runs for key in run.keys}
    sizes = {key for key, entry in exported().items() if entry.unit == "bytes"}
    excused = {key for keys in CHARGES_NOTHING.values() for key in keys.split()}
    assert excused.isdisjoint(charged)
    missing = set(exported()) - charged - sizes - excused - set(prices_without_rule(TABLE))
    assert sorted(missing) == []


def steps(body):
    """For each finished step: instruction, operand, stack before, result, what it paid."""
    RECORDER.calls.clear()
    machine = Machine(RECORDING, LIMIT, LIMIT)
    arguments = [to_guest(each) for each in body["arguments"]]
    for _ in starts(machine, code_to_guest(body["code"]), arguments, None):
        for _ in range(MOST_STEPS):
            frame = machine.frame
            if frame is None:
                break
            index, before = frame.index, machine.meter.cycles
            stack = [seen(each) for each in frame.stack]
            machine.arrivals = []
            step(machine)
            done = machine.frame is frame and frame.index != index and not machine.arrivals
            if done and frame.stack:
                paid = RECORDER.read(before - machine.meter.cycles)
                ops = frame.prepared.ops[index], frame.prepared.opargs[index]
                yield (*ops, stack, seen(frame.stack[-1]), paid)


def own_sizes(op, paid):
    """The entry of an instruction that a step paid, and its sizes; None if not one alone."""
    own = {
        charge: count
        for charge, count in paid.items()
        if charge.key.replace("[", ".").split(".")[0] == op.name
    }
    keys = {charge.key for charge in own}
    if len(keys) != 1:
        return None
    key = keys.pop()
    entry = exported()[key]
    totals = [0] * len(entry.sizes)
    for charge, count in own.items():
        for place, size in enumerate(charge.sizes or ()):
            totals[place] += count * size
    assert sum(count for charge, count in own.items() if charge.whole) == 1
    return key, dict(zip(entry.sizes, totals, strict=True))


CASES = [
    *(each.case.body for each in corpus.kept(corpus.SINGLE)[::9]),
    *(each.case.body for each in corpus.kept(corpus.PROGRAMS)[::60]),
]


def test_sizes_are_those_of_the_operands():
    """Bits, code points, elements and pairs, measured on what is on the stack."""
    verified = Counter()
    for body in CASES:
        try:
            for op, oparg, stack, result, paid in steps(body):
                wanted = measured(Op(op), oparg, stack, result)
                found = None if wanted is None else own_sizes(Op(op), paid)
                if found is not None:
                    key, sizes = found
                    assert sizes == {name: wanted[name] for name in sizes}, (key, stack, result)
                    verified[key] += 1
        except MachineEnd:
            continue
    assert len(verified) > 70
    assert sum(verified.values()) > 300


@pytest.mark.parametrize(
    ("tree", "sizes", "value"),
    [
        (["+", 5, ["//", "bits", 64]], {"bits": 64}, 6),
        (["+", 1, ["ceil", "units", 64]], {"units": 65}, 3),
        (["*", "items", ["ceil_log2", "items"]], {"items": 9}, 36),
        (["ceil_log2", "items"], {"items": 0}, 0),
        (["if_above", "size", 4096, "size"], {"size": 4096}, 0),
        (["if_above", "size", 4096, "size"], {"size": 4097}, 4097),
        (["excess", "after", "before"], {"after": 3, "before": 5}, 0),
        (["max", "items", "units"], {"items": 3, "units": 2}, 3),
    ],
)
def test_evaluator(tree, sizes, value):
    """Worked out by hand."""
    assert evaluate(tree, sizes) == value


def test_a_changed_price_is_noticed():
    """The comparison can fail: a table that differs from the export by one."""
    from spec.gas_table import Price
    from spec.revision import PVM_1
    from tests.gas.charged import PLENTY, run_of

    entry = TABLE.price("builtin.len")
    dearer = PVM_1.changed(
        "dearer", prices={entry.key: Price(entry.key, entry.base + 1, source=entry.source)}
    )
    case = {"method": "builtin.len", "receiver": None, "arguments": [["str", "ab"]], "keywords": {}}
    found = compared(case)
    assert found.by_export == found.by_machine == ("returned", price("CALL") + price(entry.key), 0)
    assert run_of(case)(PLENTY, PLENTY, dearer).cycles == found.by_export[1] + 1


def test_an_entry_that_is_paid_as_another_has_its_formula():
    """The notes say so; whoever implements the table may follow either."""
    notes = {price.key: price.note for price in TABLE if price.note.startswith("paid as ")}
    assert len(notes) > 70
    for key, note in notes.items():
        other = exported()[note.removeprefix("paid as ")]
        assert (exported()[key].tree, exported()[key].sizes) == (other.tree, other.sizes), key
