def positional_and_keyword():
    def f(a, b, c=3, *, d=4, e):
        return a, b, c, d, e

    return [f(1, 2, e=5), f(1, b=2, e=0, d=1), f(1, 2, 9, e=8), f(b=1, a=2, e=3, c=4)]


def missing_one():
    def f(a, b):
        pass

    f(1)


def missing_two():
    def f(a, b):
        pass

    f()


def missing_three():
    def f(a, b, c):
        pass

    f()


def missing_keyword_only():
    def f(*, a, b=1, c):
        pass

    f()


def too_many():
    def f(a):
        pass

    f(1, 2)


def too_many_none():
    def f():
        pass

    f(1)


def too_many_with_defaults():
    def f(a, b=1):
        pass

    f(1, 2, 3)


def too_many_with_keyword_only():
    def f(a, *, b=1):
        pass

    f(1, 2, b=3)


def unexpected_keyword():
    def f(a):
        pass

    f(1, zz=2)


def unexpected_keyword_suggestion():
    def f(alpha, beta):
        pass

    f(1, betta=2)


def multiple_values():
    def f(a, b):
        pass

    f(1, a=2)


def positional_only():
    def f(a, b, /, c):
        return a, b, c

    return f(1, 2, 3), f(1, 2, c=4)


def positional_only_as_keyword():
    def f(a, b, /):
        pass

    f(a=1, b=2)


def positional_only_with_kwargs():
    def f(a, /, **k):
        return a, k

    return f(1, a=2, b=3)


def star_arguments():
    def f(*args, **kwargs):
        return args, kwargs

    xs, d = [1, 2], {"a": 1, "b": 2}
    return [f(*xs), f(0, *xs, 3, *"ab"), f(**d), f(*xs, **d, c=3), f(*(), **{}), f(*range(3), z=1)]


def star_not_iterable():
    def f(*a):
        pass

    f(*5)


def star_star_not_mapping():
    def f(**k):
        pass

    f(**5)


def duplicate_keyword():
    def f(**k):
        pass

    f(**{"a": 1}, **{"a": 2})


def duplicate_keyword_named():
    def f(**k):
        pass

    f(a=1, **{"a": 2})


def keyword_not_string():
    def f(**k):
        pass

    f(**{1: 2})


def call_int():
    return (5)()


def call_none():
    x = None
    x(1)


def call_str():
    "abc"(1)


def defaults_are_shared():
    def f(x, acc=[]):
        acc.append(x)
        return acc

    f(1)
    return f(2), f(3, []), f(4)


def default_evaluation_order():
    log = []

    def note(x):
        log.append(x)
        return x

    def f(a=note(1), b=note(2), *, c=note(3)):
        return a, b, c

    return f(), log


def many_arguments():
    def f(a, b, c, d, e, f_, g, h, i, j):
        return [a, b, c, d, e, f_, g, h, i, j]

    return f(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), f(*range(10)), f(j=1, i=2, h=3, g=4, f_=5, e=6, d=7, c=8, b=9, a=0)


def bound_methods():
    xs = []
    add = xs.append
    add(1)
    add(2)
    return xs, add is add, xs.append == xs.append


def method_of_class():
    class C:
        def m(self, x):
            return self.v + x

    c = C()
    c.v = 10
    f = c.m
    return c.m(1), f(2), C.m(c, 3)


def method_missing_self():
    class C:
        def m(self):
            pass

    C.m()


def decorators():
    log = []

    def deco(tag):
        def wrap(f):
            log.append(tag)

            def inner(*a, **k):
                log.append((tag, a, k))
                return f(*a, **k)

            return inner

        return wrap

    @deco("a")
    @deco("b")
    def f(x, y=1):
        return x + y

    return f(1), f(2, y=3), log


def builtin_wrong_arguments():
    r = []
    for call in (
        lambda: len(), lambda: len(1, 2), lambda: len(5), lambda: len(obj=1), lambda: isinstance(1), lambda: ord("ab"),
        lambda: ord(5), lambda: chr(-1), lambda: chr("a"), lambda: abs("x"), lambda: next(5), lambda: iter(5), lambda: iter(5, 6),
        lambda: sum(5), lambda: sum(["a"], ""), lambda: min(), lambda: min([]), lambda: max(1, 2, default=3), lambda: divmod(1, 0),
        lambda: pow(2, 3, 0), lambda: pow(2, -1, 4), lambda: getattr(1, 2), lambda: getattr(1, "zz"), lambda: callable(),
        lambda: hash([]), lambda: hash({}), lambda: issubclass(1, int), lambda: isinstance(1, 2), lambda: round("a"), lambda: range(),
        lambda: range(1, 2, 3, 4), lambda: zip(1), lambda: map(1), lambda: enumerate(), lambda: reversed(5), lambda: filter(None),
    ):
        try:
            r.append(call())
        except Exception as e:
            r.append((type(e).__name__, str(e)))
    return r


def builtin_results():
    return [
        len("abc"), abs(-3), ord("a"), chr(955), sum([1, 2, 3]), sum([[1], [2]], []), min(3, 1, 2), max("abc"), min([5], default=0),
        max([], default="d"), max(1, 2, 3, key=lambda x: -x), divmod(-7, 2), pow(2, 10), pow(3, 4, 5), pow(3, -1, 7), any([0, 1]),
        all([1, 0]), any([]), all([]), callable(len), callable(5), hasattr("a", "upper"), hasattr("a", "nope"),
        isinstance(True, int), isinstance(1, (str, int)), issubclass(bool, int), repr("a'b"), ascii("é"), round(7), round(15, -1),
        list(enumerate("ab", 5)), list(zip([1, 2], "ab", (3.0, 4.0))), list(map(lambda a, b: a + b, [1, 2], [10, 20])),
        list(filter(None, [0, 1, "", "x"])), list(reversed([1, 2, 3])), sorted([3, 1, 2]), sorted("bca", reverse=True),
        sorted([(1, "b"), (0, "z"), (1, "a")], key=lambda p: p[0]), type(1).__name__, format(3, "05d"), format("x", ">4"),
    ]


def getattr_default():
    return getattr(1, "nope", "default"), getattr("abc", "upper")()


def print_returns_none():
    return print("a", 1, [2], sep="-", end="!")


def iter_sentinel():
    values = [1, 2, 3, 0, 4]

    def pop():
        return values.pop(0)

    return list(iter(pop, 0)), values


def next_default():
    it = iter([1])
    return next(it), next(it, "end"), next(it, None)


def next_exhausted():
    next(iter([]))


def deep_recursion():
    def f(n):
        return 0 if n == 0 else 1 + f(n - 1)

    return f(200)


def function_attributes():
    def f(a, b=2, *, c=3):
        "doc"
        return a

    f.x = 5
    return f.__name__, f.__qualname__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.x


def missing_attribute_of_function():
    def f():
        pass

    return f.nope


def varargs_only():
    def f(*args):
        return args

    return f(), f(1), f(*[], *[1]), f(*(1, 2))


def kwargs_order():
    def f(**k):
        return list(k.items())

    return f(b=1, a=2, c=3), f(**{"z": 1}, y=2)


def closure_cells_as_parameters():
    def f(a, b, *args, c, **kw):
        def g():
            return a, b, args, c, kw

        a += 1
        return g()

    return f(1, 2, 3, c=4, d=5)
