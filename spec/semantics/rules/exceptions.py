"""Raising, matching and handling of exceptions."""

from __future__ import annotations

from typing import Final

from spec.bytecode.instructions import Op
from spec.semantics.builtin_classes import (
    CLASSES,
    class_of,
    is_exception_class,
    is_subclass,
    type_name,
)
from spec.semantics.calls import dispatch, invoke
from spec.semantics.frame import SWITCH, Activation, Frame, NativeFrame, Suspended
from spec.semantics.groups import split_group
from spec.semantics.machine import Machine
from spec.semantics.raising import Raise, runtime_error, type_error
from spec.semantics.registry import Charge, Effect, rule
from spec.semantics.values import Class, ExceptionInstance, Value


@rule(
    Op.RAISE_VARARGS,
    stack="exception?, cause? --",
    raises=("TypeError", "RuntimeError", "user-error"),
    effect=Effect.WRITES,
)
def raise_varargs(machine: Machine, frame: Frame, count: int) -> int:
    """`raise`, `raise exception` or `raise exception from cause`."""
    stack = frame.stack
    if count == 0:
        handled = machine.handled_error()
        if handled is None:
            raise runtime_error("No active exception to reraise")
        raise Raise(handled, fresh=False)
    cause = stack.pop() if count == 2 else None
    value = stack.pop()
    if isinstance(value, ExceptionInstance) and count == 1:
        raise_now(machine, value)
    return machine.enter(NativeFrame(_raise(machine, value, cause, count == 2)))


def raise_now(machine: Machine, error: ExceptionInstance) -> None:
    """Raise an exception whose flight the instruction has already paid."""
    machine.set_context(error)
    raise Raise(error, fresh=False)


def _raise(machine: Machine, value: Value, cause: Value, with_cause: bool) -> Suspended:
    error = yield from _exception(machine, value, "exceptions must derive from BaseException")
    if with_cause:
        if cause is None:
            error.cause = None
        else:
            text = "exception causes must derive from BaseException"
            error.cause = yield from _exception(machine, cause, text)
        error.suppress = True
    raise_now(machine, error)


def _exception(machine: Machine, value: Value, text: str) -> Suspended:
    """`value`, or an instance of it if it is a class."""
    if isinstance(value, ExceptionInstance):
        return value
    if not is_exception_class(value):
        raise type_error(text)
    assert isinstance(value, Class)
    made = yield dispatch(machine, value, [], None)
    if not isinstance(made, ExceptionInstance):
        raise type_error(
            f"calling <class '{value.module}.{value.qualname}'> should have returned an "
            f"instance of BaseException, not <class '{type_name(made)}'>"
        )
    return made


@rule(Op.RERAISE, stack="*kept, exception -- *kept", effect=Effect.WRITES)
def reraise(machine: Machine, frame: Frame, count: int) -> None:
    """Raise the exception on top again, as it is."""
    error = frame.stack.pop()
    assert isinstance(error, ExceptionInstance)
    raise Raise(error, fresh=False)


@rule(Op.PUSH_EXC_INFO, stack="exception -- previous, exception", effect=Effect.WRITES)
def push_exc_info(machine: Machine, frame: Frame, operand: object) -> None:
    """Make the exception on top the one being handled; keep the previous one below it."""
    stack = frame.stack
    error = stack[-1]
    assert isinstance(error, ExceptionInstance)
    stack[-1] = machine.handled.error
    stack.append(error)
    machine.handled.error = error


@rule(Op.POP_EXCEPT, stack="previous --", effect=Effect.WRITES)
def pop_except(machine: Machine, frame: Frame, operand: object) -> None:
    """Make the exception on top, or none, the one being handled again."""
    previous = frame.stack.pop()
    assert previous is None or isinstance(previous, ExceptionInstance)
    machine.handled.error = previous


_CATCHING: Final = "catching classes that do not inherit from BaseException is not allowed"
_CATCHING_GROUPS: Final = "catching ExceptionGroup with except* is not allowed. Use except instead."


