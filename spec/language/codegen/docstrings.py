"""Docstrings, with the indentation of the source taken out."""

from typing import Final

from spec.language.errors import syntax_error
from spec.language.tree import Constant, Expr, Statement

_TAB: Final = 8


def docstring_of(body: list[Statement]) -> str | None:
    """The cleaned docstring of a body: its first statement, if that is a str literal.

    Raises SourceError for one with a lone surrogate: CPython cleans docstrings as UTF-8.
    """
    if not body or not isinstance(body[0], Expr):
        return None
    value = body[0].value
    if not isinstance(value, Constant) or not isinstance(value.value, str):
        return None
    if any(0xD800 <= ord(character) <= 0xDFFF for character in value.value):
        raise syntax_error("a docstring with a lone surrogate", value.lineno, value.col_offset)
    return cleaned(value.value)


def cleaned(text: str) -> str:
    """Tabs expanded; no blanks before the first line; the common margin of the others gone."""
    lines = text.expandtabs(_TAB).split("\n")
    first = lines[0].lstrip(" ")
    margins = [len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.lstrip(" ")]
    margin = min(margins, default=0)
    rest = [_without_margin(line, margin) for line in lines[1:]]
    return "\n".join([first, *rest])


def _without_margin(line: str, margin: int) -> str:
    blanks = len(line) - len(line.lstrip(" "))
    return line[min(blanks, margin) :]
