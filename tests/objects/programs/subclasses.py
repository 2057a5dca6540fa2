"""Builtins on instances of user classes that inherit from builtin types, or have `__index__`."""


class I:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


class S(str):
    pass


class B(bytes):
    pass


class N(int):
    pass


class F(float):
    pass


t(lambda: chr(I(65)))
t(lambda: chr(N(65)))
t(lambda: ord(S("a")))
t(lambda: ord(B(b"a")))
t(lambda: chr(I(-1)))
t(lambda: chr(1 << 70))
t(lambda: chr(I("a")))
t(lambda: round(1.5, I(0)))
t(lambda: round(15, I(-1)))
t(lambda: round(1.25, N(1)))
t(lambda: round(F(1.5)))
t(lambda: round(N(15), -1))
t(lambda: round(1.5, "a"))
t(lambda: round(1.5, None))
t(lambda: round("a"))
t(lambda: abs(N(-3)))
t(lambda: abs(F(-3)))
t(lambda: divmod(N(7), 2))
t(lambda: divmod(7, F(2)))
t(lambda: divmod(N(7), N(0)))
t(lambda: divmod("a", 1))
t(lambda: pow(N(3), 2, 5))
t(lambda: pow(3, N(2), N(5)))
t(lambda: pow(3, 2, I(5)))
t(lambda: pow(2, -1, N(5)))
t(lambda: pow(2.0, 2, 3))
t(lambda: pow("a", 2, 3))
t(lambda: pow(2, 3, 0))
t(lambda: bin(I(5)))
t(lambda: hex(N(5)))
t(lambda: oct(I(-5)))
t(lambda: bin(1.0))
t(lambda: format(S("a"), S(">3")))
t(lambda: format(3, S("x")))
t(lambda: getattr(3, S("real")))
t(lambda: hasattr(3, S("real")))
t(lambda: sum([N(1), N(2)]))
t(lambda: sum([F(1), 2]))
t(lambda: sum([[1], [2]], []))
t(lambda: sum(["a"], ""))
t(lambda: sum([S("a")], S("")))
t(lambda: sum([b"a"], b""))
t(lambda: sum([1, 2.5, N(3)]))
t(lambda: isinstance(3, (int, (str, float))))
t(lambda: isinstance(3, [int]))
t(lambda: isinstance(3, ()))
t(lambda: issubclass(int, (str, (int,))))
t(lambda: issubclass(3, int))
t(lambda: isinstance("a", (int, 3)))
t(lambda: print(1, sep=3))
t(lambda: print(1, end=S("x\n")))
t(lambda: print(1, sep=S("-")))
t(lambda: int(S("12")))
t(lambda: int(B(b"12")))
t(lambda: float(S("1.5")))
t(lambda: int("z", I(36)))
t(lambda: int(S("z"), 36))
t(lambda: int(3, 10))
t(lambda: int(I(3)))
t(lambda: int(F(3.5)))
t(lambda: str(B(b"a"), "utf-8"))
t(lambda: bytes(I(3)))
t(lambda: bytes([I(3), N(4)]))
t(lambda: bytearray(N(3)))
t(lambda: "abc"[I(1)])
t(lambda: "abc"[N(1)])
t(lambda: [1, 2, 3][I(0) : I(2)])
t(lambda: "a" * I(3))
t(lambda: [1] * N(2))
t(lambda: "abc".center(I(6)))
t(lambda: "abc".find("b", I(0), N(3)))
t(lambda: range(I(3)))
t(lambda: list(range(N(1), I(3))))
t(lambda: slice(1, 2).indices(I(5)))
t(lambda: "a,b".split(S(","), I(1)))
t(lambda: S(",").join(["a", S("b")]))
t(lambda: type(S("a").upper()))
t(lambda: type(S("a") + ""))
t(lambda: type(N(3) + 0))
t(lambda: type(+N(3)))
t(lambda: type(F(3).__abs__()))
t(lambda: S("a") == "a")
t(lambda: "%s %d" % (S("a"), N(3)))
t(lambda: "%d" % I(3))
t(lambda: "%x" % I(30))
t(lambda: "%c" % I(65))
t(lambda: "%c" % S("a"))
t(lambda: "{:>5}".format(S("a")))
t(lambda: "abc".replace(S("a"), "x", I(1)))
t(lambda: "abc".startswith((S("a"),)))
t(lambda: b"abc".startswith(B(b"a")))
t(lambda: b"a".join([B(b"x"), bytearray(b"y")]))
t(lambda: b"abc".find(I(98)))
t(lambda: N(98) in b"abc")
t(lambda: I(98) in b"abc")
t(lambda: bytearray(b"a").append(I(3)))
t(lambda: (3).to_bytes(I(2), S("big")))
t(lambda: int.from_bytes(B(b"ab")))
t(lambda: N(5).bit_length())
t(lambda: N.from_bytes(b"a"))
t(lambda: type(N.from_bytes(b"a")))
t(lambda: min(S("b"), "a"))
t(lambda: [1, 2].index(N(2)))
t(lambda: [1, 2, 3].pop(I(0)))
t(lambda: [1, 2].insert(N(0), 3))
t(lambda: S("abc").translate({97: S("x")}))
t(lambda: str.maketrans(S("a"), S("b")))
t(lambda: S("a").__class__.__name__)
t(lambda: S("é").encode(S("utf-8")))
t(lambda: enumerate([1], I(3)).__next__())
t(lambda: enumerate([1], "a"))


class Letters(str):
    def __str__(self):
        return "STR"

    def __repr__(self):
        return "REPR"


class Number(int):
    def __float__(self):
        return 1.25

    def __str__(self):
        return "instr"

    def __index__(self):
        return 88


class Pair(tuple):
    def __new__(cls, *items):
        return super().__new__(cls, items)


class Some(set):
    pass


class Frozen(frozenset):
    pass


class Octets(bytearray):
    pass


class Missing(dict):
    def __missing__(self, key):
        return ("missing", key)


t(lambda: repr(Some([1])))
t(lambda: Frozen([1]))
t(lambda: Frozen())
t(lambda: Octets(b"a"))
t(lambda: str(Octets(b"a")))
t(lambda: str(B(b"a")))
t(lambda: isinstance("a", Pair(int, str)))
t(lambda: issubclass(str, Pair(int, Pair(str))))
t(lambda: "abc".startswith(Pair("x", "a")))
t(lambda: b"abc".endswith(Pair(b"x", b"c")))
t(lambda: "%s %r %f %d %x" % (Letters("a"), Letters("a"), Number(5), Number(5), Number(5)))
t(lambda: "%(zz)s" % Missing(a=1))
t(lambda: f"{Letters('abc')} {Letters('abc')!r:>6} {Number(5)}")
t(lambda: "".join([Letters("abc")]))
t(lambda: print(Letters("abc"), Number(3)))
t(lambda: [Letters("abc"), Number(3)])
t(lambda: float(Number(5)))
t(lambda: int(Number(5)))
t(lambda: [0] * Number(2))
t(lambda: Missing(a=1)["b"])
t(lambda: Missing(a=1).get("b"))
t(lambda: {**Missing(a=1)})
t(lambda: type(Missing(a=1) | {}))
t(lambda: type(Missing(a=1).copy()))
