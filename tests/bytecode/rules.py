"""What validation asks of a revision, for tests that need no machine."""

from collections.abc import Sequence

from spec.bytecode.instructions import Op
from spec.semantics.values import FrozenSet, Slice


class AllRules:
    """A revision that has a rule for everything."""

    def has_rule(self, op: Op) -> bool:
        return True

    def constant_items(self, value: object) -> Sequence[object] | None:
        if isinstance(value, FrozenSet):
            return value.keys()
        if isinstance(value, Slice):
            return (value.start, value.stop, value.step)
        return None


def take_apart(value: object) -> tuple[str, Sequence[object]] | None:
    """For listings: name and items of a constant of a kind above the bytecode layer."""
    items = AllRules().constant_items(value)
    return None if items is None else (type(value).__name__.lower(), items)
