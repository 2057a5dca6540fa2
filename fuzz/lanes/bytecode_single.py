"""Single instructions on boundary operands of every combination of kinds.

The function loads its arguments, executes one instruction, and returns what is left.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from fuzz.choices import Choices
from fuzz.lanes.bytecode_builder import Builder, Form
from fuzz.lanes.bytecode_values import POOLS, SMALL_INTS, draw_value
from spec.bytecode.assembler import Label
from spec.bytecode.instructions import (
    BinaryOp,
    Comparison,
    Conversion,
    Intrinsic1,
    Op,
    comparison_operand,
)
from spec.revision import PVM_1

KINDS: Final = tuple(POOLS)
_HASHABLE: Final = ("int", "str", "None", "float", "bool", "tuple", "bytes", "range")
_SEQUENCES: Final = ("tuple", "list", "str", "bytes", "range")
_ITERABLES: Final = ("tuple", "list", "str", "dict", "set", "range", "bytes", "int")
_POWERS: Final = (
    BinaryOp.POWER,
    BinaryOp.LSHIFT,
    BinaryOp.INPLACE_POWER,
    BinaryOp.INPLACE_LSHIFT,
)
_PRODUCTS: Final = (BinaryOp.MULTIPLY, BinaryOp.INPLACE_MULTIPLY)
_ATTRIBUTES: Final = (
    "real", "imag", "append", "x", "__class__", "numerator", "keys", "start", "__len__",
    "upper", "args", "count",
)  # fmt: skip

Shape: TypeAlias = Callable[["_Single"], None]


class _Single:
    """One such case under construction."""

    __slots__ = ("arguments", "builder", "choices")

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.builder = Builder("f")
        self.arguments: list[Form] = []

    def take(self, kinds: Sequence[str]) -> str:
        """Pass an argument of one of the kinds, and load it; return its kind."""
        kind = self.choices.one_of(kinds)
        self.pass_value(kind, draw_value(self.choices, kind))
        return kind

    def take_or_again(self, kinds: Sequence[str]) -> None:
        """Load another argument, or the one before it, the same object, again."""
        if self.choices.chance(1, 12):
            self.builder.emit(Op.LOAD_FAST, len(self.arguments) - 1)
        else:
            self.take(kinds)

    def pass_value(self, kind: str, form: Form) -> None:
        """Pass this value as an argument, and load it."""
        variable = self.builder.new_local(kind, f"p{len(self.arguments)}")
        self.arguments.append(form)
        self.builder.emit(Op.LOAD_FAST, variable.index)

    def emit(self, op: Op, operand: int = 0) -> None:
        """Emit an instruction."""
        self.builder.emit(op, operand)


def single(choices: Choices, plenty: tuple[int, int]) -> dict[str, Any]:
    """A case of one instruction; `plenty` are cycles and cells that always suffice."""
    return shaped(choices, choices.one_of(_SHAPES), plenty)


def shaped(choices: Choices, shape: Shape, plenty: tuple[int, int]) -> dict[str, Any]:
    """A case of this shape."""
    made = _Single(choices)
    made.builder.emit(Op.RESUME)
    shape(made)
    made.builder.emit(Op.RETURN_VALUE)
    cycles, cells = plenty
    return {
        "code": made.builder.finish(len(made.arguments)),
        "arguments": made.arguments,
        "cycles": cycles,
        "cells": cells,
    }


def _binary(made: _Single) -> None:
    choices = made.choices
    operation = choices.one_of(tuple(BinaryOp))
    left = choices.one_of(KINDS)
    right = choices.one_of(KINDS) if choices.chance(3, 4) else left
    if operation in _POWERS and right == "int":
        # The exponents and shifts stay small, for the host of a target computes what it is asked.
        made.take((left,))
        made.pass_value("int", choices.one_of(SMALL_INTS))
    elif operation in _PRODUCTS and ("int" in (left, right)) and left != right:
        for kind in (left, right):
            form = choices.one_of(SMALL_INTS) if kind == "int" else draw_value(choices, kind)
            made.pass_value(kind, form)
    else:
        made.take((left,))
        made.take_or_again((right,))
    made.emit(Op.BINARY_OP, operation)


def _subscript(made: _Single) -> None:
    """Mostly what has items and what may select one."""
    usual = made.choices.chance(3, 4)
    made.take((*_SEQUENCES, "dict", "bytearray") if usual else KINDS)
    made.take(("int", "slice", "bool", "str", "tuple") if usual else KINDS)
    made.emit(Op.BINARY_OP, BinaryOp.SUBSCR)


def _compare(made: _Single) -> None:
    choices = made.choices
    comparison = choices.one_of(tuple(Comparison))
    left = made.take(KINDS)
    made.take_or_again(KINDS if choices.boolean() else (left,))
    operand = comparison_operand(comparison, choices.boolean())
    made.emit(Op.COMPARE_OP, operand)


def _contains(made: _Single) -> None:
    made.take(KINDS)
    made.take(KINDS if made.choices.chance(1, 4) else _ITERABLES)
    made.emit(Op.CONTAINS_OP, made.choices.integer(0, 1))


def _identity(made: _Single) -> None:
    left = made.take(("int", "str", "None", "bool", "tuple", "float", "list"))
    made.take((left, "None", "bool"))
    made.emit(Op.IS_OP, made.choices.integer(0, 1))


def _unary(made: _Single) -> None:
    made.take(KINDS)
    op = made.choices.one_of((Op.UNARY_NEGATIVE, Op.UNARY_INVERT, Op.TO_BOOL))
    made.emit(op)


def _intrinsic(made: _Single) -> None:
    made.take(KINDS)
    made.emit(Op.CALL_INTRINSIC_1, Intrinsic1.UNARY_POSITIVE)


def _not(made: _Single) -> None:
    made.take(KINDS)
    made.emit(Op.TO_BOOL)
    made.emit(Op.UNARY_NOT)


def _text(made: _Single) -> None:
    made.take(KINDS)
    way = made.choices.integer(0, 2)
    if way == 0:
        made.emit(Op.FORMAT_SIMPLE)
    elif way == 1:
        made.emit(Op.CONVERT_VALUE, made.choices.one_of(tuple(Conversion)))
    else:
        specification = made.choices.one_of(("", "d", "5", ".2f", "<8", "x", ",", "é>3", "08.3e"))
        made.builder.load(["str", specification])
        made.emit(Op.FORMAT_WITH_SPEC)


def _slice_of(made: _Single) -> None:
    made.take((*_SEQUENCES, "dict", "int"))
    made.take(("None", "int", "bool", "str"))
    made.take(("None", "int"))
    made.emit(Op.BINARY_SLICE)


def _build(made: _Single) -> None:
    choices = made.choices
    op = choices.one_of((Op.BUILD_TUPLE, Op.BUILD_LIST, Op.BUILD_MAP, Op.BUILD_SLICE, Op.BUILD_SET))
    count = choices.integer(2 if op == Op.BUILD_SLICE else 0, 3)
    for _ in range(count):
        made.take(_HASHABLE if choices.chance(3, 4) else KINDS)
        if op == Op.BUILD_MAP:
            made.take(KINDS)
    made.emit(op, count)


def _store(made: _Single) -> None:
    """Store, delete or extend in place, and return the container."""
    choices = made.choices
    usual = choices.boolean()
    made.take(("list", "dict", "bytearray") if usual else KINDS)
    way = choices.integer(0, 2)
    index = ("int", "str", "slice", "bool", "tuple", "None") if usual else KINDS
    if way == 0:
        made.take(KINDS)
        made.builder.emit(Op.LOAD_FAST, 0)
        made.take(index)
        made.emit(Op.STORE_SUBSCR)
    elif way == 1:
        made.builder.emit(Op.LOAD_FAST, 0)
        made.take(index)
        made.emit(Op.DELETE_SUBSCR)
    else:
        made.take(KINDS)
        made.builder.emit(Op.LOAD_FAST, 0)
        made.take(("int", "None"))
        made.take(("int", "None"))
        made.emit(Op.STORE_SLICE)


def _extend(made: _Single) -> None:
    choices = made.choices
    way = choices.integer(0, 5)
    if way <= 1:
        made.emit(Op.BUILD_LIST)
        made.take(KINDS)
        made.emit((Op.LIST_EXTEND, Op.LIST_APPEND)[way], 1)
    elif way <= 3:
        made.emit(Op.BUILD_SET)
        made.take(KINDS)
        made.emit((Op.SET_UPDATE, Op.SET_ADD)[way - 2], 1)
    elif way == 4:
        made.emit(Op.BUILD_MAP)
        made.take((*KINDS, "dict", "dict"))
        made.emit(Op.DICT_UPDATE, 1)
    else:
        made.emit(Op.BUILD_MAP)
        made.take(_HASHABLE)
        made.take(KINDS)
        made.emit(Op.MAP_ADD, 1)


def _merge(made: _Single) -> None:
    """`f(**{...}, **x)`: a call of a builtin with keyword arguments."""
    builder = made.builder
    builder.load_global(made.choices.one_of(("dict", "len", "int")))
    builder.emit(Op.PUSH_NULL)
    builder.load(["tuple", []])
    made.emit(Op.BUILD_MAP)
    made.take(("dict", "dict", *KINDS))
    made.emit(Op.DICT_MERGE, 1)
    made.emit(Op.CALL_FUNCTION_EX)


def _unpack(made: _Single) -> None:
    choices = made.choices
    made.take(_ITERABLES)
    if choices.boolean():
        count = choices.integer(0, 3)
        made.emit(Op.UNPACK_SEQUENCE, count)
        made.emit(Op.BUILD_TUPLE, count)
    else:
        before, after = choices.integer(0, 2), choices.integer(0, 2)
        made.emit(Op.UNPACK_EX, after << 8 | before)
        made.emit(Op.BUILD_TUPLE, before + after + 1)


def _iterate(made: _Single) -> None:
    """The first element, or None: GET_ITER and FOR_ITER."""
    builder = made.builder
    end, after = Label(), Label()
    made.take((*_ITERABLES, "slice", "None"))
    made.emit(Op.GET_ITER)
    builder.jump(Op.FOR_ITER, end)
    made.emit(Op.SWAP, 2)
    made.emit(Op.POP_ITER)
    builder.jump(Op.JUMP_FORWARD, after)
    builder.bind(end, 2)
    builder.emit(Op.END_FOR)
    builder.emit(Op.POP_ITER)
    builder.load(["None", None])
    builder.bind(after, 1)


def _length(made: _Single) -> None:
    choices = made.choices
    made.take(KINDS)
    made.emit(choices.one_of((Op.MATCH_SEQUENCE, Op.MATCH_MAPPING, Op.GET_LEN)))
    made.emit(Op.BUILD_TUPLE, 2)


def _match_keys(made: _Single) -> None:
    made.take(("dict",))
    made.take(_HASHABLE)
    made.emit(Op.BUILD_TUPLE, 1)
    made.emit(Op.MATCH_KEYS)
    made.emit(Op.BUILD_TUPLE, 3)


def _match_class(made: _Single) -> None:
    choices = made.choices
    made.take(KINDS)
    made.builder.load_global(choices.one_of(("int", "str", "dict", "list", "bool", "tuple")))
    names = [["str", name] for name in ("real", "imag")[: choices.integer(0, 2)]]
    made.builder.load(["tuple", names])
    made.emit(Op.MATCH_CLASS, choices.integer(0, 2))


def _attribute(made: _Single) -> None:
    choices = made.choices
    made.take(KINDS)
    index = made.builder.name_index(choices.one_of(_ATTRIBUTES))
    made.emit(Op.LOAD_ATTR, index << 1)


def _set_attribute(made: _Single) -> None:
    choices = made.choices
    made.take(KINDS)
    made.take(KINDS)
    index = made.builder.name_index(choices.one_of(_ATTRIBUTES))
    if choices.boolean():
        made.emit(Op.STORE_ATTR, index)
    else:
        made.emit(Op.DELETE_ATTR, index)
        made.builder.emit(Op.POP_TOP)
    made.builder.load(["None", None])


def _call(made: _Single) -> None:
    """Call a builtin, or what is no callable at all."""
    choices = made.choices
    count = choices.integer(0, 2)
    if choices.chance(1, 4):
        made.take(KINDS)
        made.builder.emit(Op.PUSH_NULL)
    else:
        made.builder.load_global(choices.one_of(_BUILTINS), call=True)
    for _ in range(count):
        made.take(KINDS)
    made.emit(Op.CALL, count)


def _call_keyword(made: _Single) -> None:
    """Call a builtin with a keyword argument."""
    name, kinds, keyword, values = made.choices.one_of(_KEYWORDS)
    made.builder.load_global(name, call=True)
    count = 0
    if kinds:
        made.take(kinds)
        count = 1
    made.take(values)
    made.builder.load(["tuple", [["str", keyword]]])
    made.emit(Op.CALL_KW, count + 1)


_KEYWORDS: Final = (
    ("sorted", ("tuple", "list", "str"), "reverse", ("bool", "int", "None")),
    ("dict", (), "a", ("int", "str", "list")),
    ("max", ("tuple", "list"), "default", ("int", "None")),
    ("sum", ("tuple", "range"), "start", ("int", "float", "tuple", "str")),
    ("list", ("tuple",), "x", ("int",)),
    ("int", ("str",), "base", ("int", "None", "str")),
    ("round", ("float", "int"), "ndigits", ("None", "bool")),
    ("enumerate", ("tuple", "str"), "start", ("int", "str")),
    ("len", (), "obj", ("tuple",)),
    ("str", (), "object", ("int", "float", "bool")),
)
"""Builtin, kinds of its first argument, keyword, kinds of the keyword's value."""

