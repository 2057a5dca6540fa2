"""How instructions change the stack.

Most do it always alike; `SIGNATURES` says what they need and leave. What stands left of
`|` is looked at and stays. The rest depends on the operand: `_COUNTED` has the numbers,
the validator the kinds.
"""

from typing import Final, final

from spec.bytecode.instructions import Op, by_number
from spec.bytecode.kinds import KIND_NAMES, OTHER, VALUE

SIGNATURES: Final[dict[Op, str]] = {
    Op.BINARY_OP: "value value -- value",
    Op.BINARY_SLICE: "value value value -- value",
    Op.CALL_FUNCTION_EX: "value null value dict/null -- value",
    Op.CHECK_EXC_MATCH: "exception | value -- bool",
    Op.CLEANUP_THROW: "iterator value exception -- none value",
    Op.CONTAINS_OP: "value value -- bool",
    Op.CONVERT_VALUE: "value -- str",
    Op.DELETE_ATTR: "value --",
    Op.DELETE_DEREF: "--",
    Op.DELETE_GLOBAL: "--",
    Op.DELETE_NAME: "--",
    Op.DELETE_SUBSCR: "value value --",
    Op.END_FOR: "value --",
    Op.END_SEND: "value value -- value",
    Op.FORMAT_SIMPLE: "value -- str",
    Op.FORMAT_WITH_SPEC: "value str -- str",
    Op.GET_ITER: "value -- iterator",
    Op.GET_LEN: "value | -- int",
    Op.GET_YIELD_FROM_ITER: "value -- iterator",
    Op.IMPORT_FROM: "value | -- value",
    Op.IMPORT_NAME: "int tuple/none -- value",
    Op.IS_OP: "value value -- bool",
    Op.JUMP_BACKWARD: "--",
    Op.JUMP_BACKWARD_NO_INTERRUPT: "--",
    Op.JUMP_FORWARD: "--",
    Op.LOAD_BUILD_CLASS: "-- value",
    Op.LOAD_COMMON_CONSTANT: "-- value",
    Op.LOAD_DEREF: "-- value",
    Op.LOAD_FROM_DICT_OR_DEREF: "value -- value",
    Op.LOAD_FROM_DICT_OR_GLOBALS: "value -- value",
    Op.LOAD_LOCALS: "-- value",
    Op.LOAD_NAME: "-- value",
    Op.LOAD_SMALL_INT: "-- int",
    Op.LOAD_SPECIAL: "value -- value slot",
    Op.MATCH_KEYS: "value tuple | -- value",
    Op.MATCH_MAPPING: "value | -- bool",
    Op.MATCH_SEQUENCE: "value | -- bool",
    Op.NOP: "--",
    Op.NOT_TAKEN: "--",
    Op.POP_ITER: "iterator --",
    Op.POP_JUMP_IF_FALSE: "bool/compared --",
    Op.POP_JUMP_IF_TRUE: "bool/compared --",
    Op.PUSH_NULL: "-- null",
    Op.RESUME: "--",
    Op.RETURN_GENERATOR: "-- value",
    Op.RETURN_VALUE: "value --",
    Op.SEND: "iterator | value -- value",
    Op.SETUP_ANNOTATIONS: "--",
    Op.STORE_ATTR: "value value --",
    Op.STORE_DEREF: "value --",
    Op.STORE_GLOBAL: "value --",
    Op.STORE_NAME: "value --",
    Op.STORE_SLICE: "value value value value --",
    Op.STORE_SUBSCR: "value value value --",
    Op.TO_BOOL: "value -- bool",
    Op.UNARY_INVERT: "value -- value",
    Op.UNARY_NEGATIVE: "value -- value",
    Op.UNARY_NOT: "bool -- bool",
    Op.WITH_EXCEPT_START: "value slot lasti previous exception | -- value",
    Op.YIELD_VALUE: "value -- value",
}


@final
class Effect:
    """A signature, read: kinds needed from the top `needs`, of which `pops` go, and `pushes`."""

    __slots__ = ("needs", "pops", "pushes")

    def __init__(self, needs: tuple[int, ...], pops: int, pushes: tuple[int, ...]) -> None:
        self.needs = needs
        self.pops = pops
        self.pushes = pushes


def _kinds(word: str) -> int:
    kinds = 0
    for part in word.split("/"):
        kinds |= KIND_NAMES[part]
    return kinds


def _read(signature: str) -> Effect:
    before, after = signature.split("--")
    kept, _, taken = before.rpartition("|")
    needs = [_kinds(word) for word in (kept + " " + taken).split()]
    # A pushed "value" is one of which nothing is proven, whatever kinds a needed one may have.
    pushes = [
        kinds & ~VALUE | OTHER if kinds & VALUE == VALUE else kinds
        for kinds in (_kinds(word) for word in after.split())
    ]
    return Effect(tuple(needs), len(taken.split()), tuple(pushes))


EFFECTS: Final[dict[Op, Effect]] = {op: _read(text) for op, text in SIGNATURES.items()}

