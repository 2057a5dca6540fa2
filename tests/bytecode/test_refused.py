"""Validation refuses, by name and offset, what the machine could not run."""

from collections.abc import Callable

import pytest

from spec.bytecode.assembler import Assembler, Handler, Label, empty_line_table
from spec.bytecode.code import MAXIMUM_NESTING, Code
from spec.bytecode.errors import REASONS, InvalidCode
from spec.bytecode.exception_table import Region, encode_exception_table
from spec.bytecode.instructions import CodeFlag, Comparison, Intrinsic2, Op, comparison_operand
from spec.bytecode.listing_reader import assemble_text
from spec.bytecode.validator import (
    MAXIMUM_CODE_BYTES,
    MAXIMUM_NAMES,
    MAXIMUM_STACK,
    validate,
)

from .rules import AllRules

FUNCTION = int(CodeFlag.OPTIMIZED | CodeFlag.NEWLOCALS)


def listing(body: str, *fields: str) -> Code:
    """A function with this body; constant 0 is None, 1 is a tuple, local a is a parameter."""
    head = ["code 0", "flags OPTIMIZED NEWLOCALS", "argcount 1", 'varnames "a" "b"', 'names "n"']
    head += ["const 0 = None", 'const 1 = ("k",)', *fields]
    return assemble_text("\n".join([*head, "begin", "RESUME 0", *body.split("; "), "end"]))


RETURN = "LOAD_CONST 0; RETURN_VALUE"
HANDLED = "PUSH_EXC_INFO; POP_TOP; POP_EXCEPT; " + RETURN

