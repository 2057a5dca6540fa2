"""Boundary pools of the kinds of values that programs of the lane `bytecode` work on."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from fuzz.choices import Choices

Form: TypeAlias = list[Any]
"""A canonical value form: kind and content."""


def _int(value: int) -> Form:
    return ["int", value if abs(value) < 1 << 53 else str(value)]


SMALL_INTS: Final[Sequence[Form]] = [_int(n) for n in (0, 1, 2, 3, -1, 5, 7, -2, 10, 255)]
INTS: Final[Sequence[Form]] = [
    _int(n)
    for n in (
        0, 1, -1, 2, 3, 5, 7, 10, -2, -3, 255, 256, 257, -5, -6, 1000,
        (1 << 15) - 1, 1 << 15, (1 << 30) - 1, 1 << 30, -(1 << 30), (1 << 31) - 1, -(1 << 31),
        1 << 32, (1 << 53) - 1, 1 << 53, (1 << 53) + 1, (1 << 60) - 1,
        (1 << 63) - 1, 1 << 63, -(1 << 63), (1 << 64) - 1, 1 << 64, 10**18, 3**70, -(1 << 100),
    )
]  # fmt: skip
FLOATS: Final[Sequence[Form]] = [
    ["float", bits]
    for bits in (
        "0000000000000000",  # 0.0
        "3ff0000000000000",  # 1.0
        "8000000000000000",  # -0.0
        "3fe0000000000000",  # 0.5
        "bff8000000000000",  # -1.5
        "4008000000000000",  # 3.0
        "3fb999999999999a",  # 0.1
        "4341c37937e08000",  # 1e16
        "4340000000000000",  # 2**53
        "7fefffffffffffff",  # the greatest
        "0000000000000001",  # the smallest
        "7ff0000000000000",  # infinity
        "fff0000000000000",  # -infinity
        "7ff8000000000000",  # nan
    )
]
TEXTS: Final[Sequence[str]] = (
    "", "a", "b", "ab", "abc", "A", "0", "12", "-7", " x ", "a,b", "\u00e9", "\u0130", "\u00df",
    "\u2028", "\U0001f600", "a\u0301", "None", "%s", "{}", "\x00", "aaaaaaaaaaaaaaaaaaaa",
)  # fmt: skip
STRS: Final[Sequence[Form]] = [["str", text] for text in TEXTS]
BYTES: Final[Sequence[Form]] = [
    ["bytes", data] for data in ("", "00", "61", "6162", "ff", "0001020304", "6162636465666768")
]
BOOLS: Final[Sequence[Form]] = [["bool", False], ["bool", True]]
NONES: Final[Sequence[Form]] = [["None", None]]
TUPLES: Final[Sequence[Form]] = [
    ["tuple", []],
    ["tuple", [_int(1)]],
    ["tuple", [_int(1), _int(2)]],
    ["tuple", [["str", "a"], _int(0), ["None", None]]],
    ["tuple", [["bool", True], ["float", "3ff0000000000000"]]],
    ["tuple", [["tuple", [_int(1)]], ["str", ""]]],
    ["tuple", [_int(n) for n in range(9)]],
]
INT_TUPLES: Final[Sequence[Form]] = [
    ["tuple", [_int(n) for n in items]]
    for items in ((), (1,), (1, 2), (3, 1, 2), (0, -1, 5, 5), (1 << 64, -7), tuple(range(8)))
]
LISTS: Final[Sequence[Form]] = [["list", form[1]] for form in TUPLES]
DICTS: Final[Sequence[Form]] = [
    ["dict", []],
    ["dict", [[["str", "a"], _int(1)]]],
    ["dict", [[["str", "a"], _int(1)], [["str", "b"], ["str", "x"]]]],
    ["dict", [[_int(1), ["str", "one"]], [["None", None], _int(2)]]],
    ["dict", [[["tuple", [_int(1), _int(2)]], ["float", "3fe0000000000000"]]]],
]
RANGES: Final[Sequence[Form]] = [
    ["range", [_int(a), _int(b), _int(c)]]
    for a, b, c in ((0, 0, 1), (0, 3, 1), (5, 0, -2), (-1, 4, 2), (0, 1 << 40, 1 << 38))
]
SETS: Final[Sequence[Form]] = [
    ["set", []],
    ["set", [_int(1)]],
    ["set", [_int(1), _int(2), ["str", "a"]]],
]
FROZENSETS: Final[Sequence[Form]] = [["frozenset", form[1]] for form in SETS]
BYTEARRAYS: Final[Sequence[Form]] = [["bytearray", form[1]] for form in BYTES]
ELLIPSES: Final[Sequence[Form]] = [["Ellipsis", None]]
SLICES: Final[Sequence[Form]] = [
    ["slice", [a, b, c]]
    for a, b, c in (
        (["None", None], ["None", None], ["None", None]),
        (_int(1), ["None", None], ["None", None]),
        (_int(0), _int(2), ["None", None]),
        (_int(-1), ["None", None], _int(-1)),
        (["None", None], _int(-1), _int(2)),
        (_int(0), _int(1), _int(0)),
    )
]

POOLS: Final[Mapping[str, Sequence[Form]]] = {
    "int": INTS,
    "float": FLOATS,
    "str": STRS,
    "bool": BOOLS,
    "None": NONES,
    "tuple": TUPLES,
    "list": LISTS,
    "bytes": BYTES,
    "dict": DICTS,
    "range": RANGES,
    "set": SETS,
    "slice": SLICES,
    "frozenset": FROZENSETS,
    "bytearray": BYTEARRAYS,
    "Ellipsis": ELLIPSES,
}
"""Values by kind, simplest first; a case may pass any of them as an argument."""


def draw_value(choices: Choices, kind: str) -> Form:
    """A value of this kind, from its pool or, for ints and floats, sometimes any."""
    if kind == "int" and choices.chance(1, 8):
        return _int(choices.bits(1 << choices.integer(3, 7)) * choices.one_of((1, -1)))
    if kind == "float" and choices.chance(1, 6):
        bits = choices.bits(64)
        if bits >> 52 & 0x7FF != 0x7FF:
            return ["float", f"{bits:016x}"]
    return choices.one_of(POOLS[kind])
