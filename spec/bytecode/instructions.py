"""The instruction set: the base instructions of CPython 3.14 (decision D1).

Everything that has a number in a code object gets its name here and nowhere else:
opcodes, and the operands that select an operation. What an instruction *does* is a
rule in `spec/semantics/rules/`; this module says only how it is written.
Source: `opcode` module of CPython 3.14.2, checked in the tests against that module.
"""

from collections.abc import Mapping
from enum import Enum, IntEnum, IntFlag
from typing import Final, TypeVar

T = TypeVar("T")
U = TypeVar("U")

CODE_UNIT: Final = 2
"""Bytes of a code unit: the opcode and the low 8 bits of its operand."""

HAVE_ARGUMENT: Final = 43
"""Opcodes above this number have an operand; up to it the operand byte is 0."""


class Op(IntEnum):
    """The base instructions, by opcode.

    Below 129 four numbers are no base instruction: 3 (a specialised form), 11 and 20
    (entry and exit of the host's own frames) and 17 (reserved).
    """

    CACHE = 0
    BINARY_SLICE = 1
    BUILD_TEMPLATE = 2
    CALL_FUNCTION_EX = 4
    CHECK_EG_MATCH = 5
    CHECK_EXC_MATCH = 6
    CLEANUP_THROW = 7
    DELETE_SUBSCR = 8
    END_FOR = 9
    END_SEND = 10
    FORMAT_SIMPLE = 12
    FORMAT_WITH_SPEC = 13
    GET_AITER = 14
    GET_ANEXT = 15
    GET_ITER = 16
    GET_LEN = 18
    GET_YIELD_FROM_ITER = 19
    LOAD_BUILD_CLASS = 21
    LOAD_LOCALS = 22
    MAKE_FUNCTION = 23
    MATCH_KEYS = 24
    MATCH_MAPPING = 25
    MATCH_SEQUENCE = 26
    NOP = 27
    NOT_TAKEN = 28
    POP_EXCEPT = 29
    POP_ITER = 30
    POP_TOP = 31
    PUSH_EXC_INFO = 32
    PUSH_NULL = 33
    RETURN_GENERATOR = 34
    RETURN_VALUE = 35
    SETUP_ANNOTATIONS = 36
    STORE_SLICE = 37
    STORE_SUBSCR = 38
    TO_BOOL = 39
    UNARY_INVERT = 40
    UNARY_NEGATIVE = 41
    UNARY_NOT = 42
    WITH_EXCEPT_START = 43
    BINARY_OP = 44
    BUILD_INTERPOLATION = 45
    BUILD_LIST = 46
    BUILD_MAP = 47
    BUILD_SET = 48
    BUILD_SLICE = 49
    BUILD_STRING = 50
    BUILD_TUPLE = 51
    CALL = 52
    CALL_INTRINSIC_1 = 53
    CALL_INTRINSIC_2 = 54
    CALL_KW = 55
    COMPARE_OP = 56
    CONTAINS_OP = 57
    CONVERT_VALUE = 58
    COPY = 59
    COPY_FREE_VARS = 60
    DELETE_ATTR = 61
    DELETE_DEREF = 62
    DELETE_FAST = 63
    DELETE_GLOBAL = 64
    DELETE_NAME = 65
    DICT_MERGE = 66
    DICT_UPDATE = 67
    END_ASYNC_FOR = 68
    EXTENDED_ARG = 69
    FOR_ITER = 70
    GET_AWAITABLE = 71
    IMPORT_FROM = 72
    IMPORT_NAME = 73
    IS_OP = 74
    JUMP_BACKWARD = 75
    JUMP_BACKWARD_NO_INTERRUPT = 76
    JUMP_FORWARD = 77
    LIST_APPEND = 78
    LIST_EXTEND = 79
    LOAD_ATTR = 80
    LOAD_COMMON_CONSTANT = 81
    LOAD_CONST = 82
    LOAD_DEREF = 83
    LOAD_FAST = 84
    LOAD_FAST_AND_CLEAR = 85
    LOAD_FAST_BORROW = 86
    LOAD_FAST_BORROW_LOAD_FAST_BORROW = 87
    LOAD_FAST_CHECK = 88
    LOAD_FAST_LOAD_FAST = 89
    LOAD_FROM_DICT_OR_DEREF = 90
    LOAD_FROM_DICT_OR_GLOBALS = 91
    LOAD_GLOBAL = 92
    LOAD_NAME = 93
    LOAD_SMALL_INT = 94
    LOAD_SPECIAL = 95
    LOAD_SUPER_ATTR = 96
    MAKE_CELL = 97
    MAP_ADD = 98
    MATCH_CLASS = 99
    POP_JUMP_IF_FALSE = 100
    POP_JUMP_IF_NONE = 101
    POP_JUMP_IF_NOT_NONE = 102
    POP_JUMP_IF_TRUE = 103
    RAISE_VARARGS = 104
    RERAISE = 105
    SEND = 106
    SET_ADD = 107
    SET_FUNCTION_ATTRIBUTE = 108
    SET_UPDATE = 109
    STORE_ATTR = 110
    STORE_DEREF = 111
    STORE_FAST = 112
    STORE_FAST_LOAD_FAST = 113
    STORE_FAST_STORE_FAST = 114
    STORE_GLOBAL = 115
    STORE_NAME = 116
    SWAP = 117
    UNPACK_EX = 118
    UNPACK_SEQUENCE = 119
    YIELD_VALUE = 120
    RESUME = 128


