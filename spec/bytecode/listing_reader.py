"""From a listing back to the code object: the text form of the assembler."""

from typing import Final, final

from spec.bytecode.assembler import Assembler, Handler, Label
from spec.bytecode.code import Code
from spec.bytecode.errors import AssemblyError
from spec.bytecode.instructions import JUMPS, OP_BY_NAME, CodeFlag
from spec.bytecode.listing import ARROW_CHARACTERS
from spec.bytecode.literals import LiteralReader, PutTogether

_NUMBER_FIELDS: Final = frozenset(
    {"argcount", "posonlyargcount", "kwonlyargcount", "stacksize", "firstlineno"}
)
_MOST_DIGITS: Final = 18
"""Of a count or an operand, which the host's `int` then reads in any case."""
_NAME_FIELDS: Final = frozenset({"varnames", "cellvars", "freevars", "names"})


@final
class _Block:
    """The lines of one code object, not yet put together."""

    __slots__ = ("body", "constants", "fields", "line", "regions")

    def __init__(self, line: int) -> None:
        self.line = line
        self.fields: dict[str, tuple[int, str]] = {}
        self.constants: list[tuple[int, str]] = []
        self.body: list[tuple[int, str]] = []
        self.regions: list[tuple[int, list[str]]] = []


def assemble_text(text: str, put_together: PutTogether | None = None) -> Code:
    """The entry code object (number 0) of a listing.

    Raises AssemblyError with the line where the text makes no code object.
    """
    blocks = _split(text)
    made: dict[int, Code] = {}
    for number in sorted(blocks, reverse=True):
        made[number] = _assemble(blocks[number], made, put_together)
    if 0 not in made:
        raise AssemblyError("there is no code 0", 1)
    return made[0]


def _split(text: str) -> dict[int, _Block]:
    blocks: dict[int, _Block] = {}
    block: _Block | None = None
    in_body = False
    for line, raw in enumerate(text.split("\n"), 1):
        words = raw.split()
        if not words or words[0].startswith(";"):
            continue
        if block is None:
            if len(words) != 2 or words[0] != "code" or not _is_number(words[1]):
                raise AssemblyError("'code' and a number expected", line)
            if int(words[1]) in blocks:
                raise AssemblyError(f"code {words[1]} is there twice", line)
            block = blocks[int(words[1])] = _Block(line)
            in_body = False
        elif words == ["end"]:
            block = None
        elif words == ["begin"]:
            in_body = True
        elif in_body:
            content = raw.lstrip(ARROW_CHARACTERS + " ").partition(";")[0].split()
            if content and content[0] == "try":
                block.regions.append((line, content))
            elif content:
                block.body.append((line, " ".join(content)))
        else:
            _split_field(block, line, raw.strip())
    if block is not None:
        raise AssemblyError("'end' is missing", block.line)
    return blocks


def _split_field(block: _Block, line: int, text: str) -> None:
    word, _, rest = text.partition(" ")
    if word == "const":
        index, equals, literal = rest.partition(" = ")
        if not equals or index.strip() != str(len(block.constants)):
            raise AssemblyError(f"constant {len(block.constants)} expected", line)
        block.constants.append((line, literal))
    elif word in _NUMBER_FIELDS | _NAME_FIELDS | {"name", "qualname", "flags", "linetable"}:
        block.fields[word] = (line, rest)
    else:
        raise AssemblyError(f"no field is called {word!r}", line)


def _assemble(block: _Block, made: dict[int, Code], put_together: PutTogether | None) -> Code:
    assembler = Assembler()
    for line, literal in block.constants:
        reader = LiteralReader(literal, made, put_together, line)
        assembler.consts.append(reader.read())
        if reader.rest():
            raise AssemblyError(f"nothing may follow the constant: {reader.rest()!r}", line)
    _emit_body(assembler, block)
    fields = block.fields
    assembler.names += _names(fields, "names")
    name = _quoted(fields, "name", "f")
    line_table = fields.get("linetable")
    return assembler.finish(
        varnames=_names(fields, "varnames"),
        cellvars=_names(fields, "cellvars"),
        freevars=_names(fields, "freevars"),
        argcount=_number(fields, "argcount"),
        posonlyargcount=_number(fields, "posonlyargcount"),
        kwonlyargcount=_number(fields, "kwonlyargcount"),
        firstlineno=_number(fields, "firstlineno"),
        stacksize=_number(fields, "stacksize") if "stacksize" in fields else None,
        flags=_flags(fields),
        name=name,
        qualname=_quoted(fields, "qualname", name),
        linetable=None if line_table is None else _line_table(line_table),
    )


