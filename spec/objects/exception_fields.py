"""What exceptions derive from their arguments, and the attributes that show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from spec.semantics.builtin_classes import CLASSES, type_name
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.indices import index_of
from spec.semantics.machine import Machine
from spec.semantics.natives import attribute, writer
from spec.semantics.raising import error as error_named
from spec.semantics.raising import overflow_error, type_error
from spec.semantics.values import ABSENT, ByteArray, ExceptionInstance, List, Value

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


def set_fields(error: ExceptionInstance, larger: str, args: list[Value]) -> None:
    """Derive fields from the arguments, as the class named `larger` does. Raises TypeError."""
    derive = _DERIVATIONS.get(larger)
    if derive is not None:
        derive(error, args)


def _set_value(error: ExceptionInstance, args: list[Value]) -> None:
    error.fields["value"] = args[0] if args else None


def _set_code(error: ExceptionInstance, args: list[Value]) -> None:
    error.fields["code"] = args[0] if len(args) == 1 else (tuple(args) if args else None)


def _set_message(error: ExceptionInstance, args: list[Value]) -> None:
    error.fields["msg"] = args[0] if len(args) == 1 else None


def _set_os_fields(error: ExceptionInstance, args: list[Value]) -> None:
    if 2 <= len(args) <= 5:
        names = ("errno", "strerror", "filename", "winerror", "filename2")
        error.fields.update(zip(names, args, strict=False))
        if len(args) > 2 and args[2] is not None:
            error.args = tuple(args[:2])


def _set_syntax_fields(error: ExceptionInstance, args: list[Value]) -> None:
    if args:
        error.fields["msg"] = args[0]
    place = args[1] if len(args) == 2 else None
    if isinstance(place, List):
        place = tuple(place.items)
    if isinstance(place, tuple):
        if len(place) not in (4, 6, 7):
            raise type_error(f"function takes at least 4 arguments ({len(place)} given)")
        names = (*SYNTAX_FIELDS[1:7], "_metadata")
        error.fields.update(zip(names, place, strict=False))


def _set_decode_fields(error: ExceptionInstance, args: list[Value]) -> None:
    _check_count(args, 5)
    _check_text(args, 0)
    if isinstance(args[1], ByteArray):
        args = [args[0], bytes(args[1].data), *args[2:]]
    if not isinstance(args[1], bytes):
        raise type_error(f"a bytes-like object is required, not '{type_name(args[1])}'")
    _set_place(error, _UNICODE_FIELDS, args)


def _set_encode_fields(error: ExceptionInstance, args: list[Value]) -> None:
    _check_count(args, 5)
    _check_text(args, 0)
    _check_text(args, 1)
    _set_place(error, _UNICODE_FIELDS, args)


def _set_translate_fields(error: ExceptionInstance, args: list[Value]) -> None:
    _check_count(args, 4)
    _check_text(args, 0)
    _set_place(error, _UNICODE_FIELDS[1:], args)


def _check_count(args: list[Value], count: int) -> None:
    if len(args) != count:
        raise type_error(f"function takes exactly {count} arguments ({len(args)} given)")


def _check_text(args: list[Value], position: int) -> None:
    if not isinstance(args[position], str):
        given = "None" if args[position] is None else type_name(args[position])
        raise type_error(f"argument {position + 1} must be str, not {given}")


def _set_place(error: ExceptionInstance, names: tuple[str, ...], args: list[Value]) -> None:
    """Keep the fields of a Unicode error; `start`, `end` and `reason` come last."""
    for place in args[-3:-1]:
        if not isinstance(place, int):
            raise type_error(f"'{type_name(place)}' object cannot be interpreted as an integer")
        _check_index(place)
    _check_text(args, len(args) - 1)
    error.fields.update(zip(names, args, strict=True))
    for name in ("start", "end"):
        place = error.fields[name]
        assert isinstance(place, int)
        error.fields[name] = int(place)


def _check_index(number: int) -> None:
    if not -_INDEX_LIMIT <= number < _INDEX_LIMIT:
        raise overflow_error("Python int too large to convert to C ssize_t")


_Derivation: TypeAlias = Callable[[ExceptionInstance, "list[Value]"], None]
_DERIVATIONS: Final[dict[str, _Derivation]] = {
    "StopIteration": _set_value,
    "SystemExit": _set_code,
    "ImportError": _set_message,
    "OSError": _set_os_fields,
    "SyntaxError": _set_syntax_fields,
    "UnicodeDecodeError": _set_decode_fields,
    "UnicodeEncodeError": _set_encode_fields,
    "UnicodeTranslateError": _set_translate_fields,
}


# --- Attributes


def _field(owner: str, name: str) -> None:
    def read(machine: Machine, receiver: Value) -> Value:
        return _exception(receiver).fields.get(name)

    def write(machine: Machine, receiver: Value, value: Value) -> None:
        _exception(receiver).fields[name] = None if value is ABSENT else value

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
        if not isinstance(value, int):
            raise type_error("an integer is required")
        if abs(value) >> 31:
            machine.note("index-size")
        _check_index(value)
        _exception(receiver).fields[name] = int(value)

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
