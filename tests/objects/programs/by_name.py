"""Special methods that are called by name, and builtins on what iterates or converts otherwise."""

import math


class S(str):
    pass


class T(tuple):
    pass


class D(dict):
    def __iter__(self):
        return iter(["a"])

    def keys(self):
        return ["a"]


class L(list):
    pass


class N(int):
    pass


class F(float):
    pass


class Added:
    def __radd__(self, other):
        return "added", other


class Raises:
    def __init__(self, error):
        self.error = error

    def __iter__(self):
        raise self.error


class Length(str):
    def __len__(self):
        return 1


class Rounded:
    def __floor__(self):
        return "floor"

    def __ceil__(self):
        return "ceil"

    def __trunc__(self):
        return "trunc"

    def __float__(self):
        return 2.5


class Index:
    def __index__(self):
        return 3


class Real:
    def __float__(self):
        return 2.25


class Product:
    def __mul__(self, other):
        return 7

    __rmul__ = __mul__


def count():
    yield 1


# Sums and products

for items in ([1.5, Added()], [1.5, 2, Added()], [1, 1.5, None], [F(1.5), N(2), 3], [1.5, 2**2000]):
    t(lambda: sum(items))
    t(lambda: sum(items, 0.5))
    t(lambda: math.fsum(items))
    t(lambda: math.sumprod(items, items))
t(lambda: math.fsum([2**1100]))
t(lambda: math.fsum([1.0, 2**1100]))
t(lambda: math.sumprod([Product(), Product()], [1, 2]))
t(lambda: math.sumprod([Product()], [1, 2]))
for value in (Rounded(), Index(), Real(), F(2.5), N(3), 2.5, True, "a", None, 2**70):
    for function in (math.floor, math.ceil, math.trunc, math.sqrt, math.fabs, math.isfinite, round):
        t(lambda: function(value))
    t(lambda: math.ldexp(1.5, value))
    t(lambda: math.dist(T((value,)), (0,)))
    t(lambda: math.dist(L([1]), [value, 2]))

# Texts and bytes

t(lambda: b"%d %d" % T((1, 2)))
t(lambda: b"%s" % (T((1, 2)),))
t(lambda: "%d %s" % T((1, "a")))
t(lambda: "%s" % T(("a", "b")))
for source in (Raises(ValueError("v")), Raises(TypeError("t")), Raises(KeyError("k")), 3, None, "ab", S("ab"),
               [1, 2], [300], ["a"], Index(), count(), b"ab", {1: 2}, L([1])):
    t(lambda: b"-".join(source))
    t(lambda: "-".join(source))
    t(lambda: bytearray(b"x").extend(source))
    t(lambda: bytes(source) if source is not None and type(source) is not int else 0)
for sep in (S("-"), Length("--"), Length(""), "--", b"-", 3, None, "\xe9", S("")):
    t(lambda: b"abc".hex(sep))
    t(lambda: b"abc".hex(sep, 2))
    t(lambda: b"abc".hex(sep, Index()))
for value in (S("a"), S("\xe9"), "a", "\xe9"):
    t(lambda: type(iter(value)).__name__)
    t(lambda: type(str.__iter__(value)).__name__)
    t(lambda: list(str.__iter__(value)))


class Table:
    def __init__(self, *answers):
        self.answers = list(answers)

    def __getitem__(self, number):
        answer = self.answers[number % len(self.answers)]
        if isinstance(answer, Exception):
            raise answer
        return answer


for table in (
    Table("x"), Table("xy", "z"), Table("x", None), Table(None, None, "x"), Table(LookupError()),
    Table("x", KeyError()), Table("x", ValueError("v")), Table(65, "x"), Table("\xe9", "x"),
    Table("x", "\xe9"), Table("x", ""), Table("", "xyz"), Table(2.5), Table("x", -1), Table("x" * 50),
    Table("x", "x" * 50),
):
    for text in ("abcd", "a\xe9b", "", "\xe9\u1234", "aabb"):
        t(lambda: text.translate(table))

# Dicts and their views

odd = D(a=1, b=2)
t(lambda: odd.copy())
t(lambda: dict.copy(odd))
t(lambda: odd | {"c": 3})
t(lambda: {"c": 3} | odd)
t(lambda: dict.__or__(odd, {"c": 3}))
t(lambda: dict.copy(D()))
t(lambda: D() | {"c": 3})
t(lambda: D.copy(odd).__class__.__name__)
names = Index.__dict__
t(lambda: list(names.copy()) == list(names))
t(lambda: list(reversed(names))[-1:] == list(names)[:1])
t(lambda: list(names.keys()) == list(names))
t(lambda: len(names.items()) == len(names.values()))
t(lambda: str(names)[:15])
t(lambda: f"{names}"[:15])
t(lambda: names.__str__()[:15])
t(lambda: repr(names)[:15])
t(lambda: names.__or__(3))
for part in ("keys", "values", "items"):
    view = getattr({1: 2, 3: 4}, part)()
    t(lambda: list(reversed(view)))
    t(lambda: next(view.__iter__()))
    t(lambda: next(view.__reversed__()))
    if part != "values":
        for other in (view, [1], [(1, 2)], {1}, {5: 6}.keys(), {1: 2}.items(), [], range(9), count(), 3):
            t(lambda: view.isdisjoint(other))
            t(lambda: view == other)
            t(lambda: view <= other)
            t(lambda: view > other)

# Iterators, generators, functions and descriptors by name

for made in (
    iter([1]), iter((1,)), iter("a"), iter(b"a"), iter({1: 2}), iter({1}), iter(range(1)), zip([1]),
    map(str, [1]), filter(None, [1]), enumerate("a"), reversed([1]), count(), iter(range(2**70, 2**70 + 1)),
    reversed({1: 2}), iter(int, 3) if False else iter({1: 2}.items()),
):
    t(lambda: made.__iter__() == made)
    t(lambda: made.__next__())
    t(lambda: made.__next__())
    t(lambda: made.__next__())


