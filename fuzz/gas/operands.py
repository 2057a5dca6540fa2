"""Operands for measuring prices: for each kind, expressions of a few sizes, the worst among them.

An operand is an expression of the guest's language, so a row of the table says by itself how to
repeat it. Evaluating one is not measured and costs the measured run nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from reference_vm.compiling import compile_module
from reference_vm.execution import RETURNED, execute
from spec.bytecode.code import Code
from spec.semantics.values import (
    ByteArray,
    Class,
    Dict,
    FrozenSet,
    Function,
    List,
    Range,
    Set,
    Slice,
    Value,
)
from spec.softfloat.value import Float

SMALL: Final = "small"
TYPICAL: Final = "typical"
WORST: Final = "worst"
SIZES: Final = (SMALL, TYPICAL, WORST)

PRELUDE: Final = """
class Plain:
    def __init__(self):
        self.x = 1

class Slotted:
    __slots__ = ("x",)

class Held:
    x = property(lambda self: 1, lambda self, value: None, lambda self: None)
    def method(self):
        return 1
    fixed = staticmethod(lambda: 1)
    of_class = classmethod(lambda cls: 1)

class Child(Held):
    pass

def plain(value=None, other=None):
    return value

def closed():
    return plain, nested
nested = (lambda cell: lambda: cell)(1)

def naturals():
    number = 0
    while True:
        yield number
        number += 1

def few():
    yield 1
    yield 2

def deep_list(depth):
    made = []
    for _ in range(depth):
        made = [made]
    return made

def deep_tuple(depth):
    made = ()
    for _ in range(depth):
        made = (made,)
    return made

def group(count):
    return ExceptionGroup("several", [ValueError(i) for i in range(count)])

class Index:
    def __getitem__(self, index):
        if index > 50:
            raise IndexError
        return index
