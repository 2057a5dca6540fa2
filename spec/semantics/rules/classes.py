"""LOAD_BUILD_CLASS and the intrinsics."""

from __future__ import annotations

from typing import Final

from spec.bytecode.code import Code
from spec.bytecode.instructions import Intrinsic1, Op
from spec.errors import Impossible
from spec.gas_table import Price
from spec.gas_table.sizes import sequence_size
from spec.semantics.builtin_classes import CLASSES, is_subclass
from spec.semantics.frame import Activation, Frame, NativeFrame
from spec.semantics.groups import prepare_reraise
from spec.semantics.integers import limited
from spec.semantics.machine import Machine
from spec.semantics.prices import Prices
from spec.semantics.raising import refused
from spec.semantics.registry import Charge, Effect, rule
from spec.semantics.rules.operators import positive
from spec.semantics.values import ExceptionInstance, List, Value


@rule(Op.LOAD_BUILD_CLASS, stack="-- builtin", effect=Effect.READS)
def load_build_class(machine: Machine, frame: Frame, operand: object) -> None:
    """Push the builtin that a `class` statement calls."""
    frame.stack.append(machine.revision.build_class)


_NAMES: Final = {
    Intrinsic1.IMPORT_STAR: "import_star",
    Intrinsic1.STOPITERATION_ERROR: "stopiteration_error",
    Intrinsic1.UNARY_POSITIVE: "unary_positive",
    Intrinsic1.LIST_TO_TUPLE: "list_to_tuple",
}


def _intrinsic(prices: Prices, code: Code, oparg: int) -> object:
    which = Intrinsic1(oparg)
    return which, prices.table.price(f"CALL_INTRINSIC_1.{_NAMES[which]}")


@rule(
    Op.CALL_INTRINSIC_1,
    stack="value -- result",
    charge=Charge.KINDS,
    raises=("TypeError", "DeterminismError", "user-error"),
    effect=Effect.WRITES,
    prepare=_intrinsic,
)
def call_intrinsic_1(
    machine: Machine, frame: Frame, operand: tuple[Intrinsic1, Price]
) -> int | None:
    """`import *`, StopIteration out of a generator, unary plus, list to tuple."""
    which, price = operand
    value = frame.stack.pop()
    if which is Intrinsic1.LIST_TO_TUPLE:
        assert isinstance(value, List)
        machine.meter.charge(price.cost(len(value.items)))
        machine.allocate(sequence_size(len(value.items)))
        frame.stack.append(tuple(value.items))
        return None
    if which is Intrinsic1.STOPITERATION_ERROR:
        machine.meter.charge(price.base)
        assert isinstance(value, ExceptionInstance)
        frame.stack.append(stop_iteration_error(value))
        return None
    if which is Intrinsic1.UNARY_POSITIVE:
        return _positive(machine, frame, value, price)
    machine.meter.charge(price.cost(0))
    raise refused("import *")


def _positive(machine: Machine, frame: Frame, value: Value, price: Price) -> int | None:
    machine.meter.charge(price.cost(value.bit_length() if isinstance(value, int) else 0))
    result = positive(machine, value)
    if isinstance(result, Activation):
        return machine.enter(result)
    frame.stack.append(limited(machine, result) if isinstance(result, int) else result)
    return None


def stop_iteration_error(error: ExceptionInstance) -> ExceptionInstance:
    """What leaves a generator that raised `error`: RuntimeError for StopIteration."""
    if not is_subclass(error.cls, CLASSES["StopIteration"]):
        return error
    made = ExceptionInstance(CLASSES["RuntimeError"], ("generator raised StopIteration",))
    made.cause = error
    made.context = error
    made.suppress = True
    return made


def _reraise_star(prices: Prices, code: Code, oparg: int) -> object:
    return prices.table.price("CALL_INTRINSIC_2.prep_reraise_star")


@rule(
    Op.CALL_INTRINSIC_2,
    stack="exception, list -- exception or none",
    charge=Charge.KINDS,
    raises=("TypeError", "user-error"),
    effect=Effect.WRITES,
    prepare=_reraise_star,
)
def call_intrinsic_2(machine: Machine, frame: Frame, price: Price) -> int:
    """What a `try` with `except*` raises at its end, or None."""
    raised = frame.stack.pop()
    original = frame.stack.pop()
    if not isinstance(raised, List) or not isinstance(original, ExceptionInstance):
        raise Impossible("PREP_RERAISE_STAR on other operands")
    machine.meter.charge(price.cost(len(raised.items)))
    return machine.enter(NativeFrame(prepare_reraise(machine, original, raised.items)))
