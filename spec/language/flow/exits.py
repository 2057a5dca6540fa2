"""Small ways out are repeated at each place that jumps to them."""

from typing import Final

from spec.language.flow.blocks import Block, Graph
from spec.language.intermediate import UNCONDITIONAL_JUMPS, Pseudo

MAX_COPY: Final = 4
"""Instructions of an exit that is worth repeating."""


def inline_small_exits(graph: Graph) -> None:
    """Replace jumps by what they lead to, when that leaves the frame soon or has no line."""
    changed = True
    while changed:
        changed = False
        for block in graph:
            if _inline(block):
                changed = True


def _inline(block: Block) -> bool:
    last = block.last
    if last is None or last.op not in UNCONDITIONAL_JUMPS:
        return False
    target = last.target
    assert target is not None
    small_exit = target.exits and target.used <= MAX_COPY
    no_line = target.without_line and not target.falls_through
    if not small_exit and not no_line:
        return False
    was_interruptible = last.op is Pseudo.JUMP
    last.to_nop()
    for instruction in target.instructions:
        block.append_copy(instruction)
    if not small_exit:
        copied = block.last
        assert copied is not None
        if was_interruptible and copied.op in UNCONDITIONAL_JUMPS:
            copied.op = Pseudo.JUMP
    target.predecessors -= 1
    return True
