"""The head of an item: major type and argument, in the shortest form (RFC 8949 section 3)."""

from typing import Final

UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE = range(8)
"""The major types."""

FALSE, TRUE, NULL = 0xF4, 0xF5, 0xF6
SIMPLE_IN_NEXT_BYTE: Final = 0xF8
DOUBLE: Final = 0xFB
BREAK: Final = 0xFF
"""First bytes of major type 7."""
POSITIVE_BIGNUM, NEGATIVE_BIGNUM = 2, 3
"""Tag numbers."""
LARGEST_ARGUMENT: Final = (1 << 64) - 1


def head(major: int, argument: int) -> bytes:
    """The shortest head of major type `major` with `argument`, at most 64 bits."""
    first = major << 5
    if argument < 24:
        return bytes((first | argument,))
    if argument < 0x100:
        return bytes((first | 24, argument))
    if argument < 0x10000:
        return ((first | 25) << 16 | argument).to_bytes(3, "big")
    if argument < 0x100000000:
        return ((first | 26) << 32 | argument).to_bytes(5, "big")
    return ((first | 27) << 64 | argument).to_bytes(9, "big")
