"""Expressions: code that leaves one value of a wanted kind on the stack, or raises.

Values do not grow without bound: inside a loop, or in a function that a loop may call, an
operation that multiplies sizes has a small constant on one side.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from fuzz.lanes.bytecode_builder import Form
from fuzz.lanes.bytecode_scope import Function, Scope
from fuzz.lanes.bytecode_values import INT_TUPLES, SMALL_INTS, STRS, draw_value
from spec.bytecode.assembler import Handler, Label
from spec.bytecode.instructions import (
    BinaryOp,
    Comparison,
    Conversion,
    Intrinsic1,
    Op,
    comparison_operand,
)

_INT_OPERATIONS: Final = (
    BinaryOp.ADD,
    BinaryOp.SUBTRACT,
    BinaryOp.AND,
    BinaryOp.OR,
    BinaryOp.XOR,
    BinaryOp.FLOOR_DIVIDE,
    BinaryOp.REMAINDER,
    BinaryOp.MULTIPLY,
)
_FLOAT_OPERATIONS: Final = (
    BinaryOp.ADD,
    BinaryOp.SUBTRACT,
    BinaryOp.MULTIPLY,
    BinaryOp.TRUE_DIVIDE,
    BinaryOp.FLOOR_DIVIDE,
    BinaryOp.REMAINDER,
)
_GROWTH_DEPTH: Final = 2


def expression(scope: Scope, kind: str, depth: int = 0) -> None:
    """Leave a value of `kind` on the stack."""
    choices = scope.choices
    scope.budget -= 1
    if kind == "mixed":
        kind = any_kind(scope)
    if depth >= 3 or scope.budget <= 0 or not choices.chance(3 - depth, 5 - depth):
        _atom(scope, kind, depth == 0)
        return
    if scope.features and choices.chance(1, 12):
        _conditional(scope, kind, depth)
        return
    if scope.functions and choices.chance(1, 3) and _call_function(scope, kind, depth):
        return
    _COMPOUND[kind](scope, depth + 1)


def any_kind(scope: Scope) -> str:
    """One of the kinds of the configuration."""
    return scope.choices.one_of(scope.kinds())


def _atom(scope: Scope, kind: str, stored: bool) -> None:
    choices = scope.choices
    held = scope.of_kind(kind)
    if held and choices.chance(3, 4):
        scope.load_variable(choices.one_of(held), stored)
    else:
        _literal(scope, kind)


def _literal(scope: Scope, kind: str) -> None:
    choices = scope.choices
    builder = scope.builder
    if kind == "list":
        _literal_list(scope)
    elif kind == "dict":
        builder.load(["str", "a"])
        builder.load(choices.one_of(SMALL_INTS))
        builder.emit(Op.BUILD_MAP, 1)
    elif kind == "int" and not ("large" in scope.features and choices.chance(1, 2)):
        builder.load(choices.one_of(SMALL_INTS))
    elif kind == "tuple":
        builder.load(choices.one_of(INT_TUPLES))
    else:
        builder.load(draw_value(choices, kind))


def _literal_list(scope: Scope) -> None:
    builder = scope.builder
    form = scope.choices.one_of(INT_TUPLES)
    items: list[Form] = form[1]
    if len(items) < 3:
        for item in items:
            builder.load(item)
        builder.emit(Op.BUILD_LIST, len(items))
    else:
        builder.emit(Op.BUILD_LIST, 0)
        builder.load(form)
        builder.emit(Op.LIST_EXTEND, 1)


def _conditional(scope: Scope, kind: str, depth: int) -> None:
    """`A if C else B`."""
    builder = scope.builder
    otherwise, end = Label(), Label()
    condition(scope, depth + 1)
    builder.branch(Op.POP_JUMP_IF_FALSE, otherwise)
    height = builder.height
    _atom(scope, kind, depth == 0)
    builder.jump(Op.JUMP_FORWARD, end)
    builder.bind(otherwise, height)
    _atom(scope, kind, depth == 0)
    builder.bind(end, height + 1)


def _call_function(scope: Scope, kind: str, depth: int) -> bool:
    """Call one of the program's functions that gives `kind`; whether there is one."""
    fitting = [function for function in scope.functions if function.result == kind]
    if not fitting:
        return False
    builder = scope.builder
    function = scope.choices.one_of(fitting)
    scope.load_function(function)
    count = len(function.parameters)
    if count and scope.choices.chance(1, 4):
        _call_by_keyword(scope, function, depth)
    elif scope.choices.chance(1, 10):
        for parameter in function.parameters:
            expression(scope, parameter, depth + 1)
        builder.emit(Op.BUILD_TUPLE, count)
        builder.emit(Op.PUSH_NULL)
        builder.emit(Op.CALL_FUNCTION_EX)
    else:
        # Now and then one argument too few or too many.
        given = list(function.parameters)
        if function.more and scope.choices.boolean():
            given += ["int", "str"][: scope.choices.integer(1, 2)]
        if function.optional and scope.choices.boolean():
            del given[len(given) - scope.choices.integer(1, function.optional) :]
        if "exceptions" in scope.features and scope.choices.chance(1, 30):
            given.append("int")
        for parameter in given:
            expression(scope, parameter, depth + 1)
        builder.emit(Op.CALL, len(given))
    return True


