"""Classes as objects: their attributes read and set, how they are made, `__class__`, `object`."""


class S(str):
    pass


class A:
    """Text."""


class B(A):
    __slots__ = ("x",)


class C(B, A):
    pass


class L(list):
    pass


class M(L, A):
    pass


class Names(dict):
    pass


class Meta(type):
    def __new__(cls, *args, **kwargs):
        return type.__new__(cls, *args)

    @property
    def answer(cls):
        return cls.kept

    @answer.setter
    def answer(cls, value):
        cls.kept = value

    @answer.deleter
    def answer(cls):
        del cls.kept


class Made(metaclass=Meta):
    pass


for name in ("__name__", "__qualname__", "__module__", "__doc__", "__bases__", "__base__", "__mro__"):
    if name not in ("__bases__", "__mro__", "__base__"):
        put(A, name, "new")
        put(A, name, S("new"))
        put(A, name, 3)
        put(A, name, None)
        put(A, name)
        t(lambda: getattr(A, name))
        put(int, name, "new")
        put(int, name)
    for each in (A, B, C, L, M, Made, Meta, object, type, bool):
        if each is not object and each is not type and each is not bool or name != "__doc__":
            t(lambda: getattr(each, name))
put(A, "__base__", B)
put(A, "__mro__", ())
put(A, "__dict__", {})
put(A, "__name__", "a\0b")
put(A, "nothing")
put(int, "nothing", 3)
put(int, "nothing")
put(Made, "answer", 3)
t(lambda: Made.__dict__["kept"])
put(Made, "answer")
put(Made, "answer", 4)
t(lambda: type.__setattr__(Made, "answer", 5))
t(lambda: Made.kept)
t(lambda: type.__setattr__(Made, S("other"), 5))
t(lambda: Made.other)
t(lambda: type.__setattr__(Made, 3, 5))
t(lambda: type.__delattr__(Made, 3))
t(lambda: type.__delattr__(Made, S("other")))
t(lambda: type.__delattr__(Made, "other"))
t(lambda: type.__getattribute__(Made, 3))
t(lambda: type.__getattribute__(Made, S("kept")))
t(lambda: type.__getattribute__(Made, "other"))

for name in ("__name__", "__qualname__", "__module__", "__doc__", "__annotations__", "nothing"):
    for each in (int, object, type, ValueError):
        t(lambda: type.__setattr__(each, name, "x"))
        t(lambda: type.__delattr__(each, name))
for name in ("__name__", "__qualname__", "__module__", "__doc__", "__annotations__"):
    t(lambda: type.__dict__[name].__set__(int, "x"))
    t(lambda: type.__dict__[name].__delete__(int))

# How classes are made

t(lambda: type("X", (), {}, {}))
t(lambda: type())
t(lambda: type("X", ()))
t(lambda: type(1, x=2))
t(lambda: Meta(1))
t(lambda: Meta())
t(lambda: Meta("X", ()))
t(lambda: type.__new__(Meta, 1))
t(lambda: type.__new__(type, 1))
t(lambda: type.__new__(Meta, 1, x=2))
t(lambda: type.__new__(Meta, "X", ()))
t(lambda: type.__new__(int, "X", (), {}))
t(lambda: type.__new__(1, "X", (), {}))
t(lambda: type("X", (), Names(a=1)).a)
t(lambda: type(S("X"), (A,), Names(a=1)).__name__)
t(lambda: type("X", (), [1]))
t(lambda: type("X", [], {}))
t(lambda: type(None, (), {}))
t(lambda: type("X", (), None))
t(lambda: type("X", (), L()))
t(lambda: type.__init__(A, 1))
t(lambda: type.__init__(A, 1, x=2))
t(lambda: type.__init__(A, 1, 2))
t(lambda: type.__init__(A, 1, 2, 3))
t(lambda: type.__init__(A, 1, 2, 3, x=2))
t(lambda: type.__call__(A, 1))
t(lambda: type.__prepare__(1, 2, x=3))
t(lambda: type.__instancecheck__(A, 1))
t(lambda: type.__subclasscheck__(A, 1))
t(lambda: type.__subclasscheck__(A, B))

# object.__new__, object.__init__


class OnlyNew:
    def __new__(cls, *args):
        return object.__new__(cls, *args)


class OnlyInit:
    def __init__(self, *args):
        object.__init__(self, *args)


class Both:
    def __new__(cls, *args):
        return object.__new__(cls, *args)

    def __init__(self, *args):
        object.__init__(self, *args)


class Static:
    __new__ = staticmethod(lambda cls, *args: object.__new__(cls))


class Same:
    __new__ = object.__new__
    __init__ = object.__init__


class Other:
    __new__ = staticmethod(object.__new__)


class Nothing:
    __new__ = None


class Number:
    __new__ = 3


class Own:
    __new__ = lambda cls, *args: object.__new__(cls)
    __init__ = lambda self, *args: None


for each in (OnlyNew, OnlyInit, Both, Static, Same, Other, Nothing, Number, Own, A, int, list, Meta):
    for args in ((), (1,)):
        t(lambda: type(each(*args)))
        t(lambda: type(object.__new__(each, *args)))
for each in (OnlyNew(), OnlyInit(), Both(), Static(), Same(), Own(), Other(), 1, [], A):
    for args in ((), (1,)):
        t(lambda: object.__init__(each, *args))
t(lambda: object.__new__(1))
for each in (None, lambda: 0, NotImplemented, ...):
    t(lambda: object.__new__(type(each)))
t(lambda: object.__new__())
t(lambda: object(1))
t(lambda: object.__format__(1, ""))
t(lambda: object.__format__(1, "d"))
t(lambda: object.__format__(S("a"), S("")))
t(lambda: object.__format__(S("a"), S("d")))

# The class of an instance


class One:
    pass


class Two:
    pass


class Slotted:
    __slots__ = ("x",)


class AlsoSlotted:
    __slots__ = ("x",)


class F(float):
    pass


class E(Exception):
    pass


class G(Exception):
    pass


def changed(value, cls):
    value.__class__ = cls
    return type(value)


for value in (One(), Slotted(), L(), F(), E(), 1, "a", None, One, Made, Meta("N", (), {})):
    for cls in (Two, AlsoSlotted, L, M, F, G, int, 3, None, "One", Meta):
        t(lambda: changed(value, cls))
    put(value, "__class__")
for value in (One(), Slotted(), L(), F(), E(), 1, "a", None):
    t(lambda: value.__dict__)
    t(lambda: object.__getattribute__(value, "__dict__"))
