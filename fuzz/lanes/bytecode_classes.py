"""Classes of the program: bodies, methods, operators, and what is done with instances."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias, final

from fuzz.lanes.bytecode_builder import FUNCTION_FLAGS, Builder, Form, Variable
from fuzz.lanes.bytecode_expressions import any_kind, expression
from fuzz.lanes.bytecode_functions import keep, make_function
from fuzz.lanes.bytecode_scope import Scope
from fuzz.lanes.bytecode_statements import Block, body
from fuzz.lanes.bytecode_values import SMALL_INTS
from spec.bytecode.assembler import Handler, Label
from spec.bytecode.instructions import (
    BinaryOp,
    Comparison,
    FunctionAttribute,
    Op,
    SpecialMethod,
    comparison_operand,
)

_MAXIMUM_CLASSES: Final = 2


@final
class Class:
    """A class of the program: where it is kept, and which methods it has."""

    __slots__ = ("methods", "name", "variable")

    def __init__(self, name: str, variable: Variable, methods: frozenset[str]) -> None:
        self.name = name
        self.variable = variable
        self.methods = methods


Method: TypeAlias = "Callable[[Scope, Builder], None]"


def _self_x(builder: Builder) -> None:
    builder.emit(Op.LOAD_FAST, 0)
    builder.emit(Op.LOAD_ATTR, builder.name_index("x") << 1)


def _init(scope: Scope, builder: Builder) -> None:
    builder.emit(Op.LOAD_FAST_LOAD_FAST, 1 << 4)
    builder.emit(Op.STORE_ATTR, builder.name_index("x"))
    builder.load(["None", None])


def _operator(scope: Scope, builder: Builder) -> None:
    _self_x(builder)
    builder.emit(Op.LOAD_FAST, 1)
    operation = scope.choices.one_of((BinaryOp.ADD, BinaryOp.SUBTRACT, BinaryOp.OR))
    builder.emit(Op.BINARY_OP, operation)


def _not_implemented(scope: Scope, builder: Builder) -> None:
    if scope.choices.boolean():
        builder.load_global("NotImplemented")
    else:
        _operator(scope, builder)


def _compare(scope: Scope, builder: Builder) -> None:
    _self_x(builder)
    builder.emit(Op.LOAD_FAST, 1)
    comparison = scope.choices.one_of(tuple(Comparison))
    builder.emit(Op.COMPARE_OP, comparison_operand(comparison))


def _small(scope: Scope, builder: Builder) -> None:
    builder.load(scope.choices.one_of(SMALL_INTS))


def _truth(scope: Scope, builder: Builder) -> None:
    builder.load(
        scope.choices.one_of((["bool", True], ["bool", False], ["bool", True], ["int", 0]))
    )


def _text(scope: Scope, builder: Builder) -> None:
    builder.load(scope.choices.one_of((["str", "C"], ["str", ""], ["str", "<c>"], ["int", 1])))


def _item(scope: Scope, builder: Builder) -> None:
    """The first three items, then IndexError, so that every iteration ends."""
    end = Label()
    builder.emit(Op.LOAD_FAST, 1)
    builder.load(["int", 3])
    builder.emit(Op.COMPARE_OP, comparison_operand(Comparison.GE, True))
    builder.branch(Op.POP_JUMP_IF_FALSE, end)
    builder.load_global("IndexError")
    builder.emit(Op.RAISE_VARARGS, 1)
    builder.bind(end, 0)
    _self_x(builder)


def _iterator(scope: Scope, builder: Builder) -> None:
    builder.load_global("iter", call=True)
    builder.load(scope.choices.one_of((["tuple", [["int", 1], ["int", 2]]], ["str", "ab"])))
    builder.emit(Op.CALL, 1)


def _enter(scope: Scope, builder: Builder) -> None:
    _self_x(builder)


def _exit(scope: Scope, builder: Builder) -> None:
    """Whether the exception is suppressed."""
    way = scope.choices.integer(0, 2)
    if way == 0:
        builder.load(["None", None])
    elif way == 1:
        builder.load(["bool", True])
    else:
        builder.emit(Op.LOAD_FAST, 1)
        builder.load(["None", None])
        builder.emit(Op.IS_OP, 1)


def _name(scope: Scope, builder: Builder) -> None:
    builder.emit(Op.LOAD_FAST, 1)


def _nothing(scope: Scope, builder: Builder) -> None:
    builder.load(["None", None])


def _add_in_place(scope: Scope, builder: Builder) -> None:
    _self_x(builder)
    builder.emit(Op.LOAD_FAST, 1)
    builder.emit(Op.BINARY_OP, BinaryOp.INPLACE_ADD)
    builder.emit(Op.LOAD_FAST, 0)
    builder.emit(Op.STORE_ATTR, builder.name_index("x"))
    builder.emit(Op.LOAD_FAST, 0)


def _set_item(scope: Scope, builder: Builder) -> None:
    builder.emit(Op.LOAD_FAST_LOAD_FAST, 2 << 4)
    builder.emit(Op.STORE_ATTR, builder.name_index("x"))
    builder.load(["None", None])


def _super_call(scope: Scope, builder: Builder) -> None:
    """`super().get(k)`; the class is in the free variable."""
    builder.load_global("super")
    builder.cell(Op.LOAD_DEREF, 0)
    builder.emit(Op.LOAD_FAST, 0)
    name = scope.choices.one_of(("get", "__repr__", "__init__"))
    builder.emit(Op.LOAD_SUPER_ATTR, builder.name_index(name) << 2 | 1)
    builder.emit(Op.LOAD_FAST, 1)
    builder.emit(Op.CALL, 1)


METHODS: Final[Sequence[tuple[str, int, Method]]] = (
    ("get", 2, _operator),
    ("__add__", 2, _not_implemented),
    ("__radd__", 2, _operator),
    ("__iadd__", 2, _add_in_place),
    ("__sub__", 2, _operator),
    ("__eq__", 2, _compare),
    ("__lt__", 2, _compare),
    ("__len__", 1, _small),
    ("__bool__", 1, _truth),
    ("__repr__", 1, _text),
    ("__str__", 1, _text),
    ("__hash__", 1, _small),
    ("__index__", 1, _small),
    ("__neg__", 1, _enter),
    ("__getitem__", 2, _item),
    ("__setitem__", 3, _set_item),
    ("__iter__", 1, _iterator),
    ("__contains__", 2, _compare),
    ("__call__", 2, _operator),
    ("__getattr__", 2, _name),
    ("__enter__", 1, _enter),
    ("__exit__", 4, _exit),
    ("__format__", 2, _name),
    ("__init_subclass__", 1, _nothing),
    ("__class_getitem__", 2, _name),
    ("__missing__", 2, _name),
    ("__setattr__", 3, _nothing),
    ("__delattr__", 2, _nothing),
    ("__delitem__", 2, _nothing),
    ("__mul__", 2, _not_implemented),
    ("__rsub__", 2, _operator),
    ("__gt__", 2, _not_implemented),
    ("__int__", 1, _small),
    ("__reversed__", 1, _iterator),
    ("again", 2, _super_call),
)
"""Name, number of parameters, and body of the methods that a class may get."""


_BUILTIN_BASES: Final = ("object", "Exception", "int", "dict", "list", "str", "float", "KeyError")


def define_class(scope: Scope) -> None:
    """`class C: ...`, perhaps derived from the one before."""
    if scope.counter.classes >= _MAXIMUM_CLASSES or len(scope.builder.varnames) > 12:
        return
    scope.counter.classes += 1
    choices = scope.choices
    name = f"C{scope.counter.classes}"
    inside = Builder(name, 0)
    with_super = choices.chance(1, 4)
    if with_super:
        inside.cellvars.append("__class__")
    shared = [variable for variable in scope.variables if variable.cell][:1]
    for variable in shared:
        inside.free(scope.builder.cell_name(variable.index), variable.kind)
    inside.begin()
    _class_head(scope, inside, name)
    chosen = [entry for entry in METHODS[:-1] if choices.chance(1, 6)]
    if with_super:
        chosen.append(METHODS[-1])
    if choices.chance(7, 8):
        _add_method(scope, inside, name, "__init__", 2, _init)
    for method, count, make in chosen:
        _add_method(scope, inside, name, method, count, make)
    _class_names(scope, inside)
    if with_super:
        inside.cell(Op.LOAD_FAST, 0)
        inside.emit(Op.COPY, 1)
        inside.emit(Op.STORE_NAME, inside.name_index("__classcell__"))
    else:
        inside.load(["None", None])
    inside.emit(Op.RETURN_VALUE)
    builder = scope.builder
    builder.emit(Op.LOAD_BUILD_CLASS)
    builder.emit(Op.PUSH_NULL)
    make_function(scope, ["code", inside.finish(0, f"f.<locals>.{name}")], shared)
    builder.load(["str", name])
    bases = [held for held in scope.classes if choices.boolean()][:1]
    for base in bases:
        scope.load_variable(base.variable)
    count = len(bases)
    if choices.chance(1, 5):
        builder.load_global(choices.one_of(_BUILTIN_BASES))
        count += 1
    builder.emit(Op.CALL, 2 + count)
    variable = builder.new_local("class")
    scope.store_variable(variable)
    methods = {method for method, _, _ in chosen}.union(*(base.methods for base in bases))
    scope.classes.append(Class(name, variable, frozenset(methods)))


def _class_head(scope: Scope, inside: Builder, name: str) -> None:
    inside.emit(Op.LOAD_NAME, inside.name_index("__name__"))
    inside.emit(Op.STORE_NAME, inside.name_index("__module__"))
    inside.load(["str", f"f.<locals>.{name}"])
    inside.emit(Op.STORE_NAME, inside.name_index("__qualname__"))
    inside.load(["int", 1])
    inside.emit(Op.STORE_NAME, inside.name_index("__firstlineno__"))


def _class_names(scope: Scope, inside: Builder) -> None:
    """Names of the body: stored, loaded, deleted."""
    choices = scope.choices
    if choices.chance(1, 10):
        inside.load(["tuple", [["str", name] for name in ("x", "y")[: choices.integer(1, 2)]]])
        inside.emit(Op.STORE_NAME, inside.name_index("__slots__"))
    if choices.boolean():
        inside.load(choices.one_of(SMALL_INTS))
        inside.emit(Op.STORE_NAME, inside.name_index("a"))
        if choices.boolean():
            inside.emit(Op.LOAD_NAME, inside.name_index("a"))
            inside.load(choices.one_of(SMALL_INTS))
            inside.emit(Op.BINARY_OP, BinaryOp.ADD)
            inside.emit(Op.STORE_NAME, inside.name_index("b"))
    if choices.chance(1, 12):
        inside.emit(Op.DELETE_NAME, inside.name_index(choices.one_of(("a", "b"))))
    if choices.chance(1, 6):
        inside.emit(Op.LOAD_LOCALS)
        if inside.freevars and choices.boolean():
            inside.cell(Op.LOAD_FROM_DICT_OR_DEREF, len(inside.cellvars))
        else:
            name = choices.one_of(("len", "a"))
            inside.emit(Op.LOAD_FROM_DICT_OR_GLOBALS, inside.name_index(name))
        inside.emit(Op.STORE_NAME, inside.name_index("c"))
    if choices.chance(1, 12):
        inside.emit(Op.SETUP_ANNOTATIONS)
    inside.load(["tuple", [["str", "x"]]])
    inside.emit(Op.STORE_NAME, inside.name_index("__static_attributes__"))


def _add_method(
    scope: Scope, inside: Builder, owner: str, name: str, count: int, make: Method
) -> None:
    builder = Builder(name, FUNCTION_FLAGS)
    for index in range(count):
        builder.new_local("any", "self" if not index else f"p{index}")
    calls_super = make is _super_call
    if calls_super:
        builder.free("__class__", "class")
    builder.begin()
    make(scope, builder)
    builder.emit(Op.RETURN_VALUE)
    code: Form = ["code", builder.finish(count, f"f.<locals>.{owner}.{name}")]
    if calls_super:
        inside.cell(Op.LOAD_FAST, 0)
        inside.emit(Op.BUILD_TUPLE, 1)
    decorated = not name.startswith("__") and scope.choices.chance(1, 4)
    if decorated and not calls_super:
        kind = scope.choices.one_of(("staticmethod", "classmethod", "property"))
        inside.emit(Op.LOAD_NAME, inside.name_index(kind))
    inside.emit(Op.LOAD_CONST, inside.constant(code))
    inside.emit(Op.MAKE_FUNCTION)
    if calls_super:
        inside.emit(Op.SET_FUNCTION_ATTRIBUTE, FunctionAttribute.CLOSURE)
    elif decorated:
        inside.emit(Op.CALL, 0)
    inside.emit(Op.STORE_NAME, inside.name_index(name))


# --- Instances


def use_class(scope: Scope) -> None:
    """Make an instance and do something with it."""
    if not scope.classes or len(scope.builder.varnames) > 12:
        return
    choices = scope.choices
    builder = scope.builder
    made: Class = choices.one_of(scope.classes)
    scope.load_variable(made.variable)
    builder.emit(Op.PUSH_NULL)
    expression(scope, "int", 2)
    builder.emit(Op.CALL, 1)
    held = builder.new_local("instance")
    scope.store_variable(held)
    done = 0
    while choices.more(done, 3, 75):
        done += 1
        _use(scope, made, held)
    if choices.chance(1, 3):
        scope.variables.append(held)


def _use(scope: Scope, made: Class, held: Variable) -> None:
    choices = scope.choices
    builder = scope.builder
    if "__exit__" in made.methods and choices.boolean():
        with_statement(scope, held)
        return
    way = choices.integer(0, 11)
    if way == 10 and "__class_getitem__" in made.methods:
        scope.load_variable(made.variable)
        builder.load(["int", choices.integer(0, 1)])
        builder.emit(Op.BINARY_OP, BinaryOp.SUBSCR)
    elif way >= 10:
        name = choices.one_of(("isinstance", "issubclass"))
        builder.load_global(name, True)
        scope.load_variable(held if name == "isinstance" else made.variable)
        scope.load_variable(choices.one_of(scope.classes).variable)
        builder.emit(Op.CALL, 2)
    elif way == 0:
        scope.load_variable(held)
        name = choices.one_of(("x", "a", "b", "y", "__class__"))
        builder.emit(Op.LOAD_ATTR, builder.name_index(name) << 1)
    elif way == 1:
        scope.load_variable(held)
        builder.emit(Op.LOAD_ATTR, builder.name_index(choices.one_of(("get", "again"))) << 1 | 1)
        expression(scope, "int", 2)
        builder.emit(Op.CALL, 1)
    elif way == 2:
        expression(scope, any_kind(scope), 2)
        scope.load_variable(held)
        builder.emit(Op.STORE_ATTR, builder.name_index(choices.one_of(("x", "y"))))
        return
    elif way == 3:
        scope.load_variable(held)
        builder.emit(Op.DELETE_ATTR, builder.name_index(choices.one_of(("y", "x"))))
        return
    elif way <= 5:
        _operate(scope, held)
    elif way == 6:
        builder.load_global(choices.one_of(_ASKED), True)
        scope.load_variable(held)
        builder.emit(Op.CALL, 1)
    elif way == 7:
        scope.load_variable(held)
        builder.load(["int", choices.integer(0, 3)])
        builder.emit(Op.BINARY_OP, BinaryOp.SUBSCR)
    elif way == 8:
        scope.load_variable(held, stored=True)
        builder.emit(choices.one_of((Op.FORMAT_SIMPLE, Op.UNARY_NEGATIVE, Op.TO_BOOL)))
    else:
        scope.load_variable(held)
        builder.emit(Op.PUSH_NULL)
        expression(scope, "int", 2)
        builder.emit(Op.CALL, 1)
    keep(scope, "any")


_ASKED: Final = ("len", "bool", "repr", "str", "hash", "list", "iter", "reversed", "callable")


def _operate(scope: Scope, held: Variable) -> None:
    """An operator with the instance on one side."""
    choices = scope.choices
    builder = scope.builder
    first = choices.boolean()
    if first:
        scope.load_variable(held)
    expression(scope, "int", 2)
    if not first:
        scope.load_variable(held)
    way = choices.integer(0, 2)
    if way == 0:
        operations = (BinaryOp.ADD, BinaryOp.SUBTRACT, BinaryOp.INPLACE_ADD)
        builder.emit(Op.BINARY_OP, choices.one_of(operations))
    elif way == 1:
        builder.emit(Op.COMPARE_OP, comparison_operand(choices.one_of(tuple(Comparison))))
    else:
        builder.emit(Op.CONTAINS_OP, choices.integer(0, 1))


def with_statement(scope: Scope, held: Variable) -> None:
    """`with held [as v]: ...`."""
    builder = scope.builder
    outer = builder.handler
    height = builder.height
    failed, suppressed, cleanup, end = Label(), Label(), Label(), Label()
    scope.load_variable(held)
    builder.emit(Op.COPY, 1)
    builder.emit(Op.LOAD_SPECIAL, SpecialMethod.EXIT)
    builder.emit(Op.SWAP, 2)
    builder.emit(Op.SWAP, 3)
    builder.emit(Op.LOAD_SPECIAL, SpecialMethod.ENTER)
    builder.emit(Op.CALL, 0)
    builder.handler = Handler(failed, height + 2, True)
    builder.emit(Op.POP_TOP)
    scope.blocks.append(Block("with", outer))
    body(scope, 2)
    scope.blocks.pop()
    builder.handler = outer
    if builder.reachable:
        call_exit(scope)
        builder.jump(Op.JUMP_FORWARD, end)
    builder.bind(failed, height + 4)
    builder.reachable = True
    builder.handler = Handler(cleanup, height + 4, True)
    builder.emit(Op.PUSH_EXC_INFO)
    builder.emit(Op.WITH_EXCEPT_START)
    builder.emit(Op.TO_BOOL)
    builder.branch(Op.POP_JUMP_IF_TRUE, suppressed)
    builder.emit(Op.RERAISE, 2)
    builder.bind(suppressed, height + 5)
    builder.emit(Op.POP_TOP)
    builder.handler = outer
    builder.emit(Op.POP_EXCEPT)
    for _ in range(3):
        builder.emit(Op.POP_TOP)
    builder.jump(Op.JUMP_FORWARD, end)
    builder.bind(cleanup, height + 6)
    builder.emit(Op.COPY, 3)
    builder.emit(Op.POP_EXCEPT)
    builder.emit(Op.RERAISE, 1)
    builder.bind(end, height)


def call_exit(scope: Scope) -> None:
    """Call the context manager's exit, which is on top, without an exception."""
    for _ in range(3):
        scope.builder.load(["None", None])
    scope.builder.emit(Op.CALL, 3)
    scope.builder.emit(Op.POP_TOP)
