"""Attributes: reading, writing and deleting, with descriptors, as CPython 3.14 defines them.

Prices follow decision D7(b): 1, and 1 for each class after the first that the lookup visits.
Functions return a guest value, or an activation that will deliver it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spec.gas_table.left_out import (
    COPYING,
    GENERICS,
    INPUT_OUTPUT,
    INTERNALS,
    LEFT_OUT_BUILTINS,
    LEFT_OUT_METHODS,
    SHAPE,
)
from spec.semantics.builtin_classes import (
    CLASSES,
    OBJECT,
    TYPE,
    class_of,
    full_name,
    is_subclass,
)
from spec.semantics.calls import function_inside, invoke
from spec.semantics.frame import Activation, NativeFrame, Suspended
from spec.semantics.lookup import lookup
from spec.semantics.raising import Raise, attribute_error, refused, type_error
from spec.semantics.slots import is_member
from spec.semantics.values import (
    ABSENT,
    Attribute,
    BoundMethod,
    Class,
    ClassMethod,
    Dict,
    ExceptionInstance,
    Function,
    Instance,
    Member,
    Module,
    Namespace,
    Native,
    Property,
    StaticMethod,
    Super,
    Value,
    unwrapped,
)

if TYPE_CHECKING:
    from spec.gas_table import Price
    from spec.semantics.machine import Machine

REFUSED_ATTRIBUTES: Final[dict[str, str]] = {
    **LEFT_OUT_METHODS,
    "__getnewargs__": COPYING,
    "__length_hint__": "a hint for the host's allocation; iterating is the same without it",
    "__dir__": "which names an object has is no part of what a program may depend on",
    "__class_getitem__": GENERICS,
    "gi_yieldfrom": INTERNALS,
}
"""Attributes of builtin objects that the profile refuses, each with the reason (D11)."""

REFUSED_OF_TYPE: Final[dict[str, str]] = {
    "type.__or__": GENERICS,
    "type.__ror__": GENERICS,
    "type.__type_params__": GENERICS,
    "type.__annotate__": "annotations of a class are read as `__annotations__`",
    "classmethod.__annotate__": "annotations are those of the function inside",
    "classmethod.__annotations__": "annotations are those of the function inside",
    "classmethod.__isabstractmethod__": "abstract classes are outside the profile",
    "staticmethod.__annotate__": "annotations are those of the function inside",
    "staticmethod.__annotations__": "annotations are those of the function inside",
    "staticmethod.__isabstractmethod__": "abstract classes are outside the profile",
    "module.__annotate__": "modules of the profile have no annotations",
    "module.__annotations__": "modules of the profile have no annotations",
    "ExceptionGroup.__module__": "that of a builtin class is `builtins`, read from the class",
}
"""Attributes of single types that the profile refuses."""

REFUSED_BUILTINS: Final[dict[str, str]] = {
    **LEFT_OUT_BUILTINS,
    "dir": "which names an object has is no part of what a program may depend on",
    "globals": INTERNALS,
    "locals": INTERNALS,
    "vars": INTERNALS,
    "__doc__": "documentation is data of the host",
    "__package__": SHAPE,
}
"""Names of `builtins` that the profile refuses, each with the reason."""

REFUSED_GLOBALS: Final[dict[str, str]] = {
    "__builtins__": INTERNALS,
    "__cached__": INPUT_OUTPUT,
    "__file__": INPUT_OUTPUT,
}
"""Names that a module has elsewhere without defining them."""


def get_attribute(machine: Machine, receiver: Value, name: str, price: Price) -> Value:
    """`receiver.name`."""
    cls = class_of(receiver)
    getter = lookup(cls, "__getattribute__")[0] if not cls.builtin else ABSENT
    fallback = lookup(cls, "__getattr__")[0] if not cls.builtin else ABSENT
    if isinstance(getter, (Native, type(ABSENT))) and fallback is ABSENT:
        return generic_attribute(machine, receiver, cls, name, price)
    return NativeFrame(_custom_attribute(machine, receiver, name, price, getter, fallback))


def _custom_attribute(
    machine: Machine, receiver: Value, name: str, price: Price, getter: Value, fallback: Value
) -> Suspended:
    """`__getattribute__` of user code, then `__getattr__` when that raises AttributeError."""
    try:
        if isinstance(getter, (Native, type(ABSENT))):
            return (yield generic_attribute(machine, receiver, class_of(receiver), name, price))
        return (yield from special(machine, getter, receiver, [name]))
    except Raise as raised:
        missing = CLASSES["AttributeError"]
        if fallback is ABSENT or not is_subclass(raised.error.cls, missing):
            raise
    return (yield from special(machine, fallback, receiver, [name]))


def special(machine: Machine, found: Value, receiver: Value, arguments: list[Value]) -> Suspended:
    """Call what a special name means in the class of `receiver` (a fixed depth of `yield from`)."""
    if isinstance(found, (Function, Native)):
        return (yield invoke(machine, found, [receiver, *arguments]))
    bound = yield bind(machine, found, receiver, class_of(receiver))
    return (yield invoke(machine, bound, arguments))


def generic_attribute(
    machine: Machine, receiver: Value, cls: Class, name: str, price: Price
) -> Value:
    """The attribute as the type of the receiver looks it up, without user code."""
    if isinstance(receiver, Class):
        return class_attribute(machine, receiver, name, price)
    if isinstance(receiver, Super):
        return super_attribute(machine, receiver, name, price)
    if isinstance(receiver, BoundMethod) and not isinstance(receiver.function, Native):
        if name == "__dict__" or lookup(cls, name)[0] is ABSENT:
            return get_attribute(machine, function_of(machine, receiver), name, price)
    return object_attribute(machine, receiver, cls, name, price)


def function_of(machine: Machine, method: BoundMethod) -> Value:
    """What has the attributes that a method has not: its function, as deep as it may be."""
    function: Value = method
    while isinstance(function, BoundMethod) and not isinstance(function.function, Native):
        machine.meter.charge(machine.revision.attribute_price.base)
        function = function.function
    return function


def object_attribute(
    machine: Machine, receiver: Value, cls: Class, name: str, price: Price
) -> Value:
    """`object.__getattribute__`: data descriptors, the receiver's own names, the class."""
    found, visited = lookup(cls, name)
    machine.meter.charge(price.cost(visited))
    if found is not ABSENT and is_data_descriptor(found):
        return bind(machine, found, receiver, cls)
    own = _raw_namespace(receiver)
    if own is not None:
        value = own.get(name, ABSENT)
        if value is not ABSENT:
            return value
    if found is not ABSENT:
        if found is None and name == "__doc__" and cls.builtin:
            machine.note("builtin-doc")
        return bind(machine, found, receiver, cls)
    if isinstance(receiver, Module):
        raise attribute_error(f"module '{receiver.name}' has no attribute '{name}'", receiver, name)
    refuse_attribute(machine, name, cls)
    raise attribute_error(f"'{cls.name}' object has no attribute '{name}'", receiver, name)


