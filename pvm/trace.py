"""`pvm trace`: two traces side by side."""

from pathlib import Path
from typing import Annotated

import typer

from pvm.options import AsJson, print_json

DIFFER = 1


def command(
    a: Annotated[Path, typer.Argument(help="A trace: JSON lines, or CBOR (.cbor).")],
    b: Annotated[Path, typer.Argument(help="Another; it may have fewer fields.")],
    context: Annotated[int, typer.Option(min=0, help="Records around the difference.")] = 5,
    code: Annotated[
        Path | None, typer.Option(help="The program that ran: records tell function and line.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Align two traces and show where they part; exit 1 if they differ, 2 if one is malformed."""
    from diff.code_file import load_code
    from diff.trace_compare import align, to_json, to_text
    from diff.trace_reader import read_trace

    entry = None if code is None else load_code(code)
    found = align(read_trace(a), read_trace(b))
    if as_json:
        print_json(to_json(found))
    else:
        print("\n".join(to_text(found, context, entry)))
    if not found.equal:
        raise typer.Exit(DIFFER)