def stopping():
    try:
        yield 1
    except ValueError:
        return 5


stopped = stopping()
next(stopped)
t(lambda: stopped.throw(ValueError))
t(lambda: stopped.__next__())
t(lambda: (lambda a: a).__call__(3))
t(lambda: (lambda a: a).__get__(3)())
t(lambda: (lambda a: a).__get__(None, int)(3))
t(lambda: (lambda a: a).__get__(None, None)(3))
t(lambda: count.__get__(3, int).__self__)
t(lambda: Index().__index__.__get__(3, int)())
t(lambda: Index().__index__.__get__(None, None))
t(lambda: Index().__index__.__call__())
t(lambda: len.__call__([1]))
t(lambda: property(len).fget([1]))
t(lambda: (property(None, len).fset([1]), property(None, None, len).fdel([])))
t(lambda: property(len).__isabstractmethod__)
t(lambda: staticmethod(len).__call__([1]))
t(lambda: None.__bool__())
t(lambda: NotImplemented.__bool__())
t(lambda: object.__subclasshook__(int))
t(lambda: int.__subclasshook__(int))
t(lambda: None.__repr__())
t(lambda: count.__eq__(3))
t(lambda: type.mro(N))
t(lambda: N.mro())
t(lambda: super(N, N(3)).__getattribute__("real"))
t(lambda: super(N, N(3)).__getattribute__(S("real")))
t(lambda: super(N, N(3)).__getattribute__(3))
t(lambda: super(N).__getattribute__("real"))
t(lambda: [1].__iadd__([2]))
t(lambda: L([1]).__iadd__("ab"))
t(lambda: [1].__imul__(Index()))
t(lambda: L([1]).__imul__(Index()))
t(lambda: {1}.__ior__({2}))
t(lambda: {1}.__ior__([2]))
t(lambda: [1].__add__(3))
t(lambda: (1).__add__("a"))
t(lambda: "a".__mul__("b"))


def sorting(values):
    def key(value):
        inner.sort(key=lambda each: -each)
        return value

    inner = [1, 2]
    values.sort(key=key)
    return values, inner


t(lambda: sorting([2, 1]))
for value in (S("12"), S("x"), L([1])):
    t(lambda: int(value))
    t(lambda: complex if False else float(value))


class TextWithInt(str):
    def __int__(self):
        return 8


t(lambda: int(TextWithInt("3")))
t(lambda: int(TextWithInt("x")))
t(lambda: int(TextWithInt("11"), 2))
for start in (0, 1, 2**70, -3):
    t(lambda: range(start, start + 5).index(start + 2.0))
    t(lambda: range(start, start + 5).index(Index()))
    t(lambda: range(start, start + 5).count(start + 2.0))
    t(lambda: (start + 2.0) in range(start, start + 5))


# What needs user code in the middle


class Key:
    def __init__(self, number, answer):
        self.number = number
        self.answer = answer

    def __hash__(self):
        return self.number

    def __eq__(self, other):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


for answer in (True, False, ValueError("v"), KeyError("k")):
    t(lambda: "abc".translate({Key(98, answer): "x", 97: "y"}))
    t(lambda: "abc".translate({97: "y", Key(97, answer): "x"}))
for name in ("real", S("real"), 3, [], None):
    t(lambda: super.__getattribute__(super(N, N(3)), name))
    t(lambda: super.__getattribute__(super(N), name))


def nested(values):
    def key(value):
        values.sort()
        return value

    values.sort(key=key)
    return values


t(lambda: nested([2, 1]))


def filled(values):
    def key(value):
        values.append(value)
        values.sort()
        return value

    values.sort(key=key)
    return values


t(lambda: filled([2, 1]))
t(lambda: math.fsum(iter([2**1100])))
t(lambda: math.fsum(iter([1.5, N(2)])))


class NoFloat:
    def __float__(self):
        return "a"


t(lambda: math.sqrt(NoFloat()))
t(lambda: math.fsum([NoFloat()]))
t(lambda: b"abc".hex(L("-")))
t(lambda: b"abc".hex(N(3)))
t(lambda: L([1]).__imul__(2))
t(lambda: L([1]).__iadd__([2]))
t(lambda: type(L([1]).__imul__(2)).__name__)


def grown():
    held = Index.__dict__
    held |= {}


t(grown)


class Set(set):
    pass


class Contains(set):
    def __len__(self):
        return 1

    def __contains__(self, element):
        return element == 1


for part in ("keys", "items"):
    view = getattr({1: 2, 3: 4}, part)()
    for other in (Set(), Set([1]), Set([1, 3]), Set([1, 3, 5]), Contains(), Contains([1, 3]), {7}, {7, 8, 9}):
        t(lambda: view.isdisjoint(other))
        t(lambda: (view == other, view != other, view <= other, view < other))
        t(lambda: (other == view, other >= view, other > view))
for value in (len, [].append, None, count, Index().__index__, (1).__add__):
    t(lambda: type(value.__hash__()).__name__)
for source in (range(3), iter([1, 2]), count(), {1: 2}, {7}, b"ab", [1], (1, 256)):
    t(lambda: int.from_bytes(source))
for name in (3, [], Index(), None):
    t(lambda: Index().__index__.__getattribute__(name))
    t(lambda: count.__get__(3).__getattribute__(name))
t(lambda: [1].__mul__(Index()))
t(lambda: (1).__and__("a"))
t(lambda: "a".__add__(3))
t(lambda: b"a".__mod__(3))
