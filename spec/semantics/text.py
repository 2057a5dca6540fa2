"""`str`, `repr` and `ascii` of any value, without addresses (decision D6).

`unit` is what each code point produced costs, beyond what the operation itself costs; it is
paid part by part, so that no text is built before it is paid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice, repeat
from operator import is_
from typing import TYPE_CHECKING, Final, TypeAlias

from spec.gas_table.sizes import str_size
from spec.semantics import values as v
from spec.semantics.builtin_classes import CLASSES, MEMBER, class_of, is_subclass, type_name
from spec.semantics.floats import float_text
from spec.semantics.frame import Activation, NativeFrame, Suspended
from spec.semantics.lookup import lookup
from spec.semantics.raising import type_error
from spec.semantics.slots import is_wrapper
from spec.semantics.special import call_special
from spec.semantics.values import ABSENT, Class, ExceptionInstance, Instance, Value
from spec.softfloat.text import quoted
from spec.softfloat.value import Float

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def repr_of(
    machine: Machine, unit: int, value: Value, asked: str = "__repr__", keep: bool = False
) -> Value:
    """`repr(value)`: a str, or an activation that will deliver it.

    `asked` is the method that an error names: `str` comes here as `__str__`. With `keep`, an
    instance of a subclass of str that a method returns stays one; else its text is delivered.
    """
    writer = SCALARS.get(type(value))
    if writer is not None:
        least = _least_length(value)
        machine.meter.charge(unit * least)
        text = writer(value)
        machine.meter.charge(unit * (len(text) - least))
        machine.allocate(str_size(len(text)))
        return text
    if type(value) in CONTAINERS:
        return NativeFrame(_container(machine, unit, value))
    cls = class_of(value)
    found = lookup(cls, "__repr__")[0]
    if not cls.builtin and not _is_default(value, found):
        return NativeFrame(_by_method(machine, unit, value, found, asked, keep))
    if isinstance(value, ExceptionInstance):
        return NativeFrame(_exception(machine, unit, value))
    if isinstance(value, Instance) and value.payload is not None:
        if getattr(found, "key", "") != "object.__repr__":
            return NativeFrame(_payload(machine, unit, value))
    if isinstance(value, (v.ClassMethod, v.StaticMethod)):
        return NativeFrame(_wrapper(machine, unit, value))
    if isinstance(value, v.BoundMethod):
        return NativeFrame(_method(machine, unit, value))
    return paid(machine, unit, plain_repr(machine, value))


def _least_length(value: Value) -> int:
    """How long the repr of a scalar is at least: paid before anything is built."""
    if isinstance(value, str):
        return len(value) + 2
    if isinstance(value, v.ByteArray):
        return len(value.data) + len("bytearray(b'')")
    return len(value) + len("b''") if isinstance(value, bytes) else 0


DEFAULT_REPRS: Final = tuple(
    f"{name}.__repr__"
    for name in ("object", "BaseException", "super", "module", "classmethod", "staticmethod")
)
"""Methods that give what `repr_of` gives."""


def _is_default(value: Value, found: Value) -> bool:
    """Whether the method of a user's class gives what `repr_of` gives."""
    if not isinstance(found, v.Native):
        return False
    if found.key in DEFAULT_REPRS:
        return True
    inside = value.payload if isinstance(value, Instance) else None
    return inside is not None and found.owner is class_of(inside)


def str_of(machine: Machine, unit: int, value: Value, keep: bool = False) -> Value:
    """`str(value)`: a str, or an activation that will deliver it; `keep` as for `repr_of`."""
    if isinstance(value, str):
        return paid(machine, unit, value)
    if isinstance(value, v.MappingProxy):  # the text of the dict behind it
        from spec.semantics.containers import text_dict

        value = text_dict(machine, value.names)
    if type(value) in SCALARS or type(value) in CONTAINERS:
        return repr_of(machine, unit, value)
    cls = class_of(value)
    found = lookup(cls, "__str__")[0]
    if isinstance(value, Instance) and getattr(found, "key", "") == "bytearray.__str__":
        return NativeFrame(_payload(machine, unit, value))  # past a `__repr__` of the class
    if isinstance(value, ExceptionInstance) and (cls.builtin or _is_inherited(cls, found)):
        return NativeFrame(exception_text(machine, unit, value, keep))
    if not cls.builtin and getattr(found, "key", "") not in DEFAULT_STRS:
        return NativeFrame(_by_method(machine, unit, value, found, "__str__", keep))
    if isinstance(value, Instance) and isinstance(value.payload, str):
        return paid(machine, unit, value.payload)
    return repr_of(machine, unit, value, "__str__", keep)


