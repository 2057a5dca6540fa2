"""Numbers, texts, bytes and containers of values whose methods answer otherwise than expected."""

import math


class N(int):
    pass


class F(float):
    pass


class S(str):
    pass


class B(bytes):
    pass


class D(dict):
    def __setitem__(self, key, value):
        dict.__setitem__(self, key, [value])


class A(bytearray):
    pass


class Answers:
    """Each method gives what it was made with, or raises it."""

    def __init__(self, answer):
        self.answer = answer

    def give(self, *args):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Int(Answers):
    __int__ = Answers.give


class Index(Answers):
    __index__ = Answers.give


class Real(Answers):
    __float__ = Answers.give


class Bytes(Answers):
    __bytes__ = Answers.give


class Iter(Answers):
    __iter__ = Answers.give


class Both(Index, Real):
    pass


class Own(int):
    def __float__(self):
        return 2.5

    def __int__(self):
        return 7


class OwnFloat(float):
    def __float__(self):
        return 2.5


VALUES = (
    3, N(3), True, 2.5, F(2.5), "a", S("a"), b"a", B(b"a"), None, [1], (1,), ValueError("v"),
    TypeError("t"), KeyError("k"), iter([1]), bytearray(b"a"), 2**70, -1, 256,
)
for cls in (Int, Index, Real, Bytes, Iter, Both):
    for answer in VALUES:
        made = cls(answer)
        if type(answer) is not type(iter([])):
            t(lambda: int(made))
            t(lambda: float(made))
            for form in ("%d", "%i", "%x", "%f", "%g", "%c", "%5.1f"):
                t(lambda: form % made)
                t(lambda: form.encode() % made)
            t(lambda: b"%b" % made)
            t(lambda: b"%s" % made)
        if answer != 2**70 or cls is Iter:
            t(lambda: bytes(made))
            t(lambda: bytearray(made))
        t(lambda: int.from_bytes(made))
        if type(answer) is not type(iter([])):
            t(lambda: dict([made]))
            t(lambda: dict(made))
for value in (Own(3), OwnFloat(3), N(3), F(3.5), S("3"), B(b"3"), A(b"3"), S("x"), B(b"x")):
    t(lambda: float(value))
    t(lambda: int(value))
    t(lambda: "%d %s" % (value, value))
    t(lambda: "%f" % value)
for text in ("0x_1f", "0x__1f", "0x_", "_1", "0b_1", "0o_7", "0x1f_", "1_0", "+0x_1"):
    t(lambda: int(text, 16))
    t(lambda: int(text, 0))
    t(lambda: int(text))
for items in ([256], [-1], [1, 2], [Index(3)], [Index(300)], ["a"], Iter(ValueError("v")), Iter(3)):
    t(lambda: int.from_bytes(items))
    t(lambda: bytes(items))
    t(lambda: bytearray(items))

# Slices

for part in (2**70, -(2**70), 2, -2, None):
    for other in (2**70, -(2**70), 1, None):
        t(lambda: slice(other, None, part).indices(5))
        t(lambda: slice(None, other, part).indices(5))
t(lambda: slice(None, None, 0).indices(5))
t(lambda: slice(None).indices(-1))

# Operators by methods


class P:
    def __pow__(self, other, mod=None):
        return "pow", type(other).__name__, mod

    def __rpow__(self, other, mod=None):
        return "rpow", type(other).__name__, mod

    def __divmod__(self, other):
        return "divmod", type(other).__name__

    def __rdivmod__(self, other):
        return "rdivmod", type(other).__name__

    def __mul__(self, other):
        return 2

    __rmul__ = __mul__


class Q(P):
    pass


class R(P):
    def __rpow__(self, other, mod=None):
        return "own rpow"

    def __rdivmod__(self, other):
        return "own rdivmod"


class Z:
    def __pow__(self, other, mod=None):
        return NotImplemented

    __rpow__ = __divmod__ = __rdivmod__ = __pow__


for one in (P(), Q(), R(), Z(), 3, "a"):
    for two in (P(), Q(), R(), Z(), 3):
        t(lambda: pow(one, two, 5))
        t(lambda: pow(one, two))
        t(lambda: divmod(one, two))
        t(lambda: math.sumprod([one], [two]))
        t(lambda: math.sumprod([one, one], [two]))
        t(lambda: math.sumprod([one], [two, two]))
t(lambda: math.sumprod([Z()], []))


class Raising:
    @property
    def value(self):
        raise ValueError("v")

    @property
    def lost(self):
        raise AttributeError("l")

    @property
    def looked(self):
        raise LookupError("k")


for name in ("value", "lost", "looked", "nothing"):
    t(lambda: getattr(Raising(), name, 3))
    t(lambda: hasattr(Raising(), name))

# Texts and bytes

