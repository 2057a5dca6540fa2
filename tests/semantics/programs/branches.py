"""Programs that reach branches of the machine which no other program reaches."""


def operators_that_decline():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class N:
        def __add__(self, other):
            return NotImplemented

        def __iadd__(self, other):
            return NotImplemented

        def __radd__(self, other):
            return NotImplemented

        def __lt__(self, other):
            return NotImplemented

        def __gt__(self, other):
            return NotImplemented

    class Sub(N):
        def __radd__(self, other):
            return NotImplemented

        def __gt__(self, other):
            return NotImplemented

    class Only:
        def __gt__(self, other):
            return "reflected"

        def __iadd__(self, other):
            return NotImplemented

        def __add__(self, other):
            return "forward"

    def inplace(a, b):
        a += b
        return a

    class L(list):
        def __iadd__(self, other):
            return NotImplemented

    n, s, o = N(), Sub(), Only()
    return [
        t(lambda: n + s), t(lambda: n + n), t(lambda: inplace(n, s)), t(lambda: inplace(n, 1)),
        t(lambda: inplace(o, 1)), t(lambda: n < s), t(lambda: n < o), t(lambda: 1 < o),
        t(lambda: object() < o), t(lambda: n < 1), t(lambda: inplace([1], 5)),
        t(lambda: inplace(L([1]), 5)), t(lambda: inplace(L([1]), (5,))), t(lambda: 1 @ 2),
        t(lambda: inplace((1,), [2])), t(lambda: b"a" + b"b"), t(lambda: True @ False),
        t(lambda: "a".join < "b".join), t(lambda: "a".join == 3), t(lambda: [].append == [].append),
        t(lambda: len == [].append), t(lambda: "a".join != "a".join),
    ]  # fmt: skip


def tuples_compared_at_their_ends():
    class Shrinking:
        def __init__(self, owner):
            self.owner = owner

        def __eq__(self, other):
            self.owner.clear()
            return False

        def __lt__(self, other):
            return "less"

    one, two = [], []
    one += [1, Shrinking(one)]
    two += [1, 5, 6]
    found = [one < two, one, two]
    three = []
    three += [Shrinking(three), 1]
    found.append(three >= [0])
    return [len(each) if isinstance(each, list) else each for each in found]


def names_of_classes_and_callables():
    class Odd:
        __module__ = "elsewhere"

    class Plain:
        def __call__(self, *args, **kwargs):
            return args, kwargs

        def method(self):
            return 1

    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    return [
        repr(type("".join)), repr(type("".__add__)), repr(type(str.join)), repr(type(str.__add__)),
        repr(type(Plain().method)), repr(Odd), t(lambda: [] @ Odd()), t(lambda: Odd()()),
        t(lambda: len(*[[1]], **{"a": 1})),
        t(lambda: Plain().method(**{"a": 1}, **{"a": 2})), t(lambda: "".join(**{"a": 1}, **{"a": 2})),
        t(lambda: Odd(**{"a": 1}, **{"a": 2})),
        t(lambda: "".join(*5)), t(lambda: Plain().method(*5)),
        t(lambda: max(**5)), t(lambda: [].sort(*5)), t(lambda: Odd(**5)),
    ]  # fmt: skip


def calls_through_other_callables():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class Static:
        @staticmethod
        def __call__(*args):
            return "static", args

    class ByClass:
        @classmethod
        def __call__(cls, *args):
            return cls.__name__, args

    class Native:
        __call__ = len

    class Start:
        @staticmethod
        def __init__(*args):
            Start.seen = len(args)

    class StartByClass:
        @classmethod
        def __init__(cls, *args):
            cls.seen = args

    class Meta(type):
        __call__ = len

    class Made(metaclass=Meta):
        pass

    class Meta2(type):
        @staticmethod
        def __call__(*args):
            return "made", args

    class Made2(metaclass=Meta2):
        pass

    class NotStatic:
        def __new__(cls, *args):
            return [cls.__name__, *args]

    class NewOfNative(int):
        __new__ = int.__new__

    function = staticmethod(lambda *args: args)
    return [
        t(lambda: Static()(1)), t(lambda: ByClass()(1)), t(lambda: Native()([1, 2])),
        t(lambda: Chain()()), (Start(1), Start.seen)[1], (StartByClass(1), StartByClass.seen)[1],
        t(lambda: Made([1])), t(lambda: Made2(1)), NotStatic(1), t(lambda: NewOfNative(NewOfNative, 3)),
        function(1, 2), t(lambda: staticmethod(5)(1)),
    ]  # fmt: skip


