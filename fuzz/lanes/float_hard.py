"""Hard arguments by operation: those whose results lie nearest to a midpoint of two floats."""

from collections.abc import Mapping
from typing import Final

HARD_ARGUMENTS: Final[Mapping[str, tuple[tuple[int, ...], ...]]] = {}
"""Operation -> tuples of patterns, one tuple an argument list."""
