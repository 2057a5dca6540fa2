"""Lines for instructions that have none: duplicated exits, then propagation.

Lines decide bytes: which NOPs stay, what is fused, which blocks are repeated.
"""

from spec.language.flow.blocks import Block, Graph, next_nonempty
from spec.language.intermediate import EVAL_BREAKS, JUMPS, NO_LINE


def resolve_lines(graph: Graph) -> None:
    """Repeat exits without a line for each way into them, then hand lines on."""
    _duplicate_exits(graph)
    _propagate(graph)


def _exit_or_break_without_line(block: Block) -> bool:
    breaks = any(instruction.op in EVAL_BREAKS for instruction in block.instructions)
    return (block.exits or breaks) and block.without_line


def _duplicate_exits(graph: Graph) -> None:
    for block in graph:
        last = block.last
        if last is None or last.op not in JUMPS:
            continue
        target = next_nonempty(last.target)
        assert target is not None
        if _exit_or_break_without_line(target) and target.predecessors > 1:
            twin = _copy_behind(target)
            twin.slots[0].line = last.line
            last.target = twin
            target.predecessors -= 1
    for block in graph:
        if not block.used or not block.falls_through or block.next is None:
            continue
        if block.next.used and _exit_or_break_without_line(block.next):
            last = block.last
            assert last is not None
            block.next.slots[0].line = last.line


def _copy_behind(block: Block) -> Block:
    twin = Block()
    twin.slots = [instruction.copy() for instruction in block.instructions]
    twin.used = len(twin.slots)
    twin.predecessors = 1
    twin.labelled = True
    twin.except_stack = block.except_stack
    twin.keeps_lasti = block.keeps_lasti
    twin.is_handler = block.is_handler
    twin.cold = block.cold
    twin.warm = block.warm
    twin.next = block.next
    block.next = twin
    return twin


def _propagate(graph: Graph) -> None:
    for block in graph:
        last = block.last
        if last is None:
            continue
        line = NO_LINE
        for instruction in block.instructions:
            if instruction.line == NO_LINE:
                instruction.line = line
            else:
                line = instruction.line
        behind = block.next
        if block.falls_through and behind is not None and behind.predecessors == 1:
            _hand_on(behind, line)
        if last.op in JUMPS and last.target is not None and last.target.predecessors == 1:
            _hand_on(last.target, line)


def _hand_on(block: Block, line: int) -> None:
    if block.used and block.slots[0].line == NO_LINE:
        block.slots[0].line = line
