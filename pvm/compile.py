"""`pvm compile`: a source to its one code object, as a container or as readable JSON."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from diff.code_file import (
    CONTAINER_SUFFIX,
    SOURCE_SUFFIX,
    contained,
    load_code,
    require_suffix,
    write_container,
)
from diff.showing.code_listing import as_json
from pvm.options import AsJson
from spec.gas_table import TABLE
from spec.language.container import identity


def command(
    file: Annotated[Path, typer.Argument(help="A source (.py).")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The container; else the source's name with .pvmc."),
    ] = None,
    json_output: AsJson = False,
) -> None:
    """Compile a source to a container, whose hash is the identity of the code.

    With --json no container is written unless -o names one.
    """
    require_suffix(file, SOURCE_SUFFIX, "a source")
    code = load_code(file)
    data = contained(code, file)
    target = output or (None if json_output else file.with_suffix(CONTAINER_SUFFIX))
    if target is not None:
        write_container(data, target)
    if json_output:
        document = {"identity": identity(data), "bytes": len(data), "codes": as_json(code, TABLE)}
        json.dump(document, sys.stdout, indent=1, ensure_ascii=False)
        print()
    else:
        print(f"{identity(data)}  {target}  {len(data)} bytes")