def classes_with_faults():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e), getattr(e, "__notes__", None)

    def class_of_slots(slots):
        class C:
            __slots__ = slots

        return [hasattr(C, name) for name in ("one", "x", "y", "p", "q")], hasattr(C(), "__dict__")

    class SlotA:
        __slots__ = ("a",)

    class SlotB:
        __slots__ = ("b",)

    class NoCell(type):
        def __new__(meta, name, bases, names):
            names.pop("__classcell__", None)
            return type.__new__(meta, name, bases, names)

    class OtherCell(type):
        def __new__(meta, name, bases, names):
            type.__new__(meta, name, bases, dict(names))
            return type("Replaced", (), {})

    def without_cell(meta):
        class C(metaclass=meta):
            def f(self):
                return __class__

        return C

    class Entries:
        def __init__(self, entries):
            self.entries = entries

        def __mro_entries__(self, bases):
            return self.entries

    def from_entries(entries):
        class C(Entries(entries)):
            pass

        return [each.__name__ for each in C.__mro__]

    class Namer:
        def __set_name__(self, owner, name):
            error = ValueError("named")
            error.__notes__ = "no list"
            raise error

    class Namer2:
        def __set_name__(self, owner, name):
            error = ValueError("named")
            error.add_note("before")
            raise error

    class Preparing(type):
        @classmethod
        def __prepare__(meta, name, bases):
            return 5

    def prepared():
        class C(metaclass=Preparing):
            pass

    class MetaA(type):
        pass

    class MetaB(MetaA):
        pass

    class A(metaclass=MetaA):
        pass

    class B(metaclass=MetaB):
        pass

    class Both(A, B):
        pass

    return [
        class_of_slots("one"), class_of_slots(["x", "y"]), t(lambda: class_of_slots({"x": 1, "y": 2})),
        t(lambda: class_of_slots(5)), t(lambda: class_of_slots((5,))), t(lambda: class_of_slots(["a b"])),
        class_of_slots(("__dict__", "x")), t(lambda: class_of_slots(x for x in ("p", "q"))),
        t(lambda: type("X", (SlotA, SlotB), {}).__name__), t(lambda: type("X", (5,), {})),
        t(lambda: type("X", (), {"__classcell__": 5})), t(lambda: without_cell(NoCell)),
        t(lambda: from_entries([int])), from_entries((int,)), from_entries(()),
        t(lambda: type("X", (), {"n": Namer()})), t(lambda: type("X", (), {"n": Namer2()})),
        t(prepared), type(Both).__name__, t(lambda: type("X", (), {"__qualname__": 5})),
    ]  # fmt: skip


def mangled_names():
    class __:
        def __f(self):
            return 1

    class _A__:
        __x = 1
        __y__ = 2

    return [hasattr(_A__, "_A____x"), hasattr(_A__, "__y__"), hasattr(_A__, "__x"), hasattr(__, "__f"),
            hasattr(__, "___f")]  # fmt: skip


def length_hints():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class It:
        def __init__(self, n):
            self.n = n

        def __iter__(self):
            return self

        def __next__(self):
            self.n -= 1
            if self.n < 0:
                raise StopIteration
            return self.n

    def hinted(hint, length=None):
        names = {"__length_hint__": hint}
        if length is not None:
            names["__len__"] = length
        return type("H", (It,), names)(2)

    def fail(error):
        def f(self):
            raise error

        return f

    class NativeHint(It):
        __length_hint__ = len

    hints = [lambda self: 3, lambda self: NotImplemented, lambda self: -1, lambda self: "x",
             lambda self: True, fail(TypeError("h")), fail(ValueError("h")), fail(KeyError("h"))]  # fmt: skip
    found = [t(lambda h=h: list(hinted(h))) for h in hints]
    lengths = [lambda self: 1, lambda self: -1, lambda self: "x", fail(TypeError("l")),
               fail(ValueError("l")), lambda self: True]  # fmt: skip
    found += [t(lambda n=n: list(hinted(lambda self: 2, n))) for n in lengths]
    found += [t(lambda n=n: [*hinted(lambda self: -5, n)]) for n in lengths]
    found.append(t(lambda: list(It(2))))

    class E(Exception):
        def __iter__(self):
            return iter(self.args)

        def __length_hint__(self):
            return -1

    found.append(t(lambda: list(E(1, 2))))
    return found


def iterators_used_up():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    found = []
    calls = []

    def once():
        calls.append(1)
        if len(calls) == 2:
            raise StopIteration("s")
        return len(calls)

    it = iter(once, 9)
    found += [next(it, "end") for _ in range(4)]

    def fails():
        raise KeyError("k")

    found.append(t(lambda: next(iter(fails, 1))))

    def nested():
        inner = iter(lambda: next(box[0], 7), 7)
        return inner

    box = []

    class Items:
        def __getitem__(self, index):
            if index == 1:
                raise StopIteration
            if index == 5:
                raise KeyError("five")
            return index

    it = iter(Items())
    found += [next(it, "end") for _ in range(3)]

    class Reversed(Items):
        def __len__(self):
            return 7

    it = reversed(Reversed())
    found += [t(lambda: next(it, "end")) for _ in range(4)]
    items = [1, 2, 3]
    it = reversed(items)
    items.clear()
    found += [next(it, "end") for _ in range(2)]
    it = reversed(bytearray(b"ab"))
    found += [next(it, "end") for _ in range(3)]
    it = iter({1: 2})
    found += [next(it, "end") for _ in range(3)]
    table = {1: 1, 2: 2}
    it = iter(table)
    next(it)
    table[3] = 3
    found += [t(lambda: next(it, "end")) for _ in range(2)]
    found.append(t(lambda: list(map(lambda a, b: a + b, [1, 2], [3, 4], strict=True))))
    found.append(t(lambda: list(map(lambda a, b: a + b, [1], [3, 4], strict=True))))
    found.append(t(lambda: list(map(lambda a, b: a + b, [1, 2], [3], strict=True))))
    proxy = type("P", (), {"x": 1}).__dict__
    found.append((len(proxy) > 0, bool(proxy), proxy["x"], t(lambda: proxy["nothing"])))
    found.append((bool({}.keys()), bool({1: 1}.items()), bool({1: 1}.values()), bool({}.values())))
    found.append("x" in proxy)
    return found


def a_stop_with_another_value():
    class It:
        def __iter__(self):
            return self

        def __next__(self):
            error = StopIteration(1)
            error.args = (5, 6)
            raise error

    def delegate():
        return (yield from It())

    def value():
        try:
            next(delegate())
        except StopIteration as stop:
            return stop.value, stop.args

    return value()


