"""Prices of what no instruction names: exceptions, entries, identity, hashing, advancing."""

from __future__ import annotations

from typing import Final

from spec.gas_table.amounts import (
    COMPARED_UNITS,
    COPIED_UNITS,
    ENTER,
    FREE,
    HANDLER,
    HASHED_UNITS,
    RAISE,
    UNWIND,
    WORDS,
    Amount,
    entry,
)
from spec.gas_table.instructions import CONTAINER_ITERATORS, ITERATION, TEXTS, kinds
from spec.gas_table.price import Price
from spec.gas_table.size_names import ITEMS, UNITS
from spec.gas_table.sources import decision

NOTHING: Final = Amount(0, decision("D7(f)"))

EXCEPTION_PRICES: Final[tuple[Price, ...]] = (
    entry("raise", RAISE, note="an error of the machine begins its flight; a raise statement "
          "pays RAISE_VARARGS instead"),
    entry("unwind", UNWIND, note="each frame that an exception leaves"),
    entry("handler", HANDLER, note="control enters a handler or finally block"),
    entry("enter", ENTER, note="an entry into a user's function that no CALL instruction made; "
          "resuming a generator is none"),
    entry("content", NOTHING, UNITS // COPIED_UNITS,
          note="the copy of a bytearray's content that a method of bytes works on"),
)  # fmt: skip

HASH_PRICES: Final[tuple[Price, ...]] = (
    *kinds("hash", TEXTS, NOTHING, UNITS // HASHED_UNITS),
    *kinds("hash", "int bool", NOTHING, WORDS),
    *kinds("hash", "tuple frozenset slice", NOTHING, ITEMS),
    *kinds("hash", "float other", NOTHING, None),
    *kinds("identity", TEXTS, NOTHING, UNITS // COMPARED_UNITS),
    *kinds("identity", "int bool", NOTHING, WORDS),
    *kinds("identity", "tuple", NOTHING, ITEMS),
    *kinds("identity", "float other", NOTHING, None),
)
"""What hashing a value and testing two values of one type for identity adds to the operation that
does it (a lookup, `hash()`, `is`, `in`); the elements of a tuple pay for themselves as well."""


def advance_prices() -> list[Price]:
    """Return what a native pays, on top of its price an element, to advance an iterator.

    Nothing where the element is there already; else what FOR_ITER costs, so that a chain of
    lazy iterators is paid step by step.
    """
    stored = CONTAINER_ITERATORS.split()
    found = kinds("advance", CONTAINER_ITERATORS, FREE, None)
    for price in ITERATION:
        if price.key.startswith("FOR_ITER[") and price.kind not in stored:
            found.append(price.copy(f"advance[{price.kind}]"))
    return found


CONTROL_PRICES: Final[tuple[Price, ...]] = (*EXCEPTION_PRICES, *HASH_PRICES, *advance_prices())
