"""Elements of an iterable one by one, for natives that use each before the next is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, final

from spec.objects.paying import pay_more
from spec.semantics.frame import Suspended
from spec.semantics.iteration import advance, get_iterator, next_value
from spec.semantics.values import List, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


@final
class Feed:
    """The elements of an iterable, one by one: each is used before the next is asked for.

    Those of a list or tuple are paid at once when they are asked for first, those of an iterator
    (and those that a list gets meanwhile) each by itself.
    """

    __slots__ = ("iterator", "key", "listed", "paid")

    def __init__(self, machine: Machine, key: str, iterator: Value, count: int) -> None:
        """`count` is the length of a list or tuple, -1 of anything else."""
        self.iterator = iterator
        self.key = key
        self.listed = count >= 0
        self.paid = max(count, 0)
        if self.listed:
            pay_more(machine, key, count)

    def next(self, machine: Machine) -> Value:
        """The next element or Finished, or an activation; pay for what it is."""
        if self.listed:
            return next_value(machine, self.iterator)
        return advance(machine, self.iterator)

    def pay(self, machine: Machine) -> None:
        """Pay for an element that has come."""
        self.paid -= 1
        if self.paid < 0:
            pay_more(machine, self.key, 1)


def feed(machine: Machine, key: str, value: Value) -> Suspended:
    """A Feed of an iterable."""
    iterator = yield get_iterator(machine, value)
    listed = items_of(value)
    return Feed(machine, key, iterator, -1 if listed is None else len(listed))


def items_of(value: Value) -> Sequence[Value] | None:
    """The items of a list or tuple; None of anything else."""
    if isinstance(value, List):
        return value.items
    return value if isinstance(value, tuple) else None
