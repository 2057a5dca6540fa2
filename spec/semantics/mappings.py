"""Reading any mapping pair by pair, as `**x` and `dict.update` do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spec.gas_table import Price
from spec.semantics.builtin_classes import CLASSES, class_of, is_subclass, type_name
from spec.semantics.containers import put
from spec.semantics.frame import Suspended
from spec.semantics.iteration import ask_for_length, collect_from, get_iterator
from spec.semantics.lookup import lookup
from spec.semantics.raising import Raise, type_error
from spec.semantics.special import call_special
from spec.semantics.subscripts import get_item
from spec.semantics.values import ABSENT, Dict, Instance, MappingProxy, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def plain_dict(mapping: Value) -> Dict | None:
    """The dict whose entries are the pairs of a mapping, unless its class iterates otherwise."""
    if isinstance(mapping, Instance) and isinstance(mapping.payload, Dict):
        iterated = lookup(mapping.cls, "__iter__")[0]
        if getattr(iterated, "key", "") == "dict.__iter__":
            return mapping.payload
    return mapping if isinstance(mapping, Dict) else None


def mapping_pairs(
    machine: Machine, mapping: Value, price: Price, base_paid: bool = False,
    target: Dict | None = None,
) -> Suspended:  # fmt: skip
    """The pairs of a mapping as a host list, or None if it has no `keys`; pays for each.

    All keys are asked for first. What is then read key by key goes to `target`, if there is
    one, as soon as it is read.
    """
    before = price.base if base_paid else 0
    plain = plain_dict(mapping)
    if plain is not None:
        machine.meter.charge(price.cost(plain.count) - before)
        return plain.pairs()
    if isinstance(mapping, MappingProxy):
        machine.meter.charge(price.cost(len(mapping.names)) - before)
        return list(mapping.names.items())
    found = lookup(class_of(mapping), "keys")[0]
    machine.meter.charge(price.cost(0) - before)
    if found is ABSENT:
        return None
    each_price = price.cost(1) - price.cost(0)
    keys = yield call_special(machine, found, mapping, [])
    try:
        iterator = yield get_iterator(machine, keys)
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["TypeError"]):
            raise
        text = f"{type_name(mapping)}.keys() returned a non-iterable (type {type_name(keys)})"
        raise type_error(text) from None
    pairs: list[tuple[Value, Value]] = []
    prices = machine.revision.prices.family("BINARY_OP.subscript")
    yield from ask_for_length(machine, iterator)
    for key in (yield from collect_from(machine, iterator, lambda count: count * each_price)):
        value = yield get_item(machine, prices, mapping, key)
        if target is None:
            pairs.append((key, value))
        else:
            yield put(machine, target, key, value)
    return pairs
