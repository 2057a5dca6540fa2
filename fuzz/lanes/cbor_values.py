"""Values of all shapes in the canonical form, for encoders: what sits on a boundary of a rule."""

from dataclasses import dataclass
from typing import Any, TypeAlias, final

from fuzz.choices import Choices

Form: TypeAlias = list[Any]

_MAX_NUMBER = (1 << 53) - 1
_CANONICAL_NAN = "7ff8000000000000"

_HEAD_BOUNDARIES = (0, 23, 24, 255, 256, 65535, 65536, (1 << 32) - 1, 1 << 32)
"""Arguments at which a head gets longer."""
_WIDE_BITS = (53, 63, 64, 65, 71, 72, 73, 184, 185, 192, 193, 2040, 2041, 2048, 2049, 4095, 4096)
"""Magnitudes around 2**bits: the ends of 64-bit heads, of bignums of 9, 23, 24, 255 and 256
bytes (whose own heads get longer), and of the integer limit."""

_FLOAT_PATTERNS = (
    0x3FF0000000000000,  # 1.0
    0x0000000000000000,
    0x8000000000000000,  # -0.0
    0x3FF8000000000000,
    0x0000000000000001,  # smallest subnormal
    0x000FFFFFFFFFFFFF,
    0x0010000000000000,  # smallest normal
    0x7FEFFFFFFFFFFFFF,  # largest finite
    0x40EFFC0000000000,  # 65504, the largest half
    0x47EFFFFFE0000000,  # the largest single
    0x3E70000000000000,  # 2**-24, the smallest half subnormal
    0x36A0000000000000,  # 2**-149, the smallest single subnormal
    0x433FFFFFFFFFFFFF,  # 2**53 - 1
    0x43F0000000000000,  # 2**64
    0x3FB999999999999A,  # 0.1
)
_NON_FINITE = ("7ff0000000000000", "fff0000000000000", _CANONICAL_NAN)

_CHARACTERS = (
    *("a", "z", "\x00", "\x7f", "\x80", "\u00e9", "\u07ff", "\u0800", "\ud7ff", "\ue000"),
    *("\ufeff", "\ufffd", "\uffff", "\U00010000", "\U0001f600", "\U0010ffff"),
    *("e\u0301", "\u0130", "\\", '"'),
)
"""Both ends of each UTF-8 length, the neighbours of the surrogates, what is often mishandled."""
_SURROGATES = ("\\ud800", "\\udbff", "\\udc00", "\\udfff", "\\udc00\\ud800")
_STRING_LENGTHS = (0, 1, 2, 7, 22, 23, 24, 25, 255, 256)
_COUNTS = (22, 23, 24, 25, 255, 256, 257)

_KEYS: tuple[Form, ...] = (
    ["str", "a"],
    ["str", "aa"],
    ["str", ""],
    ["str", "z"],
    ["int", 0],
    ["int", 1],
    ["int", 23],
    ["int", 24],
    ["int", 100],
    ["int", 1000],
    ["int", -1],
    ["int", -25],
    ["int", "18446744073709551616"],
    ["int", "-18446744073709551617"],
    ["int", str(1 << 72)],
    ["bytes", ""],
    ["bytes", "61"],
    ["bytes", "7a7a"],
    ["None", None],
    ["bool", False],
    ["bool", True],
    ["float", "3ff0000000000000"],
    ["float", "0000000000000000"],
    ["float", "8000000000000000"],
    ["float", "3ff8000000000000"],
    ["float", "43f0000000000000"],
    ["tuple", []],
    ["tuple", [["int", 1], ["int", 2]]],
    ["tuple", [["tuple", [["str", "a"]]], ["float", "3ff0000000000000"]]],
)
"""Keys that separate the two orders (24 and -1, '' and None, 'a' and b'zz', 2**72 and
-2**64 - 1) and keys that are equal as Python values in spite of their kinds."""

