"""Removing NOPs, pairs that cancel, and jumps to the next instruction."""

from spec.bytecode.instructions import Op
from spec.language.flow.blocks import Block, Graph, is_nop, next_nonempty
from spec.language.intermediate import NO_LINE, UNCONDITIONAL_JUMPS, Instruction


def remove_nops(graph: Graph) -> int:
    """Remove the NOPs that hold no line of their own; the number removed."""
    return sum(_remove_nops(block) for block in graph)


def _remove_nops(block: Block) -> int:
    instructions = block.instructions
    for instruction in instructions:
        if is_nop(instruction):
            break
    else:
        return 0  # as for most blocks
    kept: list[Instruction] = []
    previous = NO_LINE
    for index, instruction in enumerate(instructions):
        if is_nop(instruction) and _superfluous(block, instructions, index, previous):
            continue
        previous = instruction.line
        kept.append(instruction)
    removed = len(instructions) - len(kept)
    if removed:
        block.keep(kept)
    return removed


def _superfluous(block: Block, instructions: list[Instruction], index: int, previous: int) -> bool:
    """Whether a neighbour has the line of the NOP at `index`, or can take it."""
    line = instructions[index].line
    if line < 0 or line == previous:
        return True
    if index + 1 < len(instructions):
        following = instructions[index + 1]
        if following.line < 0 and following.line != line:
            following.line = line
        return following.line == line
    behind = next_nonempty(block.next)
    if behind is None:
        return False
    for instruction in behind.instructions:
        if not is_nop(instruction) or instruction.line >= 0:
            return instruction.line == line
    return False


def remove_nops_and_pairs(graph: Graph) -> None:
    """Remove NOPs, and values that are loaded or copied only to be popped."""
    while True:
        changed = False
        before: Instruction | None = None
        previous: Instruction | None = None
        for block in graph:
            _remove_nops(block)
            if block.labelled:
                previous = None
            for instruction in block.instructions:
                before, previous = previous, instruction
                if before is not None and _cancel(before, instruction):
                    before.to_nop()
                    instruction.to_nop()
                    changed = True
            last = block.last
            if last is not None and (last.target is not None or not block.falls_through):
                previous = None
        if not changed:
            return


def _cancel(first: Instruction, second: Instruction) -> bool:
    if second.op is not Op.POP_TOP:
        return False
    if first.op in (Op.LOAD_CONST, Op.LOAD_SMALL_INT):
        return True
    return first.op is Op.COPY and first.arg == 1


def remove_nops_and_jumps(graph: Graph) -> None:
    """Remove NOPs and jumps to what comes next anyway, until there are none."""
    while True:
        removed = remove_nops(graph)
        if not _remove_jumps(graph) and not removed:
            return


def _remove_jumps(graph: Graph) -> int:
    changed = 0
    for block in graph:
        last = block.last
        if last is None or last.op not in UNCONDITIONAL_JUMPS:
            continue
        target = next_nonempty(last.target)
        if target is not None and target is next_nonempty(block.next):
            last.to_nop()
            changed += 1
    return changed
