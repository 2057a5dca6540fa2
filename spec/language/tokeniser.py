"""Source text to tokens (Python 3.14's lexical analysis).

The text is the UTF-8 source seen as one character a byte, so that every offset counts
bytes, as positions in the tree do; text that is not ASCII is decoded token by token.
Line structure (indentation, joining inside brackets and after a backslash) and the
modes of f-strings are decided here and nowhere else.
"""

import re
from typing import Final, final

from spec.language.errors import SourceError, refused, syntax_error
from spec.language.tokens import (
    DEDENT,
    END,
    FSTRING_END,
    FSTRING_MIDDLE,
    FSTRING_START,
    INDENT,
    KEYWORDS,
    NAME,
    NEWLINE,
    NUMBER,
    STRING,
    Token,
)
from spec.objects.unicode_tables.normalisation import nfkc
from spec.objects.unicode_tables.properties import is_identifier

MAX_BRACKETS: Final = 200
"""Open brackets at one place (CPython's limit)."""
MAX_INDENTS: Final = 100
"""Levels of indentation (CPython's limit)."""
MAX_FSTRING_NESTING: Final = 150
"""f-strings inside f-strings (CPython's limit)."""

TAB_SIZE: Final = 8

_DIGITS: Final = r"[0-9](?:_?[0-9])*"
_NUMBER: Final = (
    r"0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+"
    rf"|(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?:[eE][+-]?{_DIGITS})?[jJ]?"
)
_OPERATOR: Final = (
    r"\*\*=|//=|>>=|<<=|\.\.\.|!=|->|\+=|-=|\*\*|\*=|//|/=|%=|&=|\|=|\^=|@=|==|<=|>=|<<|>>|:="
    r"|[-+*/%@&|^~<>()\[\]{},:;.=!]"
)
_TOKEN: Final = re.compile(
    r"(?P<name>[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*)"
    rf"|(?P<number>{_NUMBER})"
    r"|(?P<string>[\"'])"
    rf"|(?P<operator>{_OPERATOR})"
    r"|(?P<newline>\n)"
    r"|(?P<comment>#[^\n]*)"
    r"|(?P<continuation>\\\n)"
)
_BLANKS: Final = re.compile(r"[ \t\f]*")
_AFTER_NUMBER: Final = re.compile(r"and|else|for|if|in|is|not|or|(?![A-Za-z0-9_\x80-\xff])")
"""What may follow a number at once: a keyword that an operand may stand before, or no word."""
_LEADING_ZERO: Final = re.compile(r"0[0_]*[1-9][0-9_]*\Z")
_INDENTATION: Final = re.compile(r"(?:[ \t\f]|\\\n)*")

_STRING_BODY: Final = {
    "'": re.compile(r"[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'"),
    '"': re.compile(r'[^"\\\n]*(?:\\[\s\S][^"\\\n]*)*"'),
    "'''": re.compile(r"[^'\\]*(?:(?:\\[\s\S]|'(?!''))[^'\\]*)*'''"),
    '"""': re.compile(r'[^"\\]*(?:(?:\\[\s\S]|"(?!""))[^"\\]*)*"""'),
}


def _spellings(*prefixes: str) -> frozenset[str]:
    """Every mix of cases and, of two letters, both orders."""
    found = {""}
    for prefix in prefixes:
        for text in (prefix, prefix[::-1]):
            mixes = [""]
            for letter in text:
                upper = chr(ord(letter) - 32)
                mixes = [mix + each for mix in mixes for each in (letter, upper)]
            found.update(mixes)
    return frozenset(found)


STRING_PREFIXES: Final = _spellings("r", "b", "rb") | {"u", "U"}
FSTRING_PREFIXES: Final = _spellings("f", "rf") - {""}
_TEMPLATE_PREFIXES: Final = _spellings("t", "rt") - {""}

_OPENING: Final = {"(": ")", "[": "]", "{": "}"}
_CLOSING: Final = frozenset(_OPENING.values())


