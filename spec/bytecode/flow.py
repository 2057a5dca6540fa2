"""Abstract interpretation of one code object: stack heights and kinds on every path.

A state is the stack, the local slots, and how many handled exceptions are entered. Where
paths meet, heights must agree and kinds are united; the work list ends because kinds are
only ever added. An instruction that may raise passes its state on to its handler.
"""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias, final

from spec.bytecode.code import Code
from spec.bytecode.decoder import Instruction
from spec.bytecode.effects import EFFECTS, items_taken
from spec.bytecode.errors import InvalidCode
from spec.bytecode.exception_table import Region
from spec.bytecode.instructions import (
    JUMPS,
    LEAVES,
    Jump,
    Op,
    by_number,
)
from spec.bytecode.kinds import (
    ANY,
    BORROWED,
    CELL,
    EMPTY,
    EXCEPTION,
    ITERATOR,
    KIND_BITS,
    LASTI,
    NONE,
    NULL,
    OTHER,
    VALUE,
    describe,
)

NEVER_RAISE: Final = frozenset(
    {
        Op.COPY,
        Op.COPY_FREE_VARS,
        Op.END_FOR,
        Op.END_SEND,
        Op.JUMP_BACKWARD,
        Op.JUMP_BACKWARD_NO_INTERRUPT,
        Op.JUMP_FORWARD,
        Op.LOAD_COMMON_CONSTANT,
        Op.LOAD_CONST,
        Op.LOAD_FAST,
        Op.LOAD_FAST_AND_CLEAR,
        Op.LOAD_FAST_BORROW,
        Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW,
        Op.LOAD_FAST_LOAD_FAST,
        Op.LOAD_SMALL_INT,
        Op.MAKE_CELL,
        Op.NOP,
        Op.NOT_TAKEN,
        Op.POP_EXCEPT,
        Op.POP_ITER,
        Op.POP_JUMP_IF_FALSE,
        Op.POP_JUMP_IF_NONE,
        Op.POP_JUMP_IF_NOT_NONE,
        Op.POP_JUMP_IF_TRUE,
        Op.POP_TOP,
        Op.PUSH_EXC_INFO,
        Op.PUSH_NULL,
        Op.RETURN_GENERATOR,
        Op.RETURN_VALUE,
        Op.STORE_DEREF,
        Op.STORE_FAST,
        Op.STORE_FAST_LOAD_FAST,
        Op.STORE_FAST_STORE_FAST,
        Op.SWAP,
        Op.UNARY_NOT,
    }
)
"""Instructions whose rules raise nothing: no state of theirs reaches a handler."""

_HARMLESS: Final = by_number(dict.fromkeys(NEVER_RAISE, True), False)
_EFFECTS: Final = by_number(EFFECTS, None)
_ENDS: Final = by_number(
    dict.fromkeys(LEAVES, True)
    | {op: True for op, kind in JUMPS.items() if kind is not Jump.CONDITIONAL},
    False,
)
"""Whether control never goes on behind an instruction."""

Detail: TypeAlias = tuple[str, int, bool]
"""More than the kind: what it is about, a number, and one more fact. See `Flow.detail`."""

Special: TypeAlias = "Callable[[Flow, Instruction], None]"
"""What the effect of an instruction alone does not say."""

State: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], int]
"""Stack, local slots, and entered handlers at the start of an instruction."""


