"""The canonical form accepts one spelling of each value and names what is wrong with others."""

import json
import sys
from typing import Any

import cbor2
import pytest

from diff.canonical import (
    MAX_JSON_INT,
    check_value,
    int_form,
    int_from_form,
    parse_json,
    text_form,
    text_from_form,
)
from diff.canonical_cbor import from_cbor, to_cbor, value_digest
from diff.errors import FormError

GOOD = [
    ["None", None],
    ["bool", True],
    ["int", -(2**53) + 1],
    ["int", "9007199254740992"],
    ["int", "-9007199254740992"],
    ["float", "3ff0000000000000"],
    ["float", "fff0000000000000"],
    ["float", "7ff8000000000000"],
    ["str", "é\\u"],
    ["str-escaped", "\\\\\\ud800x"],
    ["bytes", "00ff"],
    ["bytearray", ""],
    ["tuple", [["list", []], ["ref", 0]]],
    ["list", [["ref", 0]]],
    ["dict", [[["int", 1], ["None", None]]]],
    ["frozenset", [["int", 1]]],
    ["range", [["int", 0], ["int", 5], ["int", 1]]],
    ["slice", [["None", None], ["int", 5], ["None", None]]],
    ["exception", {"type": "ValueError", "args": [["str", "x"]]}],
    [
        "exception",
        {
            "type": "E",
            "args": [],
            "cause": ["exception", {"type": "K", "args": []}],
            "context": None,
            "suppress": True,
            "notes": [["str", "n"]],
            "text": "E()",
        },
    ],
    ["instance", {"class": "C", "attributes": [["x", ["ref", 0]]]}],
    ["native", "len"],
    ["large", None],
    ["cell", None],
    ["cell", ["int", 1]],
]

BAD = [
    (5, "$", "expected [kind, content]"),
    (["int"], "$", "expected [kind, content]"),
    (["integer", 5], "$", "unknown kind"),
    (["int", True], "$", "expected an integer"),
    (["int", 2**53], "$", "decimal text"),
    (["int", "5"], "$", "written as a number"),
    (["int", "007"], "$", "expected an integer"),
    (["int", "-0"], "$", "expected an integer"),
    (["int", 1.5], "$", "expected an integer"),
    (["float", "3FF0000000000000"], "$", "lower-case"),
    (["float", "7ff8000000000001"], "$", "NaN is written"),
    (["float", "fff8000000000000"], "$", "NaN is written"),
    (["float", 1.0], "$", "16 lower-case"),
    (["str", "\ud800"], "$", "str-escaped"),
    (["str-escaped", "plain"], "$", "escaped surrogates"),
    (["str-escaped", "\\ud800\\n"], "$", "escaped surrogates"),
    (["bytes", "0"], "$", "pairs"),
    (["None", 0], "$", "null"),
    (["tuple", [["int", 1], ["int", "x"]]], "$[1][1]", "expected an integer"),
    (["dict", [[["int", 1]]]], "$[1][0]", "[key, value]"),
    (["dict", [[["int", 1], 7]]], "$[1][0][1]", "expected [kind, content]"),
    (["ref", 0], "$", "met before"),
    (["tuple", [["ref", 0], ["list", []]]], "$[1][0]", "met before"),
    (["range", [["int", 1]]], "$", "array of 3"),
    (["exception", {"type": "V"}], "$[1]", "'args' is missing"),
    (["exception", {"type": "V", "args": [], "x": 1}], "$[1].x", "unknown field"),
    (["exception", {"type": "V", "args": [1]}], "$[1].args[0]", "expected [kind"),
    (["instance", {"class": "C", "attributes": [["x"]]}], "$[1].attributes[0]", "[name"),
    (["code", {"argcount": 1}], "$[1]", "'posonlyargcount' is missing"),
]


@pytest.mark.parametrize("value", GOOD, ids=lambda value: json.dumps(value)[:40])
def test_a_value_in_its_one_spelling_is_accepted(value: object) -> None:
    check_value(value, "$")


