"""Prices of the instructions: the key is the mnemonic, with operation and kind where D7 says so.

`NAME.operation[kind]`: the kind is that of the receiver, which is the operand whose type performs
the operation (the left one; the right one when it performs the reflected operation). The kind
`other` stands for every kind that has no entry of its own under that operation.
"""

from __future__ import annotations

from typing import Final

from spec.gas_table.amounts import (
    ARITHMETIC,
    CALL,
    COMPARED_UNITS,
    DICT_ACCESS,
    ELEMENTARY,
    FORMAT,
    FREE,
    FURTHER_CLASSES,
    IMPORT_AGAIN,
    IMPORT_FIRST,
    IMPORT_REFUSED,
    LIST_ACCESS,
    LONGER_OPERAND,
    PER_PAIR,
    PLAIN,
    RAISE,
    VISIT,
    WORDS,
    Amount,
    entries,
    entry,
)
from spec.gas_table.formula import Expression, maximum, started
from spec.gas_table.price import Price
from spec.gas_table.size_names import (
    ITEMS,
    LEFT_BITS,
    PAIRS,
    RESULT_BITS,
    RIGHT_BITS,
    UNITS,
)
from spec.gas_table.sizes import WORD_BITS
from spec.gas_table.sources import CIP3_INTEGERS, CIP3_TEXT, Source, decision

NUMBERS: Final = "int bool float"
TEXTS: Final = "str bytes bytearray"
SEQUENCES: Final = "tuple list"
SETS: Final = "set frozenset"
SET_LIKES: Final = "set frozenset dict_keys dict_items"
MAPPINGS: Final = "dict mappingproxy"
CONTAINER_ITERATORS: Final = (
    "str_iterator bytes_iterator bytearray_iterator tuple_iterator list_iterator "
    "list_reverseiterator set_iterator range_iterator dict_keyiterator dict_valueiterator "
    "dict_itemiterator dict_reversekeyiterator dict_reversevalueiterator dict_reverseitemiterator"
)
"""Iterators whose next element is there already."""

LAZY_ITERATORS: Final = "zip enumerate map filter reversed"

PLAIN_INSTRUCTIONS: Final = (
    "CLEANUP_THROW END_FOR END_SEND GET_LEN GET_YIELD_FROM_ITER LOAD_BUILD_CLASS LOAD_LOCALS "
    "MAKE_FUNCTION MATCH_MAPPING MATCH_SEQUENCE POP_EXCEPT POP_ITER POP_TOP PUSH_EXC_INFO "
    "PUSH_NULL RETURN_GENERATOR RETURN_VALUE SETUP_ANNOTATIONS TO_BOOL UNARY_NOT "
    "WITH_EXCEPT_START BUILD_SLICE COPY COPY_FREE_VARS DELETE_DEREF DELETE_FAST DELETE_GLOBAL "
    "DELETE_NAME IMPORT_FROM JUMP_BACKWARD JUMP_BACKWARD_NO_INTERRUPT "
    "LOAD_COMMON_CONSTANT LOAD_CONST LOAD_DEREF LOAD_FAST LOAD_FAST_AND_CLEAR LOAD_FAST_BORROW "
    "LOAD_FAST_CHECK LOAD_FROM_DICT_OR_DEREF LOAD_FROM_DICT_OR_GLOBALS LOAD_GLOBAL LOAD_NAME "
    "LOAD_SMALL_INT MAKE_CELL POP_JUMP_IF_FALSE POP_JUMP_IF_NONE POP_JUMP_IF_NOT_NONE "
    "POP_JUMP_IF_TRUE RERAISE SEND SET_FUNCTION_ATTRIBUTE STORE_DEREF STORE_FAST STORE_GLOBAL "
    "STORE_NAME SWAP YIELD_VALUE IS_OP"
)
FREE_INSTRUCTIONS: Final = "NOP NOT_TAKEN RESUME EXTENDED_ARG CACHE JUMP_FORWARD"
FUSED_INSTRUCTIONS: Final[dict[str, tuple[str, str]]] = {
    "LOAD_FAST_LOAD_FAST": ("LOAD_FAST", "LOAD_FAST"),
    "LOAD_FAST_BORROW_LOAD_FAST_BORROW": ("LOAD_FAST_BORROW", "LOAD_FAST_BORROW"),
    "STORE_FAST_LOAD_FAST": ("STORE_FAST", "LOAD_FAST"),
    "STORE_FAST_STORE_FAST": ("STORE_FAST", "STORE_FAST"),
}
"""An instruction that does the work of two costs their sum (decision D1)."""