DEFAULT_STRS: Final = ("object.__str__", "str.__str__")


def _is_inherited(cls: Class, found: Value) -> bool:
    """Whether the `__str__` of a user's class is that of the machine's class above it."""
    base = next(each for each in cls.mro if each.builtin)
    return found is lookup(base, "__str__")[0]


def paid(machine: Machine, unit: int, text: str) -> str:
    """`text`, once its code points are paid."""
    machine.meter.charge(unit * len(text))
    machine.allocate(str_size(len(text)))
    return text


def shown_text(text: Value) -> str:
    """The text of what `str` or `repr` delivered with `keep`."""
    held = text.payload if isinstance(text, Instance) else text
    assert isinstance(held, str)
    return held


def ascii_only(text: str) -> str:
    """`text` with everything outside ASCII escaped, as `ascii` does."""
    parts: list[str] = []
    for letter in text:
        code = ord(letter)
        if code < 128:
            parts.append(letter)
        elif code < 256:
            parts.append(f"\\x{code:02x}")
        elif code < 65536:
            parts.append(f"\\u{code:04x}")
        else:
            parts.append(f"\\U{code:08x}")
    return "".join(parts)


def escaped(shown: Value) -> Value:
    """What `ascii` makes of a repr: itself if it has nothing to escape."""
    text = ascii_only(shown_text(shown))
    return shown if len(text) == len(shown_text(shown)) else text


def ascii_of(machine: Machine, unit: int, shown: Value) -> Value:
    """The same; pays for what it adds."""
    made = escaped(shown)
    length = len(shown_text(made))
    machine.meter.charge(unit * (length - len(shown_text(shown))))
    machine.allocate(str_size(length))
    return made


def _by_method(
    machine: Machine, unit: int, value: Value, found: Value, name: str, keep: bool
) -> Suspended:
    text = yield call_special(machine, found, value, [])
    if isinstance(text, Instance) and isinstance(text.payload, str):
        plain = paid(machine, unit, text.payload)
        return text if keep else plain
    if not isinstance(text, str):
        raise type_error(f"{name} returned non-string (type {type_name(text)})")
    return paid(machine, unit, text)


def _payload(machine: Machine, unit: int, value: Instance) -> Suspended:
    text = yield repr_of(machine, unit, value.payload)
    if isinstance(value.payload, (v.Set, v.FrozenSet, v.ByteArray)):
        inner = type_name(value.payload)
        return (
            value.cls.name + text[len(inner) :]
            if text.startswith(inner)
            else (f"{value.cls.name}({text})")
        )
    return text


# --- Scalars


def _bytes_repr(value: Value) -> str:
    assert isinstance(value, bytes)
    return repr(value)


def _int_repr(value: Value) -> str:
    assert isinstance(value, int)
    return f"{value:d}"


def _str_repr(value: Value) -> str:
    assert isinstance(value, str)
    return quoted(value)


def _bytearray_repr(value: Value) -> str:
    assert isinstance(value, v.ByteArray)
    shown = repr(bytes(value.data))
    if shown[1] == '"':  # the apostrophes inside are escaped nevertheless
        shown = shown.replace("'", "\\'")
    return f"bytearray({shown})"


def _range_repr(value: Value) -> str:
    assert isinstance(value, v.Range)
    step = "" if value.step == 1 else f", {value.step}"
    return f"range({value.start}, {value.stop}{step})"


