"""Reading any mapping pair by pair, as `**x` and `dict.update` do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from spec.gas_table import Price
from spec.semantics.attributes import get_attribute, has_hooks, optional_attribute, own_attributes
from spec.semantics.builtin_classes import CLASSES, class_of, is_subclass, type_name
from spec.semantics.calls import call
from spec.semantics.containers import find_key, join_entries, put
from spec.semantics.frame import Suspended
from spec.semantics.iteration import ask_for_length, collect_from, get_iterator
from spec.semantics.lookup import lookup
from spec.semantics.raising import Raise, type_error
from spec.semantics.special import call_special
from spec.semantics.subscripts import get_item
from spec.semantics.values import (
    ABSENT,
    Class,
    Dict,
    Function,
    Instance,
    List,
    MappingProxy,
    Module,
    Native,
    Value,
)

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def plain_dict(mapping: Value) -> Dict | None:
    """The dict whose entries are the pairs of a mapping, unless its class iterates otherwise."""
    if isinstance(mapping, Instance) and isinstance(mapping.payload, Dict):
        iterated = lookup(mapping.cls, "__iter__")[0]
        if getattr(iterated, "key", "") == "dict.__iter__":
            return mapping.payload
    return mapping if isinstance(mapping, Dict) else None


def has_keys(machine: Machine, mapping: Value) -> Suspended:
    """Whether an object has an attribute `keys`, which makes a mapping of it."""
    if _keys_method(mapping) is not ABSENT:
        return True
    if class_of(mapping).builtin and not isinstance(mapping, (Class, Module)):
        return False
    return (yield from optional_attribute(machine, mapping, "keys")) is not ABSENT


def _keys_method(mapping: Value) -> Value:
    """The method `keys` where no user code has a say in how it is found; else ABSENT."""
    cls = class_of(mapping)
    found = lookup(cls, "keys")[0]
    if not isinstance(found, (Function, Native)) or isinstance(mapping, Class) or has_hooks(cls):
        return ABSENT
    own = own_attributes(mapping)
    return found if own is None or "keys" not in own else ABSENT


def mapping_keys(machine: Machine, mapping: Value, price: Price, base_paid: bool) -> Suspended:
    """What `keys` of a mapping that is no plain dict gives, all of it; pays for each pair."""
    machine.meter.charge(0 if base_paid else price.cost(0))
    each_price = price.cost(1) - price.cost(0)
    found = _keys_method(mapping)
    if found is not ABSENT:
        keys = yield call_special(machine, found, mapping, [])
    else:
        price = machine.revision.attribute_price
        found = yield get_attribute(machine, mapping, "keys", price)
        keys = yield call(machine, found, [])
    if isinstance(keys, List):
        machine.meter.charge(len(keys.items) * each_price)
        return list(keys.items)
    try:
        iterator = yield get_iterator(machine, keys)
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["TypeError"]):
            raise
        text = f"{type_name(mapping)}.keys() returned a non-iterable (type {type_name(keys)})"
        raise type_error(text) from None
    iterator = yield get_iterator(machine, iterator)  # a list is made of it
    yield from ask_for_length(machine, iterator)
    return (yield from collect_from(machine, iterator, lambda count: count * each_price))


Refusal = Callable[[Value], Exception]
"""Makes the error for a key that is there already."""


def merge_mapping(
    machine: Machine, target: Dict, mapping: Value, price: Price, base_paid: bool = False,
    refusal: Refusal | None = None,
) -> Suspended:  # fmt: skip
    """Set the pairs of a mapping in a dict, each as the mapping gives it; pays for each.

    With `refusal` a key that is there already is an error.
    """
    before = price.base if base_paid else 0
    plain = plain_dict(mapping)
    if plain is not None:  # its keys have their hashes already
        machine.meter.charge(price.cost(plain.count) - before)
        yield from join_entries(machine, target, plain, refusal=refusal)
    elif isinstance(mapping, MappingProxy):
        machine.meter.charge(price.cost(len(mapping.names)) - before)
        for name, value in list(mapping.names.items()):
            if refusal is not None and (yield find_key(machine, target, name)) is not None:
                raise refusal(name)
            yield put(machine, target, name, value)
    else:
        prices = machine.revision.prices.family("BINARY_OP.subscript")
        for key in (yield from mapping_keys(machine, mapping, price, base_paid)):
            if refusal is not None and (yield find_key(machine, target, key)) is not None:
                raise refusal(key)
            value = yield get_item(machine, prices, mapping, key)
            yield put(machine, target, key, value)
