"""`container[key]`: reading, writing and deleting.

Each family of prices (`BINARY_OP.subscript`, `BINARY_SLICE`, `STORE_SUBSCR`, `STORE_SLICE`,
`DELETE_SUBSCR`) is passed in by the rule.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from spec.gas_table.sizes import bytes_size, sequence_size, str_size
from spec.semantics.builtin_classes import TYPE, class_of, type_name
from spec.semantics.containers import find_key, find_name, put
from spec.semantics.frame import Activation, NativeFrame, Suspended
from spec.semantics.indices import (
    check_index_size,
    index_of,
    is_index,
    plain_bounds,
    slice_bounds,
    slice_length,
)
from spec.semantics.iteration import collect, surcharge_of
from spec.semantics.lookup import lookup
from spec.semantics.prices import Family
from spec.semantics.raising import index_error, key_error, refused, type_error, value_error
from spec.semantics.sequences import note_growth
from spec.semantics.special import call_special
from spec.semantics.values import (
    ABSENT,
    ByteArray,
    Class,
    Dict,
    DictView,
    Entry,
    FrozenSet,
    Instance,
    List,
    MappingProxy,
    Range,
    Set,
    Slice,
    Value,
)
from spec.softfloat.value import Float

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

Getter: TypeAlias = "Callable[[Machine, Family, Value, Value], Value]"


def get_item(machine: Machine, prices: Family, container: Value, key: Value) -> Value:
    """`container[key]`: a value, or an activation that will deliver it."""
    getter = GETTERS.get(type(container))
    if getter is not None:
        return getter(machine, prices, container, key)
    cls = class_of(container)
    machine.meter.charge(prices.of(container).base)
    found = lookup(cls, "__getitem__")[0]
    if found is not ABSENT:
        return call_special(machine, found, container, [key])
    if isinstance(container, Class):
        return _class_item(machine, container, key)
    raise type_error(f"'{cls.name}' object is not subscriptable")


_GENERIC: Final = frozenset(
    ("classmethod", "dict", "enumerate", "frozenset", "generator", "list", "mappingproxy", "set",
     "staticmethod", "tuple")
)  # fmt: skip
"""Builtin classes that CPython 3.14 lets be subscripted, which the profile refuses (D11)."""


def _class_item(machine: Machine, cls: Class, key: Value) -> Value:
    found = lookup(cls, "__class_getitem__")[0]
    if found is ABSENT:
        if cls is TYPE or any(each.builtin and each.name in _GENERIC for each in cls.mro):
            raise refused("a generic alias")
        raise type_error(f"type '{cls.name}' is not subscriptable")
    return NativeFrame(_call_class_getitem(machine, found, cls, key))


def _call_class_getitem(machine: Machine, found: Value, cls: Class, key: Value) -> Suspended:
    from spec.semantics.attributes import bind
    from spec.semantics.calls import invoke

    bound = yield bind(machine, found, None, cls, through_class=True)
    return (yield invoke(machine, bound, [key]))


def _get_sequence(machine: Machine, prices: Family, container: Value, key: Value) -> Value:
    if type(key) is int:
        length = _length(container)
        machine.meter.charge(prices.of(container).cost(*_one(prices, container)))
        if not -length <= key < length and not isinstance(container, Range):
            check_index_size(machine, key)
        return _item(container, key, length)
    if isinstance(key, Slice):
        bounds = plain_bounds(key, _length(container))
        if bounds is None:
            return NativeFrame(_get_slice_slowly(machine, prices, container, key))
        return slice_of(machine, prices, container, bounds)
    if not is_index(key):
        machine.meter.charge(prices.of(container).base)
        raise type_error(_index_text(container, key))
    found = index_of(machine, key)
    if isinstance(found, Activation):
        return NativeFrame(_get_slowly(machine, prices, container, key, found))
    assert isinstance(found, int)
    if not isinstance(container, Range):
        check_index_size(machine, found, type_name(key))
    machine.meter.charge(prices.of(container).cost(*_one(prices, container)))
    return _item(container, found, _length(container))


def _one(prices: Family, container: Value) -> list[int]:
    """The sizes of an access to a single element: text pays for one unit, items for none."""
    price = prices.of(container)
    return [1 if isinstance(container, (str, bytes, ByteArray)) else 0 for _ in price.sizes]


def _get_slowly(
    machine: Machine, prices: Family, container: Value, key: Value, started: Activation
) -> Suspended:
    found = yield started
    if not isinstance(container, Range):
        check_index_size(machine, found, type_name(key))
    machine.meter.charge(prices.of(container).cost(*_one(prices, container)))
    return _item(container, found, _length(container))


def _get_slice_slowly(machine: Machine, prices: Family, container: Value, part: Slice) -> Suspended:
    bounds = yield from slice_bounds(machine, part, _length(container))
    return slice_of(machine, prices, container, bounds)


def _length(container: Value) -> int:
    if isinstance(container, List):
        return len(container.items)
    if isinstance(container, ByteArray):
        return len(container.data)
    if isinstance(container, Range):
        return container.length()
    assert isinstance(container, (str, bytes, tuple))
    return len(container)


_INDEX_NAMES: Final[dict[type, str]] = {
    List: "list",
    tuple: "tuple",
    str: "string",
    bytes: "byte",
    ByteArray: "bytearray",
    Range: "range",
}


def _index_text(container: Value, key: Value) -> str:
    name = _INDEX_NAMES[type(container)]
    if isinstance(container, str):
        return f"string indices must be integers, not '{type_name(key)}'"
    return f"{name} indices must be integers or slices, not {type_name(key)}"


def _item(container: Value, position: int, length: int) -> Value:
    place = position + length if position < 0 else position
    if not 0 <= place < length:
        if isinstance(container, Range):
            raise index_error("range object index out of range")
        name = "index" if isinstance(container, bytes) else _INDEX_NAMES[type(container)] + " index"
        raise index_error(f"{name} out of range")
    if isinstance(container, List):
        return container.items[place]
    if isinstance(container, ByteArray):
        return container.data[place]
    if isinstance(container, Range):
        return container.start + place * container.step
    assert isinstance(container, (str, bytes, tuple))
    return container[place]


def places_of(start: int, stop: int, step: int) -> slice:
    """Clamped bounds as a host's slice, in which a negative bound counts from the end."""
    if step < 0 and start < 0:
        return slice(0, 0, step)
    return slice(start, None if step < 0 and stop < 0 else stop, step)


