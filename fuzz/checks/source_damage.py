"""Damaged sources, for readers that must refuse by name whatever they are given.

Each source starts from a program of the lane `source`, a piece of real source, or nothing, and
is damaged in one way, sometimes in two: characters, bytes, layout, nesting, literals, names.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from fuzz.choices import Choices
from fuzz.lanes.source import program
from fuzz.lanes.source_mutation import corpus, mutated_source

Damage: TypeAlias = Callable[[Choices, bytes], bytes]

_TOKENS: Final = (
    *(
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ":",
        "=",
        "*",
        "**",
        ",",
        ";",
        ".",
        "@",
        "->",
        "...",
        ":=",
        "#",
    ),
    *(
        "if ",
        "else ",
        "elif ",
        "for ",
        "in ",
        "def f",
        "class C",
        "lambda ",
        "with ",
        "as y",
        "try",
    ),
    *("except ", "finally", "match x", "case ", "while ", "return ", "yield ", "from ", "import "),
    *("not ", "await ", "async ", "del ", "global x", "nonlocal x", "type X", "is ", "and ", "or "),
    *("f'{", "}'", "'", '"', '"""', "!r", "x", "_", " 1", "0x", "1_", "1e", "0b", "\n", "    "),
    *("\t", "\\\n", "\f", "\\", "f'''", "rb'", "t'", "u'", "None", "*x", "**x", "x=1", "pass"),
)
_CHARACTERS: Final = (
    *(b"\x00", b"\r", b"\f", b"\t", b"\v", b"\x1a", b"\xef\xbb\xbf", b"\xff", b"\xc0\x80"),
    *(b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\xa8", b"\xc2\xa0", b"\xc2\x85", b"\xc3"),
    *("\u00e9".encode(), "e\u0301".encode(), "\uff58".encode(), "\u212b".encode()),
    *("\u0301".encode(), "\u2118".encode(), "\u00b7".encode(), "\u3042".encode()),
    *("\U0001d4d0".encode(), "\U0001f600".encode(), "\u037a".encode(), "\ufdfa".encode()),
    *(b"$", b"?", b"!", b"`", b"\\N{BULLET}", b"\\u12", b"\\U00110000", b"\\x", b"\\ud800"),
)
_NESTINGS: Final = (
    *(("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("a[", "]"), ("-", ""), ("not ", "")),
    *(("lambda: ", ""), ("a if b else ", ""), ("a**", ""), ("f'{", "}'"), ("*", ""), ("a.", "a")),
    *(("[a for a in ", "]"), ("(yield ", ")"), ("(a := ", ")"), ("{1: ", "}"), ("a < ", "a")),
    *(("lambda a=", ": a"), ("(", ", a)"), ("a + ", "a"), ("a and ", "a"), ("await ", "")),
)
_BLOCKS: Final = (
    *("if a:", "for a in b:", "while a:", "with a:", "try:", "def f():", "class C:", "match a:"),
    *("case b:", "else:", "finally:", "except A:", "except* A:"),
)
_LITERALS: Final = (
    *("9" * 1_234, "9" * 1_235, "9" * 5_000, "0x" + "f" * 1_024, "0x" + "f" * 1_025, "1e400"),
    *(
        "0" * 400,
        "00_0",
        "0_7",
        "1__0",
        "1_",
        "0b2",
        "0o8",
        "0xg",
        "1e",
        "1e+",
        "1.e1",
        "1j",
        "1_j",
    ),
    *("1if 2else 3", "0x1for x in y", "1.real", "1..real", "'\\", "'''\\", "b'\u00e9'", "f'{a!x}'"),
    *("f'{a:{b:{c}}}'", "f'{'", "f'}'", "f'{a b}'", "f'{}'", "f'{a=!r:>3}'", "f'{{}}'", "rb'\\'"),
    *("f'{lambda x: 1}'", "f'{a:=3}'", "f'{(a:=3)}'", "f\"{'\n'}\"", "f'''{\na\n}'''", "u'' f''"),
)


def damaged_source(choices: Choices) -> bytes:
    """The bytes of a source that is, more often than not, none."""
    source = b""
    start = choices.integer(0, 7)
    if start >= 5:
        source = program(choices, choices.integer(1, 2)).encode()
    elif start >= 3:
        source = mutated_source(choices).encode()
    elif start >= 1:
        source = choices.one_of(corpus()).encode()
    count = 0
    while not count or choices.more(count, 3, 25):
        source = choices.one_of(DAMAGES)(choices, source)
        count += 1
    return source


def _place(choices: Choices, source: bytes) -> int:
    return choices.integer(0, len(source))


def _put(choices: Choices, source: bytes, added: bytes) -> bytes:
    """Something put in at a place, or in place of a few bytes."""
    at = _place(choices, source)
    return source[:at] + added + source[at + choices.one_of((0, 0, 0, 1, 2, 9)) :]


def _random_bytes(choices: Choices, source: bytes) -> bytes:
    return _put(choices, source, choices.byte_string(40))


def _tokens(choices: Choices, source: bytes) -> bytes:
    pieces: list[str] = []
    while choices.more(len(pieces), 25, 90):
        pieces.append(choices.one_of(_TOKENS))
    text = "".join(pieces).encode()
    return text if choices.boolean() else _put(choices, source, text)


def _truncated(choices: Choices, source: bytes) -> bytes:
    at = _place(choices, source)
    return source[:at] if choices.boolean() else source[at:]


def _character(choices: Choices, source: bytes) -> bytes:
    return _put(choices, source, choices.one_of(_CHARACTERS))


def _cut(choices: Choices, source: bytes) -> bytes:
    at = _place(choices, source)
    return source[:at] + source[at + choices.integer(1, 12) :]


def _flipped(choices: Choices, source: bytes) -> bytes:
    if not source:
        return bytes([choices.integer(0, 255)])
    at = choices.integer(0, len(source) - 1)
    return source[:at] + bytes([source[at] ^ 1 << choices.integer(0, 7)]) + source[at + 1 :]


def _nested(choices: Choices, source: bytes) -> bytes:
    opening, closing = choices.one_of(_NESTINGS)
    depth = choices.one_of((3, 20, 60, 150, 199, 200, 201, 1_001, 1_500))
    ends = depth if choices.chance(3, 4) else choices.integer(0, depth)
    text = opening * depth + "1" + closing * ends
    if choices.chance(1, 4):
        inner, end = choices.one_of(_NESTINGS)
        text = inner * 20 + text + end * 20
    head = choices.one_of(("x = ", "", "del ", "for ", "with ", "match ", "f(", "x: ", "case "))
    return _put(choices, source, f"\n{head}{text}\n".encode())


def _blocks(choices: Choices, source: bytes) -> bytes:
    lines: list[str] = []
    depth = choices.one_of((2, 5, 19, 20, 21, 99, 100, 101))
    head = choices.one_of(_BLOCKS)
    for level in range(depth):
        if choices.chance(1, 6):
            head = choices.one_of(_BLOCKS)
        lines.append(" " * level + head)
    lines.append(" " * depth + "pass")
    return _put(choices, source, ("\n" + "\n".join(lines) + "\n").encode())


def _indentation(choices: Choices, source: bytes) -> bytes:
    lines = source.split(b"\n")
    for _ in range(choices.integer(1, 4)):
        at = choices.integer(0, len(lines) - 1)
        blank = choices.one_of((b"\t", b" ", b"    ", b"\f", b" \t", b"\t ", b"", b"\\\n"))
        kept = lines[at].lstrip() if choices.boolean() else lines[at]
        lines[at] = blank * choices.integer(1, 3) + kept
    return b"\n".join(lines)


def _literal(choices: Choices, source: bytes) -> bytes:
    text = choices.one_of(_LITERALS)
    return _put(choices, source, f" {text} ".encode() if choices.boolean() else text.encode())


def _long_line(choices: Choices, source: bytes) -> bytes:
    piece = choices.one_of(("a", "a ", "a,", "'a'", "# ", "a;", "\\\n", "(a)", "a=", "@a\n"))
    return _put(choices, source, (piece * choices.integer(100, 3_000)).encode())


def _spliced(choices: Choices, source: bytes) -> bytes:
    other = choices.one_of(corpus()).encode()
    return source[: _place(choices, source)] + other[_place(choices, other) :]


DAMAGES: Final[tuple[Damage, ...]] = (
    *(_cut, _character, _tokens, _truncated, _literal, _indentation, _flipped, _nested, _blocks),
    *(_spliced, _random_bytes, _cut, _character, _tokens, _long_line),
)
