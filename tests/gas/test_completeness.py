"""Every name of CPython 3.14 is priced, data, or left out with a reason; never two of them."""

import json
from pathlib import Path

import pytest

from spec.bytecode.instructions import (
    INTRINSICS_1,
    INTRINSICS_2,
    OUTSIDE_PROFILE,
    BinaryOp,
    Comparison,
    Op,
)
from spec.gas_table import TABLE
from spec.gas_table.builtins import ALIASES
from spec.gas_table.left_out import (
    DATA_ATTRIBUTES,
    LEFT_OUT_BUILTINS,
    LEFT_OUT_INSTRUCTIONS,
    LEFT_OUT_METHODS,
    LEFT_OUT_TYPES,
    UNHASHABLE_TYPES,
)
from spec.gas_table.mathematics import CONSTANTS

NAMES = json.loads((Path(__file__).parent / "data" / "cpython_3_14_names.json").read_text())
HOST_INSTRUCTIONS = {"RESERVED", "EXIT_INIT_CHECK", "INTERPRETER_EXIT"}
"""Numbers below 129 that CPython keeps for itself (decision D1)."""
BUILTIN_DATA = {"Ellipsis", "False", "None", "NotImplemented", "True", "__debug__", "__doc__",
                "__name__", "__package__"}  # fmt: skip
MODULE_DATA = {"__doc__", "__loader__", "__name__", "__package__", "__spec__", "__file__"}
INSTRUCTION_KEYS = {price.key.partition("[")[0] for price in TABLE}


def test_instructions():
    priced = {key.partition(".")[0] for key in INSTRUCTION_KEYS}
    expected = set(NAMES["instructions"]) - HOST_INSTRUCTIONS
    assert {op.name for op in Op} == expected
    assert expected - priced == set(LEFT_OUT_INSTRUCTIONS)
    assert set(LEFT_OUT_INSTRUCTIONS) == {op.name for op in OUTSIDE_PROFILE} - {"CACHE"}


def test_operators():
    names = [name.removeprefix("NB_").lower() for name in NAMES["operators"]]
    assert [operation.name.lower() for operation in BinaryOp] == names
    keys = {f"BINARY_OP.{'subscript' if name == 'subscr' else name}" for name in names}
    assert {key for key in INSTRUCTION_KEYS if key.startswith("BINARY_OP.")} == keys
    comparisons = {f"COMPARE_OP.{operation.name.lower()}" for operation in Comparison}
    assert {key for key in INSTRUCTION_KEYS if key.startswith("COMPARE_OP.")} == comparisons


def test_intrinsics():
    for number, profile in ((1, INTRINSICS_1), (2, INTRINSICS_2)):
        start = f"CALL_INTRINSIC_{number}."
        keys = {key for key in INSTRUCTION_KEYS if key.startswith(start)}
        assert keys == {start + operation.name.lower() for operation in profile}


def test_builtins():
    for name in set(NAMES["builtins"]) - BUILTIN_DATA - set(ALIASES):
        assert (f"builtin.{name}" in TABLE) != (name in LEFT_OUT_BUILTINS), name


def test_module_math():
    names = set(NAMES["math"]) - MODULE_DATA - set(CONSTANTS.split())
    keys = {price.key for price in TABLE if price.key.startswith("math.")}
    assert keys - {"math.log.base"} == {f"math.{name}" for name in names}


@pytest.mark.parametrize("type_name", NAMES["types"])
def test_methods(type_name):
    if type_name in LEFT_OUT_TYPES:
        assert not any(price.key.startswith(f"{type_name}.") for price in TABLE)
        return
    for name in NAMES["types"][type_name]:
        is_data = name in DATA_ATTRIBUTES or (name == "__hash__" and type_name in UNHASHABLE_TYPES)
        groups = [f"{type_name}.{name}" in TABLE, is_data, name in LEFT_OUT_METHODS]
        assert groups.count(True) == 1, (name, groups)


def test_no_method_that_cpython_does_not_have():
    for price in TABLE:
        type_name, _, name = price.key.partition(".")
        if type_name in NAMES["types"] and price.key not in ("float.parse", "float.from_int"):
            assert name in NAMES["types"][type_name], price.key


def test_every_reason_is_used():
    names = {name for methods in NAMES["types"].values() for name in methods}
    assert set(LEFT_OUT_METHODS) | DATA_ATTRIBUTES <= names | {"__weakref__"}
    assert set(LEFT_OUT_BUILTINS) <= set(NAMES["builtins"])
    assert set(LEFT_OUT_TYPES) <= set(NAMES["types"])
