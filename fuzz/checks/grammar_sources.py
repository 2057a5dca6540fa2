"""Sources of any shape that the grammar allows, from the library `pysource-codegen`.

They compile and mean nothing, so they are for comparing compilers only. Asynchronous parts, which
the profile refuses, are taken out of the text, and every other source loses its `is`.
"""

import re
from collections.abc import Iterator
from typing import Final

from diff.errors import EnvironmentFailure

NODES: Final = 400
DEPTH: Final = 7

_ASYNC: Final = re.compile(r"\basync ")
_AWAIT: Final = re.compile(r"\bawait\b")
_IS: Final = re.compile(r"\bis (not )?")


def grammar_sources(first: int, count: int) -> Iterator[tuple[str, bytes]]:
    """For each seed a name and a source; those with lone surrogates are left out.

    Raises:
        EnvironmentFailure: The library is not installed.
    """
    try:
        from pysource_codegen import generate
    except ImportError:
        raise EnvironmentFailure("pysource-codegen is not installed: `make env`") from None
    for seed in range(first, first + count):
        text = generate(seed, node_limit=NODES, depth_limit=DEPTH)
        text = _AWAIT.sub("+", _ASYNC.sub("", text))
        if seed % 2:
            text = _IS.sub(" == ", text)
        try:
            yield f"grammar/{seed}", text.encode() + b"\n"
        except UnicodeEncodeError:
            continue