_UNENCODABLE: tuple[Form, ...] = (
    ["Ellipsis", None],
    ["set", []],
    ["frozenset", [["int", 1]]],
    ["range", [["int", 0], ["int", 3], ["int", 1]]],
    ["set", [["str", "a"]]],
)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a case is made of: weights of kinds, and its size."""

    kinds: tuple[tuple[int, str], ...]
    limit: int
    deepest: int


_SCALARS = ((4, "int"), (3, "str"), (2, "bytes"), (2, "float"), (1, "None"), (1, "bool"))
_CONTAINERS = ((3, "list"), (3, "dict"), (1, "tuple"))
_SHAPES: tuple[tuple[int, _Shape], ...] = (
    (3, _Shape((*_SCALARS, *_CONTAINERS), 4, 3)),
    (2, _Shape(((1, "int"), (6, "dict"), (1, "str")), 6, 2)),
    (2, _Shape(_SCALARS, 0, 0)),
    (1, _Shape(((1, "int"), (2, "bignum"), (1, "list"), (1, "dict")), 3, 2)),
    (1, _Shape(((1, "str"), (1, "dict"), (1, "long")), 4, 2)),
    (1, _Shape(((2, "float"), (1, "int"), (1, "dict"), (1, "list")), 5, 2)),
    (1, _Shape(((2, "list"), (2, "dict"), (1, "tuple"), (1, "ref"), (1, "bytearray")), 4, 4)),
    (1, _Shape(((3, "int"), (2, "list"), (1, "refused"), (1, "dict")), 4, 3)),
)


def value_form(choices: Choices) -> Form:
    """One value in the canonical form, to be encoded."""
    special = choices.weighted(((20, ""), (1, "deep"), (1, "wide"), (1, "cycle")))
    if special == "deep":
        return _deep(choices)
    if special == "wide":
        return _wide(choices)
    if special == "cycle":
        return _cycle(choices)
    return _Values(choices, choices.weighted(_SHAPES)).value(0)


@final
class _Values:
    """Builds one value; counts the numbered containers so that it can refer to them."""

    def __init__(self, choices: Choices, shape: _Shape) -> None:
        self._choices = choices
        self._shape = shape
        self._numbered = 0

    def value(self, depth: int) -> Form:
        """A value at `depth`: containers only above the shape's deepest level."""
        kind = self._choices.weighted(self._shape.kinds)
        if depth >= self._shape.deepest and kind in ("list", "dict", "tuple"):
            kind = "int"
        return self._of_kind(kind, depth)

    def _of_kind(self, kind: str, depth: int) -> Form:
        choices = self._choices
        if kind == "list" or kind == "tuple":
            self._numbered += kind == "list"
            items: list[Form] = []
            while choices.more(len(items), self._shape.limit, 65):
                items.append(self.value(depth + 1))
            return [kind, items]
        if kind == "dict":
            return self._dict(depth)
        if kind == "ref":
            return ["ref", choices.integer(0, self._numbered - 1)] if self._numbered else _NONE
        if kind == "bytearray":
            self._numbered += 1
            return ["bytearray", choices.byte_string(4).hex()]
        if kind == "refused":
            return self._refused()
        return scalar(choices, kind)

    def _dict(self, depth: int) -> Form:
        choices = self._choices
        self._numbered += 1
        seen: set[Any] = set()
        pairs: list[list[Form]] = []
        while choices.more(len(pairs), self._shape.limit + 2, 75):
            key = _key(choices)
            mark = identity(key)
            if mark in seen:
                continue
            seen.add(mark)
            pairs.append([key, self.value(depth + 1)])
        return ["dict", pairs]

    def _refused(self) -> Form:
        choices = self._choices
        what = choices.weighted(((2, "kind"), (1, "surrogate"), (2, "non-finite")))
        if what == "kind":
            form = choices.one_of(_UNENCODABLE)
            self._numbered += form[0] == "set"
            return form
        if what == "surrogate":
            return ["str-escaped", choices.one_of(("", "a", "\\\\")) + choices.one_of(_SURROGATES)]
        return ["float", choices.one_of(_NON_FINITE)]


_NONE: Form = ["None", None]


def scalar(choices: Choices, kind: str) -> Form:
    """A value that holds no other, of a kind or of a family of boundaries."""
    if kind == "int":
        return int_form(_integer(choices))
    if kind == "bignum":
        return int_form(_wide_integer(choices))
    if kind == "float":
        return ["float", f"{float_bits(choices):016x}"]
    if kind == "str":
        return ["str", text(choices)]
    if kind == "long":
        return ["str", choices.one_of(_CHARACTERS) * choices.one_of(_STRING_LENGTHS)]
    if kind == "bytes":
        return ["bytes", _octets(choices).hex()]
    if kind == "bool":
        return ["bool", choices.boolean()]
    return _NONE


def int_form(number: int) -> Form:
    """The canonical form of an int."""
    return ["int", number if -_MAX_NUMBER <= number <= _MAX_NUMBER else str(number)]


