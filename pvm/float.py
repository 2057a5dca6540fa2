"""`pvm float EXPR`: one operation by the specification and every target, side by side in bits."""

from typing import Annotated

import typer

from pvm.options import AsJson, Targets, names_of, print_json

DIFFERS = 1


def command(
    expression: Annotated[
        str, typer.Argument(help="One operation, for example: math.cbrt(2.0)", metavar="EXPR")
    ],
    targets: Targets = None,
    as_json: AsJson = False,
) -> None:
    """Evaluate one float operation by the specification and by the targets (default: all there).

    Exits with 1 if a target differs from the reference beyond what it may.
    """
    from diff.findings.session import ask
    from diff.float_expression import read_expression
    from diff.showing.display import make_console
    from diff.showing.float_display import float_document, print_float
    from diff.targets.registry import catalogue

    case = read_expression(expression)
    names = names_of(targets)
    if names is None:
        names = [
            entry.name
            for entry in catalogue().values()
            if "float" in entry.lanes and entry.unavailable() is None
        ]
    answers = ask(case, names, trace=False)
    if as_json:
        print_json(float_document(answers))
    else:
        print_float(answers, make_console())
    if answers.differ:
        raise typer.Exit(DIFFERS)