def _call_by_keyword(scope: Scope, function: Function, depth: int) -> None:
    builder = scope.builder
    count = len(function.parameters)
    named = scope.choices.integer(1, count)
    for parameter in (*function.parameters, *function.keywords):
        expression(scope, parameter, depth + 1)
    names = [["str", f"p{index}"] for index in range(count - named, count)]
    names += [["str", f"k{index}"] for index in range(len(function.keywords))]
    builder.emit(Op.LOAD_CONST, builder.constant(["tuple", names]))
    builder.emit(Op.CALL_KW, count + len(function.keywords))


# --- Conditions


def condition(scope: Scope, depth: int = 1) -> None:
    """Leave an exact bool on the stack."""
    choices = scope.choices
    builder = scope.builder
    way = choices.integer(0, 5)
    if way <= 1:
        _comparison(scope, depth, coerce=True)
    elif way == 2:
        expression(scope, any_kind(scope), depth)
        builder.emit(Op.TO_BOOL)
    elif way == 3:
        condition(scope, depth + 1) if depth < 3 else builder.load(["bool", False])
        builder.emit(Op.UNARY_NOT)
    elif way == 4:
        expression(scope, any_kind(scope), depth)
        builder.load(["None", None])
        builder.emit(Op.IS_OP, choices.integer(0, 1))
    else:
        _membership(scope, depth)


def _comparison(scope: Scope, depth: int, coerce: bool) -> None:
    choices = scope.choices
    left = any_kind(scope)
    right = any_kind(scope) if "mixed" in scope.features and choices.chance(1, 3) else left
    comparison = choices.one_of(tuple(Comparison))
    if left == "dict" or (left == "bool" and right != left):
        comparison = choices.one_of((Comparison.EQ, Comparison.NE))
    expression(scope, left, depth)
    expression(scope, right, depth)
    scope.builder.emit(Op.COMPARE_OP, comparison_operand(comparison, coerce))


def _membership(scope: Scope, depth: int) -> None:
    builder = scope.builder
    if "texts" in scope.features and scope.choices.boolean():
        expression(scope, "str", depth)
        expression(scope, "str", depth)
    else:
        expression(scope, "int", depth)
        expression(scope, "tuple", depth)
    builder.emit(Op.CONTAINS_OP, scope.choices.integer(0, 1))


# --- Compound expressions by kind


def _compound_bool(scope: Scope, depth: int) -> None:
    choices = scope.choices
    builder = scope.builder
    way = choices.integer(0, 3)
    if way == 0:
        _comparison(scope, depth, coerce=choices.boolean())
    elif way == 1:
        condition(scope, depth)
    elif way == 2:
        _short_circuit(scope, depth)
    else:
        builder.load_global("bool", call=True)
        expression(scope, any_kind(scope), depth)
        builder.emit(Op.CALL, 1)


def _short_circuit(scope: Scope, depth: int) -> None:
    """`A and B`, `A or B`."""
    builder = scope.builder
    end = Label()
    _comparison(scope, depth, coerce=False)
    builder.emit(Op.COPY, 1)
    builder.emit(Op.TO_BOOL)
    builder.branch(
        scope.choices.one_of((Op.POP_JUMP_IF_FALSE, Op.POP_JUMP_IF_TRUE)),
        end,
    )
    height = builder.height
    builder.emit(Op.POP_TOP)
    _comparison(scope, depth, coerce=False)
    builder.bind(end, height)


