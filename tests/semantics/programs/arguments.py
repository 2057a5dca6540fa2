"""Programs that call natives with arguments that do not fit their parameters."""


def numbers_of_arguments():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    e = enumerate
    return [
        t(lambda: e()), t(lambda: e([], 1, 2)), t(lambda: e([], start=1, x=2)), t(lambda: e([], x=1)),
        t(lambda: e(iterable=[], x=1)), t(lambda: list(e(iterable="a", start=3))), t(lambda: e(start=1)),
        t(lambda: e([], 1, start=2)), t(lambda: e([], iterable=[])), t(lambda: list(e("a", start=2))),
        t(lambda: int(1, 2, 3)), t(lambda: int("1", base=10, x=1)), t(lambda: int(x="1")),
        t(lambda: sum()), t(lambda: sum([], 0, 1)), t(lambda: sum([], start=0, x=1)),
        t(lambda: sum([], 0, start=1)), t(lambda: sum(start=1)), t(lambda: sum(iterable=[])),
        t(lambda: sorted()), t(lambda: sorted([], None)), t(lambda: sorted([], k=1)),
        t(lambda: sorted([], key=None, reverse=0, x=1)), t(lambda: [].sort(1)), t(lambda: [].sort(x=1)),
        t(lambda: [].sort(None, key=None, reverse=1, x=2)), t(lambda: [].sort(key=1, reverse=1, x=3)),
        t(lambda: print(x=1)), t(lambda: max(x=1)), t(lambda: max()), t(lambda: zip(x=1)),
        t(lambda: zip(strict=1, x=1)), t(lambda: "a".split(1, 2, 3)), t(lambda: "a".split(sep="b", x=1)),
        t(lambda: "a".split("b", sep="b")), t(lambda: "a".split("b", 1, maxsplit=1)),
        t(lambda: "a".encode(1, 2, 3)), t(lambda: "a".encode(encoding="x", errors="y", z="z")),
        t(lambda: b"a".decode("x", encoding="x")), t(lambda: (1).to_bytes(1, "big", True)),
        t(lambda: (1).to_bytes(1, "big", signed=True, x=1)), t(lambda: str(1, 2, 3, 4)),
        t(lambda: str(b"", "a", encoding="a")), t(lambda: str(x=1)), t(lambda: bytes("a", x=1)),
        t(lambda: pow(1)), t(lambda: pow(1, 2, 3, 4)), t(lambda: pow(1, 2, x=3)), t(lambda: pow(1, exp=2)),
        t(lambda: round()), t(lambda: round(1, 2, 3)), t(lambda: round(1, n=2)),
        t(lambda: round(1, 2, number=1)), t(lambda: round(1, ndigits=0, number=2)),
        t(lambda: property(1, 2, 3, 4, 5)), t(lambda: property(1, fget=1)), t(lambda: property(x=1)),
        t(lambda: "a".replace("a", "b", count=1, x=1)), t(lambda: "a".expandtabs(1, 2)),
        t(lambda: "a".expandtabs(x=1)), t(lambda: "a".splitlines(1, keepends=1)),
    ]  # fmt: skip


def methods_without_arguments():
    def t(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__, str(e)

    return [
        t(lambda: str.upper()), t(lambda: str.upper("a", 1)), t(lambda: str.upper(5)),
        t(lambda: int.__add__()), t(lambda: int.__add__(1)), t(lambda: int.__add__(1, 2, 3)),
        t(lambda: int.__add__("a", 1)), t(lambda: int.__pow__(1)), t(lambda: int.__pow__(1, 2, 3, 4)),
        t(lambda: (1).__rpow__()), t(lambda: [].__getitem__()), t(lambda: [].__setitem__(1)),
        t(lambda: [].__setitem__(1, 2, 3)), t(lambda: [].__len__(1)), t(lambda: [].append()),
        t(lambda: [].append(1, 2)), t(lambda: [].clear(1)), t(lambda: [].pop(1, 2)),
        t(lambda: {}.get()), t(lambda: {}.get(1, 2, 3)), t(lambda: {}.keys(1)), t(lambda: dict.keys()),
        t(lambda: dict.fromkeys()), t(lambda: dict.fromkeys([], 1, 2)), t(lambda: [].insert(1)),
        t(lambda: (1).__get__()), t(lambda: len()), t(lambda: len([], 1)), t(lambda: len(obj=1)),
        t(lambda: "a".__getitem__(x=1)), t(lambda: (1).__add__(x=1)),
        t(lambda: iter()), t(lambda: iter(1, 2, 3)), t(lambda: getattr(1)), t(lambda: isinstance(1)),
        t(lambda: reversed()), t(lambda: reversed([], 1)), t(lambda: reversed(x=1)),
        t(lambda: classmethod()), t(lambda: staticmethod(1, 2)), t(lambda: super(1, 2, 3)),
        t(lambda: (len.__call__)()), t(lambda: type(len).__call__()), t(lambda: object().__eq__()),
        t(lambda: object().__init_subclass__(1)), t(lambda: object().__init_subclass__(1, x=2)),
        t(lambda: (lambda: 0).__get__()), t(lambda: (lambda: 0).__get__(1, 2, 3)), t(lambda: len.__qualname__ + str.join.__qualname__),
        t(lambda: [].append.__qualname__ + dict.fromkeys.__qualname__ + (1).__add__.__qualname__),
    ]  # fmt: skip
