"""The rules: one file a family of instructions, one function an instruction."""

from importlib import import_module
from typing import Final

FAMILIES: Final = (
    "attributes",
    "calls",
    "classes",
    "collections",
    "exceptions",
    "generators",
    "imports",
    "iteration",
    "jumps",
    "matching",
    "operators",
    "stack",
    "subscripts",
    "text",
    "variables",
)
"""The files, each a family."""


def load() -> None:
    """Import every family, which registers its rules."""
    for family in FAMILIES:
        import_module(f"{__name__}.{family}")
