"""Nested code objects: functions with defaults, closures and keywords, generators, classes.

A function is defined before it is called and calls only what was defined before it, so calls
end. Generators loop over what ends.
"""

from typing import Final

from fuzz.lanes.bytecode_builder import FUNCTION_FLAGS, Builder, Form, Variable
from fuzz.lanes.bytecode_expressions import any_kind, expression
from fuzz.lanes.bytecode_scope import Function, Scope
from fuzz.lanes.bytecode_statements import body, leave_function
from fuzz.lanes.bytecode_values import INT_TUPLES, SMALL_INTS
from spec.bytecode.assembler import Handler, Label
from spec.bytecode.instructions import (
    RESUME_DEPTH_FLAG,
    BinaryOp,
    CodeFlag,
    Comparison,
    FunctionAttribute,
    Intrinsic1,
    Op,
    ResumePoint,
    comparison_operand,
)

_NESTED: Final = int(CodeFlag.NESTED)
_MAXIMUM_FUNCTIONS: Final = 3


def new_cells(scope: Scope) -> None:
    """Decide on variables that nested functions may share; before anything is emitted."""
    for _ in range(scope.choices.integer(1, 2)):
        scope.cells.append(scope.builder.new_cell(any_kind(scope)))


def start_cells(scope: Scope) -> None:
    """Give the shared variables their first values."""
    for variable in scope.cells:
        expression(scope, variable.kind, 2)
        scope.store_variable(variable)
        scope.variables.append(variable)


def child_scope(scope: Scope, builder: Builder, budget: int) -> Scope:
    """The scope of a function nested in `scope`."""
    child = Scope(scope.choices, scope.features, builder, budget)
    child.borrow = scope.borrow
    child.growing = False
    child.inner = scope.inner + 1
    child.functions = [function for function in scope.functions if function.variable is None]
    child.counter = scope.counter
    return child


def share_cells(scope: Scope, child: Scope) -> list[Variable]:
    """Give the child some of the parent's shared variables; return the parent's."""
    shared = [variable for variable in scope.variables if variable.cell]
    if not shared or not scope.choices.chance(2, 3):
        return []
    taken = shared[: scope.choices.integer(1, len(shared))]
    for variable in taken:
        name = scope.builder.cell_name(variable.index)
        child.variables.append(child.builder.free(name, variable.kind))
    return taken


def _further_parameters(child: Scope) -> list[str]:
    """Keyword-only parameters (their kinds), `*args` and `**kwargs`."""
    choices = child.choices
    builder = child.builder
    keywords = [any_kind(child) for _ in range(choices.integer(0, 2))]
    for index, kind in enumerate(keywords):
        child.variables.append(builder.new_local(kind, f"k{index}"))
    if choices.boolean():
        builder.flags |= CodeFlag.VARARGS
        child.variables.append(builder.new_local("tuple", "args"))
    if choices.boolean():
        builder.flags |= CodeFlag.VARKEYWORDS
        child.variables.append(builder.new_local("dict", "kwargs"))
    return keywords


def make_function(
    scope: Scope,
    code: Form,
    closure: list[Variable],
    defaults: list[str] | None = None,
    keywords: list[str] | None = None,
) -> None:
    """Push a function made of `code`; every keyword-only parameter gets a default."""
    builder = scope.builder
    if defaults:
        for kind in defaults:
            expression(scope, kind, 2)
        builder.emit(Op.BUILD_TUPLE, len(defaults))
    if keywords:
        for index, kind in enumerate(keywords):
            builder.load(["str", f"k{index}"])
            expression(scope, kind, 2)
        builder.emit(Op.BUILD_MAP, len(keywords))
    if closure:
        for variable in closure:
            builder.cell(Op.LOAD_FAST, variable.index)
        builder.emit(Op.BUILD_TUPLE, len(closure))
    builder.emit(Op.LOAD_CONST, builder.constant(code))
    builder.emit(Op.MAKE_FUNCTION)
    if closure:
        builder.emit(Op.SET_FUNCTION_ATTRIBUTE, FunctionAttribute.CLOSURE)
    if keywords:
        builder.emit(Op.SET_FUNCTION_ATTRIBUTE, FunctionAttribute.KEYWORD_DEFAULTS)
    if defaults:
        builder.emit(Op.SET_FUNCTION_ATTRIBUTE, FunctionAttribute.DEFAULTS)


