"""Ways to make each priced instruction happen, on operands of its kinds.

An instruction whose price depends on kinds or sizes has functions that apply it to operands; one
with a fixed price is met by running the gallery step by step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fuzz.gas.operands import POOLS, receivers
from spec.bytecode.instructions import (
    BINARY_SYMBOLS,
    COMPARISON_SYMBOLS,
    FIRST_INPLACE,
    BinaryOp,
    Comparison,
    binary_name,
    word_of,
)

_ITERABLES: Final = ("list", "tuple", "range", "iterator", "str", "set", "dict", "bytes", "object")
_INDICES: Final = ("int", "slice")
_BOUNDS: Final = ("int", "NoneType")
_EVERY: Final = tuple(POOLS)


@dataclass(frozen=True, slots=True)
class Way:
    """A function that makes an instruction happen.

    `operands` holds for each parameter the kinds of its arguments; None stands for the kind
    that the key of the price names.
    """

    source: str
    operands: tuple[Sequence[str] | None, ...]


def _expression(text: str, *operands: Sequence[str] | None) -> Way:
    names = ", ".join("abcd"[: len(operands)])
    return Way(f"def f({names}): return {text}\n", operands)


def _statement(text: str, *operands: Sequence[str] | None) -> Way:
    names = ", ".join("abcd"[: len(operands)])
    return Way(f"def f({names}):\n    {text}\n", operands)


_NUMBERS: Final = ("int", "float", "bool")
_RIGHT: Final[Mapping[str, Sequence[str]]] = {
    "int": (*_NUMBERS, "str", "list"), "bool": _NUMBERS, "float": _NUMBERS,
    "str": ("str", "int", "tuple"), "bytes": ("bytes", "int", "tuple"),
    "bytearray": ("bytes", "bytearray", "int", "tuple"), "tuple": ("tuple", "int"),
    "list": ("list", "int", "iterator", "range", "str"), "set": ("set", "frozenset"),
    "frozenset": ("set", "frozenset"), "dict": ("dict", "list"), "dict_keys": _ITERABLES,
    "dict_items": _ITERABLES, "mappingproxy": ("dict",), "other": _EVERY, "range": ("range",),
    "slice": ("slice",),
}  # fmt: skip
"""Kinds of right operands that the kind of the left one can work with."""


def _operators() -> dict[str, Way]:
    """BINARY_OP and COMPARE_OP by name of the operation, without kinds."""
    found: dict[str, Way] = {}
    for operation in BinaryOp:
        name, symbol = f"BINARY_OP.{binary_name(operation)}", BINARY_SYMBOLS[operation]
        if operation == BinaryOp.SUBSCR:
            found[name] = _expression("a[b]", None, ("int", "slice", "str", "object"))
        elif operation < FIRST_INPLACE:
            found[name] = _expression(f"a {symbol} b", None, None)
        else:
            found[name] = _statement(f"a {symbol} b", None, None)
    for comparison in Comparison:
        symbol = COMPARISON_SYMBOLS[comparison]
        found[f"COMPARE_OP.{word_of(comparison)}"] = _expression(f"a {symbol} b", None, None)
    return found


_MATCH: Final = "match a:\n        case {}: return b"
FAMILIES: Final[Mapping[str, Way]] = {
    **_operators(),
    "CONTAINS_OP": _expression("b in a", None, _EVERY),
    "STORE_SUBSCR": _statement("a[b] = c", None, _INDICES, _EVERY),
    "DELETE_SUBSCR": _statement("del a[b]", None, _INDICES),
    "BINARY_SLICE": _expression("a[b:c]", None, _BOUNDS, _BOUNDS),
    "STORE_SLICE": _statement("a[b:c] = d", None, _BOUNDS, _BOUNDS, _ITERABLES),
    "GET_ITER": _statement("for x in a: break", None),
    "FOR_ITER": _statement("for x in a: break", None),
    "advance": _expression("next(a), list(a)", None),
    "hash": _expression("{a}", None),
    "identity": _expression("a is b", None, None),
}
"""Instructions and families whose entries name a kind."""

SINGLE: Final[Mapping[str, Sequence[Way]]] = {
    "BUILD_LIST": (_expression("[a, b, a, b]", _EVERY, _EVERY),),
    "BUILD_TUPLE": (_expression("(a, b, a, b)", _EVERY, _EVERY),),
    "BUILD_SET": (_expression("{a, b, c}", _EVERY, _EVERY, _EVERY),),
    "BUILD_MAP": (_expression("{a: b, b: c}", _EVERY, _EVERY, _EVERY),),
    "BUILD_SLICE": (_expression("slice(0)[a:b:c]", _EVERY, _EVERY, _EVERY),),
    "BUILD_STRING": (_expression("f'{a}{b}{a}'", ("str", "int", "float"), ("str", "list")),),
    "CONVERT_VALUE": (_expression("f'{a!r}{a!a}{a!s}'", _EVERY),),
    "FORMAT_SIMPLE": (_expression("f'{a}'", _EVERY),),
    "FORMAT_WITH_SPEC": (
        _expression("f'{a:{b}}'", ("int", "float", "str"), ("str",)),
        _expression("f'{a:>99999}'", ("int", "float", "str")),
        _expression("f'{a:,.400f}'", ("int", "float")),
        _expression("f'{a:b}'", ("int",)),
        _expression("f'{a:_d}'", ("int",)),
    ),
    "UNPACK_SEQUENCE": (_statement("x, y = a", _ITERABLES),),
    "UNPACK_EX": (_statement("x, *y = a", _ITERABLES), _statement("*x, y = a", _ITERABLES)),
    "LIST_EXTEND": (_expression("[*a]", _ITERABLES),),
    "SET_UPDATE": (_expression("{*a}", _ITERABLES),),
    "DICT_UPDATE": (_expression("{**a}", ("dict", "list")),),
    "DICT_MERGE": (_expression("dict(**a, **b)", ("dict",), ("dict",)),),
    "CALL_FUNCTION_EX": (_expression("max(*a)", _ITERABLES), _expression("dict(**a)", ("dict",))),
    "CALL_INTRINSIC_1.list_to_tuple": (_expression("(*a,)", _ITERABLES),),
    "CALL_INTRINSIC_1.unary_positive": (_expression("+a", ("int", "float", "object")),),
    "CALL_INTRINSIC_2.prep_reraise_star": (
        _statement("try: raise a\n    except* ValueError: pass", ("exception",)),
    ),
    "CHECK_EG_MATCH": (_statement("try: raise a\n    except* b: pass", ("exception",), ("type",)),),
    "CHECK_EXC_MATCH": (
        _statement("try: raise a\n    except b: pass", ("exception",), ("type", "tuple")),
    ),
    "DELETE_ATTR": (_statement("del a.x", _EVERY),),
    "STORE_ATTR": (_statement("a.x = b", _EVERY, _EVERY),),
    "LOAD_ATTR": (_expression("a.x", _EVERY), _expression("a.__class__", _EVERY)),
    "LOAD_SPECIAL": (_statement("with a: pass", _EVERY),),
    "GET_LEN": (_statement(_MATCH.format("[x, y]"), _EVERY, _EVERY),),
    "IS_OP": (_expression("a is b", _EVERY, _EVERY), _expression("a is a", _EVERY)),
    "LIST_APPEND": (_expression("[x for x in a]", _ITERABLES),),
    "SET_ADD": (_expression("{x for x in a}", _ITERABLES),),
    "MAP_ADD": (_expression("{x: x for x in a}", _ITERABLES),),
    "MATCH_CLASS": (_statement(_MATCH.format("int(real=x, imag=y)"), _EVERY, _EVERY),),
    "MATCH_KEYS": (_statement(_MATCH.format("{1: x, 'a': y, **z}"), ("dict",), _EVERY),),
    "MATCH_MAPPING": (_statement(_MATCH.format("{}"), _EVERY, _EVERY),),
    "MATCH_SEQUENCE": (_statement(_MATCH.format("[]"), _EVERY, _EVERY),),
    "RAISE_VARARGS": (_statement("raise a from b", ("exception", "type", "int"), ("exception",)),),
    "TO_BOOL": (_statement("if a: pass", _EVERY),),
    "UNARY_INVERT": (_expression("~a", ("int", "float", "object")),),
    "UNARY_NEGATIVE": (_expression("-a", ("int", "float", "object")),),
    "UNARY_NOT": (_expression("not a", _EVERY),),
    "YIELD_VALUE": (_expression("[x for x in (y for y in a)]", _ITERABLES),),
    "builtin.type.make": (_expression("type('C', (), a)", ("dict",)),),
    "builtin.pow.modular": (_expression("pow(a, b, c)", ("int",), ("int",), ("int",)),),
    "math.log.base": (
        _statement("from math import log\n    log(a, b)", ("int", "float"), ("int", "float")),
    ),
    "handler": (_statement("try: raise a\n    except Exception: pass", ("exception",)),),
    "unwind": (_expression("list(map(int, [a]))", ("str", "bytes")),),
    "raise": (_statement("try: a.nothing\n    except AttributeError: pass", _EVERY),),
    "enter": (_expression("a()", ("function", "object")),),
}
"""Entries without a kind: functions that make them happen, on operands of any size."""


def operands_of(key: str, size: str) -> list[tuple[Way, list[Sequence[str]]]]:
    """The ways to make the entry `key` happen, each with the expressions of its operands."""
    family, bracket, rest = key.partition("[")
    kind = rest.rstrip("]")
    if not bracket:
        return [
            (way, [_of_kinds(kinds or (), size) for kinds in way.operands])
            for way in SINGLE.get(key, ())
        ]
    way = FAMILIES.get(family)
    own = receivers("object" if kind == "other" else kind, size)
    if way is None or not own:
        return []
    pools: list[Sequence[str]] = []
    for kinds in way.operands:
        if kinds is not None:
            pools.append(_of_kinds(kinds, size))
        elif pools:
            pools.append(_of_kinds(_RIGHT.get(kind, (kind,)), size))
        else:
            pools.append(own)
    return [(way, pools)]


def _of_kinds(kinds: Sequence[str], size: str) -> Sequence[str]:
    found: list[str] = []
    for kind in kinds:
        found += POOLS[kind][size] if kind in POOLS else receivers(kind, size)
    return found


GALLERY: Final = """
class Base:
    kind = int
    count: kind = 0
    def __init__(self, x):
        self.x = x
    def twice(self):
        return self.x * 2

