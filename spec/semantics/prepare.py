"""From a validated code object to what the step loop runs, once for each revision.

EXTENDED_ARG is folded, caches are gone, jumps lead to instruction numbers, and instructions
that neither cost nor do anything but lead on (NOP, NOT_TAKEN, RESUME, JUMP_FORWARD) are passed
over, so they are no steps: which of them are there depends on the layout of the source.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias, final

from spec.bytecode.code import Code
from spec.bytecode.decoder import decode
from spec.bytecode.exception_table import Region, decode_exception_table, region_at
from spec.bytecode.instructions import Op
from spec.errors import Impossible
from spec.gas_table.sizes import creation_cells, frame_size
from spec.semantics.layout import STORED, free_places

if TYPE_CHECKING:
    from spec.revision import Revision

RuleFunction: TypeAlias = Callable[[Any, Any, Any], "int | None"]
"""(machine, frame, operand) -> None to go on, an instruction number to jump, or SWITCH."""

Instructions: TypeAlias = list[tuple[RuleFunction, object, int, int]]
"""(rule, operand, fixed price in cycles, number of the next instruction)."""

PASSED_OVER: Final = frozenset({Op.NOP, Op.NOT_TAKEN, Op.RESUME, Op.JUMP_FORWARD})


@final
class Prepared:
    """A code object ready to run in one revision.

    `offsets` are byte offsets of the opcodes by instruction number; `first` the number of the
    first instruction, `resume` that of the first RESUME; `frame_cells` what entering it costs
    in cells.
    """

    __slots__ = (
        "cell_names",
        "code",
        "first",
        "frame_cells",
        "instructions",
        "numbers",
        "offsets",
        "opargs",
        "ops",
        "parameters",
        "regions",
        "resume",
        "revision",
        "slot_count",
        "slot_names",
    )

    def __init__(self, code: Code, revision: Revision) -> None:
        self.code = code
        self.revision = revision
        self.slot_names = code.localsplus
        self.slot_count = len(self.slot_names)
        self.parameters = code.parameter_count
        self.frame_cells = creation_cells(frame_size(self.slot_count + code.stacksize))
        self.regions: list[Region] = decode_exception_table(code.exceptiontable)
        decoded = decode(code.code)
        self.offsets = [each.offset for each in decoded]
        self.ops = [each.op for each in decoded]
        self.opargs = [each.oparg for each in decoded]
        self.resume = self.ops.index(Op.RESUME) if Op.RESUME in self.ops else 0
        free, dead = free_places(self.ops, self.opargs)
        self.numbers: dict[int, int] = {}
        following = len(decoded)
        for number in range(len(decoded) - 1, -1, -1):
            if self.ops[number] is Op.JUMP_FORWARD:
                target = decoded[number].target
                assert target is not None
                following = self.numbers[target]
            elif self.ops[number] not in PASSED_OVER and number not in dead:
                following = number
            self.numbers[decoded[number].start] = following
        self.first = self.numbers[0]
        self.instructions: Instructions = []
        for number, each in enumerate(decoded):
            successor = self.numbers.get(each.next, number)
            if each.op in PASSED_OVER or number in dead:
                self.instructions.append((passed_over, None, 0, successor))
                continue
            target = each.target
            oparg = each.oparg if target is None else self.numbers[target]
            bound, operand, price = revision.bind(each.op, code, oparg)
            if number in free:
                price = revision.gas.price(f"{each.op.name}.{STORED}").base
            self.instructions.append((bound, operand, price, successor))

    def handler_at(self, index: int) -> Region | None:
        """The region of the exception table that covers an instruction."""
        return region_at(self.regions, self.offsets[index])


def passed_over(machine: object, frame: object, operand: object) -> None:
    """Stands where an instruction stood that is passed over; nothing leads here."""
    raise Impossible("an instruction without effect was executed")


def prepared_for(code: Code, revision: Revision) -> Prepared:
    """`code` prepared for `revision`, kept in the code object."""
    kept = code.prepared.get("machine")
    if isinstance(kept, Prepared) and kept.revision is revision:
        return kept
    made = Prepared(code, revision)
    code.prepared["machine"] = made
    return made
