"""The file form of a code object: canonical bytes, whose hash is its identity.

A container is one CBOR array under the profile pvm-1: the text `pvm-code-1`, then each code
object in the order of their numbers (pre-order), as an array of the fields that `FIELDS`
names. Nested code objects follow one another instead of lying in one another, so that depth
costs no nesting.

Constants are None, bool, int, text and bytes as themselves, all others an array that begins
with the number of their kind: a tuple's or frozenset's items (in their order), the three parts
of a slice, nothing for Ellipsis, the eight big-endian bytes of a float (infinities are
constants too, which CBOR floats here are not), the bytes of a text with lone surrogates (UTF-8
that encodes them), the number of a code object.

Left out are the number of local variables, which their names tell, and the table of lines,
which nothing in the machine observes. So two sources that differ in columns or comments alone
may have one identity.
"""

from enum import IntEnum, unique
from typing import Final, final

from spec.bytecode.assembler import empty_line_table
from spec.bytecode.code import Code
from spec.cbor import PVM_1, CborError
from spec.cbor import decode as decode_cbor
from spec.cbor import encode as encode_cbor
from spec.cbor.errors import Reason
from spec.keccak import keccak256
from spec.language.flow.evaluate import frozen_constant
from spec.semantics.values import FrozenSet, List, Slice
from spec.softfloat.value import Float

FORMAT: Final = "pvm-code-1"
MAX_CONTAINER_BYTES: Final = 4 << 20
"""Bytes of a container: four times the longest source. Only a source of almost nothing but
attributes or calls, whose caches take much room, becomes longer; it has no container."""
MAX_CODES: Final = 1 << 16
"""Code objects in a container."""

NUMBERS: Final = (
    "argcount",
    "posonlyargcount",
    "kwonlyargcount",
    "stacksize",
    "flags",
    "firstlineno",
)
FIELDS: Final = (
    *NUMBERS,
    "code",
    "exceptiontable",
    "name",
    "qualname",
    "varnames",
    "cellvars",
    "freevars",
    "names",
    "consts",
)
"""The fields of a code object, in the order of the array."""


@unique
class Kind(IntEnum):
    """What the first element of a constant that is an array says."""

    TUPLE = 0
    FROZENSET = 1
    SLICE = 2
    ELLIPSIS = 3
    FLOAT = 4
    TEXT = 5
    CODE = 6


REASONS: Final = {
    "cbor": "the bytes are no canonical CBOR",
    "format": "no container, or one of another format",
    "size": "larger than a container may be",
    "codes": "there is no code object, or there are too many",
    "field": "a field is missing, or of another kind",
    "constant": "no constant of this kind exists",
    "order": "the code objects are not numbered in pre-order, or one is used twice or never",
    "not-canonical": "another container holds the same code object",
}


@final
class ContainerError(Exception):
    """Bytes that are no container, or a code object that has none.

    `reason` is a key of `REASONS`; `place` leads to what is wrong, as in `code 2, consts[4]`.
    """

    def __init__(self, reason: str, place: str, detail: str = "") -> None:
        assert reason in REASONS, reason
        super().__init__(f"{reason}: {detail or REASONS[reason]} ({place})")
        self.reason = reason
        self.place = place


def encode(entry: Code) -> bytes:
    """The one container of a code object.

    Raises ContainerError `size`, `codes`, `field`, or `constant` for a constant that code
    objects of the profile do not have.
    """
    rows: list[object] = [FORMAT]
    waiting: list[tuple[Code, List]] = [(entry, _code_constant())]
    while waiting:
        code, constant = waiting.pop()
        number = len(rows) - 1
        if number == MAX_CODES:
            raise ContainerError("codes", f"code {number}", f"more than {MAX_CODES} code objects")
        constant.items[1] = number
        nested: list[tuple[Code, List]] = []
        rows.append(_row(code, number, nested))
        waiting += reversed(nested)
    try:
        data = encode_cbor(List(rows), PVM_1)
    except CborError as error:
        reason = "size" if error.reason is Reason.SIZE_LIMIT else "field"
        raise ContainerError(reason, error.path or "$", error.reason.value) from None
    _check_size(data)
    return data


