"""Local variables, cells, globals and names."""

from __future__ import annotations

from spec.bytecode.code import Code
from spec.bytecode.instructions import Op
from spec.semantics.attributes import refuse_name
from spec.semantics.containers import find_key, get_text, put_text
from spec.semantics.frame import Activation, Frame, NativeFrame, Suspended
from spec.semantics.machine import Machine
from spec.semantics.prices import Prices
from spec.semantics.raising import Raise, name_error, unbound_local
from spec.semantics.registry import Effect, rule
from spec.semantics.subscripts import delete_item, get_item, set_item
from spec.semantics.values import (
    ABSENT,
    NULL,
    UNBOUND,
    Cell,
    Dict,
    Entry,
    Instance,
    MappingProxy,
    Value,
)

# --- Local slots


@rule(Op.LOAD_FAST, stack="-- value")
def load_fast(machine: Machine, frame: Frame, slot: int) -> None:
    """Push a local slot of which the compiler has proven that it is bound."""
    frame.stack.append(frame.slots[slot])


@rule(Op.LOAD_FAST_BORROW, stack="-- value")
def load_fast_borrow(machine: Machine, frame: Frame, slot: int) -> None:
    """As LOAD_FAST; the borrowed reference of CPython has no meaning here."""
    frame.stack.append(frame.slots[slot])


@rule(Op.LOAD_FAST_CHECK, stack="-- value", raises=("UnboundLocalError",))
def load_fast_check(machine: Machine, frame: Frame, slot: int) -> None:
    """Push a local slot that may be unbound."""
    value = frame.slots[slot]
    if value is UNBOUND:
        raise unbound_local(frame.prepared.slot_names[slot])
    frame.stack.append(value)


@rule(Op.LOAD_FAST_AND_CLEAR, stack="-- value or null", effect=Effect.WRITES)
def load_fast_and_clear(machine: Machine, frame: Frame, slot: int) -> None:
    """Push a local slot, bound or not, and leave it unbound: a comprehension saves it so."""
    frame.stack.append(frame.slots[slot])
    frame.slots[slot] = UNBOUND


def _pair(prices: Prices, code: Code, oparg: int) -> object:
    return oparg >> 4, oparg & 15


@rule(Op.LOAD_FAST_LOAD_FAST, stack="-- first, second", prepare=_pair)
def load_fast_load_fast(machine: Machine, frame: Frame, pair: tuple[int, int]) -> None:
    """Two LOAD_FAST in one; costs both."""
    first, second = pair
    slots = frame.slots
    frame.stack.append(slots[first])
    frame.stack.append(slots[second])


@rule(Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW, stack="-- first, second", prepare=_pair)
def load_fast_borrow_pair(machine: Machine, frame: Frame, pair: tuple[int, int]) -> None:
    """Two LOAD_FAST_BORROW in one; costs both."""
    first, second = pair
    slots = frame.slots
    frame.stack.append(slots[first])
    frame.stack.append(slots[second])


@rule(Op.STORE_FAST, stack="value --", effect=Effect.WRITES)
def store_fast(machine: Machine, frame: Frame, slot: int) -> None:
    """Pop into a local slot; an empty slot on the stack makes it unbound again."""
    frame.slots[slot] = frame.stack.pop()


@rule(Op.STORE_FAST_LOAD_FAST, stack="value -- value", effect=Effect.WRITES, prepare=_pair)
def store_fast_load_fast(machine: Machine, frame: Frame, pair: tuple[int, int]) -> None:
    """STORE_FAST and LOAD_FAST in one; costs both."""
    stored, loaded = pair
    frame.slots[stored] = frame.stack[-1]
    frame.stack[-1] = frame.slots[loaded]


@rule(Op.STORE_FAST_STORE_FAST, stack="second, first --", effect=Effect.WRITES, prepare=_pair)
def store_fast_store_fast(machine: Machine, frame: Frame, pair: tuple[int, int]) -> None:
    """Two STORE_FAST in one; costs both."""
    first, second = pair
    frame.slots[first] = frame.stack.pop()
    frame.slots[second] = frame.stack.pop()


@rule(Op.DELETE_FAST, stack="--", raises=("UnboundLocalError",), effect=Effect.WRITES)
def delete_fast(machine: Machine, frame: Frame, slot: int) -> None:
    """Make a local slot unbound: `del x`."""
    if frame.slots[slot] is UNBOUND:
        raise unbound_local(frame.prepared.slot_names[slot])
    frame.slots[slot] = UNBOUND


# --- Cells


@rule(Op.MAKE_CELL, stack="--", effect=Effect.WRITES)
def make_cell(machine: Machine, frame: Frame, slot: int) -> None:
    """Put the content of a local slot into a new cell."""
    frame.slots[slot] = Cell(frame.slots[slot])


@rule(Op.COPY_FREE_VARS, stack="--", effect=Effect.WRITES)
def copy_free_vars(machine: Machine, frame: Frame, count: int) -> None:
    """Put the cells of the function's closure into the last `count` local slots."""
    frame.slots[len(frame.slots) - count :] = frame.closure


