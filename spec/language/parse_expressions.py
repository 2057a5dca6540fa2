"""Expressions, by the grammar of Python 3.14.

Binary operators, comparisons and the boolean operators are one loop over a table of
binding strengths; everything that repeats to the left is a loop, so that only brackets
and operators that bind to the right nest.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from spec.language.cursor import Cursor
from spec.language.errors import beyond_limit
from spec.language.literals import decoded, number
from spec.language.parse_parameters import lambda_parameters
from spec.language.parse_strings import strings
from spec.language.parse_targets import as_target
from spec.language.tokens import FSTRING_START, NAME, NUMBER, STRING, Token
from spec.language.tree import (
    Attribute,
    BinOp,
    BooleanOperator,
    BoolOp,
    Call,
    Compare,
    ComparisonOperator,
    Comprehension,
    Constant,
    Context,
    Dict,
    DictComp,
    Expression,
    GeneratorExp,
    IfExp,
    JoinedStr,
    Keyword,
    Lambda,
    List,
    ListComp,
    Name,
    NamedExpr,
    Operator,
    Set,
    SetComp,
    Slice,
    Starred,
    Subscript,
    Tuple,
    UnaryOp,
    UnaryOperator,
    Yield,
    YieldFrom,
)

# How strongly operators bind; the loop of `_operation` reads an operator that binds at least
# as strongly as it was asked to.
DISJUNCTION: Final = 1
CONJUNCTION: Final = 2
INVERSION: Final = 3
COMPARISON: Final = 4
BITWISE_OR: Final = 5

MAX_CHAIN: Final = 1_000
"""Attributes, calls and subscripts in a row; a limit of the profile."""

_BOOLEAN: Final = {
    "or": (DISJUNCTION, BooleanOperator.Or),
    "and": (CONJUNCTION, BooleanOperator.And),
}
_BINARY: Final = {
    "|": (BITWISE_OR, Operator.BitOr),
    "^": (6, Operator.BitXor),
    "&": (7, Operator.BitAnd),
    "<<": (8, Operator.LShift),
    ">>": (8, Operator.RShift),
    "+": (9, Operator.Add),
    "-": (9, Operator.Sub),
    "*": (10, Operator.Mult),
    "/": (10, Operator.Div),
    "//": (10, Operator.FloorDiv),
    "%": (10, Operator.Mod),
    "@": (10, Operator.MatMult),
}
_COMPARISONS: Final = {
    "==": ComparisonOperator.Eq,
    "!=": ComparisonOperator.NotEq,
    "<": ComparisonOperator.Lt,
    "<=": ComparisonOperator.LtE,
    ">": ComparisonOperator.Gt,
    ">=": ComparisonOperator.GtE,
    "in": ComparisonOperator.In,
    "is": ComparisonOperator.Is,
    "not": ComparisonOperator.NotIn,
}
_UNARY: Final = {
    "-": UnaryOperator.USub,
    "+": UnaryOperator.UAdd,
    "~": UnaryOperator.Invert,
}
_CONSTANTS: Final[dict[str, object]] = {"None": None, "True": True, "False": False, "...": ...}

_STARTS: Final = frozenset(
    (
        *(NAME, NUMBER, STRING, FSTRING_START, "(", "[", "{", "-", "+", "~", "not", "lambda"),
        *("...", "None", "True", "False", "await"),
    )
)
"""Marks that an expression can start with."""


def starts_expression(p: Cursor) -> bool:
    """Whether the current token can start an expression, starred or not."""
    return p.mark in _STARTS or p.mark == "*"


_Rule: TypeAlias = Callable[[Cursor], Expression]

# Lists of expressions


def star_expressions(p: Cursor) -> Expression:
    """One expression, or a tuple without brackets; each element may be starred."""
    start = p.token
    first = star_expression(p)
    if p.mark != ",":
        return first
    return Tuple(*_rest_of_tuple(p, start, first, star_expression), Context.LOAD)


def _rest_of_tuple(
    p: Cursor, start: Token, first: Expression, element: _Rule
) -> tuple[int, int, int, int, list[Expression]]:
    elements = [first]
    while p.accept(","):
        if not starts_expression(p):
            break
        elements.append(element(p))
    return (*p.span_from(start), elements)


def star_expression(p: Cursor) -> Expression:
    """`*operand` or an expression."""
    return _starred(p) if p.mark == "*" else expression(p)


def star_named_expression(p: Cursor) -> Expression:
    """`*operand`, or an expression that may be an assignment by `:=`."""
    return _starred(p) if p.mark == "*" else named_expression(p)


def _starred(p: Cursor) -> Expression:
    start = p.advance()
    value = _operation(p, BITWISE_OR)
    return Starred(*p.span_from(start), value, Context.LOAD)


def named_expression(p: Cursor) -> Expression:
    """`name := expression` or an expression."""
    if p.mark == NAME and p.peek().mark == ":=":
        start = p.advance()
        target = Name(*p.span_from(start), decoded(start.text), Context.STORE)
        p.advance()
        value = expression(p)
        return NamedExpr(*p.span_from(start), target, value)
    value = expression(p)
    if p.mark == ":=":
        raise p.error("cannot use assignment expressions with this target")
    return value


def yield_or_star_expressions(p: Cursor) -> Expression:
    """What may stand to the right of `=`."""
    return yield_expression(p) if p.mark == "yield" else star_expressions(p)


def yield_expression(p: Cursor) -> Expression:
    """`yield`, `yield value`, `yield from iterable`."""
    start = p.expect("yield")
    if p.accept("from"):
        source = expression(p)
        return YieldFrom(*p.span_from(start), source)
    value = star_expressions(p) if starts_expression(p) else None
    return Yield(*p.span_from(start), value)


# One expression


def expression(p: Cursor) -> Expression:
    """A conditional expression, a lambda, or an operation."""
    if p.mark == "lambda":
        return _lambda(p)
    start = p.token
    first = _operation(p, DISJUNCTION)
    if p.mark != "if":
        return first
    p.advance()
    test = _operation(p, DISJUNCTION)
    p.expect("else")
    p.enter()
    otherwise = expression(p)
    p.leave()
    return IfExp(*p.span_from(start), test, first, otherwise)


def _lambda(p: Cursor) -> Expression:
    start = p.advance()
    p.enter()
    parameters = lambda_parameters(p, expression)
    p.expect(":")
    body = expression(p)
    p.leave()
    return Lambda(*p.span_from(start), parameters, body)


def disjunction(p: Cursor) -> Expression:
    """An operation without a conditional: what may follow `in` and `if` in a comprehension."""
    return _operation(p, DISJUNCTION)


def _operation(p: Cursor, strength: int) -> Expression:
    """Operands joined by operators that bind at least as strongly as `strength`."""
    start = p.token
    left = _inversion(p) if p.mark == "not" and strength <= INVERSION else _unary(p)
    while True:
        mark = p.mark
        if mark in _BINARY:
            binding, operator = _BINARY[mark]
            if binding < strength:
                return left
            p.advance()
            right = _operation(p, binding + 1)
            left = BinOp(*p.span_from(start), left, operator, right)
        elif mark in _BOOLEAN:
            if _BOOLEAN[mark][0] < strength:
                return left
            left = _boolean(p, start, left)
        elif mark in _COMPARISONS and strength <= COMPARISON:
            if mark == "not" and p.peek().mark != "in":
                return left
            left = _comparison(p, start, left)
        else:
            return left


def _boolean(p: Cursor, start: Token, first: Expression) -> Expression:
    mark = p.mark
    binding, operator = _BOOLEAN[mark]
    values = [first]
    while p.accept(mark):
        values.append(_operation(p, binding + 1))
    return BoolOp(*p.span_from(start), operator, values)


def _comparison(p: Cursor, start: Token, left: Expression) -> Expression:
    operators: list[ComparisonOperator] = []
    comparators: list[Expression] = []
    while p.mark in _COMPARISONS and (p.mark != "not" or p.peek().mark == "in"):
        operator = _COMPARISONS[p.advance().mark]
        if operator is ComparisonOperator.NotIn:
            p.expect("in")
        elif operator is ComparisonOperator.Is and p.accept("not"):
            operator = ComparisonOperator.IsNot
        operators.append(operator)
        comparators.append(_operation(p, BITWISE_OR))
    _refuse_identity_of_literals(p, start, [left, *comparators], operators)
    return Compare(*p.span_from(start), left, operators, comparators)


def _refuse_identity_of_literals(
    p: Cursor, start: Token, operands: list[Expression], operators: list[ComparisonOperator]
) -> None:
    """`x is 1` depends on which objects an implementation shares; the profile refuses it."""
    for index, operator in enumerate(operators):
        if operator not in (ComparisonOperator.Is, ComparisonOperator.IsNot):
            continue
        if _is_value_literal(operands[index]) or _is_value_literal(operands[index + 1]):
            p.refuse("identity-of-literal", start)


def _is_value_literal(node: Expression) -> bool:
    if isinstance(node, UnaryOp) and node.op is not UnaryOperator.Not:
        node = node.operand
    if isinstance(node, Constant):
        return node.value is not None and not isinstance(node.value, bool) and node.value is not ...
    return isinstance(node, (Tuple, JoinedStr))


def _inversion(p: Cursor) -> Expression:
    starts: list[Token] = []
    while p.mark == "not":
        starts.append(p.advance())
    operand = _operation(p, COMPARISON)
    for start in reversed(starts):
        operand = UnaryOp(*p.span_from(start), UnaryOperator.Not, operand)
    return operand


def _unary(p: Cursor) -> Expression:
    starts: list[Token] = []
    while p.mark in _UNARY:
        starts.append(p.advance())
    operand = _power(p)
    for start in reversed(starts):
        operand = UnaryOp(*p.span_from(start), _UNARY[start.mark], operand)
    return operand


def _power(p: Cursor) -> Expression:
    start = p.token
    if p.mark == "await":
        p.refuse("await", p.advance())
    base = _primary(p)
    if p.mark != "**":
        return base
    p.advance()
    p.enter()
    exponent = _unary(p)
    p.leave()
    return BinOp(*p.span_from(start), base, Operator.Pow, exponent)


# Primaries


def _primary(p: Cursor) -> Expression:
    start = p.token
    value = _atom(p)
    links = 0
    while True:
        links += 1
        if links > MAX_CHAIN:
            message = f"a chain of more than {MAX_CHAIN} attributes, calls and subscripts"
            raise beyond_limit("nesting", message, p.token.line, p.token.col)
        if p.mark == ".":
            p.advance()
            name = decoded(p.expect(NAME).text)
            value = Attribute(*p.span_from(start), value, name, Context.LOAD)
        elif p.mark == "(":
            value = _call(p, start, value)
        elif p.mark == "[":
            p.advance()
            p.enter()
            index = _subscript(p)
            p.leave()
            p.expect("]")
            value = Subscript(*p.span_from(start), value, index, Context.LOAD)
        else:
            return value


def _call(p: Cursor, start: Token, function: Expression) -> Expression:
    opening = p.token
    arguments, keywords = call_arguments(p)
    if len(arguments) == 1 and not keywords and isinstance(arguments[0], GeneratorExp):
        generator = arguments[0]
        if generator.lineno == -1:  # A bare generator takes the place of the brackets.
            place = p.span_from(opening)
            arguments = [GeneratorExp(*place, generator.elt, generator.generators)]
    return Call(*p.span_from(start), function, arguments, keywords)


def call_arguments(p: Cursor, generators: bool = True) -> tuple[list[Expression], list[Keyword]]:
    """`(positional, *iterable, name=value, **mapping)`; a bare generator has line -1."""
    p.expect("(")
    p.enter()
    arguments: list[Expression] = []
    keywords: list[Keyword] = []
    mappings = False
    while p.mark != ")":
        mappings = _argument(p, arguments, keywords, mappings)
        if p.mark == "for" or p.mark == "async":
            if not generators or len(arguments) != 1 or keywords:
                raise p.error("a generator expression must be parenthesized")
            clauses = _comprehension(p)
            if isinstance(arguments[0], Starred):
                raise p.error("iterable unpacking cannot be used in comprehension")
            arguments = [GeneratorExp(-1, 0, 0, 0, arguments[0], clauses)]
            break
        if not p.accept(","):
            break
    p.leave()
    p.expect(")")
    return arguments, keywords


def _argument(
    p: Cursor, arguments: list[Expression], keywords: list[Keyword], after_mapping: bool
) -> bool:
    """One argument; whether a `**mapping` has been among them so far."""
    start = p.token
    if p.accept("**"):
        keywords.append(_keyword(p, start, None))
        return True
    if p.mark == NAME and p.peek().mark == "=":
        name = decoded(p.advance().text)
        p.advance()
        keywords.append(_keyword(p, start, name))
    elif p.mark == "*":
        if after_mapping:
            raise p.error("iterable argument unpacking follows keyword argument unpacking")
        p.advance()
        value = expression(p)
        arguments.append(Starred(*p.span_from(start), value, Context.LOAD))
    else:
        arguments.append(named_expression(p))
        if keywords:
            kind = "keyword argument unpacking" if after_mapping else "keyword argument"
            raise p.error_at(start, f"positional argument follows {kind}")
    return after_mapping


def _keyword(p: Cursor, start: Token, name: str | None) -> Keyword:
    value = expression(p)
    return Keyword(*p.span_from(start), name, value)


def _subscript(p: Cursor) -> Expression:
    start = p.token
    first = _slice(p)
    if p.mark != "," and not isinstance(first, Starred):
        return first
    elements = [first]
    while p.accept(","):
        if p.mark == "]":
            break
        elements.append(_slice(p))
    return Tuple(*p.span_from(start), elements, Context.LOAD)


def _slice(p: Cursor) -> Expression:
    start = p.token
    if p.mark == "*":
        p.advance()
        value = expression(p)
        return Starred(*p.span_from(start), value, Context.LOAD)
    lower = None
    if p.mark != ":":
        lower = named_expression(p)
        if p.mark != ":":
            return lower
        if isinstance(lower, NamedExpr) and start.mark != "(":
            raise p.error("invalid syntax")
    p.expect(":")
    upper = expression(p) if starts_expression(p) else None
    step = None
    if p.accept(":"):
        step = expression(p) if starts_expression(p) else None
    return Slice(*p.span_from(start), lower, upper, step)


# Atoms


def _atom(p: Cursor) -> Expression:
    token = p.token
    mark = p.mark
    if mark == NAME:
        p.advance()
        return Name(*p.span_from(token), decoded(token.text), Context.LOAD)
    if mark == NUMBER:
        p.advance()
        return Constant(*p.span_from(token), number(p, token))
    if mark in _CONSTANTS:
        p.advance()
        return Constant(*p.span_from(token), _CONSTANTS[mark])
    if mark in (STRING, FSTRING_START):
        return strings(p, _field_value)
    bracket = {"(": _round, "[": _square, "{": _curly}.get(mark)
    if bracket is None:
        raise p.error("invalid syntax")
    p.advance()
    p.enter()
    value = bracket(p, token)
    p.leave()
    return value


def _field_value(p: Cursor) -> Expression:
    """The expression of a replacement field."""
    if p.mark in ("}", "!", ":", "="):
        raise p.error("f-string: valid expression required before '" + p.mark + "'")
    return yield_or_star_expressions(p)


def _round(p: Cursor, start: Token) -> Expression:
    """A tuple, a generator expression, or an expression in brackets, which keeps its own place."""
    if p.accept(")"):
        return Tuple(*p.span_from(start), [], Context.LOAD)
    if p.mark == "yield":
        value = yield_expression(p)
        p.expect(")")
        return value
    first = star_named_expression(p)
    if p.mark == "for" or p.mark == "async":
        _refuse_starred_element(p, first)
        clauses = _comprehension(p)
        p.expect(")")
        return GeneratorExp(*p.span_from(start), first, clauses)
    if p.mark == ",":
        elements = _elements(p, first, ")")
        return Tuple(*p.span_from(start), elements, Context.LOAD)
    if isinstance(first, Starred):
        raise p.error_at(start, "cannot use starred expression here")
    p.expect(")")
    return first


def _square(p: Cursor, start: Token) -> Expression:
    """A list or a list comprehension."""
    if p.accept("]"):
        return List(*p.span_from(start), [], Context.LOAD)
    first = star_named_expression(p)
    if p.mark == "for" or p.mark == "async":
        _refuse_starred_element(p, first)
        clauses = _comprehension(p)
        p.expect("]")
        return ListComp(*p.span_from(start), first, clauses)
    elements = _elements(p, first, "]")
    return List(*p.span_from(start), elements, Context.LOAD)


def _curly(p: Cursor, start: Token) -> Expression:
    """A dict, a set, or a comprehension of either."""
    if p.accept("}"):
        return Dict(*p.span_from(start), [], [])
    if p.mark == "**":
        return _dict(p, start, [], [])
    bare = p.mark != "("
    first = star_named_expression(p)
    if p.mark == ":" and not isinstance(first, Starred):
        if bare and isinstance(first, NamedExpr):
            raise p.error("invalid syntax")
        p.advance()
        value = expression(p)
        if p.mark == "for" or p.mark == "async":
            clauses = _comprehension(p)
            p.expect("}")
            return DictComp(*p.span_from(start), first, value, clauses)
        if p.mark != "}":
            p.expect(",")
        return _dict(p, start, [first], [value])
    if p.mark == "for" or p.mark == "async":
        _refuse_starred_element(p, first)
        clauses = _comprehension(p)
        p.expect("}")
        return SetComp(*p.span_from(start), first, clauses)
    elements = _elements(p, first, "}")
    return Set(*p.span_from(start), elements)


def _elements(p: Cursor, first: Expression, closing: str) -> list[Expression]:
    """The elements behind the first one, and the closing bracket."""
    elements = [first]
    while p.accept(","):
        if p.mark == closing:
            break
        elements.append(star_named_expression(p))
    p.expect(closing)
    return elements


def _dict(
    p: Cursor, start: Token, keys: list[Expression | None], values: list[Expression]
) -> Expression:
    while p.mark != "}":
        if p.accept("**"):
            keys.append(None)
            values.append(_operation(p, BITWISE_OR))
            if p.mark == "for":
                raise p.error("dict unpacking cannot be used in dict comprehension")
        else:
            keys.append(expression(p))
            p.expect(":")
            values.append(expression(p))
        if not p.accept(","):
            break
    p.expect("}")
    return Dict(*p.span_from(start), keys, values)


# Comprehensions


def _refuse_starred_element(p: Cursor, element: Expression) -> None:
    if isinstance(element, Starred):
        raise p.error("iterable unpacking cannot be used in comprehension")


def _comprehension(p: Cursor) -> list[Comprehension]:
    clauses: list[Comprehension] = []
    while p.mark == "for" or p.mark == "async":
        if p.mark == "async":
            p.refuse("async", p.advance())
        p.expect("for")
        target = targets(p)
        p.expect("in")
        iterable = disjunction(p)
        conditions: list[Expression] = []
        while p.accept("if"):
            conditions.append(disjunction(p))
        clauses.append(Comprehension(target, iterable, conditions))
    return clauses


def targets(p: Cursor) -> Expression:
    """The targets of a loop: like expressions without comparison, so that `in` ends them."""
    start = p.token
    first = target_element(p)
    if p.mark == ",":
        span_and_elements = _rest_of_tuple(p, start, first, target_element)
        return as_target(p, Tuple(*span_and_elements, Context.STORE), Context.STORE)
    return as_target(p, first, Context.STORE)


def target_element(p: Cursor) -> Expression:
    """One target, not yet marked as such."""
    return _starred(p) if p.mark == "*" else _operation(p, BITWISE_OR)
