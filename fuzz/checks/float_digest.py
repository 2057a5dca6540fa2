"""One digest over a seeded set of float cases: the same on every Python that runs the reference.

    python -m fuzz.checks.float_digest [--count 20000] [--seed 1]

It needs the standard library only, so it runs on a bare interpreter.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence

from fuzz.choices import Choices, SeededSource
from fuzz.lanes.float import generate
from spec.softfloat import OPERATIONS, Float, FloatError, marks_of


def to_guest(form: list[object]) -> object:
    """The guest value of a canonical value of the lane."""
    kind, content = form
    if kind == "float":
        return Float(int(str(content), 16))
    if kind == "int":
        return int(str(content))
    if kind == "tuple":
        assert isinstance(content, list)
        return tuple(to_guest(item) for item in content)
    return content


def shown(value: object) -> object:
    """A guest value as JSON."""
    if isinstance(value, Float):
        return f"{value.bits:016x}"
    if isinstance(value, tuple):
        return [shown(item) for item in value]
    if isinstance(value, (bool, str)):
        return value
    return str(value)


def digest(count: int, seed: int) -> str:
    """SHA-256 over generated cases and the specification's answers, with errors and marks."""
    total = hashlib.sha256()
    for number in range(count):
        body = generate(Choices(SeededSource(seed * 1_000_003 + number)))
        operation = OPERATIONS[body["operation"]]
        arguments = [to_guest(form) for form in body["arguments"]]
        try:
            answer: object = ["returned", shown(operation(*arguments))]
        except FloatError as error:
            answer = ["raised", error.type_name, [str(part) for part in error.arguments]]
        line = [body, answer, list(marks_of(operation, arguments))]
        total.update(json.dumps(line, sort_keys=True).encode("ascii"))
    return total.hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the digest."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.checks.float_digest", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    print(digest(options.count, options.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
