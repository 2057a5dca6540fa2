"""Makes a source smaller while it keeps showing something: statements, then expressions.

Works on the text, with the places that the specification's own parser gives: whole statements go,
large ones first; a block takes the place of the statement around it; an expression gives way to
`0`, or to a part of itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Final, TypeAlias, final

from reference_vm.compiling import deep_stack
from spec.language.errors import SourceError
from spec.language.parser import parse
from spec.language.source import checked
from spec.language.tree import Expression, Located, Node, Statement

Keeps: TypeAlias = Callable[[str], bool]

_SIMPLEST: Final = b"0"


def reduce_source(source: str, keeps: Keeps, budget: int) -> tuple[str, int]:
    """The smallest source found, and how many were tried; `keeps` says whether one still shows."""
    search = _Search(source.encode("utf-8", "surrogatepass"), keeps, budget)
    before = b""
    while search.best != before and search.tries < budget:
        before = search.best
        for candidates in (_without_lines, _unwrapped, _simpler_expressions):
            search.exhaust(candidates)
    return search.best.decode("utf-8", "surrogatepass"), search.tries


@final
class _Search:
    """The smallest source so far, and what was tried."""

    def __init__(self, source: bytes, keeps: Keeps, budget: int) -> None:
        self.best = source
        self.tries = 0
        self._keeps = keeps
        self._budget = budget
        self._seen: set[bytes] = set()

    def exhaust(self, candidates: Callable[[bytes], Iterator[bytes]]) -> None:
        """Take every candidate that still shows; after each success start from what it left."""
        progress = True
        while progress:
            progress = False
            for candidate in candidates(self.best):
                if self.tries >= self._budget:
                    return
                if self._offer(candidate):
                    progress = True
                    break

    def _offer(self, candidate: bytes) -> bool:
        if candidate in self._seen or len(candidate) >= len(self.best):
            return False
        self._seen.add(candidate)
        self.tries += 1
        if not self._keeps(candidate.decode("utf-8", "surrogatepass")):
            return False
        self.best = candidate
        return True


def _nodes(source: bytes) -> list[Node]:
    """Every node of the tree, outer ones first; none of a source that does not parse."""
    try:
        with deep_stack():
            found: list[Node] = [parse(checked(source))]
    except SourceError:
        return []
    for node in found:
        for field in fields(node):
            value = getattr(node, field.name)
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, Node):
                    found.append(part)
    return found


def _without_lines(source: bytes) -> Iterator[bytes]:
    """Without the lines of one statement; where a block would be empty, `pass` is left."""
    lines = source.split(b"\n")
    spans = {(each.lineno, each.end_lineno) for each in _statements(source)}
    decorated = {(_first_line(lines, first), last) for first, last in spans}
    spans |= decorated | {(number, number) for number in range(1, len(lines) + 1)}
    for first, last in sorted(spans, key=lambda span: (span[0] - span[1], -span[0])):
        yield b"\n".join(lines[: first - 1] + lines[last:])
        indent = lines[first - 1][: len(lines[first - 1]) - len(lines[first - 1].lstrip())]
        yield b"\n".join([*lines[: first - 1], indent + b"0", *lines[last:]])


def _first_line(lines: list[bytes], line: int) -> int:
    """The line of the first decorator above a definition."""
    while line > 1 and lines[line - 2].lstrip().startswith(b"@"):
        line -= 1
    return line


def _statements(source: bytes) -> list[Statement]:
    return [node for node in _nodes(source) if isinstance(node, Statement)]


def _unwrapped(source: bytes) -> Iterator[bytes]:
    """A block in place of the statement that it belongs to."""
    lines = source.split(b"\n")
    for node in _statements(source):
        for field in fields(node):
            block = getattr(node, field.name)
            if not (isinstance(block, list) and block and isinstance(block[0], Statement)):
                continue
            first, last = block[0].lineno, block[-1].end_lineno
            if first == node.lineno or field.name == "decorator_list":
                continue
            more = block[0].col_offset - node.col_offset
            inside = [line[more:] for line in lines[first - 1 : last]]
            yield b"\n".join(lines[: node.lineno - 1] + inside + lines[node.end_lineno :])


def _simpler_expressions(source: bytes) -> Iterator[bytes]:
    """`0`, or a part of it, in place of an expression, and a part in place of a statement."""
    starts = [0]
    for line in source.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)

    def span(node: Located) -> tuple[int, int]:
        return (
            starts[node.lineno - 1] + node.col_offset,
            starts[node.end_lineno - 1] + node.end_col_offset,
        )

    nodes = [node for node in _nodes(source) if isinstance(node, (Expression, Statement))]
    for node in sorted(nodes, key=lambda each: span(each)[0] - span(each)[1]):
        start, end = span(node)
        if isinstance(node, Expression):
            yield source[:start] + _SIMPLEST + source[end:]
        for field in fields(node):
            value = getattr(node, field.name)
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, Expression):
                    first, last = span(part)
                    yield source[:start] + source[first:last] + source[end:]
