"""The host's stack stays flat, whatever the depth of the guest's calls and data."""

import sys
from collections.abc import Iterator

import pytest

from diff.guest import code_to_guest
from reference_vm.execution import execute
from spec.bytecode.instructions import BinaryOp, Comparison
from spec.semantics.values import List, Value
from tests.semantics import oracle
from tests.semantics.assembled import binary, comparison

HOST_FRAMES = 120


@pytest.fixture(autouse=True)
def shallow_host_stack() -> Iterator[None]:
    """Leave few host frames, so that any recursion with the guest's depth shows."""
    depth = 0
    frame = sys._getframe()
    while frame is not None:
        depth += 1
        frame = frame.f_back  # type: ignore[assignment]
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + HOST_FRAMES)
    yield
    sys.setrecursionlimit(before)


def nested(depth: int) -> Value:
    """A list in a list in a list ..."""
    value: Value = List([])
    for _ in range(depth):
        value = List([value])
    return value


def test_comparison_of_deep_lists_is_the_guests_own_error() -> None:
    """100,000 levels: RecursionError at the limit of native frames, no host error."""
    execution = execute(comparison(Comparison.EQ), [nested(100_000), nested(100_000)], 10**9, 10**9)

    assert execution.status == "raised"
    assert execution.exception is not None
    assert execution.exception.cls.name == "RecursionError"


def test_comparison_of_less_deep_lists() -> None:
    """4,000 levels compare."""
    execution = execute(comparison(Comparison.EQ), [nested(4_000), nested(4_000)], 10**9, 10**9)

    assert execution.value is True


def test_deep_tuples_are_identical_item_by_item() -> None:
    """Identity of tuples walks with a stack of its own."""
    one: Value = ()
    other: Value = ()
    for _ in range(50_000):
        one, other = (one,), (other,)
    execution = execute(comparison(Comparison.EQ), [one, other], 10**9, 10**9)

    assert execution.value is True


@pytest.mark.parametrize(
    ("family", "name"),
    [
        ("calls", "deep_recursion"),
        ("exceptions", "recursion_error"),
        ("generators", "deep_delegation"),
        ("containers", "self_containing"),
    ],
)
def test_deep_programs(family: str, name: str) -> None:
    """Recursion to the limit, chains of generators, containers in themselves."""
    code = code_to_guest(oracle.kept(family)["programs"][name]["code"])

    assert execute(code, [], 10**9, 10**9).status == "returned"


@pytest.mark.parametrize(
    ("value", "count"), [("a", 10**9), ("a", 10**30), (b"x", 2**62), ((1,), 10**12)]
)
def test_huge_repetition_is_refused_before_it_is_built(value: Value, count: int) -> None:
    """MemoryError or OverflowError of the guest, at once."""
    execution = execute(binary(BinaryOp.MULTIPLY), [value, count], 10**15, 10**15)

    assert execution.status == "raised"
    assert execution.exception is not None
    assert execution.exception.cls.name in ("MemoryError", "OverflowError")


@pytest.mark.parametrize(
    ("operation", "left", "right"),
    [
        (BinaryOp.POWER, 2, 10**9), (BinaryOp.LSHIFT, 1, 10**18), (BinaryOp.POWER, 10**1000, 99),
        (BinaryOp.MULTIPLY, 2**4000, 2**4000),
    ],
)  # fmt: skip
def test_huge_ints_are_refused(operation: BinaryOp, left: int, right: int) -> None:
    """OverflowError beyond 4,096 bits, noted as a mark."""
    execution = execute(binary(operation), [left, right])

    assert execution.exception is not None
    assert execution.exception.cls.name == "OverflowError"
    assert "integer-limit" in [name for name, _ in execution.marks]


def test_the_largest_int_passes() -> None:
    """2**4096 - 1 is allowed, 2**4096 is not."""
    largest = 2**4096 - 1

    assert execute(binary(BinaryOp.ADD), [largest - 1, 1]).value == largest
    assert execute(binary(BinaryOp.ADD), [largest, 1]).status == "raised"
