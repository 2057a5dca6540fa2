"""Programs on attributes, classes and how they are made, at the edges."""


def attributes_by_name():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class C:
        x = 1

        def f(self):
            return 1

    class I(int):
        @property
        def real(self):
            return super().real + 100

    class S:
        __slots__ = ("a",)

    def set_dict(value):
        C().__dict__ = value

    get, put = object.__getattribute__, object.__setattr__
    return [
        t(lambda: get(C, "x")), t(lambda: get(I(3), "imag")), t(lambda: I(3).real),
        t(lambda: put(S(), "__dict__", {})), t(lambda: put(5, "__dict__", {})),
        t(lambda: set_dict(5)), t(lambda: set_dict(C)), t(lambda: get(C().f, "__name__")),
        t(lambda: get(C().f, "nothing")),
        t(lambda: type(C().f).__getattribute__(C().f, "__name__")),
        t(lambda: type(C().f).__getattribute__(C().f, 5)), t(lambda: get(C().f, "__func__").__name__), t(lambda: C().f.__name__), t(lambda: get(C, "nothing")),
        t(lambda: I(3).numerator), t(lambda: super(I, I(7)).denominator),
    ]  # fmt: skip


def classes_by_name():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    return [
        t(lambda: __build_class__(5, "x")), t(lambda: __build_class__(lambda: None, 5)),
        t(lambda: __build_class__(lambda: None, "C").__name__), t(lambda: __build_class__()),
    ]  # fmt: skip


def makers_by_name():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class E(OSError):
        pass

    class L(list):
        pass

    return [
        t(lambda: int.__new__()), t(lambda: int.__new__(5)), t(lambda: int.__new__(str)),
        t(lambda: object.__new__(int)), t(lambda: object.__new__(L)), t(lambda: list.__new__(L)),
        t(lambda: int.__new__(bool)), t(lambda: BaseException.__new__(ValueError, 1).args),
        t(lambda: OSError.__new__(E, 1, "b").args), t(lambda: OSError.__new__(ValueError)),
        t(lambda: BaseException.__new__(OSError)), t(lambda: OSError.__new__.__qualname__),
        t(lambda: UnicodeDecodeError.__new__(ValueError)),
        t(lambda: type(BaseException.__new__(UnicodeDecodeError)).__name__),
        t(lambda: BaseException.__new__(ExceptionGroup, "m", [E()])),
        t(lambda: BaseExceptionGroup.__new__(ExceptionGroup, "m", [E()])),
    ]  # fmt: skip


def groups_and_their_arguments():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class G(ExceptionGroup):
        def __new__(cls, message, members, extra):
            return super().__new__(cls, message, members)

    class H(ExceptionGroup):
        def __init__(self, message, members):
            super().__init__(message)

    class K(ExceptionGroup):
        def __new__(cls, message, *, code):
            return super().__new__(cls, message, [ValueError(code)])

    def again():
        g = ExceptionGroup("m", [ValueError()])
        return g.__init__(1, 2, 3), g.args, str(g), repr(g), g.message, g.exceptions

    return [
        t(lambda: ExceptionGroup("m", [ValueError()], x=1)), t(lambda: G("m", [ValueError()], 5)),
        t(lambda: repr(G("m", [ValueError()], 5))), t(lambda: H("m", [ValueError()]).args),
        t(lambda: str(H("m", [ValueError()]))), t(lambda: K("m", code=5)), t(again),
        t(lambda: BaseExceptionGroup.__init__(5)), t(lambda: BaseExceptionGroup.__init__()),
        t(lambda: ExceptionGroup.__init__.__qualname__),
    ]  # fmt: skip


def types_by_name():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class M(type):
        @property
        def p(cls):
            return "property"

    class C(metaclass=M):
        pass

    def attributes():
        type.__setattr__(C, "x", 1)
        found = C.x
        type.__delattr__(C, "x")
        return found, hasattr(C, "x")

    return [
        t(attributes), t(lambda: type.__setattr__(C, "p", 1)), t(lambda: type.__setattr__(int, "p", 1)),
        t(lambda: type.__delattr__(C, "x")), t(lambda: type.__setattr__(C, 5, 1)),
        t(lambda: type.__new__(M, "D", (), {"a": 1}).a), t(lambda: type("D", (C,), {}).p),
        t(lambda: (2.5).__round__()), t(lambda: (2.567).__round__(2)), t(lambda: (7).__round__(-1)),
        t(lambda: C.__dict__.__ior__({})), t(lambda: type(object()).__name__),
    ]  # fmt: skip


def annotations_with_a_namespace_that_answers():
    log = []

    class Answering(dict):
        def __missing__(self, key):
            if key.startswith("__"):
                raise KeyError(key)
            log.append(key)
            return key.upper()

    class M(type):
        @classmethod
        def __prepare__(cls, name, bases):
            return Answering()

    class C(metaclass=M):
        found = undefined
        x: unknown

    try:
        return C.found, log, C.__annotations__, log
    except NameError as e:
        return str(e), log


