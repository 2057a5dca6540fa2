"""A program, and calls, that charge what generated cases seldom charge."""

SELDOM = """
import math
class Base:
    kept = 1
class Middle(Base): pass
class C(Middle):
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration
        return self.n
def plain(): return 1
def gen():
    try: yield 1
    except ValueError: return 2
def outer():
    x = yield from [1, 2]
    return x
def again():
    import math
    return math.pi
def tried(*steps):
    found = []
    for each in steps:
        try: found.append(each())
        except Exception as error: found.append(str(error))
    return len(found)
def main():
    C.__dict__ | {}; {} | C.__dict__; object(); (2.5).__round__()
    proxy = C.__dict__
    try: proxy |= {}
    except TypeError: pass
    for _ in C(): pass
    list(C()); list(iter(plain, 1)); list(zip(range(2**70, 2**70 + 2)))
    for _ in range(2**70, 2**70 + 2): pass
    {1.5, None}; one = (1, C.kept); other = (1, C.kept + 1); one is other; one in [other]
    grown = []
    for i in range(600): grown.append(i)
    C().kept; C.kept; len(C.__dict__)
    again()
    g = outer(); next(g)
    tried(lambda: g.throw(ValueError))
    h = gen(); next(h); tried(lambda: h.throw(ValueError))
    {"a": 1}.__getitem__("a"); d = {"a": 1}; d.__delitem__("a")
    tried(lambda: type.__setattr__(C, "x", 1), lambda: type.__delattr__(C, "x"),
        lambda: int.__add__.__call__(1, 2), lambda: str.upper.__call__("a"),
        lambda: BaseException.__new__(ValueError), lambda: OSError.__new__(OSError, 1, "b"),
        lambda: UnicodeDecodeError.__new__(UnicodeDecodeError),
        lambda: UnicodeEncodeError.__new__(UnicodeEncodeError),
        lambda: UnicodeTranslateError.__new__(UnicodeTranslateError),
        lambda: ExceptionGroup("m", [ValueError()]),
        lambda: BaseExceptionGroup("m", [KeyboardInterrupt()]),
        lambda: BaseExceptionGroup.__class_getitem__(int),
        lambda: ExceptionGroup("m", [ValueError()]).__init__(1),
        lambda: bytes.maketrans(b"a", b"b"),
        lambda: bytearray.maketrans(b"a", b"b"), lambda: map.__new__(map, len, []),
        lambda: C.__dict__["kept"], lambda: Base.__dict__.__getitem__("kept"),
        lambda: Base.__dict__.__ior__({}),
        lambda: iter("a").__iter__(), lambda: iter("a").__next__(),
        lambda: iter("\xe4").__iter__(), lambda: iter("\xe4").__next__())
    tried(lambda: type(None)(), lambda: type(...)(), lambda: type(NotImplemented)(),
        lambda: type(C.__dict__)({}), lambda: type(math)("m"), lambda: type(plain)(1, {}),
        lambda: type(C().__init__)(plain, 1), lambda: type((lambda: grown).__closure__[0])(1),
        lambda: super(C).__get__(C()))
    x = y = 0
    x = \\
        x = 1
    x = x = x = 2
    return x
"""

SELDOM_CALLS = (
    ("bytearray.__rmod__", "bytearray(b'x')", "bytearray(b'%b')"),
    ("range.__eq__", "range(3)", "range(1, 4)"),
    ("range.__ne__", "range(3)", "range(1, 4)"),
    ("builtin.BaseExceptionGroup", "'m'", "[KeyboardInterrupt(), ValueError()]"),
    ("builtin.ExceptionGroup", "'m'", "[ValueError()]"),
    ("NoneType.__new__", "type(None)"),
    ("type.__new__", "type", "'C'", "(int,)", "{'a': 1}"),
)
"""Natives that pay by an entry with the same formula as theirs, each with its operands."""
