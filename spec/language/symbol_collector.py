"""The first pass over the tree: what every block does with every name.

The order of visits is CPython's: it decides the order of names and of blocks, and with
them the order of cells, slots and constants.
"""

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias, final

from spec.language.errors import SourceError, syntax_error
from spec.language.symbols import (
    CLASS_CELL,
    CLASS_DICT,
    CONDITIONAL_ANNOTATIONS,
    Block,
    BlockKind,
    Comprehension,
    Flag,
    analyse,
    mangled,
)
from spec.language.tree import (
    Alias,
    AnnAssign,
    Arguments,
    Assert,
    Assign,
    Attribute,
    AugAssign,
    BinOp,
    BoolOp,
    Call,
    ClassDef,
    Compare,
    Context,
    Delete,
    Dict,
    DictComp,
    ExceptHandler,
    Expr,
    Expression,
    For,
    FormattedValue,
    FunctionDef,
    GeneratorExp,
    Global,
    If,
    IfExp,
    Import,
    ImportFrom,
    JoinedStr,
    Keyword,
    Lambda,
    List,
    ListComp,
    Located,
    Match,
    MatchAs,
    MatchClass,
    MatchMapping,
    MatchOr,
    MatchSequence,
    MatchStar,
    MatchValue,
    Module,
    Name,
    NamedExpr,
    Node,
    Nonlocal,
    Pattern,
    Raise,
    Return,
    Set,
    SetComp,
    Slice,
    Starred,
    Statement,
    Subscript,
    Try,
    TryStar,
    Tuple,
    UnaryOp,
    While,
    With,
    Yield,
    YieldFrom,
)
from spec.language.tree import Comprehension as Clause

ANNOTATE: Final = "__annotate__"
FORMAT: Final = ".format"
"""The parameter of an annotation block; a name that no source can have."""
FIRST_ITERABLE: Final = ".0"
"""The parameter of a comprehension's block."""


@final
class SymbolTable:
    """The blocks of a module, by the node that opens each."""

    __slots__ = ("annotations", "blocks")

    def __init__(self) -> None:
        self.blocks: dict[Node, Block] = {}
        self.annotations: dict[Node, Block] = {}
        """Annotation blocks of functions, by the function."""


def build_symbol_table(module: Module) -> SymbolTable:
    """Collect and analyse the names of a module. Raises SourceError."""
    collector = _Collector()
    block = Block("top", BlockKind.MODULE, 0)
    collector.table.blocks[module] = block
    collector.module = block
    collector.enter(block)
    collector.statements(module.body)
    collector.leave()
    analyse(block)
    return collector.table


