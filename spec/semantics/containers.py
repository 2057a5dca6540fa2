"""Dicts and sets: hashing of keys, look-ups and changes, to the order of comparisons (D6).

A look-up compares the key only with entries of equal hash, in insertion order, the stored
key on the left, and pays for each comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from spec.gas_table.sizes import dict_size, set_size
from spec.semantics.builtin_classes import CLASSES, class_of, full_name, is_subclass, type_name
from spec.semantics.comparison import equal
from spec.semantics.frame import Activation, NativeFrame, Suspended
from spec.semantics.hashing import (
    frozenset_hash,
    int_hash,
    scalar_hash,
    slice_hash,
    tuple_hash,
)
from spec.semantics.lookup import lookup
from spec.semantics.raising import Raise, type_error
from spec.semantics.special import call_special
from spec.semantics.values import (
    ABSENT,
    BoundMethod,
    ByteArray,
    Dict,
    Entry,
    FrozenSet,
    Instance,
    List,
    MappingProxy,
    Range,
    Set,
    Slice,
    Table,
    Value,
)
from spec.softfloat.value import Float

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

_UNHASHABLE: Final = (List, Dict, Set, ByteArray)


def hash_of(machine: Machine, value: Value) -> Value:
    """`hash(value)`: an int, or an activation that will deliver it; pays by size."""
    kind = type(value)
    if isinstance(value, (int, str, bytes)):
        price = machine.revision.prices.hash.of(value)
        size = value.bit_length() if isinstance(value, int) else len(value)
        machine.meter.charge(price.cost(size))
        if kind is int:
            assert isinstance(value, int)
            return int_hash(value)
        return machine.text_hash(value) if isinstance(value, str) else scalar_hash(value)
    if value is None or kind is Float or value is ...:
        return scalar_hash(value)
    if isinstance(value, tuple):
        return _hash_items(machine, value, value)
    if isinstance(value, FrozenSet):
        return _frozen_hash(machine, value)
    if isinstance(value, Slice):
        return _hash_items(machine, value, (value.start, value.stop, value.step))
    if isinstance(value, Range):
        return _hash_range(value)
    if kind in _UNHASHABLE:
        raise unhashable(value)
    if isinstance(value, MappingProxy):
        raise unhashable(Dict())
    if isinstance(value, BoundMethod):
        return tuple_hash([machine.ordinal(value.receiver), machine.ordinal(value.function)])
    return hash_by_class(machine, value)


def unhashable(value: Value) -> Exception:
    """TypeError for a value without a hash."""
    return type_error(f"unhashable type: '{type_name(value)}'")


def _hash_range(value: Range) -> int:
    count = value.length()
    if count == 0:
        return tuple_hash([0, scalar_hash(None), scalar_hash(None)])
    step = scalar_hash(None) if count == 1 else int_hash(value.step)
    return tuple_hash([int_hash(count), int_hash(value.start), step])


def _hash_items(machine: Machine, value: Value, items: tuple[Value, ...]) -> Value:
    """The hash of a tuple or slice: at once when all items are scalars, else item by item."""
    machine.meter.charge(machine.revision.prices.hash.of(value).cost(len(items)))
    hashes: list[int] = []
    for position, item in enumerate(items):
        if type(item) is tuple or type(item) is Slice:
            return NativeFrame(_hash_slowly(machine, value, items, position, hashes, None))
        found = hash_of(machine, item)
        if not isinstance(found, int):
            return NativeFrame(_hash_slowly(machine, value, items, position, hashes, found))
        hashes.append(found)
    return slice_hash(hashes) if isinstance(value, Slice) else tuple_hash(hashes)


def _hash_slowly(
    machine: Machine, value: Value, items: tuple[Value, ...], position: int, hashes: list[int],
    started: Value,
) -> Suspended:  # fmt: skip
    hashes.append((yield hash_of(machine, items[position]) if started is None else started))
    for item in items[position + 1 :]:
        hashes.append((yield hash_of(machine, item)))
    return slice_hash(hashes) if isinstance(value, Slice) else tuple_hash(hashes)


def hash_by_class(machine: Machine, value: Value) -> Value:
    """`__hash__` of a class, or the ordinal of the value's first hashing (decision D6)."""
    cls = class_of(value)
    found = lookup(cls, "__hash__")[0]
    if found is None:
        raise unhashable(value)
    if not cls.builtin:
        if found is not ABSENT and getattr(found, "key", "") != "object.__hash__":
            return NativeFrame(_hash_by_method(machine, value, found))
    return identity_hash(machine, value)


