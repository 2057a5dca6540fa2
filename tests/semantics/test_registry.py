"""The registry against the instruction set, the gas table and the validator's stack effects."""

import pytest

from diff.identity import is_compiled
from spec.bytecode.effects import EFFECTS
from spec.bytecode.instructions import OUTSIDE_PROFILE, Op
from spec.gas_table import TABLE
from spec.revision import PVM_1, unpriced
from spec.semantics import registry
from spec.semantics.builtin_classes import CLASSES
from spec.semantics.natives import all_natives, builtin, method
from spec.semantics.registry import PASSED_OVER_REASONS, Charge, all_rules, without_rule
from spec.semantics.values import ABSENT

RULES = all_rules()


def test_every_instruction_has_a_rule_or_a_reason() -> None:
    """And none has both."""
    assert without_rule() == []
    assert not set(RULES) & set(OUTSIDE_PROFILE)
    assert not set(RULES) & set(PASSED_OVER_REASONS)
    assert set(RULES) | set(OUTSIDE_PROFILE) | set(PASSED_OVER_REASONS) == set(Op)


def test_every_rule_has_a_price() -> None:
    """In the form that its registration claims."""
    assert unpriced(PVM_1) == []
    for op, rule in RULES.items():
        if rule.charge is Charge.FIXED:
            assert TABLE.price(op.name).fixed, op.name
        elif rule.charge in (Charge.COUNTED, Charge.SIZED):
            assert op.name in TABLE, op.name


def test_every_price_of_an_instruction_has_a_rule() -> None:
    """Or belongs to an instruction that is no step."""
    names = {op.name for op in RULES} | {op.name for op in Op if op not in RULES}
    for key in sorted(TABLE.keys()):
        head = key.partition("[")[0].partition(".")[0]
        if head.isupper():
            assert head in names, key


def test_declared_errors_are_exceptions() -> None:
    """Every declared error is a builtin exception, or `user-error`."""
    for op, rule in RULES.items():
        for name in rule.raises:
            assert name == "user-error" or CLASSES[name].layout == "exception", (op.name, name)


def test_nothing_is_registered_twice() -> None:
    """One rule for an instruction, one native for a name."""
    all_natives()
    with pytest.raises(ValueError, match="two rules for POP_TOP"):
        registry.rule(Op.POP_TOP, stack="value --")(lambda machine, frame, operand: None)
    with pytest.raises(ValueError, match=r"two natives 'builtin\.len'"):
        builtin("len", "obj, /")(lambda machine, value: None)
    with pytest.raises(ValueError, match=r"two natives 'list\.append'"):
        method(CLASSES["list"], "append", "self, object, /")(lambda machine, *rest: None)

    assert all_rules() == RULES
    assert repr(ABSENT) == "<ABSENT>"


@pytest.mark.skipif(is_compiled(), reason="compiled functions have no docstring")
@pytest.mark.parametrize("op", sorted(RULES), ids=lambda op: op.name)
def test_every_rule_is_documented(op: Op) -> None:
    """Its docstring says what it does, and its stack effect has both sides."""
    rule = RULES[op]

    assert (rule.function.__doc__ or "").strip()
    assert rule.stack.count("--") == 1


@pytest.mark.parametrize("op", sorted(set(RULES) & set(EFFECTS)), ids=lambda op: op.name)
def test_stack_effects_agree_with_the_validator(op: Op) -> None:
    """Where the effect has a fixed size, the registration and the validator count the same."""
    text = RULES[op].stack
    if any(mark in text for mark in "*|?("):
        pytest.skip("the effect depends on the operand")
    before, _, after = text.partition("--")
    effect = EFFECTS[op]
    taken = len([part for part in before.split(",") if part.strip()])
    left = len([part for part in after.split(",") if part.strip()])

    assert left - taken == len(effect.pushes) - effect.pops
