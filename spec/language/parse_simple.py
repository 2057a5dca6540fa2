"""Statements of one line, by the grammar of Python 3.14."""

from collections.abc import Callable
from typing import Final, TypeAlias

from spec.language.cursor import Cursor
from spec.language.errors import syntax_error
from spec.language.literals import decoded
from spec.language.parse_expressions import (
    expression,
    star_expressions,
    starts_expression,
    target_element,
    yield_or_star_expressions,
)
from spec.language.parse_targets import as_target, described
from spec.language.tokens import NAME, NEWLINE, Token
from spec.language.tree import (
    Alias,
    AnnAssign,
    Assert,
    Assign,
    Attribute,
    AugAssign,
    Break,
    Context,
    Continue,
    Delete,
    Expr,
    Expression,
    Global,
    Import,
    ImportFrom,
    Name,
    Nonlocal,
    Operator,
    Pass,
    Raise,
    Return,
    Statement,
    Subscript,
)

_Rule: TypeAlias = Callable[[Cursor], Statement]

AUGMENTED: Final = {
    "+=": Operator.Add,
    "-=": Operator.Sub,
    "*=": Operator.Mult,
    "@=": Operator.MatMult,
    "/=": Operator.Div,
    "%=": Operator.Mod,
    "&=": Operator.BitAnd,
    "|=": Operator.BitOr,
    "^=": Operator.BitXor,
    "<<=": Operator.LShift,
    ">>=": Operator.RShift,
    "**=": Operator.Pow,
    "//=": Operator.FloorDiv,
}


def simple_statements(p: Cursor) -> list[Statement]:
    """The statements of a line, separated by semicolons, and the end of the line."""
    found = [simple_statement(p)]
    while p.accept(";"):
        if p.mark == NEWLINE:
            break
        found.append(simple_statement(p))
    p.expect(NEWLINE)
    return found


def simple_statement(p: Cursor) -> Statement:
    """One statement of a line."""
    rule = _BY_KEYWORD.get(p.mark)
    if rule is not None:
        return rule(p)
    if p.at_word("type") and p.peek().mark == NAME and p.peek(2).mark in ("=", "["):
        return _type_alias(p)
    return _expression_or_assignment(p)


def _type_alias(p: Cursor) -> Statement:
    """`type X = value`, which the profile refuses; read so that parsing can go on."""
    start = p.advance()
    p.refuse("type-alias", start)
    p.advance()
    if p.mark == "[":
        skip_type_parameters(p)
    p.expect("=")
    expression(p)
    return Pass(*p.span_from(start))


def skip_type_parameters(p: Cursor) -> None:
    """`[T, *Ts, **P]`, which the profile refuses; noted and passed over."""
    p.refuse("type-parameter", p.token)
    depth = 0
    while True:
        token = p.advance()
        depth += (token.mark == "[") - (token.mark == "]")
        if depth == 0:
            return


# Expressions and assignments


def _expression_or_assignment(p: Cursor) -> Statement:
    start = p.token
    value = yield_or_star_expressions(p)
    if p.mark == "=":
        return _assignment(p, start, value)
    if p.mark == ":":
        return _annotated(p, start, value)
    if p.mark in AUGMENTED:
        return _augmented(p, start, value)
    return Expr(*p.span_from(start), value)


def _assignment(p: Cursor, start: Token, first: Expression) -> Statement:
    parts = [first]
    while p.accept("="):
        parts.append(yield_or_star_expressions(p))
    value = parts.pop()
    found = [as_target(p, target, Context.STORE) for target in parts]
    return Assign(*p.span_from(start), found, value)


def _single_target(p: Cursor, node: Expression, what: str) -> Expression:
    if not isinstance(node, (Name, Attribute, Subscript)):
        message = f"{described(node)} is an illegal {what}"
        raise syntax_error(message, node.lineno, node.col_offset)
    return as_target(p, node, Context.STORE)


def _annotated(p: Cursor, start: Token, target: Expression) -> Statement:
    target = _single_target(p, target, "target for annotation")
    p.advance()
    annotation = expression(p)
    value = yield_or_star_expressions(p) if p.accept("=") else None
    simple = isinstance(target, Name) and start.mark != "("
    return AnnAssign(*p.span_from(start), target, annotation, value, simple)


