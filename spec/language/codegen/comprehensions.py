"""Comprehensions and generator expressions.

A list, set or dict comprehension runs in the frame that it stands in; its locals are
saved before and restored after, also when it raises.
"""

from dataclasses import dataclass, field
from typing import Final, final

from spec.bytecode.instructions import Op, ResumePoint
from spec.language.codegen.compiler import Compiler
from spec.language.codegen.definitions import closure
from spec.language.codegen.jumps import jump_if
from spec.language.codegen.unit import UnitKind
from spec.language.intermediate import NO_LINE, Label, Pseudo
from spec.language.symbols import Block, BlockKind, Comprehension, Flag, Scope
from spec.language.tree import (
    Comprehension as Clause,
)
from spec.language.tree import (
    DictComp,
    Expression,
    GeneratorExp,
    List,
    ListComp,
    SetComp,
    Starred,
    Tuple,
)

_BUILD: Final = {
    Comprehension.LIST: Op.BUILD_LIST,
    Comprehension.SET: Op.BUILD_SET,
    Comprehension.DICT: Op.BUILD_MAP,
}
_ADD: Final = {
    Comprehension.LIST: Op.LIST_APPEND,
    Comprehension.SET: Op.SET_ADD,
    Comprehension.DICT: Op.MAP_ADD,
}


@final
@dataclass(frozen=True)
class _Parts:
    """The parts of any comprehension; `value` is that of a dict's pair."""

    node: Expression
    kind: Comprehension
    clauses: list[Clause]
    element: Expression
    value: Expression | None


def list_comprehension(c: Compiler, node: ListComp) -> None:
    _comprehension(c, _Parts(node, Comprehension.LIST, node.generators, node.elt, None))


def set_comprehension(c: Compiler, node: SetComp) -> None:
    _comprehension(c, _Parts(node, Comprehension.SET, node.generators, node.elt, None))


def dict_comprehension(c: Compiler, node: DictComp) -> None:
    _comprehension(c, _Parts(node, Comprehension.DICT, node.generators, node.key, node.value))


def generator_expression(c: Compiler, node: GeneratorExp) -> None:
    _comprehension(c, _Parts(node, Comprehension.GENERATOR, node.generators, node.elt, None))


def _comprehension(c: Compiler, parts: _Parts) -> None:
    block = c.table.blocks[parts.node]
    first = parts.clauses[0].iter
    if block.inlined:
        c.expression(first)
        c.emit(Op.GET_ITER, 0, first.lineno)
        _inlined(c, parts, block)
        return
    _own_unit(c, parts, block)
    c.expression(first)
    c.emit(Op.GET_ITER, 0, first.lineno)
    c.emit(Op.CALL, 0, parts.node.lineno)


def _own_unit(c: Compiler, parts: _Parts, block: Block) -> None:
    line = parts.node.lineno
    unit = c.enter(UnitKind.COMPREHENSION, block, parts.kind.value, line, c.unit.class_name)
    unit.argcount = 1
    if parts.kind is not Comprehension.GENERATOR:
        c.emit(_BUILD[parts.kind], 0, line)
    _loop(c, parts, 0, 0, iterator_on_stack=False)
    if parts.kind is Comprehension.GENERATOR:
        c.wrap_in_stop_iteration_handler()
    else:
        c.emit(Op.RETURN_VALUE, 0, line)
    closure(c, c.leave(parts.node), 0, line)


# Inlined


@final
@dataclass
class _Saved:
    """What is undone when an inlined comprehension ends."""

    overrides: dict[str, tuple[Scope, int] | None] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    locals: list[str] = field(default_factory=list)


def _inlined(c: Compiler, parts: _Parts, block: Block) -> None:
    line = parts.node.lineno
    saved = _enter_inlined(c, block)
    for name in saved.locals:
        c.emit(Op.LOAD_FAST_AND_CLEAR, c.unit.slot(name), line)
        if block.scopes[name] is Scope.CELL:
            c.emit(Op.MAKE_CELL, c.unit.cell_index(name), line)
    count = len(saved.locals)
    cleanup, end = Label(), Label()
    if count:
        # The iterator comes to the top again, above the saved locals.
        c.emit(Op.SWAP, count + 1, line)
        c.jump(Pseudo.SETUP_FINALLY, cleanup, line)
    c.emit(_BUILD[parts.kind], 0, line)
    c.emit(Op.SWAP, 2, line)
    _loop(c, parts, 0, 0, iterator_on_stack=True)
    if count:
        c.emit(Pseudo.POP_BLOCK, 0, NO_LINE)
        c.jump(Pseudo.JUMP_NO_INTERRUPT, end, NO_LINE)
        c.use(cleanup)
        c.emit(Op.SWAP, 2, NO_LINE)
        c.emit(Op.POP_TOP, 0, NO_LINE)
        _restore(c, saved.locals, line)
        c.emit(Op.RERAISE, 0, NO_LINE)
        c.use(end)
        _restore(c, saved.locals, line)
    _leave_inlined(c, saved)


