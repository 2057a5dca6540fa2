"""Making classes: what a `class` statement and `type(name, bases, namespace)` do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spec.semantics.attributes import bind, special
from spec.semantics.builtin_classes import (
    LARGER_EXCEPTIONS,
    OBJECT,
    TYPE,
    class_of,
    is_subclass,
    type_name,
)
from spec.semantics.calls import call_class, dispatch, function_frame, invoke
from spec.semantics.containers import get_text, put_text, text_dict
from spec.semantics.frame import Frame, Suspended
from spec.semantics.iteration import collect
from spec.semantics.lookup import lookup
from spec.semantics.raising import Raise, type_error, value_error
from spec.semantics.special import call_special
from spec.semantics.values import (
    ABSENT,
    UNBOUND,
    Cell,
    Class,
    ClassMethod,
    Dict,
    Function,
    Instance,
    Member,
    Namespace,
    StaticMethod,
    Value,
)

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def build_class(
    machine: Machine, body: Value, name: Value, bases: list[Value], keywords: dict[str, Value]
) -> Suspended:
    """`__build_class__`: find the metaclass, run the body in a namespace, call the metaclass."""
    if not isinstance(body, Function):
        raise type_error("__build_class__: func must be a function")
    if not isinstance(name, str):
        raise type_error("__build_class__: name is not a string")
    resolved = yield from resolve_bases(machine, bases)
    keywords = dict(keywords)
    meta = keywords.pop("metaclass", ABSENT)
    if meta is ABSENT:
        meta = class_of(resolved[0]) if resolved else TYPE
    if isinstance(meta, Class):
        meta = winner(meta, resolved)
    namespace = yield from prepare_namespace(machine, meta, name, tuple(resolved), keywords)
    frame = function_frame(machine, body, [], None)
    assert isinstance(frame, Frame)
    frame.names = namespace
    machine.meter.charge(machine.revision.prices.enter)
    cell = yield frame
    if resolved != bases and isinstance(namespace, Dict):
        put_text(machine, namespace, "__orig_bases__", tuple(bases))
    arguments = [name, tuple(resolved), namespace]
    made = yield dispatch(machine, meta, arguments, keywords)
    if isinstance(cell, Cell) and isinstance(made, Class):
        if cell.value is UNBOUND:
            raise _cell_error(name, made)
        if cell.value is not made:
            shown = class_text(cell.value) if isinstance(cell.value, Class) else "another object"
            raise type_error(f"__class__ set to {shown} defining '{name}' as {class_text(made)}")
    return made


def class_text(cls: Class) -> str:
    """A class as error texts show it."""
    return f"<class '{cls.module}.{cls.qualname}'>"


def _cell_error(name: str, made: Class) -> Raise:
    from spec.semantics.raising import runtime_error

    return runtime_error(
        f"__class__ not set defining '{name}' as {class_text(made)}. "
        "Was __classcell__ propagated to type.__new__?"
    )


def resolve_bases(machine: Machine, bases: list[Value]) -> Suspended:
    """Replace bases that are no classes by what their `__mro_entries__` gives."""
    resolved: list[Value] = []
    for base in bases:
        found = ABSENT if isinstance(base, Class) else lookup(class_of(base), "__mro_entries__")[0]
        if found is ABSENT:
            resolved.append(base)
            continue
        entries = yield call_special(machine, found, base, [tuple(bases)])
        if not isinstance(entries, tuple):
            raise type_error("__mro_entries__ must return a tuple")
        resolved.extend(entries)
    return resolved


def winner(meta: Class, bases: list[Value]) -> Class:
    """The most derived metaclass of `meta` and those of the bases."""
    best = meta
    for base in bases:
        other = class_of(base)
        if is_subclass(best, other):
            continue
        if is_subclass(other, best):
            best = other
            continue
        raise type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
            "subclass of the metaclasses of all its bases"
        )
    return best


def prepare_namespace(
    machine: Machine, meta: Value, name: str, bases: tuple[Value, ...], keywords: Namespace
) -> Suspended:
    """What `__prepare__` of the metaclass gives, an empty dict without it."""
    if meta is TYPE or not isinstance(meta, (Class, Instance)):
        return Dict()
    owner = meta if isinstance(meta, Class) else class_of(meta)
    found = lookup(owner, "__prepare__")[0]
    if found is ABSENT or (isinstance(found, ClassMethod) and not isinstance(
        found.function, Function
    )):  # fmt: skip
        return Dict()
    bound = yield bind(machine, found, None, owner, through_class=True)
    namespace = yield invoke(machine, bound, [name, bases], keywords)
    if not isinstance(namespace, (Dict, Instance)):
        raise type_error(
            f"{owner.name}.__prepare__() must return a mapping, not {type_name(namespace)}"
        )
    return namespace


# --- type.__new__


def new_class(
    machine: Machine, meta: Class, name: str, bases: tuple[Value, ...], namespace: Dict,
    keywords: Namespace,
) -> Suspended:  # fmt: skip
    """`type.__new__`: the class, its slots, `__set_name__` of its descriptors and the hook."""
    meta = winner(meta, list(bases))
    checked = _checked_bases(bases)
    check_name(name)
    names = {key: value for key, value in namespace.pairs() if isinstance(key, str)}
    cls = Class(name, checked, names)
    cls.cls = meta
    _take_special_names(machine, cls, names)
    cls.mro = linearise(cls)
    machine.meter.charge(machine.unit("builtin.type.make") * len(cls.mro))
    _inherit(cls)
    yield from _make_slots(machine, cls)
    for base in checked:
        base.subclasses.append(cls)
    yield from _set_names(machine, cls)
    yield from _init_subclass(machine, cls, keywords)
    return cls


def check_name(name: str) -> None:
    """Raise ValueError for what cannot be the name of a class."""
    if "\0" in name:
        raise value_error("type name must not contain null characters")


def _checked_bases(bases: tuple[Value, ...]) -> tuple[Class, ...]:
    if not bases:
        return (OBJECT,)
    checked: list[Class] = []
    for base in bases:
        if not isinstance(base, Class):
            raise type_error("bases must be types")
        if not base.open:
            raise type_error(f"type '{base.name}' is not an acceptable base type")
        checked.append(base)
    return tuple(checked)


def _take_special_names(machine: Machine, cls: Class, names: Namespace) -> None:
    """`__qualname__`, `__module__`, the class cell, and methods that are implicitly static."""
    qualname = names.pop("__qualname__", cls.name)
    if not isinstance(qualname, str):
        raise type_error(f"type __qualname__ must be a str, not {type_name(qualname)}")
    cls.qualname = qualname
    cls.module = names.get("__module__", machine.main_name)
    names.setdefault("__module__", cls.module)
    cell = names.pop("__classcell__", None)
    if isinstance(cell, Cell):
        cell.value = cls
    elif cell is not None:
        raise type_error(f"__classcell__ must be a nonlocal cell, not <class '{type_name(cell)}'>")
    inner = names.pop("__classdictcell__", None)
    if isinstance(inner, Cell):
        inner.value = text_dict(machine, names)
    if isinstance(names.get("__new__"), Function):
        names["__new__"] = StaticMethod(names["__new__"])
    for hook in ("__init_subclass__", "__class_getitem__"):
        if isinstance(names.get(hook), Function):
            names[hook] = ClassMethod(names[hook])
    if "__eq__" in names and "__hash__" not in names:
        names["__hash__"] = None
    names.setdefault("__doc__", None)


def linearise(cls: Class) -> tuple[Class, ...]:
    """The C3 linearisation; raises TypeError where there is none."""
    sequences = [list(base.mro) for base in cls.bases] + [list(cls.bases)]
    for position, base in enumerate(cls.bases):
        if any(base is other for other in cls.bases[position + 1 :]):
            raise type_error(f"duplicate base class {base.name}")
    found = [cls]
    while True:
        sequences = [each for each in sequences if each]
        if not sequences:
            return tuple(found)
        for each in sequences:
            candidate = each[0]
            if not any(_in_tail(candidate, other) for other in sequences):
                break
        else:
            names = ", ".join(_remaining(sequences))
            raise type_error(
                f"Cannot create a consistent method resolution order (MRO) for bases {names}"
            )
        found.append(candidate)
        sequences = [each[1:] if each[0] is candidate else each for each in sequences]


def _in_tail(candidate: Class, sequence: list[Class]) -> bool:
    return any(candidate is each for each in sequence[1:])


def _remaining(sequences: list[list[Class]]) -> list[str]:
    names: list[str] = []
    seen: list[Class] = []
    for each in sequences:
        if not any(each[0] is other for other in seen):
            seen.append(each[0])
            names.append(each[0].name)
    return names


def _inherit(cls: Class) -> None:
    """Layout and pattern kind come from the bases."""
    layouts = [base for base in cls.bases if base.layout != "object"]
    _best_base(cls)
    cls.layout = layouts[0].layout if layouts else "object"
    cls.has_dict = any(base.has_dict for base in cls.bases)
    for entry in cls.mro[1:]:
        if entry.pattern:
            cls.pattern = entry.pattern
            break


def _best_base(cls: Class) -> Class:
    """The base whose instances hold most, the first of several; TypeError if two conflict."""
    best, winner = cls.bases[0], _solid_base(cls.bases[0])
    for base in cls.bases[1:]:
        candidate = _solid_base(base)
        if is_subclass(winner, candidate):
            continue
        if not is_subclass(candidate, winner):
            raise type_error("multiple bases have instance lay-out conflict")
        best, winner = base, candidate
    return best


def _solid_base(cls: Class) -> Class:
    """The nearest class whose instances hold more than those of its bases: slots or a payload."""
    return next(each for each in cls.mro if each.slots or (each.builtin and _holds_more(each)))


def _holds_more(cls: Class) -> bool:
    """Whether instances of a class of the machine hold more than those of its base."""
    own_layout = not cls.bases or cls.layout != cls.bases[0].layout
    return own_layout or cls in LARGER_EXCEPTIONS


def _make_slots(machine: Machine, cls: Class) -> Suspended:
    from spec.objects.unicode_tables.properties import is_identifier

    names = cls.namespace
    if "__slots__" not in names:
        cls.has_dict = True
        return
    declared = names["__slots__"]
    if isinstance(declared, str):
        slots: list[Value] = [declared]
    else:
        slots = yield from collect(machine, declared, lambda count: 0)
    if slots and cls.layout in ("int", "bytes", "tuple"):
        base = _best_base(cls)
        raise type_error(f"nonempty __slots__ not supported for subtype of '{base.name}'")
    made: list[str] = []
    for slot in slots:
        if not isinstance(slot, str):
            raise type_error(f"__slots__ items must be strings, not '{type_name(slot)}'")
        if not is_identifier(slot):
            raise type_error("__slots__ must be identifiers")
        if slot == "__dict__":
            cls.has_dict = True
            continue
        if slot in names:
            raise value_error(f"'{slot}' in __slots__ conflicts with class variable")
        names[mangled(cls.name, slot)] = Member(slot, cls)
        made.append(slot)
    cls.slots = tuple(made)


def mangled(class_name: str, name: str) -> str:
    """A private name as it is stored."""
    if not name.startswith("__") or name.endswith("__"):
        return name
    stripped = class_name.lstrip("_")
    return f"_{stripped}{name}" if stripped else name


def _set_names(machine: Machine, cls: Class) -> Suspended:
    for name, value in list(cls.namespace.items()):
        owner = class_of(value)
        found = lookup(owner, "__set_name__")[0]
        if found is ABSENT:
            continue
        try:
            yield call_special(machine, found, value, [cls, name])
        except Raise as raised:
            _note(machine, raised, owner, name, cls)
            raise


def _note(machine: Machine, raised: Raise, owner: Class, name: str, cls: Class) -> None:
    from spec.semantics.values import List

    text = f"Error calling __set_name__ on '{owner.name}' instance '{name}' in '{cls.name}'"
    if raised.error.notes is ABSENT:
        raised.error.notes = List([])
    if not isinstance(raised.error.notes, List):
        raise type_error("Cannot add note: __notes__ is not a list") from None
    raised.error.notes.items.append(text)


def _init_subclass(machine: Machine, cls: Class, keywords: Namespace) -> Suspended:
    """Call the nearest hook above the class; `object` has the last."""
    hook = "__init_subclass__"
    found = next(each.namespace[hook] for each in cls.mro[1:] if hook in each.namespace)
    bound = yield bind(machine, found, None, cls, through_class=True)
    yield invoke(machine, bound, [], keywords)


__all__ = ["build_class", "call_class", "get_text", "new_class", "special"]
