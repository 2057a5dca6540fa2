"""Traces in files: a header, one record a step, a digest every 256 steps, an end.

As JSON lines, or as a CBOR sequence (RFC 8742) of byte strings, each holding one document
in the profile of the revision. Every document is written whole, so what an interruption
leaves is a well-formed beginning.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import BinaryIO, Final, final

from reference_vm.trace import TRACE_VERSION, Record, Tracer
from spec.cbor import Entries, encode
from spec.cbor.heads import head
from spec.revision import Revision
from spec.semantics.values import List

FORMAT: Final = "pvm-trace"
CHECKPOINT: Final = 256
"""Steps between two digests."""
BYTES_MAJOR: Final = 2
FIELDS: Final = tuple(field.name for field in fields(Record))


@final
class TraceWriter:
    """Writes a trace while it is made; keeps nothing. `binary` chooses CBOR."""

    def __init__(self, out: BinaryIO, revision: Revision, binary: bool) -> None:
        self._out = out
        self._revision = revision
        self._binary = binary
        self._tracer: Tracer | None = None
        self._document(
            {
                "format": FORMAT,
                "version": TRACE_VERSION,
                "revision": revision.name,
                "gas_table": revision.gas.identity,
                "checkpoint": CHECKPOINT,
                "fields": list(FIELDS),
            }
        )

    def follow(self, tracer: Tracer) -> None:
        """Take the digests from `tracer`, and write its records as they come."""
        self._tracer = tracer
        tracer.on_record = self._record

    def end(self, status: str) -> None:
        """The run is over: write the number of steps and both digests."""
        assert self._tracer is not None
        self._document({"end": self._tracer.steps, "status": status, **self._digests()})

    def _record(self, record: Record) -> None:
        self._document(asdict(record))
        if (record.step + 1) % CHECKPOINT == 0:
            self._document({"digest": record.step + 1, **self._digests()})

    def _digests(self) -> dict[str, object]:
        assert self._tracer is not None
        return {"path": self._tracer.path_digest(), "full": self._tracer.full_digest()}

    def _document(self, document: dict[str, object]) -> None:
        if not self._binary:
            text = json.dumps(document, separators=(",", ":"))
            self._out.write(text.encode("ascii") + b"\n")
            return
        items: list[tuple[object, object]] = [
            (key, List(list(value)) if isinstance(value, list) else value)
            for key, value in document.items()
        ]
        data = encode(Entries(items), self._revision.cbor)
        self._out.write(head(BYTES_MAJOR, len(data)) + data)