def _cell(frame: Frame, slot: int) -> Cell:
    cell = frame.slots[slot]
    assert isinstance(cell, Cell)
    return cell


def unbound_cell(frame: Frame, slot: int) -> Raise:
    """The error for a cell without a value: local, or of an enclosing scope."""
    name = frame.prepared.slot_names[slot]
    code = frame.prepared.code
    if slot < len(frame.slots) - len(code.freevars):
        return unbound_local(name)
    text = (
        f"cannot access free variable '{name}' where it is not associated with a value "
        "in enclosing scope"
    )
    return name_error(text, name)


@rule(Op.LOAD_DEREF, stack="-- value", raises=("NameError", "UnboundLocalError"))
def load_deref(machine: Machine, frame: Frame, slot: int) -> None:
    """Push the content of a cell."""
    value = _cell(frame, slot).value
    if value is UNBOUND:
        raise unbound_cell(frame, slot)
    frame.stack.append(value)


@rule(Op.STORE_DEREF, stack="value --", effect=Effect.WRITES)
def store_deref(machine: Machine, frame: Frame, slot: int) -> None:
    """Pop into a cell."""
    _cell(frame, slot).value = frame.stack.pop()


@rule(
    Op.DELETE_DEREF,
    stack="--",
    raises=("NameError", "UnboundLocalError"),
    effect=Effect.WRITES,
)
def delete_deref(machine: Machine, frame: Frame, slot: int) -> None:
    """Empty a cell."""
    cell = _cell(frame, slot)
    if cell.value is UNBOUND:
        raise unbound_cell(frame, slot)
    cell.value = UNBOUND


# --- Globals


def _global(prices: Prices, code: Code, oparg: int) -> object:
    return code.names[oparg >> 1], oparg & 1


def not_defined(name: str) -> Raise:
    """The error for a name that nothing defines."""
    return name_error(f"name '{name}' is not defined", name)


def global_value(machine: Machine, frame: Frame, name: str) -> Value:
    """The value of a global or builtin name.

    Raises NameError, and DeterminismError for a builtin that the profile refuses.
    """
    value = frame.globals.get(name, ABSENT)
    if value is ABSENT:
        value = machine.builtins.get(name, ABSENT)
        if value is ABSENT:
            refuse_name(machine, name)
            raise not_defined(name)
    return value


@rule(
    Op.LOAD_GLOBAL,
    stack="-- value, null?",
    raises=("DeterminismError", "NameError"),
    effect=Effect.READS,
    prepare=_global,
)
def load_global(machine: Machine, frame: Frame, operand: tuple[str, int]) -> None:
    """Push a global, else a builtin; with the flag, an empty slot above it for a call."""
    name, with_null = operand
    value = frame.globals.get(name, ABSENT)
    if value is ABSENT:
        value = global_value(machine, frame, name)
    frame.stack.append(value)
    if with_null:
        frame.stack.append(NULL)


def _name(prices: Prices, code: Code, oparg: int) -> object:
    return code.names[oparg]


@rule(Op.STORE_GLOBAL, stack="value --", effect=Effect.WRITES, prepare=_name)
def store_global(machine: Machine, frame: Frame, name: str) -> None:
    """Pop into a global."""
    frame.globals[name] = frame.stack.pop()


@rule(
    Op.DELETE_GLOBAL,
    stack="--",
    raises=("NameError",),
    effect=Effect.WRITES,
    prepare=_name,
)
def delete_global(machine: Machine, frame: Frame, name: str) -> None:
    """Delete a global."""
    if name not in frame.globals:
        raise not_defined(name)
    del frame.globals[name]


# --- Names of module and class bodies


def named_value(machine: Machine, names: Value, name: str) -> Value:
    """What a namespace holds under `name`, or ABSENT; or an activation that will deliver it."""
    if isinstance(names, dict):
        return names.get(name, ABSENT)
    if isinstance(names, Dict):
        return get_text(machine, names, name)
    if isinstance(names, MappingProxy):
        return names.names.get(name, ABSENT)
    return NativeFrame(_custom_value(machine, names, name))


def _custom_value(machine: Machine, names: Value, name: str) -> Suspended:
    """A name in the namespace that a metaclass's `__prepare__` made."""
    from spec.semantics.builtin_classes import CLASSES, class_of, is_subclass
    from spec.semantics.lookup import lookup

    found = lookup(class_of(names), "__getitem__")[0]
    if isinstance(names, Instance) and isinstance(names.payload, Dict):
        key = getattr(found, "key", "")
        if key == "dict.__getitem__" and lookup(names.cls, "__missing__")[0] is ABSENT:
            entry = yield find_key(machine, names.payload, name)
            return entry.value if isinstance(entry, Entry) else ABSENT
    try:
        prices = machine.revision.prices.family("BINARY_OP.subscript")
        return (yield get_item(machine, prices, names, name))
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["KeyError"]):
            raise
        return ABSENT


