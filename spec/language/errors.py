"""Why a source is not accepted: each fault by name, with its place."""

from dataclasses import dataclass
from typing import Final, final

REFUSED: Final = {
    "async": "asynchronous code outside continuations",
    "await": "asynchronous code outside continuations",
    "complex-literal": "complex numbers",
    "future-annotations": "annotations kept as text; they are evaluated when asked for",
    "identity-of-literal": "`is` with a number, text, bytes or tuple that is written there",
    "named-escape": "the escape \\N{...}, which depends on a table of names",
    "template-string": "template strings",
    "type-alias": "type aliases",
    "type-parameter": "type parameters",
}
"""Constructs of Python 3.14 that the profile has no syntax tree for, by the name of the refusal."""

LIMITS: Final = {
    "byte-order-mark": "a byte order mark at the start",
    "code-size": "code or constants that grow far beyond the source",
    "encoding": "bytes that are not UTF-8",
    "integer-size": "an integer literal beyond the limit of ints or of their decimal text",
    "line-end": "a carriage return; lines end with LF alone",
    "nesting": "expressions, blocks or chains nested too deep",
    "normal-form": "text that is not in normal form C",
    "source-size": "more bytes than a transaction can carry",
}
"""Sources that Python 3.14 accepts and the profile refuses for their form or size, by the name."""

SYNTAX: Final = "syntax"
NULL_BYTE: Final = "null-byte"
"""The names of what Python 3.14 refuses too."""


@final
@dataclass(frozen=True, slots=True)
class Fault:
    """One reason to refuse a source.

    `name` is stable: `syntax`, `null-byte`, or a key of REFUSED or LIMITS; `line` counts from 1,
    `column` in UTF-8 bytes from 0.
    """

    name: str
    message: str
    line: int
    column: int


class SourceError(Exception):
    """The source cannot be compiled: one fault, or all the refused constructs that it has."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        first = faults[0]
        super().__init__(f"line {first.line} column {first.column}: {first.message}")


def syntax_error(message: str, line: int, column: int) -> SourceError:
    """A fault of the grammar: what was expected, or what is invalid."""
    return SourceError([Fault(SYNTAX, message, line, column)])


def beyond_limit(name: str, message: str, line: int, column: int) -> SourceError:
    """A form or size that Python has no limit for, or another one."""
    assert name in LIMITS
    return SourceError([Fault(name, message, line, column)])


def refused(name: str, line: int, column: int) -> Fault:
    """A construct that Python has and the profile has not."""
    return Fault(name, f"not in the profile: {REFUSED[name]}", line, column)
