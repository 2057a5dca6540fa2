"""The instructions whose effect depends on more than their name, for `spec.bytecode.flow`."""

from typing import Final

from spec.bytecode.code import Code
from spec.bytecode.decoder import Instruction
from spec.bytecode.flow import Flow, Special, stored
from spec.bytecode.instructions import (
    COERCE_TO_BOOL,
    RESUME_DEPTH_FLAG,
    CodeFlag,
    FunctionAttribute,
    Intrinsic1,
    Op,
    by_number,
)
from spec.bytecode.kinds import (
    ANY,
    BOOL,
    BORROWED,
    CELL,
    CODE,
    COMPARED,
    DICT,
    EMPTY,
    EXCEPTION,
    FUNCTION,
    INT,
    ITERATOR,
    LASTI,
    LIST,
    NONE,
    NULL,
    OPEN_FUNCTION,
    OTHER,
    PREVIOUS,
    SET,
    SLOT,
    STR,
    TUPLE,
    VALUE,
)

_PAIR_SHIFT: Final = 4
_CONDITIONAL_ANNOTATIONS: Final = "__conditional_annotations__"
_STORES: Final = frozenset({Op.STORE_DEREF, Op.STORE_GLOBAL, Op.STORE_NAME})


# --- Local slots


def _load(flow: Flow, slot: int) -> None:
    kinds = flow.slots[slot]
    if kinds & NULL:
        raise flow.error("local", f"slot {slot} may be empty")
    flow.push(kinds)


def _borrow(flow: Flow, slot: int) -> None:
    _load(flow, slot)
    flow.push(flow.with_detail(flow.stack.pop() | BORROWED, ("borrowed", slot, False)))


def _store(flow: Flow, slot: int) -> None:
    item = flow.pop(VALUE | EMPTY)
    if item & BORROWED:
        raise flow.error("local", "a borrowed item is stored in a local slot")
    flow.change_local(slot, stored(item))


def _load_fast(flow: Flow, instruction: Instruction) -> None:
    _load(flow, instruction.oparg)


def _load_fast_pair(flow: Flow, instruction: Instruction) -> None:
    _load(flow, instruction.oparg >> _PAIR_SHIFT)
    _load(flow, instruction.oparg & 15)


def _borrow_fast(flow: Flow, instruction: Instruction) -> None:
    _borrow(flow, instruction.oparg)


def _borrow_fast_pair(flow: Flow, instruction: Instruction) -> None:
    _borrow(flow, instruction.oparg >> _PAIR_SHIFT)
    _borrow(flow, instruction.oparg & 15)


def _load_fast_check(flow: Flow, instruction: Instruction) -> None:
    kinds = flow.slots[instruction.oparg] & ~NULL
    flow.slots[instruction.oparg] = kinds if kinds else OTHER
    flow.push(flow.slots[instruction.oparg])


def _load_fast_and_clear(flow: Flow, instruction: Instruction) -> None:
    kinds = flow.slots[instruction.oparg]
    flow.change_local(instruction.oparg, NULL)
    flow.push(kinds & ~NULL | EMPTY if kinds & NULL else kinds)


def _store_fast(flow: Flow, instruction: Instruction) -> None:
    _store(flow, instruction.oparg)


def _store_fast_load_fast(flow: Flow, instruction: Instruction) -> None:
    _store(flow, instruction.oparg >> _PAIR_SHIFT)
    _load(flow, instruction.oparg & 15)


def _store_fast_pair(flow: Flow, instruction: Instruction) -> None:
    _store(flow, instruction.oparg >> _PAIR_SHIFT)
    _store(flow, instruction.oparg & 15)


def _delete_fast(flow: Flow, instruction: Instruction) -> None:
    flow.change_local(instruction.oparg, NULL)


def _make_cell(flow: Flow, instruction: Instruction) -> None:
    if flow.code.localsplus[instruction.oparg] == _CONDITIONAL_ANNOTATIONS and (
        flow.slots[instruction.oparg] != NULL
    ):
        raise flow.error("names", f"{_CONDITIONAL_ANNOTATIONS} as a variable")
    if flow.slots[instruction.oparg] & CELL:
        raise flow.error("local", f"slot {instruction.oparg} is a cell already")
    flow.change_local(instruction.oparg, CELL)