BINARY_OPERATIONS: Final = (
    "add and floor_divide lshift matrix_multiply multiply remainder or power rshift subtract "
    "true_divide xor"
)
COMPARISONS: Final = "lt le eq ne gt ge"
PER_ITEM: Final = decision("G11")


def kinds(
    name: str, of: str, amount: Amount, surcharge: Expression | None, source: Source | None = None
) -> list[Price]:
    """Return the entries `name[kind]` for several kinds that cost the same."""
    return [entry(f"{name}[{kind}]", amount, surcharge, source=source) for kind in of.split()]


def arithmetic(operation: str) -> list[Price]:
    """Return the entries of an operator on numbers."""
    name = f"BINARY_OP.{operation}"
    if operation == "matrix_multiply":
        return []
    if operation in ("lshift", "power"):
        longest = maximum(LEFT_BITS, RIGHT_BITS, RESULT_BITS) // WORD_BITS
        found = kinds(name, "int bool", ARITHMETIC, longest, decision("G14"))
        return found if operation == "lshift" else [*found, *float_power(name)]
    of = "int bool" if operation in ("and", "or", "xor", "rshift") else NUMBERS
    return kinds(name, of, ARITHMETIC, LONGER_OPERAND, CIP3_INTEGERS)


def float_power(name: str) -> list[Price]:
    """Return the entry of `**` on floats, which is a correctly rounded function."""
    return [
        entry(
            f"{name}[float]",
            ELEMENTARY,
            LONGER_OPERAND,
            note="also an int to a negative power, which has a float as result",
        )
    ]


def concatenation(operation: str) -> list[Price]:
    """Return the entries of `+` and `*` on sequences."""
    name = f"BINARY_OP.{operation}"
    return [
        *kinds(name, TEXTS, ARITHMETIC, UNITS, CIP3_TEXT),
        *kinds(name, SEQUENCES, ARITHMETIC, ITEMS, PER_ITEM),
    ]


def set_operation(operation: str) -> list[Price]:
    """Return the entries of `& | - ^` on sets, and of `|` on dicts."""
    name = f"BINARY_OP.{operation}"
    found = [
        entry(f"{name}[{kind}]", VISIT, ITEMS, note="items: elements of both operands")
        for kind in SET_LIKES.split()
    ]
    if operation == "or":
        found += kinds(name, MAPPINGS, VISIT, PER_PAIR * PAIRS)
    return found


def binary_operations() -> list[Price]:
    """Return BINARY_OP for each operator, plain and in place, and each kind."""
    found: list[Price] = []
    for operation in BINARY_OPERATIONS.split():
        entries_here = arithmetic(operation)
        if operation in ("add", "multiply"):
            entries_here += concatenation(operation)
        elif operation in ("and", "or", "xor", "subtract"):
            entries_here += set_operation(operation)
        elif operation == "remainder":
            entries_here += kinds(f"BINARY_OP.{operation}", TEXTS, ARITHMETIC, UNITS, CIP3_TEXT)
        entries_here.append(entry(f"BINARY_OP.{operation}[other]", PLAIN))
        found += entries_here
        found += [in_place(price) for price in entries_here]
    return found


def in_place(price: Price) -> Price:
    """Return the entry of `x += y` for that of `x + y`; its sizes are those of what it changes."""
    return price.copy(price.key.replace("BINARY_OP.", "BINARY_OP.inplace_"), note=price.note)


