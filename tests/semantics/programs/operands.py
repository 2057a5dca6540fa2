"""Programs on operators, keys, indices and iterators whose operands do not quite fit."""


def operators_of_sequences():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    class N:
        def __radd__(self, other):
            return "radd"

        def __rmul__(self, other):
            return NotImplemented

        def __index__(self):
            return 2

    class M:
        def __add__(self, other):
            return NotImplemented

        def __mul__(self, other):
            return NotImplemented

    class P(M):
        def __radd__(self, other):
            return "first"

    class Q:
        def __radd__(self, other):
            return NotImplemented

    def add(a, b):
        a += b
        return a

    def multiply(a, b):
        a *= b
        return a

    return [
        t(lambda: add([1], N())), t(lambda: add([1], Q())), t(lambda: add([1], M())),
        t(lambda: multiply([1], N())), t(lambda: multiply([1], M())), t(lambda: M() * [1]),
        t(lambda: N() * [1]), t(lambda: M() + [1]), t(lambda: multiply(M(), [1])),
        t(lambda: multiply(N(), [1])), t(lambda: M() + P()), t(lambda: M() + N()),
        t(lambda: "a" * M()), t(lambda: M() * "a"), t(lambda: (1,) + N()), t(lambda: b"a" + Q()),
        t(lambda: add("a", N())), t(lambda: "a" + M()), t(lambda: Q() + Q()), t(lambda: M() + Q()),
    ]  # fmt: skip


def proxies_compared():
    class C:
        pass

    class D:
        def __eq__(self, other):
            return "mine"

    p = C.__dict__
    return [dict(p) == p, p == dict(p), {} == p, p != {}, D() == p, p == D(), "__module__" in {**p}]


def hashes_of_all_kinds():
    class I(int):
        pass

    class H:
        def __init__(self, value):
            self.value = value

        def __hash__(self):
            return self.value

    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    return [
        hash(H(I(5))), hash(H(True)), hash(H(1 << 70)) == hash(1 << 70), hash(H(-1)),
        hash((1, H(5))) == hash((1, 5)), hash((H(5), (2, 3))) == hash((5, (2, 3))),
        t(lambda: hash((1, H("x")))), t(lambda: hash(H(None))), t(lambda: {(H(1.5),): 1}),
    ]  # fmt: skip


def keys_that_change_the_table():
    log = []

    class K:
        def __init__(self, name, action=None):
            self.name = name
            self.action = action

        def __hash__(self):
            return 1

        def __eq__(self, other):
            if self.action is not None:
                action, self.action = self.action, None
                action()
            return self is other or other == "never"

    d = {}
    b, c = K("b"), K("c")
    a = K("a")
    d[a], d[b], d[c] = 1, 2, 3

    def forget():
        log.append("forget")
        del d[b]
        del d[c]

    a.action = forget
    found = d.get(K("x"), "nothing")
    d[1] = "an int"
    d[True] = "a bool"
    return found, [getattr(k, "name", k) for k in d], list(d.values()), log, 1 in d, d[1]


def keys_that_go_while_they_are_compared():
    log = []

    class K:
        def __init__(self, name):
            self.name = name

        def __hash__(self):
            return 1

        def __eq__(self, other):
            log.append((self.name, other.name))
            if other.name == "asked" and self.name == "a":
                del d[a]
                del d[b]
            return self is other

    class Name:
        def __hash__(self):
            return hash("x")

    def f(*, x=1):
        return x

    a, b, c = K("a"), K("b"), K("c")
    d = {a: 1, b: 2, c: 3}
    f.__kwdefaults__ = {Name(): 1, "x": 2}
    return d.get(K("asked"), "nothing"), list(d.values()), log, f(), repr([].append)[:36]


def keys_that_are_found_slowly():
    class K:
        def __hash__(self):
            return 1

        def __eq__(self, other):
            return type(other) is int

    d = {K(): "k"}
    d[1] = "one"
    e = {**{K(): "k"}, 1: "one"}
    e.update({1: "two"})
    s = {K()}
    s |= {1}
    return list(d.values()), list(e.values()), len(s), 1 in s, (1, "one") in d.items()


def indices_of_objects():
    class I:
        def __init__(self, value):
            self.value = value

        def __index__(self):
            if isinstance(self.value, type):
                raise self.value("index")
            return self.value

    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    def put(container, key):
        container[key] = 1

    def delete(container, key):
        del container[key]

    class Plain:
        pass

    return [
        t(lambda: put("abc", I(0))), t(lambda: put((1,), I(5))), t(lambda: put(Plain(), I(0))),
        t(lambda: put({1}, I(0))), t(lambda: put("abc", I(ValueError))), t(lambda: delete("abc", I(0))),
        t(lambda: delete((1,), I(1))), t(lambda: delete(Plain(), I(0))), t(lambda: delete({1}, I(0))),
        t(lambda: put("abc", I(1 << 70))), t(lambda: delete(b"abc", I(1 << 70))),
        t(lambda: I(300) in b"abc"), t(lambda: I(ValueError) in b"abc"), t(lambda: I(97) in b"abc"),
        t(lambda: I(TypeError) in bytearray(b"abc")), t(lambda: [1, 2][I(1)]),
        t(lambda: [1][I(ValueError)]), t(lambda: range(3)[Plain()]), t(lambda: [1] * I(2)),
        t(lambda: [1] * Plain()), t(lambda: (5, 1) in {}.items()), t(lambda: (5, 1) in {5: 1}.items()),
        t(lambda: [1][Plain() :]), t(lambda: "x" * I(ValueError)), t(lambda: range(Plain())),
    ]  # fmt: skip


