"""The page on traces shows what the commands print today."""

from pathlib import Path

from tests.house.console import rewritten

PAGE = Path(__file__).resolve().parents[2] / "docs" / "traces.md"


def test_samples_are_what_the_commands_print(tmp_path: Path) -> None:
    """`python -m tests.house.console docs/traces.md` writes them anew."""
    page = PAGE.read_text()
    assert page.count("```console") > 4
    assert rewritten(page, tmp_path) == page
