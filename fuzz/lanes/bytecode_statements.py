"""Statements: structured control flow that always ends.

Loops run over short sequences or count down a variable that nothing else changes. Leaving a
loop or a handler early emits what compilers emit on the way out, block by block.
"""

from collections.abc import Callable
from typing import Final, TypeAlias, final

from fuzz.lanes.bytecode_builder import Variable
from fuzz.lanes.bytecode_expressions import any_kind, condition, expression
from fuzz.lanes.bytecode_scope import Scope
from fuzz.lanes.bytecode_simple import (
    assign,
    augmented,
    delete_shared,
    discard,
    load_unbound,
    store_item,
    unpack,
)
from fuzz.lanes.bytecode_values import INT_TUPLES
from spec.bytecode.assembler import Handler, Label
from spec.bytecode.instructions import BinaryOp, CommonConstant, Op

_MAXIMUM_LOOP_DEPTH: Final = 2
_MAXIMUM_NESTING: Final = 3

EXCEPTIONS: Final = (
    "ValueError",
    "TypeError",
    "ZeroDivisionError",
    "Exception",
    "IndexError",
    "KeyError",
    "ArithmeticError",
    "LookupError",
    "OverflowError",
    "StopIteration",
    "RuntimeError",
)


@final
class Block:
    """A construct that is open at the point of emission, and how to leave it."""

    __slots__ = ("break_to", "continue_to", "finally_body", "kind", "named", "outer")

    def __init__(self, kind: str, outer: Handler | None) -> None:
        self.kind = kind
        self.outer = outer
        self.break_to: Label | None = None
        self.continue_to: Label | None = None
        self.named: Variable | None = None
        self.finally_body: Callable[[Scope], None] | None = None


Statement: TypeAlias = Callable[[Scope], None]


def body(scope: Scope, limit: int) -> None:
    """Some statements; what they newly bind is forgotten after them."""
    known = len(scope.variables), len(scope.functions)
    drawn = 0
    while scope.builder.reachable and (
        drawn == 0 or (scope.budget > 0 and scope.choices.more(drawn, limit, 70))
    ):
        statement(scope)
        drawn += 1
    for variable in scope.variables[known[0] :]:
        if not variable.cell:
            scope.spare.append(variable)
    del scope.variables[known[0] :]
    del scope.functions[known[1] :]


def statement(scope: Scope) -> None:
    """One statement."""
    scope.budget -= 2
    if scope.budget <= 0 or len(scope.blocks) >= _MAXIMUM_NESTING:
        assign(scope)
        return
    scope.choices.one_of(_available(scope))(scope)


def _available(scope: Scope) -> list[Statement]:
    found: list[Statement] = [assign, assign, augmented, _if, discard]
    features = scope.features
    if "loops" in features and scope.depth < _MAXIMUM_LOOP_DEPTH:
        found += [_for, _while]
    if scope.depth and any(block.kind in ("for", "while") for block in scope.blocks):
        found.append(_leave_loop)
    if "exceptions" in features:
        found += [_try, _try, _raise_if]
        if scope.spare:
            found.append(load_unbound)
    if "lists" in features:
        found += [store_item, unpack]
    if scope.blocks:
        found.append(_return)
    if "closures" in features and scope.blocks:
        found.append(delete_shared)
    return found + scope.extra


# --- Branches and loops


def _if(scope: Scope) -> None:
    builder = scope.builder
    choices = scope.choices
    otherwise, end = Label(), Label()
    height = builder.height
    if choices.chance(1, 6):
        expression(scope, any_kind(scope), 1)
        builder.branch(choices.one_of((Op.POP_JUMP_IF_NONE, Op.POP_JUMP_IF_NOT_NONE)), otherwise)
        builder.height = height
    else:
        condition(scope)
        builder.branch(choices.one_of((Op.POP_JUMP_IF_FALSE, Op.POP_JUMP_IF_TRUE)), otherwise)
    scope.blocks.append(Block("if", builder.handler))
    body(scope, 3)
    first = builder.reachable
    if first:
        builder.jump(Op.JUMP_FORWARD, end)
    builder.bind(otherwise, height)
    builder.reachable = True
    if choices.boolean():
        body(scope, 2)
    scope.blocks.pop()
    if first:
        builder.bind(end, height)
        builder.reachable = True


