"""Listings of real code objects, written and read; the assembler against the compiler."""

from collections.abc import Sequence

import pytest

from diff.canonical import canonical_json
from diff.guest import code_from_guest
from spec.bytecode.code import Code, number_codes
from spec.bytecode.errors import AssemblyError
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
    ],
)
def test_wrong_text_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(AssemblyError) as refusal:
        assemble_text(text)

    assert refusal.value.line == line
