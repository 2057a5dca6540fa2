"""`pvm targets`: which targets there are, how to get them, whether one conforms."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from diff.targets.conformance import Report, check_target
from diff.targets.install import InstallInterrupted, install
from diff.targets.packages import InstallError, Package
from diff.targets.registry import Entry, catalogue, entry_named

app = typer.Typer(
    help="Which targets there are, how to get them, whether one conforms.",
    no_args_is_help=True,
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
UsersFile = Annotated[
    Path | None,
    typer.Option("--targets-file", help="Your own targets; else targets.toml of the checkout."),
]
FAILED = 3


@app.command("list")
def list_targets(as_json: AsJson = False, targets_file: UsersFile = None) -> None:
    """The targets, what each runs, and what is missing."""
    entries = catalogue(targets_file).values()
    if as_json:
        print(json.dumps([_facts(entry) for entry in entries], indent=2))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("target", "lanes", "state"):
        table.add_column(heading, no_wrap=True)
    table.add_column("what it is")
    for entry in entries:
        why = entry.unavailable()
        state = "[green]ready[/]" if why is None else "[yellow]missing[/]"
        table.add_row(entry.name, " ".join(entry.lanes), state, entry.about)
    console = Console()
    console.print(table)
    for entry in entries:
        if (why := entry.unavailable()) is not None:
            console.print(f"  {why}", markup=False, highlight=False, soft_wrap=True)


def _facts(entry: Entry) -> dict[str, object]:
    why = entry.unavailable()
    facts: dict[str, object] = {
        "name": entry.name,
        "about": entry.about,
        "lanes": list(entry.lanes),
        "built_in": not entry.users,
        "ready": why is None,
        "missing": why,
        "packages": [package.identity for package in entry.packages],
    }
    if why is None:
        spec = entry.spec()
        facts.update(kind=spec.kind, command=list(spec.argv), honours=list(spec.honours))
    return facts


@app.command("install")
def install_targets(
    names: Annotated[
        list[str] | None, typer.Argument(help="Targets; without any, every built-in one.")
    ] = None,
    optional: Annotated[
        bool,
        typer.Option("--optional", help="Exit 0 and say why when a target cannot be had."),
    ] = False,
    as_json: AsJson = False,
    targets_file: UsersFile = None,
) -> None:
    """Install what the targets need into the user's cache; what is there is left alone."""
    known = catalogue(targets_file)
    chosen = [entry_named(name, targets_file) for name in names or known]
    results = _install_all(chosen, quiet=as_json)
    if as_json:
        print(json.dumps([{"target": name, "missing": why} for name, why in results.items()]))
    failed = [name for name, why in results.items() if why is not None]
    if failed and not optional:
        raise typer.Exit(FAILED)


def _install_all(entries: list[Entry], quiet: bool) -> dict[str, str | None]:
    """Install each target's packages; for each target why it is left out, or None."""
    failures: dict[str, str] = {}
    results: dict[str, str | None] = {}
    for entry in entries:
        for package in entry.packages:
            if package.identity not in failures:
                try:
                    _install_one(package)
                except InstallInterrupted:
                    raise
                except InstallError as error:
                    failures[package.identity] = str(error)
        whys = [failures[p.identity] for p in entry.packages if p.identity in failures]
        results[entry.name] = whys[0] if whys else entry.unavailable()
        if not quiet:
            _say(entry, results[entry.name])
    return results


def _say(entry: Entry, why: str | None) -> None:
    if why is None:
        print(f"{entry.name}: ready", flush=True)
    else:
        print(f"{entry.name}: left out: {why}", file=sys.stderr, flush=True)


def _install_one(package: Package) -> None:
    """Install with a bar on a terminal, with a line now and then elsewhere."""
    if not sys.stderr.isatty():
        shown = 0

        def line(text: str, done: int, total: int) -> None:
            nonlocal shown
            if done >= shown + 25 or (done == 0 and text.startswith("waiting")):
                shown = done
                print(f"{package.identity}: {done}/{total} {text}", file=sys.stderr, flush=True)

        install(package, line)
        return
    bar = BarColumn()
    columns = (TextColumn("{task.description}"), bar, MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(package.identity, total=package.steps or None)

        def advance(text: str, done: int, total: int) -> None:
            progress.update(task, completed=done, description=f"{package.identity} {text[:40]}")

        install(package, advance)


@app.command("check")
def check(
    name: Annotated[str, typer.Argument(help="The target to check.")],
    lane: Annotated[
        list[str] | None, typer.Option("--lane", help="Only this lane; may be repeated.")
    ] = None,
    as_json: AsJson = False,
    targets_file: UsersFile = None,
) -> None:
    """Whether a target keeps the protocol and answers each lane's basic cases, lane by lane.

    Exit status 1 when a check fails, 3 when the target does not start; the first wrong field
    of each failure is named.
    """
    report = check_target(entry_named(name, targets_file), tuple(lane or ()))
    if as_json:
        print(json.dumps(report.to_json(), indent=2))
    else:
        _print_report(report)
    if not report.passed:
        raise typer.Exit(1 if report.started else FAILED)


def _print_report(report: Report) -> None:
    print(f"{report.target}: {report.introduction}")
    for section in report.sections:
        verdict = "ok" if section.passed else "FAILED"
        print(f"  {section.name:12} {verdict:7} {section.passes} of {section.total}")
        for failure in section.failures:
            for line in failure.splitlines():
                print(f"    {line}")
