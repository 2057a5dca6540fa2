"""Operators of dict views against the Python that runs the tests; 3.11 to 3.14 agree on them."""

import operator

import draw
import pytest

from spec.bytecode.instructions import BinaryOp, Comparison
from spec.semantics.arithmetic import binary, binary_operation
from spec.semantics.comparison import compare, compare_operation
from spec.semantics.raising import Raise
from spec.semantics.values import DictView, Set
from tests.objects.natives import finished, guest, host, new_machine

BINARY = {
    "AND": operator.and_,
    "OR": operator.or_,
    "SUBTRACT": operator.sub,
    "XOR": operator.xor,
}
COMPARISONS = {kind.name: getattr(operator, kind.name.lower()) for kind in Comparison}


def operand(choices):
    """Return a view as (part, dict), or another operand."""
    table = {
        choices.one([1, 2, 3, "a", True, 2.0]): choices.one([1, 2, [1]])
        for _ in range(choices.below(4))
    }
    elements = [choices.one([1, 2, 3, (1, 1), ("a", 2)]) for _ in range(choices.below(4))]
    other = choices.one([set(elements), elements, frozenset(elements[:2]), 3, "a1"])
    return choices.one([("keys", table), ("items", table), ("values", table), other])


def is_view(value):
    """Whether an operand is a view."""
    return type(value) is tuple


def theirs(name, left, right):
    """Return the host's answer, or the type of its error."""
    sides = [getattr(each[1], each[0])() if is_view(each) else each for each in (left, right)]
    try:
        return (BINARY | COMPARISONS)[name](*sides)
    except TypeError:
        return "TypeError"


def ours(name, left, right):
    """Return our answer, or the type of our error."""
    machine = new_machine()
    sides = [
        DictView(guest(each[1]), each[0]) if is_view(each) else guest(each)
        for each in (left, right)
    ]
    prices = machine.revision.prices
    try:
        if name in BINARY:
            operation = binary_operation(prices, BinaryOp[name])
            result = finished(machine, lambda: binary(machine, operation, *sides))
        else:
            comparison = compare_operation(prices, Comparison[name])
            result = finished(machine, lambda: compare(machine, comparison, *sides))
    except Raise as raised:
        return raised.error.cls.name
    return host(result) if isinstance(result, Set) else result


@pytest.mark.parametrize("name", [*BINARY, *COMPARISONS])
def test_views_are_sets(name):
    choices = draw.Draw(8)
    pairs = [(operand(choices), operand(choices)) for _ in range(800)]
    pairs = [pair for pair in pairs if is_view(pair[0]) or is_view(pair[1])]
    assert [pair for pair in pairs if ours(name, *pair) != theirs(name, *pair)] == []
