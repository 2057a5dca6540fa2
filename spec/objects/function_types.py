"""Functions, methods, properties, classmethod, staticmethod, super, cells."""

from __future__ import annotations

from collections.abc import Callable

from spec.objects.arguments import text_to_set
from spec.objects.builtin_functions import is_callable
from spec.semantics.attributes import (
    bind,
    function_of,
    get_attribute,
    optional_attribute,
    set_attribute,
)
from spec.semantics.builtin_classes import (
    CELL,
    CLASSES,
    CLASSMETHOD,
    FUNCTION,
    METHOD,
    NATIVE,
    PROPERTY,
    STATICMETHOD,
    SUPER,
    class_of,
    is_subclass,
    type_name,
)
from spec.semantics.calls import call
from spec.semantics.frame import Activation, NativeFrame, Suspended, after
from spec.semantics.machine import Machine
from spec.semantics.natives import attribute, method, qualified_name, static_method, writer
from spec.semantics.raising import (
    Raise,
    attribute_error,
    refused,
    runtime_error,
    type_error,
    value_error,
)
from spec.semantics.rules.attributes import super_of
from spec.semantics.values import (
    ABSENT,
    UNBOUND,
    BoundMethod,
    Cell,
    Class,
    ClassMethod,
    Dict,
    Function,
    Instance,
    Native,
    Property,
    StaticMethod,
    Super,
    Value,
    unwrapped,
)


def _function(value: Value) -> Function:
    assert isinstance(value, Function)
    return value


@attribute(FUNCTION, "__name__", writable=True)
def function_name(machine: Machine, receiver: Value) -> str:
    """The name."""
    return _function(receiver).name


@writer(FUNCTION, "__name__")
def set_function_name(machine: Machine, receiver: Value, value: Value) -> None:
    """Rename."""
    _function(receiver).name = text_to_set("__name__", value)


@attribute(FUNCTION, "__qualname__", writable=True)
def function_qualname(machine: Machine, receiver: Value) -> str:
    """The qualified name."""
    return _function(receiver).qualname


@writer(FUNCTION, "__qualname__")
def set_function_qualname(machine: Machine, receiver: Value, value: Value) -> None:
    """Change the qualified name."""
    _function(receiver).qualname = text_to_set("__qualname__", value)


@attribute(FUNCTION, "__module__", writable=True)
def function_module(machine: Machine, receiver: Value) -> Value:
    """The module's name."""
    return _function(receiver).module


@writer(FUNCTION, "__module__")
def set_function_module(machine: Machine, receiver: Value, value: Value) -> None:
    """Change the module's name."""
    _function(receiver).module = None if value is ABSENT else value


@attribute(FUNCTION, "__doc__", writable=True)
def function_doc(machine: Machine, receiver: Value) -> Value:
    """The documentation string, or None."""
    return _function(receiver).doc


@writer(FUNCTION, "__doc__")
def set_function_doc(machine: Machine, receiver: Value, value: Value) -> None:
    """Change the documentation string."""
    _function(receiver).doc = None if value is ABSENT else value


@attribute(FUNCTION, "__defaults__", writable=True)
def function_defaults(machine: Machine, receiver: Value) -> Value:
    """The defaults of positional parameters, or None."""
    return _function(receiver).defaults


@writer(FUNCTION, "__defaults__")
def set_function_defaults(machine: Machine, receiver: Value, value: Value) -> None:
    """Replace the defaults."""
    if value is ABSENT:
        value = None
    if value is not None and not isinstance(value, tuple):
        raise type_error("__defaults__ must be set to a tuple object")
    _function(receiver).defaults = value


@attribute(FUNCTION, "__kwdefaults__", writable=True)
def function_kwdefaults(machine: Machine, receiver: Value) -> Value:
    """The defaults of keyword-only parameters, or None."""
    return _function(receiver).keyword_defaults


