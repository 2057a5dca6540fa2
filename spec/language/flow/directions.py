"""Jumps get a direction; conditional ones always lead forward."""

from typing import Final

from spec.bytecode.instructions import Op
from spec.language.flow.blocks import Block, Graph
from spec.language.intermediate import CONDITIONAL_JUMPS, AnyOp, Pseudo

_INVERTED: Final[dict[AnyOp, Op]] = {
    Op.POP_JUMP_IF_FALSE: Op.POP_JUMP_IF_TRUE,
    Op.POP_JUMP_IF_TRUE: Op.POP_JUMP_IF_FALSE,
    Op.POP_JUMP_IF_NONE: Op.POP_JUMP_IF_NOT_NONE,
    Op.POP_JUMP_IF_NOT_NONE: Op.POP_JUMP_IF_NONE,
}


def normalise_jumps(graph: Graph) -> None:
    """Mark the way not taken; turn a conditional jump back into one over a jump back."""
    passed: set[Block] = set()
    for block in list(graph):
        passed.add(block)
        last = block.last
        if last is None or last.op not in CONDITIONAL_JUMPS:
            continue
        target = last.target
        assert target is not None
        if target not in passed:
            block.append(Op.NOT_TAKEN, 0, last.line)
            continue
        last.op = _INVERTED[last.op]
        last.target = block.next
        back = Block()
        back.append(Op.NOT_TAKEN, 0, last.line)
        back.append(Pseudo.JUMP, 0, last.line, target)
        back.cold = block.cold
        back.depth = target.depth
        back.predecessors = 1
        back.next = block.next
        block.next = back
        passed.add(back)
