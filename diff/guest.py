"""Guest values of the specification to and from the canonical form.

`to_guest` trusts its input: a `Case` was checked when it was read. `from_guest` never calls
code of the guest's program and never compares guest values.
"""

from collections.abc import Callable, Iterable
from types import EllipsisType, NotImplementedType
from typing import TypeAlias, final

from diff.canonical import (
    CODE_FIELDS,
    MAX_DEPTH,
    MAX_NODES,
    Json,
    int_form,
    int_from_form,
    text_form,
    text_from_form,
)
from diff.errors import FormError
from spec.bytecode.code import Code
from spec.semantics import values as v
from spec.semantics.builtin_classes import CLASSES, class_of
from spec.semantics.natives import qualified_name
from spec.semantics.values import Value
from spec.softfloat.value import CANONICAL_NAN_BITS, INFINITY_BITS, SIGN_BIT, Float

_CODE_HEX = ("code", "linetable", "exceptiontable")
_CODE_NAMES = ("names", "varnames", "freevars", "cellvars")
_RENAMED = {"str_ascii_iterator": "str_iterator"}
"""Classes that exist for speed in one implementation only."""


# --- From the canonical form


def to_guest(form: Json, path: str = "$") -> Value:
    """The guest value of a checked canonical value, with containers of its own.

    Raises FormError for a kind that cannot be given to a program (a generator, an instance).
    """
    return _Builder(path).value(form)


def code_to_guest(fields: Json, path: str = "$.code") -> Code:
    """The code object of checked code fields."""
    return _Builder(path).code(fields)


@final
class _Builder:
    __slots__ = ("_numbered", "_path")

    def __init__(self, path: str) -> None:
        self._path = path
        self._numbered: list[Value] = []

    def value(self, form: Json) -> Value:
        kind, content = form
        maker = _MAKERS.get(kind)
        if maker is None:
            raise FormError(self._path, f"a value of kind {kind!r} cannot be given to a program")
        return maker(self, content)

    def items(self, contents: Json) -> list[Value]:
        return [self.value(item) for item in contents]

    def numbered(self, made: Value) -> Value:
        self._numbered.append(made)
        return made

    def list(self, content: Json) -> Value:
        made = v.List([])
        self.numbered(made)
        made.items.extend(self.value(item) for item in content)
        return made

    def dict(self, content: Json) -> Value:
        made = v.Dict()
        self.numbered(made)
        for key, item in content:
            self._insert(made, self.value(key), self.value(item))
        return made

    def set(self, content: Json) -> Value:
        made = v.Set()
        self.numbered(made)
        for item in content:
            self._insert(made, self.value(item), None)
        return made

    def frozenset(self, content: Json) -> Value:
        made = v.FrozenSet()
        for item in content:
            self._insert(made, self.value(item), None)
        return made

    def _insert(self, table: v.Table, key: Value, value: Value) -> None:
        """The keys of a checked case are known to be different."""
        from spec.semantics.hashing import scalar_hash

        try:
            table.insert(scalar_hash(key), key, value)
        except TypeError:
            raise FormError(self._path, "a key of a dict or set has to be a scalar") from None

    def exception(self, content: Json) -> Value:
        cls = CLASSES.get(content["type"])
        if cls is None or cls.layout != "exception":
            raise FormError(self._path, f"no builtin exception {content['type']!r}")
        made = v.ExceptionInstance(cls, ())
        self.numbered(made)
        made.args = tuple(self.items(content["args"]))
        return made

    def named_class(self, content: Json) -> Value:
        cls = CLASSES.get(content)
        if cls is None:
            raise FormError(self._path, f"no builtin class {content!r}")
        return cls

    def native(self, content: Json) -> Value:
        from spec.semantics.natives import BUILTIN_FUNCTIONS

        native = BUILTIN_FUNCTIONS.get(content)
        if native is None:
            raise FormError(self._path, f"no builtin function {content!r}")
        return native

    def code(self, fields: Json) -> Code:
        arguments = {key: fields[key] for key in CODE_FIELDS}
        for key in _CODE_HEX:
            arguments[key] = bytes.fromhex(fields[key])
        for key in _CODE_NAMES:
            arguments[key] = tuple(fields[key])
        arguments["consts"] = tuple(self.items(fields["consts"]))
        return Code(**arguments)

    def range(self, content: Json) -> Value:
        start, stop, step = self.items(content)
        if type(start) is int and type(stop) is int and type(step) is int and step != 0:
            return v.Range(start, stop, step)
        raise FormError(self._path, "a range has three ints and a step other than 0")

    def slice(self, content: Json) -> Value:
        start, stop, step = self.items(content)
        return v.Slice(start, stop, step)