@final
class _Collector:
    __slots__ = ("_class_name", "_iterating", "_iterating_target", "_stack", "block", "module",
                 "table")  # fmt: skip

    def __init__(self) -> None:
        self.table = SymbolTable()
        self._stack: list[Block] = []
        self.block = Block("", BlockKind.MODULE, 0)
        self.module = self.block
        self._class_name: str | None = None
        self._iterating = 0
        """How many iterables of comprehensions are being visited."""
        self._iterating_target = False

    # Blocks

    def enter(self, block: Block) -> None:
        """Go into a block."""
        if self._stack:
            parent = self.block
            block.nested = parent.nested or parent.function_like
            block.method = parent.kind is BlockKind.CLASS and block.kind is BlockKind.FUNCTION
        self._stack.append(block)
        self.block = block

    def _reenter(self, block: Block) -> None:
        """Go into a block that was left before."""
        self._stack.append(block)
        self.block = block

    def leave(self) -> None:
        """Go back to the block around."""
        self._stack.pop()
        if self._stack:
            self.block = self._stack[-1]

    def _child(self, name: str, kind: BlockKind, node: Located) -> Block:
        block = Block(name, kind, node.lineno)
        self.block.children.append(block)
        self.enter(block)
        return block

    # Names

    def _add(self, name: str, flag: int, node: Located) -> None:
        self._add_to(self.block, name, flag, node)

    def _add_to(self, block: Block, name: str, flag: int, node: Located) -> None:
        name = mangled(self._class_name, name)
        known = block.flags_of(name)
        if flag & Flag.PARAM:
            if known & Flag.PARAM:
                raise self._error(node, f"duplicate argument '{name}' in function definition")
            block.varnames.append(name)
        if self._iterating_target and block is self.block:
            if known & (Flag.GLOBAL | Flag.NONLOCAL):
                message = "comprehension inner loop cannot rebind assignment expression target"
                raise self._error(node, f"{message} '{name}'")
            flag |= Flag.COMP_ITER
        block.flags[name] = known | flag
        if flag & Flag.GLOBAL:
            self.module.flags[name] = self.module.flags_of(name) | Flag.GLOBAL

    def _error(self, node: Located, message: str) -> SourceError:
        return syntax_error(message, node.lineno, node.col_offset)

    # Statements

    def statements(self, body: Iterable[Statement]) -> None:
        """Visit statements in order."""
        for statement in body:
            visit = _STATEMENTS.get(type(statement))
            if visit is not None:
                visit(self, statement)

    def _conditional(self, *bodies: list[Statement]) -> None:
        """Bodies that may not run: annotations in them are conditional in a class."""
        before = self.block.in_conditional
        self.block.in_conditional = True
        for body in bodies:
            self.statements(body)
        self.block.in_conditional = before

    def function(self, node: FunctionDef) -> None:
        self._add(node.name, Flag.LOCAL, node)
        self._defaults(node.args)
        self.expressions(node.decorator_list)
        self._signature_annotations(node)
        block = self._child(node.name, BlockKind.FUNCTION, node)
        self.table.blocks[node] = block
        self._parameters(node.args)
        self.statements(node.body)
        self.leave()

    def _defaults(self, arguments: Arguments) -> None:
        self.expressions(arguments.defaults)
        self.expressions(each for each in arguments.kw_defaults if each is not None)

    def _signature_annotations(self, node: FunctionDef) -> None:
        arguments = node.args
        block = self._annotation_block(node)
        self.table.annotations[node] = block
        for group in (arguments.posonlyargs, arguments.args):
            for argument in group:
                self._optional(argument.annotation)
        for star in (arguments.vararg, arguments.kwarg):
            if star is not None:
                self._optional(star.annotation)
        for argument in arguments.kwonlyargs:
            self._optional(argument.annotation)
        self._optional(node.returns)
        self.leave()

    def _annotation_block(self, node: Located) -> Block:
        """A new annotation block; in a class it sees the class's names."""
        parent = self.block
        in_class = parent.kind is BlockKind.CLASS or parent.sees_class_scope
        block = self._child(ANNOTATE, BlockKind.ANNOTATION, node)
        self._add(FORMAT, Flag.PARAM, node)
        self._add(FORMAT, Flag.USE, node)
        if in_class:
            block.sees_class_scope = True
            self._add(CLASS_DICT, Flag.USE, node)
        return block

    def _parameters(self, arguments: Arguments) -> None:
        for group in (arguments.posonlyargs, arguments.args, arguments.kwonlyargs):
            for argument in group:
                self._add(argument.arg, Flag.PARAM, argument)
        for star in (arguments.vararg, arguments.kwarg):
            if star is not None:
                self._add(star.arg, Flag.PARAM, star)

    def class_definition(self, node: ClassDef) -> None:
        self._add(node.name, Flag.LOCAL, node)
        self.expressions(node.decorator_list)
        self.expressions(node.bases)
        self._keywords(node.keywords)
        block = self._child(node.name, BlockKind.CLASS, node)
        self.table.blocks[node] = block
        before, self._class_name = self._class_name, node.name
        self.statements(node.body)
        self._class_name = before
        self.leave()

    def return_statement(self, node: Return) -> None:
        self._optional(node.value)

    def delete(self, node: Delete) -> None:
        self.expressions(node.targets)

    def assign(self, node: Assign) -> None:
        self.expressions(node.targets)
        self.expression(node.value)

    def augmented(self, node: AugAssign) -> None:
        self.expression(node.target)
        self.expression(node.value)

    def annotated(self, node: AnnAssign) -> None:
        block = self.block
        block.annotations_used = True
        target = node.target
        if isinstance(target, Name):
            known = block.flags_of(mangled(self._class_name, target.id))
            if known & (Flag.GLOBAL | Flag.NONLOCAL) and block is not self.module and node.simple:
                kind = "global" if known & Flag.GLOBAL else "nonlocal"
                raise self._error(node, f"annotated name '{target.id}' can't be {kind}")
            if node.simple:
                self._add(target.id, Flag.ANNOT | Flag.LOCAL, target)
            elif node.value is not None:
                self._add(target.id, Flag.LOCAL, target)
        else:
            self.expression(target)
        self._variable_annotation(node.annotation)
        self._optional(node.value)

    def _variable_annotation(self, annotation: Expression) -> None:
        """Annotations of a module, class or function share a block.

        Those of a function are never evaluated: the names in them mean nothing, but the lambdas
        and comprehensions in them are blocks like any other.
        """
        block = self.block
        in_class = block.kind is BlockKind.CLASS
        conditional = block.kind is BlockKind.MODULE or (in_class and block.in_conditional)
        if conditional and not block.has_conditional_annotations:
            block.has_conditional_annotations = True
        if block.annotation_block is None:
            block.annotation_block = self._annotation_block(annotation)
            block.annotation_block.unevaluated = block.kind is BlockKind.FUNCTION
        else:
            self._reenter(block.annotation_block)
        if conditional:
            self._add(CONDITIONAL_ANNOTATIONS, Flag.USE, annotation)
        self.expression(annotation)
        self.leave()

    def for_statement(self, node: For) -> None:
        self.expression(node.target)
        self.expression(node.iter)
        self._conditional(node.body, node.orelse)

    def while_statement(self, node: While) -> None:
        self.expression(node.test)
        self._conditional(node.body, node.orelse)

    def if_statement(self, node: If) -> None:
        """An `elif` is an `If` alone in `orelse`: a long chain is walked, not nested."""
        before = self.block.in_conditional
        self.block.in_conditional = True
        current = node
        while True:
            self.expression(current.test)
            self.statements(current.body)
            only = current.orelse[0] if len(current.orelse) == 1 else None
            if not isinstance(only, If):
                break
            current = only
        self.statements(current.orelse)
        self.block.in_conditional = before

    def with_statement(self, node: With) -> None:
        for item in node.items:
            self.expression(item.context_expr)
            self._optional(item.optional_vars)
        self._conditional(node.body)

    def match_statement(self, node: Match) -> None:
        self.expression(node.subject)
        for case in node.cases:
            self.pattern(case.pattern)
            self._optional(case.guard)
            self._conditional(case.body)

    def raise_statement(self, node: Raise) -> None:
        self._optional(node.exc)
        self._optional(node.cause)

    def try_statement(self, node: Try | TryStar) -> None:
        self._conditional(node.body)
        for handler in node.handlers:
            self._handler(handler)
        self._conditional(node.orelse, node.finalbody)

    def _handler(self, node: ExceptHandler) -> None:
        self._optional(node.type)
        if node.name is not None:
            self._add(node.name, Flag.LOCAL, node)
        self._conditional(node.body)

    def assert_statement(self, node: Assert) -> None:
        self.expression(node.test)
        self._optional(node.msg)

    def imports(self, node: Import | ImportFrom) -> None:
        for alias in node.names:
            self._alias(alias)

    def _alias(self, alias: Alias) -> None:
        name = alias.asname or alias.name
        if name == "*":
            if self.block.kind is not BlockKind.MODULE:
                raise self._error(alias, "import * only allowed at module level")
            return
        if alias.asname is None:
            name = name.partition(".")[0]
        self._add(name, Flag.IMPORT, alias)

    def global_statement(self, node: Global) -> None:
        self._declare(node, node.names, Flag.GLOBAL, "global")

    def nonlocal_statement(self, node: Nonlocal) -> None:
        self._declare(node, node.names, Flag.NONLOCAL, "nonlocal")

    def _declare(self, node: Statement, names: list[str], flag: int, kind: str) -> None:
        for name in names:
            known = self.block.flags_of(mangled(self._class_name, name))
            for seen, what in _DECLARED_TOO_LATE:
                if known & seen:
                    raise self._error(node, f"name '{name}' {what.format(kind=kind)}")
            self._add(name, flag, node)
            place = (node.lineno, node.col_offset)
            self.block.places[mangled(self._class_name, name)] = place

    def expression_statement(self, node: Expr) -> None:
        self.expression(node.value)

    # Expressions

    def expressions(self, nodes: Iterable[Expression]) -> None:
        """Visit expressions in order."""
        for node in nodes:
            self.expression(node)

    def expression(self, node: Expression) -> None:
        """Visit one expression."""
        visit = _EXPRESSIONS.get(type(node))
        if visit is not None:
            visit(self, node)

    def _optional(self, node: Expression | None) -> None:
        if node is not None:
            self.expression(node)

    def _keywords(self, keywords: list[Keyword]) -> None:
        self.expressions(keyword.value for keyword in keywords)

    def name(self, node: Name) -> None:
        if self.block.unevaluated:
            return
        loaded = node.ctx is Context.LOAD
        self._add(node.id, Flag.USE if loaded else Flag.LOCAL, node)
        if loaded and node.id == "super" and self.block.function_like:
            self._add(CLASS_CELL, Flag.USE, node)

    def named(self, node: NamedExpr) -> None:
        if self.block.kind is BlockKind.ANNOTATION:
            raise self._error(node, "named expression cannot be used within an annotation")
        if self._iterating:
            message = "assignment expression cannot be used in a comprehension iterable expression"
            raise self._error(node, message)
        assert isinstance(node.target, Name)
        if self.block.comprehension is not Comprehension.NONE:
            self._extend_scope(node.target)
        self.expression(node.value)
        self.expression(node.target)

    def _extend_scope(self, target: Name) -> None:
        """The target of `:=` in a comprehension is bound in the block around it."""
        name = mangled(self._class_name, target.id)
        for block in reversed(self._stack):
            if block.comprehension is not Comprehension.NONE:
                if block.flags_of(name) & Flag.COMP_ITER:
                    message = f"cannot rebind comprehension iteration variable '{target.id}'"
                    raise self._error(target, f"assignment expression {message}")
                continue
            if block.kind is BlockKind.FUNCTION:
                declared = block.flags_of(name) & Flag.GLOBAL
                self._add(target.id, Flag.GLOBAL if declared else Flag.NONLOCAL, target)
                self.block.places[name] = (target.lineno, target.col_offset)
                self._add_to(block, target.id, Flag.LOCAL, target)
                return
            if block.kind is BlockKind.MODULE:
                self._add(target.id, Flag.GLOBAL, target)
                self.block.places[name] = (target.lineno, target.col_offset)
                self._add_to(block, target.id, Flag.GLOBAL, target)
                return
            if block.kind is BlockKind.CLASS:
                message = "within a comprehension cannot be used in a class body"
                raise self._error(target, f"assignment expression {message}")

    def lambda_expression(self, node: Lambda) -> None:
        self._defaults(node.args)
        self.table.blocks[node] = self._child("lambda", BlockKind.FUNCTION, node)
        self._parameters(node.args)
        self.expression(node.body)
        self.leave()

    def comprehension(
        self,
        node: Expression,
        kind: Comprehension,
        clauses: list[Clause],
        element: Expression,
        value: Expression | None,
    ) -> None:
        first = clauses[0]
        self._iterable(first.iter)
        block = self._child(kind.value, BlockKind.FUNCTION, node)
        block.comprehension = kind
        self.table.blocks[node] = block
        self._add(FIRST_ITERABLE, Flag.PARAM, node)
        self._loop_target(first.target)
        self.expressions(first.ifs)
        for clause in clauses[1:]:
            self._loop_target(clause.target)
            self._iterable(clause.iter)
            self.expressions(clause.ifs)
        self._optional(value)
        self.expression(element)
        block.generator = kind is Comprehension.GENERATOR
        self.leave()

    def _iterable(self, node: Expression) -> None:
        self._iterating += 1
        self.expression(node)
        self._iterating -= 1

    def _loop_target(self, node: Expression) -> None:
        self._iterating_target = True
        self.expression(node)
        self._iterating_target = False

    def yields(self, node: Yield | YieldFrom) -> None:
        block = self.block
        if block.kind is BlockKind.ANNOTATION:
            raise self._error(node, "yield expression cannot be used within an annotation")
        self._optional(node.value)
        if block.comprehension is not Comprehension.NONE:
            raise self._error(node, f"'yield' inside {block.comprehension.value}")
        block.generator = True

    # Patterns

    def pattern(self, node: Pattern) -> None:
        """Visit a pattern: what it compares with, and what it captures."""
        match node:
            case MatchValue():
                self.expression(node.value)
            case MatchSequence() | MatchOr():
                for each in node.patterns:
                    self.pattern(each)
            case MatchMapping():
                self.expressions(node.keys)
                for each in node.patterns:
                    self.pattern(each)
                self._capture(node.rest, node)
            case MatchClass():
                self.expression(node.cls)
                for each in [*node.patterns, *node.kwd_patterns]:
                    self.pattern(each)
            case MatchStar():
                self._capture(node.name, node)
            case MatchAs():
                if node.pattern is not None:
                    self.pattern(node.pattern)
                self._capture(node.name, node)

    def _capture(self, name: str | None, node: Pattern) -> None:
        if name is not None:
            self._add(name, Flag.LOCAL, node)


