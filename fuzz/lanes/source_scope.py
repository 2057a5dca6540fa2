"""What the generator of sources knows while it writes a program: names, kinds, costs, layout."""

from typing import Final, final

from fuzz.choices import Choices

FEATURES: Final = (
    "functions",
    "loops",
    "texts",
    "lists",
    "dicts",
    "floats",
    "sets",
    "bytes",
    "comprehensions",
    "closures",
    "lambdas",
    "generators",
    "classes",
    "exceptions",
    "with",
    "match",
    "imports",
    "walrus",
    "annotations",
    "layout",
    "deletion",
    "module",
)
"""What a configuration switches on or off; the order is the order of simplicity."""

KIND_FEATURES: Final = {
    "str": "texts",
    "list": "lists",
    "dict": "dicts",
    "float": "floats",
    "set": "sets",
    "bytes": "bytes",
}
"""Kinds of values and the feature each needs; int, bool and tuple are always there."""

MOST_ROUNDS: Final = 2_000
"""Bound of the product of the rounds of loops around one place, callees included."""


@final
class Variable:
    """A name with a value of a known kind. `writable` is false for those a loop counts with."""

    __slots__ = ("kind", "name", "writable")

    def __init__(self, name: str, kind: str, writable: bool = True) -> None:
        self.name = name
        self.kind = kind
        self.writable = writable


@final
class Callable_:
    """A function or class that can be called: kinds of its parameters and of its result.

    `cost` bounds the rounds of loops of one call. `keywords` are names of parameters that have
    defaults.
    """

    __slots__ = ("attributes", "cost", "keywords", "methods", "name", "parameters", "result")

    def __init__(self, name: str, parameters: list[str], result: str, cost: int) -> None:
        self.name = name
        self.parameters = parameters
        self.result = result
        self.cost = cost
        self.keywords: list[tuple[str, str]] = []
        self.attributes: list[str] = []
        """Of a class: its attributes, all ints."""
        self.methods: list[str] = []
        """Of a class: its methods, which take an int and give one."""


@final
class Program:
    """What all scopes of one program share."""

    __slots__ = ("budget", "choices", "counter", "features", "lines")

    def __init__(self, choices: Choices, features: frozenset[str], budget: int) -> None:
        self.choices = choices
        self.features = features
        self.budget = budget
        """Statements that may still be written."""
        self.counter = 0
        self.lines: list[str] = []

    def fresh(self, prefix: str) -> str:
        """A name that no other place of the program has."""
        self.counter += 1
        return f"{prefix}{self.counter}"


@final
class Scope:
    """One function, class body or the module, and the block of it that is being written."""

    __slots__ = (
        *("callables", "cost", "depth", "expressions", "in_loop", "indent", "inner", "is_function"),
        *("is_generator", "of_module", "outer", "program", "result", "rounds", "variables"),
    )

    def __init__(self, program: Program, outer: "Scope | None", indent: int) -> None:
        self.program = program
        self.outer = outer
        self.indent = indent
        self.variables: list[Variable] = []
        self.callables: list[Callable_] = [] if outer is None else list(outer.callables)
        self.rounds = 1
        """Product of the rounds of the loops around the place being written."""
        self.cost = 1
        """What was written so far costs at most, in rounds."""
        self.depth = 0
        self.expressions = 3
        """How deep expressions may be nested."""
        self.in_loop = False
        self.inner = 0
        """Brackets and comprehensions around the expression being written."""
        self.is_function = False
        self.is_generator = False
        self.of_module: set[str] = set()
        """Names that the function declares global."""
        self.result = "int"

    @property
    def choices(self) -> Choices:
        """Who draws."""
        return self.program.choices

    def has(self, feature: str) -> bool:
        """Whether the program uses a feature."""
        return feature in self.program.features

    def write(self, text: str) -> None:
        """A line of the block."""
        self.program.lines.append("    " * self.indent + text)

    def kinds(self) -> list[str]:
        """The kinds of values that the program may use."""
        return ["int", "bool", "tuple"] + [
            kind for kind, feature in KIND_FEATURES.items() if self.has(feature)
        ]

    def any_kind(self) -> str:
        """One of them; integers more often."""
        return self.choices.one_of(["int", "int", *self.kinds()])

    def of_kind(self, kind: str, writable: bool = False) -> list[Variable]:
        """The variables of a kind that can be read here, or written."""
        found = [v for v in self.variables if v.kind == kind and (v.writable or not writable)]
        if not writable and self.outer is not None and self.has("closures"):
            found += [v for v in self.outer.readable_inside() if v.kind == kind]
        return found

    def readable_inside(self) -> list[Variable]:
        """The variables that functions written here may read: classes' names are not."""
        return self.variables if self.is_function or self.outer is None else []

    def pay(self, cost: int) -> bool:
        """Whether something of that cost may stand here; counts it if so."""
        if self.rounds * cost > MOST_ROUNDS:
            return False
        self.cost += self.rounds * cost
        return self.cost <= 4 * MOST_ROUNDS

    def gap(self) -> str:
        """Between two parts of an expression in brackets: a space, or a new line."""
        if self.has("layout") and self.choices.chance(1, 12):
            return "\n" + "    " * (self.indent + 2)
        return " "
