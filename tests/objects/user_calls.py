"""Programs that call every native with objects that log each call of their special methods.

The rows come from the registry of natives, so a new native is tested without a line here; what
stands for a parameter that is not varied is chosen by its name. The guest's half is
`preludes/logging.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from reference_vm.operation import EXPRESSIONS, STATEMENTS
from spec.semantics.builtin_classes import CLASSES, is_subclass
from spec.semantics.natives import NativeEntry, all_natives
from spec.semantics.values import Attribute, ClassMethod, StaticMethod

PRELUDE: Final = (Path(__file__).parent / "preludes" / "logging.py").read_text()
ROWS_OF_A_PROGRAM: Final = 40
ROWS_OF_AN_OPERATOR: Final = 10
"""How many rows the row of an operator counts for: it has that many times more lines."""

SIMPLE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("width", "maxsplit", "count", "n", "k", "i", "ndigits", "length", "size",
                     "start", "end", "stop", "index", "tabsize", "bytes_per_sep", "mod", "base",
                     "exp", "item", "x", "y", "z", "number", "a", "b", "step"), "int"),
    **dict.fromkeys(("sub", "sep", "prefix", "suffix", "old", "new", "chars", "fillchar", "delete",
                     "bytes", "string", "character", "frm", "to", "name", "note", "format_spec",
                     "encoding", "errors", "byteorder", "message"), "str"),
    **dict.fromkeys(("iterable", "seq", "iterator", "iterable_of_ints", "p", "q", "*", "other",
                     "source", "iterables", "exceptions"), "list"),
    **dict.fromkeys(("keepends", "reverse", "signed", "strict"), "bool"),
    **dict.fromkeys(("cls", "owner", "type", "subclass", "class_or_tuple"), "type"),
    **dict.fromkeys(("function", "func", "callable"), "function"),
    **dict.fromkeys(("mapping", "table"), "dict"),
}  # fmt: skip
"""What stands for a parameter, by its name; a number otherwise."""

LEFT_OUT: Final[Mapping[str, str]] = {
    "builtin.__build_class__": "part of a class statement",
    "builtin.id": "refused",
    "builtin.print": "its file is refused",
    "object.__init_subclass__": "called by class statements",
    "object.__subclasshook__": "called by issubclass",
}
"""Natives without rows, each with the reason."""


class Row(NamedTuple):
    """A line of a program: `label` begins the lines of the answer."""

    label: str
    text: str


def rows() -> list[Row]:
    """The rows of all natives with a receiver, and of the operators."""
    found = [row for key, entry in all_natives().items() for row in _rows_of(key, entry)]
    for name, text in EXPRESSIONS.items():
        parameters = "a, b" if "b" in text else "a"
        count = 2 if "b" in text else 1
        source = f"operator_row({name!r}, lambda {parameters}: {text}, {count})"
        found.append(Row(name, source))
    for name, text in STATEMENTS.items():
        found += _statement(name, text)
    return found


def _statement(name: str, text: str) -> Iterator[Row]:
    assigned = ", c=5" if text.endswith("c") else ""
    source = f"def {name}(a, b{assigned}):\n    {text}\n    return a\n"
    yield Row(name, f"{source}operator_row({name!r}, {name}, 2)")


def _rows_of(key: str, entry: NativeEntry) -> Iterator[Row]:
    owner, _, member = key.rpartition(".")
    cls = CLASSES.get(owner)
    held = None if cls is None else cls.namespace.get(member)
    if key in LEFT_OUT or member.endswith("=") or isinstance(held, Attribute):
        return
    signature = entry.signature
    if cls is None:
        callee, receiver, names = (member if owner == "builtin" else key), "", signature.names
        required = signature.required
    elif isinstance(held, ClassMethod | StaticMethod):
        if not _is_builtin_name(owner):
            return
        callee, receiver = f"{owner}.{member}", ""
        skipped = 1 if isinstance(held, ClassMethod) else 0
        names, required = signature.names[skipped:], signature.required - skipped
    else:
        if owner not in receivers():
            return
        callee, receiver, names = repr(member), owner, signature.names[1:]
        required = signature.required - 1
    for arguments, keywords in _patterns(entry, names, required, owner):
        label = f"{key}({', '.join(arguments)}{keywords or ''})"
        yield Row(label, f"row({label!r}, {callee}, {receiver!r}, {arguments!r}, {keywords!r})")


def _is_builtin_name(owner: str) -> bool:
    """Whether a program can name the type."""
    return owner in CLASSES and (owner.isidentifier() and owner in _NAMED)


_NAMED: Final = frozenset(
    (
        *("int", "bool", "float", "str", "bytes", "bytearray", "tuple", "list", "dict", "set"),
        *("frozenset", "range", "slice", "object", "map", "filter", "zip", "enumerate", "reversed"),
        *("property", "classmethod", "staticmethod", "super", "type", "BaseException"),
    )
)


@cache
def receivers() -> frozenset[str]:
    """The types of which the prelude has receivers."""
    names: dict[str, object] = {"__name__": "prelude"}
    exec(compile(PRELUDE, "preludes/logging.py", "exec"), names)
    held = names["RECEIVERS"]
    assert isinstance(held, dict)
    return frozenset(held)


def _patterns(
    entry: NativeEntry, names: Sequence[str], required: int, owner: str
) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Arguments and keywords; `?` is what is varied."""
    signature = entry.signature
    if not names and not signature.rest and not signature.keyword_only:
        yield [], {}
    for hole in range(len(names)):
        count = max(required, hole + 1)
        simple = [_simple(name, owner) for name in names[:count]]
        yield [*simple[:hole], "?", *simple[hole + 1 :]], {}
        if hole + 1 < len(names) and count < len(names) and hole < 2:
            more = [_simple(name, owner) for name in names]
            yield [*more[:hole], "?", *more[hole + 1 :]], {}
    fixed = [_simple(name, owner) for name in names]
    if signature.rest:
        yield [*fixed, "?"], {}
        yield [*fixed, "list" if owner in ("set", "frozenset") else "int", "?"], {}
        yield [*fixed, "?", "?"], {}
    needed = ["list"] if signature.rest else [_simple(name, owner) for name in names[:required]]
    for name in signature.keyword_only:
        yield needed, {name: "?"}
        yield ["?" for _ in needed], {name: _simple(f"keyword {name}", owner)}


def _simple(name: str, owner: str) -> str:
    if name == "cls":
        return "type"
    if name == "keyword key":
        return "function"
    kind = SIMPLE.get(name.removeprefix("keyword "), "int")
    if kind == "str" and owner in ("bytes", "bytearray") and name not in ("encoding", "errors"):
        return "bytes"
    return kind


def programs() -> list[str]:
    """The sources of all programs; the function `main` of each returns its lines as one text."""
    found, texts, weight = [], [], 0
    for row in rows():
        if weight >= ROWS_OF_A_PROGRAM:
            found.append(program(texts))
            texts, weight = [], 0
        texts.append(row.text)
        weight += ROWS_OF_AN_OPERATOR if row.label.isidentifier() else 1
    return [*found, program(texts)]


def program(lines: Sequence[str]) -> str:
    """A program of some rows."""
    body = "\n".join(lines)
    return f'{PRELUDE}\nimport math\n{body}\n\ndef main():\n    return "\\n".join(OUT)\n'


__all__ = ["is_subclass", "program", "programs", "rows"]
