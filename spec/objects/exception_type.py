"""Exceptions: construction, attributes and groups."""

from __future__ import annotations

from typing import Final

from spec.objects.arguments import shown_type
from spec.objects.builtin_functions import is_callable
from spec.objects.exception_fields import os_error_class, set_fields
from spec.objects.paying import price_of
from spec.semantics.attributes import special
from spec.semantics.builtin_classes import (
    BASE_EXCEPTION,
    CLASSES,
    LARGER_EXCEPTIONS,
    class_of,
    is_exception_class,
    is_subclass,
)
from spec.semantics.calls import call
from spec.semantics.frame import NativeFrame, Suspended, after
from spec.semantics.groups import derived, is_group, split_group
from spec.semantics.iteration import collect, surcharge_of
from spec.semantics.lookup import lookup
from spec.semantics.machine import Machine
from spec.semantics.natives import (
    attribute,
    class_method,
    made_by,
    method,
    static_method,
    writer,
)
from spec.semantics.raising import type_error, value_error
from spec.semantics.text import exception_text, repr_of, str_of
from spec.semantics.truth import truth
from spec.semantics.values import (
    ABSENT,
    ByteArray,
    Class,
    Dict,
    ExceptionInstance,
    Instance,
    List,
    Range,
    Value,
    unwrapped,
)

_GROUP: Final = CLASSES["BaseExceptionGroup"]


def _exception(value: Value) -> ExceptionInstance:
    assert isinstance(value, ExceptionInstance)
    return value


