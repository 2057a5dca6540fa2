"""The guest float: a 64-bit pattern, never a host float (decision D4)."""

from typing import Final, final

SIGN_BIT: Final = 1 << 63
INFINITY_BITS: Final = 0x7FF << 52
CANONICAL_NAN_BITS: Final = 0x7FF8 << 48
"""The one NaN that any operation returns (decision D5)."""


@final
class Float:
    """An IEEE 754 binary64 value, as its 64-bit pattern.

    `==` and `hash` compare patterns, so they say whether two floats are the same
    *bits*; the guest's `==` is `spec.softfloat.compare`.
    """

    __slots__ = ("bits",)

    bits: int

    def __init__(self, bits: int) -> None:
        self.bits = bits

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Float) and self.bits == other.bits

    def __hash__(self) -> int:
        return self.bits

    def __repr__(self) -> str:
        return f"Float(0x{self.bits:016x})"
