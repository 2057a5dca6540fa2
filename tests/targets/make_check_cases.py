"""Makes `targets/check-cases.json`: `python -m tests.targets.make_check_cases`.

The outcomes come from CPython 3.14 (the target cpython-3.14), those of the lane `cbor`
from the published SDK's table of encodings; never from the reference, which a test then
holds to this file.
"""

import json
import struct
from typing import Any

from diff.canonical import Json
from diff.case import Case
from diff.targets.conformance import CASES_FILE, CASES_FORMAT
from diff.targets.registry import open_target
from tests.targets.check_sources import COMPILED, FUNCTIONS


def value(host: object) -> Json:
    """The canonical form of a plain host value."""
    if host is None:
        return ["None", None]
    if isinstance(host, bool):
        return ["bool", host]
    if isinstance(host, int):
        return ["int", host if abs(host) < 1 << 53 else str(host)]
    if isinstance(host, float):
        return ["float", struct.pack(">d", host).hex()]
    if isinstance(host, str):
        return ["str", host]
    if isinstance(host, bytes):
        return ["bytes", host.hex()]
    if isinstance(host, tuple | list):
        return [type(host).__name__, [value(item) for item in host]]
    assert isinstance(host, dict)
    return ["dict", [[value(key), value(item)] for key, item in host.items()]]


FLOAT: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("float.__add__", (0.1, 0.2)),
    ("float.__sub__", (1e308, -1e308)),
    ("float.__mul__", (5e-324, 0.5)),
    ("float.__truediv__", (1.0, 3.0)),
    ("float.__truediv__", (1.0, 0.0)),
    ("float.__floordiv__", (-7.5, 2.0)),
    ("float.__floordiv__", (1.0, 0.1)),
    ("float.__mod__", (-6.0, 3.0)),
    ("float.__mod__", (5.5, -2.0)),
    ("float.__divmod__", (-7.0, 2.0)),
    ("float.__neg__", (0.0,)),
    ("float.__abs__", (-2.5,)),
    ("float.__lt__", (1.0, float("nan"))),
    ("float.__eq__", (0.0, -0.0)),
    ("float.__int__", (-3.99,)),
    ("float.__int__", (1e300,)),
    ("float.__int__", (float("inf"),)),
    ("float.__bool__", (-0.0,)),
    ("float.__repr__", (0.1,)),
    ("float.__repr__", (1e16,)),
    ("float.__repr__", (float("nan"),)),
    ("float.parse", ("1e-400",)),
    ("float.parse", (" 2.5\n",)),
    ("float.parse", ("two",)),
    ("float.from_int", (2**53 + 1,)),
    ("float.from_int", (10**400,)),
)


def float_cases() -> list[dict[str, Any]]:
    cases = []
    for operation, arguments in FLOAT:
        text = ", ".join(map(repr, arguments))
        body = {"operation": operation, "arguments": [value(item) for item in arguments]}
        cases.append({"name": f"{operation}({text[:40]})", "case": body})
    return cases


CBOR: tuple[tuple[str, object, object], ...] = (
    ("encode", None, "f6"),
    ("encode", True, "f5"),
    ("encode", 23, "17"),
    ("encode", 24, "1818"),
    ("encode", -25, "3818"),
    ("encode", 2**32, "1b0000000100000000"),
    ("encode", 2**64, "c249010000000000000000"),
    ("encode", -(2**64) - 1, "c349010000000000000000"),
    ("encode", 1.5, "fb3ff8000000000000"),
    ("encode", float("inf"), None),
    ("encode", "\u00e9", "62c3a9"),
    ("encode", b"\x00\xff", "4200ff"),
    ("encode", [[], {}], "8280a0"),
    ("encode", (1, 2), "820102"),
    ("encode", {"b": 1, "a": 2}, "a2616102616201"),
    ("decode", b"\x18\x17", None),
    ("decode", bytes.fromhex("8280a0"), [[], {}]),
    ("decode", bytes.fromhex("a2616102616201"), {"a": 2, "b": 1}),
    ("decode", bytes.fromhex("a2616201616102"), None),
    ("decode", bytes.fromhex("f97e00"), None),
    ("decode", bytes.fromhex("fb3ff8000000000000"), 1.5),
    ("decode", bytes.fromhex("c249010000000000000000"), 2**64),
    ("decode", b"\x00\x00", None),
    ("recode", bytes.fromhex("820102"), b"\x82\x01\x02"),
)
"""Operation, argument, and what the published SDK's facts say: hex or value; None: refused."""

CBOR_MARKS: dict[object, tuple[str, ...]] = {
    2**64: ("cbor-big-integer",),
    -(2**64) - 1: ("cbor-big-integer",),
    1.5: ("cbor-float",),
    float("inf"): ("cbor-float", "cbor-non-finite"),
    b"\x18\x17": ("cbor-non-minimal",),
    bytes.fromhex("a2616201616102"): ("cbor-key-order",),
    bytes.fromhex("f97e00"): ("cbor-float-width",),
    bytes.fromhex("fb3ff8000000000000"): ("cbor-float",),
    bytes.fromhex("c249010000000000000000"): ("cbor-big-integer",),
    b"\x00\x00": ("cbor-trailing",),
}
"""The decisions that an argument meets: a codec without one of them is not asked."""

KEY_ORDER = (("pvm-1", "a21864012002"), ("sdk-0.1", "a22002186401"))
"""The encoding of {100: 1, -1: 2}, in which the profiles differ."""