_Maker: TypeAlias = Callable[[_Builder, Json], Value]

_MAKERS: dict[str, _Maker] = {
    "None": lambda builder, content: None,
    "bool": lambda builder, content: content,
    "int": lambda builder, content: int_from_form(content),
    "float": lambda builder, content: Float(int(content, 16)),
    "str": lambda builder, content: content,
    "str-escaped": lambda builder, content: text_from_form("str-escaped", content),
    "bytes": lambda builder, content: bytes.fromhex(content),
    "bytearray": lambda builder, content: builder.numbered(v.ByteArray(bytearray.fromhex(content))),
    "tuple": lambda builder, content: tuple(builder.items(content)),
    "list": _Builder.list,
    "dict": _Builder.dict,
    "set": _Builder.set,
    "frozenset": _Builder.frozenset,
    "range": _Builder.range,
    "slice": _Builder.slice,
    "Ellipsis": lambda builder, content: Ellipsis,
    "NotImplemented": lambda builder, content: NotImplemented,
    "exception": _Builder.exception,
    "class": _Builder.named_class,
    "native": _Builder.native,
    "code": _Builder.code,
    "ref": lambda builder, content: builder._numbered[content],
}


# --- To the canonical form


def from_guest(value: Value) -> tuple[Json, bool]:
    """The canonical form of a guest value, and whether part of it was left out as large."""
    writer = _Writer()
    return writer.value(value, 0), writer.large


def code_from_guest(code: Code) -> Json:
    """The code fields of a code object."""
    return _Writer().code(code, 0)


@final
class _Writer:
    __slots__ = ("_nodes", "_numbers", "large")

    def __init__(self) -> None:
        self.large = False
        self._nodes = 0
        self._numbers: dict[int, tuple[int, Value]] = {}

    def value(self, value: Value, depth: int) -> Json:
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_DEPTH:
            self.large = True
            return ["large", None]
        kind = type(value)
        plain = _PLAIN.get(kind)
        if plain is not None:
            return plain(self, value, depth + 1)
        if kind is v.Class or kind is v.Module or kind is v.Native:
            return self._named(value)
        known = self._numbers.get(id(value))
        if known is not None:
            return ["ref", known[0]]
        # The value is kept so that its address is not given to another one meanwhile.
        self._numbers[id(value)] = (len(self._numbers), value)
        numbered = _NUMBERED.get(kind)
        if numbered is not None:
            return numbered(self, value, depth + 1)
        name = class_of(value).name
        return ["iterator", _RENAMED.get(name, name)]

    def items(self, values: Iterable[Value], depth: int) -> list[Json]:
        """The forms of `values`; of those beyond the limit only the first, as large."""
        forms = []
        for value in values:
            forms.append(self.value(value, depth))
            if self._nodes > MAX_NODES:
                break
        return forms

    def integer(self, value: int, depth: int) -> Json:
        return ["int", int_form(value)]

    def floating(self, value: Float, depth: int) -> Json:
        bits = value.bits
        if bits & ~SIGN_BIT > INFINITY_BITS:
            bits = CANONICAL_NAN_BITS
        return ["float", f"{bits:016x}"]

    def table(self, value: v.Dict, depth: int) -> Json:
        pairs = []
        for entry in value.entries():
            pairs.append([self.value(entry.key, depth), self.value(entry.value, depth)])
            if self._nodes > MAX_NODES:
                break
        return ["dict", pairs]

    def function(self, value: v.BoundMethod, depth: int) -> Json:
        if isinstance(value.function, v.Native) and isinstance(value.receiver, v.Class | v.Module):
            return ["native", qualified_name(value)]
        return ["method", self.items((value.function, value.receiver), depth)]

    def cell(self, value: v.Cell, depth: int) -> Json:
        unbound = value.value is v.UNBOUND
        return ["cell", None if unbound else self.value(value.value, depth)]

    def instance(self, value: v.Instance, depth: int) -> Json:
        attributes = []
        for name, held in value.attributes.items():
            attributes.append([name, self.value(held, depth)])
            if self._nodes > MAX_NODES:
                break
        return ["instance", {"class": value.cls.qualname, "attributes": attributes}]

    def exception(self, value: v.ExceptionInstance, depth: int) -> Json:
        args = self.items(value.args, depth)
        cause = None if value.cause is None else self.value(value.cause, depth)
        context = None if value.context is None else self.value(value.context, depth)
        notes = value.notes
        fields = {
            "type": value.cls.qualname,
            "args": args,
            "cause": cause,
            "context": context,
            "suppress": value.suppress,
            "notes": self.items(notes.items, depth) if type(notes) is v.List else None,
        }
        text = exception_text(value)
        if text is not None:
            fields["text"] = text_form(text)[1]
        return ["exception", fields]

    def code(self, value: Code, depth: int) -> Json:
        fields: dict[str, Json] = {}
        for key in CODE_FIELDS:
            held = getattr(value, key)
            if key in _CODE_HEX:
                fields[key] = held.hex()
            elif key in _CODE_NAMES:
                fields[key] = list(held)
            elif key == "consts":
                fields[key] = self.items(held, depth)
            else:
                fields[key] = held
        return fields

    def _named(self, value: Value) -> Json:
        if isinstance(value, v.Class):
            return ["class", value.qualname]
        if isinstance(value, v.Module):
            return ["module", value.name]
        assert isinstance(value, v.Native)
        return ["native", qualified_name(value)]


