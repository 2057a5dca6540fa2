"""Special methods that a type has of its own although they do what the inherited ones do.

A program sees which class owns a method: in its qualified name, in its repr, and in what is said
when it is called on a wrong receiver (`None.__hash__` is `NoneType.__hash__`). The owners are
those of CPython 3.14.
"""

from __future__ import annotations

from typing import Final

from spec.bytecode.instructions import BinaryOp, Comparison, word_of
from spec.objects.paying import pay
from spec.semantics import builtin_classes as b
from spec.semantics.arithmetic import binary, binary_operation
from spec.semantics.attributes import generic_attribute
from spec.semantics.builtin_classes import CLASSES, class_of, type_name
from spec.semantics.comparison import (
    BY_WORD,
    KERNELS,
    RIGHT_KERNELS,
    SWAPPED,
    CompareOperation,
    compare,
    compare_operation,
    ordered,
)
from spec.semantics.containers import hash_of, hash_of_key, text_dict
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.machine import Machine
from spec.semantics.natives import NativeFunction, inherit, inherited_entry, method
from spec.semantics.raising import Raise, type_error
from spec.semantics.text import repr_of
from spec.semantics.values import UNBOUND, Cell, Class, Dict, MappingProxy, Super, Value, unwrapped

COMPARISONS: Final = "__eq__ __ne__ __lt__ __le__ __gt__ __ge__"

INHERITED: Final[dict[str, str]] = {
    "NoneType": COMPARISONS,
    "bool": "__invert__",
    "module": "__getattribute__",
}
"""Methods that are registered again, by type."""

LOGICAL: Final = {"and": BinaryOp.AND, "or": BinaryOp.OR, "xor": BinaryOp.XOR}
"""Operators of which two bools make a bool."""

SHOWN: Final = (
    "NoneType NotImplementedType ellipsis builtin_function_or_method method-wrapper method cell "
    "mappingproxy function generator classmethod staticmethod module super "
    "wrapper_descriptor method_descriptor getset_descriptor member_descriptor"
)
"""Types with a `__repr__` of their own."""

HASHED: Final = "NoneType builtin_function_or_method method-wrapper method mappingproxy"
"""Types with a `__hash__` of their own."""

COMPARED: Final = "builtin_function_or_method method-wrapper method cell mappingproxy"
"""Types whose values know how to compare with each other."""


def _repr(machine: Machine, receiver: Value) -> Value:
    """The representation."""
    return repr_of(machine, machine.unit("builtin.repr"), receiver)


def _hash(machine: Machine, receiver: Value) -> Value:
    """The hash (decision D6)."""
    machine.note("hash-value")
    return hash_of(machine, receiver)


def _compares(owner: Class, kind: Comparison) -> None:
    def run(machine: Machine, receiver: Value, other: Value) -> Value:
        if owner is b.MAPPINGPROXY:
            operation = compare_operation(machine.revision.prices, kind)
            return compare_proxies(machine, operation, receiver, other)
        if class_of(other) is not owner:
            return NotImplemented
        known = owner is b.CELL or kind in (Comparison.EQ, Comparison.NE)
        if not known:
            return NotImplemented
        return compare(machine, compare_operation(machine.revision.prices, kind), receiver, other)

    word = word_of(kind)
    run.__doc__ = f"`{word}` with a value of the same type, else NotImplemented."
    method(owner, f"__{word}__", "self, value, /", when_called=True)(run)


def _logical(name: str, kind: BinaryOp) -> None:
    of_int = inherited_entry(b.BOOL, name).function

    def run(machine: Machine, receiver: Value, other: Value) -> Value:
        """A bool of two bools, else what the method of int gives."""
        if not isinstance(receiver, bool) or not isinstance(other, bool):
            return of_int(machine, receiver, other)
        # All three are symmetric, so the order of the operands does not matter.
        return binary(machine, binary_operation(machine.revision.prices, kind), receiver, other)

    inherit(b.BOOL, name, run)


# --- What is inside decides


