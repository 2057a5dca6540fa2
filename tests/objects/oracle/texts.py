"""Calls of the methods of str; run under CPython 3.14 it prints the digests of the answers."""

import json
import sys

ALPHABET = [
    "a",
    "b",
    "ab",
    "A",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\u2028",
    "\x1c",
    "\xa0",
    "\u3000",
    "x",
    "\u00df",
    "\u0130",
    "\u03a3",
    "\u01c5",
    "\ufb01",
    "1",
    "\u0662",
    "\u00b2",
    ".",
    "-",
    "+",
    "\U0001f600",
    "aa",
    "\x00",
    "\x85",
    "\u00e9",
    "_",
    "{",
    "}",
    "%",
]
SMALL = [-(10**30), -(2**63), -3, -1, 0, 1, 2, 3, 5, 8, 2**31 - 1, True, None, "a", 1.5]
WIDTHS = [-5, 0, 1, 2, 3, 4, 5, 8, 11, True, None, "3", 2.0]
COUNTS = [-1, 0, 1, 2, 3, 100, None, "1", 1.0]
NOT_TEXTS = [None, 1, b"a", 1.5, ["a"], ("a",), True]
BOUNDED = ("find", "rfind", "index", "rindex", "count")
PLAIN = (
    "capitalize casefold lower upper swapcase title isalnum isalpha isascii isdecimal isdigit "
    "isidentifier islower isnumeric isprintable isspace istitle isupper encode"
)
AFFIXES = ("startswith", "endswith")
STRIPS = ("strip", "lstrip", "rstrip")
PADS = ("center", "ljust", "rjust")


def text(draw, most=6):
    """Return a text of a few pieces."""
    return draw.some(ALPHABET, most)


def piece(draw, whole):
    """Return a text that is often inside the whole one, sometimes no text at all."""
    if draw.below(15) == 0:
        return draw.one(NOT_TEXTS)
    if whole and draw.below(3):
        start = draw.below(len(whole))
        return whole[start : start + draw.below(4)]
    return text(draw, 2)


def some_of(draw, values, most):
    """Return up to `most` values."""
    return [draw.one(values) for _ in range(draw.below(most + 1))]


def call(draw, name):
    """Return receiver and arguments for a method."""
    whole = text(draw, 8)
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
        return whole, [draw.one(WIDTHS), *([piece(draw, "xyz")] if draw.below(2) else [])]
    if name == "zfill":
        return draw.one(["+", "-", ""]) + whole, [draw.one(WIDTHS)]
    if name == "expandtabs":
        return whole.replace("b", "\t"), some_of(draw, WIDTHS, 1)
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
            piece(draw, whole) if draw.below(9) == 0 else text(draw, 2)
            for _ in range(draw.below(4))
        ]
        return text(draw, 2), [
            draw.one([tuple(items), items, whole, 3, dict.fromkeys(map(str, items))])
        ]
    if name == "translate":
        values = ["", None, "xyz", 98, "\u00e9", 0x10FFFF, 0x110000, -1, 1.5]
        table = {ord(c): draw.one(values) for c in whole if draw.below(2)}
        return whole, [draw.one([table, table, table, whole, list(range(50)), None])]
    if name == "maketrans":
        first = draw.one([whole, whole, {"a": 1, 98: "x", "\u00e9": None}, {"ab": 1}, {1.5: 2}, 3])
        return "", [
            first,
            *([text(draw, 8) if draw.below(3) else whole[::-1]] if draw.below(3) else []),
            *([piece(draw, whole)] if draw.below(4) == 0 else []),
        ][: 1 + draw.below(3)]
    return whole, []


NAMES = [
    *PLAIN.split(),
    *BOUNDED,
    *AFFIXES,
    *STRIPS,
    *PADS,
    *BOUNDED,
    *AFFIXES,
    "zfill",
    "expandtabs",
    "removeprefix",
    "removesuffix",
    "partition",
    "rpartition",
    "replace",
    "replace",
    "split",
    "rsplit",
    "split",
    "rsplit",
    "splitlines",
    "join",
    "translate",
    "maketrans",
]


def cases(draw, count):
    """Yield method, receiver, arguments."""
    for number in range(count):
        name = NAMES[number % len(NAMES)]
        yield (name, *call(draw, name))


def shown(value):
    """Return a result as text that does not depend on Python's character tables."""
    if isinstance(value, str):
        return "'" + value.encode("unicode_escape").decode("ascii") + "'"
    if isinstance(value, (list, tuple)):
        return type(value).__name__ + "(" + ", ".join(map(shown, value)) + ")"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{shown(k)}: {shown(v)}" for k, v in value.items()) + "}"
    return repr(value)


def answer(name, receiver, arguments):
    """Return CPython's answer, or its error, as text."""
    from draw import error_text

    try:
        return shown(getattr(receiver, name)(*arguments))
    except Exception as error:  # noqa: BLE001
        return error_text(error)


if __name__ == "__main__":
    from draw import Draw, chunk_digests

    found = [answer(*case) for case in cases(Draw(2), 20_000)]
    print(json.dumps(found if "--answers" in sys.argv else chunk_digests(found)))
