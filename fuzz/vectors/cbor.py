"""Fills the conformance vectors of the lane cbor: `python -m fuzz.vectors.cbor [--check]`.

Each vector is a case with a name, the reason why it is there, and the outcome that the
reference gives. Written by hand are the cases (`TABLE`); an outcome is never typed. With
`--check` nothing is written: exit status 1 if a file is not what would be written.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from diff.case import Case
from diff.reference.cbor import run_cbor_case
from fuzz.vectors.files import VECTORS, text_of, write_or_check
from spec.cbor import PROFILES
from spec.cbor.notation import parse_notation

FOLDER: Final = VECTORS / "cbor"
TABLE: Final = VECTORS / "cases" / "cbor.json"
"""The cases: group -> list of [name, why, operation, argument]. The argument of `encode` is a
canonical value, of the others hex or, after `diag:`, diagnostic notation."""


class Row(NamedTuple):
    """One case of the table, for every profile."""

    name: str
    why: str
    operation: str
    argument: Any

    def cases(self) -> Iterator[Case]:
        """The case in each profile."""
        argument = self.argument
        if self.operation != "encode":
            text = str(argument)
            notation = text.removeprefix("diag:")
            data = bytes.fromhex(text) if notation == text else parse_notation(notation)
            argument = ["bytes", data.hex()]
        for profile in PROFILES:
            body = {"operation": self.operation, "profile": profile, "arguments": [argument]}
            document = {"format": "pvm-case-1", "revision": "pvm-1", "lane": "cbor", **body}
            yield Case.from_json(document)


def table() -> dict[str, list[Row]]:
    """The hand-written cases, by group."""
    loaded = json.loads(TABLE.read_text(encoding="utf-8"))
    return {group: [Row(*row) for row in rows] for group, rows in loaded.items()}


def filled(rows: list[Row]) -> str:
    """The text of a file of vectors."""
    return text_of("cbor", (vector for row in rows for vector in vectors_of(row)))


def vectors_of(row: Row) -> Iterator[dict[str, Any]]:
    """A row of the table as vectors, one a profile."""
    for case in row.cases():
        yield {
            "name": f"{row.name} [{case.body['profile']}]",
            "why": row.why,
            "case": case.to_json(),
            "outcome": run_cbor_case(case).to_json(),
        }


def main() -> int:
    """The command."""
    texts = {FOLDER / f"{group}.json": filled(rows) for group, rows in table().items()}
    return write_or_check("python -m fuzz.vectors.cbor", __doc__, texts)


if __name__ == "__main__":
    sys.exit(main())
