"""`pvm asm`: the listing of a code object to its container; what `pvm dis` prints, read back."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from diff.code_file import (
    CONTAINER_SUFFIX,
    LISTING_SUFFIX,
    CodeFileError,
    contained,
    load_code,
    require_suffix,
    write_container,
)
from diff.guest import code_from_guest
from pvm.options import AsJson
from spec.bytecode.errors import InvalidCode
from spec.bytecode.validator import validate
from spec.language.container import identity
from spec.revision import PVM_1


def command(
    file: Annotated[Path, typer.Argument(help="A listing (.pvmasm).")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The container; else the listing's name with .pvmc."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check/--no-check", help="Refuse code that validation refuses.")
    ] = True,
    json_output: AsJson = False,
) -> None:
    """Assemble a listing.

    With --json the code object is printed in the form that cases carry, and no container is
    written unless -o names one.
    """
    require_suffix(file, LISTING_SUFFIX, "a listing")
    code = load_code(file)
    if check:
        try:
            validate(code, PVM_1)
        except InvalidCode as error:
            raise CodeFileError(f"{file}: invalid code: {error}") from None
    data = contained(code, file)
    target = output or (None if json_output else file.with_suffix(CONTAINER_SUFFIX))
    if target is not None:
        write_container(data, target)
    if json_output:
        json.dump(code_from_guest(code), sys.stdout, indent=1, ensure_ascii=False)
        print()
    else:
        print(f"{identity(data)}  {target}  {len(data)} bytes")
