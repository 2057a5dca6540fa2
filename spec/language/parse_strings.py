"""Adjacent string literals and f-strings become one constant or one JoinedStr."""

from collections.abc import Callable
from typing import Final, final

from spec.language.cursor import Cursor, Span
from spec.language.literals import bytes_value, decoded, text_value
from spec.language.tokens import FSTRING_END, FSTRING_MIDDLE, FSTRING_START, STRING, Token
from spec.language.tree import Constant, Expression, FormattedValue, JoinedStr

CONVERSIONS: Final = {"s": 115, "r": 114, "a": 97}
NO_CONVERSION: Final = -1


@final
class _Pieces:
    """What an f-string is made of so far: literal text (merged with its neighbours) and fields."""

    __slots__ = ("_span", "_texts", "values")

    def __init__(self) -> None:
        self.values: list[Expression] = []
        self._texts: list[str] = []
        self._span: Span = (0, 0, 0, 0)

    def text(self, text: str, span: Span) -> None:
        """Literal text; the first piece of a run gives its start, the last one its end."""
        if not self._texts:
            self._span = span
        self._texts.append(text)
        self._span = (self._span[0], self._span[1], span[2], span[3])

    def field(self, value: Expression) -> None:
        """A replacement field."""
        self.flush()
        self.values.append(value)

    def flush(self) -> None:
        """End a run of literal text; an empty one leaves nothing."""
        text = "".join(self._texts)
        if text:
            self.values.append(Constant(*self._span, text))
        self._texts = []


def strings(p: Cursor, field_value: Callable[[Cursor], Expression]) -> Expression:
    """One or more adjacent literals. `field_value` parses the expression of a replacement field."""
    start = p.token
    pieces = _Pieces()
    octets: list[bytes] = []
    formatted = False
    count = 0
    while p.mark == STRING or p.mark == FSTRING_START:
        count += 1
        if p.mark == FSTRING_START:
            formatted = True
            _fstring(p, pieces, field_value)
        else:
            token = p.advance()
            _plain(p, token, pieces, octets)
        if octets and len(octets) != count:
            raise p.error_at(start, "cannot mix bytes and nonbytes literals")
    span = p.span_from(start)
    if octets:
        return Constant(*span, b"".join(octets))
    if formatted:
        pieces.flush()
        return JoinedStr(*span, pieces.values)
    pieces.flush()
    first = pieces.values[0] if pieces.values else None
    return Constant(*span, first.value if isinstance(first, Constant) else "")


def _plain(p: Cursor, token: Token, pieces: _Pieces, octets: list[bytes]) -> None:
    text = token.text
    quote_at = min(at for at in (text.find("'"), text.find('"')) if at >= 0)
    prefix, body = text[:quote_at], text[quote_at:]
    width = 3 if body[:3] in ("'''", '"""') else 1
    body = body[width:-width]
    raw = "r" in prefix or "R" in prefix
    if "b" in prefix or "B" in prefix:
        octets.append(bytes_value(p, token, body, raw))
    else:
        span = (token.line, token.col, token.end_line, token.end_col)
        pieces.text(text_value(p, token, body, raw), span)


def _fstring(p: Cursor, pieces: _Pieces, field_value: Callable[[Cursor], Expression]) -> None:
    start = p.advance()
    raw = "r" in start.text or "R" in start.text
    while p.mark != FSTRING_END:
        if p.mark == FSTRING_MIDDLE:
            token = p.advance()
            text = token.text.replace("{{", "{").replace("}}", "}")
            span = (token.line, token.col, token.end_line, token.end_col)
            pieces.text(text_value(p, token, text, raw), span)
        else:
            _field(p, pieces, field_value, raw)
    p.advance()


def _field(
    p: Cursor, pieces: _Pieces, field_value: Callable[[Cursor], Expression], raw: bool
) -> None:
    """`{value = !conversion :specification}`."""
    opening = p.expect("{")
    p.enter()
    value = field_value(p)
    equals_end = None
    if p.mark == "=":
        p.advance()
        equals_end = p.token
    conversion = NO_CONVERSION
    if p.accept("!"):
        conversion = _conversion(p)
    specification = None
    if p.mark == ":":
        specification = _specification(p, field_value, raw)
    if equals_end is not None:
        shown = decoded(p.source[opening.offset + 1 : equals_end.offset])
        pieces.text(shown, (opening.line, opening.end_col, equals_end.line, equals_end.col))
        if conversion == NO_CONVERSION and specification is None:
            conversion = CONVERSIONS["r"]
    p.expect("}")
    p.leave()
    pieces.field(FormattedValue(*p.span_from(opening), value, conversion, specification))


def _conversion(p: Cursor) -> int:
    letter = p.token.text
    if p.mark != "NAME" or letter not in CONVERSIONS:
        raise p.error("f-string: invalid conversion character: expected 's', 'r', or 'a'")
    p.advance()
    return CONVERSIONS[letter]


def _specification(p: Cursor, field_value: Callable[[Cursor], Expression], raw: bool) -> Expression:
    colon = p.expect(":")
    pieces = _Pieces()
    while p.mark != "}":
        if p.mark == FSTRING_MIDDLE:
            token = p.advance()
            span = (token.line, token.col, token.end_line, token.end_col)
            pieces.text(text_value(p, token, token.text, raw), span)
        elif p.mark == "{":
            _field(p, pieces, field_value, raw)
        else:
            raise p.error("f-string: expecting '}'")
    pieces.flush()
    return JoinedStr(*p.span_from(colon), pieces.values)