@pytest.mark.parametrize(("value", "path", "problem"), BAD, ids=lambda part: str(part)[:40])
def test_any_other_spelling_is_refused_at_its_path(value: object, path: str, problem: str) -> None:
    with pytest.raises(FormError) as caught:
        check_value(value, "$")

    assert caught.value.path == path
    assert problem in caught.value.problem


def test_depth_and_size_are_limited() -> None:
    """A hostile value is refused by name, whatever its shape."""
    deep: list[object] = ["None", None]
    for _ in range(201):
        deep = ["tuple", [deep]]
    with pytest.raises(FormError, match="nested deeper"):
        check_value(deep, "$")
    with pytest.raises(FormError, match="more than 10000 values"):
        check_value(["tuple", [["None", None]] * 10_000], "$")


@pytest.mark.parametrize("text", ["[" * 100_000, "{", "\udc80", "NaN", "1e999", b"\xff"])
def test_what_is_not_json_is_a_named_error(text: str | bytes) -> None:
    if text == "1e999":
        assert parse_json(text) == float("inf")  # a number, refused later by its field
        return
    with pytest.raises(FormError):
        parse_json(text)


@pytest.mark.parametrize(
    "value",
    [0, -1, MAX_JSON_INT, -MAX_JSON_INT, MAX_JSON_INT + 1, -(10**9000) + 7, 2**40_000],
    ids=lambda value: f"{value.bit_length()} bits",
)
def test_ints_of_any_size_survive(value: int) -> None:
    """Also beyond the digits that the host converts."""
    form = int_form(value)
    check_value(["int", form], "$")

    assert int_from_form(form) == value

    sys.set_int_max_str_digits(0)
    try:
        assert str(form) == str(value)
    finally:
        sys.set_int_max_str_digits(4300)


@pytest.mark.parametrize("text", ["", "\\", "a\\ud800", "\ud800", "\\\udfff\\", "\U0001f600"])
def test_any_str_survives(text: str) -> None:
    kind, content = text_form(text)
    check_value([kind, content], "$")

    assert text_from_form(kind, content) == text
    content.encode("utf-8")  # or it could not travel


# CBOR


@pytest.mark.parametrize("value", GOOD, ids=lambda value: json.dumps(value)[:40])
def test_a_value_survives_cbor(value: Any) -> None:
    assert from_cbor(to_cbor(value)) == value


@pytest.mark.parametrize(
    ("value", "decoded"),
    [
        (["int", 5], ["int", 5]),
        (["int", "-9007199254740993"], ["int", -9007199254740993]),
        (["int", str(2**70)], ["int", 2**70]),
        (["float", "8000000000000000"], ["float", "8000000000000000"]),
        (["bytes", "00ff"], ["bytes", b"\x00\xff"]),
        (["dict", [[["int", 1], ["None", None]]]], ["dict", [[["int", 1], ["None", None]]]]),
        (["list", [["list", []], ["ref", 1]]], ["list", [["list", []], ["ref", 1]]]),
    ],
    ids=lambda part: str(part)[:30],
)
def test_another_decoder_reads_the_cbor(value: Any, decoded: Any) -> None:
    """cbor2 is the oracle."""
    assert cbor2.loads(to_cbor(value)) == decoded


def test_the_digest_tells_kinds_and_bits_apart() -> None:
    forms: list[Any] = [["int", 0], ["bool", False], ["float", "0" * 16], ["bytes", ""]]
    forms += [["float", "8" + "0" * 15], ["str", ""], ["bytearray", ""], ["None", None]]

    assert len({value_digest(form) for form in forms}) == len(forms)


def test_the_deepest_value_has_an_encoding() -> None:
    deep: Any = ["None", None]
    for _ in range(200):
        deep = ["tuple", [deep]]

    assert from_cbor(to_cbor(deep)) == deep


@pytest.mark.parametrize("data", [b"", b"\xff", b"\x01", b"\x82\x01\x02", b"\x82cint\xf6"])
def test_cbor_that_is_no_value_is_named(data: bytes) -> None:
    with pytest.raises(FormError):
        from_cbor(data)
