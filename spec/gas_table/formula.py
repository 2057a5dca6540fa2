"""Formulas of prices: small expressions over sizes, in non-negative integers only.

An expression is written with `+`, `*` and `//` on the objects of this module. The same object
gives the value (`evaluate`), the text of the documentation (`text`), the tree of the JSON export
(`tree`) and the source of the Rust export (`rust`), so the four can not drift apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, final

Values: TypeAlias = tuple[int, ...]
Evaluator: TypeAlias = Callable[[Values], int]
Tree: TypeAlias = "int | str | list[Tree]"


class Expression:
    """A formula over named sizes; every value is an integer of at least zero."""

    __slots__ = ()

    def evaluator(self, sizes: tuple[str, ...]) -> Evaluator:
        """Return the function of the values of `sizes`, in that order."""
        raise NotImplementedError

    def text(self) -> str:
        """Return the formula as it reads in the documentation."""
        raise NotImplementedError

    def tree(self) -> Tree:
        """Return the formula as nested arrays: operator first, a size as text, a number as is."""
        raise NotImplementedError

    def rust(self) -> str:
        """Return the formula as a Rust expression over `u64` that saturates."""
        raise NotImplementedError

    def parts(self) -> tuple[Expression, ...]:
        """Return the direct subexpressions."""
        return ()

    def size_names(self) -> tuple[str, ...]:
        """Return the names of the sizes, each once, in order of first appearance."""
        names: list[str] = []
        for part in self.parts():
            for name in part.size_names():
                if name not in names:
                    names.append(name)
        return tuple(names)

    def evaluate(self, **sizes: int) -> int:
        """Return the value for sizes given by name."""
        names = self.size_names()
        return self.evaluator(names)(tuple(sizes[name] for name in names))

    def __add__(self, other: Expression | int) -> Expression:
        return Sum(self, as_expression(other))

    def __radd__(self, other: int) -> Expression:
        return Sum(Number(other), self)

    def __mul__(self, other: Expression | int) -> Expression:
        return Product(self, as_expression(other))

    def __rmul__(self, other: int) -> Expression:
        return Product(Number(other), self)

    def __floordiv__(self, other: int) -> Expression:
        return FloorQuotient(self, other)


def as_expression(value: Expression | int) -> Expression:
    """Return `value` itself, or a number as an expression."""
    return Number(value) if isinstance(value, int) else value


@final
class Number(Expression):
    """A constant amount."""

    __slots__ = ("value",)

    def __init__(self, value: int) -> None:
        if value < 0:
            raise ValueError(f"a price holds no negative number, not {value}")
        self.value = value

    def evaluator(self, sizes: tuple[str, ...]) -> Evaluator:
        value = self.value
        return lambda values: value

    def text(self) -> str:
        return f"{self.value:,}"

    def tree(self) -> Tree:
        return self.value

    def rust(self) -> str:
        return f"{self.value}u64"


@final
class Size(Expression):
    """A size that the payer knows before the work: a length, a bit length, a count."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def evaluator(self, sizes: tuple[str, ...]) -> Evaluator:
        place = sizes.index(self.name)
        return lambda values: values[place]

    def text(self) -> str:
        return self.name

    def tree(self) -> Tree:
        return self.name

    def rust(self) -> str:
        return self.name

    def size_names(self) -> tuple[str, ...]:
        return (self.name,)


class Pair(Expression):
    """An operator on two subexpressions."""

    __slots__ = ("left", "right")

    def __init__(self, left: Expression, right: Expression) -> None:
        self.left = left
        self.right = right

    def parts(self) -> tuple[Expression, ...]:
        return (self.left, self.right)


@final
class Sum(Pair):
    """left + right"""

    __slots__ = ()

    def evaluator(self, sizes: tuple[str, ...]) -> Evaluator:
        left, right = self.left.evaluator(sizes), self.right.evaluator(sizes)
        return lambda values: left(values) + right(values)

    def text(self) -> str:
        return f"{self.left.text()} + {self.right.text()}"

    def tree(self) -> Tree:
        return ["+", self.left.tree(), self.right.tree()]

    def rust(self) -> str:
        return f"{self.left.rust()}.saturating_add({self.right.rust()})"


@final
class Product(Pair):
    """left * right"""

    __slots__ = ()

    def evaluator(self, sizes: tuple[str, ...]) -> Evaluator:
        left, right = self.left.evaluator(sizes), self.right.evaluator(sizes)
        return lambda values: left(values) * right(values)

    def text(self) -> str:
        return f"{factor_text(self.left)} * {factor_text(self.right)}"

    def tree(self) -> Tree:
        return ["*", self.left.tree(), self.right.tree()]

    def rust(self) -> str:
        return f"{self.left.rust()}.saturating_mul({self.right.rust()})"


@final
class Maximum(Pair):
    """The larger of two values."""

    __slots__ = ()

    def evaluator(self, sizes: tuple[str, ...]) -> Evaluator:
        left, right = self.left.evaluator(sizes), self.right.evaluator(sizes)

        def larger(values: Values) -> int:
            one, other = left(values), right(values)
            return one if one >= other else other

        return larger

    def text(self) -> str:
        return f"max({self.left.text()}, {self.right.text()})"

    def tree(self) -> Tree:
        return ["max", self.left.tree(), self.right.tree()]

    def rust(self) -> str:
        return f"{self.left.rust()}.max({self.right.rust()})"


