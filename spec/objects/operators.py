"""The special methods of builtin types: operators as methods (`int.__add__`, `list.__getitem__`).

Each does what the operator does on values of the type, at the operator's price, and gives
NotImplemented where the operator would ask the other operand.
"""

from __future__ import annotations

from typing import Final

from spec.bytecode.instructions import BinaryOp, Comparison, word_of
from spec.objects.arguments import shown_type
from spec.semantics import builtin_classes as b
from spec.semantics.arithmetic import (
    KERNELS,
    BinaryOperation,
    Kernel,
    binary_operation,
    unsupported,
)
from spec.semantics.builtin_classes import class_of, type_name
from spec.semantics.comparison import KERNELS as COMPARE_KERNELS
from spec.semantics.comparison import CompareOperation, compare, compare_operation
from spec.semantics.containers import hash_of
from spec.semantics.frame import Activation, NativeFrame, Suspended
from spec.semantics.indices import index_of, is_index
from spec.semantics.iteration import get_iterator
from spec.semantics.length import length
from spec.semantics.machine import Machine
from spec.semantics.natives import BUILTIN_FUNCTIONS, method, native_call, static_method
from spec.semantics.raising import type_error
from spec.semantics.sequences import contains
from spec.semantics.subscripts import delete_item, dict_subclass_item, get_item, set_item
from spec.semantics.text import repr_of, str_of
from spec.semantics.truth import truth
from spec.semantics.values import (
    ABSENT,
    ByteArray,
    Class,
    Dict,
    FrozenSet,
    Instance,
    List,
    Range,
    SequenceIterator,
    Set,
    Slice,
    Value,
    unwrapped,
)
from spec.softfloat.value import Float

SAME_HASH_BELOW: Final = (1 << 31) - 1
"""Ints below it have the same hash on 32 and 64 bits."""

HOST_TYPES: Final[dict[str, type]] = {
    "int": int, "bool": bool, "float": Float, "str": str, "bytes": bytes, "tuple": tuple,
    "bytearray": ByteArray, "list": List, "dict": Dict, "set": Set, "frozenset": FrozenSet,
    "range": Range, "slice": Slice,
}  # fmt: skip

_OPERATIONS: Final = {
    "add": BinaryOp.ADD, "and": BinaryOp.AND, "floordiv": BinaryOp.FLOOR_DIVIDE,
    "lshift": BinaryOp.LSHIFT, "mul": BinaryOp.MULTIPLY, "mod": BinaryOp.REMAINDER,
    "or": BinaryOp.OR, "pow": BinaryOp.POWER, "rshift": BinaryOp.RSHIFT,
    "sub": BinaryOp.SUBTRACT, "truediv": BinaryOp.TRUE_DIVIDE, "xor": BinaryOp.XOR,
}  # fmt: skip
_NUMBERS: Final = ("int", "float")


_CONCATENATED: Final = ("str", "bytes", "bytearray", "tuple", "list")
"""Types whose `__add__` and `__mul__` raise TypeError themselves."""