@final
class Flow:
    """The interpretation of one code object; the state in hand is in `stack`, `slots`, `active`."""

    __slots__ = (
        "_details",
        "_handlers",
        "_index",
        "_queued",
        "_special",
        "_starts",
        "_states",
        "_targets",
        "_waiting",
        "active",
        "code",
        "details",
        "instructions",
        "number",
        "offset",
        "slots",
        "stack",
        "taken",
    )

    def __init__(
        self,
        code: Code,
        number: int,
        instructions: list[Instruction],
        starts: dict[int, int],
        regions: list[Region],
        special: "Sequence[Special | None]",
    ) -> None:
        self.code = code
        self.number = number
        self.instructions = instructions
        self.offset = 0
        self.stack: list[int] = []
        self.slots: list[int] = []
        self.active = 0
        self.taken = 0
        """The top item that the instruction in hand found and took, if its effect says so."""
        self.details: list[Detail] = [("", 0, False)]
        self._details: dict[Detail, int] = {}
        self._special = special
        self._starts = starts
        self._targets: list[int] = []
        self._handlers: list[Region | None] = [None] * len(instructions)
        self._index = 0
        self._states: list[State | None] = [None] * len(instructions)
        self._waiting: list[int] = []
        self._queued = [False] * len(instructions)
        for region in regions:
            last = starts.get(region.end, len(instructions))
            for index in range(starts[region.start], last):
                self._handlers[index] = region

    def run(self) -> None:
        """Follow every path. Raises InvalidCode at the first contradiction."""
        leaders = self._find_leaders()
        self._merge(0, (), tuple(self._first_slots()), 0)
        while self._waiting:
            index = self._waiting.pop()
            self._queued[index] = False
            state = self._states[index]
            assert state is not None
            self.stack, self.slots, self.active = list(state[0]), list(state[1]), state[2]
            while self._step(index):
                index += 1
                if leaders[index]:
                    self._merge(index, tuple(self.stack), tuple(self.slots), self.active)
                    break

    def _find_leaders(self) -> list[bool]:
        """Which instructions have a state of their own: those that paths may meet at."""
        leaders = [False] * (len(self.instructions) + 1)
        self._targets = [-1] * len(self.instructions)
        for index, instruction in enumerate(self.instructions):
            target = instruction.target
            if target is not None:
                place = self._starts[target]
                if instruction.op is Op.FOR_ITER:
                    place = self._after_loop(place, instruction)
                self._targets[index] = place
                leaders[place] = True
        for region in self._handlers:
            if region is not None:
                leaders[self._starts[region.target]] = True
        return leaders

    def _after_loop(self, place: int, instruction: Instruction) -> int:
        """An exhausted iterator leads to END_FOR, which is passed over, and to POP_ITER."""
        following = self.instructions[place : place + 2]
        if [found.op for found in following] != [Op.END_FOR, Op.POP_ITER]:
            self.offset = instruction.offset
            raise self.error("jump-target", "FOR_ITER leads to END_FOR and POP_ITER")
        return place + 1

    def _first_slots(self) -> list[int]:
        code = self.code
        slots = [NULL] * code.slot_count
        for index in range(code.parameter_count):
            # The one parameter of a generator expression is an iterator already.
            slots[index] = ITERATOR if code.varnames[index] == ".0" else OTHER
        return slots

    def _step(self, index: int) -> bool:
        """Apply one instruction to the state; tell whether the next one follows."""
        instruction = self.instructions[index]
        op = instruction.op
        self.offset = instruction.offset
        self._index = index
        region = self._handlers[index]
        if region is not None and not _HARMLESS[op]:
            self._enter_handler(region, instruction)
        effect = _EFFECTS[op]
        if effect is not None:
            self.need(effect.needs)
            if effect.pops:
                self.taken = self.stack[-1]
                del self.stack[-effect.pops :]
            self.stack.extend(effect.pushes)
        special = self._special[op]
        if special is not None:
            special(self, instruction)
        if len(self.stack) > self.code.stacksize:
            raise self.error("overflow", f"{len(self.stack)} items, {self.code.stacksize} declared")
        target = self._targets[index]
        if target >= 0:
            self._jump(target, instruction)
        if _ENDS[op]:
            return False
        if op is Op.FOR_ITER:
            self.push(OTHER)
        if len(self.stack) > self.code.stacksize:
            raise self.error("overflow", f"{len(self.stack)} items, {self.code.stacksize} declared")
        if index + 1 == len(self.instructions):
            raise self.error("end", "")
        return True

    def _enter_handler(self, region: Region, instruction: Instruction) -> None:
        pops = 0
        if not _LEAVE[instruction.op]:
            pops = items_taken(instruction.op, instruction.oparg)
        if len(self.stack) - pops < region.depth:
            # Too few operands is told where they are taken.
            if len(self.stack) >= pops:
                raise self.error("handler-depth", f"{region.depth} items to keep")
            return
        kept = [*self.stack[: region.depth], *([LASTI] if region.lasti else []), EXCEPTION]
        if len(kept) > self.code.stacksize:
            raise self.error("overflow", "the exception does not fit")
        self._merge(self._starts[region.target], tuple(kept), tuple(self.slots), self.active)

    def _jump(self, target: int, instruction: Instruction) -> None:
        stack = self.stack
        slots, active = tuple(self.slots), self.active
        if instruction.op in (Op.POP_JUMP_IF_NONE, Op.POP_JUMP_IF_NOT_NONE):
            taken, followed = self._split_none(instruction)
            self._merge(target, tuple(taken), slots, active)
            self.stack = followed
        else:
            self._merge(target, tuple(stack), slots, active)

    def _split_none(self, instruction: Instruction) -> tuple[list[int], list[int]]:
        """The stack where the tested item is None, and where it is not (in order of the jump)."""
        tested = self.stack.pop()
        detail = tested >> KIND_BITS
        none, other = list(self.stack), list(self.stack)
        if detail and self.details[detail][0] == "origin":
            for index, slot in enumerate(self.stack):
                if slot >> KIND_BITS == detail:
                    none[index] = NONE
                    other[index] = slot & ANY & ~NONE
        if instruction.op is Op.POP_JUMP_IF_NONE:
            return none, other
        return other, none

    def _merge(
        self, index: int, stack: tuple[int, ...], slots: tuple[int, ...], active: int
    ) -> None:
        known = self._states[index]
        if known is None:
            self._states[index] = (stack, slots, active)
        else:
            known_stack, known_slots, known_active = known
            if len(known_stack) != len(stack):
                raise self._meeting("depth", index, f"{len(stack)} and {len(known_stack)} items")
            if known_active != active:
                raise self._meeting("exception-state", index, "the paths disagree")
            if known_stack == stack and known_slots == slots:
                return
            united = (_unite(known_stack, stack), _unite(known_slots, slots), active)
            if united == known:
                return
            self._states[index] = united
        if not self._queued[index]:
            self._queued[index] = True
            self._waiting.append(index)

    def _meeting(self, reason: str, index: int, detail: str) -> InvalidCode:
        return InvalidCode(reason, self.number, self.instructions[index].offset, detail)

    # --- For the special instructions

    def error(self, reason: str, detail: str) -> InvalidCode:
        """A refusal at the instruction in hand."""
        return InvalidCode(reason, self.number, self.offset, detail)

    def push(self, slot: int) -> None:
        """Put an item on the stack."""
        self.stack.append(slot)

    def pop(self, allowed: int) -> int:
        """Take the top item, which must be of the allowed kinds."""
        if not self.stack:
            raise self.error("underflow", "the stack is empty")
        slot = self.stack.pop()
        self.check(slot, allowed)
        return slot

    def pop_values(self, count: int) -> list[int]:
        """Take `count` values, the deepest first."""
        if count > len(self.stack):
            raise self.error("underflow", f"{len(self.stack)} items, {count} needed")
        if not count:
            return []
        taken = self.stack[-count:]
        for slot in taken:
            self.check(slot, VALUE)
        del self.stack[-count:]
        return taken

    def need(self, kinds: tuple[int, ...]) -> None:
        """The items on top must be of these kinds, the deepest first."""
        stack = self.stack
        base = len(stack) - len(kinds)
        if base < 0:
            raise self.error("underflow", f"{len(stack)} items, {len(kinds)} needed")
        for index, allowed in enumerate(kinds, base):
            if stack[index] & ANY & ~allowed:
                self.check(stack[index], allowed)

    def need_at(self, depth: int, allowed: int) -> int:
        """The item `depth` from the top (1 is the top), which must be of the allowed kinds."""
        if depth > len(self.stack):
            raise self.error("underflow", f"{len(self.stack)} items, {depth} needed")
        slot = self.stack[-depth]
        self.check(slot, allowed)
        return slot

    def check(self, slot: int, allowed: int) -> None:
        """A slot must be of the allowed kinds."""
        if slot & ANY & ~allowed:
            raise self.error("kind", f"{describe(allowed)} needed, {describe(slot)} found")

    def detail(self, slot: int) -> Detail:
        """What more is known of a slot; ("", 0, False) is nothing.

        ("tuple", length, True if all items are different texts), ("cells", length, _),
        ("code", constant, _), ("function", constant, _), ("previous", level, _),
        ("origin", instruction, _) of what may be an exception or None,
        ("borrowed", local slot, _).
        """
        return self.details[slot >> KIND_BITS]

    def with_detail(self, kinds: int, detail: Detail) -> int:
        """A slot of these kinds with a detail."""
        index = self._details.get(detail)
        if index is None:
            index = self._details[detail] = len(self.details)
            self.details.append(detail)
        return kinds | index << KIND_BITS

    def forget(self, detail: Detail) -> None:
        """No slot of the stack keeps this detail: a new item is about to get it."""
        index = self._details.get(detail)
        if index is not None:
            self.stack = [slot & ANY if slot >> KIND_BITS == index else slot for slot in self.stack]

    def change_local(self, index: int, kinds: int) -> None:
        """Give a local slot other content; nothing on the stack may be lent by it."""
        for slot in self.stack:
            if slot & BORROWED and self.details[slot >> KIND_BITS][1] == index:
                raise self.error("local", f"slot {index} changes while the stack borrows from it")
        self.slots[index] = kinds

    def region_of(self, before: int = 0) -> Region | None:
        """The exception region of the instruction in hand, or of one that stands `before` it."""
        index = self._index - before
        return self._handlers[index] if index >= 0 else None

    def instruction_at(self, start: int, further: int = 0) -> Instruction | None:
        """The instruction `further` places after the one at `start`."""
        index = self._starts.get(start, len(self.instructions)) + further
        return self.instructions[index] if index < len(self.instructions) else None


_LEAVE: Final = by_number({Op.YIELD_VALUE: True, Op.RESUME: True}, False)
"""An exception thrown into a suspended generator finds the sent value on its stack."""


def _unite(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(
        mine if mine == other else (mine | other) & (ANY | BORROWED)
        for mine, other in zip(left, right, strict=True)
    )


def stored(slot: int) -> int:
    """What a local slot knows of an item stored in it."""
    values = slot & VALUE
    empty = NULL if slot & EMPTY else 0
    if not values:
        return empty
    return empty | (CELL if values == CELL else OTHER)
