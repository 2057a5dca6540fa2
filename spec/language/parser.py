"""Source to syntax tree: the statements that hold blocks, and the entry point."""

from collections.abc import Callable
from typing import Final, TypeAlias

from spec.language.cursor import Cursor
from spec.language.errors import SourceError
from spec.language.literals import decoded
from spec.language.parse_expressions import (
    call_arguments,
    expression,
    named_expression,
    star_expression,
    star_expressions,
    star_named_expression,
    target_element,
    targets,
)
from spec.language.parse_parameters import parameters
from spec.language.parse_patterns import case_pattern
from spec.language.parse_simple import simple_statements, skip_type_parameters
from spec.language.parse_targets import as_target
from spec.language.tokeniser import Tokeniser
from spec.language.tokens import DEDENT, END, INDENT, NAME, NEWLINE, Token
from spec.language.tree import (
    Arguments,
    ClassDef,
    Context,
    ExceptHandler,
    Expression,
    For,
    FunctionDef,
    If,
    Keyword,
    Match,
    MatchCase,
    Module,
    Statement,
    Try,
    TryStar,
    Tuple,
    While,
    With,
    WithItem,
)

_Rule: TypeAlias = Callable[[Cursor], Statement]


def parse(source: str) -> Module:
    """The tree of a source, which is UTF-8 held one character a byte.

    Raises SourceError: every refused construct, up to the first fault of the grammar if there is
    one.
    """
    p = Cursor(source, Tokeniser(source).run())
    try:
        body = _statements(p, END)
    except SourceError as error:
        raise SourceError(p.faults + error.faults) from None
    if p.faults:
        raise SourceError(p.faults)
    return Module(body)


def _statements(p: Cursor, end: str) -> list[Statement]:
    found: list[Statement] = []
    while p.mark != end:
        if p.mark == INDENT:
            raise p.error("unexpected indent")
        rule = _COMPOUND.get(p.mark)
        if rule is not None:
            found.append(rule(p))
        elif p.at_word("match") and (match := _match(p)) is not None:
            found.append(match)
        else:
            found.extend(simple_statements(p))
    return found


def _block(p: Cursor) -> list[Statement]:
    """`:` and the statements that belong to it, on the same line or indented below."""
    p.expect(":")
    if not p.accept(NEWLINE):
        return simple_statements(p)
    if p.mark != INDENT:
        raise p.error("expected an indented block")
    p.enter()
    p.advance()
    body = _statements(p, DEDENT)
    p.advance()
    p.leave()
    return body


def _else(p: Cursor) -> list[Statement]:
    return _block(p) if p.accept("else") else []


# Conditions and loops


def _if(p: Cursor) -> Statement:
    """`if`, and its `elif`s from the last to the first, so that a long chain does not nest here."""
    heads: list[tuple[Token, Expression, list[Statement]]] = []
    while not heads or p.mark == "elif":
        start = p.advance()
        test = named_expression(p)
        heads.append((start, test, _block(p)))
    otherwise = _else(p)
    for start, test, body in reversed(heads):
        otherwise = [If(*p.span_from(start), test, body, otherwise)]
    return otherwise[0]


def _while(p: Cursor) -> Statement:
    start = p.advance()
    test = named_expression(p)
    body = _block(p)
    otherwise = _else(p)
    return While(*p.span_from(start), test, body, otherwise)


def _for(p: Cursor) -> Statement:
    start = p.advance()
    target = targets(p)
    p.expect("in")
    iterable = star_expressions(p)
    body = _block(p)
    otherwise = _else(p)
    return For(*p.span_from(start), target, iterable, body, otherwise)


# with


def _with(p: Cursor) -> Statement:
    start = p.advance()
    items = _bracketed_items(p) if p.mark == "(" else None
    if items is None:
        items = [_with_item(p)]
        while p.accept(","):
            items.append(_with_item(p))
    body = _block(p)
    return With(*p.span_from(start), items, body)


def _bracketed_items(p: Cursor) -> list[WithItem] | None:
    """`(item, item)` before the colon; None, at the same place, when it is an expression."""
    place, depth, faults = p.save(), p.depth, len(p.faults)
    try:
        p.advance()
        p.enter()
        items = [_with_item(p)]
        while p.accept(","):
            if p.mark == ")":
                break
            items.append(_with_item(p))
        p.leave()
        p.expect(")")
        if p.mark == ":":
            return items
    except SourceError:
        pass  # What is wrong, if anything is, the other reading will say.
    p.restore(place)
    p.depth = depth
    del p.faults[faults:]
    return None


def _with_item(p: Cursor) -> WithItem:
    context = expression(p)
    target = as_target(p, target_element(p), Context.STORE) if p.accept("as") else None
    return WithItem(context, target)


# try


