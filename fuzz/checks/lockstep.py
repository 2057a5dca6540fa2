"""Whether two compilations of one syntax tree cost the same on every way through them.

The sources differ in their layout alone, so the code objects do the same. Both are followed in
step from their first instruction, into both ways of each branch and into handlers. What costs
nothing is passed over; the rest must be the same instructions at the same fixed prices. A store
to a local and a discarded value count as the same, for a compiler may exchange them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias, final

from spec.bytecode.code import Code, number_codes
from spec.bytecode.decoder import decode
from spec.bytecode.instructions import Op
from spec.revision import PVM_1
from spec.semantics.prepare import passed_over, prepared_for

Place: TypeAlias = tuple[int, int]
"""Number of an instruction, and 1 for the second half of one that does the work of two."""

_LOAD: Final = "load"
_TAKE: Final = "take"
_HALVES: Final = {
    Op.LOAD_FAST_LOAD_FAST: (_LOAD, _LOAD),
    Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW: (_LOAD, _LOAD),
    Op.STORE_FAST_LOAD_FAST: (_TAKE, _LOAD),
    Op.STORE_FAST_STORE_FAST: (_TAKE, _TAKE),
}
_LOADS: Final = frozenset({Op.LOAD_FAST, Op.LOAD_FAST_BORROW, Op.LOAD_FAST_CHECK})
_TAKES: Final = frozenset({Op.STORE_FAST, Op.POP_TOP})
_CONSTANTS: Final = frozenset({Op.LOAD_CONST, Op.LOAD_SMALL_INT})
_BRANCHES: Final = {
    Op.POP_JUMP_IF_FALSE: ("truth", False),
    Op.POP_JUMP_IF_TRUE: ("truth", True),
    Op.POP_JUMP_IF_NONE: ("none", True),
    Op.POP_JUMP_IF_NOT_NONE: ("none", False),
}
_BACK: Final = frozenset({Op.JUMP_BACKWARD, Op.JUMP_BACKWARD_NO_INTERRUPT})
_ENDS: Final = frozenset({Op.RETURN_VALUE, Op.RAISE_VARARGS, Op.RERAISE})


@dataclass(frozen=True, slots=True)
class Unit:
    """One priced instruction, or half of one.

    `what` is what it does, as far as both layouts must agree; `ways` where it may go on.
    """

    number: int
    what: tuple[object, ...]
    price: int
    ways: tuple[Place, ...]
    quiet: bool = False
    """Whether it cannot raise."""


@final
class _View:
    """A code object as a graph of units."""

    def __init__(self, code: Code) -> None:
        self.prepared = prepared_for(code, PVM_1)
        self._decoded = decode(code.code)

    def first(self) -> Place:
        """Where it begins."""
        return self.prepared.first, 0

    def offset(self, number: int) -> int:
        """The offset of an instruction."""
        return self.prepared.offsets[number]

    def handler(self, number: int) -> Place | None:
        """Where an exception of an instruction goes on, if it is handled."""
        region = self.prepared.handler_at(number)
        return None if region is None else (self.prepared.numbers[region.target], 0)

    def unit(self, place: Place) -> Unit:
        """The next unit that costs something, from `place` on."""
        number, half = place
        while True:
            rule, _, price, following = self.prepared.instructions[number]
            if price or self.prepared.ops[number] in _ENDS:
                break
            if rule is not passed_over and self._decoded[number].target is not None:
                break
            number = following
        return self._unit(number, half, price, (following, 0))

    def _unit(self, number: int, half: int, price: int, following: Place) -> Unit:
        op, oparg = self.prepared.ops[number], self.prepared.opargs[number]
        target = self._decoded[number].target
        aim = None if target is None else (self.prepared.numbers[target], 0)
        if op in _HALVES and price > 1:
            what = _HALVES[op][half]
            local = (oparg & 15 if half else oparg >> 4) if what == _LOAD else 0
            return Unit(number, (what, local), price, (following if half else (number, 1),), True)
        if op in _LOADS:
            return Unit(number, (_LOAD, oparg), 2 * price, (following,), True)
        if op in _TAKES or op in _HALVES:
            return Unit(number, (_TAKE, 0), 2 * price, (following,), True)
        if op in _CONSTANTS:
            return Unit(number, ("constant",), price, (following,), True)
        if op in _BRANCHES and aim is not None:
            asked, jumps_on = _BRANCHES[op]
            ways = (following, aim) if jumps_on else (aim, following)
            return Unit(number, ("branch", asked), price, ways, True)
        if op in _BACK and aim is not None:
            return Unit(number, ("back",), price, (aim,), True)
        if aim is not None:
            return Unit(number, (op.name,), price, (following, aim))
        ends: tuple[Place, ...] = () if op in _ENDS else (following,)
        return Unit(number, (op.name, oparg), price, ends)


def difference(one: Code, other: Code) -> str | None:
    """Where two code objects of one syntax tree first cost different things, or None.

    Prices of loads and stores are taken twice, so that halves of a fused pair are whole numbers.
    """
    left, right = _View(one), _View(other)
    waiting = [(left.first(), right.first())]
    seen = set(waiting)
    while waiting:
        here, there = waiting.pop()
        mine, theirs = left.unit(here), right.unit(there)
        if (mine.what, mine.price) != (theirs.what, theirs.price):
            return (
                f"{one.qualname}: {mine.what} at {mine.price} in {left.offset(mine.number)}, "
                f"{theirs.what} at {theirs.price} in {right.offset(theirs.number)}"
            )
        following = list(zip(mine.ways, theirs.ways, strict=True))
        if not mine.quiet:
            handlers = left.handler(mine.number), right.handler(theirs.number)
            if (handlers[0] is None) != (handlers[1] is None):
                return f"{one.qualname}: only one is handled of {mine.what}"
            if handlers[0] is not None and handlers[1] is not None:
                following.append((handlers[0], handlers[1]))
        for pair in following:
            if pair not in seen:
                seen.add(pair)
                waiting.append(pair)
    return None


def differences(one: Code, other: Code) -> list[str]:
    """Where two modules of one syntax tree cost different things."""
    pairs = list(zip(number_codes(one), number_codes(other), strict=True))
    found = [difference(*pair) for pair in pairs]
    cells = [
        f"{mine.qualname}: a frame of {prepared_for(mine, PVM_1).frame_cells} cells, or of "
        f"{prepared_for(theirs, PVM_1).frame_cells}"
        for mine, theirs in pairs
        if prepared_for(mine, PVM_1).frame_cells != prepared_for(theirs, PVM_1).frame_cells
    ]
    return [each for each in found if each is not None] + cells
