"""Methods of generators, `super` without arguments, class and static methods, properties."""


def t(action):
    """Show what an action gives or raises."""
    try:
        print(repr(action()))
    except BaseException as error:
        print(type(error).__name__, error, error.args)


class S(str):
    pass


def count(n=3):
    """Text."""
    for i in range(n):
        try:
            yield i
        except ValueError as error:
            yield repr(error)


class E(ValueError):
    def __init__(self, *args):
        if args == (7,):
            raise KeyError(7)


class N(ValueError):
    def __new__(cls, *args):
        return 3


made = count()
for name in ("__name__", "__qualname__"):
    t(lambda: getattr(made, name))
    put(made, name, "new")
    put(made, name, S("other"))
    put(made, name, 3)
    put(made, name)
for name in ("gi_running", "gi_suspended", "__doc__", "nothing"):
    t(lambda: getattr(made, name))
    put(made, name, 3)
    put(made, name)
t(lambda: (next(made), made.gi_running, made.gi_suspended, list(made)))


def started(*arguments):
    def run():
        made = count()
        next(made)
        try:
            return made.throw(*arguments)
        finally:
            print(list(made))

    t(run)


for arguments in (
    (),
    (ValueError,),
    (ValueError, None),
    (ValueError, 3),
    (ValueError, (1, 2)),
    (ValueError, ()),
    (ValueError, ValueError(4)),
    (ValueError, E(4)),
    (ValueError, KeyError(4)),
    (KeyError, ValueError(4)),
    (E, 7),
    (E, 8),
    (N, 8),
    (ValueError(1),),
    (ValueError(1), None),
    (ValueError(1), 2),
    (ValueError(1), None, None),
    (ValueError, None, 3),
    (ValueError(1), None, 3),
    (ValueError, "a", None),
    (ValueError, "a", None, 4),
    (3,),
    (int,),
    ("a", 3),
    (None,),
    (StopIteration, 3),
    (GeneratorExit,),
):
    started(*arguments)


def whole():
    made = count(1)
    print([made.gi_suspended, next(made), made.gi_suspended])
    t(lambda: made.throw(StopIteration, 5))
    print(made.gi_suspended, made.gi_running)
    t(lambda: made.throw(ValueError, 5))
    t(lambda: made.close())
    t(lambda: count(1).throw(ValueError, 5))


whole()

# super() where it cannot be


class A:
    def deleted(self):
        del self
        return super().deleted

    def deleted_inside(self):
        def inner():
            return self

        del self
        return super().deleted

    def gone(self):
        del self
        return super()

    def gone_inside(self):
        def inner():
            return self

        del self
        return super()

    def changed(self):
        self = 3
        return super().changed

    def inside(self):
        return (lambda me: super().__init__)(self)

    def without(*args):
        return super().__init__

    def held(self):
        def inner():
            return self

        return super().__init__() is None and inner() == self

    def empty():
        return super()


def outside(self):
    return super().__init__


def nothing():
    return super()


def listed(self):
    return [super().__init__ for i in range(1)]


A.outside = outside
A.listed = listed
for name in ("gone", "gone_inside", "deleted", "deleted_inside", "changed", "without", "held", "outside"):
    t(lambda: getattr(A(), name)())
t(lambda: type(A().inside()))
t(lambda: A.empty())
t(lambda: A.outside(3))
t(lambda: nothing())


def early():
    class B:
        def method(self):
            return super()

        try:
            method(3)
        except RuntimeError as error:
            print(error)

    return B


early()
t(lambda: super(3))
t(lambda: super(3, 3))
t(lambda: super(A, 3))
t(lambda: type(super(A, None)))
t(lambda: super(A).__self__)
t(lambda: super(A, A()).__thisclass__)
t(lambda: super.__init__(super(A), 3))
t(lambda: super.__init__(super(A), A, 3))
t(lambda: super.__init__(super(A), A, None))
t(lambda: super.__init__(super(A), A, A()))

# Wrappers in wrappers


def plain(self=None):
    """Text."""
    return self


for outer in (staticmethod, classmethod):
    for inner in (staticmethod, classmethod, property, lambda f: f, lambda f: 3, lambda f: None):
        wrapped = outer(inner(plain))
        for name in ("__name__", "__qualname__", "__doc__", "__module__", "nothing"):
            if name == "__doc__" and type(wrapped.__func__) not in (type(plain), inner):
                continue
            t(lambda: getattr(wrapped, name))
        t(lambda: wrapped.__func__ == plain)
        t(lambda: wrapped.__wrapped__ == plain)
        t(lambda: wrapped.__wrapped__ == wrapped.__func__)
        t(lambda: wrapped.__get__(3, int)())
        put(wrapped, "__func__", 3)
        put(wrapped, "__wrapped__", 3)
        put(wrapped, "__doc__", 3)
        put(wrapped, "nothing", 3)
        put(wrapped, "nothing")
t(lambda: staticmethod(plain)(4))
t(lambda: classmethod(plain)(4))
t(lambda: staticmethod(staticmethod(plain))(4))

# Properties


def other(self):
    """Other text."""


def bare(self):
    return 3


first = property(plain)
t(lambda: first.__doc__)
t(lambda: first.getter(other).__doc__)
t(lambda: first.getter(bare).__doc__)
t(lambda: first.getter(None).__doc__)
t(lambda: first.setter(other).__doc__)
t(lambda: property(plain, doc="x").getter(other).__doc__)
t(lambda: property(None, plain).getter(other).__doc__)
t(lambda: property(doc="x").getter(3).__doc__)
t(lambda: property(bare).getter(other).__doc__)


class Documented:
    """Text of a class."""


t(lambda: property(Documented()).__doc__)
t(lambda: property(Documented()).setter(other).__doc__)
t(lambda: property(plain).getter(Documented()).__doc__)
t(lambda: property(Documented()).getter(plain).__doc__)
for each in (first, property(), property(bare), property(len), property(3)):
    t(lambda: each.__name__)
    put(each, "__name__", "new")
    t(lambda: each.__name__)
    put(each, "__name__", 3)
    put(each, "__name__")
    put(each, "fget", 3)
    put(each, "__doc__", 3)
    put(each, "__doc__")
    t(lambda: each.__set_name__(A, "held"))
    t(lambda: each.__name__)
    t(lambda: each.__get__(None, None) is each)
    t(lambda: each.__get__(3))
    t(lambda: each.__set__(3, 4))
    t(lambda: each.__delete__(3))