def _for(scope: Scope) -> None:
    choices = scope.choices
    builder = scope.builder
    start, end, after = Label(), Label(), Label()
    height = builder.height
    kind = "int"
    if choices.boolean():
        builder.load_global("range", call=True)
        builder.load(["int", choices.integer(0, 5)])
        builder.emit(Op.CALL, 1)
    elif "texts" in scope.features and choices.chance(1, 4):
        expression(scope, "str", 2)
        kind = "str"
    else:
        builder.load(choices.one_of(INT_TUPLES))
    builder.emit(Op.GET_ITER)
    variable = builder.new_local(kind)
    builder.bind(start, height + 1)
    builder.jump(Op.FOR_ITER, end)
    scope.store_variable(variable)
    block = Block("for", builder.handler)
    block.break_to, block.continue_to = after, start
    _loop_body(scope, block, variable)
    if builder.reachable:
        builder.jump(Op.JUMP_BACKWARD, start)
    builder.bind(end, height + 2)
    builder.reachable = True
    builder.emit(Op.END_FOR)
    builder.emit(Op.POP_ITER)
    builder.bind(after, height)
    scope.spare.append(variable)


def _while(scope: Scope) -> None:
    """`while count: count -= 1; ...`, on a variable that nothing else reaches."""
    builder = scope.builder
    start, after = Label(), Label()
    height = builder.height
    counter = builder.new_local("counter")
    builder.load(["int", scope.choices.integer(0, 4)])
    scope.store_variable(counter)
    builder.bind(start, height)
    scope.load_variable(counter)
    builder.emit(Op.TO_BOOL)
    builder.branch(Op.POP_JUMP_IF_FALSE, after)
    scope.load_variable(counter)
    builder.load(["int", 1])
    builder.emit(Op.BINARY_OP, BinaryOp.INPLACE_SUBTRACT)
    scope.store_variable(counter)
    block = Block("while", builder.handler)
    block.break_to, block.continue_to = after, start
    _loop_body(scope, block, None)
    if builder.reachable:
        builder.jump(Op.JUMP_BACKWARD, start)
    builder.bind(after, height)
    builder.reachable = True


def _loop_body(scope: Scope, block: Block, variable: Variable | None) -> None:
    scope.blocks.append(block)
    scope.depth += 1
    growing, scope.growing = scope.growing, False
    known = len(scope.variables)
    if variable is not None:
        scope.variables.append(variable)
    body(scope, 3)
    del scope.variables[known:]
    scope.growing = growing
    scope.depth -= 1
    scope.blocks.pop()


# --- Leaving blocks early


def _leave_loop(scope: Scope) -> None:
    """`break` or `continue` of the innermost loop."""
    builder = scope.builder
    going_on = scope.choices.boolean()
    handler = builder.handler
    for position in range(len(scope.blocks) - 1, -1, -1):
        block: Block = scope.blocks[position]
        if block.kind in ("for", "while"):
            target = block.continue_to if going_on else block.break_to
            assert target is not None
            if block.kind == "for" and not going_on:
                builder.emit(Op.POP_ITER)
            builder.jump(Op.JUMP_BACKWARD if going_on else Op.JUMP_FORWARD, target)
            break
        _unwind(scope, position, keep_top=False)
    builder.handler = handler
    builder.reachable = False


def _return(scope: Scope) -> None:
    """Return from within blocks."""
    expression(scope, scope.result if scope.result != "any" else any_kind(scope))
    leave_function(scope)


def leave_function(scope: Scope) -> None:
    """Return the top of the stack, leaving every open block on the way."""
    builder = scope.builder
    handler = builder.handler
    for position in range(len(scope.blocks) - 1, -1, -1):
        _unwind(scope, position, keep_top=True)
    builder.emit(Op.RETURN_VALUE)
    builder.handler = handler
    builder.reachable = False


