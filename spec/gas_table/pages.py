"""The pages of prices of the documentation, as MyST text, from the table alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from spec.gas_table.left_out import (
    LEFT_OUT_BASES,
    LEFT_OUT_BUILTINS,
    LEFT_OUT_INSTRUCTIONS,
    LEFT_OUT_METHODS,
    LEFT_OUT_TYPES,
)
from spec.gas_table.price import GasTable, Price
from spec.gas_table.render import ROW_TITLES, row, size_rows
from spec.gas_table.table import SECTIONS, TABLE
from spec.params import GROUPS

LEFT_OUT_PAGE: Final = "left-out"
PARAMETERS_PAGE: Final = "parameters"


def cell(text: str) -> str:
    """Return text that stands unchanged in a cell of a table."""
    return text.replace("|", "\\|").replace("*", "\\*").replace("_", "\\_").replace("[", "\\[")


def lines_of_table(titles: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return a table as lines of Markdown."""
    head = ["| " + " | ".join(titles) + " |", "|" + " --- |" * len(titles)]
    return head + ["| " + " | ".join(cell(text) for text in each) + " |" for each in rows]


def slug(title: str) -> str:
    """Return the file name of a section's page: the words up to the first comma."""
    words = title.partition(",")[0].split()
    return "-".join(words).translate({code: code + 32 for code in range(65, 91)})


def section_page(
    title: str, prices: Collection[Price], table: GasTable, pending: Collection[str]
) -> str:
    """Return the page of a part of the table; `pending` holds the keys without a rule."""
    entries = [table.price(price.key) for price in prices]
    rows = []
    for price in entries:
        key, formula, unit, source, note = row(price)
        if price.key in pending:
            note = f"{note}; no rule yet" if note else "no rule yet"
        rows.append((key, formula, unit, source, note))
    lines = [f"# {title}", "", *lines_of_table(ROW_TITLES, rows)]
    sizes = size_rows(entries)
    if sizes:
        lines += ["", "## Sizes", "", *lines_of_table(("size", "meaning"), sizes)]
    return "\n".join(lines) + "\n"


def left_out_page() -> str:
    """Return the page of what has no price."""
    groups = (
        ("Instructions", LEFT_OUT_INSTRUCTIONS),
        ("Builtins", LEFT_OUT_BUILTINS),
        ("Types", LEFT_OUT_TYPES),
        ("Types whose subclasses have no instances", LEFT_OUT_BASES),
        ("Methods and attributes of any type", LEFT_OUT_METHODS),
    )
    lines = ["# What has no price"]
    for title, reasons in groups:
        rows: list[tuple[str, ...]] = list(reasons.items())
        lines += ["", f"## {title}", "", *lines_of_table(("name", "reason"), rows)]
    return "\n".join(lines) + "\n"


def parameters_page() -> str:
    """Return the page of the protocol's constants."""
    lines = ["# Parameters of the protocol"]
    for title, parameters in GROUPS:
        rows: list[tuple[str, ...]] = [
            (each.name, f"{each.value:,}", each.unit, each.source, each.conflict)
            for each in parameters
        ]
        titles = ("name", "value", "unit", "source", "other published values")
        lines += ["", f"## {title}", "", *lines_of_table(titles, rows)]
    return "\n".join(lines) + "\n"


def price_pages(table: GasTable = TABLE, pending: Collection[str] = ()) -> dict[str, str]:
    """Return every page by its name, which is its place below `prices/`."""
    pages = {slug(title): section_page(title, prices, table, pending) for title, prices in SECTIONS}
    pages[LEFT_OUT_PAGE] = left_out_page()
    pages[PARAMETERS_PAGE] = parameters_page()
    return pages
