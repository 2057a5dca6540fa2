"""How large a value is, in bytes, and what memory costs.

A size belongs to the guest's value, never to the host's representation of it: an int has as
many bytes on every implementation (decision D7).
"""

from __future__ import annotations

from typing import Final

from spec.gas_table.formula import IfAbove, excess, started
from spec.gas_table.price import BYTES, CELLS, Price
from spec.gas_table.size_names import AFTER, BEFORE, BITS, ITEMS, SIZE, UNITS
from spec.gas_table.sources import FEE_AUDIT_MEMORY, decision
from spec.params import OBJECT_BYTES

CODE_POINT_BYTES: Final = 4
BYTE_BYTES: Final = 1
WORD_BITS: Final = 64
"""Ints are measured in words of 64 bits, by the size model and by CIP-3's big integer rule."""
WORD_BYTES: Final = 8
ITEM_BYTES: Final = 8
DICT_ENTRY_BYTES: Final = 24
SET_ENTRY_BYTES: Final = 16
SLOT_BYTES: Final = 8
ATTRIBUTE_BYTES: Final = 8

FREE_ALLOCATION_BYTES: Final = 4096
"""A creation up to this size costs no cells; growth costs none up to this size after it."""
OBJECT_LIMIT_BYTES: Final = OBJECT_BYTES
"""One object above this size is MemoryError (decision G20)."""

MODEL: Final = decision("D7 sizes")
SIZE_PRICES: Final[tuple[Price, ...]] = (
    Price("size.str", 0, CODE_POINT_BYTES * UNITS, source=MODEL, unit=BYTES),
    Price("size.bytes", 0, BYTE_BYTES * UNITS, source=MODEL, unit=BYTES),
    Price("size.bytearray", 0, BYTE_BYTES * UNITS, source=MODEL, unit=BYTES),
    Price("size.int", 0, WORD_BYTES * started(BITS, WORD_BITS), source=MODEL, unit=BYTES),
    Price("size.list", 0, ITEM_BYTES * ITEMS, source=MODEL, unit=BYTES),
    Price("size.tuple", 0, ITEM_BYTES * ITEMS, source=MODEL, unit=BYTES),
    Price("size.dict", 0, DICT_ENTRY_BYTES * ITEMS, source=MODEL, unit=BYTES),
    Price("size.set", 0, SET_ENTRY_BYTES * ITEMS, source=MODEL, unit=BYTES),
    Price("size.frozenset", 0, SET_ENTRY_BYTES * ITEMS, source=MODEL, unit=BYTES),
    Price("size.frame", 0, SLOT_BYTES * ITEMS, source=MODEL, unit=BYTES,
          note="items: slots of locals, cells, free variables and stack"),
    Price("size.instance", 0, ATTRIBUTE_BYTES * ITEMS, source=MODEL, unit=BYTES,
          note="items: attributes of the instance"),
    Price("cells.creation", 0, IfAbove(SIZE, FREE_ALLOCATION_BYTES, SIZE),
          source=FEE_AUDIT_MEMORY, unit=CELLS),
    Price("cells.growth", 0, IfAbove(AFTER, FREE_ALLOCATION_BYTES, excess(AFTER, BEFORE)),
          source=MODEL, unit=CELLS),
)  # fmt: skip
"""The size model and the price of memory, as entries of the table."""


def str_size(code_points: int) -> int:
    """Return the size of a str, in bytes."""
    return CODE_POINT_BYTES * code_points


def bytes_size(length: int) -> int:
    """Return the size of a bytes or bytearray, in bytes."""
    return BYTE_BYTES * length


def int_size(bits: int) -> int:
    """Return the size of an int of that bit length, in bytes."""
    return WORD_BYTES * -(-bits // WORD_BITS)


def sequence_size(items: int) -> int:
    """Return the size of a list or tuple, in bytes."""
    return ITEM_BYTES * items


def dict_size(entries: int) -> int:
    """Return the size of a dict, in bytes."""
    return DICT_ENTRY_BYTES * entries


def set_size(entries: int) -> int:
    """Return the size of a set or frozenset, in bytes."""
    return SET_ENTRY_BYTES * entries


def frame_size(slots: int) -> int:
    """Return the size of a frame with that many slots, in bytes."""
    return SLOT_BYTES * slots


def instance_size(attributes: int) -> int:
    """Return the size of an instance with that many attributes, in bytes."""
    return ATTRIBUTE_BYTES * attributes


def creation_cells(size: int) -> int:
    """Return the cells that a new object of `size` bytes costs."""
    return size if size > FREE_ALLOCATION_BYTES else 0


def growth_cells(before: int, after: int) -> int:
    """Return the cells that growth of an object from `before` to `after` bytes costs."""
    return after - before if after > FREE_ALLOCATION_BYTES and after > before else 0


def exceeds_object_limit(size: int) -> bool:
    """Whether an object of `size` bytes is refused with MemoryError."""
    return size > OBJECT_LIMIT_BYTES
