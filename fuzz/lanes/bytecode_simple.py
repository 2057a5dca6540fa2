"""Statements without a body: assignments, stores into containers, unpacking, deletion."""

from fuzz.lanes.bytecode_expressions import any_kind, expression
from fuzz.lanes.bytecode_scope import PAIRED, Scope
from spec.bytecode.instructions import BinaryOp, Op


def assign(scope: Scope) -> None:
    choices = scope.choices
    kind = any_kind(scope)
    held = scope.of_kind(kind)
    expression(scope, kind)
    if held and (choices.boolean() or len(scope.builder.varnames) > 12):
        scope.store_variable(choices.one_of(held))
    else:
        variable = scope.builder.new_local(kind)
        scope.store_variable(variable)
        scope.variables.append(variable)


def augmented(scope: Scope) -> None:
    held = scope.of_kind("int")
    if not held:
        assign(scope)
        return
    choices = scope.choices
    variable = choices.one_of(held)
    if not variable.cell and variable.index < PAIRED and choices.chance(1, 5):
        # `v = E` with `v + n` right behind it.
        expression(scope, "int")
        scope.builder.emit(Op.STORE_FAST_LOAD_FAST, variable.index << 4 | variable.index)
        scope.builder.load(["int", choices.integer(0, 9)])
        scope.builder.emit(Op.BINARY_OP, BinaryOp.ADD)
        scope.store_variable(variable)
        return
    operation = choices.one_of(
        (
            BinaryOp.INPLACE_ADD,
            BinaryOp.INPLACE_SUBTRACT,
            BinaryOp.INPLACE_XOR,
            BinaryOp.INPLACE_AND,
            BinaryOp.INPLACE_OR,
            BinaryOp.INPLACE_FLOOR_DIVIDE,
            BinaryOp.INPLACE_REMAINDER,
        )
    )
    scope.load_variable(variable)
    if operation >= BinaryOp.INPLACE_FLOOR_DIVIDE and choices.chance(3, 4):
        scope.builder.load(["int", choices.integer(1, 9)])
    else:
        expression(scope, "int", 1)
    scope.builder.emit(Op.BINARY_OP, operation)
    scope.store_variable(variable)


def discard(scope: Scope) -> None:
    expression(scope, any_kind(scope))
    scope.builder.emit(Op.POP_TOP)


def store_item(scope: Scope) -> None:
    held = scope.of_kind("list")
    if not held:
        assign(scope)
        return
    choices = scope.choices
    builder = scope.builder
    variable = choices.one_of(held)
    way = choices.integer(0, 2)
    if way == 0:
        expression(scope, "int", 1)
        scope.load_variable(variable)
        builder.load(["int", choices.one_of((0, -1, 1))])
        builder.emit(Op.STORE_SUBSCR)
    elif way == 1:
        scope.load_variable(variable)
        builder.load(["int", choices.one_of((0, -1, 1))])
        builder.emit(Op.DELETE_SUBSCR)
    else:
        expression(scope, "tuple" if scope.growing else "mixed", 1)
        scope.load_variable(variable)
        builder.load(["int", choices.one_of((0, 1))])
        builder.load(["int", choices.one_of((1, 2, 5))])
        builder.emit(Op.STORE_SLICE)


def unpack(scope: Scope) -> None:
    """`a, b = T`, `a, *b = T`."""
    choices = scope.choices
    builder = scope.builder
    if len(builder.varnames) > 12:
        discard(scope)
        return
    count = choices.integer(1, 3)
    starred = choices.chance(1, 4)
    if starred or choices.chance(1, 4):
        expression(scope, choices.one_of(("tuple", "list")), 1)
    else:
        for _ in range(count):
            expression(scope, "int", 1)
        builder.emit(Op.BUILD_TUPLE, count)
    fresh = [builder.new_local("int") for _ in range(count)]
    if starred:
        builder.emit(Op.UNPACK_EX, count - 1)
        fresh[-1].kind = "list"
    else:
        builder.emit(Op.UNPACK_SEQUENCE, count)
    if count == 2 and max(variable.index for variable in fresh) < PAIRED:
        builder.emit(Op.STORE_FAST_STORE_FAST, fresh[0].index << 4 | fresh[1].index)
    else:
        for variable in fresh:
            scope.store_variable(variable)
    scope.variables += fresh


def load_unbound(scope: Scope) -> None:
    """Load or delete a variable that may have no value here."""
    choices = scope.choices
    variable = choices.one_of(scope.spare)
    if variable in scope.variables:
        return
    if choices.chance(3, 4):
        scope.builder.emit(Op.LOAD_FAST_CHECK, variable.index)
        scope.builder.emit(Op.POP_TOP)
    else:
        scope.builder.emit(Op.DELETE_FAST, variable.index)


def delete_shared(scope: Scope) -> None:
    """Delete a shared variable and, mostly, give it a value again."""
    shared = [variable for variable in scope.variables if variable.cell]
    if not shared:
        return
    variable = scope.choices.one_of(shared)
    scope.builder.cell(Op.DELETE_DEREF, variable.index)
    if scope.choices.chance(9, 10):
        expression(scope, variable.kind, 3)
        scope.store_variable(variable)
