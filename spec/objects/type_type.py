"""`type`: classes as objects, and `__build_class__`."""

from __future__ import annotations

from spec.objects.arguments import attribute_name, shown_type, text_or_none
from spec.semantics.attributes import (
    class_attribute,
    is_data_descriptor,
    set_class_attribute,
    set_descriptor,
)
from spec.semantics.builtin_classes import TYPE, type_name
from spec.semantics.calls import instantiate
from spec.semantics.class_building import build_class, check_name, new_class
from spec.semantics.frame import NativeFrame
from spec.semantics.instances import inherits, instance_of
from spec.semantics.lookup import lookup
from spec.semantics.machine import Machine
from spec.semantics.natives import attribute, builtin, class_method, method, static_method, writer
from spec.semantics.raising import attribute_error, type_error
from spec.semantics.text import paid, plain_repr
from spec.semantics.values import ABSENT, Class, Dict, List, MappingProxy, Value, unwrapped


@builtin("__build_class__", "*args, **kwargs", raises=("TypeError",))
def build_class_native(
    machine: Machine, args: list[Value], kwargs: dict[str, Value]
) -> NativeFrame:
    """What a `class` statement calls: the function of the body, a name, and the bases."""
    if len(args) < 2:
        raise type_error("__build_class__: not enough arguments")
    machine.pay("builtin.__build_class__")
    return NativeFrame(build_class(machine, args[0], args[1], args[2:], kwargs))


@static_method(TYPE, "__new__", "cls, *args, **kwargs", raises=("TypeError", "ValueError"))
def type_new(machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """A new class from a name, bases and a namespace."""
    assert isinstance(cls, Class)
    if len(args) != 3:
        raise type_error(f"type.__new__() takes exactly 3 arguments ({len(args)} given)")
    name, bases, namespace = args
    name = unwrapped(name)
    if not isinstance(name, str):
        raise type_error(f"type.__new__() argument 1 must be str, not {shown_type(name)}")
    if not isinstance(bases, tuple):
        raise type_error(f"type.__new__() argument 2 must be tuple, not {shown_type(bases)}")
    if not isinstance(namespace, Dict):
        payload = getattr(namespace, "payload", None)
        if not isinstance(payload, Dict):
            raise type_error(f"type.__new__() argument 3 must be dict, not {shown_type(namespace)}")
        namespace = payload
    machine.pay("builtin.type.make", namespace.count)
    return NativeFrame(new_class(machine, cls, name, bases, namespace, kwargs))


@method(TYPE, "__init__", "self, *args, **kwargs", raises=("TypeError",), when_called=True)
def type_init(machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]) -> None:
    """Nothing, for one or three arguments."""
    if len(args) == 1 and kwargs:
        raise type_error("type.__init__() takes no keyword arguments")
    if len(args) not in (1, 3):
        raise type_error("type.__init__() takes 1 or 3 arguments")


@method(TYPE, "__call__", "self, *args, **kwargs", raises=("TypeError",), when_called=True)
def type_call(machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """Make an instance: `__new__`, then `__init__`."""
    assert isinstance(cls, Class)
    return instantiate(machine, cls, args, kwargs)


@class_method(TYPE, "__prepare__", "cls, *args, **kwargs", when_called=True)
def type_prepare(machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]) -> Dict:
    """The namespace of a class body: an empty dict."""
    return Dict()


@method(TYPE, "__repr__", "self, /", when_called=True)
def type_repr(machine: Machine, cls: Value) -> str:
    """`<class 'module.C'>`."""
    return paid(machine, machine.unit("type.__repr__"), plain_repr(machine, cls))


@method(TYPE, "__instancecheck__", "self, instance, /", when_called=True)
def type_instancecheck(machine: Machine, cls: Value, value: Value) -> Value:
    """Whether the value's class, or what it says its class is, is the class or inherits from it."""
    return NativeFrame(instance_of(machine, value, cls))


@method(TYPE, "__subclasscheck__", "self, subclass, /", raises=("TypeError",), when_called=True)
def type_subclasscheck(machine: Machine, cls: Value, value: Value) -> Value:
    """Whether a class, or what looks like one, is the class or inherits from it."""
    return NativeFrame(inherits(machine, value, cls))


@method(TYPE, "__getattribute__", "self, name, /", raises=("AttributeError", "TypeError"))
def type_getattribute(machine: Machine, cls: Value, name: Value) -> Value:
    """The attribute of a class."""
    assert isinstance(cls, Class)
    text = attribute_name(name)
    return class_attribute(machine, cls, text, machine.revision.gas.price("type.__getattribute__"))


@method(TYPE, "__setattr__", "self, name, value, /", raises=("AttributeError", "TypeError"))
def type_setattr(machine: Machine, cls: Value, name: Value, value: Value) -> Value:
    """Set an attribute of a class."""
    assert isinstance(cls, Class)
    text = attribute_name(name)
    return _set(machine, cls, text, value, "type.__setattr__")


@method(TYPE, "__delattr__", "self, name, /", raises=("AttributeError", "TypeError"))
def type_delattr(machine: Machine, cls: Value, name: Value) -> Value:
    """Delete an attribute of a class."""
    assert isinstance(cls, Class)
    text = attribute_name(name)
    return _set(machine, cls, text, ABSENT, "type.__delattr__")