def decode(data: bytes) -> Code:
    """The code object in a container; not validated yet.

    Accepts exactly what `encode` gives. Raises ContainerError with the first fault.
    """
    _check_size(data)
    try:
        document = decode_cbor(data, PVM_1)
    except CborError as error:
        raise ContainerError("cbor", f"byte {error.offset}", error.reason.value) from None
    rows = document.items if isinstance(document, List) else []
    head = rows[0] if rows else None
    if not isinstance(head, str) or head != FORMAT:
        raise ContainerError("format", "file")
    if not 2 <= len(rows) <= MAX_CODES + 1:
        raise ContainerError("codes", "file", f"{len(rows) - 1} code objects")
    entry = _read_codes(rows[1:])
    if encode(entry) != data:
        raise ContainerError("not-canonical", "file")
    return entry


def identity(data: bytes) -> str:
    """The hash that names the code object in a container: keccak256 of its bytes, in hex."""
    return keccak256(data).hex()


def _check_size(data: bytes) -> None:
    if len(data) > MAX_CONTAINER_BYTES:
        raise ContainerError("size", "file", f"{len(data)} bytes, more than {MAX_CONTAINER_BYTES}")


# --- To the container


def _code_constant() -> List:
    """A constant that refers to a code object; the number is filled in when it is known."""
    return List([int(Kind.CODE), 0])


def _row(code: Code, number: int, nested: list[tuple[Code, List]]) -> List:
    """The fields of a code object; `nested` receives the code objects among its constants."""
    constants: list[object] = []
    for index, value in enumerate(code.consts):
        if isinstance(value, Code):
            reference = _code_constant()
            nested.append((value, reference))
            constants.append(reference)
        else:
            constants.append(_written(value, f"code {number}, consts[{index}]"))
    counts: list[object] = [code.argcount, code.posonlyargcount, code.kwonlyargcount]
    counts += [code.stacksize, code.flags, code.firstlineno]
    names: list[object] = [
        List(list(group)) for group in (code.varnames, code.cellvars, code.freevars, code.names)
    ]
    texts: list[object] = [code.code, code.exceptiontable, code.name, code.qualname]
    return List([*counts, *texts, *names, List(constants)])


def _written(value: object, place: str) -> object:
    if value is None or isinstance(value, bool | int | bytes):
        return value
    if isinstance(value, str):
        return List([int(Kind.TEXT), _surrogate_bytes(value)]) if _is_broken(value) else value
    if isinstance(value, Float):
        return List([int(Kind.FLOAT), value.bits.to_bytes(8, "big")])
    if value is ...:
        return List([int(Kind.ELLIPSIS)])
    if isinstance(value, tuple):
        kind, items = Kind.TUPLE, list(value)
    elif isinstance(value, FrozenSet):
        kind, items = Kind.FROZENSET, value.keys()
    elif isinstance(value, Slice):
        kind, items = Kind.SLICE, [value.start, value.stop, value.step]
    else:
        raise ContainerError("constant", place)
    return List([int(kind), *[_written(item, place) for item in items]])


def _is_broken(text: str) -> bool:
    """Whether a text has a lone surrogate, which UTF-8 does not encode."""
    return not text.isascii() and any(0xD800 <= ord(character) < 0xE000 for character in text)


def _surrogate_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


# --- From the container


def _read_codes(rows: list[object]) -> Code:
    """The first of the code objects; each other one is a constant of one before it."""
    made: dict[int, Code] = {}
    for number in range(len(rows) - 1, -1, -1):
        row = rows[number]
        if not isinstance(row, List) or len(row.items) != len(FIELDS):
            raise ContainerError("field", f"code {number}", f"{len(FIELDS)} fields expected")
        # The nested ones were read before, for their numbers are greater.
        made[number] = _RowReader(number, row.items, made).read()
    if len(made) != 1:
        raise ContainerError("order", f"code {max(made)}", "no constant refers to it")
    return made[0]


