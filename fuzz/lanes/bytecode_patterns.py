"""Statements with fixed shapes of their own: `match`, `except*`, imports, globals."""

from collections.abc import Callable
from typing import Final

from fuzz.lanes.bytecode_builder import Form
from fuzz.lanes.bytecode_expressions import any_kind, expression
from fuzz.lanes.bytecode_functions import keep
from fuzz.lanes.bytecode_scope import Scope
from fuzz.lanes.bytecode_values import SMALL_INTS
from spec.bytecode.assembler import Handler, Label
from spec.bytecode.instructions import Comparison, Intrinsic2, Op, comparison_operand
from spec.revision import PVM_1

Pattern = Callable[[Scope, int, Label], None]
"""Emits the test of the subject on top; on success its copies are gone, else control goes on."""


def match_statement(scope: Scope) -> None:
    """`match S: case P: v = 1 ...`."""
    builder = scope.builder
    choices = scope.choices
    if len(builder.varnames) > 12:
        return
    height = builder.height
    end = Label()
    shown = builder.new_local("int")
    builder.load(["int", 0])
    scope.store_variable(shown)
    kinds = ["tuple", "list", "int"]
    kinds += ["dict", "dict"] if "dicts" in scope.features else []
    expression(scope, choices.one_of(kinds), 2)
    for case in range(1, choices.integer(1, 3) + 1):
        following = Label()
        choices.one_of((_sequence, _mapping, _class, _literal))(scope, height + 1, following)
        builder.emit(Op.POP_TOP)
        builder.load(["int", case])
        scope.store_variable(shown)
        builder.jump(Op.JUMP_FORWARD, end)
        builder.bind(following, height + 1)
    builder.emit(Op.POP_TOP)
    builder.bind(end, height)
    scope.variables.append(shown)


def _drop(scope: Scope, count: int) -> None:
    for _ in range(count):
        scope.builder.emit(Op.POP_TOP)


def _sequence(scope: Scope, height: int, following: Label) -> None:
    builder = scope.builder
    failed, matched = Label(), Label()
    count = scope.choices.integer(0, 2)
    starred = scope.choices.boolean()
    builder.emit(Op.COPY, 1)
    builder.emit(Op.MATCH_SEQUENCE)
    builder.branch(Op.POP_JUMP_IF_FALSE, failed)
    builder.emit(Op.GET_LEN)
    builder.load(["int", count])
    comparison = Comparison.GE if starred else Comparison.EQ
    builder.emit(Op.COMPARE_OP, comparison_operand(comparison, True))
    builder.branch(Op.POP_JUMP_IF_FALSE, failed)
    if starred:
        builder.emit(Op.UNPACK_EX, count)
    else:
        builder.emit(Op.UNPACK_SEQUENCE, count)
    _drop(scope, count + starred)
    builder.jump(Op.JUMP_FORWARD, matched)
    builder.bind(failed, height + 1)
    builder.emit(Op.POP_TOP)
    builder.jump(Op.JUMP_FORWARD, following)
    builder.bind(matched, height)


def _mapping(scope: Scope, height: int, following: Label) -> None:
    builder = scope.builder
    failed, missing, matched = Label(), Label(), Label()
    builder.emit(Op.COPY, 1)
    builder.emit(Op.MATCH_MAPPING)
    builder.branch(Op.POP_JUMP_IF_FALSE, failed)
    builder.emit(Op.GET_LEN)
    builder.load(["int", 1])
    builder.emit(Op.COMPARE_OP, comparison_operand(Comparison.GE, True))
    builder.branch(Op.POP_JUMP_IF_FALSE, failed)
    builder.load(["tuple", [["str", scope.choices.one_of(("a", "b"))]]])
    builder.emit(Op.MATCH_KEYS)
    builder.emit(Op.COPY, 1)
    builder.jump(Op.POP_JUMP_IF_NONE, missing)
    builder.height = height + 3
    builder.emit(Op.NOT_TAKEN)
    builder.emit(Op.UNPACK_SEQUENCE, 1)
    captured = builder.new_local("any")
    scope.store_variable(captured)
    scope.spare.append(captured)
    builder.emit(Op.POP_TOP)
    builder.emit(Op.POP_TOP)
    builder.jump(Op.JUMP_FORWARD, matched)
    builder.bind(missing, height + 3)
    builder.emit(Op.POP_TOP)
    builder.emit(Op.POP_TOP)
    builder.bind(failed, height + 1)
    builder.emit(Op.POP_TOP)
    builder.jump(Op.JUMP_FORWARD, following)
    builder.bind(matched, height)