_KNOWN: Final = frozenset(PVM_1.builtins())
_CALLED: Final = (
    "len", "abs", "bool", "int", "float", "str", "repr", "tuple", "list", "ord", "chr", "sum",
    "min", "max", "sorted", "divmod", "isinstance", "type", "iter", "any", "all", "round",
    "enumerate", "zip", "reversed", "hex", "bytes", "dict", "callable", "ascii",
)  # fmt: skip
_BUILTINS: Final = tuple(name for name in _CALLED if name in _KNOWN)
"""Those of them that the revision has."""


def _raise(made: _Single) -> None:
    choices = made.choices
    made.take(KINDS)
    if choices.boolean():
        made.builder.load_global(choices.one_of(("ValueError", "KeyError", "Exception")), call=True)
        made.builder.emit(Op.LOAD_FAST, 0)
        made.builder.emit(Op.CALL, 1)
        made.emit(Op.RAISE_VARARGS, 1)
        made.builder.height += 1
    elif choices.boolean():
        made.emit(Op.RAISE_VARARGS, 1)
        made.builder.height += 1
    else:
        made.take(KINDS)
        made.emit(Op.RAISE_VARARGS, 2)
        made.builder.height += 1


_SHAPES: Final[Sequence[Shape]] = (
    _binary,
    _compare,
    _unary,
    _binary,
    _compare,
    _binary,
    _subscript,
    _contains,
    _identity,
    _intrinsic,
    _not,
    _text,
    _slice_of,
    _build,
    _store,
    _extend,
    _merge,
    _unpack,
    _iterate,
    _length,
    _match_keys,
    _match_class,
    _attribute,
    _set_attribute,
    _call,
    _call,
    _call_keyword,
    _raise,
)

SHAPES: Final = {shape.__name__.removeprefix("_"): shape for shape in _SHAPES}
"""Every shape by name."""
