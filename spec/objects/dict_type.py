"""`dict`, its views and mappingproxy: construction, methods, operators."""

from __future__ import annotations

from spec.bytecode.instructions import BinaryOp
from spec.gas_table import Price
from spec.gas_table.sizes import dict_size
from spec.objects.paying import pay, pay_base, pay_more, price_of
from spec.semantics.arithmetic import KERNELS as BINARY_KERNELS
from spec.semantics.arithmetic import BinaryOperation, binary_operation
from spec.semantics.builtin_classes import CLASSES, DICT, MAPPINGPROXY, type_name
from spec.semantics.comparison import KERNELS as COMPARE_KERNELS
from spec.semantics.comparison import CompareOperation, equal
from spec.semantics.containers import (
    find,
    find_key,
    find_name,
    hash_of_key,
    join_entries,
    put,
    store,
    text_dict,
)
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.iteration import (
    advance,
    ask_for_length,
    collect,
    collect_from,
    get_iterator,
)
from spec.semantics.machine import Machine
from spec.semantics.mappings import has_keys, merge_mapping, plain_dict
from spec.semantics.natives import attribute, class_method, method, static_method
from spec.semantics.raising import Raise, error, key_error, type_error, value_error
from spec.semantics.values import (
    ABSENT,
    Class,
    Dict,
    DictView,
    Finished,
    FrozenSet,
    Instance,
    List,
    MappingProxy,
    Set,
    TableIterator,
    Value,
    unwrapped,
)


def _dict(value: Value) -> Dict:
    assert isinstance(value, Dict)
    return value


# --- Construction


