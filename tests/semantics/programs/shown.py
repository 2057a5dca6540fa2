def slice_of_int():
    a, b = 0, 1
    return (5)[a:b]


def slice_of_dict():
    a, b = 0, 1
    return {}[a:b]


def store_slice_not_iterable():
    a, b, x = 0, 1, [1]
    x[a:b] = 5


def store_slice_byte():
    a, b, x = 0, 1, bytearray(b"ab")
    x[a:b] = [256]


def delete_class_attribute():
    class A:
        pass

    del A().__class__


def delete_missing_name_in_class():
    class A:
        del missing


def annotation_of_unknown_name():
    class A:
        x: unknown_name

    return A.__annotations__


def set_display_of_int():
    x = 5
    return {1, *x}


def unpack_star_of_int():
    a, *b = 5


def unpack_star_memory_free():
    a, *b, c = "abcd"
    return a, b, c


def recursion_nested_set_display():
    a = ()
    for i in range(20000):
        a = (a,)
    try:
        return {a, 1}
    except RecursionError:
        return "deep"


def recursion_nested_set_comprehension():
    a = ()
    for i in range(20000):
        a = (a,)
    try:
        return {x for x in [a]}
    except RecursionError:
        return "deep"


def recursion_nested_dict_comprehension():
    a = ()
    for i in range(20000):
        a = (a,)
    try:
        return {x: 1 for x in [a]}
    except RecursionError:
        return "deep"


def recursion_nested_membership():
    a, b = [], []
    for i in range(20000):
        a, b = [a], [b]
    try:
        return a in [b]
    except RecursionError:
        return "deep"


def set_changes_during_membership():
    s = {1, 2}

    class A:
        def __eq__(self, o):
            s.add(len(s) + 10)
            return False

        def __hash__(self):
            return 99

    return A() in iter(s)


def membership_of_large_byte():
    return 300 in b"a"


def recursion_nested_key_subscript():
    a = ()
    for i in range(20000):
        a = (a,)
    try:
        return {1: 2}[a]
    except RecursionError:
        return "deep"


def recursion_nested_key_store():
    a = ()
    for i in range(20000):
        a = (a,)
    try:
        d = {}
        d[a] = 1
    except RecursionError:
        return "deep"


def recursion_nested_key_delete():
    a = ()
    for i in range(20000):
        a = (a,)
    try:
        d = {}
        del d[a]
    except RecursionError:
        return "deep"


def recursion_nested_key_update():
    a = ()
    for i in range(20000):
        a = (a,)
    try:
        return {1, *[a]}
    except RecursionError:
        return "deep"
