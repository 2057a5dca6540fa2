"""Errors that rules declare are those that they raise: none undeclared, none that never shows."""

from collections import defaultdict

import pytest

from diff.guest import code_to_guest
from reference_vm import execute
from spec.bytecode.instructions import Intrinsic1, Op
from spec.semantics.builtin_classes import CLASSES
from spec.semantics.frame import Frame
from spec.semantics.machine import Machine
from spec.semantics.registry import all_rules
from spec.semantics.values import ExceptionInstance, List
from tests.semantics import oracle
from tests.semantics.assembled import function

RULES = all_rules()

PASSED_ON = frozenset(
    {Op.CALL, Op.CALL_KW, Op.CALL_FUNCTION_EX, Op.RERAISE, Op.RAISE_VARARGS, Op.YIELD_VALUE,
     Op.CLEANUP_THROW}
)  # fmt: skip
"""Rules that raise what a native, the program or whoever resumes a generator gives them."""

HAND_MADE = {
    (Op.MATCH_KEYS, "AttributeError"): "a mapping pattern on what is no mapping",
    (Op.CALL_INTRINSIC_2, "TypeError"): "`derive` of a user's group that answers otherwise later",
}
"""Declared errors that no program shows: only hand-made code or unlikely classes raise them."""

Observed = dict[Op, set[str]]


@pytest.fixture(scope="module")
def observed() -> Observed:
    """Which exceptions the instructions raise, over all programs and a few hand-made codes."""
    seen: Observed = defaultdict(set)
    last: list[ExceptionInstance] = []
    unwind = Machine.unwind

    def note(machine: Machine, frame: Frame, failure: ExceptionInstance) -> bool:
        if not last or last[-1] is not failure:
            last.append(failure)
            seen[frame.prepared.ops[frame.index]].add(failure.cls.name)
        return unwind(machine, frame, failure)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Machine, "unwind", note)
        for family in oracle.families():
            limit = oracle.CYCLES if family == "limits" else 10**6
            for kept in oracle.kept(family)["programs"].values():
                execute(code_to_guest(kept["code"]), [], limit, limit)
        full = List([None] * (10 * 1024 * 1024 // 8))
        execute(
            function(
                (Op.LOAD_FAST, 0), (Op.LOAD_FAST, 0), (Op.LIST_APPEND, 1), (Op.RETURN_VALUE, 0),
                parameters=1,
            ),
            [full], 10**9, 10**9,
        )  # fmt: skip
        star = (Op.CALL_INTRINSIC_1, int(Intrinsic1.IMPORT_STAR))
        execute(function((Op.LOAD_FAST, 0), star, (Op.RETURN_VALUE, 0), parameters=1), [full])
    return seen


@pytest.mark.parametrize("op", sorted(set(RULES) - PASSED_ON), ids=lambda op: op.name)
def test_no_undeclared_error(op: Op, observed: Observed) -> None:
    """A builtin exception that an instruction raises is declared by its rule."""
    builtin = {name for name in observed[op] if name in CLASSES}

    assert builtin <= set(RULES[op].raises)


@pytest.mark.parametrize("op", sorted(RULES), ids=lambda op: op.name)
def test_every_declared_error_shows(op: Op, observed: Observed) -> None:
    """A program shows each declared error, or the list above says why none does."""
    declared = {name for name in RULES[op].raises if name != "user-error"}
    missing = {name for name in declared - observed[op] if (op, name) not in HAND_MADE}

    assert missing == set()
