"""Small code objects made in the tests themselves."""

from spec.bytecode.assembler import empty_line_table
from spec.bytecode.code import Code
from spec.bytecode.instructions import (
    CACHE_COUNTS,
    BinaryOp,
    CodeFlag,
    Comparison,
    Op,
    comparison_operand,
)

FUNCTION = int(CodeFlag.OPTIMIZED | CodeFlag.NEWLOCALS)


def assemble(*instructions: tuple[Op, int]) -> bytes:
    """The bytes of instructions with operands below 256, caches included."""
    out = bytearray()
    for op, oparg in instructions:
        out += bytes((op, oparg))
        out += bytes(2 * CACHE_COUNTS.get(op, 0))
    return bytes(out)


def function(
    *instructions: tuple[Op, int],
    parameters: int = 0,
    consts: tuple[object, ...] = (),
    **more: object,
) -> Code:
    """A function of these instructions after a RESUME."""
    names = tuple(f"p{number}" for number in range(parameters))
    code = assemble((Op.RESUME, 0), *instructions)
    fields: dict[str, object] = {
        "stacksize": 20, "flags": FUNCTION, "varnames": names,
        "linetable": empty_line_table(len(code)), **more,
    }  # fmt: skip
    return Code(
        code=code,
        consts=consts,
        **{"argcount": parameters, **fields},  # type: ignore[arg-type]
    )


def binary(op: BinaryOp) -> Code:
    """`lambda a, b: a OP b`."""
    return function(
        (Op.LOAD_FAST, 0), (Op.LOAD_FAST, 1), (Op.BINARY_OP, int(op)), (Op.RETURN_VALUE, 0),
        parameters=2,
    )  # fmt: skip


def comparison(kind: Comparison) -> Code:
    """`lambda a, b: a OP b`."""
    return function(
        (Op.LOAD_FAST, 0), (Op.LOAD_FAST, 1), (Op.COMPARE_OP, comparison_operand(kind)),
        (Op.RETURN_VALUE, 0), parameters=2,
    )  # fmt: skip
