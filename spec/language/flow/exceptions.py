"""Which handler covers each instruction, from the marks that open and close regions."""

from spec.bytecode.instructions import RESUME_DEPTH_FLAG, Op, ResumePoint
from spec.language.flow.blocks import Block, Graph
from spec.language.intermediate import SETUPS, Pseudo


def label_exception_targets(graph: Graph) -> None:
    """Give every instruction its handler.

    A block is visited once, with the handlers open on the first path that leads to it
    (handlers first, then jump targets, then the block behind). Dead blocks get none.
    """
    graph.entry.except_stack = []
    waiting = [graph.entry]
    while waiting:
        block = waiting.pop()
        stack = block.except_stack
        assert stack is not None
        _label_block(block, list(stack), waiting)


def _label_block(block: Block, stack: list[Block], waiting: list[Block]) -> None:
    depth_at_yield = -1
    for instruction in block.instructions:
        op, target = instruction.op, instruction.target
        if op in SETUPS and target is not None:
            _visit(target, stack, waiting)
            stack.append(target)
            target.keeps_lasti = op is not Pseudo.SETUP_FINALLY
            continue
        if op is Pseudo.POP_BLOCK:
            stack.pop()
            instruction.to_nop()
            continue
        instruction.handler = stack[-1] if stack else None
        if target is not None:
            _visit(target, stack, waiting)
        elif op is Op.YIELD_VALUE:
            depth_at_yield = len(stack)
        elif op is Op.RESUME and instruction.arg != ResumePoint.START:
            if depth_at_yield == 1:
                instruction.arg |= RESUME_DEPTH_FLAG
            depth_at_yield = -1
    if block.falls_through and block.next is not None:
        _visit(block.next, stack, waiting)


def _visit(block: Block, stack: list[Block], waiting: list[Block]) -> None:
    if block.except_stack is None:
        block.except_stack = list(stack)
        waiting.append(block)
