"""Code objects from files: a case, a code object, a container, a listing, or a Python source.

None of them needs a target: sources are compiled by the specification's own compiler.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from diff.canonical import Json, check_code, parse_json
from diff.case import Case
from diff.errors import EnvironmentFailure, FormError, HarnessError
from diff.guest import code_to_guest, from_guest, to_guest
from reference_vm.compiling import compile_module
from spec.bytecode.code import Code
from spec.bytecode.errors import AssemblyError
from spec.bytecode.listing_reader import assemble_text
from spec.language import container
from spec.language.errors import SourceError
from spec.semantics.values import FrozenSet, Slice

SOURCE_SUFFIX: Final = ".py"
LISTING_SUFFIX: Final = ".pvmasm"
CONTAINER_SUFFIX: Final = ".pvmc"


PROGRAM_LANES: Final = ("bytecode", "source")
"""The lanes whose cases are programs."""


class CodeFileError(HarnessError):
    """A file that holds no code object; the text says where and why."""


def require_suffix(path: Path, suffix: str, what: str) -> None:
    """Raises CodeFileError for a file that is not what a command reads, by its name."""
    if path.suffix != suffix:
        raise CodeFileError(f"{path}: {what} has a name that ends in {suffix}")


def load_code(path: Path) -> Code:
    """The code object in a file.

    By its suffix: `.py` is compiled, `.pvmc` is a container, `.pvmasm` is a listing, all else
    is JSON: a case of the lane `bytecode` or `source`, a code object, or a value of kind `code`.

    Raises:
        CodeFileError: The file is unreadable or malformed, or does not compile.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CodeFileError(f"{path}: {error.strerror}") from None
    return code_in(data, path)


def code_in(data: bytes, path: Path) -> Code:
    """The code object in the bytes of a file of that name. Raises CodeFileError."""
    if path.suffix == SOURCE_SUFFIX:
        return compile_source(data, path)
    if path.suffix == CONTAINER_SUFFIX:
        try:
            return container.decode(data)
        except container.ContainerError as error:
            raise CodeFileError(f"{path}: {error}") from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CodeFileError(f"{path}: {error}") from None
    if path.suffix == LISTING_SUFFIX:
        try:
            return assemble_text(text, put_together)
        except AssemblyError as error:
            raise CodeFileError(f"{path}: {error}") from None
    try:
        document = parse_json(text)
        case = _case_of(document)
        if case is None:
            return code_to_guest(_code_fields(document))
        if case.lane == "source":
            return compile_source(case.body["source"].encode("utf-8", "surrogatepass"), path)
        return code_to_guest(case.body["code"])
    except FormError as error:
        raise CodeFileError(f"{path}: {error}") from None


def case_in(path: Path) -> Case | None:
    """The case in a file; None if it holds something else. Raises CodeFileError."""
    if path.suffix in (SOURCE_SUFFIX, LISTING_SUFFIX, CONTAINER_SUFFIX):
        return None
    try:
        return _case_of(parse_json(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, FormError) as error:
        raise CodeFileError(f"{path}: {error}") from None


def _case_of(document: Json) -> Case | None:
    if not isinstance(document, dict) or "format" not in document:
        return None
    case = Case.from_json(document)
    if case.lane not in PROGRAM_LANES:
        raise FormError("$.lane", f"expected {' or '.join(PROGRAM_LANES)}, found {case.lane}")
    return case


def _code_fields(document: Json) -> Json:
    if isinstance(document, list) and document[:1] == ["code"] and len(document) == 2:
        document = document[1]
    check_code(document, "$")
    return document


def compile_source(source: bytes, path: Path) -> Code:
    """The module code object of a source.

    Raises:
        CodeFileError: It does not compile; every reason with its line and column.
    """
    try:
        return compile_module(source)
    except SourceError as error:
        raise CodeFileError(
            "\n".join(
                f"{path}:{fault.line}:{fault.column}: {fault.message} ({fault.name})"
                for fault in error.faults
            )
        ) from None


def contained(code: Code, path: Path) -> bytes:
    """The container of a code object that came from `path`.

    Raises:
        CodeFileError: It has none.
    """
    try:
        return container.encode(code)
    except container.ContainerError as error:
        raise CodeFileError(f"{path}: {error}") from None


def write_container(data: bytes, path: Path) -> None:
    """Write a container. Raises EnvironmentFailure."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise EnvironmentFailure(f"{path}: {error.strerror}") from None


def put_together(name: str, items: Sequence[object]) -> object:
    """For listings: a constant of a kind above the bytecode layer, from its name and items."""
    if name == "slice" and len(items) == 3:
        start, stop, step = items
        return Slice(start, stop, step)
    if name == "frozenset":
        return to_guest(["frozenset", [from_guest(item)[0] for item in items]])
    raise KeyError(name)


def take_apart(value: object) -> tuple[str, Sequence[object]] | None:
    """For listings: name and items of such a constant."""
    if isinstance(value, FrozenSet):
        return "frozenset", value.keys()
    if isinstance(value, Slice):
        return "slice", [value.start, value.stop, value.step]
    return None
