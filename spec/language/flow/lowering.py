"""Pseudo-instructions become real ones; prefixes; the final slots of cells."""

from typing import Final

from spec.bytecode.instructions import CodeFlag, Op
from spec.language.flow.blocks import Block, Graph
from spec.language.flow.nops import remove_nops_and_jumps
from spec.language.intermediate import SETUPS, SHORT_CIRCUITS, AnyOp, Instruction, Pseudo

_DEREFS: Final[frozenset[AnyOp]] = frozenset(
    {
        Op.MAKE_CELL,
        Pseudo.LOAD_CLOSURE,
        Op.LOAD_DEREF,
        Op.STORE_DEREF,
        Op.DELETE_DEREF,
        Op.LOAD_FROM_DICT_OR_DEREF,
    }
)


def lower_short_circuits(graph: Graph) -> None:
    """`and` and `or` keep a copy of the value that they test."""
    for block in graph:
        position = 0
        while position < block.used:
            jump = block.slots[position]
            if jump.op in SHORT_CIRCUITS:
                added = [Instruction(Op.COPY, 1, jump.line), Instruction(Op.TO_BOOL, 0, jump.line)]
                for instruction in added:
                    instruction.handler = jump.handler
                block.insert(position, added)
                position += len(added)
                if jump.op is Pseudo.JUMP_IF_FALSE:
                    jump.op = Op.POP_JUMP_IF_FALSE
                else:
                    jump.op = Op.POP_JUMP_IF_TRUE
            position += 1


def fix_cell_slots(
    graph: Graph, varnames: list[str], cellvars: list[str], free_count: int
) -> list[int]:
    """Give cells and free variables their slots behind the locals; the slots of the cells.

    A cell that is a local too shares its slot; the others close ranks. Until here the
    operand is the index among cells, then free variables.
    """
    slots: list[int] = []
    locals_at = {name: slot for slot, name in enumerate(varnames)}
    following = len(varnames)
    for name in cellvars:
        if name in locals_at:
            slots.append(locals_at[name])
        else:
            slots.append(following)
            following += 1
    final = slots + list(range(following, following + free_count))
    for block in graph:
        for instruction in block.instructions:
            if instruction.op in _DEREFS:
                instruction.arg = final[instruction.arg]
    return slots


def insert_prefixes(
    graph: Graph, cell_slots: list[int], free_count: int, flags: int, first_line: int
) -> None:
    """What comes before the first instruction: free variables, cells, the generator's birth."""
    entry: Block = graph.entry
    prefix: list[Instruction] = []
    if free_count:
        prefix.append(Instruction(Op.COPY_FREE_VARS, free_count, -1))
    prefix += [Instruction(Op.MAKE_CELL, slot, -1) for slot in sorted(cell_slots)]
    if flags & CodeFlag.GENERATOR:
        prefix.append(Instruction(Op.RETURN_GENERATOR, 0, first_line))
        prefix.append(Instruction(Op.POP_TOP, 0, first_line))
    entry.insert(0, prefix)


def lower_pseudo_instructions(graph: Graph) -> None:
    """Openings of regions become NOPs; the rest gets its real name."""
    for block in graph:
        for instruction in block.instructions:
            if instruction.op in SETUPS:
                instruction.to_nop()
            elif instruction.op is Pseudo.LOAD_CLOSURE:
                instruction.op = Op.LOAD_FAST
            elif instruction.op is Pseudo.STORE_FAST_MAYBE_NULL:
                instruction.op = Op.STORE_FAST
    remove_nops_and_jumps(graph)
