"""The registration of rules: one place for everything that is known about an instruction.

From it come execution, the check that every rule has a price and every price a rule, cases,
coverage and the pages of the documentation.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeAlias, final

from spec.bytecode.code import Code
from spec.bytecode.instructions import OUTSIDE_PROFILE, Op
from spec.semantics.prepare import RuleFunction

if TYPE_CHECKING:
    from spec.semantics.prices import Prices


class Effect(Enum):
    """What a rule may touch besides its operands."""

    PURE = "operands only"
    READS = "reads the state of the machine"
    WRITES = "changes the state of the machine, or may run user code"


class Charge(Enum):
    """Who charges the price of a rule."""

    FIXED = "the step loop, the same amount always"
    COUNTED = "the step loop, by the operand of the instruction"
    SIZED = "the rule, by the sizes of its operands"
    KINDS = "the rule, by the kind of the receiver and the sizes"


Prepare: TypeAlias = "Callable[[Prices, Code, int], object]"
"""Makes what a rule is given as its operand, once for each instruction and revision."""


@final
class Rule:
    """What is known about the rule of one instruction.

    `stack` is its effect as `before -- after`, bottom first; `price` the name of its entry
    or entries in the gas table; `raises` the exceptions that the rule itself may raise (what
    user code raises while it runs for the rule is `user-error`).
    """

    __slots__ = ("charge", "effect", "function", "op", "prepare", "price", "raises", "stack")

    def __init__(
        self,
        op: Op,
        function: RuleFunction,
        *,
        stack: str,
        charge: Charge,
        raises: tuple[str, ...],
        effect: Effect,
        prepare: Prepare | None,
    ) -> None:
        self.op = op
        self.function = function
        self.stack = stack
        self.charge = charge
        self.price = op.name
        self.raises = raises
        self.effect = effect
        self.prepare = prepare

    def changed(self, function: RuleFunction) -> Rule:
        """The same registration with another function: for a revision that changes a rule."""
        return Rule(
            self.op,
            function,
            stack=self.stack,
            charge=self.charge,
            raises=self.raises,
            effect=self.effect,
            prepare=self.prepare,
        )


_RULES: Final[dict[Op, Rule]] = {}

PASSED_OVER_REASONS: Final[dict[Op, str]] = {
    Op.EXTENDED_ARG: "folded into the operand of the next instruction",
    Op.JUMP_FORWARD: "costs nothing; what leads to it leads to its target",
    Op.NOP: "does nothing and costs nothing",
    Op.NOT_TAKEN: "does nothing and costs nothing",
    Op.RESUME: "does nothing and costs nothing",
}
"""Base instructions of valid code objects that are no steps, each with the reason."""


def rule(
    op: Op,
    *,
    stack: str,
    charge: Charge = Charge.FIXED,
    raises: tuple[str, ...] = (),
    effect: Effect = Effect.PURE,
    prepare: Prepare | None = None,
) -> Callable[[Callable[[Any, Any, Any], int | None]], RuleFunction]:
    """Register the decorated function as the rule of `op`."""

    def register(function: RuleFunction) -> RuleFunction:
        if op in _RULES:
            raise ValueError(f"two rules for {op.name}")
        _RULES[op] = Rule(
            op,
            function,
            stack=stack,
            charge=charge,
            raises=raises,
            effect=effect,
            prepare=prepare,
        )
        return function

    return register


def all_rules() -> dict[Op, Rule]:
    """Every registered rule, by instruction."""
    from spec.semantics import rules

    rules.load()
    return dict(_RULES)


def without_rule() -> list[Op]:
    """Base instructions that have neither a rule nor a reason for having none: a defect."""
    known = all_rules()
    return [
        op
        for op in Op
        if op not in known and op not in OUTSIDE_PROFILE and op not in PASSED_OVER_REASONS
    ]
