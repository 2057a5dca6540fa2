"""A function under construction: instructions, heights, variables, constants.

The builder keeps account of what validation will ask for (height of the stack, handler of
each instruction, cells), so that what the generator emits is valid by construction. The
constants are canonical value forms, for they go into a case unchanged.
"""

from typing import Any, Final, TypeAlias, final

from spec.bytecode.assembler import Assembler, Handler, Label, empty_line_table
from spec.bytecode.effects import stack_effect
from spec.bytecode.exception_table import encode_exception_table
from spec.bytecode.instructions import OPERANDS, CodeFlag, Op

Form: TypeAlias = list[Any]
"""A canonical value form: kind and content."""

FUNCTION_FLAGS: Final = int(CodeFlag.OPTIMIZED | CodeFlag.NEWLOCALS)
SMALL: Final = 256
"""LOAD_SMALL_INT takes integers from 0 to below this."""

_FIXED: Final[dict[Op, int]] = {
    op: stack_effect(op, 0)[1] - stack_effect(op, 0)[0] for op in Op if op not in OPERANDS
} | {
    op: stack_effect(op, 0)[1] - stack_effect(op, 0)[0]
    for op in (
        Op.BINARY_OP,
        Op.COMPARE_OP,
        Op.CONTAINS_OP,
        Op.IS_OP,
        Op.LOAD_CONST,
        Op.LOAD_FAST,
        Op.LOAD_FAST_BORROW,
        Op.LOAD_FAST_CHECK,
        Op.LOAD_SMALL_INT,
        Op.LOAD_DEREF,
        Op.STORE_DEREF,
        Op.STORE_FAST,
        Op.POP_JUMP_IF_FALSE,
        Op.POP_JUMP_IF_TRUE,
        Op.RESUME,
    )
}


@final
class Variable:
    """A variable of the function: where it lives, and the kind of value it holds."""

    __slots__ = ("cell", "index", "kind")

    def __init__(self, index: int, kind: str, cell: bool) -> None:
        self.index = index
        self.kind = kind
        self.cell = cell


