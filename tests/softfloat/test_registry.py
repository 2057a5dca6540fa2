"""The registry: complete, priced, documented; its errors declared and shown."""

import math

import pytest

from fuzz.checks.float_digest import digest, to_guest
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.float import generate, group_of
from spec.gas_table import TABLE
from spec.marks import MARKS
from spec.softfloat import OPERATIONS, Float, FloatError, marks_of
from spec.softfloat.math_operations import CONSTANTS
from tests.softfloat.samples import from_host
from tests.softfloat.test_special import ERRORS

NOT_IN_3_11 = {"math.fma", "math.sumprod"}


def test_every_function_of_math_is_there() -> None:
    functions = {f"math.{name}" for name in dir(math) if callable(getattr(math, name))}
    ours = {name for name in OPERATIONS if name.startswith("math.")}

    assert {name for name in functions if "__" not in name} | NOT_IN_3_11 == ours | NOT_IN_3_11
    for name, value in CONSTANTS.items():
        assert value.bits == from_host(getattr(math, name))


def test_every_operation_has_a_price_and_words() -> None:
    for operation in OPERATIONS.values():
        assert TABLE.price(operation.price) is not None
        assert len(operation.summary) > 3, operation.name
        assert operation.mark in ("", *MARKS)


def test_calls_with_a_wrong_number_of_arguments_are_errors_of_the_guest() -> None:
    for arguments in ((), (Float(0), Float(0))):
        with pytest.raises(FloatError, match="takes 1 arguments"):
            OPERATIONS["math.sin"](*arguments)


def test_only_declared_errors_are_raised_and_all_of_them() -> None:
    raised: dict[str, set[str]] = {name: set() for name in OPERATIONS}
    for name, _, kind, _ in ERRORS:
        if kind != "TypeError":
            raised[name].add(kind)
    known_marks = set(MARKS)
    noted = {""}
    for number in range(60_000):
        body = generate(Choices(SeededSource(number)))
        operation = OPERATIONS[body["operation"]]
        arguments = [to_guest(form) for form in body["arguments"]]
        assert known_marks.issuperset(marks_of(operation, arguments))
        try:
            operation(*arguments)
        except FloatError as error:
            raised[operation.name].add(error.type_name)
            noted.add(error.mark)
    assert noted <= {"", *MARKS}
    for name, types in raised.items():
        assert types <= set(OPERATIONS[name].errors), name
    never = {
        f"{name}: {kind}"
        for name, entry in OPERATIONS.items()
        for kind in entry.errors
        if kind not in raised[name]
    }
    # what random cases do not reach is reached by the tables of special values
    assert never <= {"format: MemoryError", "math.fsum: ValueError"}, never


def test_groups_of_the_lane_keep_most_cases_free_of_marks() -> None:
    inexact = 0
    for number in range(3000):
        body = generate(Choices(SeededSource(number)))
        inexact += group_of(OPERATIONS[body["operation"]]) == "inexact"
    assert inexact < 0.3 * 3000


def test_the_digest_depends_on_the_seed_and_on_nothing_else() -> None:
    assert digest(300, 1) == digest(300, 1)
    assert digest(300, 1) != digest(300, 2)