def slice_of(
    machine: Machine, prices: Family, container: Value, bounds: tuple[int, int, int]
) -> Value:
    """The elements of a sequence within clamped bounds, as a new one of its kind."""
    start, stop, step = bounds
    count = slice_length(start, stop, step)
    price = prices.of(container)
    machine.meter.charge(price.cost(*[count for _ in price.sizes]))
    if isinstance(container, Range):
        first = container.start + start * container.step
        return Range(first, container.start + stop * container.step, container.step * step)
    places = places_of(start, stop, step)
    if isinstance(container, str):
        machine.allocate(str_size(count))
        return container[places]
    if isinstance(container, ByteArray):
        machine.allocate(bytes_size(count))
        return ByteArray(container.data[places])
    if isinstance(container, bytes):
        machine.allocate(bytes_size(count))
        return bytes(bytearray(container)[places])
    machine.allocate(sequence_size(count))
    if isinstance(container, List):
        return List(container.items[places])
    assert isinstance(container, tuple)
    return container[places]


def _get_dict(machine: Machine, prices: Family, container: Value, key: Value) -> Value:
    assert isinstance(container, Dict)
    machine.meter.charge(prices.of(container).base)
    entry = find_key(machine, container, key)
    if isinstance(entry, Activation):
        return NativeFrame(_get_dict_slowly(key, entry))
    if entry is None:
        raise key_error(key)
    assert isinstance(entry, Entry)
    return entry.value


def _get_dict_slowly(key: Value, started: Activation) -> Suspended:
    entry = yield started
    if entry is None:
        raise key_error(key)
    return entry.value


def _get_proxy(machine: Machine, prices: Family, container: Value, key: Value) -> Value:
    assert isinstance(container, MappingProxy)
    machine.meter.charge(prices.of(container).base)
    if not isinstance(key, str):
        return NativeFrame(_get_name(machine, container, key))
    found = container.names.get(key, ABSENT)
    if found is ABSENT:
        raise key_error(key)
    return found


def _get_name(machine: Machine, container: MappingProxy, key: Value) -> Suspended:
    found = yield from find_name(machine, container.names, key)
    if found is ABSENT:
        raise key_error(key)
    return found


def dict_subclass_item(machine: Machine, instance: Instance, key: Value) -> Suspended:
    """`dict[key]` of an instance of a subclass: `__missing__` answers for a missing key."""
    payload = instance.payload
    assert isinstance(payload, Dict)
    entry = yield find_key(machine, payload, key)
    if entry is not None:
        return entry.value
    found = lookup(instance.cls, "__missing__")[0]
    if found is ABSENT:
        raise key_error(key)
    return (yield call_special(machine, found, instance, [key]))