FLOWS = [
    ("underflow", "POP_TOP; " + RETURN, 2),
    ("underflow", "LOAD_FAST 0; BINARY_OP 0; RETURN_VALUE", 4),
    ("underflow", "LOAD_FAST 0; COPY 2; RETURN_VALUE", 4),
    ("underflow", "LOAD_FAST 0; SWAP 3; RETURN_VALUE", 4),
    ("underflow", "BUILD_LIST 1; RETURN_VALUE", 2),
    ("depth", "LOAD_FAST 0; LOAD_FAST 0; RETURN_VALUE", 6),
    ("depth", "LOAD_CONST 0; POP_JUMP_IF_NONE L1; LOAD_CONST 0; L1:; " + RETURN, 10),
    ("end", "LOAD_CONST 0", 2),
    ("end", "LOAD_CONST 0; POP_JUMP_IF_NONE L1; L1:; NOP", 8),
    ("kind", "PUSH_NULL; RETURN_VALUE", 4),
    ("kind", "LOAD_FAST 0; POP_JUMP_IF_TRUE L1; L1:; " + RETURN, 4),
    ("kind", "LOAD_FAST 0; UNARY_NOT; RETURN_VALUE", 4),
    ("kind", "LOAD_FAST 0; LOAD_FAST 0; LIST_APPEND 1; RETURN_VALUE", 6),
    ("kind", "BUILD_SET 0; LOAD_FAST 0; LIST_EXTEND 1; RETURN_VALUE", 6),
    ("kind", "BUILD_LIST 0; LOAD_FAST 0; LOAD_FAST 0; MAP_ADD 1; RETURN_VALUE", 8),
    ("kind", "LOAD_FAST 0; BUILD_STRING 1; RETURN_VALUE", 4),
    ("kind", "L1:; LOAD_FAST 0; FOR_ITER L2; POP_TOP; POP_TOP; JUMP_BACKWARD L1; "
     "L2:; END_FOR; POP_ITER; " + RETURN, 4),
    ("kind", "LOAD_FAST 0; PUSH_NULL; LOAD_FAST 0; LOAD_FAST 0; CALL_KW 1; RETURN_VALUE", 10),
    ("kind", "LOAD_FAST 0; PUSH_NULL; LOAD_CONST 1; CALL_KW 0; RETURN_VALUE", 8),
    ("kind", "LOAD_FAST 0; LOAD_FAST 0; LOAD_FAST 0; LOAD_FAST 0; CALL_FUNCTION_EX; RETURN_VALUE",
     10),
    ("kind", "LOAD_FAST 0; LOAD_FAST 0; LOAD_FAST 0; MATCH_CLASS 0; RETURN_VALUE", 8),
    ("kind", "LOAD_FAST 0; RERAISE 0", 4),
    ("kind", "LOAD_FAST 0; LOAD_FAST_AND_CLEAR 1; CALL 0; RETURN_VALUE", 6),
    ("kind", "PUSH_NULL; STORE_FAST 0; " + RETURN, 4),
    ("kind", "LOAD_FAST 0; CALL_INTRINSIC_1 3; RETURN_VALUE", 4),
    ("kind", "LOAD_FAST 0; LOAD_FAST 0; CHECK_EXC_MATCH; POP_TOP; RETURN_VALUE", 6),
    ("kind", "LOAD_FAST 0; PUSH_EXC_INFO; POP_EXCEPT; RETURN_VALUE", 4),
    ("kind", "LOAD_FAST 0; MAKE_FUNCTION; RETURN_VALUE", 4),
    ("kind", "LOAD_FAST 0; LOAD_CONST 0; IMPORT_NAME 0; RETURN_VALUE", 6),
    ("local", "LOAD_FAST 1; RETURN_VALUE", 2),
    ("local", "DELETE_FAST 0; LOAD_FAST 0; RETURN_VALUE", 4),
    ("local", "LOAD_FAST_AND_CLEAR 0; POP_TOP; LOAD_FAST 0; RETURN_VALUE", 6),
    ("local", "LOAD_FAST_BORROW 0; STORE_FAST 1; " + RETURN, 4),
    ("local", "LOAD_FAST_BORROW 0; LOAD_CONST 0; STORE_FAST 0; RETURN_VALUE", 6),
    ("local", "LOAD_FAST_BORROW 0; DELETE_FAST 0; RETURN_VALUE", 4),
    ("operand", "LOAD_CONST 9; RETURN_VALUE", 2),
    ("operand", "LOAD_FAST 2; RETURN_VALUE", 2),
    ("operand", "LOAD_FAST_LOAD_FAST 2; RETURN_VALUE", 2),
    ("operand", "LOAD_GLOBAL 2; RETURN_VALUE", 2),
    ("operand", "LOAD_ATTR 2; RETURN_VALUE", 2),
    ("operand", "LOAD_DEREF 0; RETURN_VALUE", 2),
    ("operand", "BINARY_OP 27; " + RETURN, 2),
    ("operand", "COMPARE_OP 0; " + RETURN, 2),
    ("operand", "COPY 0; " + RETURN, 2),
    ("operand", "SWAP 1; " + RETURN, 2),
    ("operand", "LIST_APPEND 0; " + RETURN, 2),
    ("operand", "CONVERT_VALUE 0; " + RETURN, 2),
    ("operand", "CALL_INTRINSIC_1 7; " + RETURN, 2),
    ("operand", "CALL_INTRINSIC_2 2; " + RETURN, 2),
    ("operand", "LOAD_COMMON_CONSTANT 5; " + RETURN, 2),
    ("operand", "LOAD_SPECIAL 2; " + RETURN, 2),
    ("operand", "RAISE_VARARGS 3; " + RETURN, 2),
    ("operand", "BUILD_SLICE 1; " + RETURN, 2),
    ("operand", "SET_FUNCTION_ATTRIBUTE 4; " + RETURN, 2),
    ("operand", "LOAD_SMALL_INT 256; " + RETURN, 4),
    ("operand", "POP_TOP 1; " + RETURN, 2),
    ("operand", "LOAD_NAME 0; RETURN_VALUE", 2),
    ("operand", "LOAD_LOCALS; RETURN_VALUE", 2),
    ("instruction-outside-profile", "GET_AITER; " + RETURN, 2),
    ("instruction-outside-profile", "BUILD_TEMPLATE; " + RETURN, 2),
    ("jump-target", "LOAD_FAST 0; GET_ITER; FOR_ITER L1; POP_TOP; POP_TOP; L1:; " + RETURN, 6),
    ("jump-target", "LOAD_CONST 0; END_FOR; " + RETURN, 4),
    ("prefix", "YIELD_VALUE 0; " + RETURN, 2),
    ("prefix", RETURN + "; RESUME 1", 6),
    ("prefix", RETURN + "; RETURN_GENERATOR", 6),
    ("exception-state", "L1:; LOAD_GLOBAL 0; RETURN_VALUE; L2:; PUSH_EXC_INFO; COPY 2; "
     "POP_EXCEPT; SWAP 2; POP_EXCEPT; POP_TOP; " + RETURN
     + "; try L1 to L2 handler L2 depth 0", 22),
    ("handler-depth", "L1:; LOAD_GLOBAL 0; RETURN_VALUE; L2:; " + HANDLED
     + "; try L1 to L2 handler L2 depth 1", 2),
    ("exception-state", "L1:; LOAD_GLOBAL 0; RETURN_VALUE; L2:; PUSH_EXC_INFO; POP_TOP; "
     "LOAD_GLOBAL 0; POP_TOP; POP_EXCEPT; " + RETURN + "; L3:; " + HANDLED
     + "; try L1 to L2 handler L2 depth 0; try L2 to L3 handler L3 depth 0", 44),
    ("kind", "LOAD_FAST 0; LOAD_FAST 0; LOAD_FAST 0; BUILD_TUPLE 1; COPY 1; MATCH_CLASS 1; "
     "RETURN_VALUE", 12),
    ("kind", "LOAD_FAST 0; LOAD_FAST 0; LOAD_FAST 0; BUILD_TUPLE 1; MATCH_CLASS 1; RETURN_VALUE",
     10),
    ("operand", "LOAD_FAST 0; CALL_INTRINSIC_1 2; RETURN_VALUE", 4),
    ("operand", "LOAD_FAST 0; YIELD_VALUE 0; RESUME 1; RETURN_VALUE", 4),
    ("prefix", "LOAD_FAST 0; YIELD_VALUE 0; RESUME 2; RETURN_VALUE", 6),
    ("prefix", "LOAD_FAST 0; YIELD_VALUE 0", 4),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "body", "offset"), FLOWS)
