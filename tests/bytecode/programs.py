# mypy: ignore-errors
# ruff: noqa
def calls(a, /, b, *args, c=1, d, **kw):
    f(a, *args, c=c, **kw)
    return g(*args), h(x=1), a.m(b), a.m(*b), a.m(k=1)


# ---
def comprehensions(x):
    y = [i for i in x if i]
    z = {i: j for i, j in y}
    w = {(lambda: i)() for i in x}
    return [[j for j in i] for i in z], all(k for k in w), any(k for k in w), tuple(k for k in w)


# ---
class Outer:
    a = 1
    b: int = 2
    if a:
        c: str = "x"

    def m(self):
        return super().m() + __class__.a

    class Inner(Base, metaclass=Meta, flag=True):
        __slots__ = ("p",)
        d = [a for a in range(3)]

    x = [lambda: q for q in range(3)]


# ---
x: int = 1
for i in range(3):
    y: list[int] = []
    if i:
        z: "str"


# ---
def handlers():
    try:
        try:
            a()
        except (ValueError, TypeError) as e:
            raise RuntimeError from e
        except OSError:
            return 1
        else:
            b()
        finally:
            c()
    except* KeyError as g:
        d(g)
    except* (A, B):
        pass
    finally:
        del x


# ---
def contexts():
    for i in x:
        with a as b, c() as (d, e):
            if i:
                continue
            elif j:
                break
            return b
    else:
        return None


# ---
def generator(a):
    try:
        x = yield
        y = yield from a
        yield x, y
    finally:
        yield 1
    with a:
        yield 2


# ---
def patterns(s):
    match s:
        case []:
            return 0
        case [a, *rest, 1]:
            return a
        case {"k": v, **others}:
            return v
        case Point(x=0, y=[1, 2]) | Other(3, z=4) as q if q:
            return q
        case -1 | 2.5 | None | True | "t":
            return 1
        case str() | int():
            return 2
        case _:
            return 3


# ---
def texts(a, b):
    assert a, f"{a!r:>{b}} {b=} {a:.2f}{'x'}"
    del a[1:2], b.c, a[0]
    a[1:2] = b
    a.x += 1
    a[b] **= 2
    u, (v, *w), *q = a
    return a if not b else a[::2] < b <= 3 in a is not None


# ---
def closure():
    x = y = 1

    def inner(z=x, *, k=y):
        nonlocal x
        global G
        x += z
        G = x
        del G

        def innermost():
            return x, y, k

        return innermost

    del y
    return inner


# ---
import a.b.c as d, e
from m import f as g, h
from n import *


# ---
def loops(n):
    while n > 0:
        n -= 1
        if n == 3:
            continue
        while True:
            if n:
                break
    else:
        return n
    return [x for x in range(n) for y in range(x) if y if x], {**a, **b}, {*a, *b}, (*a, *b), [*a]


# ---
from __future__ import annotations

q: int = 1


def f(x: int) -> str: ...
