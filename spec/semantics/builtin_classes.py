"""The machine's own classes, empty: `spec/objects/` registers their methods.

Names, bases and layouts are those of CPython 3.14. A class of the machine is never changed
by a program, so one set serves every run of every revision.
"""

from __future__ import annotations

from types import EllipsisType, NotImplementedType
from typing import Final

from spec.bytecode.code import Code
from spec.errors import Impossible
from spec.semantics import values as v
from spec.semantics.slots import is_member, is_wrapper
from spec.semantics.values import Class
from spec.softfloat.value import Float

CLASSES: Final[dict[str, Class]] = {}
"""Every class of the machine by name."""


def _make(name: str, *bases: Class, layout: str = "", is_open: bool = True) -> Class:
    made = Class(name, bases, {})
    made.builtin = True
    made.open = is_open
    made.layout = layout or (bases[0].layout if bases else "object")
    made.mro = (made, *_merge(bases))
    for base in bases:
        base.subclasses.append(made)
    CLASSES[name] = made
    return made


def _merge(bases: tuple[Class, ...]) -> tuple[Class, ...]:
    """The bases' own orders, each class where it stands last: all that two bases here need."""
    merged: list[Class] = []
    for base in bases:
        for cls in base.mro:
            merged = [*(each for each in merged if each is not cls), cls]
    return tuple(merged)


OBJECT: Final = _make("object")
TYPE: Final = _make("type", OBJECT, layout="type")


def _plain(name: str, is_open: bool = True) -> Class:
    return _make(name, OBJECT, layout=name, is_open=is_open)


INT: Final = _plain("int")
BOOL: Final = _make("bool", INT, layout="int", is_open=False)
FLOAT: Final = _plain("float")
STR: Final = _plain("str")
BYTES: Final = _plain("bytes")
BYTEARRAY: Final = _plain("bytearray")
TUPLE: Final = _plain("tuple")
LIST: Final = _plain("list")
DICT: Final = _plain("dict")
SET: Final = _plain("set")
FROZENSET: Final = _plain("frozenset")
RANGE: Final = _plain("range", is_open=False)
SLICE: Final = _plain("slice", is_open=False)
NONE_TYPE: Final = _plain("NoneType", is_open=False)
ELLIPSIS_TYPE: Final = _plain("ellipsis", is_open=False)
NOT_IMPLEMENTED_TYPE: Final = _plain("NotImplementedType", is_open=False)
FUNCTION: Final = _plain("function", is_open=False)
METHOD: Final = _plain("method", is_open=False)
NATIVE: Final = _plain("builtin_function_or_method", is_open=False)
METHOD_DESCRIPTOR: Final = _plain("method_descriptor", is_open=False)
WRAPPER_DESCRIPTOR: Final = _plain("wrapper_descriptor", is_open=False)
METHOD_WRAPPER: Final = _plain("method-wrapper", is_open=False)
GETSET: Final = _plain("getset_descriptor", is_open=False)
MEMBER: Final = _plain("member_descriptor", is_open=False)
GENERATOR: Final = _plain("generator", is_open=False)
CELL: Final = _plain("cell", is_open=False)
CODE: Final = _plain("code", is_open=False)
MODULE: Final = _plain("module")
PROPERTY: Final = _plain("property")
CLASSMETHOD: Final = _plain("classmethod")
STATICMETHOD: Final = _plain("staticmethod")
SUPER: Final = _plain("super")
MAPPINGPROXY: Final = _plain("mappingproxy", is_open=False)
ENUMERATE: Final = _plain("enumerate")
ZIP: Final = _plain("zip")
MAP: Final = _plain("map")
FILTER: Final = _plain("filter")
REVERSED: Final = _plain("reversed")

ITERATOR_NAMES: Final = (
    "list_iterator", "list_reverseiterator", "tuple_iterator", "str_ascii_iterator",
    "str_iterator", "bytes_iterator", "bytearray_iterator", "range_iterator", "iterator",
    "callable_iterator", "dict_keyiterator", "dict_valueiterator", "dict_itemiterator",
    "dict_reversekeyiterator", "dict_reversevalueiterator", "dict_reverseitemiterator",
    "set_iterator", "dict_keys", "dict_values", "dict_items",
)  # fmt: skip
for _name in ITERATOR_NAMES:
    _plain(_name, is_open=False)

