"""Calls of the methods of bytes and bytearray; run under CPython 3.14 it prints the digests."""

import json
import sys

PIECES = [
    b"a",
    b"b",
    b"ab",
    b"A",
    b" ",
    b"\t",
    b"\n",
    b"\r\n",
    b"x",
    b"\xc3\xa9",
    b"\xff",
    b"1",
    b"0f",
    b"-",
    b"+",
    b"aa",
    b"\x00",
    b"\x1c",
    b"\xf0\x9f\x98\x80",
    b"\xed\xa0\x80",
    b"\xc3",
    b".",
]
SMALL = [-(10**30), -3, -1, 0, 1, 2, 3, 5, 8, 2**31 - 1, True, None, "a", 1.5]
WIDTHS = [-5, 0, 1, 2, 3, 4, 5, 8, 11, True, None, "3", 2.0]
COUNTS = [-1, 0, 1, 2, 3, 100, None, "1", 1.0]
OTHERS = [None, 1, 97, 255, 256, -1, 10**30, "a", 1.5, [b"a"], (b"a",), True, bytearray(b"a")]
BOUNDED = ("find", "rfind", "index", "rindex", "count")
PLAIN = (
    "capitalize lower upper swapcase title isalnum isalpha isascii isdigit islower isspace istitle "
    "isupper decode"
)
AFFIXES = ("startswith", "endswith")
STRIPS = ("strip", "lstrip", "rstrip")
PADS = ("center", "ljust", "rjust")
CHANGES = ("append", "insert", "pop", "remove", "extend", "clear", "copy", "reverse", "resize")


def octets(draw, most=6):
    """Return bytes of a few pieces."""
    return b"".join(draw.one(PIECES) for _ in range(draw.below(most + 1)))


def piece(draw, whole):
    """Return bytes that are often inside the whole, sometimes something else."""
    if draw.below(10) == 0:
        return draw.one(OTHERS)
    if whole and draw.below(3):
        start = draw.below(len(whole))
        return whole[start : start + draw.below(4)]
    return octets(draw, 2)


def some_of(draw, values, most):
    """Return up to `most` values."""
    return [draw.one(values) for _ in range(draw.below(most + 1))]


def call(draw, name):
    """Return receiver and arguments of a method."""
    whole = octets(draw, 8)
    if name in BOUNDED:
        return whole, [piece(draw, whole), *some_of(draw, SMALL, 2)]
    if name in AFFIXES:
        first = piece(draw, whole)
        if draw.below(3) == 0:
            first = tuple(piece(draw, whole) for _ in range(draw.below(3)))
        return whole, [first, *some_of(draw, SMALL, 2)]
    if name in STRIPS:
        return whole, [piece(draw, whole)] if draw.below(2) else []
    if name in PADS:
        return whole, [draw.one(WIDTHS), *([piece(draw, b"xyz")] if draw.below(2) else [])]
    if name == "zfill":
        return draw.one([b"+", b"-", b""]) + whole, [draw.one(WIDTHS)]
    if name == "expandtabs":
        return whole.replace(b"b", b"\t"), some_of(draw, WIDTHS, 1)
    if name in ("removeprefix", "removesuffix", "partition", "rpartition"):
        return whole, [piece(draw, whole)]
    if name == "replace":
        return whole, [piece(draw, whole), piece(draw, whole), *some_of(draw, COUNTS, 1)]
    if name in ("split", "rsplit"):
        separator = None if draw.below(3) == 0 else piece(draw, whole)
        return whole, [separator, *some_of(draw, COUNTS, 1)]
    if name == "splitlines":
        return whole, some_of(draw, [True, False, 0, 1], 1)
    if name == "join":
        items = [
            piece(draw, whole) if draw.below(9) == 0 else octets(draw, 2)
            for _ in range(draw.below(4))
        ]
        return octets(draw, 2), [draw.one([tuple(items), items, whole, 3, {b"k": 1}])]
    if name == "translate":
        table = draw.one([None, bytes(range(256))[::-1], bytes(255), b"", 3, bytearray(256)])
        return whole, [table, *([piece(draw, whole)] if draw.below(2) else [])]
    if name == "maketrans":
        return b"", [whole, draw.one([whole[::-1], b"ab", 3])]
    if name == "hex":
        return whole, [
            draw.one([":", b"-", "", "ab", "\u00e9", 3]),
            *some_of(draw, [-2, -1, 0, 1, 2, 5, None], 1),
        ][: draw.below(3)]
    if name == "fromhex":
        return b"", [
            draw.one(
                ["", "00ff", " 0 1", "0g", "abc", "Ab cD\n", "0\u0661", b"00", 3, "1 2", "123 45"]
            )
        ]
    return whole, changing(draw, name, whole)


def changing(draw, name, whole):
    """Return the arguments of a method that changes a bytearray."""
    number = draw.one([0, 1, 97, 255, 256, -1, "a", None, 1.5, True])
    if name in ("append", "remove"):
        return [number]
    if name == "insert":
        return [draw.one(SMALL), number]
    if name == "pop":
        return some_of(draw, SMALL, 1)
    if name == "extend":
        return [
            draw.one([whole, bytearray(whole), [1, 2], [300], "ab", 3, None, (1, "a"), range(3)])
        ]
    if name == "resize":
        return [draw.one([0, 1, 5, 30, -1, None, "a"])]
    return []


NAMES = [
    *PLAIN.split(),
    *BOUNDED,
    *AFFIXES,
    *STRIPS,
    *PADS,
    "zfill",
    "expandtabs",
    "removeprefix",
    "removesuffix",
    "partition",
    "rpartition",
    "replace",
    "split",
    "rsplit",
    "splitlines",
    "join",
    "translate",
    "maketrans",
    "hex",
    "fromhex",
    "decode",
    *CHANGES,
]


def cases(draw, count):
    """Yield method, receiver, arguments."""
    for number in range(count):
        name = NAMES[number % len(NAMES)]
        receiver, arguments = call(draw, name)
        if name in CHANGES or draw.below(3) == 0:
            receiver = bytearray(receiver)
        yield name, receiver, arguments


def shown(value):
    """Return a value as text."""
    if isinstance(value, str):
        return "'" + value.encode("unicode_escape").decode("ascii") + "'"
    if isinstance(value, (list, tuple)):
        return type(value).__name__ + "(" + ", ".join(map(shown, value)) + ")"
    return repr(value)


def answer(name, receiver, arguments):
    """Return CPython's answer, or its error, and the receiver afterwards, as text."""
    from draw import error_text

    try:
        result = shown(getattr(receiver, name)(*arguments))
    except Exception as error:  # noqa: BLE001
        result = error_text(error)
    return f"{result} -> {shown(receiver)}"


if __name__ == "__main__":
    from draw import Draw, chunk_digests

    found = [answer(*case) for case in cases(Draw(6), 20_000)]
    print(json.dumps(found if "--answers" in sys.argv else chunk_digests(found)))
