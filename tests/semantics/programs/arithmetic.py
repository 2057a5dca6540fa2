def int_operators():
    r = []
    for a in (0, 1, -1, 7, -7, 255, 2**31, -2**31, 2**63, 2**64 - 1, 10**30, -10**30):
        for b in (1, -1, 3, -3, 8, 2**33, -10**12):
            r.append((a + b, a - b, a * b, a // b, a % b, a & b, a | b, a ^ b, divmod(a, b)))
    return r


def int_shifts():
    r = []
    for a in (0, 1, -1, 12345, -12345, 2**70):
        for b in (0, 1, 5, 63, 64, 200):
            r.append((a << b, a >> b))
    return r


def int_power():
    return [a**b for a in (0, 1, -1, 2, -3, 10) for b in (0, 1, 2, 5, 31)]


def int_unary():
    return [(-a, ~a, +a, abs(a), not a) for a in (0, 1, -1, 5, -5, 2**70, True, False)]


def bool_arithmetic():
    t, f = True, False
    return [t + t, t - f, t * 3, t & f, t | f, t ^ t, t & 3, t << 2, -t, ~f, t / 2, t // 1, t % 2, t**2]


def division_by_zero():
    x = 0
    return 1 // x


def modulo_by_zero():
    x = 0
    return 1 % x


def true_division_by_zero():
    x = 0
    return 1 / x


def zero_to_negative_power():
    x = 0
    return x**-1


def negative_shift():
    x = -1
    return 1 << x


def negative_right_shift():
    x = -1
    return 1 >> x


def int_true_division():
    return [a / b for a in (1, -1, 7, 10**30, 2**53 + 1) for b in (1, 2, 3, -7, 10**29)]


def int_and_float():
    r = []
    for a in (0, 1, -3, 2**60):
        for b in (0.5, -2.0, 1e10):
            r.append((a + b, a - b, a * b, a / b, a // b, a % b, b + a, b - a, b * a))
    return r


def float_operators():
    r = []
    for a in (0.0, -0.0, 1.5, -2.25, 1e300, 5e-324):
        for b in (1.0, -3.5, 0.1, 1e-300):
            r.append((a + b, a - b, a * b, a / b, a // b, a % b, a < b, a <= b, a == b, a != b, a > b))
    return r


def float_division_by_zero():
    x = 0.0
    return 1.0 / x


def float_floor_division_by_zero():
    x = 0.0
    return 1.0 // x


def float_modulo_by_zero():
    x = 0.0
    return 1.0 % x


def float_unary():
    return [(-a, +a, abs(a), not a) for a in (0.0, -0.0, 1.5, -2.5)]


def unsupported_add():
    return 1 + "a"


def unsupported_add_reversed():
    return "a" + 1


def unsupported_list_add():
    return [1] + (2,)


def unsupported_tuple_add():
    return (1,) + [2]


def unsupported_none():
    return None + 1


def unsupported_subtract():
    return "a" - "b"


def unsupported_multiply():
    return "a" * "b"


def unsupported_multiply_float():
    return [1] * 1.5


def unsupported_power():
    return "a" ** 2


def unsupported_inplace():
    x = 1
    x += "a"
    return x


def unsupported_inplace_power():
    x = "a"
    x **= 2
    return x


def unsupported_inplace_list():
    x = [1]
    x += 5
    return x


def unsupported_matmul():
    return 1 @ 2


def unsupported_float_and():
    return 1.0 & 1


def unsupported_negative():
    return -"a"


def unsupported_invert():
    return ~1.5


def unsupported_positive():
    return +"a"


def bytes_concat_error():
    return b"a" + "b"


def str_repeat():
    return ["ab" * 3, 3 * "ab", "ab" * 0, "ab" * -1, [1, 2] * 2, 2 * [0], (1,) * 3, b"x" * 4, "a" * True]


def sequence_concat():
    return "ab" + "cd", [1] + [2], (1,) + (2, 3), b"a" + b"b"


def inplace_operators():
    r = []
    x = 10
    x += 3
    r.append(x)
    x -= 5
    r.append(x)
    x *= 7
    r.append(x)
    x //= 3
    r.append(x)
    x %= 11
    r.append(x)
    x **= 3
    r.append(x)
    x <<= 2
    r.append(x)
    x >>= 1
    r.append(x)
    x |= 5
    r.append(x)
    x &= 126
    r.append(x)
    x ^= 77
    r.append(x)
    x /= 4
    r.append(x)
    return r


def inplace_list_identity():
    a = [1]
    b = a
    a += [2]
    a += (3, 4)
    a += "xy"
    a *= 2
    return a, b, a is b


def inplace_tuple_identity():
    a = (1,)
    b = a
    a += (2,)
    return a, b, a is b


def chained_comparison():
    r = []
    for x in range(-2, 8):
        r.append((0 < x < 5, 0 <= x <= 5 <= 5, 3 > x != 2))
    return r


def comparison_of_kinds():
    return [1 == 1.0, 1 == True, "1" == 1, None == 0, (1, 2) == [1, 2], b"a" == "a", 1 != "x", [] == [], () != ()]


def comparison_order_error():
    return 1 < "a"


def comparison_order_none():
    return None >= None


def comparison_of_sequences():
    r = []
    for a in ([], [1], [1, 2], [2], [1, 3]):
        for b in ([], [1], [1, 2], [2]):
            r.append((a < b, a <= b, a == b, a != b, a > b, a >= b))
    return r


def comparison_of_text():
    r = []
    for a in ("", "a", "ab", "b", "\u00e9", "\U0001f600"):
        for b in ("", "a", "ab", "\uffff"):
            r.append((a < b, a <= b, a == b, a > b))
    return r


def comparison_nested():
    return [[1, (2, [3])] == [1, (2, [3])], [1, (2, [3])] < [1, (2, [4])], ((),) < ((1,),)]


def comparison_unorderable_inside():
    return [1, "a"] < [1, 2]


def int_float_comparison():
    big = 2**53 + 1
    return [big == float(2**53), big > float(2**53), 1 < 1.5, 2**1000 > 1e300, -(2**1000) < -1e300, 3 == 3.0]


def nan_identity():
    inf = 1e308 * 10
    nan = inf - inf
    return [nan == nan, nan != nan, nan < nan, nan in [nan], [nan] == [nan], inf > 10**400]


def identity():
    x, y, n = [], [], None
    return [x is y, x is x, n is None, x is not y, n is not None]


def boolean_operators():
    r = []
    for a in (0, 1, "", "x", [], [0], None, 0.0):
        for b in (0, "y", None):
            r.append((a and b, a or b, not a))
    return r


def conditional_expression():
    return ["even" if i % 2 == 0 else "odd" for i in range(4)]


def membership():
    return [
        1 in [1, 2], 3 in (1, 2), "b" in "abc", "" in "", "x" not in "abc", 2 in {1: 0, 2: 0}, 5 in {5}, 4 in range(0, 10, 2),
        5 in range(0, 10, 2), b"a" in b"cab", 97 in b"a", 1.0 in [1], 3 in range(10, 0, -3), True in [1],
    ]


def membership_error():
    return 1 in 5


def membership_str_error():
    return 1 in "abc"


def large_numbers():
    x = 1
    for i in range(1, 60):
        x *= i
    return x, x // 10**40, x % 10**20, -x // 7


def big_repr():
    return repr(3**200), str(-(7**150))


def integer_limit():
    x = 1
    for i in range(4096):
        x *= 2
    return x


def shift_limit():
    return 1 << 4095