def _raw_namespace(receiver: Value) -> Namespace | None:
    """The names that a value has of its own; CPython hides those of builtin classes here."""
    if isinstance(receiver, Class) and not receiver.builtin:
        return receiver.namespace
    return own_attributes(receiver)


def refuse_attribute(machine: Machine, name: str, owner: Class | None = None) -> None:
    """Raise the named error for an attribute that CPython has and the profile refuses."""
    own = "" if owner is None else f"{owner.name}.{name}"
    if name in REFUSED_ATTRIBUTES or own in REFUSED_OF_TYPE:
        raise refused(f"attribute '{name}'")


def refuse_name(machine: Machine, name: str) -> None:
    """Raise the named error for a builtin or global name that the profile refuses."""
    if name in REFUSED_BUILTINS or name in REFUSED_GLOBALS:
        raise refused(f"the name '{name}'")


def class_attribute(machine: Machine, cls: Class, name: str, price: Price) -> Value:
    """`cls.name`: data descriptors of the metaclass, the class itself, then the metaclass."""
    meta = lookup(cls.cls, name)[0]
    found, visited = lookup(cls, name)
    machine.meter.charge(price.cost(visited))
    if meta is not ABSENT and is_data_descriptor(meta):
        return bind(machine, meta, cls, cls.cls)
    if found is not ABSENT:
        return bind(machine, found, None, cls, through_class=True)
    if meta is not ABSENT:
        return bind(machine, meta, cls, cls.cls)
    refuse_attribute(machine, name, cls.cls)
    raise attribute_error(f"type object '{cls.name}' has no attribute '{name}'", cls, name)


def found_dict(cls: Class) -> Value:
    """`__dict__` of a class whose instances are the first with attributes of their own."""
    first = cls.has_dict and not any(base.has_dict for base in cls.bases)
    return CLASSES["object"].namespace["__dict__"] if first else ABSENT