class Derived(Base):
    def twice(self):
        return super().twice() + self.count

class Manager:
    def __enter__(self):
        return self
    def __exit__(self, kind, error, trace):
        return True

shared = 1

def loops(n, *, step=1):
    global shared
    total = 0
    for i in range(n):
        if i is None:
            continue
        if i is not None and not i:
            total += step
        while total > 5:
            total -= 4
        shared = i
    a, b = total, n
    a, b = b, a
    a = b = n
    c = a
    return a + b + c + total

def closures(n):
    held = n
    def inner(more):
        nonlocal held
        held += more
        return held
    def unset():
        nonlocal held
        del held
    inner(1)
    unset()
    return inner

def failing(n):
    try:
        try:
            raise ValueError(n)
        finally:
            n += 1
    except (KeyError, TypeError):
        pass
    except ValueError as error:
        kept = error
    with Manager() as one, Manager():
        raise KeyError(n)
    assert n
    try:
        assert not n
    except AssertionError:
        pass
    for x in [n]:
        del x
    return kept

def unbound(flag):
    if flag:
        value = 1
    try:
        return value
    except NameError:
        return None

def gen(n):
    got = yield n
    yield got
    yield from (i for i in range(3))
    try:
        yield 1
    except ValueError:
        yield 2

def drive(n):
    made = gen(n)
    next(made)
    made.send(3)
    for _ in range(4):
        next(made)
    made.throw(ValueError())
    def outer():
        yield from gen(n)
    again = outer()
    next(again)
    try:
        again.throw(KeyError())
    except KeyError:
        pass
    def answering():
        return (yield from gen(n))
    return list(answering())

