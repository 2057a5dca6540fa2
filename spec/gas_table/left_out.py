"""What has no price, and why: names that the profile refuses, and data that LOAD_ATTR reads."""

from __future__ import annotations

from typing import Final

COPYING: Final = "copying and pickling protocols are outside the profile"
HOST_LAYOUT: Final = "it shows the host's memory layout"
ASYNCHRONOUS: Final = "asynchronous code is outside the profile"
BUFFERS: Final = "the buffer protocol and memoryview are outside the profile"
COMPLEX: Final = "complex numbers are outside the profile"
CODE_RUNNING: Final = "running text as code is outside the profile"
INTERACTIVE: Final = "it belongs to an interactive interpreter"
INPUT_OUTPUT: Final = "there is no input, file or debugger inside the machine"
GENERICS: Final = "type parameters and type unions at run time are outside the profile"
INTERNALS: Final = "frames, code objects and namespaces of the machine are not visible to a program"
SHAPE: Final = "description of the implementation, not of the language"

LEFT_OUT_INSTRUCTIONS: Final[dict[str, str]] = {
    "BUILD_TEMPLATE": "template strings are outside the profile",
    "BUILD_INTERPOLATION": "template strings are outside the profile",
    "GET_AITER": ASYNCHRONOUS,
    "GET_ANEXT": ASYNCHRONOUS,
    "END_ASYNC_FOR": ASYNCHRONOUS,
    "GET_AWAITABLE": ASYNCHRONOUS,
}

LEFT_OUT_BUILTINS: Final[dict[str, str]] = {
    "__import__": CODE_RUNNING,
    "aiter": ASYNCHRONOUS,
    "anext": ASYNCHRONOUS,
    "breakpoint": INPUT_OUTPUT,
    "compile": CODE_RUNNING,
    "complex": COMPLEX,
    "copyright": INTERACTIVE,
    "credits": INTERACTIVE,
    "eval": CODE_RUNNING,
    "exec": CODE_RUNNING,
    "exit": INTERACTIVE,
    "help": INTERACTIVE,
    "id": "no address is visible to a program (decision L12)",
    "input": INPUT_OUTPUT,
    "license": INTERACTIVE,
    "memoryview": BUFFERS,
    "open": INPUT_OUTPUT,
    "quit": INTERACTIVE,
    "_IncompleteInputError": INTERACTIVE,
    "__loader__": SHAPE,
    "__spec__": SHAPE,
}

_FIXED_SHAPE: Final = "what it makes is of no other class: a class can hold one instead"

LEFT_OUT_BASES: Final[dict[str, str]] = {
    "reversed": _FIXED_SHAPE,
    "super": _FIXED_SHAPE,
}
"""Types of whose subclasses the profile makes no instances."""

LEFT_OUT_TYPES: Final[dict[str, str]] = {
    "complex": COMPLEX,
    "memoryview": BUFFERS,
    "GenericAlias": GENERICS,
    "Union": GENERICS,
    "code": INTERNALS,
}
"""Types none of whose methods has a price."""

LEFT_OUT_METHODS: Final[dict[str, str]] = {
    "__reduce__": COPYING,
    "__reduce_ex__": COPYING,
    "__getstate__": COPYING,
    "__setstate__": COPYING,
    "__sizeof__": HOST_LAYOUT,
    "__alloc__": HOST_LAYOUT,
    "__getformat__": HOST_LAYOUT,
    "__buffer__": BUFFERS,
    "__release_buffer__": BUFFERS,
    "__subclasses__": "its order and content depend on what the host still keeps alive",
    "__del__": "nothing observable depends on when an object is freed (decision L13)",
    "__weakref__": "weak references are outside the profile",
    "__weakrefoffset__": HOST_LAYOUT,
    "__basicsize__": HOST_LAYOUT,
    "__itemsize__": HOST_LAYOUT,
    "__dictoffset__": HOST_LAYOUT,
    "__flags__": HOST_LAYOUT,
    "__abstractmethods__": SHAPE,
    "__text_signature__": SHAPE,
    "__code__": INTERNALS,
    "__globals__": INTERNALS,
    "__builtins__": INTERNALS,
    "gi_code": INTERNALS,
    "gi_frame": INTERNALS,
}
"""Methods and attributes, of whatever type, that the profile refuses."""

DATA_NAMES: Final = (
    "__annotate__ __annotations__ __base__ __bases__ __cause__ __class__ __closure__ __context__ "
    "__defaults__ __dict__ __doc__ __func__ __isabstractmethod__ __kwdefaults__ __module__ "
    "__mro__ __name__ __objclass__ __qualname__ __self__ __self_class__ __suppress_context__ "
    "__thisclass__ __traceback__ __type_params__ __wrapped__ _metadata args cell_contents "
    "characters_written code denominator encoding end end_lineno end_offset errno exceptions fdel "
    "fget filename filename2 fset gi_running gi_suspended gi_yieldfrom imag lineno mapping message "
    "msg name name_from numerator obj object offset path print_file_and_line real reason start "
    "step stop strerror text value"
)
DATA_ATTRIBUTES: Final = frozenset(DATA_NAMES.split())
"""Attributes that are data: reading one costs LOAD_ATTR and nothing else."""

UNHASHABLE_NAMES: Final = "bytearray list dict set cell dict_keys dict_items"
UNHASHABLE_TYPES: Final = frozenset(UNHASHABLE_NAMES.split())
"""Types whose `__hash__` is None, which is data."""