@static_method(DICT, "__new__", "cls, *args, **kwargs", when_called=True)
def dict_new(machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """An empty dict; `__init__` fills it."""
    assert isinstance(cls, Class)
    made = Dict()
    return made if cls is DICT else Instance(cls, made)


@method(DICT, "__init__", "self, *args, **kwargs", raises=("TypeError", "ValueError"))
def dict_init(
    machine: Machine, receiver: Value, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    """Set the pairs of a mapping or an iterable of pairs, then the keywords."""
    pay_base(machine, "builtin.dict")
    if len(args) > 1:
        raise type_error(f"dict expected at most 1 argument, got {len(args)}")
    if not args and not kwargs:
        return None
    return NativeFrame(_update(machine, "builtin.dict", _dict(receiver), args, kwargs))


def _update(
    machine: Machine, key: str, target: Dict, args: list[Value], kwargs: dict[str, Value]
) -> Suspended:
    if args:
        yield from _update_from(machine, key, target, args[0])
    for name, value in kwargs.items():
        pay_more(machine, key, 1)
        yield put(machine, target, name, value)
    return None


def _update_from(machine: Machine, key: str, target: Dict, source: Value) -> Suspended:
    """Set the pairs of what has `keys`, which is looked at first, or of an iterable of pairs."""
    if isinstance(source, (Dict, MappingProxy)) or (yield from has_keys(machine, source)):
        yield from merge_mapping(machine, target, source, price_of(machine, key), base_paid=True)
        return
    iterator = yield get_iterator(machine, source)
    position = 0
    while True:
        item = yield advance(machine, iterator)
        if type(item) is Finished:
            return
        pay_more(machine, key, 1)
        pair = yield from _pair(machine, item, position)
        yield put(machine, target, pair[0], pair[1])
        position += 1


def _beyond_a_pair(count: int) -> int:
    """What the elements of an item cost: those that make a pair are in the price of the pair."""
    return max(count - 2, 0)


def _pair(machine: Machine, item: Value, position: int) -> Suspended:
    try:
        if isinstance(item, (List, tuple)):
            pair = yield from collect(machine, item, _beyond_a_pair)
        else:  # a list is made of it first
            iterator = yield get_iterator(machine, item)
            iterator = yield get_iterator(machine, iterator)
            yield from ask_for_length(machine, iterator)
            pair = yield from collect_from(machine, iterator, _beyond_a_pair)
    except Raise as raised:
        if raised.error.cls.name != "TypeError":
            raise
        failed = type_error("object is not iterable")
        failed.error.notes = List(
            [f"Cannot convert dictionary update sequence element #{position} to a sequence"]
        )
        raise failed from None
    if len(pair) != 2:
        raise value_error(
            f"dictionary update sequence element #{position} has length {len(pair)}; 2 is required"
        )
    return pair


@class_method(DICT, "fromkeys", "cls, iterable, value=, /", raises=("TypeError",))
def dict_fromkeys(machine: Machine, cls: Value, iterable: Value, value: Value) -> NativeFrame:
    """A dict of the elements of an iterable, all with one value."""
    return NativeFrame(_fromkeys(machine, cls, iterable, None if value is ABSENT else value))


def _fromkeys(machine: Machine, cls: Value, iterable: Value, value: Value) -> Suspended:
    from spec.semantics.calls import dispatch
    from spec.semantics.subscripts import set_item

    pay_base(machine, "dict.fromkeys")
    made = Dict() if cls is DICT else (yield dispatch(machine, cls, [], None))
    prices = machine.revision.prices.family("STORE_SUBSCR")
    if type(made) is Dict and isinstance(iterable, (Dict, Set, FrozenSet)):
        if not isinstance(iterable, Dict) and iterable.count > 1:
            machine.note("set-order")
        for entry in iterable.entries():
            pay_more(machine, "dict.fromkeys", 1)
            found = yield find(machine, made, entry.hash, entry.key)
            store(machine, made, found, entry.hash, entry.key, value)
        return made
    iterator = yield get_iterator(machine, iterable)
    while True:
        key = yield advance(machine, iterator)
        if type(key) is Finished:
            return made
        pay_more(machine, "dict.fromkeys", 1)
        if type(made) is Dict:
            yield put(machine, made, key, value)
        else:
            yield set_item(machine, prices, made, key, value)


# --- Methods


@method(DICT, "get", "self, key, default=, /", raises=("TypeError",))
def dict_get(machine: Machine, receiver: Value, key: Value, default: Value) -> NativeFrame:
    """The value of a key, or the default."""
    pay(machine, "dict.get")
    return NativeFrame(_get(machine, _dict(receiver), key, default))


def _get(machine: Machine, table: Dict, key: Value, default: Value) -> Suspended:
    entry = yield find_key(machine, table, key)
    if entry is None:
        return None if default is ABSENT else default
    return entry.value


@method(DICT, "setdefault", "self, key, default=, /", raises=("TypeError",))
def dict_setdefault(machine: Machine, receiver: Value, key: Value, default: Value) -> NativeFrame:
    """The value of a key, which is set to the default first if it is missing."""
    pay(machine, "dict.setdefault")
    return NativeFrame(_setdefault(machine, _dict(receiver), key, default))


def _setdefault(machine: Machine, table: Dict, key: Value, default: Value) -> Suspended:
    key_hash = yield hash_of_key(machine, table, key)
    entry = yield find(machine, table, key_hash, key)
    if entry is not None:
        return entry.value
    value = None if default is ABSENT else default
    store(machine, table, None, key_hash, key, value)
    return value


@method(DICT, "pop", "self, key, default=, /", raises=("KeyError", "TypeError"))
def dict_pop(machine: Machine, receiver: Value, key: Value, default: Value) -> NativeFrame:
    """Take out a key and give its value, or the default."""
    pay(machine, "dict.pop")
    return NativeFrame(_pop(machine, _dict(receiver), key, default))


def _pop(machine: Machine, table: Dict, key: Value, default: Value) -> Suspended:
    entry = (yield find_key(machine, table, key)) if table.count else None
    if entry is not None:
        table.remove(entry)
        return entry.value
    if default is ABSENT:
        raise key_error(key)
    return default


@method(DICT, "popitem", "self, /", raises=("KeyError",))
def dict_popitem(machine: Machine, receiver: Value) -> tuple[Value, Value]:
    """Take out the last pair."""
    pay(machine, "dict.popitem")
    table = _dict(receiver)
    last = table.last
    if last is None:
        raise error("KeyError", "popitem(): dictionary is empty")
    table.remove(last)
    return last.key, last.value


@method(DICT, "update", "self, *args, **kwargs", raises=("TypeError", "ValueError"))
def dict_update(
    machine: Machine, receiver: Value, args: list[Value], kwargs: dict[str, Value]
) -> NativeFrame:
    """Set the pairs of a mapping or an iterable of pairs, then the keywords."""
    pay_base(machine, "dict.update")
    if len(args) > 1:
        raise type_error(f"update expected at most 1 argument, got {len(args)}")
    return NativeFrame(_update(machine, "dict.update", _dict(receiver), args, kwargs))


@method(DICT, "clear", "self, /")
def dict_clear(machine: Machine, receiver: Value) -> None:
    """Take out all pairs."""
    table = _dict(receiver)
    pay(machine, "dict.clear", table.count)
    table.clear()


@method(DICT, "copy", "self, /", raises=("MemoryError", "user-error"))
def dict_copy(machine: Machine, receiver: Value) -> Value:
    """A new dict of the same pairs; of a subclass that iterates otherwise, those of its keys."""
    table = plain_dict(receiver)
    if table is None:
        return NativeFrame(_copy_by_keys(machine, price_of(machine, "dict.copy"), receiver))
    pay(machine, "dict.copy", table.count)
    return _copied(machine, table)


def _copy_by_keys(machine: Machine, price: Price, source: Value) -> Suspended:
    assert isinstance(source, Instance)
    made = Dict()
    if _dict(source.payload).count:
        yield from merge_mapping(machine, made, source, price)
    else:
        machine.meter.charge(price.cost(0))
    return made


def _copied(machine: Machine, table: Dict) -> Dict:
    machine.allocate(dict_size(table.count))
    made = Dict()
    made.fill(table)
    return made


def _view_method(part: str) -> None:
    def view(machine: Machine, receiver: Value) -> DictView:
        pay(machine, f"dict.{part}")
        return DictView(_dict(receiver), part)

    view.__doc__ = f"A view of the {part}."
    method(DICT, part, "self, /")(view)


for _part in ("keys", "values", "items"):
    _view_method(_part)


@method(DICT, "__reversed__", "self, /")
def dict_reversed(machine: Machine, receiver: Value) -> TableIterator:
    """An iterator over the keys from the last to the first."""
    pay(machine, "dict.__reversed__")
    return TableIterator(_dict(receiver), "keys", backward=True)


# --- Operators


def dict_or(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
    """`a | b`: a's pairs, then b's; `a |= b` updates a from any mapping or pairs."""
    if operation.inplace:
        table = _dict(lhs)
        machine.meter.charge(operation.prices.of(lhs).base)
        return NativeFrame(_update_in_place(machine, table, rhs))
    if isinstance(lhs, Dict) and isinstance(rhs, Dict):
        machine.meter.charge(operation.prices.of(lhs).cost(lhs.count + rhs.count))
        return NativeFrame(_merged(machine, lhs, rhs))
    if isinstance(unwrapped(lhs), Dict) and isinstance(unwrapped(rhs), Dict):
        return NativeFrame(_merged_subclasses(machine, operation, lhs, rhs))
    return NotImplemented


def _merged(machine: Machine, table: Dict, other: Dict) -> Suspended:
    made = _copied(machine, table)
    yield from join_entries(machine, made, other)
    return made


def _merged_subclasses(
    machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value
) -> Suspended:
    """The same where a class may iterate otherwise and have its own `keys`."""
    price = operation.prices.of(unwrapped(lhs))
    machine.meter.charge(price.base)
    table = plain_dict(lhs)
    if table is None:
        made = yield from _copy_by_keys(machine, price, lhs)
    else:
        machine.meter.charge(price.surcharge(table.count))
        made = _copied(machine, table)
    yield from _update_from(machine, "BINARY_OP.or[dict]", made, rhs)
    return made


def _update_in_place(machine: Machine, table: Dict, other: Value) -> Suspended:
    yield from _update_from(machine, "dict.update", table, other)
    return table


def compare_dicts(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Value:
    """Two dicts are equal when they have equal values for the same keys."""
    if not isinstance(rhs, Dict) or operation.kind not in (2, 3):
        return NotImplemented
    table = _dict(lhs)
    price = operation.prices.of(lhs)
    if table.count != rhs.count:
        machine.meter.charge(price.cost(0))
        return operation.kind == 3
    machine.meter.charge(price.cost(table.count))
    return NativeFrame(_equal_dicts(machine, table, rhs, operation.kind == 2))


def _equal_dicts(machine: Machine, table: Dict, other: Dict, answer: bool) -> Suspended:
    entry = table.first
    while entry is not None:
        if entry.alive:
            found = yield find(machine, other, entry.hash, entry.key)
            if found is None:
                return not answer
            if (yield equal(machine, entry.value, found.value)) is not True:
                return not answer
        entry = entry.following
    return answer


def _union_method(name: str, swapped: bool) -> None:
    def run(machine: Machine, receiver: Value, other: Value) -> Value:
        """The pairs of both, those of the right operand last; of dicts only."""
        operation = binary_operation(machine.revision.prices, BinaryOp.OR)
        lhs, rhs = (other, receiver) if swapped else (receiver, other)
        result = dict_or(machine, operation, lhs, rhs)
        if result is NotImplemented:
            machine.meter.charge(operation.prices.other.base)
        return result

    method(DICT, name, "self, value, /")(run)


_union_method("__or__", False)
_union_method("__ror__", True)
BINARY_KERNELS["or"][Dict] = dict_or
COMPARE_KERNELS[Dict] = compare_dicts


# --- mappingproxy


@method(MAPPINGPROXY, "get", "self, key, default=, /")
def proxy_get(machine: Machine, receiver: Value, key: Value, default: Value) -> Value:
    """The value of a name, or the default."""
    pay(machine, "mappingproxy.get")
    assert isinstance(receiver, MappingProxy)
    default = None if default is ABSENT else default
    if not isinstance(key, str):
        return NativeFrame(_name_or(machine, receiver, key, default))
    return receiver.names.get(key, default)


def _name_or(machine: Machine, proxy: MappingProxy, key: Value, default: Value) -> Suspended:
    found = yield from find_name(machine, proxy.names, key)
    return default if found is ABSENT else found


def _proxy_view(part: str) -> None:
    def view(machine: Machine, receiver: Value) -> DictView:
        assert isinstance(receiver, MappingProxy)
        pay(machine, f"mappingproxy.{part}")
        return DictView(text_dict(machine, receiver.names), part)

    view.__doc__ = f"A view of the {part}, as they are now."
    method(MAPPINGPROXY, part, "self, /")(view)


for _part in ("keys", "values", "items"):
    _proxy_view(_part)


def view_mapping(machine: Machine, receiver: Value) -> Value:
    """The dict behind the view, read-only (a part still to be done)."""
    from spec.semantics.raising import refused

    raise refused("the mapping of a view")


for _part in ("dict_keys", "dict_values", "dict_items"):
    attribute(CLASSES[_part], "mapping")(view_mapping)

__all__ = ["type_name"]
