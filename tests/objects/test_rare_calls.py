"""Calls that random cases seldom reach, each as CPython 3.14 answers it."""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from diff.case import Case
from diff.reference.target import run_case
from diff.targets.target import Target
from spec.gas_table.left_out import LEFT_OUT_BASES
from tests.objects.differences import differences

NONE = ["None", None]
HUGE = ["int", str(-(1 << 1100))]
NAMES = ("__hash__", "__eq__", "__repr__", "__len__", "__class__", "real", "args", "mro", "nothing")
VALUES = (
    NONE, ["Ellipsis", None], ["NotImplemented", None], ["native", "len"], ["class", "list"],
    ["class", "type"], ["bool", True], ["bytes", ""], ["exception", {
        "type": "ValueError", "args": [], "cause": None, "context": None, "suppress": False,
        "notes": None,
    }],
)  # fmt: skip


def called(name: str, *arguments: Any, **keywords: Any) -> Case:
    """Return the case of a function or of a method with its receiver first."""
    owner = name.partition(".")[0]
    bound = owner not in ("builtin", "math") and ".from" not in name
    body = {
        "method": name,
        "receiver": arguments[0] if bound else None,
        "arguments": list(arguments[1:] if bound else arguments),
        "keywords": keywords,
    }
    return Case("object", body)


def text(content: str) -> list[object]:
    """Return the form of a str."""
    return ["str", content]


CALLS = {
    "who owns a method": [
        called("builtin.getattr", value, text(name)) for value in VALUES for name in NAMES
    ],
    "a class as a plain object": [
        called("object.__getattribute__", ["class", owner], text(name))
        for owner in ("list", "type", "ValueError")
        for name in NAMES
    ],
    "no class is changed through object": [
        called("object.__setattr__", ["class", "set"], ["int", 1], ["int", 2]),
        called("object.__delattr__", ["class", "set"], ["int", 1]),
    ],
    "None where a text is wanted": [
        called("BaseException.add_note", VALUES[-1], NONE),
        called("builtin.format", NONE, NONE),
        called("object.__format__", ["list", []], NONE),
        called("str.__format__", text("a"), NONE),
        called("builtin.type", NONE, NONE, NONE),
        called("builtin.type", text("a"), ["tuple", []], NONE),
    ],
    "logical operators of bool": [
        called(f"bool.__{name}__", ["bool", one], other)
        for name in ("and", "or", "xor", "rand", "ror", "rxor")
        for one in (False, True)
        for other in (["bool", True], ["int", 5], NONE)
    ],
    "powers of huge negative exponents": [
        called("builtin.pow", base, exponent)
        for base in (["int", 0], ["int", 1], ["int", 2], ["bool", True], HUGE, ["float", "0" * 16])
        for exponent in (HUGE, ["int", -1])
    ],
    "flags are asked before arguments are counted": [
        called("builtin.map", ["dict", []], strict=["NotImplemented", None]),
        called("builtin.map", strict=["NotImplemented", None]),
        called("builtin.zip", ["int", 1], strict=["NotImplemented", None]),
    ],
    "sorted hands its keywords to sort": [
        called("builtin.sorted", ["list", []], x=NONE),
        called("builtin.sorted", ["int", 1], x=NONE),
        called("builtin.sorted", ["list", []], key=NONE, reverse=NONE, x=NONE),
    ],
    "any float refuses a modulus": [
        called("builtin.pow", ["float", "3fb8000000000000"], ["class", "int"], ["int", 3]),
        called("builtin.pow", ["int", 36], text(""), ["float", "3fb8000000000000"]),
        called("builtin.pow", text(""), ["float", "3fb8000000000000"], NONE),
        called("builtin.pow", ["int", 3], text(""), ["int", 3]),
    ],
    "members and computed attributes": [
        called("builtin.repr", held) for held in (["class", "range"], ["native", "len"])
    ]
    + [
        called("builtin.getattr", ["class", owner], text(name), NONE)
        for owner, name in (("range", "start"), ("slice", "step"), ("int", "real"))
    ],
    "where hexadecimal digits end": [
        called("bytes.fromhex", source)
        for source in (["bytes", "5fe1b290"], text("5_\u1c90"), text("5\u1c90_"), ["bytes", "35e1"])
    ],
    "what is printed": [called("builtin.print", ["str-escaped", "\\ud800\\udc00 \\udc00"])],
    "characters by number": [
        called("builtin.format", ["int", number], text("c")) for number in (65, -1, 1 << 30)
    ],
    "numbers only": [
        called("float.from_number", value)
        for value in (["dict", []], text("1"), ["int", 3], HUGE, NONE, ["bool", True])
    ],
}


