"""`pvm report`: one report of a campaign, and of the nights before it."""

from pathlib import Path
from typing import Annotated

import typer

from diff.showing.display import make_console
from diff.showing.report import build_report, print_report, write_html
from pvm.options import AsJson, StoreFile, open_store, print_json


def command(
    html: Annotated[
        Path | None, typer.Option(help="Write one self-contained HTML page.", metavar="OUT")
    ] = None,
    store: StoreFile = None,
    campaign: Annotated[
        int | None, typer.Option(help="Which campaign; else the newest.", metavar="NUMBER")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Report a campaign: totals by lane and target, findings, accepted differences, history."""
    with open_store(store) as opened:
        report = build_report(opened, campaign)
    if html is not None:
        write_html(report, html)
    if as_json:
        print_json(report)
        return
    console = make_console()
    print_report(report, console)
    if html is not None:
        console.print(f"page: {html}", markup=False, soft_wrap=True)
