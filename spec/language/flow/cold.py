"""Blocks that only exceptions lead to go behind all others."""

from itertools import pairwise

from spec.language.flow.blocks import Block, Graph
from spec.language.flow.nops import remove_nops_and_jumps
from spec.language.intermediate import JUMPS, NO_LINE, Pseudo


def push_cold_blocks(graph: Graph) -> None:
    """Move the cold blocks to the end, in order; one block alone stays."""
    if graph.entry.next is None:
        return
    _mark_warm(graph)
    _mark_cold(graph)
    _add_explicit_jumps(graph)
    blocks = list(graph)
    moved = [block for block in blocks if block.cold]
    if not moved or blocks[0].cold:
        return
    kept = [block for block in blocks if not block.cold]
    order = kept + moved
    if order == blocks:
        return
    for block, behind in pairwise(order):
        block.next = behind
    order[-1].next = None
    remove_nops_and_jumps(graph)


def _mark_warm(graph: Graph) -> None:
    graph.entry.warm = True
    waiting = [graph.entry]
    while waiting:
        block = waiting.pop()
        ways = [block.next] if block.falls_through else []
        ways += [each.target for each in block.instructions if each.op in JUMPS]
        for way in ways:
            if way is not None and not way.warm:
                way.warm = True
                waiting.append(way)


def _mark_cold(graph: Graph) -> None:
    waiting: list[Block] = []
    for block in graph:
        if block.is_handler and not block.warm:
            block.cold = True
            waiting.append(block)
    while waiting:
        block = waiting.pop()
        ways = [block.next] if block.falls_through else []
        ways += [each.target for each in block.instructions if each.op in JUMPS]
        for way in ways:
            if way is not None and not way.warm and not way.cold:
                way.cold = True
                waiting.append(way)


def _add_explicit_jumps(graph: Graph) -> None:
    """A cold block that falls through to a warm one gets a jump in a block of its own."""
    for block in list(graph):
        behind = block.next
        if block.cold and block.falls_through and behind is not None and behind.warm:
            jump = Block()
            jump.append(Pseudo.JUMP_NO_INTERRUPT, 0, NO_LINE, behind)
            jump.cold = True
            jump.predecessors = 1
            jump.next = behind
            block.next = jump
