"""Generators: making, yielding, delegating."""

from __future__ import annotations

from spec.bytecode.code import Code
from spec.bytecode.instructions import Op
from spec.semantics.builtin_classes import CLASSES, class_of, is_subclass
from spec.semantics.frame import SWITCH, Activation, Frame, NativeFrame, Suspended
from spec.semantics.generators import resume
from spec.semantics.iteration import next_value, stop_value
from spec.semantics.lookup import lookup
from spec.semantics.machine import Machine
from spec.semantics.prices import Prices
from spec.semantics.raising import Raise, attribute_error
from spec.semantics.registry import Effect, rule
from spec.semantics.special import call_special
from spec.semantics.values import (
    ABSENT,
    ExceptionInstance,
    Finished,
    Generator,
    Value,
)


@rule(Op.RETURN_GENERATOR, stack="-- sent", effect=Effect.WRITES)
def return_generator(machine: Machine, frame: Frame, operand: object) -> int:
    """Take the frame off and give the caller a generator that holds it.

    The value pushed is that of the first resumption, always None.
    """
    code = frame.prepared.code
    generator = Generator(frame, code.name, code.qualname)
    machine.pop()
    frame.generator = generator
    machine.settle(generator, None)
    return SWITCH


@rule(Op.YIELD_VALUE, stack="value -- sent", raises=("user-error",), effect=Effect.WRITES)
def yield_value(machine: Machine, frame: Frame, delegating: int) -> int:
    """Take the frame off and deliver the value to whoever resumed the generator.

    What is thrown into the generator is raised here.
    """
    value = frame.stack.pop()
    generator = frame.generator
    assert generator is not None
    machine.leave_generator(generator)
    machine.pop()
    machine.settle(value, None)
    return SWITCH


def _target(prices: Prices, code: Code, oparg: int) -> object:
    return oparg


@rule(
    Op.SEND,
    stack="iterator, value -- iterator, result",
    raises=("ValueError", "AttributeError", "RecursionError", "user-error"),
    effect=Effect.WRITES,
    prepare=_target,
)
def send(machine: Machine, frame: Frame, target: int) -> int | None:
    """Send a value to the iterator of a `yield from`.

    What it yields goes on to be yielded; when it has ended, go on at the target with the
    value it returned.
    """
    stack = frame.stack
    value = stack.pop()
    iterator = stack[-1]
    result: Value
    if isinstance(iterator, Generator):
        result = resume(machine, iterator, value)
    elif value is None:
        result = next_value(machine, iterator)
    else:
        result = NativeFrame(_send_by_method(machine, iterator, value))
    if isinstance(result, Activation):
        return machine.enter(result, _sent)
    return _received(frame, target, result)


def _received(frame: Frame, target: int, result: Value) -> int | None:
    if type(result) is Finished:
        frame.stack.append(result.value)
        return target
    frame.stack.append(result)
    return None


def _sent(machine: Machine, frame: Frame, target: int, value: Value) -> Activation | None:
    jump = _received(frame, target, value)
    if jump is not None:
        frame.index = jump
    return None


def _send_by_method(machine: Machine, iterator: Value, value: Value) -> Suspended:
    cls = class_of(iterator)
    found = lookup(cls, "send")[0]
    if found is ABSENT:
        raise attribute_error(f"'{cls.name}' object has no attribute 'send'", iterator, "send")
    try:
        return (yield call_special(machine, found, iterator, [value]))
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["StopIteration"]):
            raise
        return Finished(stop_value(raised.error))


@rule(Op.END_SEND, stack="iterator, value -- value")
def end_send(machine: Machine, frame: Frame, operand: object) -> None:
    """Drop the iterator of a `yield from` from below its value."""
    value = frame.stack.pop()
    frame.stack[-1] = value


@rule(
    Op.CLEANUP_THROW,
    stack="iterator, value, exception -- none, value",
    raises=("user-error",),
    effect=Effect.WRITES,
)
def cleanup_throw(machine: Machine, frame: Frame, operand: object) -> None:
    """An exception came into a `yield from`: StopIteration ends it with its value."""
    stack = frame.stack
    error = stack[-1]
    assert isinstance(error, ExceptionInstance)
    if not is_subclass(error.cls, CLASSES["StopIteration"]):
        raise Raise(error, fresh=False)
    del stack[-3:]
    stack.append(None)
    stack.append(stop_value(error))