_DECLARED_TOO_LATE: Final = (
    (Flag.PARAM, "is parameter and {kind}"),
    (Flag.ANNOT, "annotated name can't be {kind}"),
    (Flag.LOCAL, "is assigned to before {kind} declaration"),
    (Flag.USE, "is used prior to {kind} declaration"),
)

_Visit: TypeAlias = Callable[..., None]

_STATEMENTS: Final[dict[type, _Visit]] = {
    AnnAssign: _Collector.annotated,
    Assert: _Collector.assert_statement,
    Assign: _Collector.assign,
    AugAssign: _Collector.augmented,
    ClassDef: _Collector.class_definition,
    Delete: _Collector.delete,
    Expr: _Collector.expression_statement,
    For: _Collector.for_statement,
    FunctionDef: _Collector.function,
    Global: _Collector.global_statement,
    If: _Collector.if_statement,
    Import: _Collector.imports,
    ImportFrom: _Collector.imports,
    Match: _Collector.match_statement,
    Nonlocal: _Collector.nonlocal_statement,
    Raise: _Collector.raise_statement,
    Return: _Collector.return_statement,
    Try: _Collector.try_statement,
    TryStar: _Collector.try_statement,
    While: _Collector.while_statement,
    With: _Collector.with_statement,
}


def _children(*fields: str) -> _Visit:
    """A visitor of expressions that only looks into the named fields, in order."""

    def visit(collector: _Collector, node: Expression) -> None:
        for field in fields:
            child = getattr(node, field)
            if isinstance(child, list):
                collector.expressions(each for each in child if each is not None)
            elif child is not None:
                collector.expression(child)

    return visit


