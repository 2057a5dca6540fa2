"""Fills the conformance vectors of the lane float: `python -m fuzz.vectors.float [--check]`.

Every operation of the registry gets cases drawn by the lane's own generator from fixed seeds,
with the outcome that the reference gives; nothing is typed. With `--check` nothing is
written: exit status 1 if a file is not what would be written.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from diff.case import Case
from diff.reference.target import run_case
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.float import body_of
from fuzz.vectors.files import VECTORS, text_of, write_or_check
from spec.softfloat import OPERATIONS, Operation

FOLDER: Final = VECTORS / "float"
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
    """The text of a file of vectors."""
    return text_of("float", (vector for each in operations for vector in vectors_of(each)))


def main() -> int:
    """The command."""
    texts = {FOLDER / f"{name}.json": filled(operations) for name, operations in files().items()}
    return write_or_check("python -m fuzz.vectors.float", __doc__, texts)


if __name__ == "__main__":
    sys.exit(main())
