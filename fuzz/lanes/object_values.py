"""Values for the lane `object`: for each kind those at which the behaviour of methods changes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from diff.canonical import canonical_json, int_form, text_form
from fuzz.choices import Choices
from fuzz.lanes.float_values import FLOAT_KINDS, draw_float
from spec.softfloat import OPERATIONS, FloatError
from spec.softfloat.value import Float

Value: TypeAlias = list[Any]
"""A value in the canonical form: kind and content."""

NONE: Final[Value] = ["None", None]

ALPHABETS: Final[Mapping[str, str]] = {
    "plain": "ab AB01 ._-",
    "spaces": " \t\n\r\x0b\x0c\x1c\x1f\x85\xa0\u2028\u3000\u200b",
    "syntax": "{}[]()%:!'\"\\=,*#<>^+$\x00\x7f",
    "latin": "\xe4\xc4\xdf\xe9\xb5\xaa\xb2\xbd\xad\xff\xd7",
    "case": "\u0130\u0131\u017f\u212a\u1e9e\u03a3\u03c2\u03c3\u0149\u01f0\u01c5\u01c6\ufb03\u0390"
    "\u1f80\u1fb3\u0345\u1c89\u10d0\u1c90\ua64a\u1c88",
    "digits": "\u0663\u09e9\u07c2\U0001d7d8\u2460\u2167\u4e94\u0f33\uff11\u00b3",
    "wide": "\U00010400\U00010428\U0001f600\U0010ffff\U0001e900\u0100\uffff",
    "marks": "\u0301\u0327\u200d\u1160\uac00\u0e31\u061c\u00b7\u2118\u037a",
    "lone": "\ud800\udbff\udc00\udfff",
}
"""Characters by what is special about them."""

TEXTS: Final = (
    "", "a", "0", "12", "-0x1f", "1_000", " 42\n", "1e5", "nan", "inf", "0b101", "0o17", "1__0",
    "\uff11\uff12", "\u0663", "abcabcab", "aaaaaaaa", "The quick brown", "a\r\nb\nc\x0bd\x1ce",
    "\u0130I\u0131i", "\u1f88", "utf-8", "ascii", "strict", "{}", "{0!r:>5}", "{0.real}", "{a[0]}",
    "{:{}}", "%s", "%d %%", "%(a)s", "%-5.2f|", "%c", "%r", "{", "}", "{!x}", "class", "_x1",
    "x" * 70,
    "-" + "9" * 30, "9" * 200, "big", "little", "real", "__class__", "__doc__", "append", "ab" * 30,
)  # fmt: skip
"""Whole texts: numbers, templates, names, runs."""

INTS: Final = tuple(
    sign * ((1 << bits) + offset)
    for bits in (7, 8, 15, 16, 30, 31, 32, 53, 60, 62, 63, 64, 128, 1000, 4095)
    for offset in (0, -1, 1)
    for sign in (1, -1)
)

LARGE_SIZES: Final = (
    *(100, 255, 256, 1000, 4096, 10_000, 100_000, (1 << 31) - 1, 1 << 31, 1 << 32, 1 << 62),
    *((1 << 63) - 1, 1 << 63, 1 << 64),
)

CLASSES: Final = (
    *("int", "str", "bool", "float", "list", "tuple", "dict", "set", "bytes", "object", "type"),
    *("bytearray", "frozenset", "range", "slice", "ValueError", "BaseException", "KeyError"),
)
FUNCTIONS: Final = ("len", "repr", "abs", "bool", "hash", "str", "ord", "chr", "sum", "callable")
EXCEPTIONS: Final = ("ValueError", "KeyError", "StopIteration", "Exception", "TypeError")


LONGEST_TEXT: Final = 10_000
"""Characters of the longest text that is drawn."""
LARGEST_ITEMS: Final = 50_000
"""Characters of a case up to which elements are repeated, so that a batch fits into a frame."""


class Swarm:
    """The configuration of one case: which characters and which kinds of values it uses."""

    def __init__(self, choices: Choices) -> None:
        kept = [text for text in list(ALPHABETS.values())[1:] if choices.chance(1, 4)]
        self.characters: str = ALPHABETS["plain"] + "".join(kept)
        self.large: bool = choices.chance(1, 12)
        self.wrong: bool = choices.chance(1, 3)
        self.subclass_of_number: bool = choices.chance(1, 8)


Drawer: TypeAlias = Callable[[Choices, Swarm], Value]


def integer(number: int) -> Value:
    """An int."""
    return ["int", int_form(number)]


def draw_text(choices: Choices, swarm: Swarm) -> str:
    """A text: a known one, or characters of the swarm, sometimes many times."""
    if choices.chance(1, 4):
        return choices.one_of(TEXTS)
    characters: list[str] = []
    while choices.more(len(characters), 12, 70):
        characters.append(choices.one_of(swarm.characters))
    text = "".join(characters)
    if choices.chance(1, 16):
        times = choices.integer(0, 5000 if swarm.large else 40)
        text *= min(times, LONGEST_TEXT // max(len(text), 1))
    return text


def text(choices: Choices, swarm: Swarm) -> Value:
    """A str."""
    return text_form(draw_text(choices, swarm))


def draw_octets(choices: Choices, swarm: Swarm) -> bytes:
    """Bytes: the encoding of a text, or any."""
    if choices.chance(1, 3):
        return choices.byte_string(8)
    return draw_text(choices, swarm).encode("utf-8", "surrogatepass")


def octets(choices: Choices, swarm: Swarm) -> Value:
    """Bytes, sometimes a bytearray."""
    kind = "bytearray" if choices.chance(1, 5) else "bytes"
    return [kind, draw_octets(choices, swarm).hex()]


def draw_small(choices: Choices) -> int:
    """An index or count near the sizes of what is drawn here."""
    number = choices.integer(0, choices.one_of((3, 12, 40)))
    return -number if choices.chance(1, 3) else number


def whole(choices: Choices, swarm: Swarm) -> Value:
    """An int of any size, sometimes a bool."""
    if choices.chance(1, 10):
        return ["bool", choices.boolean()]
    if choices.chance(1, 2):
        return integer(draw_small(choices))
    if choices.chance(1, 3):
        number = choices.bits(choices.one_of((16, 32, 64, 128, 500, 2000)))
        return integer(-number if choices.boolean() else number)
    return integer(choices.one_of(INTS))


def size(choices: Choices, swarm: Swarm) -> Value:
    """A width or count; a large one where the swarm has these."""
    if swarm.large and choices.chance(1, 3):
        return integer(choices.one_of(LARGE_SIZES))
    return integer(draw_small(choices))


def index(choices: Choices, swarm: Swarm) -> Value:
    """An index, None or beyond every limit now and then."""
    if choices.chance(1, 8):
        return NONE
    if choices.chance(1, 12):
        return integer(choices.one_of(INTS))
    return integer(draw_small(choices))


def floating(choices: Choices, swarm: Swarm) -> Value:
    """A float."""
    return ["float", f"{draw_float(choices, FLOAT_KINDS):016x}"]


def truth(choices: Choices, swarm: Swarm) -> Value:
    """A bool."""
    return ["bool", choices.boolean()]


def scalar(choices: Choices, swarm: Swarm) -> Value:
    """A value that can be a key."""
    return choices.weighted(_SCALARS)(choices, swarm)


def anything(choices: Choices, swarm: Swarm) -> Value:
    """A value of any kind."""
    return choices.weighted(_ANYTHING)(choices, swarm)


def items(choices: Choices, swarm: Swarm, drawer: Drawer | None = None) -> list[Value]:
    """Values for a sequence: mostly of one kind, some twice."""
    drawer = drawer or choices.weighted(_ELEMENTS)
    drawn: list[Value] = []
    while choices.more(len(drawn), 8, 75):
        if drawn and choices.chance(1, 6):
            drawn.append(choices.one_of(drawn) if _plain(drawn) else drawer(choices, swarm))
        else:
            drawn.append(drawer(choices, swarm))
    if drawn and swarm.large and choices.chance(1, 4) and _plain(drawn):
        times = choices.integer(1, 200)
        drawn *= max(1, min(times, LARGEST_ITEMS // len(str(drawn))))
    return drawn


def _plain(values: Sequence[Value]) -> bool:
    """Whether values may stand in a case several times: none of them is numbered."""
    return all(value[0] in _PLAIN for value in values)


_PLAIN: Final = frozenset(("None", "bool", "int", "float", "str", "str-escaped", "bytes"))


def nothing(choices: Choices, swarm: Swarm) -> Value:
    """None."""
    return NONE


def sequence(choices: Choices, swarm: Swarm) -> Value:
    """A list or tuple."""
    return [choices.one_of(("list", "tuple")), items(choices, swarm)]


def list_value(choices: Choices, swarm: Swarm) -> Value:
    """A list."""
    return ["list", items(choices, swarm)]


def tuple_value(choices: Choices, swarm: Swarm) -> Value:
    """A tuple."""
    return ["tuple", items(choices, swarm)]


def keys(choices: Choices, swarm: Swarm) -> list[Value]:
    """Keys that differ from each other."""
    found: dict[object, Value] = {}
    for value in items(choices, swarm, choices.weighted(_KEYS)):
        found.setdefault(_identity(value), value)
    return list(found.values())


def _identity(value: Value) -> object:
    """What makes two keys the same: their values as Python compares them."""
    kind, content = value
    if kind == "bool":
        return int(content)
    if kind == "int":
        return int(content)
    if kind == "float":
        return _float_identity(int(content, 16))
    return canonical_json(value)


def _float_identity(bits: int) -> object:
    if bits << 1 & (1 << 64) - 1 > 0x7FF << 53:
        return "nan"
    try:
        whole_number = OPERATIONS["float.__int__"](Float(bits))
    except FloatError:
        return bits
    same = OPERATIONS["float.from_int"](whole_number)
    assert isinstance(same, Float)
    if same.bits == bits or (same.bits | bits) << 1 & (1 << 64) - 1 == 0:
        return whole_number
    return bits


def dict_value(choices: Choices, swarm: Swarm) -> Value:
    """A dict."""
    drawer = choices.weighted(_ELEMENTS)
    return ["dict", [[key, drawer(choices, swarm)] for key in keys(choices, swarm)]]


def set_value(choices: Choices, swarm: Swarm) -> Value:
    """A set or frozenset."""
    return [choices.one_of(("set", "frozenset")), keys(choices, swarm)]


def range_value(choices: Choices, swarm: Swarm) -> Value:
    """A range, sometimes of astronomic bounds."""
    bounds = [integer(draw_small(choices)), integer(draw_small(choices))]
    if choices.chance(1, 6):
        bounds = [integer(choices.one_of(INTS)) for _ in bounds]
    step = choices.one_of((1, 2, 3, -1, -2, 7, -5, 1 << 40, -(1 << 70)))
    return ["range", [*bounds, integer(step)]]


def slice_value(choices: Choices, swarm: Swarm) -> Value:
    """A slice."""
    parts = [index(choices, swarm), index(choices, swarm)]
    step = choices.one_of((NONE, integer(1), integer(-1), integer(2), integer(-3), integer(0)))
    if choices.chance(1, 12):
        step = anything(choices, swarm)
    return ["slice", [*parts, step]]


def class_value(choices: Choices, swarm: Swarm) -> Value:
    """A class of the builtins."""
    return ["class", choices.one_of(CLASSES)]


def function_value(choices: Choices, swarm: Swarm) -> Value:
    """A function or class that can be called with one value."""
    name = choices.one_of(FUNCTIONS)
    return ["class" if name in ("bool", "str") else "native", name]


def exception_value(choices: Choices, swarm: Swarm) -> Value:
    """An exception of the builtins."""
    fields = {
        "type": choices.one_of(EXCEPTIONS),
        "args": items(choices, swarm, scalar)[:2],
        "cause": None,
        "context": None,
        "suppress": False,
        "notes": None,
    }
    return ["exception", fields]


def singleton(choices: Choices, swarm: Swarm) -> Value:
    """Ellipsis or NotImplemented."""
    return [choices.one_of(("Ellipsis", "NotImplemented")), None]


_SCALARS: Final[Sequence[tuple[int, Drawer]]] = (
    (4, whole), (4, text), (1, nothing), (1, truth), (2, octets), (2, floating),
)  # fmt: skip
_HASHABLE_OCTETS: Drawer = lambda choices, swarm: ["bytes", draw_octets(choices, swarm).hex()]  # noqa: E731
_KEYS: Final[Sequence[tuple[int, Drawer]]] = (
    (4, whole), (4, text), (1, truth), (1, _HASHABLE_OCTETS), (2, floating), (1, nothing),
)  # fmt: skip
_ELEMENTS: Final[Sequence[tuple[int, Drawer]]] = (
    (5, whole), (5, text), (3, scalar), (2, floating), (2, octets), (1, sequence),
)  # fmt: skip
_ANYTHING: Final[Sequence[tuple[int, Drawer]]] = (
    (4, whole), (4, text), (2, nothing), (2, floating), (2, octets), (2, list_value),
    (2, tuple_value), (2, dict_value), (2, set_value), (1, range_value), (1, slice_value),
    (1, truth), (1, class_value), (1, function_value), (1, exception_value), (1, singleton),
)  # fmt: skip


def octets_of(kind: str) -> Drawer:
    """Draws bytes, or bytearrays."""
    return lambda choices, swarm: [kind, draw_octets(choices, swarm).hex()]


def set_of(kind: str) -> Drawer:
    """Draws sets, or frozensets."""
    return lambda choices, swarm: [kind, keys(choices, swarm)]


def iterable(choices: Choices, swarm: Swarm) -> Value:
    """Something to iterate over."""
    return choices.weighted(_ITERABLES)(choices, swarm)


def iterable_of(drawer: Drawer) -> Drawer:
    """Draws lists or tuples of one kind of values."""

    def draw(choices: Choices, swarm: Swarm) -> Value:
        return [choices.one_of(("list", "tuple")), items(choices, swarm, drawer)]

    return draw


def numbers(choices: Choices, swarm: Swarm) -> Value:
    """A list or tuple of numbers."""
    drawer = choices.one_of((whole, floating))
    return [choices.one_of(("list", "tuple")), items(choices, swarm, drawer)]


def source(choices: Choices, swarm: Swarm) -> Value:
    """What bytes can be made of: bytes, a size, ints below 256, a text."""
    chosen = choices.integer(0, 3)
    if chosen == 0:
        return octets(choices, swarm)
    if chosen == 1:
        return size(choices, swarm)
    if chosen == 2:
        small = [integer(number) for number in choices.byte_string(6)]
        return ["list", small]
    return text(choices, swarm)


def hex_digits(choices: Choices, swarm: Swarm) -> Value:
    """A text of hex digits, mostly."""
    if choices.chance(1, 4):
        return text(choices, swarm)
    digits: list[str] = []
    while choices.more(len(digits), 12, 85):
        digits.append(choices.one_of(("00", "ff", "aB", " ", "\n", "0", "g", "\uff11")))
    return text_form("".join(digits))


def key_near(choices: Choices, swarm: Swarm, pairs: Sequence[Any]) -> Value:
    """A key of a dict, or another."""
    if pairs and choices.chance(2, 3):
        return list(choices.one_of(pairs)[0])
    return scalar(choices, swarm)


def element_near(choices: Choices, swarm: Swarm, receiver: Value) -> Value:
    """An element of a container, or another value."""
    kind, content = receiver
    if kind == "dict":
        return key_near(choices, swarm, content)
    if kind in ("list", "tuple", "set", "frozenset") and content and choices.boolean():
        element = choices.one_of(content)
        if _plain([element]):
            return list(element)
    if kind in ("bytes", "bytearray"):
        return integer(choices.one_of((0, 65, 255, 256, -1, 10)))
    if kind in ("str", "str-escaped"):
        return text(choices, swarm)
    if kind in ("set", "frozenset"):
        return scalar(choices, swarm)
    return anything(choices, swarm)


def related(choices: Choices, swarm: Swarm, receiver: Value) -> Value:
    """Another value of the receiver's kind, the receiver again, or a number beside a number."""
    kind, content = receiver
    if _plain([receiver]) and choices.chance(1, 4):
        return [kind, content]
    if kind in _CONTAINERS and choices.chance(1, 4) and _plain(_inside(receiver)):
        other = _CONTAINERS[kind]
        return [choices.one_of(other), content]
    drawer = _OF_KIND.get(kind, anything)
    return drawer(choices, swarm)