def _integer(choices: Choices) -> int:
    family = choices.weighted(((3, "small"), (3, "boundary"), (1, "wide"), (2, "bits")))
    if family == "small":
        number = choices.integer(0, 30)
        return -number if choices.boolean() else number
    if family == "wide":
        return _wide_integer(choices)
    if family == "boundary":
        number = choices.one_of(_HEAD_BOUNDARIES) + choices.integer(0, 2) - 1
    else:
        number = choices.bits(choices.integer(1, 64))
    return -1 - number if choices.boolean() else number


def _wide_integer(choices: Choices) -> int:
    number = (1 << choices.one_of(_WIDE_BITS)) + choices.integer(0, 4) - 2
    return -number if choices.boolean() else number


def float_bits(choices: Choices) -> int:
    """A finite bit pattern: a boundary, a chosen exponent, or an integral value."""
    family = choices.weighted(((3, "pattern"), (2, "exponent"), (2, "integral")))
    if family == "pattern":
        return choices.one_of(_FLOAT_PATTERNS)
    sign = choices.bits(1) << 63
    if family == "exponent":
        return sign | choices.integer(0, 2046) << 52 | choices.bits(52)
    exponent = choices.integer(0, 70)
    kept = choices.bits(min(exponent, 52)) if exponent else 0
    return sign | (1023 + exponent) << 52 | kept << (52 - min(exponent, 52))


def text(choices: Choices) -> str:
    """A text of characters that are hard on codecs, sometimes of a boundary's length."""
    if choices.chance(1, 6):
        return choices.one_of(_CHARACTERS) * choices.one_of(_STRING_LENGTHS)
    out: list[str] = []
    while choices.more(len(out), 6, 65):
        out.append(choices.one_of(_CHARACTERS))
    return "".join(out)


def _octets(choices: Choices) -> bytes:
    if choices.chance(1, 4):
        return bytes([choices.bits(8)]) * choices.one_of(_STRING_LENGTHS)
    return choices.byte_string(12)


def _key(choices: Choices) -> Form:
    if choices.chance(2, 3):
        return choices.one_of(_KEYS)
    return scalar(choices, choices.weighted(_SCALARS))


def identity(key: Form) -> Any:
    """What two keys have in common exactly when they are equal as Python values."""
    kind, content = key
    if kind in ("int", "bool"):
        return int(content)
    if kind == "float":
        return _integral(int(content, 16))
    if kind == "tuple":
        return ("tuple", tuple(identity(item) for item in content))
    return (kind, content)


def _integral(bits: int) -> Any:
    magnitude, negative = bits & ((1 << 63) - 1), bits >> 63
    exponent = (magnitude >> 52) - 1075
    if magnitude == 0:
        return 0
    significand = magnitude & ((1 << 52) - 1) | 1 << 52
    if exponent < -52 or (exponent < 0 and significand & ((1 << -exponent) - 1)):
        return ("float", bits)
    value = significand << exponent if exponent >= 0 else significand >> -exponent
    return -value if negative else value


def _deep(choices: Choices) -> Form:
    """A chain of containers about as deep as the limit, around something that counts or not."""
    form: Form = choices.weighted(
        (
            (2, ["int", 0]),
            (1, ["list", []]),
            (1, ["dict", []]),
            (1, ["int", str(1 << 64)]),
            (1, ["dict", [[["int", str(1 << 64)], ["int", 0]]]]),
        )
    )
    wrap = choices.one_of(("list", "tuple", "dict", "mixed"))
    for level in range(256 + choices.integer(0, 4) - 2):
        kind = ("list", "tuple", "dict")[level % 3] if wrap == "mixed" else wrap
        form = ["dict", [[["int", 0], form]]] if kind == "dict" else [kind, [form]]
    return form


def _wide(choices: Choices) -> Form:
    """An array or a map of a boundary's number of entries."""
    count = choices.one_of(_COUNTS)
    if choices.boolean():
        return ["dict", [[["int", index], ["None", None]] for index in range(count)]]
    return ["list", [["int", 0] for _ in range(count)]]


def _cycle(choices: Choices) -> Form:
    """A value that contains itself, or one part twice."""
    return choices.one_of(
        (
            ["list", [["list", []], ["ref", 1]]],
            ["list", [["ref", 0]]],
            ["dict", [[["str", "a"], ["ref", 0]]]],
            ["list", [["dict", [[["int", 1], ["ref", 0]]]]]],
            ["tuple", [["list", [["tuple", [["ref", 0]]]]]]],
            ["list", [["dict", []], ["tuple", [["ref", 1], ["ref", 1]]]]],
        )
    )
