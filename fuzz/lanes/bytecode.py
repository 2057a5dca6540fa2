"""Generates cases of the lane `bytecode`: valid code objects that always end.

A case is a program (statements over typed variables), a single instruction on boundary
operands or a few calls of natives on boundary values. Which features a program uses is drawn
first. The generator keeps to what validation accepts, and knows nothing of any implementation.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, TypeAlias

from fuzz.choices import Choices
from fuzz.lanes.bytecode_builder import Builder
from fuzz.lanes.bytecode_classes import define_class, use_class
from fuzz.lanes.bytecode_expressions import any_kind, expression
from fuzz.lanes.bytecode_functions import (
    define_function,
    define_recursive,
    new_cells,
    start_cells,
    use_generator,
)
from fuzz.lanes.bytecode_meter import draw_limit
from fuzz.lanes.bytecode_natives import natives
from fuzz.lanes.bytecode_patterns import (
    except_star,
    global_names,
    import_statement,
    match_statement,
)
from fuzz.lanes.bytecode_scope import FEATURES, Scope
from fuzz.lanes.bytecode_single import single
from fuzz.lanes.bytecode_statements import leave_function, statement
from fuzz.lanes.bytecode_values import draw_value
from spec.bytecode.instructions import Op

PLENTY_OF_CYCLES: Final = 1_000_000
PLENTY_OF_CELLS: Final = 10_000_000


def generate(choices: Choices) -> dict[str, Any]:
    """The body of a case: `code`, `arguments`, `cycles`, `cells`."""
    if choices.chance(1, 4):
        body = single(choices, (PLENTY_OF_CYCLES, PLENTY_OF_CELLS))
    elif choices.chance(1, 6):
        body = natives(choices, (PLENTY_OF_CYCLES, PLENTY_OF_CELLS))
    else:
        body = _program(choices)
    if choices.chance(1, 20):
        draw_limit(choices, body)
    return body


def _program(choices: Choices) -> dict[str, Any]:
    drawn = choices.bits(len(FEATURES))
    features = frozenset(name for bit, name in enumerate(FEATURES) if drawn >> bit & 1)
    builder = Builder("f")
    scope = Scope(choices, features, builder, choices.integer(4, 40))
    scope.borrow = choices.boolean()
    arguments = []
    for index in range(choices.integer(0, 3)):
        kind = any_kind(scope)
        scope.variables.append(builder.new_local(kind, f"p{index}"))
        arguments.append(draw_value(choices, kind))
    if "closures" in features:
        new_cells(scope)
    builder.begin()
    if "large" in features and choices.chance(1, 16):
        # Constants and names beyond 255, so that operands need a prefix.
        builder.consts += [["int", 1000 + index] for index in range(300)]
    start_cells(scope)
    drawn = 0
    while builder.reachable and scope.budget > 0 and choices.more(drawn, 8, 85):
        _top_statement(scope)
        drawn += 1
    if builder.reachable:
        _result(scope)
        leave_function(scope)
    return {
        "code": builder.finish(len(arguments)),
        "arguments": arguments,
        "cycles": PLENTY_OF_CYCLES,
        "cells": PLENTY_OF_CELLS,
    }


def _top_statement(scope: Scope) -> None:
    """A definition, a use of one, or any statement."""
    scope.budget -= 1
    scope.choices.one_of(_statements(scope.features & _TOP_FEATURES))(scope)


Statement: TypeAlias = Callable[[Scope], None]

_BY_FEATURE: Final[Mapping[str, tuple[Statement, ...]]] = {
    "functions": (define_function, define_function, define_recursive),
    "generators": (use_generator,),
    "classes": (define_class, use_class, use_class),
    "matches": (match_statement,),
    "groups": (except_star,),
    "imports": (import_statement,),
    "names": (global_names,),
}
_TOP_FEATURES: Final = frozenset(_BY_FEATURE)


@cache
def _statements(features: frozenset[str]) -> list[Statement]:
    """What may stand at the top of a program with these features, simplest first."""
    found: list[Statement] = [statement] * 4
    for feature, statements in _BY_FEATURE.items():
        if feature in features:
            found += statements
    return found


def _result(scope: Scope) -> None:
    """A value that shows what happened: the variables, or an expression."""
    shown = [variable for variable in scope.variables if variable.kind != "counter"][-4:]
    if not shown:
        expression(scope, any_kind(scope))
        return
    for variable in shown:
        scope.load_variable(variable)
    if len(shown) > 1:
        scope.builder.emit(Op.BUILD_TUPLE, len(shown))