Writer: TypeAlias = Callable[[Value], str]
SCALARS: Final[dict[type, Writer]] = {
    type(None): lambda value: "None",
    bool: lambda value: "True" if value else "False",
    int: _int_repr,
    Float: float_text,
    str: _str_repr,
    bytes: _bytes_repr,
    type(...): lambda value: "Ellipsis",
    type(NotImplemented): lambda value: "NotImplemented",
    v.ByteArray: _bytearray_repr,
    v.Range: _range_repr,
}


# --- Containers


CONTAINERS: Final = frozenset(
    {v.List, tuple, v.Dict, v.Set, v.FrozenSet, v.Slice, v.DictView, v.MappingProxy}
)


def _container(machine: Machine, unit: int, value: Value) -> Suspended:
    """A container's repr; one that is inside itself shows as `[...]` there."""
    if _is_being_shown(machine, value):
        return paid(machine, unit, _ellipsis(value))
    if isinstance(value, (v.Set, v.FrozenSet)) and value.count > 1:
        machine.note("set-order")
    if isinstance(value, tuple):
        machine.shown_tuples.append(value)
    else:
        machine.being_shown[value] = len(machine.shown_tuples)
    try:
        opening, closing, items, pairs = _parts(value)
        parts = [paid(machine, unit, opening)]
        for position, item in enumerate(items):
            if position:
                parts.append(paid(machine, unit, ", "))
            parts.append((yield repr_of(machine, unit, item)))
            if pairs is not None:
                parts.append(paid(machine, unit, ": "))
                parts.append((yield repr_of(machine, unit, pairs[position])))
        parts.append(paid(machine, unit, closing))
    finally:
        if isinstance(value, tuple):
            machine.shown_tuples.pop()
        else:
            del machine.being_shown[value]
    text = "".join(parts)
    machine.allocate(str_size(len(text)))
    return text


def _is_being_shown(machine: Machine, value: Value) -> bool:
    """Whether a container is inside itself; all but tuples have the host's hash of identity.

    A tuple is inside itself only through another container, so only those are looked at that were
    entered before the innermost of these.
    """
    if isinstance(value, tuple):
        before = next(reversed(machine.being_shown.values()), 0)
        return any(map(is_, islice(machine.shown_tuples, before), repeat(value)))
    return value in machine.being_shown


def _ellipsis(value: Value) -> str:
    if isinstance(value, v.List):
        return "[...]"
    if isinstance(value, tuple):
        return "(...)"
    if isinstance(value, (v.Set, v.FrozenSet)):
        return f"{type_name(value)}(...)"
    return "{...}" if isinstance(value, v.Dict) else "..."


def _parts(value: Value) -> tuple[str, str, Iterable[Value], list[Value] | None]:
    """Opening, closing, items, and the values of a dict's pairs."""
    if isinstance(value, v.List):
        return "[", "]", list(value.items), None
    if isinstance(value, tuple):
        return "(", ",)" if len(value) == 1 else ")", value, None
    if isinstance(value, v.Dict):
        entries = value.entries()
        return "{", "}", [each.key for each in entries], [each.value for each in entries]
    if isinstance(value, v.Set):
        return ("{", "}", value.keys(), None) if value.count else ("set(", ")", (), None)
    if isinstance(value, v.FrozenSet):
        inner = ("{", "}") if value.count else ("", "")
        return f"frozenset({inner[0]}", f"{inner[1]})", value.keys(), None
    if isinstance(value, v.Slice):
        return "slice(", ")", [value.start, value.stop, value.step], None
    if isinstance(value, v.DictView):
        return f"dict_{value.part}([", "])", view_items(value), None
    assert isinstance(value, v.MappingProxy)
    names: list[Value] = list(value.names)
    return "mappingproxy({", "})", names, list(value.names.values())


def view_items(view: v.DictView) -> list[Value]:
    """What a dict view iterates over, as it is now."""
    entries = view.table.entries()
    if view.part == "keys":
        return [entry.key for entry in entries]
    if view.part == "values":
        return [entry.value for entry in entries]
    return [(entry.key, entry.value) for entry in entries]


# --- Exceptions


