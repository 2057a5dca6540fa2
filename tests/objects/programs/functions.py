"""Attributes of functions, methods, generators and cells, read and set."""


def plain(a, b=2, *, c=3):
    """Text."""
    return a, b, c


def annotated(a: int, b: "text", *args: str) -> None:
    pass


for name in ("__name__", "__qualname__", "__module__", "__doc__", "__defaults__", "__kwdefaults__"):
    put(plain, name, "new")
    put(plain, name, 3)
    put(plain, name, None)
    if name != "__kwdefaults__":
        put(plain, name)
put(plain, "__defaults__", (1, 2))
t(lambda: plain(5, c=1))
t(lambda: plain())
put(plain, "__defaults__", [1])
put(plain, "__defaults__", (1, 2, 3, 4))
t(lambda: plain(c=1))
put(plain, "__defaults__", ())
t(lambda: plain(1, c=1))
held = {"c": 5}
plain.__defaults__, plain.__kwdefaults__ = (2,), held
t(lambda: plain(1))
held["c"] = 6
t(lambda: plain(1))


class Hashed:
    def __hash__(self):
        return hash("c")


held.clear()
held[Hashed()] = 7
t(lambda: plain(1))
held["c"] = 8
t(lambda: plain(1))
held[3] = 9
t(lambda: plain(1))
put(plain, "__kwdefaults__")
t(lambda: plain(1))
put(plain, "__defaults__")
t(lambda: plain(1))
for name in ("__closure__", "nothing"):
    put(plain, name, 3)
    put(plain, name)
t(lambda: plain.__type_params__)
put(plain, "__type_params__", (1,))
put(plain, "__type_params__", 1)

# Annotations

t(lambda: plain.__annotations__)
t(lambda: plain.__annotations__)
t(lambda: plain.__annotate__)
t(lambda: annotated.__annotations__)
t(lambda: annotated.__annotations__ is annotated.__annotations__)
t(lambda: annotated.__annotate__(1))
t(lambda: annotated.__annotate__(2))
t(lambda: annotated.__annotate__ is None)
put(plain, "__annotations__", {"a": 1})
put(plain, "__annotations__", 3)
put(plain, "__annotations__", None)
put(plain, "__annotations__")
put(plain, "__annotate__", None)
put(plain, "__annotate__", 3)
t(lambda: setattr(plain, "__annotate__", lambda how: {"how": how}))
t(lambda: plain.__annotations__)
t(lambda: setattr(plain, "__annotate__", lambda how: how))
t(lambda: plain.__annotations__)
put(plain, "__annotate__")


class Annotated:
    field: int
    other: "text" = 3

    def method(self, a: int):
        pass


class Bare:
    pass


class Wrong:
    __annotate__ = lambda how: how


class Right:
    __annotate__ = lambda how: {"how": how}


class ByClass:
    @classmethod
    def __annotate__(cls, how):
        return {"how": how, "cls": cls.__name__}


class Uncallable:
    __annotate__ = 3



class Given:
    __annotations__ = 3


for each in (Annotated, Bare, Wrong, Right, ByClass, Uncallable, Given, int, type):
    t(lambda: each.__annotations__)
    t(lambda: each.__annotations__)
t(lambda: Annotated.__annotations__ is Annotated.__annotations__)
t(lambda: Annotated.method.__annotations__)
t(lambda: Annotated().method.__annotations__)
put(Bare, "__annotations__", {"a": 1})
put(Bare, "__annotations__", 3)
put(Bare, "__annotations__")
put(Bare, "__annotations__")
put(Bare, "__annotate__", None)
put(int, "__annotations__", {})

# Cells


def cell_of(value):
    return (lambda: value).__closure__[0]


def empty():
    def inner():
        return later

    def fill(value):
        nonlocal later
        later = value

    cell = inner.__closure__[0]
    if inner is None:
        later = 1
    return cell


one, two, other = cell_of(1), cell_of(2), empty()
for cell in (one, two, other):
    t(lambda: cell.cell_contents)
    put(cell, "cell_contents", 1)
    put(cell, "cell_contents")
    t(lambda: cell.cell_contents)
one, two, other = cell_of(1), cell_of(2.5), empty()
for left in (one, two, other, cell_of("a"), 3):
    for right in (one, two, other, empty(), 3):
        t(lambda: left == right)
        t(lambda: left != right)
        t(lambda: left < right)
        t(lambda: left >= right)
        t(lambda: left.__eq__(right))
        t(lambda: left.__le__(right))
        t(lambda: left.__gt__(right))

t(lambda: delattr(Bare, "__annotations__"))
t(lambda: delattr(Bare, "__annotations__"))


class Texts:
    def method(self):
        """Text of a method."""


t(lambda: Texts().method.__doc__)
t(lambda: Texts().method.__name__)
t(lambda: Texts().method.__func__.__doc__)
