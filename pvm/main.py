"""The program `pvm`: its options, its subcommands, its exit status.

Each subcommand is one thin file of this package; none holds logic of its own.
"""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from diff.errors import EnvironmentFailure, HarnessError
from reference_vm.form import COMPILED, wanted

PACKAGES = ("spec", "reference_vm", "diff", "fuzz", "pvm")
COMMANDS = (
    ("run", "command"),
    ("compile", "command"),
    ("dis", "command"),
    ("asm", "command"),
    ("step", "command"),
    ("trace", "command"),
    ("gas", "command"),
    ("explain", "command"),
    ("float", "command"),
    ("diff", "command"),
    ("fuzz", "command"),
    ("findings", "command"),
    ("show", "command"),
    ("replay", "command"),
    ("minimize", "command"),
    ("report", "command"),
)
"""Subcommand and the function in `pvm.<subcommand>` that is it, in the order of the help text."""

INTERRUPTED = 130

app = typer.Typer(
    name="pvm",
    help="The executable reference specification of the PVM, and the harness that holds "
    "implementations to it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Say which specification this is, and exit.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="With --version: as one JSON object.")
    ] = False,
) -> None:
    if version:
        from diff.identity import identity

        facts = identity()
        if as_json:
            print(json.dumps(facts, indent=2))
        else:
            print("\n".join(f"{name:12} {value}" for name, value in facts.items()))
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(2)


def check_roots() -> None:
    """Refuse to start when a package of ours was imported from somewhere else.

    The packages have short names that other distributions may have too; the first
    on the path would win silently.
    """
    home = Path(__file__).resolve().parents[1]
    for name in PACKAGES:
        file = importlib.import_module(name).__file__
        found = Path(file).resolve().parents[1] if file else None
        if found != home and not (name == "spec" and found == COMPILED and wanted()):
            raise EnvironmentFailure(
                f"package `{name}` was imported from {found}, not from {home}: "
                "another distribution has the same name, or PYTHONPATH puts it first"
            )


def load_commands() -> None:
    for name, function in COMMANDS:
        app.command(name)(getattr(importlib.import_module(f"pvm.{name}"), function))
    app.add_typer(importlib.import_module("pvm.targets").app, name="targets")


def run() -> None:
    """Entry point of the program `pvm`; exits with the status that `design` of the book lists."""
    try:
        check_roots()
        load_commands()
        app()
    except HarnessError as error:
        print(f"pvm: {error}", file=sys.stderr)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        print("pvm: interrupted", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output went away; nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    run()
