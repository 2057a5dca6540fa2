"""Scopes: which block a name belongs to, and how it is reached from there.

Two passes, as in CPython: `symbol_collector` walks the tree and notes what every block does
with every name; this module says what a block is and decides, from the outside in what
is bound, and from the inside out what is free.
"""

from enum import Enum
from typing import Final, final

from spec.language.errors import SourceError, syntax_error


class BlockKind(Enum):
    """What opens a scope."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    ANNOTATION = "annotation"


class Comprehension(Enum):
    """Which comprehension a function block stands for, if any."""

    NONE = ""
    LIST = "<listcomp>"
    SET = "<setcomp>"
    DICT = "<dictcomp>"
    GENERATOR = "<genexpr>"


class Flag:
    """What a block does with a name: bits of an int."""

    GLOBAL: Final = 1
    LOCAL: Final = 2
    PARAM: Final = 4
    NONLOCAL: Final = 8
    USE: Final = 16
    FREE_CLASS: Final = 32
    """Local to a class body, and free in a block inside it."""
    IMPORT: Final = 64
    ANNOT: Final = 128
    COMP_ITER: Final = 256
    """A target of a comprehension's loop."""
    COMP_CELL: Final = 512
    """A cell of a comprehension that became part of this block."""


BOUND: Final = Flag.LOCAL | Flag.PARAM | Flag.IMPORT


class Scope(Enum):
    """How a name is reached."""

    LOCAL = "local"
    CELL = "cell"
    FREE = "free"
    GLOBAL_EXPLICIT = "declared global"
    GLOBAL_IMPLICIT = "global"


CLASS_CELL: Final = "__class__"
CLASS_DICT: Final = "__classdict__"
CONDITIONAL_ANNOTATIONS: Final = "__conditional_annotations__"
CLASS_CELLS: Final = (CLASS_CELL, CLASS_DICT, CONDITIONAL_ANNOTATIONS)
"""What a class body offers to the blocks inside it under names of its own."""


@final
class Block:
    """A scope: its names in the order in which they were met, and the blocks inside it."""

    __slots__ = (
        "annotation_block",
        "annotations_used",
        "children",
        "comprehension",
        "flags",
        "generator",
        "has_conditional_annotations",
        "in_conditional",
        "inlined",
        "kind",
        "line",
        "method",
        "name",
        "needs_class_closure",
        "needs_classdict",
        "nested",
        "places",
        "scopes",
        "sees_class_scope",
        "unevaluated",
        "varnames",
    )

    def __init__(self, name: str, kind: BlockKind, line: int) -> None:
        self.name = name
        self.kind = kind
        self.line = line
        self.flags: dict[str, int] = {}
        self.scopes: dict[str, Scope] = {}
        self.places: dict[str, tuple[int, int]] = {}
        """Line and column of the `global` or `nonlocal` that names a name."""
        self.children: list[Block] = []
        self.varnames: list[str] = []
        """Parameters, in the order of their slots."""
        self.comprehension = Comprehension.NONE
        self.annotation_block: Block | None = None
        self.unevaluated = False
        """Whether it holds the annotations of a function's locals."""
        self.annotations_used = False
        self.generator = False
        self.nested = False
        self.method = False
        self.sees_class_scope = False
        self.in_conditional = False
        self.inlined = False
        self.needs_class_closure = False
        self.needs_classdict = False
        self.has_conditional_annotations = False

    @property
    def function_like(self) -> bool:
        """Whether its locals live in slots."""
        return self.kind in (BlockKind.FUNCTION, BlockKind.ANNOTATION)

    @property
    def is_inlinable(self) -> bool:
        """Whether it is a comprehension that runs in its parent's frame."""
        return self.comprehension not in (Comprehension.NONE, Comprehension.GENERATOR)

    def flags_of(self, name: str) -> int:
        """What the block does with `name`; nothing if it does not know it."""
        return self.flags.get(name, 0)

    def scope_of(self, name: str) -> Scope | None:
        """How `name` is reached; None if the block does not know it."""
        return self.scopes.get(name)

    def cell_names(self) -> list[str]:
        """Its cells: sorted, then those that a class or module offers."""
        names = sorted(
            name
            for name, flags in self.flags.items()
            if self.scopes[name] is Scope.CELL or flags & Flag.COMP_CELL
        )
        needed = (self.needs_class_closure, self.needs_classdict, self.has_conditional_annotations)
        return names + [name for name, wanted in zip(CLASS_CELLS, needed, strict=True) if wanted]

    def free_names(self) -> list[str]:
        """Its free variables, sorted."""
        return sorted(
            name
            for name, flags in self.flags.items()
            if self.scopes[name] is Scope.FREE or flags & Flag.FREE_CLASS
        )


def analyse(module: Block) -> None:
    """Decide the scope of every name in every block. Raises SourceError."""
    _Analysis(module, None, None).run()


@final
class _Names:
    """A set of names that differs from an outer one; many inner ones may share an outer one.

    A copy for each block would cost the square of the source's length.
    """

    __slots__ = ("_added", "_outer", "_removed")

    def __init__(self, outer: "_Names | None") -> None:
        self._outer = outer
        self._added: set[str] = set()
        self._removed: set[str] = set()

    def add(self, name: str) -> None:
        """Put a name in."""
        self._added.add(name)
        self._removed.discard(name)

    def discard(self, name: str) -> None:
        """Take a name out, if it is in."""
        self._added.discard(name)
        self._removed.add(name)

    def holds(self, name: str) -> bool:
        """Whether a name is in."""
        level: _Names | None = self
        while level is not None:
            if name in level._added:
                return True
            if name in level._removed:
                return False
            level = level._outer
        return False


