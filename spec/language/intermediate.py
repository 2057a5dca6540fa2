"""The intermediate form: instructions with labels, before they are laid out.

Code generation appends instructions to a flat sequence; the passes of `flow` work on
blocks of the same instructions. Pseudo-instructions stand for what only becomes real
when the layout is known: jumps without a direction, the ends of protected regions.
"""

from enum import IntEnum
from typing import TYPE_CHECKING, Final, TypeAlias, final

from spec.bytecode.instructions import Op

if TYPE_CHECKING:
    from spec.language.flow.blocks import Block

NO_LINE: Final = -1
"""An artificial instruction: it may take the line of a neighbour."""
NEXT_LINE: Final = -2
"""Takes the line of the instruction behind it, and no other."""


class Pseudo(IntEnum):
    """Instructions that no code object contains (numbers beyond those of real ones)."""

    ANNOTATIONS_PLACEHOLDER = 256
    JUMP = 257
    JUMP_IF_FALSE = 258
    JUMP_IF_TRUE = 259
    JUMP_NO_INTERRUPT = 260
    LOAD_CLOSURE = 261
    POP_BLOCK = 262
    SETUP_CLEANUP = 263
    SETUP_FINALLY = 264
    SETUP_WITH = 265
    STORE_FAST_MAYBE_NULL = 266


AnyOp: TypeAlias = Op | Pseudo


@final
class Label:
    """A place in a sequence; `position` is the index of the instruction behind it."""

    __slots__ = ("position",)

    def __init__(self) -> None:
        self.position = -1


@final
class Instruction:
    """One instruction. `label` until blocks are built, `target` from then on.

    `handler` is the block that an exception goes to, or None.
    """

    __slots__ = ("arg", "handler", "label", "line", "op", "target")

    def __init__(self, op: AnyOp, arg: int, line: int, label: Label | None = None) -> None:
        self.op = op
        self.arg = arg
        self.line = line
        self.label = label
        self.target: Block | None = None
        self.handler: Block | None = None

    def copy(self) -> "Instruction":
        """The same instruction again, its handler included."""
        twin = Instruction(self.op, self.arg, self.line, self.label)
        twin.target = self.target
        twin.handler = self.handler
        return twin

    def become(self, op: AnyOp, arg: int = 0) -> None:
        """Turn into another instruction at the same place."""
        self.op = op
        self.arg = arg

    def to_nop(self) -> None:
        """Turn into a NOP, which keeps the line."""
        self.op = Op.NOP
        self.arg = 0
        self.target = None

    def __repr__(self) -> str:
        return f"{self.op.name} {self.arg} @{self.line}"


@final
class Sequence:
    """The instructions of one code unit in the order of emission."""

    __slots__ = ("_placed", "annotations", "instructions")

    def __init__(self) -> None:
        self.instructions: list[Instruction] = []
        self._placed: list[Label] = []
        self.annotations: list[Instruction] | None = None
        """What replaces ANNOTATIONS_PLACEHOLDER."""

    def add(self, op: AnyOp, arg: int, line: int) -> None:
        """Append an instruction."""
        self.instructions.append(Instruction(op, arg, line))

    def jump(self, op: AnyOp, label: Label, line: int) -> None:
        """Append an instruction with a target."""
        self.instructions.append(Instruction(op, 0, line, label))

    def insert_first(self, op: AnyOp, label: Label) -> None:
        """Insert an instruction with a target before all others; placed labels move along."""
        for placed in self._placed:
            placed.position += 1
        self.instructions.insert(0, Instruction(op, 0, NO_LINE, label))

    def use(self, label: Label) -> None:
        """Place `label` before the next instruction."""
        label.position = len(self.instructions)
        self._placed.append(label)


CONDITIONAL_JUMPS: Final[frozenset[AnyOp]] = frozenset(
    {
        Op.POP_JUMP_IF_FALSE,
        Op.POP_JUMP_IF_NONE,
        Op.POP_JUMP_IF_NOT_NONE,
        Op.POP_JUMP_IF_TRUE,
    }
)
SHORT_CIRCUITS: Final[frozenset[AnyOp]] = frozenset({Pseudo.JUMP_IF_FALSE, Pseudo.JUMP_IF_TRUE})
UNCONDITIONAL_JUMPS: Final[frozenset[AnyOp]] = frozenset({Pseudo.JUMP, Pseudo.JUMP_NO_INTERRUPT})
JUMPS: Final[frozenset[AnyOp]] = (
    CONDITIONAL_JUMPS | SHORT_CIRCUITS | UNCONDITIONAL_JUMPS | {Op.FOR_ITER, Op.SEND}
)
"""Instructions with a target that end a block."""
SETUPS: Final[frozenset[AnyOp]] = frozenset(
    {Pseudo.SETUP_FINALLY, Pseudo.SETUP_CLEANUP, Pseudo.SETUP_WITH}
)
"""Instructions with a target, a handler, that do not end a block."""
EXITS: Final[frozenset[AnyOp]] = frozenset({Op.RETURN_VALUE, Op.RAISE_VARARGS, Op.RERAISE})
TERMINATORS: Final[frozenset[AnyOp]] = JUMPS | EXITS
NO_FALL_THROUGH: Final[frozenset[AnyOp]] = EXITS | UNCONDITIONAL_JUMPS
EVAL_BREAKS: Final[frozenset[AnyOp]] = frozenset(
    {Op.CALL, Op.CALL_FUNCTION_EX, Pseudo.JUMP, Op.RESUME}
)
"""Instructions at which an implementation may look for signals; they keep a line of their own."""