def _set(machine: Machine, cls: Class, name: str, value: Value, key: str) -> Value:
    found, visited = lookup(cls.cls, name)
    machine.pay(key, visited)
    if found is not ABSENT and is_data_descriptor(found):
        return set_descriptor(machine, found, cls, cls.cls, name, value)
    set_class_attribute(cls, name, value)
    return None


@method(TYPE, "mro", "self, /")
def type_mro(machine: Machine, cls: Value) -> List:
    """The classes in the order of look-ups."""
    assert isinstance(cls, Class)
    machine.pay("type.mro", len(cls.mro))
    return List(list(cls.mro))


@attribute(TYPE, "__name__", writable=True)
def type_name_attribute(machine: Machine, cls: Value) -> str:
    """The name of the class."""
    assert isinstance(cls, Class)
    return cls.name


@writer(TYPE, "__name__")
def set_type_name(machine: Machine, cls: Value, value: Value) -> None:
    """Rename a class of the program."""
    assert isinstance(cls, Class)
    cls.name = _new_name(cls, "__name__", value)


@attribute(TYPE, "__qualname__", writable=True)
def type_qualname(machine: Machine, cls: Value) -> str:
    """The qualified name of the class."""
    assert isinstance(cls, Class)
    return cls.qualname


@writer(TYPE, "__qualname__")
def set_type_qualname(machine: Machine, cls: Value, value: Value) -> None:
    """Change the qualified name of a class of the program."""
    assert isinstance(cls, Class)
    cls.qualname = _new_name(cls, "__qualname__", value)


def _new_name(cls: Class, name: str, value: Value) -> str:
    _check_mutable(cls, name, value)
    text = text_or_none(value)
    if text is None:
        raise type_error(f"can only assign string to {cls.name}.{name}, not '{type_name(value)}'")
    if name == "__name__":
        check_name(text)
    return text


def _check_mutable(cls: Class, name: str, value: Value = None) -> None:
    if cls.builtin:
        raise type_error(f"cannot set '{name}' attribute of immutable type '{cls.name}'")
    if value is ABSENT:
        raise type_error(f"cannot delete '{name}' attribute of immutable type '{cls.name}'")


@attribute(TYPE, "__module__", writable=True)
def type_module(machine: Machine, cls: Value) -> Value:
    """The module of the class."""
    assert isinstance(cls, Class)
    return cls.module if cls.builtin else cls.namespace.get("__module__", cls.module)


@writer(TYPE, "__module__")
def set_type_module(machine: Machine, cls: Value, value: Value) -> None:
    """Change the module of a class of the program."""
    assert isinstance(cls, Class)
    _check_mutable(cls, "__module__", value)
    cls.module = value
    cls.namespace["__module__"] = value


@attribute(TYPE, "__bases__")
def type_bases(machine: Machine, cls: Value) -> tuple[Value, ...]:
    """The direct bases."""
    assert isinstance(cls, Class)
    return cls.bases


@attribute(TYPE, "__base__")
def type_base(machine: Machine, cls: Value) -> Value:
    """The base whose layout the instances have."""
    assert isinstance(cls, Class)
    for base in cls.bases:
        if base.layout == cls.layout:
            return base
    return cls.bases[0] if cls.bases else None


@attribute(TYPE, "__mro__")
def type_mro_attribute(machine: Machine, cls: Value) -> tuple[Value, ...]:
    """The classes in the order of look-ups."""
    assert isinstance(cls, Class)
    return cls.mro


@attribute(TYPE, "__dict__")
def type_dict(machine: Machine, cls: Value) -> MappingProxy:
    """The namespace of the class, read-only."""
    assert isinstance(cls, Class)
    return MappingProxy(cls.namespace)


@attribute(TYPE, "__doc__", writable=True)
def type_doc(machine: Machine, cls: Value) -> Value:
    """The documentation string; None for the machine's own classes."""
    assert isinstance(cls, Class)
    if cls.builtin:
        machine.note("builtin-doc")
        return None
    return cls.namespace.get("__doc__")


@writer(TYPE, "__doc__")
def set_type_doc(machine: Machine, cls: Value, value: Value) -> None:
    """Change the documentation string of a class of the program."""
    assert isinstance(cls, Class)
    _check_mutable(cls, "__doc__", value)
    cls.namespace["__doc__"] = value


@attribute(TYPE, "__annotations__", writable=True)
def type_annotations(machine: Machine, cls: Value) -> Value:
    """The annotations, computed when they are first asked for (PEP 649)."""
    from spec.objects.annotations import class_annotations

    assert isinstance(cls, Class)
    return class_annotations(machine, cls)


@writer(TYPE, "__annotations__")
def set_type_annotations(machine: Machine, cls: Value, value: Value) -> None:
    """Replace the annotations of a class of the program."""
    assert isinstance(cls, Class)
    _check_mutable(cls, "__annotations__")
    names = cls.namespace
    held = "__annotations__" if "__annotations__" in names else "__annotations_cache__"
    if value is not ABSENT:
        names[held] = value
    elif names.pop(held, ABSENT) is ABSENT:
        raise attribute_error("__annotations__", cls, "__annotations__")
    names.pop("__annotate_func__", None)
    names.pop("__annotate__", None)