def _copy_free_vars(flow: Flow, instruction: Instruction) -> None:
    for slot in range(len(flow.slots) - instruction.oparg, len(flow.slots)):
        flow.slots[slot] = CELL


def _deref(flow: Flow, instruction: Instruction) -> None:
    if flow.slots[instruction.oparg] & ANY != CELL:
        raise flow.error("local", f"slot {instruction.oparg} may be no cell")


# --- The stack as such


def _copy(flow: Flow, instruction: Instruction) -> None:
    # Nothing copies a null; the saved state of an exception is copied to be restored.
    flow.push(flow.need_at(instruction.oparg, VALUE | PREVIOUS | CODE))


def _swap(flow: Flow, instruction: Instruction) -> None:
    depth = instruction.oparg
    flow.need_at(depth, ANY)
    stack = flow.stack
    stack[-1], stack[-depth] = stack[-depth], stack[-1]


def _pop_top(flow: Flow, instruction: Instruction) -> None:
    flow.pop(SLOT | LASTI | EMPTY)


def _named(flow: Flow, instruction: Instruction) -> None:
    """The set of conditional annotations is kept under a name that holds nothing else.

    SET_ADD relies on it. A class keeps it in a cell; as a plain name it is known only in
    the entry code object, whose namespace no program supplies.
    """
    op, oparg = instruction.op, instruction.oparg
    code = flow.code
    if op in (Op.STORE_DEREF, Op.LOAD_DEREF):
        _deref(flow, instruction)
        name = code.localsplus[oparg]
    else:
        name = code.names[oparg]
    if name != _CONDITIONAL_ANNOTATIONS:
        return
    if op in _STORES:
        flow.check(flow.taken, SET)
    elif op is Op.LOAD_DEREF or flow.number == 0:
        flow.stack[-1] = SET


def _as_self(item: int, flow: Flow) -> int:
    """The object itself, pushed again as the first argument, or null."""
    if item & BORROWED:
        return flow.with_detail(OTHER | NULL | BORROWED, flow.detail(item))
    return OTHER | NULL


def _load_special(flow: Flow, instruction: Instruction) -> None:
    flow.stack[-1] = _as_self(flow.taken, flow)


def _same_item(flow: Flow, instruction: Instruction) -> None:
    """The result may be the operand itself."""
    if flow.taken & BORROWED:
        flow.stack[-1] = flow.with_detail(flow.stack[-1] | BORROWED, flow.detail(flow.taken))


def _push_with_flag(flow: Flow, instruction: Instruction) -> None:
    if instruction.op is Op.LOAD_ATTR:
        second = _as_self(flow.pop(VALUE), flow)
    elif instruction.op is Op.LOAD_SUPER_ATTR:
        second = _as_self(flow.pop_values(3)[-1], flow)
    else:
        second = NULL
    flow.push(OTHER)
    if instruction.oparg & 1:
        flow.push(second)


# --- Constants and displays


def _load_const(flow: Flow, instruction: Instruction) -> None:
    value = flow.code.consts[instruction.oparg]
    if value is None:
        flow.push(NONE)
    elif isinstance(value, bool):
        flow.push(BOOL)
    elif isinstance(value, int):
        flow.push(INT)
    elif isinstance(value, str):
        flow.push(STR)
    elif isinstance(value, Code):
        flow.push(flow.with_detail(CODE, ("code", instruction.oparg, False)))
    elif isinstance(value, tuple):
        texts = [item for item in value if isinstance(item, str)]
        names = len(texts) == len(value) and len(set(texts)) == len(texts)
        flow.push(flow.with_detail(TUPLE, ("tuple", len(value), names)))
    else:
        flow.push(OTHER)


def _build_tuple(flow: Flow, instruction: Instruction) -> None:
    items = flow.pop_values(instruction.oparg)
    cells = bool(items) and all(item & ANY == CELL for item in items)
    kind = "cells" if cells else "tuple"
    flow.push(flow.with_detail(TUPLE, (kind, instruction.oparg, False)))


def _build_list(flow: Flow, instruction: Instruction) -> None:
    flow.pop_values(instruction.oparg)
    flow.push(LIST)


def _build_set(flow: Flow, instruction: Instruction) -> None:
    flow.pop_values(instruction.oparg)
    flow.push(SET)


