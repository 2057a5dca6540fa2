"""The guest's half of the test of user calls: objects that log every call of a special method.

It is plain Python that runs on the machine and on CPython alike, in front of a table of rows
(`user_calls.py` writes it): each row names an operation, its receivers and its arguments, one of
which is replaced by each object of PROFILES in turn. The answer is one line a call: what was logged, and the
type of the result or of the exception.
"""

LOG = []
LOGGERS = []
OUT = []


def shown(value):
    cls = type(value)
    return cls.tag if cls in LOGGERS else cls.__name__


def following(state, values):
    if state:
        state.pop()
        return values[len(state)]
    raise StopIteration


def item(index):
    if type(index) is int and not -3 < index < 3:
        raise IndexError(index)
    return 1


def method(name):
    def run(self, *others, **named):
        cls = type(self)
        LOG.append(".".join([cls.tag, name, *[shown(each) for each in others], *named]))
        answer = cls.answers.get(name, ANSWERS.get(name, NotImplemented))
        if isinstance(answer, type) and issubclass(answer, BaseException):
            raise answer(name)
        if answer is not NotImplemented or name not in DEFAULTS:
            return answer
        return DEFAULTS[name](self, cls, *others)

    return run


DEFAULTS = {
    "next": lambda self, cls: following(cls.state, cls.values),
    "iter": lambda self, cls: self if cls.state else iter(cls.values),
    "getitem": lambda self, cls, index: item(index),
    "getattribute": lambda self, cls, name: object.__getattribute__(self, name),
    "keys": lambda self, cls: list(cls.values),
}
METHODS = {}


def namespace(names):
    found = METHODS.get(names)
    if found is None:
        found = {name if name == "keys" else f"__{name}__": method(name) for name in names}
        METHODS[names] = found
    return found


def make(tag, names, *content, base=object, values=(1, 2), **answers):
    cls = type("L", (base,), namespace(names))
    cls.tag = tag
    cls.answers = answers
    cls.values = values
    cls.state = [None] * len(values) if "next" in names else []
    LOGGERS.append(cls)
    return cls(*content)


ANSWERS = {
    "len": 2,
    "length_hint": 2,
    "index": 1,
    "int": 1,
    "float": 1.5,
    "bool": True,
    "hash": 1,
    "eq": False,
    "ne": True,
    "lt": True,
    "le": True,
    "gt": False,
    "ge": False,
    "contains": False,
    "repr": "r",
    "str": "s",
    "format": "f",
    "bytes": b"b",
    "call": 1,
    "missing": 1,
    "abs": 1,
    "round": 1,
    "trunc": 1,
    "floor": 1,
    "ceil": 1,
    "divmod": (1, 2),
    "rdivmod": (1, 2),
    "neg": 1,
    "pos": 1,
    "invert": 1,
    "reversed": [1],
    "dir": [],
    "getattr": AttributeError,
    "get": 1,
    "instancecheck": True,
    "subclasscheck": True,
    "set_name": None,
    "setitem": None,
    "delitem": None,
    "set": None,
    "delete": None,
    "setattr": None,
    "delattr": None,
    "subclasshook": NotImplemented,
}
BINARY = (
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "lshift",
    "rshift",
    "and",
    "or",
    "xor",
)
COMPARED = ("eq", "ne", "lt", "le", "gt", "ge")
FULL = (
    "len",
    "length_hint",
    "index",
    "int",
    "float",
    "bool",
    "hash",
    *COMPARED,
    "contains",
    "repr",
    "str",
    "format",
    "bytes",
    "call",
    "missing",
    "abs",
    "round",
    "trunc",
    "floor",
    "ceil",
    "divmod",
    "rdivmod",
    "neg",
    "pos",
    "invert",
    "reversed",
    "getitem",
    "setitem",
    "delitem",
    "iter",
    "next",
    *BINARY,
    *["r" + name for name in BINARY],
    *["i" + name for name in BINARY],
)
SHORT = ("hash", *COMPARED, "repr", "str", "format", "bool")


def key(tag, number=1, **answers):
    return make(tag, SHORT, hash=number << 40, **answers)


