def slice_of_int():
    a, b = 0, 1
    return (5)[a:b]


def slice_of_dict():
    a, b = 0, 1
    return {}[a:b]


def store_slice_not_iterable():
    a, b, x = 0, 1, [1]
    x[a:b] = 5


def store_slice_byte():
    a, b, x = 0, 1, bytearray(b"ab")
    x[a:b] = [256]


def delete_class_attribute():
    class A:
        pass

    del A().__class__


def delete_missing_name_in_class():
    class A:
        del missing


def annotation_of_unknown_name():
    class A:
        x: unknown_name

    return A.__annotations__


def set_display_of_int():
    x = 5
    return {1, *x}


def unpack_star_of_int():
    a, *b = 5


def unpack_star_memory_free():
    a, *b, c = "abcd"
    return a, b, c


def recursion_nested_set_display():
    a = ()
    for i in range(20000):
        a = (a,)
    try:
        return {a, 1}
    except RecursionError:
        return "deep"


def recursion_nested_set_comprehension():
    a = ()
    for i in range(20000):
        a = (a,)
    try:
        return {x for x in [a]}
    except RecursionError:
        return "deep"


def recursion_nested_dict_comprehension():
    a = ()
    for i in range(20000):
        a = (a,)
    try:
        return {x: 1 for x in [a]}
    except RecursionError:
        return "deep"


def recursion_nested_membership():
    a, b = [], []
    for i in range(20000):
        a, b = [a], [b]
    try:
        return a in [b]
    except RecursionError:
        return "deep"


def set_changes_during_membership():
    s = {1, 2}

    class A:
        def __eq__(self, o):
            s.add(len(s) + 10)
            return False

        def __hash__(self):
            return 99

    return A() in iter(s)


def membership_of_large_byte():
    return 300 in b"a"


def recursion_nested_key_subscript():
    a = ()
    for i in range(20000):
        a = (a,)
    try:
        return {1: 2}[a]
    except RecursionError:
        return "deep"


def recursion_nested_key_store():
    a = ()
    for i in range(20000):
        a = (a,)
    try:
        d = {}
        d[a] = 1
    except RecursionError:
        return "deep"


def recursion_nested_key_delete():
    a = ()
    for i in range(20000):
        a = (a,)
    try:
        d = {}
        del d[a]
    except RecursionError:
        return "deep"


def recursion_nested_key_update():
    a = ()
    for i in range(20000):
        a = (a,)
    try:
        return {1, *[a]}
    except RecursionError:
        return "deep"


def containers_inside_themselves():
    class R:
        def __init__(self, whole):
            self.whole = whole

        def __repr__(self):
            return repr(self.whole[0])

    class S(set):
        pass

    class F(frozenset):
        pass

    class B(bytearray):
        def __repr__(self):
            return "own"

    class P(bytearray):
        pass

    held = [None]
    held[0] = {R(held)}
    one = repr(held[0])
    held[0] = frozenset([R(held)])
    two = repr(held[0])
    held[0] = {1: R(held)}
    three = repr(held[0])
    held[0] = {1: R(held)}.values()
    four = repr(held[0])
    inner = []
    t = (inner, 1)
    inner.append(t)
    return [
        one, two, three, four, repr(t), repr(inner), repr(S({1})), repr(S()), repr(F({1})), repr(F()),
        str(B(b"x")), repr(B(b"x")), repr(P(b"x")), str(P(b"x")), repr(bytearray(b"it's")),
        repr(bytearray(b"'\"")), ascii("a\x80\u1234\U0001f600"), repr([S({1}), P(b"'")]),
    ]  # fmt: skip


def errors_with_fields():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    def changed(error, **fields):
        for name, value in fields.items():
            setattr(error, name, value)
        return str(error)

    u = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "reason")
    s = SyntaxError("m", ("dir/file", 3, 1, "text"))
    return [
        t(lambda: str(OSError())), t(lambda: str(OSError("x"))), t(lambda: str(OSError(1, "b"))),
        t(lambda: str(OSError(1, "b", "f"))), t(lambda: str(OSError(1, "b", "f", None, "g"))),
        t(lambda: changed(OSError("x"), filename="f")), t(lambda: changed(OSError("x"), errno=5)),
        t(lambda: changed(OSError("x"), errno=5, strerror="s")), t(lambda: str(s)),
        t(lambda: changed(s, lineno=None)), t(lambda: changed(s, filename=None)),
        t(lambda: changed(s, filename=5, lineno=4)), t(lambda: changed(s, filename="f", lineno="x")),
        t(lambda: changed(u, object="text")), t(lambda: changed(u, object=b"ab", end=2)),
        t(lambda: changed(UnicodeEncodeError("a", "x", 0, 1, "r"), object=b"b")),
        t(lambda: str(UnicodeTranslateError("\U0001f600", 0, 1, "r"))),
        t(lambda: str(UnicodeEncodeError("a", "\u1234", 0, 1, "r"))),
        t(lambda: str(SyntaxError("m"))), t(lambda: str(SyntaxError())),
    ]  # fmt: skip


def functions_and_cells():
    def outer():
        def inner():
            return x

        shown = repr(inner.__closure__[0])  # with an address on CPython
        x = 5
        return shown[:5], shown[-7:]

    class S:
        __slots__ = ("s",)

    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    return [
        outer(), repr(int.real), repr(S.s), repr(len), repr(int.__add__), repr(str.join), t(lambda: format("a", "z")), t(lambda: format("a", "z>3")), t(lambda: f"{'a':z}"),
        t(lambda: f"{'a':-}"), t(lambda: f"{'a':=3}"), t(lambda: f"{'a':,}"),
    ]  # fmt: skip
