"""Exceptions: arguments and keywords of their classes, attributes read and set, groups, notes."""


class S(str):
    pass


class B(bytes):
    pass


class N(int):
    pass


class T(tuple):
    pass


class L(list):
    pass


class I:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n

    def __repr__(self):
        return "I"


class E(Exception):
    pass


class K(AttributeError):
    pass


# Keywords

for cls in (E, K, ValueError, AttributeError, NameError, ImportError, OSError, StopIteration):
    t(lambda: cls(x=1))
    t(lambda: cls(1, name="n"))
    t(lambda: cls(1, name="n").name)
    t(lambda: cls(1, name="n", x=2))
    t(lambda: cls(1, obj=3).obj)
    t(lambda: cls.__init__(cls(), x=2))
    t(lambda: cls.__init__(cls(), 1, name=2))
    t(lambda: cls.__new__(cls, 1, x=2).args)
t(lambda: ImportError("a", name="n", path="p", name_from="f").name_from)

# Fields and their writers

FIELDS = {
    "SystemExit": ("code",),
    "NameError": ("name",),
    "AttributeError": ("name", "obj"),
    "ImportError": ("name", "path", "name_from", "msg"),
    "OSError": ("errno", "strerror", "filename", "filename2", "characters_written"),
    "StopIteration": ("value",),
    "SyntaxError": ("msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset",
                    "print_file_and_line"),
}
MADE = (
    SystemExit(3), NameError("a"), AttributeError("a"), ImportError("a"), OSError(200, "a", "f"),
    StopIteration(3), SyntaxError("a", ("f", 1, 2, "t")),
)
for made in MADE:
    for name in FIELDS[type(made).__name__] if type(made).__name__ in FIELDS else ():
        t(lambda: getattr(made, name))
        for new in (3, "a", None, I(4), N(5), 2**31 - 1, -1):
            put(made, name, new)
        put(made, name)
        put(made, name)
    t(lambda: str(made))
    put(made, "nothing")
written = BlockingIOError(1, "a", 7)
t(lambda: written.characters_written)
t(lambda: written.args)
put(written, "characters_written", "a")
put(written, "characters_written", 8)
put(written, "characters_written")
put(written, "characters_written")

for third in ("f", I(4), 2.5, None, True, I("a"), [1], b"f"):
    for cls in (BlockingIOError, OSError, FileNotFoundError):
        t(lambda: cls(200, "a", third))
        t(lambda: cls(200, "a", third).filename)
        t(lambda: cls(200, "a", third).characters_written)
        t(lambda: cls(200, "a", third).args)
        t(lambda: str(cls(200, "a", third)))


class Silent(OSError):
    def __init__(self, *args):
        pass


class Calling(OSError):
    def __init__(self, first):
        super().__init__(first, "text", "f")


class Making(OSError):
    def __new__(cls, *args):
        return super().__new__(cls, *args)

    def __init__(self, *args):
        pass


class Changing(OSError):
    def __new__(cls, *args):
        return super().__new__(cls, 1, "x")


class Printing(OSError):
    __init__ = print


class Blocking(BlockingIOError):
    pass


for cls in (Silent, Calling, Making, Changing, Printing, Blocking):
    t(lambda: cls(1).args)
    t(lambda: str(cls(1)))
    t(lambda: cls(1))
    t(lambda: (cls(1).errno, cls(1).filename))
    t(lambda: cls(1, x=2))
t(lambda: Blocking(1, "a", 3).filename)
again = OSError(200, "a", "f")
t(lambda: (again.__init__(2, "b", "g"), again.args, again.errno))
t(lambda: OSError.__new__(OSError, 200, "a", "f").args)
t(lambda: str(UnicodeDecodeError.__new__(UnicodeDecodeError, 1)))
t(lambda: UnicodeDecodeError.__new__(UnicodeDecodeError, 1).start)

# Syntax errors

for place in (
    ("f", 1, 2, "t"), ["f", 1, 2, "t"], ("f", 1, 2), ("f", 1, 2, "t", 5), ("f", 1, 2, "t", 5, 6),
    ("f", 1, 2, "t", 5, 6, 7), ("f", 1, 2, "t", 5, 6, 7, 8), (), [], 3, None, "abcd", "abc", {},
    T(("f", 1, 2, "t")), L(["f", 1, 2, "t"]), T(()), range(4), range(3), iter("abcd"),
):
    t(lambda: SyntaxError("m", place).filename)
    t(lambda: SyntaxError("m", place).lineno)
    t(lambda: SyntaxError("m", place).text)
    t(lambda: SyntaxError("m", place).end_offset)
    t(lambda: str(SyntaxError("m", place)))
t(lambda: SyntaxError().msg)
t(lambda: SyntaxError("a", 2, 3).filename)

# Unicode errors

