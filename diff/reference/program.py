"""A program in a file, run on the reference, and its outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from diff.canonical import Json, check_value, parse_json, text_form
from diff.code_file import CodeFileError, case_in, load_code
from diff.errors import EnvironmentFailure, FormError, HarnessError
from diff.guest import to_guest
from diff.outcome import Outcome
from diff.reference.bytecode import outcome_of
from diff.traces.reader import CBOR_SUFFIX
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
DEFAULT_LIMIT = 100_000_000
"""Cycles, and cells, where neither a case nor the user sets a limit."""


class ArgumentError(HarnessError):
    """An argument of the command line that is no canonical value."""


@dataclass(frozen=True, slots=True)
class Program:
    """What is run: module code and the name of a function in it, or the code of a function.

    `entry_optional` says whether a module without that function is run alone.
    """

    code: Code
    arguments: list[object]
    entry: str | None
    entry_optional: bool = False
    cycles: int = DEFAULT_LIMIT
    cells: int = DEFAULT_LIMIT


def load_program(
    file: Path, arguments: list[object], cycles: int | None = None, cells: int | None = None
) -> Program:
    """The program in a file; code that validation refuses is an error that says where.

    A case brings its own arguments and limits, unless others are given.
    """
    code = load_code(file)
    case = case_in(file)
    body: Mapping[str, Json] = {} if case is None else case.body
    if not arguments:
        arguments = [to_guest(form) for form in body.get("arguments", ())]
    try:
        validate(code, PVM_1)
    except InvalidCode as error:
        raise CodeFileError(f"{file}: invalid code: {error}") from None
    of_source = case is not None and case.lane == "source"
    has_entry = of_source or (code.qualname == MODULE_NAME and bool(arguments))
    return Program(
        code,
        arguments,
        ENTRY if has_entry else None,
        of_source,
        body.get("cycles", DEFAULT_LIMIT) if cycles is None else cycles,
        body.get("cells", DEFAULT_LIMIT) if cells is None else cells,
    )


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
    trace_file: Path | None = None,
    profiler: Profiler | None = None,
) -> Outcome:
    """Run it; with a trace file, write every step as it is made, as CBOR if its suffix is
    `.cbor`. Not both a trace and a profile. Raises EnvironmentFailure."""
    if trace_file is None:
        return _run(program, None, profiler)
    try:
        with trace_file.open("wb") as out:
            writer = TraceWriter(out, PVM_1, trace_file.suffix == CBOR_SUFFIX)
            tracer = Tracer(program.code, full=True)
            writer.follow(tracer)
            outcome = _run(program, tracer, None)
            writer.end(outcome.status)
            return outcome
    except OSError as error:
        raise EnvironmentFailure(f"{trace_file}: {error.strerror}") from None


def _run(program: Program, tracer: Tracer | None, profiler: Profiler | None) -> Outcome:
    execution = execute(
        program.code, program.arguments, program.cycles, program.cells, PVM_1, tracer,
        program.entry, program.entry_optional, profiler,
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
