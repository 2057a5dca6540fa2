"""`pvm explain`: what the specification says of a name."""

from typing import Annotated

import typer

from pvm.options import AsJson, print_json


def command(
    name: Annotated[
        str,
        typer.Argument(
            help="An instruction, a float operation, a price, a mark, or a decision: LIST_APPEND, "
            "math.sin, builtin.len, nan-bits, G1."
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Explain a rule, an operation, a price, a mark or a decision, with its source."""
    from diff.showing.explain import explain

    sections = explain(name)
    if as_json:
        print_json([{"title": title, "lines": lines} for title, lines in sections])
        return
    for title, lines in sections:
        print(title)
        print("\n".join(f"  {line}".rstrip() for line in lines))
