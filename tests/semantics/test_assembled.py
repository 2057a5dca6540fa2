"""Code that no compiler makes, assembled by hand, does on the machine what it does on CPython 3.14.

Each case states the outcome, and CPython 3.14 is asked for it as well.
"""

from collections.abc import Callable
from typing import Any

import pytest

from diff.case import Case
from diff.guest import code_from_guest
from diff.targets.target import Target
from reference_vm.compiling import compile_module
from reference_vm.execution import OUT_OF_CELLS, OUT_OF_CYCLES, execute
from spec.bytecode.code import Code
from spec.bytecode.instructions import BinaryOp, Comparison, Op
from spec.bytecode.validator import validate
from spec.revision import PVM_1
from tests.semantics import oracle
from tests.semantics.assembled import binary, comparison, function

RETURN = (Op.RETURN_VALUE, 0)


def module(
    *instructions: tuple[Op, int], names: tuple[str, ...], consts: tuple[object, ...] = ()
) -> Code:
    """The code of a module."""
    return function(*instructions, names=names, consts=consts, flags=0)


def many_parameters() -> Code:
    """A function of 750 parameters, called with a keyword that is none of them, but nearly."""
    names = tuple(f"parameter{number}" for number in range(750))
    inner = function(
        (Op.LOAD_SMALL_INT, 1), RETURN, varnames=names, argcount=len(names), name="f", qualname="f"
    )
    return function(
        (Op.LOAD_CONST, 0), (Op.MAKE_FUNCTION, 0), (Op.PUSH_NULL, 0), (Op.LOAD_SMALL_INT, 1),
        (Op.LOAD_CONST, 1), (Op.CALL_KW, 1), RETURN, consts=(inner, ("parametr1",)),
    )  # fmt: skip


def error(name: str, text: str) -> tuple[str, str]:
    """An outcome that is an exception."""
    return name, text


CASES: dict[str, tuple[Code, Any]] = {
    "import from what is no module": (
        function(
            (Op.LOAD_SMALL_INT, 5), (Op.IMPORT_FROM, 0), (Op.SWAP, 2), (Op.POP_TOP, 0), RETURN,
            names=("n",),
        ),
        error(
            "ImportError", "cannot import name 'n' from '<unknown module name>' (unknown location)"
        ),
    ),
    "keys of what is no mapping": (
        function(
            (Op.LOAD_SMALL_INT, 5), (Op.LOAD_CONST, 0), (Op.MATCH_KEYS, 0), (Op.POP_TOP, 0),
            (Op.POP_TOP, 0), RETURN, consts=(("k",),),
        ),
        error("AttributeError", "'int' object has no attribute 'get'"),
    ),
    "an attribute of what another `super` makes": (
        function(
            (Op.LOAD_GLOBAL, 0), (Op.LOAD_CONST, 0), (Op.LOAD_SMALL_INT, 8),
            (Op.LOAD_SUPER_ATTR, 1 << 2 | 2), RETURN, names=("int", "real"), consts=("17",),
        ),
        ["int", 15],
    ),
    "annotations of a module": (
        module(
            (Op.SETUP_ANNOTATIONS, 0), (Op.LOAD_SMALL_INT, 5), (Op.LOAD_NAME, 0),
            (Op.LOAD_CONST, 0), (Op.STORE_SUBSCR, 0), (Op.SETUP_ANNOTATIONS, 0),
            (Op.LOAD_NAME, 0), RETURN, names=("__annotations__",), consts=("x",),
        ),
        ["dict", [[["str", "x"], ["int", 5]]]],
    ),
    "annotations of a class, set up twice": (
        function(
            (Op.LOAD_BUILD_CLASS, 0), (Op.PUSH_NULL, 0), (Op.LOAD_CONST, 0), (Op.MAKE_FUNCTION, 0),
            (Op.LOAD_CONST, 1), (Op.CALL, 2), (Op.LOAD_ATTR, 0), RETURN,
            names=("__annotations__",),
            consts=(
                module(
                    (Op.SETUP_ANNOTATIONS, 0), (Op.LOAD_SMALL_INT, 5), (Op.LOAD_NAME, 0),
                    (Op.LOAD_CONST, 0), (Op.STORE_SUBSCR, 0), (Op.SETUP_ANNOTATIONS, 0),
                    (Op.LOAD_CONST, 1), RETURN,
                    names=("__annotations__",), consts=("x", None),
                ),
                "C",
            ),
        ),
        ["dict", [[["str", "x"], ["int", 5]]]],
    ),
    "a name of the namespace of a module": (
        module(
            (Op.LOAD_SMALL_INT, 5), (Op.STORE_NAME, 0), (Op.LOAD_LOCALS, 0),
            (Op.LOAD_FROM_DICT_OR_GLOBALS, 0), RETURN, names=("x",),
        ),
        ["int", 5],
    ),
    "a name that the namespace of a module has not": (
        module((Op.LOAD_LOCALS, 0), (Op.LOAD_FROM_DICT_OR_GLOBALS, 0), RETURN, names=("nothing",)),
        error("NameError", "name 'nothing' is not defined"),
    ),
    "many parameters": (
        many_parameters(), error("TypeError", "f() got an unexpected keyword argument 'parametr1'")
    ),
}  # fmt: skip


