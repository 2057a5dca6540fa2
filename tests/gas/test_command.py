"""`pvm gas`, and which entries have a rule."""

import json

import pytest
import typer
from typer.testing import CliRunner

from diff.errors import HarnessError
from pvm.gas import chosen, command
from reference_vm import price_coverage
from spec.gas_table import TABLE
from spec.gas_table.coverage import without_price, without_rule
from spec.gas_table.pages import price_pages
from spec.gas_table.render import json_text, rust_text

app = typer.Typer()
app.command()(command)


def run(*arguments):
    """Return what the command prints."""
    result = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(autouse=True)
def _no_registry(monkeypatch):
    """Keep these tests apart from the rules that exist so far."""
    monkeypatch.setattr(price_coverage, "names_with_rule", lambda: frozenset({"LIST_APPEND"}))


def test_one_price():
    output = run("LIST_APPEND")
    assert output.splitlines()[1].split() == [
        "LIST_APPEND",
        "2",
        "cycles",
        "CIP-3",
        "instruction",
        "classes",
    ]


def test_a_price_without_a_rule_says_so_and_sizes_are_explained():
    output = run("str.replace")
    assert "no rule yet" in output
    assert "5 + units" in output
    assert "units: code points (str) or bytes" in output


def test_a_family():
    keys = [price.key for price in chosen("BINARY_OP.add")]
    assert "BINARY_OP.add[int]" in keys
    assert all(key.startswith("BINARY_OP.add[") for key in keys)
    assert [price.key for price in chosen("CALL")] == ["CALL"]


def test_all_ends_with_the_identity():
    output = run()
    assert output.rstrip().endswith(TABLE.identity)
    assert f"{len(TABLE)} prices" in output


def test_other_forms():
    assert run("--identity").strip() == TABLE.identity
    assert run("--json") == json_text(TABLE, "pvm-1")
    assert run("--rust") == rust_text(TABLE, "pvm-1")
    assert json.loads(run("builtin.len", "--json"))[0]["base"] == 5


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("list_apend", "did you mean LIST_APPEND"),
        ("append", "list.append"),
        ("eval", "no price: running text as code"),
        ("int.__reduce__", "no price: copying"),
        ("qqqqqq", "`pvm gas` lists all"),
    ],
)
def test_wrong_names(name, part):
    with pytest.raises(HarnessError) as caught:
        chosen(name)
    assert part in str(caught.value)


def test_coverage_is_derived():
    pending = without_rule(TABLE, {"LIST_APPEND", "BINARY_OP", "builtin.pow", "host.set_state"})
    have = {price.key for price in TABLE} - set(pending)
    assert {"LIST_APPEND", "BINARY_OP.add[int]", "builtin.pow.modular", "hash[str]", "raise",
            "cells.growth", "host.set_state.cells"} <= have  # fmt: skip
    assert {"CALL", "builtin.len", "list.append"} <= set(pending)
    assert without_price(TABLE, {"LIST_APPEND", "NO_SUCH", "builtin.len"}) == ["NO_SUCH"]


def test_pages_hold_every_entry():
    pages = price_pages(TABLE, {"CALL"})
    text = "\n".join(page for name, page in pages.items() if name != "parameters")
    assert text.count("| cycles |") + text.count("| cells |") + text.count("| bytes |") == len(
        TABLE
    )
    assert text.count("no rule yet") == 1
    assert {"instructions", "methods", "left-out", "parameters"} <= set(pages)


def test_every_rule_has_a_price(monkeypatch):
    monkeypatch.undo()
    assert price_coverage.rules_without_price(TABLE) == []


def test_what_has_no_rule_yet_is_known_work(monkeypatch):
    """Instructions, exceptions and what the machine charges all have rules; the rest is listed."""
    monkeypatch.undo()
    pending = price_coverage.prices_without_rule(TABLE)
    mnemonics = [key for key in pending if key.partition("[")[0].partition(".")[0].isupper()]
    assert mnemonics == []
    assert not {"raise", "unwind", "handler", "enter", "list.append", "str.replace"} & set(pending)
