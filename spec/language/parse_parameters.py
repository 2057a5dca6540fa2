"""Parameters of functions and lambdas."""

from collections.abc import Callable
from typing import TypeAlias, final

from spec.language.cursor import Cursor
from spec.language.literals import decoded
from spec.language.tokens import NAME, Token
from spec.language.tree import Argument, Arguments, Expression

_Rule: TypeAlias = Callable[[Cursor], Expression]


@final
class _Parameters:
    """The parts of a parameter list while it is read."""

    __slots__ = ("arguments", "closing", "expression", "starred", "with_annotations")

    def __init__(self, expression: _Rule, starred: _Rule | None, closing: str) -> None:
        self.arguments = Arguments([], [], None, [], [], None, [])
        self.expression = expression
        self.starred = starred
        """How `*args: *annotation` is parsed; None where there are no annotations."""
        self.with_annotations = starred is not None
        self.closing = closing


def parameters(p: Cursor, expression: _Rule, star_expression: _Rule) -> Arguments:
    """The parameters of a `def`, between its brackets."""
    return _list(p, _Parameters(expression, star_expression, ")"))


def lambda_parameters(p: Cursor, expression: _Rule) -> Arguments:
    """The parameters of a `lambda`, which have no annotations."""
    return _list(p, _Parameters(expression, None, ":"))


def _list(p: Cursor, found: _Parameters) -> Arguments:
    keyword_only = False
    while p.mark != found.closing:
        if p.mark == "/":
            _end_of_positional_only(p, found, keyword_only)
        elif p.mark == "*":
            if keyword_only:
                raise p.error("* argument may appear only once")
            keyword_only = True
            _star(p, found)
        elif p.accept("**"):
            found.arguments.kwarg = _argument(p, found)
            if p.mark == "=":
                raise p.error("var-keyword argument cannot have default value")
            p.accept(",")
            if p.mark != found.closing:
                raise p.error("arguments cannot follow var-keyword argument")
            break
        elif keyword_only:
            _keyword_only(p, found)
        else:
            _positional(p, found)
        if not p.accept(","):
            break
    if p.mark != found.closing:
        raise p.error("invalid syntax in the parameters")
    return found.arguments


def _end_of_positional_only(p: Cursor, found: _Parameters, keyword_only: bool) -> None:
    arguments = found.arguments
    if keyword_only or arguments.posonlyargs:
        raise p.error("/ must be ahead of * and may appear only once")
    if not arguments.args:
        raise p.error("at least one argument must precede /")
    p.advance()
    arguments.posonlyargs, arguments.args = arguments.args, []


def _star(p: Cursor, found: _Parameters) -> None:
    p.advance()
    if p.mark == NAME:
        found.arguments.vararg = _argument(p, found, star=True)
        if p.mark == "=":
            raise p.error("var-positional argument cannot have default value")
    elif p.mark != "," or p.peek().mark in (found.closing, "**"):
        raise p.error("named arguments must follow bare *")


def _keyword_only(p: Cursor, found: _Parameters) -> None:
    found.arguments.kwonlyargs.append(_argument(p, found))
    found.arguments.kw_defaults.append(found.expression(p) if p.accept("=") else None)


def _positional(p: Cursor, found: _Parameters) -> None:
    found.arguments.args.append(_argument(p, found))
    if p.accept("="):
        found.arguments.defaults.append(found.expression(p))
    elif found.arguments.defaults:
        raise p.error("parameter without a default follows parameter with a default")


def _argument(p: Cursor, found: _Parameters, star: bool = False) -> Argument:
    name: Token = p.expect(NAME)
    annotation: Expression | None = None
    if found.with_annotations and p.accept(":"):
        if star and found.starred is not None and p.mark == "*":
            annotation = found.starred(p)
        else:
            annotation = found.expression(p)
    return Argument(*p.span_from(name), decoded(name.text), annotation)
