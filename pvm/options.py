"""Options and small services that several subcommands share."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from diff.case import Case
from diff.errors import CaseError, HarnessError
from diff.findings.store import Store
from diff.identity import identity
from fuzz.campaign.session import default_store

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
StoreFile = Annotated[
    Path | None, typer.Option("--store", help="The store; else the one of `pvm fuzz`.")
]
Cycles = Annotated[
    int | None,
    typer.Option(
        min=0, help="The limit of cycles.", show_default="100,000,000, or that of the case"
    ),
]
Cells = Annotated[
    int | None,
    typer.Option(
        min=0, help="The limit of cells.", show_default="100,000,000, or that of the case"
    ),
]
Targets = Annotated[
    str | None, typer.Option("--targets", help="Targets by name, separated by commas.")
]


class Unreadable(HarnessError):
    """A file that the command needs cannot be read."""


def open_store(path: Path | None, writable: bool = False) -> Store:
    """The store that an option names. Raises a StoreError; never makes one."""
    chosen = path or default_store()
    if writable and not chosen.exists():
        writable = False  # so that a store that is not there is named, not made
    return Store(chosen, identity(), writable=writable)


def read_case(file: Path) -> Case:
    """The case in a file, `-` being standard input. Raises CaseError, Unreadable."""
    if str(file) == "-":
        return Case.from_text(sys.stdin.buffer.read())
    try:
        return Case.from_text(file.read_bytes())
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror}") from None
    except CaseError as error:
        raise CaseError(f"{file}: {error.path}", error.problem) from None


def names_of(targets: str | None) -> list[str] | None:
    """The names in `A,B,C`; None if the option was not given."""
    if targets is None:
        return None
    return [name.strip() for name in targets.split(",") if name.strip()]


def print_json(document: Any) -> None:
    """One document on standard output."""
    print(json.dumps(document, indent=2))
