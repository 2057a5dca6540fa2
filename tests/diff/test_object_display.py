"""A case of the lane `object` as people read it: a call, and a program for a bare interpreter."""

import subprocess
import sys
from typing import Any

import pytest

from diff.canonical import Json
from diff.case import Case
from diff.findings.reproduce import reproducer
from diff.outcome import Outcome
from diff.showing.render import case_text, case_title

ONE: Json = ["int", 1]
LIST: Json = ["list", [ONE]]
TABLE: Json = ["dict", [[["str", "k"], ONE]]]


def case(method: str, receiver: Json, *arguments: Json, **keywords: Json) -> Case:
    body: dict[str, Any] = {
        "method": method,
        "receiver": receiver,
        "arguments": list(arguments),
        "keywords": keywords,
    }
    return Case("object", body)


CASES = [
    (case("str.find", ["str", "abc"], ["str", "c"]), "str.find('abc', 'c')", "2\n'abc'\n"),
    (case("list.append", LIST, ["None", None]), "list.append([1], None)", "None\n[1, None]\n"),
    (
        case("builtin.sorted", None, LIST, reverse=["bool", True]),
        "sorted([1], reverse=True)",
        "[1]\n",
    ),
    (case("math.isqrt", None, ["int", 17]), "math.isqrt(17)", "4\n"),
    (case("operator.sub", ["int", -3], ["int", -4]), "(-3) - (-4)", "1\n"),
    (case("operator.contains", LIST, ONE), "1 in [1]", "True\n"),
    (case("operator.iadd", LIST, LIST), "operator.iadd([1], [1])", "[1, 1]\n"),
    (
        case("operator.setitem", TABLE, ["str", "x"], ONE),
        "operator.setitem({'k': 1}, 'x', 1)",
        "{'k': 1, 'x': 1}\n",
    ),
    (
        case("dict_items.__len__", TABLE),
        "dict_items.__len__({'k': 1}.items())",
        "1\n{'k': 1}\n",
    ),
    (case("builtin.reversed", None, ["tuple", [ONE, ["int", 2]]]), "reversed((1, 2))", "[2, 1]\n"),
]


@pytest.mark.parametrize(("shown", "text", "printed"), CASES, ids=[row[1] for row in CASES])
def test_a_case_is_a_call_and_a_program(shown: Case, text: str, printed: str) -> None:
    program = reproducer(shown, Outcome("returned", value=ONE))

    assert case_title(shown) == case_text(shown) == text
    assert program is not None
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == printed


def test_a_value_without_a_plain_form_has_no_program() -> None:
    assert reproducer(case("builtin.repr", None, ["ref", 3])) is None
