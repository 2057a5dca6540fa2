"""Reading traces from files, our own and those of other implementations.

A record needs `code` and `offset`; every record has the fields of the first. Documents without
`code` (header, digests, end) are optional.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

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
_BYTES, _LENGTHS = 2, {24: 1, 25: 2, 26: 4, 27: 8}


class TraceError(HarnessError):
    """A file that is no trace; the text names file, place and problem."""


@dataclass(frozen=True, slots=True)
class TraceFile:
    """A trace: its header (empty if it has none), records, their fields, and its end if any."""

    header: Record
    records: list[Record]
    fields: frozenset[str]
    end: Record | None


def read_trace(path: Path) -> TraceFile:
    """Read a trace, CBOR by its suffix, else JSON lines. Raises TraceError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TraceError(f"{path}: {error.strerror}") from None
    header: Record = {}
    records: list[Record] = []
    end: Record | None = None
    documents = _from_cbor(path, data) if path.suffix == CBOR_SUFFIX else _from_lines(path, data)
    for place, document in documents:
        if end is not None:
            raise TraceError(f"{place}: something follows the end of the trace")
        if "code" in document or "offset" in document:
            _check_record(place, document, records)
            records.append(document)
        elif "format" in document and not records and not header:
            header = _checked_header(place, document)
        elif "end" in document:
            end = document
            _check_end(place, end, records)
        elif "digest" not in document:
            raise TraceError(f"{place}: neither a record nor a header, a digest or an end")
    fields = frozenset(records[0]) if records else frozenset(RECORD_FIELDS)
    return TraceFile(header, records, fields, end)


def _from_lines(path: Path, data: bytes) -> Iterator[tuple[str, Record]]:
    for number, line in enumerate(data.splitlines(), 1):
        place = f"{path}:{number}"
        try:
            document = json.loads(line)
        except (ValueError, RecursionError):
            raise TraceError(f"{place}: not JSON: {line[:40]!r}") from None
        if type(document) is not dict:
            raise TraceError(f"{place}: expected an object, found {brief(document)}")
        yield place, document


def _from_cbor(path: Path, data: bytes) -> Iterator[tuple[str, Record]]:
    position = 0
    while position < len(data):
        place = f"{path}: byte {position}"
        start, length = _byte_string(place, data, position)
        position = start + length
        if position > len(data):
            raise TraceError(f"{place}: the document ends before its {length} bytes")
        try:
            item = decode(data[start:position], PVM_1.cbor, Entries)
        except CborError as error:
            raise TraceError(f"{place}: {error}") from None
        if not isinstance(item, Entries):
            raise TraceError(f"{place}: expected a map")
        yield place, {str(key): _plain(value) for key, value in item.pairs()}


def _byte_string(place: str, data: bytes, position: int) -> tuple[int, int]:
    """Where the content of the byte string begins, and its length."""
    kind, argument = data[position] >> 5, data[position] & 31
    size = _LENGTHS.get(argument, 0)
    if kind != _BYTES or (argument >= 24 and not size):
        raise TraceError(f"{place}: expected a byte string")
    position += 1
    length = int.from_bytes(data[position : position + size], "big") if size else argument
    return position + size, length


def _plain(value: object) -> Json:
    return list(value.items) if isinstance(value, List) else value


def _checked_header(place: str, header: Record) -> Record:
    if header["format"] != FORMAT:
        raise TraceError(f"{place}: format {brief(header['format'])}, expected {FORMAT!r}")
    if header.get("version") != TRACE_VERSION:
        raise TraceError(
            f"{place}: version {brief(header.get('version'))}, expected {TRACE_VERSION}"
        )
    return header


def _check_record(place: str, record: Record, before: list[Record]) -> None:
    missing = [name for name in ("code", "offset") if name not in record]
    if before:
        missing += [name for name in before[0] if name not in record]
        if len(record) > len(before[0]) and not missing:
            extra = next(name for name in record if name not in before[0])
            raise TraceError(f"{place}: field {extra!r}, which the first record has not")
    if missing:
        raise TraceError(f"{place}: field {missing[0]!r} is missing")
    for name, value in record.items():
        if name in RECORD_FIELDS and type(value) is not (str if name in TEXTS else int):
            expected = "text" if name in TEXTS else "an integer"
            raise TraceError(f"{place}: {name}: expected {expected}, found {brief(value)}")


def _check_end(place: str, end: Record, records: list[Record]) -> None:
    if end["end"] != len(records):
        raise TraceError(f"{place}: the end says {brief(end['end'])} steps, not {len(records)}")