def _restore(c: Compiler, names: list[str], line: int) -> None:
    c.emit(Op.SWAP, len(names) + 1, line)
    for name in reversed(names):
        c.emit(Pseudo.STORE_FAST_MAYBE_NULL, c.unit.slot(name), line)


def _enter_inlined(c: Compiler, block: Block) -> _Saved:
    """Names take the scopes that they have in the comprehension."""
    unit = c.unit
    saved = _Saved()
    in_class = unit.block.kind is BlockKind.CLASS and not unit.inlined_depth
    unit.inlined_depth += 1
    for name, flags in block.flags.items():
        if flags & Flag.PARAM:
            continue
        is_local = bool(flags & Flag.LOCAL) and not flags & Flag.NONLOCAL
        inside, outside = block.scopes[name], unit.scope_of(name)
        differs = inside is not outside and inside is not Scope.FREE
        if (differs and not (inside is Scope.CELL and outside is Scope.FREE)) or in_class:
            saved.overrides[name] = unit.overrides.get(name)
            unit.overrides[name] = (inside, flags)
        if is_local:
            if not unit.block.function_like and name not in unit.fast_hidden:
                unit.fast_hidden.add(name)
                saved.hidden.append(name)
            saved.locals.append(name)
    return saved


def _leave_inlined(c: Compiler, saved: _Saved) -> None:
    unit = c.unit
    unit.inlined_depth -= 1
    for name, before in saved.overrides.items():
        if before is None:
            del unit.overrides[name]
        else:
            unit.overrides[name] = before
    unit.fast_hidden.difference_update(saved.hidden)


# Loops


def _loop(c: Compiler, parts: _Parts, index: int, depth: int, iterator_on_stack: bool) -> None:
    """Loop `index` and those inside it. `depth` counts the iterators above the result."""
    clause = parts.clauses[index]
    start, cleanup, anchor = Label(), Label(), Label()
    loops = True
    if not iterator_on_stack:
        loops = _push_iterator(c, clause, index, parts.node.lineno)
    if loops:
        depth += 1
        c.use(start)
        c.jump(Op.FOR_ITER, anchor, clause.iter.lineno)
    c.expression(clause.target)
    for condition in clause.ifs:
        jump_if(c, condition, cleanup, False)
    if index + 1 < len(parts.clauses):
        _loop(c, parts, index + 1, depth, iterator_on_stack=False)
    else:
        _element(c, parts, depth)
    c.use(cleanup)
    if loops:
        c.jump(Pseudo.JUMP, start, parts.element.lineno)
        c.use(anchor)
        c.emit(Op.END_FOR, 0, NO_LINE)
        c.emit(Op.POP_ITER, 0, NO_LINE)


def _push_iterator(c: Compiler, clause: Clause, index: int, line: int) -> bool:
    """Put the iterator on the stack; False when the loop is a mere assignment."""
    if index == 0:
        c.emit(Op.LOAD_FAST, 0, line)
        return True
    iterable = clause.iter
    if isinstance(iterable, (List, Tuple)) and len(iterable.elts) == 1:
        only = iterable.elts[0]
        if not isinstance(only, Starred):
            c.expression(only)
            return False
    c.expression(iterable)
    c.emit(Op.GET_ITER, 0, iterable.lineno)
    return True


def _element(c: Compiler, parts: _Parts, depth: int) -> None:
    line = parts.element.lineno
    c.expression(parts.element)
    if parts.kind is Comprehension.GENERATOR:
        c.emit(Op.YIELD_VALUE, 0, line)
        c.emit(Op.RESUME, ResumePoint.AFTER_YIELD, line)
        c.emit(Op.POP_TOP, 0, line)
        return
    if parts.value is not None:
        c.expression(parts.value)
    c.emit(_ADD[parts.kind], depth + 1, line)
