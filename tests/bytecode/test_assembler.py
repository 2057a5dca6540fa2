"""The assembler: what it shares, what it works out, and what it cannot assemble."""

from collections.abc import Callable

import pytest

from spec.bytecode.assembler import Assembler, Label
from spec.bytecode.code import Code
from spec.bytecode.decoder import decode
from spec.bytecode.errors import AssemblyError
from spec.bytecode.exception_table import Region
from spec.bytecode.instructions import Op
from spec.softfloat.value import Float

ZERO, MINUS_ZERO = Float(0), Float(1 << 63)
CONSTANTS = [
    None, 0, False, 1, True, "a", b"a", ZERO, MINUS_ZERO, (), (0,), (False,), (ZERO,),
    (MINUS_ZERO,), ("a", (b"a", None)),
]  # fmt: skip


def test_equal_constants_share_a_place() -> None:
    """Of one type and with the same bits, also inside of tuples; others never."""
    made = Assembler()

    places = [made.constant(each) for each in CONSTANTS]

    assert places == list(range(len(CONSTANTS)))
    assert [made.constant(each) for each in CONSTANTS] == places
    code = Code(code=b"")
    assert [made.constant(code), made.constant(code)] == [len(CONSTANTS), len(CONSTANTS) + 1]
    assert [made.name("n"), made.name("m"), made.name("n")] == [0, 1, 0]


def test_a_label_here_is_a_target_behind() -> None:
    """The loop leads back to it over all caches and prefixes."""
    made = Assembler()
    made.emit(Op.RESUME)
    start = made.here()
    for _ in range(300):
        made.emit(Op.TO_BOOL)
    made.jump(Op.JUMP_BACKWARD, start)

    code = made.finish(stacksize=1)

    last = decode(code.code)[-1]
    assert (last.target, last.oparg, len(code.code)) == (2, 300 * 4 + 3, 2 + 300 * 8 + 6)
    assert len(made) == 302


def finished(emit: Callable[[Assembler], None]) -> Code:
    made = Assembler()
    emit(made)
    return made.finish()


def forward_to_a_place_behind(made: Assembler) -> None:
    made.jump(Op.JUMP_FORWARD, made.here())


def to_a_label_without_place(made: Assembler) -> None:
    made.jump(Op.JUMP_FORWARD, Label())


def jump_that_is_none(made: Assembler) -> None:
    label = Label()
    made.jump(Op.LOAD_FAST, label)
    made.bind(label)


@pytest.mark.parametrize(
    ("emit", "text"),
    [
        (forward_to_a_place_behind, "JUMP_FORWARD leads the other way"),
        (to_a_label_without_place, "a label is used that has no place"),
        (jump_that_is_none, "LOAD_FAST is no jump"),
        (lambda made: made.emit(Op.NOP, -1), "NOP cannot have the operand -1"),
        (lambda made: made.emit(Op.NOP, 1 << 32), "NOP cannot have the operand 4294967296"),
        (lambda made: made.emit(Op.NOP, 0, 5), "NOP cannot have the operand 0"),
    ],
)
def test_what_cannot_be_assembled(emit: Callable[[Assembler], None], text: str) -> None:
    with pytest.raises(AssemblyError) as refusal:
        finished(emit)

    assert str(refusal.value) == text


def test_what_a_failing_test_shows() -> None:
    """Code objects, instructions and regions say what they are."""
    code = Code(code=b"\x80\x00\x5e\x07", qualname="C.f")

    assert repr(code) == "<Code C.f, 4 bytes>"
    assert [repr(each) for each in decode(code.code)] == ["<0 RESUME 0>", "<2 LOAD_SMALL_INT 7>"]
    assert repr(Region(2, 4, 6, 1, True)) == "Region(2, 4, 6, 1, True)"
