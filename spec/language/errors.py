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


@final
@dataclass(frozen=True, slots=True)
class Fault:
    """One reason to refuse a source.

    `name` is stable (`syntax`, `encoding`, `complex-literal` ...); `line` counts from 1,
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
    return SourceError([Fault("syntax", message, line, column)])


def refused(name: str, line: int, column: int) -> Fault:
    """A construct that Python has and the profile has not."""
    return Fault(name, f"not in the profile: {REFUSED[name]}", line, column)
