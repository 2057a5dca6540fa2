"""A program in a file, run on the reference, and its outcome."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from diff.bytecode_reference import outcome_of
from diff.canonical import check_value, parse_json, text_form
from diff.code_file import CodeFileError, load_code
from diff.errors import EnvironmentFailure, FormError, HarnessError
from diff.guest import to_guest
from diff.outcome import Outcome
from reference_vm.execution import execute
from reference_vm.trace import Record, Tracer
from spec.bytecode.code import Code
from spec.bytecode.errors import InvalidCode
from spec.bytecode.validator import validate
from spec.revision import PVM_1

ENTRY = "main"
"""The function of a source that gets the arguments."""
MODULE_NAME = "<module>"
"""What the code object of a whole source is called."""


class ArgumentError(HarnessError):
    """An argument of the command line that is no canonical value."""


@dataclass(frozen=True, slots=True)
class Program:
    """What is run: module code and the name of a function in it, or the code of a function."""

    code: Code
    arguments: list[object]
    entry: str | None


def load_program(file: Path, arguments: list[object]) -> Program:
    """The program in a file; code that validation refuses is an error that says where."""
    code = load_code(file)
    try:
        validate(code, PVM_1)
    except InvalidCode as error:
        raise CodeFileError(f"{file}: invalid code: {error}") from None
    is_module = code.qualname == MODULE_NAME
    return Program(code, arguments, ENTRY if is_module and arguments else None)


def read_argument(text: str) -> object:
    """An argument of the command line: a canonical value, or else text."""
    form = text_form(text)
    if text.startswith("["):
        try:
            form = parse_json(text)
            check_value(form, "$")
        except FormError as error:
            raise ArgumentError(f"argument {text}: {error}") from None
    return to_guest(form)


def run_program(program: Program, cycles: int, cells: int, trace_file: Path | None) -> Outcome:
    """Run it; with a trace file, write a line for every step as it is made."""
    if trace_file is None:
        return _run(program, cycles, cells, None)
    try:
        with trace_file.open("w", encoding="ascii") as out:
            tracer = Tracer(program.code, full=True, on_record=_writer(out))
            return _run(program, cycles, cells, tracer)
    except OSError as error:
        raise EnvironmentFailure(f"{trace_file}: {error.strerror}") from None


def _writer(out: TextIO) -> Callable[[Record], None]:
    def write(record: Record) -> None:
        out.write(record.line() + "\n")

    return write


def _run(program: Program, cycles: int, cells: int, tracer: Tracer | None) -> Outcome:
    execution = execute(
        program.code, program.arguments, cycles, cells, PVM_1, tracer, program.entry
    )
    return outcome_of(execution, tracer)
