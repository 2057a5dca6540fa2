"""Builtins on user classes whose special methods answer with something of a wrong type."""


class I:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


class J:
    def __int__(self):
        return "a"

    def __float__(self):
        return "a"

    def __len__(self):
        return "a"

    def __bool__(self):
        return "a"

    def __hash__(self):
        return "a"

    def __str__(self):
        return 3

    def __repr__(self):
        return 3

    def __format__(self, s):
        return 3

    def __bytes__(self):
        return 3

    def __iter__(self):
        return 3

    def __contains__(self, x):
        return I("a")

    def __trunc__(self):
        return 3

    def __round__(self, *a):
        return "r"

    def __complex__(self):
        return 1

    def __length_hint__(self):
        return "a"

    def __next__(self):
        return 1

    def __reversed__(self):
        return "rev"

    def __divmod__(self, o):
        return "dm"

    def __pow__(self, o, m=None):
        return ("pow", m)

    def __rpow__(self, o, m=None):
        return ("rpow", m)

    def __abs__(self):
        return "abs"


class L:
    def __len__(self):
        return -1


class L3:
    def __len__(self):
        return I(3)


for f in (
    lambda x: [1][x],
    lambda x: range(x),
    lambda x: "a" * x,
    lambda x: "a".center(x),
    lambda x: chr(x),
    lambda x: bin(x),
    lambda x: [1][x:],
    lambda x: int(x),
    lambda x: float(x),
    lambda x: bytes(x),
    lambda x: [].insert(x, 1),
    lambda x: round(1.5, x),
    lambda x: int("1", x),
    lambda x: (1).to_bytes(x),
    lambda x: "abc".find("a", x),
    lambda x: bytearray(b"a").append(x),
    lambda x: b"%c" % x,
    lambda x: "%c" % x,
    lambda x: "%d" % x,
    lambda x: b"abc".find(x),
    lambda x: x in b"abc",
    lambda x: list(range(9))[::x],
    lambda x: slice(1).indices(x),
    lambda x: "a".split("a", x),
):
    t(lambda: f(I("a")))
    t(lambda: f(I(True)))
j = J()
for f in (
    int,
    float,
    len,
    bool,
    hash,
    str,
    repr,
    format,
    bytes,
    iter,
    lambda x: 3 in x,
    round,
    abs,
    lambda x: divmod(x, 1),
    lambda x: pow(x, 1),
    lambda x: pow(x, 1, 2),
    lambda x: pow(1, x, 2),
    lambda x: pow(1, x),
    list,
    reversed,
    lambda x: round(x, 3),
    lambda x: "%s" % x,
    lambda x: "%d" % x,
    lambda x: f"{x}",
    lambda x: f"{x!r}",
    sum,
    lambda x: [*x],
    lambda x: b"%b" % x,
    lambda x: "%f" % x,
    ascii,
    lambda x: print(x),
    lambda x: next(x),
):
    t(lambda: f(j))
t(lambda: len(L()))
t(lambda: len(L3()))
t(lambda: bool(L()))
t(lambda: list(L()))