def _build_map(flow: Flow, instruction: Instruction) -> None:
    flow.pop_values(2 * instruction.oparg)
    flow.push(DICT)


def _build_slice(flow: Flow, instruction: Instruction) -> None:
    flow.pop_values(instruction.oparg)
    flow.push(OTHER)


def _build_string(flow: Flow, instruction: Instruction) -> None:
    for slot in flow.pop_values(instruction.oparg):
        flow.check(slot, STR)
    flow.push(STR)


def _into_list(flow: Flow, instruction: Instruction) -> None:
    flow.pop(VALUE)
    flow.need_at(instruction.oparg, LIST)


def _into_set(flow: Flow, instruction: Instruction) -> None:
    flow.pop(VALUE)
    flow.need_at(instruction.oparg, SET)


def _into_dict(flow: Flow, instruction: Instruction) -> None:
    flow.pop(VALUE)
    flow.need_at(instruction.oparg, DICT)


def _map_add(flow: Flow, instruction: Instruction) -> None:
    flow.pop_values(2)
    flow.need_at(instruction.oparg, DICT)


def _dict_merge(flow: Flow, instruction: Instruction) -> None:
    _into_dict(flow, instruction)
    # Its errors name the function about to be called.
    flow.need_at(instruction.oparg + 3, VALUE)


def _unpack_sequence(flow: Flow, instruction: Instruction) -> None:
    flow.pop(VALUE)
    _push_many(flow, instruction.oparg)


def _unpack_ex(flow: Flow, instruction: Instruction) -> None:
    flow.pop(VALUE)
    after, before = instruction.oparg >> 8, instruction.oparg & 255
    _push_many(flow, after)
    flow.push(LIST)
    _push_many(flow, before)


def _push_many(flow: Flow, count: int) -> None:
    if len(flow.stack) + count > flow.code.stacksize:
        raise flow.error("overflow", f"{len(flow.stack) + count} items")
    flow.stack.extend([OTHER] * count)


def _compare(flow: Flow, instruction: Instruction) -> None:
    flow.pop_values(2)
    flow.push(BOOL if instruction.oparg & COERCE_TO_BOOL else COMPARED)


# --- Calls and functions


def _call(flow: Flow, instruction: Instruction) -> None:
    flow.pop_values(instruction.oparg)
    flow.pop(SLOT)
    callee = flow.pop(VALUE)
    kind, constant, _ = flow.detail(callee)
    code = flow.code.consts[constant] if kind == "function" else None
    # `all(... for ...)` iterates over the generator that it has just made.
    flow.push(ITERATOR if isinstance(code, Code) and code.is_generator else OTHER)


def _call_kw(flow: Flow, instruction: Instruction) -> None:
    kind, count, names = flow.detail(flow.pop(TUPLE))
    if kind != "tuple" or not names or count > instruction.oparg:
        raise flow.error("kind", "a constant tuple of different names needed")
    _call(flow, instruction)


def _make_function(flow: Flow, instruction: Instruction) -> None:
    kind, constant, _ = flow.detail(flow.pop(CODE))
    if kind != "code":
        raise flow.error("closure", "one of several code objects")
    code = flow.code.consts[constant]
    assert isinstance(code, Code)
    kinds = OPEN_FUNCTION if code.freevars else FUNCTION
    flow.push(flow.with_detail(kinds, ("function", constant, False)))


def _set_function_attribute(flow: Flow, instruction: Instruction) -> None:
    function = flow.pop(FUNCTION | OPEN_FUNCTION)
    kind, constant, _ = flow.detail(function)
    code = flow.code.consts[constant] if kind == "function" else None
    if not isinstance(code, Code):
        raise flow.error("closure", "one of several functions")
    if instruction.oparg == FunctionAttribute.CLOSURE:
        found, count, _ = flow.detail(flow.pop(TUPLE))
        if found != "cells" or count != len(code.freevars) or function & ANY != OPEN_FUNCTION:
            raise flow.error("closure", f"{len(code.freevars)} cells needed")
        function = flow.with_detail(FUNCTION, ("function", constant, False))
    elif instruction.oparg == FunctionAttribute.DEFAULTS:
        found, count, _ = flow.detail(flow.pop(TUPLE))
        if found not in ("tuple", "cells") or count > code.argcount:
            raise flow.error("operand", f"at most {code.argcount} defaults")
    elif instruction.oparg == FunctionAttribute.KEYWORD_DEFAULTS:
        flow.pop(DICT)
    else:
        flow.pop(FUNCTION)
    flow.push(function)


