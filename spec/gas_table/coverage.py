"""Which entries have a rule: derived from what is registered, never typed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from spec.gas_table.instructions import INSTRUCTION_PRICES
from spec.gas_table.price import GasTable

MACHINE_FAMILIES: Final = (
    "raise", "unwind", "handler", "enter", "hash", "identity", "advance", "size",
    "cells", "content",
)  # fmt: skip
"""Entries that the machine itself charges, not one rule."""

MNEMONICS: Final = frozenset(
    price.key.partition("[")[0].partition(".")[0] for price in INSTRUCTION_PRICES
)


def family_of(key: str) -> str:
    """Return the key without kind and, of an instruction, without operation."""
    name = key.partition("[")[0]
    first = name.partition(".")[0]
    return first if first in MNEMONICS or first in MACHINE_FAMILIES else name


def without_rule(table: GasTable, registered: Collection[str]) -> list[str]:
    """Return the keys whose rule does not exist yet, sorted.

    Args:
        table: The prices.
        registered: Mnemonics of the instructions and keys of the natives that have a rule.
    """
    known = {*registered, *MACHINE_FAMILIES}
    return [price.key for price in table if not has_rule(price.key, known)]


def has_rule(key: str, known: Collection[str]) -> bool:
    """Whether the rule of a key is among the known ones.

    A second form of a native (`builtin.pow.modular`, `host.set_state.cells`) belongs to the
    native before the last point.
    """
    family = family_of(key)
    return family in known or family.rpartition(".")[0] in known


def without_price(table: GasTable, registered: Collection[str]) -> list[str]:
    """Return what is registered and has no entry, sorted: a defect of the table."""
    families = {family_of(price.key) for price in table}
    return sorted(name for name in registered if name not in families)