def _class(scope: Scope, height: int, following: Label) -> None:
    builder = scope.builder
    failed, matched = Label(), Label()
    positional = scope.choices.integer(0, 1)
    named: list[Form] = [["str", "real"]] if scope.choices.chance(1, 3) else []
    builder.emit(Op.COPY, 1)
    if scope.classes and scope.choices.boolean():
        scope.load_variable(scope.choices.one_of(scope.classes).variable)
    else:
        builder.load_global(scope.choices.one_of(("int", "tuple", "str", "dict", "bool")))
    builder.load(["tuple", named])
    builder.emit(Op.MATCH_CLASS, positional)
    builder.emit(Op.COPY, 1)
    builder.jump(Op.POP_JUMP_IF_NONE, failed)
    builder.height = height + 1
    builder.emit(Op.NOT_TAKEN)
    builder.emit(Op.UNPACK_SEQUENCE, positional + len(named))
    _drop(scope, positional + len(named))
    builder.jump(Op.JUMP_FORWARD, matched)
    builder.bind(failed, height + 1)
    builder.emit(Op.POP_TOP)
    builder.jump(Op.JUMP_FORWARD, following)
    builder.bind(matched, height)


def _literal(scope: Scope, height: int, following: Label) -> None:
    builder = scope.builder
    builder.emit(Op.COPY, 1)
    builder.load(scope.choices.one_of(SMALL_INTS))
    builder.emit(Op.COMPARE_OP, comparison_operand(Comparison.EQ, True))
    builder.branch(Op.POP_JUMP_IF_FALSE, following)


_GROUPED: Final = ("ValueError", "TypeError", "KeyError", "ZeroDivisionError")


def except_star(scope: Scope) -> None:
    """`try: ... except* E: ...`."""
    builder = scope.builder
    choices = scope.choices
    outer = builder.handler
    height = builder.height
    caught, cleanup, end = Label(), Label(), Label()
    builder.emit(Op.NOP)
    builder.handler = Handler(caught, height, False)
    _raise_group(scope)
    builder.handler = outer
    builder.jump(Op.JUMP_FORWARD, end)
    builder.bind(caught, height + 1)
    inside = Handler(cleanup, height + 1, True)
    builder.handler = inside
    builder.emit(Op.PUSH_EXC_INFO)
    builder.emit(Op.BUILD_LIST)
    builder.emit(Op.COPY, 2)
    for _ in range(choices.integer(1, 2)):
        _star_clause(scope, height, inside)
    _star_end(scope, height, outer, end)
    builder.bind(cleanup, height + 3)
    builder.handler = outer
    builder.emit(Op.COPY, 3)
    builder.emit(Op.POP_EXCEPT)
    builder.emit(Op.RERAISE, 1)
    builder.bind(end, height)


def _raise_group(scope: Scope) -> None:
    """A statement that may raise, or an exception group outright."""
    builder = scope.builder
    choices = scope.choices
    expression(scope, any_kind(scope), 1)
    builder.emit(Op.POP_TOP)
    builder.load_global("ExceptionGroup", call=True)
    builder.load(["str", "m"])
    count = choices.integer(1, 2)
    for _ in range(count):
        builder.load_global(choices.one_of(_GROUPED), call=True)
        builder.load(choices.one_of(SMALL_INTS))
        builder.emit(Op.CALL, 1)
    builder.emit(Op.BUILD_LIST, count)
    builder.emit(Op.CALL, 2)
    if choices.boolean():
        builder.emit(Op.RAISE_VARARGS, 1)
    else:
        builder.emit(Op.POP_TOP)


