"""`pvm findings`: what campaigns found."""

from typing import Annotated

import typer

from diff.comparing.known_findings import known_as
from diff.showing.display import make_console
from diff.showing.report import findings_table
from pvm.options import AsJson, StoreFile, open_store, print_json


def command(
    store: StoreFile = None,
    campaign: Annotated[
        int | None, typer.Option(help="Only what this campaign met.", metavar="NUMBER")
    ] = None,
    new: Annotated[
        bool, typer.Option("--new", help="Only what the list of known findings does not explain.")
    ] = False,
    gc: Annotated[
        bool, typer.Option("--gc", help="Remove what old campaigns left; findings stay.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the findings of a store, those of consensus first."""
    with open_store(store, writable=gc) as opened:
        freed = opened.gc() if gc else 0
        listed = [(finding, known_as(finding)) for finding in opened.findings(campaign)]
        found = [
            {**finding.to_json(), "known": known}
            for finding, known in listed
            if known is None or not new
        ]
        size, path = opened.size_bytes, opened.path
    if as_json:
        print_json({"store": str(path), "bytes": size, "freed": freed, "findings": found})
        return
    console = make_console()
    if found:
        console.print(findings_table(found))
    console.print(f"{len(found):,} findings in {path} ({size / (1 << 20):.1f} MiB)", markup=False)
    if gc:
        console.print(f"{freed / (1 << 20):.1f} MiB given back")
