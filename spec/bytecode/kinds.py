"""What validation knows about a slot of the stack or of the locals: a set of kinds, as bits.

A kind is what the *code alone* proves; `OTHER` is a value of which nothing is proven.
Where paths meet, the sets are united; an instruction that needs a list asks that
nothing but `LIST` is in the set.
"""

from typing import Final

NULL: Final = 1 << 0
"""No value: the place of `self` in a call without one; of a local slot, that it is empty."""
OTHER: Final = 1 << 1
BOOL: Final = 1 << 2
NONE: Final = 1 << 3
STR: Final = 1 << 4
INT: Final = 1 << 5
LIST: Final = 1 << 6
DICT: Final = 1 << 7
SET: Final = 1 << 8
TUPLE: Final = 1 << 9
EXCEPTION: Final = 1 << 10
ITERATOR: Final = 1 << 11
FUNCTION: Final = 1 << 12
CELL: Final = 1 << 13
CODE: Final = 1 << 14
"""A code object, which only MAKE_FUNCTION takes."""
OPEN_FUNCTION: Final = 1 << 15
"""A function that still lacks its closure."""
PREVIOUS: Final = 1 << 16
"""The exception that was handled before, saved by PUSH_EXC_INFO: not a value."""
LASTI: Final = 1 << 17
"""The place of an instruction that raised: not a value, implementations number it otherwise."""
COMPARED: Final = 1 << 18
"""What a comparison delivered: a bool, unless a method of the program made it."""

VALUE: Final = (
    COMPARED | OTHER | BOOL | NONE | STR | INT | LIST | DICT | SET | TUPLE
    | EXCEPTION | ITERATOR | FUNCTION | CELL
)  # fmt: skip
"""All kinds of values that a program may hold."""
SLOT: Final = VALUE | NULL
"""A value or null: the slot of `self`."""
EMPTY: Final = 1 << 20
"""An empty local, saved by LOAD_FAST_AND_CLEAR: no null that a call takes."""
ANY: Final = (1 << 19) - 1 | EMPTY
"""Every kind."""

BORROWED: Final = 1 << 19
"""Not a kind: the item is only lent by a local variable, which must keep it meanwhile."""

KIND_BITS: Final = 21
"""A slot is `kinds | detail << KIND_BITS`; detail 0 is none."""

KIND_NAMES: Final[dict[str, int]] = {
    "null": NULL,
    "value": VALUE,
    "bool": BOOL,
    "none": NONE,
    "str": STR,
    "int": INT,
    "list": LIST,
    "dict": DICT,
    "set": SET,
    "tuple": TUPLE,
    "exception": EXCEPTION,
    "iterator": ITERATOR,
    "function": FUNCTION,
    "cell": CELL,
    "compared": COMPARED,
    "empty": EMPTY,
    "code": CODE,
    "open-function": OPEN_FUNCTION,
    "previous": PREVIOUS,
    "lasti": LASTI,
    "slot": SLOT,
}


def describe(kinds: int) -> str:
    """The kinds in words, for messages."""
    kinds &= ANY
    if kinds in (VALUE, OTHER):
        return "value"
    if kinds in (SLOT, OTHER | NULL):
        return "value or null"
    names = [
        name for name, bit in KIND_NAMES.items() if name not in ("value", "slot") and kinds & bit
    ]
    if kinds & OTHER:
        names.append("value")
    return " or ".join(names) if names else "nothing"
