"""Every amount of the table, each with its source, typed once.

An amount is a number of cycles (or cells, where the entry that uses it says so).
"""

from __future__ import annotations

from typing import Final, final

from spec.gas_table.formula import CeilLog2, Expression, Product, Size, excess, maximum
from spec.gas_table.price import CYCLES, Price
from spec.gas_table.size_names import BITS, CLASSES, LEFT_BITS, RIGHT_BITS
from spec.gas_table.sizes import WORD_BITS
from spec.gas_table.sources import (
    CIP3_CLASSES,
    CIP3_CODECS,
    CIP3_IMPORTS,
    METERING_PAGE,
    PLAN,
    Source,
    decision,
)


@final
class Amount:
    """A number with its source."""

    __slots__ = ("source", "value")

    def __init__(self, value: int, source: Source) -> None:
        self.value = value
        self.source = source


def entry(
    key: str,
    amount: Amount,
    surcharge: Expression | None = None,
    *,
    source: Source | None = None,
    unit: str = CYCLES,
    note: str = "",
) -> Price:
    """Return the price of a key; its source is that of the amount unless another one is given."""
    return Price(key, amount.value, surcharge, source=source or amount.source, unit=unit, note=note)


def entries(
    keys: str,
    amount: Amount,
    surcharge: Expression | None = None,
    *,
    prefix: str = "",
    source: Source | None = None,
    note: str = "",
) -> list[Price]:
    """Return the same price for each of several keys, separated by spaces."""
    return [
        entry(prefix + key, amount, surcharge, source=source, note=note) for key in keys.split()
    ]


ARITHMETIC: Final = Amount(1, CIP3_CLASSES)
CALL: Final = Amount(10, CIP3_CLASSES)
DICT_ACCESS: Final = Amount(3, CIP3_CLASSES)
LIST_ACCESS: Final = Amount(2, CIP3_CLASSES)
PLAIN: Final = Amount(1, decision("G10"))
FREE: Final = Amount(0, decision("G10"))
VISIT: Final = Amount(1, decision("G11"))
"""Comparison, building and unpacking of containers: 1, and a surcharge by size."""
RAISE: Final = Amount(10, decision("G12"))
UNWIND: Final = Amount(2, decision("G12"))
HANDLER: Final = Amount(5, decision("G12"))
LENGTH_OF: Final = Amount(5, METERING_PAGE)
NATIVE: Final = Amount(LENGTH_OF.value, decision("G17"))
"""A native function without a price of its own in any text."""
ACCUMULATE: Final = Amount(10, METERING_PAGE)
SORT: Final = Amount(20, METERING_PAGE)
MAKE_TEXT: Final = Amount(10, METERING_PAGE)
MAKE_LIST: Final = Amount(10, METERING_PAGE)
MAKE_SET: Final = Amount(15, METERING_PAGE)
MAKE_DICT: Final = Amount(15, METERING_PAGE)
PER_LIST_ITEM: Final = 2
PER_SET_ITEM: Final = 5
PER_DICT_ITEM: Final = 8
"""Surcharges an element of list(), set() and dict(); source: docs metering page."""
PER_PAIR: Final = 2
"""Building, merging or comparing dicts, a pair; decision G11."""
CONVERT_INT: Final = Amount(10, decision("G14"))
MODULAR_POWER: Final = Amount(10, decision("G14"))
FORMAT: Final = Amount(5, PLAN)
CODEC: Final = Amount(10, CIP3_CODECS)
SERIALISE: Final = Amount(20, CIP3_CODECS)
IMPORT_FIRST: Final = Amount(100, CIP3_IMPORTS)
IMPORT_AGAIN: Final = Amount(5, CIP3_IMPORTS)
IMPORT_REFUSED: Final = Amount(50, CIP3_IMPORTS)
ENTER: Final = Amount(CALL.value, decision("D7(d)"))
ELEMENTARY: Final = Amount(50, decision("D7 math"))
SPECIAL_FUNCTION: Final = Amount(100, decision("D7 math"))
"""Correctly rounded functions: tens of products of several words each."""

COMPARED_UNITS: Final = 64
"""Code points or bytes that one cycle compares, or tests for identity (decision G11)."""
COPIED_UNITS: Final = 4096
"""Bytes of a bytearray that one cycle copies for a method that works on its content."""
HASHED_UNITS: Final = 8
"""Code points or bytes that one cycle hashes: a block of SipHash has 8 bytes."""

WORDS: Final = BITS // WORD_BITS
LONGER_OPERAND: Final = maximum(LEFT_BITS, RIGHT_BITS) // WORD_BITS
"""CIP-3's big integer rule, rounded down (decision G13): small ints cost the base alone."""
FURTHER_CLASSES: Final = excess(CLASSES, 1)
"""One for each class after the first that a lookup visits (decision D7, b)."""


def log_times(size: Size) -> Expression:
    """Return n * ceil(log2(n)), the work of a sort."""
    return Product(size, CeilLog2(size))