def _unwind(scope: Scope, position: int, keep_top: bool) -> None:
    block: Block = scope.blocks[position]
    builder = scope.builder
    if block.kind == "for":
        if keep_top:
            builder.emit(Op.SWAP, 2)
        builder.emit(Op.POP_ITER)
    elif block.kind == "handler":
        builder.handler = block.outer
        if keep_top:
            builder.emit(Op.SWAP, 2)
        builder.emit(Op.POP_EXCEPT)
        if block.named is not None:
            _clear(scope, block.named)
    elif block.kind == "try":
        builder.handler = block.outer
    elif block.kind == "with":
        builder.handler = block.outer
        if keep_top:
            builder.emit(Op.SWAP, 3)
            builder.emit(Op.SWAP, 2)
        for _ in range(3):
            builder.load(["None", None])
        builder.emit(Op.CALL, 3)
        builder.emit(Op.POP_TOP)
    elif block.kind == "finally" and block.finally_body is not None:
        builder.handler = block.outer
        kept = scope.blocks[position:]
        del scope.blocks[position:]
        block.finally_body(scope)
        scope.blocks += kept


def _clear(scope: Scope, variable: Variable) -> None:
    scope.builder.load(["None", None])
    scope.store_variable(variable)
    scope.builder.emit(Op.DELETE_FAST, variable.index)


# --- Exceptions


def _raise_if(scope: Scope) -> None:
    """`if C: raise E(...)`, now and then without the condition."""
    choices = scope.choices
    builder = scope.builder
    end = Label()
    height = builder.height
    guarded = not (scope.blocks and choices.chance(1, 3))
    if guarded:
        condition(scope)
        builder.branch(Op.POP_JUMP_IF_FALSE, end)
    way = choices.integer(0, 5)
    if way == 5 and any(block.kind == "handler" for block in scope.blocks):
        builder.emit(Op.RAISE_VARARGS, 0)
    elif way == 4:
        builder.emit(Op.LOAD_COMMON_CONSTANT, CommonConstant.ASSERTION_ERROR)
        builder.emit(Op.RAISE_VARARGS, 1)
    else:
        _new_exception(scope)
        if way == 3:
            if choices.boolean():
                builder.load(["None", None])
            else:
                _new_exception(scope)
            builder.emit(Op.RAISE_VARARGS, 2)
        else:
            builder.emit(Op.RAISE_VARARGS, 1)
    if guarded:
        builder.bind(end, height)
    else:
        builder.height = height
        builder.reachable = False


def _new_exception(scope: Scope) -> None:
    choices = scope.choices
    name = choices.one_of(EXCEPTIONS)
    if choices.chance(1, 4):
        scope.builder.load_global(name)
        return
    scope.builder.load_global(name, call=True)
    count = choices.integer(0, 2)
    for _ in range(count):
        expression(scope, any_kind(scope), 2)
    scope.builder.emit(Op.CALL, count)


def _try(scope: Scope) -> None:
    if scope.choices.chance(1, 3):
        _try_finally(scope)
    else:
        _try_except(scope)


def _try_except(scope: Scope) -> None:
    builder = scope.builder
    choices = scope.choices
    outer = builder.handler
    height = builder.height
    caught, end, cleanup = Label(), Label(), Label()
    builder.emit(Op.NOP)
    builder.handler = Handler(caught, height, False)
    scope.blocks.append(Block("try", outer))
    body(scope, 3)
    scope.blocks.pop()
    builder.handler = outer
    ends = builder.reachable
    if ends:
        if choices.chance(1, 4):
            body(scope, 2)
        ends = builder.reachable
        if ends:
            builder.jump(Op.JUMP_FORWARD, end)
    builder.bind(caught, height + 1)
    builder.reachable = True
    inside = Handler(cleanup, height + 1, True)
    builder.handler = inside
    builder.emit(Op.PUSH_EXC_INFO)
    for _ in range(choices.integer(1, 2)):
        ends |= _except_clause(scope, height, inside, outer, end)
    if choices.chance(1, 3):
        ends |= _except_body(scope, height, inside, outer, end, None)
    else:
        builder.emit(Op.RERAISE)
    builder.bind(cleanup, height + 3)
    builder.handler = outer
    _leave_handler_and_reraise(scope)
    builder.bind(end, height)
    builder.reachable = ends


