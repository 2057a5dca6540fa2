"""Listings of real code objects, written and read; the assembler against the compiler."""

from collections.abc import Sequence

import pytest

from diff.canonical import canonical_json
from diff.guest import code_from_guest
from spec.bytecode.code import MAXIMUM_NESTING, Code, number_codes
from spec.bytecode.errors import AssemblyError
from spec.bytecode.exception_table import Region, decode_exception_table
from spec.bytecode.listing import disassemble
from spec.bytecode.listing_reader import assemble_text
from spec.semantics.values import FrozenSet, Slice

from .rules import take_apart


class Kept:
    """Gives back the very constants that a listing was made of, in their order."""

    def __init__(self, code: Code) -> None:
        self._values = [
            value
            for each in reversed(number_codes(code))
            for value in each.consts
            if isinstance(value, FrozenSet | Slice)
        ]

    def __call__(self, name: str, items: Sequence[object]) -> object:
        value = self._values.pop(0)

        assert type(value).__name__.lower() == name
        return value


def test_a_listing_reads_back_as_the_same_code(compiled: list[Code]) -> None:
    for module in compiled:
        text = disassemble(module, take_apart=take_apart)
        again = assemble_text(text, Kept(module))

        assert canonical_json(code_from_guest(again)) == canonical_json(code_from_guest(module))


def test_computed_stack_sizes_are_the_compilers(compiled: list[Code]) -> None:
    """Without a given size the assembler computes what CPython 3.14 declares."""
    for module in compiled:
        text = disassemble(module, take_apart=take_apart)
        lines = [line for line in text.split("\n") if not line.startswith("  stacksize ")]
        again = assemble_text("\n".join(lines), Kept(module))

        for code, expected in zip(number_codes(again), number_codes(module), strict=True):
            assert code.stacksize == expected.stacksize, expected.qualname


def test_arrows_lead_from_jumps_to_targets() -> None:
    code = assemble_text(
        """code 0
        begin
          RESUME 0
          LOAD_CONST 0
          GET_ITER
        L1:
          FOR_ITER L2
          POP_TOP
          JUMP_BACKWARD L1
        L2:
          END_FOR
          POP_ITER
          LOAD_CONST 0
          RETURN_VALUE
        end""".replace("code 0\n", "code 0\n  const 0 = ()\n", 1)
    )

    arrows = [line[:4] for line in disassemble(code).split("\n") if " FOR_ITER" in line]
    assert arrows == ["╭╭─>"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("code x", 1),
        ("code 0\n  flags NONSENSE\nbegin\nend", 2),
        ("code 0\n  nonsense 1\nbegin\nend", 2),
        ("code 0\n  const 1 = 5\nbegin\nend", 2),
        ("code 0\n  const 0 = flout:1\nbegin\nend", 2),
        ('code 0\n  name "f\nbegin\nend', 2),
        ("code 0\nbegin\n  RESUME 0\n  JUMP_FORWARD L1\nend", 4),
        ("code 0\nbegin\n  NONSENSE\nend", 3),
        ("code 0\nbegin\n  RESUME x\nend", 3),
        ("code 0\nbegin\n try L1 to\nend", 3),
        ("code 0\nbegin\n  RESUME 0", 1),
        ("", 1),
        ("code 0\nbegin\nend\ncode 0\nbegin\nend", 4),
        ("code 1000000000000000000000000\nbegin\nend", 1),
        ("code 0\n  argcount one\nbegin\nend", 2),
        ("code 0\n  flags 0xwide\nbegin\nend", 2),
        ('code 0\n  linetable "text"\nbegin\nend', 2),
        ("code 0\n  linetable code:1\nbegin\nend", 2),
        ("code 0\n  name f\nbegin\nend", 2),
        ("code 0\nbegin\n  RESUME 0\n  12\nend", 4),
        ("code 0\nbegin\n  RESUME 4294967296\nend", 3),
        ("code 0\nbegin\n  RESUME 10000000000000000000000\nend", 3),
        ("code 0\nbegin\n  L1:\n  RESUME 0\n  JUMP_FORWARD L1\nend", 5),
        ("code 0\nbegin\n  L1:\n  RESUME 0\n  try L1 to L2 handler L1 depth 0\nend", 5),
        ("code 0\nbegin\n  L1:\n  RESUME 0\n  try L1 to L1 handler L1 depth x\nend", 5),
        ("code 0\nbegin\n  L1:\n  RESUME 0\n  try L1 to L1 handler L1 depth 0 more\nend", 5),
    ],
)
def test_wrong_text_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(AssemblyError) as refusal:
        assemble_text(text)

    assert refusal.value.line == line


DEEP = "(" * MAXIMUM_NESTING + ")" + ",)" * (MAXIMUM_NESTING - 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("(,)", "a constant is missing"),
        ("1 2", "nothing may follow the constant: '2'"),
        ("(1, 2)", "',' expected after an item"),
        ("one", "'one' is no number"),
        ("float:wide", "'wide' is no number"),
        ("bytes:0", "'0' is no string of hex digits"),
        ("code:1", "code 1 is not there, or comes before its owner"),
        ("set:(1,)", "no constant begins with 'set:'"),
        ('"\\u{41"', "'}' is missing"),
        ('"\\u{110000}"', "0x110000 is no code point"),
        ("(" + DEEP + ",)", f"displays are nested more than {MAXIMUM_NESTING} deep"),
    ],
)
def test_what_is_no_constant(text: str, words: str) -> None:
    with pytest.raises(AssemblyError) as refusal:
        assemble_text(f"code 0\n  const 0 = {text}\nbegin\nend")

    assert str(refusal.value) == f"line 2: {words}"


def test_a_kind_of_constant_that_the_caller_does_not_know() -> None:
    def only_pairs(name: str, items: Sequence[object]) -> object:
        return {"pair": tuple(items)}[name]

    read = assemble_text("code 0\n  const 0 = pair:(1, 2,)\nbegin\nend", only_pairs)
    assert read.consts == ((1, 2),)
    with pytest.raises(AssemblyError, match="line 2: no kind of constant is called 'set'"):
        assemble_text("code 0\n  const 0 = set:(1,)\nbegin\nend", only_pairs)


def test_a_constant_without_a_text() -> None:
    code = assemble_text("code 0\nbegin\n  RESUME 0\nend")
    for take in (None, take_apart):
        code.consts = (object(),)
        with pytest.raises(AssemblyError, match="a constant of type object has no text"):
            disassemble(code, take_apart=take)


def test_displays_may_be_nested_up_to_the_limit() -> None:
    value = assemble_text(f"code 0\n  const 0 = {DEEP}\nbegin\nend").consts[0]
    for _ in range(MAXIMUM_NESTING - 1):
        assert isinstance(value, tuple)
        (value,) = value

    assert value == ()


def test_a_region_may_end_with_the_code() -> None:
    """The label behind the last instruction is written and read."""
    text = """code 0
      flags OPTIMIZED NEWLOCALS 0x40000000
    begin
      RESUME 0
    L1:
      │ ╭>
      LOAD_CONST 7
      LOAD_CONST.2 7
    L2:
      try L1 to L2 handler L1 depth 3 lasti
    end"""
    code = assemble_text(text)
    listing = disassemble(code)

    assert decode_exception_table(code.exceptiontable) == [Region(2, 8, 2, 3, True)]
    assert "LOAD_CONST 7                      ; ?" in listing
    assert "L2:\n  try L1 to L2 handler L1 depth 3 lasti" in listing
    assert canonical_json(code_from_guest(assemble_text(listing))) == canonical_json(
        code_from_guest(code)
    )
