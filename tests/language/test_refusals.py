"""What is no source of the profile is refused by name and place; nothing else ever escapes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference_vm.compiling import compile_module
from spec.language.errors import SourceError
from tests.language.programs import PROGRAMS


def faults(source: bytes) -> list[tuple[str, int, int]]:
    """Name, line and column of each fault."""
    with pytest.raises(SourceError) as caught:
        compile_module(source)
    return [(fault.name, fault.line, fault.column) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"x = 1j\n", [("complex-literal", 1, 4)]),
        (b"async def f(): pass\n", [("async", 1, 0)]),
        (
            b"x = 1j\nasync def f():\n    await g\n",
            [("complex-literal", 1, 4), ("async", 2, 0), ("await", 3, 4)],
        ),
        (b"def f():\n  a: (x := 1)\n", [("syntax", 2, 6)]),
        (b"def f(a: (x := 1)): pass\n", [("syntax", 1, 10)]),
        (b"def f():\n  a: (lambda x, x: 1)\n", [("syntax", 2, 16)]),
        (b"def f():\n  a: (yield)\n", [("syntax", 2, 6)]),
        (b"x = 1j\ny = = 1\nz = 1j\n", [("complex-literal", 1, 4), ("syntax", 2, 4)]),
        (b"def f[T](): pass\n", [("type-parameter", 1, 5)]),
        (b"type X = int\n", [("type-alias", 1, 0)]),
        (b"t'x'\n", [("template-string", 1, 0)]),
        (b"x = '\\N{DIGIT ONE}'\n", [("named-escape", 1, 4)]),
        (
            b"a is 1\nb is not -2.5\nc is None\n",
            [("identity-of-literal", 1, 0), ("identity-of-literal", 2, 0)],
        ),
        (b"x is ()\n", [("identity-of-literal", 1, 0)]),
        (b"from __future__ import annotations\n", [("future-annotations", 1, 0)]),
        ("x = '\u0061\u0301'\n".encode(), [("normal-form", 1, 0)]),
        ("a\u20ac = 1\n".encode(), [("syntax", 1, 0)]),
        (b"x" + b".a" * 1001 + b"\n", [("nesting", 1, 2001)]),
        (b"\xef\xbb\xbfx = 1\n", [("byte-order-mark", 1, 0)]),
        (b"x = 1\r\n", [("line-end", 1, 5)]),
        (b"x\n\x00", [("null-byte", 2, 0)]),
        (b"x = '\xff'\n", [("encoding", 1, 5)]),
        (b"x = " + b"9" * 1235 + b"\n", [("integer-size", 1, 4)]),
        (b"return 1\n", [("syntax", 1, 0)]),
        (b"break\n", [("syntax", 1, 0)]),
        (b"def f(a, a): pass\n", [("syntax", 1, 9)]),
        (b"f(a=1, a=2)\n", [("syntax", 1, 7)]),
        (b"if x:\npass\n", [("syntax", 2, 0)]),
        (b"if x:\n\tpass\n        pass\n", [("syntax", 3, 8)]),
        (
            b"".join(b" " * i + b"for i in x:\n" for i in range(22)) + b" " * 22 + b"y\n",
            [("syntax", 22, 0)],
        ),
        (
            b"".join(b" " * i + b"try: f()\n" + b" " * i + b"finally:\n" for i in range(20))
            + b" " * 20
            + b"g()\n",
            [("code-size", 37, 23)],
        ),
        (b"x = 1\ny = " + b" + ".join([b"'a' * 4096"] * 100) + b"\n", [("code-size", 2, 0)]),
        (b"x = f'''\n}'''\n", [("syntax", 2, 0)]),
        (b"x\n\\\n", [("syntax", 3, 0)]),
        (b"x\\\n", [("syntax", 2, 0)]),
        (b"def f():\n  '\\ud800'\n", [("syntax", 2, 2)]),
        (b"(" * 201 + b")" * 201, [("syntax", 1, 200)]),
    ],
)
def test_a_fault_is_named_and_placed(source: bytes, expected: list[tuple[str, int, int]]) -> None:
    assert faults(source) == expected


def accepted_or_refused(source: bytes) -> None:
    """Compiling ends with a code object or a SourceError that has a place."""
    try:
        compile_module(source)
    except SourceError as error:
        misplaced = [fault for fault in error.faults if fault.line < 1 or fault.column < 0]
        if misplaced:
            raise AssertionError(misplaced) from error


@given(st.binary(max_size=60))
def test_random_bytes_never_fail_otherwise(source: bytes) -> None:
    accepted_or_refused(source)


_FRAGMENTS = st.sampled_from(
    [
        *(b"(", b")", b"[", b"]", b"{", b"}", b":", b"=", b"*", b"**", b",", b"if ", b"else "),
        *(b"for ", b"in ", b"def f", b"class C", b"lambda ", b"f'{", b"}'", b"'", b'"""', b"x"),
        *(b" 1", b"\n", b"    ", b"\t", b"\\\n", b"match x", b"case ", b"try", b"except "),
        *(b"with ", b"as y", b"!r", b":=", b"yield ", b"from ", b"import ", b"not ", b"await "),
        *(b"@", b"->", b"...", b"#", b"0x"),
    ]
)


@settings(max_examples=300)
@given(st.lists(_FRAGMENTS, max_size=25))
def test_pieces_of_sources_never_fail_otherwise(pieces: list[bytes]) -> None:
    accepted_or_refused(b"".join(pieces))


@settings(max_examples=200)
@given(st.sampled_from(sorted(PROGRAMS)), st.integers(0, 10_000), st.integers(0, 3), _FRAGMENTS)
def test_damaged_programs_never_fail_otherwise(
    name: str, place: int, length: int, piece: bytes
) -> None:
    source = PROGRAMS[name].encode()
    place %= len(source)
    accepted_or_refused(source[:place] + piece + source[place + length :])


def test_names_are_in_normal_form_kc() -> None:
    """As in Python: a wide letter is the plain one."""
    assert compile_module("\uff58 = 1\n".encode()).names == ("x",)
