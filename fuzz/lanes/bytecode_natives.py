"""Cases of the lane `bytecode` that call natives: a function whose parameters are their values."""

from typing import Any

from diff.guest import code_from_guest
from fuzz.choices import Choices
from fuzz.lanes.native_calls import Calls, draw_calls
from reference_vm.compiling import compile_module
from spec.bytecode.code import Code


def natives(choices: Choices, limits: tuple[int, int]) -> dict[str, Any]:
    """The body of a case with a few calls; `limits` are its cycles and cells."""
    calls = draw_calls(choices)
    cycles, cells = limits
    return {
        "code": code_from_guest(compiled(calls)),
        "arguments": list(calls.values.values()),
        "cycles": cycles,
        "cells": cells,
    }


def compiled(calls: Calls) -> Code:
    """The code of a function of the values that makes the calls."""
    body = [f"    {line}" for line in (*calls.definitions, *calls.lines)]
    source = "\n".join([f"def f({', '.join(calls.values)}):", *body, ""])
    module = compile_module(source.encode())
    return next(constant for constant in module.consts if isinstance(constant, Code))
