"""The disassembler: a code object as text that `spec.bytecode.listing_reader` reads back.

A listing has a block for each code object, in the order of their numbers: the fields
that are not empty, the constants, then the instructions with labels at jump targets,
arrows on the left and, if asked for, prices on the right, then the exception regions.
Arrows, offsets, and all after `;` are for the reader's eyes and are skipped when read.
"""

from collections.abc import Callable
from typing import Final

from spec.bytecode.assembler import empty_line_table
from spec.bytecode.code import Code, number_codes
from spec.bytecode.decoder import Instruction, decode
from spec.bytecode.exception_table import Region, decode_exception_table
from spec.bytecode.instructions import (
    BINARY_SYMBOLS,
    CODE_UNIT,
    COMMON_CONSTANT_NAMES,
    COMPARISON_SHIFT,
    COMPARISON_SYMBOLS,
    HAVE_ARGUMENT,
    JUMPS,
    SPECIAL_METHOD_NAMES,
    CodeFlag,
    Op,
    Operand,
    operand_of,
)
from spec.bytecode.literals import TakeApart, quote, write_constant

ARROW_CHARACTERS: Final = "│╭╰─>"
_ARROW_LANES: Final = 6
_NUMBER_FIELDS: Final = (
    "argcount",
    "posonlyargcount",
    "kwonlyargcount",
    "stacksize",
    "firstlineno",
)
_NAME_FIELDS: Final = ("varnames", "cellvars", "freevars", "names")


def disassemble(
    entry: Code,
    beside: Callable[[Instruction, Code], str] | None = None,
    take_apart: TakeApart | None = None,
) -> str:
    """The listing of `entry` and all code objects nested in it.

    `beside` gives a note (a price, say) for an instruction. Raises InvalidCode where
    the bytes cannot be decoded at all.
    """
    codes = number_codes(entry)
    lines: list[str] = []
    for number, code in enumerate(codes):
        if number:
            lines.append("")
        lines += _list_code(number, code, codes, beside, take_apart)
    return "\n".join(lines) + "\n"


def _list_code(
    number: int,
    code: Code,
    codes: list[Code],
    beside: Callable[[Instruction, Code], str] | None,
    take_apart: TakeApart | None,
) -> list[str]:
    def number_of(wanted: Code) -> int:
        return next(index for index, other in enumerate(codes) if other is wanted)

    instructions = decode(code.code, number)
    regions = decode_exception_table(code.exceptiontable, number)
    lines = [f"code {number}", *_list_fields(code)]
    constants = [write_constant(value, number_of, take_apart) for value in code.consts]
    lines += [f"  const {index} = {text}" for index, text in enumerate(constants)]
    labels = _label(instructions, regions, len(code.code))
    lines.append("begin")
    arrows = draw_arrows(instructions)
    for arrow, instruction in zip(arrows, instructions, strict=True):
        if instruction.start in labels:
            lines.append(f"{labels[instruction.start]}:")
        text = _instruction_text(instruction, labels)
        note = operand_note(instruction, code, constants)
        price = "" if beside is None else beside(instruction, code)
        remark = "  ; " + "  ".join(part for part in (note, price) if part)
        line = f"{arrow} {instruction.offset:6} {text:32}"
        lines.append((line + (remark if remark.strip() != ";" else "")).rstrip())
    if len(code.code) in labels:
        lines.append(f"{labels[len(code.code)]}:")
    for region in regions:
        lasti = " lasti" if region.lasti else ""
        lines.append(
            f"  try {labels[region.start]} to {labels[region.end]} handler "
            f"{labels[region.target]} depth {region.depth}{lasti}"
            f"  ; {region.start} to {region.end} -> {region.target}"
        )
    lines.append("end")
    return lines


def _list_fields(code: Code) -> list[str]:
    lines = [f"  name {quote(code.name)}"]
    if code.qualname != code.name:
        lines.append(f"  qualname {quote(code.qualname)}")
    numbers = [code.argcount, code.posonlyargcount, code.kwonlyargcount]
    numbers += [code.stacksize, code.firstlineno]
    for field, count in zip(_NUMBER_FIELDS, numbers, strict=True):
        if count or field == "stacksize":
            lines.append(f"  {field} {count}")
    if code.flags:
        lines.append("  flags " + " ".join(_flag_names(code.flags)))
    tuples = [code.varnames, code.cellvars, code.freevars, code.names]
    for field, names in zip(_NAME_FIELDS, tuples, strict=True):
        if names:
            lines.append(f"  {field} " + " ".join(quote(name) for name in names))
    if code.linetable != empty_line_table(len(code.code)):
        lines.append(f"  linetable bytes:{code.linetable.hex()}")
    return lines


