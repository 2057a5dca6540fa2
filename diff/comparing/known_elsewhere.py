"""How a defect of one operation shows in the lanes of programs, which may call it anywhere.

The list of known findings says how the lane `object` meets a defect: `object TYPE.NAME: ...`. In
a program the value is part of what the program returns, and an error may be caught, of which
the generators keep the type. There the name of the operation stands in the text of the case.
"""

import json
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

LANES: Final = ("bytecode", "source")
_OPERATION = re.compile(r"object [^ ]*\.([^ *.]+): (value|status|exception-type): (.+) / (.+)")


class Pattern(NamedTuple):
    """The patterns of a `Show`: signature, what was found, text of the case."""

    signature: str
    found: str
    case: str


def in_programs(signature: str, found: str) -> Iterator[Pattern]:
    """The patterns in the lanes of programs for one of the lane `object`, none for any other.

    Operators are no names that a text would have; they are left out.
    """
    match = _OPERATION.fullmatch(signature)
    if match is None or signature.startswith("object operator."):
        return
    name, field, expected, got = match.groups()
    for shown, content in _fields(field, expected, got, found):
        for lane in LANES:
            yield Pattern(f"{lane} *: {shown}", content, f"*{name}*")


def _fields(field: str, expected: str, got: str, found: str) -> Iterator[tuple[str, str]]:
    """Field and kinds with what is found there: uncaught and caught."""
    if field == "value":
        yield f"value: {expected} / {got}", found
        return
    if field == "exception-type":
        yield f"exception-type: {expected} / {got}", found
        yield "value: class / class", _class(got)
        return
    before, _, value = expected.partition(" ")
    after, _, error = got.partition(" ")
    if (before, after) == ("returned", "raised"):
        yield f"status: returned tuple / raised {error}", found
        yield f"value: {value or '*'} / class", _class(error)
    elif (before, after) == ("raised", "returned"):
        yield f"status: raised {value} / returned tuple", "*"
        yield f"value: class / {error or '*'}", "*"


def _class(name: str) -> str:
    return json.dumps(["class", name], separators=(",", ":"))
