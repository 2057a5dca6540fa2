"""Reading traces from files, our own and those of other implementations, from the front.

A record needs `code` and `offset`; every record has the fields of the first. Documents without
`code` (header, digests, end) are optional. What is in memory never depends on how long a trace is.
"""

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self, TypeAlias

from diff.canonical import Json, brief
from diff.errors import HarnessError
from diff.outcome import RECORD_FIELDS
from reference_vm.trace import TRACE_VERSION
from reference_vm.trace_file import FORMAT
from spec.cbor import CborError, Entries, decode
from spec.revision import PVM_1
from spec.semantics.values import List

Record: TypeAlias = dict[str, Json]
TEXTS: Final = ("operands", "exception")
CBOR_SUFFIX: Final = ".cbor"
LONGEST: Final = 1 << 20
"""Bytes of a document, far above those of any record."""
_REQUIRED: Final = ("code", "offset")
_BLOCK: Final = 4096
"""Documents that are looked through for a digest."""
_BYTES, _LENGTHS = 2, {24: 1, 25: 2, 26: 4, 27: 8}


class TraceError(HarnessError):
    """A file that is no trace; the text names file, place and problem."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One document as it stands in the file; `place` is its line, or its first byte."""

    place: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Block:
    """Documents up to and with a digest; `digest` is None where none was near."""

    raws: list[Raw]
    digest: Record | None


