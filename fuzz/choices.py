"""The one interface through which every generator draws (decision D13).

A generator never asks for randomness: it asks a `Choices` for an integer in a
range, one of these, some bytes. Who answers is the driver's business: our own
seeded generator, a recorded list (replay and shrinking), Hypothesis, or a
fuzzer's byte string. Every answer is an integer between 0 and a known maximum,
and 0 is always the simplest answer, so shrinking the recorded integers shrinks
the case.
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar, final

T = TypeVar("T")

_MASK = (1 << 64) - 1


class Source(Protocol):
    """What a driver supplies: one integer from 0 to `maximum`, both included."""

    def draw(self, maximum: int) -> int: ...


@final
class Choices:
    """Draws for generators, recorded so that the same case can be made again.

    `record` holds the integers drawn so far, in order.
    """

    __slots__ = ("_source", "record")

    def __init__(self, source: Source) -> None:
        self._source = source
        self.record: list[int] = []

    def _draw(self, maximum: int) -> int:
        if not maximum:
            return 0  # neither drawn nor recorded, so that a replay stays in step
        value = self._source.draw(maximum)
        self.record.append(value)
        return value

    def integer(self, low: int, high: int) -> int:
        """An integer from `low` to `high`, both included; `low` is the simplest."""
        return low + self._draw(high - low)

    def boolean(self) -> bool:
        """True or False, evenly; False is the simplest."""
        return self._draw(1) == 1

    def chance(self, numerator: int, denominator: int) -> bool:
        """True in `numerator` of `denominator` draws; False is the simplest."""
        return self._draw(denominator - 1) >= denominator - numerator

    def one_of(self, options: Sequence[T]) -> T:
        """One of `options`, evenly; the first is the simplest."""
        return options[self._draw(len(options) - 1)]

    def weighted(self, options: Sequence[tuple[int, T]]) -> T:
        """One of `options`, each with the weight before it; the first is the simplest."""
        remaining = self._draw(sum(weight for weight, _ in options) - 1)
        for weight, option in options:
            if remaining < weight:
                return option
            remaining -= weight
        raise AssertionError("weights are positive")

    def bits(self, count: int) -> int:
        """An unsigned integer of at most `count` bits; 0 is the simplest."""
        return self._draw((1 << count) - 1)

    def more(self, drawn: int, limit: int, continue_in_100: int = 75) -> bool:
        """Whether a list that has `drawn` elements gets another one; stopping is the simplest.

        One draw before each element, never a length up front, so that deleting
        an element's draws deletes the element.
        """
        return drawn < limit and self.chance(continue_in_100, 100)

    def byte_string(self, limit: int) -> bytes:
        """At most `limit` bytes; the empty string is the simplest."""
        out = bytearray()
        while self.more(len(out), limit, 85):
            out.append(self._draw(255))
        return bytes(out)


@final
class SeededSource:
    """SplitMix64: our own 64-bit generator, the same on every Python version."""

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def next64(self) -> int:
        """The next 64 bits."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def draw(self, maximum: int) -> int:
        bound = maximum + 1
        if bound <= 1 << 32:
            return self.next64() * bound >> 64
        word, bits = 0, 0
        while bits < maximum.bit_length() + 64:
            word = word << 64 | self.next64()
            bits += 64
        return word * bound >> bits


@final
class RecordedSource:
    """Answers from a recorded list; past its end 0, and never more than the maximum asked for.

    So a record that no longer fits its generator still gives a valid case.
    """

    __slots__ = ("_position", "_record")

    def __init__(self, record: Sequence[int]) -> None:
        self._record = record
        self._position = 0

    def draw(self, maximum: int) -> int:
        position = self._position
        self._position = position + 1
        if position >= len(self._record):
            return 0
        return min(self._record[position], maximum)


@final
class BytesSource:
    """Answers from a byte string, as coverage-guided fuzzers supply it; past its end 0.

    A draw takes the fewest bytes that can hold its maximum, so that a change
    of one byte changes one choice and leaves the later ones where they were.
    """

    __slots__ = ("_data", "_position")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def draw(self, maximum: int) -> int:
        size = (maximum.bit_length() + 7) // 8
        chunk = self._data[self._position : self._position + size]
        self._position += size
        return int.from_bytes(chunk, "little") % (maximum + 1)