@final
class _Analysis:
    """One block's analysis. `bound` is None in the module, where nothing encloses."""

    __slots__ = (
        *("_block", "_bound", "_class_block", "_free", "_inlined_cells", "_locals"),
        "_outer_bound",
    )

    def __init__(
        self,
        block: Block,
        bound: _Names | None,
        class_block: Block | None,
    ) -> None:
        self._block = block
        self._outer_bound = bound
        self._bound = None if bound is None else _Names(bound)
        self._class_block = class_block
        self._locals: set[str] = set()
        self._free: set[str] = set()
        self._inlined_cells: set[str] = set()

    def run(self) -> set[str]:
        """The names that stay free in the block."""
        block = self._block
        is_class = block.kind is BlockKind.CLASS
        for name, flags in block.flags.items():
            block.scopes[name] = self._scope(name, flags)
        # What a class body binds or declares is not seen by the blocks inside it.
        inner_bound = _Names(self._outer_bound if is_class else self._bound)
        offered = CLASS_CELLS if is_class else self._locals if block.function_like else ()
        for name in offered:
            inner_bound.add(name)
        self._analyse_children(inner_bound)
        if block.function_like:
            self._settle_cells()
        elif is_class:
            self._drop_class_cells()
        self._update()
        return self._free

    def _scope(self, name: str, flags: int) -> Scope:
        if flags & Flag.GLOBAL:
            if flags & Flag.NONLOCAL:
                raise self._error(name, "is nonlocal and global")
            if self._bound is not None:
                self._bound.discard(name)
            return Scope.GLOBAL_EXPLICIT
        if flags & Flag.NONLOCAL:
            if self._bound is None:
                raise self._error(name, "nonlocal declaration not allowed at module level")
            if not self._bound.holds(name):
                raise self._error(name, "no binding for nonlocal")
            self._free.add(name)
            return Scope.FREE
        if flags & BOUND:
            self._locals.add(name)
            return Scope.LOCAL
        if self._class_block is not None:
            in_class = self._class_block.flags_of(name)
            if in_class & Flag.GLOBAL:
                return Scope.GLOBAL_EXPLICIT
            if in_class & BOUND and not in_class & Flag.NONLOCAL:
                return Scope.GLOBAL_IMPLICIT
        if self._bound is not None and self._bound.holds(name):
            self._free.add(name)
            return Scope.FREE
        return Scope.GLOBAL_IMPLICIT

    def _error(self, name: str, message: str) -> SourceError:
        line, column = self._block.places.get(name, (self._block.line, 0))
        return syntax_error(f"name '{name}': {message}", line, column)

    def _analyse_children(self, bound: _Names) -> None:
        block = self._block
        children: list[Block] = []
        for child in block.children:
            class_block = None
            if child.sees_class_scope:
                class_block = block if block.kind is BlockKind.CLASS else self._class_block
            free = _Analysis(child, bound, class_block).run()
            if child.is_inlinable and not block.sees_class_scope:
                child.inlined = True
                self._inline(child, free)
                children.extend(child.children)
            else:
                children.append(child)
            self._free |= free
        block.children = children

    def _inline(self, comprehension: Block, free: set[str]) -> None:
        """Names of a comprehension become names of the block in whose frame it runs."""
        block = self._block
        needed = {
            name
            for child in comprehension.children
            for name, scope in child.scopes.items()
            if scope is Scope.FREE
        }
        for name, flags in comprehension.flags.items():
            if flags & Flag.PARAM:
                continue
            scope = comprehension.scopes[name]
            if scope is Scope.CELL or flags & Flag.COMP_CELL:
                self._inlined_cells.add(name)
            if name not in block.flags:
                if scope is Scope.FREE and block.kind is BlockKind.CLASS and name in CLASS_CELLS:
                    scope = Scope.GLOBAL_IMPLICIT
                    free.discard(name)
                block.flags[name] = flags
                block.scopes[name] = scope
            elif (
                block.flags[name] & BOUND
                and block.kind is not BlockKind.CLASS
                and name not in needed
            ):
                free.discard(name)

    def _settle_cells(self) -> None:
        """Locals that a block inside needs become cells."""
        scopes = self._block.scopes
        for name, scope in scopes.items():
            if scope is Scope.LOCAL and (name in self._free or name in self._inlined_cells):
                scopes[name] = Scope.CELL
                self._free.discard(name)

    def _drop_class_cells(self) -> None:
        block = self._block
        if CLASS_CELL in self._free:
            self._free.discard(CLASS_CELL)
            block.needs_class_closure = True
        if CLASS_DICT in self._free:
            self._free.discard(CLASS_DICT)
            block.needs_classdict = True
        if CONDITIONAL_ANNOTATIONS in self._free:
            self._free.discard(CONDITIONAL_ANNOTATIONS)
            block.has_conditional_annotations = True

    def _update(self) -> None:
        """Pass on what is free: names that the block did not know before become free in it."""
        block = self._block
        for name in block.flags:
            if name in self._inlined_cells:
                block.flags[name] |= Flag.COMP_CELL
        in_class = block.kind is BlockKind.CLASS or block.sees_class_scope
        for name in sorted(self._free):
            if name in block.flags:
                if in_class:
                    block.flags[name] |= Flag.FREE_CLASS
            elif self._bound is not None and self._bound.holds(name):
                block.flags[name] = 0
                block.scopes[name] = Scope.FREE


def mangled(class_name: str | None, name: str) -> str:
    """A private name of a class: `__x` in class `C` is `_C__x`."""
    if class_name is None or not name.startswith("__") or name.endswith("__") or "." in name:
        return name
    stripped = class_name.lstrip("_")
    return f"_{stripped}{name}" if stripped else name
