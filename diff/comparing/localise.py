"""Where two executions of one code object part: the first instruction after which they differ.

Uses the richest trace that both sides have: whole records where both give their operands,
the path (code number, offset) otherwise. Where the paths agree and only the result differs,
the last instruction that computed something is named, as a guess that says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, final

from diff.canonical import Json
from diff.outcome import RAISED, RECORD_FIELDS, Outcome
from reference_vm.trace import OUTSIDE_PATH
from spec.bytecode.instructions import (
    BINARY_SYMBOLS,
    CODE_UNIT,
    COMPARISON_SHIFT,
    COMPARISON_SYMBOLS,
    OP_BY_NUMBER,
    Op,
)

if TYPE_CHECKING:
    from diff.case import Case
    from diff.targets.target import Target

Record: TypeAlias = Mapping[str, Json]

How: TypeAlias = Literal["records", "path", "guess"]
"""By which means it was found: all fields of the records, the path, or the last computation."""

_MACHINE_FIELDS: Final = ("cycles", "price")
_COMPARED: Final = tuple(field for field in RECORD_FIELDS if field != "step")
_PATH: Final = ("code", "offset")
_SHUFFLES: Final = frozenset(
    (
        *("RESUME", "NOP", "NOT_TAKEN", "CACHE", "EXTENDED_ARG", "POP_TOP", "COPY", "SWAP"),
        *("PUSH_NULL", "RETURN_VALUE", "RETURN_GENERATOR", "BUILD_TUPLE", "BUILD_LIST"),
        *("BUILD_MAP", "BUILD_SET", "JUMP_FORWARD", "JUMP_BACKWARD", "END_FOR", "POP_ITER"),
        *("JUMP_BACKWARD_NO_INTERRUPT", "MAKE_CELL", "COPY_FREE_VARS", "PUSH_EXC_INFO"),
        *("POP_EXCEPT", "RERAISE", "LIST_APPEND"),
    )
)
"""Instructions that move values without making any."""
_MOVES: Final = (
    *("LOAD_FAST", "LOAD_CONST", "LOAD_SMALL_INT", "LOAD_COMMON_CONSTANT", "LOAD_DEREF"),
    *("LOAD_GLOBAL", "LOAD_NAME", "STORE_FAST", "STORE_DEREF", "STORE_GLOBAL", "STORE_NAME"),
    "POP_JUMP_",
)
"""Beginnings of the names of others that do."""
_NEVER_RAISE: Final = (
    *("LOAD_FAST", "LOAD_FAST_BORROW", "LOAD_CONST", "LOAD_SMALL_INT", "LOAD_COMMON_CONSTANT"),
    *("LOAD_FAST_LOAD_FAST", "LOAD_FAST_BORROW_LOAD_FAST_BORROW"),
)


@final
@dataclass(frozen=True, slots=True)
class Place:
    """The instruction after which two executions differ.

    `step` counts from 0 in the reference's trace, `offset` is in bytes, `field` says what of the
    next record differed (`path` when the next instruction is another one), with both sides.
    """

    step: int
    code: int
    offset: int
    rule: str
    how: How
    field: str
    expected: Json
    found: Json

    def __str__(self) -> str:
        where = f"step {self.step}, code {self.code}, offset {self.offset}: {self.rule}"
        return where if self.how != "guess" else f"{where} (the last computation; same path)"

    def to_json(self) -> dict[str, Json]:
        """For programs."""
        return {name: getattr(self, name) for name in self.__slots__}


def localise(case: "Case", reference: "Target", other: "Target") -> Place | None:
    """Run `case` on both with full traces and compare them; None where there are none."""
    ours, theirs = (target.run([case], "full")[0] for target in (reference, other))
    return first_parting(ours, theirs)


def first_parting(reference: Outcome, other: Outcome) -> Place | None:
    """The place where two traced executions of one case part; None without records on both
    sides, or where nothing ran."""
    ours, theirs = _records(reference), _records(other)
    if not ours or theirs is None:
        return None
    rich = all("operands" in side[0] for side in (ours, theirs) if side)
    if not rich:
        ours, theirs = on_path(ours), on_path(theirs)
    compared = _COMPARED if rich else _PATH
    for index, (one, two) in enumerate(zip(ours, theirs, strict=False)):
        for field in compared:
            if one[field] != two[field]:
                # What an instruction is charged is its own affair; all else is the doing of
                # the one before.
                culprit = index if field in _MACHINE_FIELDS else max(0, index - 1)
                how: How = "records" if rich else "path"
                name = "path" if field in ("code", "offset") else field
                return _place(ours, culprit, how, name, _shown(one, name), _shown(two, name))
    if len(ours) != len(theirs):
        last = min(len(ours), len(theirs))
        sides = [side[last] if last < len(side) else None for side in (ours, theirs)]
        shown = [None if side is None else _shown(side, "path") for side in sides]
        return _place(ours, max(0, last - 1), "records" if rich else "path", "path", *shown)
    guess = _where_raised(ours, reference)
    if guess is None:
        guess = _last_computation(ours, reference.status == RAISED)
    return None if guess is None else _place(ours, guess, "guess", "result", None, None)


def _records(outcome: Outcome) -> Sequence[Record] | None:
    return None if outcome.trace is None else outcome.trace.records


def on_path(records: Sequence[Record]) -> list[Record]:
    """The records that count for the path (`PathFilter`)."""
    return list(filter(PathFilter().counts, records))


@final
class PathFilter:
    """Which records of a trace count for the path, told one by one from the first.

    Those of the entry's code objects, without the instructions that do nothing and that
    implementations may leave out, and without those before the first RESUME.
    """

    def __init__(self) -> None:
        self._before: set[tuple[int, int]] = set()
        self._generators: set[tuple[int, int]] = set()

    def counts(self, record: Record) -> bool:
        """Whether the next record counts."""
        if record["code"] < 0 or record.get("opcode") in OUTSIDE_PATH:
            return False
        return not self._before_resume(record)

    def _before_resume(self, record: Record) -> bool:
        """Whether it stands before the first RESUME, where records tell that by opcode."""
        place, opcode = (record["code"], record["offset"]), record.get("opcode")
        last = (place[0], place[1] - CODE_UNIT)
        if place[1] and last not in self._before:
            return False
        if opcode in _PREFIX or (opcode == Op.POP_TOP and last in self._generators):
            self._before.add(place)
        if opcode == Op.RETURN_GENERATOR:
            self._generators.add(place)
        return place in self._before


_PREFIX: Final = frozenset({Op.COPY_FREE_VARS, Op.MAKE_CELL, Op.RETURN_GENERATOR})


def _shown(record: Record, field: str) -> Json:
    return [record["code"], record["offset"]] if field == "path" else record[field]


def _place(
    records: Sequence[Record], index: int, how: How, field: str, expected: Json, found: Json
) -> Place:
    record = records[index]
    return Place(
        index, record["code"], record["offset"], rule_name(record), how, field, expected, found
    )


def rule_name(record: Record) -> str:
    """The instruction of a record, with its operation where it has several."""
    opcode, operand = record.get("opcode"), record.get("oparg")
    op = OP_BY_NUMBER.get(opcode) if type(opcode) is int else None
    if op is None:
        return str(opcode) if opcode is not None else "?"
    if type(operand) is int:
        if op is Op.BINARY_OP and operand < len(BINARY_SYMBOLS):
            return f"BINARY_OP {BINARY_SYMBOLS[operand]}"
        comparison = operand >> COMPARISON_SHIFT
        if op is Op.COMPARE_OP and comparison < len(COMPARISON_SYMBOLS):
            return f"COMPARE_OP {COMPARISON_SYMBOLS[comparison]}"
    return op.name


def _where_raised(records: Sequence[Record], reference: Outcome) -> int | None:
    """The step that raised the exception with which the run ended, which handlers and
    re-raising may have followed; None where the records do not tell."""
    if reference.status != RAISED or not reference.exception:
        return None
    fields = reference.exception[1]
    kind = fields["type"] if type(fields) is dict else None
    for index in range(len(records) - 1, -1, -1):
        record = records[index]
        if record.get("exception") == kind and rule_name(record) != Op.RERAISE.name:
            return index
    return None


def _last_computation(records: Sequence[Record], raised: bool) -> int | None:
    """The last instruction that computed something; of a run that raised, the last that can
    have raised: a load may, of a variable that is not bound."""
    for index in range(len(records) - 1, -1, -1):
        name = rule_name(records[index])
        moves = name in _SHUFFLES or name.startswith(_MOVES)
        if not moves or (raised and name.startswith("LOAD_") and name not in _NEVER_RAISE):
            return index
    return None
