"""Print the names of CPython's instructions, builtins and methods as JSON; run it under 3.14."""

import builtins
import json
import math
import opcode
import types


def generator():
    yield


SAMPLES = [
    iter([]), iter(()), iter(""), iter("\u0100"), iter(b""), iter(bytearray()), iter(range(0)),
    iter(range(10**30)), iter({}), iter({}.values()), iter({}.items()), reversed({}),
    reversed({}.values()), reversed({}.items()), reversed([]), iter(set()), iter(lambda: 0, 0),
    iter(type("Indexed", (), {"__getitem__": 1})()), None, ..., NotImplemented, {}.keys(),
    {}.values(), {}.items(), generator(), int.__add__, str.join, (1).__add__,
    dict.__dict__["fromkeys"],
    types.FunctionType.__dict__["__code__"], types.FunctionType.__dict__["__globals__"], len,
]  # fmt: skip
TYPES = [
    object, type, int, bool, float, complex, str, bytes, bytearray, tuple, list, dict, set,
    frozenset, range, slice, map, filter, zip, enumerate, reversed, property, classmethod,
    staticmethod, super, memoryview, types.FunctionType, types.MethodType, types.CellType,
    types.ModuleType, types.MappingProxyType, types.GenericAlias, types.UnionType, types.CodeType,
    BaseException, BaseExceptionGroup, StopIteration, KeyError, OSError, SystemExit, ImportError,
    NameError, AttributeError, SyntaxError, UnicodeDecodeError, UnicodeEncodeError,
    UnicodeTranslateError,
]  # fmt: skip
print(
    json.dumps(
        {
            "instructions": sorted(name for name, number in opcode.opmap.items() if number < 129),
            "operators": [name for name, _ in opcode._nb_ops],
            "builtins": dir(builtins),
            "math": dir(math),
            "types": {
                cls.__name__: sorted(vars(cls))
                for cls in (*TYPES, *(type(sample) for sample in SAMPLES))
            },
        },
        indent=0,
    )
)