def _try(p: Cursor) -> Statement:
    start = p.advance()
    body = _block(p)
    handlers: list[ExceptHandler] = []
    groups = p.mark == "except" and p.peek().mark == "*"
    while p.mark == "except":
        if (p.peek().mark == "*") != groups:
            raise p.error("cannot have both 'except' and 'except*' on the same 'try'")
        handlers.append(_handler(p, groups))
    otherwise = _else(p) if handlers else []
    final = _block(p) if p.accept("finally") else []
    if not handlers and not final:
        raise p.error("expected 'except' or 'finally' block")
    kind = TryStar if groups else Try
    return kind(*p.span_from(start), body, handlers, otherwise, final)


def _handler(p: Cursor, groups: bool) -> ExceptHandler:
    start = p.advance()
    if groups:
        p.advance()
    if p.mark == ":" and not groups:
        return ExceptHandler(*_with_body(p, start, None, None))
    first = p.token
    caught = expression(p)
    name = None
    if p.mark == ",":
        caught = _several(p, first, caught)
    elif p.accept("as"):
        name = decoded(p.expect(NAME).text)
    return ExceptHandler(*_with_body(p, start, caught, name))


def _several(p: Cursor, start: Token, first: Expression) -> Expression:
    """`except A, B:` without brackets; with `as` the brackets are needed."""
    elements = [first]
    while p.accept(","):
        if p.mark == ":":
            break
        elements.append(expression(p))
    if p.mark == "as":
        raise p.error("multiple exception types must be parenthesized when using 'as'")
    return Tuple(*p.span_from(start), elements, Context.LOAD)


def _with_body(
    p: Cursor, start: Token, caught: Expression | None, name: str | None
) -> tuple[int, int, int, int, Expression | None, str | None, list[Statement]]:
    body = _block(p)
    return (*p.span_from(start), caught, name, body)


# Definitions


def _decorated(p: Cursor) -> Statement:
    decorators: list[Expression] = []
    while p.accept("@"):
        decorators.append(named_expression(p))
        p.expect(NEWLINE)
    if p.mark == "async":
        p.refuse("async", p.advance())
    if p.mark == "class":
        return _class(p, decorators)
    if p.mark != "def":
        raise p.error("a decorator belongs to a function or a class")
    return _function(p, decorators)


def _async(p: Cursor) -> Statement:
    """`async def`, `async for`, `async with`: refused, and read as if they were not."""
    p.refuse("async", p.advance())
    rule = {"def": _def, "for": _for, "with": _with}.get(p.mark)
    if rule is None:
        raise p.error("expected 'def', 'for' or 'with' after 'async'")
    return rule(p)


def _def(p: Cursor) -> Statement:
    return _function(p, [])


def _function(p: Cursor, decorators: list[Expression]) -> Statement:
    start = p.expect("def")
    name = decoded(p.expect(NAME).text)
    if p.mark == "[":
        skip_type_parameters(p)
    p.expect("(")
    arguments: Arguments = parameters(p, expression, star_expression)
    p.expect(")")
    returns = expression(p) if p.accept("->") else None
    body = _block(p)
    return FunctionDef(*p.span_from(start), name, arguments, body, decorators, returns)


def _bare_class(p: Cursor) -> Statement:
    return _class(p, [])


def _class(p: Cursor, decorators: list[Expression]) -> Statement:
    start = p.expect("class")
    name = decoded(p.expect(NAME).text)
    if p.mark == "[":
        skip_type_parameters(p)
    bases: list[Expression] = []
    keywords: list[Keyword] = []
    if p.mark == "(":
        bases, keywords = call_arguments(p, generators=False)
    body = _block(p)
    return ClassDef(*p.span_from(start), name, bases, keywords, body, decorators)


# match


def _match(p: Cursor) -> Statement | None:
    """A `match` statement; None, at the same place, when `match` is only a name here."""
    place, depth, faults = p.save(), p.depth, len(p.faults)
    start = p.advance()
    try:
        subject = _subject(p)
        p.expect(":")
        p.expect(NEWLINE)
        p.expect(INDENT)
        found = p.at_word("case")
    except SourceError:
        found = False  # An expression that begins with a name; the other reading will tell.
    if not found:
        p.restore(place)
        p.depth = depth
        del p.faults[faults:]
        return None
    p.enter()
    cases: list[MatchCase] = []
    while p.at_word("case"):
        cases.append(_case(p))
    p.expect(DEDENT)
    p.leave()
    return Match(*p.span_from(start), subject, cases)


def _subject(p: Cursor) -> Expression:
    start = p.token
    first = star_named_expression(p)
    if p.mark != ",":
        return first
    elements = [first]
    while p.accept(","):
        if p.mark == ":":
            break
        elements.append(star_named_expression(p))
    return Tuple(*p.span_from(start), elements, Context.LOAD)


def _case(p: Cursor) -> MatchCase:
    p.advance()
    pattern = case_pattern(p)
    guard = named_expression(p) if p.accept("if") else None
    return MatchCase(pattern, guard, _block(p))


_COMPOUND: Final[dict[str, _Rule]] = {
    "@": _decorated,
    "async": _async,
    "class": _bare_class,
    "def": _def,
    "for": _for,
    "if": _if,
    "try": _try,
    "while": _while,
    "with": _with,
}
