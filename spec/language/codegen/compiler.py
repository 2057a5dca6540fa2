"""What every part of code generation works with: the units, and how instructions are emitted."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias, final

from spec.bytecode.code import Code
from spec.bytecode.instructions import CodeFlag, Intrinsic1, Op
from spec.language.codegen.unit import Region, Unit, UnitKind
from spec.language.constants import Constants
from spec.language.errors import SourceError, beyond_limit, syntax_error
from spec.language.flow.pipeline import Frame, assemble
from spec.language.intermediate import NO_LINE, AnyOp, Label, Pseudo
from spec.language.symbol_collector import FORMAT, SymbolTable
from spec.language.symbols import CLASS_DICT, Block, BlockKind, Flag, Scope, mangled
from spec.language.tree import Constant, Context, Expression, Located, Name, Node, Statement

MAX_REGIONS: Final = 21
"""Regions open at one place of a unit (CPython's limit)."""
MAX_INSTRUCTIONS: Final = 1 << 21
"""Instructions generated for one source; more have no container, for the shortest takes two bytes.
A `finally` is generated once for each way that leads into it, so nested ones double the code."""

_FORMAT_SHOWN: Final = "format"

_FAST: Final = {
    Context.LOAD: Op.LOAD_FAST,
    Context.STORE: Op.STORE_FAST,
    Context.DEL: Op.DELETE_FAST,
}
_GLOBAL: Final = {
    Context.LOAD: Op.LOAD_GLOBAL,
    Context.STORE: Op.STORE_GLOBAL,
    Context.DEL: Op.DELETE_GLOBAL,
}
_NAME: Final = {
    Context.LOAD: Op.LOAD_NAME,
    Context.STORE: Op.STORE_NAME,
    Context.DEL: Op.DELETE_NAME,
}
_DEREF: Final = {
    Context.LOAD: Op.LOAD_DEREF,
    Context.STORE: Op.STORE_DEREF,
    Context.DEL: Op.DELETE_DEREF,
}
DEBUG: Final = "__debug__"


@final
class Compiler:
    """The state of one compilation. `unit` is the one that instructions go to."""

    __slots__ = (
        *("_expressions", "_finished", "_made", "_statements", "_work"),
        *("table", "unit", "units"),
    )

    def __init__(
        self,
        table: SymbolTable,
        statements: "Mapping[type, StatementRule]",
        expressions: "Mapping[type, ExpressionRule]",
    ) -> None:
        self.table = table
        self._statements = statements
        self._expressions = expressions
        self.units: list[Unit] = []
        self.unit: Unit = Unit(UnitKind.MODULE, Block("", BlockKind.MODULE, 0), "", 0, None)
        self._made: dict[Node, list[Code]] = {}
        self._finished = 0
        """Instructions of the units that have ended."""
        self._work = 0
        """What their constants took; see `Constants.work`."""

    # Units

    def enter(
        self,
        kind: UnitKind,
        block: Block,
        name: str,
        first_line: int,
        class_name: str | None,
    ) -> Unit:
        """Begin a unit inside the present one."""
        unit = Unit(kind, block, name, first_line, class_name)
        if self.units:
            unit.qualname = self._qualname(unit)
        self.units.append(unit)
        self.unit = unit
        start_line = 0 if kind is UnitKind.MODULE else first_line
        self.emit(Op.RESUME, 0, start_line)
        return unit

    def _qualname(self, unit: Unit) -> str:
        parent = self.units[-1]
        if parent.kind is UnitKind.ANNOTATIONS and len(self.units) > 1:
            parent = self.units[-2]  # what stands in an annotation is named as if beside it
        if parent is self.units[0]:
            return unit.name
        if unit.kind in (UnitKind.FUNCTION, UnitKind.CLASS):
            own = mangled(parent.class_name, unit.name)
            if parent.scope_of(own) is Scope.GLOBAL_EXPLICIT:
                return unit.name
        if parent.kind in (UnitKind.FUNCTION, UnitKind.LAMBDA):
            return f"{parent.qualname}.<locals>.{unit.name}"
        return f"{parent.qualname}.{unit.name}"

    def leave(self, node: Node, return_none: bool = True) -> Code:
        """End the present unit; the code object, one for the same node and content."""
        unit = self.unit
        if return_none:
            self.load_const(None, NO_LINE)
        self.emit(Op.RETURN_VALUE, 0, NO_LINE)
        self._finished += len(unit.sequence.instructions)
        code = self._code(unit)
        self.units.pop()
        if self.units:
            self.unit = self.units[-1]
        made = self._made.setdefault(node, [])
        for known in made:
            if _same_code(known, code):
                return known
        made.append(code)
        return code

    def _code(self, unit: Unit) -> Code:
        varnames = list(unit.varnames)
        cellvars = list(unit.cellvars)
        flags = self._flags(unit)
        parameters = len(unit.block.varnames)
        frame = Frame(varnames, cellvars, len(unit.freevars), parameters, flags, unit.first_line)
        unit.constants.work += self._work
        made = assemble(unit.sequence, unit.constants, frame)
        self._work = unit.constants.work
        shown_cells = [name for name in varnames if name in unit.cellvars]
        shown_cells += [name for name in cellvars if name not in unit.varnames]
        return Code(
            code=made.code,
            consts=tuple(made.consts),
            names=tuple(unit.names),
            varnames=tuple(_FORMAT_SHOWN if each == FORMAT else each for each in varnames),
            freevars=tuple(unit.freevars),
            cellvars=tuple(shown_cells),
            argcount=unit.argcount,
            posonlyargcount=unit.positional_only_count,
            kwonlyargcount=unit.keyword_only_count,
            stacksize=made.stacksize,
            flags=flags,
            name=unit.name,
            qualname=unit.qualname,
            firstlineno=unit.first_line,
            linetable=made.linetable,
            exceptiontable=made.exceptiontable,
        )

    def _flags(self, unit: Unit) -> int:
        block = unit.block
        flags = 0
        if block.function_like:
            flags |= CodeFlag.OPTIMIZED | CodeFlag.NEWLOCALS
            if block.nested:
                flags |= CodeFlag.NESTED
        if block.generator:
            flags |= CodeFlag.GENERATOR
        if block.method:
            flags |= CodeFlag.METHOD
        if unit.varargs:
            flags |= CodeFlag.VARARGS
        if unit.varkeywords:
            flags |= CodeFlag.VARKEYWORDS
        if unit.has_docstring:
            flags |= CodeFlag.HAS_DOCSTRING
        return int(flags)

    # Emission

    def emit(self, op: AnyOp, arg: int, line: int) -> None:
        """Append an instruction."""
        self.unit.sequence.add(op, arg, line)

    def jump(self, op: AnyOp, label: Label, line: int) -> None:
        """Append an instruction with a target."""
        self.unit.sequence.jump(op, label, line)

    def use(self, label: Label) -> None:
        """Place a label before the next instruction."""
        self.unit.sequence.use(label)

    def load_const(self, value: object, line: int) -> None:
        """Load a constant; small ints too, which a later pass turns into LOAD_SMALL_INT."""
        self.emit(Op.LOAD_CONST, self.unit.constants.add(value), line)

    def error(self, node: Located, message: str) -> SourceError:
        """A fault that only shows when code is generated."""
        return syntax_error(message, node.lineno, node.col_offset)

    def error_at_line(self, line: int, message: str) -> SourceError:
        """A fault of which only the line is known."""
        return syntax_error(message, max(line, 1), 0)

    # Parts of the tree

    def expression(self, node: Expression) -> None:
        """Code that leaves the value of an expression on the stack (or stores to a target)."""
        self._expressions[type(node)](self, node)

    def expressions(self, nodes: list[Expression]) -> None:
        """Code for expressions in order."""
        for node in nodes:
            self._expressions[type(node)](self, node)

    def statements(self, nodes: list[Statement]) -> None:
        """Code for statements in order. Raises SourceError when it grows too large."""
        for node in nodes:
            self._statements[type(node)](self, node)
        if self._finished + len(self.unit.sequence.instructions) > MAX_INSTRUCTIONS:
            message = f"more than {MAX_INSTRUCTIONS} instructions"
            raise beyond_limit("code-size", message, nodes[0].lineno, nodes[0].col_offset)

    # Regions

    def push(self, region: Region, line: int) -> None:
        """Open a region. Raises SourceError when too many are open."""
        unit = self.unit
        if len(unit.regions) >= MAX_REGIONS:
            raise self.error_at_line(line, "too many statically nested blocks")
        unit.regions.append(region)

    def pop(self) -> None:
        """Close the innermost region."""
        self.unit.regions.pop()

    # Names

    def mangled(self, name: str) -> str:
        """The name as it is seen inside the present class, if any."""
        return mangled(self.unit.class_name, name)

    def name(self, name: str, context: Context, line: int) -> None:
        """Load, store or delete a name by its scope."""
        if name == DEBUG and context is not Context.LOAD:
            raise syntax_error(f"cannot assign to {DEBUG}", line, 0)
        name = self.mangled(name)
        unit = self.unit
        block = unit.block
        scope = unit.scope_of(name)
        if scope is Scope.FREE or scope is Scope.CELL:
            self._cell(name, context, line)
        elif scope is Scope.LOCAL and (block.function_like or name in unit.fast_hidden):
            self.emit(_FAST[context], unit.slot(name), line)
        elif scope is Scope.GLOBAL_EXPLICIT or (
            scope is Scope.GLOBAL_IMPLICIT and block.function_like
        ):
            self._global(name, context, line, scope)
        else:
            index = unit.name_index(name)
            in_class = block.kind is BlockKind.CLASS
            if context is Context.LOAD and in_class and unit.inlined_depth:
                self.emit(Op.LOAD_GLOBAL, index << 1, line)
            else:
                self.emit(_NAME[context], index, line)

    def _cell(self, name: str, context: Context, line: int) -> None:
        unit = self.unit
        index = unit.cell_index(name)
        op: Op = _DEREF[context]
        if context is Context.LOAD:
            if unit.in_class_body:
                self.emit(Op.LOAD_LOCALS, 0, line)
                op = Op.LOAD_FROM_DICT_OR_DEREF
            elif unit.block.sees_class_scope:
                self.emit(Op.LOAD_DEREF, unit.cell_index(CLASS_DICT), line)
                op = Op.LOAD_FROM_DICT_OR_DEREF
        self.emit(op, index, line)

    def _global(self, name: str, context: Context, line: int, scope: Scope) -> None:
        unit = self.unit
        index = unit.name_index(name)
        if context is not Context.LOAD:
            self.emit(_GLOBAL[context], index, line)
        elif unit.block.sees_class_scope and scope is Scope.GLOBAL_IMPLICIT:
            self.emit(Op.LOAD_DEREF, unit.cell_index(CLASS_DICT), line)
            self.emit(Op.LOAD_FROM_DICT_OR_GLOBALS, index, line)
        else:
            self.emit(Op.LOAD_GLOBAL, index << 1, line)

    def is_imported(self, node: Expression) -> bool:
        """Whether a name is one that the module imports, wherever it is used."""
        return isinstance(node, Name) and bool(self.units[0].flags_of(node.id) & Flag.IMPORT)

    # Shapes that recur

    def wrap_in_stop_iteration_handler(self) -> None:
        """A generator that lets StopIteration pass raises RuntimeError instead."""
        handler = Label()
        sequence = self.unit.sequence
        sequence.insert_first(Pseudo.SETUP_CLEANUP, handler)
        self.load_const(None, NO_LINE)
        self.emit(Op.RETURN_VALUE, 0, NO_LINE)
        self.use(handler)
        self.emit(Op.CALL_INTRINSIC_1, Intrinsic1.STOPITERATION_ERROR, NO_LINE)
        self.emit(Op.RERAISE, 1, NO_LINE)


def constant_value(node: Expression | None) -> tuple[bool, object]:
    """Whether an expression is a constant when code is generated, and which."""
    if node is None:
        return True, None
    if isinstance(node, Constant):
        return True, node.value
    if isinstance(node, Name) and node.id == DEBUG and node.ctx is Context.LOAD:
        return True, True
    return False, None


def _same_code(one: Code, other: Code) -> bool:
    """Whether two code objects made from one node are one; their constants are by construction."""
    return (
        one.code == other.code
        and one.exceptiontable == other.exceptiontable
        and one.names == other.names
        and one.varnames == other.varnames
        and one.freevars == other.freevars
        and one.cellvars == other.cellvars
        and one.qualname == other.qualname
        and _same_constants(one.consts, other.consts)
    )


def _same_constants(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    if len(one) != len(other):
        return False
    for left, right in zip(one, other, strict=True):
        table = Constants()
        if table.add(left) != table.add(right):
            return False
    return True


ExpressionRule: TypeAlias = Callable[[Compiler, Expression], None]
StatementRule: TypeAlias = Callable[[Compiler, Statement], None]
