"""Values of the codec to and from the canonical form.

Unlike `diff.guest` a dict is no table with hashes here, only entries in order: an encoder sees
no more, and any key that a case can name has to reach it.
"""

from collections.abc import Callable
from typing import TypeAlias, final

from diff.canonical import MAX_DEPTH, MAX_NODES, Json, int_form, int_from_form, text_from_form
from diff.guest import to_guest
from spec.cbor import Entries
from spec.semantics.values import ByteArray, List
from spec.softfloat.value import Float


def to_codec(form: Json) -> object:
    """The value of a checked canonical value; kinds that have no encoding come from
    `diff.guest`. Raises FormError for what cannot be made."""
    return _Builder().value(form)


@final
class _Builder:
    __slots__ = ("_numbered",)

    def __init__(self) -> None:
        self._numbered: list[object] = []

    def value(self, form: Json) -> object:
        kind, content = form
        maker = _MAKERS.get(kind)
        if maker is not None:
            return maker(self, content)
        made = to_guest(form)
        if kind == "set":
            self._numbered.append(made)
        return made

    def tuple(self, content: Json) -> object:
        return tuple([self.value(item) for item in content])

    def list(self, content: Json) -> object:
        made = List([])
        self._numbered.append(made)
        for item in content:
            made.items.append(self.value(item))
        return made

    def dict(self, content: Json) -> object:
        pairs: list[tuple[object, object]] = []
        made = Entries(pairs)
        self._numbered.append(made)
        for key, item in content:
            pairs.append((self.value(key), self.value(item)))
        return made

    def bytearray(self, content: Json) -> object:
        made = ByteArray(bytearray.fromhex(content))
        self._numbered.append(made)
        return made

    def reference(self, content: Json) -> object:
        return self._numbered[content]


_Maker: TypeAlias = Callable[[_Builder, Json], object]

_MAKERS: dict[str, _Maker] = {
    "None": lambda builder, content: None,
    "bool": lambda builder, content: content,
    "int": lambda builder, content: int_from_form(content),
    "float": lambda builder, content: Float(int(content, 16)),
    "str": lambda builder, content: content,
    "str-escaped": lambda builder, content: text_from_form("str-escaped", content),
    "bytes": lambda builder, content: bytes.fromhex(content),
    "bytearray": _Builder.bytearray,
    "tuple": _Builder.tuple,
    "list": _Builder.list,
    "dict": _Builder.dict,
    "ref": _Builder.reference,
}


def from_codec(value: object) -> tuple[Json, bool]:
    """The canonical form of a decoded value, and whether part of it was left out as large."""
    writer = _Writer()
    return writer.value(value, 0), writer.large


@final
class _Writer:
    __slots__ = ("_nodes", "large")

    def __init__(self) -> None:
        self._nodes = 0
        self.large = False

    def value(self, value: object, depth: int) -> Json:
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_DEPTH:
            self.large = True
            return ["large", None]
        if isinstance(value, List):
            return ["list", self._items(value.items, depth)]
        if isinstance(value, Entries):
            return ["dict", self._pairs(value, depth)]
        return _scalar_form(value)

    def _items(self, items: list[object], depth: int) -> list[Json]:
        forms = []
        for item in items:
            forms.append(self.value(item, depth + 1))
            if self._nodes > MAX_NODES:
                break
        return forms

    def _pairs(self, value: Entries, depth: int) -> list[Json]:
        pairs = []
        for key, item in value.pairs():
            pairs.append([self.value(key, depth + 1), self.value(item, depth + 1)])
            if self._nodes > MAX_NODES:
                break
        return pairs


def _scalar_form(value: object) -> Json:
    if value is None:
        return ["None", None]
    if isinstance(value, bool):
        return ["bool", value]
    if isinstance(value, int):
        return ["int", int_form(value)]
    if isinstance(value, Float):
        return ["float", f"{value.bits:016x}"]
    if isinstance(value, bytes):
        return ["bytes", value.hex()]
    assert isinstance(value, str)  # what was decoded has no surrogates
    return ["str", value]
