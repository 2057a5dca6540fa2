"""The height of the stack at the start of every block, and the greatest one."""

from spec.bytecode.effects import stack_effect
from spec.bytecode.instructions import Op
from spec.language.flow.blocks import Block, Graph
from spec.language.intermediate import NO_FALL_THROUGH, SETUPS, Instruction, Pseudo


def effect(instruction: Instruction) -> tuple[int, int]:
    """How many values an instruction pops and pushes when control goes on behind it."""
    op = instruction.op
    if isinstance(op, Op):
        return stack_effect(op, instruction.arg)
    if op is Pseudo.LOAD_CLOSURE:
        return 0, 1
    if op is Pseudo.STORE_FAST_MAYBE_NULL:
        return 1, 0
    return (1, 1) if op in (Pseudo.JUMP_IF_FALSE, Pseudo.JUMP_IF_TRUE) else (0, 0)


def jump_effect(instruction: Instruction) -> int:
    """The change of height on the way to the target."""
    op = instruction.op
    if op in SETUPS:
        return 2 if op is Pseudo.SETUP_CLEANUP else 1
    pops, pushes = effect(instruction)
    return pushes - pops


def compute_heights(graph: Graph) -> int:
    """Set every block's height; the greatest height before any instruction."""
    greatest = 1  # no code object has room for less
    graph.entry.depth = 0
    waiting = [graph.entry]
    while waiting:
        block: Block = waiting.pop()
        height = block.depth
        goes_on = True
        for instruction in block.instructions:
            greatest = max(greatest, height)
            pops, pushes = effect(instruction)
            after = height + pushes - pops
            target = instruction.target
            if target is not None:
                at_target = height + jump_effect(instruction)
                if target.depth < 0:
                    target.depth = at_target
                    waiting.append(target)
            height = after
            if instruction.op in NO_FALL_THROUGH:
                goes_on = False
                break
        if goes_on and block.next is not None and block.next.depth < 0:
            block.next.depth = height
            waiting.append(block.next)
    return greatest
