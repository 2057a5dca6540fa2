def simple_class():
    class P:
        kind = "point"

        def __init__(self, x, y=0):
            self.x, self.y = x, y

        def move(self, dx):
            self.x += dx
            return self

    p = P(1)
    return p.move(5).move(1).x, p.y, p.kind, P.kind, type(p) is P, isinstance(p, P), P.__name__, P.__qualname__


def attributes_of_a_method_are_those_of_its_function():
    class C:
        def m(self):
            return 1

    C.m.tag = [5]
    held = C().m
    try:
        held.nothing
    except AttributeError as error:
        return held.tag, held.__name__, held.__getattribute__("tag"), error.args


def namespaces_through_super():
    class A:
        def f(self):
            try:
                return super().__dict__
            except AttributeError as error:
                return error.args

    class B(A):
        def g(self):
            self.x = 1
            return super().__dict__, super().f()

    return B().g(), A().f()


def super_without_an_attribute():
    class A:
        def f(self):
            return 1

    class B(A):
        def f(self):
            found = super()
            return found.f(), type(found).__name__, found.__thisclass__ is B, found.__self__ is self

        def g(self):
            return [each() for each in (lambda: super,)][0](B, self).f()

    return B().f(), B().g()


def inheritance_and_super():
    log = []

    class A:
        def f(self):
            log.append("A")
            return 1

    class B(A):
        def f(self):
            log.append("B")
            return super().f() + 1

    class C(A):
        def f(self):
            log.append("C")
            return super().f() + 10

    class D(B, C):
        def f(self):
            log.append("D")
            return super().f() + 100

    return D().f(), log, [c.__name__ for c in D.__mro__], D.__bases__ == (B, C), issubclass(D, A)


def super_forms():
    class A:
        x = "A.x"

        def f(self):
            return "A.f"

        @classmethod
        def c(cls):
            return cls.__name__

        @property
        def p(self):
            return "A.p"

    class B(A):
        x = "B.x"

        def f(self):
            return super(B, self).f(), super().x, super().p, super().c()

        @classmethod
        def c(cls):
            return "B." + super().c()

    return B().f(), B.c()


def super_attribute_error():
    class A:
        def f(self):
            return super().nope

    A().f()


def mro_conflict():
    class A:
        pass

    class B(A):
        pass

    class C(A, B):
        pass


def duplicate_base():
    class A:
        pass

    class B(A, A):
        pass


def bad_base():
    class A(5):
        pass


def final_base():
    class A(bool):
        pass


def class_attributes():
    class A:
        n = 0

    a, b = A(), A()
    a.n += 1
    A.n = 10
    r = [a.n, b.n, A.n]
    del a.n
    r.append(a.n)
    return r, hasattr(a, "m"), getattr(a, "m", None)


def attribute_error():
    class A:
        pass

    A().missing


def class_attribute_error():
    class A:
        pass

    A.missing


def delete_missing_attribute():
    class A:
        pass

    del A().x


def property_full():
    class T:
        def __init__(self):
            self._v = 1

        @property
        def v(self):
            "docs"
            return self._v

        @v.setter
        def v(self, new):
            self._v = new * 2

        @v.deleter
        def v(self):
            self._v = None

    t = T()
    r = [t.v]
    t.v = 5
    r.append(t.v)
    del t.v
    r.append(t.v)
    return r


def property_without_setter():
    class T:
        @property
        def v(self):
            return 1

    T().v = 2


def property_without_deleter():
    class T:
        @property
        def v(self):
            return 1

    del T().v


def property_without_getter():
    class T:
        v = property()

    T().v


def property_raises_attribute_error():
    class T:
        @property
        def v(self):
            return self.nope

        def __getattr__(self, name):
            return "fallback " + name

    return T().v


def static_and_class_methods():
    class A:
        @staticmethod
        def s(x):
            return x * 2

        @classmethod
        def c(cls, x):
            return cls.__name__, x

    class B(A):
        pass

    return A.s(2), A().s(3), A.c(1), B.c(2), B().c(3)


