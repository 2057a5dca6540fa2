"""Classes that inherit from property, classmethod, staticmethod and iterators; super without a start."""


def name(x):
    return type(x).__name__

class S(str):
    def __hash__(self):
        return str.__hash__(self)

class P(property):
    extra = 1

class CM(classmethod):
    pass

class SM(staticmethod):
    pass

def main():
    def show(label, f):
        try:
            print(label, f())
        except Exception as e:
            print(label, type(e).__name__, str(e))
    def doc():
        "hello"
        return 1
    p = P(lambda self: 41)
    show("p", lambda: (name(p), p.extra, p.fget is not None, isinstance(p, property), p.__doc__))
    def tag():
        p.tag = 5
        return p.tag, dict(p.__dict__)
    show("tag", tag)
    class C:
        a = p
        b = P(doc)
        c = CM(lambda cls: cls.__name__)
        d = SM(lambda: 7)
        @P
        def e(self):
            "docs"
            return "e"
        @e.setter
        def e(self, v):
            self.got = v
    show("access", lambda: (C().a, C().c(), C.c(), C().d(), C.d(), name(C.__dict__["c"]), name(C.__dict__["d"])))
    show("P", lambda: (name(C.a), C.e.__doc__, name(C.e), C.b.__doc__, P(doc).__doc__, dict(P(doc).__dict__)))
    def sets():
        c = C(); c.e = 3
        return c.got, c.e
    show("sets", sets)
    show("getter", lambda: (name(p.getter(len)), name(p.setter(len)), name(p.deleter(len))))
    class Q(property):
        def __init__(self, *a, **k):
            super().__init__(*a, **k)
            self.n = len(a)
    show("Q", lambda: (Q(len).n, Q(len).setter(abs).n, name(Q(len).setter(abs))))
    class R(property):
        def __get__(self, obj, owner=None):
            return ("got", obj is None, super().__get__(obj, owner) if obj is not None else None)
    class D:
        r = R(lambda self: 9)
    show("R", lambda: (D.r, D().r))
    class E:
        __slots__ = ()
        x = P(lambda self: 1, None, None, "given")
    show("doc", lambda: (E.x.__doc__, E.x.__name__, P().__doc__))
    show("noset", lambda: setattr(E(), "x", 1))
    show("nodel", lambda: delattr(E(), "x"))
    show("cm attrs", lambda: (CM(len).__func__ is len, CM(len).__wrapped__ is len, SM(len)("abc"), SM(len).__func__ is len, CM(doc).__name__, CM(doc).__doc__))
    def cmtag():
        c = CM(doc); c.z = 1
        return c.z, list(c.__dict__)
    show("cm tag", cmtag)
    class SM2(staticmethod):
        def __init__(self, f):
            super().__init__(f)
            self.f = f
    show("SM2", lambda: (SM2(len).f is len, SM2(len).__func__ is len))
    class E2(enumerate): pass
    class Z2(zip): pass
    class M2(map): pass
    class F2(filter): pass
    show("E2", lambda: (name(E2([1])), list(E2("ab")), name(iter(E2([])))))
    show("Z2", lambda: (name(Z2([1])), list(Z2("ab", "cd"))))
    show("M2", lambda: (name(M2(len, [1])), list(M2(abs, [1, -2]))))
    show("F2", lambda: (name(F2(None, [1])), list(F2(None, [0, 1]))))
    show("super", lambda: name(super.__new__(super)))
    show("super2", lambda: repr(super.__new__(super)))
    show("super3", lambda: super.__new__(super).x)
    show("super4", lambda: (super.__new__(super).__self__, super.__new__(super).__thisclass__, super.__new__(super).__self_class__))
    show("P.__new__", lambda: (name(P.__new__(P)), P.__new__(P).fget))
    show("cm new", lambda: (name(CM.__new__(CM)), CM.__new__(CM).__func__))
    show("cm new2", lambda: (name(classmethod.__new__(classmethod)), classmethod.__new__(classmethod).__func__, classmethod.__new__(classmethod, 1, 2, a=3).__func__))
    show("sm new2", lambda: (name(staticmethod.__new__(staticmethod)), staticmethod.__new__(staticmethod).__func__))
    show("cm()", lambda: classmethod())
    show("cm()", lambda: classmethod(1, 2))
    show("cm()", lambda: classmethod(function=1))
    show("super repr", lambda: (repr(super(C, C())), repr(super(C)), repr(super(int, bool))))
    show("repr", lambda: (repr(CM(len)), repr(SM(len))))
    show("map", lambda: name(map.__new__(M2, len, [])))

    class Lost(property):
        def __init__(self, *parts):
            pass
    show("lost", lambda: (Lost(len).fget, Lost(len).__doc__))
    class Closed(property):
        __slots__ = ()
    def undocumented(self):
        return 1
    show("closed", lambda: (Closed(undocumented).fget is undocumented, Closed().__doc__))
    show("closed doc", lambda: Closed(doc))
    show("closed doc", lambda: Closed(undocumented, doc="x").__doc__)
    class Asking(property):
        def __setattr__(self, name, value):
            print("set", name, value)
            super().__setattr__(name, value)
    show("asking", lambda: (Asking(doc).__doc__, Asking(undocumented).__doc__))
    class Named(classmethod):
        def __setattr__(self, name, value):
            print("set", name)
            super().__setattr__(name, value)
    show("named", lambda: Named(doc).__name__)
    class Bound(staticmethod):
        def __get__(self, instance, owner=None):
            return super().__get__(instance, owner)("xyz") + 1
    class Holder:
        size = Bound(len)
        made = P.__new__(P)
        empty = classmethod.__new__(classmethod)
        void = staticmethod.__new__(staticmethod)
    show("bound", lambda: (Holder.size, Holder().size))
    show("made", lambda: Holder().made)
    show("empty", lambda: Holder.empty)
    show("void", lambda: Holder.void)
    show("reinit", lambda: classmethod(len).__init__(abs))
    def again():
        wrapper = staticmethod(len)
        wrapper.__init__(abs)
        return wrapper(-4)
    show("again", again)
    show("keyword", lambda: staticmethod(function=len))
    show("none", lambda: (classmethod(None).__func__, repr(staticmethod(None))))
    class Count(enumerate):
        def __next__(self):
            number, item = super().__next__()
            return number * 10, item
    show("count", lambda: (list(Count("ab", 1)), next(Count("ab")), iter(Count("")).__class__.__name__))
    class Pairs(zip):
        def __iter__(self):
            return iter([1])
    show("pairs", lambda: (list(Pairs("ab")), next(Pairs("ab"))))
    class Mapped(map):
        def __new__(cls, *given):
            return super().__new__(cls, str, *given)
    show("mapped", lambda: (list(Mapped([1, 2])), Mapped([]).__class__.__name__))
    class Filtered(filter):
        note = "n"
    def marked():
        made = Filtered(None, [0, 2])
        made.tag = 3
        return made.tag, made.note, list(made), made.__dict__
    show("marked", marked)
    for kind in (P, CM, SM, E2, Z2, M2, F2):
        show(kind.__name__, lambda: (kind.__mro__[1].__name__, isinstance(kind, type)))
        if kind is not E2:
            show("no arguments", lambda: name(kind()))
        show("hash", lambda: kind.__hash__ is object.__hash__)
    for member in ("fget", "fset", "fdel", "__doc__", "__name__"):
        show(member, lambda: getattr(C.e, member).__class__.__name__)
        show(member, lambda: setattr(P(doc), member, "changed"))
        show(member, lambda: delattr(P(doc), member))
    for member in ("__func__", "__wrapped__", "__name__", "__doc__"):
        show(member, lambda: getattr(CM(doc), member).__class__.__name__)
        show(member, lambda: setattr(SM(doc), member, "changed"))


main()


# What is asked of them seldom


def seldom(action):
    try:
        print(repr(action()))
    except Exception as error:
        print(type(error).__name__, error)


class Own(property):
    pass


class Elsewhere(property):
    def __new__(cls, *args):
        return property(*args) if args and args[0] is None else property.__new__(cls)


def shown(self):
    """Text of a getter."""
    return self


for cls in (Own, Elsewhere):
    for first in (None, shown):
        seldom(lambda: type(cls(first).getter(None)).__name__)
        seldom(lambda: type(cls(first).setter(None)).__name__)
        seldom(lambda: type(cls(first).deleter(shown)).__name__)
        seldom(lambda: cls(first).getter(shown).__doc__)
for number in ("a", 2.5, None, b"a"):
    seldom(lambda: OSError(number, "text"))