def _binary(collector: _Collector, node: BinOp) -> None:
    """A chain to the left is walked, not nested."""
    rights: list[Expression] = []
    left: Expression = node
    while isinstance(left, BinOp):
        rights.append(left.right)
        left = left.left
    collector.expression(left)
    for right in reversed(rights):
        collector.expression(right)


def _call(collector: _Collector, node: Call) -> None:
    collector.expression(node.func)
    collector.expressions(node.args)
    collector.expressions(keyword.value for keyword in node.keywords)


def _list_comprehension(collector: _Collector, node: ListComp) -> None:
    collector.comprehension(node, Comprehension.LIST, node.generators, node.elt, None)


def _set_comprehension(collector: _Collector, node: SetComp) -> None:
    collector.comprehension(node, Comprehension.SET, node.generators, node.elt, None)


def _dict_comprehension(collector: _Collector, node: DictComp) -> None:
    collector.comprehension(node, Comprehension.DICT, node.generators, node.key, node.value)


def _generator_expression(collector: _Collector, node: GeneratorExp) -> None:
    collector.comprehension(node, Comprehension.GENERATOR, node.generators, node.elt, None)


_EXPRESSIONS: Final[dict[type, _Visit]] = {
    Attribute: _children("value"),
    BinOp: _binary,
    BoolOp: _children("values"),
    Call: _call,
    Compare: _children("left", "comparators"),
    Dict: _children("keys", "values"),
    DictComp: _dict_comprehension,
    FormattedValue: _children("value", "format_spec"),
    GeneratorExp: _generator_expression,
    IfExp: _children("test", "body", "orelse"),
    JoinedStr: _children("values"),
    Lambda: _Collector.lambda_expression,
    List: _children("elts"),
    ListComp: _list_comprehension,
    Name: _Collector.name,
    NamedExpr: _Collector.named,
    Set: _children("elts"),
    SetComp: _set_comprehension,
    Slice: _children("lower", "upper", "step"),
    Starred: _children("value"),
    Subscript: _children("value", "slice"),
    Tuple: _children("elts"),
    UnaryOp: _children("operand"),
    Yield: _Collector.yields,
    YieldFrom: _Collector.yields,
}