def data_descriptor():
    class D:
        def __set_name__(self, owner, name):
            self.name = "_" + name

        def __get__(self, obj, owner=None):
            if obj is None:
                return "class access"
            return getattr(obj, self.name, "unset")

        def __set__(self, obj, value):
            setattr(obj, self.name, value * 2)

        def __delete__(self, obj):
            delattr(obj, self.name)

    class A:
        x = D()

    a = A()
    r = [A.x, a.x]
    a.x = 4
    r.append(a.x)
    del a.x
    r.append(a.x)
    return r


def non_data_descriptor():
    class D:
        def __get__(self, obj, owner=None):
            return "from descriptor"

    class A:
        x = D()

    a = A()
    first = a.x
    a.x = "own"
    return first, a.x, A.x


def getattr_hooks():
    class A:
        def __init__(self):
            self.real = 1

        def __getattr__(self, name):
            if name.startswith("dyn"):
                return name.upper()
            raise AttributeError(name)

    a = A()
    r = [a.real, a.dynamic]
    try:
        a.other
    except AttributeError as e:
        r.append(e.args)
    return r, hasattr(a, "dyn"), hasattr(a, "nope")


def getattribute_hook():
    class A:
        x = 1

        def __getattribute__(self, name):
            if name == "secret":
                return "hidden"
            return object.__getattribute__(self, name)

    return A().secret, A().x


def setattr_hook():
    log = []

    class A:
        def __setattr__(self, name, value):
            log.append((name, value))
            super().__setattr__(name, value + 1)

        def __delattr__(self, name):
            log.append(("del", name))
            object.__delattr__(self, name)

    a = A()
    a.x = 1
    r = a.x
    del a.x
    return r, log, hasattr(a, "x")


def slots():
    class A:
        __slots__ = ("x", "y")

    a = A()
    a.x = 1
    r = [a.x, hasattr(a, "y")]
    try:
        a.z = 1
    except AttributeError as e:
        r.append(str(e))
    try:
        a.y
    except AttributeError as e:
        r.append(str(e))
    del a.x
    r.append(hasattr(a, "x"))
    return r


def slots_conflict():
    class A:
        __slots__ = ("x",)
        x = 1


def slots_inherited():
    class A:
        __slots__ = ("x",)

    class B(A):
        pass

    b = B()
    b.x, b.z = 1, 2
    return b.x, b.z, b.__dict__


def new_and_init():
    log = []

    class A:
        def __new__(cls, *args):
            log.append(("new", cls.__name__, args))
            return super().__new__(cls)

        def __init__(self, *args):
            log.append(("init", args))

    class B:
        def __new__(cls):
            return 5

        def __init__(self):
            log.append("never")

    A(1, 2)
    return B(), log


def init_returns_value():
    class A:
        def __init__(self):
            return 5

    A()


def class_takes_no_arguments():
    class A:
        pass

    A(1)


def init_wrong_arguments():
    class A:
        def __init__(self, x):
            pass

    A()


def metaclass_basics():
    log = []

    class M(type):
        @classmethod
        def __prepare__(mcs, name, bases, **kw):
            log.append(("prepare", name, kw))
            return {"injected": 7}

        def __new__(mcs, name, bases, ns, **kw):
            log.append(("new", name, sorted(k for k in ns if not k.startswith("__"))))
            return super().__new__(mcs, name, bases, ns)

        def __init__(cls, name, bases, ns, **kw):
            log.append(("init", name, kw))
            super().__init__(name, bases, ns)

        def __call__(cls, *args):
            log.append(("call", cls.__name__, args))
            return super().__call__(*args)

        def extra(cls):
            return "extra " + cls.__name__

    class A(metaclass=M, flag=1):
        def __init__(self, x):
            self.x = x

    return A(3).x, A.injected, A.extra(), type(A).__name__, log


