"""Methods and operators of builtin types against CPython 3.14's recorded answers.

`oracle/` has, for each script, the digests of chunks of 100 answers that the script printed when it
ran inside CPython 3.14; the same script makes the same cases here. To see a difference, run it
there with `--answers`.
"""

import json
from pathlib import Path

import containers
import draw
import mathematics
import octets
import pytest
import templates
import texts

from spec.bytecode.instructions import BinaryOp
from spec.semantics.arithmetic import binary, binary_operation
from spec.semantics.natives import MODULE_FUNCTIONS, native_call
from spec.semantics.raising import Raise
from tests.objects.natives import (
    answer,
    call_method,
    error_of,
    finished,
    guest,
    host,
    new_machine,
)

ORACLE = Path(__file__).parent / "oracle"
COUNT = 20_000


def expected(name):
    """Return the recorded digests of a script."""
    return json.loads((ORACLE / f"{name}.json").read_text())


def differences(name, answers):
    """Return the chunks whose answers are not CPython's."""
    found = draw.chunk_digests(answers)
    wanted = expected(name)
    assert len(found) == len(wanted)
    return [place for place, digest in enumerate(found) if digest != wanted[place]]


def test_methods_of_str():
    cases = texts.cases(draw.Draw(2), COUNT)
    assert differences("texts", [answer(*case, texts.shown) for case in cases]) == []


def template_answer(name, receiver, arguments):
    """Return our answer for `str.format` or `%`."""
    try:
        if name == "format":
            return templates.shown(host(call_method(receiver, name, arguments, templates.NAMED)))
        machine = new_machine()
        operation = binary_operation(machine.revision.prices, BinaryOp.REMAINDER)
        left, right = guest(receiver), guest(arguments[0])
        return templates.shown(
            host(finished(machine, lambda: binary(machine, operation, left, right)))
        )
    except Raise as raised:
        return error_of(raised)


def test_format_and_percent():
    cases = templates.cases(draw.Draw(3), COUNT)
    assert differences("templates", [template_answer(*case) for case in cases]) == []


def container_answer(name, receiver, arguments, shown=containers.shown):
    """Return our answer and the receiver afterwards."""
    held = guest(receiver)
    try:
        result = shown(host(call_method(held, name, arguments)))
    except Raise as raised:
        result = error_of(raised)
    return f"{result} -> {shown(host(held))}"


def test_lists_dicts_and_sets():
    cases = containers.cases(draw.Draw(4), COUNT)
    assert differences("containers", [container_answer(*case) for case in cases]) == []


def test_bytes_and_bytearrays():
    cases = octets.cases(draw.Draw(6), COUNT)
    found = [container_answer(*case, octets.shown) for case in cases]
    assert differences("octets", found) == []


def math_answer(name, arguments, named):
    """Return our answer for a function of module math."""
    machine = new_machine()
    function = MODULE_FUNCTIONS["math"][name]
    given = [guest(each) for each in arguments]
    keywords = {key: guest(value) for key, value in named.items()}
    try:
        result = finished(machine, lambda: native_call(machine, function, given, keywords))
    except Raise as raised:
        return error_of(raised)
    return mathematics.shown(name, host(result))


def test_module_math():
    cases = mathematics.cases(draw.Draw(7), COUNT // 2)
    assert differences("mathematics", [math_answer(*case) for case in cases]) == []


@pytest.mark.parametrize(
    ("expression", "order"),
    [
        (("__or__", [3, 1], [2, 1, 0]), [3, 1, 2, 0]),
        (("__and__", [3, 1, 2], [2, 3]), [2, 3]),
        (("__and__", [3, 1], [1, 3]), [1, 3]),
        (("__and__", [3], [1, 3]), [3]),
        (("__sub__", [3, 1, 2], [1]), [3, 2]),
        (("__xor__", [3, 1, 2], [2, 5, 4]), [3, 1, 5, 4]),
        (("union", [3, 1], [0, 3]), [3, 1, 0]),
        (("intersection", [3, 1, 2], [2, 3]), [2, 3]),
        (("symmetric_difference", [1, 2], [3, 2]), [1, 3]),
    ],
)
def test_order_of_set_operations(expression, order):
    name, left, right = expression
    made = call_method(ordered_set(left), name, [ordered_set(right)])
    assert [entry.key for entry in made.entries()] == order


def ordered_set(elements):
    """Return a guest set with its elements in this order."""
    return call_method(set(), "union", [elements])


def test_pop_takes_the_last_element():
    made = ordered_set([5, 3, 9])
    assert [call_method(made, "pop", []) for _ in range(3)] == [9, 3, 5]
