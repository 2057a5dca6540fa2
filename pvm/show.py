"""`pvm show`: one finding."""

from enum import StrEnum
from typing import Annotated

import typer

from diff.comparing.known_findings import known_as
from diff.errors import HarnessError
from diff.showing.display import make_console, print_finding
from pvm.options import AsJson, StoreFile, open_store, print_json


class Verdict(StrEnum):
    """Whose fault a finding is."""

    open = "open"
    target = "target"
    reference = "reference"
    accepted = "accepted"


class ReasonMissing(HarnessError):
    """A verdict without a reason helps nobody."""


def command(
    name: Annotated[str, typer.Argument(metavar="ID", help="The finding's id, or its beginning.")],
    store: StoreFile = None,
    verdict: Annotated[Verdict | None, typer.Option(help="Write down whose fault it is.")] = None,
    reason: Annotated[str, typer.Option(help="Why; goes with --verdict.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show a finding: its smallest case, all answers, who stands alone, how to replay it."""
    with open_store(store, writable=verdict is not None) as opened:
        finding = opened.finding(name)
        if verdict is not None:
            if not reason and verdict is not Verdict.open:
                raise ReasonMissing("a verdict needs a --reason")
            opened.judge(finding.key, verdict.value, reason)
            finding = opened.finding(finding.key)
        path = str(opened.path)
    if as_json:
        print_json({**finding.to_json(), "known": known_as(finding)})
    else:
        print_finding(finding, path, make_console())