def metaclass_conflict():
    class M1(type):
        pass

    class M2(type):
        pass

    class A(metaclass=M1):
        pass

    class B(metaclass=M2):
        pass

    class C(A, B):
        pass


def metaclass_function():
    def meta(name, bases, ns):
        return name, bases, sorted(k for k in ns if not k.startswith("__"))

    class A(metaclass=meta):
        x = 1
        y = 2

    return A


def init_subclass():
    log = []

    class A:
        def __init_subclass__(cls, /, tag=None, **kw):
            super().__init_subclass__(**kw)
            log.append((cls.__name__, tag))

    class B(A, tag="b"):
        pass

    class C(B):
        pass

    return log


def init_subclass_unexpected():
    class A:
        pass

    class B(A, x=1):
        pass


def set_name_error():
    class D:
        def __set_name__(self, owner, name):
            raise ValueError("bad " + name)

    class A:
        x = D()


def class_getitem():
    class A:
        def __class_getitem__(cls, item):
            return cls.__name__, item

    return A[int is int, 2]


def class_not_subscriptable():
    class A:
        pass

    A[1]


def type_three_arguments():
    A = type("A", (), {"x": 1, "f": lambda self: self.x})
    B = type("B", (A,), {})
    return A().f(), B.x, B.__name__, B.__mro__[1] is A


def type_wrong_arguments():
    r = []
    for args in ((), (1, 2), ("A", 1, {}), (1, (), {}), ("A", (), 1)):
        try:
            r.append(type(*args))
        except TypeError as e:
            r.append(str(e))
    return r


def class_body_scope():
    x = "function"

    class A:
        y = x
        x = "class"
        z = x
        w = [i for i in range(2)]

        def f(self):
            return x

    return A.y, A.z, A.w, A().f()


def class_body_names():
    class A:
        for i in range(3):
            pass
        del i
        try:
            j = undefined
        except NameError as e:
            caught = str(e)

    return hasattr(A, "i"), A.caught


def class_cell():
    class A:
        def f(self):
            return __class__

    class B(A):
        pass

    return A().f() is A, B().f() is A


def private_names():
    class A:
        __secret = 1

        def get(self):
            return self.__secret

    return A().get(), hasattr(A, "__secret"), A._A__secret


def class_decorator():
    def deco(cls):
        cls.added = cls.__name__.lower()
        return cls

    @deco
    class Thing:
        pass

    return Thing.added


def nested_classes():
    class Outer:
        class Inner:
            v = 1

            def f(self):
                return Outer.Inner.v

    return Outer.Inner().f(), Outer.Inner.__qualname__


def operators_dunder():
    class N:
        def __init__(self, v):
            self.v = v

        def __add__(self, o):
            return ("add", self.v, getattr(o, "v", o))

        def __radd__(self, o):
            return ("radd", self.v, o)

        def __sub__(self, o):
            return NotImplemented

        def __rsub__(self, o):
            return ("rsub", self.v, o)

        def __iadd__(self, o):
            self.v += o
            return self

        def __neg__(self):
            return ("neg", self.v)

        def __pos__(self):
            return "pos"

        def __invert__(self):
            return "inv"

        def __matmul__(self, o):
            return "matmul"

        def __abs__(self):
            return "abs"

        def __divmod__(self, o):
            return "divmod"

        def __pow__(self, o, m=None):
            return ("pow", o, m)

        def __round__(self, n=None):
            return ("round", n)

        def __bool__(self):
            return self.v > 0

        def __len__(self):
            return 3

    n = N(5)
    m = n
    n += 2
    return n + 1, 1 + n, n + N(1), 3 - n, -n, +n, ~n, n @ 2, abs(n), divmod(n, 2), n**2, round(n), round(n, 2), m is n, n.v, bool(N(0)), bool(n), len(n)


def operators_not_implemented():
    class A:
        def __add__(self, o):
            return NotImplemented

    A() + 1