def exception_form(type_name: str, args: Iterable[Value], text: str | None) -> Json:
    """The canonical form of an exception that has no cause, context or notes."""
    fields = {
        "type": type_name,
        "args": [from_guest(argument)[0] for argument in args],
        "cause": None,
        "context": None,
        "suppress": False,
        "notes": None,
    }
    return ["exception", fields if text is None else {**fields, "text": text_form(text)[1]}]


def exception_text(value: v.ExceptionInstance) -> str | None:
    """`str()` of an exception where it needs neither user code nor a class's own rules."""
    own_rules = ("KeyError", "OSError", "SyntaxError", "UnicodeError", "ImportError")
    for cls in value.cls.mro:
        if cls.name in own_rules or cls.layout != "exception":
            return None if cls.name != "object" else _plain_text(value.args)
        if not cls.builtin and "__str__" in cls.namespace:
            return None
    return _plain_text(value.args)


def _plain_text(args: tuple[Value, ...]) -> str | None:
    if not args:
        return ""
    first = args[0]
    return first if len(args) == 1 and type(first) is str else None


_Plain: TypeAlias = Callable[[_Writer, Value, int], Json]


def _null(kind: str) -> _Plain:
    return lambda writer, value, depth: [kind, None]


def _tables() -> tuple[dict[type, _Plain], dict[type, _Plain]]:
    plain: dict[type, Callable[[_Writer, Json, int], Json]] = {
        type(None): _null("None"),
        EllipsisType: _null("Ellipsis"),
        NotImplementedType: _null("NotImplemented"),
        bool: lambda writer, value, depth: ["bool", value],
        int: _Writer.integer,
        Float: _Writer.floating,
        str: lambda writer, value, depth: text_form(value),
        bytes: lambda writer, value, depth: ["bytes", value.hex()],
        tuple: lambda writer, value, depth: ["tuple", writer.items(value, depth)],
        v.FrozenSet: lambda writer, value, depth: [
            "frozenset",
            writer.items(value.keys(), depth),
        ],
        v.Range: lambda writer, value, depth: [
            "range",
            writer.items((value.start, value.stop, value.step), depth),
        ],
        v.Slice: lambda writer, value, depth: [
            "slice",
            writer.items((value.start, value.stop, value.step), depth),
        ],
        v.BoundMethod: _Writer.function,
        v.Cell: _Writer.cell,
        Code: lambda writer, value, depth: ["code", writer.code(value, depth)],
    }
    numbered: dict[type, Callable[[_Writer, Json, int], Json]] = {
        v.List: lambda writer, value, depth: ["list", writer.items(value.items, depth)],
        v.Dict: _Writer.table,
        v.Set: lambda writer, value, depth: ["set", writer.items(value.keys(), depth)],
        v.ByteArray: lambda writer, value, depth: ["bytearray", value.data.hex()],
        v.Function: lambda writer, value, depth: ["function", value.qualname],
        v.Generator: lambda writer, value, depth: ["generator", value.qualname],
        v.Instance: _Writer.instance,
        v.ExceptionInstance: _Writer.exception,
    }
    return plain, numbered


_PLAIN, _NUMBERED = _tables()
