"""Functions, generators, classes and context managers of generated programs.

A function calls only what was defined before it, except itself with less fuel, so that every
program ends.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from fuzz.lanes.source_expressions import condition, expression, literal_int
from fuzz.lanes.source_scope import Callable_, Scope, Variable
from fuzz.lanes.source_statements import block, bounded, give, statement

Define: TypeAlias = Callable[[Scope], None]


def inner_scope(scope: Scope) -> Scope:
    """The scope of a function written at this place."""
    made = Scope(scope.program, scope, scope.indent + 1)
    made.is_function = True
    return made


def body(scope: Scope, most: int = 5) -> None:
    """Statements of a function, without its end."""
    written = 0
    while scope.program.budget > 0 and scope.choices.more(written, most, 80):
        statement(scope)
        written += 1


def define_function(scope: Scope) -> None:
    name = scope.program.fresh("f")
    made = inner_scope(scope)
    made.result = scope.any_kind()
    parameters = [f"p{index}" for index in range(scope.choices.integer(0, 3))]
    kinds = [scope.any_kind() for _ in parameters]
    function = Callable_(name, kinds, made.result, 1)
    texts = [_annotated(scope, each, kind) for each, kind in zip(parameters, kinds, strict=True)]
    made.variables = [Variable(n, k) for n, k in zip(parameters, kinds, strict=True)]
    if scope.choices.chance(1, 4):
        function.keywords.append(("q", "int"))
        star = ["*"] if scope.choices.boolean() else []
        texts += [*star, f"{_annotated(scope, 'q', 'int')}={literal_int(scope)}"]
        made.variables.append(Variable("q", "int"))
    if scope.choices.chance(1, 6):
        texts.append("**more")
    _decorate(scope, made.result)
    result = f" -> {made.result}" if scope.has("annotations") and scope.choices.boolean() else ""
    scope.write(f"def {name}({', '.join(texts)}){result}:")
    if scope.choices.chance(1, 6):
        made.write('"""Docs.\n\n' + "    " * made.indent + '  more."""')
    _declare(scope, made)
    if scope.has("closures") and scope.choices.chance(1, 4) and made.indent < 4:
        define_function(made)
    body(made)
    made.write(f"return {bounded(made, made.result)}")
    function.cost = made.cost
    scope.callables.append(function)


def _annotated(scope: Scope, name: str, kind: str) -> str:
    return f"{name}: {kind}" if scope.has("annotations") and scope.choices.boolean() else name


def _decorate(scope: Scope, result: str) -> None:
    if not scope.choices.chance(1, 10):
        return
    if result == "int":
        scope.write("@(lambda f: lambda *a, **k: f(*a, **k) + 1)")
    else:
        scope.write("@(lambda f: f)")


def _declare(outer: Scope, made: Scope) -> None:
    """A `nonlocal` or `global` declaration for some variable that the function then changes."""
    if not outer.has("closures") or not outer.choices.chance(1, 3):
        return
    known = [each for each in outer.readable_inside() if each.kind == "int" and each.writable]
    taken = [each.name for each in made.variables]
    known = [each for each in known if each.name not in taken]
    if not known:
        return
    chosen = outer.choices.one_of(known)
    if outer.is_function and chosen.name not in outer.of_module:
        made.write(f"nonlocal {chosen.name}")
    else:
        made.write(f"global {chosen.name}")
        made.of_module.add(chosen.name)
    made.write(f"{chosen.name} = ({chosen.name} + {literal_int(made)}) & 0xFFFF")
    made.variables.append(Variable(chosen.name, "int"))


def define_recursive(scope: Scope) -> None:
    """A function that calls itself, one or two times, with less fuel."""
    name = scope.program.fresh("r")
    made = inner_scope(scope)
    made.variables = [Variable("fuel", "int", writable=False), Variable("x", "int")]
    scope.write(f"def {name}(fuel, x=1):")
    made.write("if fuel <= 0:")
    made.write(f"    return {expression(made, 'int')}")
    made.rounds = 32
    body(made, 2)
    again = f"{name}(fuel - 1, ({expression(made, 'int')}) & 255)"
    if scope.choices.boolean():
        again += f" + {name}(fuel - 2)"
    made.write(f"return ({again} + {expression(made, 'int')}) & 0xFFFF")
    fuel = scope.choices.integer(1, 5)
    wrapper = scope.program.fresh("f")
    scope.write(f"def {wrapper}(x): return {name}({fuel}, x)")
    scope.callables.append(Callable_(wrapper, ["int"], "int", max(made.cost, 32)))


def define_generator(scope: Scope) -> None:
    name = scope.program.fresh("g")
    made = inner_scope(scope)
    made.is_generator = True
    made.variables = [Variable("n", "int")]
    scope.write(f"def {name}(n):")
    give(made)
    body(made, 4)
    if scope.choices.boolean():
        made.write("for j in range(3):")
        made.write(f"    yield (n + j) & {literal_int(made)}")
    scope.callables.append(Callable_(name, ["int"], "generator", made.cost + 8))


def define_class(scope: Scope) -> None:
    name = scope.program.fresh("C")
    known = [each for each in scope.callables if each.result == "object"]
    base = scope.choices.one_of(known) if known and scope.choices.chance(1, 2) else None
    made = Callable_(name, ["int"], "object", 2)
    scope.write(f"class {name}({base.name}):" if base else f"class {name}:")
    inside = inner_scope(scope)
    if scope.choices.chance(1, 6):
        inside.write('"""A class."""')
    if scope.choices.chance(1, 4) and not base:
        inside.write('__slots__ = ("total", "x")')
    inside.write(f"{scope.choices.one_of(('limit', '__hidden'))} = {literal_int(scope)}")
    if scope.has("annotations") and scope.choices.chance(1, 3):
        inside.write("size: int")
    _write_initialiser(scope, inside, made, base)
    count = 0
    while scope.choices.more(count, 3, 70):
        _write_method(inside, made, base, count)
        count += 1
    if base is not None:
        made.methods += [each for each in base.methods if each not in made.methods]
        made.cost += base.cost
    if not made.methods:
        inside.write("def get(self, x): return self.x + x")
        made.methods.append("get")
    scope.callables.append(made)


def _write_initialiser(
    scope: Scope, inside: Scope, made: Callable_, base: Callable_ | None
) -> None:
    method = inner_scope(inside)
    method.outer = None
    method.variables = [Variable("x", "int")]
    inside.write("def __init__(self, x):")
    if base is not None:
        method.write(
            scope.choices.one_of(("super().__init__(x)", f"{base.name}.__init__(self, x)"))
        )
    method.write(f"self.x = {bounded(method, 'int')}")
    method.write(f"self.total = {literal_int(method)}")
    made.attributes += ["x", "total"]
    if scope.choices.chance(1, 3):
        inside.write("@property")
        inside.write("def double(self):")
        method.write("return self.x * 2")
        made.attributes.append("double")


def _write_method(inside: Scope, made: Callable_, base: Callable_ | None, number: int) -> None:
    choices = inside.choices
    kind = choices.integer(0, 5)
    method = inner_scope(inside)
    method.outer = None
    method.callables = [each for each in method.callables if each.result != "object"]
    method.variables = [
        Variable("y", "int"),
        Variable("self.x", "int"),
        Variable("self.total", "int"),
    ]
    if kind == 4 and "__add__" not in made.methods:
        name = choices.one_of(("__add__", "__call__", "__getitem__"))
    else:
        name = f"m{number}"
    if kind == 5:
        inside.write(choices.one_of(("@staticmethod", "@classmethod")))
        first = "cls, " if inside.program.lines[-1].endswith("classmethod") else ""
        method.variables = [Variable("y", "int")]
        inside.write(f"def {name}({first}y):")
    else:
        inside.write(f"def {name}(self, y):")
    body(method, 3)
    more = f" + super().{name}(y)" if base and name in base.methods and kind != 5 else ""
    method.write(f"return ({expression(method, 'int')}{more}) & 0xFFFF")
    made.methods.append(name)
    made.cost = max(made.cost, method.cost)


def define_manager(scope: Scope) -> None:
    """A context manager that may swallow what its block raises."""
    name = scope.program.fresh("M")
    inside = inner_scope(scope)
    scope.write(f"class {name}:")
    inside.write("def __init__(self, n): self.n = n")
    inside.write("def __enter__(self): return self.n")
    inside.write("def __exit__(self, kind, error, trace):")
    answer = scope.choices.one_of(("True", "kind is not None", "kind is ValueError", "self.n"))
    inside.write(f"    return {answer}")
    scope.callables.append(Callable_(name, ["int"], "manager", 2))


def try_all(scope: Scope) -> None:
    """A block in which anything may fail, and what it failed with."""
    name = scope.program.fresh("z")
    scope.write("try:")
    block(scope, 5)
    scope.write(f"except Exception as {name}:")
    scope.write(f"    print(type({name}).__name__, {condition(scope)})")


DEFINITIONS: Final[dict[str, tuple[Define, ...]]] = {
    "functions": (define_function, define_function, define_recursive),
    "generators": (define_generator,),
    "classes": (define_class,),
    "with": (define_manager,),
}