def operators_reflected_priority():
    log = []

    class A:
        def __add__(self, o):
            log.append("A.add")
            return NotImplemented

        def __radd__(self, o):
            log.append("A.radd")
            return "A.radd"

    class B(A):
        def __radd__(self, o):
            log.append("B.radd")
            return NotImplemented

    r = A() + B()
    return r, log


def operators_same_type_no_reflection():
    log = []

    class A:
        def __add__(self, o):
            log.append("add")
            return NotImplemented

        def __radd__(self, o):
            log.append("radd")
            return "radd"

    try:
        A() + A()
    except TypeError as e:
        log.append(str(e))
    return log


def comparison_dunder():
    log = []

    class C:
        def __init__(self, v):
            self.v = v

        def __lt__(self, o):
            log.append(("lt", self.v))
            return self.v < o.v

        def __eq__(self, o):
            log.append(("eq", self.v))
            return self.v == o.v

    a, b = C(1), C(2)
    return a < b, b > a, a == b, a != b, a in [b, a], log


def comparison_not_implemented():
    class C:
        def __eq__(self, o):
            return NotImplemented

        def __lt__(self, o):
            return NotImplemented

    c = C()
    r = [c == 1, c != 1, c == c]
    try:
        c < 1
    except TypeError as e:
        r.append(str(e))
    return r


def comparison_returns_any():
    class C:
        def __eq__(self, o):
            return "yes"

        def __lt__(self, o):
            return []

    return C() == 1, C() < 1, not (C() < 1), [x for x in [1] if C() == x]


def eq_without_hash():
    class C:
        def __eq__(self, o):
            return True

    hash(C())


def hash_dunder():
    class K:
        def __init__(self, v):
            self.v = v

        def __hash__(self):
            return self.v % 3

        def __eq__(self, o):
            return isinstance(o, K) and self.v == o.v

    d = {K(1): "a", K(4): "b"}
    return d[K(1)], d[K(4)], K(7) in d, len({K(1), K(1), K(2)})


def hash_bad():
    class K:
        def __hash__(self):
            return "x"

    {K(): 1}


def bool_bad():
    class B:
        def __bool__(self):
            return 1

    if B():
        pass


def len_bad():
    class L:
        def __init__(self, n):
            self.n = n

        def __len__(self):
            return self.n

    r = []
    for n in (-1, "x", 2**70):
        try:
            r.append(len(L(n)))
        except Exception as e:
            r.append((type(e).__name__, str(e)))
    return r


def container_dunder():
    log = []

    class D:
        def __getitem__(self, k):
            log.append(("get", k))
            return k

        def __setitem__(self, k, v):
            log.append(("set", k, v))

        def __delitem__(self, k):
            log.append(("del", k))

        def __contains__(self, k):
            return k == 5

        def __len__(self):
            return 9

    d = D()
    d[1] = 2
    del d[3]
    d[1:2] = "s"
    d["k"] += "z"
    return d[1], d[1:2:3], d[..., None], 5 in d, 6 in d, 6 not in d, len(d), log


def sequence_protocol():
    class S:
        def __getitem__(self, i):
            if i > 3:
                raise IndexError(i)
            return i * i

    s = S()
    return list(s), 4 in s, 5 in s, [x for x in s], tuple(iter(s))


def iterator_protocol():
    class It:
        def __init__(self, n):
            self.n = n

        def __iter__(self):
            return self

        def __next__(self):
            if self.n == 0:
                raise StopIteration
            self.n -= 1
            return self.n

    return list(It(3)), sum(It(4)), max(It(3)), 2 in It(5), [*It(2), *It(1)], dict.fromkeys(It(2))


def iter_returns_non_iterator():
    class A:
        def __iter__(self):
            return 5

    for x in A():
        pass


def iter_none():
    class A:
        __iter__ = None

    iter(A())


def next_raises_other():
    class A:
        def __iter__(self):
            return self

        def __next__(self):
            raise ValueError("from next")

    for x in A():
        pass


