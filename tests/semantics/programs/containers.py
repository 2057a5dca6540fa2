def list_index_and_slice():
    x = list(range(10))
    return x[0], x[-1], x[2:5], x[:3], x[7:], x[::2], x[::-1], x[8:2:-2], x[-3:], x[100:], x[5:2], x[:-1][-1], x[True]


def list_index_error():
    return [1][1]


def list_index_negative_error():
    return [1][-2]


def list_index_type():
    return [1]["a"]


def tuple_index_error():
    return (1,)[5]


def tuple_index_type():
    return (1,)[None]


def str_index_error():
    return "abc"[10]


def str_index_type():
    return "abc"["a"]


def bytes_index():
    return b"abc"[0], b"abc"[-1], b"abc"[1:], b"abc"[::-1]


def bytes_index_error():
    return b"a"[1]


def range_index():
    r = range(0, 20, 3)
    return r[0], r[-1], r[1:3], r[::-1], len(r), r == range(0, 21, 3), list(r[5:1:-2])


def range_index_error():
    return range(3)[3]


def index_too_large():
    return [1][2**70]


def slice_zero_step():
    return [1, 2][::0]


def slice_bad_type():
    return [1, 2]["a":]


def subscript_int():
    return (5)[0]


def subscript_none():
    return None["a"]


def subscript_function():
    return len[0]


def list_assign():
    x = [0, 1, 2, 3, 4, 5]
    x[0] = "a"
    x[-1] = "z"
    x[1:3] = [10, 20, 30]
    x[::2] = "wxyz"
    x[2:2] = (7, 8)
    x[:0] = range(2)
    return x


def list_assign_error():
    x = [1]
    x[3] = 2


def list_assign_extended_error():
    x = [1, 2, 3]
    x[::2] = [1]


def list_assign_not_iterable():
    x = [1]
    x[0:1] = 5


def list_delete():
    x = list(range(10))
    del x[0]
    del x[-1]
    del x[2:4]
    del x[::2]
    return x


def list_delete_error():
    x = []
    del x[0]


def tuple_assign():
    x = (1,)
    x[0] = 2


def tuple_delete():
    x = (1,)
    del x[0]


def str_assign():
    x = "a"
    x[0] = "b"


def int_assign():
    x = 5
    x[0] = 1


def int_delete():
    x = 5
    del x[0]


def augmented_subscript():
    x = [1, 2, 3]
    i = 0

    def at():
        nonlocal i
        i += 1
        return i

    x[at()] += 10
    d = {"k": 1}
    d["k"] *= 5
    x[0:2] += [9]
    return x, i, d


def dict_basics():
    d = {"a": 1, 2: "b", (1, 2): None, 1.5: "f", None: 0, True: "t"}
    d["c"] = 3
    del d["a"]
    d["a"] = 9
    return d, list(d), len(d), d[2], d[True], d[1], 2 in d, "zz" in d, d.get("q"), d.get("q", 5)


def dict_key_error():
    return {}["missing"]


def dict_key_error_tuple():
    return {}[(1, 2)]


def dict_delete_error():
    d = {}
    del d["x"]


def dict_unhashable():
    return {[]: 1}


def dict_unhashable_lookup():
    return {}[{}]


def dict_unhashable_in_tuple():
    return {(1, []): 1}


def dict_numeric_keys():
    d = {1: "int"}
    d[1.0] = "float"
    d[True] = "bool"
    d[0] = "zero"
    d[False] = "false"
    d[-0.0] = "negative zero"
    return d


def dict_order():
    d = {}
    for k in "hello world":
        d[k] = d.get(k, 0) + 1
    d.pop("h")
    d["h"] = 99
    return list(d.items()), d.popitem(), list(d.keys()), list(reversed(d))


def dict_methods():
    d = {"a": 1, "b": 2}
    e = d.copy()
    e.update({"c": 3}, d=4)
    e.update([("e", 5), "fg"])
    r = [d.setdefault("a", 9), d.setdefault("z", 9), d.pop("a"), d.pop("nope", "default"), dict.fromkeys("ab", 0)]
    d.clear()
    return d, e, r, dict(x=1), dict([(1, 2)]), dict({"a": 1}, b=2), e == dict(e), e != d