GETTERS: Final[dict[type, Getter]] = {
    List: _get_sequence,
    tuple: _get_sequence,
    str: _get_sequence,
    bytes: _get_sequence,
    ByteArray: _get_sequence,
    Range: _get_sequence,
    Dict: _get_dict,
    MappingProxy: _get_proxy,
}


# --- Writing


def set_item(machine: Machine, prices: Family, container: Value, key: Value, value: Value) -> Value:
    """`container[key] = value`: None, or an activation whose value is to be dropped."""
    if isinstance(container, Dict):
        machine.meter.charge(prices.of(container).base)
        return put(machine, container, key, value)
    if isinstance(container, (List, ByteArray)):
        return _set_sequence(machine, prices, container, key, value)
    cls = class_of(container)
    machine.meter.charge(prices.of(container).base)
    found = lookup(cls, "__setitem__")[0]
    if found is ABSENT:
        text = f"'{cls.name}' object does not support item assignment"
        if isinstance(key, Instance) and is_index(key) and isinstance(container, POSITIONED):
            return NativeFrame(_refused_at(machine, key, text))
        _is_numbered(machine, container, key)
        raise type_error(text)
    return call_special(machine, found, container, [key, value])


NUMBERED: Final = (str, bytes, tuple, Range, Set, FrozenSet, DictView)
"""Types whose items have positions, though none can be changed."""

POSITIONED: Final = (*NUMBERED, Instance)


def _refused_at(machine: Machine, key: Value, text: str) -> Suspended:
    """The error for a position that `__index__` gives: it is asked first."""
    check_index_size(machine, (yield index_of(machine, key)), type_name(key))
    raise type_error(text)


def _is_numbered(machine: Machine, container: Value, key: Value) -> bool:
    """Whether a refused access is one by position; then the position is looked at first."""
    if not isinstance(key, int) or not isinstance(container, NUMBERED):
        return False
    check_index_size(machine, int(key))
    return True


def _set_sequence(
    machine: Machine, prices: Family, container: List | ByteArray, key: Value, value: Value
) -> Value:
    if type(key) is int and isinstance(container, List):
        machine.meter.charge(prices.of(container).cost(0))
        items = container.items
        place = key + len(items) if key < 0 else key
        if not 0 <= place < len(items):
            check_index_size(machine, key)
            raise index_error("list assignment index out of range")
        items[place] = value
        return None
    if isinstance(key, Slice):
        return NativeFrame(_set_slice(machine, prices, container, key, value))
    if not is_index(key):
        machine.meter.charge(prices.of(container).base)
        raise type_error(_index_text(container, key))
    return NativeFrame(_set_slowly(machine, prices, container, key, value))


def _set_slowly(
    machine: Machine, prices: Family, container: List | ByteArray, key: Value, value: Value
) -> Suspended:
    position = yield index_of(machine, key)
    check_index_size(machine, position, type_name(key))
    machine.meter.charge(prices.of(container).cost(0))
    if isinstance(container, ByteArray):
        value = byte_value((yield index_of(machine, value)))
    length = _length(container)
    place = position + length if position < 0 else position
    if not 0 <= place < length:
        name = "list assignment" if isinstance(container, List) else "bytearray"
        raise index_error(f"{name} index out of range")
    if isinstance(container, List):
        container.items[place] = value
    else:
        assert isinstance(value, int)
        container.data[place] = value
    return None


def byte_value(value: Value) -> int:
    """An element of a bytearray; raises ValueError outside 0 to 255."""
    assert isinstance(value, int)
    if not 0 <= value < 256:
        raise value_error("byte must be in range(0, 256)")
    return value