class TraceReader:
    """A trace in a file, CBOR by its suffix, else JSON lines; to be used in a `with`.

    `header` is empty if the trace has none; `fields` are those of its records, all that there
    are while nothing told; `steps` counts the records passed so far; `end` is the last document
    of a complete trace. Every method raises TraceError.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._binary = path.suffix == CBOR_SUFFIX
        self._file: BinaryIO | None = None
        self._raws: Iterator[Raw] = iter(())
        self._waiting: deque[Raw] = deque()
        self._fields: frozenset[str] | None = None
        self.header: Record = {}
        self.steps = 0
        self.end: Record | None = None

    def __enter__(self) -> Self:
        try:
            self._file = self._path.open("rb")
        except OSError as error:
            raise TraceError(f"{self._path}: {error.strerror}") from None
        self._raws = self._framed() if self._binary else self._lines()
        try:
            first = self._next()
            if first is None:
                return self
            document = self._parsed(first)
            if "format" in document and not _is_record(document):
                self._set_header(self._place(first), document)
            else:
                self._waiting.append(first)
        except TraceError:
            self._file.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the records: of the header, or of the first one."""
        if self._fields is None:
            first = self._next()
            if first is not None:
                self._waiting.appendleft(first)
                document = self._parsed(first)
                if _is_record(document):
                    self._check_record(self._place(first), document)
        return frozenset(RECORD_FIELDS) if self._fields is None else self._fields

    def records(self) -> Iterator[Record]:
        """The records from here on, each checked; and what stands between and after them."""
        while (raw := self._next()) is not None:
            document = self._parsed(raw)
            place = self._place(raw)
            if self.end is not None:
                raise TraceError(f"{place}: something follows the end of the trace")
            if _is_record(document):
                self._check_record(place, document)
                self.steps += 1
                yield document
            elif "end" in document:
                if document["end"] != self.steps:
                    found = brief(document["end"])
                    raise TraceError(f"{place}: the end says {found} steps, not {self.steps}")
                self.end = document
            elif "digest" not in document:
                raise TraceError(f"{place}: neither a record nor a header, a digest or an end")

    def next_block(self) -> Block:
        """The documents to the next digest, unread but for that; `put_back` or `pass_over` them."""
        raws: list[Raw] = []
        while len(raws) < _BLOCK and (raw := self._next()) is not None:
            raws.append(raw)
            if b"digest" in raw.data:
                document = self._parsed(raw)
                if "digest" in document and not _is_record(document):
                    return Block(raws, document)
        return Block(raws, None)

    def put_back(self, block: Block) -> None:
        """Let the documents of a block be read again."""
        self._waiting.extendleft(reversed(block.raws))

    def pass_over(self, block: Block, kept: int) -> list[Record]:
        """Leave the records of a block unread, all but the last `kept`, which it returns."""
        raws = block.raws[:-1]
        self.steps += len(raws)
        return [self._parsed(raw) for raw in raws[-kept:]] if kept else []

    # --- documents

    def _next(self) -> Raw | None:
        return self._waiting.popleft() if self._waiting else next(self._raws, None)

    def _place(self, raw: Raw) -> str:
        return f"{self._path}: byte {raw.place}" if self._binary else f"{self._path}:{raw.place}"

    def _lines(self) -> Iterator[Raw]:
        assert self._file is not None
        number = 0
        while line := self._file.readline(LONGEST + 1):
            number += 1
            if len(line) > LONGEST:
                raise TraceError(f"{self._path}:{number}: a line of more than {LONGEST} bytes")
            yield Raw(number, line)

    def _framed(self) -> Iterator[Raw]:
        assert self._file is not None
        position = 0
        while head := self._file.read(1):
            place = f"{self._path}: byte {position}"
            kind, length = head[0] >> 5, head[0] & 31
            size = _LENGTHS.get(length, 0)
            if kind != _BYTES or (length > min(_LENGTHS) - 1 and not size):
                raise TraceError(f"{place}: expected a byte string")
            if size:
                length = int.from_bytes(self._file.read(size), "big")
            if length > LONGEST:
                raise TraceError(f"{place}: a document of more than {LONGEST} bytes")
            data = self._file.read(length)
            if len(data) < length:
                raise TraceError(f"{place}: the document ends before its {length} bytes")
            yield Raw(position, data)
            position += 1 + size + length

    def _parsed(self, raw: Raw) -> Record:
        if self._binary:
            try:
                item = decode(raw.data, PVM_1.cbor, Entries)
            except CborError as error:
                raise TraceError(f"{self._place(raw)}: {error}") from None
            if not isinstance(item, Entries):
                raise TraceError(f"{self._place(raw)}: expected a map")
            return {str(key): _plain(value) for key, value in item.pairs()}
        try:
            document = json.loads(raw.data)
        except (ValueError, RecursionError):
            raise TraceError(f"{self._place(raw)}: not JSON: {raw.data[:40]!r}") from None
        if type(document) is not dict:
            found = brief(document)
            raise TraceError(f"{self._place(raw)}: expected an object, found {found}")
        return document

    # --- checks

    def _set_header(self, place: str, header: Record) -> None:
        if header["format"] != FORMAT:
            raise TraceError(f"{place}: format {brief(header['format'])}, expected {FORMAT!r}")
        if header.get("version") != TRACE_VERSION:
            found = brief(header.get("version"))
            raise TraceError(f"{place}: version {found}, expected {TRACE_VERSION}")
        fields = header.get("fields", [])
        if type(fields) is not list or not all(type(name) is str for name in fields):
            raise TraceError(f"{place}: fields: expected names, found {brief(fields)}")
        if fields:
            missing = [name for name in _REQUIRED if name not in fields]
            if missing:
                raise TraceError(f"{place}: fields: {missing[0]!r} is missing")
            self._fields = frozenset(fields)
        self.header = header

    def _check_record(self, place: str, record: Record) -> None:
        if self._fields is None:
            self._fields = frozenset((*_REQUIRED, *record))
        if record.keys() != self._fields:
            missing = [name for name in (*_REQUIRED, *self._fields) if name not in record]
            if missing:
                raise TraceError(f"{place}: field {missing[0]!r} is missing")
            extra = next(name for name in record if name not in self._fields)
            raise TraceError(f"{place}: field {extra!r}, which the first record has not")
        for name, value in record.items():
            if name in TEXTS:
                if type(value) is not str:
                    raise TraceError(f"{place}: {name}: expected text, found {brief(value)}")
            elif name in _NUMBERS:
                if type(value) is not int:
                    raise TraceError(f"{place}: {name}: expected an integer, found {brief(value)}")
                if value < _NUMBERS[name]:
                    raise TraceError(f"{place}: {name}: {value} is below {_NUMBERS[name]}")


_NUMBERS: Final = {name: -1 if name == "code" else 0 for name in RECORD_FIELDS if name not in TEXTS}
"""Fields that are integers, and the least that each may be."""


def _is_record(document: Record) -> bool:
    return "code" in document or "offset" in document


def _plain(value: object) -> Json:
    return list(value.items) if isinstance(value, List) else value
