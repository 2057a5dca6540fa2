"""`pvm trace`: two traces side by side."""

from pathlib import Path
from typing import Annotated

import typer

from pvm.options import AsJson, print_json

DIFFER = 1


def command(
    a: Annotated[
        Path,
        typer.Argument(
            help="A trace, as `pvm run FILE --trace OUT` writes it: JSON lines, or CBOR (.cbor).",
            show_default=False,
        ),
    ],
    b: Annotated[
        Path,
        typer.Argument(
            help="Another, also of another implementation: `code` and `offset` in every record "
            "are enough.",
            show_default=False,
        ),
    ],
    context: Annotated[
        int, typer.Option(min=0, max=1_000, help="Records on both sides of the first difference.")
    ] = 5,
    stretches: Annotated[
        int, typer.Option(min=0, help="Differing stretches that are listed; all are counted.")
    ] = 10,
    code: Annotated[
        Path | None,
        typer.Option(help="The program that ran: tells function, line and instruction."),
    ] = None,
    every_record: Annotated[
        bool,
        typer.Option("--every-record", help="Also read what is equal by the traces' digests."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Align two traces: where they part and meet again, and which prices differ.

    Exit 0 if they are equal, 1 if they differ, 2 if one is malformed.
    """
    from diff.code_file import load_code
    from diff.traces.compare import compare_traces, to_json, to_text

    entry = None if code is None else load_code(code)
    found = compare_traces(a, b, context, stretches, not every_record, entry)
    if as_json:
        print_json(to_json(found))
    else:
        print("\n".join(to_text(found, entry)))
    if not found.equal:
        raise typer.Exit(DIFFER)
