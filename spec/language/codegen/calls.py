"""Calls: methods, `super()`, `all`, `any` and `tuple` of a generator, and all others."""

from typing import Final

from spec.bytecode.instructions import CommonConstant, Intrinsic1, Op
from spec.language.codegen.compiler import Compiler
from spec.language.codegen.displays import build_sequence
from spec.language.flow.fold import STACK_GUIDELINE
from spec.language.intermediate import NO_LINE, Label, Pseudo
from spec.language.symbols import CLASS_CELL, Scope
from spec.language.tree import (
    Attribute,
    Call,
    Context,
    Expression,
    GeneratorExp,
    Keyword,
    Name,
    Starred,
)

_SUPER: Final = "super"
_CONSUMERS: Final = {
    "all": CommonConstant.ALL,
    "any": CommonConstant.ANY,
    "tuple": CommonConstant.TUPLE,
}
# Low bits of LOAD_SUPER_ATTR's operand.
_SUPER_METHOD: Final = 1
_SUPER_TWO_ARGUMENTS: Final = 2


def attribute_line(line: int, node: Attribute) -> int:
    """The line of an attribute access: that of the name, if the expression spans several."""
    return node.end_lineno if node.lineno != node.end_lineno else line


def call(c: Compiler, node: Call) -> None:
    """Any call."""
    _refuse_repeated_keywords(c, node.keywords)
    if _is_method_call(c, node):
        _method_call(c, node)
        return
    function = node.func
    c.expression(function)
    end = Label()
    generator = _consumed_generator(node)
    if generator is not None and isinstance(function, Name):
        _consume(c, function, generator, end)
    c.emit(Op.PUSH_NULL, 0, function.lineno)
    call_with(c, 0, node.args, node.keywords, node.lineno)
    c.use(end)


def _refuse_repeated_keywords(c: Compiler, keywords: list[Keyword]) -> None:
    seen: set[str] = set()
    for keyword in keywords:
        if keyword.arg is not None:
            if keyword.arg in seen:
                raise c.error(keyword, f"keyword argument repeated: {keyword.arg}")
            seen.add(keyword.arg)


def _has_star(arguments: list[Expression], keywords: list[Keyword]) -> bool:
    return any(isinstance(argument, Starred) for argument in arguments) or any(
        keyword.arg is None for keyword in keywords
    )


# Methods


def _is_method_call(c: Compiler, node: Call) -> bool:
    function = node.func
    if not isinstance(function, Attribute) or c.is_imported(function.value):
        return False
    count = len(node.args) + len(node.keywords) + bool(node.keywords)
    return count < STACK_GUIDELINE and not _has_star(node.args, node.keywords)


def _method_call(c: Compiler, node: Call) -> None:
    method = node.func
    assert isinstance(method, Attribute)
    line = attribute_line(method.lineno, method)
    super_call = super_of(c, method)
    if super_call is not None:
        load_super_arguments(c, super_call)
        flags = _SUPER_METHOD | (_SUPER_TWO_ARGUMENTS if super_call.args else 0)
        index = c.unit.name_index(c.mangled(method.attr))
        c.emit(Op.LOAD_SUPER_ATTR, index << 2 | flags, method.lineno)
        c.emit(Op.NOP, 0, line)
    else:
        c.expression(method.value)
        index = c.unit.name_index(c.mangled(method.attr))
        c.emit(Op.LOAD_ATTR, index << 1 | 1, line)
    c.expressions(node.args)
    call_line = attribute_line(node.lineno, method)
    if node.keywords:
        _keyword_values(c, node.keywords, line)
        c.emit(Op.CALL_KW, len(node.args) + len(node.keywords), call_line)
    else:
        c.emit(Op.CALL, len(node.args), call_line)


def super_of(c: Compiler, node: Attribute) -> Call | None:
    """The call of `super` whose attribute is loaded, if it can be done in one instruction."""
    found = node.value
    if not isinstance(found, Call) or not isinstance(found.func, Name) or found.keywords:
        return None
    if found.func.id != _SUPER or node.attr == CLASS_CELL:
        return None
    unit = c.unit
    if unit.scope_of(_SUPER) is not Scope.GLOBAL_IMPLICIT:
        return None
    if c.units[0].block.scope_of(_SUPER) is not None:
        return None
    if len(found.args) == 2:
        return None if _has_star(found.args, []) else found
    if found.args or not unit.argcount:
        return None
    return found if unit.scope_of(CLASS_CELL) is Scope.FREE else None


def load_super_arguments(c: Compiler, node: Call) -> None:
    """`super`, the class, and the receiver: given, or those of the method that it is in."""
    assert isinstance(node.func, Name)
    c.name(_SUPER, Context.LOAD, node.func.lineno)
    if node.args:
        c.expressions(node.args)
        return
    unit = c.unit
    c.emit(Op.LOAD_DEREF, unit.cell_index(CLASS_CELL), node.lineno)
    first = next(iter(unit.varnames))
    op = Op.LOAD_DEREF if unit.scope_of(first) is Scope.CELL else Op.LOAD_FAST
    index = unit.cell_index(first) if op is Op.LOAD_DEREF else unit.slot(first)
    c.emit(op, index, node.lineno)