@final
class Excess(Pair):
    """How far the left value exceeds the right one, 0 when it does not."""

    __slots__ = ()

    def evaluator(self, sizes: tuple[str, ...]) -> Evaluator:
        left, right = self.left.evaluator(sizes), self.right.evaluator(sizes)

        def excess(values: Values) -> int:
            difference = left(values) - right(values)
            return difference if difference > 0 else 0

        return excess

    def text(self) -> str:
        return f"max({self.left.text()} - {factor_text(self.right)}, 0)"

    def tree(self) -> Tree:
        return ["excess", self.left.tree(), self.right.tree()]

    def rust(self) -> str:
        return f"{self.left.rust()}.saturating_sub({self.right.rust()})"


class Quotient(Expression):
    """A division by a fixed positive number."""

    __slots__ = ("divisor", "whole")

    def __init__(self, whole: Expression, divisor: int) -> None:
        if divisor < 1:
            raise ValueError(f"a price divides by a positive number, not {divisor}")
        self.whole = whole
        self.divisor = divisor

    def parts(self) -> tuple[Expression, ...]:
        return (self.whole,)


@final
class FloorQuotient(Quotient):
    """whole // divisor, rounded down."""

    __slots__ = ()

    def evaluator(self, sizes: tuple[str, ...]) -> Evaluator:
        whole, divisor = self.whole.evaluator(sizes), self.divisor
        return lambda values: whole(values) // divisor

    def text(self) -> str:
        return f"{factor_text(self.whole)} // {self.divisor}"

    def tree(self) -> Tree:
        return ["//", self.whole.tree(), self.divisor]

    def rust(self) -> str:
        return f"({self.whole.rust()} / {self.divisor}u64)"


@final
class CeilQuotient(Quotient):
    """The number of started portions of `divisor` in the whole."""

    __slots__ = ()

    def evaluator(self, sizes: tuple[str, ...]) -> Evaluator:
        whole, divisor = self.whole.evaluator(sizes), self.divisor
        return lambda values: -(-whole(values) // divisor)

    def text(self) -> str:
        return f"ceil({factor_text(self.whole)} / {self.divisor})"

    def tree(self) -> Tree:
        return ["ceil", self.whole.tree(), self.divisor]

    def rust(self) -> str:
        return f"{self.whole.rust()}.div_ceil({self.divisor}u64)"


@final
class CeilLog2(Expression):
    """The binary logarithm rounded up; 0 for 0 and 1 (decision G13)."""

    __slots__ = ("part",)

    def __init__(self, part: Expression) -> None:
        self.part = part

    def parts(self) -> tuple[Expression, ...]:
        return (self.part,)

    def evaluator(self, sizes: tuple[str, ...]) -> Evaluator:
        part = self.part.evaluator(sizes)

        def logarithm(values: Values) -> int:
            value = part(values)
            return (value - 1).bit_length() if value > 1 else 0

        return logarithm

    def text(self) -> str:
        return f"ceil_log2({self.part.text()})"

    def tree(self) -> Tree:
        return ["ceil_log2", self.part.tree()]

    def rust(self) -> str:
        return f"ceil_log2({self.part.rust()})"


@final
class IfAbove(Expression):
    """`amount` when `tested` exceeds `limit`, else 0."""

    __slots__ = ("amount", "limit", "tested")

    def __init__(self, tested: Expression, limit: int, amount: Expression) -> None:
        self.tested = tested
        self.limit = limit
        self.amount = amount

    def parts(self) -> tuple[Expression, ...]:
        return (self.tested, self.amount)

    def evaluator(self, sizes: tuple[str, ...]) -> Evaluator:
        tested, amount = self.tested.evaluator(sizes), self.amount.evaluator(sizes)
        limit = self.limit
        return lambda values: amount(values) if tested(values) > limit else 0

    def text(self) -> str:
        return f"({self.amount.text()} if {self.tested.text()} > {self.limit:,} else 0)"

    def tree(self) -> Tree:
        return ["if_above", self.tested.tree(), self.limit, self.amount.tree()]

    def rust(self) -> str:
        return (
            f"(if {self.tested.rust()} > {self.limit}u64 {{ {self.amount.rust()} }} else {{ 0 }})"
        )


def maximum(first: Expression, *others: Expression) -> Expression:
    """Return the largest of the values."""
    result = first
    for other in others:
        result = Maximum(result, other)
    return result


def excess(value: Expression, over: Expression | int) -> Expression:
    """Return how far `value` exceeds `over`, at least 0."""
    return Excess(value, as_expression(over))


def started(value: Expression, portion: int) -> Expression:
    """Return the number of started portions in `value`."""
    return CeilQuotient(value, portion)


def factor_text(expression: Expression) -> str:
    """Return the text of an operand, in parentheses where the reader needs them."""
    text = expression.text()
    return f"({text})" if isinstance(expression, (Sum, Product)) else text
