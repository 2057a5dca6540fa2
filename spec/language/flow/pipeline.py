"""The passes in their order (that of CPython 3.14, since each sees what those before left)."""

from typing import final

from spec.language.constants import Constants
from spec.language.flow.blocks import build, remove_unreachable
from spec.language.flow.borrow import borrow_loads
from spec.language.flow.cold import push_cold_blocks
from spec.language.flow.directions import normalise_jumps
from spec.language.flow.exceptions import label_exception_targets
from spec.language.flow.exits import inline_small_exits
from spec.language.flow.heights import compute_heights
from spec.language.flow.layout import lay_out
from spec.language.flow.lines import resolve_lines
from spec.language.flow.loads import optimise_constant_loads
from spec.language.flow.lowering import (
    fix_cell_slots,
    insert_prefixes,
    lower_pseudo_instructions,
    lower_short_circuits,
)
from spec.language.flow.nops import remove_nops_and_jumps, remove_nops_and_pairs
from spec.language.flow.peephole import optimise_blocks
from spec.language.flow.superinstructions import make_superinstructions
from spec.language.flow.unbound import add_checks
from spec.language.flow.unused import remove_unused_constants
from spec.language.intermediate import Sequence


@final
class Frame:
    """What the passes must know of a code unit besides its instructions."""

    __slots__ = ("cellvars", "first_line", "flags", "free_count", "parameter_count", "varnames")

    def __init__(
        self,
        varnames: list[str],
        cellvars: list[str],
        free_count: int,
        parameter_count: int,
        flags: int,
        first_line: int,
    ) -> None:
        self.varnames = varnames
        self.cellvars = cellvars
        self.free_count = free_count
        self.parameter_count = parameter_count
        self.flags = flags
        self.first_line = first_line


@final
class Assembled:
    """The parts of a code object that the passes make."""

    __slots__ = ("code", "consts", "exceptiontable", "linetable", "stacksize")

    def __init__(
        self,
        code: bytes,
        exceptiontable: bytes,
        linetable: bytes,
        consts: list[object],
        stacksize: int,
    ) -> None:
        self.code = code
        self.linetable = linetable
        self.exceptiontable = exceptiontable
        self.consts = consts
        self.stacksize = stacksize


def assemble(sequence: Sequence, constants: Constants, frame: Frame) -> Assembled:
    """Run all passes over one code unit."""
    graph = build(sequence)
    label_exception_targets(graph)
    inline_small_exits(graph)
    remove_unreachable(graph)
    resolve_lines(graph)
    optimise_constant_loads(graph, constants)
    optimise_blocks(graph, constants)
    remove_nops_and_pairs(graph)
    remove_unreachable(graph)
    remove_nops_and_jumps(graph)
    consts = remove_unused_constants(graph, constants)
    add_checks(graph, len(frame.varnames), frame.parameter_count)
    make_superinstructions(graph)
    push_cold_blocks(graph)
    resolve_lines(graph)
    lower_short_circuits(graph)
    stacksize = compute_heights(graph)
    cell_slots = fix_cell_slots(graph, frame.varnames, frame.cellvars, frame.free_count)
    insert_prefixes(graph, cell_slots, frame.free_count, frame.flags, frame.first_line)
    lower_pseudo_instructions(graph)
    normalise_jumps(graph)
    borrow_loads(graph)
    code, exceptiontable, linetable = lay_out(graph, frame.first_line)
    return Assembled(code, exceptiontable, linetable, consts, stacksize)