def super_attribute(machine: Machine, receiver: Super, name: str, price: Price) -> Value:
    """`super().name`: looks up after `start` in the classes of the receiver."""
    cls = receiver.receiver_class
    visited = 0
    if cls is not None and name != "__class__":
        after = False
        for entry in cls.mro:
            if after:
                visited += 1
                found = entry.namespace.get(name, ABSENT)
                if name == "__dict__":
                    found = found_dict(entry)
                if found is not ABSENT:
                    machine.meter.charge(price.cost(visited))
                    own = None if receiver.receiver is cls else receiver.receiver
                    return bind(machine, found, own, cls, through_class=own is None)
            after = after or entry is receiver.start
    machine.meter.charge(price.cost(visited))
    found = lookup(CLASSES["super"], name)[0]
    if found is not ABSENT and name != "__dict__":
        return bind(machine, found, receiver, CLASSES["super"])
    raise attribute_error(f"'super' object has no attribute '{name}'", receiver, name)


def own_attributes(receiver: Value) -> Namespace | None:
    """The namespace that instances of the kind of `receiver` have of their own."""
    if isinstance(receiver, Instance):
        return receiver.attributes if receiver.cls.has_dict else None
    if isinstance(receiver, (ExceptionInstance, Function, ClassMethod, StaticMethod)):
        return receiver.attributes
    if isinstance(receiver, Module):
        return receiver.namespace
    return None


def is_data_descriptor(found: Value) -> bool:
    """Whether what a class holds goes before the instance's own attribute."""
    kind = type(found)
    if kind is Function or kind is Native:
        return False
    if kind is Property or kind is Member or kind is Attribute:
        return True
    if isinstance(found, Instance):
        return (
            lookup(found.cls, "__set__")[0] is not ABSENT
            or lookup(found.cls, "__delete__")[0] is not ABSENT
        )
    return False


def bind(
    machine: Machine, found: Value, receiver: Value, cls: Class, through_class: bool = False
) -> Value:
    """The value of what a class holds, asked through an instance or through the class."""
    kind = type(found)
    if kind is Function:
        return found if through_class else BoundMethod(found, receiver)
    if isinstance(found, Native):
        return found if through_class or not found.binds else BoundMethod(found, receiver)
    if isinstance(found, StaticMethod):
        return function_inside(found)
    if isinstance(found, ClassMethod):
        return bind_class_method(machine, found, cls)
    if isinstance(found, Property):
        if through_class:
            return found
        return get_property(machine, found, receiver, cls)
    if isinstance(found, Member):
        return found if through_class else get_member(found, receiver)
    if isinstance(found, Attribute):
        if through_class:
            return found
        if isinstance(receiver, Instance) and found.owner is not OBJECT:
            receiver = unwrapped(receiver)
        return machine.revision.natives[found.key].function(machine, receiver)
    if isinstance(found, Instance):
        getter = lookup(found.cls, "__get__")[0]
        if getter is not ABSENT:
            own = None if through_class else receiver
            return NativeFrame(special(machine, getter, found, [own, cls]))
    if isinstance(found, Super) and not through_class:
        return bound_super(machine, found, receiver)
    return found


def bound_super(machine: Machine, held: Super, receiver: Value) -> Value:
    """An unbound `super` that is an attribute is the same for the object it is asked through."""
    from spec.semantics.rules.attributes import super_of

    if receiver is None or held.receiver_class is not None:
        return held
    return super_of(machine, held.start, receiver)


def bind_class_method(machine: Machine, found: ClassMethod, cls: Class) -> Value:
    """A class method as an attribute of `cls`."""
    return BoundMethod(function_inside(found), cls)


def get_property(machine: Machine, found: Property, receiver: Value, cls: Class) -> Value:
    """The value of a property."""
    if found.getter is None:
        name = f" '{found.name}'" if isinstance(found.name, str) else ""
        raise attribute_error(
            f"property{name} of '{cls.qualname}' object has no getter", receiver, str(found.name)
        )
    return invoke(machine, found.getter, [receiver])