def dict_pop_error():
    {}.pop("x")


def dict_popitem_error():
    {}.popitem()


def dict_update_error():
    {}.update([1])


def dict_update_length_error():
    {}.update(["abc"])


def dict_union():
    a, b = {"x": 1, "y": 2}, {"y": 3, "z": 4}
    c = a | b
    a |= b
    a |= [("w", 5)]
    return a, b, c, {**a, "q": 0, **b}


def dict_union_error():
    return {} | []


def dict_views():
    d = {"a": 1, "b": 2}
    k, v, i = d.keys(), d.values(), d.items()
    d["c"] = 3
    return list(k), list(v), list(i), len(k), "a" in k, 3 in v, ("a", 1) in i, ("a", 2) in i, repr(k), repr(v), repr(i)


def dict_changed_during_iteration():
    d = {1: 1, 2: 2}
    for k in d:
        d[k + 10] = 0


def dict_shrunk_during_iteration():
    d = {1: 1, 2: 2}
    for k in d:
        del d[k]


def dict_value_changed_during_iteration():
    d = {1: 1, 2: 2}
    for k in d:
        d[k] = 0
    return d


def dict_unpack_not_mapping():
    return {**5}


def dict_comparison_error():
    return {} < {}


def set_basics():
    s = {3, 1, 2, 3}
    s.add(5)
    s.add(1)
    s.discard(2)
    s.discard(99)
    return len(s), 1 in s, 2 in s, s == {1, 3, 5}, sorted(s), set("aab") == {"a", "b"}, {*[1, 2], *"ab"} == {1, 2, "a", "b"}


def set_operations():
    a, b = {1, 2, 3}, {3, 4}
    return [
        sorted(a | b), sorted(a & b), sorted(a - b), sorted(a ^ b), a <= b, {3} <= a, {3} < a, a >= {1}, a > a, a.isdisjoint({9}),
        sorted(a.union([7], (8,))), sorted(a.intersection([1, 2, 9])), sorted(a.difference({1})), sorted(a.symmetric_difference([1, 10])),
        a.issubset(range(10)), a.issuperset([1]), a == {1, 2, 3}, a != b,
    ]


def set_inplace():
    a = {1, 2, 3}
    b = a
    a |= {4}
    a &= {1, 2, 4}
    a -= {1}
    a ^= {2, 9}
    a.update([5], "x")
    a.remove(5)
    return sorted(map(str, a)), a is b


def set_remove_error():
    {1}.remove(2)


def set_pop_empty():
    set().pop()


def set_unhashable():
    return {[]}


def set_operator_error():
    return {1} | [2]


def set_order_error():
    return {1} < [2]


def set_changed_during_iteration():
    s = {1, 2}
    for x in s:
        s.add(x + 10)


def frozenset_basics():
    f = frozenset([1, 2, 2])
    return len(f), f == {1, 2}, hash(f) == hash(frozenset([2, 1])), {f: "x"}[frozenset((1, 2))], type(f | {3}).__name__, type({3} | f).__name__, {1, 2} in {f}


def list_methods():
    x = [3, 1, 2]
    x.append(4)
    x.extend("ab")
    x.insert(0, "first")
    x.insert(100, "last")
    x.insert(-1, "before last")
    r = [x.pop(), x.pop(0), x.index(1), x.count(2)]
    x.remove("a")
    y = x.copy()
    x.reverse()
    x.clear()
    z = [5, 2, 8]
    z.sort()
    w = ["bb", "a", "ccc"]
    w.sort(key=len, reverse=True)
    return r, x, y, z, w


def list_remove_error():
    [1].remove(2)


def list_index_method_error():
    [1].index(2)


def list_pop_empty():
    [].pop()


def list_pop_range():
    [1].pop(5)


def list_sort_error():
    [1, "a"].sort()


def sort_stability():
    data = [(1, "b"), (0, "c"), (1, "a"), (0, "d")]
    return sorted(data, key=lambda p: p[0]), sorted(data, key=lambda p: p[0], reverse=True), sorted(data)


