"""One operation of the language on given values: a method, a builtin function or an operator.

An operation has a name: `TYPE.METHOD`, `builtin.NAME` (a function or class of the builtins),
`math.NAME` or `operator.NAME` (an operator, executed by its instruction). Its receiver is its
first argument.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from reference_vm.compiling import compile_module
from reference_vm.execution import Execution, ended
from spec.bytecode.code import Code
from spec.bytecode.instructions import Op
from spec.errors import OutOfCells, OutOfCycles
from spec.revision import PVM_1, Revision
from spec.semantics.attributes import get_attribute
from spec.semantics.builtin_classes import CLASSES, class_of
from spec.semantics.calls import call
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.iteration import ADVANCE, advance, get_iterator
from spec.semantics.machine import Machine, run
from spec.semantics.natives import MODULE_FUNCTIONS
from spec.semantics.values import ABSENT, Dict, Finished, Function, List, Value

ELEMENTS_SHOWN: Final = 100
"""How many elements of an iterator are asked for, to show what it is."""

VIEWS: Final = {"dict_keys": "keys", "dict_values": "values", "dict_items": "items"}
"""Types of receivers that are made from a dict by one of its methods."""

EXPRESSIONS: Final = {
    "add": "a + b", "sub": "a - b", "mul": "a * b", "truediv": "a / b", "floordiv": "a // b",
    "mod": "a % b", "pow": "a ** b", "lshift": "a << b", "rshift": "a >> b", "and_": "a & b",
    "or_": "a | b", "xor": "a ^ b", "lt": "a < b", "le": "a <= b", "eq": "a == b",
    "ne": "a != b", "gt": "a > b", "ge": "a >= b", "contains": "b in a", "getitem": "a[b]",
    "neg": "-a", "pos": "+a", "invert": "~a", "not_": "not a",
}  # fmt: skip
"""Operator -> the expression that it stands for, as in Python's module `operator`."""

STATEMENTS: Final = {
    "iadd": "a += b", "isub": "a -= b", "imul": "a *= b", "imod": "a %= b", "ior": "a |= b",
    "iand": "a &= b", "ixor": "a ^= b", "ilshift": "a <<= b", "ifloordiv": "a //= b",
    "setitem": "a[b] = c", "delitem": "del a[b]",
}  # fmt: skip
"""Operator -> its statement; the operators in place return their first operand."""

OPERATORS: Final = (*EXPRESSIONS, *STATEMENTS)


class UnknownOperation(Exception):
    """There is no operation of that name."""


def run_operation(
    name: str,
    arguments: list[Value],
    keywords: dict[str, Value],
    cycles: int,
    cells: int,
    revision: Revision = PVM_1,
) -> Execution:
    """Apply an operation; a receiver comes first among `arguments`.

    The value of an operation that gives an iterator or a view is a tuple of that and a list of
    its first ELEMENTS_SHOWN elements. Raises UnknownOperation.
    """
    owner, _, member = name.partition(".")
    machine = Machine(revision, cycles, cells)
    steps = _method(machine, owner, member) if owner in CLASSES else None
    if steps is None:
        steps = _given(_function(machine, owner, member))
    stopped: OutOfCycles | OutOfCells | None = None
    try:
        machine.push(NativeFrame(_apply(machine, owner, steps, list(arguments), keywords)))
        machine.settle(None, None)
        run(machine)
    except (OutOfCycles, OutOfCells) as error:
        stopped = error
    return ended(machine, stopped)


def _function(machine: Machine, owner: str, member: str) -> Value:
    found: Value = ABSENT
    if owner == "builtin":
        found = machine.builtins.get(member, ABSENT)
    elif owner == "operator":
        code = _operators().get(member)
        found = ABSENT if code is None else Function(code, {"__name__": machine.main_name})
    elif owner in MODULE_FUNCTIONS:
        found = MODULE_FUNCTIONS[owner].get(member, ABSENT)
    if found is ABSENT:
        raise UnknownOperation(f"{owner}.{member}")
    return found


def _given(function: Value) -> Suspended:
    return function
    yield


def _method(machine: Machine, owner: str, name: str) -> Suspended:
    price = machine.revision.op_price(Op.LOAD_ATTR)
    return (yield get_attribute(machine, CLASSES[owner], name, price))


def _apply(
    machine: Machine,
    owner: str,
    finding: Suspended,
    arguments: list[Value],
    keywords: dict[str, Value],
) -> Suspended:
    function = yield from finding
    if owner in VIEWS and arguments and type(arguments[0]) is Dict:
        maker = CLASSES["dict"].namespace[VIEWS[owner]]
        arguments[0] = yield call(machine, maker, [arguments[0]])
    value = yield call(machine, function, arguments, keywords or None)
    if not shows_elements(value):
        return value
    elements: list[Value] = []
    iterator = yield get_iterator(machine, value)
    while len(elements) < ELEMENTS_SHOWN:
        element = yield advance(machine, iterator)
        if type(element) is Finished:
            break
        elements.append(element)
    return (value, List(elements))


def shows_elements(value: Value) -> bool:
    """Whether the elements of a value are asked for: it is an iterator or a view of a dict."""
    return type(value) in ADVANCE or class_of(value).name in VIEWS


@cache
def _operators() -> dict[str, Code]:
    """For each operator a function that applies it."""
    lines = []
    for name, text in EXPRESSIONS.items():
        parameters = "a, b" if "b" in text else "a"
        lines.append(f"def {name}({parameters}): return {text}")
    for name, text in STATEMENTS.items():
        parameters = "a, b, c" if text.endswith("c") else "a, b"
        result = "return a" if text.endswith("= b") else "return None"
        lines.append(f"def {name}({parameters}):\n    {text}\n    {result}")
    module = compile_module("\n".join([*lines, ""]).encode("ascii"))
    codes = [constant for constant in module.consts if isinstance(constant, Code)]
    return {code.name: code for code in codes}