def check_classes(classes: Value) -> list[Class]:
    """The classes that an `except` names; raises TypeError unless all are exceptions."""
    found: list[Class] = []
    for each in classes if isinstance(classes, tuple) else (classes,):
        if not is_exception_class(each):
            raise type_error(_CATCHING)
        assert isinstance(each, Class)
        found.append(each)
    return found


@rule(
    Op.CHECK_EXC_MATCH,
    stack="exception, classes -- exception, bool",
    charge=Charge.SIZED,
    raises=("TypeError",),
)
def check_exc_match(machine: Machine, frame: Frame, operand: object) -> None:
    """Whether the exception belongs to a class, or one of a tuple of classes."""
    classes = frame.stack.pop()
    error = frame.stack[-1]
    price = machine.revision.op_price(Op.CHECK_EXC_MATCH)
    count = len(classes) if isinstance(classes, tuple) else 0
    machine.meter.charge(price.cost(count))
    own = class_of(error)
    found = False
    for each in check_classes(classes):
        found = found or is_subclass(own, each)
    frame.stack.append(found)


@rule(
    Op.CHECK_EG_MATCH,
    stack="group, classes -- rest, match",
    charge=Charge.SIZED,
    raises=("TypeError", "user-error"),
    effect=Effect.WRITES,
)
def check_eg_match(machine: Machine, frame: Frame, operand: object) -> int:
    """Split the exception by the classes of an `except*`: what is left, what matches."""
    classes = frame.stack.pop()
    error = frame.stack.pop()
    assert isinstance(error, ExceptionInstance) or error is None
    return machine.enter(NativeFrame(_match_group(machine, error, classes)), _rest_and_match)


def _match_group(machine: Machine, error: ExceptionInstance | None, classes: Value) -> Suspended:
    price = machine.revision.op_price(Op.CHECK_EG_MATCH)
    machine.meter.charge(price.cost(0))
    wanted = check_classes(classes)
    if any(is_subclass(each, CLASSES["BaseExceptionGroup"]) for each in wanted):
        raise type_error(_CATCHING_GROUPS)
    if error is None:
        return (None, None)
    if any(is_subclass(error.cls, each) for each in wanted):
        if is_subclass(error.cls, CLASSES["BaseExceptionGroup"]):
            return (None, error)
        maker = CLASSES["ExceptionGroup"]
        wrapped = yield invoke(machine, maker, ["", (error,)])
        return (None, wrapped)
    if not is_subclass(error.cls, CLASSES["BaseExceptionGroup"]):
        return (error, None)
    match, rest = yield from split_group(machine, error, wanted, price)
    return (rest, match)


def _rest_and_match(
    machine: Machine, frame: Frame, operand: object, value: Value
) -> Activation | None:
    assert isinstance(value, tuple)
    rest, match = value
    frame.stack.append(rest)
    frame.stack.append(match)
    if match is not None:
        assert isinstance(match, ExceptionInstance)
        machine.handled.error = match
    return None


@rule(
    Op.WITH_EXCEPT_START,
    stack="exit, receiver, lasti, previous, exception -- (same), result",
    raises=("TypeError", "RecursionError", "user-error"),
    effect=Effect.WRITES,
)
def with_except_start(machine: Machine, frame: Frame, operand: object) -> int | None:
    """Call `__exit__` with the type of the exception, the exception and None (no traceback)."""
    from spec.semantics.values import NULL

    stack = frame.stack
    error = stack[-1]
    receiver = stack[-4]
    callee = stack[-5]
    arguments = [class_of(error), error, None]
    if receiver is not NULL:
        arguments = [receiver, *arguments]
    result = invoke(machine, callee, arguments)
    if isinstance(result, Activation):
        return machine.enter(result)
    stack.append(result)
    return None


__all__ = ["SWITCH", "raise_now"]