ARGUMENTS = ("e", b"abc", 0, 1, "r")
for cls, given in (
    (UnicodeDecodeError, ("e", b"abc", 0, 1, "r")),
    (UnicodeEncodeError, ("e", "abc", 0, 1, "r")),
    (UnicodeTranslateError, ("abc", 0, 1, "r")),
):
    t(lambda: cls(*given))
    for place in range(len(given)):
        for new in (
            3, "x", S("x"), None, b"x", bytearray(b"x"), B(b"x"), [], N(1), I(1), True, 1.5, -1,
            2**31 - 1,
        ):
            changed = given[:place] + (new,) + given[place + 1:]
            t(lambda: cls(*changed))
            t(lambda: cls(*changed).object)
            t(lambda: str(cls(*changed)))
            t(lambda: (cls(*changed).start, cls(*changed).end, cls(*changed).reason))
    t(lambda: cls(*given[1:]))
    t(lambda: cls(*given, 1))
    made = cls(*given)
    for name in ("encoding", "object", "start", "end", "reason"):
        for new in (3, "a", None, b"c", I(1), N(1), True):
            put(made, name, new)
            t(lambda: str(made))
        put(made, name)
        t(lambda: str(made))

# Attributes of all exceptions

made = E(1)
for new in (None, E(2), made, 3, E, "a"):
    put(made, "__cause__", new)
    put(made, "__context__", new)
    put(made, "__traceback__", new)
    put(made, "args", new)
    t(lambda: made.with_traceback(new))
    put(made, "__suppress_context__", new)
for name in ("__cause__", "__context__", "__traceback__", "args", "__suppress_context__"):
    put(made, name)
put(made, "__suppress_context__", 1)
put(made, "__suppress_context__", True)
put(made, "__suppress_context__", False)
put(made, "args", "ab")
t(lambda: made.add_note(3))
t(lambda: made.__notes__)
t(lambda: made.add_note("a"))
t(lambda: made.add_note(S("b")))
t(lambda: made.__notes__)
put(made, "__notes__", 3)
t(lambda: made.add_note("a"))
put(made, "__notes__", (1,))
t(lambda: made.add_note("a"))
put(made, "__notes__", None)
t(lambda: made.add_note("a"))
put(made, "__notes__", L([1]))
t(lambda: made.add_note("a"))
t(lambda: made.__notes__)
put(made, "__notes__")
put(made, "__notes__")

# Groups


class G(ExceptionGroup):
    def derive(self, members):
        return G(self.message, members)


class H(BaseExceptionGroup):
    pass


class X(BaseExceptionGroup, ValueError):
    pass


class Y(BaseException):
    pass


class Members:
    def __len__(self):
        return 1

    def __getitem__(self, place):
        if place:
            raise IndexError
        return E(1)

    def __repr__(self):
        return "Members"


for cls in (ExceptionGroup, BaseExceptionGroup, G, H, X):
    for given in (
        (), ("m",), ("m", []), ("m", [E(1)]), ("m", [Y(1)]), ("m", [Y(1), E(1)]), ("m", (E(1),)),
        ("m", E(1)), ("m", [3]), ("m", [E]), (3, [E(1)]), (S("m"), [E(1)]), ("m", L([E(1)])),
        ("m", T((E(1),))), ("m", Members()), ("m", {1: 2}), ("m", "ab"), ("m", range(2)),
        ("m", iter([E(1)])), ("m", [E(1)], 3), ("m", None), (None, [E(1)]),
    ):
        t(lambda: cls(*given))
        t(lambda: str(cls(*given)))
        t(lambda: cls(*given).args)
        t(lambda: cls(*given).exceptions)
    t(lambda: cls("m", [E(1)], x=2))
    t(lambda: cls(message="m", exceptions=[E(1)]))
    made = cls("m", [E(1), ValueError(2), ExceptionGroup("n", [KeyError(3), E(4)])])
    for name in ("message", "exceptions"):
        put(made, name, 3)
        put(made, name)
    made.__cause__, made.__context__ = E(7), E(8)
    made.add_note("a")
    for wanted in (
        E, (E, KeyError), ValueError, Y, (), (3,), 3, None, [E], int, (E, int), Exception,
        lambda e: True, lambda e: isinstance(e, E), lambda e: None, lambda e: [1],
        lambda e: type(e) is ExceptionGroup, lambda e: 1 // 0, len, "a",
    ):
        t(lambda: made.split(wanted))
        t(lambda: made.subgroup(wanted))
    found, left = made.split(E)
    t(lambda: (found.__cause__, found.__context__, found.__notes__, type(found), type(left)))
    t(lambda: made.derive([E(1)]))
    t(lambda: made.derive([Y(1)]))
    t(lambda: made.derive([]))
    t(lambda: made.derive(3))