@writer(FUNCTION, "__kwdefaults__")
def set_function_kwdefaults(machine: Machine, receiver: Value, value: Value) -> None:
    """Replace the defaults of keyword-only parameters."""
    if value is ABSENT:
        value = None
    if value is not None and not isinstance(value, Dict):
        raise type_error("__kwdefaults__ must be set to a dict object")
    _function(receiver).keyword_defaults = value


@attribute(FUNCTION, "__closure__")
def function_closure(machine: Machine, receiver: Value) -> Value:
    """The cells of the closure, or None."""
    return _function(receiver).closure or None


@attribute(FUNCTION, "__annotations__", writable=True)
def function_annotations(machine: Machine, receiver: Value) -> Value:
    """The annotations, computed when they are first asked for."""
    from spec.objects.annotations import function_annotations as annotations_of

    return annotations_of(machine, _function(receiver))


@writer(FUNCTION, "__annotations__")
def set_function_annotations(machine: Machine, receiver: Value, value: Value) -> None:
    """Replace the annotations."""
    if value is not ABSENT and value is not None and not isinstance(value, Dict):
        raise type_error("__annotations__ must be set to a dict object")
    _function(receiver).annotations = None if value is ABSENT else value
    _function(receiver).annotate = None


@attribute(FUNCTION, "__annotate__", writable=True)
def function_annotate(machine: Machine, receiver: Value) -> Value:
    """The function that computes the annotations, or None."""
    return _function(receiver).annotate


@writer(FUNCTION, "__annotate__")
def set_function_annotate(machine: Machine, receiver: Value, value: Value) -> None:
    """Replace the function that computes the annotations; those computed before are forgotten."""
    if value is ABSENT:
        raise type_error("__annotate__ cannot be deleted")
    if value is not None and not is_callable(value):
        raise type_error("__annotate__ must be callable or None")
    function = _function(receiver)
    function.annotate = value
    if value is not None:
        function.annotations = None


@attribute(FUNCTION, "__type_params__", writable=True)
def function_type_params(machine: Machine, receiver: Value) -> Value:
    """What was set as type parameters: syntax that has them is outside the profile."""
    return _function(receiver).type_params


@writer(FUNCTION, "__type_params__")
def set_function_type_params(machine: Machine, receiver: Value, value: Value) -> None:
    """Replace the type parameters."""
    if not isinstance(value, tuple):
        raise type_error("__type_params__ must be set to a tuple")
    _function(receiver).type_params = value


def check_target(instance: Value, owner: Value) -> None:
    """Raise TypeError for a descriptor that is asked for nobody's attribute."""
    if instance is None and (owner is ABSENT or owner is None):
        raise type_error("__get__(None, None) is invalid")


@method(FUNCTION, "__get__", "self, instance, owner=, /", raises=("TypeError",))
def function_get(machine: Machine, receiver: Value, instance: Value, owner: Value) -> Value:
    """The method of an instance."""
    machine.pay("function.__get__")
    check_target(instance, owner)
    return receiver if instance is None else BoundMethod(receiver, instance)


