"""The registration of natives: builtin functions, methods and computed attributes.

A native takes the machine and its arguments and returns a guest value, or an activation
to run for it (decision D12). `signature` is written as in Python without defaults: `x, y=, /`
has an optional second argument, which arrives as ABSENT when it was not given; `*rest` arrives
as one host list; names after `*` are by keyword.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias, final

from spec.gas_table.left_out import LEFT_OUT_BASES
from spec.semantics.builtin_classes import CLASSES, class_of, is_subclass
from spec.semantics.lookup import lookup
from spec.semantics.native_arguments import bind_native
from spec.semantics.raising import refused, type_error
from spec.semantics.slots import is_slot, is_wrapper
from spec.semantics.values import (
    Attribute,
    BoundMethod,
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


@final
class NativeEntry:
    """What a revision knows of a native.

    `when_called` is set where the base of the entry is paid when the native is called by name, and
    not when an operation of the language asks for it: that operation has a price of its own.
    """

    __slots__ = (
        "bare", "function", "key", "label", "raises", "shift", "signature", "slot",
        "takes_keywords", "unnamed", "when_called",
    )  # fmt: skip

    def __init__(
        self, key: str, label: str, signature: Signature, raises: tuple[str, ...],
        function: NativeFunction, when_called: bool = False,
    ) -> None:  # fmt: skip
        self.when_called = when_called
        self.key = key
        self.label = label
        self.signature = signature
        self.raises = raises
        self.function = function
        self.slot = is_slot(key)
        self.bare = label.rpartition(".")[2]
        receives = signature.names[:1] in (["self"], ["cls"])
        # How many arguments errors do not count (the receiver), and how many have no name.
        self.shift = 1 if receives and not key.startswith("builtin.") else 0
        self.unnamed = max(signature.positional_only, self.shift)
        self.takes_keywords = bool(
            signature.keyword_only or signature.rest_keywords
            or (self.unnamed < len(signature.names))
        )  # fmt: skip

    def changed(self, function: NativeFunction) -> NativeEntry:
        """The same registration with another function."""
        return NativeEntry(
            self.key, self.label, self.signature, self.raises, function, self.when_called
        )


_ENTRIES: Final[dict[str, NativeEntry]] = {}
BUILTIN_FUNCTIONS: Final[dict[str, Native]] = {}
"""Functions of `builtins` by name."""
MODULE_FUNCTIONS: Final[dict[str, dict[str, Native]]] = {}
"""Functions of other modules: module -> name -> native."""


def _enter(
    key: str, label: str, signature: str, raises: tuple[str, ...], function: NativeFunction,
    when_called: bool = False,
) -> None:  # fmt: skip
    if key in _ENTRIES:
        raise ValueError(f"two natives {key!r}")
    _ENTRIES[key] = NativeEntry(key, label, Signature(signature), raises, function, when_called)


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


def method(
    owner: Class, name: str, signature: str = "", raises: tuple[str, ...] = (),
    when_called: bool = False,
) -> Decorator:  # fmt: skip
    """Register a method; its key is `TYPE.NAME`, its first argument the receiver.

    The receiver arrives as the builtin value: of an instance of a subclass, its payload.
    `when_called`: see NativeEntry.
    """

    def register(function: NativeFunction) -> NativeFunction:
        key = f"{owner.name}.{name}"
        label = owner.name if name == "__init__" else key
        _enter(key, label, signature, raises, function, when_called)
        owner.namespace[name] = Native(key, name, owner, True)
        return function

    return register


def class_method(
    owner: Class, name: str, signature: str, raises: tuple[str, ...] = (),
    when_called: bool = False,
) -> Decorator:  # fmt: skip
    """Register a class method; its first argument is the class."""

    def register(function: NativeFunction) -> NativeFunction:
        key = f"{owner.name}.{name}"
        _enter(key, key, signature, raises, function, when_called)
        owner.namespace[name] = ClassMethod(Native(key, name, None, False))
        return function

    return register


def static_method(
    owner: Class, name: str, signature: str, raises: tuple[str, ...] = (),
    when_called: bool = False,
) -> Decorator:  # fmt: skip
    """Register a static method, among them `__new__`, whose first argument is the class."""

    def register(function: NativeFunction) -> NativeFunction:
        key = f"{owner.name}.{name}"
        label = owner.name if name == "__new__" else key
        _enter(key, label, signature, raises, function, when_called)
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


def inherited_entry(owner: Class, name: str) -> NativeEntry:
    """The registration of a method that a class has or inherits."""
    found = lookup(owner, name)[0]
    assert isinstance(found, Native)
    return _ENTRIES[found.key]


def inherit(owner: Class, name: str, function: NativeFunction | None = None) -> None:
    """Register a method of `owner` with the parameters of the one that it inherits.

    It does the same, unless another function is given.
    """
    entry = inherited_entry(owner, name)
    key = f"{owner.name}.{name}"
    done = entry.function if function is None else function
    _ENTRIES[key] = NativeEntry(key, key, entry.signature, entry.raises, done, entry.when_called)
    owner.namespace[name] = Native(key, name, owner, True)


def all_natives() -> dict[str, NativeEntry]:
    """Every registered native, by key."""
    from spec import objects

    objects.load()
    return dict(_ENTRIES)


# --- Names


def qualified_name(value: Native | BoundMethod) -> str:
    """`__qualname__` of a native, or of one that is bound."""
    if isinstance(value, Native):
        owner = value.key.rpartition(".")[0]
        return value.key if owner in CLASSES else value.name
    function, receiver = value.function, value.receiver
    assert isinstance(function, Native)
    if function.binds and is_wrapper(function.key):
        return function.key
    cls = receiver if isinstance(receiver, Class) else class_of(receiver)
    return f"{cls.qualname}.{function.name}"


# --- Receivers and calls


TAKES_INSTANCE: Final = frozenset(
    {
        *("dict.__getitem__", "dict.copy", "dict.__or__", "dict.__ror__", "dict.__ior__"),
        *("list.__iadd__", "list.__imul__", "bytearray.__iadd__", "bytearray.__imul__"),
        *("set.__iand__", "set.__ior__", "set.__ixor__", "set.__isub__"),
        *("str.format", "str.format_map", "str.__mod__", "str.partition", "str.rpartition"),
        *("str.__iter__", "bytes.partition", "bytes.rpartition"),
        *("property.__init__", "property.__get__"),
        *("property.getter", "property.setter", "property.deleter"),
        *("classmethod.__init__", "staticmethod.__init__"),
        *("enumerate.__iter__", "zip.__iter__", "map.__iter__", "filter.__iter__"),
    }
)
"""Methods that get an instance of a subclass as it is."""


def check_class(maker: Native, arguments: list[Value]) -> None:
    """Refuse as first argument of `TYPE.__new__` what is no class that the method can make."""
    from spec.semantics.builtin_classes import is_subclass, type_name

    owner = CLASSES[maker.key.rpartition(".")[0]]
    if not arguments:
        raise type_error(f"{owner.name}.__new__(): not enough arguments")
    cls = arguments[0]
    if cls is owner:
        return
    if not isinstance(cls, Class):
        raise type_error(f"{owner.name}.__new__(X): X is not a type object ({type_name(cls)})")
    if not is_subclass(cls, owner):
        told = f"{owner.name}.__new__({cls.name}): {cls.name} is not a subtype of {owner.name}"
        raise type_error(told)
    own = _native_maker(cls)
    if _ENTRIES[own.key].function is not _ENTRIES[maker.key].function:
        raise unsafe_maker(owner, cls)
    if owner.name in LEFT_OUT_BASES:
        raise refused(f"an instance of a class that inherits from '{owner.name}'")


def _native_maker(cls: Class) -> Native:
    """The first native `__new__` in the order of a class; `object` has the last."""
    held = (each.namespace.get("__new__") for each in cls.mro)
    makers = (each.function for each in held if isinstance(each, StaticMethod))
    return next(each for each in makers if isinstance(each, Native))


def made_by(cls: Class) -> Native | None:
    """The native `__new__` that a class has or inherits; None if the program wrote it."""
    holder = next(each for each in cls.mro if "__new__" in each.namespace)
    found = holder.namespace["__new__"]
    if holder.builtin and isinstance(found, StaticMethod):
        found = found.function
    return found if isinstance(found, Native) else None


def unsafe_maker(owner: Class, cls: Class) -> Exception:
    """The error for `owner.__new__(cls)` where the class is made otherwise, with who makes it."""
    base = cls
    while not base.builtin and made_by(base) is None:
        base = next(each for each in base.bases if each.layout == base.layout)
    told = f"{owner.name}.__new__({cls.name}) is not safe, use {base.name}.__new__()"
    return type_error(told)


def _without_receiver(native: Native, owner: Class) -> Exception:
    if is_wrapper(native.key):
        return type_error(f"descriptor '{native.name}' of '{owner.name}' object needs an argument")
    return type_error(f"unbound method {owner.name}.{native.name}() needs an argument")


def receiver_of(native: Native, arguments: list[Value]) -> list[Value]:
    """`arguments` with the receiver checked against the owner, and unwrapped to its payload."""
    owner = native.owner
    assert owner is not None
    if not arguments:
        raise _without_receiver(native, owner)
    receiver = arguments[0]
    cls = class_of(receiver)
    if cls is owner:
        return arguments
    if not is_subclass(cls, owner):
        if is_wrapper(native.key):
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
    machine: Machine, native: Native, arguments: list[Value], keywords: dict[str, Value] | None,
    by_name: bool = True,
) -> Any:  # fmt: skip
    """Run a native: a guest value, or an activation.

    `by_name` is False where an operation of the language asks for a special method.
    """
    entry = machine.revision.natives[native.key]
    if native.owner is not None:
        arguments = receiver_of(native, arguments)
    elif native.name == "__new__":
        check_class(native, arguments)
    bound = bind_native(entry, arguments, keywords)
    if by_name and entry.when_called:
        machine.pay(entry.key)
    return entry.function(machine, *bound)
