"""Validation of code objects before execution (decision D2).

`validate` accepts what the machine can run without a state of its own making that no
rule foresees, and all that CPython 3.14 compiles within the profile. It checks the
fields of every code object, then follows its instructions over the kinds of the stack
and of the local slots (`spec.bytecode.flow`).
"""

from collections.abc import Sequence
from typing import Final, Protocol

from spec.bytecode.code import MAXIMUM_NESTING, Code
from spec.bytecode.decoder import Instruction, decode
from spec.bytecode.errors import InvalidCode
from spec.bytecode.exception_table import Region, decode_exception_table
from spec.bytecode.flow import Flow
from spec.bytecode.instructions import (
    CODE_UNIT,
    OUTSIDE_PROFILE,
    PROFILE_FLAGS,
    CodeFlag,
    Op,
    by_number,
)
from spec.bytecode.operands import check_operands
from spec.bytecode.transfer import SPECIAL
from spec.softfloat.value import Float

MAXIMUM_CODE_BYTES: Final = 1 << 20
MAXIMUM_STACK: Final = 1 << 16
"""Items on the stack of one frame."""
MAXIMUM_NAMES: Final = 1 << 16
"""Names, local slots or constants of one code object."""
MAXIMUM_STATES: Final = 1 << 24
"""Code units times slots (stack and locals): what following all paths may take at most."""
MAXIMUM_INTEGER_BITS: Final = 4096
"""Limit of the magnitude of an integer (decision D4)."""


_PLACED: Final = by_number(
    dict.fromkeys((Op.COPY_FREE_VARS, Op.RETURN_GENERATOR, Op.RESUME, Op.YIELD_VALUE), True),
    False,
)
"""Instructions that may stand in some places only."""


class Rules(Protocol):
    """What validation needs to know of a revision."""

    def has_rule(self, op: Op) -> bool:
        """Whether the revision has a rule for the instruction."""
        ...

    def constant_items(self, value: object) -> Sequence[object] | None:
        """The items of a constant of a kind above this layer (frozenset, slice), else None."""
        ...


def validate(entry: Code, rules: Rules) -> None:
    """Accept `entry` and all code objects nested in it, or raise InvalidCode."""
    if entry.freevars:
        raise InvalidCode("closure", 0, 0, "the entry code object has free variables")
    number = 0
    waiting = [(entry, 0)]
    while waiting:
        code, nesting = waiting.pop()
        if nesting > MAXIMUM_NESTING:
            raise InvalidCode("nesting", number, 0)
        check_code(code, number, rules)
        nested = [constant for constant in code.consts if isinstance(constant, Code)]
        waiting.extend((constant, nesting + 1) for constant in reversed(nested))
        number += 1


def check_code(code: Code, number: int, rules: Rules) -> None:
    """Check one code object, which has this number, without those nested in it."""
    _check_fields(code, number)
    _check_counts(code, number)
    _check_flags(code, number)
    for constant in code.consts:
        if not isinstance(constant, Code):
            _check_constant(constant, number, rules, 0)
    if len(code.code) > MAXIMUM_CODE_BYTES:
        raise InvalidCode("code-length", number, 0, f"{len(code.code)} bytes")
    slots = code.slot_count + code.stacksize
    if slots * len(code.code) > MAXIMUM_STATES * CODE_UNIT:
        raise InvalidCode("states", number, 0, f"{len(code.code)} bytes, {slots} slots")
    instructions = decode(code.code, number)
    starts = {instruction.start: index for index, instruction in enumerate(instructions)}
    known = bytearray(256)
    for instruction in instructions:
        if not known[instruction.op]:
            _check_opcode(instruction, number, rules)
            known[instruction.op] = 1
        target = instruction.target
        if target is not None and target not in starts:
            raise InvalidCode("jump-target", number, instruction.offset, f"to {target}")
    check_operands(instructions, code, number)
    regions = decode_exception_table(code.exceptiontable, number)
    _check_regions(regions, starts, len(code.code), number)
    _check_line_table(code, number)
    prefix = _check_prefix(code, instructions, number)
    if any(region.start < instructions[prefix].start for region in regions):
        raise InvalidCode("prefix", number, 0, "an exception region covers the prefix")
    Flow(code, number, instructions, starts, regions, SPECIAL).run()


def _check_opcode(instruction: Instruction, number: int, rules: Rules) -> None:
    reason = OUTSIDE_PROFILE.get(instruction.op)
    if reason is not None:
        raise InvalidCode("instruction-outside-profile", number, instruction.offset, reason)
    if not rules.has_rule(instruction.op):
        raise InvalidCode("no-rule", number, instruction.offset, instruction.op.name)


def _check_fields(code: Code, number: int) -> None:
    integers = (
        code.argcount,
        code.posonlyargcount,
        code.kwonlyargcount,
        code.nlocals,
        code.stacksize,
        code.flags,
        code.firstlineno,
    )
    if any(type(value) is not int or value < 0 for value in integers):
        raise InvalidCode("field", number, 0, "a count is no integer from 0 upwards")
    if any(type(value) is not bytes for value in (code.code, code.linetable, code.exceptiontable)):
        raise InvalidCode("field", number, 0, "code or a table is not bytes")
    if type(code.name) is not str or type(code.qualname) is not str:
        raise InvalidCode("field", number, 0, "a name is not text")
    groups = (code.names, code.varnames, code.cellvars, code.freevars)
    for group in groups:
        if type(group) is not tuple or any(type(name) is not str for name in group):
            raise InvalidCode("names", number, 0, "names are a tuple of texts")
        if len(set(group)) != len(group):
            raise InvalidCode("names", number, 0, "a name is there twice")
        if len(group) > MAXIMUM_NAMES:
            raise InvalidCode("names", number, 0, f"{len(group)} names")
    if type(code.consts) is not tuple or len(code.consts) > MAXIMUM_NAMES:
        raise InvalidCode("constant", number, 0, "constants are a tuple within the limit")
    if code.stacksize > MAXIMUM_STACK:
        raise InvalidCode("overflow", number, 0, f"stack size {code.stacksize}")


