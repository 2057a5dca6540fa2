"""The pass over each block that rewrites neighbours and folds constants.

A result that replaces two instructions is written in the place of the second one, which
keeps its line, and the scan goes on there, so that chains collapse.
"""

from typing import Final, final

from spec.bytecode.instructions import COERCE_TO_BOOL, Intrinsic1, Op
from spec.language.constants import Constants
from spec.language.flow.blocks import Block, Graph
from spec.language.flow.fold import Folder
from spec.language.flow.swaps import optimise_swaps
from spec.language.intermediate import CONDITIONAL_JUMPS, AnyOp, Instruction, Pseudo

_OPPOSITE: Final[dict[AnyOp, AnyOp]] = {
    Pseudo.JUMP_IF_FALSE: Pseudo.JUMP_IF_TRUE,
    Pseudo.JUMP_IF_TRUE: Pseudo.JUMP_IF_FALSE,
}


def optimise_blocks(graph: Graph, constants: Constants) -> None:
    """Rewrite every block, then resolve its swaps statically where that is possible."""
    folder = Folder(constants)
    for block in graph:
        _Pass(block, folder).run()
        optimise_swaps(block)


@final
class _Pass:
    """One scan over one block."""

    __slots__ = ("_block", "_folder", "_index")

    def __init__(self, block: Block, folder: Folder) -> None:
        self._block = block
        self._folder = folder
        self._index = 0

    def run(self) -> None:
        while self._index < self._block.used:
            instruction = self._block.slots[self._index]
            if not self._rewrite(instruction):
                self._index += 1

    def _next(self) -> Instruction | None:
        at = self._index + 1
        return self._block.slots[at] if at < self._block.used else None

    def _rewrite(self, this: Instruction) -> bool:
        """Apply the rule for `this`; True when the scan must look at the same place again."""
        op = this.op
        if op in CONDITIONAL_JUMPS or op in (Pseudo.JUMP, Pseudo.JUMP_NO_INTERRUPT):
            return self._thread_jump(this)
        if op in _OPPOSITE:
            return self._thread_short_circuit(this)
        match op:
            case Op.BUILD_TUPLE:
                self._build_tuple(this)
            case Op.BUILD_LIST | Op.BUILD_SET:
                self._folder.display(self._block, self._index)
            case Op.STORE_FAST:
                self._store_twice(this)
            case Op.SWAP if this.arg == 1:
                this.to_nop()
            case Op.LOAD_GLOBAL:
                self._load_global(this)
            case Op.COMPARE_OP:
                self._compare(this)
            case Op.CONTAINS_OP | Op.IS_OP:
                self._test(this)
            case Op.TO_BOOL:
                following = self._next()
                if following is not None and following.op is Op.TO_BOOL:
                    this.to_nop()
            case Op.UNARY_NOT:
                self._not(this)
            case Op.UNARY_NEGATIVE | Op.UNARY_INVERT:
                self._folder.unary(self._block, self._index)
            case Op.CALL_INTRINSIC_1:
                self._intrinsic(this)
            case Op.BINARY_OP:
                self._folder.binary(self._block, self._index)
        return False

    # Jumps

    def _thread_jump(self, this: Instruction) -> bool:
        """A jump to a jump goes where that one goes."""
        target = this.target
        if target is None or not target.used:
            return False
        onward = target.slots[0]
        if this.op in CONDITIONAL_JUMPS:
            return onward.op is Pseudo.JUMP and self._thread(this, onward, this.op)
        if onward.op is Pseudo.JUMP:
            return self._thread(this, onward, Pseudo.JUMP)
        if onward.op is Pseudo.JUMP_NO_INTERRUPT:
            return self._thread(this, onward, this.op)
        return False

    def _thread_short_circuit(self, this: Instruction) -> bool:
        """A test whose target tests the same value again."""
        target = this.target
        if target is None or not target.used:
            return False
        onward = target.slots[0]
        if onward.op is Pseudo.JUMP or onward.op is this.op:
            return self._thread(this, onward, this.op)
        if onward.op is _OPPOSITE[this.op]:
            assert target.next is not None
            this.target = target.next
            return True
        return False

    def _thread(self, this: Instruction, onward: Instruction, op: AnyOp) -> bool:
        """The new jump is appended, with the line of the jump that it skips."""
        if this.target is onward.target:
            return False
        this.to_nop()
        self._block.append(op, 0, onward.line, onward.target)
        return False

    # Neighbours

    def _build_tuple(self, this: Instruction) -> None:
        following = self._next()
        if following is not None and following.op is Op.UNPACK_SEQUENCE:
            if following.arg == this.arg == 1:
                this.to_nop()
                following.to_nop()
                return
            if following.arg == this.arg in (2, 3):
                this.to_nop()
                following.become(Op.SWAP, following.arg)
                return
        self._folder.tuple_display(self._block, self._index)

    def _store_twice(self, this: Instruction) -> None:
        following = self._next()
        if following is None or following.op is not Op.STORE_FAST:
            return
        if following.arg == this.arg and following.line == this.line:
            this.become(Op.POP_TOP)

    def _load_global(self, this: Instruction) -> None:
        following = self._next()
        if following is not None and following.op is Op.PUSH_NULL and not this.arg & 1:
            this.arg |= 1
            following.to_nop()

    def _compare(self, this: Instruction) -> None:
        following = self._next()
        if following is not None and following.op is Op.TO_BOOL:
            following.become(Op.COMPARE_OP, this.arg | COERCE_TO_BOOL)
            this.to_nop()

    def _test(self, this: Instruction) -> None:
        following = self._next()
        if following is None or following.op not in (Op.TO_BOOL, Op.UNARY_NOT):
            return
        inverted = following.op is Op.UNARY_NOT
        following.become(this.op, this.arg ^ 1 if inverted else this.arg)
        this.to_nop()

    def _not(self, this: Instruction) -> None:
        following = self._next()
        if following is not None and following.op is Op.TO_BOOL:
            this.to_nop()
            following.become(Op.UNARY_NOT)
        elif following is not None and following.op is Op.UNARY_NOT:
            this.to_nop()
            following.to_nop()
        else:
            self._folder.unary(self._block, self._index)

    def _intrinsic(self, this: Instruction) -> None:
        if this.arg == Intrinsic1.UNARY_POSITIVE:
            self._folder.unary(self._block, self._index)
        elif this.arg == Intrinsic1.LIST_TO_TUPLE:
            following = self._next()
            if following is not None and following.op is Op.GET_ITER:
                this.to_nop()
            else:
                self._folder.appended_tuple(self._block, self._index)
