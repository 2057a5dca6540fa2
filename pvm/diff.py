"""`pvm diff`: one case, all answers side by side."""

from pathlib import Path
from typing import Annotated

import typer

from diff.findings.session import ask
from diff.showing.display import make_console, print_answers
from diff.targets.registry import catalogue
from pvm.options import AsJson, Targets, names_of, print_json, read_case

DIFFERS = 1
NOBODY = 3


def command(
    case: Annotated[Path, typer.Argument(help="A case file, or - for standard input.")],
    targets: Targets = None,
    trace: Annotated[bool, typer.Option(help="Localise by traces where the lane has them.")] = True,
    as_json: AsJson = False,
) -> None:
    """Put one case to the reference and the targets (default: all that are installed).

    Exits with 1 if a target differs from the reference, with 3 if none could be asked.
    """
    read = read_case(case)
    names = names_of(targets)
    if names is None:
        names = [
            entry.name
            for entry in catalogue().values()
            if entry.unavailable() is None and (entry.users or read.lane in entry.lanes)
        ]
    answers = ask(read, names, trace=trace)
    if as_json:
        print_json(answers.to_json())
    else:
        print_answers(answers, make_console())
    if answers.differ:
        raise typer.Exit(DIFFERS)
    if names and not answers.judgements:
        raise typer.Exit(NOBODY)
