"""Prices against what is registered: which entries have a rule, which rules lack an entry."""

from __future__ import annotations

from functools import cache

from spec.gas_table import GasTable
from spec.gas_table.coverage import without_price, without_rule


@cache
def registered_names() -> frozenset[str]:
    """Return the mnemonics and the keys of natives that have a rule in this specification."""
    from spec.semantics.natives import all_natives
    from spec.semantics.registry import PASSED_OVER_REASONS, all_rules

    names = {op.name for op in (*all_rules(), *PASSED_OVER_REASONS)}
    return frozenset(names | set(all_natives()))


def prices_without_rule(table: GasTable) -> list[str]:
    """Return the keys of the table whose rule does not exist yet, sorted."""
    return without_rule(table, registered_names())


def rules_without_price(table: GasTable) -> list[str]:
    """Return what is registered and has no entry, sorted.

    Computed attributes are no natives of their own here: reading one is LOAD_ATTR.
    """
    from spec.gas_table.left_out import DATA_ATTRIBUTES

    return [
        name
        for name in without_price(table, registered_names())
        if name.rpartition(".")[2].rstrip("=") not in DATA_ATTRIBUTES
    ]
