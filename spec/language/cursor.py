"""The parser's place in the tokens, and what every rule of the grammar needs."""

from typing import Final, TypeAlias, final

from spec.language.errors import Fault, SourceError, beyond_limit, refused, syntax_error
from spec.language.tokens import DEDENT, INDENT, NAME, NEWLINE, Token

MAX_NESTING: Final = 200
"""Nested expressions, blocks and patterns at one place; a limit of the profile."""

Span: TypeAlias = tuple[int, int, int, int]
"""Line and column of the start, line and column of the end."""

_LAYOUT: Final = frozenset((NEWLINE, INDENT, DEDENT))


@final
class Cursor:
    """A position in a list of tokens.

    `faults` collects the refused constructs met on the way; they are all reported at the end.
    """

    __slots__ = ("_depth", "_position", "_tokens", "faults", "mark", "source", "token")

    def __init__(self, source: str, tokens: list[Token]) -> None:
        self.source = source
        self._tokens = tokens
        self._position = 0
        self._depth = 0
        self.token = tokens[0]
        self.mark = self.token.mark
        self.faults: list[Fault] = []

    # Moving

    def advance(self) -> Token:
        """Take the current token."""
        token = self.token
        self._position += 1
        self.token = self._tokens[self._position]
        self.mark = self.token.mark
        return token

    def accept(self, mark: str) -> bool:
        """Take the current token if it has this mark."""
        if self.mark != mark:
            return False
        self.advance()
        return True

    def expect(self, mark: str) -> Token:
        """Take the current token, which must have this mark."""
        if self.mark != mark:
            raise self.error(f"expected {_shown(mark)}")
        return self.advance()

    def peek(self, ahead: int = 1) -> Token:
        """A token further on; the last one when there are not so many."""
        return self._tokens[min(self._position + ahead, len(self._tokens) - 1)]

    def at_word(self, word: str) -> bool:
        """Whether the current token is a name that the grammar looks at here."""
        return self.mark == NAME and self.token.text == word

    def save(self) -> int:
        """A place to come back to."""
        return self._position

    def restore(self, position: int) -> None:
        """Come back to a saved place."""
        self._position = position
        self.token = self._tokens[position]
        self.mark = self.token.mark

    # Places

    def span_from(self, start: Token) -> Span:
        """From the start of `start` to the end of the last token taken that is not layout."""
        position = self._position - 1
        while self._tokens[position].mark in _LAYOUT:
            position -= 1
        last = self._tokens[position]
        return start.line, start.col, last.end_line, last.end_col

    # Faults

    def error(self, message: str) -> SourceError:
        """A fault of the grammar at the current token."""
        return self.error_at(self.token, message)

    def error_at(self, token: Token, message: str) -> SourceError:
        """A fault of the grammar at `token`."""
        return syntax_error(message, token.line, token.col)

    def refuse(self, name: str, token: Token) -> None:
        """Note a construct that the profile refuses, and go on."""
        self.faults.append(refused(name, token.line, token.col))

    def enter(self) -> None:
        """One level of nesting deeper; `leave` undoes it."""
        self._depth += 1
        if self._depth > MAX_NESTING:
            message = f"nested deeper than {MAX_NESTING} levels"
            raise beyond_limit("nesting", message, self.token.line, self.token.col)

    def leave(self) -> None:
        """One level of nesting less."""
        self._depth -= 1

    @property
    def depth(self) -> int:
        """The present level of nesting."""
        return self._depth

    @depth.setter
    def depth(self, depth: int) -> None:
        self._depth = depth


def _shown(mark: str) -> str:
    return {NEWLINE: "the end of the line", INDENT: "an indented block", NAME: "a name"}.get(
        mark, f"'{mark}'"
    )
