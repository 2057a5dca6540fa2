"""The constants of a code unit: which are one, and in which order they stand."""

from typing import final

from spec.bytecode.code import Code
from spec.semantics.values import FrozenSet, Slice
from spec.softfloat.value import CANONICAL_NAN_BITS, Float


@final
class Constants:
    """Constants in the order in which they were first needed; equal ones are one.

    Equal means: same type and same bits, item by item. NaN never equals; code objects are
    equal when they are one object (the compiler makes one for one place of the source).
    """

    __slots__ = ("_codes", "_index", "_unique", "values")

    def __init__(self) -> None:
        self.values: list[object] = []
        self._index: dict[object, int] = {}
        self._codes: dict[Code, int] = {}
        self._unique = 0

    def add(self, value: object) -> int:
        """The index of a constant, added if it is new."""
        key = self._key(value)
        index = self._index.get(key)
        if index is None:
            index = self._index[key] = len(self.values)
            self.values.append(value)
        return index

    def _key(self, value: object) -> object:
        kind = type(value).__name__
        if isinstance(value, tuple):
            return (kind, tuple([self._key(item) for item in value]))
        if isinstance(value, Float):
            return (kind, self._fresh() if value.bits == CANONICAL_NAN_BITS else value.bits)
        if isinstance(value, Code):
            return (kind, self._code_number(value))
        if isinstance(value, FrozenSet):
            return (kind, frozenset([self._key(entry.key) for entry in value.entries()]))
        if isinstance(value, Slice):
            return (kind, self._key(value.start), self._key(value.stop), self._key(value.step))
        return (kind, value)

    def _fresh(self) -> int:
        self._unique += 1
        return -self._unique

    def _code_number(self, code: Code) -> int:
        """Code objects are told apart by identity."""
        return self._codes.setdefault(code, len(self._codes))
