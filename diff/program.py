"""A program in a file, run on the reference, and its outcome."""

from dataclasses import dataclass
from pathlib import Path

from diff.bytecode_reference import outcome_of
from diff.canonical import check_value, parse_json, text_form
from diff.code_file import CodeFileError, arguments_of_case, load_code
from diff.errors import EnvironmentFailure, FormError, HarnessError
from diff.guest import to_guest
from diff.outcome import Outcome
from diff.trace_reader import CBOR_SUFFIX
from reference_vm.execution import execute
from reference_vm.profile import Profiler
from reference_vm.trace import Tracer
from reference_vm.trace_file import TraceWriter
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
    """The program in a file; code that validation refuses is an error that says where.

    A case brings its own arguments, unless others are given.
    """
    code = load_code(file)
    if not arguments:
        arguments = [to_guest(form) for form in arguments_of_case(file)]
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


def run_program(
    program: Program,
    cycles: int,
    cells: int,
    trace_file: Path | None = None,
    profiler: Profiler | None = None,
) -> Outcome:
    """Run it; with a trace file, write every step as it is made, as CBOR if its suffix is
    `.cbor`. Not both a trace and a profile. Raises EnvironmentFailure."""
    if trace_file is None:
        return _run(program, cycles, cells, None, profiler)
    try:
        with trace_file.open("wb") as out:
            writer = TraceWriter(out, PVM_1, trace_file.suffix == CBOR_SUFFIX)
            tracer = Tracer(program.code, full=True)
            writer.follow(tracer)
            outcome = _run(program, cycles, cells, tracer, None)
            writer.end(outcome.status)
            return outcome
    except OSError as error:
        raise EnvironmentFailure(f"{trace_file}: {error.strerror}") from None


def _run(
    program: Program,
    cycles: int,
    cells: int,
    tracer: Tracer | None,
    profiler: Profiler | None,
) -> Outcome:
    execution = execute(
        program.code, program.arguments, cycles, cells, PVM_1, tracer, program.entry,
        profiler=profiler,
    )  # fmt: skip
    return outcome_of(execution, tracer)


def write_text(path: Path, text: str) -> None:
    """Write a file. Raises EnvironmentFailure."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EnvironmentFailure(f"{path}: {error.strerror}") from None


def read_text(path: Path) -> str:
    """The text of a file. Raises CodeFileError."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CodeFileError(f"{path}: {error}") from None