PROFILES = {
    "full": lambda: make("a", FULL),
    "full-keys": lambda: make("a", (*FULL, "keys")),
    "keys-only": lambda: make("a", ("keys", "getitem")),
    "equal": lambda: make("a", FULL, eq=True, contains=True, lt=False, ne=False),
    "no-answer": lambda: make("a", FULL, **{name: NotImplemented for name in COMPARED}),
    "key": lambda: key("a"),
    "attributes": lambda: make("a", ("getattr", *SHORT)),
    "all-attributes": lambda: make("a", ("getattribute",)),
    "sequence": lambda: make("a", ("len", "getitem")),
    "items": lambda: make("a", ("getitem",)),
    "iterator": lambda: make("a", ("iter", "next", "length_hint")),
    "sized": lambda: make("a", ("iter", "next", "len")),
    "of-keys": lambda: make("a", ("iter", "next"), values=(key("b"), key("c"))),
    "of-equal": lambda: make("a", ("iter", "next"), values=(key("b", eq=True), key("c"))),
    "of-pairs": lambda: make("a", ("iter", "next"), values=((key("b"), 1), (key("c"), 2))),
    "of-logs": lambda: make("a", ("iter", "next"), values=(make("b", FULL), make("c", FULL))),
    "list-of-logs": lambda: [make("b", FULL), make("c", FULL)],
    "tuple-of-keys": lambda: (key("b"), key("c", eq=True)),
    "dict-of-keys": lambda: {key("b"): key("c"), key("d", 2): key("e")},
    "set-of-keys": lambda: {key("b"), key("c", 2)},
    "frozenset-of-keys": lambda: frozenset([key("b"), key("c", 2)]),
    "number": lambda: make("a", ("index",)),
    "int": lambda: make("a", FULL, 3, base=int),
    "float": lambda: make("a", FULL, 2.5, base=float),
    "str": lambda: make("a", FULL, "ab", base=str),
    "bytes": lambda: make("a", FULL, b"ab", base=bytes),
    "list": lambda: make("a", FULL, [1, 2], base=list),
    "tuple": lambda: make("a", FULL, (1, 2), base=tuple),
    "dict": lambda: make("a", (*FULL, "keys"), {1: 2}, base=dict),
    "plain-dict": lambda: make("a", ("hash", "eq", "missing"), {1: 2}, base=dict),
    "set": lambda: make("a", FULL, {1, 2}, base=set),
    "frozenset": lambda: make("a", FULL, {1, 2}, base=frozenset),
    "callable": lambda: make("a", ("call",), call=key("b")),
    "slice": lambda: slice(make("a", ("index",)), make("b", ("index",)), make("c", ("index",))),
    "half-slice": lambda: slice(None, make("b", FULL), make("c", FULL)),
    **{
        f"raises-{name}": lambda name=name: make("a", FULL, **{name: ValueError})
        for name in (
            "len",
            "length_hint",
            "index",
            "hash",
            "eq",
            "bool",
            "repr",
            "str",
            "iter",
            "next",
            "getitem",
            "contains",
            "lt",
            "float",
            "int",
            "call",
            "add",
            "radd",
            "format",
        )
    },
    **{
        f"type-error-{name}": lambda name=name: make("a", FULL, **{name: TypeError})
        for name in ("len", "length_hint", "index", "hash", "iter", "next", "int", "bytes")
    },
    **{
        f"bad-{name}": lambda name=name: make("a", FULL, **{name: make("z", FULL)})
        for name in (
            "len",
            "length_hint",
            "index",
            "hash",
            "bool",
            "repr",
            "str",
            "iter",
            "int",
            "float",
            "format",
            "bytes",
            "contains",
            "eq",
            "lt",
            "reversed",
            "call",
            "divmod",
        )
    },
    "negative-len": lambda: make("a", FULL, len=-1, length_hint=-1),
    "huge-index": lambda: make("a", FULL, index=1 << 70, len=1 << 70, hash=1 << 70),
    "no-hash": lambda: make("a", ("len", "iter", "next"), base=list),
    "ends-early": lambda: make("a", ("iter", "next", "len"), values=()),
    "stops": lambda: make("a", FULL, getitem=StopIteration, len=StopIteration, iter=StopIteration),
    "key-errors": lambda: make("a", (*FULL, "keys"), getitem=KeyError, missing=KeyError),
}

SIMPLE = {
    "int": lambda: 2,
    "str": lambda: "a",
    "bytes": lambda: b"a",
    "list": lambda: [1, 2],
    "tuple": lambda: (1, 2),
    "dict": lambda: {1: 2},
    "set": lambda: {1, 2},
    "None": lambda: None,
    "bool": lambda: True,
    "float": lambda: 1.5,
    "type": lambda: int,
    "call": lambda: abs,
    "key": lambda: key("s"),
    "iterator": lambda: iter([1, 2]),
    "object": lambda: object(),
    "range": lambda: range(3),
    "function": lambda: lambda *given: 1,
    "pair": lambda: (key("s"), 1),
}


