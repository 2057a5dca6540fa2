"""`object`: what every class has."""

from __future__ import annotations

from spec.gas_table.sizes import instance_size
from spec.objects.arguments import attribute_name, needs_text
from spec.semantics.attributes import generic_set, object_attribute
from spec.semantics.builtin_classes import OBJECT, class_of, full_name, is_subclass, type_name
from spec.semantics.comparison import compare_operation, without_methods
from spec.semantics.containers import identity_hash
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.identity import same
from spec.semantics.lookup import lookup
from spec.semantics.machine import Machine
from spec.semantics.natives import (
    attribute,
    class_method,
    made_by,
    method,
    static_method,
    writer,
)
from spec.semantics.raising import refused, type_error
from spec.semantics.text import paid, plain_repr, repr_of, str_of
from spec.semantics.truth import truth
from spec.semantics.values import (
    ABSENT,
    Class,
    Dict,
    ExceptionInstance,
    Instance,
    Module,
    Native,
    Object,
    Value,
)
from spec.softfloat.value import Float


@static_method(OBJECT, "__new__", "cls, *args, **kwargs", raises=("TypeError",), when_called=True)
def object_new(machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """A new instance of a class without arguments of its own."""
    assert isinstance(cls, Class)
    if cls.layout not in ("object", "module"):
        raise type_error(f"cannot create '{cls.name}' instances")
    if args or kwargs:
        check_excess(cls)
    if cls is OBJECT:
        return Object()
    machine.allocate(instance_size(len(cls.slots)))
    return Instance(cls)


def check_excess(cls: Class) -> None:
    """Raise TypeError unless the class's own `__new__` or `__init__` takes arguments."""
    if not _made_as_object(cls):
        raise type_error("object.__new__() takes exactly one argument (the type to instantiate)")
    starter = lookup(cls, "__init__")[0]
    if isinstance(starter, Native) and starter.key == "object.__init__":
        raise type_error(f"{cls.name}() takes no arguments")


def _made_as_object(cls: Class) -> bool:
    maker = made_by(cls)
    return maker is not None and maker.key == "object.__new__"


@method(OBJECT, "__init__", "self, *args, **kwargs", raises=("TypeError",), when_called=True)
def object_init(
    machine: Machine, receiver: Value, args: list[Value], kwargs: dict[str, Value]
) -> None:
    """Nothing; arguments are an error unless `__new__` takes them."""
    if not args and not kwargs:
        return
    cls = class_of(receiver)
    starter = lookup(cls, "__init__")[0]
    if not (isinstance(starter, Native) and starter.key == "object.__init__"):
        raise type_error(
            "object.__init__() takes exactly one argument (the instance to initialize)"
        )
    if _made_as_object(cls):
        raise type_error(
            f"{cls.name}.__init__() takes exactly one argument (the instance to initialize)"
        )


@method(OBJECT, "__repr__", "self, /", when_called=True)
def object_repr(machine: Machine, receiver: Value) -> str:
    """`<C object>`: no address (decision D6)."""
    if isinstance(receiver, (Class, Native, Module)):
        machine.note("no-address")
        return paid(
            machine, machine.unit("object.__repr__"), f"<{full_name(class_of(receiver))} object>"
        )
    return paid(machine, machine.unit("object.__repr__"), plain_repr(machine, receiver))


@method(OBJECT, "__str__", "self, /", when_called=True)
def object_str(machine: Machine, receiver: Value) -> Value:
    """What `repr` gives."""
    return repr_of(machine, machine.unit("object.__str__"), receiver, keep=True)


@method(OBJECT, "__format__", "self, format_spec, /", raises=("TypeError",), when_called=True)
def object_format(machine: Machine, receiver: Value, spec: Value) -> Value:
    """`str(self)`; any specification is an error."""
    if needs_text(spec, "__format__() argument"):
        raise type_error(f"unsupported format string passed to {type_name(receiver)}.__format__")
    return str_of(machine, machine.unit("object.__format__"), receiver, keep=True)


@method(OBJECT, "__eq__", "self, value, /", when_called=True)
def object_eq(machine: Machine, receiver: Value, other: Value) -> Value:
    """True for the same object, else NotImplemented."""
    if isinstance(receiver, (int, str, bytes, Float, tuple)):
        machine.note("identity")
    return True if same(machine, receiver, other) else NotImplemented


@method(OBJECT, "__ne__", "self, value, /", when_called=True)
def object_ne(machine: Machine, receiver: Value, other: Value) -> Value:
    """The opposite of `__eq__`."""
    found = lookup(class_of(receiver), "__eq__")[0]
    return NativeFrame(_inverted_eq(machine, found, receiver, other))


def _inverted_eq(machine: Machine, found: Value, receiver: Value, other: Value) -> Suspended:
    from spec.semantics.special import call_special

    answer = yield call_special(machine, found, receiver, [other])
    if answer is NotImplemented:
        return NotImplemented
    return (yield truth(machine, answer)) is False


def _unordered(machine: Machine, receiver: Value, other: Value) -> Value:
    """NotImplemented: an object has no order."""
    return NotImplemented


for _name in ("__lt__", "__le__", "__gt__", "__ge__"):
    method(OBJECT, _name, "self, value, /", when_called=True)(_unordered)


@method(OBJECT, "__hash__", "self, /", when_called=True)
def object_hash(machine: Machine, receiver: Value) -> int:
    """The ordinal of the object's first hashing (decision D6)."""
    return identity_hash(machine, receiver)


@method(OBJECT, "__getattribute__", "self, name, /", raises=("AttributeError", "TypeError"))
def object_getattribute(machine: Machine, receiver: Value, name: Value) -> Value:
    """The attribute, without `__getattr__`."""
    text = attribute_name(name)
    price = machine.revision.gas.price("object.__getattribute__")
    return object_attribute(machine, receiver, class_of(receiver), text, price)


@method(OBJECT, "__setattr__", "self, name, value, /", raises=("AttributeError", "TypeError"))
def object_setattr(machine: Machine, receiver: Value, name: Value, value: Value) -> Value:
    """Set the attribute, without a user's `__setattr__`."""
    _check_no_class(receiver, "__setattr__")
    text = attribute_name(name)
    price = machine.revision.gas.price("object.__setattr__")
    return generic_set(machine, receiver, class_of(receiver), text, value, price)


@method(OBJECT, "__delattr__", "self, name, /", raises=("AttributeError", "TypeError"))
def object_delattr(machine: Machine, receiver: Value, name: Value) -> Value:
    """Delete the attribute, without a user's `__delattr__`."""
    _check_no_class(receiver, "__delattr__")
    text = attribute_name(name)
    price = machine.revision.gas.price("object.__delattr__")
    return generic_set(machine, receiver, class_of(receiver), text, ABSENT, price)


def _check_no_class(receiver: Value, method_name: str) -> None:
    """Classes have a method of their own, which may not be passed by."""
    if isinstance(receiver, Class):
        raise type_error(f"can't apply this {method_name} to {class_of(receiver).name} object")


@class_method(
    OBJECT, "__init_subclass__", "cls, *, **kwargs", raises=("TypeError",), when_called=True
)
def object_init_subclass(machine: Machine, cls: Value, kwargs: dict[str, Value]) -> None:
    """Nothing; keywords of a class statement that nobody takes are an error."""
    if kwargs:
        assert isinstance(cls, Class)
        raise type_error(f"{full_name(cls)}.__init_subclass__() takes no keyword arguments")


@class_method(OBJECT, "__subclasshook__", "cls, subclass=, /", when_called=True)
def object_subclasshook(machine: Machine, cls: Value, subclass: Value) -> Value:
    """NotImplemented."""
    return NotImplemented


@attribute(OBJECT, "__class__", writable=True)
def object_class(machine: Machine, receiver: Value) -> Class:
    """The class of the object."""
    return class_of(receiver)


@writer(OBJECT, "__class__")
def set_object_class(machine: Machine, receiver: Value, value: Value) -> None:
    """Give an instance of a class of the program another one with the same layout."""
    if value is ABSENT:
        raise type_error("can't delete __class__ attribute")
    if not isinstance(value, Class):
        raise type_error(f"__class__ must be set to a class, not '{type_name(value)}' object")
    old = class_of(receiver)
    if (
        old.builtin
        or value.builtin
        or not isinstance(receiver, (Instance, ExceptionInstance, Class))
    ):
        raise type_error(
            "__class__ assignment only supported for mutable types or ModuleType subclasses"
        )
    if (old.layout, old.has_dict, old.slots) != (value.layout, value.has_dict, value.slots):
        raise type_error(
            f"__class__ assignment: '{value.name}' object layout differs from '{old.name}'"
        )
    receiver.cls = value


@attribute(OBJECT, "__dict__")
def object_dict(machine: Machine, receiver: Value) -> Value:
    """The object's own attributes, as a dict that is a copy: changing it is refused."""
    from spec.semantics.attributes import own_attributes
    from spec.semantics.containers import text_dict
    from spec.semantics.raising import attribute_error

    own = own_attributes(receiver)
    if own is None or not isinstance(receiver, (Instance, ExceptionInstance)):
        if isinstance(receiver, Instance) or own is None:
            raise attribute_error(
                f"'{type_name(receiver)}' object has no attribute '__dict__'",
                receiver, "__dict__",
            )  # fmt: skip
        raise refused("the namespace of a function or module")
    made: Dict = text_dict(machine, own)
    made.frozen = True
    return made


OBJECT.namespace["__doc__"] = None

__all__ = ["compare_operation", "is_subclass", "without_methods"]