def _augmented(p: Cursor, start: Token, target: Expression) -> Statement:
    target = _single_target(p, target, "expression for augmented assignment")
    operator = AUGMENTED[p.advance().mark]
    value = yield_or_star_expressions(p)
    return AugAssign(*p.span_from(start), target, operator, value)


# Statements that a keyword begins


def _return(p: Cursor) -> Statement:
    start = p.advance()
    value = star_expressions(p) if starts_expression(p) else None
    return Return(*p.span_from(start), value)


def _raise(p: Cursor) -> Statement:
    start = p.advance()
    exception = cause = None
    if starts_expression(p):
        exception = expression(p)
        if p.accept("from"):
            cause = expression(p)
    return Raise(*p.span_from(start), exception, cause)


def _delete(p: Cursor) -> Statement:
    start = p.advance()
    found = [as_target(p, target_element(p), Context.DEL)]
    while p.accept(","):
        if p.mark in (NEWLINE, ";"):
            break
        found.append(as_target(p, target_element(p), Context.DEL))
    return Delete(*p.span_from(start), found)


def _assert(p: Cursor) -> Statement:
    start = p.advance()
    test = expression(p)
    message = expression(p) if p.accept(",") else None
    return Assert(*p.span_from(start), test, message)


def _names(p: Cursor) -> list[str]:
    names = [decoded(p.expect(NAME).text)]
    while p.accept(","):
        names.append(decoded(p.expect(NAME).text))
    return names


def _global(p: Cursor) -> Statement:
    start = p.advance()
    names = _names(p)
    return Global(*p.span_from(start), names)


def _nonlocal(p: Cursor) -> Statement:
    start = p.advance()
    names = _names(p)
    return Nonlocal(*p.span_from(start), names)


def _pass(p: Cursor) -> Statement:
    return Pass(*p.span_from(p.advance()))


def _break(p: Cursor) -> Statement:
    return Break(*p.span_from(p.advance()))


def _continue(p: Cursor) -> Statement:
    return Continue(*p.span_from(p.advance()))


# Imports


def _import(p: Cursor) -> Statement:
    start = p.advance()
    names = [_alias(p, dotted=True)]
    while p.accept(","):
        names.append(_alias(p, dotted=True))
    return Import(*p.span_from(start), names)


def _import_from(p: Cursor) -> Statement:
    start = p.advance()
    level = 0
    while p.mark in (".", "..."):
        level += len(p.advance().text)
    module = None if level and p.mark == "import" else _dotted_name(p)
    p.expect("import")
    if p.mark == "*":
        star = p.advance()
        names = [Alias(*p.span_from(star), "*", None)]
    elif p.accept("("):
        names = [_alias(p, dotted=False)]
        while p.accept(","):
            if p.mark == ")":
                break
            names.append(_alias(p, dotted=False))
        p.expect(")")
    else:
        names = [_alias(p, dotted=False)]
        while p.accept(","):
            if p.mark == NEWLINE:
                raise p.error("trailing comma not allowed without surrounding parentheses")
            names.append(_alias(p, dotted=False))
    if module == "__future__" and any(alias.name == "annotations" for alias in names):
        p.refuse("future-annotations", start)
    return ImportFrom(*p.span_from(start), module, names, level)


def _dotted_name(p: Cursor) -> str:
    parts = [decoded(p.expect(NAME).text)]
    while p.accept("."):
        parts.append(decoded(p.expect(NAME).text))
    return ".".join(parts)


def _alias(p: Cursor, dotted: bool) -> Alias:
    start = p.token
    name = _dotted_name(p) if dotted else decoded(p.expect(NAME).text)
    as_name = decoded(p.expect(NAME).text) if p.accept("as") else None
    return Alias(*p.span_from(start), name, as_name)


_BY_KEYWORD: Final[dict[str, _Rule]] = {
    "assert": _assert,
    "break": _break,
    "continue": _continue,
    "del": _delete,
    "from": _import_from,
    "global": _global,
    "import": _import,
    "nonlocal": _nonlocal,
    "pass": _pass,
    "raise": _raise,
    "return": _return,
}
