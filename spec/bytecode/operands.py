"""The range of every operand, by what it means."""

from typing import Final

from spec.bytecode.code import Code
from spec.bytecode.decoder import Instruction
from spec.bytecode.errors import InvalidCode
from spec.bytecode.instructions import (
    COERCE_TO_BOOL,
    COMMON_CONSTANT_NAMES,
    COMPARISON_MASKS,
    COMPARISON_SHIFT,
    FUNCTION_ATTRIBUTES,
    INTRINSICS_1,
    INTRINSICS_2,
    RESUME_DEPTH_FLAG,
    SPECIAL_METHODS,
    BinaryOp,
    CodeFlag,
    Op,
    Operand,
    by_number,
    operand_of,
)

_NEEDS_NAMESPACE: Final = frozenset(
    {Op.DELETE_NAME, Op.LOAD_LOCALS, Op.LOAD_NAME, Op.SETUP_ANNOTATIONS, Op.STORE_NAME}
)
_PAIRED_BITS: Final = 4
_COMPARISONS: Final = frozenset(
    index << COMPARISON_SHIFT | flag | mask
    for index, mask in enumerate(COMPARISON_MASKS)
    for flag in (0, COERCE_TO_BOOL)
)
_SMALLEST: Final[dict[Op, int]] = {Op.COPY: 1, Op.SWAP: 2, Op.BUILD_SLICE: 2} | dict.fromkeys(
    (Op.LIST_APPEND, Op.LIST_EXTEND, Op.SET_ADD, Op.SET_UPDATE, Op.MAP_ADD, Op.DICT_UPDATE,
     Op.DICT_MERGE),
    1,
)  # fmt: skip
_GREATEST: Final[dict[Op, int]] = {Op.BUILD_SLICE: 3, Op.RAISE_VARARGS: 2, Op.RERAISE: 2}
_VALUES: Final[dict[Operand, frozenset[int]]] = {
    Operand.BINARY: frozenset(int(op) for op in BinaryOp),
    Operand.COMMON: frozenset(range(len(COMMON_CONSTANT_NAMES))),
    Operand.COMPARISON: _COMPARISONS,
    Operand.CONVERSION: frozenset({1, 2, 3}),
    Operand.FLAG: frozenset({0, 1}),
    Operand.FUNCTION_ATTRIBUTE: frozenset(int(known) for known in FUNCTION_ATTRIBUTES),
    Operand.INTRINSIC_1: frozenset(int(known) for known in INTRINSICS_1),
    Operand.INTRINSIC_2: frozenset(int(known) for known in INTRINSICS_2),
    Operand.NONE: frozenset({0}),
    Operand.RESUME: frozenset({0, 1, 2, *(RESUME_DEPTH_FLAG | point for point in (0, 1, 2))}),
    Operand.SMALL_INT: frozenset(range(256)),
    Operand.SPECIAL: frozenset(int(known) for known in SPECIAL_METHODS),
}
_ALLOWED: Final = by_number(
    {
        op: _VALUES[operand_of(op)]
        for op in Op
        if operand_of(op) in _VALUES and op not in _NEEDS_NAMESPACE
    },
    None,
)
"""By opcode, the operands that are right in every code object, if nothing else decides."""
_INDICES: Final[dict[Operand, tuple[int, int]]] = {
    Operand.CONSTANT: (0, 0),
    Operand.NAME: (1, 0),
    Operand.NAME_AND_FLAG: (1, 1),
    Operand.NAME_AND_TWO_FLAGS: (1, 2),
    Operand.LOCAL: (2, 0),
}
"""Operands that are an index: into constants, names or local slots, above so many flags."""
_INDEXED: Final = by_number(
    {
        op: _INDICES[operand_of(op)]
        for op in Op
        if operand_of(op) in _INDICES and op not in _NEEDS_NAMESPACE
    },
    None,
)


def check_operands(instructions: list[Instruction], code: Code, number: int) -> None:
    """Raise InvalidCode (operand) if an operand is outside its range for this code object."""
    limits = (len(code.consts), len(code.names), code.slot_count)
    for instruction in instructions:
        op, oparg = instruction.op, instruction.oparg
        indexed = _INDEXED[op]
        if indexed is not None:
            if oparg >> indexed[1] >= limits[indexed[0]]:
                raise InvalidCode("operand", number, instruction.offset, f"{op.name} {oparg}")
            continue
        values = _ALLOWED[op]
        if values is None or oparg not in values:
            _check_others(instruction, code, number)


def _check_others(instruction: Instruction, code: Code, number: int) -> None:
    op, oparg = instruction.op, instruction.oparg
    if not _in_range(op, oparg, code):
        raise InvalidCode("operand", number, instruction.offset, f"{op.name} {oparg}")
    if op in _NEEDS_NAMESPACE and code.flags & CodeFlag.OPTIMIZED:
        raise InvalidCode(
            "operand",
            number,
            instruction.offset,
            f"{op.name} in a function, which has no namespace",
        )


def _in_range(op: Op, oparg: int, code: Code) -> bool:
    kind = operand_of(op)
    values = _VALUES.get(kind)
    if values is not None:
        return oparg in values
    if kind is Operand.NAME:
        return oparg < len(code.names)
    if kind is Operand.LOCAL_PAIR:
        return oparg < 256 and max(oparg >> _PAIRED_BITS, oparg & 15) < code.slot_count
    if kind is Operand.DEREF:
        return _is_cell_slot(op, oparg, code)
    if op is Op.COPY_FREE_VARS:
        return oparg == len(code.freevars)
    return _SMALLEST.get(op, 0) <= oparg <= _GREATEST.get(op, oparg)


def _is_cell_slot(op: Op, oparg: int, code: Code) -> bool:
    slots = code.localsplus
    if oparg >= len(slots):
        return False
    free = oparg >= len(slots) - len(code.freevars)
    if op is Op.MAKE_CELL:
        return not free and slots[oparg] in code.cellvars
    return free or slots[oparg] in code.cellvars
