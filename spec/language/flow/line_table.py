"""The table of lines: which line each code unit came from, in CPython's format, without columns.

No rule reads it. It lets a target, a profile or a person find the source of an instruction.
"""

from typing import Final

_MOST_UNITS: Final = 8
"""Code units of one entry."""
_NO_COLUMNS: Final = 13
_NO_LOCATION: Final = 15


def encode_lines(lines: list[int], sizes: list[int], first_line: int) -> bytes:
    """The table for instructions of `sizes` code units; a line below 0 means none."""
    out = bytearray()
    previous = first_line
    for line, size in zip(lines, sizes, strict=True):
        kind = _NO_LOCATION if line < 0 else _NO_COLUMNS
        while size > 0:
            units = min(size, _MOST_UNITS)
            out.append(0x80 | kind << 3 | units - 1)
            if line >= 0:
                _append_signed(out, line - previous)
                previous = line
            size -= units
    return bytes(out)


def _append_signed(out: bytearray, number: int) -> None:
    """6 bits a byte, the least significant first; the sign is the lowest bit."""
    number = -number << 1 | 1 if number < 0 else number << 1
    while number > 63:
        out.append(number & 63 | 64)
        number >>= 6
    out.append(number)
