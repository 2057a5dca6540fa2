"""The sizes that prices depend on, by name.

The order of `SIZE_MEANINGS` is the order in which a price takes its sizes.
"""

from __future__ import annotations

from typing import Final

from spec.gas_table.formula import Size

BITS: Final = Size("bits")
LEFT_BITS: Final = Size("left_bits")
RIGHT_BITS: Final = Size("right_bits")
RESULT_BITS: Final = Size("result_bits")
TOTAL_BITS: Final = Size("total_bits")
EXPONENT_BITS: Final = Size("exponent_bits")
MODULUS_BITS: Final = Size("modulus_bits")
DIGITS: Final = Size("digits")
UNITS: Final = Size("units")
ITEMS: Final = Size("items")
PAIRS: Final = Size("pairs")
LENGTH: Final = Size("length")
KEY: Final = Size("key")
VALUE: Final = Size("value")
TOPIC: Final = Size("topic")
CLASSES: Final = Size("classes")
FRAMES: Final = Size("frames")
SIZE: Final = Size("size")
BEFORE: Final = Size("before")
AFTER: Final = Size("after")
AMOUNT: Final = Size("amount")
NAME: Final = Size("name")
SYMBOL: Final = Size("symbol")
TRANSFERS: Final = Size("transfers")

SIZE_MEANINGS: Final[dict[str, str]] = {
    "bits": "bit length of the int, 0 for anything else",
    "left_bits": "bit length of the left operand if it is an int, else 0",
    "right_bits": "bit length of the right operand if it is an int, else 0",
    "result_bits": "predicted bit length of the result, at most the integer limit",
    "total_bits": "sum of the bit lengths of all ints among the arguments",
    "exponent_bits": "bit length of the exponent",
    "modulus_bits": "bit length of the modulus",
    "digits": "decimal digits read or produced",
    "units": "code points (str) or bytes (bytes, bytearray) read or produced, the larger number",
    "items": "elements visited, moved or produced, the largest number",
    "pairs": "pairs of key and value",
    "length": "length of the input in bytes; of str.encode in code points",
    "key": "length of the storage key in bytes",
    "value": "length of the stored value in bytes, 0 when it is absent",
    "topic": "length of the name of the event in bytes",
    "classes": "classes that the lookup visits",
    "frames": "frames left",
    "size": "bytes of the new object in the size model",
    "before": "bytes of the object before the growth, in the size model",
    "after": "bytes of the object after the growth, in the size model",
    "amount": "the amount asked for",
    "name": "length of the name of the token in bytes",
    "symbol": "length of the symbol of the token in bytes",
    "transfers": "transfers in the batch",
}
"""What each size means. Code that charges passes exactly these numbers."""

SIZE_ORDER: Final[tuple[str, ...]] = tuple(SIZE_MEANINGS)
