"""`pvm dis`: the instructions of a code object, with jumps, exception regions and prices."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from diff.code_file import CodeFileError, load_code
from diff.showing.code_listing import as_json, listing, refusal
from spec.gas_table import TABLE


def command(
    file: Annotated[
        Path,
        typer.Argument(
            help="A source (.py), a container (.pvmc), a listing (.pvmasm), or a case or code "
            "object (JSON)."
        ),
    ],
    json_output: Annotated[
        bool, typer.Option("--json", help="One JSON document instead of a listing.")
    ] = False,
    prices: Annotated[
        bool, typer.Option("--prices/--no-prices", help="Cycles beside each instruction.")
    ] = True,
) -> None:
    """Disassemble a code object; the listing can be read back as a .pvmasm file."""
    code = load_code(file)
    wrong = refusal(code)
    if wrong is not None:
        raise CodeFileError(f"{file}: {wrong}")
    if json_output:
        json.dump(as_json(code, TABLE), sys.stdout, indent=1, ensure_ascii=False)
        print()
    else:
        print(listing(code, TABLE if prices else None), end="")
