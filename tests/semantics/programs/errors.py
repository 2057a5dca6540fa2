def delete_slice_zero_step():
    x = [1, 2]
    del x[::0]


def store_slice_zero_step():
    x = [1, 2]
    x[::0] = [1]


def store_byte_out_of_range():
    x = bytearray(b"ab")
    x[0:1] = [256]


def store_index_bad():
    x = bytearray(b"ab")
    x[0] = 300


def delete_dict_unhashable():
    d = {}
    del d[[]]


def format_index_error():
    return f"{'abc':99999999999999999999}"


def format_character_range():
    return f"{-1:c}"


def convert_recursive_repr_error():
    class A:
        def __repr__(self):
            return 5

    return f"{A()!r}"


def convert_str_error():
    class A:
        def __str__(self):
            return 5

    return f"{A()!s}"


def convert_user_error():
    class A:
        def __repr__(self):
            raise ValueError("in repr")

    return f"{[A()]!r}"


def format_user_error():
    class A:
        def __format__(self, spec):
            raise KeyError("in format")

    return f"{A():x}"


def len_of_pattern_negative():
    class L(list):
        def __len__(self):
            return -1

    match L([1, 2]):
        case [a, b]:
            return a


def len_of_pattern_not_int():
    class L(list):
        def __len__(self):
            return "x"

    match L([1, 2]):
        case [a, b]:
            return a


def len_of_pattern_huge():
    class L(list):
        def __len__(self):
            return 2**70

    match L([1, 2]):
        case [a, b]:
            return a


def yield_from_not_iterable():
    def g():
        yield from 5

    list(g())


def match_keys_unhashable():
    class K:
        A = []

    match {1: 2}:
        case {K.A: x}:
            return x


def truth_not_implemented():
    if NotImplemented:
        pass


def truth_bad_len():
    class L:
        def __len__(self):
            return -5

    if L():
        pass


def truth_len_not_int():
    class L:
        def __len__(self):
            return 1.5

    return not L()


def truth_len_huge():
    class L:
        def __len__(self):
            return 2**65

    return not L()


def exit_wrong_arguments():
    class C:
        def __enter__(self):
            pass

        def __exit__(self):
            pass

    with C():
        raise ValueError


def import_refused():
    import socket

    return socket


def import_from_missing():
    from math import no_such_name

    return no_such_name


def delete_free_variable_unbound():
    x = 1

    def f():
        nonlocal x
        del x
        del x

    f()


def delete_cell_unbound():
    def f():
        return x

    if 0 > 1:
        x = 1
    del x


def for_over_recursive_generator():
    def g():
        for x in it:
            yield x

    it = g()
    for x in it:
        pass


def for_next_not_callable():
    class A:
        __next__ = 5

        def __iter__(self):
            return self

    for x in A():
        pass


def send_without_send():
    class It:
        def __iter__(self):
            return self

        def __next__(self):
            return 1

    def g():
        yield from It()

    it = g()
    next(it)
    it.send(1)


def send_generator_running():
    def inner():
        yield from it

    it = inner()
    list(it)


def load_attribute_of_slot_of_other_class():
    class A:
        __slots__ = ("x",)

    class B:
        pass

    B.x = A.x
    return B().x


def store_attribute_of_slot_of_other_class():
    class A:
        __slots__ = ("x",)

    class B:
        pass

    B.x = A.x
    B().x = 1


def super_of_other_class():
    class A:
        pass

    def f():
        return super(A, 5).x

    return f()


def super_not_a_class():
    return super(5, 6).x


def map_add_unhashable():
    return {[]: x for x in (1,)}


def set_add_unhashable():
    return {[] for x in (1,)}


def class_name_from_annotations_scope():
    class A:
        def f(self):
            return later

    r = []
    try:
        A().f()
    except NameError as e:
        r.append(str(e))
    later = 1
    return r, A().f()


def class_scope_unbound_cell():
    def f():
        class A:
            y = x

        x = 1
        return A

    f()


def recursion_in_comparison():
    class A:
        def __eq__(self, o):
            return self == o

    try:
        A() == A()
    except RecursionError:
        return "deep"


def recursion_in_attribute():
    class A:
        def __getattr__(self, name):
            return getattr(self, name + "x")

    try:
        A().x
    except RecursionError:
        return "deep"


def recursion_in_store():
    class A:
        def __setattr__(self, name, value):
            self.x = value

    try:
        A().x = 1
    except RecursionError:
        return "deep"


def recursion_with_keywords():
    def f(*, k):
        return f(k=k)

    try:
        f(k=1)
    except RecursionError:
        return "deep"


def recursion_with_star():
    def f(*a):
        return f(*a)

    try:
        f(1)
    except RecursionError:
        return "deep"


def recursion_in_repr():
    class A:
        def __repr__(self):
            return f"{self!r}"

    try:
        return f"{A()!r}"
    except RecursionError:
        return "deep"


def recursion_in_format():
    class A:
        def __format__(self, spec):
            return f"{self}" + f"{self:x}"

    try:
        return f"{A()}"
    except RecursionError:
        return "deep"


def recursion_in_exit():
    class C:
        def __enter__(self):
            return self

        def __exit__(self, *a):
            with C():
                raise ValueError

    try:
        with C():
            raise ValueError
    except RecursionError:
        return "deep"


def recursion_in_generator():
    def g():
        yield from g()

    try:
        list(g())
    except RecursionError:
        return "deep"


def recursion_in_loop():
    def g():
        for x in g():
            yield x

    try:
        list(g())
    except RecursionError:
        return "deep"


def int_too_large_for_float():
    return 2**2000 + 1.5


def int_division_too_large():
    return 2**2000 / 3


def set_changed_in_membership():
    s = set()

    class A:
        def __hash__(self):
            return 1

        def __eq__(self, o):
            s.clear()
            return False

    s.add(A())
    return A() in s


def unpack_error_inside():
    def g():
        yield 1
        raise ValueError("inside")

    a, b = g()


def intrinsic_positive_error():
    return +[]


def raise_class_that_makes_something_else():
    class E(Exception):
        def __new__(cls):
            return 5

    raise E


def except_star_bad_class():
    try:
        raise ValueError
    except* 5:
        pass


def group_derive_bad():
    class G(ExceptionGroup):
        def derive(self, excs):
            return 5

    try:
        raise G("g", [ValueError(1), KeyError(2)])
    except* ValueError:
        pass


def membership_while_dict_changes():
    d = {1: 1, 2: 2}

    class A:
        def __eq__(self, o):
            d[len(d) + 10] = 0
            return False

    return A() in iter(d)


def ord_of_a_bytearray():
    return ord(bytearray(b"a"))


def ord_of_two_bytes():
    return ord(bytearray(b"ab"))


def sum_of_no_iterable_on_bytes():
    return sum(0, b"")


def no_dict_and_a_hook():
    class A:
        __slots__ = ()

        def __setattr__(self, name, value):
            pass

    del A().y


def slots_under_an_int_behind_a_plain_class():
    class A:
        pass

    class B(A, int):
        __slots__ = ("x",)


def slots_under_a_class_of_an_int():
    class A(int):
        pass

    class B(A):
        __slots__ = ("x",)


def default_str_of_a_bad_repr():
    class A:
        def __repr__(self):
            return 1

    return f"{A()}"


def null_in_the_name_of_an_encoding():
    return str(0, "\0")


def null_in_the_name_of_a_handler():
    return "a".encode("utf-8", "\0")
