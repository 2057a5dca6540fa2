"""For each type whose values a case cannot hold, source that makes one.

`$a` in a text stands for a drawn value. The definitions that a text needs are written before it.
"""

from collections.abc import Mapping, Sequence
from typing import Final, final

from diff.canonical import text_form
from fuzz.choices import Choices
from fuzz.lanes import object_values as v
from fuzz.lanes.object_values import Drawer, Swarm, Value

DEFINITIONS: Final[Mapping[str, Sequence[str]]] = {
    "math": ("import math",),
    "C": (
        "class C:",
        "    x = 1",
        "    def m(self, *given):",
        "        return given",
        "    def get(self):",
        "        return self.x",
        "    p = property(get)",
        "    @classmethod",
        "    def k(cls, *given):",
        "        return given",
        "    @staticmethod",
        "    def s(*given):",
        "        return given",
        "    def up(self):",
        "        return super()",
    ),
    "S": (
        "class S:",
        "    __slots__ = ()",
        "    x = 1",
        "    def m(self):",
        "        return 2",
    ),
    "M": (
        "class M:",
        "    __slots__ = ('held',)",
    ),
    "f": (
        "def f(first=1, *more, last: int = 2):",
        "    return first, more, last",
    ),
    "G": (
        "def G(first):",
        "    try:",
        "        sent = yield first",
        "    except ValueError:",
        "        sent = yield None",
        "    yield sent",
    ),
    "group": (
        "def group(held):",
        "    return ExceptionGroup('text', [ValueError(held), KeyError(1)])",
    ),
    "closed": (
        "def closed(held):",
        "    def inner():",
        "        return held",
        "    return inner.__closure__[0]",
    ),
    "Items": (
        "class Items:",
        "    def __getitem__(self, index):",
        "        return (4, 5, 6)[index]",
    ),
}


@final
class Maker:
    """The source of a value, the definition that it needs, and what draws its `$a`."""

    __slots__ = ("drawer", "needs", "text")

    def __init__(self, text: str, needs: str | None = None, drawer: Drawer | None = None) -> None:
        self.text = text
        self.needs = needs
        self.drawer = drawer


def _some_text(choices: Choices, swarm: Swarm) -> Value:
    return text_form(choices.one_of(("\xe4", "a\u0301", "\U0001f600b")))


def _ascii_text(choices: Choices, swarm: Swarm) -> Value:
    return text_form(choices.one_of(("", "abc")))


def _wide_range(choices: Choices, swarm: Swarm) -> Value:
    return ["range", [v.integer(0), v.integer(choices.one_of((0, 3, 1 << 70))), v.integer(1)]]


def _iterator(text: str, drawer: Drawer) -> Maker:
    return Maker(text, None, drawer)


MAKERS: Final[Mapping[str, Maker]] = {
    "list_iterator": _iterator("iter($a)", v.list_value),
    "list_reverseiterator": _iterator("reversed($a)", v.list_value),
    "tuple_iterator": _iterator("iter($a)", v.tuple_value),
    "str_iterator": _iterator("iter($a)", _some_text),
    "str_ascii_iterator": _iterator("iter($a)", _ascii_text),
    "bytes_iterator": _iterator("iter($a)", v.octets_of("bytes")),
    "bytearray_iterator": _iterator("iter($a)", v.octets_of("bytearray")),
    "range_iterator": _iterator("iter($a)", _wide_range),
    "set_iterator": _iterator("iter($a)", v.set_of("set")),
    "dict_keyiterator": _iterator("iter($a)", v.dict_value),
    "dict_valueiterator": _iterator("iter($a.values())", v.dict_value),
    "dict_itemiterator": _iterator("iter($a.items())", v.dict_value),
    "dict_reversekeyiterator": _iterator("reversed($a)", v.dict_value),
    "dict_reversevalueiterator": _iterator("reversed($a.values())", v.dict_value),
    "dict_reverseitemiterator": _iterator("reversed($a.items())", v.dict_value),
    "iterator": Maker("iter(Items())", "Items"),
    "callable_iterator": _iterator("iter(list($a).pop, 0)", v.list_value),
    "enumerate": _iterator("enumerate($a)", v.iterable),
    "zip": _iterator("zip($a, range(9))", v.iterable),
    "map": _iterator("map(type, $a)", v.iterable),
    "filter": _iterator("filter(None, $a)", v.iterable),
    "reversed": _iterator("reversed($a)", v.octets_of("bytes")),
    "dict_keys": _iterator("$a.keys()", v.dict_value),
    "dict_values": _iterator("$a.values()", v.dict_value),
    "dict_items": _iterator("$a.items()", v.dict_value),
    "mappingproxy": Maker("S.__dict__", "S"),
    "function": Maker("f", "f"),
    "method": Maker("C().m", "C"),
    "builtin_function_or_method": _iterator("list($a).append", v.list_value),
    "property": Maker("C.p", "C"),
    "classmethod": Maker("C.__dict__['k']", "C"),
    "staticmethod": Maker("C.__dict__['s']", "C"),
    "super": Maker("C().up()", "C"),
    "cell": Maker("closed($a)", "closed", v.anything),
    "module": Maker("math", "math"),
    "generator": Maker("G($a)", "G", v.anything),
    "type": Maker("C", "C"),
    "NoneType": Maker("None"),
    "NotImplementedType": Maker("NotImplemented"),
    "ellipsis": Maker("..."),
    "wrapper_descriptor": Maker("list.__len__"),
    "method_descriptor": Maker("list.copy"),
    "getset_descriptor": Maker("int.real"),
    "member_descriptor": Maker("M.held", "M"),
    "method-wrapper": _iterator("$a.__repr__", v.list_value),
    "object": Maker("C()", "C"),
    "BaseException": _iterator("ValueError($a, 1)", v.anything),
    "KeyError": _iterator("KeyError($a)", v.scalar),
    "OSError": _iterator("OSError(1000, 'text', $a)", v.text),
    "ImportError": _iterator("ImportError($a, name='n', path='p')", v.text),
    "SyntaxError": _iterator("SyntaxError($a, ('file', 1, 2, 'line', 3, 4))", v.text),
    "BaseExceptionGroup": Maker("group($a)", "group", v.text),
    "UnicodeDecodeError": _iterator("UnicodeDecodeError('utf-8', b'abc', 0, 1, $a)", v.text),
    "UnicodeEncodeError": _iterator("UnicodeEncodeError('utf-8', 'abc', 0, 1, $a)", v.text),
    "UnicodeTranslateError": _iterator("UnicodeTranslateError('abc', 0, 1, $a)", v.text),
    "SystemExit": _iterator("SystemExit($a)", v.anything),
    "NameError": _iterator("NameError($a, name='n')", v.text),
    "AttributeError": _iterator("AttributeError($a, name='n', obj=1)", v.text),
    "StopIteration": _iterator("StopIteration($a)", v.anything),
}  # fmt: skip
"""Type -> how one is made."""
