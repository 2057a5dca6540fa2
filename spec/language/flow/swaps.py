"""Swaps that can be resolved when compiling: shorter runs of them, stores in another order."""

from typing import Final

from spec.bytecode.instructions import Op
from spec.language.flow.blocks import Block
from spec.language.intermediate import NO_LINE, AnyOp, Instruction, Pseudo

_STORES: Final[frozenset[AnyOp]] = frozenset({Op.STORE_FAST, Pseudo.STORE_FAST_MAYBE_NULL})
_SWAPPABLE: Final[frozenset[AnyOp]] = _STORES | {Op.POP_TOP}


def optimise_swaps(block: Block) -> None:
    """Shorten every run of swaps, then exchange what follows instead where that is the same."""
    index = 0
    while index < block.used:
        if block.slots[index].op is Op.SWAP:
            index = _shorten_run(block, index)
            _apply(block, index)
        index += 1


def _shorten_run(block: Block, start: int) -> int:
    """Replace the swaps from `start` by the fewest that do the same; the last one's index."""
    end = start
    count = 0
    depth = 0
    while end < block.used and block.slots[end].op in (Op.SWAP, Op.NOP):
        if block.slots[end].op is Op.SWAP:
            count += 1
            depth = max(depth, block.slots[end].arg)
        end += 1
    if count < 2:
        return start
    stack = list(range(depth))
    for instruction in block.slots[start:end]:
        if instruction.op is Op.SWAP:
            below = instruction.arg - 1
            stack[0], stack[below] = stack[below], stack[0]
    _write_cycles(block.slots, start, end, stack)
    return end - 1


def _write_cycles(slots: list[Instruction], start: int, end: int, stack: list[int]) -> None:
    """Write the permutation as swaps, a cycle at a time, from the end of the run backwards."""
    done = -1
    current = end - 1
    for first in range(len(stack)):
        if stack[first] in (done, first):
            continue
        position = first
        while True:
            if position:
                slots[current].become(Op.SWAP, position + 1)
                current -= 1
            if stack[position] == done:
                break
            following = stack[position]
            stack[position] = done
            position = following
    while current >= start:
        slots[current].become(Op.NOP)
        current -= 1


def _apply(block: Block, index: int) -> None:
    """From `index` backwards: turn swaps into an exchange of the instructions behind them."""
    while index >= 0:
        swap = block.slots[index]
        if swap.op is Op.SWAP:
            if not _exchange(block, index, swap.arg):
                return
        elif swap.op not in _SWAPPABLE and swap.op is not Op.NOP:
            return
        index -= 1


def _exchange(block: Block, index: int, depth: int) -> bool:
    first = _next_swappable(block, index, NO_LINE)
    if first < 0:
        return False
    line = block.slots[first].line
    second = first
    for _ in range(depth - 1):
        second = _next_swappable(block, second, line)
        if second < 0:
            return False
    if _stores_clash(block.slots, first, second):
        return False
    slots = block.slots
    slots[index].to_nop()
    slots[first], slots[second] = slots[second], slots[first]
    return True


def _next_swappable(block: Block, index: int, line: int) -> int:
    """The next instruction that only takes the top of the stack, on `line` if that is one."""
    for position in range(index + 1, block.used):
        instruction = block.slots[position]
        if line >= 0 and instruction.line != line:
            return -1
        if instruction.op is Op.NOP:
            continue
        return position if instruction.op in _SWAPPABLE else -1
    return -1


def _stored(instruction: Instruction) -> int:
    return instruction.arg if instruction.op in _STORES else -1


def _stores_clash(slots: list[Instruction], first: int, second: int) -> bool:
    """Whether the exchange would change which store to a local comes last."""
    one, other = _stored(slots[first]), _stored(slots[second])
    if one < 0 and other < 0:
        return False
    if one == other:
        return True
    between = [_stored(instruction) for instruction in slots[first + 1 : second]]
    return any(local >= 0 and local in (one, other) for local in between)
