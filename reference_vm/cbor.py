"""One operation of the codec, with its price and the decisions that it met."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import final

from spec.cbor import SDK_0_1, CborError, Entries, Profile, Reason, decode, encode
from spec.cbor.heads import LARGEST_ARGUMENT
from spec.gas_table import TABLE, GasTable
from spec.semantics.values import Dict, List
from spec.softfloat.value import SIGN_BIT, Float

OPERATIONS = ("encode", "decode", "recode")
_CONTAINERS = frozenset((List, tuple, Dict, Entries))


@final
@dataclass(frozen=True, slots=True)
class CborRun:
    """What an operation did: a value, or the refusal.

    `marks` are names of `spec.marks`, in order of their first occurrence. `cycles` is the
    price of what was read and of what was written; a refusal writes nothing.
    """

    value: object
    refusal: CborError | None
    marks: tuple[str, ...]
    cycles: int


def run_cbor(
    operation: str, profile: Profile, argument: object, table: GasTable = TABLE
) -> CborRun:
    """Run one of OPERATIONS. Maps that are read come out as `Entries`.

    Raises ValueError for an unknown operation, and TypeError where bytes are read and the
    argument is of another kind.
    """
    if operation not in OPERATIONS:
        raise ValueError(f"no operation {operation!r}")
    cycles = 0
    met: object = None
    value = argument
    try:
        if operation != "encode":
            if type(argument) is not bytes:
                raise TypeError(f"{operation} reads bytes")
            cycles += table.price("cbor.decode").cost(len(argument))
            value = decode(argument, profile, Entries)
        met = value
        if operation != "decode":
            price = table.price("cbor.encode")
            cycles += price.base
            value = encode(value, profile)
            cycles += price.cost(len(value)) - price.base
    except CborError as error:
        return CborRun(None, error, (*marks_of(met), mark_of(error.reason)), cycles)
    return CborRun(value, None, marks_of(met), cycles)


def mark_of(reason: Reason) -> str:
    """The mark of a refusal."""
    return f"cbor-{reason.value}"


def marks_of(value: object) -> tuple[str, ...]:
    """The decisions that a value meets, whichever way it is converted."""
    found: dict[str, None] = {}
    waiting = [value]
    opened: dict[int, object] = {}
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if kind is int or kind is Float:
            found.update(dict.fromkeys(_number_marks(item)))
        elif kind in _CONTAINERS and id(item) not in opened:
            opened[id(item)] = item  # kept, so that its address is not used again
            waiting.extend(_members(item))
            if isinstance(item, Dict | Entries):
                found.update(dict.fromkeys(_key_marks([key for key, _ in item.pairs()])))
    return tuple(found)


def _members(item: object) -> Iterator[object]:
    if isinstance(item, List):
        yield from item.items
    elif isinstance(item, tuple):
        yield from item
    elif isinstance(item, Dict | Entries):
        for key, held in item.pairs():
            yield key
            yield held


def _number_marks(item: object) -> Iterator[str]:
    if isinstance(item, Float):
        yield "cbor-float"
        if item.bits == SIGN_BIT:
            yield "cbor-negative-zero"
    elif isinstance(item, int) and not -LARGEST_ARGUMENT - 1 <= item <= LARGEST_ARGUMENT:
        yield "cbor-big-integer"


def _key_marks(keys: list[object]) -> Iterator[str]:
    if any(type(key) is tuple for key in keys):
        yield "cbor-tuple-key"
    if any(type(key) is Float for key in keys):
        yield "cbor-float-key"
    if len({type(key) for key in keys}) < 2 and type(keys[0] if keys else None) is not int:
        return
    try:
        encoded = sorted(encode(key, SDK_0_1) for key in keys)
    except CborError:
        return
    if encoded != sorted(encoded, key=len):
        yield "cbor-bytewise"