def compare_cells(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Value:
    """Two cells compare like their contents; an empty one comes first."""
    if not isinstance(rhs, Cell):
        return NotImplemented
    assert isinstance(lhs, Cell)
    machine.meter.charge(operation.prices.other.base)
    if lhs.value is UNBOUND or rhs.value is UNBOUND:
        return ordered(operation.kind, lhs.value is not UNBOUND, rhs.value is not UNBOUND)
    return NativeFrame(_contents(machine, operation, lhs.value, rhs.value))


def _contents(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Suspended:
    return (yield compare(machine, operation, lhs, rhs))


def compare_proxies(machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value) -> Value:
    """A read-only view of a namespace compares like the dict behind it."""
    assert isinstance(lhs, MappingProxy)
    pay(machine, f"mappingproxy.{operation.method}", *_pairs(operation, lhs))
    other = text_dict(machine, rhs.names) if isinstance(rhs, MappingProxy) else rhs
    return compare(machine, operation, text_dict(machine, lhs.names), other)


def compare_with_proxy(
    machine: Machine, operation: CompareOperation, lhs: Value, rhs: Value
) -> Value:
    """The same with the view on the right, for what does not know it."""
    swapped = compare_operation(machine.revision.prices, BY_WORD[SWAPPED[operation.kind]])
    return compare_proxies(machine, swapped, rhs, lhs)


def _pairs(operation: CompareOperation, proxy: MappingProxy) -> list[int]:
    """The size that the price of a comparison wants: orders are refused at once."""
    return [len(proxy.names)] if operation.name in ("eq", "ne") else []


def _text_of(owner: Class) -> NativeFunction:
    def text(machine: Machine, receiver: Value) -> Value:
        """The representation."""
        return repr_of(machine, machine.unit(f"{owner.name}.__str__"), receiver)

    return text


def _proxy_str(machine: Machine, receiver: Value) -> Value:
    """`str` of the dict behind it."""
    assert isinstance(receiver, MappingProxy)
    return repr_of(
        machine, machine.unit("mappingproxy.__str__"), text_dict(machine, receiver.names)
    )


def _method_attribute(machine: Machine, receiver: Value, name: Value) -> Value:
    """The attribute of a method, or else of its function."""
    held = unwrapped(name)
    if not isinstance(held, str):
        return NativeFrame(_no_name(machine, name, 1, quiet=True))
    price = machine.revision.gas.price("method.__getattribute__")
    return generic_attribute(machine, receiver, b.METHOD, held, price)


def _super_attribute(machine: Machine, receiver: Value, name: Value) -> Value:
    """The attribute that the classes after the start have, else one of `super` itself."""
    held = unwrapped(name)
    if not isinstance(held, str):
        assert isinstance(receiver, Super)
        return NativeFrame(_no_name(machine, name, _classes_after(receiver), quiet=False))
    price = machine.revision.gas.price("super.__getattribute__")
    return generic_attribute(machine, receiver, b.SUPER, held, price)


def _classes_after(receiver: Super) -> int:
    """In how many classes `super` looks a name up."""
    mro = () if receiver.receiver_class is None else receiver.receiver_class.mro
    place = next((at for at, cls in enumerate(mro) if cls is receiver.start), len(mro))
    return max(len(mro) - place - 1, 0)


def _no_name(machine: Machine, name: Value, times: int, quiet: bool) -> Suspended:
    """The error for a name that is no text, once it was looked up by its hash; `quiet` look-ups
    swallow the errors of that.
    """
    for _ in range(times):
        try:
            yield hash_of_key(machine, Dict(), name)
        except Raise:
            if not quiet:
                raise
    raise type_error(f"attribute name must be string, not '{type_name(name)}'")


def _register() -> None:
    for name, inherited in INHERITED.items():
        for member in inherited.split():
            inherit(CLASSES[name], member)
    for name in SHOWN.split():
        method(CLASSES[name], "__repr__", "self, /", when_called=True)(_repr)
    for name in HASHED.split():
        method(CLASSES[name], "__hash__", "self, /", raises=("TypeError",), when_called=True)(_hash)
    for name in COMPARED.split():
        for comparison in Comparison:
            _compares(CLASSES[name], comparison)
    for owner in (b.BYTES, b.BYTEARRAY):
        method(owner, "__str__", "self, /", when_called=True)(_text_of(owner))
    method(b.MAPPINGPROXY, "__str__", "self, /", when_called=True)(_proxy_str)
    for name, kind in LOGICAL.items():
        _logical(f"__{name}__", kind)
        _logical(f"__r{name}__", kind)
    inherit(b.METHOD, "__getattribute__", _method_attribute)
    method(b.SUPER, "__getattribute__", "self, name, /", raises=("AttributeError", "TypeError"))(
        _super_attribute
    )
    for name in ("cell", "dict_keys", "dict_items"):
        CLASSES[name].namespace["__hash__"] = None


_register()
KERNELS[Cell] = compare_cells
KERNELS[MappingProxy] = compare_proxies
RIGHT_KERNELS[MappingProxy] = compare_with_proxy
