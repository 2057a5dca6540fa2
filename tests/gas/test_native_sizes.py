"""The sizes that natives pay for, against what their entries say that they count."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from diff.canonical import canonical_json
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.object import Operation, body_of, operations
from fuzz.lanes.object_values import Swarm
from reference_vm.operation import run_operation
from spec.gas_table import TABLE
from spec.gas_table.counted import COUNTED, COUNTED_OF
from spec.revision import PVM_1
from tests.gas.charged import PLENTY, arguments_of
from tests.gas.formulas import BASES, LIMIT, PLACES, RECORDER, RECORDING, exported
from tests.gas.native_measures import MEASURES, Applied, extent

CASES = 12
"""Of each native, of the thousands that its lane makes."""
MOST_CYCLES = 20_000


def cases(operation: Operation) -> Iterator[dict[str, Any]]:
    """Generated cases of one native."""
    for number in range(CASES):
        choices = Choices(SeededSource(number))
        yield body_of(choices, Swarm(choices), operation)


def paid_sizes(body: dict[str, Any]) -> tuple[tuple[int, ...], Applied] | None:
    """The sizes that a native paid for by its own entry, and what it was applied to.

    None if it did not end, or does not pay by its own entry.
    """
    method = body["method"]

    def run(cycles, revision):
        return run_operation(method, *arguments_of(body), cycles, PLENTY, revision)

    if run(MOST_CYCLES, PVM_1).status != "returned":
        return None
    arguments, keywords = arguments_of(body)
    lengths = [extent(each) for each in arguments]
    RECORDER.calls.clear()
    recorded = run_operation(method, arguments, keywords, LIMIT, LIMIT, RECORDING)
    if len(RECORDER.calls) >= PLACES - BASES:
        return None
    paid = RECORDER.read(recorded.cycles)
    own = [(charge.sizes, count) for charge, count in paid.items() if charge.key == method]
    if not own:
        return None
    before, _ = arguments_of(body)  # as they were
    log = "".join(recorded.log)
    applied = Applied(method, before, lengths, keywords, recorded.value, log)
    totals = [0] * len(exported()[method].sizes)
    for sizes, count in own:
        for place, size in enumerate(sizes or ()):
            totals[place] += count * size
    return tuple(totals), applied


def measured() -> list[Operation]:
    """The natives with an entry that says what it counts."""
    named = {each.name: each for group in operations().values() for each in group}
    return [named[key] for key in COUNTED_OF if key in named]


@pytest.mark.parametrize("part", range(4))
def test_natives_pay_for_what_they_count(part: int) -> None:
    found: Counter[str] = Counter()
    wrong = []
    for operation in measured()[part::4]:
        for body in cases(operation):
            paid = paid_sizes(body)
            if paid is not None:
                sizes, applied = paid
                wanted = MEASURES[COUNTED_OF[operation.name]](applied)
                found[operation.name] += 1
                if sizes != (wanted if isinstance(wanted, tuple) else (wanted,)):
                    wrong.append((canonical_json(body)[:300], sizes, wanted))
    assert wrong == []
    assert len(found) > 40
    assert sum(found.values()) > 300


def test_every_native_with_a_size_says_what_it_counts() -> None:
    """Or the general meaning of its size leaves no choice."""
    plain = {"bits", "left_bits", "right_bits", "total_bits", "classes", "digits", "length"}
    natives = {each.name for group in operations().values() for each in group}
    silent = {
        entry.key
        for entry in TABLE
        if entry.key in natives and set(entry.sizes) - plain and not entry.note
    }
    assert silent == set()


def test_wording_and_measures_are_one_to_one() -> None:
    assert set(MEASURES) == set(COUNTED)
    assert set(COUNTED_OF) <= {entry.key for entry in TABLE}
    assert all(TABLE.price(key).note.endswith(words) for key, words in COUNTED_OF.items())
