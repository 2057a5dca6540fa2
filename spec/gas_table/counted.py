"""What the size of a native counts, where its general meaning leaves a choice.

The receiver is the object whose method it is; where elements are counted, an iterable counts those
that were taken from it. What is not named here has its size from `size_names` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from spec.gas_table.price import Price

_TEXTS: Final = ("str", "bytes", "bytearray")
_BYTES: Final = ("bytes", "bytearray")
_SETS: Final = ("set", "frozenset")


def _of(owners: tuple[str, ...], names: str) -> str:
    return " ".join(f"{owner}.{name}" for owner in owners for name in names.split())


RECEIVER: Final = "the receiver"
LONGER: Final = "the receiver or the result, the longer"
STRIPPED: Final = "the receiver or the characters to strip, the longer"
BETWEEN: Final = "the receiver between start and end"
AFFIXES: Final = "each text that is compared, at least 1 for each"
AFFIX: Final = "the affix or the result, the longer"
RESULT: Final = "the result"
TRANSLATED: Final = "the receiver, the bytes to delete or the result, the longest"
NOTHING: Final = "nothing: it is given back as it is"
HEX_DIGITS: Final = "24, the longest text that there is"
DECODED: Final = "the result; nothing where bytes are decoded, which pay bytes.decode"
HEXED: Final = "two digits for each byte, without separators"
TEXT_READ: Final = "the text that is read, 0 if it is none"
ELEMENTS: Final = "elements of the argument"
NOT_FROZEN: Final = "elements of the argument; nothing of a frozenset, which is given back"
BOTH: Final = "elements of both arguments"
JOINED: Final = "the result, and elements of the argument"
TESTED: Final = "elements up to the one that decides"
ORDERED: Final = "arguments, or elements of the only one"
SUMMED: Final = "elements, 1 if there are none"
COMPARED: Final = "elements compared"
COMPARED_MOVED: Final = "elements compared, and elements behind the one that goes"
BEHIND: Final = "elements or bytes behind the place"
CHANGED: Final = "bytes added or cut off"
TABLE_MADE: Final = "entries of the dict, or the text of keys and the text to delete"
BYTE_TABLE: Final = "256, or the longer of the arguments"
ASKED_BYTES: Final = "bytes of the result"
SHOWN: Final = "the texts of the arguments, without separators and end"
CLASSES_COMPARED: Final = "items of the tuple of classes, and of the tuples in it that are opened"
ALL_SETS: Final = "elements of the receiver and of each argument"
INTERSECTED: Final = (
    "as union; those of an argument that is no set up to the one with which all are found"
)
IN_VIEW: Final = (
    "the view, and of an argument that is neither view nor set elements up to the one that decides"
)
IN_ARGUMENT: Final = "elements of a set; of any other argument those up to the one that decides"
EACH: Final = "elements of each argument"
PAIRS_GIVEN: Final = "pairs of the argument, and keywords"

COUNTED: Final[dict[str, str]] = {
    RECEIVER: " ".join(
        (
            "bytes.__bytes__",
            _of(_TEXTS, "partition rpartition split rsplit splitlines isalnum isalpha isascii"),
            _of(_TEXTS, "isdigit islower isspace istitle isupper"),
            _of(("str",), "isdecimal isidentifier isnumeric isprintable format format_map"),
            _of(("bytearray",), "clear copy reverse remove"),
            _of(("list",), "clear copy reverse sort"),
            _of(("dict",), "clear copy"),
            _of(("set",), "clear copy"),
        )
    ),
    LONGER: " ".join(
        (
            _of(_TEXTS, "capitalize center expandtabs ljust lower replace rjust swapcase title"),
            _of(_TEXTS, "upper zfill"),
            _of(("str",), "casefold translate"),
        )
    ),
    STRIPPED: _of(_TEXTS, "strip lstrip rstrip"),
    BETWEEN: _of(_TEXTS, "find rfind index rindex count"),
    AFFIXES: _of(_TEXTS, "startswith endswith"),
    AFFIX: _of(_TEXTS, "removeprefix removesuffix"),
    RESULT: "str.__str__ bytes.__str__ bytearray.__str__ BaseException.__str__ object.__str__ "
    "builtin.ascii builtin.bin builtin.format builtin.hex builtin.oct builtin.repr "
    "builtin.bytes builtin.bytearray",
    DECODED: "builtin.str",
    HEX_DIGITS: "float.hex",
    NOTHING: "frozenset.copy",
    TRANSLATED: _of(_BYTES, "translate"),
    HEXED: _of(_BYTES, "hex"),
    TEXT_READ: f"builtin.float float.fromhex {_of(_BYTES, 'fromhex')}",
    ELEMENTS: "builtin.tuple builtin.list builtin.set builtin.sorted dict.fromkeys int.from_bytes "
    "list.extend bytearray.extend math.fsum math.prod",
    NOT_FROZEN: "builtin.frozenset",
    BOTH: "math.dist math.sumprod",
    JOINED: _of(_TEXTS, "join"),
    TESTED: "builtin.all builtin.any",
    ORDERED: "builtin.max builtin.min",
    SUMMED: "builtin.sum",
    COMPARED: "list.index list.count tuple.index tuple.count",
    COMPARED_MOVED: "list.remove",
    BEHIND: "list.insert list.pop bytearray.insert bytearray.pop",
    CHANGED: "bytearray.resize",
    TABLE_MADE: "str.maketrans",
    BYTE_TABLE: _of(_BYTES, "maketrans"),
    ASKED_BYTES: "int.to_bytes",
    SHOWN: "builtin.print",
    CLASSES_COMPARED: "builtin.isinstance builtin.issubclass",
    ALL_SETS: _of(_SETS, "union difference symmetric_difference")
    + " set.symmetric_difference_update",
    INTERSECTED: _of(_SETS, "intersection") + " set.intersection_update",
    IN_ARGUMENT: _of(_SETS, "isdisjoint issubset issuperset"),
    IN_VIEW: "dict_keys.isdisjoint dict_items.isdisjoint",
    EACH: "set.update set.difference_update",
    PAIRS_GIVEN: "dict.update builtin.dict",
}
"""What is counted -> the keys of the entries, separated by spaces."""

COUNTED_OF: Final[dict[str, str]] = {
    key: words for words, keys in COUNTED.items() for key in keys.split()
}


def noted(prices: Iterable[Price]) -> tuple[Price, ...]:
    """The entries, each with what it counts in its note."""
    return tuple(_noted(price) for price in prices)


def _noted(price: Price) -> Price:
    words = COUNTED_OF.get(price.key)
    if words is None:
        return price
    note = f"{', '.join(price.sizes)}: {words}"
    return price.copy(price.key, note=f"{price.note}; {note}" if price.note else note)