def _hash_by_method(machine: Machine, value: Value, found: Value) -> Suspended:
    answer = yield call_special(machine, found, value, [])
    if isinstance(answer, Instance) and isinstance(answer.payload, int):
        answer = answer.payload
    if not isinstance(answer, int):
        raise type_error("__hash__ method should return an integer")
    answer = int(answer)
    if not -(1 << 63) <= answer < 1 << 63:
        return int_hash(answer)
    return -2 if answer == -1 else answer


def identity_hash(machine: Machine, value: Value) -> int:
    """The ordinal of the first hashing of `value` in the transaction: 1, 2 ..."""
    machine.note("hash-value")
    return machine.ordinal(value)


# --- Look-ups


def hash_of_key(machine: Machine, table: Table, key: Value) -> Value:
    """The hash of a key that is looked up; a TypeError says what the key was for."""
    try:
        found = hash_of(machine, key)
    except Raise as raised:  # a TypeError: what else may be raised comes from a frame
        raise unusable(table, key, raised.error.args[0]) from None
    return (
        NativeFrame(_hash_of_key(machine, table, key, found))
        if isinstance(found, Activation)
        else found
    )


def _hash_of_key(machine: Machine, table: Table, key: Value, started: Activation) -> Suspended:
    from spec.semantics.text import str_of

    try:
        return (yield started)
    except Raise as raised:
        if raised.error.cls.name != "TypeError":
            raise
        args = raised.error.args
        plain = raised.error.cls.builtin and len(args) == 1 and isinstance(args[0], str)
        text = yield str_of(machine, 0 if plain else 1, raised.error)
        raise unusable(table, key, text) from None


def unusable(table: Table, key: Value, reason: Value) -> Exception:
    """TypeError for a key without a hash."""
    purpose = "a dict key" if isinstance(table, Dict) else "a set element"
    return type_error(f"cannot use '{full_name(class_of(key))}' as {purpose} ({reason})")


def find(machine: Machine, table: Table, key_hash: int, key: Value) -> Value:
    """The entry of `key`, or None; or an activation that will deliver it."""
    entry = table.index.get(key_hash)
    while entry is not None:
        answer = equal(machine, entry.key, key)
        if isinstance(answer, Activation):
            return NativeFrame(_find_slowly(machine, table, key_hash, key, entry, answer))
        if answer is True:
            return entry
        entry = entry.same_hash
    return None


def _find_slowly(
    machine: Machine, table: Table, key_hash: int, key: Value, entry: Entry | None,
    started: Activation,
) -> Suspended:  # fmt: skip
    """The comparisons may change the table: an entry that went is no answer."""
    answer = yield started
    while entry is not None:
        if answer is True and entry.alive:
            return entry
        entry = entry.same_hash
        while entry is not None and not entry.alive:
            entry = entry.same_hash
        if entry is not None:
            answer = yield equal(machine, entry.key, key)
    return None


def stored(value: Value) -> Table | None:
    """The table of a set, of an instance of a subclass, or of a dict; else None."""
    if type(value) is Dict:
        return value
    held = value.payload if isinstance(value, Instance) else value
    return held if isinstance(held, (Set, FrozenSet)) else None


def find_key(machine: Machine, table: Table, key: Value) -> Value:
    """The entry of `key`, or None; or an activation that will deliver it."""
    key_hash = hash_of_key(machine, table, key)
    if isinstance(key_hash, int):
        return find(machine, table, key_hash, key)
    return NativeFrame(_find_key_slowly(machine, table, key, key_hash))


def _find_key_slowly(machine: Machine, table: Table, key: Value, started: Value) -> Suspended:
    key_hash = yield started
    return (yield find(machine, table, key_hash, key))


def find_element(machine: Machine, table: Table, element: Value) -> Value:
    """The entry of an element of a set; a set is looked up by the hash that it has frozen."""
    if isinstance(element, Set):
        return find(machine, table, _frozen_hash(machine, element), element)
    if isinstance(element, Instance) and isinstance(element.payload, Set):
        return NativeFrame(_find_instance(machine, table, element, element.payload))
    return find_key(machine, table, element)