def define_function(scope: Scope) -> None:
    """`def g(...): ...`, kept in a local variable or as a global."""
    if scope.inner >= 2 or scope.counter.functions >= _MAXIMUM_FUNCTIONS:
        return
    scope.counter.functions += 1
    choices = scope.choices
    name = f"g{scope.counter.functions}"
    generator = "generators" in scope.features and choices.chance(1, 3)
    flags = FUNCTION_FLAGS | _NESTED | (CodeFlag.GENERATOR if generator else 0)
    builder = Builder(name, int(flags))
    child = child_scope(scope, builder, choices.integer(2, 14))
    parameters = [any_kind(scope) for _ in range(choices.integer(0, 3))]
    for index, kind in enumerate(parameters):
        child.variables.append(builder.new_local(kind, f"p{index}"))
    keywords = _further_parameters(child) if choices.chance(1, 4) else []
    shared = share_cells(scope, child) if "closures" in scope.features else []
    if "closures" in scope.features and scope.inner == 0 and choices.chance(1, 4):
        new_cells(child)
    child.result = any_kind(scope)
    defaults = parameters[len(parameters) - choices.integer(0, len(parameters)) :]
    builder.begin()
    if generator:
        _generator_body(child)
    else:
        start_cells(child)
        body(child, 3)
        finish_function(child)
    fields = builder.finish(len(parameters), f"f.<locals>.{name}", len(keywords))
    make_function(scope, ["code", fields], shared, defaults, keywords)
    result = "generator" if generator else child.result
    variable = None if choices.boolean() else scope.builder.new_local("function")
    if variable is None:
        scope.builder.emit(Op.STORE_GLOBAL, scope.builder.name_index(name))
    else:
        scope.store_variable(variable)
    function = Function(name, variable, tuple(parameters), result)
    function.optional = len(defaults)
    function.keywords = tuple(keywords)
    function.more = bool(builder.flags & CodeFlag.VARARGS)
    function.yields = child.result
    scope.functions.append(function)


def define_recursive(scope: Scope) -> None:
    """`def r(n): return E if n <= 0 else r(n - 1) op n`, and a call of it."""
    builder = scope.builder
    choices = scope.choices
    if len(builder.varnames) > 12:
        return
    inner = Builder("r", FUNCTION_FLAGS | _NESTED)
    parameter = inner.new_local("int", "p0")
    inner.begin()
    deeper = Label()
    inner.emit(Op.LOAD_FAST, parameter.index)
    inner.load(["int", 0])
    inner.emit(Op.COMPARE_OP, comparison_operand(Comparison.LE, True))
    inner.branch(Op.POP_JUMP_IF_FALSE, deeper)
    inner.load(choices.one_of(SMALL_INTS))
    inner.emit(Op.RETURN_VALUE)
    inner.bind(deeper, 0)
    inner.load_global("r", call=True)
    inner.emit(Op.LOAD_FAST, parameter.index)
    inner.load(["int", 1])
    inner.emit(Op.BINARY_OP, BinaryOp.SUBTRACT)
    inner.emit(Op.CALL, 1)
    inner.emit(Op.LOAD_FAST, parameter.index)
    operations = (BinaryOp.ADD, BinaryOp.XOR, BinaryOp.SUBTRACT)
    inner.emit(Op.BINARY_OP, choices.one_of(operations))
    inner.emit(Op.RETURN_VALUE)
    make_function(scope, ["code", inner.finish(1, "f.<locals>.r")], [])
    builder.emit(Op.STORE_GLOBAL, builder.name_index("r"))
    builder.load_global("r", call=True)
    builder.load(["int", choices.one_of((0, 1, 2, 5, 17, 60))])
    builder.emit(Op.CALL, 1)
    keep(scope, "int")