OPCODES: Final[frozenset[int]] = frozenset(int(op) for op in Op)
OP_BY_NAME: Final[dict[str, Op]] = {op.name: op for op in Op}
OP_BY_NUMBER: Final[dict[int, Op]] = {int(op): op for op in Op}

OUTSIDE_PROFILE: Final[dict[Op, str]] = {
    Op.CACHE: "an inline cache is never executed",
    Op.BUILD_TEMPLATE: "template strings are outside the profile",
    Op.BUILD_INTERPOLATION: "template strings are outside the profile",
    Op.GET_AITER: "asynchronous iteration is outside the profile",
    Op.GET_ANEXT: "asynchronous iteration is outside the profile",
    Op.END_ASYNC_FOR: "asynchronous iteration is outside the profile",
    Op.GET_AWAITABLE: "await is outside the profile; continuations are lowered in source",
}
"""Base instructions that no valid code object contains, each with the reason."""

CACHE_COUNTS: Final[dict[Op, int]] = {
    Op.STORE_SUBSCR: 1,
    Op.TO_BOOL: 3,
    Op.BINARY_OP: 5,
    Op.CALL: 3,
    Op.CALL_KW: 3,
    Op.COMPARE_OP: 1,
    Op.CONTAINS_OP: 1,
    Op.FOR_ITER: 1,
    Op.JUMP_BACKWARD: 1,
    Op.LOAD_ATTR: 9,
    Op.LOAD_GLOBAL: 4,
    Op.LOAD_SUPER_ATTR: 1,
    Op.POP_JUMP_IF_FALSE: 1,
    Op.POP_JUMP_IF_NONE: 1,
    Op.POP_JUMP_IF_NOT_NONE: 1,
    Op.POP_JUMP_IF_TRUE: 1,
    Op.SEND: 1,
    Op.STORE_ATTR: 4,
    Op.UNPACK_SEQUENCE: 1,
}
"""Zeroed code units that follow an instruction; an instruction not named here has none."""


def by_number(table: Mapping[Op, T], default: U) -> list[T | U]:
    """A table by opcode, for code that runs once for each instruction of every code object.

    Indexing a list is several times faster than looking an enumeration's member up.
    """
    found: list[T | U] = [default] * 256
    for op, entry in table.items():
        found[op] = entry
    return found


_CACHES: Final = by_number(CACHE_COUNTS, 0)


def cache_count(op: int) -> int:
    """The number of inline cache units that follow opcode `op`."""
    return _CACHES[op]