def receiver_subclass(base, *content):
    return lambda: make("r", FULL, *content, base=base)


def generator():
    yield 1
    yield 2


RECEIVERS = {
    "int": [lambda: 5, receiver_subclass(int, 5)],
    "bool": [lambda: True],
    "float": [lambda: 2.5, receiver_subclass(float, 2.5)],
    "str": [lambda: "a{0}b{x}%s", receiver_subclass(str, "ab")],
    "bytes": [lambda: b"ab a", receiver_subclass(bytes, b"ab")],
    "bytearray": [lambda: bytearray(b"ab a"), receiver_subclass(bytearray, b"ab")],
    "tuple": [lambda: (key("r"), key("s", eq=True), 3), receiver_subclass(tuple, (1, 2))],
    "list": [
        lambda: [key("r"), key("s", eq=True), 3],
        receiver_subclass(list, [1, 2]),
        lambda: [key("r", eq=make("z", ("bool",), bool=False)), key("s")],
    ],
    "dict": [
        lambda: {key("r"): key("s"), key("t", 2): 1},
        receiver_subclass(dict, {1: 2}),
        lambda: {key("r", eq=True): key("s", eq=True)},
        lambda: {},
    ],
    "set": [
        lambda: {key("r"), key("s", 2)},
        receiver_subclass(set, [1, 2]),
        lambda: set(),
        lambda: {key("r", eq=True), 3},
    ],
    "frozenset": [
        lambda: frozenset([key("r"), key("s", 2)]),
        lambda: frozenset([key("r", eq=True)]),
        receiver_subclass(frozenset, [1, 2]),
        lambda: frozenset(),
    ],
    "range": [lambda: range(5)],
    "slice": [lambda: slice(key("r"), key("s"), None), lambda: slice(make("r", FULL), 5, 1)],
    "object": [lambda: object(), lambda: make("r", FULL), lambda: make("r", ("getattr",))],
    "dict_keys": [lambda: {key("r"): key("s"), key("t", 2): 1}.keys(), lambda: {1: 2}.keys()],
    "dict_items": [lambda: {key("r"): key("s"), key("t", 2): 1}.items(), lambda: {1: 2}.items()],
    "dict_values": [lambda: {key("r"): key("s")}.values()],
    "map": [lambda: map(make("r", ("call",)), make("s", ("iter", "next", "length_hint")))],
    "filter": [
        lambda: filter(make("r", ("call",), call=make("z", ("bool",))), generator()),
        lambda: filter(None, [make("r", FULL), make("s", FULL, bool=False)]),
    ],
    "zip": [
        lambda: zip(make("r", ("iter", "next")), make("s", ("iter", "next"))),
        lambda: zip(generator(), make("s", ("iter", "next"), values=(1,)), strict=True),
    ],
    "enumerate": [lambda: enumerate(make("r", ("iter", "next")), make("s", ("index",)))],
    "reversed": [lambda: reversed(make("r", ("len", "getitem")))],
    "iterator": [lambda: iter(make("r", ("getitem", "len")))],
    "callable_iterator": [
        lambda: iter(make("r", ("call",)), make("s", FULL)),
        lambda: iter(make("r", ("call",), call=key("z", eq=True)), make("s", FULL)),
    ],
    "list_iterator": [lambda: iter([key("r")])],
    "tuple_iterator": [lambda: iter((key("r"),))],
    "list_reverseiterator": [lambda: reversed([key("r")])],
    "dict_keyiterator": [lambda: iter({key("r"): 1})],
    "dict_valueiterator": [lambda: iter({key("r"): 1}.values())],
    "dict_itemiterator": [lambda: iter({key("r"): 1}.items())],
    "dict_reversekeyiterator": [lambda: reversed({key("r"): 1})],
    "set_iterator": [lambda: iter({key("r")})],
    "str_iterator": [lambda: iter("\u1234")],
    "str_ascii_iterator": [lambda: iter("a")],
    "bytes_iterator": [lambda: iter(b"a")],
    "bytearray_iterator": [lambda: iter(bytearray(b"a"))],
    "range_iterator": [lambda: iter(range(2))],
    "longrange_iterator": [lambda: iter(range(1 << 70))],
    "generator": [lambda: generator(), lambda: (x for x in make("r", ("iter", "next")))],
    "BaseException": [lambda: ValueError(key("r"))],
    "KeyError": [lambda: KeyError(make("r", FULL))],
    "OSError": [lambda: OSError(make("r", FULL), make("s", FULL))],
    "StopIteration": [lambda: StopIteration(key("r"))],
    "SystemExit": [lambda: SystemExit(key("r"))],
    "ImportError": [lambda: ImportError(key("r"))],
    "SyntaxError": [lambda: SyntaxError(make("r", FULL))],
    "UnicodeDecodeError": [lambda: UnicodeDecodeError("u", b"a", 0, 1, "r")],
    "UnicodeEncodeError": [lambda: UnicodeEncodeError("u", "a", 0, 1, "r")],
    "UnicodeTranslateError": [lambda: UnicodeTranslateError("a", 0, 1, "r")],
    "BaseExceptionGroup": [lambda: ExceptionGroup("a", [ValueError(key("r"))])],
    "type": [lambda: type("T", (), {"x": key("r")})],
    "function": [lambda: lambda *given: given],
    "method": [lambda: make("r", FULL).__len__],
    "builtin_function_or_method": [lambda: [key("r")].index],
    "method-wrapper": [lambda: (5).__add__],
    "method_descriptor": [lambda: list.index],
    "wrapper_descriptor": [lambda: int.__add__],
    "property": [
        lambda: property(make("r", ("call",)), make("s", ("call",)), make("t", ("call",)))
    ],
    "classmethod": [lambda: classmethod(make("r", ("call", "get"))), lambda: classmethod(abs)],
    "staticmethod": [lambda: staticmethod(make("r", ("call", "get")))],
    "super": [lambda: super(bool, True)],
    "mappingproxy": [lambda: type("T", (), {"x": key("r")}).__dict__],
    "cell": [lambda: (lambda a: lambda: a)(key("r")).__closure__[0]],
}


