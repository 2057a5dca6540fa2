"""Operands that are meant to hurt: huge, deep, periodic, colliding, lying, changing under the hand.

An operand is an expression of the guest's language over the names of `PRELUDE`, so a case can be
read and repeated by itself. In an argument `r` is the receiver, so that an element can change the
container that is being worked on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from fuzz.gas.operands import OWN_RECEIVERS, POOLS, PRELUDE, WORST

HOSTILE: Final = (
    PRELUDE
    + """
def nested(kind, depth):
    made = kind()
    for _ in range(depth):
        made = kind((made,))
    return made

def wrapped(function, value, depth):
    for _ in range(depth):
        value = function(value)
    return value

def deep_dict(depth):
    made = {}
    for _ in range(depth):
        made = {1: made}
    return made

def deep_exception(depth):
    made = ValueError()
    for _ in range(depth):
        outer = ValueError(made)
        outer.__context__ = outer.__cause__ = made
        made = outer
    return made

def deep_group(depth):
    made = ValueError()
    for _ in range(depth):
        made = ExceptionGroup("deep", [made])
    return made

def deep_class(depth):
    made = object
    for _ in range(depth):
        made = type("Deep", (made,), {})
    return made

def itself(kind):
    made = kind()
    if kind is list:
        made.append(made)
    elif kind is dict:
        made[1] = made
    else:
        inner = [1]
        made = (inner,)
        inner.append(made)
    return made

def drained(kind, count):
    made = kind(zip(range(count), range(count))) if kind is dict else kind(range(count))
    for number in range(count - 1):
        if kind is dict:
            del made[number]
        else:
            made.discard(number)
    return made

NAMES = ("eq", "ne", "lt", "le", "gt", "ge", "hash", "index", "int", "float", "len", "iter",
    "next", "bool", "repr", "str", "format", "getitem", "setitem", "delitem", "call", "contains",
    "length_hint", "add", "radd", "mul", "rmul", "sub", "rsub", "and", "or", "xor", "mod", "rmod",
    "pow", "rpow", "divmod", "round", "trunc", "floor", "ceil", "abs", "neg", "reversed", "missing",
    "get", "set", "instancecheck", "subclasscheck", "iadd", "ior", "imul", "bytes", "getattr")
DEFAULTS = {"eq": False, "ne": True, "lt": True, "hash": 0, "index": 1, "int": 1, "len": 2,
    "repr": "r", "str": "s", "format": "f", "bool": True, "length_hint": 3, "contains": False,
    "float": 1.0, "getitem": 1}

def lies(base=object, *arguments, **answers):
    def method(answer):
        return lambda self, *rest, **named: answer
    return type("Lies", (base,), {f"__{name}__": method(answer)
        for name, answer in answers.items()})(*arguments)

def acts(action, names=NAMES, base=object):
    def method(name):
        def run(self, *rest, **named):
            try:
                action()
            except Exception:
                pass
            return self if name in ("iter", "reversed") else DEFAULTS.get(name, self)
        return run
    return type("Acts", (base,), {f"__{name}__": method(name) for name in names})()

def upsets(target, name, *arguments):
    return acts(lambda: getattr(target, name)(*arguments))

def troubled(kind, count, name, *arguments):
    armed = False
    made = kind()
    def action():
        if armed:
            getattr(made, name)(*arguments)
    elements = [acts(action) for _ in range(count)]
    if kind is dict:
        made.update(zip(elements, elements))
    elif kind is set:
        made.update(elements)
    else:
        made.extend(elements)
    armed = True
    return made

def again(name):
    def method(self, *rest):
        return {"eq": lambda: self == self, "lt": lambda: self < self, "hash": lambda: hash(self),
            "len": lambda: len(self), "repr": lambda: repr(self), "str": lambda: str(self),
            "index": lambda: [1][self], "iter": lambda: iter(self), "next": lambda: next(self),
            "bool": lambda: bool(self), "getattr": lambda: self.x, "call": lambda: self(),
            "contains": lambda: 1 in self, "getitem": lambda: self[1], "add": lambda: self + 1,
            "format": lambda: format(self, "x"), "getattribute": lambda: self.x}[name]()
    return type("Again", (), {f"__{name}__": method, **({"__len__": lambda self: 3}
        if name == "getitem" else {})})()

