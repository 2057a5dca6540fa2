"""Case files and outcomes: what is malformed is named by its JSON path."""

import json
from typing import Any

import pytest

from diff.case import Case
from diff.errors import CaseError, OutcomeError
from diff.outcome import TARGET_STATUSES, Mark, Outcome, Trace

FLOAT = {
    "format": "pvm-case-1",
    "revision": "pvm-1",
    "lane": "float",
    "operation": "float.__mod__",
    "arguments": [["float", "3ff0000000000000"], ["float", "4000000000000000"]],
}
CODE = {
    "argcount": 0,
    "posonlyargcount": 0,
    "kwonlyargcount": 0,
    "nlocals": 0,
    "stacksize": 1,
    "flags": 3,
    "code": "80005200" + "2300",
    "consts": [["None", None]],
    "names": [],
    "varnames": [],
    "freevars": [],
    "cellvars": [],
    "name": "f",
    "qualname": "f",
    "firstlineno": 1,
    "linetable": "",
    "exceptiontable": "",
}
BYTECODE = {
    "format": "pvm-case-1",
    "revision": "pvm-1",
    "lane": "bytecode",
    "code": CODE,
    "arguments": [],
    "cycles": 1000,
    "cells": 1000,
}


def changed(document: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**document, **fields}


BAD = [
    ([], "$"),
    ({}, "$.format"),
    (changed(FLOAT, format="pvm-case-2"), "$.format"),
    (changed(FLOAT, revision=1), "$.revision"),
    (changed(FLOAT, lane="flaot"), "$.lane"),
    (changed(FLOAT, lane=["float"]), "$.lane"),
    (changed(FLOAT, operation=7), "$.operation"),
    (changed(FLOAT, arguments=7), "$.arguments"),
    (changed(FLOAT, arguments=[["float", "1"]]), "$.arguments[0]"),
    (changed(FLOAT, extra=7), "$.extra"),
    (changed(FLOAT, lane="cbor"), "$"),
    (changed(FLOAT, lane="cbor", profile="x"), "$.operation"),
    (changed(FLOAT, lane="cbor", operation="encode", profile="x"), "$.profile"),
    (changed(FLOAT, lane="cbor", operation="encode", profile="pvm-1"), "$.arguments"),
    (changed(BYTECODE, cycles=-1), "$.cycles"),
    (changed(BYTECODE, cells=True), "$.cells"),
    (changed(BYTECODE, code=changed(CODE, code="8")), "$.code.code"),
    (changed(BYTECODE, code=changed(CODE, stacksize=-1)), "$.code.stacksize"),
    (changed(BYTECODE, code=changed(CODE, names=[1])), "$.code.names"),
    (changed(BYTECODE, code=changed(CODE, consts=[["int", 1.5]])), "$.code.consts[0]"),
    (
        changed(BYTECODE, code=changed(CODE, consts=[["code", changed(CODE, flags="x")]])),
        "$.code.consts[0][1].flags",
    ),
]


@pytest.mark.parametrize(("document", "path"), BAD, ids=lambda part: str(part)[:30])
def test_a_malformed_case_is_named_by_its_path(document: Any, path: str) -> None:
    with pytest.raises(CaseError) as caught:
        Case.from_json(document)

    assert caught.value.path == path


@pytest.mark.parametrize("document", [FLOAT, BYTECODE])
def test_a_case_survives_its_file_form(document: dict[str, Any]) -> None:
    case = Case.from_text(json.dumps(document))

    assert case.to_json() == document
    assert Case.from_text(case.to_text()) == case
    assert len(case.identity) == 16


def test_the_identity_depends_on_content_only() -> None:
    backwards = dict(reversed(FLOAT.items()))

    assert Case.from_json(backwards).identity == Case.from_json(FLOAT).identity
    assert Case.from_json(changed(FLOAT, operation="x")).identity != Case.from_json(FLOAT).identity


OUTCOMES = [
    Outcome("returned", value=["int", 5], cycles=3, cells=0),
    Outcome("raised", exception=["exception", {"type": "ValueError", "args": []}]),
    Outcome("refused", reason="unsupported"),
    Outcome("crashed", detail="killed by SIGSEGV"),
    Outcome(
        "returned",
        value=["None", None],
        log=("a",),
        marks=(Mark("integer-limit", 3),),
        trace=Trace(2, "00", "11", ({"code": 0, "offset": 2, "opcode": "ADD"},)),
    ),
]


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.status)
def test_an_outcome_survives_its_document(outcome: Outcome) -> None:
    assert Outcome.from_json(json.loads(json.dumps(outcome.to_json()))) == outcome


BAD_OUTCOMES: list[tuple[Any, str]] = [
    (None, "$"),
    ({}, "$"),
    ({"status": "crashed"}, "$.status"),
    ({"status": ["returned"]}, "$.status"),
    ({"status": "returned", "value": 5}, "$.value"),
    ({"status": "raised", "value": ["int", 5]}, "$.value"),
    ({"status": "raised", "exception": ["int", 5]}, "$.exception"),
    ({"status": "refused"}, "$"),
    ({"status": "returned", "cycles": -1}, "$.cycles"),
    ({"status": "returned", "cycles": 1 << 64}, "$.cycles"),
    ({"status": "returned", "log": [1]}, "$.log"),
    ({"status": "returned", "marks": [{"name": "x"}]}, "$.marks[0]"),
    ({"status": "returned", "marks": [{"name": 1, "step": 1}]}, "$.marks[0].name"),
    ({"status": "returned", "trace": {"steps": "3"}}, "$.trace.steps"),
    ({"status": "returned", "trace": {"steps": 3, "path": 3}}, "$.trace.path"),
    ({"status": "returned", "trace": {"steps": 3, "records": [{}]}}, "$.trace.records[0]"),
    ({"status": "returned", "colour": "red"}, "$.colour"),
]


@pytest.mark.parametrize(("document", "path"), BAD_OUTCOMES, ids=lambda part: str(part)[:40])
def test_a_malformed_outcome_is_named_by_its_path(document: Any, path: str) -> None:
    with pytest.raises(OutcomeError) as caught:
        Outcome.from_json(document, TARGET_STATUSES)

    assert caught.value.path == path