SUBSCRIPTS: Final[tuple[Price, ...]] = (
    *kinds("BINARY_OP.subscript", SEQUENCES, LIST_ACCESS, ITEMS, PER_ITEM),
    *kinds("BINARY_OP.subscript", TEXTS, ARITHMETIC, UNITS, CIP3_TEXT),
    *kinds("BINARY_OP.subscript", MAPPINGS, DICT_ACCESS, None),
    *kinds("BINARY_OP.subscript", "range", LIST_ACCESS, None, PLAIN.source),
    *kinds("BINARY_OP.subscript", "type other", PLAIN, None),
    *kinds("STORE_SUBSCR", "list", LIST_ACCESS, ITEMS, PER_ITEM),
    *kinds("STORE_SUBSCR", "bytearray", LIST_ACCESS, UNITS, PER_ITEM),
    *kinds("STORE_SUBSCR", "dict", DICT_ACCESS, None),
    *kinds("STORE_SUBSCR", "other", PLAIN, None),
    *kinds("DELETE_SUBSCR", "list", LIST_ACCESS, ITEMS, PER_ITEM),
    *kinds("DELETE_SUBSCR", "bytearray", LIST_ACCESS, UNITS, PER_ITEM),
    *kinds("DELETE_SUBSCR", "dict", DICT_ACCESS, None),
    *kinds("DELETE_SUBSCR", "other", PLAIN, None),
)
"""Access by index or key costs the base. A slice adds the elements that it reads, writes or
moves, a single element of a list or tuple adds nothing, a deletion the elements that it moves;
of a str, bytes or bytearray each code point or byte produced counts, also a single one."""


def comparisons() -> list[Price]:
    """Return COMPARE_OP for each comparison and kind."""
    found: list[Price] = []
    for operation in COMPARISONS.split():
        name = f"COMPARE_OP.{operation}"
        found += kinds(name, NUMBERS, VISIT, LONGER_OPERAND, decision("G14"))
        found += kinds(name, TEXTS, VISIT, started(UNITS, COMPARED_UNITS))
        found += kinds(name, SEQUENCES, VISIT, ITEMS)
        found += kinds(name, SET_LIKES, VISIT, ITEMS)
        if operation in ("eq", "ne"):
            found += kinds(name, MAPPINGS, VISIT, PER_PAIR * PAIRS)
            found += kinds(name, "range slice", VISIT, ITEMS)
        found.append(entry(f"{name}[other]", VISIT))
    return found


MEMBERSHIP: Final[tuple[Price, ...]] = (
    *kinds("CONTAINS_OP", TEXTS, ARITHMETIC, UNITS, CIP3_TEXT),
    *kinds("CONTAINS_OP", SEQUENCES, VISIT, ITEMS),
    *kinds("CONTAINS_OP", MAPPINGS, DICT_ACCESS, None),
    *kinds("CONTAINS_OP", SET_LIKES, DICT_ACCESS, None, PLAIN.source),
    *kinds("CONTAINS_OP", "dict_values", VISIT, ITEMS),
    *kinds("CONTAINS_OP", "range", VISIT, LONGER_OPERAND),
    *kinds("CONTAINS_OP", "other", VISIT, ITEMS),
)

ITERATION: Final[tuple[Price, ...]] = (
    *kinds("GET_ITER", f"{TEXTS} {SEQUENCES} {SET_LIKES} {MAPPINGS}", PLAIN, None),
    *kinds("GET_ITER", "dict_values range generator other", PLAIN, None),
    *kinds("FOR_ITER", CONTAINER_ITERATORS, PLAIN, None),
    *kinds("FOR_ITER", "longrange_iterator", PLAIN, WORDS),
    *kinds("FOR_ITER", LAZY_ITERATORS, PLAIN, ITEMS, PER_ITEM),
    *kinds("FOR_ITER", "callable_iterator iterator generator other", PLAIN, None),
)  # fmt: skip
"""A lazy iterator adds one for each iterator that it advances, whose own step `advance` prices."""


