"""The specification keeps to decision D4."""

from pathlib import Path

import pytest

from tests.house.spec_syntax import check_tree, violations

ROOT = Path(__file__).resolve().parents[2]


def test_the_specification_uses_nothing_forbidden() -> None:
    assert check_tree(ROOT / "spec") == []


@pytest.mark.parametrize(
    "source",
    [
        "x = 1.5",
        "x = 2j",
        "x = a / b",
        "x /= b",
        "x = float(a)",
        "x = hash(a)",
        "x = id(a)",
        "import math",
        "import os.path",
        "from math import sin",
        "from struct import pack",
        "x = text.upper()",
        "x = text.isspace()",
        "x = map(str.upper, y)",
    ],
)
def test_a_violation_is_seen(source: str) -> None:
    assert len(violations(source, "planted.py")) == 1


@pytest.mark.parametrize(
    "source", ["from math import isqrt", "x = a // b", "x = 'float'", "x = node.lower"]
)
def test_what_is_allowed_is_not_a_violation(source: str) -> None:
    assert violations(source, "planted.py") == []
