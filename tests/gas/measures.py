"""The sizes that an instruction must pay for, measured on its operands.

Written from the meaning of each size (`size_names`) and the book's page on prices; nothing here
asks the machine. What is not measured is None: sums over elements that only a run of the
comparisons themselves would show.
"""

from dataclasses import dataclass
from typing import Any

from spec.bytecode.instructions import BinaryOp, Comparison, Op
from spec.params import INTEGER_BITS
from spec.semantics import values as v

TEXTS = {"str", "bytes", "bytearray"}
SEQUENCES = {"list", "tuple"}
NUMBERS = {"int", "bool", "float"}
SETS = {"set", "frozenset"}
NAMES = {
    int: "int", bool: "bool", str: "str", bytes: "bytes", tuple: "tuple", v.List: "list",
    v.ByteArray: "bytearray", v.Dict: "dict", v.Set: "set", v.FrozenSet: "frozenset",
    v.Range: "range", v.Slice: "slice",
}  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A value before the step: its kind, its length, its bits, and itself if it cannot change."""

    kind: str
    length: int = 0
    bits: int = 0
    value: Any = None


def seen(value: Any) -> Seen:
    """What a value is now."""
    kind = NAMES.get(type(value), "float" if type(value).__name__ == "Float" else "other")
    if kind in ("int", "bool"):
        return Seen(kind, 0, int(value).bit_length(), int(value))
    if kind in ("str", "bytes", "tuple"):
        return Seen(kind, len(value), 0, value)
    if kind == "list":
        return Seen(kind, len(value.items))
    if kind == "bytearray":
        return Seen(kind, len(value.data))
    if kind in ("dict", "set", "frozenset"):
        return Seen(kind, value.count)
    return Seen(kind, 0, 0, value if kind in ("range", "slice") else None)


def measured(op: Op, oparg: int, stack: list[Seen], result: Seen) -> dict[str, int] | None:
    """Sizes by name that an instruction pays for its own work; None where it is not measured."""
    if op is Op.BINARY_OP:
        word = BinaryOp(oparg).name.lower()
        if word == "subscr":
            return _subscript(stack[-2], stack[-1], result)
        return _binary(word, stack[-2], stack[-1], result)
    if op is Op.COMPARE_OP:
        return _comparison(Comparison(oparg >> 5).name.lower(), stack[-2], stack[-1])
    if op is Op.CONTAINS_OP:
        return _membership(stack[-2], stack[-1])
    return _other(op, oparg, stack, result)


def _bits(left: Seen, right: Seen) -> dict[str, int]:
    return {"left_bits": left.bits, "right_bits": right.bits}


def _binary(word: str, left: Seen, right: Seen, result: Seen) -> dict[str, int] | None:
    inplace, word = word.startswith("inplace_"), word.removeprefix("inplace_")
    if left.kind in NUMBERS and right.kind in NUMBERS:
        return {**_bits(left, right), "result_bits": _predicted(word, left, right)}
    kinds = {left.kind, right.kind}
    if word == "add" and kinds <= TEXTS:
        return {"units": left.length + right.length}
    if word == "add" and kinds <= SEQUENCES:
        return {"items": right.length if inplace and left.kind == "list" else result.length}
    if word == "multiply" and kinds & (TEXTS | SEQUENCES):
        count = max(left.value if left.kind in ("int", "bool") else right.value or 0, 0)
        length = max(left.length, right.length) * count
        return {"units": length, "items": length}
    if word in ("or", "xor", "subtract", "and") and kinds <= SETS:
        return {"items": left.length + right.length}
    if word == "or" and kinds == {"dict"} and not inplace:
        return {"pairs": left.length + right.length}
    return None


def _predicted(word: str, left: Seen, right: Seen) -> int:
    """The bits that a result may have, at most the limit."""
    if word == "lshift" and right.value is not None:
        return min(left.bits + right.value, INTEGER_BITS) if left.bits else 0
    if word == "power" and right.value is not None:
        return min(max(left.bits * right.value, 1), INTEGER_BITS)
    return 0


def _comparison(word: str, left: Seen, right: Seen) -> dict[str, int] | None:
    if left.kind in NUMBERS and right.kind in NUMBERS:
        return _bits(left, right)
    texts = {left.kind, right.kind} <= {"bytes", "bytearray"} or left.kind == right.kind == "str"
    if texts or (left.kind == right.kind and left.kind in SEQUENCES):
        decided = word in ("eq", "ne") and left.length != right.length
        visited = 0 if decided else min(left.length, right.length)
        return {"units": visited, "items": visited}
    if left.kind == right.kind == "dict" and word in ("eq", "ne"):
        return {"pairs": left.length if left.length == right.length else 0}
    return None


def _membership(element: Seen, container: Seen) -> dict[str, int] | None:
    if container.kind in TEXTS and element.kind in TEXTS:
        return {"units": container.length}
    if container.kind in ("dict", "set", "frozenset"):
        return {}
    return None


def _subscript(container: Seen, index: Seen, result: Seen) -> dict[str, int] | None:
    sliced = index.kind == "slice"
    if container.kind in SEQUENCES:
        return {"items": result.length if sliced else 0}
    if container.kind in TEXTS:
        return {"units": result.length if sliced else 1}
    return {} if container.kind in ("dict", "range") else None


def _other(op: Op, oparg: int, stack: list[Seen], result: Seen) -> dict[str, int] | None:
    if op in (Op.UNARY_NEGATIVE, Op.UNARY_INVERT):
        return {"bits": stack[-1].bits}
    if op in (Op.BUILD_LIST, Op.BUILD_TUPLE, Op.BUILD_SET):
        return {"items": oparg}
    if op is Op.BUILD_MAP:
        return {"pairs": oparg}
    if op is Op.BUILD_STRING:
        return {"units": sum(each.length for each in stack[len(stack) - oparg :])}
    if op is Op.UNPACK_SEQUENCE and stack[-1].kind in SEQUENCES:
        return {"items": oparg}
    if op is Op.UNPACK_EX and stack[-1].kind in SEQUENCES:
        return {"items": stack[-1].length}
    if op in (Op.FORMAT_SIMPLE, Op.FORMAT_WITH_SPEC, Op.CONVERT_VALUE):
        return {"units": result.length}
    if op in (Op.LIST_EXTEND, Op.SET_UPDATE) and stack[-1].kind in SEQUENCES:
        return {"items": stack[-1].length}
    if op in (Op.DICT_UPDATE, Op.DICT_MERGE) and stack[-1].kind == "dict":
        return {"pairs": stack[-1].length}
    return None