def fused(prices: list[Price]) -> list[Price]:
    """Return the instructions that do the work of two, from the prices of their parts."""
    by_key = {price.key: price for price in prices}
    found = []
    for key, (first, second) in FUSED_INSTRUCTIONS.items():
        amount = Amount(by_key[first].base + by_key[second].base, decision("D1"))
        found.append(entry(key, amount))
    slice_base = by_key["BUILD_SLICE"].base
    found.append(
        entry(
            "STORE_FAST_STORE_FAST.stored",
            Amount(by_key["STORE_FAST"].base, decision("D1")),
            note="where both store to one local and COPY 1 feeds the first: see COPY.stored",
        )
    )
    for price in prices:
        operation, bracket, kind = price.key.partition("[")
        name = {"BINARY_OP.subscript": "BINARY_SLICE", "STORE_SUBSCR": "STORE_SLICE"}.get(operation)
        if name is not None:
            amount = Amount(slice_base + price.base, decision("D1"))
            found.append(entry(name + bracket + kind, amount, price.expression))
    return found


OWN_INSTRUCTIONS: Final[tuple[Price, ...]] = (
    *entries(PLAIN_INSTRUCTIONS, PLAIN),
    *entries(FREE_INSTRUCTIONS, FREE),
    *entries("COPY.stored STORE_FAST.stored SWAP.stored", FREE, source=decision("D1"),
             note="where a store to the same local, or any store to a local, follows: whether it "
             "is there depends on the layout of the source"),
    *entries("CALL CALL_KW", CALL),
    entry("CALL_FUNCTION_EX", CALL, ITEMS, source=decision("G11"),
          note="items: arguments unpacked from * and **"),
    *entries("UNARY_NEGATIVE UNARY_INVERT", ARITHMETIC, WORDS, source=CIP3_INTEGERS),
    *entries("BUILD_LIST BUILD_TUPLE BUILD_SET UNPACK_SEQUENCE UNPACK_EX", VISIT, ITEMS),
    *entries("LIST_EXTEND SET_UPDATE", VISIT, ITEMS),
    *entries("BUILD_MAP DICT_UPDATE DICT_MERGE", VISIT, PER_PAIR * PAIRS),
    entry("BUILD_STRING", VISIT, UNITS, source=CIP3_TEXT),
    entry("LIST_APPEND", LIST_ACCESS),
    entry("MAP_ADD", DICT_ACCESS),
    entry("SET_ADD", DICT_ACCESS, source=PLAIN.source, note="as MAP_ADD"),
    *entries("LOAD_ATTR STORE_ATTR DELETE_ATTR LOAD_SUPER_ATTR LOAD_SPECIAL", PLAIN,
             FURTHER_CLASSES, source=decision("D7(b)")),
    entry("CHECK_EXC_MATCH", VISIT, ITEMS, note="items: classes in the tuple that are compared"),
    entry("CHECK_EG_MATCH", VISIT, ITEMS, note="items: exceptions of the group that are visited"),
    entry("MATCH_CLASS", VISIT, ITEMS, note="items: attributes looked up"),
    entry("MATCH_KEYS", VISIT, DICT_ACCESS.value * ITEMS, note="items: keys looked up"),
    entry("CONVERT_VALUE", PLAIN, UNITS, source=CIP3_TEXT),
    *entries("FORMAT_SIMPLE FORMAT_WITH_SPEC", FORMAT, UNITS),
    entry("RAISE_VARARGS", RAISE),
    entry("IMPORT_NAME.first", IMPORT_FIRST, note="the module's body costs what it costs"),
    entry("IMPORT_NAME.again", IMPORT_AGAIN),
    entry("IMPORT_NAME.refused", IMPORT_REFUSED),
    entry("CALL_INTRINSIC_1.import_star", VISIT, ITEMS),
    entry("CALL_INTRINSIC_1.stopiteration_error", PLAIN),
    entry("CALL_INTRINSIC_1.unary_positive", ARITHMETIC, WORDS, source=CIP3_INTEGERS),
    entry("CALL_INTRINSIC_1.list_to_tuple", VISIT, ITEMS),
    entry("CALL_INTRINSIC_2.prep_reraise_star", VISIT, ITEMS),
)  # fmt: skip


def all_instructions() -> tuple[Price, ...]:
    """Return every entry of an instruction."""
    prices = [
        *OWN_INSTRUCTIONS,
        *binary_operations(),
        *SUBSCRIPTS,
        *comparisons(),
        *MEMBERSHIP,
        *ITERATION,
    ]
    return (*prices, *fused(prices))


INSTRUCTION_PRICES: Final = all_instructions()
