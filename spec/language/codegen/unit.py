"""A code unit while it is generated: its instructions, names, constants and open blocks."""

from enum import Enum
from typing import Final, final

from spec.language.constants import Constants
from spec.language.intermediate import Label, Sequence
from spec.language.symbols import Block, BlockKind, Scope
from spec.language.tree import Expression, Statement


class UnitKind(Enum):
    """What a unit is; it decides qualified names and flags."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    LAMBDA = "lambda"
    COMPREHENSION = "comprehension"
    ANNOTATIONS = "annotations"


class Open(Enum):
    """What must be undone when control leaves a region early."""

    WHILE_LOOP = "while loop"
    FOR_LOOP = "for loop"
    TRY_EXCEPT = "try with except"
    FINALLY_TRY = "try with finally"
    FINALLY_END = "finally"
    WITH = "with"
    HANDLER_CLEANUP = "except clause"
    EXCEPTION_HANDLER = "except clauses"
    EXCEPTION_GROUP_HANDLER = "except* clauses"
    POP_VALUE = "a value on the stack"
    STOP_ITERATION = "generator"


@final
class Region:
    """An open region, and what leaving it needs."""

    __slots__ = ("exit", "expression", "final", "kind", "name", "start")

    def __init__(
        self,
        kind: Open,
        *,
        start: Label | None = None,
        exit: Label | None = None,
        name: str | None = None,
        final: list[Statement] | None = None,
        expression: Expression | None = None,
    ) -> None:
        self.kind = kind
        self.start = start
        """Where `continue` goes, of a loop."""
        self.exit = exit
        """Where `break` goes, of a loop."""
        self.name = name
        """The name that an except clause binds."""
        self.final = final or []
        """The statements of a `finally`."""
        self.expression = expression
        """The context expression of a `with`, whose line the call of `__exit__` has."""


@final
class DeferredAnnotation:
    """An annotation of a module or class, evaluated when it is asked for."""

    __slots__ = ("condition", "line", "name", "value")

    def __init__(self, name: str, value: Expression, line: int, condition: int) -> None:
        self.name = name
        self.value = value
        self.line = line
        self.condition = condition
        """Its index among the conditional ones, or `ALWAYS`."""


ALWAYS: Final = -1


@final
class Unit:
    """Everything that grows while one unit is generated."""

    __slots__ = (
        "argcount",
        "block",
        "cellvars",
        "class_name",
        "conditional_annotations",
        "conditional_depth",
        "constants",
        "deferred",
        "fast_hidden",
        "first_line",
        "freevars",
        "has_docstring",
        "inlined_depth",
        "keyword_only_count",
        "kind",
        "name",
        "names",
        "overrides",
        "positional_only_count",
        "qualname",
        "regions",
        "sequence",
        "static_attributes",
        "varargs",
        "varkeywords",
        "varnames",
    )

    def __init__(
        self, kind: UnitKind, block: Block, name: str, first_line: int, class_name: str | None
    ) -> None:
        self.kind = kind
        self.block = block
        self.name = name
        self.qualname = name
        self.first_line = first_line
        self.class_name = class_name
        """The class whose private names are mangled here."""
        self.sequence = Sequence()
        self.constants = Constants()
        self.names: dict[str, int] = {}
        self.varnames = _numbered(block.varnames)
        self.cellvars = _numbered(block.cell_names())
        self.freevars = _numbered(block.free_names())
        self.argcount = 0
        self.positional_only_count = 0
        self.keyword_only_count = 0
        self.varargs = False
        self.varkeywords = False
        self.has_docstring = False
        self.regions: list[Region] = []
        self.overrides: dict[str, tuple[Scope, int]] = {}
        """What names are while an inlined comprehension is generated, where that differs."""
        self.fast_hidden: set[str] = set()
        """Locals of inlined comprehensions that live in slots of a module or class."""
        self.inlined_depth = 0
        self.static_attributes: set[str] = set()
        self.deferred: list[DeferredAnnotation] = []
        self.conditional_annotations = 0
        self.conditional_depth = 0
        """How many conditions, loops and the like the present statement stands in."""

    def scope_of(self, name: str) -> Scope | None:
        """How `name` is reached right now."""
        override = self.overrides.get(name)
        return self.block.scope_of(name) if override is None else override[0]

    def flags_of(self, name: str) -> int:
        """What the unit does with `name`, right now."""
        override = self.overrides.get(name)
        return self.block.flags_of(name) if override is None else override[1]

    def name_index(self, name: str) -> int:
        """The index among the names, added if it is new."""
        return self.names.setdefault(name, len(self.names))

    def slot(self, name: str) -> int:
        """The slot of a local, added if it is new."""
        return self.varnames.setdefault(name, len(self.varnames))

    def cell_index(self, name: str) -> int:
        """The index of a cell or free variable: cells first."""
        index = self.cellvars.get(name)
        return len(self.cellvars) + self.freevars[name] if index is None else index

    @property
    def in_class_body(self) -> bool:
        """Whether plain class-body rules hold: not inside an inlined comprehension."""
        return self.block.kind is BlockKind.CLASS and not self.inlined_depth


def _numbered(names: list[str]) -> dict[str, int]:
    return {name: index for index, name in enumerate(names)}
