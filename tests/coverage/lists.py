"""The lists of what stays unreached, one file a package, each group of gaps with its reason."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from tests.coverage.branches import Gap

LISTS = Path(__file__).parent / "unreached"
PACKAGES = {path.stem: f"spec/{path.stem}" for path in sorted(LISTS.glob("*.toml"))}
"""The packages that have a list, by its name."""


def listed(name: str) -> Mapping[Gap, str]:
    """The gaps of a list, each with its reason; in the order of the file."""
    found: dict[Gap, str] = {}
    for group in tomllib.loads((LISTS / f"{name}.toml").read_text()).get("group", ()):
        for line in group["gaps"].strip().splitlines():
            gap = parsed(line)
            if gap in found:
                raise ValueError(f"{name}.toml: listed twice: {gap}")
            found[gap] = group["reason"]
    return found


def parsed(text: str) -> Gap:
    """A gap from the form of the lists."""
    place, _, rest = text.strip().partition(": ")
    line, _, target = rest.partition(": -> ") if ": -> " in rest else rest.partition(" -> ")
    return Gap(place, line + ":" if ": -> " in rest else line, target)