def iterators_in_one_another():
    class It:
        def __init__(self, error):
            self.error = error

        def __iter__(self):
            return self

        def __next__(self):
            return 1

        def send(self, value):
            raise self.error("sent", value)

    def delegating(error):
        return (yield from It(error))

    def sent(error):
        g = delegating(error)
        next(g)
        try:
            return g.send(5)
        except Exception as e:
            return type(e).__name__, e.args

    d = {1: 1, 2: 2, 3: 3}
    seen = []
    for k in d:
        seen.append(k)
        if k == 1:
            del d[2]
            d[4] = 4
    back = []
    for k in reversed(d):
        back.append(k)
        if k == 4:
            del d[3]
            d[5] = 5
    gone = []
    g = {1: 1, 2: 2, 3: 3}
    try:
        for k in g:
            gone.append(k)
            if k == 1:
                del g[1]
                del g[2]
                g[4] = g[5] = 5
    except RuntimeError as error:
        gone.append(str(error))
    e = enumerate(enumerate(enumerate("ab", 5)), 7)
    return list(e), list(e), seen, back, gone, sent(ValueError), sent(StopIteration), sent(KeyError)


def lists_that_grow_while_they_are_sorted():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    def growing(grow):
        items = [3, 1, 2]
        try:
            items.sort(key=lambda x: grow(items) or x)
        except ValueError as e:
            return str(e), items
        return items

    def add(items):
        items += [7]

    def unpack(items):
        items[:] = [*items, 7]

    return [
        growing(lambda items: items.append(7)), growing(add), growing(lambda items: items.extend((7, 8))),
        growing(lambda items: items.insert(0, 7)), growing(unpack), growing(lambda items: None),
        growing(lambda items: items.extend([])), growing(lambda items: items.clear()),
    ]  # fmt: skip


def mappings_of_many_kinds():
    class C:
        x = 1

    class Keys:
        def __init__(self, keys):
            self.found = keys

        def keys(self):
            return self.found

        def __getitem__(self, key):
            return key * 2

    class Old:
        def __getitem__(self, index):
            return "ab"[index]

    class Empty:
        pass

    class Failing:
        def __iter__(self):
            raise ValueError("iter")

    class Refusing:
        def __iter__(self):
            raise TypeError("iter")

    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    def keywords(**given):
        return given

    def update(mapping):
        d = {"z": 0}
        d.update(mapping)
        return d

    return [
        "x" in {**C.__dict__}, t(lambda: {**Keys(Old())}), t(lambda: keywords(**Keys(Old()))),
        t(lambda: update(Keys(Old()))), t(lambda: {**Keys(5)}), t(lambda: {**Keys(Empty())}),
        t(lambda: keywords(**Keys((1,)))), t(lambda: {**Keys(iter("ab"))}), t(lambda: {**5}),
        t(lambda: {**Keys(Failing())}), t(lambda: {**Keys(Refusing())}),
        t(lambda: keywords(**Keys(Refusing()))), t(lambda: update(Keys(5))), t(lambda: keywords(**Keys(None))),
    ]  # fmt: skip


def matches_of_mappings():
    class M(dict):
        pass

    class G(dict):
        get = None

    def matched(value):
        try:
            match value:
                case {"a": x, **rest}:
                    return x, rest
                case {"b": y}:
                    return y
        except Exception as e:
            return type(e).__name__, str(e)
        return "nothing"

    class D:
        a = 5

    return matched(M(a=1, c=2)), matched(G(a=1)), matched(M(b=3)), matched(5), matched(D.__dict__)[0]


def operands_of_methods():
    class S(set):
        pass

    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    return [
        S({1}) in {frozenset({1})}, S({2}) in {frozenset({1})}, t(lambda: "a".center(1 << 70)),
        t(lambda: type("a\0b", (), {})), t(lambda: type(1, x=2)), t(lambda: type(1, 2)),
        t(lambda: str(UnicodeDecodeError.__new__(UnicodeDecodeError))),
        t(lambda: int | 5),
        str(KeyError(KeyError("inner"))), str(ValueError(ValueError("inner"))), f"{OSError(1, KeyError(2))}",
    ]  # fmt: skip
