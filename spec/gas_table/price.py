"""A price and the table of all prices of a revision."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, final

from spec.gas_table.formula import (
    CeilQuotient,
    Expression,
    FloorQuotient,
    Maximum,
    Number,
    Product,
    Size,
    Sum,
    Tree,
)
from spec.gas_table.size_names import SIZE_ORDER
from spec.gas_table.sources import Source

CYCLES: Final = "cycles"
CELLS: Final = "cells"
BYTES: Final = "bytes"
UNITS: Final = (CYCLES, CELLS, BYTES)
"""What an entry yields: cycles or cells to charge, or bytes of the size model."""


class PriceError(Exception):
    """A price was asked for by a key that the table does not have."""

    def __str__(self) -> str:
        return f"the gas table has no entry {self.args[0]!r}"


@final
class Price:
    """One entry of the table: `base` plus a surcharge that depends on sizes.

    `cost(*sizes)` is the whole price and `surcharge(*sizes)` the part above `base`; both take
    the sizes in the order of `sizes` (that of `size_names.SIZE_ORDER`) and return an int of at
    least 0. A fixed price takes none.
    """

    __slots__ = (
        "base",
        "cost",
        "expression",
        "key",
        "note",
        "sizes",
        "source",
        "surcharge",
        "unit",
    )

    key: str
    base: int
    expression: Expression | None
    sizes: tuple[str, ...]
    unit: str
    source: Source
    note: str
    cost: Callable[..., int]
    surcharge: Callable[..., int]

    def __init__(
        self,
        key: str,
        base: int,
        expression: Expression | None = None,
        *,
        source: Source,
        unit: str = CYCLES,
        note: str = "",
    ) -> None:
        if base < 0 or unit not in UNITS:
            raise ValueError(f"malformed price {key!r}: base {base}, unit {unit!r}")
        self.key = key
        self.base = base
        self.expression = expression
        used = () if expression is None else expression.size_names()
        self.sizes = tuple(sorted(used, key=SIZE_ORDER.index))
        self.unit = unit
        self.source = source
        self.note = note
        self.cost = compiled(base, expression, self.sizes)
        self.surcharge = compiled(0, expression, self.sizes)

    @property
    def ours(self) -> bool:
        """Whether no public text gives the amount, so that this specification decides it."""
        return self.source.ours

    @property
    def fixed(self) -> bool:
        """Whether the price depends on no size."""
        return self.expression is None

    @property
    def whole(self) -> Expression:
        """The base and the surcharge as one expression."""
        if self.expression is None:
            return Number(self.base)
        return self.expression if self.base == 0 else Sum(Number(self.base), self.expression)

    @property
    def formula(self) -> str:
        """The whole price as text."""
        return self.whole.text()

    @property
    def kind(self) -> str | None:
        """The kind of the receiver that the key names in brackets, if any."""
        return self.key[self.key.index("[") + 1 : -1] if self.key.endswith("]") else None

    def copy(self, key: str, *, note: str = "") -> Price:
        """Return the same price under another key (a fact is typed once)."""
        return Price(key, self.base, self.expression, source=self.source, unit=self.unit, note=note)

    def __repr__(self) -> str:
        return f"<Price {self.key}: {self.formula} {self.unit}>"


def compiled(
    base: int, expression: Expression | None, sizes: tuple[str, ...]
) -> Callable[..., int]:
    """Return `base + expression` as a function of the sizes.

    The shapes that instructions charge at every step have closures of their own; all others go
    through the tree.
    """
    if expression is None:
        return lambda: base
    if isinstance(expression, Size):
        return lambda size: base + size
    factor = factor_of_one_size(expression)
    if factor is not None:
        return lambda size: base + factor * size
    if isinstance(expression, FloorQuotient):
        divisor, whole = expression.divisor, expression.whole
        if isinstance(whole, Size):
            return lambda size: base + size // divisor
        if isinstance(whole, Maximum) and is_maximum_of_sizes(whole):
            return lambda one, other: base + (one if one >= other else other) // divisor
    if isinstance(expression, CeilQuotient) and isinstance(expression.whole, Size):
        portion = expression.divisor
        return lambda size: base - (-size // portion)
    evaluator = expression.evaluator(sizes)
    count = len(sizes)

    def cost(*values: int) -> int:
        if len(values) != count:
            raise TypeError(f"this price takes {count} sizes, not {len(values)}")
        return base + evaluator(values)

    return cost


def factor_of_one_size(expression: Expression) -> int | None:
    """Return the number when the expression is a number times one size."""
    if isinstance(expression, Product):
        left, right = expression.left, expression.right
        if isinstance(left, Number) and isinstance(right, Size):
            return left.value
    return None


def is_maximum_of_sizes(expression: Maximum) -> bool:
    """Whether the expression is the larger of two different sizes."""
    left, right = expression.left, expression.right
    return isinstance(left, Size) and isinstance(right, Size) and left.name != right.name


@final
class GasTable:
    """All prices of a revision, by key; never changed after it is made."""

    __slots__ = ("_by_key", "_families")

    def __init__(self, prices: Iterable[Price]) -> None:
        by_key: dict[str, Price] = {}
        families: dict[str, dict[str, Price]] = {}
        for price in prices:
            if price.key in by_key:
                raise ValueError(f"the gas table has two entries {price.key!r}")
            by_key[price.key] = price
            kind = price.kind
            if kind is not None:
                families.setdefault(price.key[: price.key.index("[")], {})[kind] = price
        self._by_key = by_key
        self._families = families

    def price(self, key: str) -> Price:
        """Return the entry of a key.

        Raises:
            PriceError: The table has no such entry.
        """
        found = self._by_key.get(key)
        if found is None:
            raise PriceError(key)
        return found

    def family(self, name: str) -> Mapping[str, Price]:
        """Return the entries `name[kind]`, by kind; kind `other` stands for all kinds not listed.

        Raises:
            PriceError: The table has no entry of that form.
        """
        found = self._families.get(name)
        if found is None:
            raise PriceError(name + "[...]")
        return found

    def replace(self, changes: Mapping[str, Price]) -> GasTable:
        """Return a table with some entries changed or added."""
        entries = dict(self._by_key)
        entries.update(changes)
        for key, price in changes.items():
            if key != price.key:
                raise ValueError(f"entry {price.key!r} under the key {key!r}")
        return GasTable(entries.values())

    def keys(self) -> list[str]:
        """Return all keys, sorted by code point."""
        return sorted(self._by_key)

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def __iter__(self) -> Iterator[Price]:
        return iter([self._by_key[key] for key in self.keys()])

    def __len__(self) -> int:
        return len(self._by_key)

    @property
    def identity(self) -> str:
        """SHA-256, in hex, of what the table charges: keys, units, sizes and formulas.

        Sources and notes are left out, so that a better sentence is not another revision.
        """
        charged: list[list[str | list[str] | Tree]] = [
            [price.key, price.unit, list(price.sizes), price.whole.tree()] for price in self
        ]
        text = json.dumps(charged, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()