def test_flow(reason: str, body: str, offset: int) -> None:
    code = listing(body)
    code.stacksize += 4

    with pytest.raises(InvalidCode) as refusal:
        validate(code, AllRules())

    assert (refusal.value.reason, refusal.value.offset) == (reason, offset), refusal.value
    assert refusal.value.code_number == 0


def plain(**changes: object) -> Code:
    """`def f(a): return None`, with some fields changed."""
    code = listing(RETURN)
    for name, value in changes.items():
        setattr(code, name, value)
    return code


FIELDS: list[tuple[str, Callable[[], Code]]] = [
    ("field", lambda: plain(argcount=-1)),
    ("field", lambda: plain(stacksize="1")),
    ("field", lambda: plain(code="")),
    ("field", lambda: plain(name=None)),
    ("names", lambda: plain(names=["n"])),
    ("names", lambda: plain(names=("n", 1))),
    ("names", lambda: plain(varnames=("a", "a"))),
    ("names", lambda: plain(names=tuple(str(n) for n in range(MAXIMUM_NAMES + 1)))),
    ("constant", lambda: plain(consts=[None])),
    ("constant", lambda: plain(consts=(None, 1 << 4096))),
    ("constant", lambda: plain(consts=(None, object()))),
    ("constant", lambda: plain(consts=(None, nested_tuple(MAXIMUM_NESTING + 2)))),
    ("overflow", lambda: plain(stacksize=0)),
    ("overflow", lambda: plain(stacksize=MAXIMUM_STACK + 1)),
    ("argument-counts", lambda: plain(nlocals=1)),
    ("argument-counts", lambda: plain(posonlyargcount=2)),
    ("argument-counts", lambda: plain(argcount=3)),
    ("flags", lambda: plain(flags=1)),
    ("flags", lambda: plain(flags=int(FUNCTION | CodeFlag.COROUTINE))),
    ("flags", lambda: plain(flags=FUNCTION | 1 << 40)),
    ("flags", lambda: plain(flags=0)),
    ("flags", lambda: plain(flags=int(CodeFlag.GENERATOR))),
    ("closure", lambda: plain(freevars=("x",))),
    ("line-table", lambda: plain(linetable=b"")),
    ("line-table", lambda: plain(linetable=b"\x00" + empty_line_table(6))),
    ("code-length", lambda: plain(code=b"")),
    ("code-length", lambda: plain(code=b"\x80\x00\x52")),
    ("code-length", lambda: plain(code=bytes(MAXIMUM_CODE_BYTES + 2))),
    ("unknown-opcode", lambda: plain(code=b"\x80\x00\x03\x00")),
    ("unknown-opcode", lambda: plain(code=b"\x80\x00\xff\x00")),
    ("cache", lambda: plain(code=b"\x80\x00\x27\x00\x00\x00\x01\x00\x00\x00")),
    ("cache", lambda: plain(code=b"\x80\x00\x27\x00")),
    ("prefix-unit", lambda: plain(code=b"\x80\x00\x45\x00")),
    ("prefix-unit", lambda: plain(code=b"\x80\x00" + b"\x45\x00" * 4 + b"\x52\x00")),
    ("prefix", lambda: plain(code=b"\x52\x00\x23\x00", linetable=empty_line_table(4))),
    ("jump-target", lambda: plain(code=b"\x80\x00\x4d\x09\x52\x00\x23\x00")),
    ("exception-table", lambda: plain(exceptiontable=b"\x00")),
    ("exception-table", lambda: plain(exceptiontable=b"\x81\x00\x01\x00")),
    ("exception-table", lambda: plain(exceptiontable=b"\x81\x01\x7f\x00")),
    ("exception-table", lambda: plain(exceptiontable=b"\x81\x7f\x01\x00")),
    ("states", lambda: plain(stacksize=MAXIMUM_STACK, code=plain().code * 200)),
    ("nesting", lambda: nested_code(MAXIMUM_NESTING + 1)),
    ("no-rule", lambda: plain()),
    ("exception-table", lambda: plain(exceptiontable=table(Region(2, 8, 2, 0, False)))),
    ("exception-table", lambda: plain(exceptiontable=table(Region(4, 2**31, 2, 0, False)))),
    ("prefix", lambda: region_over_prefix()),
    ("names", lambda: conditional_annotations_as_parameter()),
]


