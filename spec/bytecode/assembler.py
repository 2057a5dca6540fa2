"""From instructions with labels to a code object.

The assembler does what is tedious and decides nothing: operands of jumps, EXTENDED_ARG,
caches, the exception table, indices of constants and names, the stack size. What it
makes may still be invalid; the validator says so.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final, final

from spec.bytecode.code import Code
from spec.bytecode.effects import stack_effect
from spec.bytecode.errors import AssemblyError
from spec.bytecode.exception_table import Region, encode_exception_table
from spec.bytecode.instructions import CODE_UNIT, JUMPS, LEAVES, Jump, Op, cache_count
from spec.softfloat.value import Float

_CACHE_BYTES: Final = tuple(cache_count(number) * CODE_UNIT for number in range(256))
_LINES_PER_ENTRY: Final = 8
_NO_LOCATION: Final = 0x80 | 15 << 3
"""First byte of a line table entry without a location; its low 3 bits are the units less one."""


def empty_line_table(code_length: int) -> bytes:
    """A line table for `code_length` bytes of code that gives no instruction a line."""
    units = code_length // CODE_UNIT
    full, rest = divmod(units, _LINES_PER_ENTRY)
    table = bytes([_NO_LOCATION | _LINES_PER_ENTRY - 1]) * full
    return table + bytes([_NO_LOCATION | rest - 1]) if rest else table


def constant_key(value: object) -> object:
    """Equal for two constants that may share a place: the same type and the same bits."""
    kind = type(value)
    if kind is tuple and isinstance(value, tuple):
        return ("tuple", tuple(constant_key(item) for item in value))
    if isinstance(value, Float):
        return ("float", value.bits)
    if value is None or isinstance(value, bool | int | str | bytes):
        return (kind.__name__, value)
    return (kind.__name__, object())


@final
class Label:
    """A place in the code, given when it is bound."""

    __slots__ = ("position",)

    def __init__(self) -> None:
        self.position = -1


@final
class Handler:
    """Where an exception goes: the target, the height kept, and whether the place is pushed."""

    __slots__ = ("depth", "lasti", "target")

    def __init__(self, target: Label, depth: int, lasti: bool) -> None:
        self.target = target
        self.depth = depth
        self.lasti = lasti


@final
class Assembler:
    """Collects the instructions of one code object; `finish` makes it."""

    __slots__ = ("_constants", "_handlers", "_jumps", "_lines", "_names", "_operands", "_ops",
                 "_widths", "consts", "handler", "line", "names")  # fmt: skip

    def __init__(self) -> None:
        self._ops: list[Op] = []
        self._operands: list[int] = []
        self._jumps: list[tuple[int, Label]] = []
        self._handlers: list[Handler | None] = []
        self._lines: list[int] = []
        self._widths: list[int] = []
        self._constants: dict[object, int] = {}
        self._names: dict[str, int] = {}
        self.consts: list[object] = []
        self.names: list[str] = []
        self.handler: Handler | None = None
        """The handler of the instructions emitted from now on."""
        self.line = 0
        """The line of a text that they stand in, for errors; 0 without a text."""

    def __len__(self) -> int:
        return len(self._ops)

    def emit(self, op: Op, operand: int = 0, width: int = 1) -> None:
        """Append an instruction; `width` is the least number of units before its caches."""
        if operand > 255:
            width = max(width, (operand.bit_length() + 7) // 8)
        if operand < 0 or width > 4:
            raise AssemblyError(f"{op.name} cannot have the operand {operand}", self.line)
        self._ops.append(op)
        self._operands.append(operand)
        self._handlers.append(self.handler)
        self._lines.append(self.line)
        self._widths.append(width)

    def jump(self, op: Op, target: Label, width: int = 1) -> None:
        """Append a jump to `target`."""
        self._jumps.append((len(self._ops), target))
        self.emit(op, 0, width)

    def bind(self, label: Label) -> None:
        """Place `label` before the next instruction."""
        label.position = len(self._ops)

    def here(self) -> Label:
        """A label before the next instruction."""
        label = Label()
        self.bind(label)
        return label

    def constant(self, value: object) -> int:
        """The index of a constant, added if it is new."""
        key = constant_key(value)
        index = self._constants.get(key)
        if index is None:
            index = self._constants[key] = len(self.consts)
            self.consts.append(value)
        return index

    def name(self, name: str) -> int:
        """The index of a name, added if it is new."""
        index = self._names.get(name)
        if index is None:
            index = self._names[name] = len(self.names)
            self.names.append(name)
        return index

    def finish(
        self,
        *,
        varnames: Sequence[str] = (),
        freevars: Sequence[str] = (),
        cellvars: Sequence[str] = (),
        argcount: int = 0,
        posonlyargcount: int = 0,
        kwonlyargcount: int = 0,
        flags: int = 0,
        name: str = "f",
        qualname: str = "f",
        firstlineno: int = 1,
        linetable: bytes | None = None,
        stacksize: int | None = None,
    ) -> Code:
        """The code object; its stack size is computed unless given.

        Raises AssemblyError for a label never bound, a jump in the wrong direction, an
        operand below 0 or beyond 32 bits.
        """
        offsets, code = self.assemble()
        return Code(
            code=code,
            consts=tuple(self.consts),
            names=tuple(self.names),
            varnames=tuple(varnames),
            freevars=tuple(freevars),
            cellvars=tuple(cellvars),
            argcount=argcount,
            posonlyargcount=posonlyargcount,
            kwonlyargcount=kwonlyargcount,
            stacksize=self._stack_size() if stacksize is None else stacksize,
            flags=flags,
            name=name,
            qualname=qualname,
            firstlineno=firstlineno,
            linetable=empty_line_table(len(code)) if linetable is None else linetable,
            exceptiontable=encode_exception_table(self.regions(offsets)),
        )

    def protect(self, handler: Handler, first: int) -> None:
        """Put every instruction from index `first` on that has no handler under this one."""
        self._handlers[first:] = [held or handler for held in self._handlers[first:]]

    def patch(self, index: int, addition: int) -> None:
        """Add to the operand of an instruction already emitted."""
        operand = self._operands[index] + addition
        self._operands[index] = operand
        self._widths[index] = max(self._widths[index], (operand.bit_length() + 7) // 8)

    def assemble(self) -> tuple[list[int], bytes]:
        """Byte offsets of the instructions' starts, and the end; and the code itself."""
        offsets = self._lay_out()
        return offsets, self._encode(offsets)

    def _lay_out(self) -> list[int]:
        """Byte offsets of the instructions' starts, and the end; settles operands and widths.

        Widths only grow, so this ends, and with the shortest code that fits.
        """
        while True:
            sizes = [
                width * CODE_UNIT + _CACHE_BYTES[op]
                for op, width in zip(self._ops, self._widths, strict=True)
            ]
            offsets = [0, *accumulate(sizes)]
            grown = False
            for index, target in self._jumps:
                distance = self._distance(index, target, offsets)
                self._operands[index] = distance
                if distance > 255:
                    needed = (distance.bit_length() + 7) // 8
                    if needed > self._widths[index]:
                        self._widths[index] = needed
                        grown = True
            if not grown:
                return offsets

    def _distance(self, index: int, target: Label, offsets: list[int]) -> int:
        if target.position < 0:
            raise AssemblyError("a label is used that has no place", self._lines[index])
        distance = (offsets[target.position] - offsets[index + 1]) // CODE_UNIT
        kind = JUMPS.get(self._ops[index])
        if kind is None:
            raise AssemblyError(f"{self._ops[index].name} is no jump", self._lines[index])
        if kind is Jump.BACKWARD:
            distance = -distance
        if distance < 0:
            raise AssemblyError(f"{self._ops[index].name} leads the other way", self._lines[index])
        return distance

    def _encode(self, offsets: list[int]) -> bytes:
        out = bytearray(offsets[-1])
        for op, operand, width, start in zip(
            self._ops, self._operands, self._widths, offsets, strict=False
        ):
            position = start
            if width > 1:
                for prefix in range(width - 1, 0, -1):
                    out[position] = Op.EXTENDED_ARG
                    out[position + 1] = operand >> 8 * prefix & 255
                    position += CODE_UNIT
            out[position] = op
            out[position + 1] = operand & 255
        return bytes(out)

    def regions(self, offsets: list[int]) -> list[Region]:
        """The exception regions, from the handlers that the instructions were emitted under."""
        regions: list[Region] = []
        previous: Handler | None = None
        for index, handler in enumerate(self._handlers):
            if handler is not None:
                if handler is previous:
                    regions[-1].end = offsets[index + 1]
                else:
                    target = offsets[handler.target.position]
                    regions.append(
                        Region(
                            offsets[index],
                            offsets[index + 1],
                            target,
                            handler.depth,
                            handler.lasti,
                        )
                    )
            previous = handler
        return regions

    def _stack_size(self) -> int:
        """The greatest height before any instruction that can be reached."""
        count = len(self._ops)
        targets = dict(self._jumps)
        heights = [-1] * count
        greatest = 0
        waiting = [(0, 0)]
        while waiting:
            index, height = waiting.pop()
            while index < count and heights[index] < 0:
                heights[index] = height
                greatest = max(greatest, height)
                op = self._ops[index]
                handler = self._handlers[index]
                if handler is not None:
                    waiting.append((handler.target.position, handler.depth + handler.lasti + 1))
                pops, pushes = stack_effect(op, self._operands[index])
                height = max(0, height - pops) + pushes
                target = targets.get(index)
                if target is not None:
                    waiting.append((target.position, height))
                kind = JUMPS.get(op)
                if op in LEAVES or (kind is not None and kind is not Jump.CONDITIONAL):
                    break
                index += 1
        return greatest