def _set_slice(
    machine: Machine, prices: Family, container: List | ByteArray, part: Slice, value: Value
) -> Suspended:
    bounds = yield from slice_bounds(machine, part, _length(container))
    _check_assigned(machine, prices, container, value)
    price = prices.of(container)
    paid = price.base
    machine.meter.charge(paid)
    if isinstance(container, ByteArray) and isinstance(value, (bytes, ByteArray)):
        data = value.data if isinstance(value, ByteArray) else value
        paid = price.cost(len(data))
        machine.meter.charge(paid - price.base)
        elements: list[Value] = list(data)
    else:
        elements = yield from collect(machine, value, surcharge_of(price))
        paid = price.cost(len(elements))
        if isinstance(container, ByteArray):
            elements = yield from _as_bytes(machine, elements)
    start, stop, step = bounds
    length = _length(container)
    count = slice_length(start, stop, step)
    machine.meter.charge(price.cost(max(len(elements), length - start)) - paid)
    deletes = isinstance(container, ByteArray) and not elements  # also with a step, as in CPython
    if step != 1 and count != len(elements) and not deletes:
        what = "sequence" if isinstance(container, List) else "bytes"
        raise value_error(
            f"attempt to assign {what} of size {len(elements)} to extended slice of size {count}"
        )
    if step == 1:
        stop = max(start, stop)
    places = places_of(start, stop, step)
    unit = 8 if isinstance(container, List) else 1
    machine.grow(unit * length, unit * (length + len(elements) - count))
    if isinstance(container, List):
        if elements:
            note_growth(machine, container)
        container.items[places] = elements
    elif deletes:
        del container.data[places]
    else:
        container.data[places] = bytearray(byte_value(each) for each in elements)
    return None


def _as_bytes(machine: Machine, elements: list[Value]) -> Suspended:
    values: list[Value] = []
    for element in elements:
        values.append(byte_value((yield index_of(machine, element))))
    return values


def _check_assigned(
    machine: Machine, prices: Family, container: List | ByteArray, value: Value
) -> None:
    """Refuse what cannot be assigned to a slice, each container in its own words."""
    bad = not _iterable(value)
    text = "must assign iterable to extended slice"
    if isinstance(container, ByteArray):
        bad = bad or isinstance(value, str)
        text = "can assign only bytes, buffers, or iterables of ints in range(0, 256)"
        if bad and not isinstance(value, (str, int, Float)):
            text = f"cannot convert '{class_of(value).name}' object to bytearray"
    if bad:
        machine.meter.charge(prices.of(container).base)
        raise type_error(text)


def _iterable(value: Value) -> bool:
    cls = class_of(value)
    return (
        type(value) in (str, tuple, List)
        or lookup(cls, "__iter__")[0] is not ABSENT
        or lookup(cls, "__getitem__")[0] is not ABSENT
    )


# --- Deleting


def delete_item(machine: Machine, prices: Family, container: Value, key: Value) -> Value:
    """`del container[key]`: None, or an activation whose value is to be dropped."""
    if isinstance(container, Dict):
        machine.meter.charge(prices.of(container).base)
        return NativeFrame(_delete_key(machine, container, key))
    if isinstance(container, (List, ByteArray)):
        return NativeFrame(_delete_element(machine, prices, container, key))
    cls = class_of(container)
    machine.meter.charge(prices.of(container).base)
    found = lookup(cls, "__delitem__")[0]
    if found is ABSENT:
        if isinstance(key, Instance) and is_index(key) and isinstance(container, POSITIONED):
            text = f"'{cls.name}' object doesn't support item deletion"
            return NativeFrame(_refused_at(machine, key, text))
        if _is_numbered(machine, container, key):
            raise type_error(f"'{cls.name}' object doesn't support item deletion")
        raise type_error(f"'{cls.name}' object does not support item deletion")
    return call_special(machine, found, container, [key])


def _delete_key(machine: Machine, container: Dict, key: Value) -> Suspended:
    entry = yield find_key(machine, container, key)
    if entry is None:
        raise key_error(key)
    container.remove(entry)
    return None


def _delete_element(
    machine: Machine, prices: Family, container: List | ByteArray, key: Value
) -> Suspended:
    items: list[Value] | bytearray
    items = container.items if isinstance(container, List) else container.data
    price = prices.of(container)
    if isinstance(key, Slice):
        start, stop, step = yield from slice_bounds(machine, key, len(items))
        machine.meter.charge(price.cost(len(items) - max(0, min(start, stop))))
        if step == 1:
            stop = max(start, stop)
        del items[places_of(start, stop, step)]
        return None
    if not is_index(key):
        machine.meter.charge(price.base)
        raise type_error(_index_text(container, key))
    position = yield index_of(machine, key)
    check_index_size(machine, position, type_name(key))
    place = position + len(items) if position < 0 else position
    if not 0 <= place < len(items):
        machine.meter.charge(price.base)
        name = "list assignment" if isinstance(container, List) else "bytearray"
        raise index_error(f"{name} index out of range")
    machine.meter.charge(price.cost(len(items) - place))
    del items[place]
    return None