def _leave_handler_and_reraise(scope: Scope) -> None:
    builder = scope.builder
    builder.emit(Op.COPY, 3)
    builder.emit(Op.POP_EXCEPT)
    builder.emit(Op.RERAISE, 1)


def _except_clause(
    scope: Scope, height: int, inside: Handler, outer: Handler | None, end: Label
) -> bool:
    """`except E [as v]:`; the stack holds the saved state and the exception."""
    builder = scope.builder
    choices = scope.choices
    following = Label()
    builder.load_global(choices.one_of(EXCEPTIONS))
    if choices.chance(1, 5):
        builder.load_global(choices.one_of(EXCEPTIONS))
        builder.emit(Op.BUILD_TUPLE, 2)
    builder.emit(Op.CHECK_EXC_MATCH)
    builder.branch(Op.POP_JUMP_IF_FALSE, following)
    named = builder.new_local("exception") if choices.chance(1, 3) else None
    ends = _except_body(scope, height, inside, outer, end, named)
    builder.bind(following, height + 2)
    builder.reachable = True
    return ends


def _except_body(
    scope: Scope,
    height: int,
    inside: Handler,
    outer: Handler | None,
    end: Label,
    named: Variable | None,
) -> bool:
    """The body of a handler; whether control reaches the end of the statement."""
    builder = scope.builder
    block = Block("handler", outer)
    block.named = named
    failed = Label()
    if named is None:
        builder.emit(Op.POP_TOP)
    else:
        scope.store_variable(named)
        builder.handler = Handler(failed, height + 1, True)
    scope.blocks.append(block)
    if named is not None and scope.choices.boolean():
        _use_exception(scope, named)
    body(scope, 2)
    scope.blocks.pop()
    ends = builder.reachable
    if ends:
        builder.handler = inside if named is not None else outer
        if named is not None:
            builder.handler = outer
        builder.emit(Op.POP_EXCEPT)
        if named is not None:
            _clear(scope, named)
        builder.jump(Op.JUMP_FORWARD, end)
    if named is not None:
        builder.bind(failed, height + 3)
        builder.handler = inside
        _clear(scope, named)
        builder.emit(Op.RERAISE, 1)
    builder.handler = inside
    return ends


def _use_exception(scope: Scope, named: Variable) -> None:
    """Return or raise what was caught, or look at its arguments."""
    builder = scope.builder
    way = scope.choices.integer(0, 2)
    if way == 0:
        scope.load_variable(named)
        builder.emit(Op.LOAD_ATTR, builder.name_index("args") << 1)
    elif way == 1:
        builder.load_global("str", call=True)
        scope.load_variable(named)
        builder.emit(Op.CALL, 1)
    else:
        scope.load_variable(named)
    builder.emit(Op.POP_TOP)


def _try_finally(scope: Scope) -> None:
    builder = scope.builder
    outer = builder.handler
    height = builder.height
    caught, cleanup, end = Label(), Label(), Label()
    builder.emit(Op.NOP)
    builder.handler = Handler(caught, height, False)
    block = Block("finally", outer)
    block.finally_body = _final_body
    scope.blocks.append(block)
    body(scope, 3)
    scope.blocks.pop()
    builder.handler = outer
    ends = builder.reachable
    if ends:
        _final_body(scope)
        builder.jump(Op.JUMP_FORWARD, end)
    builder.bind(caught, height + 1)
    builder.reachable = True
    builder.handler = Handler(cleanup, height + 1, True)
    builder.emit(Op.PUSH_EXC_INFO)
    _final_body(scope)
    builder.emit(Op.RERAISE)
    builder.bind(cleanup, height + 3)
    builder.handler = outer
    _leave_handler_and_reraise(scope)
    builder.bind(end, height)
    builder.reachable = ends


def _final_body(scope: Scope) -> None:
    """What a `finally` does: a simple statement, so that it can be emitted on every way out."""
    held = scope.of_kind("int")
    if not held:
        scope.builder.emit(Op.NOP)
        return
    variable = held[0]
    scope.load_variable(variable)
    scope.builder.load(["int", 1])
    scope.builder.emit(Op.BINARY_OP, BinaryOp.INPLACE_ADD)
    scope.store_variable(variable)