def get_member(found: Member, receiver: Value) -> Value:
    """The value of a name in `__slots__`."""
    if not isinstance(receiver, (Instance, ExceptionInstance)) or not is_subclass(
        receiver.cls, found.owner
    ):
        raise type_error(
            f"descriptor '{found.name}' for '{found.owner.name}' objects doesn't apply to a "
            f"'{class_of(receiver).name}' object"
        )
    values = receiver.slot_values
    value = ABSENT if values is None else values.get(found.name, ABSENT)
    if value is ABSENT:
        text = f"'{full_name(receiver.cls)}' object has no attribute '{found.name}'"
        raise attribute_error(text, receiver, found.name)
    return value


# --- Writing and deleting


PLAIN_MEMBERS: Final = frozenset({"method"})
"""Types whose attributes CPython keeps as plain members, which only words the error otherwise."""


def set_attribute(
    machine: Machine, receiver: Value, name: str, value: Value, price: Price
) -> Value:
    """`receiver.name = value`, or `del receiver.name` when `value` is ABSENT.

    Returns None, or an activation whose value is to be dropped.
    """
    cls = class_of(receiver)
    hook_name = "__delattr__" if value is ABSENT else "__setattr__"
    hook = lookup(cls, hook_name)[0] if not cls.builtin else ABSENT
    if hook is ABSENT or isinstance(hook, Native):
        return generic_set(machine, receiver, cls, name, value, price)
    arguments: list[Value] = [name] if value is ABSENT else [name, value]
    machine.meter.charge(price.cost(1))
    return NativeFrame(special(machine, hook, receiver, arguments))


def generic_set(
    machine: Machine, receiver: Value, cls: Class, name: str, value: Value, price: Price
) -> Value:
    """`object.__setattr__` and `object.__delattr__`, `type.__setattr__` and their like."""
    found, visited = lookup(cls, name)
    machine.meter.charge(price.cost(visited))
    if isinstance(receiver, Class) and receiver.builtin:
        set_class_attribute(receiver, name, value)
    if name == "__dict__" and not isinstance(receiver, Class):
        if own_attributes(receiver) is not None:
            raise _cannot_replace(machine, value)
        found = ABSENT
    if found is not ABSENT and (
        is_data_descriptor(found) or (isinstance(found, Instance) and _has_set(found))
    ):
        return set_descriptor(machine, found, receiver, cls, name, value)
    if isinstance(receiver, Class):
        set_class_attribute(receiver, name, value)
        return None
    own = own_attributes(receiver)
    if own is None or isinstance(receiver, Module):
        raise _cannot_set(machine, receiver, cls, name, value, found)
    if isinstance(receiver, Function) and REFUSED_ATTRIBUTES.get(name) == INTERNALS:
        refuse_attribute(machine, name)
    if value is not ABSENT:
        if name not in own:
            grow(machine, 8 * len(own), 8 * len(own) + 8)
        own[name] = value
    elif name in own:
        del own[name]
    else:
        raise attribute_error(f"'{cls.name}' object has no attribute '{name}'", receiver, name)
    return None


def _cannot_replace(machine: Machine, value: Value) -> Exception:
    """The error for setting or deleting `__dict__` of an object that has one."""
    if value is ABSENT:
        return type_error("cannot delete __dict__")
    if not isinstance(value, Dict):
        kind = class_of(value).name
        return type_error(f"__dict__ must be set to a dictionary, not a '{kind}'")
    return refused("replacing the attributes of an object")


def grow(machine: Machine, before: int, after: int) -> None:
    """Pay for the growth of an object, in bytes of the size model."""
    machine.grow(before, after)


def _has_set(found: Instance) -> bool:
    return lookup(found.cls, "__set__")[0] is not ABSENT


def _has_setting_hook(cls: Class) -> bool:
    """Whether attributes of instances are set or deleted by a program's own method."""
    names = ("__setattr__", "__delattr__")
    return any(name in entry.namespace for entry in cls.mro if not entry.builtin for name in names)


def _cannot_set(
    machine: Machine, receiver: Value, cls: Class, name: str, value: Value, found: Value
) -> Exception:
    if isinstance(receiver, Module):
        return refused("setting an attribute of a module")
    if found is not ABSENT:
        return attribute_error(
            f"'{cls.name}' object attribute '{name}' is read-only", receiver, name
        )
    text = f"'{cls.name}' object has no attribute '{name}'"
    if not _has_setting_hook(cls):
        text += " and no __dict__ for setting new attributes"
    return attribute_error(text, receiver, name)