# --- Exceptions: name, base (CPython 3.14's hierarchy; warnings come with the objects)

_EXCEPTIONS: Final = """
BaseException object
Exception BaseException
BaseExceptionGroup BaseException
GeneratorExit BaseException
KeyboardInterrupt BaseException
SystemExit BaseException
ArithmeticError Exception
AssertionError Exception
AttributeError Exception
BufferError Exception
EOFError Exception
ImportError Exception
LookupError Exception
MemoryError Exception
NameError Exception
OSError Exception
ReferenceError Exception
RuntimeError Exception
StopAsyncIteration Exception
StopIteration Exception
SyntaxError Exception
SystemError Exception
TypeError Exception
ValueError Exception
Warning Exception
FloatingPointError ArithmeticError
OverflowError ArithmeticError
ZeroDivisionError ArithmeticError
ModuleNotFoundError ImportError
IndexError LookupError
KeyError LookupError
UnboundLocalError NameError
BlockingIOError OSError
ChildProcessError OSError
ConnectionError OSError
FileExistsError OSError
FileNotFoundError OSError
InterruptedError OSError
IsADirectoryError OSError
NotADirectoryError OSError
PermissionError OSError
ProcessLookupError OSError
TimeoutError OSError
BrokenPipeError ConnectionError
ConnectionAbortedError ConnectionError
ConnectionRefusedError ConnectionError
ConnectionResetError ConnectionError
NotImplementedError RuntimeError
PythonFinalizationError RuntimeError
RecursionError RuntimeError
DeterminismError RuntimeError
IndentationError SyntaxError
TabError IndentationError
UnicodeError ValueError
UnicodeDecodeError UnicodeError
UnicodeEncodeError UnicodeError
UnicodeTranslateError UnicodeError
BytesWarning Warning
DeprecationWarning Warning
EncodingWarning Warning
FutureWarning Warning
ImportWarning Warning
PendingDeprecationWarning Warning
ResourceWarning Warning
RuntimeWarning Warning
SyntaxWarning Warning
UnicodeWarning Warning
UserWarning Warning
"""

for _line in _EXCEPTIONS.split("\n"):
    if _line:
        _child, _parent = _line.split()
        _made = _make(_child, CLASSES[_parent], layout="exception")
        _made.has_dict = True
_GROUP: Final = _make(
    "ExceptionGroup", CLASSES["BaseExceptionGroup"], CLASSES["Exception"], layout="exception"
)
_GROUP.has_dict = True

BASE_EXCEPTION: Final = CLASSES["BaseException"]
EXCEPTION: Final = CLASSES["Exception"]
BASE_EXCEPTION_GROUP: Final = CLASSES["BaseExceptionGroup"]
EXCEPTION_GROUP: Final = _GROUP
LARGER_EXCEPTIONS: Final = frozenset(
    CLASSES[name]
    for name in (
        "AttributeError", "BaseExceptionGroup", "ImportError", "NameError", "OSError",
        "StopIteration", "SyntaxError", "SystemExit", "UnicodeDecodeError", "UnicodeEncodeError",
        "UnicodeTranslateError",
    )
)  # fmt: skip
"""Exceptions that hold more than their bases, so that no class inherits from two of them."""
EXCEPTION_NAMES: Final = tuple(name for name, cls in CLASSES.items() if cls.layout == "exception")

for _class in CLASSES.values():
    _class.cls = TYPE
for _class in (TUPLE, LIST, RANGE):
    _class.pattern = "sequence"
for _class in (DICT, MAPPINGPROXY):
    _class.pattern = "mapping"
for _class in (BOOL, BYTEARRAY, BYTES, DICT, FLOAT, FROZENSET, INT, LIST, SET, STR, TUPLE):
    _class.match_self = True
for _class in (FUNCTION, CLASSMETHOD, STATICMETHOD, MODULE):
    _class.has_dict = True