def finish_function(scope: Scope) -> None:
    """Return a value of the function's kind, if control comes here."""
    if scope.builder.reachable:
        expression(scope, scope.result)
        leave_function(scope)


# --- Generators


def _generator_body(scope: Scope) -> None:
    """Statements and yields, within the region that ends every generator."""
    builder = scope.builder
    choices = scope.choices
    ended = Label()
    start_cells(scope)
    scope.extra = [yield_value, yield_value, yield_from]
    drawn = 0
    while builder.reachable and (drawn == 0 or choices.more(drawn, 3, 60)):
        way = choices.integer(0, 3)
        if way <= 1:
            yield_value(scope)
        elif way == 2:
            yield_in_loop(scope)
        else:
            body(scope, 2)
        drawn += 1
    if builder.reachable:
        if choices.boolean():
            yield_from(scope)
        expression(scope, any_kind(scope))
        leave_function(scope)
    builder.protect_all(Handler(ended, 0, True))
    builder.bind(ended, 2)
    builder.emit(Op.CALL_INTRINSIC_1, Intrinsic1.STOPITERATION_ERROR)
    builder.emit(Op.RERAISE, 1)


def _resume(scope: Scope, point: ResumePoint) -> None:
    """RESUME after a yield, with the depth flag where only the generator's region stands."""
    alone = scope.builder.handler is None and not any(
        block.kind in ("try", "finally", "handler", "with") for block in scope.blocks
    )
    scope.builder.emit(Op.RESUME, point | (RESUME_DEPTH_FLAG if alone else 0))


def yield_value(scope: Scope) -> None:
    """`yield E`; what is sent is kept or dropped."""
    builder = scope.builder
    expression(scope, scope.result)
    builder.emit(Op.YIELD_VALUE)
    _resume(scope, ResumePoint.AFTER_YIELD)
    if scope.choices.chance(1, 4) and len(builder.varnames) < 14:
        variable = builder.new_local("sent")
        scope.store_variable(variable)
        scope.variables.append(variable)
    else:
        builder.emit(Op.POP_TOP)


def yield_in_loop(scope: Scope) -> None:
    """`for x in T: yield ...`."""
    builder = scope.builder
    start, end = Label(), Label()
    height = builder.height
    builder.load(scope.choices.one_of(INT_TUPLES))
    builder.emit(Op.GET_ITER)
    variable = builder.new_local("int")
    builder.bind(start, height + 1)
    builder.jump(Op.FOR_ITER, end)
    scope.store_variable(variable)
    known = len(scope.variables)
    scope.variables.append(variable)
    yield_value(scope)
    del scope.variables[known:]
    builder.jump(Op.JUMP_BACKWARD, start)
    builder.bind(end, height + 2)
    builder.emit(Op.END_FOR)
    builder.emit(Op.POP_ITER)
    scope.spare.append(variable)