def _compound_int(scope: Scope, depth: int) -> None:
    choices = scope.choices
    builder = scope.builder
    way = choices.integer(0, 7)
    if way <= 2:
        _binary_int(scope, depth)
    elif way == 3:
        expression(scope, "int", depth)
        unary = choices.integer(0, 2)
        if unary == 2:
            builder.emit(Op.CALL_INTRINSIC_1, Intrinsic1.UNARY_POSITIVE)
        else:
            builder.emit(choices.one_of((Op.UNARY_NEGATIVE, Op.UNARY_INVERT)))
    elif way == 4:
        kind = choices.one_of(("tuple", "str", "list"))
        builder.load_global("len", call=True)
        expression(scope, kind, depth)
        builder.emit(Op.CALL, 1)
    elif way == 5 and "lists" in scope.features:
        _subscript(scope, choices.one_of(("tuple", "list")), depth)
    elif way == 6 and "calls" in scope.features:
        _builtin_int(scope, depth)
    elif way == 7 and "dicts" in scope.features:
        expression(scope, "dict", depth)
        builder.load(["str", "a"])
        builder.emit(Op.BINARY_OP, BinaryOp.SUBSCR)
    else:
        _binary_int(scope, depth)


def _binary_int(scope: Scope, depth: int) -> None:
    choices = scope.choices
    builder = scope.builder
    way = choices.integer(0, 9)
    if way == 9:
        # Shifts and powers with a small constant on the right.
        expression(scope, "int", depth)
        operation = choices.one_of((BinaryOp.RSHIFT, BinaryOp.LSHIFT, BinaryOp.POWER))
        if scope.growing:
            builder.load(["int", choices.integer(0, 5)])
        else:
            operation = BinaryOp.RSHIFT
            builder.load(["int", choices.integer(0, 70)])
        builder.emit(Op.BINARY_OP, operation)
        return
    operation = choices.one_of(_INT_OPERATIONS)
    held = scope.of_kind("int")
    if held and way == 8 and operation != BinaryOp.MULTIPLY:
        scope.load_pair(choices.one_of(held), choices.one_of(held))
        builder.emit(Op.BINARY_OP, operation)
        return
    expression(scope, "int", depth)
    if operation == BinaryOp.MULTIPLY and not scope.growing:
        builder.load(["int", choices.integer(0, 9)])
    elif operation in (BinaryOp.FLOOR_DIVIDE, BinaryOp.REMAINDER) and choices.chance(3, 4):
        builder.load(choices.one_of(SMALL_INTS[1:]))
    else:
        expression(scope, "mixed" if _mix(scope) else "int", depth)
    builder.emit(Op.BINARY_OP, operation)


def _mix(scope: Scope) -> bool:
    return "mixed" in scope.features and scope.choices.chance(1, 8)


def _subscript(scope: Scope, kind: str, depth: int) -> None:
    expression(scope, kind, depth)
    if scope.choices.chance(3, 4):
        scope.builder.load(["int", scope.choices.one_of((0, -1, 1, 2))])
    else:
        expression(scope, "int", depth)
    scope.builder.emit(Op.BINARY_OP, BinaryOp.SUBSCR)


def _builtin_int(scope: Scope, depth: int) -> None:
    choices = scope.choices
    builder = scope.builder
    name, kinds = choices.one_of(
        (
            ("abs", ("int",)),
            ("min", ("int", "int")),
            ("max", ("int", "int", "int")),
            ("int", ("bool",)),
            ("int", ("float",)),
            ("sum", ("tuple",)),
            ("hash", ("int",)),
            ("ord", ("str",)),
            ("divmod", ("int", "int")),
            ("pow", ("int", "small")),
        )
    )
    if name == "divmod":
        builder.load_global(name, call=True)
        for kind in kinds:
            expression(scope, kind, depth)
        builder.emit(Op.CALL, 2)
        builder.load(["int", choices.integer(0, 1)])
        builder.emit(Op.BINARY_OP, BinaryOp.SUBSCR)
        return
    if name == "pow" and not scope.growing:
        name, kinds = "abs", ("int",)
    builder.load_global(name, call=True)
    for kind in kinds:
        if kind == "small":
            builder.load(["int", choices.integer(0, 4)])
        else:
            expression(scope, kind, depth)
    builder.emit(Op.CALL, len(kinds))


