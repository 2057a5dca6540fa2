"""A case: one input to an implementation, of one lane.

The body of a case is a JSON document whose fields depend on the lane; the file
form puts `format`, `revision` and `lane` beside them. Everything that enters the
harness from outside goes through `Case.from_json`, which names the first fault
by its JSON path, so that the rest may trust a `Case`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from diff.canonical import (
    MAX_DEPTH,
    Json,
    brief,
    canonical_json,
    check_code,
    check_fields,
    check_value,
    digest,
    parse_json,
)
from diff.errors import CaseError

FORMAT = "pvm-case-1"
REVISION = "pvm-1"
CBOR_PROFILES = ("pvm-1", "sdk-0.1")
CBOR_OPERATIONS = ("encode", "decode", "recode")
CBOR_MAX_DEPTH = 300
"""Values to encode may be nested beyond the depth that the profiles allow, 256."""
MAX_METER = (1 << 53) - 1
"""The largest limit of cycles or cells that a case can set."""

_ENVELOPE = ("format", "revision", "lane")


@dataclass(frozen=True)
class Case:
    """One input of one lane. `body` is never changed after construction."""

    lane: str
    body: Mapping[str, Json]
    revision: str = REVISION

    @cached_property
    def identity(self) -> str:
        """16 hex digits that name the case by its content."""
        return digest(self.to_json())[:16]

    @property
    def operation(self) -> str | None:
        """The operation that the case applies, in lanes that have operations."""
        operation = self.body.get("operation", self.body.get("method"))
        return operation if type(operation) is str else None

    def to_json(self) -> dict[str, Json]:
        """The file form."""
        return {"format": FORMAT, "revision": self.revision, "lane": self.lane, **self.body}

    def to_text(self) -> str:
        """The text of a case file: canonical, one line, for people and programs."""
        return canonical_json(self.to_json()) + "\n"

    @cached_property
    def wire_text(self) -> str:
        """The JSON text inside a batch of the target protocol, made once for all targets."""
        return canonical_json({"lane": self.lane, **self.body})

    @classmethod
    def from_json(cls, document: Json) -> "Case":
        """Check a document of the file form. Raises CaseError with its JSON path."""
        if type(document) is not dict:
            raise CaseError("$", f"expected an object, found {brief(document)}")
        if document.get("format") != FORMAT:
            raise CaseError(
                "$.format", f"expected {FORMAT!r}, found {brief(document.get('format'))}"
            )
        revision = document.get("revision")
        if type(revision) is not str or not revision:
            raise CaseError("$.revision", f"expected a revision, found {brief(revision)}")
        lane = document.get("lane")
        if type(lane) is not str or lane not in LANE_CHECKS:
            known = ", ".join(sorted(LANE_CHECKS))
            raise CaseError("$.lane", f"expected one of {known}; found {brief(lane)}")
        body = {key: value for key, value in document.items() if key not in _ENVELOPE}
        LANE_CHECKS[lane](body)
        return cls(lane, body, revision)

    @classmethod
    def from_text(cls, text: str | bytes) -> "Case":
        """Check the text of a case file. Raises CaseError."""
        return cls.from_json(parse_json(text, CaseError))


def _arguments(body: Json, max_depth: int = MAX_DEPTH) -> None:
    arguments = body["arguments"]
    if type(arguments) is not list:
        raise CaseError("$.arguments", f"expected an array of values, found {brief(arguments)}")
    for index, argument in enumerate(arguments):
        check_value(argument, f"$.arguments[{index}]", CaseError, max_depth)


def _meter(body: Json) -> None:
    for key in ("cycles", "cells"):
        limit = body[key]
        if type(limit) is not int or not 0 <= limit <= MAX_METER:
            raise CaseError(f"$.{key}", f"expected an integer from 0, found {brief(limit)}")


def _text(body: Json, key: str) -> None:
    if type(body[key]) is not str or not body[key]:
        raise CaseError(f"$.{key}", f"expected a name, found {brief(body[key])}")


def _one_of(body: Json, key: str, options: tuple[str, ...]) -> None:
    if body[key] not in options:
        expected = ", ".join(options)
        raise CaseError(f"$.{key}", f"expected one of {expected}; found {brief(body[key])}")


def _check_float(body: Json) -> None:
    check_fields(body, "$", ("operation", "arguments"), (), CaseError)
    _text(body, "operation")
    _arguments(body)


def _check_cbor(body: Json) -> None:
    check_fields(body, "$", ("operation", "profile", "arguments"), (), CaseError)
    _one_of(body, "operation", CBOR_OPERATIONS)
    _one_of(body, "profile", CBOR_PROFILES)
    _arguments(body, CBOR_MAX_DEPTH)
    if len(body["arguments"]) != 1:
        raise CaseError("$.arguments", f"expected one value, found {len(body['arguments'])}")


def _check_bytecode(body: Json) -> None:
    check_fields(body, "$", ("code", "arguments", "cycles", "cells"), (), CaseError)
    check_code(body["code"], "$.code", CaseError)
    _arguments(body)
    _meter(body)


def _check_source(body: Json) -> None:
    check_fields(body, "$", ("source", "arguments", "cycles", "cells"), (), CaseError)
    if type(body["source"]) is not str:
        raise CaseError("$.source", f"expected text, found {brief(body['source'])}")
    _arguments(body)
    _meter(body)


def _check_compile(body: Json) -> None:
    check_fields(body, "$", ("source", "mode"), (), CaseError)
    if type(body["source"]) is not str:
        raise CaseError("$.source", f"expected text, found {brief(body['source'])}")
    _one_of(body, "mode", ("exec", "eval"))


def _check_object(body: Json) -> None:
    fields = ("receiver", "method", "arguments", "keywords")
    check_fields(body, "$", fields, (), CaseError)
    _text(body, "method")
    keywords = body["keywords"]
    if type(keywords) is not dict or not all(keywords):
        raise CaseError("$.keywords", f"expected an object of values, found {brief(keywords)}")
    if type(body["arguments"]) is not list:
        raise CaseError("$.arguments", f"expected an array, found {brief(body['arguments'])}")
    receiver = [] if body["receiver"] is None else [body["receiver"]]
    together = [*receiver, *body["arguments"], *keywords.values()]
    check_value(["tuple", together], "$.arguments", CaseError)


LaneCheck: TypeAlias = Callable[[Json], None]

LANE_CHECKS: Mapping[str, LaneCheck] = {
    "float": _check_float,
    "cbor": _check_cbor,
    "bytecode": _check_bytecode,
    "source": _check_source,
    "object": _check_object,
    "compile": _check_compile,
}
"""For each lane the check of a body; a lane is added here and in `fuzz.lanes`."""