def yield_from(scope: Scope) -> None:
    """`yield from T`, whose value is dropped."""
    builder = scope.builder
    choices = scope.choices
    again, done, failed, end = Label(), Label(), Label(), Label()
    height = builder.height
    outer = builder.handler
    makers = [function for function in scope.functions if function.result == "generator"]
    if makers and choices.boolean():
        call_with_literals(scope, choices.one_of(makers))
    else:
        builder.load(choices.one_of(INT_TUPLES))
    builder.emit(Op.GET_YIELD_FROM_ITER)
    builder.load(["None", None])
    builder.bind(again, height + 2)
    builder.jump(Op.SEND, done)
    builder.handler = Handler(failed, height + 2, False)
    builder.emit(Op.YIELD_VALUE, 1)
    builder.handler = outer
    builder.emit(Op.RESUME, ResumePoint.AFTER_YIELD_FROM)
    builder.jump(Op.JUMP_BACKWARD_NO_INTERRUPT, again)
    builder.bind(done, height + 2)
    builder.emit(Op.END_SEND)
    builder.emit(Op.POP_TOP)
    builder.jump(Op.JUMP_FORWARD, end)
    builder.bind(failed, height + 3)
    builder.emit(Op.CLEANUP_THROW)
    builder.jump(Op.JUMP_BACKWARD_NO_INTERRUPT, done)
    builder.bind(end, height)


def call_with_literals(scope: Scope, function: Function) -> None:
    """Push the result of a call of `function` with simple arguments."""
    builder = scope.builder
    scope.load_function(function)
    for kind in function.parameters:
        expression(scope, kind, 3)
    builder.emit(Op.CALL, len(function.parameters))


def use_generator(scope: Scope) -> None:
    """Run a generator: by a loop, by `next`, `send`, `close` and `throw`, or all at once."""
    choices = scope.choices
    makers = [function for function in scope.functions if function.result == "generator"]
    if not makers:
        return
    function = choices.one_of(makers)
    way = choices.integer(0, 4)
    if way == 0:
        _loop_over(scope, function)
    elif way <= 2:
        _drive(scope, function)
    else:
        scope.builder.load_global(choices.one_of(("list", "tuple")), call=True)
        call_with_literals(scope, function)
        scope.builder.emit(Op.CALL, 1)
        keep(scope, "any")


def keep(scope: Scope, kind: str) -> None:
    """Keep the top of the stack in a variable that the result shows, or drop it."""
    builder = scope.builder
    if len(builder.varnames) > 13:
        builder.emit(Op.POP_TOP)
        return
    variable = builder.new_local(kind)
    scope.store_variable(variable)
    scope.variables.append(variable)


def _loop_over(scope: Scope, function: Function) -> None:
    builder = scope.builder
    start, end = Label(), Label()
    height = builder.height
    call_with_literals(scope, function)
    builder.emit(Op.GET_ITER)
    variable = builder.new_local(function.yields)
    builder.bind(start, height + 1)
    builder.jump(Op.FOR_ITER, end)
    scope.store_variable(variable)
    builder.jump(Op.JUMP_BACKWARD, start)
    builder.bind(end, height + 2)
    builder.emit(Op.END_FOR)
    builder.emit(Op.POP_ITER)
    scope.spare.append(variable)


_METHODS: Final = ("send", "close", "throw", "__next__")


def _drive(scope: Scope, function: Function) -> None:
    """Some calls on one generator object."""
    builder = scope.builder
    choices = scope.choices
    if len(builder.varnames) > 12:
        return
    held = builder.new_local("generator object")
    call_with_literals(scope, function)
    scope.store_variable(held)
    steps = 0
    while choices.more(steps, 3, 70):
        steps += 1
        way = choices.integer(0, 5)
        if way <= 2:
            builder.load_global("next", call=True)
            scope.load_variable(held)
            builder.load(["None", None])
            builder.emit(Op.CALL, 2)
        else:
            name = _METHODS[way - 3]
            scope.load_variable(held)
            builder.emit(Op.LOAD_ATTR, builder.name_index(name) << 1 | 1)
            if name == "send":
                builder.load(choices.one_of([*SMALL_INTS[:2], ["None", None]]))
                builder.emit(Op.CALL, 1)
            elif name == "throw":
                builder.load_global(choices.one_of(("ValueError", "KeyError", "GeneratorExit")))
                builder.emit(Op.CALL, 1)
            else:
                builder.emit(Op.CALL, 0)
        if choices.boolean():
            keep(scope, "any")
        else:
            builder.emit(Op.POP_TOP)
