"""Cases, outcomes and findings for the tests."""

from typing import Any

from diff.canonical import Json
from diff.case import Case
from diff.comparing.signature import Signature
from diff.findings.finding import Finding
from diff.outcome import Mark, Outcome
from diff.targets.target import Hello

IDENTITY = {"revision": "pvm-1", "gas table": "aa" * 32, "rules": "bb" * 32}
OBSERVES = frozenset(("value", "exception-type", "exception-args", "exception-text", "path"))


def int_case(number: int = 1, operation: str = "float.from_int") -> Case:
    return Case("float", {"operation": operation, "arguments": [["int", number]]})


def returned(value: Json, *marks: str, **fields: Any) -> Outcome:
    noted = tuple(Mark(mark, 0) for mark in marks)
    return Outcome("returned", value=value, marks=noted or None, **fields)


def raised(kind: str, text: str = "", **fields: Json) -> Outcome:
    parts = {"type": kind, "args": [["str", text]], "text": text, **fields}
    return Outcome("raised", exception=["exception", parts])


def hello(**fields: Any) -> Hello:
    return Hello("t", "1", {"float": {}}, **{"observes": OBSERVES, **fields})


def finding(**fields: Any) -> Finding:
    given: dict[str, Any] = {
        "signature": Signature("float", "float.__mod__", "value", ("float", "nan"), "rust"),
        "case": int_case(),
        "outcomes": {
            "reference": returned(["float", "3ff0000000000000"]),
            "rust": returned(["float", "7ff8000000000000"]),
            "cpython": returned(["float", "3ff0000000000000"]),
        },
        "difference": {
            "field": "value",
            "path": "value",
            "expected": ["float", "3ff0000000000000"],
            "found": ["float", "7ff8000000000000"],
            "kinds": ["float", "nan"],
            "severity": "consensus",
        },
        "record": (3, 1, 2),
        "state": "confirmed",
        "alone": "rust",
        "versions": {"rust": "0.5.0"},
        "campaign": 1,
        "number": 17,
    }
    return Finding(**{**given, **fields})
