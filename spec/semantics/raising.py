"""Exceptions of the guest: how a rule or native says that it raises one.

`Raise` carries a guest exception from the helper that finds the error to the step that runs
it, and no further: the step turns it into a state of the machine (`Machine.settle`).
"""

from __future__ import annotations

from typing import final

from spec.semantics.builtin_classes import CLASSES
from spec.semantics.values import ExceptionInstance, Value


@final
class Raise(Exception):
    """Ends the rule or native that raises it; `error` is the guest's exception.

    `fresh` says that its flight begins: the machine charges for that and makes the exception
    being handled its `__context__`. A re-raise is not fresh. `mark` names the decision behind
    it, or is "".
    """

    def __init__(self, error: ExceptionInstance, fresh: bool = True) -> None:
        super().__init__()
        self.error = error
        self.fresh = fresh
        self.mark = ""


def error(name: str, text: str) -> Raise:
    """The builtin exception `name` with `text` as its one argument."""
    return Raise(ExceptionInstance(CLASSES[name], (text,)))


def type_error(text: str) -> Raise:
    """TypeError."""
    return error("TypeError", text)


def value_error(text: str) -> Raise:
    """ValueError."""
    return error("ValueError", text)


def index_error(text: str) -> Raise:
    """IndexError."""
    return error("IndexError", text)


def overflow_error(text: str) -> Raise:
    """OverflowError."""
    return error("OverflowError", text)


def zero_division(text: str) -> Raise:
    """ZeroDivisionError."""
    return error("ZeroDivisionError", text)


def runtime_error(text: str) -> Raise:
    """RuntimeError."""
    return error("RuntimeError", text)


def memory_error() -> Raise:
    """MemoryError, which has no text."""
    return Raise(ExceptionInstance(CLASSES["MemoryError"], ()))


def key_error(key: Value) -> Raise:
    """KeyError with the missing key."""
    return Raise(ExceptionInstance(CLASSES["KeyError"], (key,)))


def name_error(text: str, name: str) -> Raise:
    """NameError, which knows the name."""
    made = ExceptionInstance(CLASSES["NameError"], (text,))
    made.fields["name"] = name
    return Raise(made)


def unbound_local(name: str) -> Raise:
    """UnboundLocalError for a local variable without a value."""
    text = f"cannot access local variable '{name}' where it is not associated with a value"
    made = ExceptionInstance(CLASSES["UnboundLocalError"], (text,))
    made.fields["name"] = None
    return Raise(made)


def attribute_error(text: str, receiver: Value, name: str) -> Raise:
    """AttributeError, which knows the object and the name."""
    made = ExceptionInstance(CLASSES["AttributeError"], (text,))
    made.fields["name"] = name
    made.fields["obj"] = receiver
    return Raise(made)


def stop_iteration(value: Value) -> Raise:
    """StopIteration; a value of None gives no arguments."""
    args = () if value is None else (value,)
    return Raise(ExceptionInstance(CLASSES["StopIteration"], args))


def import_error(name: str, text: str) -> Raise:
    """ImportError, which knows the name of the module."""
    made = ExceptionInstance(CLASSES["ImportError"], (text,))
    made.fields["name"] = name
    return Raise(made)


def refused(what: str) -> Raise:
    """DeterminismError: `what` is outside the profile (decision D11)."""
    made = error("DeterminismError", f"{what} is outside the profile")
    made.mark = "refused"
    return made
