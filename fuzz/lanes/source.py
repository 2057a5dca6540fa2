"""Generates cases of the lane `source`: programs in the profile that always end, and real sources
with small changes.

Which features a program uses is drawn first. Its parts are typed and know what is in scope, so
that nearly all programs run and do work. One case in sixteen is cut out of real source instead,
one in six of the others calls a few natives on values that are written out.
"""

from typing import Any, Final

from fuzz.choices import Choices
from fuzz.lanes.source_definitions import DEFINITIONS, inner_scope, try_all
from fuzz.lanes.source_expressions import expression
from fuzz.lanes.source_mutation import mutated_source
from fuzz.lanes.source_natives import native_program
from fuzz.lanes.source_scope import FEATURES, Program, Scope, Variable
from fuzz.lanes.source_statements import statement

PLENTY_OF_CYCLES: Final = 1_000_000
PLENTY_OF_CELLS: Final = 10_000_000
ARGUMENTS: Final = (0, 1, 2, -1, 5, 10, 255, -7, 1000, 65535)


def generate(choices: Choices) -> dict[str, Any]:
    """The body of a case: `source`, `arguments`, `cycles`, `cells`."""
    arguments: list[int] = []
    if choices.chance(1, 16):
        source = mutated_source(choices)
    elif choices.chance(1, 6):
        source = native_program(choices)
    else:
        arguments = [choices.one_of(ARGUMENTS) for _ in range(choices.integer(1, 3))]
        source = program(choices, len(arguments))
    return {
        "source": source,
        "arguments": [["int", value] for value in arguments],
        "cycles": PLENTY_OF_CYCLES,
        "cells": PLENTY_OF_CELLS,
    }


def program(choices: Choices, arguments: int) -> str:
    """The source of a module with a function `main` of so many integers."""
    drawn = choices.bits(len(FEATURES))
    features = frozenset(name for bit, name in enumerate(FEATURES) if drawn >> bit & 1)
    made = Program(choices, features, choices.integer(4, 30))
    module = Scope(made, None, 0)
    if "imports" in features:
        module.write("import math")
    if choices.chance(1, 8):
        module.write('"""A program."""') if not made.lines else module.write("# imports above")
    if "module" in features:
        _some(module, 4)
    _definitions(module, 4)
    main = inner_scope(module)
    main.variables = [Variable(f"a{index}", "int") for index in range(arguments)]
    module.write(f"def main({', '.join(each.name for each in main.variables)}):")
    if choices.chance(1, 2):
        _definitions(main, 2)
    _some(main, 8)
    if "exceptions" in features:
        try_all(main)
    _result(main)
    return "\n".join(made.lines) + "\n"


def _definitions(scope: Scope, most: int) -> None:
    options = [
        define
        for feature, definitions in DEFINITIONS.items()
        if scope.has(feature)
        for define in definitions
    ]
    count = 0
    while options and scope.choices.more(count, most, 75):
        scope.choices.one_of(options)(scope)
        count += 1


def _some(scope: Scope, most: int) -> None:
    count = 0
    while scope.program.budget > 0 and scope.choices.more(count, most, 90):
        statement(scope)
        count += 1


def _result(scope: Scope) -> None:
    """What shows what happened: the last variables, and an expression or two."""
    shown = [each.name for each in scope.variables[-5:] if each.kind != "set"]
    kinds = [kind for kind in scope.kinds() if kind != "set"]
    shown += [expression(scope, "int"), expression(scope, scope.choices.one_of(kinds))]
    scope.write(f"return {', '.join(shown)},")
