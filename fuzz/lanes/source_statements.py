"""Statements of generated programs. Every loop has a bound that its body cannot move."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from fuzz.lanes.source_expressions import (
    atom,
    condition,
    expression,
    iterable,
    literal_int,
    small,
)
from fuzz.lanes.source_scope import Scope, Variable

Write: TypeAlias = Callable[[Scope], None]

MASKS: Final = ("0xFFFF", "1023", "0x7FFFFFFF", "255")
ERRORS: Final = (
    "ValueError",
    "ZeroDivisionError",
    "(KeyError, IndexError)",
    "LookupError",
    "ArithmeticError",
    "TypeError",
    "Exception",
)


def block(scope: Scope, most: int = 4) -> None:
    """An indented block. Names that it binds are not known to be bound after it."""
    known = list(scope.variables)
    scope.indent += 1
    scope.depth += 1
    written = 0
    while scope.program.budget > 0 and scope.choices.more(written, most, 70 if written else 95):
        statement(scope)
        written += 1
    if not written:
        scope.write(scope.choices.one_of(("pass", "...", "0")))
    scope.indent -= 1
    scope.depth -= 1
    scope.variables = known


def loop_block(scope: Scope, rounds: int, first: str | None = None) -> None:
    """The block of a loop: `first` is its first line."""
    before, loops = scope.rounds, scope.in_loop
    scope.rounds *= rounds
    scope.in_loop = True
    if first is None:
        block(scope)
    else:
        scope.indent += 1
        scope.write(first)
        scope.indent -= 1
        block(scope)
    scope.rounds, scope.in_loop = before, loops


def statement(scope: Scope) -> None:
    """One statement."""
    scope.program.budget -= 1
    scope.choices.one_of(_options(scope))(scope)


def _options(scope: Scope) -> list[Write]:
    """What may stand here, simplest first."""
    found: list[Write] = [assign, assign, assign, augment, branch, chained]
    for feature, statements in _BY_FEATURE.items():
        if scope.has(feature):
            found += statements
    if scope.depth >= 4:
        found = [each for each in found if each not in _NESTED]
    if scope.in_loop:
        found.append(leave_loop)
    if scope.is_function and scope.depth:
        found.append(leave_function)
    if scope.is_generator:
        found += [give, give, give]
    return found


# --- Assignments


def bind(scope: Scope, kind: str) -> str:
    """The name that an assignment binds: a new one, or one of that kind."""
    known = scope.of_kind(kind, writable=True)
    if known and scope.choices.chance(1, 2):
        return scope.choices.one_of(known).name
    name = scope.choices.one_of(_PREFIXES[kind]) + str(len(scope.variables))
    if all(each.name != name for each in scope.variables):
        scope.variables.append(Variable(name, kind))
        return name
    known = [each for each in scope.variables if each.name == name]
    if known[0].kind == kind and known[0].writable:
        return name
    name = scope.program.fresh("v")
    scope.variables.append(Variable(name, kind))
    return name


def bounded(scope: Scope, kind: str) -> str:
    """An expression whose value may be kept: in loops nothing grows without bound."""
    text = expression(scope, kind)
    if kind == "int" and (scope.in_loop or scope.choices.chance(1, 3)):
        return f"({text}) & {scope.choices.one_of(MASKS)}"
    if kind in ("str", "list", "tuple", "bytes") and scope.in_loop:
        return f"({text})[:{scope.choices.integer(4, 12)}]"
    if kind == "float" and scope.in_loop:
        return f"({text}) % 1024"
    return text


def assign(scope: Scope) -> None:
    kind = scope.any_kind()
    value = bounded(scope, kind)
    name = bind(scope, kind)
    if scope.has("annotations") and scope.choices.chance(1, 4):
        note = scope.choices.one_of((kind, "int | None", "undefined_name", f'"{kind}"'))
        scope.write(f"{name}: {note} = {value}")
    elif scope.has("layout") and scope.choices.chance(1, 8):
        scope.write(f"{name} = {value}; {name} = {atom(scope, kind)}")
    else:
        scope.write(f"{name} = {value}")


def augment(scope: Scope) -> None:
    known = scope.of_kind("int", writable=True)
    if not known:
        assign(scope)
        return
    name = scope.choices.one_of(known).name
    if not any(each.name == name for each in scope.variables):
        assign(scope)  # a variable of an enclosing function, which this one would hide
        return
    operator = scope.choices.one_of(("+=", "-=", "^=", "|=", "&=", "//=", "%="))
    value = expression(scope, "int")
    if operator in ("//=", "%="):
        value = f"({value} or 3)"
    scope.write(
        f"{name} {operator} {value} & 0xFFF" if operator == "+=" else f"{name} {operator} {value}"
    )


def chained(scope: Scope) -> None:
    """Several targets, or a display taken apart."""
    shape = scope.choices.integer(0, 3)
    value = bounded(scope, "int")
    if shape == 0:
        other = bounded(scope, "int")
        first, second = bind(scope, "int"), bind(scope, "int")
        scope.write(f"{first}, {second} = {value}, {other}")
    elif shape == 1:
        first, second = bind(scope, "int"), bind(scope, "int")
        scope.write(f"{first} = {second} = {value}")
    elif shape == 2:
        known = [each.name for each in scope.variables if each.kind == "int" and each.writable]
        if len(known) < 2:
            assign(scope)
            return
        scope.write(f"{known[-1]}, {known[0]} = {known[0]}, {known[-1]}")
    else:
        whole = atom(scope, "tuple")
        head = scope.program.fresh("h")
        rest = bind(scope, "list") if scope.has("lists") else scope.program.fresh("r")
        scope.write(f"{head}, *{rest} = {whole} or (0,)")
        scope.variables.append(Variable(head, "int"))


# --- Control flow


def branch(scope: Scope) -> None:
    scope.write(f"if {condition(scope)}:")
    block(scope)
    count = 0
    while scope.choices.more(count, 3, 25):
        scope.write(f"elif {condition(scope)}:")
        block(scope, 2)
        count += 1
    if scope.choices.chance(1, 2):
        scope.write("else:")
        block(scope)


def one_line(scope: Scope) -> None:
    """A compound statement on one line."""
    known = scope.of_kind("int", writable=True)
    if not known or not any(each.name == known[-1].name for each in scope.variables):
        assign(scope)
        return
    name = known[-1].name
    scope.write(f"if {condition(scope)}: {name} = {literal_int(scope)}; {name} ^= 1")


def for_loop(scope: Scope) -> None:
    if scope.rounds * 6 > 400:
        assign(scope)
        return
    name = scope.program.fresh("k")
    shape = scope.choices.integer(0, 4)
    before = list(scope.variables)
    if shape == 3:
        source, names = f"enumerate({iterable(scope)})", (f"{name}, {name}v", [name, f"{name}v"])
    elif shape == 4 and scope.has("dicts"):
        key = scope.program.fresh("q")
        source, names = f"list({atom(scope, 'dict')}.items())", (f"{key}, {name}", [name])
    else:
        source, names = iterable(scope), (name, [name])
    scope.write(f"for {names[0]} in {source}:")
    scope.variables += [Variable(each, "int", writable=False) for each in names[1]]
    loop_block(scope, 6)
    scope.variables = before
    _loop_else(scope)


def while_loop(scope: Scope) -> None:
    rounds = scope.choices.integer(2, 8)
    if scope.rounds * rounds > 400:
        assign(scope)
        return
    name = scope.program.fresh("n")
    scope.write(f"{name} = {rounds}")
    extra = f" and {condition(scope)}" if scope.choices.chance(1, 3) else ""
    scope.write(f"while {name} > 0{extra}:")
    scope.variables.append(Variable(name, "int", writable=False))
    loop_block(scope, rounds, f"{name} -= 1")
    _loop_else(scope)


def _loop_else(scope: Scope) -> None:
    if scope.choices.chance(1, 6):
        scope.write("else:")
        block(scope, 2)


def leave_loop(scope: Scope) -> None:
    word = scope.choices.one_of(("continue", "break"))
    if scope.choices.chance(3, 4):
        scope.write(f"if {condition(scope)}:")
        scope.write(f"    {word}")
    else:
        scope.write(word)


def leave_function(scope: Scope) -> None:
    value = "" if scope.is_generator else f" {expression(scope, scope.result)}"
    if scope.choices.chance(2, 3):
        scope.write(f"if {condition(scope)}: return{value}")
    else:
        scope.write(f"return{value}")


def give(scope: Scope) -> None:
    """A `yield`, or the values of something that has some."""
    if scope.choices.chance(1, 6):
        scope.write(f"yield from {iterable(scope)}")
    elif scope.choices.chance(1, 8):
        name = scope.program.fresh("s")
        scope.write(f"{name} = yield {expression(scope, 'int')}")
        scope.write(f"if {name} is not None: yield 1")
    else:
        scope.write(f"yield {expression(scope, 'int')}")


# --- Exceptions and context managers


def try_statement(scope: Scope) -> None:
    scope.write("try:")
    block(scope)
    _provoke(scope)
    handlers = scope.choices.integer(0, 2)
    named = [scope.choices.one_of(ERRORS[:-1]) for _ in range(handlers)]
    if handlers == 0:
        scope.write("finally:")
        _finally_block(scope)
        return
    for error in [*named[:-1], scope.choices.one_of((named[-1], "Exception", "Exception"))]:
        name = scope.program.fresh("e")
        if scope.choices.boolean():
            scope.write(f"except {error} as {name}:")
            scope.indent += 1
            scope.write(f"{bind(scope, 'tuple')} = (len({name}.args),)")
            scope.indent -= 1
        else:
            scope.write(f"except {error}:")
        block(scope, 2)
    if scope.choices.chance(1, 4):
        scope.write("else:")
        block(scope, 2)
    if scope.choices.chance(1, 3):
        scope.write("finally:")
        _finally_block(scope)


def _provoke(scope: Scope) -> None:
    """Perhaps a statement at the end of a block that is likely to fail."""
    if not scope.choices.chance(2, 3):
        return
    scope.indent += 1
    text = scope.choices.one_of(
        (
            f"raise {scope.choices.one_of(ERRORS[:2])}({expression(scope, 'int')})",
            f"{small(scope)} // ({expression(scope, 'int')} & 1)",
            f"(1, 2)[{expression(scope, 'int')} & 3]",
            f"assert {condition(scope)}, {expression(scope, 'int')}",
            f"int({expression(scope, 'int')} and 'q')",
            f"[][{small(scope)}]",
            "raise KeyError from ValueError(1)",
        )
    )
    scope.write(text)
    scope.indent -= 1


def _finally_block(scope: Scope) -> None:
    """No jumps out of it: 3.14 warns of them, and they would hide what happened."""
    loops, function = scope.in_loop, scope.is_function
    scope.in_loop = scope.is_function = False
    block(scope, 2)
    scope.in_loop, scope.is_function = loops, function


def with_statement(scope: Scope) -> None:
    known = [each for each in scope.callables if each.result == "manager"]
    if not known or not scope.pay(2):
        assign(scope)
        return
    manager = scope.choices.one_of(known).name
    target = ""
    name = scope.program.fresh("m")
    if scope.choices.boolean():
        target = f" as {name}"
    second = f", {manager}(1)" if scope.choices.chance(1, 4) else ""
    scope.write(f"with {manager}({expression(scope, 'int')}){target}{second}:")
    if target:
        scope.variables.append(Variable(name, "int"))
    block(scope)
    if scope.choices.chance(1, 2):
        _provoke(scope)


def match_statement(scope: Scope) -> None:
    subject = scope.any_kind()
    scope.write(f"match {expression(scope, subject)}:")
    scope.indent += 1
    count = 0
    while scope.choices.more(count, 4, 70):
        before = list(scope.variables)
        pattern = scope.choices.one_of(_PATTERNS)(scope)
        guard = f" if {condition(scope)}" if scope.choices.chance(1, 4) else ""
        scope.write(f"case {pattern}{guard}:")
        block(scope, 2)
        scope.variables = before
        count += 1
    scope.write("case _:" if scope.choices.boolean() else f"case {scope.program.fresh('o')}:")
    block(scope, 2)
    scope.indent -= 1


def _captured(scope: Scope) -> str:
    return scope.program.fresh("c")


def _int_capture(scope: Scope) -> str:
    name = scope.program.fresh("c")
    scope.variables.append(Variable(name, "int"))
    return f"int({name})" if scope.choices.boolean() else f"int() as {name}"


_PATTERNS: Final[tuple[Callable[[Scope], str], ...]] = (
    literal_int,
    lambda scope: " | ".join(str(scope.choices.integer(-2, 9)) for _ in range(3)),
    lambda scope: "None | True",
    _int_capture,
    lambda scope: f"[{_captured(scope)}, *_]",
    lambda scope: f"({_int_capture(scope)}, {_captured(scope)})",
    lambda scope: f"[1, *{_captured(scope)}, 2]",
    lambda scope: '{"a": ' + _int_capture(scope) + "}",
    lambda scope: '{"x": 2, **' + _captured(scope) + "}",
    lambda scope: "str() | bytes()",
    lambda scope: "[]",
    lambda scope: '"a" | "abc"',
    lambda scope: f"({_captured(scope)}, _, 0)",
)


# --- Further statements


def change_list(scope: Scope) -> None:
    known = [each for each in scope.variables if each.kind == "list"]
    if not known:
        assign(scope)
        return
    name = scope.choices.one_of(known).name
    value = expression(scope, "int")
    scope.write(
        scope.choices.one_of(
            (
                f"{name}.append({value} & 255)",
                f"if {name}: {name}[0] = {value} & 255",
                f"{name}.sort()",
                f"{name}.reverse()",
                f"if len({name}) > 2: {name}.pop()",
                f"{name}[1:2] = [{small(scope)}]",
                f"{name}.insert({small(scope)}, 1)",
                f"{name} += [{small(scope)}]",
            )
        )
    )


def change_dict(scope: Scope) -> None:
    known = [each for each in scope.variables if each.kind == "dict"]
    if not known:
        assign(scope)
        return
    name = scope.choices.one_of(known).name
    value = expression(scope, "int")
    scope.write(
        scope.choices.one_of(
            (
                f'{name}["a"] = {value} & 255',
                f'{name}["k"] = {name}.get("k", 0) + 1',
                f'{name}.pop("a", None)',
                f'{name}.setdefault("b", 1)',
                f"{name}.update(x={small(scope)})",
                f'if "a" in {name}: del {name}["a"]',
            )
        )
    )


def delete(scope: Scope) -> None:
    known = [each for each in scope.variables if each.writable and each.kind != "object"]
    if len(known) < 3 or scope.in_loop or scope.depth:
        assign(scope)
        return
    chosen = scope.choices.one_of(known)
    scope.write(f"del {chosen.name}")
    scope.variables.remove(chosen)


def assertion(scope: Scope) -> None:
    scope.write(f"assert {condition(scope)} or True, {expression(scope, 'int')}")


def bare(scope: Scope) -> None:
    """An expression for its effects."""
    scope.write(
        scope.choices.one_of((expression(scope, "int"), f"print({expression(scope, 'int')})"))
    )


_PREFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "int": ("a", "x", "n_"),
    "bool": ("b", "ok"),
    "str": ("s", "text"),
    "float": ("f",),
    "bytes": ("data",),
    "list": ("items", "xs"),
    "tuple": ("t", "pair"),
    "dict": ("table", "d"),
    "set": ("seen",),
}
_BY_FEATURE: Final[Mapping[str, tuple[Write, ...]]] = {
    "loops": (for_loop, for_loop, while_loop),
    "lists": (change_list,),
    "dicts": (change_dict,),
    "exceptions": (try_statement, try_statement, assertion),
    "with": (with_statement,),
    "match": (match_statement,),
    "layout": (one_line,),
    "deletion": (delete,),
    "texts": (bare,),
}
_NESTED: Final = (branch, for_loop, while_loop, try_statement, with_statement, match_statement)
