"""Methods and attributes of generators."""

from __future__ import annotations

from spec.objects.arguments import text_to_set
from spec.semantics.builtin_classes import GENERATOR, is_exception_class, is_subclass, type_name
from spec.semantics.calls import dispatch
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.generators import close, resume, throw
from spec.semantics.iteration import finished_error
from spec.semantics.machine import Machine
from spec.semantics.natives import attribute, method, writer
from spec.semantics.raising import Raise, type_error
from spec.semantics.text import plain_repr
from spec.semantics.values import (
    ABSENT,
    Class,
    ExceptionInstance,
    Finished,
    Generator,
    Value,
)


def _generator(value: Value) -> Generator:
    assert isinstance(value, Generator)
    return value


@method(GENERATOR, "__iter__", "self, /")
def generator_iter(machine: Machine, receiver: Value) -> Value:
    """The generator itself."""
    machine.pay("generator.__iter__")
    return receiver


@method(GENERATOR, "__next__", "self, /", raises=("StopIteration", "ValueError"))
def generator_next(machine: Machine, receiver: Value) -> NativeFrame:
    """The next value."""
    machine.pay("generator.__next__")
    return NativeFrame(_send(machine, _generator(receiver), None))


@method(GENERATOR, "send", "self, arg, /", raises=("StopIteration", "TypeError", "ValueError"))
def generator_send(machine: Machine, receiver: Value, value: Value) -> NativeFrame:
    """Go on with `value` as what its `yield` gives."""
    machine.pay("generator.send")
    generator = _generator(receiver)
    fresh = generator.frame is not None and not generator.started
    if fresh and value is not None:
        raise type_error("can't send non-None value to a just-started generator")
    return NativeFrame(_send(machine, generator, value))


def _send(machine: Machine, generator: Generator, value: Value) -> Suspended:
    result = yield resume(machine, generator, value)
    if type(result) is Finished:
        raise finished_error(result)
    return result


@method(
    GENERATOR,
    "throw",
    "self, typ, val=, tb=, /",
    raises=("StopIteration", "TypeError", "ValueError"),
)
def generator_throw(
    machine: Machine, receiver: Value, kind: Value, value: Value, traceback: Value
) -> NativeFrame:
    """Raise an exception where the generator stands."""
    machine.pay("generator.throw")
    if traceback is not ABSENT and traceback is not None:
        raise type_error("throw() third argument must be a traceback object")
    return NativeFrame(_throw(machine, _generator(receiver), kind, value))


def _throw(machine: Machine, generator: Generator, kind: Value, value: Value) -> Suspended:
    if isinstance(kind, ExceptionInstance):
        if value is not ABSENT and value is not None:
            raise type_error("instance exception may not have a separate value")
        error: Value = kind
    elif is_exception_class(kind):
        assert isinstance(kind, Class)
        try:
            error = yield from _made(machine, kind, value)
        except Raise as raised:  # which the generator gets instead
            error = raised.error
    else:
        raise type_error(
            "exceptions must be classes or instances deriving from BaseException, "
            f"not {type_name(kind)}"
        )
    assert isinstance(error, ExceptionInstance)
    result = yield NativeFrame(throw(machine, generator, error))
    if type(result) is Finished:
        raise finished_error(result)
    return result


def _made(machine: Machine, kind: Class, value: Value) -> Suspended:
    """An exception of a class and a value, as CPython normalises them."""
    if isinstance(value, ExceptionInstance) and is_subclass(value.cls, kind):
        return value
    if value is ABSENT or value is None:
        arguments: list[Value] = []
    elif isinstance(value, tuple):
        arguments = list(value)
    else:
        arguments = [value]
    made = yield dispatch(machine, kind, arguments, None)
    if not isinstance(made, ExceptionInstance):
        raise type_error(
            f"calling {plain_repr(machine, kind)} should have returned an instance of "
            f"BaseException, not {type_name(made)}"
        )
    return made


@method(GENERATOR, "close", "self, /", raises=("RuntimeError", "ValueError"))
def generator_close(machine: Machine, receiver: Value) -> NativeFrame:
    """Raise GeneratorExit where the generator stands; what it returns then, or None."""
    machine.pay("generator.close")
    return NativeFrame(close(machine, _generator(receiver)))


@attribute(GENERATOR, "gi_running")
def generator_running(machine: Machine, receiver: Value) -> bool:
    """Whether it runs now."""
    return _generator(receiver).running


@attribute(GENERATOR, "gi_suspended")
def generator_suspended(machine: Machine, receiver: Value) -> bool:
    """Whether it stands at a `yield`."""
    generator = _generator(receiver)
    return generator.started and not generator.running and generator.frame is not None


@attribute(GENERATOR, "__name__", writable=True)
def generator_name(machine: Machine, receiver: Value) -> str:
    """The name."""
    return _generator(receiver).name


@writer(GENERATOR, "__name__")
def set_generator_name(machine: Machine, receiver: Value, value: Value) -> None:
    """Rename."""
    _generator(receiver).name = text_to_set("__name__", value)


@attribute(GENERATOR, "__qualname__", writable=True)
def generator_qualname(machine: Machine, receiver: Value) -> str:
    """The qualified name."""
    return _generator(receiver).qualname


@writer(GENERATOR, "__qualname__")
def set_generator_qualname(machine: Machine, receiver: Value, value: Value) -> None:
    """Change the qualified name."""
    _generator(receiver).qualname = text_to_set("__qualname__", value)
