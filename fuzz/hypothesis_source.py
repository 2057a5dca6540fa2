"""Hypothesis as a driver of our generators (tests only; Hypothesis is imported when asked for)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, final

from fuzz.choices import Choices

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject, DrawFn, SearchStrategy

T = TypeVar("T")


@final
class HypothesisSource:
    """Answers each draw with an integer that Hypothesis chooses, and therefore shrinks."""

    __slots__ = ("_draw",)

    def __init__(self, data: "DataObject | DrawFn") -> None:
        self._draw = data.draw if hasattr(data, "draw") else data

    def draw(self, maximum: int) -> int:
        from hypothesis import strategies

        return int(self._draw(strategies.integers(0, maximum)))


def generated(make: Callable[[Choices], T]) -> "SearchStrategy[T]":
    """A strategy for what `make` builds from choices, for `@given(generated(...))`."""
    from hypothesis import strategies

    @strategies.composite
    def build(draw: "DrawFn") -> T:
        return make(Choices(HypothesisSource(draw)))

    return build()
