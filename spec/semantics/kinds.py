"""Kinds of values: the closed list that keys of prices and cases of rules are made of."""

from __future__ import annotations

from types import EllipsisType, NotImplementedType
from typing import Final

from spec.bytecode.code import Code
from spec.semantics import values as v
from spec.softfloat.value import Float

_KINDS: Final[dict[type, str]] = {
    int: "int",
    bool: "bool",
    str: "str",
    bytes: "bytes",
    tuple: "tuple",
    type(None): "None",
    EllipsisType: "Ellipsis",
    NotImplementedType: "NotImplemented",
    Float: "float",
    v.ByteArray: "bytearray",
    v.List: "list",
    v.Dict: "dict",
    v.Set: "set",
    v.FrozenSet: "frozenset",
    v.DictView: "dict_view",
    v.MappingProxy: "mappingproxy",
    v.Range: "range",
    v.Slice: "slice",
    v.Function: "function",
    v.Native: "native",
    v.BoundMethod: "method",
    v.Class: "class",
    v.ExceptionInstance: "exception",
    v.Generator: "generator",
    v.Module: "module",
    v.Cell: "cell",
    v.Property: "property",
    v.ClassMethod: "classmethod",
    v.StaticMethod: "staticmethod",
    v.Super: "super",
    v.Member: "descriptor",
    v.Attribute: "descriptor",
    v.Object: "object",
    v.Sentinel: "null",
    v.Finished: "null",
    v.SequenceIterator: "iterator",
    v.ReverseIterator: "iterator",
    v.RangeIterator: "iterator",
    v.TableIterator: "iterator",
    v.GetItemIterator: "iterator",
    v.CallIterator: "iterator",
    v.Enumerate: "iterator",
    v.Zip: "iterator",
    v.Map: "iterator",
    v.Filter: "iterator",
    Code: "code",
}

KINDS: Final = frozenset(_KINDS.values()) | {"instance"} | frozenset(
    f"subclass-of-{name}"
    for name in (
        "int", "float", "str", "bytes", "bytearray", "tuple", "list", "dict", "set", "frozenset",
        "property", "classmethod", "staticmethod", "iterator",
    )
)  # fmt: skip


def kind_of(value: v.Value) -> str:
    """The kind of a value, as it stands in cases of rules."""
    kind = _KINDS.get(type(value))
    if kind is not None:
        return kind
    if isinstance(value, v.Instance) and value.payload is not None:
        return f"subclass-of-{_KINDS[type(value.payload)]}"
    return "instance"
