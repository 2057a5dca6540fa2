"""Gas, against computations that know only the published rules, not the machine's code."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference_vm.execution import OUT_OF_CYCLES, execute
from spec.bytecode.instructions import BinaryOp, Comparison, Op
from tests.semantics import oracle
from tests.semantics.assembled import binary, comparison, function

LOADS_AND_RETURN = 3
INTS = st.integers(-(2**4000), 2**4000) | st.integers(-(2**70), 2**70)


def big_integer_rule(*operands: int) -> int:
    """CIP-3: the base, and the larger bit length divided by 64, rounded down (G13)."""
    return 1 + max(abs(operand).bit_length() for operand in operands) // 64


@given(INTS, INTS, st.sampled_from([BinaryOp.ADD, BinaryOp.SUBTRACT, BinaryOp.XOR, BinaryOp.AND]))
def test_integer_arithmetic(left: int, right: int, operation: BinaryOp) -> None:
    """The short path for small ints and the general one follow one formula."""
    execution = execute(binary(operation), [left, right])

    assert execution.cycles == LOADS_AND_RETURN + big_integer_rule(left, right)


@given(INTS, INTS, st.sampled_from(list(Comparison)))
def test_integer_comparison(left: int, right: int, kind: Comparison) -> None:
    """Comparisons pay the same rule."""
    execution = execute(comparison(kind), [left, right])

    assert execution.cycles == LOADS_AND_RETURN + big_integer_rule(left, right)


@given(st.text(max_size=200), st.text(max_size=200))
def test_concatenation_pays_each_code_point(left: str, right: str) -> None:
    """1, and 1 for each code point produced (G16)."""
    execution = execute(binary(BinaryOp.ADD), [left, right])

    assert execution.cycles == LOADS_AND_RETURN + 1 + len(left) + len(right)


@given(st.integers(0, 60))
def test_building_pays_each_element(count: int) -> None:
    """1, and 1 for each element of a tuple (G11)."""
    loads = [(Op.LOAD_SMALL_INT, 1)] * count
    code = function(*loads, (Op.BUILD_TUPLE, count), (Op.RETURN_VALUE, 0), stacksize=70)
    execution = execute(code)

    assert execution.cycles == count + 1 + count + 1


@given(st.integers(1000, 5000))
def test_cells_of_a_large_text(count: int) -> None:
    """A creation above 4,096 bytes costs its size in cells; a code point has 4 bytes."""
    execution = execute(binary(BinaryOp.MULTIPLY), ["ab", count])
    size = 2 * count * 4

    assert execution.cells == (size if size > 4096 else 0)


SAMPLES = [
    ("calls", "star_arguments"), ("calls", "decorators"), ("exceptions", "context_chain"),
    ("generators", "yield_from_generator"), ("classes", "metaclass_basics"),
    ("withs", "several_items"), ("matching", "classes"), ("containers", "dict_order"),
    ("text", "fstrings"), ("containers", "sort_stability"), ("calls", "builtin_results"),
]  # fmt: skip


@pytest.mark.parametrize(("family", "name"), SAMPLES)
def test_the_meter_stops_anywhere(family: str, name: str) -> None:
    """With any limit below the price of a run, the run ends, nothing is overdrawn or handled."""
    from diff.guest import code_to_guest

    code = code_to_guest(oracle.kept(family)["programs"][name]["code"])
    full = execute(code)
    step = max(1, full.cycles // 150)

    for limit in range(0, full.cycles, step):
        stopped = execute(code, cycles=limit)
        assert stopped.status == OUT_OF_CYCLES
        assert stopped.cycles <= limit
        assert stopped.steps <= full.steps
    exact = execute(code, cycles=full.cycles)
    assert exact.status == full.status
    assert exact.cycles == full.cycles


@pytest.mark.parametrize(("family", "name"), SAMPLES)
def test_prices_of_steps_add_up(family: str, name: str) -> None:
    """The prices in the trace sum up to the cycles of the run; tracing changes nothing."""
    from diff.guest import code_to_guest
    from reference_vm.trace import Tracer

    code = code_to_guest(oracle.kept(family)["programs"][name]["code"])
    plain = execute(code)
    tracer = Tracer(code, full=True, keep=10**6)
    traced = execute(code, tracer=tracer)

    assert sum(record.price for record in tracer.records) == traced.cycles
    assert (plain.status, plain.cycles, plain.steps) == (
        traced.status, traced.cycles, traced.steps
    )  # fmt: skip
    assert len(tracer.records) == traced.steps
    before: Any = 0
    for record in tracer.records:
        assert record.cycles == before
        before += record.price
