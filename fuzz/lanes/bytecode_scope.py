"""What the generator knows of a function under construction, and what a case may use."""

from typing import Any, Final, final

from fuzz.choices import Choices
from fuzz.lanes.bytecode_builder import Builder, Variable
from spec.bytecode.instructions import Op

FEATURES: Final = (
    "calls",
    "exceptions",
    "floats",
    "texts",
    "lists",
    "dicts",
    "functions",
    "closures",
    "generators",
    "comprehensions",
    "mixed",
    "large",
    "loops",
    "matches",
    "classes",
    "groups",
    "imports",
    "names",
)
"""What a configuration switches on or off; the order is the order of simplicity."""


PAIRED: Final = 16
"""Instructions on two locals reach those below this."""


@final
class Function:
    """A function of the program that can be called: where it is kept, what it takes and gives."""

    __slots__ = (
        *("keywords", "more", "name", "optional", "parameters"),
        *("result", "variable", "yields"),
    )

    def __init__(
        self, name: str, variable: Variable | None, parameters: tuple[str, ...], result: str
    ) -> None:
        self.name = name
        self.variable = variable
        """Where it is kept; None for a global of its name."""
        self.keywords: tuple[str, ...] = ()
        """Kinds of its keyword-only parameters, called k0, k1, which have defaults."""
        self.more = False
        """Whether it takes further arguments."""
        self.optional = 0
        """How many of the last parameters have defaults."""
        self.yields = "any"
        """What it yields, if its result is a generator."""
        self.parameters = parameters
        self.result = result


@final
class Counter:
    """What a whole program counts."""

    __slots__ = ("classes", "functions")

    def __init__(self) -> None:
        self.functions = 0
        self.classes = 0


@final
class Scope:
    """A function under construction."""

    __slots__ = (
        "blocks",
        "borrow",
        "budget",
        "builder",
        "cells",
        "choices",
        "classes",
        "counter",
        "depth",
        "extra",
        "features",
        "functions",
        "growing",
        "inner",
        "result",
        "spare",
        "variables",
    )

    def __init__(
        self, choices: Choices, features: frozenset[str], builder: Builder, budget: int
    ) -> None:
        self.choices = choices
        self.features = features
        self.builder = builder
        self.budget = budget
        self.variables: list[Variable] = []
        self.functions: list[Function] = []
        self.blocks: list[Any] = []
        self.borrow = False
        """Whether locals are loaded with LOAD_FAST_BORROW."""
        self.depth = 0
        self.growing = True
        """Whether operations may multiply the sizes of variables."""
        self.result = "any"
        self.extra: list[Any] = []
        """Statements that only this function may have: yields."""
        self.inner = 0
        """How many functions this one is nested in."""
        self.cells: list[Variable] = []
        self.classes: list[Any] = []
        self.counter = Counter()
        self.spare: list[Variable] = []
        """Variables that may be unbound here."""

    def kinds(self) -> list[str]:
        """The kinds of values that the configuration works with."""
        kinds = ["int", "bool"]
        for feature, kind in _KINDS_OF_FEATURES:
            if feature in self.features:
                kinds.append(kind)
        return kinds

    def load_variable(self, variable: Variable, stored: bool = False) -> None:
        """Push the value of a variable; not borrowed if it may be `stored` in another one."""
        builder = self.builder
        if variable.cell:
            builder.cell(Op.LOAD_DEREF, variable.index)
        else:
            builder.emit(
                Op.LOAD_FAST_BORROW if self.borrow and not stored else Op.LOAD_FAST, variable.index
            )

    def load_pair(self, first: Variable, second: Variable) -> None:
        """Push two variables, in one instruction if their places allow it."""
        small = not (first.cell or second.cell) and max(first.index, second.index) < PAIRED
        if not small or self.choices.boolean():
            self.load_variable(first)
            self.load_variable(second)
            return
        op = Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW if self.borrow else Op.LOAD_FAST_LOAD_FAST
        self.builder.emit(op, first.index << 4 | second.index)

    def store_variable(self, variable: Variable) -> None:
        """Take the top of the stack into a variable."""
        if variable.cell:
            self.builder.cell(Op.STORE_DEREF, variable.index)
        else:
            self.builder.emit(Op.STORE_FAST, variable.index)

    def load_function(self, function: Function) -> None:
        """Push a function, and a null above it."""
        if function.variable is None:
            self.builder.load_global(function.name, call=True)
        else:
            self.load_variable(function.variable)
            self.builder.emit(Op.PUSH_NULL)

    def of_kind(self, kind: str) -> list[Variable]:
        """The variables that hold this kind."""
        return [variable for variable in self.variables if variable.kind == kind]


_KINDS_OF_FEATURES: Final = (
    ("floats", "float"),
    ("texts", "str"),
    ("lists", "list"),
    ("lists", "tuple"),
    ("dicts", "dict"),
)
