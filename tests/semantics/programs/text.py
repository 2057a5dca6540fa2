def fstrings():
    x, y, s, n = 5, 2.5, "abc", None
    return f"{x} {y} {s} {n} {x + 1} {s!r} {s!s} {s!a} {x:05d} {y:.2f} {s:>6}|{s:<6}|{s:^7}| {x:{3}} {x!r:>4} {'q'}"


def fstring_debug():
    value = [1, 2]
    return f"{value=} {value = } {value=!s} {1+1=}"


def fstring_nested():
    w, p = 10, 3
    return f"{3.14159:{w}.{p}}", f"{'a' + f'{w}'}", f"{{}} {{{w}}}"


def fstring_calls_format():
    class F:
        def __format__(self, spec):
            return f"<{spec}>"

    return f"{F()} {F():abc} {F():{'x' * 2}}"


def fstring_bad_spec():
    return f"{5:zz}"


def fstring_bad_spec_str():
    return f"{'a':d}"


def fstring_bad_spec_list():
    return f"{[]:5}"


def fstring_format_not_str():
    class F:
        def __format__(self, spec):
            return 5

    return f"{F()}"


def fstring_many_parts():
    a = 1
    return f"{a}{a}{a}-{a}{a}{a}-{a}{a}{a}-{a}{a}{a}-{a}{a}{a}-{a}{a}{a}-{a}{a}{a}-{a}{a}{a}"


def percent_format():
    x = 5
    return "%s-%r" % (x, "a"), "%5s|%-5s|" % (x, x), "%d %05d %x %o %e" % (x, x, 255, 8, 1.5), "%(k)s" % {"k": 1}, "%%" % (), "%s" % x


def int_formats():
    return [format(v, s) for v in (0, 5, -5, 12345, 2**40) for s in ("", "d", "5", "05", "+", " ", "x", "#x", "b", "o", ",", "_", "<8", ">8", "^8", "=+8", "*^9", "#010b", "n", "X", "_x")]


def int_format_errors():
    r = []
    for s in (".2", "s", "zz", ",x", "q", "c", "5.3d", "z", "=", "<<<"):
        try:
            r.append(format(123, s))
        except Exception as e:
            r.append((type(e).__name__, str(e)))
    return r


def str_formats():
    return [format("abc", s) for s in ("", "s", "5", "<5", ">5", "^6", "*^7", ".2", "5.1", "05", "x>4s")]


def str_format_errors():
    r = []
    for s in ("d", "=5", "+", "#", ",", "x", " ", "-"):
        try:
            r.append(format("abc", s))
        except Exception as e:
            r.append((type(e).__name__, str(e)))
    return r


def bool_format():
    return f"{True} {False!r} {True:d} {True:5}|"


def str_of_values():
    return [str(v) for v in (1, True, None, 1.5, "a", b"b", [1], (1,), {}, {1: 2}, set(), range(2), ..., NotImplemented)]


def repr_of_text():
    return [repr(s) for s in ("a", "it's", '"q"', "both ' and \"", "\n\t\\", "\x00\x7f", "é", "\u2028", "\U0001f600", "\ud800")]


def repr_of_bytes():
    return [repr(b) for b in (b"", b"a'", b'"', b"\x00\xff\n")]


def str_methods():
    s = "Hello, World"
    return s.upper(), s.lower(), s.replace("l", "L"), s.split(", "), s.find("o"), s.count("l"), s.startswith("Hell"), s.endswith("d"), s.strip("Hd"), "-".join(["a", "b"]), s.index("W"), "a,b".partition(",")


def str_index_missing():
    "abc".index("z")


def str_join_error():
    ",".join([1])


def str_iteration():
    return list("añ😀"), [ord(c) for c in "añ"], len("😀"), "añ😀"[::-1], "😀" in "a😀"


def str_comparison():
    return "a" < "b", "a" < "B", "" < "a", "é" > "z", "abc" == "ab" + "c", "a" is not None


def str_multiplication_building():
    s = ""
    for i in range(20):
        s += str(i) + ","
    return s


def str_constructor():
    return str(), str(5), str("a"), str([1]), str(b"ab", "utf-8"), str(object=3)


def int_constructor():
    return int(), int("12"), int(" -5 "), int("ff", 16), int("0x1f", 0), int("1_000"), int(3.9), int(-3.9), int(True), int("101", base=2), int("z", 36), int(b"7")


def int_constructor_errors():
    r = []
    for args in (("",), ("a",), ("1.5",), ("1__0",), ("_1",), ("12", 2), ("5", 1), ("5", 37), (None,), ([],), (5, 10), ("0x", 16), ("08", 0), ("é",)):
        try:
            r.append(int(*args))
        except Exception as e:
            r.append((type(e).__name__, str(e)))
    return r


def float_constructor():
    return float(), float("1.5"), float(" -2e3 "), float("inf"), float("nan") != float("nan"), float(5), float(True), float("1_0.5")


def float_constructor_errors():
    r = []
    for v in ("", "abc", None, [], "1e", "--1"):
        try:
            r.append(float(v))
        except Exception as e:
            r.append((type(e).__name__, str(e)))
    return r


def float_repr():
    return [repr(x) for x in (0.1, 1.0, -0.0, 1e16, 1e-5, 123456789.125, 1e300, 5e-324, 1 / 3)]


def bool_constructor():
    return bool(), bool(0), bool("a"), bool([]), bool(None), bool(0.0), bool(-1)


def list_constructor():
    return list(), list("ab"), list((1, 2)), list({1: 2}), list(range(3)), tuple(), tuple("ab"), set() == set("") , frozenset("a") == {"a"}


def list_constructor_error():
    return list(5)


def convert_errors_to_text():
    try:
        [][0]
    except IndexError as e:
        return f"{e}", f"{e!r}", str(e), "%s" % e


def encode_decode():
    return "é😀".encode(), b"\xc3\xa9".decode(), "abc".encode("utf-8"), len("é".encode())


def decode_error():
    b"\xff".decode()


def encode_error():
    "\ud800".encode()


def format_method():
    return "{} {}".format(1, "a"), "{1} {0} {k}".format("x", "y", k=3), "{:>5}|{!r}".format("a", "b"), "{a[0]} {b.real}".format(a=[7], b=5), "{{}}".format()


def chr_ord():
    return [chr(i) for i in (0, 65, 955, 0x1F600)], [ord(c) for c in "\x00Aλ"]


def int_of_wrong_bytes():
    class B(bytes):
        def __repr__(self):
            return "mine"

    class S(str):
        def __repr__(self):
            return "mine"

    found = []
    for value in (b"\x00'", bytearray(b"x\x01"), B(b"yy"), S("z"), b'"' + b"'" * 300, "q" * 300):
        try:
            int(value)
        except ValueError as error:
            found.append(str(error))
    return found
