"""Hashes (decision D6): those of CPython 3.14 on 64 bits with PYTHONHASHSEED=0.

Numbers modulo 2**61 - 1; text and bytes SipHash-1-3 with a key of zero; tuples the xxHash
variant of CPython; what hashes by identity gets the ordinal of its first hashing.
"""

from __future__ import annotations

from typing import Final

from spec.bytecode.code import Code
from spec.errors import Impossible
from spec.semantics.values import FrozenSet, Value
from spec.softfloat.convert import hash_of_float
from spec.softfloat.value import Float

_MODULUS: Final = (1 << 61) - 1
_MASK: Final = (1 << 64) - 1
NONE_HASH: Final = 0xFCA86420
"""Hash of None in CPython 3.12 and later."""


def signed(word: int) -> int:
    """A 64-bit word as a signed number."""
    word &= _MASK
    return word - (1 << 64) if word >> 63 else word


def int_hash(value: int) -> int:
    """The hash of an int."""
    found = value % _MODULUS if value >= 0 else -(-value % _MODULUS)
    return -2 if found == -1 else found


def text_hash(value: str) -> int:
    """The hash of a str: of its code points in the narrowest of 1, 2 or 4 bytes."""
    if not value:
        return 0
    widest = max(map(ord, value))
    codec = "latin-1" if widest < 256 else "utf-16-le" if widest < 65536 else "utf-32-le"
    return bytes_hash(value.encode(codec, "surrogatepass"))


def bytes_hash(data: bytes) -> int:
    """The hash of bytes."""
    if not data:
        return 0
    found = signed(siphash13(data))
    return -2 if found == -1 else found


def _rotate(word: int, count: int) -> int:
    return (word << count | word >> (64 - count)) & _MASK


def _round(a: int, b: int, c: int, d: int) -> tuple[int, int, int, int]:
    a = (a + b) & _MASK
    c = (c + d) & _MASK
    b = _rotate(b, 13) ^ a
    d = _rotate(d, 16) ^ c
    a = _rotate(a, 32)
    c = (c + b) & _MASK
    a = (a + d) & _MASK
    b = _rotate(b, 17) ^ c
    d = _rotate(d, 21) ^ a
    return a, b, _rotate(c, 32), d


def siphash13(data: bytes) -> int:
    """SipHash-1-3 with a key of zero."""
    a, b = 0x736F6D6570736575, 0x646F72616E646F6D
    c, d = 0x6C7967656E657261, 0x7465646279746573
    whole = len(data) & ~7
    for start in range(0, whole, 8):
        word = int.from_bytes(data[start : start + 8], "little")
        d ^= word
        a, b, c, d = _round(a, b, c, d)
        a ^= word
    word = int.from_bytes(data[whole:], "little") | (len(data) & 0xFF) << 56
    d ^= word
    a, b, c, d = _round(a, b, c, d)
    a ^= word
    c ^= 0xFF
    for _ in range(3):
        a, b, c, d = _round(a, b, c, d)
    return a ^ b ^ c ^ d


_PRIME_1: Final = 11400714785074694791
_PRIME_2: Final = 14029467366897019727
_PRIME_5: Final = 2870177450012600261


def tuple_hash(hashes: list[int]) -> int:
    """The hash of a tuple from those of its items."""
    state = _PRIME_5
    for item in hashes:
        state = (state + (item & _MASK) * _PRIME_2) & _MASK
        state = _rotate(state, 31)
        state = state * _PRIME_1 & _MASK
    state = (state + (len(hashes) ^ (_PRIME_5 ^ 3527539))) & _MASK
    return 1546275796 if state == _MASK else signed(state)


def frozenset_hash(hashes: list[int]) -> int:
    """The hash of a frozenset from those of its elements, in any order."""
    state = 0
    for item in hashes:
        word = item & _MASK
        state ^= ((word ^ 89869747) ^ (word << 16)) * 3644798167 & _MASK
    state ^= (len(hashes) + 1) * 1927868237 & _MASK
    state ^= (state >> 11) ^ (state >> 25)
    state = (state * 69069 + 907133923) & _MASK
    found = signed(state)
    return 590923713 if found == -1 else found


def slice_hash(hashes: list[int]) -> int:
    """The hash of a slice: that of the tuple of its parts, without the length."""
    state = _PRIME_5
    for item in hashes:
        state = (state + (item & _MASK) * _PRIME_2) & _MASK
        state = _rotate(state, 31)
        state = state * _PRIME_1 & _MASK
    return 1546275796 if state == _MASK else signed(state)


def scalar_hash(value: Value) -> int:
    """The hash of None, a bool, number, str, bytes or Ellipsis."""
    kind = type(value)
    if isinstance(value, str):
        return text_hash(value)
    if isinstance(value, int):
        return int_hash(int(value))
    if value is None:
        return NONE_HASH
    if isinstance(value, Float):
        return hash_of_float(value.bits)
    if isinstance(value, bytes):
        return bytes_hash(value)
    if isinstance(value, tuple):
        return tuple_hash([scalar_hash(item) for item in value])
    if value is ...:
        return ELLIPSIS_HASH
    raise Impossible(f"no scalar: {kind}")


ELLIPSIS_HASH: Final = 0
"""Hash of Ellipsis, which CPython hashes by its address (L25)."""

HASHED_BY_CONTENT: Final = (FrozenSet, Code)
