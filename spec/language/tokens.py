"""Tokens: what the tokeniser makes and the parser reads.

A token's `mark` is what the grammar compares: the text itself for keywords and
operators, one of the upper-case names below for everything else.
"""

from typing import Final, final

NAME: Final = "NAME"
NUMBER: Final = "NUMBER"
STRING: Final = "STRING"
NEWLINE: Final = "NEWLINE"
INDENT: Final = "INDENT"
DEDENT: Final = "DEDENT"
END: Final = "END"
FSTRING_START: Final = "FSTRING_START"
FSTRING_MIDDLE: Final = "FSTRING_MIDDLE"
FSTRING_END: Final = "FSTRING_END"

KEYWORDS: Final = frozenset(
    (
        *("False", "None", "True", "and", "as", "assert", "async", "await", "break", "class"),
        *("continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global"),
        *("if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise"),
        *("return", "try", "while", "with", "yield"),
    )
)
"""Reserved words. `match`, `case`, `type` and `_` are names that the grammar looks at."""


@final
class Token:
    """One token and its place; columns count UTF-8 bytes, the end is exclusive."""

    __slots__ = ("col", "end_col", "end_line", "line", "mark", "offset", "text")

    def __init__(
        self,
        mark: str,
        text: str,
        line: int,
        col: int,
        end_line: int,
        end_col: int,
        offset: int,
    ) -> None:
        self.mark = mark
        self.text = text
        self.line = line
        self.col = col
        self.end_line = end_line
        self.end_col = end_col
        self.offset = offset
        """Position of the first byte in the source."""