def _or_global(machine: Machine, frame: Frame, name: str, value: Value) -> None:
    if value is ABSENT:
        value = global_value(machine, frame, name)
    frame.stack.append(value)


@rule(
    Op.LOAD_NAME,
    stack="-- value",
    raises=("DeterminismError", "NameError"),
    effect=Effect.READS,
    prepare=_name,
)
def load_name(machine: Machine, frame: Frame, name: str) -> int | None:
    """Push a name of the module's or class's body, else a global, else a builtin."""
    value = named_value(machine, frame.names, name)
    if isinstance(value, Activation):
        return machine.enter(value, _named)
    _or_global(machine, frame, name, value)
    return None


def _named(machine: Machine, frame: Frame, name: str, value: Value) -> None:
    _or_global(machine, frame, name, value)


@rule(Op.STORE_NAME, stack="value --", effect=Effect.WRITES, prepare=_name)
def store_name(machine: Machine, frame: Frame, name: str) -> int | None:
    """Pop into a name of the module's or class's body."""
    value = frame.stack.pop()
    names = frame.names
    if isinstance(names, dict):
        names[name] = value
        return None
    if isinstance(names, Dict):
        put_text(machine, names, name, value)
        return None
    prices = machine.revision.prices.family("STORE_SUBSCR")
    result = set_item(machine, prices, names, name, value)
    if isinstance(result, Activation):
        return machine.enter(result, drop)
    return None


def drop(machine: Machine, frame: Frame, operand: object, value: Value) -> None:
    """The value delivered is of no interest."""


@rule(
    Op.DELETE_NAME,
    stack="--",
    raises=("NameError",),
    effect=Effect.WRITES,
    prepare=_name,
)
def delete_name(machine: Machine, frame: Frame, name: str) -> int | None:
    """Delete a name of the module's or class's body."""
    names = frame.names
    if isinstance(names, dict) and name in names:
        del names[name]
        return None
    if isinstance(names, Dict):
        entry = find_key(machine, names, name)
        if isinstance(entry, Entry):
            names.remove(entry)
            return None
    if isinstance(names, Instance):
        return machine.enter(NativeFrame(_delete_custom(machine, names, name)), drop)
    raise not_defined(name)


def _delete_custom(machine: Machine, names: Value, name: str) -> Suspended:
    """Delete a name of a namespace that `__prepare__` made; any error is a NameError."""
    prices = machine.revision.prices.family("DELETE_SUBSCR")
    try:
        yield delete_item(machine, prices, names, name)
    except Raise:
        raise not_defined(name) from None


@rule(Op.LOAD_LOCALS, stack="-- namespace", effect=Effect.READS)
def load_locals(machine: Machine, frame: Frame, operand: object) -> None:
    """Push the namespace of the class body, for the scopes inside it."""
    names = frame.names
    if isinstance(names, dict):
        names = MappingProxy(names)
    frame.stack.append(names)


@rule(
    Op.LOAD_FROM_DICT_OR_GLOBALS,
    stack="namespace -- value",
    raises=("DeterminismError", "NameError"),
    effect=Effect.READS,
    prepare=_name,
)
def load_from_dict_or_globals(machine: Machine, frame: Frame, name: str) -> int | None:
    """Push a name of the namespace on the stack, else a global, else a builtin."""
    value = named_value(machine, frame.stack.pop(), name)
    if isinstance(value, Activation):
        return machine.enter(value, _named)
    _or_global(machine, frame, name, value)
    return None


@rule(
    Op.LOAD_FROM_DICT_OR_DEREF,
    stack="namespace -- value",
    raises=("NameError",),
    effect=Effect.READS,
)
def load_from_dict_or_deref(machine: Machine, frame: Frame, slot: int) -> int | None:
    """Push a name of the namespace on the stack, else the content of a cell."""
    name = frame.prepared.slot_names[slot]
    value = named_value(machine, frame.stack.pop(), name)
    if isinstance(value, Activation):
        return machine.enter(value, _named_or_cell)
    _named_or_cell(machine, frame, slot, value)
    return None


def _named_or_cell(machine: Machine, frame: Frame, slot: int, value: Value) -> None:
    if value is ABSENT:
        value = _cell(frame, slot).value
        if value is UNBOUND:
            raise unbound_cell(frame, slot)
    frame.stack.append(value)


@rule(Op.SETUP_ANNOTATIONS, stack="--", effect=Effect.WRITES)
def setup_annotations(machine: Machine, frame: Frame, operand: object) -> None:
    """Make `__annotations__` an empty dict unless the body has one."""
    names = frame.names
    if isinstance(names, dict):
        names.setdefault("__annotations__", Dict())
    elif isinstance(names, Dict) and get_text(machine, names, "__annotations__") is ABSENT:
        put_text(machine, names, "__annotations__", Dict())
