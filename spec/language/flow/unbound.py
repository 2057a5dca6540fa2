"""Which loads of locals must check that the local is bound.

A data flow over blocks: a set (a bit each) of locals that may be unbound. Locals from
slot 64 on are judged within their block alone.
"""

from typing import Final

from spec.bytecode.instructions import Op
from spec.language.flow.blocks import Block, Graph
from spec.language.intermediate import JUMPS, AnyOp, Pseudo

_TRACKED: Final = 64
_UNBINDS: Final[frozenset[AnyOp]] = frozenset(
    {Op.DELETE_FAST, Op.LOAD_FAST_AND_CLEAR, Pseudo.STORE_FAST_MAYBE_NULL}
)


def add_checks(graph: Graph, local_count: int, parameter_count: int) -> None:
    """Turn LOAD_FAST into LOAD_FAST_CHECK where the local may be unbound."""
    if not local_count:
        return
    if local_count > _TRACKED:
        _check_high_slots(graph)
        local_count = _TRACKED
    _Flow(graph).run((1 << local_count) - 1 & ~((1 << parameter_count) - 1))


def _check_high_slots(graph: Graph) -> None:
    """Within a block a high slot is bound after its store or its check."""
    for block in graph:
        bound: set[int] = set()
        for instruction in block.instructions:
            slot = instruction.arg
            if slot < _TRACKED:
                continue
            if instruction.op in _UNBINDS:
                bound.discard(slot)
            elif instruction.op is Op.STORE_FAST:
                bound.add(slot)
            elif instruction.op is Op.LOAD_FAST:
                if slot not in bound:
                    instruction.op = Op.LOAD_FAST_CHECK
                bound.add(slot)


class _Flow:
    """The data flow; a mask for each block, and the blocks still to be looked at."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._masks: dict[Block, int] = {}
        self._waiting: list[Block] = []
        self._queued: set[Block] = set()

    def run(self, unbound_at_entry: int) -> None:
        """Scan all blocks once in their order, then those whose mask grew."""
        self._masks[self._graph.entry] = unbound_at_entry
        for block in self._graph:
            self._scan(block)
        while self._waiting:
            block = self._waiting.pop()
            self._queued.discard(block)
            self._scan(block)

    def _merge(self, block: Block, mask: int) -> None:
        known = self._masks.get(block, 0)
        if known | mask != known:
            self._masks[block] = known | mask
            if block not in self._queued:
                self._queued.add(block)
                self._waiting.append(block)

    def _scan(self, block: Block) -> None:
        mask = self._masks.get(block, 0)
        for instruction in block.instructions:
            if instruction.handler is not None:
                self._merge(instruction.handler, mask)
            if instruction.arg >= _TRACKED:
                continue
            bit = 1 << instruction.arg
            op = instruction.op
            if op in _UNBINDS:
                mask |= bit
            elif op is Op.STORE_FAST or op is Op.LOAD_FAST_CHECK:
                mask &= ~bit
            elif op is Op.LOAD_FAST and mask & bit:
                instruction.op = Op.LOAD_FAST_CHECK
                mask &= ~bit
        if block.falls_through and block.next is not None:
            self._merge(block.next, mask)
        last = block.last
        if last is not None and last.op in JUMPS and last.target is not None:
            self._merge(last.target, mask)