@method(FUNCTION, "__call__", "self, *args, **kwargs", when_called=True)
def function_call(
    machine: Machine, receiver: Value, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    """Call it."""
    return call(machine, receiver, args, kwargs)


@attribute(METHOD, "__self__")
def method_self(machine: Machine, receiver: Value) -> Value:
    """The receiver."""
    assert isinstance(receiver, BoundMethod)
    return receiver.receiver


@attribute(METHOD, "__func__")
def method_func(machine: Machine, receiver: Value) -> Value:
    """The function."""
    assert isinstance(receiver, BoundMethod)
    return receiver.function


@attribute(METHOD, "__doc__")
def method_doc(machine: Machine, receiver: Value) -> Value:
    """The documentation string of the function."""
    assert isinstance(receiver, BoundMethod)
    function = function_of(machine, receiver)
    return get_attribute(machine, function, "__doc__", machine.revision.attribute_price)


@attribute(NATIVE, "__name__")
def native_name(machine: Machine, receiver: Value) -> str:
    """The name."""
    target = receiver.function if isinstance(receiver, BoundMethod) else receiver
    assert isinstance(target, Native)
    return target.name


@attribute(NATIVE, "__qualname__")
def native_qualname(machine: Machine, receiver: Value) -> str:
    """The qualified name."""
    assert isinstance(receiver, (BoundMethod, Native))
    return qualified_name(receiver)


@attribute(NATIVE, "__module__")
def native_module(machine: Machine, receiver: Value) -> Value:
    """`builtins`, or None of a method."""
    return "builtins" if isinstance(receiver, Native) and _holder(receiver) is None else None


def _holder(native: Native) -> Class | None:
    """The class that holds a static method; functions have none."""
    return CLASSES.get(native.key.rpartition(".")[0])


@attribute(NATIVE, "__self__")
def native_self(machine: Machine, receiver: Value) -> Value:
    """The receiver of a method; a static method has none, but `__new__` its class."""
    if isinstance(receiver, BoundMethod):
        return receiver.receiver
    assert isinstance(receiver, Native)
    holder = _holder(receiver)
    if holder is not None:
        return holder if receiver.name == "__new__" else None
    raise refused("the module of the builtins")


# --- Properties


def made_of(cls: Value, base: Class, made: Value) -> Value:
    """A value of a builtin type, or an instance of a subclass that holds it."""
    assert isinstance(cls, Class)
    return made if cls is base else Instance(cls, made)


@static_method(PROPERTY, "__new__", "cls, *args, **kwargs", when_called=True)
def property_new(
    machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    """A property without parts; `__init__` gives them."""
    return made_of(cls, PROPERTY, Property(None, None, None, None))


def _property(receiver: Value) -> Property:
    held = unwrapped(receiver)
    assert isinstance(held, Property)
    return held


@method(PROPERTY, "__init__", "self, fget=, fset=, fdel=, doc=", raises=("user-error",))
def property_init(
    machine: Machine, receiver: Value, fget: Value, fset: Value, fdel: Value, doc: Value
) -> Value:
    """Set the parts."""
    machine.pay("builtin.property")
    held = _property(receiver)
    held.getter = None if fget is ABSENT else fget
    held.setter = None if fset is ABSENT else fset
    held.deleter = None if fdel is ABSENT else fdel
    held.doc = None if doc is ABSENT else doc
    taken = _take_doc(machine, held)
    return taken if held is receiver else NativeFrame(_hand_over_doc(machine, receiver, taken))


def _hand_over_doc(machine: Machine, receiver: Value, taken: Value) -> Suspended:
    """The text of a property of a subclass is an attribute, where it can have one."""
    if isinstance(taken, Activation):
        yield taken
    held = _property(receiver)
    doc, held.doc = held.doc, None
    price = machine.revision.attribute_price
    try:
        started = set_attribute(machine, receiver, "__doc__", doc, price)
        if isinstance(started, Activation):
            yield started
    except Raise as raised:
        if held.getter_doc or not is_subclass(raised.error.cls, CLASSES["AttributeError"]):
            raise


def _take_doc(machine: Machine, receiver: Property) -> Value:
    """Without a text of its own a property has that of its getter."""
    receiver.getter_doc = False
    getter = receiver.getter
    if receiver.doc is not None or getter is None:
        return None
    if not isinstance(getter, Function):
        return NativeFrame(_take_computed_doc(machine, receiver))
    receiver.doc = getter.doc
    receiver.getter_doc = receiver.doc is not None
    return None


def _take_computed_doc(machine: Machine, receiver: Property) -> Suspended:
    receiver.doc = yield from optional_attribute(machine, receiver.getter, "__doc__", None)
    receiver.getter_doc = receiver.doc is not None
    return None


def _changed(machine: Machine, receiver: Value, part: str, value: Value) -> Value:
    if not isinstance(receiver, Property):
        return NativeFrame(_changed_subclass(machine, receiver, part, value))
    made = Property(receiver.getter, receiver.setter, receiver.deleter, receiver.doc)
    made.name = receiver.name
    if part == "getter":
        made.getter = value
    elif part == "setter":
        made.setter = value
    else:
        made.deleter = value
    if receiver.getter_doc and made.getter is not None:
        made.doc = None
    taken = _take_doc(machine, made)
    return NativeFrame(after(taken, made)) if isinstance(taken, Activation) else made


def _changed_subclass(machine: Machine, receiver: Value, part: str, value: Value) -> Suspended:
    """Call the class of the property with its parts."""
    held = _property(receiver)
    parts = {"getter": held.getter, "setter": held.setter, "deleter": held.deleter}
    if value is not None:
        parts[part] = value
    doc = None if held.getter_doc and parts["getter"] is not None else held.doc
    made = yield call(machine, class_of(receiver), [*parts.values(), doc])
    copy = unwrapped(made)
    if isinstance(copy, Property):
        copy.name = held.name
    return made


def _property_part(part: str, attribute_name: str) -> None:
    def change(machine: Machine, receiver: Value, value: Value) -> Value:
        machine.pay(f"property.{part}")
        return _changed(machine, receiver, part, value)

    def read(machine: Machine, receiver: Value) -> Value:
        assert isinstance(receiver, Property)
        return {
            "getter": receiver.getter, "setter": receiver.setter, "deleter": receiver.deleter
        }[part]  # fmt: skip

    method(PROPERTY, part, "self, function, /")(change)
    attribute(PROPERTY, attribute_name)(read)


for _part, _attribute in (("getter", "fget"), ("setter", "fset"), ("deleter", "fdel")):
    _property_part(_part, _attribute)


@method(PROPERTY, "__set_name__", "self, owner, name, /", when_called=True)
def property_set_name(machine: Machine, receiver: Value, owner: Value, name: Value) -> None:
    """Remember the name under which a class holds it."""
    assert isinstance(receiver, Property)
    receiver.name = name


@method(
    PROPERTY,
    "__get__",
    "self, instance, owner=, /",
    raises=("AttributeError", "TypeError"),
    when_called=True,
)
def property_get(machine: Machine, receiver: Value, instance: Value, owner: Value) -> Value:
    """The value for an instance."""
    check_target(instance, owner)
    if instance is None:
        return receiver
    return bind(machine, _property(receiver), instance, class_of(instance))


@attribute(PROPERTY, "__doc__", writable=True)
def property_doc(machine: Machine, receiver: Value) -> Value:
    """The documentation string, or None."""
    return _property(receiver).doc


@writer(PROPERTY, "__doc__")
def set_property_doc(machine: Machine, receiver: Value, value: Value) -> None:
    """Change the documentation string."""
    _property(receiver).doc = None if value is ABSENT else value


# --- classmethod, staticmethod


def _wrapping(owner: Class, make: Callable[[Value], ClassMethod | StaticMethod]) -> None:
    def new(machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]) -> Value:
        return made_of(cls, owner, make(ABSENT))

    def init(machine: Machine, receiver: Value, function: Value) -> Value:
        machine.pay(f"builtin.{owner.name}")
        held = unwrapped(receiver)
        assert isinstance(held, (ClassMethod, StaticMethod))
        held.function = function
        return NativeFrame(_take_names(machine, receiver, held))

    new.__doc__ = f"A {owner.name} of nothing; `__init__` gives it its callable."
    init.__doc__ = "Set the callable."
    static_method(owner, "__new__", "cls, *args, **kwargs", when_called=True)(new)
    method(owner, "__init__", "self, function, /", raises=("user-error",))(init)


def _take_names(machine: Machine, receiver: Value, held: ClassMethod | StaticMethod) -> Suspended:
    """Take over the names and the text of the callable that it has now."""
    price = machine.revision.attribute_price
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        found = yield from optional_attribute(machine, held.function, name)
        if found is ABSENT:
            continue
        if receiver is held:
            held.attributes[name] = found
            continue
        started = set_attribute(machine, receiver, name, found, price)
        if isinstance(started, Activation):
            yield started


_wrapping(CLASSMETHOD, ClassMethod)
_wrapping(STATICMETHOD, StaticMethod)


@attribute(CLASSMETHOD, "__func__")
def classmethod_func(machine: Machine, receiver: Value) -> Value:
    """The callable."""
    assert isinstance(receiver, ClassMethod)
    return None if receiver.function is ABSENT else receiver.function


@attribute(STATICMETHOD, "__func__")
def staticmethod_func(machine: Machine, receiver: Value) -> Value:
    """The callable."""
    assert isinstance(receiver, StaticMethod)
    return None if receiver.function is ABSENT else receiver.function


# --- super


@static_method(SUPER, "__new__", "cls, type=, object=, /", raises=("TypeError", "RuntimeError"))
def super_new(machine: Machine, cls: Value, start: Value, receiver: Value) -> Value:
    """`super(type, object)`; without arguments, those of the method that calls it."""
    machine.pay("builtin.super")
    if start is ABSENT:
        return Super(None, None, None)  # `__init__` finds them
    if not isinstance(start, Class):
        raise type_error(f"super() argument 1 must be a type, not {type_name(start)}")
    if receiver is ABSENT or receiver is None:
        return Super(start, None, None)
    return super_of(machine, start, receiver)


def _implicit(machine: Machine) -> tuple[Value, Value]:
    """The class cell and the first argument of the innermost frame of user code."""
    from spec.semantics.frame import Frame, NativeFrame

    frame = machine.frame
    while isinstance(frame, NativeFrame):
        frame = frame.back
    if not isinstance(frame, Frame):
        raise runtime_error("super(): no current frame")
    prepared = frame.prepared
    if not prepared.code.argcount:
        raise runtime_error("super(): no arguments")
    receiver = frame.slots[0]
    if isinstance(receiver, Cell) and prepared.slot_names[0] in prepared.code.cellvars:
        receiver = receiver.value
    if receiver is UNBOUND:
        raise runtime_error("super(): arg[0] deleted")
    for slot, name in enumerate(prepared.slot_names):
        if name == "__class__" and name in prepared.code.freevars:
            cell = frame.slots[slot]
            if isinstance(cell, Cell) and cell.value is not UNBOUND:
                return cell.value, receiver
            raise runtime_error("super(): empty __class__ cell")
    raise runtime_error("super(): __class__ cell not found")


@method(SUPER, "__init__", "self, type=, object=, /", when_called=True)
def super_init(machine: Machine, receiver: Value, start: Value, other: Value) -> Value:
    """Begin with the arguments of the method that calls `super()`, or anew with others."""
    assert isinstance(receiver, Super)
    if start is ABSENT and receiver.start is not None:
        return None
    if start is ABSENT:
        start, other = _implicit(machine)
    if not isinstance(start, Class):
        raise type_error(f"super() argument 1 must be type, not {type_name(start)}")
    if other is ABSENT or other is None:
        _become(receiver, Super(start, None, None))
        return None
    made = super_of(machine, start, other)
    if not isinstance(made, Super):
        return NativeFrame(_become_claimed(receiver, made))
    _become(receiver, made)
    return None


def _become(receiver: Value, made: Value) -> None:
    assert isinstance(receiver, Super)
    assert isinstance(made, Super)
    receiver.start, receiver.receiver = made.start, made.receiver
    receiver.receiver_class = made.receiver_class


def _become_claimed(receiver: Value, started: Value) -> Suspended:
    _become(receiver, (yield started))


# --- Cells


@attribute(CELL, "cell_contents", writable=True)
def cell_contents(machine: Machine, receiver: Value) -> Value:
    """The content of a cell; ValueError when it is empty."""
    assert isinstance(receiver, Cell)
    if receiver.value is UNBOUND:
        raise value_error("Cell is empty")
    return receiver.value


@writer(CELL, "cell_contents")
def set_cell_contents(machine: Machine, receiver: Value, value: Value) -> None:
    """Fill or empty a cell."""
    assert isinstance(receiver, Cell)
    receiver.value = UNBOUND if value is ABSENT else value


__all__ = ["NativeFrame", "Suspended", "attribute_error", "set_attribute"]
