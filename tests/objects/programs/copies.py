"""Mappings and sets of user classes copied and joined, colliding keys, texts of subclasses of str."""

import math
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, other):
        LOG.append((self.n, getattr(other, "n", other)))
        return NotImplemented if not isinstance(other, K) else self.n == other.n
    def __repr__(self): return "K%d" % self.n
LOG = []
class D(dict):
    def keys(self):
        LOG.append("keys"); return ["z"]
    def __getitem__(self, k):
        LOG.append("item"); return 9
class DI(dict):
    def __iter__(self):
        LOG.append("iter"); return dict.__iter__(self)
    def keys(self):
        LOG.append("keys"); return ["z"]
    def __getitem__(self, k):
        LOG.append("item"); return 9
class DS(set):
    def __iter__(self):
        LOG.append("iter"); return iter([1, 2])
class Raises:
    def __getattr__(self, name):
        LOG.append(name); raise KeyError(name)
class RaisesA:
    def __getattr__(self, name):
        LOG.append(name); raise AttributeError(name)
class KeysRaise:
    def keys(self): raise AttributeError("inner")
class KeysRaise2:
    def keys(self): raise KeyError("inner")
class KeysItem:
    def keys(self): return ["a", "b"]
    def __getitem__(self, k): raise KeyError("x", "y")
class KeysItem1:
    def keys(self): return ["a", "b"]
    def __getitem__(self, k): raise KeyError(5)
class Own:
    pass
class S(str): pass
class St:
    def __str__(self): return S("s")
    def __repr__(self): return S("r")
    def __format__(self, spec): return S("f" + spec)
