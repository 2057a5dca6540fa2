"""Part of `make bench`: calls a second of common methods of the builtin types.

Each program calls one method in a loop, on values of everyday sizes. It runs on the reference,
on the host's CPython and on x-python, where that is installed. x-python interprets the loop but
borrows the host's methods, whose work is none of its own: its figures show what the reference
pays for defining them.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from rich.table import Table

from fuzz.bench.machine import Program, peers_table

CALLS: Final = 4_000
"""Calls of a method in one run of its program."""

_TEXT: Final = "'the quick brown fox jumps over the lazy dog'"

METHODS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "str": (
        _TEXT,
        {
            "find": "x.find('lazy')", "split": "x.split()", "join": "'-'.join(parts)",
            "replace": "x.replace('o', '00')", "strip": "x.strip('tg')", "upper": "x.upper()",
            "startswith": "x.startswith('the')", "count": "x.count('o')",
            "isidentifier": "x.isidentifier()", "encode": "x.encode()", "%": "'%s: %d' % (x, i)",
            "format": "'{}: {:>8}'.format(x, i)",
        },
    ),
    "bytes": (
        f"b{_TEXT}",
        {
            "find": "x.find(b'lazy')", "split": "x.split()", "replace": "x.replace(b'o', b'00')",
            "hex": "x.hex()", "decode": "x.decode()", "startswith": "x.startswith(b'the')",
            "translate": "x.translate(None, b'aeiou')",
        },
    ),
    "list": (
        "list(range(20))",
        {
            "append, pop": "x.append(i); x.pop()", "index": "x.index(12)", "copy": "x.copy()",
            "insert": "x.insert(0, i); x.pop()", "reverse": "x.reverse()",
            "extend": "[].extend(x)", "sort": "x.sort(reverse=True)", "sum": "sum(x)",
            "sorted": "sorted(x, key=key)", "max": "max(x)",
        },
    ),
    "dict": (
        "dict.fromkeys(range(20), 1)",
        {
            "get": "x.get(12)", "setdefault": "x.setdefault(i % 20, i)", "items": "list(x.items())",
            "update": "x.update(more)", "pop": "x.pop(7); x[7] = i", "copy": "x.copy()",
        },
    ),
    "set": (
        "set(range(20))",
        {
            "add, discard": "x.add(i); x.discard(i)", "union": "x.union(more)",
            "intersection": "x.intersection(more)", "issubset": "x.issubset(more)",
            "frozenset": "frozenset(x)",
        },
    ),
    "int": (
        "3 ** 80",
        {
            "bit_length": "x.bit_length()", "to_bytes": "x.to_bytes(16, 'big')", "str": "str(x)",
            "int": "int('123456789')", "divmod": "divmod(x, 97)", "pow": "pow(x, 65, 1000003)",
            "format": "format(i, '08x')", "hash": "hash(x)",
        },
    ),
}  # fmt: skip
"""Type -> the value `x` and, by the name shown, what is done with it."""

_SOURCE = """
def key(item):
    return -item

def main(n):
    parts = ["ab", "c", "def"] * 4
    more = {{1: 2, 30: 4, 12: 6}}
    x = {value}
    for i in range(n):
        {statement}
    return len(str(x))
"""


def programs() -> Iterator[Program]:
    """One program a method, in the order of the types."""
    for kind, (value, statements) in METHODS.items():
        for name, statement in statements.items():
            source = _SOURCE.format(value=value, statement=statement)
            yield Program(f"{kind}: {name}", CALLS, source)


def objects_table() -> Table:
    """One row a method."""
    title = "Methods of builtin types (a loop around each)"
    return peers_table(
        title, "method", "calls", programs(), lambda program, _: program.rounds, digits=2
    )