def _find_instance(machine: Machine, table: Table, element: Instance, held: Set) -> Suspended:
    """A set of a user class may have a hash, of its own."""
    try:
        return (yield find_key(machine, table, element))
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["TypeError"]):
            raise
    return (yield find(machine, table, _frozen_hash(machine, held), element))


def _frozen_hash(machine: Machine, table: Set | FrozenSet) -> int:
    machine.meter.charge(machine.revision.prices.hash.by_kind["frozenset"].cost(table.count))
    return frozenset_hash([entry.hash for entry in table.entries()])


def put(machine: Machine, table: Table, key: Value, value: Value) -> Value:
    """Set the value of `key`; an entry that is there keeps its key. None, or an activation."""
    key_hash = hash_of_key(machine, table, key)
    if isinstance(key_hash, int):
        entry = find(machine, table, key_hash, key)
        if not isinstance(entry, Activation):
            store(machine, table, entry, key_hash, key, value)
            return None
        return NativeFrame(_put_found(machine, table, key_hash, key, value, entry))
    return NativeFrame(_put_slowly(machine, table, key, value, key_hash))


def _put_found(
    machine: Machine, table: Table, key_hash: int, key: Value, value: Value, started: Activation
) -> Suspended:
    store(machine, table, (yield started), key_hash, key, value)
    return None


def _put_slowly(
    machine: Machine, table: Table, key: Value, value: Value, started: Value
) -> Suspended:
    key_hash = yield started
    store(machine, table, (yield find(machine, table, key_hash, key)), key_hash, key, value)
    return None


def store(
    machine: Machine, table: Table, entry: Value, key_hash: int, key: Value, value: Value
) -> None:
    """Write to the entry that a look-up found, or append a new one."""
    if isinstance(entry, Entry):
        if table.frozen:
            table.refuse_change()
        entry.value = value
        return
    size = dict_size if isinstance(table, Dict) else set_size
    machine.grow(size(table.count), size(table.count + 1))
    table.insert(key_hash, key, value)


def taken_whole(target: Table, source: Table) -> bool:
    """Whether the entries of `source` go into an empty table without being compared.

    So it is for a set, and for a dict from which nothing was taken out; not for a set of a dict.
    """
    if target.count or isinstance(target, Dict) is not isinstance(source, Dict):
        return False
    return not (isinstance(source, Dict) and source.gaps)


def join_entries(
    machine: Machine, target: Table, source: Table, each: int = 0,
    refusal: Callable[[Value], Exception] | None = None,
) -> Suspended:  # fmt: skip
    """Put the entries of a table into another by the hashes that they have, each for a price.

    With `refusal` a key that is there already is an error.
    """
    whole = taken_whole(target, source)
    for entry in source.entries():
        machine.meter.charge(each)
        found = None if whole else (yield find(machine, target, entry.hash, entry.key))
        if refusal is not None and found is not None:
            raise refusal(entry.key)
        value = entry.value if isinstance(target, Dict) else None
        store(machine, target, found, entry.hash, entry.key, value)


def put_text(machine: Machine, table: Dict, key: str, value: Value) -> None:
    """Set the value of a text key in a dict whose keys are all text."""
    key_hash = machine.text_hash(key)
    store(machine, table, find(machine, table, key_hash, key), key_hash, key, value)


def find_name(machine: Machine, names: dict[str, Value], key: Value) -> Suspended:
    """What a namespace holds under a key that is no str itself, or ABSENT.

    Only an instance of a subclass of str can be found: by its text, if it has the hash of that.
    """
    key_hash = yield hash_of_key(machine, Dict(), key)
    name = key.payload if isinstance(key, Instance) else None
    if not isinstance(name, str) or name not in names or machine.text_hash(name) != key_hash:
        return ABSENT
    return names[name] if (yield equal(machine, name, key)) is True else ABSENT


def text_dict(machine: Machine, names: dict[str, Value]) -> Dict:
    """A dict of these names and values."""
    made = Dict()
    for name, value in names.items():
        made.insert(machine.text_hash(name), name, value)
    return made


def get_text(machine: Machine, table: Dict, key: str) -> Value:
    """The value of a text key in a dict whose keys are all text, or ABSENT."""
    entry = find(machine, table, machine.text_hash(key), key)
    return entry.value if isinstance(entry, Entry) else ABSENT
