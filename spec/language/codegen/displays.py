"""Displays of tuples, lists, sets and dicts, and the targets that take them apart."""

from typing import Final

from spec.bytecode.instructions import Intrinsic1, Op
from spec.language.codegen.compiler import Compiler
from spec.language.flow.fold import STACK_GUIDELINE
from spec.language.tree import Context, Dict, Expression, List, Set, Starred, Tuple

_MAX_BEFORE_STAR: Final = 1 << 8
_MAX_AFTER_STAR: Final = 1 << 23


def build_sequence(c: Compiler, elements: list[Expression], pushed: int, op: Op, line: int) -> None:
    """Elements behind `pushed` ones that are on the stack already; `op` says what is built.

    What has a star, or too many elements, is filled one by one; a tuple is a list until then.
    """
    is_set = op is Op.BUILD_SET
    build = Op.BUILD_SET if is_set else Op.BUILD_LIST
    add = Op.SET_ADD if is_set else Op.LIST_APPEND
    extend = Op.SET_UPDATE if is_set else Op.LIST_EXTEND
    big = len(elements) + pushed > STACK_GUIDELINE
    if not big and not any(isinstance(element, Starred) for element in elements):
        c.expressions(elements)
        c.emit(op, len(elements) + pushed, line)
        return
    built = big
    if big:
        c.emit(build, pushed, line)
    for count, element in enumerate(elements):
        if isinstance(element, Starred):
            if not built:
                c.emit(build, count + pushed, line)
                built = True
            c.expression(element.value)
            c.emit(extend, 1, line)
        else:
            c.expression(element)
            if built:
                c.emit(add, 1, line)
    if op is Op.BUILD_TUPLE:
        c.emit(Op.CALL_INTRINSIC_1, Intrinsic1.LIST_TO_TUPLE, line)


def sequence(c: Compiler, node: Tuple | List) -> None:
    """A tuple or list, as a value or as targets."""
    if node.ctx is Context.STORE:
        _unpack(c, node)
    elif node.ctx is Context.LOAD:
        op = Op.BUILD_TUPLE if isinstance(node, Tuple) else Op.BUILD_LIST
        build_sequence(c, node.elts, 0, op, node.lineno)
    else:
        c.expressions(node.elts)


def set_display(c: Compiler, node: Set) -> None:
    """A set."""
    build_sequence(c, node.elts, 0, Op.BUILD_SET, node.lineno)


def _unpack(c: Compiler, node: Tuple | List) -> None:
    elements = node.elts
    starred = [index for index, each in enumerate(elements) if isinstance(each, Starred)]
    if len(starred) > 1:
        raise c.error(elements[starred[1]], "multiple starred expressions in assignment")
    if starred:
        before, after = starred[0], len(elements) - starred[0] - 1
        if before >= _MAX_BEFORE_STAR or after >= _MAX_AFTER_STAR:
            raise c.error(node, "too many expressions in star-unpacking assignment")
        c.emit(Op.UNPACK_EX, before + (after << 8), node.lineno)
    else:
        c.emit(Op.UNPACK_SEQUENCE, len(elements), node.lineno)
    for element in elements:
        c.expression(element.value if isinstance(element, Starred) else element)


def starred(c: Compiler, node: Starred) -> None:
    """A star where none may stand; every place that allows one looks for it itself."""
    if node.ctx is Context.STORE:
        raise c.error(node, "starred assignment target must be in a list or tuple")
    raise c.error(node, "can't use starred expression here")


def dict_display(c: Compiler, node: Dict) -> None:
    """A dict: pairs in groups, mappings merged in between."""
    line = node.lineno
    have_dict = False
    pending = 0
    for index, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
        if key is None:
            if pending:
                _sub_dict(c, node, index - pending, index)
                if have_dict:
                    c.emit(Op.DICT_UPDATE, 1, line)
                have_dict = True
                pending = 0
            if not have_dict:
                c.emit(Op.BUILD_MAP, 0, line)
                have_dict = True
            c.expression(value)
            c.emit(Op.DICT_UPDATE, 1, line)
        elif pending * 2 > STACK_GUIDELINE:
            _sub_dict(c, node, index - pending, index + 1)
            if have_dict:
                c.emit(Op.DICT_UPDATE, 1, line)
            have_dict = True
            pending = 0
        else:
            pending += 1
    if pending:
        _sub_dict(c, node, len(node.keys) - pending, len(node.keys))
        if have_dict:
            c.emit(Op.DICT_UPDATE, 1, line)
    elif not have_dict:
        c.emit(Op.BUILD_MAP, 0, line)


def _sub_dict(c: Compiler, node: Dict, begin: int, end: int) -> None:
    count = end - begin
    big = count * 2 > STACK_GUIDELINE
    if big:
        c.emit(Op.BUILD_MAP, 0, node.lineno)
    for key, value in zip(node.keys[begin:end], node.values[begin:end], strict=True):
        assert key is not None
        c.expression(key)
        c.expression(value)
        if big:
            c.emit(Op.MAP_ADD, 1, node.lineno)
    if not big:
        c.emit(Op.BUILD_MAP, count, node.lineno)
