"""Host values to and from those of the codec, for tests that use host codecs as oracles."""

import struct
from typing import Any

from spec.cbor import Entries
from spec.semantics.values import ByteArray, List
from spec.softfloat.value import Float


def float_of(number: float) -> Float:
    """The guest float with the bits of a host float."""
    return Float(int.from_bytes(struct.pack(">d", number), "big"))


def to_codec(value: Any) -> Any:
    """What stands for a host value in the specification."""
    kind = type(value)
    if kind is float:
        return float_of(value)
    if kind is list:
        return List([to_codec(item) for item in value])
    if kind is tuple:
        return tuple(to_codec(item) for item in value)
    if kind is dict:
        return Entries([(to_codec(key), to_codec(item)) for key, item in value.items()])
    if kind is bytearray:
        return ByteArray(value)
    return value


def to_host(value: Any) -> Any:
    """The host value of a decoded one; dicts as lists of pairs stay comparable with `shape`."""
    kind = type(value)
    if kind is Float:
        return struct.unpack(">d", value.bits.to_bytes(8, "big"))[0]
    if kind is List:
        return [to_host(item) for item in value.items]
    if kind is Entries:
        return {to_host(key): to_host(item) for key, item in value.pairs()}
    return value


def shape(value: Any) -> Any:
    """A host structure that is equal only for the same guest value: kinds, bits and order."""
    kind = type(value)
    if kind is Float:
        return ("float", value.bits)
    if kind is List or kind is tuple:
        return ("list", [shape(item) for item in (value.items if kind is List else value)])
    if kind is Entries:
        return ("dict", [(shape(key), shape(item)) for key, item in value.pairs()])
    if kind is ByteArray:
        return ("bytes", bytes(value.data))
    return (kind.__name__, value)