def kinds(result):
    """The type of a result, and of the items of a tuple or list."""
    name = type(result).__name__
    if type(result) not in (tuple, list):
        return name
    return f"{name} of {' '.join([type(item).__name__ for item in result])}"


def record(label, work):
    LOG.clear()
    LOGGERS.clear()
    try:
        result = kinds(work())
    except Exception as error:
        result = type(error).__name__
    OUT.append(f"{label}: {' '.join(LOG)} -> {result}")


MAIN = (
    "full",
    "equal",
    "key",
    "iterator",
    "of-keys",
    "list-of-logs",
    "dict-of-keys",
    "set-of-keys",
    "number",
    "raises-eq",
    "raises-hash",
    "bad-index",
)
"""The profiles for all receivers but the first."""


def argument(name, profile):
    return PROFILES[profile]() if name == "?" else SIMPLE[name]()


def row(label, callee, owner, arguments, keywords):
    """All calls of a row; `callee` is a name of a method of `owner`, or a function."""
    varied = "?" in arguments or "?" in keywords.values()
    receivers = RECEIVERS[owner] if owner else [None]
    for number in range(len(receivers)):
        for profile in (PROFILES if not number else MAIN) if varied else ["full"]:

            def work():
                given = [argument(name, profile) for name in arguments]
                named = {name: argument(kind, profile) for name, kind in keywords.items()}
                if not owner:
                    return callee(*given, **named)
                receiver = receivers[number]()
                return getattr(type(RECEIVERS[owner][0]()), callee)(receiver, *given, **named)

            record(f"{label}#{number} {profile}", work)


def operator_row(label, function, operands):
    """An operator with each object on the left and on the right of simple operands."""
    for profile in PROFILES:
        if operands == 1:
            record(f"{label} {profile}", lambda: function(PROFILES[profile]()))
            continue
        for kind in ("int", "str", "list"):
            record(
                f"{label} {profile},{kind}", lambda: function(PROFILES[profile](), SIMPLE[kind]())
            )
            record(
                f"{label} {kind},{profile}", lambda: function(SIMPLE[kind](), PROFILES[profile]())
            )
        if profile not in MAIN and not profile.startswith(("raises-eq", "bad-", "no-", "type-")):
            continue
        for owner in ("list", "dict", "set", "tuple"):
            record(
                f"{label} {owner},{profile}",
                lambda: function(RECEIVERS[owner][0](), PROFILES[profile]()),
            )
        record(f"{label} {profile},other", lambda: function(PROFILES[profile](), make("o", FULL)))
