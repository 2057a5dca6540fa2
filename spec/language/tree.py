"""The syntax tree: what the parser makes and the compiler reads.

Names of nodes and fields are those of CPython 3.14's `ast`, so that trees can be
compared with it; operators and contexts are enumerations. What the profile refuses
(asynchronous code, type parameters and aliases, template strings) has no node.

Positions: `lineno` counts from 1, `col_offset` in UTF-8 bytes from 0; the end is
exclusive. `Constant.value` is a guest value: None, bool, int, Float, str, bytes or
Ellipsis (the value of `...`).
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import final


class Context(IntEnum):
    """What is done with a target: read, bound or deleted."""

    LOAD = 0
    STORE = 1
    DEL = 2


class BooleanOperator(IntEnum):
    """`and` and `or`. Members are named as in `ast`."""

    And = 0
    Or = 1


class Operator(IntEnum):
    """Binary operators, also those of augmented assignment. Members are named as in `ast`."""

    Add = 0
    Sub = 1
    Mult = 2
    MatMult = 3
    Div = 4
    Mod = 5
    Pow = 6
    LShift = 7
    RShift = 8
    BitOr = 9
    BitXor = 10
    BitAnd = 11
    FloorDiv = 12


class UnaryOperator(IntEnum):
    """Unary operators. Members are named as in `ast`."""

    Invert = 0
    Not = 1
    UAdd = 2
    USub = 3


class ComparisonOperator(IntEnum):
    """Comparisons. Members are named as in `ast`."""

    Eq = 0
    NotEq = 1
    Lt = 2
    LtE = 3
    Gt = 4
    GtE = 5
    Is = 6
    IsNot = 7
    In = 8
    NotIn = 9


@dataclass(eq=False)
class Node:
    """Anything in the tree."""


@dataclass(eq=False)
class Located(Node):
    """A node with a position in the source; the position comes first in every constructor."""

    lineno: int
    col_offset: int
    end_lineno: int
    end_col_offset: int


@dataclass(eq=False)
class Statement(Located):
    """A statement."""


@dataclass(eq=False)
class Expression(Located):
    """An expression."""


@dataclass(eq=False)
class Pattern(Located):
    """A pattern of a `case`."""


@final
@dataclass(eq=False)
class Module(Node):
    """A whole source."""

    body: list[Statement]


# Parts


@final
@dataclass(eq=False)
class Comprehension(Node):
    """One `for ... in ... if ...` of a comprehension."""

    target: Expression
    iter: Expression
    ifs: list[Expression]


@final
@dataclass(eq=False)
class ExceptHandler(Located):
    """`except type as name`."""

    type: Expression | None
    name: str | None
    body: list[Statement]


@final
@dataclass(eq=False)
class Argument(Located):
    """One parameter."""

    arg: str
    annotation: Expression | None


@final
@dataclass(eq=False)
class Arguments(Node):
    """Parameters of a function."""

    posonlyargs: list[Argument]
    args: list[Argument]
    vararg: Argument | None
    kwonlyargs: list[Argument]
    kw_defaults: list[Expression | None]
    kwarg: Argument | None
    defaults: list[Expression]


@final
@dataclass(eq=False)
class Keyword(Located):
    """`name=value` or `**value` in a call."""

    arg: str | None
    value: Expression


@final
@dataclass(eq=False)
class Alias(Located):
    """`name as asname` of an import."""

    name: str
    asname: str | None


@final
@dataclass(eq=False)
class WithItem(Node):
    """`context_expr as optional_vars`."""

    context_expr: Expression
    optional_vars: Expression | None


@final
@dataclass(eq=False)
class MatchCase(Node):
    """`case pattern if guard`."""

    pattern: Pattern
    guard: Expression | None
    body: list[Statement]


# Statements


@final
@dataclass(eq=False)
class FunctionDef(Statement):
    """`def`."""

    name: str
    args: Arguments
    body: list[Statement]
    decorator_list: list[Expression]
    returns: Expression | None


@final
@dataclass(eq=False)
class ClassDef(Statement):
    """`class`."""

    name: str
    bases: list[Expression]
    keywords: list[Keyword]
    body: list[Statement]
    decorator_list: list[Expression]


@final
@dataclass(eq=False)
class Return(Statement):
    """`return`."""

    value: Expression | None


@final
@dataclass(eq=False)
class Delete(Statement):
    """`del`."""

    targets: list[Expression]


@final
@dataclass(eq=False)
class Assign(Statement):
    """`a = b = value`."""

    targets: list[Expression]
    value: Expression


@final
@dataclass(eq=False)
class AugAssign(Statement):
    """`target op= value`."""

    target: Expression
    op: Operator
    value: Expression


@final
@dataclass(eq=False)
class AnnAssign(Statement):
    """`target: annotation = value`; `simple` when the target is a bare name."""

    target: Expression
    annotation: Expression
    value: Expression | None
    simple: bool


@final
@dataclass(eq=False)
class For(Statement):
    """`for`."""

    target: Expression
    iter: Expression
    body: list[Statement]
    orelse: list[Statement]


@final
@dataclass(eq=False)
class While(Statement):
    """`while`."""

    test: Expression
    body: list[Statement]
    orelse: list[Statement]


@final
@dataclass(eq=False)
class If(Statement):
    """`if`; an `elif` is an `If` alone in `orelse`."""

    test: Expression
    body: list[Statement]
    orelse: list[Statement]


@final
@dataclass(eq=False)
class With(Statement):
    """`with`."""

    items: list[WithItem]
    body: list[Statement]


@final
@dataclass(eq=False)
class Match(Statement):
    """`match`."""

    subject: Expression
    cases: list[MatchCase]


@final
@dataclass(eq=False)
class Raise(Statement):
    """`raise exc from cause`."""

    exc: Expression | None
    cause: Expression | None


@final
@dataclass(eq=False)
class Try(Statement):
    """`try` with `except` or `finally`."""

    body: list[Statement]
    handlers: list[ExceptHandler]
    orelse: list[Statement]
    finalbody: list[Statement]


@final
@dataclass(eq=False)
class TryStar(Statement):
    """`try` with `except*`."""

    body: list[Statement]
    handlers: list[ExceptHandler]
    orelse: list[Statement]
    finalbody: list[Statement]


@final
@dataclass(eq=False)
class Assert(Statement):
    """`assert`."""

    test: Expression
    msg: Expression | None


@final
@dataclass(eq=False)
class Import(Statement):
    """`import`."""

    names: list[Alias]


@final
@dataclass(eq=False)
class ImportFrom(Statement):
    """`from module import names`; `level` counts leading dots."""

    module: str | None
    names: list[Alias]
    level: int


@final
@dataclass(eq=False)
class Global(Statement):
    """`global`."""

    names: list[str]


@final
@dataclass(eq=False)
class Nonlocal(Statement):
    """`nonlocal`."""

    names: list[str]


@final
@dataclass(eq=False)
class Expr(Statement):
    """An expression as a statement."""

    value: Expression


@final
@dataclass(eq=False)
class Pass(Statement):
    """`pass`."""


@final
@dataclass(eq=False)
class Break(Statement):
    """`break`."""


@final
@dataclass(eq=False)
class Continue(Statement):
    """`continue`."""


# Expressions


@final
@dataclass(eq=False)
class BoolOp(Expression):
    """`a and b and c`, `a or b`."""

    op: BooleanOperator
    values: list[Expression]


@final
@dataclass(eq=False)
class NamedExpr(Expression):
    """`target := value`."""

    target: Expression
    value: Expression


@final
@dataclass(eq=False)
class BinOp(Expression):
    """A binary operation."""

    left: Expression
    op: Operator
    right: Expression


@final
@dataclass(eq=False)
class UnaryOp(Expression):
    """A unary operation."""

    op: UnaryOperator
    operand: Expression


@final
@dataclass(eq=False)
class Lambda(Expression):
    """`lambda`."""

    args: Arguments
    body: Expression


@final
@dataclass(eq=False)
class IfExp(Expression):
    """`body if test else orelse`."""

    test: Expression
    body: Expression
    orelse: Expression


@final
@dataclass(eq=False)
class Dict(Expression):
    """A dict display; a key of None is `**value`."""

    keys: list[Expression | None]
    values: list[Expression]


@final
@dataclass(eq=False)
class Set(Expression):
    """A set display."""

    elts: list[Expression]


@final
@dataclass(eq=False)
class ListComp(Expression):
    """A list comprehension."""

    elt: Expression
    generators: list[Comprehension]


@final
@dataclass(eq=False)
class SetComp(Expression):
    """A set comprehension."""

    elt: Expression
    generators: list[Comprehension]


@final
@dataclass(eq=False)
class DictComp(Expression):
    """A dict comprehension."""

    key: Expression
    value: Expression
    generators: list[Comprehension]


@final
@dataclass(eq=False)
class GeneratorExp(Expression):
    """A generator expression."""

    elt: Expression
    generators: list[Comprehension]


@final
@dataclass(eq=False)
class Yield(Expression):
    """`yield`."""

    value: Expression | None


@final
@dataclass(eq=False)
class YieldFrom(Expression):
    """`yield from`."""

    value: Expression


@final
@dataclass(eq=False)
class Compare(Expression):
    """A chain of comparisons."""

    left: Expression
    ops: list[ComparisonOperator]
    comparators: list[Expression]


@final
@dataclass(eq=False)
class Call(Expression):
    """A call; `*args` are `Starred`, `**kwargs` a `Keyword` without name."""

    func: Expression
    args: list[Expression]
    keywords: list[Keyword]


@final
@dataclass(eq=False)
class FormattedValue(Expression):
    """A replacement field of an f-string; `conversion` is -1 or the code point of s, r, a."""

    value: Expression
    conversion: int
    format_spec: Expression | None


@final
@dataclass(eq=False)
class JoinedStr(Expression):
    """An f-string, or a format specification in one."""

    values: list[Expression]


@final
@dataclass(eq=False)
class Constant(Expression):
    """A literal."""

    value: object | None


@final
@dataclass(eq=False)
class Attribute(Expression):
    """`value.attr`."""

    value: Expression
    attr: str
    ctx: Context


@final
@dataclass(eq=False)
class Subscript(Expression):
    """`value[slice]`."""

    value: Expression
    slice: Expression
    ctx: Context


@final
@dataclass(eq=False)
class Starred(Expression):
    """`*value`."""

    value: Expression
    ctx: Context


@final
@dataclass(eq=False)
class Name(Expression):
    """A name."""

    id: str
    ctx: Context


@final
@dataclass(eq=False)
class List(Expression):
    """A list display or target."""

    elts: list[Expression]
    ctx: Context


@final
@dataclass(eq=False)
class Tuple(Expression):
    """A tuple display or target."""

    elts: list[Expression]
    ctx: Context


@final
@dataclass(eq=False)
class Slice(Expression):
    """`lower:upper:step` in a subscript."""

    lower: Expression | None
    upper: Expression | None
    step: Expression | None


# Patterns


@final
@dataclass(eq=False)
class MatchValue(Pattern):
    """A literal or dotted name."""

    value: Expression


@final
@dataclass(eq=False)
class MatchSingleton(Pattern):
    """None, True or False."""

    value: object | None


@final
@dataclass(eq=False)
class MatchSequence(Pattern):
    """`[a, b, *rest]`."""

    patterns: list[Pattern]


@final
@dataclass(eq=False)
class MatchMapping(Pattern):
    """`{key: pattern, **rest}`."""

    keys: list[Expression]
    patterns: list[Pattern]
    rest: str | None


@final
@dataclass(eq=False)
class MatchClass(Pattern):
    """`cls(patterns, name=pattern)`."""

    cls: Expression
    patterns: list[Pattern]
    kwd_attrs: list[str]
    kwd_patterns: list[Pattern]


@final
@dataclass(eq=False)
class MatchStar(Pattern):
    """`*name` in a sequence; without name for `*_`."""

    name: str | None


@final
@dataclass(eq=False)
class MatchAs(Pattern):
    """`pattern as name`, a capture, or the wildcard when both are None."""

    pattern: Pattern | None
    name: str | None


@final
@dataclass(eq=False)
class MatchOr(Pattern):
    """`a | b`."""

    patterns: list[Pattern]