def annotations_asked_for_in_the_body():
    log = []

    class Namespace(dict):
        def __getitem__(self, key):
            if key in ("a", "b"):
                return key.upper()
            return super().__getitem__(key)

        def __setitem__(self, key, value):
            super().__setitem__(key, value)
            if key.startswith("__annotate"):
                log.append(value(1))

    class M(type):
        @classmethod
        def __prepare__(cls, name, bases):
            return Namespace()

    class C(metaclass=M):
        x: a
        y: b
        z: int

    return log


def notes_of_set_name():
    class D:
        def __set_name__(self, owner, name):
            e = ValueError(name)
            e.__notes__ = 5
            raise e

    try:

        class C:
            d = D()
    except Exception as e:
        return type(e).__name__, str(e)


def exceptions_with_texts_of_their_own():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class K(KeyError):
        pass

    class L(KeyError):
        def __str__(self):
            return "own " + super().__str__()

    class B(KeyError):
        __str__ = BaseException.__str__

    class O(OSError):
        pass

    class P(FileNotFoundError):
        def __str__(self):
            return super().__str__().upper()

    class G(ExceptionGroup):
        pass

    class R(ValueError):
        def __repr__(self):
            return "shown"

    class U(UnicodeError):
        pass

    class S(SyntaxError):
        pass

    class D(UnicodeDecodeError):
        pass

    return [
        t(lambda: str(K("a"))), t(lambda: str(L("a"))), t(lambda: str(B("a"))), t(lambda: str(O(1, "b"))),
        t(lambda: str(P(2, "b", "f"))), t(lambda: str(G("m", [K("a")]))), t(lambda: str(R(1))),
        t(lambda: str(U("a", 1))), t(lambda: str(S("m", ("f", 1, 2, "t")))), t(lambda: f"{K('a')}"),
        t(lambda: str(D("utf-8", b"\xff", 0, 1, "r"))), t(lambda: KeyError.__str__(K("a"))),
        t(lambda: BaseException.__str__(K("a"))), t(lambda: object.__str__(K("a"))),
        t(lambda: KeyError.__str__(ValueError())), t(lambda: "{}".format(O(1, "b"))),
    ]  # fmt: skip


def properties_that_throw():
    def gen():
        while True:
            try:
                yield "next"
            except ValueError as e:
                yield e.args

    g = gen()
    next(g)

    class E(ValueError):
        p = property(g.throw)

    class F(Exception):
        p = property(g.throw)

    try:
        return E(5).p, F(6).p
    except F as e:
        return E(5).args, e.args


def contexts_in_a_circle():
    a, b, c, d = (ValueError(n) for n in range(4))
    try:
        raise a
    except ValueError:
        a.__context__ = b
        b.__context__ = c
        c.__context__ = b
        try:
            raise d
        except ValueError as e:
            return e.__context__ is a, a.__context__ is b, b.__context__ is c, c.__context__ is b


def types_that_are_seldom_called():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class C:
        def f(self, x=1):
            return self, x

        def __call__(self):
            return "called"

    def outer(x):
        return lambda: x

    none, dots, not_implemented = type(None), type(...), type(NotImplemented)
    method, function, cell = type(C().f), type(outer), type(outer(1).__closure__[0])
    c = C()
    return [
        t(lambda: none()), t(lambda: none(1)), t(lambda: none(x=1)), t(lambda: dots()),
        t(lambda: dots(1)), t(lambda: not_implemented() is NotImplemented),
        t(lambda: not_implemented(x=1)), t(lambda: none.__new__(none)), t(lambda: none.__new__(int)),
        t(lambda: method(C.f, 5)()), t(lambda: method(C.f, 5)(7)), t(lambda: method(5, 5)),
        t(lambda: method(C.f, None)), t(lambda: method(C.f)), t(lambda: method(C.f, 1, 2)),
        t(lambda: method(C, 5)), t(lambda: method(c, 5)), t(lambda: method(C.f, 5).__self__),
        t(lambda: method(C.f, 5) == method(C.f, 5)), t(lambda: cell(5).cell_contents),
        t(lambda: cell().cell_contents), t(lambda: cell(1, 2)), t(lambda: cell(1) == cell(1)),
        t(lambda: function()), t(lambda: function(1)), t(lambda: function(1, 2)),
        t(lambda: type((x for x in ()))()), t(lambda: type(len)()), t(lambda: type(iter([]))()),
        t(lambda: type({}.keys())()), t(lambda: type(int.real)()), t(lambda: type(int.__add__)()),
        t(lambda: type((1).__add__)()), t(lambda: type(str.join)(1)), t(lambda: type(iter({}))()),
        t(lambda: object.__new__(type(len))), t(lambda: type(range(3).__iter__())(1)),
    ]  # fmt: skip


def unbound_supers():
    class A:
        def f(self):
            return "A", type(self).__name__

    class B(A):
        def f(self):
            return "B", self.up.f()

    class D:
        up = super(B)

    B.up = super(B)
    s = super(B)
    b = B()

    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    return [
        t(b.f), t(lambda: s.__get__(b).f()), t(lambda: s.__get__(None)), t(lambda: s.__get__(None, B) is s), t(lambda: s.__get__(5)),
        t(lambda: super(B, b).__get__(5).f()), t(lambda: D().up), t(lambda: B.up.__thisclass__.__name__),
        t(lambda: s.f), t(lambda: s.__get__()), t(lambda: type(s.__get__(b)).__name__),
    ]  # fmt: skip
