"""Cases of `fuzz.checks.objects`: which operation, on which hostile operands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from fuzz.checks.hostile_operands import HOSTILE, LARGE, OBJECTS, UPSETTING, pool, receivers
from fuzz.choices import Choices, SeededSource
from fuzz.gas.operands import LASTING
from fuzz.gas.rows import KINDS_OF
from reference_vm.compiling import compile_module
from reference_vm.execution import start
from reference_vm.operation import OPERATORS
from spec.bytecode.code import Code
from spec.errors import OutOfCells, OutOfCycles
from spec.revision import PVM_1
from spec.semantics.builtin_classes import CLASSES
from spec.semantics.machine import Machine, run
from spec.semantics.natives import Signature, all_natives
from spec.semantics.values import (
    Attribute,
    ByteArray,
    ClassMethod,
    Dict,
    Function,
    List,
    Namespace,
    Set,
    StaticMethod,
    Value,
)

CYCLES: Final = (20_000, 300, 200_000)
"""Limits of cycles: enough for most operations, stops in the middle, long ones."""
MAKING_CYCLES: Final = 30_000_000
PLENTY_OF_CELLS: Final = 1 << 40
FOLLOWING: Final = (
    *("builtin.repr", "builtin.list", "builtin.hash", "builtin.sorted", "builtin.sum"),
    *("builtin.str", "builtin.dict", "builtin.bytes", "builtin.next", "builtin.max"),
)
"""Operations that are applied to a result."""
UNARY: Final = ("neg", "pos", "invert", "not_")
_LEFT_OUT: Final = frozenset(("builtin.__build_class__",))
_REMEMBERED_MOST: Final = 3_000


class Unmade(Exception):
    """The operands of a case cannot be made: an expression raises."""


@dataclass(frozen=True, slots=True)
class Case:
    """One operation; operands are expressions, the receiver, if there is one, is `r`.

    `follow` is an operation that is applied to the result afterwards, if it is not empty; of a
    `second` case that is the operation that counts.
    """

    operation: str
    receiver: str
    arguments: tuple[str, ...]
    keywords: Mapping[str, str] = field(default_factory=dict)
    cycles: int = CYCLES[0]
    follow: str = ""
    second: bool = False

    def __str__(self) -> str:
        """The operation as one would write it, with the limit of cycles."""
        parts = [self.receiver, *self.arguments] if self.receiver else list(self.arguments)
        parts += [f"{name}={text}" for name, text in self.keywords.items()]
        text = f"{self.operation}({', '.join(parts)})"
        return (
            f"{self.follow}({text}) with {self.cycles} cycles"
            if self.second
            else (f"{text} with {self.cycles} cycles")
        )

    def followed(self) -> Case:
        """The operation that follows, on the result of this one."""
        return replace(self, second=True)


@dataclass(frozen=True, slots=True)
class _Operation:
    """What can be applied: its name, its key, whether it has a receiver, what it takes."""

    name: str
    key: str
    has_receiver: bool
    signature: Signature


@cache
def operations() -> Sequence[_Operation]:
    """All natives whose receivers can be made, and the operators, in order."""
    found = []
    for key, entry in all_natives().items():
        owner, _, member = key.rpartition(".")
        if key in _LEFT_OUT or member.endswith("="):
            continue
        cls = CLASSES.get(owner)
        held = None if cls is None else cls.namespace.get(member)
        if isinstance(held, Attribute):
            found.append(_Operation(f"getattr.{member}", key, True, Signature("self, /")))
        else:
            bound = cls is None or isinstance(held, ClassMethod | StaticMethod)
            found.append(_Operation(key, key, not bound, entry.signature))
    for name in OPERATORS:
        takes = "self" if name in UNARY else "self, value"
        more = ", item" if name == "setitem" else ""
        found.append(_Operation(f"operator.{name}", "", True, Signature(f"{takes}{more}, /")))
    return [each for each in found if not each.has_receiver or _receivers(each)]


def _receivers(operation: _Operation) -> Sequence[str]:
    if operation.name.startswith("operator."):
        return _every_receiver()
    return receivers(operation.key.rpartition(".")[0])


@cache
def _every_receiver() -> Sequence[str]:
    return tuple(expression for kind in LARGE for expression in pool(kind))


def drawn(number: int, seed: int) -> Case:
    """Case `number` of a seed."""
    choices = Choices(SeededSource(seed * 1_000_000_007 + number))
    operation = choices.one_of(operations())
    receiver = ""
    if operation.has_receiver:
        receiver = choices.one_of(_receivers(operation))
        if choices.chance(1, 15):
            receiver = choices.one_of(_every_receiver())
    arguments, keywords = _arguments(choices, operation, bool(receiver))
    if operation.name.startswith("getattr."):
        name = operation.name.removeprefix("getattr.")
        operation, arguments = _GETATTR, [repr(name)]
    follow = choices.one_of(FOLLOWING) if choices.chance(1, 4) else ""
    return Case(
        operation.name, receiver, tuple(arguments), keywords, choices.one_of(CYCLES), follow
    )


_GETATTR: Final = _Operation("builtin.getattr", "builtin.getattr", True, Signature(""))


def _arguments(
    choices: Choices, operation: _Operation, received: bool
) -> tuple[list[str], dict[str, str]]:
    signature = operation.signature
    names = signature.names[1:] if operation.has_receiver else signature.names
    required = signature.required - (1 if operation.has_receiver else 0)
    count = required
    while count < len(names) and choices.chance(2, 3):
        count += 1
    arguments = [_expression(choices, name, operation, received) for name in names[:count]]
    if signature.rest and count == len(names):
        while choices.more(len(arguments), 4, 60):
            arguments.append(_expression(choices, "*", operation, received))
    keywords = {
        name: _expression(choices, name, operation, received)
        for name in signature.keyword_only
        if choices.chance(1, 2)
    }
    return arguments, keywords


def _expression(choices: Choices, name: str, operation: _Operation, received: bool) -> str:
    if received and choices.chance(1, 6):
        return choices.one_of(UPSETTING)
    if choices.chance(1, 6):
        return choices.one_of(OBJECTS)
    owner = operation.key.partition(".")[0]
    if owner in LARGE and choices.chance(1, 3):
        return choices.one_of(pool(owner))
    if name == "cls" and choices.chance(4, 5):
        return owner if owner in CLASSES else choices.one_of(pool("type"))
    kinds = KINDS_OF.get("function_key" if name == "key" else name, tuple(LARGE))
    if choices.chance(1, 8):
        kinds = tuple(LARGE)
    return choices.one_of(pool(choices.one_of(kinds)))


# --- Making operands


@cache
def _globals() -> Namespace:
    """The names that the expressions use."""
    machine = Machine(PVM_1, MAKING_CYCLES, PLENTY_OF_CELLS)
    module = Function(compile_module(HOSTILE.encode()), {"__name__": machine.main_name})
    start(machine, module, [])
    run(machine)
    assert machine.failure is None, machine.failure
    return module.globals


@cache
def _code(expression: str) -> Code:
    module = compile_module(f"def f(r):\n    return {expression}\n".encode())
    return next(each for each in module.consts if isinstance(each, Code) and each.name == "f")


_OF_ITS_OWN: Final = re.compile(
    r"\br\b|troubled|itself|iter|naturals|sender|dies|grower|\bx\b|acts"
)
"""Expressions that are made anew for each case, for what they give refers to others."""
_remembered: dict[str, Value] = {}


def _made(expression: str, receiver: Value) -> Value:
    """The value of an expression; what is slow to make is copied from the last time."""
    known = _remembered.get(expression)
    if known is None:
        machine = Machine(PVM_1, MAKING_CYCLES, PLENTY_OF_CELLS)
        try:
            start(machine, Function(_code(expression), _globals()), [receiver])
            run(machine)
        except (OutOfCycles, OutOfCells):
            raise Unmade(f"{expression} out of limits") from None
        if machine.failure is not None:
            raise Unmade(f"{expression} raises {machine.failure.cls.name}")
        known = machine.result
        lasts = isinstance(known, (*LASTING, List, Dict, Set, ByteArray))
        if not lasts or _OF_ITS_OWN.search(expression) is not None:
            return known
        if len(_remembered) >= _REMEMBERED_MOST:
            _remembered.clear()
        _remembered[expression] = known
    return _copied(known)


def _copied(value: Value) -> Value:
    if isinstance(value, List):
        return List(list(value.items))
    if isinstance(value, ByteArray):
        return ByteArray(bytearray(value.data))
    if isinstance(value, Dict | Set):
        made = type(value)()
        made.fill(value)
        return made
    return value


def operands(case: Case) -> tuple[list[Value], dict[str, Value]]:
    """The values of a case, receiver first; raises Unmade."""
    receiver = _made(case.receiver, None) if case.receiver else None
    values: list[Value] = [receiver] if case.receiver else []
    values += [_made(each, receiver) for each in case.arguments]
    return values, {name: _made(each, receiver) for name, each in case.keywords.items()}
