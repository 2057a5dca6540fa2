"""The agent: how it writes host values, and that nothing of a case escapes it."""

import hashlib
import importlib.util
import json
import math
import subprocess
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from diff.canonical import MAX_DEPTH, MAX_NODES, Json, check_value
from diff.case import Case
from diff.outcome import CRASHED, RAISED, REFUSED, RETURNED
from diff.targets.registry import AGENT
from diff.targets.target import Target
from spec.softfloat import OPERATIONS

OpenTarget = Callable[[str], Target]
INTERPRETERS = ["cpython-3.14", "rustpython-0.6.0", "rustpython-0.5.0"]


def load_agent() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pvm_agent", AGENT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


agent: Any = load_agent()


def form(value: object) -> Json:
    """The canonical form that the agent writes, checked by the harness."""
    written = json.loads(agent.Writer().write(value))
    check_value(written, "$")
    return written


def shared() -> list[object]:
    inner: list[object] = [1]
    return [inner, inner]


def cyclic() -> list[object]:
    value: list[object] = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ["None", None]),
        (True, ["bool", True]),
        (2**53 - 1, ["int", 9007199254740991]),
        (2**53, ["int", "9007199254740992"]),
        (-(2**53), ["int", "-9007199254740992"]),
        (-0.0, ["float", "8000000000000000"]),
        (-math.nan, ["float", "7ff8000000000000"]),
        ("h\u00e9\U0001f600\\u", ["str", "h\u00e9\U0001f600\\u"]),
        ("a\\\ud800", ["str-escaped", "a\\\\\\ud800"]),
        (b"\x00\xff", ["bytes", "00ff"]),
        (bytearray(b"a"), ["bytearray", "61"]),
        ((1, [2], {3}), ["tuple", [["int", 1], ["list", [["int", 2]]], ["set", [["int", 3]]]]]),
        ({"a": 1, 2: []}, ["dict", [[["str", "a"], ["int", 1]], [["int", 2], ["list", []]]]]),
        (frozenset(), ["frozenset", []]),
        (range(1, 9, 2), ["range", [["int", 1], ["int", 9], ["int", 2]]]),
        (slice(None, 1), ["slice", [["None", None], ["int", 1], ["None", None]]]),
        (..., ["Ellipsis", None]),
        (NotImplemented, ["NotImplemented", None]),
        (shared(), ["list", [["list", [["int", 1]]], ["ref", 1]]]),
        (cyclic(), ["list", [["ref", 0]]]),
        (len, ["native", "len"]),
        (list.append, ["native", "list.append"]),
        ([].append, ["method", [["native", "list.append"], ["list", []]]]),
        (int, ["class", "int"]),
        (math, ["module", "math"]),
        (iter("ab"), ["iterator", "str_iterator"]),
        (iter([]), ["iterator", "list_iterator"]),
        (shared, ["function", "shared"]),
        (1j, ["complex", [["float", "0" * 16], ["float", "3ff" + "0" * 13]]]),
    ],
)
def test_forms(value: object, expected: Json) -> None:
    assert form(value) == expected


def test_exception_with_chain_and_notes() -> None:
    inner = KeyError("k")
    error = ValueError("bad", [1])
    error.__cause__ = inner
    error.add_note("n")
    expected = {
        "type": "ValueError",
        "args": [["str", "bad"], ["list", [["int", 1]]]],
        "cause": [
            "exception",
            {
                "type": "KeyError",
                "args": [["str", "k"]],
                "cause": None,
                "context": None,
                "suppress": False,
                "notes": None,
                "text": "'k'",
            },
        ],
        "context": None,
        "suppress": True,
        "notes": [["str", "n"]],
    }
    assert form(error) == ["exception", expected]
    assert form([error, inner])[1][1] == ["ref", 3]


class Shown(Exception):
    def __str__(self) -> str:
        raise AssertionError("code of the case was run")

    __repr__ = __str__


def test_no_code_of_a_case_describes_its_values() -> None:
    assert "text" not in form(Shown(1))[1]
    assert "text" not in form(ValueError(Shown()))[1]


def deep(levels: int) -> object:
    value: object = None
    for _ in range(levels):
        value = [value]
    return value


def test_depth_limit_is_exact() -> None:
    writer = agent.Writer()
    text = writer.write(deep(MAX_DEPTH))
    assert not writer.large
    assert "large" not in text
    writer = agent.Writer()
    text = writer.write(deep(MAX_DEPTH + 1))
    assert writer.large
    check_value(json.loads(text), "$")
    form(deep(100_000))


