"""The rows of `make bench-gas`, derived from the gas table and the registries.

Each priced entry with a rule has candidates: an operation on operands of a size. A native is
called on receivers of its type and on arguments of the kinds that the names of its parameters
ask for; an instruction runs in a function that applies it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from fuzz.gas.instructions import operands_of
from fuzz.gas.operands import POOLS, SMALL, TYPICAL, WORST, receivers
from reference_vm.price_coverage import prices_without_rule
from spec.gas_table import CYCLES, TABLE
from spec.semantics.builtin_classes import CLASSES, is_subclass
from spec.semantics.lookup import lookup
from spec.semantics.natives import Signature, all_natives
from spec.semantics.values import Attribute, ClassMethod, Native, StaticMethod

EVERYTHING: Final = tuple(kind for kind in POOLS if kind != "native")
_TEXTS: Final = ("str", "bytes", "bytearray")
_ITERABLES: Final = ("list", "tuple", "range", "iterator", "str", "set", "dict")

KINDS_OF: Final[Mapping[str, Sequence[str]]] = {
    **dict.fromkeys(("width", "maxsplit", "count", "n", "k", "i", "ndigits", "length", "size"),
                    ("int",)),
    **dict.fromkeys(("start", "end", "stop", "index", "tabsize", "bytes_per_sep", "mod", "base",
                     "exp", "stop", "item"), ("int", "NoneType")),
    **dict.fromkeys(("sub", "sep", "prefix", "suffix", "old", "new", "chars", "fillchar", "delete",
                     "bytes", "string", "character", "frm", "to"), _TEXTS),
    **dict.fromkeys(("iterable", "seq", "iterator", "iterable_of_ints", "p", "q"), _ITERABLES),
    **dict.fromkeys(("name", "note", "format_spec", "encoding", "errors", "byteorder"), ("str",)),
    **dict.fromkeys(("keepends", "reverse", "signed", "strict"), ("bool",)),
    **dict.fromkeys(("cls", "owner", "type", "subclass"), ("type",)),
    **dict.fromkeys(("key", "elem", "value", "obj", "object", "other", "default"), EVERYTHING),
    **dict.fromkeys(("x", "y", "z", "number", "a", "b"), ("int", "float", "str", "dict")),
    "source": ("bytes", "int", "str", "list", "range", "iterator"),
    "table": ("dict", "bytes", "str", "list"),
    "function": ("native", "NoneType"),
    "class_or_tuple": ("type", "tuple"),
    "func": ("native", "function"),
    "mapping": ("dict", "list"),
    "function_key": ("native", "NoneType"),
    "*": (*_ITERABLES, "int", "bytes", "float", "function"),
}  # fmt: skip
"""Kinds of arguments by the name of the parameter; any kind for names that are not here."""

LEFT_OUT: Final[Mapping[str, str]] = {
    "CACHE": "no step; caches are folded into the instruction before them",
    "EXTENDED_ARG": "no step; it is folded into the operand of the next instruction",
    "JUMP_FORWARD": "no step; what leads to it leads to its target",
    "NOP": "no step; passed over",
    "NOT_TAKEN": "no step; passed over",
    "RESUME": "no step; passed over",
    "END_FOR": "FOR_ITER leaves the loop behind it; only a hand-made jump leads to it",
    "SETUP_ANNOTATIONS": "our compiler never emits it: annotations are deferred",
    "builtin.__build_class__": "part of a `class` statement: CALL after LOAD_BUILD_CLASS",
}
"""Priced entries without a row, each with the reason."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to measure an entry.

    `call` is the operation: `native NAME`, `method TYPE NAME`, or the source of a function;
    `operands` are expressions.
    """

    key: str
    size: str
    call: str
    operands: tuple[str, ...]
    keyword: str = ""

    def text(self) -> str:
        """The operation as one would write it."""
        shown = ", ".join(self.operands)
        if self.call.startswith("def "):
            return f"{self.call.partition(':')[2].strip()!r} of {shown}"
        if self.keyword:
            head, _, last = shown.rpartition(", ")
            shown = f"{head}, {self.keyword}={last}" if head else f"{self.keyword}={last}"
        return f"{self.call}({shown})"


def measured_keys() -> list[str]:
    """Every entry of the table that charges cycles and has a rule, in order."""
    pending = set(prices_without_rule(TABLE))
    return [price.key for price in TABLE if price.unit == CYCLES and price.key not in pending]


def readers() -> list[str]:
    """The computed attributes, whose readers cost LOAD_ATTR and nothing of their own."""
    return [key for key in all_natives() if isinstance(_held(key), Attribute)]


def all_keys() -> list[str]:
    """What the bench measures: every priced entry that is not left out, and every reader."""
    keys = [key for key in measured_keys() if key not in LEFT_OUT]
    return [*keys, *(key for key in readers() if key not in keys and not key.endswith("="))]


def _held(key: str) -> object:
    owner, _, member = key.rpartition(".")
    return CLASSES[owner].namespace.get(member) if owner in CLASSES else None


def candidates(key: str, size: str) -> Iterator[Candidate]:
    """The ways to measure an entry at a size; none when only the gallery meets it."""
    owner, _, member = key.rpartition(".")
    ways = operands_of(key, size)
    for way, pools in ways:
        for operands in _combined(pools, size):
            yield Candidate(key, size, way.source, operands)
    if ways:
        return
    if owner == "builtin" and member in CLASSES:
        yield from _class_candidates(key, member, size)
    elif key in all_natives() or owner in CLASSES:
        yield from _native_candidates(key, size)


def _class_candidates(key: str, name: str, size: str) -> Iterator[Candidate]:
    """Calls of a class; exceptions take anything."""
    if is_subclass(CLASSES[name], CLASSES["BaseException"]):
        values = [expression for kind in EVERYTHING for expression in POOLS[kind][size]]
        for count in (0, 1, 2):
            for operands in _combined([values] * count, size):
                yield Candidate(key, size, f"native {key}", operands)
        return
    natives = all_natives()
    maker = natives.get(f"{name}.__new__")
    if maker is None or maker.signature.rest:
        maker = natives.get(f"{name}.__init__", maker)
    assert maker is not None, name
    names = maker.signature.names[1:]
    yield from _with_arguments(key, size, f"native {key}", [], names, maker.signature)


def _native_candidates(key: str, size: str) -> Iterator[Candidate]:
    """Calls of a function, or of a method, also an inherited one."""
    owner, _, member = key.rpartition(".")
    if owner not in CLASSES:
        signature = all_natives()[key].signature
        yield from _with_arguments(key, size, f"native {key}", [], signature.names, signature)
        return
    if is_subclass(CLASSES[owner], CLASSES["BaseException"]) and member in ("__init__", "__new__"):
        yield from _class_candidates(key, owner, size)
        return
    found = lookup(CLASSES[owner], member)[0]
    pools = [receivers(owner, size)]
    if isinstance(found, Attribute):
        for operands in _combined(pools, size):
            yield Candidate(key, size, f"attribute {key}", operands)
        return
    if isinstance(found, (StaticMethod, ClassMethod)):
        pools = [(owner,)] if member == "__new__" else []
        found = found.function
    if not isinstance(found, Native):
        return
    signature = all_natives()[found.key].signature
    yield from _with_arguments(key, size, f"native {key}", pools, signature.names[1:], signature)


def _with_arguments(
    key: str, size: str, call: str, pools: list[Sequence[str]], names: list[str],
    signature: Signature,
) -> Iterator[Candidate]:  # fmt: skip
    least = max(signature.required - (len(signature.names) - len(names)), 0)
    arguments = [_pool(key, name, size) for name in names]
    if signature.rest:
        arguments.append(_pool(key, "*", size))
    for count in range(least, len(arguments) + 1):
        for operands in _combined([*pools, *arguments[:count]], size):
            yield Candidate(key, size, call, operands)
    for name in signature.keyword_only:
        value = _pool(key, "function_key" if name == "key" else name, size)
        needed = arguments[: max(least, 1 if signature.rest else 0)]
        for operands in _combined([*pools, *needed, value], size):
            yield Candidate(key, size, call, operands, name)


def _pool(key: str, name: str, size: str) -> Sequence[str]:
    owner = key.partition(".")[0]
    kinds = KINDS_OF.get(name, EVERYTHING)
    if owner in _TEXTS and kinds is _TEXTS:
        kinds = (owner,)
    return tuple(expression for kind in kinds for expression in POOLS[kind][size])


MOST: Final[Mapping[str, int]] = {SMALL: 12, TYPICAL: 12, WORST: 48}
"""Combinations of operands that are tried for one entry and number of arguments, by size."""


def _combined(pools: Sequence[Sequence[str]], size: str) -> Iterator[tuple[str, ...]]:
    """Combinations of one of each pool: all, or MOST of them spread evenly."""
    most = MOST[size]
    total = 1
    for pool in pools:
        total *= len(pool)
    if total <= most:
        yield from product(*pools)
        return
    stride = total // most | 1
    while _common(stride, total) > 1:
        stride += 2
    for number in range(most):
        place = number * stride % total
        operands = []
        for pool in pools:
            place, chosen = divmod(place, len(pool))
            operands.append(pool[chosen])
        yield tuple(operands)


def _common(left: int, right: int) -> int:
    while right:
        left, right = right, left % right
    return left
