"""Source lines of instructions, read from a code object's table in CPython's format."""

from __future__ import annotations

from typing import Final

from spec.bytecode.code import Code
from spec.bytecode.instructions import CODE_UNIT

_ENTRY: Final = 0x80
_ONE_LINE_FIRST, _ONE_LINE_LAST = 10, 12
_NO_COLUMNS, _LONG, _NO_LOCATION = 13, 14, 15


def lines_of_code(code: Code) -> list[int]:
    """The line of each code unit, 0 where there is none."""
    table, line, position = code.linetable, code.firstlineno, 0
    found: list[int] = []
    while position < len(table):
        kind, units = table[position] >> 3 & 15, (table[position] & 7) + 1
        position += 1
        if kind in (_NO_COLUMNS, _LONG):
            line += _signed(table, position)
        elif _ONE_LINE_FIRST <= kind <= _ONE_LINE_LAST:
            line += kind - _ONE_LINE_FIRST
        while position < len(table) and not table[position] & _ENTRY:
            position += 1
        found += [0 if kind == _NO_LOCATION else line] * units
    return found


def line_at(lines: list[int], offset: int) -> int:
    """The line of the instruction at a byte offset, 0 if unknown."""
    unit = offset // CODE_UNIT
    return lines[unit] if unit < len(lines) else 0


def _signed(table: bytes, position: int) -> int:
    number = shift = 0
    while position < len(table) and not table[position] & _ENTRY:
        number |= (table[position] & 63) << shift
        shift += 6
        if not table[position] & 64:
            break
        position += 1
    return -(number >> 1) if number & 1 else number >> 1
