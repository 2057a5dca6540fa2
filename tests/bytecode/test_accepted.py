"""Validation accepts all that CPython 3.14 compiles within the profile."""

from collections import Counter

from spec.bytecode.code import Code, number_codes
from spec.bytecode.errors import InvalidCode
from spec.bytecode.instructions import CodeFlag
from spec.bytecode.validator import check_code

from .rules import AllRules

_OUTSIDE_FLAGS = CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR | CodeFlag.ITERABLE_COROUTINE


def test_every_compiled_code_object_is_valid(compiled: list[Code]) -> None:
    refused: Counter[str] = Counter()
    accepted = 0
    for module in compiled:
        for number, code in enumerate(number_codes(module)):
            if code.flags & _OUTSIDE_FLAGS:
                continue
            try:
                check_code(code, number, AllRules())
                accepted += 1
            except InvalidCode as refusal:
                refused[f"{refusal} in {code.qualname}"] += 1

    assert not refused
    assert accepted > 800
