"""Operations on constants, as folding does them: the result, or that there is none.

Values are those of constants: None, Ellipsis, bool, int, Float, str, bytes, tuple, slice.
"""

from collections.abc import Callable
from typing import Final, TypeGuard, final

from spec.bytecode.instructions import BinaryOp, Op
from spec.language.intermediate import AnyOp
from spec.language.truth import constant_truth
from spec.params import INTEGER_LIMIT
from spec.semantics.hashing import scalar_hash
from spec.semantics.values import FrozenSet, Slice
from spec.softfloat import OPERATIONS
from spec.softfloat.errors import FloatError
from spec.softfloat.value import Float


@final
class _NotFolded:
    __slots__ = ()


NOT_FOLDED: Final = _NotFolded()
"""The operation raises, is guarded against, or is not for constants of these kinds."""

_MAX_INT_BITS: Final = 128
_MAX_TUPLE: Final = 256
_MAX_NESTED: Final = 1024
_MAX_TEXT: Final = 4096

_FLOAT_NAMES: Final[dict[BinaryOp, str]] = {
    BinaryOp.ADD: "add",
    BinaryOp.SUBTRACT: "sub",
    BinaryOp.MULTIPLY: "mul",
    BinaryOp.TRUE_DIVIDE: "truediv",
    BinaryOp.FLOOR_DIVIDE: "floordiv",
    BinaryOp.REMAINDER: "mod",
    BinaryOp.POWER: "pow",
}
_INTEGER: Final[dict[BinaryOp, Callable[[int, int], int]]] = {
    BinaryOp.ADD: lambda left, right: left + right,
    BinaryOp.SUBTRACT: lambda left, right: left - right,
    BinaryOp.MULTIPLY: lambda left, right: left * right,
    BinaryOp.AND: lambda left, right: left & right,
    BinaryOp.OR: lambda left, right: left | right,
    BinaryOp.XOR: lambda left, right: left ^ right,
    BinaryOp.LSHIFT: lambda left, right: left << right,
    BinaryOp.RSHIFT: lambda left, right: left >> right,
    BinaryOp.FLOOR_DIVIDE: lambda left, right: left // right,
    BinaryOp.REMAINDER: lambda left, right: left % right,
}
_BITWISE: Final = (BinaryOp.AND, BinaryOp.OR, BinaryOp.XOR)


def unary_constant(op: AnyOp, value: object) -> object:
    """`not`, `-`, `~` or `+` of a constant."""
    if op is Op.UNARY_NOT:
        return not constant_truth(value)
    if isinstance(value, int):
        if op is Op.UNARY_INVERT:
            return NOT_FOLDED if isinstance(value, bool) else _limited(~value)
        return -value if op is Op.UNARY_NEGATIVE else +value
    if isinstance(value, Float) and op is not Op.UNARY_INVERT:
        name = "float.__neg__" if op is Op.UNARY_NEGATIVE else "float.__pos__"
        return OPERATIONS[name](value)
    return NOT_FOLDED


def binary_constant(operation: BinaryOp, left: object, right: object) -> object:
    """A binary operator, or a subscript, on two constants."""
    if operation is BinaryOp.SUBSCR:
        return _subscript(left, right)
    if isinstance(left, int) and isinstance(right, int):
        return _integers(operation, left, right)
    if isinstance(left, (int, Float)) and isinstance(right, (int, Float)):
        return _floats(operation, left, right)
    if operation is BinaryOp.ADD:
        return _concatenation(left, right)
    if operation is BinaryOp.MULTIPLY:
        if isinstance(left, int):
            return _repetition(right, left)
        if isinstance(right, int):
            return _repetition(left, right)
    return NOT_FOLDED


def _limited(value: int) -> object:
    return value if -INTEGER_LIMIT < value < INTEGER_LIMIT else NOT_FOLDED


