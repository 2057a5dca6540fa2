"""Looking a name up in a class and those it inherits from."""

from __future__ import annotations

from spec.semantics.values import ABSENT, Class, Value


def lookup(cls: Class, name: str) -> tuple[Value, int]:
    """What `name` means in `cls`, or ABSENT; and how many classes were visited for it."""
    visited = 0
    for entry in cls.mro:
        visited += 1
        found = entry.namespace.get(name, ABSENT)
        if found is not ABSENT:
            return found, visited
    return ABSENT, visited