class Jump(Enum):
    """How an instruction leaves its place.

    A jump's operand is its distance in code units, counted from the end of the jump
    including its caches; a `BACKWARD` jump subtracts it, all others add it.
    """

    BACKWARD = "always, backward"
    FORWARD = "always, forward"
    CONDITIONAL = "forward, or falls through"


JUMPS: Final[dict[Op, Jump]] = {
    Op.JUMP_BACKWARD: Jump.BACKWARD,
    Op.JUMP_BACKWARD_NO_INTERRUPT: Jump.BACKWARD,
    Op.JUMP_FORWARD: Jump.FORWARD,
    Op.FOR_ITER: Jump.CONDITIONAL,
    Op.SEND: Jump.CONDITIONAL,
    Op.POP_JUMP_IF_FALSE: Jump.CONDITIONAL,
    Op.POP_JUMP_IF_NONE: Jump.CONDITIONAL,
    Op.POP_JUMP_IF_NOT_NONE: Jump.CONDITIONAL,
    Op.POP_JUMP_IF_TRUE: Jump.CONDITIONAL,
}

LEAVES: Final[frozenset[Op]] = frozenset({Op.RETURN_VALUE, Op.RAISE_VARARGS, Op.RERAISE})
"""Instructions after which control never reaches the next one (jumps apart)."""


class Operand(Enum):
    """What the operand of an instruction means."""

    NONE = "no operand"
    BINARY = "a BinaryOp"
    CODE_UNITS = "a distance in code units"
    COMMON = "a CommonConstant"
    COMPARISON = "a Comparison, the coercion flag and the mask"
    CONSTANT = "an index into the constants"
    CONVERSION = "a Conversion"
    COUNT = "a number of items"
    DEPTH = "a position below the top of the stack"
    DEREF = "an index of a cell or free variable in the local slots"
    FLAG = "0 or 1"
    FUNCTION_ATTRIBUTE = "a FunctionAttribute"
    INTRINSIC_1 = "an Intrinsic1"
    INTRINSIC_2 = "an Intrinsic2"
    LOCAL = "an index into the local slots"
    LOCAL_PAIR = "two indices into the local slots, 4 bits each"
    NAME = "an index into the names"
    NAME_AND_FLAG = "an index into the names, and 1 bit"
    NAME_AND_TWO_FLAGS = "an index into the names, and 2 bits"
    PREFIX = "the high bits of the next instruction's operand"
    RESUME = "a ResumePoint and the depth flag"
    SMALL_INT = "a value from 0 to 255"
    SPECIAL = "a SpecialMethod"
    UNPACK = "items before the star, and 256 times the items after it"


