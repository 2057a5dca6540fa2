"""From the bytes of a code object to its instructions."""

from typing import Final, final

from spec.bytecode.errors import InvalidCode
from spec.bytecode.instructions import (
    CODE_UNIT,
    JUMPS,
    OP_BY_NUMBER,
    Jump,
    Op,
    by_number,
    cache_count,
)

_MAXIMUM_PREFIXES: Final = 3
_CACHES: Final[tuple[int, ...]] = tuple(cache_count(number) for number in range(256))
_DIRECTIONS: Final[tuple[int, ...]] = tuple(
    0 if kind is None else -CODE_UNIT if kind is Jump.BACKWARD else CODE_UNIT
    for kind in by_number(JUMPS, None)
)
"""Bytes by which one unit of the operand moves the target of a jump; 0 for what is no jump."""
_KNOWN: Final[tuple[Op | None, ...]] = tuple(OP_BY_NUMBER.get(number) for number in range(256))


@final
class Instruction:
    """One instruction with its folded operand; offsets are in bytes.

    `start` is the offset of its first EXTENDED_ARG, `offset` that of its opcode,
    `next` that of what follows its caches. A jump leads to a `start`; a trace names
    an `offset`. `target` is where it jumps to, or None if it does not jump.
    """

    __slots__ = ("next", "offset", "op", "oparg", "start", "target")

    def __init__(self, start: int, offset: int, next_: int, op: Op, oparg: int) -> None:
        self.start = start
        self.offset = offset
        self.next = next_
        self.op = op
        self.oparg = oparg
        direction = _DIRECTIONS[op]
        self.target = next_ + direction * oparg if direction else None

    def __repr__(self) -> str:
        return f"<{self.offset} {self.op.name} {self.oparg}>"


def decode(code: bytes, code_number: int = 0) -> list[Instruction]:
    """The instructions of `code`, in order, with prefixes folded and caches skipped.

    Raises InvalidCode: code-length, unknown-opcode, prefix-unit, cache.
    """
    length = len(code)
    if length % CODE_UNIT or not length:
        raise InvalidCode("code-length", code_number, 0, f"{length} bytes")
    found: list[Instruction] = []
    extended = int(Op.EXTENDED_ARG)
    offset = start = high = 0
    while offset < length:
        number = code[offset]
        operand = high << 8 | code[offset + 1]
        following = offset + CODE_UNIT
        if number == extended:
            if offset - start >= _MAXIMUM_PREFIXES * CODE_UNIT or following == length:
                raise InvalidCode("prefix-unit", code_number, offset)
            high = operand
            offset = following
            continue
        op = _KNOWN[number]
        if op is None:
            raise InvalidCode("unknown-opcode", code_number, offset, f"opcode {number}")
        caches = _CACHES[number] * CODE_UNIT
        if caches:
            if code[following : following + caches] != bytes(caches):
                raise InvalidCode("cache", code_number, offset)
            following += caches
        found.append(Instruction(start, offset, following, op, operand))
        offset = start = following
        high = 0
    return found