def _compound_float(scope: Scope, depth: int) -> None:
    choices = scope.choices
    builder = scope.builder
    way = choices.integer(0, 5)
    if way <= 2:
        left, right = choices.one_of((("float", "float"), ("float", "int"), ("int", "float")))
        operation = choices.one_of(_FLOAT_OPERATIONS)
        expression(scope, left, depth)
        expression(scope, "mixed" if _mix(scope) else right, depth)
        builder.emit(Op.BINARY_OP, operation)
    elif way == 3:
        expression(scope, "int", depth)
        expression(scope, "int", depth)
        builder.emit(Op.BINARY_OP, BinaryOp.TRUE_DIVIDE)
    elif way == 4:
        expression(scope, "float", depth)
        builder.emit(Op.UNARY_NEGATIVE)
    else:
        builder.load_global(choices.one_of(("float", "abs")), call=True)
        expression(scope, "float", depth)
        builder.emit(Op.CALL, 1)


def _compound_str(scope: Scope, depth: int) -> None:
    choices = scope.choices
    builder = scope.builder
    way = choices.integer(0, 5)
    if way == 0:
        expression(scope, "str", depth)
        if scope.growing:
            expression(scope, "mixed" if _mix(scope) else "str", depth)
        else:
            builder.load(choices.one_of(STRS[:8]))
        builder.emit(Op.BINARY_OP, BinaryOp.ADD)
    elif way == 1 and scope.growing:
        expression(scope, "str", depth)
        builder.load(["int", choices.integer(0, 4)])
        builder.emit(Op.BINARY_OP, BinaryOp.MULTIPLY)
    elif way == 2:
        _subscript(scope, "str", depth)
    elif way == 3:
        _slice(scope, "str", depth)
    elif way == 4 and scope.growing:
        _formatted(scope, depth)
    else:
        builder.load_global(choices.one_of(("str", "repr")), call=True)
        expression(scope, choices.one_of(("int", "bool")), depth)
        builder.emit(Op.CALL, 1)


def _formatted(scope: Scope, depth: int) -> None:
    """An f-string of two or three pieces."""
    choices = scope.choices
    builder = scope.builder
    pieces = choices.integer(1, 2)
    for _ in range(pieces):
        kind = any_kind(scope)
        expression(scope, kind, depth)
        conversion = choices.integer(0, 3)
        if conversion:
            builder.emit(Op.CONVERT_VALUE, Conversion(conversion))
            kind = "str"
        if choices.chance(1, 3):
            builder.load(["str", choices.one_of(_SPECIFICATIONS.get(kind, ("",)))])
            builder.emit(Op.FORMAT_WITH_SPEC)
        else:
            builder.emit(Op.FORMAT_SIMPLE)
    builder.load(["str", choices.one_of((":", "", "-x-"))])
    builder.emit(Op.BUILD_STRING, pieces + 1)


_SPECIFICATIONS: Final = {
    "int": ("", "d", "5d", "<4", "+", "x", "#b", "08", ",", "e"),
    "float": ("", ".2f", "e", "+.3g", "10.1f", "%", "08.1f"),
    "str": ("", "5", ">4", "^6", ".1", "*<3", "s"),
    "bool": ("", "d"),
}


def _slice(scope: Scope, kind: str, depth: int) -> None:
    choices = scope.choices
    builder = scope.builder
    expression(scope, kind, depth)
    if choices.boolean():
        for _ in range(2):
            _bound(scope, depth)
        builder.emit(Op.BINARY_SLICE)
    else:
        count = choices.integer(2, 3)
        for _ in range(count):
            _bound(scope, depth)
        builder.emit(Op.BUILD_SLICE, count)
        builder.emit(Op.BINARY_OP, BinaryOp.SUBSCR)


def _bound(scope: Scope, depth: int) -> None:
    if scope.choices.boolean():
        scope.builder.load(["int", scope.choices.one_of((0, 1, -1, 2, 5))])
    else:
        scope.builder.load(["None", None])


def _compound_tuple(scope: Scope, depth: int) -> None:
    choices = scope.choices
    builder = scope.builder
    way = choices.integer(0, 4)
    if way <= 1:
        count = choices.integer(1, 3)
        for _ in range(count):
            expression(scope, "int", depth)
        builder.emit(Op.BUILD_TUPLE, count)
    elif way == 2:
        _slice(scope, "tuple", depth)
    elif way == 3:
        builder.emit(Op.BUILD_LIST, 0)
        expression(scope, choices.one_of(("tuple", "list")), depth)
        builder.emit(Op.LIST_EXTEND, 1)
        builder.emit(Op.CALL_INTRINSIC_1, Intrinsic1.LIST_TO_TUPLE)
    else:
        expression(scope, "tuple", depth)
        if scope.growing:
            expression(scope, "tuple", depth)
        else:
            builder.load(INT_TUPLES[1])
        builder.emit(Op.BINARY_OP, BinaryOp.ADD)


