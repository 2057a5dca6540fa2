"""Errors that rules declare are those that they raise: none undeclared, none that never shows."""

from collections import defaultdict

import pytest

from diff.guest import code_to_guest
from fuzz.checks.rules import PASSED_ON, is_declared, run_cases
from reference_vm.compiling import compile_module
from reference_vm.rule_cases import observe
from spec.bytecode.code import Code
from spec.bytecode.instructions import Intrinsic1, Op
from spec.semantics.registry import all_rules
from spec.semantics.values import List, Value
from tests.semantics import oracle, test_assembled
from tests.semantics.assembled import function

RULES = all_rules()

REFUSED_NAMES = b"""
def caught(action):
    try:
        action()
    except Exception:
        pass

class Body:
    entry: memoryview
    try:
        memoryview
    except Exception:
        pass

caught(lambda: memoryview)
caught(lambda: Body.__annotations__)
"""
"""Reads a builtin that the profile refuses in each of the ways to read a name."""

Observed = dict[Op, set[str]]


@pytest.fixture(scope="module")
def observed() -> Observed:
    """Which exceptions the instructions raise, over all programs and a few hand-made codes."""
    seen: Observed = defaultdict(set)

    def note(code: Code, arguments: list[Value], limit: int) -> None:
        for op, cls in observe(code, arguments, limit, limit, steps=limit).errors:
            seen[op].add(cls)

    for family in oracle.families():
        limit = oracle.CYCLES if family == oracle.LIMITS else 10**6
        for kept in oracle.kept(family)["programs"].values():
            note(code_to_guest(kept["code"]), [], limit)
    for code, _ in test_assembled.CASES.values():
        note(code, [], 10**6)
    note(compile_module(REFUSED_NAMES), [], 10**6)
    full = List([None] * (10 * 1024 * 1024 // 8))
    append = function(
        (Op.LOAD_FAST, 0), (Op.LOAD_FAST, 0), (Op.LIST_APPEND, 1), (Op.RETURN_VALUE, 0),
        parameters=1,
    )  # fmt: skip
    note(append, [full], 10**9)
    star = (Op.CALL_INTRINSIC_1, int(Intrinsic1.IMPORT_STAR))
    note(function((Op.LOAD_FAST, 0), star, (Op.RETURN_VALUE, 0), parameters=1), [full], 10**6)
    return seen


@pytest.mark.parametrize("op", sorted(set(RULES) - PASSED_ON), ids=lambda op: op.name)
def test_no_undeclared_error(op: Op, observed: Observed) -> None:
    """A builtin exception that an instruction raises is declared by its rule."""
    assert {name for name in observed[op] if not is_declared(op, name)} == set()


@pytest.mark.parametrize("op", sorted(RULES), ids=lambda op: op.name)
def test_every_declared_error_shows(op: Op, observed: Observed) -> None:
    """A program, or code made by hand, shows each declared error."""
    declared = {name for name in RULES[op].raises if name != "user-error"}

    assert declared - observed[op] == set()


def test_no_undeclared_error_in_generated_cases() -> None:
    """A part of what `python -m fuzz.checks.rules --cases 1000000` runs: no defect either."""
    tally = run_cases(first=0, count=3_000, seed=11, programs=20)

    assert tally.undeclared() == []
    assert tally.defects == {}
    assert tally.cases == 3_000
    assert len(tally.first) > 1_000
