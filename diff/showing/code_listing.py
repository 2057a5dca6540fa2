"""What `pvm dis` shows of a code object: the listing with prices, or the same as JSON."""

from collections.abc import Sequence

from diff.canonical import Json
from diff.code_file import take_apart
from spec.bytecode.code import Code, number_codes
from spec.bytecode.decoder import Instruction, decode
from spec.bytecode.errors import InvalidCode
from spec.bytecode.exception_table import decode_exception_table
from spec.bytecode.instructions import (
    COMPARISON_SHIFT,
    Comparison,
    Intrinsic1,
    Intrinsic2,
    Op,
    binary_name,
)
from spec.bytecode.listing import disassemble, operand_note
from spec.bytecode.literals import write_constant
from spec.gas_table import GasTable, Price, PriceError

_FREE = frozenset({Op.NOP, Op.NOT_TAKEN, Op.RESUME, Op.CACHE, Op.EXTENDED_ARG, Op.JUMP_FORWARD})


def price_text(gas: GasTable, instruction: Instruction) -> str:
    """The price of an instruction in words: `3`, `1 + ...` where sizes count, `1 to 5` by kind."""
    op = instruction.op
    if op in _FREE:
        return ""
    prices = _prices(gas, instruction)
    if not prices:
        return ""
    low = min(price.base for price in prices)
    high = max(price.base for price in prices)
    text = str(low) if low == high else f"{low} to {high}"
    return text if all(price.fixed for price in prices) else f"{text} + size"


def _prices(gas: GasTable, instruction: Instruction) -> Sequence[Price]:
    """The entries of an instruction: one, or one for each kind or way it may go."""
    try:
        name = _entry_name(instruction)
    except ValueError:
        # An operand outside its range: only in code that validation refuses.
        return []
    if name in gas:
        return [gas.price(name)]
    try:
        return list(gas.family(name).values())
    except PriceError:
        return [price for price in gas if price.key.startswith(name + ".")]


def _entry_name(instruction: Instruction) -> str:
    op, oparg = instruction.op, instruction.oparg
    if op is Op.BINARY_OP:
        return f"{op.name}.{binary_name(oparg)}"
    if op is Op.COMPARE_OP:
        return f"{op.name}.{Comparison(oparg >> COMPARISON_SHIFT).name.lower()}"
    if op is Op.CALL_INTRINSIC_1:
        return f"{op.name}.{Intrinsic1(oparg).name.lower()}"
    if op is Op.CALL_INTRINSIC_2:
        return f"{op.name}.{Intrinsic2(oparg).name.lower()}"
    return op.name


def listing(code: Code, gas: GasTable | None) -> str:
    """The listing, with the prices of `gas` beside the instructions."""
    if gas is None:
        return disassemble(code, take_apart=take_apart)
    table = gas

    def beside(instruction: Instruction, owner: Code) -> str:
        price = price_text(table, instruction)
        return f"[{price}]" if price else ""

    return disassemble(code, beside, take_apart)


def as_json(entry: Code, gas: GasTable) -> Json:
    """Every code object with its fields, instructions and exception regions."""
    codes = number_codes(entry)
    return [_code_json(number, code, codes, gas) for number, code in enumerate(codes)]


def _code_json(number: int, code: Code, codes: list[Code], gas: GasTable) -> Json:
    def number_of(wanted: Code) -> int:
        return next(index for index, other in enumerate(codes) if other is wanted)

    constants = [write_constant(value, number_of, take_apart) for value in code.consts]
    return {
        "code": number,
        "name": code.name,
        "qualname": code.qualname,
        "firstlineno": code.firstlineno,
        "argcount": code.argcount,
        "posonlyargcount": code.posonlyargcount,
        "kwonlyargcount": code.kwonlyargcount,
        "flags": code.flags,
        "stacksize": code.stacksize,
        "names": list(code.names),
        "varnames": list(code.varnames),
        "cellvars": list(code.cellvars),
        "freevars": list(code.freevars),
        "localsplus": list(code.localsplus),
        "constants": constants,
        "instructions": [
            {
                "offset": each.offset,
                "start": each.start,
                "mnemonic": each.op.name,
                "opcode": int(each.op),
                "oparg": each.oparg,
                "target": each.target,
                "note": operand_note(each, code, constants) or None,
                "price": price_text(gas, each) or None,
            }
            for each in decode(code.code, number)
        ],
        "regions": [
            {
                "start": region.start,
                "end": region.end,
                "target": region.target,
                "depth": region.depth,
                "lasti": region.lasti,
            }
            for region in decode_exception_table(code.exceptiontable, number)
        ],
    }


def refusal(code: Code) -> InvalidCode | None:
    """What keeps the bytes from being decoded at all, if anything does."""
    try:
        for number, each in enumerate(number_codes(code)):
            decode(each.code, number)
            decode_exception_table(each.exceptiontable, number)
    except InvalidCode as error:
        return error
    return None