def _check_counts(code: Code, number: int) -> None:
    if code.nlocals != len(code.varnames):
        raise InvalidCode("argument-counts", number, 0, "nlocals is not the number of varnames")
    if code.posonlyargcount > code.argcount:
        raise InvalidCode("argument-counts", number, 0, "more positional-only than positional")
    if code.parameter_count > code.nlocals:
        raise InvalidCode("argument-counts", number, 0, "more parameters than local names")


def _check_flags(code: Code, number: int) -> None:
    flags = code.flags
    if flags & ~PROFILE_FLAGS:
        raise InvalidCode("flags", number, 0, f"{flags & ~PROFILE_FLAGS:#x} is outside the profile")
    function = CodeFlag.OPTIMIZED | CodeFlag.NEWLOCALS
    if flags & function not in (0, function):
        raise InvalidCode("flags", number, 0, "OPTIMIZED and NEWLOCALS come together")
    if flags & CodeFlag.GENERATOR and not flags & CodeFlag.OPTIMIZED:
        raise InvalidCode("flags", number, 0, "a generator is a function")
    if not flags & CodeFlag.OPTIMIZED and code.parameter_count:
        raise InvalidCode("flags", number, 0, "only a function has parameters")


def _check_constant(value: object, number: int, rules: Rules, nesting: int) -> None:
    if nesting > MAXIMUM_NESTING:
        raise InvalidCode("constant", number, 0, "a constant is nested beyond the limit")
    kind = type(value)
    if value is None or value is ... or kind in (bool, str, bytes, Float):
        return
    if isinstance(value, int):
        if value.bit_length() > MAXIMUM_INTEGER_BITS:
            raise InvalidCode("constant", number, 0, "an integer beyond the limit")
        return
    items = tuple(value) if isinstance(value, tuple) else rules.constant_items(value)
    if items is None:
        raise InvalidCode("constant", number, 0, f"a constant of type {kind.__name__}")
    for item in items:
        _check_constant(item, number, rules, nesting + 1)


def _check_regions(regions: list[Region], starts: dict[int, int], length: int, number: int) -> None:
    end = 0
    for region in regions:
        if not end <= region.start < region.end:
            raise InvalidCode("exception-table", number, region.start, "regions overlap")
        end = region.end
        if region.start not in starts or (end not in starts and end != length):
            raise InvalidCode("exception-table", number, region.start, "a region cuts instructions")
        if region.target not in starts:
            raise InvalidCode("exception-table", number, region.start, f"handler {region.target}")


def _check_prefix(code: Code, instructions: list[Instruction], number: int) -> int:
    """Check the instructions before RESUME, and return the index of RESUME."""
    index = 0
    expected = [Op.COPY_FREE_VARS] if code.freevars else []
    after = [Op.RETURN_GENERATOR, Op.POP_TOP] if code.is_generator else []
    for op in expected:
        index = _expect(instructions, index, op, number)
    while index < len(instructions) and instructions[index].op is Op.MAKE_CELL:
        index += 1
    for op in [*after, Op.RESUME]:
        index = _expect(instructions, index, op, number)
    for later in range(index, len(instructions)):
        if _PLACED[instructions[later].op]:
            _check_placement(instructions, later, number)
    return index - 1


def _expect(instructions: list[Instruction], index: int, op: Op, number: int) -> int:
    if index >= len(instructions) or instructions[index].op is not op:
        offset = instructions[min(index, len(instructions) - 1)].offset
        raise InvalidCode("prefix", number, offset, f"{op.name} expected")
    if op is Op.RESUME and instructions[index].oparg & 3:
        raise InvalidCode("prefix", number, instructions[index].offset, "RESUME at the start")
    return index + 1


def _check_placement(instructions: list[Instruction], index: int, number: int) -> None:
    """After the first RESUME: nothing of the prefix, and YIELD_VALUE with its RESUME in pairs."""
    instruction = instructions[index]
    if instruction.op in (Op.COPY_FREE_VARS, Op.RETURN_GENERATOR):
        raise InvalidCode("prefix", number, instruction.offset, "only before the first RESUME")
    if instruction.op is Op.RESUME:
        before = instructions[index - 1]
        if before.op is not Op.YIELD_VALUE or before.oparg + 1 != instruction.oparg & 3:
            raise InvalidCode("prefix", number, instruction.offset, "no matching YIELD_VALUE")
    if instruction.op is Op.YIELD_VALUE and (
        index + 1 == len(instructions) or instructions[index + 1].op is not Op.RESUME
    ):
        raise InvalidCode("prefix", number, instruction.offset, "RESUME must follow")


def _check_line_table(code: Code, number: int) -> None:
    """The entries must cover the code exactly (the format of CPython 3.11 to 3.14)."""
    table = code.linetable
    position = units = 0
    while position < len(table):
        if not table[position] & 128:
            raise InvalidCode("line-table", number, 0, f"entry mark at byte {position}")
        units += (table[position] & 7) + 1
        position += 1
        while position < len(table) and not table[position] & 128:
            position += 1
    if units * CODE_UNIT != len(code.code):
        raise InvalidCode("line-table", number, 0, f"{units} code units")