def _inside(receiver: Value) -> list[Value]:
    kind, content = receiver
    if kind == "dict":
        return [part for pair in content for part in pair]
    return list(content) if kind in ("list", "tuple", "set", "frozenset") else []


_CONTAINERS: Final[Mapping[str, Sequence[str]]] = {
    "list": ("list",), "tuple": ("tuple", "list"), "set": ("set", "frozenset"),
    "frozenset": ("frozenset", "set"), "bytes": ("bytes", "bytearray"),
    "bytearray": ("bytearray", "bytes"), "dict": ("dict",),
}  # fmt: skip


def _number(choices: Choices, swarm: Swarm) -> Value:
    return (floating if choices.chance(1, 4) else whole)(choices, swarm)


_OF_KIND: Final[Mapping[str, Drawer]] = {
    "int": _number, "bool": _number, "float": _number, "str": text, "str-escaped": text,
    "bytes": octets, "bytearray": octets, "list": list_value, "tuple": tuple_value,
    "dict": dict_value, "set": set_value, "frozenset": set_value, "range": range_value,
    "slice": slice_value,
}  # fmt: skip
_ITERABLES: Final[Sequence[tuple[int, Drawer]]] = (
    (3, list_value), (3, tuple_value), (2, text), (2, set_value), (2, dict_value), (1, octets),
    (2, range_value), (1, anything),
)  # fmt: skip
