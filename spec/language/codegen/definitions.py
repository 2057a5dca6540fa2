"""Functions, lambdas, classes and annotations: units made inside units."""

from typing import Final

from spec.bytecode.code import Code
from spec.bytecode.instructions import CommonConstant, Comparison, FunctionAttribute, Op
from spec.language.codegen.calls import call_with
from spec.language.codegen.compiler import Compiler
from spec.language.codegen.docstrings import docstring_of
from spec.language.codegen.jumps import compare_operand
from spec.language.codegen.unit import ALWAYS, DeferredAnnotation, Open, Region, Unit, UnitKind
from spec.language.intermediate import NO_LINE, Label, Pseudo
from spec.language.symbol_collector import ANNOTATE
from spec.language.symbols import CLASS_CELL, CLASS_DICT, CONDITIONAL_ANNOTATIONS, Block, BlockKind
from spec.language.tree import (
    AnnAssign,
    Argument,
    Arguments,
    Attribute,
    ClassDef,
    Context,
    Expression,
    FunctionDef,
    Lambda,
    Name,
    Slice,
    Starred,
    Statement,
    Subscript,
    Tuple,
)

ANNOTATE_FUNCTION: Final = "__annotate_func__"
_VALUE_WITH_FAKE_GLOBALS: Final = 2
"""The greatest format of annotations that a function made here answers to."""

_ATTRIBUTES_IN_ORDER: Final = (
    FunctionAttribute.CLOSURE,
    FunctionAttribute.ANNOTATE,
    FunctionAttribute.KEYWORD_DEFAULTS,
    FunctionAttribute.DEFAULTS,
)
"""The order in which attributes are set: the reverse of that in which they were pushed."""


def closure(c: Compiler, code: Code, attributes: int, line: int) -> None:
    """A function of a code object, with its cells and the attributes that are on the stack."""
    if code.freevars:
        for name in code.freevars:
            c.emit(Pseudo.LOAD_CLOSURE, c.unit.cell_index(name), line)
        c.emit(Op.BUILD_TUPLE, len(code.freevars), line)
        attributes |= FunctionAttribute.CLOSURE
    c.load_const(code, line)
    c.emit(Op.MAKE_FUNCTION, 0, line)
    for attribute in _ATTRIBUTES_IN_ORDER:
        if attributes & attribute:
            c.emit(Op.SET_FUNCTION_ATTRIBUTE, attribute, line)


# Functions


def function(c: Compiler, node: FunctionDef) -> None:
    c.expressions(node.decorator_list)
    line = node.lineno
    first_line = node.decorator_list[0].lineno if node.decorator_list else line
    attributes = _defaults(c, node.args, line)
    if _signature_annotations(c, node):
        attributes |= FunctionAttribute.ANNOTATE
    code = _function_body(c, node, first_line)
    closure(c, code, attributes, line)
    _apply_decorators(c, node.decorator_list)
    c.name(node.name, Context.STORE, line)


def _apply_decorators(c: Compiler, decorators: list[Expression]) -> None:
    for decorator in reversed(decorators):
        c.emit(Op.CALL, 0, decorator.lineno)


def _defaults(c: Compiler, arguments: Arguments, line: int) -> int:
    attributes = 0
    if arguments.defaults:
        c.expressions(arguments.defaults)
        c.emit(Op.BUILD_TUPLE, len(arguments.defaults), line)
        attributes |= FunctionAttribute.DEFAULTS
    count = 0
    for argument, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if value is not None:
            c.load_const(c.mangled(argument.arg), line)
            c.expression(value)
            count += 1
    if count:
        c.emit(Op.BUILD_MAP, count, line)
        attributes |= FunctionAttribute.KEYWORD_DEFAULTS
    return attributes


def _set_parameters(unit: Unit, arguments: Arguments) -> None:
    unit.positional_only_count = len(arguments.posonlyargs)
    unit.argcount = len(arguments.posonlyargs) + len(arguments.args)
    unit.keyword_only_count = len(arguments.kwonlyargs)
    unit.varargs = arguments.vararg is not None
    unit.varkeywords = arguments.kwarg is not None


def _function_body(c: Compiler, node: FunctionDef, first_line: int) -> Code:
    block = c.table.blocks[node]
    unit = c.enter(UnitKind.FUNCTION, block, node.name, first_line, c.unit.class_name)
    _set_parameters(unit, node.args)
    body = node.body
    docstring = docstring_of(body)
    if docstring is not None:
        unit.constants.add(docstring)
        unit.has_docstring = True
        body = body[1:]
    if block.generator:
        c.push(Region(Open.STOP_ITERATION), first_line)
    c.statements(body)
    if block.generator:
        c.wrap_in_stop_iteration_handler()
        c.pop()
    return c.leave(node)