def generators_thrown_into():
    def t(f):
        try:
            return f()
        except BaseException as e:
            return type(e).__name__, str(e)

    class Delegate:
        def __iter__(self):
            return self

        def __next__(self):
            return 1

    class Closing(Delegate):
        closed = 0

        def close(self):
            Closing.closed += 1

        def throw(self, error):
            raise StopIteration("thrown")

    class FailingClose(Delegate):
        def close(self):
            raise KeyError("close")

    class Throwing(Delegate):
        def throw(self, error):
            if isinstance(error, ValueError):
                return "answered"
            raise IndexError("from throw")

    def outer(delegate):
        try:
            got = yield from delegate
        except LookupError as e:
            yield ("caught", type(e).__name__, str(e))
        else:
            yield ("returned", got)

    alive = []

    def started(delegate):
        generator = outer(delegate)
        next(generator)
        alive.append(generator)
        return generator

    found = [
        t(lambda: started(Delegate()).throw(KeyError("x"))),
        t(lambda: started(Delegate()).close()),
        t(lambda: started(Closing()).close()),
        Closing.closed,
        t(lambda: started(Closing()).throw(ValueError("v"))),
        t(lambda: started(FailingClose()).close()),
        t(lambda: started(Throwing()).throw(ValueError("v"))),
        t(lambda: started(Throwing()).throw(TypeError("v"))),
    ]

    def itself():
        yield t(lambda: me.throw(ValueError("v")))
        yield t(lambda: me.close())
        yield t(lambda: next(me))

    me = itself()
    found += [next(me), next(me), next(me)]

    def inner():
        try:
            yield 1
        except ValueError:
            return "inner"

    def ignoring():
        try:
            yield 1
        except GeneratorExit:
            yield 2

    def failing():
        try:
            yield 1
        finally:
            raise KeyError("leaving")

    def stopping():
        try:
            yield 1
        except GeneratorExit:
            raise StopIteration

    for make in (ignoring, failing, stopping):
        g = make()
        alive.append(g)
        next(g)
        found.append(t(lambda g=g: g.close()))
    found.append(t(lambda: started(inner()).throw(ValueError("v"))))
    g = outer(inner())
    found.append(t(lambda: g.throw(KeyError("never started"))))
    found.append(t(lambda: next(g)))

    class Sending:
        def __iter__(self):
            return self

        def __next__(self):
            return 1

    found.append(t(lambda: started(Sending()).send(5)))

    class SendStops(Sending):
        def send(self, value):
            raise StopIteration(("sent", value))

    found.append(t(lambda: started(SendStops()).send(5)))
    alive.append(me)
    for generator in alive:
        found.append(t(lambda: generator.close()))
    return found


def groups_with_notes():
    group = ExceptionGroup("g", [ValueError(1), KeyError(2)])
    group.add_note("one")
    match, rest = group.split(ValueError)
    match.add_note("two")
    return group.__notes__, match.__notes__, rest.__notes__


def indices_by_methods():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class I:
        def __init__(self, value):
            self.value = value

        def __index__(self):
            return self.value

    class Int(int):
        def __index__(self):
            return 1

    class Plain(int):
        pass

    class Len:
        def __init__(self, value):
            self.value = value

        def __len__(self):
            return self.value

    items = [10, 20, 30]
    return [
        t(lambda: items[I(1)]), t(lambda: items[Int(2)]), t(lambda: items[Plain(2)]),
        t(lambda: items[I("x")]), t(lambda: items[I(Plain(1))]), t(lambda: items[I(1) : I(3)]),
        t(lambda: "abc"[I(1)]), t(lambda: (1, 2, 3)[I(0) : Int(2)]), t(lambda: len(Len(Plain(3)))),
        t(lambda: bool(Len(Plain(0)))), t(lambda: range(I(3))[I(1)]), t(lambda: [0] * I(2)),
        t(lambda: b"abc"[I(1) : I(2)]), t(lambda: bytearray(b"abc")[I(1)]), t(lambda: bool(Plain(0))),
        t(lambda: range(1 << 70)[I(1 << 65)]), t(lambda: items[I(1 << 70)]), t(lambda: "abc"[1 << 70]),
    ]  # fmt: skip


def namespaces_of_metaclasses():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class Logged(dict):
        def __getitem__(self, key):
            if key == "fails":
                raise ValueError("getitem")
            log.append(("get", key))
            return dict.__getitem__(self, key)

        def __setitem__(self, key, value):
            log.append(("set", key))
            dict.__setitem__(self, key, value)

    class Missing(dict):
        def __missing__(self, key):
            if key.startswith("__"):
                raise KeyError(key)
            return "missing " + key

    class Plain(dict):
        pass

    class Meta(type):
        @classmethod
        def __prepare__(meta, name, bases, space):
            return space

        def __new__(meta, name, bases, names, space):
            return type.__new__(meta, name, bases, dict(names))

        def __init__(cls, name, bases, names, space):
            pass

    log = []

    def body(space):
        class C(metaclass=Meta, space=space):
            x = 1
            y = x
            z = len
            w = [x for _ in range(1)] if False else None
            del x
            found = sorted(space) if False else y

        return C.y, C.found

    def deleted(space):
        class C(metaclass=Meta, space=space):
            del nothing

    def undefined(space):
        class C(metaclass=Meta, space=space):
            x = nothing

        return C.x

    def failing(space):
        class C(metaclass=Meta, space=space):
            x = fails

    def cells(space, nothing):
        class C(metaclass=Meta, space=space):
            x = nothing

        return C.x

    return [
        t(lambda: body(Logged())), log[:12], t(lambda: body(Plain())), t(lambda: body(Missing())),
        t(lambda: deleted(Plain())), t(lambda: deleted({})), t(lambda: undefined(Plain())),
        t(lambda: undefined(Missing())), t(lambda: undefined(Logged())), t(lambda: failing(Logged())),
        t(lambda: cells(Logged(), 1)), t(lambda: cells(Missing(), 1)), t(lambda: cells(Plain(), 1)),
    ]  # fmt: skip


