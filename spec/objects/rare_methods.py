"""Special methods that programs seldom call by name: the operators have paths of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from spec.bytecode.instructions import BinaryOp
from spec.objects.builtin_functions import round_number
from spec.objects.function_types import check_target
from spec.objects.math_module import FROM_NUMBER, real
from spec.objects.paying import pay, price_of
from spec.semantics import builtin_classes as b
from spec.semantics.arithmetic import (
    KERNELS,
    RIGHT_KERNELS,
    BinaryOperation,
    binary,
    binary_operation,
)
from spec.semantics.attributes import bind, optional_attribute, set_descriptor
from spec.semantics.builtin_classes import CLASSES, class_of
from spec.semantics.calls import call, dispatch
from spec.semantics.containers import text_dict
from spec.semantics.floats import call_float
from spec.semantics.frame import Activation, NativeFrame, Suspended
from spec.semantics.machine import Machine
from spec.semantics.natives import (
    BUILTIN_FUNCTIONS,
    attribute,
    class_method,
    method,
    native_call,
    writer,
)
from spec.semantics.raising import attribute_error, type_error
from spec.semantics.values import (
    ABSENT,
    ByteArray,
    Class,
    ClassMethod,
    Dict,
    Instance,
    MappingProxy,
    Namespace,
    Property,
    StaticMethod,
    Super,
    TableIterator,
    Value,
    unwrapped,
)
from spec.softfloat.value import Float


def _divide(machine: Machine, lhs: Value, rhs: Value) -> Value:
    return native_call(machine, BUILTIN_FUNCTIONS["divmod"], [lhs, rhs], None)


@method(b.INT, "__divmod__", "self, value, /", raises=("ZeroDivisionError",))
def int_divmod(machine: Machine, receiver: Value, other: Value) -> Value:
    """`divmod(self, value)` of ints, else NotImplemented."""
    other = unwrapped(other)
    return _divide(machine, receiver, other) if isinstance(other, int) else NotImplemented


@method(b.INT, "__rdivmod__", "self, value, /", raises=("ZeroDivisionError",))
def int_rdivmod(machine: Machine, receiver: Value, other: Value) -> Value:
    """`divmod(value, self)` of ints, else NotImplemented."""
    other = unwrapped(other)
    return _divide(machine, other, receiver) if isinstance(other, int) else NotImplemented


@method(b.FLOAT, "__divmod__", "self, value, /", raises=("ZeroDivisionError", "OverflowError"))
def float_divmod(machine: Machine, receiver: Value, other: Value) -> Value:
    """`divmod(self, value)` of numbers, else NotImplemented."""
    other = unwrapped(other)
    if not isinstance(other, (int, Float)):
        return NotImplemented
    return _divide(machine, receiver, other)


@method(b.FLOAT, "__rdivmod__", "self, value, /", raises=("ZeroDivisionError", "OverflowError"))
def float_rdivmod(machine: Machine, receiver: Value, other: Value) -> Value:
    """`divmod(value, self)` of numbers, else NotImplemented."""
    other = unwrapped(other)
    if not isinstance(other, (int, Float)):
        return NotImplemented
    return _divide(machine, other, receiver)


@method(b.INT, "__round__", "self, ndigits=, /", raises=("TypeError", "OverflowError"))
def int_round(machine: Machine, receiver: Value, ndigits: Value) -> Value:
    """`round(self, ndigits)`."""
    assert isinstance(receiver, int)
    pay(machine, "int.__round__", receiver.bit_length())
    return round_number(machine, receiver, ndigits)


@method(
    b.FLOAT, "__round__", "self, ndigits=, /", raises=("TypeError", "OverflowError"),
    when_called=True,
)  # fmt: skip
def float_round(machine: Machine, receiver: Value, ndigits: Value) -> Value:
    """`round(self, ndigits)`."""
    assert isinstance(receiver, Float)
    return round_number(machine, receiver, ndigits)


@method(CLASSES["NoneType"], "__bool__", "self, /", when_called=True)
def none_bool(machine: Machine, receiver: Value) -> bool:
    """False."""
    return False


@method(
    CLASSES["NotImplementedType"], "__bool__", "self, /", raises=("TypeError",), when_called=True
)
def not_implemented_bool(machine: Machine, receiver: Value) -> bool:
    """TypeError: it has no truth."""
    raise type_error("NotImplemented should not be used in a boolean context")


def _formatted(owner: Class, host: type) -> None:
    def run(machine: Machine, receiver: Value, template: Value) -> Value:
        """`template % self`, where both are of this type."""
        operation = binary_operation(machine.revision.prices, BinaryOp.REMAINDER)
        held = unwrapped(template)
        if not isinstance(held, host):
            machine.meter.charge(operation.prices.other.base)
            return NotImplemented
        if host is str:
            return KERNELS["remainder"][str](machine, operation, template, receiver)
        return binary(machine, operation, held, receiver)

    method(owner, "__rmod__", "self, value, /", raises=("TypeError", "ValueError"))(run)


for _owner, _host in ((b.STR, str), (b.BYTES, bytes), (b.BYTEARRAY, ByteArray)):
    _formatted(_owner, _host)


@method(b.RANGE, "__reversed__", "self, /")
def range_reversed(machine: Machine, receiver: Value) -> Value:
    """An iterator from the last number to the first."""
    price = price_of(machine, "range.__reversed__")
    machine.meter.charge(price.base)
    maker = CLASSES["reversed"].namespace["__new__"]
    assert isinstance(maker, StaticMethod)
    return call(machine, maker.function, [CLASSES["reversed"], receiver])


@class_method(b.FLOAT, "from_number", "cls, number, /", raises=("TypeError", "OverflowError"))
def float_from_number(machine: Machine, cls: Value, number: Value) -> Value:
    """A float of a number, never of a text."""
    return NativeFrame(_from_number(machine, cls, number))


def _from_number(machine: Machine, cls: Value, number: Value) -> Suspended:
    held = number.payload if isinstance(number, Instance) else number
    made = held if isinstance(held, Float) else (yield from real(machine, number))
    bits = held.bit_length() if isinstance(held, int) else 0
    machine.meter.charge(price_of(machine, "float.from_number").cost(bits))
    made = call_float(FROM_NUMBER, made)
    return made if cls is b.FLOAT else (yield call(machine, cls, [made]))


# --- mappingproxy


def _copied(machine: Machine, proxy: Value) -> Dict:
    assert isinstance(proxy, MappingProxy)
    return text_dict(machine, proxy.names)


@method(b.MAPPINGPROXY, "copy", "self, /")
def proxy_copy(machine: Machine, receiver: Value) -> Value:
    """A dict of the same entries."""
    made = _copied(machine, receiver)
    assert isinstance(receiver, MappingProxy)
    machine.meter.charge(price_of(machine, "mappingproxy.copy").cost(len(receiver.names)))
    return made


@method(b.MAPPINGPROXY, "__reversed__", "self, /")
def proxy_reversed(machine: Machine, receiver: Value) -> Value:
    """An iterator over the keys from the last to the first."""
    machine.meter.charge(price_of(machine, "mappingproxy.__reversed__").base)
    return TableIterator(_copied(machine, receiver), "keys", backward=True)


def _proxy_union(name: str, swapped: bool) -> None:
    def run(machine: Machine, receiver: Value, other: Value) -> Value:
        """A dict of the entries of both, those of the right operand last."""
        mine = _copied(machine, receiver)
        assert isinstance(receiver, MappingProxy)
        machine.meter.charge(price_of(machine, f"mappingproxy.{name}").cost(len(receiver.names)))
        if isinstance(other, MappingProxy):
            other = _copied(machine, other)
        operation = binary_operation(machine.revision.prices, BinaryOp.OR)
        left, right = (other, mine) if swapped else (mine, other)
        return binary(machine, operation, left, right)

    method(b.MAPPINGPROXY, name, "self, value, /")(run)


_proxy_union("__or__", False)
_proxy_union("__ror__", True)

_NEVER_CHANGED: Final = "'|=' is not supported by mappingproxy; use '|' instead"


def _proxy_or(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
    """`proxy | mapping` and `mapping | proxy`: a new dict."""
    proxy = lhs if isinstance(lhs, MappingProxy) else rhs
    assert isinstance(proxy, MappingProxy)
    machine.meter.charge(operation.prices.of(proxy).cost(len(proxy.names)))
    if operation.inplace and proxy is lhs:
        raise type_error(_NEVER_CHANGED)
    one = _copied(machine, lhs) if isinstance(lhs, MappingProxy) else lhs
    other = _copied(machine, rhs) if isinstance(rhs, MappingProxy) else rhs
    return binary(machine, binary_operation(machine.revision.prices, BinaryOp.OR), one, other)


KERNELS["or"][MappingProxy] = _proxy_or
RIGHT_KERNELS.setdefault("or", {})[MappingProxy] = _proxy_or


@method(b.MAPPINGPROXY, "__ior__", "self, value, /", raises=("TypeError",))
def proxy_ior(machine: Machine, receiver: Value, other: Value) -> Value:
    """TypeError: a proxy cannot be changed."""
    assert isinstance(receiver, MappingProxy)
    pay(machine, "mappingproxy.__ior__", len(receiver.names))
    raise type_error(_NEVER_CHANGED)


# --- Descriptors


@method(
    b.PROPERTY, "__set__", "self, instance, value, /", raises=("AttributeError",), when_called=True
)
def property_set(machine: Machine, receiver: Value, instance: Value, value: Value) -> Value:
    """Set the value for an instance."""
    return NativeFrame(_changed(set_descriptor, machine, receiver, instance, value))


@method(b.PROPERTY, "__delete__", "self, instance, /", raises=("AttributeError",), when_called=True)
def property_delete(machine: Machine, receiver: Value, instance: Value) -> Value:
    """Delete the value for an instance."""
    return NativeFrame(_changed(set_descriptor, machine, receiver, instance, ABSENT))


def _changed(
    change: Callable[..., Value], machine: Machine, receiver: Value, instance: Value, value: Value
) -> Suspended:
    """Run a setter or deleter; what it returns is dropped."""
    started = change(machine, receiver, instance, class_of(instance), "", value)
    if isinstance(started, Activation):
        yield started
    return None


@attribute(b.PROPERTY, "__isabstractmethod__")
def property_abstract(machine: Machine, receiver: Value) -> bool:
    """False: abstract classes are outside the profile."""
    return False


@attribute(b.PROPERTY, "__name__", writable=True)
def property_name(machine: Machine, receiver: Value) -> Value:
    """The name under which a class holds it, else that of its getter."""
    assert isinstance(receiver, Property)
    if receiver.name is not ABSENT:
        return receiver.name
    if receiver.getter is None:
        raise _no_name(receiver)
    return NativeFrame(_name_of_getter(machine, receiver))


def _name_of_getter(machine: Machine, receiver: Property) -> Suspended:
    found = yield from optional_attribute(machine, receiver.getter, "__name__")
    if found is ABSENT:
        raise _no_name(receiver)
    return found


def _no_name(receiver: Property) -> Exception:
    text = "'property' object has no attribute '__name__'"
    return attribute_error(text, receiver, "__name__")


@writer(b.PROPERTY, "__name__")
def set_property_name(machine: Machine, receiver: Value, value: Value) -> None:
    """Give it another name."""
    assert isinstance(receiver, Property)
    receiver.name = value


def _descriptor_get(machine: Machine, receiver: Value, instance: Value, owner: Value) -> Value:
    """What the attribute of an instance, or of its class, is."""
    check_target(instance, owner)
    cls = owner if isinstance(owner, Class) else class_of(instance)
    return bind(machine, receiver, instance, cls, through_class=instance is None)


for _owner in (b.CLASSMETHOD, b.STATICMETHOD):
    method(_owner, "__get__", "self, instance, owner=, /", raises=("TypeError",), when_called=True)(
        _descriptor_get
    )


@method(b.METHOD, "__get__", "self, instance, owner=, /", raises=("TypeError",), when_called=True)
def method_get(machine: Machine, receiver: Value, instance: Value, owner: Value) -> Value:
    """The method itself, which is bound already."""
    check_target(instance, owner)
    return receiver


def _called(machine: Machine, receiver: Value, args: list[Value], kwargs: Namespace) -> Value:
    """Call it."""
    return dispatch(machine, receiver, args, kwargs or None)


for _owner in (b.STATICMETHOD, b.METHOD, b.NATIVE):
    method(_owner, "__call__", "self, *args, **kwargs", raises=("user-error",), when_called=True)(
        _called
    )


def _wrapped(machine: Machine, receiver: Value) -> Value:
    """The callable inside."""
    assert isinstance(receiver, (ClassMethod, StaticMethod))
    return None if receiver.function is ABSENT else receiver.function


for _owner in (b.CLASSMETHOD, b.STATICMETHOD):
    attribute(_owner, "__wrapped__")(_wrapped)


def _super_part(name: str) -> None:
    def read(machine: Machine, receiver: Value) -> Value:
        assert isinstance(receiver, Super)
        if name == "__thisclass__":
            return receiver.start
        return receiver.receiver if name == "__self__" else receiver.receiver_class

    read.__doc__ = f"`{name}` of what `super` gave."
    attribute(b.SUPER, name)(read)


for _name in ("__thisclass__", "__self__", "__self_class__"):
    _super_part(_name)
