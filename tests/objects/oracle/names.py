"""Print the names of the builtin types and functions of the Python that runs this, as JSON.

`names.json` is what CPython 3.14.2 prints (npm package pyodide under Node).
"""

import builtins
import json
import types

REFUSED_TYPES = ("memoryview", "complex", "__loader__")
HOST_NAMES = ("___EvalCodeResultException",)
"""What pyodide adds to `builtins`."""


class Indexed:
    def __getitem__(self, index):
        raise IndexError


class Slotted:
    __slots__ = ("place",)


def generator():
    yield


def values():
    """One value of each type that has no name in `builtins`."""
    cell = None
    yield from (None, ..., NotImplemented, generator, generator(), len, builtins, Indexed().__eq__)
    yield from ((lambda: cell).__closure__[0], vars(Indexed), Indexed().__init__)
    yield from ({}.keys(), {}.values(), {}.items(), iter([]), reversed([]), iter(()), iter(""))
    yield from (iter("\u0100"), iter(b""), iter(bytearray()), iter(range(1)), iter(set()))
    yield from (iter({}), iter({}.values()), iter({}.items()), reversed({}), iter(len, 0))
    yield from (reversed({}.values()), reversed({}.items()), iter(Indexed()))
    yield types.MethodType(len, [])
    yield from (int.__add__, list.append, int.real, Slotted.place)


def main():
    found = {name: held for name, held in vars(builtins).items() if isinstance(held, type)}
    found.update((type(value).__name__, type(value)) for value in values())
    kept = {name: sorted(dir(found[name])) for name in sorted(found) if name not in REFUSED_TYPES}
    functions = sorted(name for name in vars(builtins) if name not in HOST_NAMES)
    print(json.dumps({"types": kept, "builtins": functions}, indent=0))


main()