def annotated_bodies():
    class C:
        x: int = 1
        y: str

    class D(C):
        z: C

    return sorted(C.__annotations__), sorted(D.__annotations__), D.__annotations__["z"] is C


def attributes_refused():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class Getter:
        def __get__(self, obj, cls):
            return "got", obj is None, cls.__name__

    class OnlySet:
        def __set__(self, obj, value):
            log.append(value)

    class OnlyDelete:
        def __delete__(self, obj):
            log.append("deleted")

    log = []

    class C:
        get = Getter()
        put = OnlySet()
        gone = OnlyDelete()
        plain = property(lambda self: 1)

        def method(self):
            return 1

    class Slots:
        __slots__ = ("a",)

    class Sub(C):
        def look(self):
            return (super().get, super().method(), super().__class__.__name__,
                    t(lambda: super(Sub, self).nothing), super().__thisclass__.__name__,
                    super().__self__ is self)  # fmt: skip

    class E(Exception):
        pass

    c = C()

    def put(obj, name, value):
        setattr(obj, name, value)
        return "ok"

    return [
        c.get, C.get, put(c, "put", 5), t(lambda: delattr(c, "put")), t(lambda: delattr(c, "gone")),
        t(lambda: put(c, "gone", 1)), t(lambda: put(c, "plain", 1)), t(lambda: delattr(c, "plain")),
        log, t(lambda: Slots().a), t(lambda: put(Slots(), "b", 1)), Sub().look(),
        t(lambda: delattr(C, "nothing")), t(lambda: put(5, "real", 1)), t(lambda: put([], "append", 1)),
        t(lambda: delattr([], "append")), t(lambda: put([], "nothing", 1)), t(lambda: put(len, "x", 1)),
        t(lambda: put(E(), "args", 5)), t(lambda: delattr(E(), "args")), t(lambda: put(E(), "x", 5)),
        t(lambda: put(C, "__name__", 5)), t(lambda: put(int, "x", 5)), t(lambda: delattr(int, "x")),
        t(lambda: super(Sub).look), t(lambda: (lambda: 1).nothing), t(lambda: len.nothing),
        t(lambda: put(object(), "x", 1)), t(lambda: put(c.method, "x", 1)),
    ]  # fmt: skip


def managers_by_other_means():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class Getting:
        def __get__(self, obj, cls):
            return lambda *args: "entered"

    class Dynamic:
        __enter__ = Getting()
        __exit__ = Getting()

    class Async:
        async def __aenter__(self):
            pass

        async def __aexit__(self, *args):
            pass

    class Native:
        __enter__ = len
        __exit__ = print

        def __len__(self):
            return 3

    class ExitNative:
        def __enter__(self):
            return self

        __exit__ = staticmethod(max)

    def use(manager):
        with manager as value:
            found = value
        return found

    def failing(manager):
        with manager:
            raise KeyError("inside")
        return "suppressed"

    class Static:
        @staticmethod
        def __enter__():
            return 1

        @staticmethod
        def __exit__(*args):
            return len(args) == 3

    return [t(lambda: use(Dynamic())), t(lambda: failing(Dynamic())), t(lambda: use(5)),
            t(lambda: use(Static())), t(lambda: failing(Static())), t(lambda: use(Native()))]  # fmt: skip


def matching_by_other_means():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class D(dict):
        pass

    class Getter(dict):
        def get(self, key, default=None):
            return default if key == "hidden" else ("got", dict.get(self, key, default))

    class Args:
        @property
        def a(self):
            raise ValueError("a")

        __match_args__ = ("a",)

    class MetaArgs(type):
        @property
        def __match_args__(cls):
            raise KeyError("match args")

    class Meta(metaclass=MetaArgs):
        pass

    class Few:
        __match_args__ = ("a", "b")
        a = 1

    class Wrong:
        __match_args__ = [1]

    class WrongName:
        __match_args__ = (1,)

    def by_mapping(subject):
        match subject:
            case {"x": x, "hidden": hidden}:
                return "both", x, hidden
            case {"x": x, **rest}:
                return "x", x, rest
            case _:
                return "none"

    def by_class(subject, cls):
        match subject:
            case cls(a, b):
                return "two", a, b
            case cls(a):
                return "one", a
            case cls():
                return "no"
        return "none"

    return [
        by_mapping(D(x=1, hidden=2)), by_mapping(Getter(x=1, hidden=2)), by_mapping(D(x=1)),
        by_mapping(Getter(x=1)), by_mapping(type("P", (), {"x": 1, "hidden": 2}).__dict__),
        t(lambda: by_class(Args(), Args)), t(lambda: by_class(Meta(), Meta)),
        t(lambda: by_class(Few(), Few)), t(lambda: by_class(Wrong(), Wrong)),
        t(lambda: by_class(WrongName(), WrongName)), t(lambda: by_class(5, int)),
        t(lambda: by_class(5, 5)),
    ]  # fmt: skip


