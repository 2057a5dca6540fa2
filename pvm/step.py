"""`pvm step`: a program on the reference, one rule at a time."""

import io
import sys
from pathlib import Path
from typing import Annotated

import typer


def command(
    file: Annotated[Path, typer.Argument(help="A program, as for `pvm run`.")],
    arguments: Annotated[
        list[str] | None, typer.Option("--arg", metavar="VALUE", help="As for `pvm run`.")
    ] = None,
    commands: Annotated[Path | None, typer.Option(help="Read the commands from this file.")] = None,
    cycles: Annotated[int, typer.Option(min=0, help="The limit of cycles.")] = 100_000_000,
    cells: Annotated[int, typer.Option(min=0, help="The limit of cells.")] = 100_000_000,
) -> None:
    """Step through a program; commands come from standard input or a file, `help` lists them."""
    from diff.program import load_program, read_argument, read_text
    from reference_vm.step_shell import StepShell
    from reference_vm.stepper import Stepper

    texts = arguments or []
    program = load_program(file, [read_argument(text) for text in texts])
    stepper = Stepper(
        program.code,
        lambda: load_program(file, [read_argument(text) for text in texts]).arguments,
        cycles,
        cells,
        program.entry,
    )
    source = sys.stdin if commands is None else io.StringIO(read_text(commands))
    StepShell(stepper, program.code, source, sys.stdout).cmdloop()