def grower(target):
    while True:
        try:
            target.append(1)
        except AttributeError:
            target.add(object())
        yield 1

class Endless:
    def __getitem__(self, index):
        return index
    def __len__(self):
        return 1 << 62

class Keys:
    def __init__(self, keys):
        self.held = keys
    def keys(self):
        return self.held
    def __getitem__(self, key):
        return key

class Raises:
    def __getattribute__(self, name):
        raise AttributeError(name)
    def __eq__(self, other):
        raise ValueError
    def __hash__(self):
        return 0

class Meta(type):
    def __instancecheck__(cls, other):
        return isinstance(other, cls)
    def __iter__(cls):
        yield cls
    def __len__(cls):
        return -1

class OfMeta(metaclass=Meta):
    pass

class Attribute:
    def __getattr__(self, name):
        return self

def dies(count):
    for number in range(count):
        yield number
    raise ValueError

def sender():
    value = yield
    while True:
        try:
            value = yield value
        except BaseException as error:
            value = error

def delegated(depth):
    def one(inner):
        yield from inner
    return wrapped(one, iter(range(1 << 62)), depth)
"""
)

_COLLIDING: Final = "(1 << 61) - 1"
_MILLION: Final = 1_000_000

_ACTIONS: Final = (
    "'clear'", "'append', 1", "'pop'", "'extend', range(100)", "'__init__'", "'reverse'",
    "'sort'", "'update', {1: 2}", "'popitem'", "'insert', 0, 1", "'__delitem__', 0",
    "'__imul__', 2", "'add', 5", "'__setitem__', 0, r", "'extend', r", "'update', r",
    "'remove', 1", "'close'", "'send', None", "'__next__'", "'throw', ValueError()",
)  # fmt: skip

UPSETTING: Final[Sequence[str]] = (
    *(f"upsets(r, {action})" for action in _ACTIONS),
    *(f"[upsets(r, {action}) for _ in range(50)]" for action in _ACTIONS[:12]),
    "grower(r)", "r", "[r]", "[r] * 5000", "(r,)", "{1: r}", "iter([r])", "map(repr, [r])",
    "wrapped(lambda x: [x], r, 9000)",
)  # fmt: skip
"""Arguments that act on the receiver."""

OBJECTS: Final[Sequence[str]] = (
    "acts(lambda: None)", "Endless()", "Raises()", "OfMeta", "OfMeta()", "Attribute()", "Index()",
    "Keys(range(1 << 62))", "Keys('a' * 1000)", "Keys(naturals())", "Keys([deep_tuple(9000)])",
    *(f"again({name!r})" for name in (
        "eq", "lt", "hash", "len", "repr", "str", "index", "iter", "next", "bool", "getattr",
        "call", "contains", "getitem", "add", "format", "getattribute")),
    "lies(len=1 << 62, getitem=0)", "lies(len=-1, iter=None)", "lies(len=1 << 63)",
    "lies(len='a')", "lies(len=5)", "lies(length_hint=1 << 62, iter=naturals())",
    "lies(length_hint=-1, iter=iter(range(1 << 62)))", "lies(length_hint='a', iter=iter('ab'))",
    "lies(index=1 << 4095)", "lies(index=-(1 << 62))", "lies(index='a', int='b', float=3)",
    "lies(index=10 ** 6, iter=iter([1]))", "lies(hash=1 << 200)", "lies(hash='a')",
    "lies(repr=1)", "lies(str='a' * 1000000, repr='b' * 1000000)", "lies(format=b'a')",
    "lies(bool=1)", "lies(iter=5)", "lies(next=5, iter=iter(int, 1))", "lies(contains=[])",
    "lies(int, 1 << 4095, index=0, eq=0)", "lies(str, 'a' * 100000, len=-1, eq=NotImplemented)",
    "lies(list, range(5000), iter=iter(int, 1), len=1 << 62)",
    "lies(dict, {1: 2}, missing=deep_list(99), keys=naturals())",
    "lies(bytes, b'a' * 100000, len=0, iter=None)", "lies(tuple, range(5000), getitem=5, len=7)",
    "lies(float, 1e308, int=1 << 4096 - 1, float='a')", "lies(set, range(5000), contains=True)",
    "lies(call=iter([1]))", "lies(get=1, set=2)", "lies(bytes=b'a' * 1000000)", "object()",
    "lies(eq=deep_tuple(9), hash=0)", "deep_class(1)()", "deep_class(400)()", "Plain()", "Held()",
)  # fmt: skip
"""Objects of user classes."""

LARGE: Final[Mapping[str, Sequence[str]]] = {
    "int": (
        "(1 << 4096) - 1", "1 - (1 << 4096)", "1 << 4095", "1 << 64", "(1 << 63) - 1", "1 << 63",
        "-(1 << 63)", "(1 << 31) - 1", "10 ** 1233", "3 ** 2583", "10 ** 6", "2621440", "2621439",
        "10485760", "1310720", "1 << 62", "-1", "0", "1", "2", "7", "36", "65", "97", "5000",
        "0x10ffff", "10 ** 18",
    ),
    "bool": ("True", "False"),
    "float": ("1e308", "-5e-324", "float('nan')", "float('inf')", "-0.0", "2.5", "1e16", "0.1"),
    "str": (
        "'a' * 1000000", "'ab' * 300000", "'a' * 500000 + 'b'", "'b' + 'a' * 500000",
        "('a' * 999 + 'b') * 500", "'\\U0001f600' * 500000", "'\\u0130' * 300000",
        "'\\xdf' * 300000", "'\\u1e9e\\u03a3' * 100000", "' ' * 1000000", "'\\n\\r' * 300000",
        "'\\u2028' * 300000", "'\\t' * 300000", "'9' * 1000000", "'0' * 1000000 + '1'",
        "'1_' * 300000 + '1'", "'0x' + 'f' * 100000", "'0x.' + '1' * 100000 + 'p1'",
        "'1' * 1233", "'1e' + '9' * 100000", "'.' + '0' * 100000 + '1'", "'-' * 100000",
        "'{' * 500000", "'{0' + '.x' * 100000 + '}'", "'{0' + '[0]' * 100000 + '}'",
        "'{:{}}' * 50000", "'{:{:{}}}'", "'{!r:>99999999}'", "'{0!r}' * 1000", "'%' * 500000",
        "'%s' * 100000", "'%r%a' * 2000", "'%.99999999f'", "'%*.*f' * 1000", "'%(a)s' * 50000",
        "'%(' + '(' * 100000", "'%d' * 10000", "'=' + '>' * 50000", "'_>1000000'", "'010485760d'",
        "'.2147483647f'", "'99999999999999999999'", "'e\\u0301' * 100000", "'\\x00' * 1000000",
        "'\\ud800' * 1000", "'a' * 2621440", "'x'", "'', ''", "''", "'a'", "'ab'", "'A1 ' * 100000",
        "'\\uac00' * 300000", "'\\ufb03' * 300000", "'__' + 'x' * 500000", "'__class__'",
    ),
    "bytes": (
        "b'a' * 1000000", "b'ab' * 300000", "b'a' * 500000 + b'b'", "b'b' + b'a' * 500000",
        "(b'a' * 999 + b'b') * 500", "b'\\xff' * 300000", "b' ' * 1000000", "b'9' * 1000000",
        "b'\\n\\r' * 300000", "b'\\xf0\\x9f\\x98\\x80' * 200000", "b'%d' * 10000", "b'%s' * 10000",
        "b'%' * 500000", "b'%99999999d'", "b'\\t' * 300000", "b'a' * 10485760", "b''", "b'a'",
        "b'ab'", "b'\\x00' * 512", "bytes(range(256)) * 2000", "b'%(a)s' * 10000",
    ),
    "bytearray": (
        "bytearray(b'a') * 1000000", "bytearray(b'ab' * 300000)", "bytearray(10485760)",
        "bytearray(b'b' + b'a' * 500000)", "bytearray()", "bytearray(b'%d') * 10000",
    ),
    "tuple": (
        "tuple(range(100000))", "(1,) * 1000000", "deep_tuple(100000)", "deep_tuple(9990)",
        "('a' * 1000,) * 10000", "((),) * 1000000", "('',) * 1000000", "nested(tuple, 300)",
        f"tuple(i * ({_COLLIDING}) for i in range(600))", "itself(tuple)", "(0.1,) * 300000",
        "(1 << 4095,) * 1000", "wrapped(lambda x: (x, x), (), 60)", "()", "(1,)", "(1, 2)",
        "wrapped(lambda x: (x, int), int, 9000)", "(int,) * 100000", "('a', 'b') * 100000",
    ),
    "list": (
        "list(range(100000))", "[1] * 1000000", "[0] * 1310720", "deep_list(100000)",
        "deep_list(9990)", "['a' * 1000] * 10000", "[''] * 1000000", "[b''] * 300000",
        f"[i * ({_COLLIDING}) for i in range(600)]", "itself(list)", "[0.1] * 300000",
        "[100000 - i for i in range(100000)]", "[i * 7919 % 100003 for i in range(50000)]",
        "[1 << 4095] * 1000", "[[]] * 300000", "[()] * 300000", "[65] * 1000000", "[300] * 9",
        "[float('nan')] * 10000", "wrapped(lambda x: [x, x], [], 60)", "[('a', 1)] * 100000",
        "troubled(list, 60, 'clear')", "troubled(list, 60, 'append', 1)",
        "troubled(list, 60, 'pop')", "troubled(list, 60, 'sort')", "troubled(list, 60, 'reverse')",
        "troubled(list, 9, 'extend', range(999))", "[again('eq')] * 5", "[again('lt')] * 5",
        "[again('repr')] * 5", "[]", "[1, 2]", "[lies(lt=True)] * 300", "[deep_tuple(9990)] * 3",
        "['9' * 5000] * 1000", "[b'ab'] * 100000", "[ValueError()] * 10000", "[None] * 100000",
    ),
    "dict": (
        "dict.fromkeys(range(100000))", "{str(i): i for i in range(30000)}", "deep_dict(100000)",
        f"{{i * ({_COLLIDING}): i for i in range(600)}}", "itself(dict)", "drained(dict, 100000)",
        "troubled(dict, 40, 'clear')", "troubled(dict, 40, 'popitem')",
        "troubled(dict, 40, '__setitem__', 1, 2)", "{1: deep_list(9990)}", "{}", "{'a': 1}",
        "{deep_tuple(9000): 1}", "{65: 'x' * 100000, 97: 'y' * 100000}", "{97: None, 98: 0x110000}",
        "{again('hash') if False else 1: again('repr')}", "{('a' * 1000000): 1}", "{True: 1, 2: 3}",
        "{97: -1, 98: 1 << 70, 99: b'a'}", "{'x' * i: i for i in range(1500)}", "{'self': 1}",
    ),
    "set": (
        "set(range(100000))", f"{{i * ({_COLLIDING}) for i in range(600)}}", "drained(set, 100000)",
        f"{{-i * ({_COLLIDING}) for i in range(600)}}", "troubled(set, 40, 'clear')",
        "troubled(set, 40, 'pop')", "troubled(set, 40, 'add', 1)", "{deep_tuple(9000)}", "set()",
        "{'a' * 1000000}", "{1}", "{float('nan') for _ in range(100)}",
    ),
    "frozenset": (
        "frozenset(range(100000))", f"frozenset(i * ({_COLLIDING}) for i in range(600))",
        "nested(frozenset, 9990)", "nested(frozenset, 100000)", "frozenset()", "frozenset({1})",
        "wrapped(lambda x: frozenset((x, (x,))), frozenset(), 60)",
    ),
    "range": (
        "range(1 << 62)", "range(-(1 << 4095), 1 << 4095)", "range(0, 1 << 4000, 3)", "range(0)",
        "range(10 ** 7)", "range(1 << 70, 0, -(1 << 69))", "range(100000)",
    ),
    "slice": (
        "slice(None)", "slice(None, None, -1)", "slice(None, None, 2)", "slice(1 << 4095, 9, -1)",
        "slice(0, 1 << 62, 1 << 62)", "slice(50000, 1, -1)", "slice(0, 0)", "slice(None, None, 0)",
        "slice(lies(index=1), lies(index='a'), deep_list(9990))", "slice(0, 5)", "slice(5, 0)",
        "wrapped(lambda x: slice(x, x, x), 1, 9000)", "slice(again('index'), None)",
        "slice(deep_tuple(9000), deep_tuple(9000))",
    ),
    "type": (
        "int", "str", "dict", "type", "object", "ValueError", "Child", "OfMeta", "deep_class(300)",
        "type('C', (int,), {})", "type('D', (list,), {'__slots__': ()})", "BaseExceptionGroup",
    ),
    "function": (
        "plain", "lambda *a: a", "lambda *a: [a] * 1000", "lambda *a: 'x' * 100000",
        "plain.__get__", "lambda *a: naturals()", "acts(lambda: None)", "lambda x: -x",
        "wrapped(staticmethod, plain, 9000)", "wrapped(staticmethod, plain, 100000)",
        "wrapped(classmethod, plain, 9000)", "wrapped(property, plain, 9000)", "again('call')",
    ),
    "native": ("len", "repr", "list", "str", "hash", "sorted", "sum", "iter", "max", "isinstance",
               "[].append", "'a'.join", "(1).__add__", "type", "object", "dict", "int", "print",
               "getattr", "super"),
    "exception": (
        "deep_exception(9000)", "deep_exception(100000)", "deep_group(250)", "group(30000)",
        "ValueError(*range(100000))", "KeyError(deep_list(9990))", "OSError(2, 'a' * 1000000)",
        "StopIteration(deep_tuple(9000))", "SyntaxError('a', ('b', 1, 2, 'c' * 100000))",
        "ValueError()", "UnicodeDecodeError('u', b'a' * 1000000, 0, 1 << 62, 'r')",
        "UnicodeEncodeError('u', 'a' * 1000000, -5, 1 << 40, 'r')", "ImportError(name=[], path=1)",
        "ExceptionGroup('a', [deep_exception(900)] * 1000)", "AttributeError('a', name='b' * 9999)",
    ),
    "iterator": (
        "naturals()", "iter(range(1 << 62))", "dies(1000)", "grower([])", "iter(int, 1)",
        "wrapped(iter, [1], 5)", "wrapped(lambda x: map(abs, x), range(1 << 62), 9000)",
        "wrapped(lambda x: map(abs, x), range(1 << 62), 100000)",
        "wrapped(enumerate, range(1 << 62), 9990)", "wrapped(zip, range(1 << 62), 100000)",
        "wrapped(lambda x: filter(None, x), range(1 << 62), 9000)", "delegated(200)",
        "delegated(9000)", "zip(*[iter(range(1 << 62))] * 10000)", "map(max, *[range(9)] * 10000)",
        "filter(None, iter(int, 1))", "map(again('call'), [1])", "reversed([1] * 1000000)",
        "reversed(Endless())", "iter(Endless())", "iter({})", "iter(dict.fromkeys(range(100000)))",
        "iter(drained(dict, 100000))", "iter(drained(set, 100000))", "iter('a' * 1000000)",
        "(x for x in range(1 << 62))", "sender()", "zip(naturals(), dies(5), strict=True)",
        "iter(acts(lambda: None))", "enumerate(naturals(), (1 << 4096) - 2)", "iter(())",
        "iter(lambda: again('eq'), 1)", "map(lambda x: [x] * 1000, range(1 << 62))",
        "map(lambda x: 'x' * 1000, range(1 << 62))", "iter(range(1 << 4000))",
    ),
    "NoneType": ("None",),
    "ellipsis": ("...",),
    "NotImplementedType": ("NotImplemented",),
    "object": OBJECTS,
}  # fmt: skip
"""Expressions by kind, beyond those of `gas_operands`; what cannot be made is no defect."""

MORE_RECEIVERS: Final[Mapping[str, Sequence[str]]] = {
    "dict_keys": ("dict.fromkeys(range(100000)).keys()", "drained(dict, 100000).keys()",
                  "troubled(dict, 40, 'clear').keys()", "itself(dict).keys()"),
    "dict_items": ("dict.fromkeys(range(100000)).items()", "{1: deep_list(9990)}.items()",
                   "troubled(dict, 40, 'clear').items()", "itself(dict).items()"),
    "dict_values": ("dict.fromkeys(range(100000)).values()", "itself(dict).values()",
                    "troubled(dict, 40, 'clear').values()", "deep_dict(9990).values()"),
    "generator": ("sender()", "naturals()", "dies(3)", "delegated(200)", "delegated(9000)",
                  "grower([])"),
    "enumerate": ("wrapped(enumerate, naturals(), 9990)", "enumerate(dies(3))"),
    "map": ("map(plain, naturals())", "map(again('call'), [1])",
            "wrapped(lambda x: map(abs, x), range(1 << 62), 20000)"),
    "filter": ("filter(None, naturals())", "filter(again('call'), [1])",
               "wrapped(lambda x: filter(None, x), range(1, 1 << 62), 20000)"),
    "zip": ("zip(naturals(), dies(3))", "wrapped(zip, naturals(), 20000)"),
    "reversed": ("reversed(Endless())", "reversed(acts(lambda: None))"),
    "iterator": ("iter(Endless())", "iter(acts(lambda: None))"),
    "callable_iterator": ("iter(again('call'), 1)", "iter(plain, 1)", "iter(int, again('eq'))"),
    "list_iterator": ("iter(troubled(list, 40, 'clear'))", "iter([1] * 1000000)"),
    "list_reverseiterator": ("reversed(troubled(list, 40, 'clear'))", "reversed([1] * 1000000)"),
    "set_iterator": ("iter(drained(set, 100000))", "iter(troubled(set, 9, 'clear'))"),
    "dict_keyiterator": ("iter(drained(dict, 100000))", "iter(troubled(dict, 9, 'clear'))"),
    "property": ("property(again('call'), plain, plain)", "wrapped(property, plain, 20000)"),
    "staticmethod": ("wrapped(staticmethod, plain, 100000)", "staticmethod(again('call'))"),
    "classmethod": ("wrapped(classmethod, plain, 100000)", "classmethod(plain)"),
    "super": ("super(deep_class(300), deep_class(300))", "super(Child)"),
    "BaseException": LARGE["exception"],
    "BaseExceptionGroup": ("deep_group(250)", "group(30000)", "deep_group(20000)",
                           "ExceptionGroup('a', [ValueError()] * 100000)"),
    "method": ("plain.__get__(deep_list(9990))", "again('call').__call__"),
    "mappingproxy": ("deep_class(300).__dict__", "int.__dict__"),
    "function": LARGE["function"][:6],
    "type": (*LARGE["type"], "deep_class(400)"),
}  # fmt: skip


def pool(kind: str) -> Sequence[str]:
    """The expressions of a kind: the hostile ones and the worst of the bench of prices."""
    worst = POOLS[kind][WORST] if kind in POOLS else ()
    return (*LARGE.get(kind, ()), *worst)


def receivers(owner: str) -> Sequence[str]:
    """Expressions for receivers of a builtin type; none for a type that nothing makes."""
    own = (*MORE_RECEIVERS.get(owner, ()), *OWN_RECEIVERS.get(owner, ()))
    return own or pool(owner)
