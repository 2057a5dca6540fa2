"""Prices of the builtin functions, types and exceptions: key `builtin.NAME`.

A call pays CALL (10) and then the entry of the callee: `len(x)` costs 15.
"""

from __future__ import annotations

from typing import Final

from spec.gas_table.amounts import (
    ACCUMULATE,
    CONVERT_INT,
    FURTHER_CLASSES,
    LENGTH_OF,
    LONGER_OPERAND,
    MAKE_DICT,
    MAKE_LIST,
    MAKE_SET,
    MAKE_TEXT,
    MODULAR_POWER,
    NATIVE,
    PER_DICT_ITEM,
    PER_LIST_ITEM,
    PER_SET_ITEM,
    SORT,
    WORDS,
    entries,
    entry,
    log_times,
)
from spec.gas_table.formula import excess
from spec.gas_table.price import Price
from spec.gas_table.size_names import DIGITS, EXPONENT_BITS, ITEMS, MODULUS_BITS, UNITS
from spec.gas_table.sizes import WORD_BITS

EXCEPTIONS: Final = (
    "BaseException Exception ArithmeticError AssertionError "
    "AttributeError BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError "
    "ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError "
    "DeprecationWarning EOFError EncodingWarning FileExistsError FileNotFoundError "
    "FloatingPointError FutureWarning GeneratorExit ImportError ImportWarning IndentationError "
    "IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError "
    "MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError "
    "OverflowError PendingDeprecationWarning PermissionError ProcessLookupError "
    "PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError "
    "RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError "
    "SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError "
    "UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError "
    "Warning ZeroDivisionError"
)
GROUPS: Final = "BaseExceptionGroup ExceptionGroup"
OWN_EXCEPTIONS: Final = "DeterminismError"
"""Exceptions of this machine that Python does not have."""
ALIASES: Final[dict[str, str]] = {"EnvironmentError": "OSError", "IOError": "OSError"}
"""Builtin names that are a second name of the same class."""

FIXED: Final = (
    "bool callable chr ord classmethod staticmethod property enumerate filter map zip iter next "
    "reversed range slice super object globals NoneType"
)
VISITING: Final = "all any tuple"
TEXT_MAKING: Final = "ascii bin format hex oct repr print float"

BUILTIN_PRICES: Final[tuple[Price, ...]] = (
    entry("builtin.len", LENGTH_OF),
    *entries("sum max min", ACCUMULATE, excess(ITEMS, 1), prefix="builtin."),
    entry("builtin.sorted", SORT, log_times(ITEMS)),
    entry("builtin.str", MAKE_TEXT, UNITS),
    *entries("bytes", MAKE_TEXT, UNITS, prefix="builtin."),
    entry("builtin.bytearray", MAKE_TEXT, UNITS, source=NATIVE.source, note="as bytes()"),
    entry("builtin.list", MAKE_LIST, PER_LIST_ITEM * ITEMS),
    entry("builtin.set", MAKE_SET, PER_SET_ITEM * ITEMS),
    entry("builtin.frozenset", MAKE_SET, PER_SET_ITEM * ITEMS, source=NATIVE.source,
          note="as set()"),
    entry("builtin.dict", MAKE_DICT, PER_DICT_ITEM * ITEMS),
    entry("builtin.int", CONVERT_INT, DIGITS, note="digits: of the text read; 0 for a number"),
    entry("builtin.pow.modular", MODULAR_POWER,
          EXPONENT_BITS * (1 + MODULUS_BITS // WORD_BITS), note="three arguments"),
    entry("builtin.pow", NATIVE, note="two arguments; BINARY_OP.power comes on top"),
    *entries(FIXED, NATIVE, prefix="builtin."),
    *entries(VISITING, NATIVE, ITEMS, prefix="builtin."),
    *entries(TEXT_MAKING, NATIVE, UNITS, prefix="builtin."),
    *entries("abs round", NATIVE, WORDS, prefix="builtin."),
    entry("builtin.divmod", NATIVE, LONGER_OPERAND),
    entry("builtin.hash", NATIVE, note="hash[kind] comes on top"),
    *entries("getattr hasattr setattr delattr", NATIVE, FURTHER_CLASSES, prefix="builtin."),
    *entries("isinstance issubclass", NATIVE, ITEMS, prefix="builtin."),
    *entries("dir vars locals", NATIVE, ITEMS, prefix="builtin."),
    entry("builtin.type", NATIVE, note="one argument"),
    entry("builtin.type.make", NATIVE, ITEMS,
          note="three arguments; items: names of the namespace and classes of the order"),
    entry("builtin.__build_class__", NATIVE, note="builtin.type.make comes on top"),
    *entries(f"{EXCEPTIONS} {OWN_EXCEPTIONS}", NATIVE, prefix="builtin.",
             note="paid as BaseException.__init__"),
    *entries(GROUPS, NATIVE, ITEMS, prefix="builtin.", note="paid as BaseExceptionGroup.__new__"),
)  # fmt: skip
"""`sorted` also pays for each comparison and key call, `sum`, `max`, `min`, `all`, `any` for each
addition, comparison and truth value of an element (decision D7, e)."""
