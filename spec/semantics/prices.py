"""The gas table as the machine asks it: by host type instead of by name of the kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, final

from spec.gas_table import GasTable, Price
from spec.semantics import values as v
from spec.softfloat.value import Float

_NAMES: Final[dict[type, str]] = {
    int: "int",
    bool: "bool",
    str: "str",
    bytes: "bytes",
    tuple: "tuple",
    Float: "float",
    v.ByteArray: "bytearray",
    v.List: "list",
    v.Dict: "dict",
    v.Set: "set",
    v.FrozenSet: "frozenset",
    v.MappingProxy: "mappingproxy",
    v.Range: "range",
    v.Slice: "slice",
    v.Class: "type",
    v.Generator: "generator",
    v.RangeIterator: "range_iterator",
    v.Zip: "zip",
    v.Map: "map",
    v.Filter: "filter",
    v.Enumerate: "enumerate",
    v.CallIterator: "callable_iterator",
    v.GetItemIterator: "iterator",
}

_PARTS: Final[dict[tuple[str, bool], str]] = {
    ("keys", False): "dict_keyiterator",
    ("values", False): "dict_valueiterator",
    ("items", False): "dict_itemiterator",
    ("keys", True): "dict_reversekeyiterator",
    ("values", True): "dict_reversevalueiterator",
    ("items", True): "dict_reverseitemiterator",
    ("elements", False): "set_iterator",
}

SMALL_BITS: Final = 63
"""Ints of at most this many bits are charged without measuring them, where that is the same."""


def price_kind(value: v.Value) -> str:
    """The kind under which the gas table prices operations on `value`; `other` for the rest."""
    name = _NAMES.get(type(value))
    if name is not None:
        return name
    if isinstance(value, v.Instance) and value.payload is not None:
        return _NAMES.get(type(value.payload), "other")
    if isinstance(value, v.DictView):
        return "dict_" + value.part
    if isinstance(value, (v.SequenceIterator, v.ReverseIterator)):
        return value.name
    if isinstance(value, v.TableIterator):
        return _PARTS[value.part, value.backward]
    return "other"


@final
class Family:
    """The entries `name[kind]` of the table; those of plain kinds also by host type."""

    __slots__ = ("by_kind", "by_type", "other")

    def __init__(self, entries: Mapping[str, Price]) -> None:
        self.by_kind = dict(entries)
        if "str_iterator" in entries:  # one price, whatever the text
            self.by_kind["str_ascii_iterator"] = entries["str_iterator"]
        self.other = entries["other"]
        self.by_type: dict[type, Price] = {
            host: entries[name] for host, name in _NAMES.items() if name in entries
        }

    def of(self, value: v.Value) -> Price:
        """The price for a receiver."""
        found = self.by_type.get(type(value))
        if found is not None:
            return found
        return self.by_kind.get(price_kind(value), self.other)


@final
class Prices:
    """What the machine charges outside the fixed prices of instructions."""

    __slots__ = (
        "_families", "advance", "call", "contains", "creation", "enter", "growth",
        "handler", "hash", "identity", "operations", "raising", "table", "unwind",
    )  # fmt: skip

    def __init__(self, table: GasTable) -> None:
        self.table = table
        self.call = table.price("CALL").base
        self.enter = table.price("enter").base
        self.raising = table.price("raise").base
        self.unwind = table.price("unwind").base
        self.handler = table.price("handler").base
        self.creation = table.price("cells.creation").cost
        self.growth = table.price("cells.growth").cost
        self._families: dict[str, Family] = {}
        self.operations: dict[str, object] = {}
        self.advance = self.family("advance")
        self.contains = self.family("CONTAINS_OP")
        self.hash = self.family("hash")
        self.identity = self.family("identity")

    def family(self, name: str) -> Family:
        """The entries `name[kind]`."""
        found = self._families.get(name)
        if found is None:
            found = Family(self.table.family(name))
            self._families[name] = found
        return found


def is_flat(price: Price) -> bool:
    """Whether ints of up to SMALL_BITS bits pay the base only."""
    count = len(price.sizes)
    largest = price.cost(*(SMALL_BITS for _ in range(count)))
    return largest == price.cost(*(0 for _ in range(count)))