def _intrinsic_1(flow: Flow, instruction: Instruction) -> None:
    if instruction.oparg == Intrinsic1.STOPITERATION_ERROR:
        flow.pop(EXCEPTION)
        flow.push(EXCEPTION)
    elif instruction.oparg == Intrinsic1.LIST_TO_TUPLE:
        flow.pop(LIST)
        flow.push(TUPLE)
    elif instruction.oparg == Intrinsic1.IMPORT_STAR:
        if flow.code.flags & CodeFlag.OPTIMIZED:
            raise flow.error("operand", "a function has no namespace")
        flow.pop(VALUE)
        flow.push(NONE)
    else:
        flow.pop(VALUE)
        flow.push(OTHER)


def _intrinsic_2(flow: Flow, instruction: Instruction) -> None:
    flow.pop(LIST)
    flow.pop(EXCEPTION)
    _push_origin(flow, instruction, 0)


def _match_class(flow: Flow, instruction: Instruction) -> None:
    kind, _, names = flow.detail(flow.pop(TUPLE))
    if kind != "tuple" or not names:
        raise flow.error("kind", "a constant tuple of different names needed")
    flow.pop_values(2)
    flow.push(OTHER)


# --- Exceptions, iterators, generators


def _push_origin(flow: Flow, instruction: Instruction, part: int) -> None:
    """Push what may be an exception or None; a later test for None will tell."""
    detail = ("origin", instruction.offset, bool(part))
    flow.forget(detail)
    flow.push(flow.with_detail(EXCEPTION | NONE, detail))


def _check_eg_match(flow: Flow, instruction: Instruction) -> None:
    flow.pop(VALUE)
    flow.pop(EXCEPTION | NONE)
    _push_origin(flow, instruction, 0)
    _push_origin(flow, instruction, 1)


def _push_exc_info(flow: Flow, instruction: Instruction) -> None:
    flow.pop(EXCEPTION)
    flow.push(flow.with_detail(PREVIOUS, ("previous", flow.active, False)))
    flow.push(EXCEPTION)
    flow.active += 1


def _pop_except(flow: Flow, instruction: Instruction) -> None:
    kind, level, _ = flow.detail(flow.pop(PREVIOUS))
    if kind != "previous" or level != flow.active - 1:
        raise flow.error("exception-state", "another handler is the innermost")
    flow.active -= 1


def _raise_varargs(flow: Flow, instruction: Instruction) -> None:
    flow.pop_values(instruction.oparg)


def _reraise(flow: Flow, instruction: Instruction) -> None:
    flow.pop(EXCEPTION)
    if instruction.oparg:
        flow.need_at(instruction.oparg, LASTI)


def _return_value(flow: Flow, instruction: Instruction) -> None:
    if flow.stack:
        raise flow.error("depth", f"{len(flow.stack)} items are left at the return")
    if flow.active:
        raise flow.error("exception-state", "a handler is not left")


def _end_for(flow: Flow, instruction: Instruction) -> None:
    raise flow.error("jump-target", "only FOR_ITER leads to END_FOR")


def _for_iter(flow: Flow, instruction: Instruction) -> None:
    flow.need_at(1, ITERATOR)


def _pop_jump_if_none(flow: Flow, instruction: Instruction) -> None:
    flow.need_at(1, VALUE)


def _yield_value(flow: Flow, instruction: Instruction) -> None:
    if not flow.code.is_generator:
        raise flow.error("operand", "YIELD_VALUE outside a generator")
    if instruction.oparg:
        flow.need_at(2, ITERATOR)


def _resume(flow: Flow, instruction: Instruction) -> None:
    """With the depth flag, close() may end a generator without running it.

    That is right only where the one handler is that which ends every generator, or, in a lambda,
    which has none, that of `yield from`.
    """
    if not instruction.oparg & RESUME_DEPTH_FLAG:
        return
    region = flow.region_of()
    delegating = flow.region_of(before=1)
    if region is None and delegating is not None:
        handler = flow.instruction_at(delegating.target)
        if handler is not None and handler.op is Op.CLEANUP_THROW:
            return
    first = None if region is None else flow.instruction_at(region.target)
    second = None if region is None else flow.instruction_at(region.target, 1)
    ends = (
        first is not None
        and second is not None
        and (first.op, first.oparg) == (Op.CALL_INTRINSIC_1, Intrinsic1.STOPITERATION_ERROR)
        and (second.op, second.oparg) == (Op.RERAISE, 1)
    )
    if not ends:
        raise flow.error("operand", "the depth flag where another handler stands")


