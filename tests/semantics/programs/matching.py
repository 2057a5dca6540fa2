def literals():
    def f(x):
        match x:
            case 0:
                return "zero"
            case -1 | 1:
                return "one"
            case "a" | "b":
                return "letter"
            case None:
                return "none"
            case True:
                return "true"
            case 2.5:
                return "float"
            case b"x":
                return "bytes"
            case _:
                return "other"

    return [f(v) for v in (0, 1, -1, "a", "b", None, True, False, 2.5, b"x", 7, [])]


def captures():
    def f(x):
        match x:
            case [a, b]:
                return ("two", a, b)
            case [a, *rest, z]:
                return ("many", a, rest, z)
            case (single,):
                return ("one", single)
            case []:
                return "empty"
            case y:
                return ("any", y)

    return [f(v) for v in ([1, 2], (1, 2, 3, 4), [9], [], "ab", 5, range(3), {1: 2})]


def star_patterns():
    def f(x):
        match x:
            case [1, *_]:
                return "starts with 1"
            case [*_, 9]:
                return "ends with 9"
            case [a, [b, *c], *d]:
                return a, b, c, d
            case [*all_]:
                return all_
            case _:
                return None

    return [f(v) for v in ([1, 2], [3, 9], [0, [1, 2, 3], 4], [5, 6], [], 7)]


def mappings():
    def f(x):
        match x:
            case {"type": "a", "v": v}:
                return ("a", v)
            case {"type": "b", **rest}:
                return ("b", rest)
            case {1: x, 2: [y, z]}:
                return x, y, z
            case {}:
                return "mapping"
            case _:
                return "no"

    return [f(v) for v in ({"type": "a", "v": 1}, {"type": "b", "k": 2, "z": 3}, {1: 0, 2: [3, 4], 5: 6}, {}, {"q": 1}, [], "x")]


def classes():
    class P:
        __match_args__ = ("x", "y")

        def __init__(self, x, y):
            self.x, self.y = x, y

    class Q(P):
        pass

    def f(v):
        match v:
            case P(0, 0):
                return "origin"
            case P(x, y=0):
                return ("on x", x)
            case Q(x=a, y=b):
                return ("Q", a, b)
            case P(x, y) if x == y:
                return ("diagonal", x)
            case P():
                return "P"
            case int(n):
                return ("int", n)
            case str() | bytes():
                return "text"
            case float(z) as whole:
                return (z, whole)
            case list([a, b]):
                return (a, b)
            case _:
                return None

    return [f(v) for v in (P(0, 0), P(3, 0), Q(1, 2), P(4, 4), P(1, 2), 5, True, "s", b"", 2.5, [1, 2], (1, 2), None)]


def guards_and_as():
    def f(x):
        match x:
            case [int() as a, (str() | None) as b] if a > 0:
                return a, b
            case [a, b] as both if b:
                return both
            case _ if x == 3:
                return "three"
            case other:
                return ("other", other)

    return [f(v) for v in ([1, "s"], [2, None], [-1, "s"], [-1, 0], 3, 4)]


def or_patterns_with_captures():
    def f(x):
        match x:
            case [1, a] | [a, 1] | {"a": a}:
                return a
            case (0 | 1 | 2) as small:
                return ("small", small)
            case _:
                return "none"

    return [f(v) for v in ([1, 5], [6, 1], {"a": 7}, 2, 9)]


def value_patterns():
    class C:
        RED = 1
        BLUE = "b"

    def f(x):
        match x:
            case C.RED:
                return "red"
            case C.BLUE:
                return "blue"
            case _:
                return "?"

    return f(1), f("b"), f(2), f(1.0), f(True)


def eq_is_called():
    log = []

    class E:
        def __eq__(self, o):
            log.append(o)
            return o == 2

    match E():
        case 1:
            r = 1
        case 2:
            r = 2
        case 3:
            r = 3
    return r, log


def no_case_matches():
    match 5:
        case 6:
            return "no"
    return "fell through"


def nested():
    data = {"users": [{"name": "a", "tags": ["x", "y"]}, {"name": "b", "tags": []}]}
    match data:
        case {"users": [{"name": n1, "tags": [first, *_]}, {"name": n2}]}:
            return n1, first, n2


def class_pattern_not_a_class():
    x = 5
    match 1:
        case x():
            pass


def too_many_positional():
    class P:
        __match_args__ = ("x",)

    match P():
        case P(1, 2):
            pass


def too_many_positional_none():
    class P:
        pass

    match P():
        case P(1):
            pass


def too_many_for_int():
    match 5:
        case int(1, 2):
            pass


def match_args_not_tuple():
    class P:
        __match_args__ = ["x"]

    match P():
        case P(1):
            pass


def match_args_not_str():
    class P:
        __match_args__ = (1,)

    match P():
        case P(1):
            pass


def duplicate_attribute():
    class P:
        __match_args__ = ("x",)
        x = 1

    match P():
        case P(1, x=1):
            pass


def duplicate_key():
    class K:
        A = 1
        B = 1

    match {1: 2, 3: 4}:
        case {K.A: a, K.B: b}:
            pass


def missing_attribute_does_not_match():
    class P:
        pass

    match P():
        case P(x=1):
            return "yes"
        case P():
            return "no x"


def attribute_error_other():
    class P:
        @property
        def x(self):
            raise ValueError("in property")

    match P():
        case P(x=1):
            pass


def dict_subclass_and_default():
    class D(dict):
        def __missing__(self, k):
            return "made"

    match D(a=1):
        case {"b": b}:
            return b
        case {"a": a}:
            return a


def instance_check_hook():
    class M(type):
        def __instancecheck__(cls, o):
            return o == 5

    class A(metaclass=M):
        pass

    def f(x):
        match x:
            case A():
                return "A"
            case _:
                return "no"

    return f(5), f(6)


def tuple_subject():
    x, y = 1, [2, 3]
    match x, y:
        case 1, [a, b]:
            return a, b


def many_captures():
    match list(range(70)):
        case [
            n00, n01, n02, n03, n04, n05, n06, n07, n08, n09,
            n10, n11, n12, n13, n14, n15, n16, n17, n18, n19,
            n20, n21, n22, n23, n24, n25, n26, n27, n28, n29,
            n30, n31, n32, n33, n34, n35, n36, n37, n38, n39,
            n40, n41, n42, n43, n44, n45, n46, n47, n48, n49,
            n50, n51, n52, n53, n54, n55, n56, n57, n58, n59,
            n60, n61, n62, n63, n64, n65, n66, n67, n68, n69,
        ]:
            return n00, n09, n35, n69
