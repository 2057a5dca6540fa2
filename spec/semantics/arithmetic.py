"""Binary operators: kernels for builtin kinds, then special methods (CPython's order)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias, final

from spec.bytecode.instructions import BINARY_SYMBOLS, FIRST_INPLACE, BinaryOp, word_of
from spec.gas_table.sizes import bytes_size, exceeds_object_limit, sequence_size, str_size
from spec.semantics.builtin_classes import class_of, is_subclass, type_name
from spec.semantics.floats import FLOAT_DUNDERS, float_binary
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.integers import INT_KERNELS, SMALL_OPERATIONS
from spec.semantics.lookup import lookup
from spec.semantics.prices import Prices, is_flat
from spec.semantics.raising import error, memory_error, overflow_error, refused, type_error
from spec.semantics.values import ABSENT, ByteArray, Class, Instance, List, Native, Value
from spec.softfloat.value import Float

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

_DUNDERS: Final[dict[str, str]] = {
    "add": "add", "and": "and", "floor_divide": "floordiv", "lshift": "lshift",
    "matrix_multiply": "matmul", "multiply": "mul", "remainder": "mod", "or": "or",
    "power": "pow", "rshift": "rshift", "subtract": "sub", "true_divide": "truediv",
    "xor": "xor",
}  # fmt: skip

Kernel: TypeAlias = "Callable[[Machine, BinaryOperation, Value, Value], Value]"
"""The operation on builtin operands: a value, an activation, or NotImplemented."""


@final
class BinaryOperation:
    """One operation of BINARY_OP in one revision."""

    __slots__ = (
        "dunder", "forward", "inplace", "int_kernel", "int_price", "kernels", "name", "prices",
        "reflected", "small", "symbol",
    )  # fmt: skip

    def __init__(self, prices: Prices, operation: BinaryOp) -> None:
        full = word_of(operation)
        self.symbol = BINARY_SYMBOLS[operation]
        self.name = full.removeprefix("inplace_")
        self.prices = prices.family(f"BINARY_OP.{full}")
        dunder = _DUNDERS[self.name]
        self.inplace = f"__i{dunder}__" if operation >= FIRST_INPLACE else ""
        self.forward = f"__{dunder}__"
        self.reflected = f"__r{dunder}__"
        self.dunder = dunder
        self.int_kernel = INT_KERNELS.get(self.name)
        self.int_price = self.prices.by_type.get(int, self.prices.other)
        self.small = -1
        if self.name in SMALL_OPERATIONS and is_flat(self.int_price):
            self.small = SMALL_OPERATIONS.index(self.name)
        self.kernels = KERNELS.get(self.name, {})


def binary_operation(prices: Prices, oparg: int) -> BinaryOperation:
    """The operation of a BINARY_OP operand, one object for each revision."""
    key = f"binary {oparg}"
    found = prices.operations.get(key)
    if not isinstance(found, BinaryOperation):
        found = BinaryOperation(prices, BinaryOp(oparg))
        prices.operations[key] = found
    return found


def binary(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
    """lhs OP rhs: a value, or an activation that will deliver it."""
    kernel = operation.kernels.get(type(lhs))
    if kernel is not None and type(rhs) is not Instance:
        result = kernel(machine, operation, lhs, rhs)
        if result is not NotImplemented:
            return result
    if type(lhs) is not Instance and type(rhs) is not Instance:
        result = _by_right_operand(machine, operation, lhs, rhs)
        if result is not NotImplemented:
            return result
    machine.meter.charge(operation.prices.other.base)
    if _is_builtin(lhs) and _is_builtin(rhs):
        _refuse_union(machine, operation, lhs, rhs)
        raise unsupported(operation, lhs, rhs)
    return NativeFrame(_by_methods(machine, operation, lhs, rhs))


def _by_right_operand(
    machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value
) -> Value:
    """What only the right operand knows: `int * sequence`."""
    if operation.name == "multiply" and type(rhs) in REPEATED and type(lhs) in (int, bool):
        return repeat(machine, operation, rhs, lhs)
    kernel = RIGHT_KERNELS.get(operation.name, {}).get(type(rhs))
    return NotImplemented if kernel is None else kernel(machine, operation, lhs, rhs)


def _is_builtin(value: Value) -> bool:
    """Whether operators on `value` can not reach user code."""
    return class_of(value).builtin and class_of(value).cls.builtin


def unsupported(operation: BinaryOperation, lhs: Value, rhs: Value) -> Exception:
    """The error for operands that know nothing of each other."""
    symbol = operation.symbol
    left, right = class_of(lhs), class_of(rhs)
    text = f"unsupported operand type(s) for {symbol}: '{left.name}' and '{right.name}'"
    if operation.name == "power":
        shown = "** or pow()" if symbol == "**" else symbol
        text = f"unsupported operand type(s) for {shown}: '{left.name}' and '{right.name}'"
    kind, other = _builtin_base(left), _builtin_base(right)
    if operation.name == "add" and kind in CONCATENATED:
        text = f'can only concatenate {kind} (not "{right.name}") to {kind}'
        if kind in ("bytes", "bytearray"):
            text = f"can't concat {right.name} to {left.name}"
    if operation.name == "multiply":
        if kind in REPEATED_NAMES:
            text = f"can't multiply sequence by non-int of type '{right.name}'"
        elif other in REPEATED_NAMES and not (
            operation.inplace and (not left.builtin or kind in _UNREPEATED_SEQUENCES)
        ):
            text = f"can't multiply sequence by non-int of type '{left.name}'"
    return type_error(text)


def _refuse_union(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> None:
    """Raise the named error for `C | D` of classes, or of a class and None: a union of types."""
    classes = [isinstance(each, Class) for each in (lhs, rhs)]
    if operation.name == "or" and any(classes) and (all(classes) or lhs is None or rhs is None):
        raise refused("a union of types")


def _builtin_base(cls: Class) -> str:
    """The name of the builtin class that a class is or is derived from."""
    return next(each.name for each in cls.mro if each.builtin)


def _by_methods(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Suspended:
    """`__iadd__`, `__add__` and `__radd__` of the operands' classes, in CPython's order."""
    left, right = class_of(lhs), class_of(rhs)
    last: Suspended | None = None
    if operation.inplace:
        found = lookup(left, operation.inplace)[0]
        plain = not isinstance(lhs, Instance) or operation.inplace == "__imul__"
        if is_of_sequence(found) and plain:
            last = _sequence_last(machine, found, lhs, rhs)
        elif found is not ABSENT:
            result = yield _call(machine, found, lhs, rhs)
            if result is not NotImplemented:
                own = lhs.payload if isinstance(lhs, Instance) else None
                return lhs if own is not None and result is own else result
    forward = lookup(left, operation.forward)[0]
    reflected = ABSENT if right is left else lookup(right, operation.reflected)[0]
    if reflected is not ABSENT and is_subclass(right, left):
        if reflected is not lookup(left, operation.reflected)[0]:
            result = yield _call(machine, reflected, rhs, lhs)
            if result is not NotImplemented:
                return result
            reflected = ABSENT
    if is_of_sequence(forward):
        last = last or _sequence_last(machine, forward, lhs, rhs)
    elif forward is not ABSENT:
        result = yield _call(machine, forward, lhs, rhs)
        if result is not NotImplemented:
            return result
    if is_of_sequence(reflected):
        repeated = not (operation.inplace and isinstance(lhs, Instance))
        last = last or (_sequence_last(machine, reflected, rhs, lhs) if repeated else None)
    elif reflected is not ABSENT:
        result = yield _call(machine, reflected, rhs, lhs)
        if result is not NotImplemented:
            return result
    if last is not None:
        return (yield NativeFrame(last))
    _refuse_union(machine, operation, lhs, rhs)
    raise unsupported(operation, lhs, rhs)


SEQUENCE_METHODS: Final = frozenset(
    f"{owner}.__{name}__"
    for owner in ("str", "bytes", "bytearray", "tuple", "list")
    for name in ("add", "mul", "rmul", "iadd", "imul")
)
"""Methods that CPython makes of a slot of sequences: they are asked after those of numbers."""


def is_of_sequence(found: Value) -> bool:
    """Whether a method concatenates or repeats a sequence."""
    return isinstance(found, Native) and found.key in SEQUENCE_METHODS


def _sequence_last(machine: Machine, found: Value, receiver: Value, other: Value) -> Suspended:
    """Call it: it gives a result or raises, and is the last one that is asked.

    A method that works in place gives its receiver, also when that is an instance.
    """
    from spec.semantics.indices import is_index

    if isinstance(found, Native) and found.key.endswith("mul__") and not is_index(other):
        raise type_error(f"can't multiply sequence by non-int of type '{type_name(other)}'")
    result = yield _call(machine, found, receiver, other)
    in_place = isinstance(found, Native) and found.key.endswith((".__iadd__", ".__imul__"))
    own = receiver.payload if in_place and isinstance(receiver, Instance) else None
    return receiver if own is not None and result is own else result


def _call(machine: Machine, found: Value, receiver: Value, other: Value) -> Value:
    from spec.semantics.special import call_special

    return call_special(machine, found, receiver, [other])


# --- Kernels


def int_kernel(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
    """An int or bool on the left."""
    if type(lhs) is bool and type(rhs) is bool and operation.name in ("and", "or", "xor"):
        machine.meter.charge(operation.prices.of(lhs).base)
        return _bool_operation(operation.name, lhs, rhs)
    assert isinstance(lhs, int)
    if isinstance(rhs, int):
        kernel = operation.int_kernel
        assert kernel is not None  # this kernel is entered for operations of ints alone
        return kernel(machine, operation.prices.of(lhs), int(lhs), int(rhs))
    if type(rhs) is Float and operation.name in FLOAT_DUNDERS:
        # The float performs the operation, so its entry is the price.
        machine.meter.charge(operation.prices.of(rhs).cost(*_bits(operation, rhs, lhs, rhs)))
        return float_binary(machine, operation.name, lhs, rhs)
    return NotImplemented


def _bits(operation: BinaryOperation, receiver: Value, lhs: Value, rhs: Value) -> list[int]:
    sizes = [operand.bit_length() if isinstance(operand, int) else 0 for operand in (lhs, rhs)]
    return [*sizes, 0][: len(operation.prices.of(receiver).sizes)]


def _bool_operation(name: str, lhs: bool, rhs: bool) -> bool:
    if name == "and":
        return lhs and rhs
    return (lhs or rhs) if name == "or" else lhs is not rhs


def float_kernel(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
    """A float on the left."""
    if operation.name not in FLOAT_DUNDERS or not isinstance(rhs, (Float, int)):
        return NotImplemented
    machine.meter.charge(operation.prices.of(lhs).cost(*_bits(operation, lhs, lhs, rhs)))
    return float_binary(machine, operation.name, lhs, rhs)


REPEATED: Final = (str, bytes, tuple, List, ByteArray)
REPEATED_NAMES: Final = ("str", "bytes", "tuple", "list", "bytearray")
CONCATENATED: Final = ("str", "bytes", "tuple", "list", "bytearray")


def length_of(value: Value) -> int:
    """The length of a str, bytes, tuple, list or bytearray."""
    if isinstance(value, List):
        return len(value.items)
    if isinstance(value, ByteArray):
        return len(value.data)
    assert isinstance(value, (str, bytes, tuple))
    return len(value)


def sequence_bytes(value: Value, length: int) -> int:
    """The size of a sequence of the kind of `value` with `length` elements."""
    if isinstance(value, str):
        return str_size(length)
    if isinstance(value, (bytes, ByteArray)):
        return bytes_size(length)
    return sequence_size(length)


def concatenate(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
    """lhs + rhs of two sequences of one kind."""
    if type(lhs) is not type(rhs):
        return NotImplemented
    total = length_of(lhs) + length_of(rhs)
    machine.meter.charge(operation.prices.of(lhs).cost(total))
    machine.allocate(sequence_bytes(lhs, total))
    if isinstance(lhs, List):
        assert isinstance(rhs, List)
        return List(lhs.items + rhs.items)
    if isinstance(lhs, str):
        assert isinstance(rhs, str)
        return lhs + rhs
    assert isinstance(lhs, tuple)
    assert isinstance(rhs, tuple)
    return lhs + rhs


_UNREPEATED_SEQUENCES: Final = frozenset(
    {"range", "set", "frozenset", "dict", "dict_keys", "dict_values", "dict_items", "mappingproxy"}
)
"""Kinds that `*=` takes for a sequence, so that it does not ask the right operand."""


def repeat(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
    """sequence * count; the size is known, paid and limited before it is built."""
    if not isinstance(rhs, int):
        return NotImplemented
    if not -(1 << 31) <= rhs < 1 << 31:
        machine.note("index-size")
    if not -(1 << 63) <= rhs < 1 << 63:
        raise overflow_error("cannot fit 'int' into an index-sized integer")
    count = max(0, int(rhs))
    length = length_of(lhs)
    total = length * count
    price = operation.prices.of(lhs)
    if exceeds_object_limit(sequence_bytes(lhs, total)):
        machine.meter.charge(price.base)
        raise _too_long(machine, lhs, total)
    machine.meter.charge(price.cost(total))
    machine.allocate(sequence_bytes(lhs, total))
    if isinstance(lhs, List):
        if operation.inplace:
            lhs.items *= count
            return lhs
        return List(lhs.items * count)
    if isinstance(lhs, ByteArray):
        if operation.inplace:
            lhs.data *= count
            return lhs
        return ByteArray(lhs.data * count)
    assert isinstance(lhs, (str, bytes, tuple))
    return lhs * count


def _too_long(machine: Machine, lhs: Value, total: int) -> Exception:
    """The error for a repetition that is refused: CPython's own beyond 64 bits."""
    machine.note("memory-limit")
    if total >= 1 << 63 and isinstance(lhs, str):
        return overflow_error("repeated string is too long")
    if total >= 1 << 63 and isinstance(lhs, bytes):
        return overflow_error("repeated bytes are too long")
    return memory_error()


