"""The sizes that prices depend on, by name.

The order of `SIZE_MEANINGS` is the order in which a price takes its sizes.
"""

from __future__ import annotations

from spec.gas_table.formula import Size

BITS = Size("bits")
LEFT_BITS = Size("left_bits")
RIGHT_BITS = Size("right_bits")
RESULT_BITS = Size("result_bits")
TOTAL_BITS = Size("total_bits")
EXPONENT_BITS = Size("exponent_bits")
MODULUS_BITS = Size("modulus_bits")
DIGITS = Size("digits")
UNITS = Size("units")
ITEMS = Size("items")
PAIRS = Size("pairs")
LENGTH = Size("length")
KEY = Size("key")
VALUE = Size("value")
TOPIC = Size("topic")
CLASSES = Size("classes")
FRAMES = Size("frames")
SIZE = Size("size")
BEFORE = Size("before")
AFTER = Size("after")
AMOUNT = Size("amount")
NAME = Size("name")
SYMBOL = Size("symbol")
TRANSFERS = Size("transfers")

SIZE_MEANINGS: dict[str, str] = {
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

SIZE_ORDER: tuple[str, ...] = tuple(SIZE_MEANINGS)
