"""Expressions of generated programs: text of a known kind, over the variables in scope.

Most cannot fail; some may, where a program can show how. Integers stay small: what multiplies is
masked.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from fuzz.lanes.source_scope import Scope, Variable

Make: TypeAlias = Callable[[Scope], str]

TEXTS: Final = (
    '"a"', '""', '"abc"', "'x y'", '"b,c"', '"\\u00e9"', '"Z"', '"12"', "'\\n'", '"%s"', '"{}"',
    'r"\\d"', '"a" "b"', '"""t"""', '"\\x00"', '"\U0001f600"',
)  # fmt: skip
INTS: Final = (
    "0", "1", "2", "3", "5", "7", "10", "100", "255", "256", "-1", "0x1F", "0b101", "1_000",
    "65535", "2147483647", "4294967296", "9007199254740993", "0o17",
)  # fmt: skip
FLOATS: Final = ("0.0", "1.0", "0.5", "2.5", "-1.5", "3.0", "0.1", "1e16", "1e-7", "1_0.2_5", ".5")
BYTES: Final = ('b"a"', 'b""', 'b"abc"', 'b"\\x00\\xff"', "b'x'")


def expression(scope: Scope, kind: str) -> str:
    """An expression of that kind."""
    if scope.expressions <= 0 or scope.choices.chance(2, 5):
        return atom(scope, kind)
    scope.expressions -= 1
    text = scope.choices.one_of(_MAKERS[kind])(scope)
    scope.expressions += 1
    return text


def atom(scope: Scope, kind: str) -> str:
    """A variable of that kind, or something written out."""
    known = scope.of_kind(kind)
    if known and scope.choices.chance(3, 4):
        return scope.choices.one_of(known[-6:]).name
    return _ATOMS[kind](scope)


def literal_int(scope: Scope) -> str:
    return scope.choices.one_of(INTS)


def small(scope: Scope) -> str:
    """A small count, written out."""
    return str(scope.choices.integer(0, 4))


def condition(scope: Scope) -> str:
    """What an `if` or `while` tests: mostly a comparison."""
    return scope.choices.one_of((_compare, _compare, _bool_any, _and_or, _not))(scope)


def _bool_any(scope: Scope) -> str:
    return expression(scope, scope.any_kind())


# --- Integers


def _arithmetic(scope: Scope) -> str:
    left, right = expression(scope, "int"), expression(scope, "int")
    operator = scope.choices.one_of(("+", "-", "*", "&", "|", "^"))
    return f"({left} {operator}{scope.gap()}{right})"


def _division(scope: Scope) -> str:
    left, right = expression(scope, "int"), expression(scope, "int")
    operator = scope.choices.one_of(("//", "%"))
    safe = f"({right} or {scope.choices.one_of(INTS[1:8])})"
    return f"({left} {operator} {right if scope.choices.chance(1, 16) else safe})"


def _shift(scope: Scope) -> str:
    operator = scope.choices.one_of(("<<", ">>"))
    return f"({expression(scope, 'int')} {operator} ({expression(scope, 'int')} & 7))"


def _unary(scope: Scope) -> str:
    return scope.choices.one_of(("-", "~", "+", "- -")) + f"({expression(scope, 'int')})"


def _conditional(kind: str) -> Make:
    def make(scope: Scope) -> str:
        yes, no = expression(scope, kind), expression(scope, kind)
        return f"({yes} if {condition(scope)}{scope.gap()}else {no})"

    return make


def _length(scope: Scope) -> str:
    kinds = [kind for kind in scope.kinds() if kind not in ("int", "bool", "float")]
    return f"len({expression(scope, scope.choices.one_of(kinds))})"


def _int_call(scope: Scope) -> str:
    made = scope.choices.one_of(
        ("abs({})", "int({} > 0)", "max({}, {})", "min({}, {}, 7)", "pow({}, 2, 97)",
         "divmod({}, 7)[1]", "sum(({}, {}))", "int(str({}))",
         "({}).bit_length()", "bool({}) + 1", "max([{}, 1], default=0)", "round({})")
    )  # fmt: skip
    return filled(made, expression(scope, "int"), atom(scope, "int"))


def filled(template: str, first: str, others: str) -> str:
    """A template with `first` in its first gap and `others` in all further ones."""
    start, *rest = template.split("{}")
    return start + first + others.join(rest) if rest else start


def _int_item(scope: Scope) -> str:
    kind = "list" if scope.has("lists") and scope.choices.boolean() else "tuple"
    whole, index = atom(scope, kind), expression(scope, "int")
    if scope.choices.chance(1, 32):
        return f"{whole}[{small(scope)}]" if whole[0] not in "*" else "0"
    if kind == "tuple":
        return f"({whole} or (4,))[{index} % len({whole} or (4,))]"
    return f"({whole} or [3])[{index} % len({whole} or [3])]"


def _int_from_dict(scope: Scope) -> str:
    if not scope.has("dicts"):
        return _arithmetic(scope)
    table, key = atom(scope, "dict"), _key(scope)
    if scope.choices.chance(1, 32):
        return f"{table}[{key}]"
    return f"{table}.get({key}, {expression(scope, 'int')})"


def _key(scope: Scope) -> str:
    return scope.choices.one_of(('"a"', '"b"', '"key"', '"x"'))


def _total(scope: Scope) -> str:
    if not scope.has("comprehensions"):
        return _int_call(scope)
    return f"sum({comprehension(scope, 'int')})"


def _walrus(scope: Scope) -> str:
    if not scope.has("walrus") or scope.inner or not scope.is_function:
        return _arithmetic(scope)
    name = scope.program.fresh("w")
    text = f"({name} := {expression(scope, 'int')})"
    return f"({text} + {name})"


def _called(kind: str) -> Make:
    def make(scope: Scope) -> str:
        return call(scope, kind) or atom(scope, kind)

    return make


def call(scope: Scope, kind: str) -> str | None:
    """A call of a function of the program that gives that kind, if there is one to be paid."""
    known = [each for each in scope.callables if each.result == kind]
    if not known:
        return None
    chosen = scope.choices.one_of(known[-4:])
    if not scope.pay(chosen.cost):
        return None
    arguments = [expression(scope, each) for each in chosen.parameters]
    if len(arguments) > 1 and scope.choices.chance(1, 8):
        arguments = ["*(" + ", ".join(arguments) + ",)"]
    for name, each in chosen.keywords:
        if scope.choices.boolean():
            arguments.append(f"{name}={expression(scope, each)}")
    if len(arguments) > 1 and scope.has("layout") and scope.choices.chance(1, 8):
        gap = "\n" + "    " * (scope.indent + 2)
        return f"{chosen.name}({gap}" + f",{gap}".join(arguments) + ")"
    return f"{chosen.name}({', '.join(arguments)})"


def _lambda(scope: Scope) -> str:
    if not scope.has("lambdas"):
        return _arithmetic(scope)
    value = expression(scope, "int")
    scope.inner += 1
    name = scope.program.fresh("u")
    scope.variables.append(Variable(name, "int", writable=False))
    body = expression(scope, "int")
    scope.variables.pop()
    scope.inner -= 1
    default = f", d={literal_int(scope)}" if scope.choices.chance(1, 4) else ""
    return f"(lambda {name}{default}: {body})({value})"


def _of_object(scope: Scope) -> str:
    known = [each for each in scope.callables if each.result == "object"]
    if not known:
        return _int_call(scope)
    chosen = scope.choices.one_of(known)
    if not scope.pay(chosen.cost):
        return atom(scope, "int")
    made = f"{chosen.name}({expression(scope, 'int')})"
    if scope.choices.boolean():
        return f"{made}.{scope.choices.one_of(chosen.attributes)}"
    return f"{made}.{scope.choices.one_of(chosen.methods)}({expression(scope, 'int')})"


def _math_int(scope: Scope) -> str:
    if not scope.has("imports"):
        return _int_call(scope)
    name = scope.choices.one_of(("gcd({}, {})", "isqrt(abs({}))", "lcm({}, 6)", "floor({})"))
    return "math." + filled(name, expression(scope, "int"), atom(scope, "int"))


# --- Truth values


def _compare(scope: Scope) -> str:
    kind = scope.choices.one_of(("int", "int", "int", *scope.kinds()))
    operators: tuple[str, ...] = ("<", ">", "==", "!=", "<=", ">=")
    if kind in ("dict", "set", "bool"):
        operators = ("==", "!=")
    parts = [expression(scope, kind)]
    for _ in range(2 if scope.choices.chance(1, 6) else 1):
        parts += [scope.choices.one_of(operators), expression(scope, kind)]
    return f"({scope.gap().join(parts)})"


def _and_or(scope: Scope) -> str:
    word = scope.choices.one_of(("and", "or"))
    middle = f" {word}{scope.gap()}"
    parts = [expression(scope, "bool") for _ in range(scope.choices.integer(2, 3))]
    return f"({middle.join(parts)})"


def _not(scope: Scope) -> str:
    return f"(not {expression(scope, scope.any_kind())})"


def _member(scope: Scope) -> str:
    word = scope.choices.one_of(("in", "not in"))
    kinds = [kind for kind in scope.kinds() if kind in ("list", "tuple", "set", "dict")]
    kind = scope.choices.one_of(kinds)
    item = _key(scope) if kind == "dict" else expression(scope, "int")
    return f"({item} {word} {expression(scope, kind)})"


def _is(scope: Scope) -> str:
    test = scope.choices.one_of(("is None", "is not None", "is True"))
    return f"(({expression(scope, 'bool')}) {test})"


def _instance_of(scope: Scope) -> str:
    types = scope.choices.one_of(("int", "(int, str)", "bool", "object", "(list, tuple)"))
    return f"isinstance({expression(scope, scope.any_kind())}, {types})"


def _any_all(scope: Scope) -> str:
    if not scope.has("comprehensions"):
        return _compare(scope)
    return scope.choices.one_of(("any", "all")) + f"({comprehension(scope, 'bool')})"


# --- Text


def _concatenation(kind: str) -> Make:
    def make(scope: Scope) -> str:
        return f"({expression(scope, kind)} +{scope.gap()}{expression(scope, kind)})"

    return make


def _repeated(kind: str) -> Make:
    def make(scope: Scope) -> str:
        return f"({atom(scope, kind)} * ({expression(scope, 'int')} & 3))"

    return make


def _formatted(scope: Scope) -> str:
    parts = []
    for _ in range(scope.choices.integer(1, 3)):
        conversion = scope.choices.one_of(("", "", "!r", "!s", ":>4", ":03d", "!r:<5", "=", ":{w}"))
        if conversion == ":{w}":
            conversion = ":{" + str(scope.choices.integer(1, 9)) + "}"
        kind = "int" if ":" in conversion and "!" not in conversion else scope.any_kind()
        if kind == "set":
            kind = "int"
        value = atom(scope, kind) if conversion == "=" else expression(scope, kind)
        if any(mark in value for mark in "\n{}\\'\"#"):
            value = literal_int(scope)
        parts.append(scope.choices.one_of(("", "p ", "{{", "é")) + "{" + value + conversion + "}")
    return 'f"' + "".join(parts) + '"'


def _text_call(scope: Scope) -> str:
    made = scope.choices.one_of(
        ("{}.upper()", "{}.lower()", "{}.strip()", '{}.replace("a", "bb")', "{}[::-1]", "{}[1:]",
         "repr({})", "str({})", '{}.join(["p", "q"])', '"-".join(({}, "z"))', "{}.title()",
         "{}.zfill(4)", '"%s|%r" % ({}, 3)', '"{:>5}".format({})', "sorted({})[:1][0:1] and {}",
         "ascii({})", '{}.partition("b")[0]', "max({}, 'm')")
    )  # fmt: skip
    inner = expression(scope, "str")
    if made.startswith("sorted"):
        return f"({inner} or 'q')"
    return filled(made, f"({inner})" if made.startswith("{}") else inner, "")


def _text_of(scope: Scope) -> str:
    kind = scope.choices.one_of([kind for kind in scope.kinds() if kind != "set"])
    return scope.choices.one_of(("str", "repr")) + f"({expression(scope, kind)})"


# --- Floats


def _float_arithmetic(scope: Scope) -> str:
    operator = scope.choices.one_of(("+", "-", "*"))
    right = expression(scope, scope.choices.one_of(("float", "int")))
    return f"({expression(scope, 'float')} {operator} {right})"


def _quotient(scope: Scope) -> str:
    divisor = f"({expression(scope, 'int')} or 4)"
    return f"({expression(scope, 'int')} / {divisor})"


def _float_call(scope: Scope) -> str:
    made = scope.choices.one_of(
        ("float({i})", "abs({f})", "max({f}, 0.5)", "round({f}, 2)", "min({f}, {f})", "-({f})",
         "({f} // 2.0)", "({f} % 3)", "sum([{f}, {f}])")
    )  # fmt: skip
    return made.replace("{f}", atom(scope, "float")).replace("{i}", atom(scope, "int"))


# --- Containers


def comprehension(scope: Scope, kind: str) -> str:
    """The inside of a comprehension that yields that kind, without brackets."""
    scope.inner += 1
    rounds, parts, names = scope.rounds, [], 0
    for _ in range(2 if scope.choices.chance(1, 6) else 1):
        name = scope.program.fresh("i")
        source = iterable(scope)
        parts.append(f"for {name} in {source}")
        scope.variables.append(Variable(name, "int", writable=False))
        names += 1
        scope.rounds *= 4
        if scope.choices.chance(1, 3):
            parts.append(f"if {condition(scope)}")
    element = expression(scope, kind)
    del scope.variables[-names:]
    scope.inner -= 1
    scope.rounds = rounds
    return f"{element}{scope.gap()}{scope.gap().join(parts)}"


def iterable(scope: Scope) -> str:
    """Something that yields a few integers."""
    options: list[Make] = [_range, _range, lambda scope: atom(scope, "tuple")]
    if scope.has("lists"):
        options.append(lambda scope: f"tuple({atom(scope, 'list')})")
    if scope.has("generators"):
        options.append(_generated)
    return scope.choices.one_of(options)(scope)


def _range(scope: Scope) -> str:
    return scope.choices.one_of(
        ("range(3)", "range(1, 6)", "range(5, 0, -2)", "range(4)", "reversed(range(3))")
    )


def _generated(scope: Scope) -> str:
    return call(scope, "generator") or "range(2)"


def _display(scope: Scope) -> list[str]:
    items: list[str] = []
    while scope.choices.more(len(items), 5):
        items.append(expression(scope, "int"))
    if scope.choices.chance(1, 8):
        items.append(f"*{iterable(scope)}")
    return items


def _list_display(scope: Scope) -> str:
    return "[" + ", ".join(_display(scope)) + "]"


def _tuple_display(scope: Scope) -> str:
    items = _display(scope)
    return "(" + ", ".join(items) + ("," if len(items) == 1 else "") + ")"


def _set_display(scope: Scope) -> str:
    return "{" + ", ".join([expression(scope, "int"), *_display(scope)]) + "}"


def _dict_display(scope: Scope) -> str:
    items: list[str] = []
    while scope.choices.more(len(items), 3):
        items.append(f"{_key(scope)}: {expression(scope, 'int')}")
    if scope.choices.chance(1, 8):
        items.append(f"**{atom(scope, 'dict')}")
    return "{" + ", ".join(items) + "}"


def _comprehended(brackets: str, kind: str) -> Make:
    def make(scope: Scope) -> str:
        if not scope.has("comprehensions"):
            return atom(scope, kind)
        inside = comprehension(scope, "int")
        if kind == "dict":
            inside = f"{_key(scope)}: {inside}"
        if brackets == "tuple":
            return f"tuple({inside})"
        return brackets[0] + inside + brackets[1]

    return make


def _sliced(kind: str) -> Make:
    def make(scope: Scope) -> str:
        part = scope.choices.one_of(("1:", ":2", "::2", "1:3", "::-1", "-2:"))
        return f"{atom(scope, kind)}[{part}]"

    return make


def _list_call(scope: Scope) -> str:
    made = scope.choices.one_of(
        ("sorted({})", "list({})", "list(reversed({}))", "sorted({}, reverse=True)",
         "list(map(abs, {}))", "list(filter(None, {}))", "[*{}, 1]",
         "[a + b for a, b in zip({}, {})]",
         "[i * e for i, e in enumerate({})]", "sorted({}, key=lambda q: -q)")
    )  # fmt: skip
    whole = atom(scope, scope.choices.one_of(("list", "tuple")))
    return filled(made, whole, whole)


def _set_operation(scope: Scope) -> str:
    operator = scope.choices.one_of(("|", "&", "-", "^"))
    return f"({expression(scope, 'set')} {operator} {expression(scope, 'set')})"


def _set_call(scope: Scope) -> str:
    return f"set({expression(scope, 'tuple')})"


def _merged(scope: Scope) -> str:
    return f"({expression(scope, 'dict')} | {expression(scope, 'dict')})"


_ATOMS: Final[Mapping[str, Make]] = {
    "int": literal_int,
    "bool": lambda scope: scope.choices.one_of(("True", "False", "None")),
    "str": lambda scope: scope.choices.one_of(TEXTS[:14]),
    "float": lambda scope: scope.choices.one_of(FLOATS),
    "bytes": lambda scope: scope.choices.one_of(BYTES),
    "list": lambda scope: scope.choices.one_of(("[]", "[1, 2, 3]", "[4]", "[7, -1, 7, 0]")),
    "tuple": lambda scope: scope.choices.one_of(("()", "(1, 2)", "(3,)", "(5, 0, -2)")),
    "dict": lambda scope: scope.choices.one_of(("{}", '{"a": 1}', '{"x": 2, "b": 3}')),
    "set": lambda scope: scope.choices.one_of(("set()", "{1, 2}", "{3}", "{5, 1, 9}")),
}
_MAKERS: Final[Mapping[str, tuple[Make, ...]]] = {
    "int": (
        *(_arithmetic, _arithmetic, _division, _shift, _unary, _conditional("int"), _length),
        *(_int_call, _int_item, _int_from_dict, _total, _walrus, _called("int")),
        *(_called("int"), _lambda, _of_object, _of_object, _math_int),
    ),
    "bool": (_compare, _compare, _and_or, _not, _member, _is, _instance_of, _any_all),
    "str": (
        *(_concatenation("str"), _formatted, _formatted, _text_call, _text_call, _text_of),
        *(_conditional("str"), _repeated("str"), _sliced("str"), _called("str")),
    ),
    "float": (_float_arithmetic, _quotient, _float_call, _conditional("float"), _called("float")),
    "bytes": (_concatenation("bytes"), _repeated("bytes"), _sliced("bytes")),
    "list": (
        *(_list_display, _comprehended("[]", "list"), _list_call, _concatenation("list")),
        *(_sliced("list"), _conditional("list"), _called("list")),
    ),
    "tuple": (
        *(_tuple_display, _tuple_display, _concatenation("tuple"), _sliced("tuple")),
        *(_comprehended("tuple", "tuple"), _conditional("tuple"), _called("tuple")),
    ),
    "dict": (_dict_display, _comprehended("{}", "dict"), _merged, _conditional("dict")),
    "set": (_set_display, _comprehended("{}", "set"), _set_operation, _set_call),
}