def tuple_methods():
    t = (1, 2, 1)
    return t.count(1), t.index(2), t + (3,), t * 2, len(t), (), tuple("ab"), tuple([1]), (1,) == (1,)


def tuple_index_method_error():
    (1,).index(5)


def contains_with_custom_eq():
    log = []

    class E:
        def __init__(self, n):
            self.n = n

        def __eq__(self, o):
            log.append((self.n, o if isinstance(o, int) else o.n))
            return False

    a, b = E(1), E(2)
    r = [a in [b, a], 5 in (a, b), [a, b].count(3)]
    return r, log


def nested_structures():
    a = [1]
    b = [a, a, {"k": a}, (a,)]
    a.append(2)
    return b


def self_containing():
    a = [1]
    a.append(a)
    d = {}
    d["d"] = d
    return a, d, repr(a), repr(d)


def repr_of_containers():
    return repr([1, "a", None, (1,), (), {}, {"k": [b"x"]}, {1}, set(), frozenset(), frozenset([1]), range(3), range(1, 9, 2), slice(1, None), 1.5, True, ...])


def extended_unpacking_in_displays():
    a, b = [1, 2], {"x": 1}
    return [*a, 3, *a], (*a, *"xy"), {*a, 5} == {1, 2, 5}, {**b, "y": 2}, [*b], [*{}]


def unpack_not_iterable_display():
    return [*5]


def comparison_short_circuit():
    log = []

    class E:
        def __init__(self, n):
            self.n = n

        def __eq__(self, o):
            log.append((self.n, o.n))
            return self.n == o.n

    r = [E(1), E(2), E(3)] == [E(1), E(9), E(3)]
    return r, log


def bytearray_basics():
    b = bytearray(b"abc")
    b[0] = 120
    b += b"de"
    b[1:2] = b"YY"
    del b[-1]
    return b, b[0], len(b), bytes(b), b == b"xYYcd"


def large_dict():
    d = {}
    for i in range(300):
        d[i] = i * i
    for i in range(0, 300, 3):
        del d[i]
    return len(d), sum(d), sum(d.values()), 299 in d, 297 in d


def string_keys():
    d = {}
    for i in range(50):
        d["k" + str(i)] = i
    return d["k7"], len(d), list(d)[:3], "k49" in d


def hash_values():
    return [hash(0), hash(1), hash(-1), hash(True), hash(1.0) == hash(1), hash(()) == hash(()), hash((1, 2)) == hash((1, 2)), hash("") , hash(b"")]


def zip_dict_comprehension():
    return {k: [v] * 2 for k, v in zip(("a", "b"), (1, 2))}, dict(zip("ab", range(2)))


def slice_objects():
    s = slice(1, 5, 2)
    return s.start, s.stop, s.step, list(range(10))[s], s == slice(1, 5, 2), s.indices(4), repr(slice(None))


def multi_dimensional_keys():
    d = {}
    d[1, 2] = "a"
    d[(1, 2)] += "b"
    return d, d[1, 2]


def unpack_ex_of_everything():
    found=[]
    for make in (lambda: [1,2,3], lambda: (1,), lambda: "ab", lambda: iter([1,2,3,4]), lambda: {1:2,3:4}, lambda: 5, lambda: range(3), lambda: b"xyz"):
        try:
            a,*b,c = make(); found.append((a,b,c))
        except Exception as e: found.append(repr(e))
        try:
            *b, = make(); found.append(b)
        except Exception as e: found.append(repr(e))
        try:
            a,b2,*c = make(); found.append((a,b2,c))
        except Exception as e: found.append(repr(e))
        try:
            *a,b2,c,d = make(); found.append((a,b2,c,d))
        except Exception as e: found.append(repr(e))
    return found


def bytearray_added_to_itself():
    x = bytearray()
    x += x
    y = bytearray(b"ab")
    y.extend(y)
    y[1:1] = y
    y += y


def bytearray_extended_slice_of_other_size():
    x = bytearray(b"abcd")
    x[::2] = b"xyz"