def seen(outcome: Any) -> Any:
    """Value, or type and text of the exception."""
    if outcome.get("exception") is not None:
        form = outcome["exception"][1]
        return form["type"], form["text"]
    return outcome["value"]


@pytest.mark.parametrize("name", CASES)
def test_here(name: str) -> None:
    """The code is valid, and does what is stated."""
    code, expected = CASES[name]
    validate(code, PVM_1)

    assert seen(oracle.outcome_of(execute(code))) == expected


def test_on_cpython(target: Callable[[str], Target]) -> None:
    """CPython 3.14 does the same."""
    cases = [
        Case(lane="bytecode", body={
            "code": code_from_guest(code), "arguments": [], "cycles": 10**6, "cells": 10**6,
        })
        for code, _ in CASES.values()
    ]  # fmt: skip
    outcomes = target("cpython-3.14").run(cases)

    for (name, (_, expected)), outcome in zip(CASES.items(), outcomes, strict=True):
        assert seen(outcome.to_json()) == expected, name


DECIDED = b"""
class C: pass
def main():
    c = C()
    c.x = 1
    names = c.__dict__
    try: names["x"] = 2
    except Exception as error: found = type(error).__name__
    one, other = float("nan"), float("nan")
    return found, one is other
"""


def test_a_copy_of_a_namespace_and_the_identity_of_nan() -> None:
    """Both are decisions: a namespace is not changed behind its object, and there is one NaN."""
    run = execute(compile_module(DECIDED), [], entry="main")

    assert run.value == ("DeterminismError", True)
    assert "identity" in {name for name, _ in run.marks}


# --- The meter


def test_only_so_many_swaps_in_a_row_are_free() -> None:
    """A layout of the source decides whether they are there; 64 are executed for nothing."""

    def swaps(count: int) -> Code:
        return function(
            (Op.LOAD_SMALL_INT, 7), (Op.LOAD_SMALL_INT, 8), *[(Op.SWAP, 2)] * count,
            (Op.POP_TOP, 0), RETURN,
        )  # fmt: skip

    runs = [execute(swaps(count)) for count in (0, 64, 65, 66)]
    least = runs[0].cycles
    assert [run.value for run in runs] == [7, 7, 8, 7]
    assert [run.cycles - least for run in runs] == [0, 0, 1, 2]


def test_a_large_frame_is_paid() -> None:
    """8 bytes for each place of locals and stack; above 4,096 bytes they are cells (D7)."""
    inner = function((Op.LOAD_SMALL_INT, 1), RETURN, stacksize=600)
    call = ((Op.LOAD_CONST, 0), (Op.MAKE_FUNCTION, 0), (Op.PUSH_NULL, 0), (Op.CALL, 0), RETURN)
    full = execute(function(*call, consts=(inner,)))

    assert (full.value, full.cells) == (1, 4800)
    assert execute(function(*call, consts=(inner,)), cells=4799).status == OUT_OF_CELLS
    small = function((Op.LOAD_SMALL_INT, 1), RETURN, stacksize=512)
    assert execute(function(*call, consts=(small,))).cells == 0


LOOP = b"def main(a, b):\n    for each in range(a, b): each\n"


@pytest.mark.parametrize(
    "code",
    [comparison(Comparison.LT), binary(BinaryOp.ADD), compile_module(LOOP).consts[0]],
    ids=["comparison", "addition", "loop"],
)
def test_what_has_a_path_of_its_own_is_paid_first(code: Code) -> None:
    """Operations on small ints and loops over ranges ask the meter themselves."""
    full = execute(code, [1, 4])

    statuses = [execute(code, [1, 4], cycles=limit).status for limit in range(full.cycles + 1)]
    assert statuses == [OUT_OF_CYCLES] * full.cycles + ["returned"]
