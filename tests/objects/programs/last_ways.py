"""Ways through the machine that few programs take: what is shown, joined, copied and asked seldom."""


class Odd(property):
    """Making one gives something else, once it is asked for a copy."""

    made = 0

    def __new__(cls, *arguments):
        cls.made += 1
        return super().__new__(cls) if cls.made == 1 else "no property"


odd = Odd(lambda self: 1)
t(lambda: odd.setter(t))


class Plain:
    a = 1
    b = 2


class Both:
    a = 3


def keywords(**given):
    return given.get("a"), given.get("b")


t(lambda: keywords(**Plain.__dict__))
t(lambda: keywords(a=1, **Plain.__dict__))
t(lambda: keywords(**{"a": 1}, **{"a": 2}))
t(lambda: keywords(**{"a": 1, "b": 2}, **Both.__dict__))
t(lambda: keywords(**{"a": 1}, **{"a": 2, 3: 4}))
t(lambda: keywords(**{"a": 1}, **{3: 4, "a": 2}))
t(lambda: keywords(**{"a": 1}, **{3: 4, "b": 2}))
t(lambda: keywords(**{"a": 1, "b": 2}, **{"c": 1, "b": 2}))


class Counted:
    def __init__(self, count):
        self.count = count

    def __getitem__(self, place):
        if place >= self.count:
            raise IndexError
        return place

    def __len__(self):
        print("asked for its length")
        return self.count


finished = iter(Counted(0))
t(lambda: list(finished))
t(lambda: list(finished))
t(lambda: [*iter([].__class__(Counted(3)))])
t(lambda: list(iter(Counted(3))))


class Number(int):
    __repr__ = object.__repr__


class Text(str):
    __repr__ = object.__repr__


t(lambda: repr(Number(3)).startswith("<"))
t(lambda: repr(Text("a")).startswith("<"))
t(lambda: str(Text("a")))


class Base:
    def hello(self):
        return "hello from Base"


class Claimed(Base):
    def hello(self):
        return "hello from Claimed"


class Claims:
    """Its instances say that they are of another class."""

    @property
    def __class__(self):
        return Claimed


class Refusing:
    @property
    def __class__(self):
        return int


class Asking:
    @property
    def __class__(self):
        raise ValueError("asked")


for one in (Claims(), Refusing(), Asking(), Claimed(), 3):
    for cls in (Claimed, Base, Refusing):
        t(lambda: super(cls, one).hello())
        t(lambda: super(cls, one).__class__.__name__)
        t(lambda: super(cls, one).nothing)
        t(lambda: super(cls).__get__(one).hello())


class Inner(Claimed):
    def hello(self):
        return super().hello()

    def named(self):
        return super().__class__.__name__

    def lost(self):
        return super().nothing


for one in (Claims(), Refusing(), Asking(), Inner()):
    t(lambda: Inner.hello(one))
    t(lambda: Inner.named(one))
    t(lambda: Inner.lost(one))


class ClaimsInner:
    @property
    def __class__(self):
        return Inner


t(lambda: Inner.hello(ClaimsInner()))
t(lambda: Inner.named(ClaimsInner()))
t(lambda: Inner.lost(ClaimsInner()))


for number in (3, Number(3)):
    t(lambda: getattr(Base(), number))
    t(lambda: object.__getattribute__(Base(), number))
    t(lambda: object.__setattr__(Base(), number, 1))
    t(lambda: object.__delattr__(Base(), number))
    t(lambda: type.__getattribute__(Base, number))
    t(lambda: type.__setattr__(Base, number, 1))
    t(lambda: type.__delattr__(Base, number))