def f(*a, **k): return (a, k)
def main():
    def show(label, g):
        LOG.clear()
        try:
            r = g()
            print(label, repr(r), type(r).__name__, LOG)
        except Exception as e:
            print(label, type(e).__name__, str(e), LOG)
    a, b, c = K(1), K(2), K(3)
    d = {a: 1, b: 2, c: 3}
    s = {a, b, c}
    show("copy", lambda: d.copy())
    show("dict(d)", lambda: dict(d))
    show("{**d}", lambda: {**d})
    show("{**d,**d}", lambda: {**d, **d})
    show("d|{}", lambda: d | {})
    show("{}|d", lambda: {} | d)
    show("update", lambda: {}.update(d))
    show("update2", lambda: {5: 1}.update(d))
    show("fromkeys d", lambda: dict.fromkeys(d))
    show("set(s)", lambda: len(set(s)))
    show("s.copy", lambda: len(s.copy()))
    show("frozenset", lambda: len(frozenset(s)))
    show("s|set()", lambda: len(s | set()))
    show("set()|s", lambda: len(set() | s))
    show("{*s}", lambda: len({*s}))
    show("union", lambda: len(set().union(s)))
    show("set(d)", lambda: len(set(d)))
    show("list", lambda: len(set([a,b,c])))
    show("set(keys)", lambda: len(set(d.keys())))
    show("frozenset(d)", lambda: len(frozenset(d)))
    show("s-s", lambda: len(s - s))
    show("s<=s", lambda: s <= s)
    show("s==s2", lambda: s == {a, b, c})
    show("d==d", lambda: d == {a: 1, b: 2, c: 3})
    show("upd s", lambda: set().update(s))
    show("upd s1", lambda: {7}.update(s))
    show("keys&", lambda: len(d.keys() & d.keys()))
    def deleted():
        e = {a: 1, b: 2, c: 3}
        del e[a]; LOG.clear(); e[K(4)] = 1
        return list(e.values())
    show("deleted", deleted)
    def deleted4():
        e = {a: 1, b: 2, c: 3}
        del e[b]; LOG.clear()
        return len(dict(e))
    show("deleted4", deleted4)
    show("isdisjoint", lambda: {1}.isdisjoint(DS()))
    show("|D", lambda: {"a": 1} | D(a=2))
    show("D|", lambda: D(a=2) | {"a": 1})
    show("Dcopy", lambda: D(a=2).copy())
    show("|DI", lambda: {"a": 1} | DI(a=2))
    show("DI|", lambda: DI(a=2) | {"a": 1})
    show("DIcopy", lambda: DI(a=2).copy())
    show("DI0", lambda: DI().copy())
    show("dict(D)", lambda: dict(D(a=2)))
    show("dict(DI)", lambda: dict(DI(a=2)))
    show("**D", lambda: {**D(a=2)})
    show("**DI", lambda: {**DI(a=2)})
    show("f**D", lambda: f(**D(a=2)))
    show("f**DI", lambda: f(**DI(a=2)))
    for k in (Raises, RaisesA, KeysRaise, KeysRaise2, KeysItem, KeysItem1, Own):
        show("{**}" + k.__name__, lambda: {**k()})
        show("f**" + k.__name__, lambda: f(**k()))
        show("dict" + k.__name__, lambda: dict(k()))
        show("update" + k.__name__, lambda: {}.update(k()))
        show("f**2" + k.__name__, lambda: f(a=1, **k()))
    o = Own(); o.keys = lambda: ["q"]
    show("own keys", lambda: {**o})
    show("own keys2", lambda: dict(o))
    show("own3", lambda: f(**o))
    show("f**int", lambda: f(**{1: 2}))
    show("f**K", lambda: f(**{a: 2}))
    show("f**5", lambda: f(**5))
    show("{**5}", lambda: {**5})
    x = St()
    for g in (lambda: str(x), lambda: repr(x), lambda: ascii(x), lambda: f"{x}", lambda: f"{x!r}", lambda: f"{x!s}", lambda: f"{x!a}", lambda: f"{x:q}", lambda: f"{x}{x}", lambda: f"a{x}", lambda: format(x), lambda: format(x, "z"), lambda: "{}".format(x), lambda: "{!r}".format(x), lambda: "{}{}".format("", x), lambda: "{}{}".format(x, ""), lambda: "%s" % x, lambda: "%r" % x, lambda: "%a" % x, lambda: "%1s" % x, lambda: "%5s" % x, lambda: "%.1s" % x, lambda: "%.0s" % x, lambda: "%+s" % x, lambda: "%s%s" % ("", x), lambda: "%s%s" % (x, ""), lambda: S("abc") % (), lambda: S("%%") % (), lambda: S("abc").format(), lambda: S("{{").format(), lambda: S("").format(), lambda: "".join([S("a")]), lambda: S("a") + "", lambda: S("a") * 1, lambda: str(ValueError(x)), lambda: str(KeyError(x)), lambda: S("a").replace("b", "c"), lambda: S("a").strip(), lambda: S("a")[:], lambda: S("abc").partition("z"), lambda: "abc".partition(S("b")), lambda: S("abc").rpartition("z")[2], lambda: S("a").translate({}), lambda: S("").translate({}), lambda: S("a").expandtabs(), lambda: S("a").zfill(0), lambda: S("a").ljust(0), lambda: S("a").lower(), lambda: S("a").removeprefix("z"), lambda: S("ab").split("z")[0], lambda: S("ab").splitlines()[0], lambda: str(object=x), lambda: str.__str__(S("a")), lambda: str.__format__(S("a"), ""), lambda: format(S("a")), lambda: f"{S('a')}", lambda: "{}".format(S("a")), lambda: object.__str__(x), lambda: object.__format__(x, "")):
        def typed():
            r = g()
            return (r, [type(i).__name__ for i in r] if type(r) is tuple else type(r).__name__)
        show("text", typed)
    show("range", lambda: (type(range.__dict__["start"]).__name__, type(range.start).__name__, repr(range.start), type(slice.start).__name__, type(property.fget).__name__, type(type(f).__closure__).__name__, type(super.__thisclass__).__name__, type(BaseException.args).__name__, type(StopIteration.value).__name__, type(int.real).__name__))
    for h in ("\xe9", "0\xe9", "00\xe9", "0g\xe9", "00 \xe9", "0 \xe9", " \u1234", "0", "000", "zz"):
        show("hex", lambda: bytes.fromhex(h))
        show("hex", lambda: bytearray.fromhex(h))
    show("math", lambda: (type(math.__getattribute__("__hash__")).__name__, type(math.__getattribute__("sin")).__name__, type(math.__hash__).__name__, type(math.__repr__).__name__))


main()
