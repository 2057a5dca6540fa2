"""Statements."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from spec.bytecode.instructions import (
    FIRST_INPLACE,
    BinaryOp,
    CommonConstant,
    Intrinsic1,
    Op,
)
from spec.language.codegen.calls import attribute_line
from spec.language.codegen.compiler import Compiler, constant_value
from spec.language.codegen.definitions import annotated_assignment, class_definition, function
from spec.language.codegen.expressions import BINARY, is_two_part_slice, slice_bounds
from spec.language.codegen.handlers import try_star_statement, try_statement, with_statement
from spec.language.codegen.jumps import jump_if
from spec.language.codegen.patterns import match_statement
from spec.language.codegen.regions import unwind, unwind_one
from spec.language.codegen.unit import Open, Region
from spec.language.intermediate import NO_LINE, Label, Pseudo
from spec.language.tree import (
    Alias,
    AnnAssign,
    Assert,
    Assign,
    Attribute,
    AugAssign,
    Break,
    ClassDef,
    Context,
    Continue,
    Delete,
    Expr,
    For,
    FunctionDef,
    Global,
    If,
    Import,
    ImportFrom,
    Match,
    Name,
    Nonlocal,
    Pass,
    Raise,
    Return,
    Slice,
    Statement,
    Subscript,
    Try,
    TryStar,
    While,
    With,
)


def expression_statement(c: Compiler, node: Expr) -> None:
    if constant_value(node.value)[0]:
        c.emit(Op.NOP, 0, node.lineno)
        return
    c.expression(node.value)
    c.emit(Op.POP_TOP, 0, NO_LINE)


def pass_statement(c: Compiler, node: Pass) -> None:
    c.emit(Op.NOP, 0, node.lineno)


def nothing(c: Compiler, node: Statement) -> None:
    """`global` and `nonlocal` only speak to the symbol table."""


def assign(c: Compiler, node: Assign) -> None:
    c.expression(node.value)
    for target in node.targets[:-1]:
        c.emit(Op.COPY, 1, node.lineno)
        c.expression(target)
    c.expression(node.targets[-1])


# Augmented assignment


def augmented(c: Compiler, node: AugAssign) -> None:
    target = node.target
    if isinstance(target, Name):
        c.name(target.id, Context.LOAD, target.lineno)
        _operate(c, node)
        c.name(target.id, Context.STORE, target.lineno)
    elif isinstance(target, Attribute):
        _augmented_attribute(c, node, target)
    elif isinstance(target, Subscript):
        if is_two_part_slice(target.slice) and isinstance(target.slice, Slice):
            _augmented_slice(c, node, target, target.slice)
        else:
            _augmented_item(c, node, target)


def _operate(c: Compiler, node: AugAssign) -> None:
    c.expression(node.value)
    c.emit(Op.BINARY_OP, BINARY[node.op] + FIRST_INPLACE, node.lineno)


def _augmented_attribute(c: Compiler, node: AugAssign, target: Attribute) -> None:
    c.expression(target.value)
    c.emit(Op.COPY, 1, target.lineno)
    line = attribute_line(target.lineno, target)
    index = c.unit.name_index(c.mangled(target.attr))
    c.emit(Op.LOAD_ATTR, index << 1, line)
    _operate(c, node)
    c.emit(Op.SWAP, 2, line)
    c.emit(Op.STORE_ATTR, index, line)


def _augmented_item(c: Compiler, node: AugAssign, target: Subscript) -> None:
    line = target.lineno
    c.expression(target.value)
    c.expression(target.slice)
    c.emit(Op.COPY, 2, line)
    c.emit(Op.COPY, 2, line)
    c.emit(Op.BINARY_OP, BinaryOp.SUBSCR, line)
    _operate(c, node)
    c.emit(Op.SWAP, 3, line)
    c.emit(Op.SWAP, 2, line)
    c.emit(Op.STORE_SUBSCR, 0, line)


def _augmented_slice(c: Compiler, node: AugAssign, target: Subscript, bounds: Slice) -> None:
    line = target.lineno
    c.expression(target.value)
    slice_bounds(c, bounds)
    for _ in range(3):
        c.emit(Op.COPY, 3, line)
    c.emit(Op.BINARY_SLICE, 0, line)
    _operate(c, node)
    for depth in (4, 3, 2):
        c.emit(Op.SWAP, depth, line)
    c.emit(Op.STORE_SLICE, 0, line)


def delete(c: Compiler, node: Delete) -> None:
    c.expressions(node.targets)


# Leaving


def return_statement(c: Compiler, node: Return) -> None:
    if not c.unit.block.function_like:
        raise c.error(node, "'return' outside function")
    line = node.lineno
    value = node.value
    constant, content = constant_value(value)
    preserve = value is not None and not constant
    if value is None:
        c.emit(Op.NOP, 0, line)
    else:
        if preserve:
            c.expression(value)
        else:
            c.emit(Op.NOP, 0, value.lineno)
        if value.lineno != line:
            c.emit(Op.NOP, 0, line)
    _, line = unwind(c, line, preserve, to_loop=False)
    if not preserve:
        c.load_const(content, line)
    c.emit(Op.RETURN_VALUE, 0, line)


def raise_statement(c: Compiler, node: Raise) -> None:
    count = 0
    for part in (node.exc, node.cause):
        if part is not None:
            c.expression(part)
            count += 1
    c.emit(Op.RAISE_VARARGS, count, node.lineno)


def break_statement(c: Compiler, node: Break) -> None:
    c.emit(Op.NOP, 0, node.lineno)
    loop, line = unwind(c, node.lineno, preserve=False, to_loop=True)
    if loop is None or loop.exit is None:
        raise c.error(node, "'break' outside loop")
    line = unwind_one(c, loop, line, preserve=False)
    c.jump(Pseudo.JUMP, loop.exit, line)


def continue_statement(c: Compiler, node: Continue) -> None:
    c.emit(Op.NOP, 0, node.lineno)
    loop, line = unwind(c, node.lineno, preserve=False, to_loop=True)
    if loop is None or loop.start is None:
        raise c.error(node, "'continue' not properly in loop")
    c.jump(Pseudo.JUMP, loop.start, line)


def assert_statement(c: Compiler, node: Assert) -> None:
    line = node.lineno
    end = Label()
    jump_if(c, node.test, end, True)
    c.emit(Op.LOAD_COMMON_CONSTANT, CommonConstant.ASSERTION_ERROR, line)
    if node.msg is not None:
        c.expression(node.msg)
        c.emit(Op.CALL, 0, line)
    c.emit(Op.RAISE_VARARGS, 1, node.test.lineno)
    c.use(end)


# Imports


def import_statement(c: Compiler, node: Import) -> None:
    line = node.lineno
    for alias in node.names:
        c.load_const(0, line)
        c.load_const(None, line)
        c.emit(Op.IMPORT_NAME, c.unit.name_index(c.mangled(alias.name)), line)
        if alias.asname is None:
            c.name(alias.name.partition(".")[0], Context.STORE, line)
        else:
            _import_as(c, alias, alias.asname, line)


def _import_as(c: Compiler, alias: Alias, as_name: str, line: int) -> None:
    """`import a.b.c as d`: walk down from `a`."""
    parts = alias.name.split(".")
    for position, part in enumerate(parts[1:]):
        c.emit(Op.IMPORT_FROM, c.unit.name_index(part), line)
        if position < len(parts) - 2:
            c.emit(Op.SWAP, 2, line)
            c.emit(Op.POP_TOP, 0, line)
    c.name(as_name, Context.STORE, line)
    if len(parts) > 1:
        c.emit(Op.POP_TOP, 0, line)


def import_from(c: Compiler, node: ImportFrom) -> None:
    line = node.lineno
    c.load_const(node.level, line)
    c.load_const(tuple([alias.name for alias in node.names]), line)
    c.emit(Op.IMPORT_NAME, c.unit.name_index(c.mangled(node.module or "")), line)
    if node.names[0].name == "*":
        c.emit(Op.CALL_INTRINSIC_1, Intrinsic1.IMPORT_STAR, line)
        c.emit(Op.POP_TOP, 0, NO_LINE)
        return
    for alias in node.names:
        c.emit(Op.IMPORT_FROM, c.unit.name_index(c.mangled(alias.name)), line)
        c.name(alias.asname or alias.name, Context.STORE, line)
    c.emit(Op.POP_TOP, 0, line)


# Conditions and loops


def if_statement(c: Compiler, node: If) -> None:
    """A chain of `elif`s is walked: each is an `If` alone in `orelse`."""
    ends: list[Label] = []
    current = node
    c.unit.conditional_depth += 1
    while True:
        end = Label()
        ends.append(end)
        otherwise = Label() if current.orelse else end
        jump_if(c, current.test, otherwise, False)
        c.statements(current.body)
        if not current.orelse:
            break
        c.jump(Pseudo.JUMP_NO_INTERRUPT, end, NO_LINE)
        c.use(otherwise)
        only = current.orelse[0]
        if len(current.orelse) > 1 or not isinstance(only, If):
            c.statements(current.orelse)
            break
        current = only
    for end in reversed(ends):
        c.use(end)
    c.unit.conditional_depth -= 1


def while_statement(c: Compiler, node: While) -> None:
    c.unit.conditional_depth += 1
    loop, anchor, end = Label(), Label(), Label()
    c.use(loop)
    c.push(Region(Open.WHILE_LOOP, start=loop, exit=end), node.lineno)
    jump_if(c, node.test, anchor, False)
    c.statements(node.body)
    c.jump(Pseudo.JUMP, loop, NO_LINE)
    c.pop()
    c.use(anchor)
    c.statements(node.orelse)
    c.use(end)
    c.unit.conditional_depth -= 1


def for_statement(c: Compiler, node: For) -> None:
    c.unit.conditional_depth += 1
    start, cleanup, end = Label(), Label(), Label()
    c.push(Region(Open.FOR_LOOP, start=start, exit=end), node.lineno)
    c.expression(node.iter)
    line = node.iter.lineno
    c.emit(Op.GET_ITER, 0, line)
    c.use(start)
    c.jump(Op.FOR_ITER, cleanup, line)
    c.emit(Op.NOP, 0, node.target.lineno)
    c.expression(node.target)
    c.statements(node.body)
    c.jump(Pseudo.JUMP, start, NO_LINE)
    c.use(cleanup)
    c.emit(Op.END_FOR, 0, NO_LINE)
    c.emit(Op.POP_ITER, 0, NO_LINE)
    c.pop()
    c.statements(node.orelse)
    c.use(end)
    c.unit.conditional_depth -= 1


_Rule: TypeAlias = Callable[[Compiler, Any], None]

STATEMENTS: Final[dict[type, _Rule]] = {
    AnnAssign: annotated_assignment,
    Assert: assert_statement,
    Assign: assign,
    AugAssign: augmented,
    Break: break_statement,
    ClassDef: class_definition,
    Continue: continue_statement,
    Delete: delete,
    Expr: expression_statement,
    For: for_statement,
    FunctionDef: function,
    Global: nothing,
    If: if_statement,
    Import: import_statement,
    ImportFrom: import_from,
    Match: match_statement,
    Nonlocal: nothing,
    Pass: pass_statement,
    Raise: raise_statement,
    Return: return_statement,
    Try: try_statement,
    TryStar: try_star_statement,
    While: while_statement,
    With: with_statement,
}
"""What code each statement becomes."""