def _integers(operation: BinaryOp, left: int, right: int) -> object:
    bits = int(left).bit_length()
    if operation is BinaryOp.TRUE_DIVIDE:
        return _float_operation("int.__truediv__", int(left), int(right))
    if operation is BinaryOp.POWER:
        if right > 0:
            return NOT_FOLDED if bits > _MAX_INT_BITS // right else int(left) ** int(right)
        return _float_operation("int.__pow__", int(left), int(right))
    function = _INTEGER.get(operation)
    if function is None:
        return NOT_FOLDED
    if operation is BinaryOp.MULTIPLY and left and right:
        if bits + int(right).bit_length() > _MAX_INT_BITS:
            return NOT_FOLDED
    elif operation is BinaryOp.LSHIFT and left:
        if not 0 <= right <= _MAX_INT_BITS or bits > _MAX_INT_BITS - right:
            return NOT_FOLDED
    elif operation in (BinaryOp.LSHIFT, BinaryOp.RSHIFT):
        if right < 0:
            return NOT_FOLDED
    elif operation in (BinaryOp.FLOOR_DIVIDE, BinaryOp.REMAINDER) and not right:
        return NOT_FOLDED
    if operation in (BinaryOp.LSHIFT, BinaryOp.RSHIFT) and right > INTEGER_LIMIT.bit_length():
        return 0 if not left or left > 0 or operation is BinaryOp.LSHIFT else -1
    both_bool = isinstance(left, bool) and isinstance(right, bool)
    result = function(int(left), int(right))
    return bool(result) if both_bool and operation in _BITWISE else _limited(result)


def _floats(operation: BinaryOp, left: int | Float, right: int | Float) -> object:
    name = _FLOAT_NAMES.get(operation)
    if name is None:
        return NOT_FOLDED
    if isinstance(left, Float):
        return _float_operation(f"float.__{name}__", left, right)
    return _float_operation(f"float.__r{name}__", right, left)


def _float_operation(name: str, left: object, right: object) -> object:
    try:
        return OPERATIONS[name](left, right)
    except FloatError:
        return NOT_FOLDED


def _concatenation(left: object, right: object) -> object:
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, bytes) and isinstance(right, bytes):
        return left + right
    if isinstance(left, tuple) and isinstance(right, tuple):
        return left + right
    return NOT_FOLDED


def _repetition(sequence: object, count: int) -> object:
    if isinstance(sequence, tuple):
        if sequence and not (
            0 <= count <= _MAX_TUPLE
            and len(sequence) * count <= _MAX_TUPLE
            and _nested_items(sequence) * count <= _MAX_NESTED
        ):
            return NOT_FOLDED
        return sequence * count if sequence else sequence
    if isinstance(sequence, (str, bytes)):
        if sequence and not 0 <= count <= _MAX_TEXT // len(sequence):
            return NOT_FOLDED
        return sequence * count if sequence else sequence
    return NOT_FOLDED


def _nested_items(value: tuple[object, ...]) -> int:
    total, waiting = 0, list(value)
    while waiting:
        item = waiting.pop()
        total += 1
        if isinstance(item, tuple):
            waiting.extend(item)
    return total


def _subscript(container: object, index: object) -> object:
    if not isinstance(container, (str, bytes, tuple)):
        return NOT_FOLDED
    size = len(container)
    if isinstance(index, int):
        return container[index] if -size <= index < size else NOT_FOLDED
    if isinstance(index, Slice) and index.step != 0:
        start, stop, step = index.start, index.stop, index.step
        if _is_bound(start) and _is_bound(stop) and _is_bound(step):
            return container[start:stop:step]
    return NOT_FOLDED


def _is_bound(part: object) -> TypeGuard[int | None]:
    return part is None or isinstance(part, int)


def frozen_constant(values: list[object]) -> FrozenSet:
    """The frozenset of constants; of equal ones the first stays."""
    made = FrozenSet()
    for value in values:
        key_hash = scalar_hash(value)
        entry = made.index.get(key_hash)
        while entry is not None and not _equal(entry.key, value):
            entry = entry.same_hash
        if entry is None:
            made.insert(key_hash, value, None)
    return made


def _equal(one: object, other: object) -> bool:
    """Python's `==` on constants, NaN equal to itself by identity of bits."""
    if isinstance(one, Float) or isinstance(other, Float):
        if isinstance(one, Float) and isinstance(other, Float) and one.bits == other.bits:
            return True
        if isinstance(one, Float) and isinstance(other, (int, Float)):
            return OPERATIONS["float.__eq__"](one, other) is True
        return isinstance(other, Float) and isinstance(one, int) and _equal(other, one)
    if isinstance(one, int) and isinstance(other, int):
        return int(one) == int(other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_equal, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    if isinstance(one, bytes) and isinstance(other, bytes):
        return one == other
    return one is other
