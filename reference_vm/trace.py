"""Traces: one record a step, and the two digests (design, "Case, outcome, trace").

The format is frozen as version 1: `Record` has the fields in this order, all required.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final, final

from spec.bytecode.code import Code, number_codes
from spec.bytecode.instructions import Op
from spec.semantics.frame import Frame
from spec.semantics.kinds import kind_of
from spec.semantics.machine import Machine, fail, unpaid
from spec.semantics.raising import Raise
from spec.semantics.values import ByteArray, Instance, List, Table, Value
from spec.softfloat.value import Float

TRACE_VERSION: Final = 1

OUTSIDE_PATH: Final = frozenset(
    {Op.RESUME, Op.EXTENDED_ARG, Op.CACHE, Op.NOP, Op.NOT_TAKEN, Op.END_FOR, Op.JUMP_FORWARD}
)
"""Instructions that are in no path; nor is what stands before the first RESUME (`path_start`)."""

NO_CODE: Final = -1
"""Code number of a code object that is not in the constants of the entry."""


@dataclass(frozen=True, slots=True)
class Record:
    """One step.

    Attributes:
        step: Its number, from 0.
        depth: Frames of user code.
        code: Number of the code object, in pre-order over the constants of the entry.
        offset: Byte offset of the instruction.
        opcode: Its number.
        oparg: Its operand, prefixes folded.
        cycles: Cycles charged before the step.
        price: Cycles charged by the step.
        height: Items on the stack before the step.
        operands: Digest of the kinds and contents of the top three items.
        exception: Class of the exception that the step raised, or "".
    """

    step: int
    depth: int
    code: int
    offset: int
    opcode: int
    oparg: int
    cycles: int
    price: int
    height: int
    operands: str
    exception: str

    def line(self) -> str:
        """The record as a line of JSON, the form in which traces are hashed and exchanged."""
        return json.dumps(asdict(self), separators=(",", ":"))


@final
class Tracer:
    """Follows a run: the digest of its path and, when `full` is set, its records.

    `on_record` is called with each record as it is complete; `keep` how many are kept.
    """

    __slots__ = (
        *("_full", "_numbers", "_path", "_starts"),
        *("full", "keep", "on_record", "records", "steps"),
    )

    def __init__(
        self,
        entry: Code,
        full: bool = False,
        keep: int = 0,
        on_record: Callable[[Record], None] | None = None,
    ) -> None:
        self.full = full
        self.keep = keep
        self.on_record = on_record
        self.records: list[Record] = []
        self.steps = 0
        self._path = hashlib.sha256()
        self._full = hashlib.sha256()
        self._numbers = {code: number for number, code in enumerate(number_codes(entry))}
        self._starts = {code: path_start(code) for code in self._numbers}

    def enter(self, frame: Frame, index: int) -> None:
        """A step is about to begin."""
        self.steps += 1
        prepared = frame.prepared
        offset = prepared.offsets[index]
        if prepared.ops[index] not in OUTSIDE_PATH and offset >= self._starts.get(prepared.code, 0):
            number = self._numbers.get(prepared.code, NO_CODE)
            self._path.update(f"{number}:{offset}\n".encode())

    def begin(self, machine: Machine, frame: Frame, index: int) -> tuple[int, int, int, str]:
        """What of a record is known before the step: cycles, depth, height, operands."""
        stack = frame.stack
        return machine.meter.cycles_used, machine.depth, len(stack), operand_digest(stack[-3:])

    def record(
        self, before: tuple[int, int, int, str], frame: Frame, index: int, used: int, error: str
    ) -> None:
        """A step has ended with `used` cycles charged in all."""
        prepared = frame.prepared
        cycles, depth, height, operands = before
        made = Record(
            step=self.steps - 1,
            depth=depth,
            code=self._numbers.get(prepared.code, NO_CODE),
            offset=prepared.offsets[index],
            opcode=int(prepared.ops[index]),
            oparg=prepared.opargs[index],
            cycles=cycles,
            price=used - cycles,
            height=height,
            operands=operands,
            exception=error,
        )
        self._full.update(made.line().encode() + b"\n")
        if len(self.records) < self.keep:
            self.records.append(made)
        if self.on_record is not None:
            self.on_record(made)

    def path_digest(self) -> str:
        """SHA-256 over `code number:offset` of the instructions in the path."""
        return self._path.hexdigest()

    def full_digest(self) -> str | None:
        """SHA-256 over the lines of all records, or None when there are none."""
        return self._full.hexdigest() if self.full else None


def path_start(code: Code) -> int:
    """The offset at which paths through a code object begin: its first RESUME.

    Before it cells are made and generators returned; CPython reports none of that.
    """
    content = code.code
    resumes = (at for at in range(0, len(content), 2) if content[at] == Op.RESUME)
    return next(resumes, 0)


def operand_digest(items: list[Value]) -> str:
    """16 hex digits over the kinds and contents of stack items, the deepest first."""
    text = "\n".join(operand_text(item) for item in items)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


_LONGEST = 64


def operand_text(value: Value) -> str:
    """Kind and content of a scalar, kind and size of a container, kind of all else."""
    kind = kind_of(value)
    if isinstance(value, int):
        return f"{kind}:{value:x}"
    if isinstance(value, Float):
        return f"{kind}:{value.bits:016x}"
    if isinstance(value, str):
        return f"{kind}:{len(value)}:{value[:_LONGEST]}"
    if isinstance(value, bytes):
        return f"{kind}:{len(value)}:{value[:_LONGEST].hex()}"
    if isinstance(value, tuple):
        return f"{kind}:{len(value)}"
    if isinstance(value, List):
        return f"{kind}:{len(value.items)}"
    if isinstance(value, ByteArray):
        return f"{kind}:{len(value.data)}"
    if isinstance(value, Table):
        return f"{kind}:{value.count}"
    if isinstance(value, Instance):
        return f"{kind}:{value.cls.name}"
    return kind


def run_traced(machine: Machine, tracer: Tracer) -> None:
    """Execute steps as `spec.semantics.machine.run` does, telling the tracer of each."""
    meter = machine.meter
    while machine.frame is not None:
        frame = machine.frame
        assert isinstance(frame, Frame)
        index = frame.index
        while True:
            rule, operand, price, following = frame.instructions[index]
            frame.index = index
            tracer.enter(frame, index)
            before = tracer.begin(machine, frame, index) if tracer.full else (0, 0, 0, "")
            machine.in_flight = None
            jump: int | None = None
            try:
                if meter.cycles < price:
                    raise unpaid(machine, frame)
                meter.cycles -= price
                machine.steps += 1
                jump = rule(machine, frame, operand)
            except Raise as raised:
                fail(machine, raised)
                jump = -1
            finally:
                if tracer.full:
                    raised_error = machine.in_flight
                    error = "" if raised_error is None else raised_error.cls.name
                    tracer.record(before, frame, index, meter.cycles_used, error)
            if jump is not None and jump < 0:
                break
            index = following if jump is None else jump