def cbor_cases() -> list[dict[str, Any]]:
    cases = []
    for profile, order in KEY_ORDER:
        rows = (*CBOR, ("encode", {100: 1, -1: 2}, order))
        for operation, argument, expected in rows:
            body = {"operation": operation, "profile": profile, "arguments": [value(argument)]}
            outcome: dict[str, Json] = {"status": "refused", "reason": "see the profile"}
            if operation == "encode" and isinstance(expected, str):
                outcome = {"status": "returned", "value": ["bytes", expected]}
            elif expected is not None:
                outcome = {"status": "returned", "value": value(expected)}
            marks = () if isinstance(argument, list | dict) else CBOR_MARKS.get(argument, ())
            if isinstance(argument, dict) and 100 in argument:
                marks = ("cbor-bytewise",)
            if marks:
                outcome["marks"] = [{"name": mark, "step": 0} for mark in marks]
            name = f"{profile} {operation}({str(argument)[:30]})"
            cases.append({"name": name, "case": body, "expected": outcome})
    return cases


NOTHING = object()
"""Stands for no receiver."""

OBJECT: tuple[tuple[str, object, tuple[object, ...], dict[str, object]], ...] = (
    ("str.replace", "banana", ("an", "-", 1), {}),
    ("str.split", " a  b ", (), {"maxsplit": 1}),
    ("str.title", "\u01c6 \u1fb3x \u00df", (), {}),
    ("str.format", "{0:>5}|{x!r}", ("ab",), {"x": 1.5}),
    ("str.encode", "\u00e9", ("utf-8",), {}),
    ("bytes.find", b"banana", (b"na", -3), {}),
    ("int.to_bytes", 1024, (), {"length": 2, "byteorder": "big"}),
    ("int.from_bytes", NOTHING, (b"\x04\x00", "little"), {}),
    ("list.sort", [3, 1, 2], (), {"reverse": True}),
    ("list.pop", [], (), {}),
    ("list.insert", [1], (-5, "x"), {}),
    ("dict.setdefault", {"a": 1}, ("b", []), {}),
    ("dict_keys.__and__", {"a": 1, "b": 2}, (["b", "c"],), {}),
    ("tuple.index", (1, 2), (3,), {}),
    ("float.hex", 0.1, (), {}),
    ("builtin.enumerate", NOTHING, ("ab",), {"start": 2}),
    ("builtin.sum", NOTHING, ([0.1] * 10,), {}),
    ("builtin.int", NOTHING, ("-1_0", 8), {}),
    ("builtin.divmod", NOTHING, (-7, 2), {}),
    ("builtin.len", NOTHING, (5,), {}),
    ("math.isqrt", NOTHING, (10**20,), {}),
    ("operator.add", 1, ("x",), {}),
    ("operator.mod", "%05d|%s", ((42, None),), {}),
    ("operator.getitem", (1, 2, 3), (-1,), {}),
    ("operator.imul", [1, 2], (2,), {}),
    ("operator.delitem", {"a": 1}, ("a",), {}),
)
"""Operation, receiver, arguments, keywords."""


def object_cases() -> list[dict[str, Any]]:
    cases = []
    for method, receiver, arguments, keywords in OBJECT:
        shown = "" if receiver is NOTHING else f"{receiver!r}"
        body = {
            "method": method,
            "receiver": None if receiver is NOTHING else value(receiver),
            "arguments": [value(item) for item in arguments],
            "keywords": {name: value(item) for name, item in keywords.items()},
        }
        cases.append({"name": f"{method} {shown}{arguments!r}"[:60], "case": body})
    return cases


def compile_cases() -> list[dict[str, Any]]:
    sources = {**COMPILED, **{name: source for name, (source, _) in FUNCTIONS.items()}}
    return [{"name": name, "case": {"source": source}} for name, source in sources.items()]


def bytecode_cases(compiled: dict[str, Json]) -> list[dict[str, Any]]:
    cases = []
    for name, (_, arguments) in FUNCTIONS.items():
        code = next(form[1] for form in compiled[name]["consts"] if form[0] == "code")
        body = {"code": code, "arguments": [value(item) for item in arguments]}
        cases.append({"name": name, "case": {**body, "cycles": 100_000, "cells": 100_000}})
    return cases


def answer(lane: str, cases: list[dict[str, Any]]) -> None:
    """Fill in the outcomes of CPython 3.14."""
    target = open_target("cpython-3.14")
    level: Any = "path" if lane == "bytecode" else "none"
    outcomes = target.run([Case(lane, item["case"]) for item in cases], level)
    target.close()
    for item, outcome in zip(cases, outcomes, strict=True):
        assert outcome.status in ("returned", "raised"), (item["name"], outcome)
        item["expected"] = outcome.without_records().to_json()


def document() -> dict[str, Any]:
    """The whole content of the file."""
    floats, compilations, cbor = float_cases(), compile_cases(), cbor_cases()
    answer("float", floats)
    answer("compile", compilations)
    made = [item for item in compilations if "value" in item["expected"]]
    codes = {item["name"]: item["expected"]["value"][1] for item in made}
    functions = bytecode_cases(codes)
    answer("bytecode", functions)
    objects = object_cases()
    answer("object", objects)
    lanes = {"float": floats, "cbor": cbor, "bytecode": functions, "compile": compilations}
    lanes["object"] = objects
    return {"format": CASES_FORMAT, "lanes": lanes}


def text(content: dict[str, Any]) -> str:
    """The file's text: one case a line."""
    lanes = []
    for lane, cases in content["lanes"].items():
        lines = ",\n".join(json.dumps(item, sort_keys=True) for item in cases)
        lanes.append(f"{json.dumps(lane)}: [\n{lines}\n]")
    head = json.dumps(content["format"])
    return f'{{"format": {head}, "lanes": {{\n' + ",\n".join(lanes) + "\n}}\n"


if __name__ == "__main__":
    CASES_FILE.write_text(text(document()), encoding="utf-8")