def truth_of_comparisons():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class Truth:
        def __init__(self, value):
            self.value = value

        def __bool__(self):
            if self.value is None:
                raise ValueError("bool")
            return self.value

    class Compared:
        def __init__(self, answer):
            self.answer = answer

        def __lt__(self, other):
            return self.answer

        def __contains__(self, item):
            return self.answer

    answers = [Truth(True), Truth(False), Truth(None), Truth(3), 0, "x", [], None]
    found = []
    for answer in answers:
        c = Compared(answer)
        found.append(t(lambda c=c: "yes" if c < 1 else "no"))
        found.append(t(lambda c=c: "yes" if 1 in c else "no"))
        found.append(t(lambda c=c: not c < 1))
    return found


def containment_by_other_means():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class NotContained:
        __contains__ = None

    class Iterated:
        def __iter__(self):
            raise KeyError("iter")

    class Failing:
        def __getitem__(self, index):
            raise ValueError("item")

    class Items:
        def __getitem__(self, index):
            return [5, 6, 7][index]

    def unpack(x):
        a, b = x
        return a, b

    class Half:
        def __iter__(self):
            yield 1
            raise ValueError("half")

    class NoIter:
        __iter__ = None

    class Get:
        def __getitem__(self, index):
            if index > 2:
                raise IndexError
            return index

    return [
        t(lambda: 1 in NotContained()), t(lambda: 1 in Iterated()), t(lambda: 1 in Failing()),
        t(lambda: 6 in Items()), t(lambda: 9 in Items()), t(lambda: 1 in 5), t(lambda: 1 in NoIter()),
        t(lambda: unpack(Get())), t(lambda: unpack(Half())), t(lambda: unpack({1, 2, 3})),
        t(lambda: unpack({1: 2})), t(lambda: unpack(NoIter())), t(lambda: unpack(5)),
        t(lambda: unpack("abc")), t(lambda: unpack(range(3))), t(lambda: unpack({1: 1, 2: 2, 3: 3})),
    ]  # fmt: skip


def suggestions_of_keywords():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    def f(alpha=1, beta=2, gamma=3, alphabet=4):
        return alpha

    return [t(lambda: f(alphq=1)), t(lambda: f(Beta=1)), t(lambda: f(nothing=1)),
            t(lambda: f(**{"a" * 50: 1})), t(lambda: f(alphabe=1)), t(lambda: f(gama=1)),
            t(lambda: f(**{"x" * 41: 1, "y": 2})), t(lambda: f(ALPHA=1)), t(lambda: f(betta=1))]  # fmt: skip


def formats_by_subclasses():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class S(str):
        pass

    class I(int):
        pass

    class F(float):
        pass

    class Formatted:
        def __init__(self, answer):
            self.answer = answer

        def __format__(self, spec):
            return self.answer

        def __str__(self):
            return self.answer

        def __repr__(self):
            return self.answer

    return [
        t(lambda: f"{S('ab'):>5}"), t(lambda: f"{I(7):04}"), t(lambda: f"{F(1.5):.2f}"),
        t(lambda: f"{Formatted(S('sub')):x}." + ""), t(lambda: f"{Formatted(5)}"), t(lambda: f"{Formatted(5)!r}"),
        t(lambda: f"{Formatted(5)!s}"), t(lambda: f"{Formatted(S('s'))!s}"), t(lambda: format(S("x"))),
        t(lambda: format(I(5), "x")), t(lambda: str(Formatted(S("q"))) + "."), t(lambda: repr([Formatted(S("r"))])),
        t(lambda: f"{S('ab')!a}"), t(lambda: f"{None:5}"), t(lambda: f"{[]:5}"),
    ]  # fmt: skip


def large_repetitions():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class L(list):
        pass

    return [
        t(lambda: "" * (1 << 70)), t(lambda: [0] * -(1 << 70)),
        t(lambda: len(L([1]) * 3)), t(lambda: type(L([1]) * 2).__name__), t(lambda: "ab" * True),
    ]  # fmt: skip


def merged_keywords():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class Keys:
        def __init__(self, keys):
            self.names = keys

        def keys(self):
            return self.names

        def __getitem__(self, key):
            return key

    class D(dict):
        def keys(self):
            return ["only"]

        def __getitem__(self, key):
            return "item"

    class NoKeys:
        pass

    def f(**kwargs):
        return kwargs

    proxy = type("P", (), {"x": 1}).__dict__
    return [
        t(lambda: f(**Keys(["a", "b"]))), t(lambda: f(**Keys([1]))), t(lambda: f(**Keys(5))),
        t(lambda: f(**D(a=1))), t(lambda: f(**NoKeys())), t(lambda: {**Keys(("p",)), **D(z=1)}),
        t(lambda: {**Keys(5)}), f(**proxy)["x"], t(lambda: {**NoKeys()}),
        t(lambda: f(**{"a": 1}, **{1: 2})), t(lambda: f(**Keys("xy"))), t(lambda: dict(Keys(["k"]))),
    ]  # fmt: skip


def isinstance_of_claims():
    class Claim:
        __class__ = int

    class Bases:
        __bases__ = (int,)

    class M(type):
        def __instancecheck__(cls, value):
            return "yes"

        def __subclasscheck__(cls, other):
            return ""

    class Checked(metaclass=M):
        pass

    return [
        isinstance(Claim(), int), isinstance(Claim(), Claim), isinstance(Claim(), (str, int)),
        isinstance(5, Checked), issubclass(int, Checked), isinstance(True, bool),
        isinstance(int, type), isinstance(ValueError(), Exception), issubclass(bool, (str, int)),
    ]  # fmt: skip


