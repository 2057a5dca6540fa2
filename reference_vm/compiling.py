"""Compiling a source on any host: with room on the host's stack for what the compiler allows."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from spec.bytecode.code import Code
from spec.language.compile import compile_source

_FRAMES: Final = 20_000
"""Host frames that the deepest tree within the compiler's own limits needs, generously."""


def compile_module(source: bytes) -> Code:
    """The module code object of a source. Raises SourceError."""
    with deep_stack():
        return compile_source(source)


@contextmanager
def deep_stack() -> Iterator[None]:
    """Room for whatever the compiler's limits allow, while the block runs."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
