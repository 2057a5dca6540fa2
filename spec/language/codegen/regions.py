"""Leaving regions early: what `return`, `break` and `continue` undo on their way."""

from typing import Final

from spec.bytecode.instructions import Op
from spec.language.codegen.compiler import Compiler
from spec.language.codegen.unit import Open, Region
from spec.language.intermediate import NO_LINE, Pseudo
from spec.language.tree import Context

LOOPS: Final = (Open.WHILE_LOOP, Open.FOR_LOOP)


def call_exit_with_nones(c: Compiler, line: int) -> None:
    """Call the `__exit__` that is on the stack, without an exception."""
    for _ in range(3):
        c.load_const(None, line)
    c.emit(Op.CALL, 3, line)


def forget_name(c: Compiler, name: str, line: int) -> None:
    """At the end of an except clause its name is bound to None, then deleted."""
    c.load_const(None, line)
    c.name(name, Context.STORE, line)
    c.name(name, Context.DEL, line)


def unwind(c: Compiler, line: int, preserve: bool, to_loop: bool) -> tuple[Region | None, int]:
    """Undo regions from the inside out, all of them or up to a loop.

    `preserve`: a value to be returned is on top. The loop reached, if any, and the line
    that the instructions behind must have.
    """
    regions = c.unit.regions
    if not regions:
        return None, line
    top = regions[-1]
    if to_loop and top.kind in LOOPS:
        return top, line
    if to_loop and top.kind is Open.EXCEPTION_GROUP_HANDLER:
        raise c.error_at_line(line, "'break' and 'continue' cannot appear in an except* block")
    if top.kind is Open.EXCEPTION_GROUP_HANDLER:
        raise c.error_at_line(line, "'return' cannot appear in an except* block")
    regions.pop()
    line = unwind_one(c, top, line, preserve)
    found, line = unwind(c, line, preserve, to_loop)
    regions.append(top)
    return found, line


def unwind_one(c: Compiler, region: Region, line: int, preserve: bool) -> int:
    """Undo one region; the line that the instructions behind must have."""
    match region.kind:
        case Open.FOR_LOOP:
            _swap_if(c, preserve, line)
            c.emit(Op.POP_TOP, 0, line)
        case Open.TRY_EXCEPT:
            c.emit(Pseudo.POP_BLOCK, 0, line)
        case Open.FINALLY_TRY:
            c.emit(Pseudo.POP_BLOCK, 0, line)
            if preserve:
                c.push(Region(Open.POP_VALUE), line)
            c.statements(region.final)
            if preserve:
                c.pop()
            return NO_LINE
        case Open.FINALLY_END:
            _swap_if(c, preserve, line)
            c.emit(Op.POP_TOP, 0, line)
            _swap_if(c, preserve, line)
            c.emit(Pseudo.POP_BLOCK, 0, line)
            c.emit(Op.POP_EXCEPT, 0, line)
        case Open.WITH:
            _leave_with(c, region, preserve)
            return NO_LINE
        case Open.HANDLER_CLEANUP:
            _leave_handler(c, region, line, preserve)
        case Open.POP_VALUE:
            _swap_if(c, preserve, line)
            c.emit(Op.POP_TOP, 0, line)
    return line


def _swap_if(c: Compiler, preserve: bool, line: int) -> None:
    if preserve:
        c.emit(Op.SWAP, 2, line)


def _leave_with(c: Compiler, region: Region, preserve: bool) -> None:
    assert region.expression is not None
    line = region.expression.lineno
    c.emit(Pseudo.POP_BLOCK, 0, line)
    if preserve:
        c.emit(Op.SWAP, 3, line)
        c.emit(Op.SWAP, 2, line)
    call_exit_with_nones(c, line)
    c.emit(Op.POP_TOP, 0, line)


def _leave_handler(c: Compiler, region: Region, line: int, preserve: bool) -> None:
    if region.name is not None:
        c.emit(Pseudo.POP_BLOCK, 0, line)
    _swap_if(c, preserve, line)
    c.emit(Pseudo.POP_BLOCK, 0, line)
    c.emit(Op.POP_EXCEPT, 0, line)
    if region.name is not None:
        forget_name(c, region.name, line)