"""

COLLIDING: Final = "(1 << 61) - 1"
"""Multiples of this number all have hash 0."""

_LONG: Final = 4096
"""Elements of a long container."""
_TEXT: Final = 20_000
"""Code points of a long text."""

POOLS: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "int": {
        SMALL: ("3", "0", "-1"),
        TYPICAL: ("10 ** 15", "-(1 << 62)", "255"),
        WORST: ("(1 << 4095) + 12345", "10 ** 9", "(1 << 62) + 1", "-(1 << 4095) - 1", "1 << 70",
                "4095", "3 ** 2500"),
    },
    "bool": {SMALL: ("True",), TYPICAL: ("False",), WORST: ("True", "False")},
    "float": {
        SMALL: ("1.5", "0.0"),
        TYPICAL: ("0.1", "-123456.789"),
        WORST: ("1.7976931348623157e308", "5e-324", "1e22 / 3", "float('nan')", "float('-inf')",
                "1e17 + 2.0", "-0.0", "170.4", "1e-9"),
    },
    "str": {
        SMALL: ("'ab'", "''", "'a'"),
        TYPICAL: ("'The quick brown fox jumps over the lazy dog'", "'12345678'", "'a,b,c,d,e'"),
        WORST: (f"'a' * {_TEXT}", f"'a' * {_TEXT // 2} + 'b'", f"'b' + 'a' * {_TEXT // 2}",
                f"'ab' * {_TEXT // 2}", f"' ' * {_TEXT}", "'9' * 1234", f"'\\u0130' * {_TEXT // 2}",
                f"'\\U0001f600\\n' * {_TEXT // 4}", f"'e\\u0301\\u0327' * {_TEXT // 4}",
                "'{0:>99999}'", "'%999999d'", f"'{{}}' * {_TEXT // 4}", "'0.' + '3' * 1200",
                "'1e-999999999'", "'>999999999'", "'.4000f'", f"'\\t' * {_TEXT}",
                f"'\\x00' * {_TEXT}"),
    },
    "bytes": {
        SMALL: ("b'ab'", "b''", "b'a'"),
        TYPICAL: ("b'The quick brown fox jumps over'", "b'0a0b0c0d'", "b'12345'"),
        WORST: (f"b'a' * {_TEXT}", f"b'a' * {_TEXT // 2} + b'b'", f"b'b' + b'a' * {_TEXT // 2}",
                f"b'ab' * {_TEXT // 2}", f"b' ' * {_TEXT}", "b'9' * 1234",
                f"b'\\xf0\\x9f\\x98\\x80' * {_TEXT // 4}", f"b'\\xff' * {_TEXT}", "b'%999999d'",
                f"b'\\t' * {_TEXT}"),
    },
    "bytearray": {
        SMALL: ("bytearray(b'ab')", "bytearray()"),
        TYPICAL: ("bytearray(b'The quick brown fox jumps over')",),
        WORST: (f"bytearray(b'a') * {_TEXT}", f"bytearray(b'ab' * {_TEXT // 2})",
                f"bytearray(b'b' + b'a' * {_TEXT // 2})"),
    },
    "tuple": {
        SMALL: ("(1, 2)", "()", "('a',)"),
        TYPICAL: ("tuple(range(50))", "('a', 1, None, 2.5) * 10"),
        WORST: (f"tuple(range({_LONG}))", f"(1,) * {_LONG}", "deep_tuple(300)",
                f"('ab' * 500,) * {_LONG}", "(1 << 4095,) * 50", f"((1, 2),) * {_LONG}",
                f"tuple(i * ({COLLIDING}) for i in range(150))", f"('',) * {_LONG}",
                "(int,) * 2000"),
    },
    "list": {
        SMALL: ("[1, 2]", "[]", "['a']"),
        TYPICAL: ("list(range(50))", "['a', 'b'] * 20", "[(i, i) for i in range(30)]"),
        WORST: (f"list(range({_LONG}))", f"[1] * {_LONG}", f"[{_LONG} - i for i in range({_LONG})]",
                f"[i * 7919 % 1009 for i in range({_LONG})]", "deep_list(300)",
                f"['ab' * 500] * {_LONG}", f"[(1, 2)] * {_LONG}", f"[''] * {_LONG}",
                f"[i * ({COLLIDING}) for i in range(150)]", f"[0.1] * {_LONG}",
                "[1 << 4095] * 50", f"[65] * {_LONG}", f"[1e308, -1e308, 1e-300] * {_LONG // 8}",
                f"[b'ab'] * {_LONG}"),
    },
    "dict": {
        SMALL: ("{'a': 1}", "{}"),
        TYPICAL: ("{i: i for i in range(40)}", "{str(i): i for i in range(40)}"),
        WORST: (f"{{i: i for i in range({_LONG})}}",
                "{chr(97 + i % 26) * i: i for i in range(300)}",
                f"{{i * ({COLLIDING}): i for i in range(150)}}", "{1: deep_list(300)}",
                "{i: 'x' * 100 for i in range(0x110)}"),
    },
    "set": {
        SMALL: ("{1}", "set()"),
        TYPICAL: ("set(range(40))", "{'a', 'b', 'c'}"),
        WORST: (f"set(range({_LONG}))", f"{{i * ({COLLIDING}) for i in range(150)}}",
                f"{{-i * ({COLLIDING}) for i in range(150)}}", "{'a' * i for i in range(300)}"),
    },
    "frozenset": {
        SMALL: ("frozenset({1})", "frozenset()"),
        TYPICAL: ("frozenset(range(40))",),
        WORST: (f"frozenset(range({_LONG}))",
                f"frozenset(i * ({COLLIDING}) for i in range(150))"),
    },
    "range": {
        SMALL: ("range(3)", "range(0)"),
        TYPICAL: ("range(0, 100, 3)", "range(40, -7, -2)"),
        WORST: ("range(1 << 62)", "range(1 << 4000)", f"range({_LONG})", "range(0, -(1 << 70), -3)",
                "range(10 ** 7)", "range(1 << 4000, (1 << 4000) + 5000)"),
    },
    "slice": {
        SMALL: ("slice(None)", "slice(1, 2)"),
        TYPICAL: ("slice(None, None, 2)", "slice(5, -1, 3)"),
        WORST: ("slice(None, None, -1)", "slice(1 << 70, None, -(1 << 70))",
                "slice(None, None, 2)", "slice(0, 'a' * 9000, (1,) * 4000)"),
    },
    "NoneType": dict.fromkeys(SIZES, ("None",)),
    "ellipsis": dict.fromkeys(SIZES, ("...",)),
    "NotImplementedType": dict.fromkeys(SIZES, ("NotImplemented",)),
    "type": {
        SMALL: ("int", "ValueError"), TYPICAL: ("Child", "dict"),
        WORST: ("type('C', (int,), {})", "list", "type('D', (Child,), {'a' * 9000: 1})", "type",
                "str", "bytes", "float"),
    },
    "function": dict.fromkeys(SIZES, ("plain", "lambda x: x", "nested")),
    "native": {
        SMALL: ("len", "abs"), TYPICAL: ("repr", "hash"),
        WORST: ("repr", "max", "sorted", "sum", "bool", "hash", "str", "list"),
    },
    "object": {
        SMALL: ("Plain()", "object()"), TYPICAL: ("Held()", "Slotted()"),
        WORST: ("Child()", "Index()", "type('C', (int,), {})(1 << 4095)",
                f"type('C', (str,), {{}})('a' * {_TEXT})",
                f"type('C', (list,), {{}})(range({_LONG}))"),
    },
    "exception": {
        SMALL: ("ValueError('a')", "StopIteration(1)"),
        TYPICAL: ("OSError(2, 'missing')", "KeyError('key')"),
        WORST: ("group(200)", f"ValueError('a' * {_TEXT})", "ValueError(deep_list(300))",
                f"KeyError(*range({_LONG}))"),
    },
    "iterator": {
        SMALL: ("iter([1, 2])", "few()"),
        TYPICAL: ("iter(range(40))", "map(abs, range(30))", "zip('abc', range(3))"),
        WORST: ("iter(range(1 << 62))", "naturals()", "map(abs, range(1 << 62))",
                "zip(range(1 << 62), range(1 << 62))", "enumerate(range(1 << 62))",
                "filter(None, range(1 << 62))", "iter(int, 1)", "iter(range(1 << 4000))",
                f"reversed([1] * {_LONG})", "filter(None, iter(int, 1))"),
    },
}  # fmt: skip
"""Expressions by kind and size."""

OWN_RECEIVERS: Final[Mapping[str, Sequence[str]]] = {
    "AttributeError": ("AttributeError('a', name='b', obj=1)",),
    "BaseException": ("ValueError('a')", "group(200)"),
    "BaseExceptionGroup": ("group(2)", "group(200)"),
    "builtin_function_or_method": ("len", "[].append"),
    "bytearray_iterator": ("iter(bytearray(b'ab'))",),
    "bytes_iterator": ("iter(b'ab')",),
    "callable_iterator": ("iter(int, 1)",),
    "cell": ("nested.__closure__[0]",),
    "classmethod": ("classmethod(plain)",),
    "classmethod_descriptor": ("dict.__dict__['fromkeys']",),
    "dict_itemiterator": ("iter({1: 2}.items())",),
    "dict_items": ("{1: 2}.items()", f"{{i: i for i in range({_LONG})}}.items()"),
    "dict_keyiterator": ("iter({1: 2})",),
    "dict_keys": ("{1: 2}.keys()", f"{{i: i for i in range({_LONG})}}.keys()"),
    "dict_reverseitemiterator": ("reversed({1: 2}.items())",),
    "dict_reversekeyiterator": ("reversed({1: 2})",),
    "dict_reversevalueiterator": ("reversed({1: 2}.values())",),
    "dict_valueiterator": ("iter({1: 2}.values())",),
    "dict_values": ("{1: 2}.values()", f"{{i: i for i in range({_LONG})}}.values()"),
    "enumerate": ("enumerate('ab')", "enumerate(range(1 << 4000), 1 << 4000)"),
    "filter": ("filter(None, [1])", "filter(None, [0] * 500)"),
    "generator": ("few()", "naturals()"),
    "getset_descriptor": ("int.__dict__['real']",),
    "ImportError": ("ImportError('a', name='b')",),
    "KeyError": ("KeyError('a')", f"KeyError('a' * {_TEXT})"),
    "NameError": ("NameError('a', name='b')",),
    "OSError": ("OSError(1, 'a', 'b')", f"OSError(1, 'a' * {_TEXT})"),
    "StopIteration": ("StopIteration(1)",),
    "SyntaxError": ("SyntaxError('a', ('b', 1, 2, 'c'))", f"SyntaxError('a' * {_TEXT})"),
    "SystemExit": ("SystemExit(1)",),
    "UnicodeDecodeError": (f"UnicodeDecodeError('utf-8', b'a' * {_TEXT}, 0, 9, 'r')",),
    "UnicodeEncodeError": (f"UnicodeEncodeError('utf-8', 'a' * {_TEXT}, 0, 1, 'r')",),
    "UnicodeTranslateError": (f"UnicodeTranslateError('a' * {_TEXT}, 0, 9, 'r')",),
    "iterator": ("iter(Index())",),
    "list_iterator": ("iter([1])",),
    "list_reverseiterator": ("reversed([1])",),
    "longrange_iterator": ("iter(range(1 << 4000))",),
    "map": ("map(abs, [1])", "map(max, range(1 << 62), range(1 << 62))"),
    "mappingproxy": ("Plain.__dict__", "str.__dict__"),
    "member_descriptor": ("Slotted.__dict__['x']",),
    "method": ("Held().method", "[].append"),
    "method-wrapper": ("(1).__add__",),
    "method_descriptor": ("list.append",),
    "module": ("__import_math()",),
    "property": ("Held.__dict__['x']", "property()"),
    "range_iterator": ("iter(range(3))", "iter(range(1 << 62))"),
    "reversed": ("reversed('ab')", "reversed((1, 2))"),
    "set_iterator": ("iter({1, 2})",),
    "staticmethod": ("staticmethod(plain)",),
    "str_ascii_iterator": ("iter('ab')",),
    "str_iterator": ("iter('a\\xe9')",),
    "super": ("super(Child, Child())",),
    "tuple_iterator": ("iter((1, 2))",),
    "wrapper_descriptor": ("int.__add__",),
    "zip": ("zip('ab', 'cd')", "zip(*[range(1 << 62)] * 300)"),
}  # fmt: skip
"""Receivers of types that are no kind of operand, the larger ones last."""

IMPORTS: Final = "def __import_math():\n    import math\n    return math\n"
PLENTY: Final = 1 << 60


def receivers(type_name: str, size: str) -> Sequence[str]:
    """Expressions for receivers of a builtin type; of one that has none, no expression."""
    if type_name in POOLS and type_name not in ("iterator", "object"):
        return POOLS[type_name][size]
    if type_name == "object":
        return POOLS["object"][size]
    own = OWN_RECEIVERS.get(type_name)
    if own is None:
        return ()
    return own[:1] if size == SMALL else own


_REMEMBERED: Final[dict[str, Value]] = {}
LASTING: Final = (
    int,
    Float,
    str,
    bytes,
    tuple,
    FrozenSet,
    Range,
    Slice,
    type(None),
    Function,
    Class,
)
"""Values that no operation changes."""


def evaluate(expression: str) -> Value:
    """The guest's value of an expression; one that can be changed is made anew or copied.

    Raises:
        ValueError: The expression raises, which is a defect of the pool.
    """
    known = _REMEMBERED.get(expression)
    if known is None:
        known = _evaluated(expression)
        if not isinstance(known, (*LASTING, List, Dict, Set, ByteArray)):
            return known
        _REMEMBERED[expression] = known
    if isinstance(known, List):
        return List(list(known.items))
    if isinstance(known, ByteArray):
        return ByteArray(bytearray(known.data))
    if isinstance(known, (Dict, Set)):
        made = type(known)()
        made.fill(known)
        return made
    return known


def _evaluated(expression: str) -> Value:
    run = execute(_code(expression), [], PLENTY, PLENTY, entry="f")
    if run.exception is not None or run.status != RETURNED:
        raise ValueError(f"the operand {expression} fails: {run.status} {run.exception}")
    return run.value


@cache
def _code(expression: str) -> Code:
    source = f"{PRELUDE}{IMPORTS}\ndef f():\n    return {expression}\n"
    return compile_module(source.encode())
