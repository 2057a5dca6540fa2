"""Expressions."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from spec.bytecode.instructions import (
    BinaryOp,
    Conversion,
    Intrinsic1,
    Op,
    ResumePoint,
)
from spec.language.codegen.calls import attribute_line, call, super_attribute, super_of
from spec.language.codegen.compiler import DEBUG, Compiler, constant_value
from spec.language.codegen.comprehensions import (
    dict_comprehension,
    generator_expression,
    list_comprehension,
    set_comprehension,
)
from spec.language.codegen.definitions import lambda_expression
from spec.language.codegen.displays import dict_display, sequence, set_display, starred
from spec.language.codegen.jumps import emit_comparison, jump_if
from spec.language.codegen.percent import as_f_string
from spec.language.flow.fold import STACK_GUIDELINE
from spec.language.intermediate import NO_LINE, Label, Pseudo
from spec.language.tree import (
    Attribute,
    BinOp,
    BooleanOperator,
    BoolOp,
    Call,
    Compare,
    Constant,
    Context,
    Dict,
    DictComp,
    FormattedValue,
    GeneratorExp,
    IfExp,
    JoinedStr,
    Lambda,
    List,
    ListComp,
    Name,
    NamedExpr,
    Operator,
    Set,
    SetComp,
    Slice,
    Starred,
    Subscript,
    Tuple,
    UnaryOp,
    UnaryOperator,
    Yield,
    YieldFrom,
)
from spec.semantics.values import Slice as SliceValue

BINARY: Final = {
    Operator.Add: BinaryOp.ADD,
    Operator.BitAnd: BinaryOp.AND,
    Operator.FloorDiv: BinaryOp.FLOOR_DIVIDE,
    Operator.LShift: BinaryOp.LSHIFT,
    Operator.MatMult: BinaryOp.MATRIX_MULTIPLY,
    Operator.Mult: BinaryOp.MULTIPLY,
    Operator.Mod: BinaryOp.REMAINDER,
    Operator.BitOr: BinaryOp.OR,
    Operator.Pow: BinaryOp.POWER,
    Operator.RShift: BinaryOp.RSHIFT,
    Operator.Sub: BinaryOp.SUBTRACT,
    Operator.Div: BinaryOp.TRUE_DIVIDE,
    Operator.BitXor: BinaryOp.XOR,
}
_CONVERSIONS: Final = {115: Conversion.STR, 114: Conversion.REPR, 97: Conversion.ASCII}


def constant(c: Compiler, node: Constant) -> None:
    c.load_const(node.value, node.lineno)


def name(c: Compiler, node: Name) -> None:
    if node.id == DEBUG and node.ctx is Context.LOAD:
        c.load_const(True, node.lineno)
    else:
        c.name(node.id, node.ctx, node.lineno)


def named(c: Compiler, node: NamedExpr) -> None:
    c.expression(node.value)
    c.emit(Op.COPY, 1, node.lineno)
    c.expression(node.target)


def binary(c: Compiler, node: BinOp) -> None:
    """A chain to the left is walked, not nested."""
    chain: list[BinOp] = []
    current = node
    while True:
        f_string = as_f_string(current)
        if f_string is not None:
            c.expression(f_string)
            break
        chain.append(current)
        if not isinstance(current.left, BinOp):
            c.expression(current.left)
            break
        current = current.left
    for each in reversed(chain):
        c.expression(each.right)
        c.emit(Op.BINARY_OP, BINARY[each.op], each.lineno)


def unary(c: Compiler, node: UnaryOp) -> None:
    chain: list[UnaryOp] = [node]
    while isinstance(chain[-1].operand, UnaryOp):
        chain.append(chain[-1].operand)
    c.expression(chain[-1].operand)
    for each in reversed(chain):
        _apply_unary(c, each)


def _apply_unary(c: Compiler, node: UnaryOp) -> None:
    match node.op:
        case UnaryOperator.Not:
            c.emit(Op.TO_BOOL, 0, node.lineno)
            c.emit(Op.UNARY_NOT, 0, node.lineno)
        case UnaryOperator.USub:
            c.emit(Op.UNARY_NEGATIVE, 0, node.lineno)
        case UnaryOperator.Invert:
            c.emit(Op.UNARY_INVERT, 0, node.lineno)
        case UnaryOperator.UAdd:
            c.emit(Op.CALL_INTRINSIC_1, Intrinsic1.UNARY_POSITIVE, node.lineno)


def boolean(c: Compiler, node: BoolOp) -> None:
    op = Pseudo.JUMP_IF_FALSE if node.op is BooleanOperator.And else Pseudo.JUMP_IF_TRUE
    end = Label()
    for value in node.values[:-1]:
        c.expression(value)
        c.jump(op, end, node.lineno)
        c.emit(Op.POP_TOP, 0, node.lineno)
    c.expression(node.values[-1])
    c.use(end)


def conditional(c: Compiler, node: IfExp) -> None:
    otherwise, end = Label(), Label()
    jump_if(c, node.test, otherwise, False)
    c.expression(node.body)
    c.jump(Pseudo.JUMP_NO_INTERRUPT, end, NO_LINE)
    c.use(otherwise)
    c.expression(node.orelse)
    c.use(end)


def compare(c: Compiler, node: Compare) -> None:
    line = node.lineno
    c.expression(node.left)
    if len(node.ops) == 1:
        c.expression(node.comparators[0])
        emit_comparison(c, node.ops[0], line)
        return
    cleanup, end = Label(), Label()
    for operator, operand in zip(node.ops[:-1], node.comparators[:-1], strict=True):
        c.expression(operand)
        c.emit(Op.SWAP, 2, line)
        c.emit(Op.COPY, 2, line)
        emit_comparison(c, operator, line)
        c.emit(Op.COPY, 1, line)
        c.emit(Op.TO_BOOL, 0, line)
        c.jump(Op.POP_JUMP_IF_FALSE, cleanup, line)
        c.emit(Op.POP_TOP, 0, line)
    c.expression(node.comparators[-1])
    emit_comparison(c, node.ops[-1], line)
    c.jump(Pseudo.JUMP_NO_INTERRUPT, end, NO_LINE)
    c.use(cleanup)
    c.emit(Op.SWAP, 2, line)
    c.emit(Op.POP_TOP, 0, line)
    c.use(end)


# Attributes and subscripts


def attribute(c: Compiler, node: Attribute) -> None:
    """Chains of attributes to the left are as long as the source makes them; they nest."""
    if node.ctx is Context.LOAD:
        super_call = super_of(c, node)
        if super_call is not None:
            super_attribute(c, node, super_call)
            return
    c.expression(node.value)
    line = attribute_line(node.lineno, node)
    if node.ctx is Context.LOAD:
        c.emit(Op.LOAD_ATTR, c.unit.name_index(c.mangled(node.attr)) << 1, line)
        return
    if node.ctx is Context.STORE:
        _note_static_attribute(c, node)
    op = Op.STORE_ATTR if node.ctx is Context.STORE else Op.DELETE_ATTR
    c.emit(op, c.unit.name_index(c.mangled(node.attr)), line)


def _note_static_attribute(c: Compiler, node: Attribute) -> None:
    """`self.name = ...` counts for the innermost class around the present unit."""
    if isinstance(node.value, Name) and node.value.id == "self":
        for unit in reversed(c.units[:-1]):
            if unit.kind.value == "class":
                unit.static_attributes.add(node.attr)
                return


def subscript(c: Compiler, node: Subscript) -> None:
    line = node.lineno
    c.expression(node.value)
    if is_two_part_slice(node.slice) and node.ctx is not Context.DEL:
        assert isinstance(node.slice, Slice)
        slice_bounds(c, node.slice)
        op = Op.BINARY_SLICE if node.ctx is Context.LOAD else Op.STORE_SLICE
        c.emit(op, 0, line)
        return
    c.expression(node.slice)
    if node.ctx is Context.LOAD:
        c.emit(Op.BINARY_OP, BinaryOp.SUBSCR, line)
    else:
        c.emit(Op.STORE_SUBSCR if node.ctx is Context.STORE else Op.DELETE_SUBSCR, 0, line)


def is_two_part_slice(node: object) -> bool:
    """Whether a slice has no step and is not constant: it then needs no slice object."""
    if not isinstance(node, Slice) or node.step is not None:
        return False
    return not (constant_value(node.lower)[0] and constant_value(node.upper)[0])


def slice_bounds(c: Compiler, node: Slice) -> None:
    """The lower and the upper bound, None where there is none."""
    for bound in (node.lower, node.upper):
        if bound is None:
            c.load_const(None, node.lineno)
        else:
            c.expression(bound)


def slice_expression(c: Compiler, node: Slice) -> None:
    parts = [constant_value(part) for part in (node.lower, node.upper, node.step)]
    if all(known for known, _ in parts):
        start, stop, step = (value for _, value in parts)
        c.load_const(SliceValue(start, stop, step), node.lineno)
        return
    slice_bounds(c, node)
    if node.step is not None:
        c.expression(node.step)
    c.emit(Op.BUILD_SLICE, 3 if node.step is not None else 2, node.lineno)


# f-strings


def joined(c: Compiler, node: JoinedStr) -> None:
    line = node.lineno
    count = len(node.values)
    if count > STACK_GUIDELINE:
        c.load_const("", line)
        c.emit(Op.LOAD_ATTR, c.unit.name_index("join") << 1 | 1, line)
        c.emit(Op.BUILD_LIST, 0, line)
        for value in node.values:
            c.expression(value)
            c.emit(Op.LIST_APPEND, 1, line)
        c.emit(Op.CALL, 1, line)
        return
    c.expressions(node.values)
    if count > 1:
        c.emit(Op.BUILD_STRING, count, line)
    elif not count:
        c.load_const("", line)


def formatted(c: Compiler, node: FormattedValue) -> None:
    c.expression(node.value)
    if node.conversion in _CONVERSIONS:
        c.emit(Op.CONVERT_VALUE, _CONVERSIONS[node.conversion], node.lineno)
    if node.format_spec is None:
        c.emit(Op.FORMAT_SIMPLE, 0, node.lineno)
    else:
        c.expression(node.format_spec)
        c.emit(Op.FORMAT_WITH_SPEC, 0, node.lineno)


# Generators


def yield_expression(c: Compiler, node: Yield) -> None:
    if not c.unit.block.function_like:
        raise c.error(node, "'yield' outside function")
    if node.value is None:
        c.load_const(None, node.lineno)
    else:
        c.expression(node.value)
    c.emit(Op.YIELD_VALUE, 0, node.lineno)
    c.emit(Op.RESUME, ResumePoint.AFTER_YIELD, node.lineno)


def yield_from(c: Compiler, node: YieldFrom) -> None:
    if not c.unit.block.function_like:
        raise c.error(node, "'yield from' outside function")
    line = node.lineno
    send, fail, end = Label(), Label(), Label()
    c.expression(node.value)
    c.emit(Op.GET_YIELD_FROM_ITER, 0, line)
    c.load_const(None, line)
    c.use(send)
    c.jump(Op.SEND, end, line)
    c.jump(Pseudo.SETUP_FINALLY, fail, line)
    c.emit(Op.YIELD_VALUE, 1, line)
    c.emit(Pseudo.POP_BLOCK, 0, NO_LINE)
    c.emit(Op.RESUME, ResumePoint.AFTER_YIELD_FROM, line)
    c.jump(Pseudo.JUMP_NO_INTERRUPT, send, line)
    c.use(fail)
    c.emit(Op.CLEANUP_THROW, 0, line)
    c.use(end)
    c.emit(Op.END_SEND, 0, line)


_Rule: TypeAlias = Callable[[Compiler, Any], None]

EXPRESSIONS: Final[dict[type, _Rule]] = {
    Attribute: attribute,
    BinOp: binary,
    BoolOp: boolean,
    Call: call,
    Compare: compare,
    Constant: constant,
    Dict: dict_display,
    DictComp: dict_comprehension,
    FormattedValue: formatted,
    GeneratorExp: generator_expression,
    IfExp: conditional,
    JoinedStr: joined,
    Lambda: lambda_expression,
    List: sequence,
    ListComp: list_comprehension,
    Name: name,
    NamedExpr: named,
    Set: set_display,
    SetComp: set_comprehension,
    Slice: slice_expression,
    Starred: starred,
    Subscript: subscript,
    Tuple: sequence,
    UnaryOp: unary,
    Yield: yield_expression,
    YieldFrom: yield_from,
}
"""How the value of each expression is made."""
