"""The exception table: which handler covers an instruction (the format of CPython 3.11 to 3.14).

An entry is four numbers: start, length, target (in code units) and depth * 2 + lasti.
A number is written in groups of 6 bits, the most significant first, with bit 64 set on
all but its last byte; the first byte of an entry has bit 128 set.
"""

from collections.abc import Sequence
from typing import Final, final

from spec.bytecode.errors import InvalidCode
from spec.bytecode.instructions import CODE_UNIT

_ENTRY_START: Final = 128
_MORE: Final = 64
_GROUP: Final = 6
_MAXIMUM: Final = 1 << 30


@final
class Region:
    """One entry: what happens to an exception raised from `start` up to before `end`.

    The stack is cut to `depth` items, with `lasti` the place of the instruction is
    pushed, then the exception, and control goes to `target`. Offsets are in bytes.
    """

    __slots__ = ("depth", "end", "lasti", "start", "target")

    def __init__(self, start: int, end: int, target: int, depth: int, lasti: bool) -> None:
        self.start = start
        self.end = end
        self.target = target
        self.depth = depth
        self.lasti = lasti

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Region) and self._fields() == other._fields()

    def __repr__(self) -> str:
        return f"Region{self._fields()}"

    def _fields(self) -> tuple[int, int, int, int, bool]:
        return (self.start, self.end, self.target, self.depth, self.lasti)


def _append_number(out: bytearray, number: int, mark: int) -> None:
    shift = 0
    while number >> shift >> _GROUP:
        shift += _GROUP
    while shift:
        out.append(number >> shift & (_MORE - 1) | _MORE | mark)
        shift -= _GROUP
        mark = 0
    out.append(number & (_MORE - 1) | mark)


def encode_exception_table(regions: Sequence[Region]) -> bytes:
    """The bytes of the table; `decode_exception_table` reads them back."""
    out = bytearray()
    for region in regions:
        _append_number(out, region.start // CODE_UNIT, _ENTRY_START)
        _append_number(out, (region.end - region.start) // CODE_UNIT, 0)
        _append_number(out, region.target // CODE_UNIT, 0)
        _append_number(out, region.depth << 1 | region.lasti, 0)
    return bytes(out)


def decode_exception_table(table: bytes, code_number: int = 0) -> list[Region]:
    """The entries of a table.

    Raises InvalidCode (exception-table) for bytes that `encode_exception_table` never
    writes; whether the entries fit a code object is the validator's to say.
    """
    regions: list[Region] = []
    numbers: list[int] = []
    position = 0
    while position < len(table):
        if bool(table[position] & _ENTRY_START) != (not numbers):
            raise InvalidCode("exception-table", code_number, 0, f"entry mark at byte {position}")
        number = 0
        more = True
        while more:
            if position == len(table) or number > _MAXIMUM:
                raise InvalidCode("exception-table", code_number, 0, f"number at byte {position}")
            byte = table[position]
            number = number << _GROUP | byte & (_MORE - 1)
            more = bool(byte & _MORE)
            position += 1
        numbers.append(number)
        if len(numbers) == 4:
            start, length, target, last = numbers
            regions.append(
                Region(
                    start * CODE_UNIT,
                    (start + length) * CODE_UNIT,
                    target * CODE_UNIT,
                    last >> 1,
                    bool(last & 1),
                )
            )
            numbers = []
    if numbers:
        raise InvalidCode("exception-table", code_number, 0, "the last entry is cut off")
    if encode_exception_table(regions) != table:
        raise InvalidCode("exception-table", code_number, 0, "numbers are not written shortest")
    return regions


def region_at(regions: Sequence[Region], offset: int) -> Region | None:
    """The entry that covers the instruction at `offset`, or None."""
    for region in regions:
        if region.start <= offset < region.end:
            return region
    return None