OPERANDS: Final[dict[Op, Operand]] = {
    Op.BINARY_OP: Operand.BINARY,
    Op.BUILD_INTERPOLATION: Operand.COUNT,
    Op.BUILD_LIST: Operand.COUNT,
    Op.BUILD_MAP: Operand.COUNT,
    Op.BUILD_SET: Operand.COUNT,
    Op.BUILD_SLICE: Operand.COUNT,
    Op.BUILD_STRING: Operand.COUNT,
    Op.BUILD_TUPLE: Operand.COUNT,
    Op.CALL: Operand.COUNT,
    Op.CALL_INTRINSIC_1: Operand.INTRINSIC_1,
    Op.CALL_INTRINSIC_2: Operand.INTRINSIC_2,
    Op.CALL_KW: Operand.COUNT,
    Op.COMPARE_OP: Operand.COMPARISON,
    Op.CONTAINS_OP: Operand.FLAG,
    Op.CONVERT_VALUE: Operand.CONVERSION,
    Op.COPY: Operand.DEPTH,
    Op.COPY_FREE_VARS: Operand.COUNT,
    Op.DELETE_ATTR: Operand.NAME,
    Op.DELETE_DEREF: Operand.DEREF,
    Op.DELETE_FAST: Operand.LOCAL,
    Op.DELETE_GLOBAL: Operand.NAME,
    Op.DELETE_NAME: Operand.NAME,
    Op.DICT_MERGE: Operand.DEPTH,
    Op.DICT_UPDATE: Operand.DEPTH,
    Op.END_ASYNC_FOR: Operand.CODE_UNITS,
    Op.EXTENDED_ARG: Operand.PREFIX,
    Op.FOR_ITER: Operand.CODE_UNITS,
    Op.GET_AWAITABLE: Operand.COUNT,
    Op.IMPORT_FROM: Operand.NAME,
    Op.IMPORT_NAME: Operand.NAME,
    Op.IS_OP: Operand.FLAG,
    Op.JUMP_BACKWARD: Operand.CODE_UNITS,
    Op.JUMP_BACKWARD_NO_INTERRUPT: Operand.CODE_UNITS,
    Op.JUMP_FORWARD: Operand.CODE_UNITS,
    Op.LIST_APPEND: Operand.DEPTH,
    Op.LIST_EXTEND: Operand.DEPTH,
    Op.LOAD_ATTR: Operand.NAME_AND_FLAG,
    Op.LOAD_COMMON_CONSTANT: Operand.COMMON,
    Op.LOAD_CONST: Operand.CONSTANT,
    Op.LOAD_DEREF: Operand.DEREF,
    Op.LOAD_FAST: Operand.LOCAL,
    Op.LOAD_FAST_AND_CLEAR: Operand.LOCAL,
    Op.LOAD_FAST_BORROW: Operand.LOCAL,
    Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW: Operand.LOCAL_PAIR,
    Op.LOAD_FAST_CHECK: Operand.LOCAL,
    Op.LOAD_FAST_LOAD_FAST: Operand.LOCAL_PAIR,
    Op.LOAD_FROM_DICT_OR_DEREF: Operand.DEREF,
    Op.LOAD_FROM_DICT_OR_GLOBALS: Operand.NAME,
    Op.LOAD_GLOBAL: Operand.NAME_AND_FLAG,
    Op.LOAD_NAME: Operand.NAME,
    Op.LOAD_SMALL_INT: Operand.SMALL_INT,
    Op.LOAD_SPECIAL: Operand.SPECIAL,
    Op.LOAD_SUPER_ATTR: Operand.NAME_AND_TWO_FLAGS,
    Op.MAKE_CELL: Operand.DEREF,
    Op.MAP_ADD: Operand.DEPTH,
    Op.MATCH_CLASS: Operand.COUNT,
    Op.POP_JUMP_IF_FALSE: Operand.CODE_UNITS,
    Op.POP_JUMP_IF_NONE: Operand.CODE_UNITS,
    Op.POP_JUMP_IF_NOT_NONE: Operand.CODE_UNITS,
    Op.POP_JUMP_IF_TRUE: Operand.CODE_UNITS,
    Op.RAISE_VARARGS: Operand.COUNT,
    Op.RERAISE: Operand.COUNT,
    Op.RESUME: Operand.RESUME,
    Op.SEND: Operand.CODE_UNITS,
    Op.SET_ADD: Operand.DEPTH,
    Op.SET_FUNCTION_ATTRIBUTE: Operand.FUNCTION_ATTRIBUTE,
    Op.SET_UPDATE: Operand.DEPTH,
    Op.STORE_ATTR: Operand.NAME,
    Op.STORE_DEREF: Operand.DEREF,
    Op.STORE_FAST: Operand.LOCAL,
    Op.STORE_FAST_LOAD_FAST: Operand.LOCAL_PAIR,
    Op.STORE_FAST_STORE_FAST: Operand.LOCAL_PAIR,
    Op.STORE_GLOBAL: Operand.NAME,
    Op.STORE_NAME: Operand.NAME,
    Op.SWAP: Operand.DEPTH,
    Op.UNPACK_EX: Operand.UNPACK,
    Op.UNPACK_SEQUENCE: Operand.COUNT,
    Op.YIELD_VALUE: Operand.FLAG,
}
"""The meaning of each operand; an instruction not named here has none."""


