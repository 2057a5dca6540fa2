"""Which special methods CPython makes of slots of a type, by the key of the native.

They are objects of other types than methods written as such, and their errors are worded
otherwise. Source: Objects/typeobject.c (`slotdefs`) of CPython 3.14.
"""

from __future__ import annotations

from typing import Final

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


_PASSED_ON: Final = frozenset(("__init__", "__call__", "__set__", "__delete__"))
"""Slots that get arguments as they come, so the type words the errors."""


def is_wrapper(key: str) -> bool:
    """Whether `TYPE.NAME` is a slot wrapper, not a method, when it is looked at."""
    return key.rpartition(".")[2] in _PASSED_ON or is_slot(key)


_MEMBERS: Final = {
    "AttributeError": "name obj",
    "BaseException": "__suppress_context__",
    "BaseExceptionGroup": "exceptions message",
    "ImportError": "msg name name_from path",
    "NameError": "name",
    "OSError": "errno filename filename2 strerror",
    "StopIteration": "value",
    "SyntaxError": "end_lineno end_offset filename lineno msg offset print_file_and_line text",
    "SystemExit": "code",
    "UnicodeDecodeError": "encoding end object reason start",
    "UnicodeEncodeError": "encoding end object reason start",
    "UnicodeTranslateError": "encoding end object reason start",
    "builtin_function_or_method": "__module__",
    "classmethod": "__func__ __wrapped__",
    "function": "__closure__ __doc__ __module__",
    "getset_descriptor": "__name__ __objclass__",
    "member_descriptor": "__name__ __objclass__",
    "method": "__func__ __self__",
    "method-wrapper": "__self__",
    "method_descriptor": "__name__ __objclass__",
    "module": "__dict__",
    "property": "__doc__ fdel fget fset",
    "range": "start step stop",
    "slice": "start step stop",
    "staticmethod": "__func__ __wrapped__",
    "super": "__self__ __self_class__ __thisclass__",
    "type": "__base__",
    "wrapper_descriptor": "__name__ __objclass__",
}
"""Attributes that are fields of an object in CPython: member_descriptor, not getset_descriptor."""
_MEMBER_KEYS: Final = frozenset(
    f"{owner}.{name}" for owner, names in _MEMBERS.items() for name in names.split()
)


def is_member(key: str) -> bool:
    """Whether the attribute `TYPE.NAME` is a member_descriptor in CPython."""
    return key in _MEMBER_KEYS