def table(*regions: Region) -> bytes:
    return encode_exception_table(regions)


def region_over_prefix() -> Code:
    """What makes the generator cannot be under a handler."""
    return assemble_text(
        """code 0
          flags OPTIMIZED NEWLOCALS GENERATOR
          const 0 = None
        begin
        L1:
          RETURN_GENERATOR
          POP_TOP
          RESUME 0
          LOAD_CONST 0
          RETURN_VALUE
        L2:
          CALL_INTRINSIC_1 3
          RERAISE 1
          try L1 to L2 handler L2 depth 0 lasti
        end"""
    )


def conditional_annotations_as_parameter() -> Code:
    """A cell of this name holds the set alone; here a call fills it."""
    return assemble_text(
        """code 0
          flags OPTIMIZED NEWLOCALS
          argcount 1
          varnames "__conditional_annotations__"
          cellvars "__conditional_annotations__"
        begin
          MAKE_CELL 0
          RESUME 0
          LOAD_DEREF 0
          RETURN_VALUE
        end"""
    )


def nested_tuple(depth: int) -> object:
    value: object = ()
    for _ in range(depth):
        value = (value,)
    return value


def nested_code(depth: int) -> Code:
    code = plain()
    for _ in range(depth):
        code = plain(consts=(None, ("k",), code))
    return code