def test_node_limit_is_exact() -> None:
    assert len(form([0] * (MAX_NODES - 1))[1]) == MAX_NODES - 1
    too_many = form([0] * (1 << 20))[1]
    assert len(too_many) == MAX_NODES
    assert too_many[-2:] == [["int", 0], ["large", None]]


def chain(length: int) -> Exception:
    error = ValueError(0)
    for number in range(length):
        later = ValueError(number)
        later.__context__ = error
        error = later
    return error


def test_long_chain_of_exceptions_needs_no_host_stack() -> None:
    assert '["large",null]' in agent.Writer().write(chain(5_000))


@pytest.mark.parametrize(
    "value",
    [
        ["list", [["list", []], ["ref", 1], ["ref", 0]]],
        ["dict", [[["str", "a"], ["int", "-9007199254740993"]]]],
        ["str-escaped", "\\\\u\\ud800x"],
        ["exception", {"type": "KeyError", "args": [["int", 1]]}],
        ["range", [["int", 3], ["int", 1], ["int", -1]]],
        ["bytearray", "00"],
    ],
)
def test_what_is_built_is_written_back(value: Json) -> None:
    back = form(agent.Builder().build(value))
    if value[0] == "exception":
        back = [back[0], {key: back[1][key] for key in ("type", "args")}]
    assert back == value


def test_every_operation_of_the_reference_is_known_by_name() -> None:
    """The host has it, or it is newer than the host; the agent's resolution is generic."""
    newer = {"math.sumprod", "math.fma", "math.cbrt", "math.exp2", "float.from_number"}
    unknown = {name for name in OPERATIONS if agent.find_operation(name) is None} - newer
    assert unknown == set()


def run_agent(frames: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(AGENT)]
    return subprocess.run(command, input=frames, capture_output=True, timeout=60, check=False)


def frame(message: Json) -> bytes:
    text = json.dumps(message).encode()
    return len(text).to_bytes(4, "little") + text


@pytest.mark.parametrize(
    ("frames", "detail"),
    [
        (b"\x02\x00\x00\x00{]", "malformed frame"),
        (frame([1]), "malformed frame"),
        (frame({"type": "run"}), "unknown type of message: run"),
        (frame({"type": "hello", "protocol": 2}), "speaks protocol 1"),
    ],
)
def test_nonsense_is_answered_with_an_error(frames: bytes, detail: str) -> None:
    answer = run_agent(frames)
    assert answer.returncode == 2
    assert detail.encode() in answer.stdout
    assert answer.stderr == b""


def test_end_within_a_frame_is_the_end() -> None:
    assert run_agent(b"\x10\x00\x00\x00{").returncode == 0


# On the interpreters under test


def compiled(target: OpenTarget, source: str) -> Json:
    """The code of the first function in `source`, by CPython 3.14."""
    (outcome,) = target("cpython-3.14").run([Case("compile", {"source": source})])
    assert outcome.status == RETURNED, outcome
    return next(constant[1] for constant in outcome.value[1]["consts"] if constant[0] == "code")


def call(target: OpenTarget, source: str) -> Case:
    meter = {"cycles": 1 << 40, "cells": 1 << 40}
    return Case("bytecode", {"code": compiled(target, source), "arguments": [], **meter})


ESCAPES = {
    "no import": "def f():\n    import os\n",
    "no open": "def f():\n    return open('/etc/passwd')\n",
    "no eval": "def f():\n    return eval('1')\n",
    "no sys": "def f():\n    return sys\n",
}


@pytest.mark.parametrize("name", INTERPRETERS)
def test_cases_have_the_builtins_of_the_profile_only(target: OpenTarget, name: str) -> None:
    cases = [call(target, source) for source in ESCAPES.values()]
    outcomes = target(name).run(cases)
    assert [outcome.status for outcome in outcomes] == [RAISED] * len(cases)
    types = [outcome.exception[1]["type"] for outcome in outcomes]
    assert types == ["ImportError", "NameError", "NameError", "NameError"]


@pytest.mark.parametrize("name", INTERPRETERS)
def test_an_imported_module_is_fresh_in_every_case(target: OpenTarget, name: str) -> None:
    change = "def f():\n    import math\n    math.pi = math.floor(7.5)\n    return math.pi\n"
    use = "def f():\n    from math import pi\n    return pi\n"
    outcomes = target(name).run([call(target, change), call(target, use)])
    assert [outcome.value for outcome in outcomes] == [["int", 7], ["float", "400921fb54442d18"]]


