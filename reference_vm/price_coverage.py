"""Prices against what is registered: which entries have a rule, which rules lack an entry."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spec.gas_table import TABLE, GasTable
from spec.gas_table.coverage import without_price, without_rule
from spec.gas_table.left_out import (
    DATA_ATTRIBUTES,
    LEFT_OUT_BUILTINS,
    LEFT_OUT_INSTRUCTIONS,
    LEFT_OUT_METHODS,
)

OUTSIDE_PRICES = frozenset(LEFT_OUT_INSTRUCTIONS)
ALLOWED = DATA_ATTRIBUTES | {"__notes__", *LEFT_OUT_BUILTINS, *LEFT_OUT_METHODS}
"""Names that are registered and need no price."""


@cache
def registered_names() -> frozenset[str]:
    """Return the mnemonics and the keys of natives that are registered."""
    from spec.bytecode.instructions import OUTSIDE_PROFILE
    from spec.semantics.natives import all_natives
    from spec.semantics.registry import PASSED_OVER_REASONS, all_rules

    names = {op.name for op in (*all_rules(), *PASSED_OVER_REASONS, *OUTSIDE_PROFILE)}
    return frozenset(names | set(all_natives()))


@cache
def names_with_rule() -> frozenset[str]:
    """Return what has a rule, of its own or by inheritance.

    A method has one also when its type inherits it (not from `object`, which has a default for
    everything), and calling a type has one when the type can be made.
    """
    return registered_names() | set(_of_classes())


def _of_classes() -> Iterator[str]:
    from spec.semantics.builtin_classes import CLASSES, OBJECT
    from spec.semantics.lookup import lookup
    from spec.semantics.values import ABSENT

    for cls in CLASSES.values():
        maker = lookup(cls, "__new__")[0]
        if cls is OBJECT or maker is not lookup(OBJECT, "__new__")[0]:
            yield f"builtin.{cls.name}"
        for name in {key.rpartition(".")[2] for key in TABLE.keys()}:  # noqa: SIM118
            found = lookup(cls, name)[0]
            if found is not ABSENT and found is not lookup(OBJECT, name)[0]:
                yield f"{cls.name}.{name}"


def prices_without_rule(table: GasTable) -> list[str]:
    """Return the keys of the table whose rule does not exist yet, sorted."""
    return without_rule(table, names_with_rule())


def rules_without_price(table: GasTable) -> list[str]:
    """Return what is registered and has no entry, sorted.

    Reading a computed attribute is LOAD_ATTR, and what the profile refuses costs what its call
    costs: neither needs an entry.
    """
    return [
        name
        for name in without_price(table, registered_names())
        if name.partition(".")[2].rstrip("=") not in ALLOWED and name not in OUTSIDE_PRICES
    ]
