"""Basic blocks: straight pieces of code, in a chain that is the order of the source."""

from collections.abc import Iterator
from typing import final

from spec.bytecode.instructions import Op
from spec.language.intermediate import (
    JUMPS,
    NO_FALL_THROUGH,
    TERMINATORS,
    AnyOp,
    Instruction,
    Label,
    Pseudo,
    Sequence,
)


@final
class Block:
    """A basic block: an array of slots of which the first `used` are its instructions.

    The slots behind `used` keep what once stood in them. An instruction that is *appended*
    takes the handler of the stale slot that it fills: this is how CPython's arrays behave,
    and where an exception region is cut depends on it.
    """

    __slots__ = (
        "cold",
        "depth",
        "except_stack",
        "is_handler",
        "keeps_lasti",
        "labelled",
        "next",
        "predecessors",
        "slots",
        "used",
        "visited",
        "warm",
    )

    def __init__(self) -> None:
        self.slots: list[Instruction] = []
        self.used = 0
        self.next: Block | None = None
        self.labelled = False
        self.is_handler = False
        self.keeps_lasti = False
        """Whether its handler wants the place of the instruction that raised."""
        self.except_stack: list[Block] | None = None
        """Handlers open at its start; None until a path to it was seen."""
        self.predecessors = 0
        self.depth = -1
        """Height of the stack at its start; -1 where it is not known."""
        self.cold = False
        self.warm = False
        self.visited = False

    @property
    def instructions(self) -> list[Instruction]:
        """The instructions in use (a copy of the array's front)."""
        return self.slots[: self.used]

    @property
    def last(self) -> Instruction | None:
        """The last instruction, or None for an empty block."""
        return self.slots[self.used - 1] if self.used else None

    @property
    def falls_through(self) -> bool:
        """Whether control can go on to the next block; it does from an empty one."""
        return not self.used or self.slots[self.used - 1].op not in NO_FALL_THROUGH

    @property
    def exits(self) -> bool:
        """Whether it ends by leaving the frame."""
        last = self.last
        return last is not None and last.op in TERMINATORS and last.op not in JUMPS

    @property
    def without_line(self) -> bool:
        """Whether no instruction has a line of its own."""
        return all(instruction.line < 0 for instruction in self.instructions)

    def append(self, op: AnyOp, arg: int, line: int, target: "Block | None" = None) -> None:
        """Append an instruction; it inherits the handler of the slot that it takes."""
        instruction = Instruction(op, arg, line)
        instruction.target = target
        if self.used < len(self.slots):
            instruction.handler = self.slots[self.used].handler
            self.slots[self.used] = instruction
        else:
            self.slots.append(instruction)
        self.used += 1

    def append_copy(self, instruction: Instruction) -> None:
        """Append a copy of an instruction, with the handler that it has."""
        if self.used < len(self.slots):
            self.slots[self.used] = instruction.copy()
        else:
            self.slots.append(instruction.copy())
        self.used += 1

    def insert(self, position: int, added: list[Instruction]) -> None:
        """Insert instructions; those behind them move up, over as many stale slots."""
        moved = [*self.slots[:position], *added, *self.slots[position : self.used]]
        self.slots = moved + self.slots[self.used + len(added) :]
        self.used += len(added)

    def keep(self, kept: list[Instruction]) -> None:
        """Compact to `kept`; the slots behind them stay as they are."""
        self.slots[: len(kept)] = kept
        self.used = len(kept)


@final
class Graph:
    """The blocks of one code unit."""

    __slots__ = ("entry",)

    def __init__(self, entry: Block) -> None:
        self.entry = entry

    def __iter__(self) -> Iterator[Block]:
        block: Block | None = self.entry
        while block is not None:
            yield block
            block = block.next


def build(sequence: Sequence) -> Graph:
    """Cut a sequence into blocks: before every used label, behind every terminator."""
    instructions, positions = _spliced(sequence)
    targeted: set[int] = set()
    for instruction in instructions:
        if instruction.label is not None:
            targeted.add(positions[instruction.label])
    graph = Graph(Block())
    current = graph.entry
    at: dict[int, Block] = {}
    for index, instruction in enumerate(instructions):
        if index in targeted:
            if current.used or current.labelled:
                current = _new_block(current)
            current.labelled = True
            at[index] = current
        last = current.last
        if last is not None and last.op in TERMINATORS:
            current = _new_block(current)
        current.slots.append(instruction)
        current.used += 1
    for instruction in instructions:
        if instruction.label is not None:
            instruction.target = at[positions[instruction.label]]
            if instruction.op not in JUMPS:
                instruction.target.is_handler = True
    return graph


def _new_block(before: Block) -> Block:
    block = Block()
    before.next = block
    return block


def _spliced(sequence: Sequence) -> tuple[list[Instruction], dict[Label, int]]:
    """The instructions with the annotations in place, and where each label came to be."""
    place = -1
    for index, instruction in enumerate(sequence.instructions):
        if instruction.op is Pseudo.ANNOTATIONS_PLACEHOLDER:
            place = index
    added = sequence.annotations or []
    instructions = list(sequence.instructions)
    if place >= 0:
        instructions[place : place + 1] = added
    positions: dict[Label, int] = {}
    for instruction in instructions:
        label = instruction.label
        if label is not None:
            beyond = place >= 0 and label.position > place
            positions[label] = label.position + (len(added) - 1 if beyond else 0)
    return instructions, positions


def next_nonempty(block: Block | None) -> Block | None:
    """`block`, or the first one behind it that has instructions."""
    while block is not None and not block.used:
        block = block.next
    return block


def remove_unreachable(graph: Graph) -> None:
    """Empty the blocks that nothing leads to, and count the ways into the others."""
    for block in graph:
        block.predecessors = 0
        block.visited = False
    graph.entry.predecessors = 1
    graph.entry.visited = True
    waiting = [graph.entry]
    while waiting:
        block = waiting.pop()
        if block.falls_through and block.next is not None:
            _reach(block.next, waiting)
        for instruction in block.instructions:
            if instruction.target is not None:
                _reach(instruction.target, waiting)
    for block in graph:
        if not block.predecessors:
            block.used = 0
            block.is_handler = False


def _reach(block: Block, waiting: list[Block]) -> None:
    block.predecessors += 1
    if not block.visited:
        block.visited = True
        waiting.append(block)


def is_nop(instruction: Instruction) -> bool:
    """Whether it does nothing but hold a line."""
    return instruction.op is Op.NOP