class NoRules(AllRules):
    def has_rule(self, op: Op) -> bool:
        return op is not Op.RETURN_VALUE


@pytest.mark.parametrize(("reason", "make"), FIELDS)
def test_fields_and_tables(reason: str, make: Callable[[], Code]) -> None:
    rules = NoRules() if reason == "no-rule" else AllRules()

    with pytest.raises(InvalidCode) as refusal:
        validate(make(), rules)

    assert refusal.value.reason == reason, refusal.value


def test_the_plain_function_is_valid() -> None:
    validate(plain(), AllRules())


def test_a_jump_into_a_cache_is_refused() -> None:
    # RESUME, LOAD_CONST 0, TO_BOOL with three caches, POP_TOP, JUMP_BACKWARD into a cache
    code = plain(code=bytes.fromhex("8000 5200 2700000000000000 1f00 4b050000"))

    with pytest.raises(InvalidCode, match="jump-target"):
        validate(code, AllRules())


def test_a_nested_code_object_is_named_by_its_number() -> None:
    inner = listing("POP_TOP; " + RETURN)
    middle = plain(consts=(None, ("k",), plain(), inner))

    with pytest.raises(InvalidCode) as refusal:
        validate(plain(consts=(None, middle)), AllRules())

    assert (refusal.value.reason, refusal.value.code_number) == ("underflow", 3)


def test_a_closure_needs_as_many_cells_as_the_code_has_free_variables() -> None:
    inner = Assembler()
    inner.emit(Op.COPY_FREE_VARS, 1)
    inner.emit(Op.RESUME)
    inner.emit(Op.LOAD_DEREF, 0)
    inner.emit(Op.RETURN_VALUE)
    free = inner.finish(freevars=("c",), flags=FUNCTION)
    outer = Assembler()
    outer.emit(Op.RESUME)
    outer.emit(Op.LOAD_CONST, outer.constant(free))
    outer.emit(Op.MAKE_FUNCTION)
    outer.emit(Op.RETURN_VALUE)

    with pytest.raises(InvalidCode, match="kind"):
        validate(outer.finish(flags=FUNCTION), AllRules())


def test_an_exception_that_may_be_none_is_told_apart_by_a_test() -> None:
    """RERAISE of what PREP_RERAISE_STAR gives is valid only where it was found not None."""
    for tested in (True, False):
        made = Assembler()
        handler, again = Label(), Label()
        made.emit(Op.RESUME)
        made.handler = Handler(handler, 0, False)
        made.emit(Op.LOAD_GLOBAL, made.name("n") << 1)
        made.handler = None
        made.emit(Op.RETURN_VALUE)
        made.bind(handler)
        made.emit(Op.BUILD_LIST)
        made.emit(Op.CALL_INTRINSIC_2, Intrinsic2.PREP_RERAISE_STAR)
        if tested:
            made.emit(Op.COPY, 1)
            made.jump(Op.POP_JUMP_IF_NOT_NONE, again)
            made.emit(Op.RETURN_VALUE)
            made.bind(again)
        made.emit(Op.RERAISE)
        code = made.finish(flags=FUNCTION)
        if tested:
            validate(code, AllRules())
        else:
            with pytest.raises(InvalidCode, match="kind"):
                validate(code, AllRules())


def test_every_reason_is_shown() -> None:
    """Each named reason of refusal appears in this file."""
    shown = {reason for reason, *_ in FLOWS} | {reason for reason, _ in FIELDS}

    assert shown == set(REASONS)


def test_comparison_operands_with_other_masks_are_refused() -> None:
    operand = comparison_operand(Comparison.LT) ^ 1

    with pytest.raises(InvalidCode, match="operand"):
        validate(listing(f"LOAD_FAST 0; LOAD_FAST 0; COMPARE_OP {operand}; RETURN_VALUE"),
                 AllRules())  # fmt: skip
