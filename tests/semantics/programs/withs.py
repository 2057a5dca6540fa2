def basic():
    log = []

    class C:
        def __enter__(self):
            log.append("enter")
            return "value"

        def __exit__(self, t, v, tb):
            log.append(("exit", t, v, tb))

    with C() as c:
        log.append(c)
    return log


def exception_passes():
    log = []

    class C:
        def __enter__(self):
            return self

        def __exit__(self, t, v, tb):
            log.append((t.__name__, str(v)))
            return False

    try:
        with C():
            raise ValueError("x")
    except ValueError as e:
        log.append(str(e))
    return log


def exception_swallowed():
    class C:
        def __enter__(self):
            return self

        def __exit__(self, *a):
            return True

    with C():
        raise ValueError
    return "after"


def several_items():
    log = []

    class C:
        def __init__(self, n):
            self.n = n

        def __enter__(self):
            log.append(("in", self.n))
            return self.n

        def __exit__(self, *a):
            log.append(("out", self.n, a[0] is None))

    with C(1) as a, C(2) as b, C(3):
        log.append((a, b))
    with (C(4) as x, C(5)):
        log.append(x)
    return log


def return_inside():
    log = []

    class C:
        def __enter__(self):
            return self

        def __exit__(self, *a):
            log.append("exit")

    def f():
        with C():
            return "value"

    return f(), log


def break_continue_inside():
    log = []

    class C:
        def __enter__(self):
            return self

        def __exit__(self, *a):
            log.append("exit")

    for i in range(4):
        with C():
            if i == 1:
                continue
            if i == 2:
                break
            log.append(i)
    return log


def exit_raises():
    class C:
        def __enter__(self):
            return self

        def __exit__(self, *a):
            raise KeyError("exit")

    with C():
        raise ValueError("body")


def enter_raises():
    log = []

    class C:
        def __enter__(self):
            raise KeyError("enter")

        def __exit__(self, *a):
            log.append("never")

    try:
        with C():
            log.append("never")
    except KeyError:
        return log


def not_a_context_manager():
    with 5:
        pass


def missing_exit():
    class C:
        def __enter__(self):
            pass

    with C():
        pass


def missing_enter():
    class C:
        def __exit__(self, *a):
            pass

    with C():
        pass


def exit_bool_called():
    log = []

    class B:
        def __bool__(self):
            log.append("bool")
            return True

    class C:
        def __enter__(self):
            return self

        def __exit__(self, *a):
            return B()

    with C():
        raise ValueError
    with C():
        pass
    return log


def unpack_target():
    class C:
        def __enter__(self):
            return 1, [2, 3]

        def __exit__(self, *a):
            pass

    with C() as (a, [b, c]):
        return a, b, c


def attribute_target():
    class C:
        def __enter__(self):
            return 7

        def __exit__(self, *a):
            pass

    class T:
        pass

    t, d = T(), {}
    with C() as t.x, C() as d["k"]:
        pass
    return t.x, d


def static_exit():
    class C:
        @staticmethod
        def __enter__():
            return "static"

        @classmethod
        def __exit__(cls, *a):
            return True

    with C() as c:
        raise ValueError
    return c


def generator_with():
    log = []

    class C:
        def __enter__(self):
            log.append("in")

        def __exit__(self, *a):
            log.append("out")

    def g():
        with C():
            yield 1
            yield 2

    for x in g():
        log.append(x)
        if x == 1:
            continue
    it = g()
    next(it)
    it.close()
    return log