_SPECIAL: Final[dict[Op, Special]] = {
    Op.BUILD_LIST: _build_list,
    Op.BUILD_MAP: _build_map,
    Op.BUILD_SET: _build_set,
    Op.BUILD_SLICE: _build_slice,
    Op.BUILD_STRING: _build_string,
    Op.BUILD_TUPLE: _build_tuple,
    Op.CALL: _call,
    Op.CALL_INTRINSIC_1: _intrinsic_1,
    Op.CALL_INTRINSIC_2: _intrinsic_2,
    Op.CALL_KW: _call_kw,
    Op.CHECK_EG_MATCH: _check_eg_match,
    Op.COMPARE_OP: _compare,
    Op.COPY: _copy,
    Op.COPY_FREE_VARS: _copy_free_vars,
    Op.DELETE_DEREF: _deref,
    Op.DELETE_FAST: _delete_fast,
    Op.DICT_MERGE: _dict_merge,
    Op.DICT_UPDATE: _into_dict,
    Op.END_FOR: _end_for,
    Op.FOR_ITER: _for_iter,
    Op.LIST_APPEND: _into_list,
    Op.LIST_EXTEND: _into_list,
    Op.LOAD_ATTR: _push_with_flag,
    Op.LOAD_CONST: _load_const,
    Op.LOAD_DEREF: _named,
    Op.LOAD_NAME: _named,
    Op.FORMAT_SIMPLE: _same_item,
    Op.GET_YIELD_FROM_ITER: _same_item,
    Op.LOAD_SPECIAL: _load_special,
    Op.LOAD_FAST: _load_fast,
    Op.LOAD_FAST_AND_CLEAR: _load_fast_and_clear,
    Op.LOAD_FAST_BORROW: _borrow_fast,
    Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW: _borrow_fast_pair,
    Op.LOAD_FAST_CHECK: _load_fast_check,
    Op.LOAD_FAST_LOAD_FAST: _load_fast_pair,
    Op.LOAD_FROM_DICT_OR_DEREF: _deref,
    Op.LOAD_GLOBAL: _push_with_flag,
    Op.LOAD_SUPER_ATTR: _push_with_flag,
    Op.MAKE_CELL: _make_cell,
    Op.MAKE_FUNCTION: _make_function,
    Op.MAP_ADD: _map_add,
    Op.MATCH_CLASS: _match_class,
    Op.POP_EXCEPT: _pop_except,
    Op.POP_JUMP_IF_NONE: _pop_jump_if_none,
    Op.POP_JUMP_IF_NOT_NONE: _pop_jump_if_none,
    Op.POP_TOP: _pop_top,
    Op.PUSH_EXC_INFO: _push_exc_info,
    Op.RAISE_VARARGS: _raise_varargs,
    Op.RERAISE: _reraise,
    Op.RESUME: _resume,
    Op.RETURN_VALUE: _return_value,
    Op.SET_ADD: _into_set,
    Op.SET_FUNCTION_ATTRIBUTE: _set_function_attribute,
    Op.SET_UPDATE: _into_set,
    Op.STORE_DEREF: _named,
    Op.STORE_GLOBAL: _named,
    Op.STORE_NAME: _named,
    Op.STORE_FAST: _store_fast,
    Op.STORE_FAST_LOAD_FAST: _store_fast_load_fast,
    Op.STORE_FAST_STORE_FAST: _store_fast_pair,
    Op.SWAP: _swap,
    Op.UNPACK_EX: _unpack_ex,
    Op.UNPACK_SEQUENCE: _unpack_sequence,
    Op.YIELD_VALUE: _yield_value,
}
SPECIAL: Final["list[Special | None]"] = by_number(_SPECIAL, None)
"""By opcode, kinds and checks of the instructions that need more than a signature.

Those with a signature in `spec.bytecode.effects` are run after it was applied.
"""
