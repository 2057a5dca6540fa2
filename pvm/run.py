"""`pvm run`: a program on the reference."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pvm.options import AsJson, Cells, Cycles, print_json

RAISED = 1
OUT_OF_GAS = 4


def command(
    file: Annotated[
        Path,
        typer.Argument(
            help="A source (.py), a container (.pvmc), a listing (.pvmasm), or a case or code "
            "object (JSON).",
            show_default=False,
        ),
    ],
    arguments: Annotated[
        list[str] | None,
        typer.Option(
            "--arg",
            metavar="VALUE",
            help="An argument of the call, as a canonical value ('[\"int\", 5]') or, if it is no "
            "JSON array, as text. Repeatable.",
        ),
    ] = None,
    cycles: Cycles = None,
    cells: Cells = None,
    trace: Annotated[
        Path | None,
        typer.Option(help="Write one record a step to this file: JSON lines, or CBOR (.cbor)."),
    ] = None,
    profile: Annotated[
        bool, typer.Option("--profile", help="Cycles by function, line and instruction.")
    ] = False,
    profile_out: Annotated[
        Path | None,
        typer.Option(help="Write folded stacks for a flame graph to this file."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run a program on the reference, metered; exit 1 if it raised, 4 if it ran out.

    A source runs as a module, and then its function `main` with the arguments, if there are any.
    A case brings its own arguments and limits; options take their place.
    """
    from diff.reference.program import load_program, read_argument, run_program, write_text
    from diff.showing.profile_report import profile_json, profile_lines
    from reference_vm.profile import Profiler

    given = [read_argument(text) for text in arguments or []]
    program = load_program(file, given, cycles, cells)
    profiler = Profiler() if profile or profile_out is not None else None
    if profiler is not None and trace is not None:
        raise typer.BadParameter("a run is either traced or profiled")
    outcome = run_program(program, trace, profiler)
    if profiler is not None and profile_out is not None:
        write_text(profile_out, profiler.folded())
    if as_json:
        shown = outcome.to_json()
        if profiler is not None:
            shown["profile"] = profile_json(profiler)
        print_json(shown)
    else:
        for line in outcome.log or ():
            print(line)
        _report(outcome.to_json())
        if profiler is not None and profile:
            print("\n".join(profile_lines(profiler)))
    if outcome.status == "raised":
        raise typer.Exit(RAISED)
    if outcome.status.startswith("out-of-"):
        raise typer.Exit(OUT_OF_GAS)


def _report(outcome: dict[str, object]) -> None:
    status = str(outcome["status"])
    if status == "raised":
        error = outcome["exception"][1]  # type: ignore[index]
        print(f"{error['type']}: {error.get('text')}")
    elif outcome.get("value") not in (None, ["None", None]):
        print(json.dumps(outcome["value"]))
    print(f"{status}; {outcome['cycles']} cycles, {outcome['cells']} cells")