def subclass_items():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class D(dict):
        pass

    class M(dict):
        def __missing__(self, key):
            return "missing", key

    class L(list):
        pass

    class Key:
        def __hash__(self):
            return 5

        def __eq__(self, other):
            return isinstance(other, Key)

    key = Key()
    d, m = D(), M()
    d[1], d[key], m[key] = 2, 3, 4
    items = L([1, 2, 3])

    class Index:
        def __index__(self):
            return 1

    return [
        d[1], t(lambda: d[2]), d[Key()], m[9], m[Key()], items[Index()], items[Index() :],
        t(lambda: items["x"]), t(lambda: "abc"["x"]), t(lambda: (1, 2)["x"]), "abc"[Index() :],
        t(lambda: d[[]]), t(lambda: range(9)[Index() :]),
    ]  # fmt: skip


def changed_iterators_in_for():
    class It:
        def __init__(self):
            self.n = 0

        def __iter__(self):
            return self

        def __next__(self):
            self.n += 1
            if self.n > 3:
                raise StopIteration("value")
            return self.n

    total = 0
    for x in range(1 << 70, (1 << 70) + 3):
        total += x
    return total - 3 * (1 << 70), [x for x in It()], [*iter(It().__next__, 2)]


def excepts_and_unwinding():
    def t(f):
        try:
            return f()
        except BaseException as e:
            context = e.__context__
            return type(e).__name__, str(e), type(context).__name__

    class Exit:
        def __init__(self, answer):
            self.answer = answer

        def __enter__(self):
            return self

        def __exit__(self, *args):
            return self.answer

    def with_native_exit():
        class M:
            def __enter__(self):
                return 1

            __exit__ = staticmethod(lambda *args: True)

        with M():
            raise ValueError("gone")
        return "suppressed"

    def caught_wrongly(what):
        try:
            raise ValueError("x")
        except what:
            return "caught"

    def group_wrongly(what):
        try:
            raise ValueError("x")
        except* what:
            pass
        return "caught"

    return [
        t(with_native_exit), t(lambda: caught_wrongly(5)), t(lambda: caught_wrongly((KeyError, 5))),
        t(lambda: caught_wrongly((ValueError, 5))), t(lambda: caught_wrongly(())),
        t(lambda: group_wrongly(ValueError)), t(lambda: group_wrongly(ExceptionGroup)),
        t(lambda: group_wrongly((KeyError, ValueError))), t(lambda: group_wrongly(5)),
    ]  # fmt: skip


def recursion_of_callables():
    class Chain:
        pass

    Chain.__call__ = Chain()
    try:
        Chain()()
    except RecursionError:
        return "RecursionError"


def dicts_changed_while_iterated():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    def asked(table, it, change, times=4):
        found = [next(it)]
        change(table)
        return found + [t(lambda: next(it, "end")) for _ in range(times)]

    def replace(table):
        del table[1]
        table[9] = 9

    def replace_later(table):
        del table[3]
        table[9] = 9

    def last(table):
        del table[2]
        table[9] = 9

    def add(table):
        table[7] = 7

    def make():
        return {1: 1, 2: 2, 3: 3}

    found = []
    for change in (replace, replace_later, last, add):
        table = make()
        found.append(asked(table, iter(table), change))
        table = make()
        found.append(asked(table, iter(table.items()), change))
        table = make()
        found.append(asked(table, iter(table.values()), change))
        table = make()
        found.append(asked(table, reversed(table), change))
    return found


def operators_of_other_kinds():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    a, b, one, true = b"a", b"b", 1, True
    return [a + b, t(lambda: one @ true), t(lambda: true @ true), t(lambda: one @ 1.5), t(lambda: a + "x")]


def classes_made_by_hand():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class Plain:
        def __call__(self, *args, **kwargs):
            return args

    class NewLater:
        pass

    NewLater.__new__ = lambda cls, *args: ("new", args)

    class OtherCell(type):
        def __new__(meta, name, bases, names):
            type.__new__(meta, name, bases, dict(names))
            return type("Replaced", (), {})

    class NotAClass(type):
        def __new__(meta, name, bases, names):
            type.__new__(meta, name, bases, dict(names))
            return 5

    def with_cell(meta):
        class C(metaclass=meta):
            def f(self):
                return __class__

        return C

    class __:
        __slots__ = ("__x", "y")

    def keywords(f):
        try:
            f()
        except TypeError as e:
            return type(e).__name__
        return "none"

    underscored = __()
    underscored.__x = 5
    return [
        NewLater(1), t(lambda: type("X", (object(),), {})), t(lambda: with_cell(OtherCell)),
        t(lambda: with_cell(NotAClass)), underscored.__x, keywords(lambda: Plain()(**{"a": 1}, **{"a": 2})),
        keywords(lambda: Plain()(*5)), keywords(lambda: Plain()(**5)),
    ]  # fmt: skip


def errors_of_classes_elsewhere():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class Odd:
        __module__ = "elsewhere"
        __slots__ = ("slot",)
        __hash__ = None
        p = property()

    class Numbered:
        __module__ = 5
        __hash__ = None

    odd = Odd()
    return [t(lambda: {odd: 1}), t(lambda: {Numbered()}), t(lambda: odd.p), t(lambda: odd.slot),
            t(lambda: setattr(odd, "p", 1)), t(lambda: delattr(odd, "slot"))]  # fmt: skip


