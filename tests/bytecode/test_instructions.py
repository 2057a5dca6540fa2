"""The tables of the instruction set against those of CPython 3.14 itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from diff.targets.target import Target
from spec.bytecode import instructions as table
from spec.bytecode.effects import stack_effect
from spec.bytecode.instructions import Jump, Op, Operand

from .cpython314 import evaluate

_SOURCE = """
import json, opcode, _opcode, builtins, inspect
base = {name: number for name, number in opcode.opmap.items() if number < 129}
def units(name):
    return sum(opcode._cache_format.get(name, {}).values())
def _stack_effects(number, arg):
    return [_opcode.stack_effect(number, arg, jump=jump) for jump in (False, True)]
flags = inspect.CO_OPTIMIZED, inspect.CO_NEWLOCALS, inspect.CO_VARARGS, inspect.CO_VARKEYWORDS
json.dumps({
    "base": base,
    "units": {name: units(name) for name in base},
    "jump": [name for name, number in base.items() if _opcode.has_jump(number)],
    "const": [name for name, number in base.items() if _opcode.has_const(number)],
    "name": [name for name, number in base.items() if _opcode.has_name(number)],
    "local": [name for name, number in base.items() if _opcode.has_local(number)],
    "free": [name for name, number in base.items() if _opcode.has_free(number)],
    "arg": [name for name, number in base.items() if _opcode.has_arg(number)],
    "have_argument": opcode.HAVE_ARGUMENT,
    "binary": opcode._nb_ops,
    "comparison": opcode.cmp_op,
    "intrinsic_1": opcode._intrinsic_1_descs,
    "intrinsic_2": opcode._intrinsic_2_descs,
    "special": opcode._special_method_names,
    "common": [constant.__name__ for constant in opcode._common_constants],
    "operands": {
        text: [list(pair) for pair in zip(compile(text, "", "eval").co_code[::2],
                                          compile(text, "", "eval").co_code[1::2])]
        for text in [f"a {symbol} b" for symbol in opcode.cmp_op]
        + [f"1 if a {symbol} b else 2" for symbol in opcode.cmp_op]
    },
    "effects": {
        name: [_stack_effects(number, arg) for arg in (range(4) if number > 43 else [None])]
        for name, number in base.items() if number not in (3, 11, 17, 20)
    },
    "flags": {name[3:]: getattr(inspect, name) for name in dir(inspect) if name.startswith("CO_")},
})
"""


@pytest.fixture(scope="module")
def cpython(tmp_path_factory: pytest.TempPathFactory, target: Callable[[str], Target]) -> Any:
    target("cpython-3.14")
    return evaluate(_SOURCE, Path(tmp_path_factory.mktemp("oracle")))


def test_opcodes_are_the_base_instructions(cpython: Any) -> None:
    expected = {name: code for name, code in cpython["base"].items() if code not in (3, 11, 17, 20)}

    assert {op.name: int(op) for op in Op} == expected


def test_caches(cpython: Any) -> None:
    assert {op.name: table.cache_count(op) for op in Op} == {
        op.name: cpython["units"][op.name] for op in Op
    }


def test_jumps(cpython: Any) -> None:
    outside = {op.name for op in table.OUTSIDE_PROFILE}

    assert {op.name for op in table.JUMPS} == set(cpython["jump"]) - outside
    assert {op for op, kind in table.JUMPS.items() if kind is Jump.BACKWARD} == {
        op for op in Op if "BACKWARD" in op.name
    }


@pytest.mark.parametrize(
    ("family", "operands"),
    [
        ("const", {Operand.CONSTANT}),
        ("name", {Operand.NAME, Operand.NAME_AND_FLAG, Operand.NAME_AND_TWO_FLAGS}),
    ],
)
def test_operand_families(cpython: Any, family: str, operands: set[Operand]) -> None:
    assert {op.name for op, kind in table.OPERANDS.items() if kind in operands} == set(
        cpython[family]
    )


def test_local_and_free_operands(cpython: Any) -> None:
    kinds = {Operand.LOCAL, Operand.LOCAL_PAIR, Operand.DEREF}

    assert {op.name for op, kind in table.OPERANDS.items() if kind in kinds} == {
        *cpython["local"],
        *cpython["free"],
    }


def test_operands_exist_above_have_argument(cpython: Any) -> None:
    assert cpython["have_argument"] == table.HAVE_ARGUMENT
    assert {op.name for op in table.OPERANDS} == set(cpython["arg"]) & set(table.OP_BY_NAME)


def test_operation_tables(cpython: Any) -> None:
    assert [[f"NB_{op.name}", table.BINARY_SYMBOLS[op]] for op in table.BinaryOp] == cpython[
        "binary"
    ]
    assert list(table.COMPARISON_SYMBOLS) == cpython["comparison"]
    assert [op.name if op else "1_INVALID" for op in table.Intrinsic1] == [
        text.removeprefix("INTRINSIC_") for text in cpython["intrinsic_1"]
    ]
    assert [op.name if op else "2_INVALID" for op in table.Intrinsic2] == [
        text.removeprefix("INTRINSIC_") for text in cpython["intrinsic_2"]
    ]
    assert list(table.SPECIAL_METHOD_NAMES) == cpython["special"]
    assert list(table.COMMON_CONSTANT_NAMES) == cpython["common"]


def test_comparison_operands_are_what_the_compiler_writes(cpython: Any) -> None:
    for comparison, symbol in enumerate(table.COMPARISON_SYMBOLS):
        for text, coerce in ((f"a {symbol} b", False), (f"1 if a {symbol} b else 2", True)):
            written = [arg for op, arg in cpython["operands"][text] if op == Op.COMPARE_OP]

            assert written == [table.comparison_operand(table.Comparison(comparison), coerce)]


def test_flags(cpython: Any) -> None:
    known = {flag.name: int(flag) for flag in table.CodeFlag}

    for name, number in cpython["flags"].items():
        assert known.get(name, number) == number


def test_stack_effects(cpython: Any) -> None:
    """Heights after each instruction, with operands 0 to 3, jumping or not."""
    for op in Op:
        if op in table.OUTSIDE_PROFILE:
            continue
        for oparg, (falls, jumps) in enumerate(cpython["effects"][op.name]):
            pops, pushes = stack_effect(op, oparg)
            if op is Op.RETURN_VALUE:
                # CPython counts the value as one of the caller's frame.
                pushes = 1

            assert pushes - pops == falls == jumps, (op.name, oparg)