@final
class _RowReader:
    """Reads the fields of one code object; takes the nested ones out of `made`."""

    __slots__ = ("_items", "_made", "_number")

    def __init__(self, number: int, items: list[object], made: dict[int, Code]) -> None:
        self._number = number
        self._items = items
        self._made = made

    def read(self) -> Code:
        code = self._bytes("code")
        varnames = self._names("varnames")
        return Code(
            argcount=self._count("argcount"),
            posonlyargcount=self._count("posonlyargcount"),
            kwonlyargcount=self._count("kwonlyargcount"),
            stacksize=self._count("stacksize"),
            flags=self._count("flags"),
            firstlineno=self._count("firstlineno"),
            code=code,
            exceptiontable=self._bytes("exceptiontable"),
            name=self._text("name"),
            qualname=self._text("qualname"),
            varnames=varnames,
            cellvars=self._names("cellvars"),
            freevars=self._names("freevars"),
            names=self._names("names"),
            consts=self._constants(),
            linetable=empty_line_table(len(code)),
        )

    def _fault(self, field: str, expected: str) -> ContainerError:
        return ContainerError("field", f"code {self._number}, {field}", f"{expected} expected")

    def _field(self, name: str) -> object:
        return self._items[FIELDS.index(name)]

    def _count(self, name: str) -> int:
        value = self._field(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._fault(name, "a number from 0")
        return value

    def _bytes(self, name: str) -> bytes:
        value = self._field(name)
        if not isinstance(value, bytes):
            raise self._fault(name, "bytes")
        return value

    def _text(self, name: str) -> str:
        value = self._field(name)
        if not isinstance(value, str):
            raise self._fault(name, "text")
        return value

    def _names(self, name: str) -> tuple[str, ...]:
        value = self._field(name)
        if not isinstance(value, List):
            raise self._fault(name, "an array of texts")
        names: list[str] = []
        for item in value.items:
            if not isinstance(item, str):
                raise self._fault(name, "an array of texts")
            names.append(item)
        return tuple(names)

    def _constants(self) -> tuple[object, ...]:
        value = self._field("consts")
        if not isinstance(value, List):
            raise self._fault("consts", "an array")
        return tuple(
            [
                self._constant(item, f"code {self._number}, consts[{index}]", nested=False)
                for index, item in enumerate(value.items)
            ]
        )

    def _constant(self, value: object, place: str, nested: bool) -> object:
        if value is None or isinstance(value, bool | int | str | bytes):
            return value
        if not isinstance(value, List) or not value.items:
            raise ContainerError("constant", place)
        kind, content = value.items[0], value.items[1:]
        if not isinstance(kind, int) or isinstance(kind, bool):
            raise ContainerError("constant", place)
        if kind == Kind.CODE and not nested:
            return self._nested_code(content, place)
        if kind == Kind.TEXT or kind == Kind.FLOAT:
            return _read_bytes(kind, content, place)
        if kind == Kind.ELLIPSIS and not content:
            return ...
        items = [self._constant(item, place, nested=True) for item in content]
        if kind == Kind.TUPLE:
            return tuple(items)
        if kind == Kind.SLICE and len(items) == 3:
            return Slice(items[0], items[1], items[2])
        if kind == Kind.FROZENSET and all(map(_may_be_key, items)):
            return frozen_constant(items)
        raise ContainerError("constant", place)

    def _nested_code(self, content: list[object], place: str) -> Code:
        number = content[0] if len(content) == 1 else None
        if not isinstance(number, int) or isinstance(number, bool) or number not in self._made:
            raise ContainerError("order", place)
        return self._made.pop(number)


def _read_bytes(kind: int, content: list[object], place: str) -> object:
    """A constant whose content is one byte string."""
    data = content[0] if len(content) == 1 else None
    if isinstance(data, bytes):
        if kind == Kind.TEXT:
            try:
                return data.decode("utf-8", "surrogatepass")
            except UnicodeDecodeError:
                raise ContainerError("constant", place, "not UTF-8") from None
        if len(data) == 8:
            return Float(int.from_bytes(data, "big"))
    raise ContainerError("constant", place)


def _may_be_key(value: object) -> bool:
    """Whether the compiler puts such a constant into a frozenset."""
    if isinstance(value, tuple):
        return all(map(_may_be_key, value))
    return value is None or value is ... or isinstance(value, bool | int | str | bytes | Float)