def _compound_list(scope: Scope, depth: int) -> None:
    choices = scope.choices
    builder = scope.builder
    way = choices.integer(0, 5)
    if way <= 1:
        count = choices.integer(0, 3)
        for _ in range(count):
            expression(scope, "int", depth)
        builder.emit(Op.BUILD_LIST, count)
    elif way == 2:
        _slice(scope, "list", depth)
    elif way == 3:
        builder.load_global(choices.one_of(("list", "sorted")), call=True)
        expression(scope, "tuple", depth)
        builder.emit(Op.CALL, 1)
    elif way == 4 and "comprehensions" in scope.features and scope.depth < _GROWTH_DEPTH:
        _comprehension(scope, depth)
    else:
        builder.emit(Op.BUILD_LIST, 0)
        expression(scope, choices.one_of(("tuple", "list")), depth)
        builder.emit(Op.LIST_EXTEND, 1)
        if choices.boolean():
            expression(scope, "int", depth)
            builder.emit(Op.LIST_APPEND, 1)


def _comprehension(scope: Scope, depth: int) -> None:
    """`[E for x in T if C]` as compilers inline it: x is saved on the stack and restored."""
    choices = scope.choices
    builder = scope.builder
    held = [variable for variable in scope.of_kind("int") if not variable.cell]
    variable = choices.one_of(held) if held and not scope.borrow else builder.new_local("int")
    start, end, failed, done = Label(), Label(), Label(), Label()
    outer = builder.handler
    height = builder.height
    expression(scope, "tuple", depth)
    builder.emit(Op.GET_ITER)
    builder.emit(Op.LOAD_FAST_AND_CLEAR, variable.index)
    builder.emit(Op.SWAP, 2)
    builder.handler = Handler(failed, height + 2, False)
    builder.emit(Op.BUILD_LIST, 0)
    builder.emit(Op.SWAP, 2)
    builder.bind(start, height + 3)
    builder.jump(Op.FOR_ITER, end)
    builder.emit(Op.STORE_FAST, variable.index)
    known = len(scope.variables)
    scope.variables.append(variable)
    scope.depth += 1
    growing, scope.growing = scope.growing, False
    if choices.chance(1, 3):
        go_on = Label()
        condition(scope, depth + 1)
        builder.branch(Op.POP_JUMP_IF_TRUE, go_on)
        builder.jump(Op.JUMP_BACKWARD, start)
        builder.bind(go_on, height + 3)
    expression(scope, choices.one_of(("int", "int", "tuple")), depth + 1)
    scope.growing = growing
    scope.depth -= 1
    del scope.variables[known:]
    builder.emit(Op.LIST_APPEND, 2)
    builder.jump(Op.JUMP_BACKWARD, start)
    builder.bind(end, height + 4)
    builder.emit(Op.END_FOR)
    builder.emit(Op.POP_ITER)
    builder.handler = outer
    builder.emit(Op.SWAP, 2)
    builder.emit(Op.STORE_FAST, variable.index)
    builder.jump(Op.JUMP_FORWARD, done)
    builder.bind(failed, height + 3)
    builder.emit(Op.SWAP, 2)
    builder.emit(Op.POP_TOP)
    builder.emit(Op.SWAP, 2)
    builder.emit(Op.STORE_FAST, variable.index)
    builder.emit(Op.RERAISE)
    builder.bind(done, height + 1)


def _compound_dict(scope: Scope, depth: int) -> None:
    choices = scope.choices
    builder = scope.builder
    way = choices.integer(0, 2)
    builder.load(["str", "a"])
    expression(scope, "int", depth)
    builder.emit(Op.BUILD_MAP, 1)
    if way == 1:
        expression(scope, "str" if "texts" in scope.features else "int", depth)
        expression(scope, "int", depth)
        builder.emit(Op.MAP_ADD, 1)
    elif way == 2:
        expression(scope, "dict", depth)
        builder.emit(Op.DICT_UPDATE, 1)


Maker: TypeAlias = Callable[[Scope, int], None]

_COMPOUND: Final[dict[str, Maker]] = {
    "bool": _compound_bool,
    "int": _compound_int,
    "float": _compound_float,
    "str": _compound_str,
    "tuple": _compound_tuple,
    "list": _compound_list,
    "dict": _compound_dict,
}