def _exception(machine: Machine, unit: int, error: ExceptionInstance) -> Suspended:
    name = paid(machine, unit, error.cls.name)
    if is_subclass(error.cls, CLASSES["BaseExceptionGroup"]) and len(error.args) == 2:
        first = yield repr_of(machine, unit, error.args[0])
        second = yield repr_of(machine, unit, error.args[1])
        return f"{name}({first}, {second})"
    if len(error.args) == 1:
        inner = yield repr_of(machine, unit, error.args[0])
        return f"{name}({inner})"
    return name + (yield repr_of(machine, unit, error.args))


def exception_text(
    machine: Machine, unit: int, error: ExceptionInstance, keep: bool = False
) -> Suspended:
    """The text of an exception, as the machine's class above its own words it."""
    args = error.args
    if "exceptions" in error.fields:
        count = len(error.members())
        message = yield _inner_text(machine, unit, error.fields["message"])
        plural = "" if count == 1 else "s"
        return message + paid(machine, unit, f" ({count} sub-exception{plural})")
    if is_subclass(error.cls, CLASSES["KeyError"]) and len(args) == 1:
        return (yield repr_of(machine, unit, args[0], keep=keep))
    if is_subclass(error.cls, CLASSES["OSError"]):
        text = yield from _os_error_text(machine, unit, error)
        if text is not None:
            return text
    if is_subclass(error.cls, CLASSES["SyntaxError"]):
        return (yield from _syntax_error_text(machine, unit, error))
    if any(is_subclass(error.cls, CLASSES[name]) for name in _UNICODE_ERRORS):
        return (yield from _unicode_error_text(machine, unit, error))
    if not args:
        return ""
    if len(args) == 1:
        return (yield _inner_text(machine, unit, args[0], keep))
    return (yield repr_of(machine, unit, args))


def _inner_text(machine: Machine, unit: int, part: Value, keep: bool = False) -> Value:
    """The text of a part of an exception; an exception inside another pays before it is entered."""
    if isinstance(part, ExceptionInstance):
        machine.meter.charge(unit)
    return str_of(machine, unit, part, keep)


def _os_error_text(machine: Machine, unit: int, error: ExceptionInstance) -> Suspended:
    """Number, text and names of files; None where the arguments are all there is."""
    fields = error.fields
    number, message = fields.get("errno"), fields.get("strerror")
    first, second = fields.get("filename"), fields.get("filename2")
    if first is None and ("errno" not in fields or "strerror" not in fields):
        return None
    text = "[Errno " + (yield _inner_text(machine, unit, number)) + "] "
    text += yield _inner_text(machine, unit, message)
    if first is not None:
        text += ": " + (yield repr_of(machine, unit, first))
        if second is not None:
            text += " -> " + (yield repr_of(machine, unit, second))
    return text


def _syntax_error_text(machine: Machine, unit: int, error: ExceptionInstance) -> Suspended:
    """The message, with the last part of the file's name and the line where they are known."""
    message = yield _inner_text(machine, unit, error.fields.get("msg"))
    name, line = error.fields.get("filename"), error.fields.get("lineno")
    place = name.rpartition("/")[2] if isinstance(name, str) else ""
    if type(line) is int:
        place += f", line {line}" if isinstance(name, str) else f"line {line}"
    elif not isinstance(name, str):
        return message
    return message + paid(machine, unit, f" ({place})")


_UNICODE_ERRORS: Final = ("UnicodeDecodeError", "UnicodeEncodeError", "UnicodeTranslateError")
_DELETED: Final = "<NULL>"
"""What is shown of an attribute that was deleted."""


