"""Generators: a frame that is taken off at `yield` and put back when it is resumed.

A resumed generator delivers what it yields; when it returns, it delivers a `Finished` with
its value; what it raises unwinds into whoever resumed it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spec.bytecode.instructions import Op
from spec.semantics.builtin_classes import CLASSES, class_of, is_subclass
from spec.semantics.frame import Frame, NativeFrame, Suspended
from spec.semantics.lookup import lookup
from spec.semantics.raising import Raise, runtime_error, stop_iteration, value_error
from spec.semantics.special import call_special
from spec.semantics.values import (
    ABSENT,
    EXHAUSTED,
    ExceptionInstance,
    Finished,
    Generator,
    Value,
)

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def resume(machine: Machine, generator: Generator, value: Value) -> Value:
    """Run the generator on, its `yield` giving `value`: an activation, or EXHAUSTED."""
    if generator.running:
        raise value_error("generator already executing")
    frame = generator.frame
    if frame is None:
        return EXHAUSTED
    generator.started = True
    frame.sent = value
    return frame


def delegate_of(frame: Frame) -> Value:
    """The iterator that a suspended generator yields from, or ABSENT."""
    prepared = frame.prepared
    if prepared.ops[frame.index] is Op.YIELD_VALUE and prepared.opargs[frame.index] == 1:
        return frame.stack[-1]
    return ABSENT


def throw(machine: Machine, generator: Generator, error: ExceptionInstance) -> Suspended:
    """Raise `error` where the generator stands; delivers as `resume` does."""
    if generator.running:
        raise value_error("generator already executing")
    frame = generator.frame
    if frame is None or not generator.started:
        generator.frame = None
        raise Raise(error, fresh=False)
    delegate = delegate_of(frame)
    if delegate is not ABSENT:
        generator.running = True
        try:
            if is_subclass(error.cls, CLASSES["GeneratorExit"]):
                yield NativeFrame(_close_delegate(machine, delegate))
            else:
                answer = yield NativeFrame(_throw_delegate(machine, delegate, error))
                if type(answer) is not Finished:
                    generator.running = False
                    return answer
                if answer is not NO_DELEGATE:
                    error = stop_iteration(answer.value).error
        except Raise as raised:
            error = raised.error
        generator.running = False
    frame.pending = error
    return (yield frame)


NO_DELEGATE: Final = Finished()
"""The delegate knows nothing of `throw`: the exception is the generator's own."""


def _throw_delegate(machine: Machine, delegate: Value, error: ExceptionInstance) -> Suspended:
    if isinstance(delegate, Generator):
        return (yield NativeFrame(throw(machine, delegate, error)))
    found = lookup(class_of(delegate), "throw")[0]
    if found is ABSENT:
        return NO_DELEGATE
    try:
        return (yield call_special(machine, found, delegate, [error]))
    except Raise as raised:
        if not is_subclass(raised.error.cls, CLASSES["StopIteration"]):
            raise
        error = raised.error
        return Finished(error.args[0] if error.args else None)


def _close_delegate(machine: Machine, delegate: Value) -> Suspended:
    if isinstance(delegate, Generator):
        yield NativeFrame(close(machine, delegate))
        return None
    found = lookup(class_of(delegate), "close")[0]
    if found is not ABSENT:
        yield call_special(machine, found, delegate, [])
    return None


def close(machine: Machine, generator: Generator) -> Suspended:
    """Raise GeneratorExit where the generator stands; what it returns then, or None."""
    if generator.frame is None or not generator.started:
        generator.frame = None
        return None
    leaving = ExceptionInstance(CLASSES["GeneratorExit"], ())
    try:
        answer = yield NativeFrame(throw(machine, generator, leaving))
    except Raise as raised:
        cls = raised.error.cls
        if is_subclass(cls, CLASSES["StopIteration"]) or is_subclass(cls, leaving.cls):
            return None
        raise
    if type(answer) is Finished:
        return answer.value
    raise runtime_error("generator ignored GeneratorExit")
