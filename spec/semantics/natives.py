"""The registration of natives: builtin functions, methods and computed attributes.

A native takes the machine and its arguments and returns a guest value, or an activation
to run for it (decision D12). `signature` is written as in Python without defaults: `x, y=, /`
has an optional second argument, which arrives as ABSENT when it was not given; `*rest` arrives
as one host list; names after `*` are by keyword.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias, final

from spec.semantics.builtin_classes import CLASSES
from spec.semantics.raising import type_error
from spec.semantics.values import (
    ABSENT,
    Attribute,
    Class,
    ClassMethod,
    Instance,
    Native,
    StaticMethod,
    Value,
)

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

NativeFunction: TypeAlias = Callable[..., Any]


@final
class Signature:
    """Which arguments a native takes."""

    __slots__ = ("keyword_only", "names", "positional_only", "required", "rest", "rest_keywords")

    def __init__(self, text: str) -> None:
        self.names: list[str] = []
        self.keyword_only: list[str] = []
        self.required = 0
        self.positional_only = 0
        self.rest = False
        self.rest_keywords = False
        starred = False
        for part in [each.strip() for each in text.split(",")] if text else []:
            if part == "/":
                self.positional_only = len(self.names)
            elif part.startswith("**"):
                self.rest_keywords = True
            elif part.startswith("*"):
                starred = True
                self.rest = part != "*"
            elif starred:
                self.keyword_only.append(part.rstrip("="))
            else:
                self.names.append(part.rstrip("="))
                if not part.endswith("="):
                    self.required = len(self.names)


_OPERATORS: Final = (
    "abs add and bool contains delattr delete delitem divmod eq float floordiv ge getattribute "
    "getitem gt hash iadd iand imul index int invert ior isub iter ixor le len lshift lt mod mul "
    "ne neg next or pos pow radd rand rdivmod repr rfloordiv rlshift rmod rmul ror rpow rrshift "
    "rshift rsub rtruediv rxor set setattr setitem str sub truediv xor get"
)
SLOT_NAMES: Final = frozenset(f"__{name}__" for name in _OPERATORS.split())
"""Special methods that CPython makes of a slot of the type; it words their errors otherwise."""
NO_SLOTS: Final = frozenset(
    ("dict.__getitem__", "dict.__contains__", "list.__getitem__", "set.__contains__")
)
"""Special methods of such names that CPython keeps as methods."""


def is_slot(key: str) -> bool:
    """Whether CPython makes the special method `TYPE.NAME` of a slot of the type."""
    return key.rpartition(".")[2] in SLOT_NAMES and key.removeprefix("frozen") not in NO_SLOTS


@final
class NativeEntry:
    """What a revision knows of a native."""

    __slots__ = ("function", "key", "label", "raises", "signature", "slot")

    def __init__(
        self, key: str, label: str, signature: Signature, raises: tuple[str, ...],
        function: NativeFunction,
    ) -> None:  # fmt: skip
        self.key = key
        self.label = label
        self.signature = signature
        self.raises = raises
        self.function = function
        self.slot = is_slot(key)

    def changed(self, function: NativeFunction) -> NativeEntry:
        """The same registration with another function."""
        return NativeEntry(self.key, self.label, self.signature, self.raises, function)


_ENTRIES: Final[dict[str, NativeEntry]] = {}
BUILTIN_FUNCTIONS: Final[dict[str, Native]] = {}
"""Functions of `builtins` by name."""
MODULE_FUNCTIONS: Final[dict[str, dict[str, Native]]] = {}
"""Functions of other modules: module -> name -> native."""


def _enter(
    key: str, label: str, signature: str, raises: tuple[str, ...], function: NativeFunction
) -> None:
    if key in _ENTRIES:
        raise ValueError(f"two natives {key!r}")
    _ENTRIES[key] = NativeEntry(key, label, Signature(signature), raises, function)


Decorator: TypeAlias = Callable[[NativeFunction], NativeFunction]


def builtin(name: str, signature: str = "", raises: tuple[str, ...] = ()) -> Decorator:
    """Register a function of `builtins`; its key is `builtin.NAME`."""

    def register(function: NativeFunction) -> NativeFunction:
        key = f"builtin.{name}"
        _enter(key, name, signature, raises, function)
        BUILTIN_FUNCTIONS[name] = Native(key, name, None, False)
        return function

    return register


def module_function(
    module: str, name: str, signature: str, raises: tuple[str, ...] = ()
) -> Decorator:
    """Register a function of a module that may be imported; its key is `MODULE.NAME`."""

    def register(function: NativeFunction) -> NativeFunction:
        key = f"{module}.{name}"
        label = name if "*, " in signature else key
        _enter(key, label, signature, raises, function)
        MODULE_FUNCTIONS.setdefault(module, {})[name] = Native(key, name, None, False)
        return function

    return register


def method(owner: Class, name: str, signature: str = "", raises: tuple[str, ...] = ()) -> Decorator:
    """Register a method; its key is `TYPE.NAME`, its first argument the receiver.

    The receiver arrives as the builtin value: of an instance of a subclass, its payload.
    """

    def register(function: NativeFunction) -> NativeFunction:
        key = f"{owner.name}.{name}"
        label = owner.name if name == "__init__" else key
        _enter(key, label, signature, raises, function)
        owner.namespace[name] = Native(key, name, owner, True)
        return function

    return register


def class_method(
    owner: Class, name: str, signature: str, raises: tuple[str, ...] = ()
) -> Decorator:
    """Register a class method; its first argument is the class."""

    def register(function: NativeFunction) -> NativeFunction:
        key = f"{owner.name}.{name}"
        _enter(key, key, signature, raises, function)
        owner.namespace[name] = ClassMethod(Native(key, name, None, False))
        return function

    return register


def static_method(
    owner: Class, name: str, signature: str, raises: tuple[str, ...] = ()
) -> Decorator:
    """Register a static method, among them `__new__`, whose first argument is the class."""

    def register(function: NativeFunction) -> NativeFunction:
        key = f"{owner.name}.{name}"
        label = owner.name if name == "__new__" else key
        _enter(key, label, signature, raises, function)
        owner.namespace[name] = StaticMethod(Native(key, name, None, False))
        return function

    return register


def attribute(owner: Class, name: str, writable: bool = False) -> Decorator:
    """Register the reader of a computed attribute: (machine, receiver) -> value."""

    def register(function: NativeFunction) -> NativeFunction:
        key = f"{owner.name}.{name}"
        _enter(key, key, "self, /", (), function)
        owner.namespace[name] = Attribute(key, name, owner, writable)
        return function

    return register


def writer(owner: Class, name: str) -> Decorator:
    """Register the writer of a computed attribute: (machine, receiver, value or ABSENT)."""

    def register(function: NativeFunction) -> NativeFunction:
        _enter(f"{owner.name}.{name}=", f"{owner.name}.{name}", "self, value, /", (), function)
        return function

    return register


def all_natives() -> dict[str, NativeEntry]:
    """Every registered native, by key."""
    from spec import objects

    objects.load()
    return dict(_ENTRIES)


# --- Binding of arguments


def bind_native(
    entry: NativeEntry, arguments: list[Value], keywords: dict[str, Value] | None
) -> list[Value]:
    """The arguments in the order of the signature; raises TypeError when they do not fit."""
    signature = entry.signature
    names = signature.names
    count = len(arguments)
    plain = not (signature.rest or signature.keyword_only or signature.rest_keywords)
    if plain and not keywords:
        if count == len(names):
            return arguments
        if signature.required <= count < len(names):
            return arguments + [ABSENT] * (len(names) - count)
        raise _arity(entry, count)
    if signature.rest and not keywords and not signature.keyword_only and count >= len(names):
        bound = [*arguments[: len(names)], arguments[len(names) :]]
        return [*bound, {}] if signature.rest_keywords else bound
    return _bind_keywords(entry, arguments, dict(keywords) if keywords else {})


def _bind_keywords(
    entry: NativeEntry, arguments: list[Value], keywords: dict[str, Value]
) -> list[Value]:
    signature = entry.signature
    names = signature.names
    by_keyword = signature.keyword_only or signature.rest_keywords
    no_names = signature.positional_only == len(names) or (signature.rest and names == ["self"])
    if keywords and not by_keyword and (no_names or names == ["cls"]):
        if entry.slot:
            bare = entry.label.rpartition(".")[2]
            raise type_error(f"wrapper {bare}() takes no keyword arguments")
        raise type_error(f"{entry.label}() takes no keyword arguments")
    count = len(arguments)
    _check_number(entry, count, keywords)
    if count > len(names) and not signature.rest:
        raise _arity(entry, count)
    bound = arguments[: len(names)]
    for position in range(len(bound), len(names)):
        name = names[position]
        value: Value = ABSENT
        if position >= signature.positional_only and name in keywords:
            value = keywords.pop(name)
        elif position < signature.required:
            raise _missing(entry, position, count)
        bound.append(value)
    if signature.rest:
        bound.append(arguments[len(names) :])
    bound.extend(keywords.pop(name, ABSENT) for name in signature.keyword_only)
    if signature.rest_keywords:
        bound.append(keywords)
    elif keywords:
        raise _unexpected(entry, next(iter(keywords)), count)
    return bound


def _skipped(entry: NativeEntry) -> int:
    """How many arguments errors do not count: the receiver."""
    receives = entry.signature.names[:1] in (["self"], ["cls"])
    return 1 if receives and not entry.key.startswith("builtin.") else 0


def _check_number(entry: NativeEntry, count: int, keywords: dict[str, Value]) -> None:
    """Refuse more arguments than there are parameters, before any is looked at."""
    signature = entry.signature
    if not keywords or signature.rest or signature.rest_keywords:
        return
    shift = _skipped(entry)
    most = len(signature.names) + len(signature.keyword_only) - shift
    given = count + len(keywords) - shift
    if given <= most:
        return
    limit = "exactly" if signature.required - shift == most else "at most"
    kind = "keyword " if count <= shift else ""
    plural = "" if most == 1 else "s"
    bare = entry.label.rpartition(".")[2]
    raise type_error(f"{bare}() takes {limit} {most} {kind}argument{plural} ({given} given)")


def _unexpected(entry: NativeEntry, name: str, count: int) -> Exception:
    names = entry.signature.names
    if name in names[entry.signature.positional_only :]:
        position = names.index(name) + 1
        return type_error(
            f"argument for {entry.label}() given by name ('{name}') and position ({position})"
        )
    bare = entry.label.rpartition(".")[2]
    return type_error(f"{bare}() got an unexpected keyword argument '{name}'")


def _missing(entry: NativeEntry, position: int, count: int) -> Exception:
    signature = entry.signature
    if position < signature.positional_only:
        return _arity(entry, count)
    name = signature.names[position]
    shift = _skipped(entry)
    place = position + 1 - shift
    where = "" if entry.label == "enumerate" else f" (pos {place})"
    return type_error(f"{entry.label}() missing required argument '{name}'{where}")


EXPECTED: Final = frozenset({"int", "str", "reversed", "sorted", "classmethod", "staticmethod"})
"""Natives with one argument whose count CPython words as it does for several."""


def _arity(entry: NativeEntry, count: int) -> Exception:
    """The error for a wrong number of positional arguments, worded as CPython words it."""
    signature = entry.signature
    bare = entry.label.rpartition(".")[2]
    shift = _skipped(entry)
    least, most, given = signature.required - shift, len(signature.names) - shift, count - shift
    if entry.slot:
        return _slot_arity(bare, least, most, given)
    if shift and count == 0:
        return type_error(f"unbound method {entry.label}() needs an argument")
    if most == 0:
        return type_error(f"{entry.label}() takes no arguments ({given} given)")
    if entry.key == "builtin.sum" and given < least:
        return type_error(f"sum() takes at least 1 positional argument ({given} given)")
    if least == most == 1 and bare not in EXPECTED:
        return type_error(f"{entry.label}() takes exactly one argument ({given} given)")
    if signature.positional_only < len(signature.names) and bare not in EXPECTED:
        if given > most:
            bound = "at most" if least < most else "exactly"
            plural = "" if most == 1 else "s"
            return type_error(f"{bare}() takes {bound} {most} argument{plural} ({given} given)")
        name = signature.names[count]
        where = "" if bare == "enumerate" else f" (pos {given + 1})"
        return type_error(f"{bare}() missing required argument '{name}'{where}")
    wanted = most if given > most else least
    limit = "" if least == most else ("at most " if given > most else "at least ")
    plural = "" if wanted == 1 else "s"
    return type_error(f"{bare} expected {limit}{wanted} argument{plural}, got {given}")


def _slot_arity(name: str, least: int, most: int, given: int) -> Exception:
    """The wording of a special method that CPython makes of a slot."""
    if least == most:
        lead = "" if least < 2 else f"{name} "
        plural = "" if least == 1 else "s"
        return type_error(f"{lead}expected {least} argument{plural}, got {given}")
    if name in ("__pow__", "__rpow__"):
        return type_error(f"expected 1 or 2 arguments, got {given}")
    limit, bound = ("least", least) if given < least else ("most", most)
    plural = "" if bound == 1 else "s"
    return type_error(f"{name} expected at {limit} {bound} argument{plural}, got {given}")


TAKES_INSTANCE: Final = frozenset({"dict.__getitem__"})
"""Methods that get an instance of a subclass as it is."""


def _is_wrapper(native: Native) -> bool:
    """Whether CPython words errors of the receiver as for a slot; so it does for `__init__`."""
    return is_slot(native.key) or native.name in ("__init__", "__call__")


def _without_receiver(native: Native, owner: Class) -> Exception:
    if _is_wrapper(native):
        return type_error(f"descriptor '{native.name}' of '{owner.name}' object needs an argument")
    return type_error(f"unbound method {owner.name}.{native.name}() needs an argument")


def receiver_of(native: Native, arguments: list[Value]) -> list[Value]:
    """`arguments` with the receiver checked against the owner, and unwrapped to its payload."""
    from spec.semantics.builtin_classes import class_of, is_subclass

    owner = native.owner
    assert owner is not None
    if not arguments:
        raise _without_receiver(native, owner)
    receiver = arguments[0]
    cls = class_of(receiver)
    if cls is owner:
        return arguments
    if not is_subclass(cls, owner):
        if _is_wrapper(native):
            raise type_error(
                f"descriptor '{native.name}' requires a '{owner.name}' object "
                f"but received a '{cls.name}'"
            )
        raise type_error(
            f"descriptor '{native.name}' for '{owner.name}' objects "
            f"doesn't apply to a '{cls.name}' object"
        )
    if isinstance(receiver, Instance) and receiver.payload is not None:
        if owner is CLASSES["object"] or native.key in TAKES_INSTANCE:
            return arguments
        return [receiver.payload, *arguments[1:]]
    return arguments


def native_call(
    machine: Machine, native: Native, arguments: list[Value], keywords: dict[str, Value] | None
) -> Any:
    """Run a native: a guest value, or an activation."""
    entry = machine.revision.natives[native.key]
    if native.owner is not None:
        arguments = receiver_of(native, arguments)
    return entry.function(machine, *bind_native(entry, arguments, keywords))