_COUNTED: Final[dict[Op, tuple[int, int, int, int]]] = {
    # pops = first + second * operand, pushes = third + fourth * operand
    Op.BUILD_INTERPOLATION: (2, 0, 1, 0),
    Op.BUILD_LIST: (0, 1, 1, 0),
    Op.BUILD_MAP: (0, 2, 1, 0),
    Op.BUILD_SET: (0, 1, 1, 0),
    Op.BUILD_SLICE: (0, 1, 1, 0),
    Op.BUILD_STRING: (0, 1, 1, 0),
    Op.BUILD_TEMPLATE: (2, 0, 1, 0),
    Op.BUILD_TUPLE: (0, 1, 1, 0),
    Op.CACHE: (0, 0, 0, 0),
    Op.CALL: (2, 1, 1, 0),
    Op.CALL_INTRINSIC_1: (1, 0, 1, 0),
    Op.CALL_INTRINSIC_2: (2, 0, 1, 0),
    Op.CALL_KW: (3, 1, 1, 0),
    Op.CHECK_EG_MATCH: (2, 0, 2, 0),
    Op.COMPARE_OP: (2, 0, 1, 0),
    Op.COPY: (0, 1, 1, 1),
    Op.COPY_FREE_VARS: (0, 0, 0, 0),
    Op.DELETE_FAST: (0, 0, 0, 0),
    Op.DICT_MERGE: (4, 1, 3, 1),
    Op.DICT_UPDATE: (1, 1, 0, 1),
    Op.END_ASYNC_FOR: (2, 0, 0, 0),
    Op.EXTENDED_ARG: (0, 0, 0, 0),
    Op.FOR_ITER: (1, 0, 2, 0),
    Op.GET_AITER: (1, 0, 1, 0),
    Op.GET_ANEXT: (1, 0, 2, 0),
    Op.GET_AWAITABLE: (1, 0, 1, 0),
    Op.LIST_APPEND: (1, 1, 0, 1),
    Op.LIST_EXTEND: (1, 1, 0, 1),
    Op.LOAD_CONST: (0, 0, 1, 0),
    Op.LOAD_FAST: (0, 0, 1, 0),
    Op.LOAD_FAST_AND_CLEAR: (0, 0, 1, 0),
    Op.LOAD_FAST_BORROW: (0, 0, 1, 0),
    Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW: (0, 0, 2, 0),
    Op.LOAD_FAST_CHECK: (0, 0, 1, 0),
    Op.LOAD_FAST_LOAD_FAST: (0, 0, 2, 0),
    Op.MAKE_CELL: (0, 0, 0, 0),
    Op.MAKE_FUNCTION: (1, 0, 1, 0),
    Op.MAP_ADD: (2, 1, 0, 1),
    Op.MATCH_CLASS: (3, 0, 1, 0),
    Op.POP_EXCEPT: (1, 0, 0, 0),
    Op.POP_JUMP_IF_NONE: (1, 0, 0, 0),
    Op.POP_JUMP_IF_NOT_NONE: (1, 0, 0, 0),
    Op.POP_TOP: (1, 0, 0, 0),
    Op.PUSH_EXC_INFO: (1, 0, 2, 0),
    Op.RAISE_VARARGS: (0, 1, 0, 0),
    Op.RERAISE: (1, 1, 0, 1),
    Op.SET_ADD: (1, 1, 0, 1),
    Op.SET_FUNCTION_ATTRIBUTE: (2, 0, 1, 0),
    Op.SET_UPDATE: (1, 1, 0, 1),
    Op.STORE_FAST: (1, 0, 0, 0),
    Op.STORE_FAST_LOAD_FAST: (1, 0, 1, 0),
    Op.STORE_FAST_STORE_FAST: (2, 0, 0, 0),
    Op.SWAP: (0, 1, 0, 1),
    Op.UNPACK_SEQUENCE: (1, 0, 0, 1),
}


_FIXED: Final = by_number(
    {
        op: (len(effect.needs), len(effect.needs) - effect.pops + len(effect.pushes))
        for op, effect in EFFECTS.items()
    },
    None,
)
"""Items taken and left, of instructions whose operand does not change that."""


def stack_effect(op: Op, oparg: int) -> tuple[int, int]:
    """How many items `op` takes from the stack, and how many it leaves in their place.

    Items that it only looks at or reaches through count as taken and left again.
    """
    fixed = _FIXED[op]
    if fixed is not None:
        return fixed
    if op is Op.LOAD_ATTR:
        return 1, 1 + (oparg & 1)
    if op is Op.LOAD_GLOBAL:
        return 0, 1 + (oparg & 1)
    if op is Op.LOAD_SUPER_ATTR:
        return 3, 1 + (oparg & 1)
    if op is Op.UNPACK_EX:
        return 1, (oparg & 255) + (oparg >> 8) + 1
    first, second, third, fourth = _COUNTED[op]
    return first + second * oparg, third + fourth * oparg


def items_taken(op: Op, oparg: int) -> int:
    """How many items are gone from the stack when `op` raises, counted from the top."""
    known = _TAKEN[op]
    return stack_effect(op, oparg)[0] if known is None else known


_REACHES_THROUGH: Final[dict[Op, int]] = {
    Op.DICT_MERGE: 1,
    Op.DICT_UPDATE: 1,
    Op.FOR_ITER: 0,
    Op.LIST_APPEND: 1,
    Op.LIST_EXTEND: 1,
    Op.MAP_ADD: 2,
    Op.RERAISE: 1,
    Op.SET_ADD: 1,
    Op.SET_UPDATE: 1,
}
"""Items that are consumed by an instruction that leaves those between in their place."""

_TAKEN: Final = by_number(
    {op: effect.pops for op, effect in EFFECTS.items()} | _REACHES_THROUGH, None
)