def _flag_names(flags: int) -> list[str]:
    names = []
    for flag in CodeFlag:
        if flags & flag:
            names.append(str(flag.name))
            flags &= ~int(flag)  # the flag's own inverse has no bits without a name
    return names + ([hex(flags)] if flags else [])


def _label(instructions: list[Instruction], regions: list[Region], length: int) -> dict[int, str]:
    """Labels by offset, for every place that something refers to, in the order of places."""
    starts = {instruction.start for instruction in instructions} | {length}
    places = {place for i in instructions if (place := i.target) is not None}
    for region in regions:
        places |= {region.start, region.end, region.target}
    ordered = sorted(places & starts)
    named = {place: f"L{index}" for index, place in enumerate(ordered, 1)}
    return named | {place: f"@{place}" for place in places - starts}


def _instruction_text(instruction: Instruction, labels: dict[int, str]) -> str:
    op, oparg = instruction.op, instruction.oparg
    units = (instruction.offset - instruction.start) // CODE_UNIT + 1
    shortest = max(1, (oparg.bit_length() + 7) // 8)
    name = op.name if units == shortest else f"{op.name}.{units}"
    if instruction.target is not None:
        return f"{name} {labels[instruction.target]}"
    return f"{name} {oparg}" if op > HAVE_ARGUMENT or oparg else name


def operand_note(instruction: Instruction, code: Code, constants: list[str]) -> str:
    """What the operand means, in words: a name, a constant, a symbol."""
    op, oparg = instruction.op, instruction.oparg
    kind = operand_of(op)
    slots = code.localsplus
    if kind is Operand.CONSTANT:
        return _item(constants, oparg)
    if kind in (Operand.LOCAL, Operand.DEREF):
        return _item(slots, oparg)
    if kind is Operand.LOCAL_PAIR:
        return f"{_item(slots, oparg >> 4)}, {_item(slots, oparg & 15)}"
    if kind is Operand.NAME:
        return _item(code.names, oparg)
    if kind is Operand.NAME_AND_FLAG:
        suffix = "" if not oparg & 1 else " + self" if op is Op.LOAD_ATTR else " + null"
        return _item(code.names, oparg >> 1) + suffix
    if kind is Operand.NAME_AND_TWO_FLAGS:
        return _item(code.names, oparg >> 2) + (" + self" if oparg & 1 else "")
    if kind is Operand.BINARY:
        return _item(BINARY_SYMBOLS, oparg)
    if kind is Operand.COMPARISON:
        return _item(COMPARISON_SYMBOLS, oparg >> COMPARISON_SHIFT)
    if kind is Operand.COMMON:
        return _item(COMMON_CONSTANT_NAMES, oparg)
    if kind is Operand.SPECIAL:
        return _item(SPECIAL_METHOD_NAMES, oparg)
    if kind is Operand.FLAG and op in (Op.IS_OP, Op.CONTAINS_OP):
        return ("is", "in")[op is Op.CONTAINS_OP] if not oparg else "not"
    if op in JUMPS:
        return f"to {instruction.target}"
    return ""


def _item(items: tuple[str, ...] | list[str], index: int) -> str:
    if index >= len(items):
        return "?"
    plain = all(32 <= ord(character) < 127 for character in items[index])
    return items[index] if plain else quote(items[index])


def draw_arrows(instructions: list[Instruction]) -> list[str]:
    """A margin for each instruction, of one width, with the jumps drawn as arrows."""
    row_of = {instruction.start: row for row, instruction in enumerate(instructions)}
    jumps = [
        (row, row_of[target])
        for row, instruction in enumerate(instructions)
        if (target := instruction.target) is not None and target in row_of
    ]
    jumps.sort(key=lambda jump: (abs(jump[0] - jump[1]), jump))
    lanes: list[list[tuple[int, int]]] = []
    for jump in jumps:
        low, high = min(jump), max(jump)
        for lane in lanes:
            if all(max(other) < low or min(other) > high for other in lane):
                lane.append(jump)
                break
        else:
            if len(lanes) < _ARROW_LANES:
                lanes.append([jump])
    width = len(lanes) + 2
    grid = [[" "] * width for _ in instructions]
    for depth, lane in enumerate(lanes):
        column = width - 3 - depth
        for source, target in lane:
            _draw(grid, column, source, target)
    return ["".join(row) for row in grid]


def _draw(grid: list[list[str]], column: int, source: int, target: int) -> None:
    low, high = min(source, target), max(source, target)
    for row in range(low, high + 1):
        grid[row][column] = "│"
    for row, corner in ((low, "╭"), (high, "╰")):
        grid[row][column] = corner
        for passed in range(column + 1, len(grid[row])):
            if grid[row][passed] == " ":
                grid[row][passed] = "─"
    grid[target][-1] = ">"
