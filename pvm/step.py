"""`pvm step`: a program on the reference, one rule at a time."""

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from pvm.options import Cells, Cycles


def command(
    file: Annotated[Path, typer.Argument(help="A program, as for `pvm run`.")],
    arguments: Annotated[
        list[str] | None, typer.Option("--arg", metavar="VALUE", help="As for `pvm run`.")
    ] = None,
    commands: Annotated[Path | None, typer.Option(help="Read the commands from this file.")] = None,
    cycles: Cycles = None,
    cells: Cells = None,
) -> None:
    """Step through a program; commands come from standard input or a file, `help` lists them."""
    from diff.reference.program import Program, load_program, read_argument, read_text
    from reference_vm.step_shell import StepShell
    from reference_vm.stepper import Stepper

    def load() -> Program:
        given = [read_argument(text) for text in arguments or []]
        return load_program(file, given, cycles, cells)

    program = load()
    stepper = Stepper(
        program.code,
        lambda: load().arguments,
        program.cycles,
        program.cells,
        program.entry,
        program.entry_optional,
    )
    source = sys.stdin if commands is None else io.StringIO(read_text(commands))
    StepShell(stepper, program.code, source, sys.stdout).cmdloop()