def _unicode_error_text(machine: Machine, unit: int, error: ExceptionInstance) -> Suspended:
    """The text of an error of encoding, decoding or translating."""
    fields = error.fields
    if "object" not in fields:
        return ""
    reason = yield _inner_text(machine, unit, fields.get("reason", _DELETED))
    begin = ""
    if not is_subclass(error.cls, CLASSES["UnicodeTranslateError"]):
        encoding = yield _inner_text(machine, unit, fields.get("encoding", _DELETED))
        begin = f"'{encoding}' codec "
    source, start, end = v.unwrapped(fields["object"]), fields["start"], fields["end"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    wanted = "bytes" if is_subclass(error.cls, CLASSES["UnicodeDecodeError"]) else "str"
    if not isinstance(source, bytes if wanted == "bytes" else str):
        word = "bytes" if wanted == "bytes" else "string"
        raise type_error(f"UnicodeError 'object' attribute must be a {word}")
    action = "translate" if is_subclass(error.cls, CLASSES["UnicodeTranslateError"]) else "encode"
    if isinstance(source, bytes):
        what, action = "byte", "decode"
    else:
        what = "character"
    if 0 <= start < len(source) and end == start + 1:
        code = source[start] if isinstance(source, bytes) else ord(source[start])
        what += f" {_code_shown(code, what)} in position {start}"
    else:
        what += f"s in position {start}-{end - 1}"
    return paid(machine, unit, f"{begin}can't {action} {what}: ") + reason


def _code_shown(code: int, what: str) -> str:
    """The number of a byte or character as errors show it."""
    if what == "byte":
        return f"0x{code:02x}"
    if code < 256:
        return f"'\\x{code:02x}'"
    return f"'\\u{code:04x}'" if code < 65536 else f"'\\U{code:08x}'"


# --- Everything else: never an address


def _method(machine: Machine, unit: int, value: v.BoundMethod) -> Suspended:
    function = value.function
    if isinstance(function, v.Native):
        machine.note("no-address")
        cls = class_of(value.receiver)
        word = "method-wrapper" if class_of(value).name == "method-wrapper" else "built-in method"
        if word == "method-wrapper":
            return paid(machine, unit, f"<{word} '{function.name}' of {cls.name} object>")
        return paid(machine, unit, f"<{word} {function.name} of {cls.name} object>")
    name = function.qualname if isinstance(function, v.Function) else "?"
    shown = paid(machine, unit, f"<bound method {name} of ")
    shown += yield repr_of(machine, unit, value.receiver)
    return shown + paid(machine, unit, ">")


def _wrapper(machine: Machine, unit: int, value: v.ClassMethod | v.StaticMethod) -> Suspended:
    function = None if value.function is ABSENT else value.function
    opening = paid(machine, unit, f"<{type_name(value)}(")
    return opening + (yield repr_of(machine, unit, function)) + paid(machine, unit, ")>")


def _super_repr(value: v.Super) -> str:
    start = "NULL" if value.start is None else value.start.name
    inner = "NULL" if value.receiver_class is None else f"<{value.receiver_class.name} object>"
    return f"<super: <class '{start}'>, {inner}>"


def plain_repr(machine: Machine, value: Value) -> str:
    """The repr of what has no content to show."""
    if isinstance(value, Class):
        if value.module is None or value.module == "builtins":
            return f"<class '{value.qualname}'>"
        return f"<class '{value.module}.{value.qualname}'>"
    if isinstance(value, v.Module):
        machine.note("no-address")
        return f"<module '{value.name}' (built-in)>"
    if isinstance(value, v.Native):
        if value.owner is None or not value.binds:
            return f"<built-in function {value.name}>"
        word = "slot wrapper" if is_wrapper(value.key) else "method"
        return f"<{word} '{value.name}' of '{value.owner.name}' objects>"
    if isinstance(value, (v.Attribute, v.Member)):
        word = "member" if class_of(value) is MEMBER else "attribute"
        return f"<{word} '{value.name}' of '{value.owner.name}' objects>"
    if isinstance(value, v.Super):
        return _super_repr(value)
    machine.note("no-address")
    if isinstance(value, v.Function):
        return f"<function {value.qualname}>"
    if isinstance(value, v.Generator):
        return f"<generator object {value.qualname}>"
    if isinstance(value, v.Cell):
        if value.value is v.UNBOUND:
            return "<cell: empty>"
        return f"<cell: {type_name(value.value)} object>"
    return f"<{class_of(value).qualname} object>"


__all__ = ["ABSENT", "Activation", "ascii_only", "repr_of", "str_of"]
