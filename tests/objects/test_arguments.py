"""Every operation with every number of arguments and every shape of keywords, as CPython 3.14.

The operations and their parameters come from the registry, so the wordings of all parsing errors
are held to CPython's, native by native.
"""

from collections.abc import Callable, Iterator

from diff.case import Case
from diff.targets.target import Target
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.object import RECEIVERS, Operation, operations
from fuzz.lanes.object_parameters import drawer_of
from fuzz.lanes.object_values import Swarm
from tests.objects.differences import differences


def shapes(operation: Operation) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Numbers of positional arguments, each with sets of keywords: known, unknown, given twice."""
    signature = operation.signature
    receives = 1 if signature.names[:1] in (["self"], ["cls"]) else 0
    positional = signature.names[receives:]
    names = (*positional, *signature.keyword_only)
    keywords = [(), ("x",), ("x", "y"), ("self",), names, (*names, "x"), names[::-1]]
    keywords += [(name,) for name in names] + [(name, "x") for name in names]
    for count in range(len(positional) + 3):
        for given in dict.fromkeys(keywords):
            yield count, given


def cases() -> Iterator[Case]:
    """A case of each shape of each operation, with and without a receiver."""
    number = 0
    for operation in (each for group in operations().values() for each in group):
        for count, names in shapes(operation):
            number += 1
            choices = Choices(SeededSource(number))
            swarm = Swarm(choices)
            swarm.wrong = False
            receiver = None
            if operation.receiver:
                receiver = RECEIVERS[operation.owner](choices, swarm)
            parameters = operation.signature.names[1 if operation.receiver else 0 :]
            wanted = [*parameters[:count], *["value"] * (count - len(parameters))]
            drawn = [
                drawer_of(operation.key, name, receiver)(choices, swarm)
                for name in (*wanted, *names)
            ]
            body = {
                "method": operation.name,
                "receiver": receiver,
                "arguments": drawn[:count],
                "keywords": dict(zip(names, drawn[count:], strict=True)),
            }
            yield Case("object", body)
            if receiver is not None and count == 0:
                yield Case("object", {**body, "receiver": None})


def test_every_shape_of_a_call_is_answered_as_by_cpython(target: Callable[[str], Target]) -> None:
    asked = list(cases())
    assert len(asked) > 15_000
    assert differences(asked, target("cpython-3.14")) == []