def set_class_attribute(cls: Class, name: str, value: Value) -> None:
    """Write or delete an attribute of a class."""
    if cls.builtin:
        raise type_error(f"cannot set '{name}' attribute of immutable type '{cls.name}'")
    if value is not ABSENT:
        cls.namespace[name] = value
    elif name in cls.namespace:
        del cls.namespace[name]
    else:
        raise attribute_error(f"type object '{cls.name}' has no attribute '{name}'", cls, name)


def set_descriptor(
    machine: Machine, found: Value, receiver: Value, cls: Class, name: str, value: Value
) -> Value:
    """Write or delete through a data descriptor."""
    if isinstance(found, Property):
        return _set_property(machine, found, receiver, cls, value)
    if isinstance(found, Member):
        _set_member(machine, found, receiver, value)
        return None
    if isinstance(found, Attribute):
        entry = machine.revision.natives.get(found.key + "=")
        if entry is None and (is_member(found.key) or found.owner.name in PLAIN_MEMBERS):
            raise attribute_error("readonly attribute", receiver, name)
        if entry is None:
            raise attribute_error(
                f"attribute '{name}' of '{found.owner.name}' objects is not writable",
                receiver, name,
            )  # fmt: skip
        if isinstance(receiver, Instance) and found.owner is not OBJECT:
            receiver = unwrapped(receiver)
        return entry.function(machine, receiver, value)
    assert isinstance(found, Instance)
    hook_name = "__delete__" if value is ABSENT else "__set__"
    hook = lookup(found.cls, hook_name)[0]
    if hook is ABSENT:
        raise attribute_error(hook_name, receiver, name)
    arguments = [receiver] if value is ABSENT else [receiver, value]
    return NativeFrame(special(machine, hook, found, arguments))


def _set_property(
    machine: Machine, found: Property, receiver: Value, cls: Class, value: Value
) -> Value:
    part = found.deleter if value is ABSENT else found.setter
    if part is None:
        name = f" '{found.name}'" if isinstance(found.name, str) else ""
        word = "deleter" if value is ABSENT else "setter"
        text = f"property{name} of '{cls.qualname}' object has no {word}"
        raise attribute_error(text, receiver, str(found.name))
    arguments = [receiver] if value is ABSENT else [receiver, value]
    return invoke(machine, part, arguments)


def _set_member(machine: Machine, found: Member, receiver: Value, value: Value) -> None:
    if not isinstance(receiver, (Instance, ExceptionInstance)) or not is_subclass(
        receiver.cls, found.owner
    ):
        raise type_error(
            f"descriptor '{found.name}' for '{found.owner.name}' objects doesn't apply to a "
            f"'{class_of(receiver).name}' object"
        )
    if receiver.slot_values is None:
        receiver.slot_values = {}
    if value is not ABSENT:
        receiver.slot_values[found.name] = value
    elif found.name in receiver.slot_values:
        del receiver.slot_values[found.name]
    else:
        # CPython words the error of a deletion so.
        raise attribute_error(found.name, receiver, found.name)


def get_method(
    machine: Machine, receiver: Value, name: str, price: Price
) -> tuple[Value, Value] | Activation:
    """`receiver.name` for a call: (function, receiver), or (callable, ABSENT)."""
    cls = class_of(receiver)
    if cls.builtin or not has_hooks(cls):
        if not isinstance(receiver, (Class, Super)):
            found, visited = lookup(cls, name)
            if type(found) is Function or (isinstance(found, Native) and found.binds):
                own = own_attributes(receiver)
                value = ABSENT if own is None else own.get(name, ABSENT)
                machine.meter.charge(price.cost(visited))
                return (found, receiver) if value is ABSENT else (value, ABSENT)
    value = get_attribute(machine, receiver, name, price)
    if isinstance(value, Activation):
        return value
    return value, ABSENT


def optional_attribute(
    machine: Machine, receiver: Value, name: str, default: Value = ABSENT,
    price: Price | None = None,
) -> Suspended:  # fmt: skip
    """An attribute, at the price of LOAD_ATTR if no other is given; the default without one."""
    price = machine.revision.attribute_price if price is None else price
    try:
        return (yield get_attribute(machine, receiver, name, price))
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["AttributeError"]):
            raise
        return default


def has_hooks(cls: Class) -> bool:
    """Whether user code has a say in each attribute that is read."""
    getter = lookup(cls, "__getattribute__")[0]
    return lookup(cls, "__getattr__")[0] is not ABSENT or not isinstance(getter, Native)


__all__ = ["TYPE", "bind", "get_attribute", "get_method", "set_attribute", "special"]
