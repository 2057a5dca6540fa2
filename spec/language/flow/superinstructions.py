"""Two accesses to locals side by side become one instruction."""

from itertools import pairwise
from typing import Final

from spec.bytecode.instructions import Op
from spec.language.flow.blocks import Graph
from spec.language.flow.nops import remove_nops
from spec.language.intermediate import AnyOp

_PAIRS: Final[dict[tuple[AnyOp, AnyOp], Op]] = {
    (Op.LOAD_FAST, Op.LOAD_FAST): Op.LOAD_FAST_LOAD_FAST,
    (Op.STORE_FAST, Op.LOAD_FAST): Op.STORE_FAST_LOAD_FAST,
    (Op.STORE_FAST, Op.STORE_FAST): Op.STORE_FAST_STORE_FAST,
}
_LIMIT: Final = 16
"""Slots that fit into half an operand."""


def make_superinstructions(graph: Graph) -> None:
    """Fuse neighbours of one line (or without one) whose slots fit into 4 bits each."""
    for block in graph:
        instructions = block.instructions
        for first, second in pairwise(instructions):
            fused = _PAIRS.get((first.op, second.op))
            if fused is None or first.arg >= _LIMIT or second.arg >= _LIMIT:
                continue
            if first.line >= 0 and second.line >= 0 and first.line != second.line:
                continue
            first.become(fused, first.arg << 4 | second.arg)
            second.to_nop()
    remove_nops(graph)