class BinaryOp(IntEnum):
    """Operations of BINARY_OP; those from INPLACE_ADD on are the `x += y` forms."""

    ADD = 0
    AND = 1
    FLOOR_DIVIDE = 2
    LSHIFT = 3
    MATRIX_MULTIPLY = 4
    MULTIPLY = 5
    REMAINDER = 6
    OR = 7
    POWER = 8
    RSHIFT = 9
    SUBTRACT = 10
    TRUE_DIVIDE = 11
    XOR = 12
    INPLACE_ADD = 13
    INPLACE_AND = 14
    INPLACE_FLOOR_DIVIDE = 15
    INPLACE_LSHIFT = 16
    INPLACE_MATRIX_MULTIPLY = 17
    INPLACE_MULTIPLY = 18
    INPLACE_REMAINDER = 19
    INPLACE_OR = 20
    INPLACE_POWER = 21
    INPLACE_RSHIFT = 22
    INPLACE_SUBTRACT = 23
    INPLACE_TRUE_DIVIDE = 24
    INPLACE_XOR = 25
    SUBSCR = 26


FIRST_INPLACE: Final = int(BinaryOp.INPLACE_ADD)
"""Subtract it from an in-place operation to get the plain one."""

BINARY_SYMBOLS: Final[tuple[str, ...]] = (
    "+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^",
    "+=", "&=", "//=", "<<=", "@=", "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^=", "[]",
)  # fmt: skip


_LOWER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def word_of(member: Enum) -> str:
    """The name of an operation in lower case, as prices and texts have it."""
    return member.name.translate(_LOWER)


def binary_name(operation: int) -> str:
    """What an operation of BINARY_OP is called in prices and cases: `add`, `inplace_add`, ..."""
    if operation == BinaryOp.SUBSCR:
        return "subscript"
    return word_of(BinaryOp(operation))


class Comparison(IntEnum):
    """Operations of COMPARE_OP, from bit 5 of its operand upwards."""

    LT = 0
    LE = 1
    EQ = 2
    NE = 3
    GT = 4
    GE = 5


COMPARISON_SYMBOLS: Final[tuple[str, ...]] = ("<", "<=", "==", "!=", ">", ">=")
COMPARISON_SHIFT: Final = 5
COERCE_TO_BOOL: Final = 16
"""Bit of COMPARE_OP's operand: the result is replaced by its truth value."""

COMPARISON_MASKS: Final[tuple[int, ...]] = (2, 10, 8, 7, 4, 12)
"""Low 4 bits of COMPARE_OP's operand, by `Comparison`; they have no meaning of their own.

1 unordered, 2 less, 4 greater, 8 equal: the outcomes for which the comparison is true.
"""


def comparison_operand(comparison: Comparison, coerce: bool = False) -> int:
    """The operand of COMPARE_OP for `comparison`."""
    flag = COERCE_TO_BOOL if coerce else 0
    return comparison << COMPARISON_SHIFT | flag | COMPARISON_MASKS[comparison]


class Intrinsic1(IntEnum):
    """Operations of CALL_INTRINSIC_1."""

    INVALID = 0
    PRINT = 1
    IMPORT_STAR = 2
    STOPITERATION_ERROR = 3
    ASYNC_GEN_WRAP = 4
    UNARY_POSITIVE = 5
    LIST_TO_TUPLE = 6
    TYPEVAR = 7
    PARAMSPEC = 8
    TYPEVARTUPLE = 9
    SUBSCRIPT_GENERIC = 10
    TYPEALIAS = 11


INTRINSICS_1: Final[frozenset[Intrinsic1]] = frozenset(
    {
        Intrinsic1.IMPORT_STAR,
        Intrinsic1.STOPITERATION_ERROR,
        Intrinsic1.UNARY_POSITIVE,
        Intrinsic1.LIST_TO_TUPLE,
    }
)
"""Those within the profile; PRINT is the interactive prompt's, the rest async or generics."""


class Intrinsic2(IntEnum):
    """Operations of CALL_INTRINSIC_2."""

    INVALID = 0
    PREP_RERAISE_STAR = 1
    TYPEVAR_WITH_BOUND = 2
    TYPEVAR_WITH_CONSTRAINTS = 3
    SET_FUNCTION_TYPE_PARAMS = 4
    SET_TYPEPARAM_DEFAULT = 5