@final
class Builder:
    """Emits the instructions of one code object.

    `height` is the stack's height at the point of emission; whoever places a label behind
    a jump or a return sets it anew.
    """

    __slots__ = (
        "_assembler",
        "_cells",
        "_constants",
        "_first",
        "cellvars",
        "consts",
        "flags",
        "freevars",
        "height",
        "name",
        "peak",
        "reachable",
        "varnames",
    )

    def __init__(self, name: str, flags: int = FUNCTION_FLAGS) -> None:
        self.name = name
        self.flags = flags
        self.height = 0
        self.peak = 0
        self.reachable = True
        self.varnames: list[str] = []
        self.cellvars: list[str] = []
        self.freevars: list[str] = []
        self.consts: list[Form] = []
        self._assembler = Assembler()
        self._constants: dict[tuple[str, object], int] = {}
        self._cells: list[int] = []
        self._first = 0

    # --- instructions

    def emit(self, op: Op, operand: int = 0) -> None:
        """Append an instruction and move the height."""
        self._assembler.emit(op, operand)
        change = _FIXED.get(op)
        if change is None:
            pops, pushes = stack_effect(op, operand)
            change = pushes - pops
        height = self.height + change
        self.height = height
        if height > self.peak:
            self.peak = height

    def cell(self, op: Op, index: int) -> None:
        """Append an instruction on the cell slot `index` (cells first, then free variables)."""
        self._cells.append(len(self._assembler))
        self.emit(op, index)

    def jump(self, op: Op, target: Label) -> None:
        """Append a jump; the height moves as on the path that does not jump."""
        self._assembler.jump(op, target)
        self.height += _FIXED.get(op, 0) if op is not Op.FOR_ITER else 1
        self.peak = max(self.peak, self.height)

    def branch(self, op: Op, target: Label) -> None:
        """A conditional jump as compilers write it, with NOT_TAKEN behind it."""
        self.jump(op, target)
        self._assembler.emit(Op.NOT_TAKEN)

    def bind(self, label: Label, height: int) -> None:
        """Place a label, where the stack has this height on every path."""
        self._assembler.bind(label)
        self.height = height
        if height > self.peak:
            self.peak = height

    @property
    def handler(self) -> Handler | None:
        """The handler of what is emitted from now on."""
        return self._assembler.handler

    @handler.setter
    def handler(self, handler: Handler | None) -> None:
        self._assembler.handler = handler

    def __len__(self) -> int:
        return len(self._assembler)

    # --- tables

    def constant(self, form: Form) -> int:
        """The index of a constant."""
        content = form[1]
        if isinstance(content, list | dict):
            self.consts.append(form)
            return len(self.consts) - 1
        key = (form[0], content)
        index = self._constants.get(key)
        if index is None:
            index = self._constants[key] = len(self.consts)
            self.consts.append(form)
        return index

    def load(self, form: Form) -> None:
        """Push a constant, the shorter way if there is one."""
        content = form[1]
        if form[0] == "int" and isinstance(content, int) and 0 <= content < SMALL:
            self.emit(Op.LOAD_SMALL_INT, content)
        else:
            self.emit(Op.LOAD_CONST, self.constant(form))

    def name_index(self, name: str) -> int:
        """The index of a name."""
        return self._assembler.name(name)

    def load_global(self, name: str, call: bool = False) -> None:
        """Push a global or builtin, with a null above it if it is to be called."""
        self.emit(Op.LOAD_GLOBAL, self.name_index(name) << 1 | call)

    def new_local(self, kind: str, name: str | None = None) -> Variable:
        """A new local variable."""
        index = len(self.varnames)
        self.varnames.append(name or f"v{index}")
        return Variable(index, kind, False)

    def new_cell(self, kind: str) -> Variable:
        """A new cell variable; only before anything is emitted."""
        index = len(self.cellvars)
        self.cellvars.append(f"c{index}_{self.name}")
        return Variable(index, kind, True)

    def free(self, name: str, kind: str) -> Variable:
        """A free variable; only before anything is emitted, and after all cells."""
        self.freevars.append(name)
        return Variable(len(self.cellvars) + len(self.freevars) - 1, kind, True)

    def cell_name(self, index: int) -> str:
        """The name of a cell or free variable."""
        return (self.cellvars + self.freevars)[index]

    def protect_all(self, handler: Handler) -> None:
        """Put everything since RESUME that has no handler yet under this one."""
        self._assembler.protect(handler, self._first)

    def begin(self) -> None:
        """Emit what stands before the body."""
        if self.freevars:
            self.emit(Op.COPY_FREE_VARS, len(self.freevars))
        for index in range(len(self.cellvars)):
            self.cell(Op.MAKE_CELL, index)
        if self.flags & CodeFlag.GENERATOR:
            self.emit(Op.RETURN_GENERATOR)
            self.emit(Op.POP_TOP)
        self._first = len(self._assembler)
        self.emit(Op.RESUME)

    # --- the end

    def finish(
        self, argcount: int, qualname: str | None = None, kwonlyargcount: int = 0
    ) -> dict[str, Any]:
        """The code object in its canonical form."""
        assembler = self._assembler
        offset = len(self.varnames)
        for position in self._cells:
            assembler.patch(position, offset)
        offsets, code = assembler.assemble()
        regions = assembler.regions(offsets)
        return {
            "argcount": argcount,
            "posonlyargcount": 0,
            "kwonlyargcount": kwonlyargcount,
            "nlocals": offset,
            "stacksize": self.peak,
            "flags": int(self.flags),
            "code": code.hex(),
            "consts": self.consts,
            "names": list(assembler.names),
            "varnames": self.varnames,
            "freevars": self.freevars,
            "cellvars": self.cellvars,
            "name": self.name,
            "qualname": qualname or self.name,
            "firstlineno": 1,
            "linetable": empty_line_table(len(code)).hex(),
            "exceptiontable": encode_exception_table(regions).hex() if regions else "",
        }