def callable_instance():
    class F:
        def __call__(self, *a, **k):
            return a, k

    return F()(1, x=2), callable(F()), callable(F)


def not_callable_instance():
    class A:
        pass

    A()()


def repr_and_str():
    class A:
        def __repr__(self):
            return "A()"

    class B(A):
        def __str__(self):
            return "B!"

        def __format__(self, spec):
            return "fmt:" + spec

    a, b = A(), B()
    return repr(a), str(a), repr(b), str(b), f"{a} {b} {b!r} {b!s} {b:x}", [a, b].__repr__(), format(b, "q")


def repr_bad():
    class A:
        def __repr__(self):
            return 5

    repr(A())


def str_bad():
    class A:
        def __str__(self):
            return None

    str(A())


def instance_of_hooks():
    class M(type):
        def __instancecheck__(cls, obj):
            return obj == 5

        def __subclasscheck__(cls, sub):
            return sub is int

    class A(metaclass=M):
        pass

    return isinstance(5, A), isinstance(6, A), isinstance(A(), A), issubclass(int, A), issubclass(str, A), isinstance(5, (str, A))


def subclass_of_int():
    class I(int):
        def double(self):
            return self * 2

    i = I(5)
    return i + 1, i.double(), i == 5, isinstance(i, int), type(i + 1).__name__, hash(i) == hash(5), [0, 1, 2, 3, 4, 5][i], {5: "x"}[i], str(i), -i


def subclass_of_str():
    class S(str):
        def shout(self):
            return self.upper() + "!"

    s = S("abc")
    return s.shout(), s + "d", s[0], len(s), s == "abc", {"abc": 1}[s], f"{s}", s in "xabcx", type(s.upper()).__name__


def subclass_of_list():
    class L(list):
        def total(self):
            return sum(self)

        def __getitem__(self, i):
            return ("item", super().__getitem__(i))

    l = L([1, 2, 3])
    l.append(4)
    return l.total(), l[0], len(l), l == [1, 2, 3, 4], list(l), l + [5], 2 in l, repr(l), bool(L()), sorted(L([2, 1]))


def subclass_of_dict():
    class D(dict):
        def __missing__(self, k):
            return "missing " + k

    d = D(a=1)
    d["b"] = 2
    return d["a"], d["zz"], d.get("zz"), len(d), "b" in d, dict(d), {**d}, list(d), repr(d)


def subclass_of_tuple():
    class T(tuple):
        def __new__(cls, a, b):
            return super().__new__(cls, (a, b))

        @property
        def first(self):
            return self[0]

    t = T(1, 2)
    a, b = t
    return t.first, a, b, t == (1, 2), len(t), t + (3,), hash(t) == hash((1, 2)), repr(t)


def subclass_of_exception():
    class E(Exception):
        def __init__(self, msg, code):
            super().__init__(msg)
            self.code = code

    class F(E, ValueError):
        pass

    try:
        raise F("m", 3)
    except ValueError as e:
        return e.args, e.code, type(e).__name__, [c.__name__ for c in F.__mro__]


def annotations_deferred():
    class A:
        x: int = 1
        y: "str"

    def f(a: int, b: undefined_name = 1) -> str:
        return a

    return A.__annotations__, f(1), A.x


def global_in_class():
    class A:
        global g_from_class
        g_from_class = 3

    return g_from_class, hasattr(A, "g_from_class")


def type_of_values():
    return [type(x).__name__ for x in (1, True, 1.0, "", b"", (), [], {}, set(), None, len, type, lambda: 0, range(1), slice(1), ..., NotImplemented, object(), iter([]), (x for x in ()), "".join, int.from_bytes)]


def dunder_class_assignment_method():
    class A:
        def f(self):
            return 1

    def g(self):
        return 2

    a = A()
    A.f = g
    r = a.f()
    a.f = lambda: 3
    return r, a.f()