@pytest.mark.parametrize("name", INTERPRETERS)
def test_what_a_case_prints_is_its_log(target: OpenTarget, name: str) -> None:
    case = call(target, "def f():\n    print('a', 1)\n    print('b\\nc')\n    return 2\n")
    silent = call(target, "def f():\n    return 3\n")
    first, second = target(name).run([case, silent])
    assert first.log == ("a 1", "b", "c")
    assert first.value == ["int", 2]
    assert not second.log


@pytest.mark.parametrize("name", INTERPRETERS)
def test_what_runs_when_values_are_freed_is_not_in_any_log(target: OpenTarget, name: str) -> None:
    left = (
        "def f():\n    def g():\n        try:\n            yield 1\n        finally:\n"
        "            print('freed')\n    a = g()\n    next(a)\n    return [a]\n"
    )
    silent = call(target, "def f():\n    return 3\n")
    outcomes = target(name).run([call(target, left), silent])
    assert [outcome.log or () for outcome in outcomes] == [(), ()]


@pytest.mark.parametrize("name", ["cpython", *INTERPRETERS])
def test_deepest_argument_is_read(target: OpenTarget, name: str) -> None:
    value: Json = ["tuple", []]
    for _ in range(MAX_DEPTH):
        value = ["tuple", [value]]
    check_value(value, "$")
    case = Case("float", {"operation": "repr", "arguments": [value]})
    (outcome,) = target(name).run([case])
    assert outcome.value == ["str", "(" * MAX_DEPTH + "()" + ",)" * MAX_DEPTH]


@pytest.mark.parametrize("name", INTERPRETERS)
def test_builtins_changed_by_a_case_are_fresh_in_the_next(target: OpenTarget, name: str) -> None:
    change = "def f():\n    global len\n    len = abs\n    return len(-3)\n"
    use = "def f():\n    return len('ab')\n"
    outcomes = target(name).run([call(target, change), call(target, use)])
    assert [outcome.value for outcome in outcomes] == [["int", 3], ["int", 2]]


HOT = """def f():
    a = []
    t = ''
    for i in range(40):
        a.append(i)
        t = t + 'x'
        try:
            a.append()
        except TypeError:
            t += 'y'
    def g(n):
        for i in range(n):
            yield i
    return len(a), t, [x for x in g(3)]
"""


@pytest.mark.parametrize("name", INTERPRETERS[1:])
def test_paths_of_hot_loops_are_those_of_cpython(target: OpenTarget, name: str) -> None:
    """RustPython's fast instructions and its other ways to report must not show."""
    case = call(target, HOT)
    (expected,) = target(INTERPRETERS[0]).run([case], "full")
    (found,) = target(name).run([case], "full")
    assert expected.trace is not None
    assert found.trace is not None
    assert found.value == expected.value
    assert found.trace.records == expected.trace.records
    assert found.trace.path == expected.trace.path
    assert expected.trace.records is not None
    lines = [f"{record['code']}:{record['offset']}\n" for record in expected.trace.records]
    assert expected.trace.steps == len(lines) > 1000
    assert expected.trace.path == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_crash_by_recursion_is_one_case(target: OpenTarget) -> None:
    """WebAssembly's stack ends before Python's recursion limit: a crash, and the next case."""
    source = (
        "def f():\n    class C:\n        def __repr__(self):\n            return repr([self])\n"
        "    return repr(C())\n"
    )
    plain = call(target, "def f():\n    return 3\n")
    running = target("cpython-3.14")
    outcomes = running.run([plain, call(target, source), plain])
    assert [outcomes[0].status, outcomes[2].status] == [RETURNED, RETURNED]
    assert outcomes[1].status in (CRASHED, RAISED)
    if outcomes[1].status == CRASHED:
        assert "exited with status 70" in (outcomes[1].detail or "")


def test_host_python_refuses_bytecode_of_another_version(target: OpenTarget) -> None:
    if sys.version_info[:2] == (3, 14):
        pytest.skip("the host is CPython 3.14 itself")
    running = target("cpython")
    assert "bytecode" not in running.hello().lanes
    code = {"lane": "bytecode"}
    (outcome,) = running.run([Case("bytecode", code)])
    assert outcome.status == REFUSED
    assert outcome.reason == "unsupported"
