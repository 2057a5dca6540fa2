"""Other layouts of a source with the same syntax tree.

Works on the tokens of the host's `tokenize`, knows nothing of our tokeniser, and checks with the
host's `ast` that the tree is the same.

One thing stays as it is: whether the value of a `return` begins on the line of the `return`.
CPython counts the NOP that a break there adds, which decides whether it repeats the end of the
function for a branch of the value, and then folds the constant that the branch gives.
"""

import ast
import io
import tokenize
from collections.abc import Callable, Iterable
from typing import Final, final

SKIPPED: Final = frozenset({tokenize.ENCODING, tokenize.NL, tokenize.COMMENT})
OPENING: Final = "([{"
CLOSING: Final = ")]}"
FILLERS: Final = (
    " ", "  ", "\t", "\n", "\n\n", " # a comment\n", "\n    # more\n\n", "\\\n", "  \\\n\t",
)  # fmt: skip
"""What may stand between two tokens of one line; those with a bare line break in brackets only."""
STATEMENT_WORDS: Final = frozenset(
    ("if", "while", "for", "def", "class", "try", "with", "match", "async", "elif", "else",
     "except", "finally", "case", "@")
)  # fmt: skip


Choose = Callable[[int], int]


class NotLaidOut(Exception):
    """The host cannot read the source: it is of a later version."""


def relaid(source: str, choose: Choose) -> str:
    """The source in another layout; `choose(n)` draws an integer below n. Raises NotLaidOut."""
    try:
        tree = ast.dump(ast.parse(source))
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (SyntaxError, tokenize.TokenError, ValueError, RecursionError) as error:
        raise NotLaidOut from error
    made = _Writer(source, tokens, choose).text()
    again = ast.parse(made)
    if ast.dump(again) != tree or _broken_returns(again) != _broken_returns(ast.parse(source)):
        raise AssertionError(f"not the same program:\n{made}")
    return made


def _broken_returns(tree: ast.AST) -> list[bool]:
    """Of each `return` with a value, whether the value begins on a later line."""
    returns = (node for node in ast.walk(tree) if isinstance(node, ast.Return))
    return [node.value.lineno != node.lineno for node in returns if node.value is not None]


@final
class _Writer:
    """Writes tokens with other space between them."""

    def __init__(self, source: str, tokens: Iterable[tokenize.TokenInfo], choose: Choose) -> None:
        self.lines = source.splitlines(keepends=True)
        self.tokens = list(tokens)
        self.choose = choose
        self.unit = (" ", "  ", "    ", "\t", " " * 7)[choose(5)]
        self.parts: list[str] = []
        self.level = 0
        self.depth = 0
        self.fstrings = 0
        self.returning = False
        """Whether only a `return` and parentheses stand before the token to be written."""

    def text(self) -> str:
        """The source with its new layout."""
        previous: tokenize.TokenInfo | None = None
        for place, token in enumerate(self.tokens):
            if token.type in SKIPPED:
                continue
            if token.type == tokenize.INDENT:
                self.level += 1
            elif token.type == tokenize.DEDENT:
                self.level -= 1
            elif token.type == tokenize.ENDMARKER:
                break
            elif token.type == tokenize.NEWLINE:
                previous = self.end_of_statement(place)
            else:
                self.write(token, previous)
                previous = token
        return "".join(self.parts)

    def end_of_statement(self, place: int) -> tokenize.TokenInfo | None:
        """End a line; None, or the semicolon that now joins the next statement to it."""
        following = self.next_token(place)
        simple = (
            following is not None
            and following.type not in (tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
            and following.string not in STATEMENT_WORDS
            and self.simple_line(place)
        )
        if simple and self.choose(4) == 0:
            self.parts.append("; ")
            return tokenize.TokenInfo(tokenize.OP, ";", (0, 0), (0, 0), "")
        self.parts.append(("", "  ", "  # told", "")[self.choose(4)] + "\n")
        while self.choose(3) == 0:
            self.parts.append(("\n", "# a line\n", "   \n", "        # far in\n")[self.choose(4)])
        return None

    def next_token(self, place: int) -> tokenize.TokenInfo | None:
        """The token behind a place, comments and the like apart."""
        for token in self.tokens[place + 1 :]:
            if token.type not in SKIPPED:
                return token
        return None

    def simple_line(self, place: int) -> bool:
        """Whether the logical line that ends at a token is one of simple statements alone."""
        first = place
        while first and self.tokens[first - 1].type not in (
            tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING,
        ):  # fmt: skip
            first -= 1
        words = [token for token in self.tokens[first:place] if token.type not in SKIPPED]
        return bool(words) and words[0].string not in STATEMENT_WORDS

    def write(self, token: tokenize.TokenInfo, previous: tokenize.TokenInfo | None) -> None:
        """Write a token of a statement, with the space before it."""
        string = token.string
        kind = tokenize.tok_name[token.type]
        if previous is None:
            self.parts.append(self.unit * self.level)
        elif not self.fstrings or kind == "FSTRING_START":
            self.parts.append(self.gap(previous, token))
        if kind == "FSTRING_START":
            self.fstrings += 1
        if kind == "FSTRING_END":
            self.fstrings -= 1
        if self.fstrings or kind.startswith("FSTRING"):
            self.parts.append(self.original(token, previous))
            return
        if string in OPENING and token.type == tokenize.OP:
            self.depth += 1
        elif string in CLOSING and token.type == tokenize.OP:
            self.depth -= 1
        self.parts.append(string)
        self.returning = string == "return" or (self.returning and string == "(")

    def original(self, token: tokenize.TokenInfo, previous: tokenize.TokenInfo | None) -> str:
        """The text of a token of an f-string, with the space before it."""
        (line, column), (last, end) = token.start, token.end
        if tokenize.tok_name[token.type] == "FSTRING_START":
            return token.string
        assert previous is not None
        line, column = previous.end
        if line == last:
            return self.lines[line - 1][column:end]
        rest = "".join(self.lines[line : last - 1])
        return self.lines[line - 1][column:] + rest + self.lines[last - 1][:end]

    def gap(self, previous: tokenize.TokenInfo, token: tokenize.TokenInfo) -> str:
        """What to write between two tokens of one logical line."""
        apart = previous.end != token.start or previous.string == ";"
        if self.returning:
            if previous.end[0] != token.start[0]:
                return "\n" if self.depth else " \\\n"
            return " " if apart else ""
        if self.choose(3):
            return " " if apart else ""
        filler = FILLERS[self.choose(len(FILLERS))]
        if not self.depth and "\n" in filler and "\\" not in filler:
            filler = " "
        if self.depth == 0 and filler.startswith("\\"):
            filler = " " + filler
        glued = not apart and not self.may_part(previous, token)
        return "" if glued else filler

    @staticmethod
    def may_part(previous: tokenize.TokenInfo, token: tokenize.TokenInfo) -> bool:
        """Whether two tokens that touch may be parted: not those of a number and a name."""
        return tokenize.OP in (previous.type, token.type)
