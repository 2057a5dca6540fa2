"""Fills the conformance vectors of the lane cbor: `python -m fuzz.cbor_vectors [--check]`.

Each vector is a case with a name, the reason why it is there, and the outcome that the
reference gives. Written by hand are the cases (`TABLE`); an outcome is never typed. With
`--check` nothing is written: exit status 1 if a file is not what would be written.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from diff.case import Case
from diff.cbor_reference import run_cbor_case
from spec.cbor import PROFILES
from spec.cbor.notation import parse_notation

FORMAT: Final = "pvm-vectors-1"
_VECTORS: Final = Path(__file__).resolve().parents[1] / "vectors"
FOLDER: Final = _VECTORS / "cbor"
TABLE: Final = _VECTORS / "cases" / "cbor.json"
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
    """The text of a file of vectors, one vector a line."""
    lines = []
    for row in rows:
        for case in row.cases():
            outcome = run_cbor_case(case).to_json()
            name = f"{row.name} [{case.body['profile']}]"
            vector = {"name": name, "why": row.why, "case": case.to_json(), "outcome": outcome}
            lines.append(json.dumps(vector, sort_keys=True, ensure_ascii=True))
    head = json.dumps({"format": FORMAT, "revision": "pvm-1", "lane": "cbor"})[:-1]
    return head + ', "vectors": [\n' + ",\n".join(lines) + "\n]}\n"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.cbor_vectors", description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    status = 0
    for group, rows in table().items():
        path = FOLDER / f"{group}.json"
        text = filled(rows)
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path} is not what the reference gives", file=sys.stderr)
                status = 1
        else:
            FOLDER.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"{path}: {len(rows)} cases in {len(PROFILES)} profiles")
    return status


if __name__ == "__main__":
    sys.exit(main())
