def memory_error__binary_op():
    return "a" * 3000000


def memory_error__inplace():
    x = [0] * 700000
    x += x


def memory_error__call():
    return "a".ljust(3000000)


def memory_error__call_kw():
    return "\t".expandtabs(tabsize=3000000)


def memory_error__call_function_ex():
    return "a".ljust(*[3000000])


def memory_error__list_extend():
    x = [0] * 700000
    return [*x, *x]


def memory_error__store_slice():
    x = [0] * 700000
    a = b = 0
    x[a:b] = x


def memory_error__store_subscr():
    x = [0] * 700000
    x[0:0] = x


def memory_error__build_string():
    s = "a" * 1500000
    return f"{s}{s}"


def memory_error__format_simple():
    s = "a" * 1500000
    return f"{[s, s]}"


def memory_error__format_with_spec():
    return f"{1:3000000}"


def memory_error__convert_value():
    s = "a" * 1500000
    return f"{[s, s]!r}"


def memory_error__unpack_ex():
    a, *b = range(1400000)
    return len(b)


def overflow_error__invert():
    x = 2**4095
    x += x - 1
    return ~x


def overflow_error__add():
    x = 2**4095
    return x + x


def overflow_error__power():
    return 2 ** (2**40)


def determinism_error__load_attr():
    return [].__sizeof__()


def determinism_error__load_attr_code():
    def f():
        pass

    return f.__code__


def determinism_error__store_attr():
    import math

    math.x = 1


def determinism_error__delete_attr():
    import math

    del math.pi


def determinism_error__id():
    return id(5)


def determinism_error__complex_power():
    x = -8.0
    return x**0.5


def import_error__refused():
    import socket


def recursion_error__send():
    def wrap(it):
        yield from it

    it = iter([1])
    for i in range(300):
        it = wrap(it)
    next(it)


def recursion_error__for_iter():
    def wrap(it):
        for x in it:
            yield x

    it = iter([1])
    for i in range(300):
        it = wrap(it)
    next(it)


def recursion_error__load_attr():
    class A:
        @property
        def x(self):
            return self.x

    return A().x


def recursion_error__load_super_attr():
    class A:
        @property
        def x(self):
            return C().x

    class C(A):
        @property
        def x(self):
            return super().x

    return C().x


def recursion_error__store_attr():
    class A:
        @property
        def x(self):
            return 1

        @x.setter
        def x(self, v):
            self.x = v

    A().x = 1


def recursion_error__delete_attr():
    class A:
        @property
        def x(self):
            return 1

        @x.deleter
        def x(self):
            del self.x

    del A().x


def recursion_error__format_with_spec():
    class A:
        def __format__(self, spec):
            return f"{self:x}"

    return f"{A():x}"


def recursion_error__with_except_start():
    class C:
        __enter__ = staticmethod(list)

        def __exit__(self, *a):
            pass

    def f(n):
        if n:
            return f(n - 1)
        with C():
            raise ValueError

    for n in range(245, 260):
        try:
            f(n)
        except ValueError:
            pass


def recursion_error__nested_comparison():
    a, b = [], []
    for i in range(20000):
        a, b = [a], [b]
    return a == b


def recursion_error__nested_repr():
    a = []
    for i in range(20000):
        a = [a]
    return f"{a}"


def recursion_error__nested_hash():
    a = ()
    for i in range(20000):
        a = (a,)
    return {a: 1}


def determinism_error__alias_of_subclass():
    class L(list):
        pass

    return L[int]


def determinism_error__alias_of_list():
    return list[int]


def determinism_error__alias_of_type():
    return type[int]


def overflow_error__repeated_bytes():
    b = b"ab"
    return b * (1 << 62)


def overflow_error__repeated_text():
    s = "ab"
    return s * (1 << 62)


def overflow_error__length_of_range():
    return len(range(1 << 40)), len(range(1 << 70))


def memory_error__endless_range():
    return list(range(1 << 40))


def memory_error__endless_elements():
    return list(iter(bytes(1_400_000)))


def memory_error__wide_text():
    return f"{'a':99999999}"


def determinism_error__store_dict():
    class C:
        pass

    C().__dict__ = {}


def type_error__delete_dict():
    class C:
        pass

    del C().__dict__


def determinism_error__dict_store():
    class C:
        pass

    C().__dict__["x"] = 1


def determinism_error__dict_clear():
    class C:
        pass

    c = C()
    c.x = 1
    c.__dict__.clear()


def determinism_error__dict_remove():
    class C:
        pass

    c = C()
    c.x = 1
    del c.__dict__["x"]


def memory_error__endless_tuple():
    return tuple(iter(bytes(1_400_000)))