def items_of_odd_iterators():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class Items:
        def __getitem__(self, index):
            if index == 1:
                raise KeyError("one")
            return index

    class Lying:
        def __init__(self, first):
            self.first = first

        def __iter__(self):
            return self.first

    class Changing:
        def __iter__(self):
            return self

        def __next__(self):
            del Changing.__next__
            return 1

    calls = []

    def call():
        calls.append(1)
        if len(calls) == 1:
            return next(box[0], "inner")
        raise StopIteration

    box = []
    box.append(iter(call, 9))
    proxy = type("P", (), {"x": 1}).__dict__

    def unpack(x):
        a, b = x
        return a, b

    def loop(x):
        return [each for each in x]

    return [
        t(lambda: loop(Items())), t(lambda: loop(Lying(5))), t(lambda: loop(Changing())),
        t(lambda: next(box[0], "end")), t(lambda: next(box[0], "end")), isinstance(next(iter(proxy)), str),
        t(lambda: unpack(iter([1, 2, 3]))),
        t(lambda: unpack(map(abs, [1, 2, 3]))), t(lambda: unpack(zip([1, 2, 3]))),
        t(lambda: len(range(1 << 20))), bool({1: 1}.keys()), bool({}.items()),
    ]  # fmt: skip


def managers_without_methods():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class Async:
        def __aenter__(self):
            pass

        def __aexit__(self, *args):
            pass

    class Half:
        def __enter__(self):
            pass

        def __aexit__(self, *args):
            pass

    class Native(list):
        __enter__ = list.copy
        __exit__ = dict.get

    class Native2(dict):
        __enter__ = dict.copy

        @staticmethod
        def __exit__(*args):
            return True

    class Native3(dict):
        __enter__ = dict.copy
        __exit__ = dict.update

    class Native4(dict):
        __enter__ = dict.copy
        __exit__ = dict.__contains__

    def use(manager):
        with manager:
            raise KeyError("inside")
        return "suppressed"

    return [t(lambda: use(Async())), t(lambda: use(Half())), t(lambda: use(Native())),
            t(lambda: use(Native2())), t(lambda: use(Native3())), t(lambda: use(Native4()))]  # fmt: skip


def truth_of_payloads():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class I(int):
        pass

    class L(list):
        pass

    class D(dict):
        pass

    class F(frozenset):
        pass

    class S(str):
        pass

    class B(bytes):
        pass

    class A(bytearray):
        pass

    class C(float):
        pass

    class T(tuple):
        pass

    return [[bool(cls()) for cls in (I, L, D, F, S, B, A, C, T)],
            [bool(I(1)), bool(L([1])), bool(C(0.5)), bool(T((0,))), bool(A(b"a")), not S("")],
            [1 if x else 0 for x in (I(0), L(), D(), S("a"))]]  # fmt: skip


def supers_of_other_kinds():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class A:
        value = 1

        def method(self):
            return "A"

    def shadowed():
        def super(*args):
            return A()

        class B(A):
            def look(self):
                __class__
                return super().value, super().method()

        return B().look()

    class C(A):
        def plain(self):
            made = super()
            return made.method(), made.__class__.__name__, super().__class__.__name__

        def mapped(self):
            return [type(each).__name__ for each in map(super, [C], [self])]

        def inside(self):
            return t(lambda: super().method())

        @staticmethod
        def static():
            return t(lambda: super().method())

        def deleted(self):
            del self
            return super().method()

    return [t(shadowed), C().plain(), C().mapped(), C().inside(), C.static(), t(lambda: C().deleted())]


def recursion_of_static_methods():
    made = len
    for _ in range(2_000):
        made = staticmethod(made)
    try:
        made([])
    except RecursionError:
        return "RecursionError"
    return "deep"


def names_that_are_too_far():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    def f(same=1, **kwargs):
        return kwargs

    def many(a1=0, a2=0, a3=0, ab=0, abc=0, abcd=0, abcde=0):
        return a1

    class C:
        pass

    return [t(lambda: many(abcdf=1)), t(lambda: many(abd=1)), t(lambda: many(A1=1)), t(lambda: many(b=1)),
            t(lambda: many(abcdefgh=1)), t(lambda: many(zzz=1))]  # fmt: skip


def namespaces_that_delete():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e), type(e.__context__).__name__

    class Deleting(dict):
        def __delitem__(self, key):
            log.append(key)
            if key == "second":
                raise ValueError("delete")
            dict.__delitem__(self, key)

    class Custom:
        def __init__(self):
            self.names = {}

        def __getitem__(self, key):
            return self.names[key]

        def __setitem__(self, key, value):
            self.names[key] = value

        def __delitem__(self, key):
            log.append(("custom", key))
            del self.names[key]

    class Meta(type):
        @classmethod
        def __prepare__(meta, name, bases, space):
            return space

        def __new__(meta, name, bases, names, space):
            return type.__new__(meta, name, bases, dict(names.names if isinstance(names, Custom) else names))

        def __init__(cls, name, bases, names, space):
            pass

    log = []

    def first(space):
        class C(metaclass=Meta, space=space):
            first = 1
            del first

        return hasattr(C, "first")

    def second(space):
        class C(metaclass=Meta, space=space):
            second = 1
            del second

    def nothing(space):
        class C(metaclass=Meta, space=space):
            del nothing

    return [t(lambda f=f, s=s: f(s())) for s in (Deleting, Custom, dict) for f in (first, second, nothing)], log


def reversed_and_sequences():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class Index:
        def __index__(self):
            return 1

    class Bad:
        def __index__(self):
            raise KeyError("index")

    class Keys:
        def keys(self):
            return [1]

        def __getitem__(self, key):
            return 2

    def f(**kwargs):
        return kwargs

    items = [1, 2]
    found = [t(lambda: items[Bad()]), t(lambda: f(**{}, **Keys())), t(lambda: f(**{"a": 1}, **Keys()))]
    return found


