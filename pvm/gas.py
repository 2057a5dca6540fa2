"""`pvm gas`: prices, each with formula, unit and source; the table as JSON or Rust."""

from __future__ import annotations

import difflib
import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from diff.errors import HarnessError
from reference_vm.price_coverage import prices_without_rule
from spec.gas_table import TABLE, Price
from spec.gas_table.left_out import LEFT_OUT_BUILTINS, LEFT_OUT_INSTRUCTIONS, LEFT_OUT_METHODS
from spec.gas_table.render import ROW_TITLES, json_text, record, row, rust_text, size_rows

REVISION = "pvm-1"
SHOWN_MATCHES = 5


def command(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A key (LIST_APPEND, str.replace) or what several begin with (BINARY_OP.add, str)."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    as_rust: Annotated[
        bool, typer.Option("--rust", help="The whole table as a Rust module.")
    ] = False,
    identity: Annotated[
        bool, typer.Option("--identity", help="Only the identity of the table.")
    ] = False,
) -> None:
    """Show what things cost, in cycles and cells."""
    if identity:
        print(TABLE.identity)
    elif as_rust:
        print(rust_text(TABLE, REVISION), end="")
    elif as_json and name is None:
        print(json_text(TABLE, REVISION), end="")
    elif as_json:
        print(json.dumps([record(price) for price in chosen(name)], indent=1, ensure_ascii=False))
    else:
        show(chosen(name))


def chosen(name: str | None) -> list[Price]:
    """Return the entry of that name, or all whose key continues it.

    Raises:
        HarnessError: There is none; the text names close matches, or says why it has no price.
    """
    if name is None:
        return list(TABLE)
    found = [
        price
        for price in TABLE
        if price.key == name or price.key.startswith((f"{name}.", f"{name}["))
    ]
    if not found:
        raise HarnessError(no_such_price(name))
    return found


def no_such_price(name: str) -> str:
    """Return the text of the error for a name without a price."""
    for reasons in (LEFT_OUT_INSTRUCTIONS, LEFT_OUT_BUILTINS, LEFT_OUT_METHODS):
        reason = reasons.get(name.removeprefix("builtin.").rpartition(".")[2])
        if reason is not None:
            return f"`{name}` has no price: {reason}"
    names = close_matches(name)
    hint = f"; did you mean {', '.join(names)}?" if names else "; `pvm gas` lists all"
    return f"the gas table has no entry `{name}`{hint}"


def close_matches(name: str) -> list[str]:
    """Return the keys that are spelt like the name, or whose last part is."""
    candidates: dict[str, list[str]] = {}
    for price in TABLE:
        for spelling in {price.key.lower(), price.key.rpartition(".")[2].lower()}:
            candidates.setdefault(spelling, []).append(price.key)
    close = difflib.get_close_matches(name.lower(), candidates, n=SHOWN_MATCHES, cutoff=0.6)
    keys = [key for match in close for key in candidates[match]]
    return list(dict.fromkeys(keys))[:SHOWN_MATCHES]


def show(prices: list[Price]) -> None:
    """Print prices as a table, with the meanings of the sizes that they use."""
    pending = set(prices_without_rule(TABLE))
    table = Table(*ROW_TITLES, box=None, pad_edge=False, header_style="bold")
    for price in prices:
        key, formula, unit, source, note = row(price)
        if price.key in pending:
            note = f"{note}; no rule yet" if note else "no rule yet"
        table.add_row(key, formula, unit, source, note)
    console = Console(highlight=False, markup=False)
    console.print(table)
    sizes = size_rows(prices)
    if sizes:
        console.print()
        for name, meaning in sizes:
            console.print(f"{name}: {meaning}")
    if len(prices) == len(TABLE):
        ours = sum(price.ours for price in prices)
        console.print(
            f"\n{len(prices)} prices, {ours} of them decided here (ours), "
            f"{len(pending)} without a rule yet; identity {TABLE.identity}"
        )