_BY_TYPE: Final[dict[type, Class]] = {
    int: INT,
    bool: BOOL,
    str: STR,
    bytes: BYTES,
    tuple: TUPLE,
    type(None): NONE_TYPE,
    EllipsisType: ELLIPSIS_TYPE,
    NotImplementedType: NOT_IMPLEMENTED_TYPE,
    Float: FLOAT,
    v.ByteArray: BYTEARRAY,
    v.List: LIST,
    v.Dict: DICT,
    v.Set: SET,
    v.FrozenSet: FROZENSET,
    v.Range: RANGE,
    v.Slice: SLICE,
    v.Function: FUNCTION,
    v.Generator: GENERATOR,
    v.Cell: CELL,
    v.Module: MODULE,
    v.Property: PROPERTY,
    v.ClassMethod: CLASSMETHOD,
    v.StaticMethod: STATICMETHOD,
    v.Super: SUPER,
    v.MappingProxy: MAPPINGPROXY,
    v.Member: MEMBER,
    v.Enumerate: ENUMERATE,
    v.Zip: ZIP,
    v.Map: MAP,
    v.Filter: FILTER,
    v.RangeIterator: CLASSES["range_iterator"],
    v.GetItemIterator: CLASSES["iterator"],
    v.CallIterator: CLASSES["callable_iterator"],
    v.Object: OBJECT,
    Code: CODE,
}

_TABLE_ITERATORS: Final[dict[tuple[str, bool], Class]] = {
    ("keys", False): CLASSES["dict_keyiterator"],
    ("values", False): CLASSES["dict_valueiterator"],
    ("items", False): CLASSES["dict_itemiterator"],
    ("keys", True): CLASSES["dict_reversekeyiterator"],
    ("values", True): CLASSES["dict_reversevalueiterator"],
    ("items", True): CLASSES["dict_reverseitemiterator"],
    ("elements", False): CLASSES["set_iterator"],
}


def class_of(value: v.Value) -> Class:
    """The class of any guest value."""
    found = _BY_TYPE.get(type(value))
    if found is not None:
        return found
    if isinstance(value, (v.Instance, v.ExceptionInstance, Class)):
        return value.cls
    return _class_of_rare(value)


def _class_of_rare(value: v.Value) -> Class:
    if isinstance(value, v.BoundMethod):
        function = value.function
        if not isinstance(function, v.Native):
            return METHOD
        if not function.binds and function.key.partition(".")[0] not in CLASSES:
            return METHOD  # a function that a program made a class method
        return METHOD_WRAPPER if function.binds and is_wrapper(function.key) else NATIVE
    if isinstance(value, v.Attribute):
        return MEMBER if is_member(value.key) else GETSET
    if isinstance(value, v.Native):
        if value.owner is None or not value.binds:
            return NATIVE
        return WRAPPER_DESCRIPTOR if is_wrapper(value.key) else METHOD_DESCRIPTOR
    if isinstance(value, (v.SequenceIterator, v.ReverseIterator)):
        if value.name == "str_ascii_iterator" and not _is_ascii(value.sequence):
            return CLASSES["str_iterator"]
        return CLASSES[value.name]
    if isinstance(value, v.TableIterator):
        return _TABLE_ITERATORS[value.part, value.backward]
    if isinstance(value, v.DictView):
        return CLASSES["dict_" + value.part]
    raise Impossible(f"no guest value: {type(value).__name__}")


def _is_ascii(text: v.Value) -> bool:
    return isinstance(text, str) and text.isascii()


def type_name(value: v.Value) -> str:
    """The name of a value's class, as error texts show it."""
    return class_of(value).name


def full_name(cls: Class) -> str:
    """The qualified name of a class with its module, except for the builtins and the program."""
    if cls.module in ("builtins", "__main__") or not isinstance(cls.module, str):
        return cls.qualname
    return f"{cls.module}.{cls.qualname}"


def is_subclass(cls: Class, ancestor: Class) -> bool:
    """Whether `ancestor` is among the classes that `cls` looks names up in."""
    if cls is ancestor:
        return True
    for entry in cls.mro:  # noqa: SIM110  a loop is faster, and every `except` asks this
        if entry is ancestor:
            return True
    return False


def is_exception_class(value: v.Value) -> bool:
    """Whether `value` is a class whose instances can be raised."""
    return isinstance(value, Class) and value.layout == "exception"
