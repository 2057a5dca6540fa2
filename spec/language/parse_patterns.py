"""Patterns of `case`."""

from typing import Final

from spec.language.cursor import Cursor
from spec.language.literals import decoded, number
from spec.language.parse_strings import strings
from spec.language.tokens import FSTRING_START, NAME, NUMBER, STRING, Token
from spec.language.tree import (
    Attribute,
    Constant,
    Context,
    Expression,
    MatchAs,
    MatchClass,
    MatchMapping,
    MatchOr,
    MatchSequence,
    MatchSingleton,
    MatchStar,
    MatchValue,
    Name,
    Pattern,
    UnaryOp,
    UnaryOperator,
)

_SINGLETONS: Final[dict[str, object]] = {"None": None, "True": True, "False": False}
WILDCARD: Final = "_"


def case_pattern(p: Cursor) -> Pattern:
    """What stands between `case` and the guard: a pattern, or a sequence without brackets."""
    start = p.token
    first = _maybe_star(p)
    if p.mark == ",":
        return MatchSequence(*_items_and_span(p, start, first, ":", "if"))
    if isinstance(first, MatchStar):
        raise p.error("a starred pattern needs a sequence around it")
    return first


def _items_and_span(
    p: Cursor, start: Token, first: Pattern, *ends: str
) -> tuple[int, int, int, int, list[Pattern]]:
    items = [first]
    while p.accept(","):
        if p.mark in ends:
            break
        items.append(_maybe_star(p))
    return (*p.span_from(start), items)


def _maybe_star(p: Cursor) -> Pattern:
    if p.mark != "*":
        return pattern(p)
    start = p.advance()
    name = decoded(p.expect(NAME).text)
    return MatchStar(*p.span_from(start), None if name == WILDCARD else name)


def pattern(p: Cursor) -> Pattern:
    """Alternatives, perhaps with a name for what matched."""
    start = p.token
    p.enter()
    alternatives = [_closed(p)]
    while p.accept("|"):
        alternatives.append(_closed(p))
    p.leave()
    found = alternatives[0]
    if len(alternatives) > 1:
        found = MatchOr(*p.span_from(start), alternatives)
    if p.accept("as"):
        name = _capture_name(p)
        return MatchAs(*p.span_from(start), found, name)
    return found


def _capture_name(p: Cursor) -> str:
    token = p.expect(NAME)
    if token.text == WILDCARD:
        raise p.error_at(token, "cannot use '_' as a target")
    if p.mark in (".", "(", "="):
        raise p.error("invalid pattern target")
    return decoded(token.text)


def _closed(p: Cursor) -> Pattern:
    start = p.token
    mark = p.mark
    if mark == NAME:
        return _named(p)
    if mark in _SINGLETONS:
        p.advance()
        return MatchSingleton(*p.span_from(start), _SINGLETONS[mark])
    if mark in (NUMBER, "-", STRING, FSTRING_START):
        value = _literal(p)
        return MatchValue(*p.span_from(start), value)
    if mark == "(":
        return _round(p)
    if mark == "[":
        return _square(p)
    if mark == "{":
        return _mapping(p)
    raise p.error("invalid pattern")


def _literal(p: Cursor) -> Expression:
    start = p.token
    if p.mark in (STRING, FSTRING_START):
        return strings(p, _no_fields)
    negative = p.accept("-")
    token = p.expect(NUMBER)
    value: Expression = Constant(*p.span_from(token), number(p, token))
    if negative:
        value = UnaryOp(*p.span_from(start), UnaryOperator.USub, value)
    if p.mark in ("+", "-"):
        p.advance()
        imaginary = p.expect(NUMBER)
        if imaginary.text[-1] not in "jJ":
            raise p.error_at(imaginary, "imaginary number required in complex literal")
        number(p, imaginary)
    return value


def _no_fields(p: Cursor) -> Expression:
    raise p.error("patterns may only match literals and attribute lookups")


def _dotted(p: Cursor) -> Expression:
    start = p.expect(NAME)
    value: Expression = Name(*p.span_from(start), decoded(start.text), Context.LOAD)
    while p.accept("."):
        name = decoded(p.expect(NAME).text)
        value = Attribute(*p.span_from(start), value, name, Context.LOAD)
    return value


def _named(p: Cursor) -> Pattern:
    """A capture, the wildcard, a value by its dotted name, or a class."""
    start = p.token
    value = _dotted(p)
    if p.mark == "(":
        return _class(p, start, value)
    if isinstance(value, Attribute):
        return MatchValue(*p.span_from(start), value)
    if p.mark == "=":
        raise p.error("invalid pattern target")
    name = decoded(start.text)
    return MatchAs(*p.span_from(start), None, None if name == WILDCARD else name)


def _round(p: Cursor) -> Pattern:
    start = p.advance()
    if p.accept(")"):
        return MatchSequence(*p.span_from(start), [])
    first = _maybe_star(p)
    if p.mark != ",":
        if isinstance(first, MatchStar):
            raise p.error("expected ','")
        p.expect(")")
        return first
    *_, items = _items_and_span(p, start, first, ")")
    p.expect(")")
    return MatchSequence(*p.span_from(start), items)


def _square(p: Cursor) -> Pattern:
    start = p.advance()
    items: list[Pattern] = []
    if p.mark != "]":
        *_, items = _items_and_span(p, start, _maybe_star(p), "]")
    p.expect("]")
    return MatchSequence(*p.span_from(start), items)


def _mapping(p: Cursor) -> Pattern:
    start = p.advance()
    keys: list[Expression] = []
    values: list[Pattern] = []
    rest = None
    while p.mark != "}":
        if p.accept("**"):
            rest = _capture_name(p)
            p.accept(",")
            break
        keys.append(_key(p))
        p.expect(":")
        values.append(pattern(p))
        if not p.accept(","):
            break
    p.expect("}")
    return MatchMapping(*p.span_from(start), keys, values, rest)


def _key(p: Cursor) -> Expression:
    start = p.token
    if p.mark in _SINGLETONS:
        p.advance()
        return Constant(*p.span_from(start), _SINGLETONS[start.mark])
    if p.mark != NAME:
        return _literal(p)
    value = _dotted(p)
    if not isinstance(value, Attribute):
        raise p.error_at(start, "a mapping pattern's key is a literal or a dotted name")
    return value


def _class(p: Cursor, start: Token, cls: Expression) -> Pattern:
    p.expect("(")
    positional: list[Pattern] = []
    names: list[str] = []
    by_name: list[Pattern] = []
    while p.mark != ")":
        if p.mark == NAME and p.peek().mark == "=":
            names.append(decoded(p.advance().text))
            p.advance()
            by_name.append(pattern(p))
        elif names:
            raise p.error("positional patterns follow keyword patterns")
        else:
            positional.append(pattern(p))
        if not p.accept(","):
            break
    p.expect(")")
    return MatchClass(*p.span_from(start), cls, positional, names, by_name)