def list_add(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
    """list + list; `list += iterable` extends the list itself."""
    if not operation.inplace:
        return concatenate(machine, operation, lhs, rhs)
    from spec.semantics.sequences import extend_list

    assert isinstance(lhs, List)
    return extend_list(machine, operation.prices.of(lhs), lhs, rhs)


def _bytes_add(machine: Machine, operation: BinaryOperation, lhs: Value, rhs: Value) -> Value:
    if not isinstance(rhs, (bytes, ByteArray)):
        return NotImplemented
    left = lhs.data if isinstance(lhs, ByteArray) else lhs
    right = rhs.data if isinstance(rhs, ByteArray) else rhs
    assert isinstance(left, (bytes, bytearray))
    total = len(left) + len(right)
    machine.meter.charge(operation.prices.of(lhs).cost(total))
    if isinstance(lhs, ByteArray) and operation.inplace:
        if rhs is lhs and left:
            raise error("BufferError", "Existing exports of data: object cannot be re-sized")
        machine.grow(len(left), total)
        lhs.data += right
        return lhs
    machine.allocate(bytes_size(total))
    if isinstance(lhs, ByteArray):
        return ByteArray(bytearray(left) + right)
    return bytes(left) + bytes(right)


KERNELS: Final[dict[str, dict[type, Kernel]]] = {
    name: {int: int_kernel, bool: int_kernel} for name in INT_KERNELS
}
"""Operation -> host type of the left operand -> kernel; `spec.objects` adds to it."""
RIGHT_KERNELS: Final[dict[str, dict[type, Kernel]]] = {}
"""The same by host type of the right operand, for types that operate on anything left of them."""
for _name in FLOAT_DUNDERS:
    KERNELS[_name][Float] = float_kernel
for _kind in (str, tuple):
    KERNELS["add"][_kind] = concatenate
KERNELS["add"][List] = list_add
KERNELS["add"][bytes] = KERNELS["add"][ByteArray] = _bytes_add
for _sequence in REPEATED:
    KERNELS["multiply"][_sequence] = repeat
KERNELS["matrix_multiply"] = {}