@pytest.mark.parametrize("name", CALLS)
def test_calls_are_answered_as_by_cpython(target: Callable[[str], Target], name: str) -> None:
    assert differences(CALLS[name], target("cpython-3.14")) == []


@pytest.mark.parametrize(("places", "marks"), [(1_233, []), (1_234, ["integer-limit"])])
def test_rounding_an_int_far_away_has_a_mark(places: int, marks: list[str]) -> None:
    """CPython makes the power of ten first, which takes it forever for a large one."""
    assert ((10**1_233).bit_length(), (10**1_234).bit_length()) == (4_096, 4_100)
    outcome = run_case(called("builtin.round", ["int", 129], ["int", -places]))
    assert outcome.value == ["int", 0]
    assert [mark.name for mark in outcome.marks or ()] == marks


REFUSED = {
    "len.__self__": "the module of the builtins",
    "type(int.__dict__)({})": "a view of a mapping",
    "type(main.__get__(3))(len, 3)": "a method of a builtin function",
    "type(main.__get__(3))([].append, 3)": "a method of a builtin function",
    "{}.keys().mapping": "the mapping of a view",
    "ExceptionGroup.__class_getitem__(int)": "a generic alias",
    "(lambda: 0).__dict__": "the namespace of a function or module",
    "setattr(lambda: 0, '__code__', 3)": "attribute '__code__'",
    "delattr(lambda: 0, '__globals__')": "attribute '__globals__'",
    **{
        f"type('X', ({base},), {{}})()": f"an instance of a class that inherits from '{base}'"
        for base in LEFT_OUT_BASES
    },
}


@pytest.mark.parametrize("expression", REFUSED)
def test_what_is_refused_is_named(expression: str) -> None:
    source = f"def main():\n    return {expression}\n"
    body = {"source": source, "arguments": [], "cycles": 10_000, "cells": 10_000}
    outcome = run_case(Case("source", body))
    assert isinstance(outcome.exception, list)
    assert outcome.exception[1]["type"] == "DeterminismError"
    assert outcome.exception[1]["text"] == f"{REFUSED[expression]} is outside the profile"
    assert [mark.name for mark in outcome.marks or ()] == ["refused"]


@pytest.mark.parametrize("other", [["class", "int"], ["class", "str"], NONE])
@pytest.mark.parametrize("swapped", [False, True])
def test_a_union_of_types_is_refused_by_name(other: Any, swapped: bool) -> None:
    operands = [["class", "int"], other]
    if swapped:
        operands.reverse()
    outcome = run_case(called("operator.or_", *operands))
    assert isinstance(outcome.exception, list)
    assert outcome.exception[1]["type"] == "DeterminismError"
    assert outcome.exception[1]["text"] == "a union of types is outside the profile"
    assert [mark.name for mark in outcome.marks or ()] == ["refused"]


def test_super_without_arguments_wants_a_frame_of_user_code() -> None:
    """A case of this lane has none; the text is that of CPython's source."""
    outcome = run_case(called("builtin.super"))
    assert isinstance(outcome.exception, list)
    error = outcome.exception[1]
    assert (error["type"], error["text"]) == ("RuntimeError", "super(): no current frame")


def test_a_type_and_anything_else_make_no_union(target: Callable[[str], Target]) -> None:
    others = (text("int"), ["int", 3], ["Ellipsis", None])
    cases = [called("operator.or_", ["class", "int"], other) for other in others]
    assert differences(cases, target("cpython-3.14")) == []


NUMBERS = """
def main():
    return [type(OSError(number, "text")).__name__ for number in range(-1, 140)]
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the numbers are those of Linux")
def test_the_number_of_an_os_error_tells_its_class() -> None:
    """As on the Python that runs the test; a class of its own, or a number alone, stays."""
    body = {"source": NUMBERS, "arguments": [], "cycles": 100_000, "cells": 100_000}
    outcome = run_case(Case("source", body))
    wanted = [type(OSError(number, "text")).__name__ for number in range(-1, 140)]
    assert outcome.value == ["list", [["str", name] for name in wanted]]
    assert {"FileNotFoundError", "OSError", "TimeoutError"} < set(wanted)
    assert {mark.name for mark in outcome.marks or ()} == {"error-text"}


@pytest.mark.parametrize("call", ["()", ".__call__()"])
def test_a_static_method_without_a_function_cannot_be_called(call: str) -> None:
    """CPython has a null pointer there, of which it says that '' is not callable."""
    source = f"def main():\n    return staticmethod.__new__(staticmethod){call}\n"
    body = {"source": source, "arguments": [], "cycles": 1_000, "cells": 1_000}
    outcome = run_case(Case("source", body))
    assert isinstance(outcome.exception, list)
    error = outcome.exception[1]
    assert error["type"] == "RuntimeError"
    assert error["text"] == "uninitialized staticmethod object"
