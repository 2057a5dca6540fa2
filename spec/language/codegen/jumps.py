"""Conditions: code that jumps by the truth of an expression, without making its value."""

from typing import Final

from spec.bytecode.instructions import (
    COMPARISON_MASKS,
    COMPARISON_SHIFT,
    Comparison,
    Op,
)
from spec.language.codegen.compiler import Compiler
from spec.language.intermediate import NO_LINE, Label, Pseudo
from spec.language.tree import (
    BooleanOperator,
    BoolOp,
    Compare,
    ComparisonOperator,
    Expression,
    IfExp,
    UnaryOp,
    UnaryOperator,
)

_ORDERED: Final = {
    ComparisonOperator.Lt: Comparison.LT,
    ComparisonOperator.LtE: Comparison.LE,
    ComparisonOperator.Eq: Comparison.EQ,
    ComparisonOperator.NotEq: Comparison.NE,
    ComparisonOperator.Gt: Comparison.GT,
    ComparisonOperator.GtE: Comparison.GE,
}
_TESTS: Final = {
    ComparisonOperator.In: (Op.CONTAINS_OP, 0),
    ComparisonOperator.NotIn: (Op.CONTAINS_OP, 1),
    ComparisonOperator.Is: (Op.IS_OP, 0),
    ComparisonOperator.IsNot: (Op.IS_OP, 1),
}


def compare_operand(comparison: Comparison) -> int:
    """The operand of COMPARE_OP before any pass adds the coercion to bool."""
    return comparison << COMPARISON_SHIFT | COMPARISON_MASKS[comparison]


def emit_comparison(c: Compiler, operator: ComparisonOperator, line: int) -> None:
    """One comparison of the two values on top."""
    test = _TESTS.get(operator)
    if test is not None:
        c.emit(test[0], test[1], line)
    else:
        c.emit(Op.COMPARE_OP, compare_operand(_ORDERED[operator]), line)


def jump_if(c: Compiler, node: Expression, label: Label, condition: bool) -> None:
    """Jump to `label` when the truth of `node` is `condition`, else fall through."""
    match node:
        case UnaryOp(op=UnaryOperator.Not):
            jump_if(c, node.operand, label, not condition)
        case BoolOp():
            _boolean(c, node, label, condition)
        case IfExp():
            _conditional(c, node, label, condition)
        case Compare() if len(node.ops) > 1:
            _chain(c, node, label, condition)
        case _:
            c.expression(node)
            c.emit(Op.TO_BOOL, 0, node.lineno)
            c.jump(_pop_jump(condition), label, node.lineno)


def _pop_jump(condition: bool) -> Op:
    return Op.POP_JUMP_IF_TRUE if condition else Op.POP_JUMP_IF_FALSE


def _boolean(c: Compiler, node: BoolOp, label: Label, condition: bool) -> None:
    stops_on = node.op is BooleanOperator.Or
    end = Label()
    early = label if stops_on == condition else end
    for value in node.values[:-1]:
        jump_if(c, value, early, stops_on)
    jump_if(c, node.values[-1], label, condition)
    if early is end:
        c.use(end)


def _conditional(c: Compiler, node: IfExp, label: Label, condition: bool) -> None:
    otherwise, end = Label(), Label()
    jump_if(c, node.test, otherwise, False)
    jump_if(c, node.body, label, condition)
    c.jump(Pseudo.JUMP_NO_INTERRUPT, end, NO_LINE)
    c.use(otherwise)
    jump_if(c, node.orelse, label, condition)
    c.use(end)


def _chain(c: Compiler, node: Compare, label: Label, condition: bool) -> None:
    line = node.lineno
    cleanup, end = Label(), Label()
    c.expression(node.left)
    for operator, operand in zip(node.ops[:-1], node.comparators[:-1], strict=True):
        c.expression(operand)
        c.emit(Op.SWAP, 2, line)
        c.emit(Op.COPY, 2, line)
        emit_comparison(c, operator, line)
        c.emit(Op.TO_BOOL, 0, line)
        c.jump(Op.POP_JUMP_IF_FALSE, cleanup, line)
    c.expression(node.comparators[-1])
    emit_comparison(c, node.ops[-1], line)
    c.emit(Op.TO_BOOL, 0, line)
    c.jump(_pop_jump(condition), label, line)
    c.jump(Pseudo.JUMP_NO_INTERRUPT, end, NO_LINE)
    c.use(cleanup)
    c.emit(Op.POP_TOP, 0, line)
    if not condition:
        c.jump(Pseudo.JUMP_NO_INTERRUPT, label, NO_LINE)
    c.use(end)
