"""What exceptions derive from their arguments, and the attributes that show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from spec.objects.arguments import needs_text
from spec.objects.paying import price_of
from spec.semantics.builtin_classes import CLASSES, class_of, type_name
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.indices import index_of
from spec.semantics.iteration import collect, surcharge_of
from spec.semantics.lookup import lookup
from spec.semantics.machine import Machine
from spec.semantics.natives import attribute, writer
from spec.semantics.raising import error as error_named
from spec.semantics.raising import overflow_error, type_error
from spec.semantics.values import ABSENT, ByteArray, Class, ExceptionInstance, Value, unwrapped

OS_FIELDS: Final = ("errno", "strerror", "filename", "filename2")
"""What an OSError derives from its arguments: errno, text, file name, second name."""
SYNTAX_FIELDS: Final = (
    *("msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset"),
    *("print_file_and_line", "_metadata"),
)
"""What a SyntaxError derives from its arguments: the text, and the tuple of its place."""
_UNICODE_FIELDS: Final = ("encoding", "object", "start", "end", "reason")
_INDEX_LIMIT: Final = 1 << 63


def _exception(value: Value) -> ExceptionInstance:
    assert isinstance(value, ExceptionInstance)
    return value


# --- From the arguments


def set_fields(machine: Machine, error: ExceptionInstance, larger: str, args: list[Value]) -> Value:
    """Derive fields from the arguments, as the class named `larger` does.

    Returns None, or an activation where user code may run. Raises TypeError and others.
    """
    derive = _DERIVATIONS.get(larger)
    if derive is not None:
        derive(error, args)
        return None
    asking = _ASKING.get(larger)
    return None if asking is None else NativeFrame(asking(machine, error, args))


def _set_value(error: ExceptionInstance, args: list[Value]) -> None:
    error.fields["value"] = args[0] if args else None


def _set_code(error: ExceptionInstance, args: list[Value]) -> None:
    error.fields["code"] = args[0] if len(args) == 1 else (tuple(args) if args else None)


def _set_message(error: ExceptionInstance, args: list[Value]) -> None:
    error.fields["msg"] = args[0] if len(args) == 1 else None


CLASS_OF_NUMBER: Final[dict[int, str]] = {
    1: "PermissionError",
    2: "FileNotFoundError",
    3: "ProcessLookupError",
    4: "InterruptedError",
    10: "ChildProcessError",
    11: "BlockingIOError",
    13: "PermissionError",
    17: "FileExistsError",
    20: "NotADirectoryError",
    21: "IsADirectoryError",
    32: "BrokenPipeError",
    103: "ConnectionAbortedError",
    104: "ConnectionResetError",
    108: "BrokenPipeError",
    110: "TimeoutError",
    111: "ConnectionRefusedError",
    114: "BlockingIOError",
    115: "BlockingIOError",
}
"""What an OSError with a number is an instance of: the numbers are those of Linux."""
NUMBERS: Final = 140
"""The numbers of other systems, which mean something else, are below it."""


def os_error_class(machine: Machine, cls: Class, args: list[Value]) -> Class:
    """The class of an OSError: that of its number, if there is one and a text."""
    if cls is not CLASSES["OSError"] or not 2 <= len(args) <= 5:
        return cls
    number = unwrapped(args[0])
    if not isinstance(number, int):
        return cls
    if 0 < number < NUMBERS:
        machine.note("error-text")
    return CLASSES[CLASS_OF_NUMBER.get(int(number), cls.name)]


def _set_os_fields(machine: Machine, error: ExceptionInstance, args: list[Value]) -> Suspended:
    if not 2 <= len(args) <= 5:
        return None
    names = ("errno", "strerror", "filename", "winerror", "filename2")
    error.fields.update(zip(names, args, strict=False))
    if len(args) == 2 or args[2] is None:
        return None
    if error.cls.name == "BlockingIOError" and error.cls.builtin and _is_number(args[2]):
        del error.fields["filename"]
        yield from _set_written(machine, error, args[2])
    else:
        error.args = tuple(args[:2])
    return None


def _is_number(value: Value) -> bool:
    """Whether a value counts as a number where one may stand for a file name."""
    cls = class_of(value)
    return any(lookup(cls, f"__{n}__")[0] is not ABSENT for n in ("index", "int", "float"))


def _set_syntax_fields(machine: Machine, error: ExceptionInstance, args: list[Value]) -> Suspended:
    if args:
        error.fields["msg"] = args[0]
    if len(args) != 2:
        return None
    place = yield from collect(machine, args[1], surcharge_of(price_of(machine, "builtin.tuple")))
    if len(place) < 4:
        raise type_error(f"function takes at least 4 arguments ({len(place)} given)")
    if len(place) > 7:
        raise type_error(f"function takes at most 7 arguments ({len(place)} given)")
    names = (*SYNTAX_FIELDS[1:7], "_metadata")
    error.fields.update(zip(names, place, strict=False))
    if len(place) == 5:
        raise type_error("end_offset must be provided when end_lineno is provided")
    return None


def _set_decode_fields(machine: Machine, error: ExceptionInstance, args: list[Value]) -> Suspended:
    _check_count(args, 5)
    _check_text(args, 0)
    held = unwrapped(args[1])
    if isinstance(held, ByteArray):
        args = [args[0], bytes(held.data), *args[2:]]
    elif not isinstance(held, bytes):
        raise type_error(f"a bytes-like object is required, not '{type_name(args[1])}'")
    yield from _set_place(machine, error, _UNICODE_FIELDS, args)


def _set_encode_fields(machine: Machine, error: ExceptionInstance, args: list[Value]) -> Suspended:
    _check_count(args, 5)
    _check_text(args, 0)
    _check_text(args, 1)
    yield from _set_place(machine, error, _UNICODE_FIELDS, args)


def _set_translate_fields(
    machine: Machine, error: ExceptionInstance, args: list[Value]
) -> Suspended:
    _check_count(args, 4)
    _check_text(args, 0)
    yield from _set_place(machine, error, _UNICODE_FIELDS[1:], args)


def _check_count(args: list[Value], count: int) -> None:
    if len(args) != count:
        raise type_error(f"function takes exactly {count} arguments ({len(args)} given)")


def _check_text(args: list[Value], position: int) -> None:
    needs_text(args[position], f"argument {position + 1}")


def _set_place(
    machine: Machine, error: ExceptionInstance, names: tuple[str, ...], args: list[Value]
) -> Suspended:
    """Keep the fields of a Unicode error; `start`, `end` and `reason` come last."""
    places: list[int] = []
    for place in args[-3:-1]:
        number = yield index_of(machine, place)
        _check_index(number)
        places.append(int(number))
    _check_text(args, len(args) - 1)
    error.fields.update(zip(names, [*args[:-3], *places, args[-1]], strict=True))


def _check_index(number: int) -> None:
    if not -_INDEX_LIMIT <= number < _INDEX_LIMIT:
        raise overflow_error("Python int too large to convert to C ssize_t")


_Derivation: TypeAlias = Callable[[ExceptionInstance, "list[Value]"], None]
_DERIVATIONS: Final[dict[str, _Derivation]] = {
    "StopIteration": _set_value,
    "SystemExit": _set_code,
    "ImportError": _set_message,
}

_Asking: TypeAlias = Callable[[Machine, ExceptionInstance, "list[Value]"], Suspended]
_ASKING: Final[dict[str, _Asking]] = {
    "OSError": _set_os_fields,
    "SyntaxError": _set_syntax_fields,
    "UnicodeDecodeError": _set_decode_fields,
    "UnicodeEncodeError": _set_encode_fields,
    "UnicodeTranslateError": _set_translate_fields,
}
"""Derivations that iterate an argument or ask it for an int."""


# --- Attributes


def _field(owner: str, name: str) -> None:
    def read(machine: Machine, receiver: Value) -> Value:
        return _exception(receiver).fields.get(name)

    def write(machine: Machine, receiver: Value, value: Value) -> None:
        if value is ABSENT:
            _exception(receiver).fields.pop(name, None)
        else:
            _exception(receiver).fields[name] = value

    attribute(CLASSES[owner], name, writable=True)(read)
    writer(CLASSES[owner], name)(write)


for _owner, _names in (
    ("SystemExit", ("code",)),
    ("NameError", ("name",)),
    ("AttributeError", ("name", "obj")),
    ("ImportError", ("name", "path", "name_from", "msg")),
    ("UnicodeDecodeError", ("encoding", "object", "reason")),
    ("UnicodeEncodeError", ("encoding", "object", "reason")),
    ("UnicodeTranslateError", ("encoding", "object", "reason")),
    ("OSError", OS_FIELDS),
    ("SyntaxError", SYNTAX_FIELDS),
):
    for _name in _names:
        _field(_owner, _name)


def _place_field(owner: str, name: str) -> None:
    """`start` or `end` of a Unicode error, which is an int."""

    def read(machine: Machine, receiver: Value) -> Value:
        return _exception(receiver).fields.get(name, 0)

    def write(machine: Machine, receiver: Value, value: Value) -> None:
        if value is ABSENT:
            raise type_error("can't delete numeric/char attribute")
        number = unwrapped(value)
        if not isinstance(number, int):
            raise type_error("an integer is required")
        if abs(number) >> 31:
            machine.note("index-size")
        _check_index(number)
        _exception(receiver).fields[name] = int(number)

    attribute(CLASSES[owner], name, writable=True)(read)
    writer(CLASSES[owner], name)(write)


for _owner in ("UnicodeDecodeError", "UnicodeEncodeError", "UnicodeTranslateError"):
    for _name in ("start", "end"):
        _place_field(_owner, _name)


@attribute(CLASSES["OSError"], "characters_written", writable=True)
def characters_written(machine: Machine, receiver: Value) -> Value:
    """How many characters were written; absent until it is set."""
    written = _exception(receiver).fields.get("characters_written", -1)
    if written == -1:
        raise error_named("AttributeError", "characters_written")
    return written


@writer(CLASSES["OSError"], "characters_written")
def set_characters_written(machine: Machine, receiver: Value, value: Value) -> Value:
    """Set the count, an integer, or delete it."""
    error = _exception(receiver)
    if value is not ABSENT:
        return NativeFrame(_set_written(machine, error, value))
    characters_written(machine, receiver)
    error.fields["characters_written"] = -1
    return None


def _set_written(machine: Machine, error: ExceptionInstance, value: Value) -> Suspended:
    number = yield index_of(machine, value)
    assert isinstance(number, int)
    if abs(number) >> 31:
        machine.note("index-size")
    if not -_INDEX_LIMIT <= number < _INDEX_LIMIT:
        raise error_named(
            "ValueError", f"cannot fit '{type_name(value)}' into an index-sized integer"
        )
    error.fields["characters_written"] = int(number)
    return None


def _read_only(name: str) -> None:
    def read(machine: Machine, receiver: Value) -> Value:
        return _exception(receiver).fields.get(name)

    def write(machine: Machine, receiver: Value, value: Value) -> None:
        raise error_named("AttributeError", "readonly attribute")

    attribute(CLASSES["BaseExceptionGroup"], name, writable=True)(read)
    writer(CLASSES["BaseExceptionGroup"], name)(write)


_read_only("message")
_read_only("exceptions")


@attribute(CLASSES["StopIteration"], "value", writable=True)
def stop_iteration_value(machine: Machine, receiver: Value) -> Value:
    """The value that the generator returned."""
    error = _exception(receiver)
    if "value" in error.fields:
        return error.fields["value"]
    return error.args[0] if error.args else None


@writer(CLASSES["StopIteration"], "value")
def set_stop_value(machine: Machine, receiver: Value, value: Value) -> None:
    """Replace the value."""
    _exception(receiver).fields["value"] = None if value is ABSENT else value
