"""What can be decided at a constant that is loaded: jumps on it, tests for None, its truth."""

from typing import Final

from spec.bytecode.instructions import Op
from spec.language.constants import Constants
from spec.language.flow.blocks import Block, Graph
from spec.language.intermediate import CONDITIONAL_JUMPS, SHORT_CIRCUITS, Instruction, Pseudo
from spec.language.truth import constant_truth

SMALL_INT_LIMIT: Final = 256
"""Ints from 0 up to before this need no place among the constants."""

_ON_TRUE: Final = (Op.POP_JUMP_IF_TRUE, Pseudo.JUMP_IF_TRUE)


def optimise_constant_loads(graph: Graph, constants: Constants) -> None:
    """One scan over each block; only the literally next instruction counts."""
    for block in graph:
        _scan(block, constants)


def is_small_int(value: object) -> bool:
    """Whether LOAD_SMALL_INT can load it."""
    return type(value) is int and 0 <= value < SMALL_INT_LIMIT


def constant_of(instruction: Instruction, constants: Constants) -> object:
    """What a LOAD_CONST or LOAD_SMALL_INT loads."""
    if instruction.op is Op.LOAD_SMALL_INT:
        return instruction.arg
    return constants.values[instruction.arg]


def _scan(block: Block, constants: Constants) -> None:
    instructions = block.instructions
    loaded: object = None
    known = False
    for index, instruction in enumerate(instructions):
        if instruction.op in (Op.LOAD_CONST, Op.LOAD_SMALL_INT):
            loaded, known = constant_of(instruction, constants), True
            if instruction.op is Op.LOAD_CONST and type(loaded) is int and is_small_int(loaded):
                instruction.become(Op.LOAD_SMALL_INT, loaded)
        elif not (known and instruction.op is Op.COPY and instruction.arg == 1):
            known = False
        if known and index + 1 < len(instructions):
            _decide(instructions, index, loaded, constants)
        # A copy of a constant counts as the constant only right behind it.
        known = known and instruction.op is not Op.COPY


def _decide(
    instructions: list[Instruction], index: int, loaded: object, constants: Constants
) -> None:
    this, following = instructions[index], instructions[index + 1]
    if following.op in (Op.POP_JUMP_IF_TRUE, Op.POP_JUMP_IF_FALSE) or following.op in (
        SHORT_CIRCUITS
    ):
        taken = constant_truth(loaded) == (following.op in _ON_TRUE)
        if following.op in CONDITIONAL_JUMPS:
            this.to_nop()
        if taken:
            following.become(Pseudo.JUMP)
        else:
            following.to_nop()
    elif following.op is Op.IS_OP and loaded is None:
        _none_test(instructions, index)
    elif following.op is Op.TO_BOOL:
        index_of_truth = constants.add(constant_truth(loaded))
        this.to_nop()
        following.become(Op.LOAD_CONST, index_of_truth)


def _none_test(instructions: list[Instruction], index: int) -> None:
    """`None is x` before a jump: one jump that looks for None."""
    test = instructions[index + 1]
    jump_at = index + 2
    if jump_at < len(instructions) and instructions[jump_at].op is Op.TO_BOOL:
        instructions[jump_at].to_nop()
        jump_at += 1
    if jump_at >= len(instructions):
        return
    jump = instructions[jump_at]
    if jump.op not in (Op.POP_JUMP_IF_TRUE, Op.POP_JUMP_IF_FALSE):
        return
    on_none = (jump.op is Op.POP_JUMP_IF_TRUE) != bool(test.arg)
    jump.op = Op.POP_JUMP_IF_NONE if on_none else Op.POP_JUMP_IF_NOT_NONE
    instructions[index].to_nop()
    test.to_nop()
