"""Validation and machine say the same about each instruction."""

import pytest

from spec.bytecode.effects import stack_effect
from spec.bytecode.flow import NEVER_RAISE
from spec.bytecode.instructions import OPERANDS, OUTSIDE_PROFILE, Op
from spec.revision import PVM_1
from spec.semantics.registry import PASSED_OVER_REASONS, Rule, all_rules

_COUNTED = {"*items": 1, "*parts": 1, "*arguments": 1, "*pairs": 2, "*kept": 1}
"""Items of a registered signature that stand for as many as the operand says (or twice)."""


def registered_change(rule: Rule, oparg: int) -> int | None:
    """The change of height that a rule registers, for an operand; None if it cannot be read."""
    change = 0
    for sign, side in zip((-1, 1), rule.stack.split("--"), strict=True):
        for name in (part.strip() for part in side.split(",")):
            if not name or name == "*between":
                continue
            if name in _COUNTED:
                change += sign * _COUNTED[name] * oparg
            elif name.endswith("?") or "|" in name or name[0] in "*(":
                return None
            else:
                change += sign
    return change


@pytest.mark.parametrize("op", sorted(all_rules()), ids=lambda op: str(op.name))
def test_stack_effects_agree_with_the_registered_signatures(op: Op) -> None:
    rule = all_rules()[op]
    for oparg in (1, 2, 3) if op in OPERANDS else (0,):
        expected = registered_change(rule, oparg)
        if expected is None or op in (Op.LOAD_SUPER_ATTR, Op.LOAD_ATTR):
            continue
        pops, pushes = stack_effect(op, oparg)

        assert pushes - pops == expected


def test_most_signatures_can_be_read() -> None:
    read = [rule for rule in all_rules().values() if registered_change(rule, 1) is not None]

    assert len(read) > 95


def test_what_validation_takes_for_harmless_raises_nothing() -> None:
    raising = [op.name for op in NEVER_RAISE if op in all_rules() and all_rules()[op].raises]

    assert raising == []


def test_every_instruction_has_a_rule_or_a_reason_for_none() -> None:
    for op in Op:
        accepted = PVM_1.has_rule(op) and op not in OUTSIDE_PROFILE

        assert accepted == (op in all_rules() or op in PASSED_OVER_REASONS)
