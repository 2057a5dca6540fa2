"""Fills the conformance vectors of the lane float: `python -m fuzz.float_vectors [--check]`.

Every operation of the registry gets cases drawn by the lane's own generator from fixed seeds,
with the outcome that the reference gives; nothing is typed. With `--check` nothing is
written: exit status 1 if a file is not what would be written.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from diff.case import Case
from diff.reference import run_case
from fuzz.cbor_vectors import FORMAT
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.float import body_of
from spec.softfloat import OPERATIONS, Operation

FOLDER: Final = Path(__file__).resolve().parents[1] / "vectors" / "float"
DRAWS: Final = 16
"""Cases drawn for each operation; equal ones are kept once."""


def files() -> dict[str, list[Operation]]:
    """The operations of each file: those of a type or module together, functions by themselves."""
    found: dict[str, list[Operation]] = defaultdict(list)
    for name, operation in OPERATIONS.items():
        owner, dot, _ = name.partition(".")
        found[owner if dot else "functions"].append(operation)
    return dict(found)


def vectors_of(operation: Operation) -> Iterator[dict[str, Any]]:
    """The vectors of one operation."""
    seen: set[str] = set()
    for seed in range(DRAWS):
        body = body_of(operation, Choices(SeededSource(seed)))
        document = {"format": "pvm-case-1", "revision": "pvm-1", "lane": "float", **body}
        case = Case.from_json(document)
        if case.identity in seen:
            continue
        seen.add(case.identity)
        yield {
            "name": f"{operation.name} {len(seen)}",
            "why": f"arguments drawn by the lane's generator from seed {seed}",
            "case": case.to_json(),
            "outcome": run_case(case).to_json(),
        }


def filled(operations: list[Operation]) -> str:
    """The text of a file of vectors, one vector a line."""
    lines = [
        json.dumps(vector, sort_keys=True, ensure_ascii=True)
        for operation in operations
        for vector in vectors_of(operation)
    ]
    head = json.dumps({"format": FORMAT, "revision": "pvm-1", "lane": "float"})[:-1]
    return head + ', "vectors": [\n' + ",\n".join(lines) + "\n]}\n"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.float_vectors", description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    status = 0
    for name, operations in files().items():
        path = FOLDER / f"{name}.json"
        text = filled(operations)
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path} is not what the reference gives", file=sys.stderr)
                status = 1
        else:
            FOLDER.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"{path.name}: {len(operations)} operations")
    return status


if __name__ == "__main__":
    sys.exit(main())