INTRINSICS_2: Final[frozenset[Intrinsic2]] = frozenset({Intrinsic2.PREP_RERAISE_STAR})
"""Those within the profile; the rest is generics."""


class SpecialMethod(IntEnum):
    """Operands of LOAD_SPECIAL."""

    ENTER = 0
    EXIT = 1
    AENTER = 2
    AEXIT = 3


SPECIAL_METHOD_NAMES: Final[tuple[str, ...]] = (
    "__enter__",
    "__exit__",
    "__aenter__",
    "__aexit__",
)
SPECIAL_METHODS: Final[frozenset[SpecialMethod]] = frozenset(
    {SpecialMethod.ENTER, SpecialMethod.EXIT}
)
"""Those within the profile."""


class CommonConstant(IntEnum):
    """Operands of LOAD_COMMON_CONSTANT."""

    ASSERTION_ERROR = 0
    NOT_IMPLEMENTED_ERROR = 1
    TUPLE = 2
    ALL = 3
    ANY = 4


COMMON_CONSTANT_NAMES: Final[tuple[str, ...]] = (
    "AssertionError",
    "NotImplementedError",
    "tuple",
    "all",
    "any",
)
"""The builtins that they load."""


class Conversion(IntEnum):
    """Operands of CONVERT_VALUE: `!s`, `!r`, `!a` of an f-string."""

    STR = 1
    REPR = 2
    ASCII = 3


class FunctionAttribute(IntEnum):
    """Operands of SET_FUNCTION_ATTRIBUTE (4, annotations, is no longer made by any compiler)."""

    DEFAULTS = 1
    KEYWORD_DEFAULTS = 2
    ANNOTATIONS = 4
    CLOSURE = 8
    ANNOTATE = 16


FUNCTION_ATTRIBUTES: Final[frozenset[FunctionAttribute]] = frozenset(
    {
        FunctionAttribute.DEFAULTS,
        FunctionAttribute.KEYWORD_DEFAULTS,
        FunctionAttribute.CLOSURE,
        FunctionAttribute.ANNOTATE,
    }
)
"""Those within the profile."""


class ResumePoint(IntEnum):
    """Low 2 bits of RESUME's operand: how control came here."""

    START = 0
    AFTER_YIELD = 1
    AFTER_YIELD_FROM = 2
    AFTER_AWAIT = 3


RESUME_DEPTH_FLAG: Final = 4
"""Bit of RESUME's operand: the instruction stands in exactly one exception region."""


class CodeFlag(IntFlag):
    """Bits of a code object's flags."""

    OPTIMIZED = 0x1
    NEWLOCALS = 0x2
    VARARGS = 0x4
    VARKEYWORDS = 0x8
    NESTED = 0x10
    GENERATOR = 0x20
    COROUTINE = 0x80
    ITERABLE_COROUTINE = 0x100
    ASYNC_GENERATOR = 0x200
    FUTURE_BARRY_AS_BDFL = 0x400000
    FUTURE_GENERATOR_STOP = 0x800000
    FUTURE_ANNOTATIONS = 0x1000000
    HAS_DOCSTRING = 0x4000000
    METHOD = 0x8000000


PROFILE_FLAGS: Final = int(
    CodeFlag.OPTIMIZED
    | CodeFlag.NEWLOCALS
    | CodeFlag.VARARGS
    | CodeFlag.VARKEYWORDS
    | CodeFlag.NESTED
    | CodeFlag.GENERATOR
    | CodeFlag.FUTURE_GENERATOR_STOP
    | CodeFlag.FUTURE_ANNOTATIONS
    | CodeFlag.HAS_DOCSTRING
    | CodeFlag.METHOD
)
"""Flags that a valid code object may have."""


def operand_of(op: int) -> Operand:
    """What the operand of opcode `op` means."""
    known = OP_BY_NUMBER.get(op)
    return Operand.NONE if known is None else OPERANDS.get(known, Operand.NONE)