def immutable_builtin():
    int.x = 1


def immutable_instance():
    (5).x = 1


def set_attribute_of_object():
    object().x = 1


def init_called_on_existing():
    class A:
        def __init__(self, v=0):
            self.v = v

    a = A(1)
    a.__init__(7)
    A.__init__(a, 8)
    return a.v


def multiple_inheritance_attributes():
    class A:
        x = "A"

    class B:
        x = "B"
        y = "B"

    class C(A, B):
        pass

    return C.x, C.y, C().x


def class_dict_access():
    class A:
        x = 1

        def __init__(self):
            self.a = 1
            self.b = 2

    return A.__dict__["x"], A().__dict__, "x" in A.__dict__, A.__module__ is not None, vars(A())


def mro_entries():
    class Base:
        v = 3

    class Fake:
        def __mro_entries__(self, bases):
            return (Base,)

    class A(Fake()):
        pass

    return A.v, A.__bases__ == (Base,), len(A.__orig_bases__)


def issubclass_bases_getattr():
    class A:
        def __getattr__(self, name):
            if name == "__bases__": return (int,)
            raise AttributeError(name)
    class B:
        def __getattr__(self, name):
            if name == "__bases__": return 5
            raise AttributeError(name)
    class D:
        def __getattr__(self, name):
            raise ValueError(name)
    found=[]
    for x in (A(),B(),D(),5):
        for c in (int,str,(str,int),A()):
            try: found.append(issubclass(x,c))
            except Exception as e: found.append(repr(e))
    for c in (A(),B(),D()):
        try: found.append(issubclass(int,c))
        except Exception as e: found.append(repr(e))
        try: found.append(isinstance(5,c))
        except Exception as e: found.append(repr(e))
    return found


def isinstance_claimed_class():
    class A:
        @property
        def __class__(self):
            return int

    class B:
        def __getattribute__(self, name):
            raise KeyError(name)

    class C:
        def __getattribute__(self, name):
            raise AttributeError(name)

    class D:
        __class__ = 5

    class E:
        @property
        def __bases__(self):
            return (A, D)

    found = []
    for x in (A(), B(), C(), D()):
        for c in (int, str, (str, int), A, E()):
            try:
                found.append(isinstance(x, c))
            except Exception as e:
                found.append(repr(e))
    try:
        found.append(issubclass(E(), D))
    except Exception as e:
        found.append(repr(e))
    return found


def bases_of_two_layouts():
    builtin = (
        BaseException, Exception, BaseExceptionGroup, ExceptionGroup, StopIteration, SystemExit,
        ImportError, NameError, OSError, UnicodeError, UnicodeEncodeError, UnicodeDecodeError,
        UnicodeTranslateError, SyntaxError, AttributeError, KeyError, ModuleNotFoundError,
        UnboundLocalError, IndentationError, TabError, StopAsyncIteration, FileNotFoundError,
        GeneratorExit, ValueError, object, int, str, list, dict, bool, type, property,
    )  # fmt: skip
    found = []
    for one in builtin:
        for two in builtin:
            try:
                found.append([each.__name__ for each in type("X", (one, two), {}).__mro__])
            except TypeError as error:
                found.append(str(error)[:40])
    return found, [[each.__name__ for each in cls.__mro__] for cls in builtin]


def natives_as_init():
    class Printing:
        __init__ = print

    class Measuring(Exception):
        __init__ = len

    class Foreign:
        __init__ = BaseException.__init__

    class Meta(type):
        __call__ = sum

    class Called(metaclass=Meta):
        pass

    found = [type(Printing("a")).__name__, Called([1, 2])]
    for make in (lambda: Measuring([1]), lambda: Foreign(1), lambda: BaseException.__init__(),
                 lambda: Measuring(1), lambda: type.__call__(), lambda: type.__call__(5)):  # fmt: skip
        try:
            found.append(make())
        except TypeError as error:
            found.append(str(error))
    return found
