"""`pvm replay`: does a finding still show?"""

from typing import Annotated

import typer

from diff.findings.session import replay
from diff.showing.display import make_console, print_replay
from pvm.options import AsJson, StoreFile, Targets, names_of, open_store, print_json

DIFFERS = 1
NOBODY = 3


def command(
    name: Annotated[str, typer.Argument(metavar="ID", help="The finding's id, or its beginning.")],
    store: StoreFile = None,
    targets: Targets = None,
    as_json: AsJson = False,
) -> None:
    """Put a finding's case again, to the targets that answered it, each in a fresh process.

    Exits with 1 if answers differ, as the finding did or otherwise; with 3 if it cannot be told.
    """
    with open_store(store) as opened:
        finding = opened.finding(name)
    again = replay(finding, names_of(targets))
    if as_json:
        print_json(again.to_json())
    else:
        print_replay(again, make_console())
    if again.answers.differ:
        raise typer.Exit(DIFFERS)
    if again.state == "incomplete":
        raise typer.Exit(NOBODY)
