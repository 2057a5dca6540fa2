"""Mutations of code objects, valid or not: for fuzzing the validator and the machine.

Half of them change raw fields and bytes; the other half change instructions and put the
code together again, so that jumps, caches and tables stay well formed and more of the
results are accepted.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from diff.canonical import CODE_FIELDS
from fuzz.choices import Choices
from spec.bytecode.assembler import Assembler, Handler, Label, empty_line_table
from spec.bytecode.code import Code
from spec.bytecode.decoder import decode
from spec.bytecode.effects import stack_effect
from spec.bytecode.exception_table import (
    Region,
    decode_exception_table,
    encode_exception_table,
)
from spec.bytecode.instructions import HAVE_ARGUMENT, JUMPS, CodeFlag, Op
from spec.softfloat.value import Float

Step: TypeAlias = tuple[Op, int, int]
"""An instruction: opcode, operand, and the index of the instruction it jumps to or -1."""

_OPS: Final = tuple(Op)
_INTEGERS: Final = (0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 127, 128, 255, 256, 511, 65535)
_CONSTANTS: Final[tuple[object, ...]] = (
    None, True, 0, -1, 1 << 70, "", "a", "\ud800", b"x", (), ("a",), ("a", "b"), (1, (2, "x")), ...,
    Float(0), Float(0x7FF8 << 48),
)  # fmt: skip


def mutate(choices: Choices, code: Code) -> Code:
    """The code object with one to three changes, in itself or in one nested in it."""
    for _ in range(choices.integer(1, 3)):
        code = _mutate_one(choices, code, 0)
    return code


def _mutate_one(choices: Choices, code: Code, depth: int) -> Code:
    nested = [index for index, value in enumerate(code.consts) if isinstance(value, Code)]
    if nested and depth < 4 and choices.boolean():
        index = choices.one_of(nested)
        inner = code.consts[index]
        assert isinstance(inner, Code)
        consts = list(code.consts)
        consts[index] = _mutate_one(choices, inner, depth + 1)
        return changed(code, consts=tuple(consts))
    if choices.chance(2, 3):
        return _mutate_instructions(choices, code)
    return choices.one_of(_RAW)(choices, code)


def changed(code: Code, /, **fields: object) -> Code:
    """A copy with other fields, and with a line table that fits new code unless one is given."""
    made = Code(code=code.code)
    for name in CODE_FIELDS:
        setattr(made, name, fields.get(name, getattr(code, name)))
    if "code" in fields and "linetable" not in fields:
        made.linetable = empty_line_table(len(made.code))
    return made


# --- Fields and bytes


def _bytes_of_code(choices: Choices, code: Code) -> Code:
    content = bytearray(code.code)
    if not content:
        return code
    for _ in range(choices.integer(1, 2)):
        position = choices.integer(0, len(content) - 1)
        content[position] = choices.one_of(
            (choices.bits(8), content[position] ^ 1 << choices.integer(0, 7), choices.one_of(_OPS))
        )
    return changed(code, code=bytes(content))


def _length_of_code(choices: Choices, code: Code) -> Code:
    at = 2 * choices.integer(0, len(code.code) // 2)
    if choices.boolean():
        return changed(code, code=code.code[:at] + code.code[at + 2 * choices.integer(1, 4) :])
    unit = bytes((choices.one_of(_OPS), choices.bits(8)))
    return changed(code, code=code.code[:at] + unit + code.code[at:])


def _number(choices: Choices, code: Code) -> Code:
    name = choices.one_of(
        ("stacksize", "argcount", "posonlyargcount", "kwonlyargcount", "nlocals", "firstlineno")
    )
    value = getattr(code, name) + choices.one_of((1, -1, 2, -2, 100))
    return changed(code, **{name: value})


def _flags(choices: Choices, code: Code) -> Code:
    return changed(code, flags=code.flags ^ int(choices.one_of(tuple(CodeFlag))))


def _constant(choices: Choices, code: Code) -> Code:
    consts = list(code.consts)
    value = choices.one_of(_CONSTANTS)
    if consts and choices.chance(3, 4):
        consts[choices.integer(0, len(consts) - 1)] = value
    else:
        consts.append(value)
    return changed(code, consts=tuple(consts))


def _names(choices: Choices, code: Code) -> Code:
    field = choices.one_of(("names", "varnames", "cellvars", "freevars"))
    names = list(getattr(code, field))
    name = choices.one_of(
        ("x", "v1", "__class__", "", ".0", "__conditional_annotations__", "\ud800")
    )
    way = choices.integer(0, 2)
    if names and way == 0:
        names[choices.integer(0, len(names) - 1)] = name
    elif names and way == 1:
        del names[choices.integer(0, len(names) - 1)]
    else:
        names.append(name)
    fields: dict[str, object] = {field: tuple(names)}
    if field == "varnames" and choices.boolean():
        fields["nlocals"] = len(names)
    return changed(code, **fields)


def _table(choices: Choices, code: Code) -> Code:
    if not code.exceptiontable or choices.chance(1, 4):
        content = bytearray(code.exceptiontable) + bytes((choices.bits(8),))
        content[choices.integer(0, len(content) - 1)] = choices.bits(8)
        return changed(code, exceptiontable=bytes(content))
    regions = _regions(code)
    if not regions:
        return code
    region = choices.one_of(regions)
    field = choices.one_of(("start", "end", "target", "depth", "lasti"))
    if field == "lasti":
        region.lasti = not region.lasti
    elif field == "depth":
        region.depth = max(0, region.depth + choices.one_of((1, -1, 2)))
    else:
        value = getattr(region, field) + 2 * choices.one_of((1, -1, 2, -2, 5))
        setattr(region, field, max(0, value))
    if region.end < region.start:
        region.end = region.start
    return changed(code, exceptiontable=encode_exception_table(regions))


def _regions(code: Code) -> list[Region]:
    try:
        return decode_exception_table(code.exceptiontable)
    except Exception:  # noqa: BLE001 - an earlier mutation may have broken the table
        return []


_RAW: Final[tuple[Callable[[Choices, Code], Code], ...]] = (
    _bytes_of_code,
    _length_of_code,
    _number,
    _flags,
    _constant,
    _names,
    _table,
)


# --- Instructions


def _mutate_instructions(choices: Choices, code: Code) -> Code:
    try:
        instructions = decode(code.code)
        regions = decode_exception_table(code.exceptiontable)
    except Exception:  # noqa: BLE001 - an earlier mutation may have broken the bytes
        return _bytes_of_code(choices, code)
    places = {each.start: index for index, each in enumerate(instructions)}
    count = len(instructions)
    steps: list[Step] = []
    for each in instructions:
        target = each.target
        steps.append((each.op, each.oparg, -1 if target is None else places.get(target, 0)))
    covered = [-1] * count
    for number, region in enumerate(regions):
        for index, each in enumerate(instructions):
            if region.start <= each.start < region.end:
                covered[index] = number
    handlers = [places.get(region.target, 0) for region in regions]
    _change_steps(choices, steps, covered)
    return _assemble(choices, code, steps, covered, regions, handlers)


def _change_steps(choices: Choices, steps: list[Step], covered: list[int]) -> None:
    """Change the list of instructions in one place; its length stays, so targets keep."""
    index = choices.integer(0, len(steps) - 1)
    op, oparg, target = steps[index]
    way = choices.integer(0, 5)
    if way == 0:
        other = choices.integer(0, len(steps) - 1)
        steps[index], steps[other] = steps[other], steps[index]
    elif way == 1 and target >= 0:
        steps[index] = (op, oparg, choices.integer(0, len(steps) - 1))
    elif way == 2:
        steps[index] = _like(choices, op, oparg, target, len(steps))
    elif way == 3:
        steps[index] = (Op.NOP, 0, -1)
    elif way == 4:
        made = choices.one_of(_OPS)
        operand = choices.one_of(_INTEGERS) if made > HAVE_ARGUMENT else 0
        goal = choices.integer(0, len(steps) - 1) if made in JUMPS else -1
        steps[index] = (made, operand, goal)
    elif op > HAVE_ARGUMENT:
        steps[index] = (op, max(0, oparg + choices.one_of((1, -1, 2, 16, -16))), target)
    if choices.chance(1, 8):
        covered[index] = -1


def _like(choices: Choices, op: Op, oparg: int, target: int, count: int) -> Step:
    """Another instruction with the same effect on the height of the stack."""
    if op in JUMPS:
        fitting = [made for made in JUMPS if made.name[:4] == op.name[:4]]
        return choices.one_of(fitting), 0, target
    effect = stack_effect(op, oparg)
    fitting = []
    for made in _OPS:
        operand = oparg if made > HAVE_ARGUMENT else 0
        if made not in JUMPS and stack_effect(made, operand) == effect:
            fitting.append(made)
    made = choices.one_of(fitting) if fitting else op
    return made, oparg if made > HAVE_ARGUMENT else 0, -1


def _assemble(
    choices: Choices,
    code: Code,
    steps: list[Step],
    covered: list[int],
    regions: list[Region],
    handlers: list[int],
) -> Code:
    """The code of the changed instructions; jumps that lead the wrong way turn round."""
    assembler = Assembler()
    labels = [Label() for _ in range(len(steps) + 1)]
    made = [
        Handler(labels[target], region.depth, region.lasti)
        for region, target in zip(regions, handlers, strict=True)
    ]
    for index, (op, oparg, target) in enumerate(steps):
        assembler.bind(labels[index])
        assembler.handler = made[covered[index]] if covered[index] >= 0 else None
        if op not in JUMPS:
            assembler.emit(op, oparg)
            continue
        goal = target if target >= 0 else index
        backward = JUMPS[op].name == "BACKWARD"
        if backward and goal > index:
            op = Op.JUMP_FORWARD
        elif not backward and goal <= index:
            op, goal = (op, index + 1) if op is not Op.JUMP_FORWARD else (Op.JUMP_BACKWARD, goal)
        assembler.jump(op, labels[goal])
    assembler.bind(labels[len(steps)])
    offsets, content = assembler.assemble()
    stacksize = code.stacksize + choices.one_of((0, 2, 0, 6))
    return changed(
        code,
        code=content,
        stacksize=stacksize,
        exceptiontable=encode_exception_table(assembler.regions(offsets)),
    )
