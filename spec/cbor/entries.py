"""A map without look-up: what a codec needs of it, at no price for hashing its keys."""

from typing import final


@final
class Entries:
    """The entries of a map, in order. `encode` takes it like a guest dict; `decode` makes it
    instead of one when it is passed as `make_map`."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: list[tuple[object, object]]) -> None:
        self._pairs = pairs

    def pairs(self) -> list[tuple[object, object]]:
        """The entries in order."""
        return self._pairs
