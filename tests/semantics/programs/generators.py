def basic():
    def g():
        x = yield 1
        y = yield x
        return y

    it = g()
    r = [next(it), it.send("a")]
    try:
        it.send("b")
    except StopIteration as e:
        r.append(e.value)
    return r


def exhausted_stays():
    def g():
        yield 1

    it = g()
    return list(it), list(it), next(it, "end")


def send_to_new():
    def g():
        yield

    g().send(1)


def for_loop():
    def g(n):
        for i in range(n):
            if i % 2:
                yield i

    return list(g(7)), [x for x in g(4)], sum(g(6)), tuple(g(3)), {*g(5)}, dict(enumerate(g(5)))


def generator_expression():
    x = 10
    g = (i * x for i in range(4) if i)
    x = 100
    return list(g), sum(i for i in range(5)), max((j for j in "abc"), default=None), any(i > 2 for i in range(5))


def nested_expression():
    return list((a, b) for a in range(3) for b in range(a))


def lazy():
    log = []

    def g():
        log.append("start")
        yield 1
        log.append("end")

    it = g()
    log.append("created")
    next(it)
    log.append("first")
    list(it)
    return log


def yield_from_list():
    def g():
        r = yield from [1, 2]
        yield r
        yield from "ab"

    return list(g())


def yield_from_generator():
    log = []

    def inner():
        try:
            x = yield 1
            log.append(("got", x))
            yield 2
            return "result"
        finally:
            log.append("inner finally")

    def outer():
        r = yield from inner()
        log.append(r)
        yield 3

    it = outer()
    return [next(it), it.send("v"), next(it)], log


def yield_from_send_to_iterator():
    def g():
        yield from iter([1, 2])

    it = g()
    next(it)
    it.send(5)


def throw_caught():
    def g():
        while True:
            try:
                yield "ready"
            except ValueError as e:
                yield ("caught", str(e))

    it = g()
    return next(it), it.throw(ValueError("x")), next(it), it.throw(ValueError), next(it)


def throw_uncaught():
    def g():
        yield 1

    it = g()
    next(it)
    it.throw(KeyError("k"))


def throw_before_start():
    def g():
        yield 1

    it = g()
    try:
        it.throw(KeyError("k"))
    except KeyError as e:
        return repr(e), list(it)


def throw_after_end():
    def g():
        yield 1

    it = g()
    list(it)
    it.throw(KeyError("k"))


def throw_bad():
    def g():
        yield 1

    g().throw(5)


def throw_into_delegate():
    log = []

    def inner():
        try:
            yield 1
        except ValueError as e:
            log.append(str(e))
            yield "handled"
        return "done"

    def outer():
        r = yield from inner()
        yield r

    it = outer()
    return [next(it), it.throw(ValueError("v")), next(it)], log


def throw_through_delegate():
    def inner():
        yield 1

    def outer():
        try:
            yield from inner()
        except KeyError as e:
            yield ("outer", e.args)

    it = outer()
    return next(it), it.throw(KeyError("z"))


def throw_into_list_delegate():
    def g():
        try:
            yield from [1, 2]
        except ValueError:
            yield "caught"

    it = g()
    return next(it), it.throw(ValueError)


def close_runs_finally():
    log = []

    def g():
        try:
            yield 1
            yield 2
        except GeneratorExit:
            log.append("exit")
            raise
        finally:
            log.append("finally")

    it = g()
    next(it)
    r = it.close()
    return r, log, list(it), it.close()


def close_with_return():
    def g():
        try:
            yield 1
        except GeneratorExit:
            return "value"

    it = g()
    next(it)
    return it.close()


def close_ignored():
    def g():
        while True:
            try:
                yield 1
            except GeneratorExit:
                pass

    it = g()
    next(it)
    it.close()


def close_delegate():
    log = []

    def inner():
        try:
            yield 1
        finally:
            log.append("inner")

    def outer():
        try:
            yield from inner()
        finally:
            log.append("outer")

    it = outer()
    next(it)
    it.close()
    return log


def return_in_try():
    def g():
        try:
            yield 1
            return "r"
        finally:
            yield "in finally"

    it = g()
    r = [next(it), next(it)]
    try:
        next(it)
    except StopIteration as e:
        r.append(e.value)
    return r


def stop_iteration_inside():
    def g():
        yield 1
        raise StopIteration("inner")

    list(g())


def stop_iteration_from_next():
    def g():
        yield next(iter([]))

    list(g())


def error_in_generator():
    def g():
        yield 1
        1 // 0

    it = g()
    r = [next(it)]
    try:
        next(it)
    except ZeroDivisionError as e:
        r.append(str(e))
    return r, list(it)


def already_executing():
    def g():
        yield next(it)

    it = g()
    next(it)


def context_across_yield():
    def g():
        try:
            raise KeyError("in generator")
        except KeyError:
            yield 1
            raise ValueError("second")

    it = g()
    next(it)
    try:
        raise TypeError("outer")
    except TypeError:
        try:
            next(it)
        except ValueError as e:
            return repr(e.__context__), repr(e.__context__.__context__)


def handled_restored_after_yield():
    def g():
        try:
            raise KeyError("k")
        except KeyError:
            yield
        yield

    it = g()
    next(it)
    try:
        raise
    except RuntimeError as e:
        return str(e)


def infinite_with_islice():
    def count():
        n = 0
        while True:
            yield n
            n += 1

    r = []
    for x in count():
        if x > 4:
            break
        r.append(x)
    return r


def pipeline():
    def source(n):
        for i in range(n):
            yield i

    def double(it):
        for x in it:
            yield x * 2

    def only(it, k):
        return (x for x in it if x % k == 0)

    return list(only(double(source(10)), 3))


def deep_delegation():
    def g(n):
        if n:
            yield from g(n - 1)
        yield n

    return list(g(20))


def recursive_tree():
    def walk(t):
        if isinstance(t, list):
            for x in t:
                yield from walk(x)
        else:
            yield t

    return list(walk([1, [2, [3, [4]], 5], [[6]]]))


def attributes():
    def g():
        yield 1

    it = g()
    return it.__name__, it.__qualname__, it.gi_running, iter(it) is it


def closure_in_generator():
    def g():
        fs = []
        for i in range(3):
            fs.append(lambda: i)
            yield fs[-1]()
        yield [f() for f in fs]

    return list(g())


def unpack_generator():
    def g():
        yield 1
        yield 2
        yield 3

    a, *b = g()
    c, d, e = g()
    return a, b, c, d, e, [*g()], max(*g())


def generator_as_argument():
    def f(*a):
        return a

    return f(*(x * x for x in range(4))), sorted((3, 1, 2), key=lambda v: -v), "".join(c for c in "abc")


def send_none_first():
    def g():
        r = yield
        yield r

    it = g()
    return it.send(None), it.send(3)


def generator_in_comprehension_scope():
    return [list(y for y in range(x)) for x in range(4)]


def lambda_generator():
    f = lambda n: (yield n)
    return list(f(5))


def filter_map_zip():
    def g():
        yield from range(5)

    return list(map(lambda x, y: x * y, g(), g())), list(zip(g(), "abc")), list(filter(lambda x: x % 2, g())), list(zip(g(), g(), strict=True))


def zip_strict_error():
    return list(zip([1, 2], [1], strict=True))


def zip_strict_longer():
    return list(zip([1], [1, 2], strict=True))
