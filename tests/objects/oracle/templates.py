"""Calls of `str.format` and `%`; run under CPython 3.14 it prints the digests of the answers."""

import json
import sys

VALUES = [
    0,
    1,
    -7,
    255,
    10**20,
    True,
    0.0,
    -0.5,
    1234.5678,
    1e300,
    float("inf"),
    float("nan"),
    "",
    "ab",
    "\u00e9\U0001f600",
    None,
    [1, "x"],
    (1, 2),
    {"k": "v", "a": 1},
    97,
    "c",
    b"b",
]
FIELD_NAMES = [
    "",
    "",
    "",
    "0",
    "1",
    "2",
    "9",
    "a",
    "b",
    "0[0]",
    "a[k]",
    "0.real",
    "1.imag",
    "0[x]",
    "\u0661",
    "0.",
    "0[",
    "0[]",
    "0]",
    "0[0]x",
    "a.nope",
    "b[-1]",
    " 0",
    "0[0][0]",
    "99999999999999999999",
]
CONVERSIONS = ["", "", "", "", "!r", "!s", "!a", "!x", "!", "!rr", "!\u00e9"]
SPECS = [
    "",
    "",
    "",
    ":",
    ":5",
    ":>8",
    ":{}",
    ":{a}",
    ":.{b}",
    ":d",
    ":.2f",
    ":x",
    ":{{",
    ":{0",
    ":{:{}}",
    ":*^10s",
]
LITERALS = ["", "", "x", "{{", "}}", "\u00e9", "{", "}", "%", "a b"]
FLAGS = ["", "", "", "-", "+", " ", "0", "#", "-0", "+0", "# ", "#0", "#-", "+-"]
WIDTHS = ["", "", "", "1", "5", "12", "*", "99999999999999999999"]
PRECISIONS = ["", "", "", ".", ".0", ".3", ".10", ".*", ".99999999999"]
KINDS = ["b", *"sraicduoxXeEfFgG%sdxfg", "ld", "hs", "q", "y", "\u00e9", "", "llx", "n", "b"]


def template(draw):
    """Return a template for str.format."""
    parts = []
    for _ in range(1 + draw.below(3)):
        parts.append(draw.one(LITERALS) if draw.below(3) == 0 else "")
        field = draw.one(FIELD_NAMES) + draw.one(CONVERSIONS) + draw.one(SPECS)
        parts.append("{" + field + ("" if draw.below(25) == 0 else "}"))
    return "".join(parts)


def percent(draw):
    """Return a template for %."""
    parts = []
    for _ in range(1 + draw.below(3)):
        parts.append(draw.one(["", "x", "\u00e9 ", "%%"]))
        key = draw.one(["", "", "", "", "(k)", "(a)", "(b(c)d)", "(", "()"])
        parts.append(
            "%" + key + draw.one(FLAGS) + draw.one(WIDTHS) + draw.one(PRECISIONS) + draw.one(KINDS)
        )
    return "".join(parts)


def right(draw):
    """Return the right operand of %."""
    if draw.below(4) == 0:
        return draw.one([{"k": 1, "a": "x"}, {"k": 2.5, "b(c)d": 3, "": 0}, draw.one(VALUES)])
    return tuple(draw.one(VALUES) for _ in range(draw.below(4)))


def as_bytes(draw, value):
    """Return a text mostly as bytes, for that is what bytes take."""
    if isinstance(value, str) and draw.below(4):
        return draw.one([bytes, bytearray])(value.encode("latin-1", "replace"))
    return value


def cases(draw, count):
    """Yield method, receiver, arguments."""
    for number in range(count):
        if number % 8 == 5:
            template_bytes = percent(draw).replace("\u00e9", "y").encode("ascii")
            other = right(draw)
            if isinstance(other, dict):
                other = {key.encode("latin-1"): each for key, each in other.items()}
            if isinstance(other, tuple):
                other = tuple(as_bytes(draw, each) for each in other)
            yield "__mod__", draw.one([bytes, bytearray])(template_bytes), [other]
        elif number % 2:
            yield "__mod__", percent(draw), [right(draw)]
        else:
            values = [draw.one(VALUES) for _ in range(draw.below(4))]
            yield "format", template(draw), values


NAMED = {"a": {"k": 5, "x": "y"}, "b": 3}
"""Keyword arguments of every call of format."""


def shown(value):
    """Return a text without what Python's own tables decide."""
    return value.encode("unicode_escape").decode("ascii") if isinstance(value, str) else repr(value)


def answer(name, receiver, arguments):
    """Return CPython's answer, or its error, as text."""
    from draw import error_text

    try:
        named = NAMED if name == "format" else {}
        return shown(getattr(receiver, name)(*arguments, **named))
    except Exception as error:  # noqa: BLE001
        return error_text(error)


if __name__ == "__main__":
    from draw import Draw, chunk_digests

    found = [answer(*case) for case in cases(Draw(3), 20_000)]
    print(json.dumps(found if "--answers" in sys.argv else chunk_digests(found)))