def tables_with_holes():
    class Hashed:
        def __hash__(self):
            return 7

        def __eq__(self, other):
            return self is other

    keys = [Hashed() for _ in range(4)]
    table = {key: number for number, key in enumerate(keys)}
    del table[keys[2]]
    found = [key in table for key in keys]
    del table[keys[0]]
    found += [key in table for key in keys]
    return found


def exits_that_return_at_once():
    class M:
        def __enter__(self):
            return 1

        __exit__ = staticmethod(slice)

    with M():
        raise KeyError("inside")
    return "suppressed"


def sorts_that_gallop():
    def numbers(count, seed, modulus):
        found = []
        for _ in range(count):
            seed = (seed * 1103515245 + 12345) % (1 << 31)
            found.append(seed % modulus)
        return found

    def pieces(sizes, seed, step):
        found = []
        for size in sizes:
            part = sorted(numbers(size, seed, 1000))
            found += [each + step * len(found) for each in part]
            seed += 1
        return found

    total = 0
    shapes = [[40, 40], [70, 35], [35, 70], [64, 64, 64], [100, 40, 50], [40, 90, 35, 120], [33, 34, 35, 36],
              [120, 80, 60, 40], [128, 1, 64], [90, 70, 50, 34, 33]]  # fmt: skip
    for shape in shapes:
        for step in (0, 1, -1, 7):
            items = pieces(shape, sum(shape), step)
            for ordered in (sorted(items), sorted(items, reverse=True), sorted(items, key=lambda x: -x)):
                total = (total * 31 + sum(n * each for n, each in enumerate(ordered))) % 1_000_003
    for low, high in (([5] * 40, [1] * 40), ([1] * 40, [5] * 40), ([1] * 20 + [9] * 20, [5] * 40),
                      (list(range(100)), list(range(50, 150))), (list(range(100)), [200] * 40 + [0] * 5)):  # fmt: skip
        total = total * 7 + sum(n * each for n, each in enumerate(sorted(low + high)))
    return total


def places_of_unicode_errors():
    error = UnicodeDecodeError("utf-8", b"a", 0, 1, "why")
    found = []
    for value in (1 << 70, -(1 << 70), 5, "x"):
        try:
            error.start = value
            error.end = value
            found.append((error.start, error.end))
        except Exception as raised:
            found.append((type(raised).__name__, str(raised)))
    return found


def hashes_that_are_kept():
    class K:
        hashed = 0

        def __hash__(self):
            K.hashed += 1
            return len(self.name)

        def __init__(self, name):
            self.name = name

        def __eq__(self, other):
            return self.name == other.name

    class D(dict):
        pass

    class S(set):
        def __iter__(self):
            raise ValueError("iter")

    class I(dict):
        def __iter__(self):
            return iter(["ab", "abc"])

        def keys(self):
            return ["k"]

        def __getitem__(self, key):
            return key

    def count(f):
        K.hashed = 0
        try:
            found = f()
        except Exception as e:
            return type(e).__name__
        return K.hashed, len(found)

    one, two = K("a"), K("bb")
    d, s = {one: 1, two: 2}, {one, two}
    f = frozenset(s)
    dd, ss, ii = D(d), S([one, two]), I(d)
    return [
        count(lambda: {**d}), count(lambda: {**dd}), count(lambda: {**ii}), count(lambda: {*d}),
        count(lambda: {*s}), count(lambda: {*f}), count(lambda: {*ss}), count(lambda: {*dd}),
        count(lambda: {*[one, two]}), count(lambda: {0: 1, **d, **dd}), count(lambda: dict(d)),
        count(lambda: dict(dd)), count(lambda: D(dd)), count(lambda: set(ss)), count(lambda: {*d.keys()}),
    ]  # fmt: skip


def mappings_read_one_by_one():
    log = []

    class K(str):
        def __hash__(self):
            log.append(("hash", str(self)))
            return 1

        def __eq__(self, other):
            log.append(("eq", str(self)))
            return False

    class M:
        def keys(self):
            log.append("keys")
            for name in "ab":
                log.append("key")
                yield K(name)

        def __getitem__(self, key):
            log.append(("item", str(key)))
            return 1

    return len({**M()}), log


def attributes_of_methods():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class A:
        def up(self):
            return super()

        def m(self, default=3):
            return 1

    class C(A):
        def up(self):
            return super()

    A.m.x = 5
    c = C()
    c.held = 1
    return [
        t(lambda: A().up().__dict__), t(lambda: c.up().__dict__), c.m.x, t(lambda: c.m.y), c.m.__defaults__,
        c.m.__getattribute__("x"), t(lambda: setattr(c.m, "z", 1)), c.m.__name__, t(lambda: delattr(c.m, "x")),
        hasattr(c.m, "x"), hasattr(c.m, "__self__"), t(lambda: [].append.x),
    ]  # fmt: skip


def names_of_classes_deleted():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class C:
        pass

    return [t(lambda name=name: delattr(C, name)) for name in ("__name__", "__qualname__", "__module__")], [
        t(lambda name=name: delattr(int, name)) for name in ("__name__", "__qualname__", "__module__")
    ], [t(lambda name=name: setattr(C, name, 5)) for name in ("__name__", "__qualname__", "__module__")]


def written_characters():
    error = OSError()
    try:
        error.characters_written = 1 << 70
    except ValueError as raised:
        return str(raised)
