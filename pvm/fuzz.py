"""`pvm fuzz`: a campaign."""

from pathlib import Path
from typing import Annotated

import typer

from fuzz.campaign.session import FailOn, Options, run_session
from fuzz.campaign.setup import Wishes


def command(
    lane: Annotated[
        list[str] | None, typer.Option(help="A lane to fuzz; may be repeated. Default: all.")
    ] = None,
    targets: Annotated[
        str | None,
        typer.Option(help="Targets to hold to the reference, A,B,C. Default: those of each lane."),
    ] = None,
    time: Annotated[
        float | None, typer.Option(min=0, help="Stop after this many seconds.", metavar="SECONDS")
    ] = None,
    cases: Annotated[
        int | None, typer.Option(min=1, help="Stop after this many cases of each lane.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="What the cases are made from. Default: a new one, shown.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Worker processes. Default: one a processor.")
    ] = None,
    store: Annotated[
        Path | None, typer.Option(help="Where findings, corpus and progress are kept.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the store's last campaign.")
    ] = False,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(help="Exit with 1 on findings that are new, of consensus, or any."),
    ] = None,
    targets_file: Annotated[
        Path | None, typer.Option(help="Your own targets; else targets.toml of the checkout.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The result as one JSON object.")] = False,
) -> None:
    """Run a campaign: make cases, ask the reference and the targets, keep what differs.

    With neither --time nor --cases it runs until Ctrl-C, which loses nothing: --resume goes on.
    """
    wishes = Wishes(
        lanes=tuple(lane or ()),
        targets=None if targets is None else tuple(filter(None, targets.split(","))),
        seconds=time,
        cases=cases,
        seed=seed,
    )
    options = Options(
        wishes=wishes,
        jobs=jobs,
        store=store,
        targets_file=targets_file,
        resume=resume,
        fail_on=fail_on,
        as_json=as_json,
    )
    raise typer.Exit(run_session(options))
