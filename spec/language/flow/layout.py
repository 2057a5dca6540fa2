"""Blocks to bytes: jump distances, EXTENDED_ARG, caches, the exception table."""

from typing import Final

from spec.bytecode.exception_table import Region, encode_exception_table
from spec.bytecode.instructions import CODE_UNIT, Op, cache_count
from spec.language.flow.blocks import Block, Graph, next_nonempty
from spec.language.flow.line_table import encode_lines
from spec.language.intermediate import AnyOp, Instruction, Pseudo

_DIRECTIONS: Final[dict[AnyOp, tuple[Op, Op]]] = {
    Pseudo.JUMP: (Op.JUMP_FORWARD, Op.JUMP_BACKWARD),
    Pseudo.JUMP_NO_INTERRUPT: (Op.JUMP_FORWARD, Op.JUMP_BACKWARD_NO_INTERRUPT),
}


def lay_out(graph: Graph, first_line: int) -> tuple[bytes, bytes, bytes]:
    """The code, the exception table and the table of lines."""
    starts: dict[Block, int] = {}
    instructions: list[Instruction] = []
    for block in graph:
        starts[block] = len(instructions)
        instructions += block.instructions
    targets = [_target_index(instruction, starts) for instruction in instructions]
    for index, instruction in enumerate(instructions):
        directions = _DIRECTIONS.get(instruction.op)
        if directions is not None:
            instruction.op = directions[targets[index] <= index]
    offsets = _settle(instructions, targets)
    lines = encode_lines(
        [instruction.line for instruction in instructions],
        [_size(instruction) for instruction in instructions],
        first_line,
    )
    return _encode(instructions), _table(instructions, offsets, starts), lines


def _target_index(instruction: Instruction, starts: dict[Block, int]) -> int:
    if instruction.target is None:
        return -1
    block = next_nonempty(instruction.target)
    assert block is not None
    return starts[block]


def _size(instruction: Instruction) -> int:
    """Code units of an instruction: prefixes, itself, caches."""
    arg = instruction.arg
    prefixes = (arg > 0xFF) + (arg > 0xFFFF) + (arg > 0xFFFFFF)
    return prefixes + 1 + cache_count(instruction.op)


def _settle(instructions: list[Instruction], targets: list[int]) -> list[int]:
    """Give jumps their distances; the offset of every instruction, and the end, in code units.

    The first size of a jump is that of the *index* of its target, and a jump that starts
    wide can stay wide: the fixed point that is found depends on where the search starts.
    """
    jumps = [index for index, target in enumerate(targets) if target >= 0]
    for index in jumps:
        instructions[index].arg = targets[index]
    while True:
        offsets = [0]
        for instruction in instructions:
            offsets.append(offsets[-1] + _size(instruction))
        changed = False
        for index in jumps:
            instruction = instructions[index]
            before = _size(instruction)
            distance = offsets[targets[index]] - offsets[index + 1]
            instruction.arg = abs(distance)
            changed = changed or _size(instruction) != before
        if not changed:
            return offsets


def _encode(instructions: list[Instruction]) -> bytes:
    out = bytearray()
    for instruction in instructions:
        arg = instruction.arg
        for shift in (24, 16, 8):
            if arg >> shift:
                out += bytes((Op.EXTENDED_ARG, arg >> shift & 0xFF))
        out += bytes((instruction.op, arg & 0xFF))
        out += bytes(CODE_UNIT * cache_count(instruction.op))
    return bytes(out)


def _table(instructions: list[Instruction], offsets: list[int], starts: dict[Block, int]) -> bytes:
    """One region for each run of instructions with one handler."""
    regions: list[Region] = []
    current: Block | None = None
    for index, instruction in enumerate(instructions):
        handler = instruction.handler
        end = offsets[index + 1] * CODE_UNIT
        if handler is not None:
            if handler is current:
                regions[-1].end = end
            else:
                lasti = handler.keeps_lasti
                depth = handler.depth - 1 - lasti
                target = offsets[starts[handler]] * CODE_UNIT
                regions.append(Region(offsets[index] * CODE_UNIT, end, target, depth, lasti))
        current = handler
    return encode_exception_table(regions)