def super_attribute(c: Compiler, node: Attribute, super_call: Call) -> None:
    """`super().name` that is not called."""
    load_super_arguments(c, super_call)
    flags = _SUPER_TWO_ARGUMENTS if super_call.args else 0
    index = c.unit.name_index(c.mangled(node.attr))
    c.emit(Op.LOAD_SUPER_ATTR, index << 2 | flags, node.lineno)
    c.emit(Op.NOP, 0, attribute_line(node.lineno, node))


# all, any, tuple of a generator expression


def _consumed_generator(node: Call) -> GeneratorExp | None:
    function = node.func
    if not isinstance(function, Name) or function.id not in _CONSUMERS or node.keywords:
        return None
    if len(node.args) != 1 or not isinstance(node.args[0], GeneratorExp):
        return None
    return node.args[0]


def _consume(c: Compiler, function: Name, generator: GeneratorExp, end: Label) -> None:
    """Loop here over the generator, if the name still means the builtin."""
    line = function.lineno
    skip, loop, cleanup = Label(), Label(), Label()
    c.emit(Op.COPY, 1, line)
    c.emit(Op.LOAD_COMMON_CONSTANT, _CONSUMERS[function.id], line)
    c.emit(Op.IS_OP, 0, line)
    c.jump(Op.POP_JUMP_IF_FALSE, skip, line)
    c.emit(Op.POP_TOP, 0, line)
    if function.id == "tuple":
        c.emit(Op.BUILD_LIST, 0, line)
    c.expression(generator)
    c.use(loop)
    c.jump(Op.FOR_ITER, cleanup, line)
    if function.id == "tuple":
        c.emit(Op.LIST_APPEND, 2, line)
        c.jump(Pseudo.JUMP, loop, line)
    else:
        goes_on = Op.POP_JUMP_IF_TRUE if function.id == "all" else Op.POP_JUMP_IF_FALSE
        c.emit(Op.TO_BOOL, 0, line)
        c.jump(goes_on, loop, line)
    # For a tuple nothing leads here; the block, emptied later, still cuts the way into the next
    # one where loads that borrow are looked for.
    c.emit(Op.POP_ITER, 0, NO_LINE)
    if function.id != "tuple":
        c.load_const(function.id != "all", line)
    c.jump(Pseudo.JUMP, end, line)
    c.use(cleanup)
    c.emit(Op.END_FOR, 0, NO_LINE)
    c.emit(Op.POP_ITER, 0, NO_LINE)
    if function.id == "tuple":
        c.emit(Op.CALL_INTRINSIC_1, Intrinsic1.LIST_TO_TUPLE, line)
    else:
        c.load_const(function.id == "all", line)
    c.jump(Pseudo.JUMP, end, line)
    c.use(skip)


# All others


def call_with(
    c: Compiler, pushed: int, arguments: list[Expression], keywords: list[Keyword], line: int
) -> None:
    """The arguments behind `pushed` ones that are on the stack already, and the call."""
    fits = len(arguments) + 2 * len(keywords) <= STACK_GUIDELINE
    if not fits or _has_star(arguments, keywords):
        _call_with_containers(c, pushed, arguments, keywords, line)
        return
    c.expressions(arguments)
    if keywords:
        _keyword_values(c, keywords, line)
        c.emit(Op.CALL_KW, pushed + len(arguments) + len(keywords), line)
    else:
        c.emit(Op.CALL, pushed + len(arguments), line)


def _keyword_values(c: Compiler, keywords: list[Keyword], line: int) -> None:
    for keyword in keywords:
        c.expression(keyword.value)
    c.load_const(tuple([keyword.arg for keyword in keywords]), line)


def _call_with_containers(
    c: Compiler, pushed: int, arguments: list[Expression], keywords: list[Keyword], line: int
) -> None:
    only = arguments[0] if len(arguments) == 1 and not pushed else None
    if isinstance(only, Starred):
        c.expression(only.value)
    else:
        build_sequence(c, arguments, pushed, Op.BUILD_TUPLE, line)
    if keywords:
        _keyword_dict(c, keywords, line)
    else:
        c.emit(Op.PUSH_NULL, 0, line)
    c.emit(Op.CALL_FUNCTION_EX, 0, line)


def _keyword_dict(c: Compiler, keywords: list[Keyword], line: int) -> None:
    have_dict = False
    pending: list[Keyword] = []
    for keyword in keywords:
        if keyword.arg is not None:
            pending.append(keyword)
            continue
        if pending:
            _named_group(c, pending, have_dict, line)
            have_dict = True
            pending = []
        if not have_dict:
            c.emit(Op.BUILD_MAP, 0, line)
            have_dict = True
        c.expression(keyword.value)
        c.emit(Op.DICT_MERGE, 1, line)
    if pending:
        _named_group(c, pending, have_dict, line)


def _named_group(c: Compiler, keywords: list[Keyword], have_dict: bool, line: int) -> None:
    big = len(keywords) * 2 > STACK_GUIDELINE
    if big:
        c.emit(Op.BUILD_MAP, 0, NO_LINE)
    for keyword in keywords:
        c.load_const(keyword.arg, line)
        c.expression(keyword.value)
        if big:
            c.emit(Op.MAP_ADD, 1, NO_LINE)
    if not big:
        c.emit(Op.BUILD_MAP, len(keywords), line)
    if have_dict:
        c.emit(Op.DICT_MERGE, 1, line)