def _emit_body(assembler: Assembler, block: _Block) -> None:
    labels: dict[str, Label] = {}
    positions: dict[str, int] = {}
    rows: list[tuple[int, list[str]]] = []
    for line, text in block.body:
        words = text.split()
        if words[0].endswith(":"):
            positions[words[0][:-1]] = len(rows)
            labels[words[0][:-1]] = Label()
        else:
            rows.append((line, words[1:] if _is_number(words[0]) else words))
    handlers = _handlers(block, positions, labels, len(rows))
    at_row: dict[int, list[Label]] = {}
    for name, position in positions.items():
        at_row.setdefault(position, []).append(labels[name])
    for row in range(len(rows) + 1):
        for label in at_row.get(row, ()):
            assembler.bind(label)
        if row < len(rows):
            assembler.handler = handlers[row]
            _emit(assembler, rows[row][1], labels, rows[row][0])


def _emit(assembler: Assembler, words: list[str], labels: dict[str, Label], line: int) -> None:
    if not words:
        raise AssemblyError("an instruction is missing", line)
    name, _, width = words[0].partition(".")
    op = OP_BY_NAME.get(name)
    assembler.line = line
    if op is None or (width and not _is_number(width)):
        raise AssemblyError(f"no instruction is called {words[0]!r}", line)
    operand = words[1] if len(words) > 1 else "0"
    if op in JUMPS:
        label = labels.get(operand)
        if label is None:
            raise AssemblyError(f"no place is called {operand!r}", line)
        assembler.jump(op, label, int(width or 1))
    elif _is_number(operand):
        assembler.emit(op, int(operand), int(width or 1))
    else:
        raise AssemblyError(f"{operand!r} is no operand", line)


def _handlers(
    block: _Block, positions: dict[str, int], labels: dict[str, Label], rows: int
) -> list[Handler | None]:
    handlers: list[Handler | None] = [None] * rows
    for line, words in block.regions:
        shape = words[2:3] + words[4:5] + words[6:7]
        if len(words) not in (8, 9) or shape != ["to", "handler", "depth"]:
            raise AssemblyError("'try A to B handler C depth N [lasti]' expected", line)
        for name in (words[1], words[3], words[5]):
            if name not in positions:
                raise AssemblyError(f"no place is called {name!r}", line)
        if not _is_number(words[7]) or words[8:] not in ([], ["lasti"]):
            raise AssemblyError("a depth and perhaps 'lasti' expected", line)
        handler = Handler(labels[words[5]], int(words[7]), bool(words[8:]))
        for row in range(positions[words[1]], positions[words[3]]):
            handlers[row] = handler
    return handlers


def _is_number(text: str) -> bool:
    return 0 < len(text) <= _MOST_DIGITS and all(character in "0123456789" for character in text)


def _number(fields: dict[str, tuple[int, str]], name: str) -> int:
    line, text = fields.get(name, (0, "0"))
    if not _is_number(text.strip()):
        raise AssemblyError(f"{name} is a number", line)
    return int(text)


def _quoted(fields: dict[str, tuple[int, str]], name: str, default: str) -> str:
    if name not in fields:
        return default
    line, text = fields[name]
    return LiteralReader(text, {}, None, line).read_quoted()


def _names(fields: dict[str, tuple[int, str]], name: str) -> list[str]:
    line, text = fields.get(name, (0, ""))
    reader = LiteralReader(text, {}, None, line)
    names = []
    while reader.rest():
        names.append(reader.read_quoted())
    return names


def _flags(fields: dict[str, tuple[int, str]]) -> int:
    line, text = fields.get("flags", (0, ""))
    flags = 0
    for word in text.split():
        if word in CodeFlag.__members__:
            flags |= CodeFlag[word]
        elif word.startswith("0x"):
            try:
                flags |= int(word, 16)
            except ValueError:
                raise AssemblyError(f"{word!r} is no number", line) from None
        else:
            raise AssemblyError(f"no flag is called {word!r}", line)
    return flags


def _line_table(field: tuple[int, str]) -> bytes:
    line, text = field
    value = LiteralReader(text, {}, None, line).read()
    if not isinstance(value, bytes):
        raise AssemblyError("the line table is bytes", line)
    return value
