def while_loop():
    n, steps = 27, 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


def while_else():
    r = []
    for stop in (3, 10):
        i = 0
        while i < 5:
            if i == stop:
                break
            i += 1
        else:
            r.append("else")
        r.append(i)
    return r


def for_else():
    r = []
    for limit in (2, 20):
        for i in range(10):
            if i == limit:
                break
        else:
            r.append("no break")
        r.append(i)
    return r


def nested_break_continue():
    r = []
    for i in range(5):
        if i == 1:
            continue
        for j in range(5):
            if j == i:
                break
            if j % 2:
                continue
            r.append((i, j))
    return r


def for_over_kinds():
    return [list(x) for x in ([1, 2], (3,), "ab", b"xy", range(3), {1: 2, 3: 4}, {5: 6}.items(), {7: 8}.values())]


def for_unpacking():
    return [(a, b, c) for a, (b, *c) in [(1, "xyz"), (2, [3]), (4, (5, 6))]]


def range_forms():
    return [list(range(*a)) for a in ((5,), (2, 5), (5, 2), (5, 2, -1), (0, 10, 3), (10, 0, -4), (0,), (-3, 3))]


def range_zero_step():
    return range(1, 2, 0)


def range_bad_argument():
    return range("a")


def iterate_int():
    for i in 5:
        pass


def iterate_none():
    return [x for x in None]


def unpack_exact():
    a, b = (1, 2)
    [c, d] = [3, 4]
    (e, f), g = "xy", 5
    return a, b, c, d, e, f, g


def unpack_too_many():
    a, b = [1, 2, 3]


def unpack_too_few():
    a, b, c = "ab"


def unpack_too_many_iterator():
    a, b = iter([1, 2, 3])


def unpack_not_iterable():
    a, b = 5


def unpack_star():
    a, *b, c = range(6)
    *d, e = "xyz"
    f, *g = (1,)
    return a, b, c, d, e, f, g


def unpack_star_too_few():
    a, *b, c = [1]


def unpack_dict_order():
    a, b, *c = {"x": 1, "y": 2, "z": 3}
    return a, b, c


def swap():
    a, b, c = 1, 2, 3
    a, b = b, a
    a, b, c = c, a, b
    return a, b, c


def multiple_targets():
    a = b = [1]
    a.append(2)
    c = d, e = (3, 4)
    return a, b, c, d, e


def walrus():
    r = []
    n = 5
    while (n := n - 1) > 0:
        r.append(n)
    return r, [y := 3, y + 1], y


def delete_name():
    x = 1
    del x
    return x


def unbound_local():
    if 0 > 1:
        x = 1
    return x


def undefined_global():
    return undefined_name_here


def delete_unbound():
    del y
    y = 1


def list_comprehensions():
    return [x * y for x in range(4) for y in range(x) if (x + y) % 2], [[j for j in range(i)] for i in range(4)]


def dict_comprehension():
    return {k: v for k, v in zip("abc", range(3))}, {i: i * i for i in range(5) if i % 2}


def set_comprehension():
    return {x % 3 for x in range(3)}


def comprehension_scope():
    x = "outer"
    r = [x for x in range(3)]
    return x, r


def comprehension_closure():
    fs = [lambda: i for i in range(3)]
    return [f() for f in fs]


def nested_functions():
    def outer(a):
        def inner(b):
            return a * 10 + b

        return inner

    return [outer(i)(j) for i in range(3) for j in range(2)]


def nonlocal_counter():
    count = 0

    def increment(by=1):
        nonlocal count
        count += by
        return count

    return [increment(), increment(5), increment(by=2), count]


def free_variable_unbound():
    def f():
        return later

    try:
        f()
    except NameError as e:
        return type(e).__name__, str(e)
    later = 1


def cell_unbound_local():
    def f():
        return x

    if 0 > 1:
        x = 1
    print(x)
    return f


def delete_cell():
    x = 1

    def f():
        return x

    del x
    return f()


def delete_nonlocal():
    x = 1

    def f():
        nonlocal x
        del x

    f()
    return x


def global_statement():
    global g_counter
    g_counter = 1

    def f():
        global g_counter
        g_counter += 1
        return g_counter

    f()
    return f()


def global_delete():
    global g_temp
    g_temp = 1
    del g_temp
    return g_temp


def global_delete_missing():
    global g_never
    del g_never


def lambdas():
    f = lambda x, y=2, *z, k=3, **w: (x, y, z, k, w)
    return [f(1), f(1, 5, 6, 7), f(1, k=9, q=0), f(y=1, x=0)]


def recursion():
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    return [fib(i) for i in range(12)]


def assertion_passes():
    assert 1 < 2, "never"
    return "ok"


def assertion_fails():
    x = 0
    assert x, f"x is {x}"


def assertion_without_message():
    assert not 1


def long_function():
    a = 0
    for i in range(3):
        a += i; a ^= 1; a += i * 2; a -= 3; a *= 2; a += 1; a ^= 7; a += 11; a -= i; a *= 3
        a += i; a ^= 1; a += i * 2; a -= 3; a *= 2; a += 1; a ^= 7; a += 11; a -= i; a *= 3
        a += i; a ^= 1; a += i * 2; a -= 3; a *= 2; a += 1; a ^= 7; a += 11; a -= i; a *= 3
        a += i; a ^= 1; a += i * 2; a -= 3; a *= 2; a += 1; a ^= 7; a += 11; a -= i; a *= 3
        if a % 2:
            a += i; a ^= 1; a += i * 2; a -= 3; a *= 2; a += 1; a ^= 7; a += 11; a -= i; a *= 3
            a += i; a ^= 1; a += i * 2; a -= 3; a *= 2; a += 1; a ^= 7; a += 11; a -= i; a *= 3
    return a