def _star_clause(scope: Scope, height: int, inside: Handler) -> None:
    builder = scope.builder
    choices = scope.choices
    failed, unmatched, following = Label(), Label(), Label()
    builder.load_global(choices.one_of((*_GROUPED, "Exception")))
    builder.emit(Op.CHECK_EG_MATCH)
    builder.emit(Op.COPY, 1)
    builder.jump(Op.POP_JUMP_IF_NONE, unmatched)
    builder.height = height + 5
    builder.emit(Op.NOT_TAKEN)
    builder.emit(Op.POP_TOP)
    builder.handler = Handler(failed, height + 4, True)
    expression(scope, any_kind(scope), 1)
    builder.emit(Op.POP_TOP)
    builder.handler = inside
    builder.jump(Op.JUMP_FORWARD, following)
    builder.bind(failed, height + 6)
    builder.emit(Op.LIST_APPEND, 3)
    builder.emit(Op.POP_TOP)
    builder.jump(Op.JUMP_FORWARD, following)
    builder.bind(unmatched, height + 5)
    builder.emit(Op.POP_TOP)
    builder.bind(following, height + 4)


def _star_end(scope: Scope, height: int, outer: Handler | None, end: Label) -> None:
    builder = scope.builder
    remaining = Label()
    builder.emit(Op.LIST_APPEND, 1)
    builder.emit(Op.CALL_INTRINSIC_2, Intrinsic2.PREP_RERAISE_STAR)
    builder.emit(Op.COPY, 1)
    builder.jump(Op.POP_JUMP_IF_NOT_NONE, remaining)
    builder.height = height + 2
    builder.emit(Op.NOT_TAKEN)
    builder.emit(Op.POP_TOP)
    builder.handler = outer
    builder.emit(Op.POP_EXCEPT)
    builder.jump(Op.JUMP_FORWARD, end)
    builder.bind(remaining, height + 2)
    builder.emit(Op.SWAP, 2)
    builder.emit(Op.POP_EXCEPT)
    builder.emit(Op.RERAISE)


_IMPORTED: Final = ("floor", "ceil", "gcd", "isqrt", "trunc", "fabs")


def import_statement(scope: Scope) -> None:
    """`import math` or `from math import f`, and a use of it."""
    builder = scope.builder
    choices = scope.choices
    if "math" not in PVM_1.modules and not choices.chance(1, 12):
        # The import is refused, which ends the program.
        return
    name = choices.one_of(_IMPORTED)
    builder.load(["int", 0])
    if choices.boolean():
        builder.load(["None", None])
        builder.emit(Op.IMPORT_NAME, builder.name_index("math"))
        builder.emit(Op.LOAD_ATTR, builder.name_index(name) << 1)
    else:
        builder.load(["tuple", [["str", name]]])
        builder.emit(Op.IMPORT_NAME, builder.name_index("math"))
        builder.emit(Op.IMPORT_FROM, builder.name_index(name))
        builder.emit(Op.SWAP, 2)
        builder.emit(Op.POP_TOP)
    builder.emit(Op.PUSH_NULL)
    expression(scope, "float" if "floats" in scope.features else "int", 2)
    builder.emit(Op.CALL, 1)
    keep(scope, "any")


def global_names(scope: Scope) -> None:
    """Store, load and delete a global."""
    builder = scope.builder
    choices = scope.choices
    name = builder.name_index(choices.one_of(("x", "y")))
    way = choices.integer(0, 9)
    if way <= 8:
        expression(scope, any_kind(scope), 1)
        builder.emit(Op.STORE_GLOBAL, name)
    if way == 8:
        builder.emit(Op.DELETE_GLOBAL, name)
    else:
        builder.emit(Op.LOAD_GLOBAL, name << 1)
        keep(scope, "any")