def displays(n):
    made = [x for x in (n, n)]
    other = {x for x in made}
    pairs = {x: x for x in made}
    return made, other, pairs, {**pairs}, [*made], {*other}, (*made,), made[1:2], f"{n!r}{n}"

def keywords(a, /, b=2, *rest, c: int = 3, **more):
    return a, b, rest, c, more

def names(n):
    for _ in range(3):
        class Local(Base):
            inside = n
            def method(self):
                return __class__
            y = [x for x in (inside, 2)]
            del y
            again: int = 5
            more = lambda self: n
    return Local(n).method(), Local(n).more()

def matching(value):
    match value:
        case {"a": x, **rest}:
            return x, rest
        case [1, *more]:
            return more
        case Base(x=found):
            return found
        case int() | str():
            return value

def groups(n):
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError:
        n += 1
    except* KeyError:
        n += 2
    return n

def main(n):
    global shared, doomed
    import math
    from math import floor
    import math
    doomed = 1
    del doomed
    loops(n)
    closures(n)
    failing(n)
    unbound(False)
    unbound(True)
    drive(n)
    displays(n)
    keywords(1, *(2, 3), c=4, **{"d": 5})
    keywords(1, c=2)
    names(n)
    Base.__annotations__
    for value in ({"a": 1}, [1, 2, 3], Base(1), 5, "x"):
        matching(value)
    groups(n)
    derived = Derived(n)
    derived.twice()
    derived.x = 2
    del derived.x
    point = -n, ~n, +n, not n, n == n, n in (1, n), n is None
    items = [3, 1, 2]
    items[0] = 5
    items[0:1] = [7]
    items[1] += 1
    del items[0]
    empty = slice(n)
    return point, items[::n or 1], items[:n], empty, sorted(items, key=lambda x: -x)

def stopping():
    yield 1
    raise StopIteration

try:
    import nothing_there
except ImportError:
    pass
try:
    list(stopping())
except RuntimeError:
    pass
from math import *
star = [i for i in range(3)]
del star
"""
"""A program that meets every instruction with a fixed price; run as a module, then `main(3)`."""