t(lambda: B.fromhex("ab"))
t(lambda: b"%b %s" % (b"x", bytearray(b"y")))
t(lambda: "__name__" in type(math).__dict__)
t(lambda: math.__name__)
t(lambda: type(B.fromhex("ab")).__name__)
t(lambda: type(A.fromhex("ab")).__name__)
t(lambda: B.fromhex("a"))
for text in ("\ud800", "a\ud800\udc00b", "a\udc00\ud800", "\ud800a\ud800", "a"):
    for codec in ("utf-8", "utf8", "UTF8"):
        t(lambda: bytes(text, codec))
        t(lambda: bytearray(text, codec, "strict"))
        t(lambda: text.encode(codec))
t(lambda: str.maketrans("ab", "cd", "ae"))
t(lambda: str.maketrans("", "", "a"))
t(lambda: "abcde".translate(str.maketrans("ab", "cd", "ae")))
for form in (
    "{0[a}", "{0[", "{0[}", "{0[0}]}", "{0[0]x}", "{0[0]]}", "{0[[0]}", "{0.}", "{0[]}", "{[0}",
    "{0[0].}", "{0[0][}", "{0.real[}", "{a[}", "{a[0}", "{:{0[}}", "{0[0]", "{0[0]}}", "{0[{]}",
    "{0[a]:{1[b}}", "{0[!r}", "{0[:]}", "{0[:}", "{!r[}", "{0[{0}]}",
):
    t(lambda: form.format([1], [2]))
    t(lambda: form.format_map({"a": [1], "0": [2]}))

# Containers

for size in range(3):
    class Removing:
        def __eq__(self, other):
            for each in (0, 1, 2, 3)[size:]:
                one.pop(each, None)
            return True

        __hash__ = None

    one = {0: Removing(), 1: 2, 2: 3, 3: 4}
    two = {0: Removing(), 1: 2, 2: 3, 3: 5}
    t(lambda: one == two)
    t(lambda: list(one))
t(lambda: D.fromkeys("ab", 3))
t(lambda: type(D.fromkeys("ab", 3)).__name__)
t(lambda: D.fromkeys({1: 2, 3: 4}))


class Fixed(dict):
    def __new__(cls):
        return {5: 6}


class Other:
    def __setitem__(self, key, value):
        print(key, value)


class Elsewhere(dict):
    def __new__(cls):
        return Other()


t(lambda: Fixed.fromkeys("ab", 3))
t(lambda: Fixed.fromkeys({1: 2}, 3))
t(lambda: type(Elsewhere.fromkeys("ab", 3)).__name__)
view = {1: 2}.keys()
t(lambda: view.isdisjoint(view))
view = {}.items()
t(lambda: view.isdisjoint(view))
names = P.__dict__
filled = {}
t(lambda: filled.update(names))
t(lambda: (filled["__mul__"] is names["__mul__"], list(filled) == list(names)))
t(lambda: names.get("nothing"))
t(lambda: names.get("nothing", 3))
t(lambda: names.get(3, 4))
t(lambda: names.get([], 4))
t(lambda: names.get(S("__mul__")) is names["__mul__"])
t(lambda: names[S("__mul__")] is names["__mul__"])
t(lambda: S("__mul__") in names)
t(lambda: names[3])
t(lambda: names[[]])
t(lambda: names[S("x")])
t(lambda: [] in names)
t(lambda: 3 in names)
t(lambda: (P.__dict__ | Raising.__dict__)["value"] is Raising.__dict__["value"])
t(lambda: len(P.__dict__ | Raising.__dict__) > len(P.__dict__))
t(lambda: (P.__dict__ | {"x": 1})["x"])
t(lambda: ({"x": 1} | P.__dict__)["x"])
t(lambda: P.__dict__.__or__(Raising.__dict__)["__mul__"] is names["__mul__"])
t(lambda: P.__dict__.__ror__(Raising.__dict__)["value"] is Raising.__dict__["value"])
t(lambda: P.__dict__.__or__(3))
t(lambda: P.__dict__.__ror__(3))
for method in ("__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__"):
    for value in (len, [].append, Raising().__init__, P().__pow__, (1).__add__):
        t(lambda: getattr(value, method)(value))
        t(lambda: getattr(value, method)(3))
t(lambda: property(None, isinstance).__set__(3, int))
t(lambda: property(None, isinstance).__set__(3, 4))
t(lambda: property(None, None, callable).__delete__(3))
t(lambda: property(None, lambda *a: 3).__set__(3, 4))


class Equal(str):
    def __eq__(self, other):
        if self.same is True:  # after another answer CPython may come by the same entry again
            print("asked", other)
        return self.same

    __hash__ = str.__hash__


for same in (True, False, NotImplemented, 0):
    Equal.same = same
    t(lambda: names.get(Equal("__mul__"), 3) is names["__mul__"])
    t(lambda: names[Equal("__mul__")] is names["__mul__"])
    t(lambda: Equal("__mul__") in names)