def lambda_expression(c: Compiler, node: Lambda) -> None:
    line = node.lineno
    attributes = _defaults(c, node.args, line)
    block = c.table.blocks[node]
    unit = c.enter(UnitKind.LAMBDA, block, "<lambda>", line, c.unit.class_name)
    _set_parameters(unit, node.args)
    c.expression(node.body)
    if not block.generator:
        c.emit(Op.RETURN_VALUE, 0, node.body.lineno)
    closure(c, c.leave(node, return_none=not block.generator), attributes, line)


# Annotations of signatures


def _signature_annotations(c: Compiler, node: FunctionDef) -> bool:
    """The function that makes a signature's annotations, if it has any."""
    arguments = node.args
    stars = [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
    every = [*arguments.args, *arguments.posonlyargs, *arguments.kwonlyargs, *stars]
    if node.returns is None and all(each.annotation is None for each in every):
        return False
    line = node.lineno
    block = c.table.annotations[node]
    _enter_annotations(c, block, line)
    count = 0
    for argument in _in_annotation_order(arguments):
        if argument.annotation is not None:
            c.load_const(c.mangled(argument.arg), line)
            _annotation_value(c, argument.annotation)
            count += 1
    if node.returns is not None:
        c.load_const("return", line)
        _annotation_value(c, node.returns)
        count += 1
    c.emit(Op.BUILD_MAP, count, line)
    c.emit(Op.RETURN_VALUE, 0, line)
    closure(c, c.leave(node.args), 0, line)
    return True


def _in_annotation_order(arguments: Arguments) -> list[Argument]:
    order = [*arguments.args, *arguments.posonlyargs]
    if arguments.vararg is not None:
        order.append(arguments.vararg)
    order += arguments.kwonlyargs
    if arguments.kwarg is not None:
        order.append(arguments.kwarg)
    return order


def _annotation_value(c: Compiler, annotation: Expression) -> None:
    if isinstance(annotation, Starred):
        c.expression(annotation.value)
        c.emit(Op.UNPACK_SEQUENCE, 1, annotation.lineno)
    else:
        c.expression(annotation)


def _enter_annotations(c: Compiler, block: Block, line: int) -> None:
    """The head of every annotation function: formats that it does not know are refused."""
    unit = c.enter(UnitKind.ANNOTATIONS, block, ANNOTATE, line, c.unit.class_name)
    unit.argcount = unit.positional_only_count = 1
    body = Label()
    c.emit(Op.LOAD_FAST, 0, line)
    c.load_const(_VALUE_WITH_FAKE_GLOBALS, line)
    c.emit(Op.COMPARE_OP, compare_operand(Comparison.GT), line)
    c.jump(Op.POP_JUMP_IF_FALSE, body, line)
    c.emit(Op.LOAD_COMMON_CONSTANT, CommonConstant.NOT_IMPLEMENTED_ERROR, line)
    c.emit(Op.RAISE_VARARGS, 1, line)
    c.use(body)


# Annotations of modules and classes


def annotated_assignment(c: Compiler, node: AnnAssign) -> None:
    """The value is assigned now; the annotation is noted, to be evaluated when asked for."""
    target, unit = node.target, c.unit
    if node.value is not None:
        c.expression(node.value)
        c.expression(target)
    if isinstance(target, Name):
        if node.simple and not unit.block.function_like:
            _defer(c, node, target)
        return
    if node.value is None:
        _evaluate_target(c, node)


def _defer(c: Compiler, node: AnnAssign, target: Name) -> None:
    unit, line = c.unit, node.lineno
    condition = ALWAYS
    if unit.block.kind is BlockKind.MODULE or _in_condition(unit):
        condition = unit.conditional_annotations
        unit.conditional_annotations += 1
    name = c.mangled(target.id)
    unit.deferred.append(DeferredAnnotation(name, node.annotation, line, condition))
    if condition is not ALWAYS:
        if unit.block.kind is BlockKind.CLASS:
            c.emit(Op.LOAD_DEREF, unit.cell_index(CONDITIONAL_ANNOTATIONS), line)
        else:
            c.emit(Op.LOAD_NAME, unit.name_index(CONDITIONAL_ANNOTATIONS), line)
        c.load_const(condition, line)
        c.emit(Op.SET_ADD, 1, line)
        c.emit(Op.POP_TOP, 0, line)


def _in_condition(unit: Unit) -> bool:
    """Whether the statement may not run: `statements` counts what it stands in."""
    return unit.conditional_depth > 0


def _evaluate_target(c: Compiler, node: AnnAssign) -> None:
    """An annotated attribute or subscript without value: its parts are evaluated, and dropped."""
    target, line = node.target, node.lineno
    if isinstance(target, Attribute):
        c.expression(target.value)
        c.emit(Op.POP_TOP, 0, line)
    elif isinstance(target, Subscript):
        c.expression(target.value)
        c.emit(Op.POP_TOP, 0, line)
        parts: list[Expression] = [target.slice]
        while parts:
            part = parts.pop(0)
            if isinstance(part, Tuple):
                parts = [*part.elts, *parts]
            elif isinstance(part, Slice):
                bounds = (part.lower, part.upper, part.step)
                parts = [*(bound for bound in bounds if bound is not None), *parts]
            else:
                c.expression(part)
                c.emit(Op.POP_TOP, 0, line)


def deferred_annotations(c: Compiler, line: int) -> None:
    """The function that makes the annotations of a module or class."""
    unit = c.unit
    if not unit.deferred:
        return
    block = unit.block.annotation_block
    assert block is not None
    in_class = unit.block.kind is BlockKind.CLASS
    _enter_annotations(c, block, line)
    c.emit(Op.BUILD_MAP, 0, line)
    for deferred in unit.deferred:
        skip = Label()
        if deferred.condition is not ALWAYS:
            c.load_const(deferred.condition, deferred.line)
            if in_class:
                index = c.unit.cell_index(CONDITIONAL_ANNOTATIONS)
                c.emit(Op.LOAD_DEREF, index, deferred.line)
            else:
                index = c.unit.name_index(CONDITIONAL_ANNOTATIONS)
                c.emit(Op.LOAD_GLOBAL, index << 1, deferred.line)
            c.emit(Op.CONTAINS_OP, 0, deferred.line)
            c.jump(Op.POP_JUMP_IF_FALSE, skip, deferred.line)
        c.expression(deferred.value)
        c.emit(Op.COPY, 2, deferred.line)
        c.load_const(deferred.name, deferred.line)
        c.emit(Op.STORE_SUBSCR, 0, line)
        c.use(skip)
    c.emit(Op.RETURN_VALUE, 0, line)
    closure(c, c.leave(unit.deferred[0].value), 0, line)
    c.name(ANNOTATE_FUNCTION if in_class else ANNOTATE, Context.STORE, line)


# Classes


def class_definition(c: Compiler, node: ClassDef) -> None:
    c.expressions(node.decorator_list)
    line = node.lineno
    first_line = node.decorator_list[0].lineno if node.decorator_list else line
    code = _class_body(c, node, first_line)
    c.emit(Op.LOAD_BUILD_CLASS, 0, line)
    c.emit(Op.PUSH_NULL, 0, line)
    closure(c, code, 0, line)
    c.load_const(node.name, line)
    call_with(c, 2, node.bases, node.keywords, line)
    _apply_decorators(c, node.decorator_list)
    c.name(node.name, Context.STORE, line)


def _class_body(c: Compiler, node: ClassDef, line: int) -> Code:
    block = c.table.blocks[node]
    unit = c.enter(UnitKind.CLASS, block, node.name, line, node.name)
    c.name("__name__", Context.LOAD, line)
    c.name("__module__", Context.STORE, line)
    c.load_const(unit.qualname, line)
    c.name("__qualname__", Context.STORE, line)
    c.load_const(line, line)
    c.name("__firstlineno__", Context.STORE, line)
    if block.needs_classdict:
        c.emit(Op.LOAD_LOCALS, 0, line)
        c.emit(Op.STORE_DEREF, unit.cell_index(CLASS_DICT), line)
    if block.has_conditional_annotations:
        c.emit(Op.BUILD_SET, 0, line)
        c.emit(Op.STORE_DEREF, unit.cell_index(CONDITIONAL_ANNOTATIONS), line)
    body_with_docstring(c, node.body, line)
    _class_epilogue(c, unit)
    return c.leave(node, return_none=False)


def body_with_docstring(c: Compiler, body: list[Statement], line: int) -> None:
    """The statements of a module or class, then what makes its annotations."""
    docstring = docstring_of(body)
    if docstring is not None:
        c.load_const(docstring, body[0].lineno)
        c.name("__doc__", Context.STORE, NO_LINE)
        body = body[1:]
    c.statements(body)
    if c.unit.kind is UnitKind.CLASS:
        deferred_annotations(c, line)


def _class_epilogue(c: Compiler, unit: Unit) -> None:
    c.load_const(tuple(sorted(unit.static_attributes)), NO_LINE)
    c.name("__static_attributes__", Context.STORE, NO_LINE)
    if unit.block.needs_classdict:
        c.emit(Pseudo.LOAD_CLOSURE, unit.cell_index(CLASS_DICT), NO_LINE)
        c.name("__classdictcell__", Context.STORE, NO_LINE)
    if unit.block.needs_class_closure:
        c.emit(Pseudo.LOAD_CLOSURE, unit.cell_index(CLASS_CELL), NO_LINE)
        c.emit(Op.COPY, 1, NO_LINE)
        c.name("__classcell__", Context.STORE, NO_LINE)
    else:
        c.load_const(None, NO_LINE)