def _apply(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
    kernel = operation.kernels[type(lhs)]  # there is one wherever there is such a method
    if isinstance(lhs, int):
        if isinstance(rhs, bool):
            rhs = int(rhs)  # the methods of int give ints, those of bool are its own
        lhs = int(lhs)
    return kernel(machine, operation, lhs, rhs)


def _sequence_result(operation: BinaryOperation, lhs: Value, rhs: Value, result: Value) -> Value:
    """What the method of a sequence gives: its errors are its own, no operand is asked after it."""
    if result is not NotImplemented:
        return result
    if operation.name == "add":
        raise unsupported(operation, lhs, rhs)
    raise type_error(f"'{type_name(rhs)}' object cannot be interpreted as an integer")


def _repeated(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
    if isinstance(rhs, int) or not is_index(rhs):
        return _sequence_result(operation, lhs, rhs, _apply(machine, operation, lhs, rhs))
    return NativeFrame(_repeated_slowly(machine, operation, lhs, rhs))


def _repeated_slowly(
    machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value
) -> Suspended:
    count = yield index_of(machine, rhs)
    return _apply(machine, operation, lhs, count)


def _joined(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
    return _sequence_result(operation, lhs, rhs, _apply(machine, operation, lhs, rhs))


def _declined(
    machine: Machine, operation: BinaryOperation | CompareOperation, result: Value
) -> Value:
    """`result`; that a method does not know its operand costs what it costs to ask."""
    if result is NotImplemented:
        machine.meter.charge(operation.prices.other.base)
    return result


def _binary_method(owner: Class, dunder: str, kind: BinaryOp) -> None:
    applied = _application(owner, dunder)
    asked = owner.name in _CONCATENATED and dunder in ("mul", "mod")

    def forward(machine: Machine, receiver: Value, other: Value, modulus: Value = ABSENT) -> Value:
        if modulus is not ABSENT and modulus is not None:
            return _modular(machine, owner, (receiver, other, modulus))
        operation = binary_operation(machine.revision.prices, kind)
        if not asked:
            other = unwrapped(other)
        if isinstance(receiver, int) and isinstance(other, Float):
            return _declined(machine, operation, NotImplemented)
        return _declined(machine, operation, applied(machine, operation, receiver, other))

    forward.__doc__ = f"`self {word_of(BinaryOp(kind))} other`."
    taken = "self, value, mod=, /" if dunder == "pow" else "self, value, /"
    method(owner, f"__{dunder}__", taken)(forward)
    if owner.name not in _NUMBERS and dunder != "mul" and dunder not in ("and", "or", "xor", "sub"):
        return

    def reflected(
        machine: Machine, receiver: Value, other: Value, modulus: Value = ABSENT
    ) -> Value:
        if modulus is not ABSENT and modulus is not None:
            return _modular(machine, owner, (other, receiver, modulus))
        operation = binary_operation(machine.revision.prices, kind)
        if not asked:
            other = unwrapped(other)
        if dunder == "mul" and owner.name not in _NUMBERS:
            return applied(machine, operation, receiver, other)
        if isinstance(receiver, (Set, FrozenSet)):
            if not isinstance(other, (Set, FrozenSet)):
                return _declined(machine, operation, NotImplemented)
        elif type(other) is not type(receiver) and not isinstance(other, (int, Float)):
            return _declined(machine, operation, NotImplemented)
        if isinstance(other, Float) and isinstance(receiver, int):
            return _declined(machine, operation, NotImplemented)
        return _declined(machine, operation, _apply(machine, operation, other, receiver))

    reflected.__doc__ = f"`other {word_of(BinaryOp(kind))} self`."
    method(owner, f"__r{dunder}__", taken)(reflected)


def _application(owner: Class, dunder: str) -> Kernel:
    """How the method of an operator applies it."""
    if owner is b.STR and dunder == "mod":
        return KERNELS["remainder"][str]
    if owner.name in _CONCATENATED and dunder in ("add", "mul"):
        return _joined if dunder == "add" else _repeated
    return _apply


def _modular(machine: Machine, owner: Class, operands: tuple[Value, ...]) -> Value:
    """`pow` of three ints, else NotImplemented; the methods of float refuse a modulus."""
    if owner is b.FLOAT:
        raise type_error("pow() 3rd argument not allowed unless all arguments are integers")
    numbers = [unwrapped(each) for each in operands]
    if all(isinstance(each, int) for each in numbers):
        return native_call(machine, BUILTIN_FUNCTIONS["pow"], numbers, None)
    return NotImplemented


def _inplace_method(owner: Class, dunder: str, kind: BinaryOp) -> None:
    applied = _application(owner, dunder)
    asked = dunder == "mul" or owner in (b.LIST, b.DICT)

    def inplace(machine: Machine, receiver: Value, other: Value) -> Value:
        operation = binary_operation(machine.revision.prices, kind + 13)
        if not asked:
            other = unwrapped(other)
        held = unwrapped(receiver)
        result = _declined(machine, operation, applied(machine, operation, held, other))
        if receiver is held:
            return result
        if isinstance(result, Activation):
            return NativeFrame(_changed(result, receiver, held))
        return receiver if result is held else result

    inplace.__doc__ = f"`self {word_of(BinaryOp(kind))}= other`, in place."
    method(owner, f"__i{dunder}__", "self, value, /")(inplace)


def _changed(started: Activation, receiver: Value, held: Value) -> Suspended:
    """What an operator in place gives: of an instance of a subclass, the instance."""
    result = yield started
    return receiver if result is held else result


def _register_binary() -> None:
    for name, host in HOST_TYPES.items():
        if name == "bool":
            continue
        for dunder, kind in _OPERATIONS.items():
            if host in KERNELS.get(word_of(kind), {}) and host is not Dict:  # has its own
                _binary_method(b.CLASSES[name], dunder, kind)
    for name in ("list", "bytearray"):
        _inplace_method(b.CLASSES[name], "add", BinaryOp.ADD)
        _inplace_method(b.CLASSES[name], "mul", BinaryOp.MULTIPLY)
    for dunder in ("and", "or", "xor", "sub"):
        _inplace_method(b.SET, dunder, _OPERATIONS[dunder])
    _inplace_method(b.DICT, "or", BinaryOp.OR)


def _compare_method(owner: Class, kind: Comparison) -> None:
    def compared(machine: Machine, receiver: Value, other: Value) -> Value:
        operation = compare_operation(machine.revision.prices, kind)
        other = unwrapped(other)
        kernel = COMPARE_KERNELS.get(type(receiver))
        foreign = (type(other) is Float and isinstance(receiver, int)) or (
            type(other) is ByteArray and isinstance(receiver, bytes)
        )
        if kernel is None or foreign:
            return _declined(machine, operation, NotImplemented)
        return _declined(machine, operation, kernel(machine, operation, receiver, other))

    compared.__doc__ = f"`self {operation_symbol(kind)} other`."
    method(owner, f"__{word_of(kind)}__", "self, value, /")(compared)


def operation_symbol(kind: Comparison) -> str:
    """The symbol of a comparison."""
    return ("<", "<=", "==", "!=", ">", ">=")[kind]


def _register_comparisons() -> None:
    for name, host in HOST_TYPES.items():
        if name == "bool" or host not in COMPARE_KERNELS:
            continue
        for kind in Comparison:
            _compare_method(b.CLASSES[name], kind)


# --- Conversions and access


def _repr_method(machine: Machine, receiver: Value) -> Value:
    """The repr."""
    return repr_of(machine, machine.unit("builtin.repr"), receiver)


def _int_repr(machine: Machine, receiver: Value) -> Value:
    """The decimal text, of a bool as well, which has a method of its own."""
    value = int(receiver) if isinstance(receiver, int) else receiver
    return repr_of(machine, machine.unit("builtin.repr"), value)


def _str_method(machine: Machine, receiver: Value) -> Value:
    """The text."""
    return str_of(machine, machine.unit("str.__str__"), receiver)


def _hash_method(machine: Machine, receiver: Value) -> Value:
    """The hash."""
    if not isinstance(receiver, int) or abs(receiver) >= SAME_HASH_BELOW:
        machine.note("hash-value")
    return hash_of(machine, receiver)


def _len_method(machine: Machine, receiver: Value) -> Value:
    """The length."""
    return length(machine, receiver)


def _bool_method(machine: Machine, receiver: Value) -> Value:
    """The truth."""
    return truth(machine, receiver)


def _iter_method(machine: Machine, receiver: Value) -> Value:
    """An iterator."""
    if isinstance(receiver, Instance):  # a text of a subclass, ASCII or not
        return SequenceIterator("str_iterator", receiver.payload)
    return get_iterator(machine, receiver)


def _contains_method(machine: Machine, receiver: Value, element: Value) -> Value:
    """`element in self`."""
    return contains(machine, receiver, element)


def _getitem_method(machine: Machine, receiver: Value, key: Value) -> Value:
    """`self[key]`."""
    return get_item(machine, machine.revision.prices.family("BINARY_OP.subscript"), receiver, key)


def _setitem_method(machine: Machine, receiver: Value, key: Value, value: Value) -> Value:
    """`self[key] = value`."""
    prices = machine.revision.prices.family("STORE_SUBSCR")
    return _none(set_item(machine, prices, receiver, key, value))


def _delitem_method(machine: Machine, receiver: Value, key: Value) -> Value:
    """`del self[key]`."""
    prices = machine.revision.prices.family("DELETE_SUBSCR")
    return _none(delete_item(machine, prices, receiver, key))


def _none(result: Value) -> Value:
    return NativeFrame(_dropped(result)) if isinstance(result, Activation) else None


def _dropped(started: Activation) -> Suspended:
    yield started
    return None


def _format_method(machine: Machine, receiver: Value, spec: Value) -> Value:
    """`format(self, spec)`."""
    from spec.semantics.formatting import format_of

    spec = unwrapped(spec)
    if not isinstance(spec, str):
        raise type_error(f"__format__() argument must be str, not {shown_type(spec)}")
    return format_of(machine, machine.unit("builtin.format"), receiver, spec)


def _dict_getitem(machine: Machine, receiver: Value, key: Value) -> Value:
    """`self[key]`; a subclass may answer for a missing key with `__missing__`."""
    if isinstance(receiver, Instance):
        machine.meter.charge(
            machine.revision.prices.family("BINARY_OP.subscript").of(receiver.payload).base
        )
        return NativeFrame(dict_subclass_item(machine, receiver, key))
    return _getitem_method(machine, receiver, key)


def _register_access() -> None:
    for name in HOST_TYPES:
        owner = b.CLASSES[name]
        shown = _int_repr if name == "int" else _repr_method
        method(owner, "__repr__", "self, /", when_called=True)(shown)
        if name in ("int", "float", "str", "bytes", "tuple", "frozenset", "range", "slice"):
            method(owner, "__hash__", "self, /", when_called=True)(_hash_method)
        elif name != "bool":
            owner.namespace["__hash__"] = None
        if name in ("int", "float", "range"):
            method(owner, "__bool__", "self, /", when_called=True)(_bool_method)
        if name in ("int", "float", "str"):
            method(owner, "__format__", "self, format_spec, /", when_called=True)(_format_method)
        if name not in ("int", "bool", "float", "slice"):
            method(owner, "__len__", "self, /", when_called=True)(_len_method)
            method(owner, "__iter__", "self, /", when_called=True)(_iter_method)
            method(owner, "__contains__", "self, key, /")(_contains_method)
            if name not in ("set", "frozenset", "dict"):
                method(owner, "__getitem__", "self, key, /")(_getitem_method)
    method(b.STR, "__str__", "self, /", when_called=True)(_str_method)
    for owner in (b.LIST, b.DICT, b.BYTEARRAY):
        method(owner, "__setitem__", "self, key, value, /")(_setitem_method)
        method(owner, "__delitem__", "self, key, /")(_delitem_method)
    method(b.DICT, "__getitem__", "self, key, /")(_dict_getitem)
    for name in ("dict_keys", "dict_values", "dict_items"):
        owner = b.CLASSES[name]
        method(owner, "__len__", "self, /", when_called=True)(_len_method)
        method(owner, "__iter__", "self, /", when_called=True)(_iter_method)
        if name != "dict_values":
            method(owner, "__contains__", "self, key, /")(_contains_method)
    for name, action in (
        ("__len__", _len_method),
        ("__iter__", _iter_method),
        ("__contains__", _contains_method),
        ("__getitem__", _getitem_method),
    ):
        alone = name in ("__len__", "__iter__")
        taken = "self, /" if alone else "self, key, /"
        method(b.MAPPINGPROXY, name, taken, when_called=alone)(action)


_register_binary()
_register_comparisons()
_register_access()

__all__ = ["class_of", "compare", "static_method"]
