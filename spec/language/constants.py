"""The constants of a code unit: which are one, and in which order they stand."""

from typing import Final, final

from spec.bytecode.code import Code
from spec.semantics.values import FrozenSet, Slice
from spec.softfloat.value import CANONICAL_NAN_BITS, Float

MAX_WORK: Final = 4 << 20
"""Items, characters and bytes of all constants that one source makes, those included that folding
makes on its way; four times the largest source. Folding `a + b + c` makes `a + b` first, so that
without a limit a long chain takes time and room that grow with the square of its length."""

_PLAIN_BITS: Final = 60
"""Longer ints are looked up by their text: hosts hash ints modulo a known number, so that a source
could have any number of them with one hash."""


@final
class Constants:
    """Constants in the order in which they were first needed; equal ones are one.

    Equal means: same type and same bits, item by item. NaN never equals; code objects are
    equal when they are one object (the compiler makes one for one place of the source).
    """

    __slots__ = ("_codes", "_index", "_unique", "values", "work")

    def __init__(self) -> None:
        self.values: list[object] = []
        self._index: dict[object, int] = {}
        self._codes: dict[Code, int] = {}
        self._unique = 0
        self.work = 0
        """Items, characters and bytes that were looked at."""

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
        self.work += 1
        if isinstance(value, (str, bytes)):
            self.work += len(value)
            return (kind, value)
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
        if isinstance(value, int) and value.bit_length() > _PLAIN_BITS:
            return (kind, f"{value:x}")
        return (kind, value)

    def _fresh(self) -> int:
        self._unique += 1
        return -self._unique

    def _code_number(self, code: Code) -> int:
        """Code objects are told apart by identity."""
        return self._codes.setdefault(code, len(self._codes))