@static_method(
    BASE_EXCEPTION, "__new__", "cls, *args, **kwargs", raises=("TypeError",), when_called=True
)
def exception_new(
    machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    """A new exception with these arguments."""
    assert isinstance(cls, Class)
    return ExceptionInstance(cls, tuple(args))


def os_error_new(
    machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    """A new exception with these arguments; what it derives from them is done here already.

    A class of the program with an `__init__` of its own starts without arguments: `__init__` of
    OSError, if that calls it, does the work.
    """
    assert isinstance(cls, Class)
    if _begins_in_init(cls):
        return ExceptionInstance(cls, ())
    if kwargs:
        raise type_error(f"{cls.name}() takes no keyword arguments")
    made = ExceptionInstance(os_error_class(machine, cls, args), tuple(args))
    return NativeFrame(after(set_fields(machine, made, "OSError", args), made))


def _begins_in_init(cls: Class) -> bool:
    own = lookup(cls, "__init__")[0] is not lookup(BASE_EXCEPTION, "__init__")[0]
    maker = made_by(cls)
    return own and maker is not None and maker.key == "OSError.__new__"


for _name, _maker in (
    ("OSError", os_error_new),
    ("UnicodeDecodeError", exception_new),
    ("UnicodeEncodeError", exception_new),
    ("UnicodeTranslateError", exception_new),
):
    static_method(
        CLASSES[_name], "__new__", "cls, *args, **kwargs", raises=("TypeError",), when_called=True
    )(_maker)


@method(BASE_EXCEPTION, "__init__", "self, *args, **kwargs", raises=("TypeError",))
def exception_init(
    machine: Machine, receiver: Value, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    """Set the arguments and what the class derives from them."""
    error = _exception(receiver)
    machine.pay("BaseException.__init__")
    larger = _larger_base(error.cls)
    if larger is CLASSES["OSError"] and not _begins_in_init(error.cls):
        return None
    name = error.cls.name if larger is None else larger.name
    names = _KEYWORDS.get(name, ())
    if kwargs and not names:
        raise type_error(f"{error.cls.name}() takes no keyword arguments")
    error.args = tuple(args)
    _check_keywords(name, names, kwargs)
    for keyword in names:
        error.fields[keyword] = kwargs.get(keyword)
    return None if larger is None else set_fields(machine, error, name, args)


def _check_keywords(name: str, names: tuple[str, ...], given: dict[str, Value]) -> None:
    if len(given) > len(names):
        plural = "" if len(names) == 1 else "s"
        raise type_error(
            f"{name}() takes at most {len(names)} keyword argument{plural} ({len(given)} given)"
        )
    for keyword in given:
        if keyword not in names:
            raise type_error(f"{name}() got an unexpected keyword argument '{keyword}'")


_KEYWORDS: Final = {
    "AttributeError": ("name", "obj"),
    "ImportError": ("name", "path", "name_from"),
    "NameError": ("name",),
}
"""Keyword arguments, all optional; they become fields."""


def _larger_base(cls: Class) -> Class | None:
    """The one class above `cls` whose instances hold more than those of its bases, if any."""
    found = next(each for each in cls.mro if each is BASE_EXCEPTION or each in LARGER_EXCEPTIONS)
    return None if found is BASE_EXCEPTION else found


@method(BASE_EXCEPTION, "__repr__", "self, /", when_called=True)
def exception_repr(machine: Machine, receiver: Value) -> Value:
    """`Name(arguments)`."""
    return repr_of(machine, machine.unit("BaseException.__repr__"), receiver)


@method(BASE_EXCEPTION, "__str__", "self, /", when_called=True)
def exception_str(machine: Machine, receiver: Value) -> Value:
    """The text of the exception: of its arguments alone."""
    args = _exception(receiver).args
    if not args:
        return ""
    unit = machine.unit("BaseException.__str__")
    if len(args) == 1:
        return str_of(machine, unit, args[0], keep=True)
    return repr_of(machine, unit, args)


def _own_text(machine: Machine, receiver: Value) -> Value:
    """The text of the exception, as its class words it."""
    unit = machine.unit("BaseException.__str__")
    return NativeFrame(exception_text(machine, unit, _exception(receiver), keep=True))


for _name in ("KeyError", "OSError", "ImportError", "SyntaxError", "BaseExceptionGroup",
              "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeTranslateError"):  # fmt: skip
    method(CLASSES[_name], "__str__", "self, /", when_called=True)(_own_text)


@method(BASE_EXCEPTION, "with_traceback", "self, tb, /", raises=("TypeError",))
def with_traceback(machine: Machine, receiver: Value, traceback: Value) -> Value:
    """The exception itself; there are no tracebacks."""
    machine.pay("BaseException.with_traceback")
    if traceback is not None:
        raise type_error("__traceback__ must be a traceback or None")
    return receiver


@method(BASE_EXCEPTION, "add_note", "self, note, /", raises=("TypeError",))
def add_note(machine: Machine, receiver: Value, note: Value) -> None:
    """Append to the notes."""
    machine.pay("BaseException.add_note")
    error = _exception(receiver)
    if not isinstance(unwrapped(note), str):
        raise type_error(f"add_note() argument must be str, not {shown_type(note)}")
    if error.notes is ABSENT:
        error.notes = List([])
    notes = unwrapped(error.notes)
    if not isinstance(notes, List):
        raise type_error("Cannot add note: __notes__ is not a list")
    notes.items.append(note)


@attribute(BASE_EXCEPTION, "args", writable=True)
def exception_args(machine: Machine, receiver: Value) -> tuple[Value, ...]:
    """The arguments."""
    return _exception(receiver).args


@writer(BASE_EXCEPTION, "args")
def set_args(machine: Machine, receiver: Value, value: Value) -> Value:
    """Replace the arguments by the elements of an iterable."""
    if value is ABSENT:
        raise type_error("args may not be deleted")
    return NativeFrame(_set_args(machine, _exception(receiver), value))


def _set_args(machine: Machine, error: ExceptionInstance, value: Value) -> Suspended:
    each = surcharge_of(price_of(machine, "builtin.tuple"))
    error.args = tuple((yield from collect(machine, value, each)))
    return None


def _check_kept(name: str, value: Value) -> None:
    if value is ABSENT:
        raise type_error(f"{name} may not be deleted")


@attribute(BASE_EXCEPTION, "__cause__", writable=True)
def exception_cause(machine: Machine, receiver: Value) -> Value:
    """The cause that `raise ... from` gave it, or None."""
    return _exception(receiver).cause


@writer(BASE_EXCEPTION, "__cause__")
def set_cause(machine: Machine, receiver: Value, value: Value) -> None:
    """Replace the cause; the context is then suppressed."""
    _check_kept("__cause__", value)
    if value is not None and not isinstance(value, ExceptionInstance):
        raise type_error("exception cause must be None or derive from BaseException")
    _exception(receiver).cause = value
    _exception(receiver).suppress = True


@attribute(BASE_EXCEPTION, "__context__", writable=True)
def exception_context(machine: Machine, receiver: Value) -> Value:
    """The exception that was being handled when it was raised, or None."""
    return _exception(receiver).context


@writer(BASE_EXCEPTION, "__context__")
def set_exception_context(machine: Machine, receiver: Value, value: Value) -> None:
    """Replace the context."""
    _check_kept("__context__", value)
    if value is not None and not isinstance(value, ExceptionInstance):
        raise type_error("exception context must be None or derive from BaseException")
    _exception(receiver).context = value


@attribute(BASE_EXCEPTION, "__suppress_context__", writable=True)
def exception_suppress(machine: Machine, receiver: Value) -> bool:
    """Whether the context is to be shown."""
    return _exception(receiver).suppress


@writer(BASE_EXCEPTION, "__suppress_context__")
def set_suppress(machine: Machine, receiver: Value, value: Value) -> None:
    """Replace the flag."""
    if value is ABSENT:
        raise type_error("can't delete numeric/char attribute")
    if value is not True and value is not False:
        raise type_error("attribute value type must be bool")
    _exception(receiver).suppress = value


@attribute(BASE_EXCEPTION, "__traceback__", writable=True)
def exception_traceback(machine: Machine, receiver: Value) -> None:
    """None: there are no tracebacks."""


@writer(BASE_EXCEPTION, "__traceback__")
def set_traceback(machine: Machine, receiver: Value, value: Value) -> None:
    """None is all that it can be."""
    _check_kept("__traceback__", value)
    if value is not None:
        raise type_error("__traceback__ must be a traceback or None")


@attribute(BASE_EXCEPTION, "__notes__", writable=True)
def exception_notes(machine: Machine, receiver: Value) -> Value:
    """The notes; absent until there is one."""
    from spec.semantics.raising import attribute_error

    error = _exception(receiver)
    if error.notes is ABSENT:
        text = f"'{error.cls.name}' object has no attribute '__notes__'"
        raise attribute_error(text, receiver, "__notes__")
    return error.notes


@writer(BASE_EXCEPTION, "__notes__")
def set_notes(machine: Machine, receiver: Value, value: Value) -> None:
    """Replace the notes."""
    if value is ABSENT:
        exception_notes(machine, receiver)
    _exception(receiver).notes = value


# --- Groups


@static_method(_GROUP, "__new__", "cls, *args, **kwargs", raises=("TypeError", "ValueError"))
def group_new(
    machine: Machine, cls: Value, args: list[Value], kwargs: dict[str, Value]
) -> NativeFrame:
    """A new group of a message and a sequence of exceptions."""
    assert isinstance(cls, Class)
    return NativeFrame(_new_group(machine, cls, args))


@method(_GROUP, "__init__", "self, *args, **kwargs", raises=("TypeError",), when_called=True)
def group_init(
    machine: Machine, receiver: Value, args: list[Value], kwargs: dict[str, Value]
) -> None:
    """Set the arguments."""
    error = _exception(receiver)
    if kwargs:
        raise type_error(f"{error.cls.name}() takes no keyword arguments")
    error.args = tuple(args)


def _new_group(machine: Machine, cls: Class, args: list[Value]) -> Suspended:
    if len(args) != 2:
        raise type_error(
            f"BaseExceptionGroup.__new__() takes exactly 2 arguments ({len(args)} given)"
        )
    message, sequence = args
    if not isinstance(unwrapped(message), str):
        raise type_error(
            f"BaseExceptionGroup.__new__() argument 1 must be str, not {shown_type(message)}"
        )
    if not _is_sequence(sequence):
        raise type_error("second argument (exceptions) must be a sequence")
    price = price_of(machine, "BaseExceptionGroup.__new__")
    machine.meter.charge(price.base)
    members = yield from collect(machine, sequence, surcharge_of(price))
    if not members:
        raise value_error("second argument (exceptions) must be a non-empty sequence")
    plain = True
    for position, member in enumerate(members):
        if not isinstance(member, ExceptionInstance):
            raise value_error(
                f"Item {position} of second argument (exceptions) is not an exception"
            )
        plain = plain and is_subclass(member.cls, CLASSES["Exception"])
    if cls is _GROUP and plain:
        cls = CLASSES["ExceptionGroup"]
    elif cls is CLASSES["ExceptionGroup"] and not plain:
        raise type_error("Cannot nest BaseExceptions in an ExceptionGroup")
    elif is_subclass(cls, CLASSES["Exception"]) and not plain:
        raise type_error(f"Cannot nest BaseExceptions in '{cls.name}'")
    made = ExceptionInstance(cls, (message, sequence))
    made.fields["message"] = message
    made.fields["exceptions"] = tuple(members)
    return made


def _is_sequence(value: Value) -> bool:
    """Whether a value has items by position, or a class of the program that says so."""
    if isinstance(unwrapped(value), Dict):
        return False
    if isinstance(value, (Instance, ExceptionInstance)):
        return lookup(value.cls, "__getitem__")[0] is not ABSENT
    return isinstance(value, (List, tuple, str, bytes, ByteArray, Range))


@method(_GROUP, "derive", "self, excs, /", raises=("TypeError", "ValueError"))
def group_derive(machine: Machine, receiver: Value, members: Value) -> Value:
    """A plain group with the same message and other members."""
    message = _exception(receiver).fields["message"]
    return call(machine, _GROUP, [message, members])


def _matcher(condition: Value) -> list[Class] | None:
    """The classes of a condition, None when it is a callable."""
    classes = condition if isinstance(condition, tuple) else (condition,)
    found = [each for each in classes if isinstance(each, Class) and is_exception_class(each)]
    if len(found) == len(classes):
        return found
    if not isinstance(condition, Class) and is_callable(condition):
        return None
    raise type_error(
        "expected an exception type, a tuple of exception types, or a callable (other than a class)"
    )


@method(_GROUP, "split", "self, condition, /", raises=("TypeError",))
def group_split(machine: Machine, receiver: Value, condition: Value) -> NativeFrame:
    """The pair of what matches and of what does not."""
    machine.pay("BaseExceptionGroup.split")
    return NativeFrame(_split(machine, _exception(receiver), condition))


@method(_GROUP, "subgroup", "self, condition, /", raises=("TypeError",))
def group_subgroup(machine: Machine, receiver: Value, condition: Value) -> NativeFrame:
    """What matches."""
    machine.pay("BaseExceptionGroup.subgroup")
    return NativeFrame(_subgroup(machine, _exception(receiver), condition))


def _subgroup(machine: Machine, group: ExceptionInstance, condition: Value) -> Suspended:
    return (yield NativeFrame(_split(machine, group, condition)))[0]


def _split(machine: Machine, group: ExceptionInstance, condition: Value) -> Suspended:
    from spec.bytecode.instructions import Op

    wanted = _matcher(condition)
    price = machine.revision.op_price(Op.CHECK_EG_MATCH)
    if wanted is not None:
        return (yield from split_group(machine, group, wanted, price))
    return (yield from _split_by(machine, group, condition))


def _split_by(machine: Machine, group: ExceptionInstance, condition: Value) -> Suspended:
    answer = yield call(machine, condition, [group])
    if (yield truth(machine, answer)) is True:
        return group, None
    if not is_group(group):
        return None, group
    matching: list[Value] = []
    rest: list[Value] = []
    for member in group.members():
        match, left = yield NativeFrame(_split_by(machine, member, condition))
        if match is not None:
            matching.append(match)
        if left is not None:
            rest.append(left)
    found = yield NativeFrame(derived(machine, group, matching))
    return found, (yield NativeFrame(derived(machine, group, rest)))


@class_method(_GROUP, "__class_getitem__", "cls, item, /", when_called=True)
def group_class_getitem(machine: Machine, cls: Value, item: Value) -> Value:
    """Generic aliases are outside the profile."""
    from spec.semantics.raising import refused

    raise refused("a generic alias")


__all__ = ["class_of", "special"]
