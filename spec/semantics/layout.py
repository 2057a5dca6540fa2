"""Instructions that are there or not by the layout of a source, and therefore cost nothing.

CPython's compiler leaves some instructions out only where their parts stand on one line: a SWAP
before stores to locals (the stores change places instead), and the first of two stores to one
local together with the COPY that feeds it (`x = x = 1`; of three stores on one line the first
two become one instruction, which then costs what one store does). A layout must not change what
a program costs (decision D1), so where they are left in they are free. Only as many in a row as
fit into one cycle's work are executed for nothing: further copies and stores, of which nothing
is ever seen, are passed over, and further swaps have their price.
"""

from __future__ import annotations

from typing import Final

from spec.bytecode.instructions import Op

MOST_FREE: Final = 64
"""Free instructions in a row."""

STORED: Final = "stored"
"""Suffix of the keys of the prices of these instructions."""

_PASSED: Final = frozenset({Op.NOP, Op.NOT_TAKEN})
_PAIRS: Final = frozenset({Op.STORE_FAST_STORE_FAST, Op.STORE_FAST_LOAD_FAST})
_TAKERS: Final = _PAIRS | {Op.STORE_FAST, Op.POP_TOP}


def free_places(ops: list[Op], opargs: list[int]) -> tuple[frozenset[int], frozenset[int]]:
    """The numbers of the instructions of a code object that are free; those passed over."""
    places = [number for number, op in enumerate(ops) if op not in _PASSED]
    free: set[int] = set()
    dead: set[int] = set()
    run = 0
    for place in range(len(places) - 2, -1, -1):
        number, following = places[place], places[place + 1]
        op = ops[number]
        if op is Op.SWAP and (ops[following] in _TAKERS or (ops[following] is Op.SWAP and run)):
            run += 1
            if run <= MOST_FREE:
                free.add(number)
        elif op is Op.COPY and _stores_twice(ops[following], opargs[following]):
            run += 1
            dead.add(number)
            free |= {number, following}
        elif op is Op.COPY and _is_dead(places, place, ops, opargs, dead):
            run += 2
            dead |= {number, following}
            if run <= MOST_FREE:
                free |= {number, following}
        elif not (op is Op.STORE_FAST and place and ops[places[place - 1]] is Op.COPY):
            run = 0
    return frozenset(free), frozenset(dead - free)


def _is_dead(
    places: list[int], place: int, ops: list[Op], opargs: list[int], dead: set[int]
) -> bool:
    """Whether `COPY 1` and a store follow each other before a store to the same local."""
    if opargs[places[place]] != 1 or place + 2 >= len(places):
        return False
    store, after = places[place + 1], places[place + 2]
    if ops[store] is not Op.STORE_FAST:
        return False
    if ops[after] is Op.COPY:
        last = places[place + 3]
        return after in dead and _first_stored(ops[last], opargs[last]) == opargs[store]
    return _first_stored(ops[after], opargs[after]) == opargs[store]


def _stores_twice(op: Op, oparg: int) -> bool:
    """Whether an instruction stores two values to one local."""
    return op is Op.STORE_FAST_STORE_FAST and oparg >> 4 == oparg & 15


def _first_stored(op: Op, oparg: int) -> int:
    """The local that an instruction stores to first, or -1."""
    if op is Op.STORE_FAST:
        return oparg
    return oparg >> 4 if op in _PAIRS else -1