@final
class _FString:
    """An f-string that is open: how it ends, and where its innermost replacement field began."""

    __slots__ = ("fields", "in_format", "quote", "raw", "start")

    def __init__(self, quote: str, raw: bool, start: Token) -> None:
        self.quote = quote
        self.raw = raw
        self.start = start
        self.fields: list[int] = []
        """For each open replacement field, the number of brackets open inside it at its start."""
        self.in_format: list[bool] = []
        """For each open replacement field, whether its format specification is being read."""


@final
class Tokeniser:
    """One pass over one source."""

    __slots__ = (
        "_brackets",
        "_fresh_line",
        "_fstrings",
        "_indents",
        "_line",
        "_line_start",
        "_source",
        "tokens",
    )

    def __init__(self, source: str) -> None:
        self._source = source
        self._line = 1
        self._line_start = 0
        self._fresh_line = True
        """Whether the indentation of a logical line comes next."""
        self._brackets: list[Token] = []
        self._indents: list[tuple[int, int]] = [(0, 0)]
        """Columns of the open blocks: with tabs to multiples of 8, and with tabs as one."""
        self._fstrings: list[_FString] = []
        self.tokens: list[Token] = []

    def run(self) -> list[Token]:
        """All tokens, the last one END. Raises SourceError at the first lexical fault."""
        offset, size = 0, len(self._source)
        while offset < size:
            if self._fstrings and self._in_text():
                offset = self._fstring_text(offset)
            elif self._fresh_line:
                self._fresh_line = False
                offset = self._indentation(offset)
            else:
                offset = _end(_BLANKS, self._source, offset)
                if offset < size:
                    offset = self._token(offset)
        self._finish(offset)
        return self.tokens

    # Helpers

    def error(self, message: str, offset: int) -> SourceError:
        """A fault at `offset`."""
        return syntax_error(message, *self._place(offset))

    def _place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset on the line being read or, inside a text, a later one."""
        lines = self._source.count("\n", self._line_start, offset)
        start = self._source.rindex("\n", 0, offset) + 1 if lines else self._line_start
        return self._line + lines, offset - start

    def _add(self, mark: str, start: int, end: int) -> Token:
        column = start - self._line_start
        text = self._source[start:end]
        token = Token(mark, text, self._line, column, self._line, column + end - start, start)
        self.tokens.append(token)
        return token

    def _next_line(self, offset: int) -> None:
        self._line += 1
        self._line_start = offset

    def _continue_line(self, offset: int) -> None:
        """Go on behind a backslash at the end of a line; something must follow."""
        self._next_line(offset)
        if offset >= len(self._source):
            raise self.error("unexpected end of file after a line continuation", offset)

    # Line structure

    def _indentation(self, offset: int) -> int:
        """Read the blanks at the start of a logical line; open or close blocks by them."""
        column = alternative = continued = 0
        source, end = self._source, _end(_INDENTATION, self._source, offset)
        while offset < end:
            blank = source[offset]
            offset += 1
            if blank == " ":
                column, alternative = column + 1, alternative + 1
            elif blank == "\t":
                column = (column // TAB_SIZE + 1) * TAB_SIZE
                alternative += 1
            elif blank == "\f":
                column = alternative = 0
            else:  # A backslash joins the next line; the first one's indentation counts.
                offset += 1
                self._continue_line(offset)
                continued = continued or column
        if end < len(source) and source[end] not in "#\n":
            self._block(continued or column, continued or alternative, end)
        return end

    def _block(self, column: int, alternative: int, offset: int) -> None:
        top, alternative_top = self._indents[-1]
        if column > top:
            if alternative <= alternative_top:
                raise self.error("inconsistent use of tabs and spaces in indentation", offset)
            if len(self._indents) >= MAX_INDENTS:
                raise self.error("too many levels of indentation", offset)
            self._indents.append((column, alternative))
            self._add(INDENT, offset, offset)
            return
        while column < self._indents[-1][0]:
            self._indents.pop()
            self._add(DEDENT, offset, offset)
        if column != self._indents[-1][0]:
            message = "unindent does not match any outer indentation level"
            raise self.error(message, offset)
        if alternative != self._indents[-1][1]:
            raise self.error("inconsistent use of tabs and spaces in indentation", offset)

    def _newline(self, offset: int) -> None:
        last = self.tokens[-1].mark if self.tokens else NEWLINE
        if not self._brackets and last not in (NEWLINE, INDENT, DEDENT):
            self._add(NEWLINE, offset, offset + 1)
        self._fresh_line = not self._brackets
        self._next_line(offset + 1)

    def _finish(self, offset: int) -> None:
        if self._fstrings:
            start = self._fstrings[-1].start
            raise syntax_error("unterminated f-string literal", start.line, start.col)
        if self._brackets:
            opening = self._brackets[-1]
            raise syntax_error(f"'{opening.text}' was never closed", opening.line, opening.col)
        if self.tokens and self.tokens[-1].mark not in (NEWLINE, INDENT, DEDENT):
            self._add(NEWLINE, offset, offset)
        for _ in self._indents[1:]:
            self._add(DEDENT, offset, offset)
        self._add(END, offset, offset)

    # Tokens

    def _token(self, offset: int) -> int:
        match = _TOKEN.match(self._source, offset)
        if match is None:
            found = self._source[offset]
            if found == "\\":
                message = "unexpected character after line continuation character"
                raise self.error(message, offset)
            raise self.error(f"invalid character {found!r}", offset)
        end = match.end()
        match match.lastgroup:
            case "name":
                return self._word(offset, end)
            case "operator":
                return self._operator(offset, end)
            case "newline":
                self._newline(offset)
            case "number":
                self._number(offset, end)
            case "string":
                return self._string(offset, offset)
            case "continuation":
                self._continue_line(end)
        return end

    def _word(self, offset: int, end: int) -> int:
        text = self._source[offset:end]
        if end < len(self._source) and self._source[end] in "'\"" and len(text) <= 2:
            if text in STRING_PREFIXES:
                return self._string(offset, end)
            if text in FSTRING_PREFIXES:
                return self._open_fstring(offset, end)
            if text in _TEMPLATE_PREFIXES:
                column = offset - self._line_start
                raise SourceError([refused("template-string", self._line, column)])
        token = self._add(text if text in KEYWORDS else NAME, offset, end)
        if not text.isascii():
            token.text = self._identifier(text, offset)
        return end

    def _identifier(self, text: str, offset: int) -> str:
        """A name with characters that are not ASCII: checked, then in normal form KC."""
        name = text.encode("latin-1").decode("utf-8")
        if not is_identifier(name):
            raise self.error("invalid character in identifier", offset)
        return nfkc(name).encode("utf-8").decode("latin-1")

    def _number(self, offset: int, end: int) -> None:
        text = self._source[offset:end]
        if _AFTER_NUMBER.match(self._source, end) is None:
            raise self.error("invalid number literal", offset)
        if text[0] == "0" and _LEADING_ZERO.match(text) is not None:
            message = "leading zeros in decimal integer literals are not permitted"
            raise self.error(message, offset)
        self._add(NUMBER, offset, end)

    def _string(self, offset: int, quote_at: int) -> int:
        quote = self._quote(quote_at)
        match = _STRING_BODY[quote].match(self._source, quote_at + len(quote))
        if match is None:
            raise self.error("unterminated string literal", offset)
        end = match.end()
        token = self._add(STRING, offset, end)
        self._count_lines(token, offset, end)
        return end

    def _quote(self, offset: int) -> str:
        triple = self._source[offset : offset + 3]
        return triple if triple in _STRING_BODY else self._source[offset]

    def _count_lines(self, token: Token, start: int, end: int) -> None:
        """Go on to the line on which `token` ends."""
        lines = self._source.count("\n", start, end)
        if lines:
            self._line += lines
            self._line_start = self._source.rindex("\n", start, end) + 1
            token.end_line = self._line
            token.end_col = end - self._line_start

    def _operator(self, offset: int, end: int) -> int:
        text = self._source[offset:end]
        if self._fstrings and self._at_field_level():
            if text[0] == ":":
                text, end = ":", offset + 1
                self._fstrings[-1].in_format[-1] = True
            elif text == "}":
                self._fstrings[-1].fields.pop()
                self._fstrings[-1].in_format.pop()
        token = self._add(text, offset, end)
        if text in _OPENING:
            if len(self._brackets) >= MAX_BRACKETS:
                raise self.error("too many nested parentheses", offset)
            self._brackets.append(token)
        elif text in _CLOSING:
            self._close_bracket(token)
        elif text == "!" and not self._fstrings:
            raise self.error("invalid character '!'", offset)
        return end

    def _close_bracket(self, token: Token) -> None:
        if not self._brackets:
            raise syntax_error(f"unmatched '{token.text}'", token.line, token.col)
        opening = self._brackets.pop()
        if _OPENING[opening.text] != token.text:
            message = f"closing parenthesis '{token.text}' does not match '{opening.text}'"
            raise syntax_error(message, token.line, token.col)

    # f-strings

    def _in_text(self) -> bool:
        """Whether literal text of an f-string or of a format specification comes next."""
        fstring = self._fstrings[-1]
        return not fstring.fields or (fstring.in_format[-1] and self._at_field_level())

    def _at_field_level(self) -> bool:
        """Whether no bracket is open inside the innermost replacement field but its own."""
        fields = self._fstrings[-1].fields
        return bool(fields) and len(self._brackets) == fields[-1]

    def _open_fstring(self, offset: int, quote_at: int) -> int:
        if len(self._fstrings) >= MAX_FSTRING_NESTING:
            raise self.error("too many nested f-strings", offset)
        quote = self._quote(quote_at)
        end = quote_at + len(quote)
        token = self._add(FSTRING_START, offset, end)
        prefix = self._source[offset:quote_at]
        self._fstrings.append(_FString(quote, "r" in prefix or "R" in prefix, token))
        return end

    def _fstring_text(self, offset: int) -> int:
        """Read literal text up to a replacement field, the end of a field, or the closing quote."""
        fstring = self._fstrings[-1]
        start, in_format = offset, bool(fstring.fields)
        end = self._text_end(fstring, offset, in_format)
        if end > start:
            token = self._add(FSTRING_MIDDLE, start, end)
            self._count_lines(token, start, end)
        found = self._source[end]
        if found == "{":
            token = self._add("{", end, end + 1)
            if len(self._brackets) >= MAX_BRACKETS:
                raise self.error("too many nested parentheses", end)
            self._brackets.append(token)
            fstring.fields.append(len(self._brackets))
            fstring.in_format.append(False)
            return end + 1
        if found in "}\n":  # The end of a format specification; the field goes on normally.
            fstring.in_format[-1] = False
            return end
        if in_format:
            raise self.error("f-string: expecting '}'", end)
        self._add(FSTRING_END, end, end + len(fstring.quote))
        self._fstrings.pop()
        return end + len(fstring.quote)

    def _text_end(self, fstring: _FString, offset: int, in_format: bool) -> int:
        source, size = self._source, len(self._source)
        while offset < size:
            found = source[offset]
            if found == "\\":
                offset = self._escape_end(fstring, offset)
            elif found == "{" or found == "}":
                if in_format:
                    return offset
                if source.startswith(found, offset + 1):
                    offset += 2
                elif found == "{":
                    return offset
                else:
                    raise self.error("f-string: single '}' is not allowed", offset)
            elif source.startswith(fstring.quote, offset):
                return offset
            elif found == "\n" and len(fstring.quote) == 1:
                if in_format:
                    return offset
                break
            else:
                offset += 1
        start = fstring.start
        raise syntax_error("unterminated f-string literal", start.line, start.col)

    def _escape_end(self, fstring: _FString, offset: int) -> int:
        """The offset behind a backslash and what it escapes; never past a brace."""
        following = self._source[offset + 1 : offset + 2]
        if following in ("{", "}"):
            return offset + 1
        if not fstring.raw and self._source.startswith("N{", offset + 1):
            raise SourceError([refused("named-escape", *self._place(offset))])
        return offset + 2


def _end(pattern: re.Pattern[str], source: str, offset: int) -> int:
    match = pattern.match(source, offset)
    return offset if match is None else match.end()
