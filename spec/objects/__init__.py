"""The guest's types, builtin functions and modules: one file each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from spec.semantics.builtin_classes import CLASSES, EXCEPTION_NAMES
from spec.semantics.values import Namespace

CLASSES_IN_BUILTINS: Final = (
    "object", "type", "int", "bool", "float", "str", "bytes", "bytearray", "tuple", "list",
    "dict", "set", "frozenset", "range", "slice", "property", "classmethod", "staticmethod",
    "super", "enumerate", "zip", "map", "filter", "reversed",
)  # fmt: skip


def load() -> None:
    """Import every file, which registers its natives.

    `operators` makes a method of each kernel of an operator, so it comes after their files, and
    `own_methods` registers inherited methods again.
    """
    _load_types()
    _load_operators()
    _load_own_methods()


def _load_types() -> None:
    from spec.objects import (  # noqa: F401
        builtin_functions,
        bytes_percent,
        bytes_search,
        bytes_shape,
        bytes_type,
        descriptor_types,
        dict_type,
        exception_type,
        function_types,
        generator_type,
        int_bytes,
        iterator_types,
        list_type,
        math_module,
        number_types,
        object_type,
        range_type,
        rare_makers,
        rare_methods,
        set_type,
        str_case,
        str_format,
        str_percent,
        str_search,
        str_shape,
        str_split,
        str_translate,
        type_type,
        view_operations,
    )


def _load_operators() -> None:
    from spec.objects import operators  # noqa: F401


def _load_own_methods() -> None:
    from spec.objects import own_methods  # noqa: F401


def builtin_names() -> Namespace:
    """Names of `builtins` that are no functions."""
    names: Namespace = {name: CLASSES[name] for name in CLASSES_IN_BUILTINS}
    names.update({name: CLASSES[name] for name in EXCEPTION_NAMES})
    names["EnvironmentError"] = names["IOError"] = CLASSES["OSError"]
    names["None"] = None
    names["True"] = True
    names["False"] = False
    names["Ellipsis"] = ...
    names["NotImplemented"] = NotImplemented
    names["__debug__"] = True
    names["__name__"] = "builtins"
    return names


def modules() -> Mapping[str, Callable[[], Namespace]]:
    """What may be imported: name -> maker of the namespace."""
    from spec.objects import math_module

    return {"math": math_module.namespace}
