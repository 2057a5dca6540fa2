"""What a builtin class holds, seen by a program: names, owners, binding, calls, as CPython 3.14."""

from collections.abc import Callable

from diff.case import Case
from diff.reference.target import run_case
from diff.targets.target import Target
from tests.objects.differences import differences

SOURCE = """
class Slotted:
    __slots__ = ("place",)

def shown(action):
    try:
        return repr(action())
    except Exception as error:
        return f"{type(error).__name__}: {error}"

def main():
    slotted = Slotted()
    slotted.place = 4
    found = []
    for held in (
        int.__add__, list.append, (1).__add__, [].append, str.maketrans, dict.fromkeys,
        int.__format__, (1).__format__, [].__reversed__, list.__init__, [].__init__,
        {}.__contains__, dict.__getitem__, (1).__round__, int.real, Slotted.place,
        True.__and__, True.bit_length, True.__add__, int.__new__, None.__hash__, None.__format__,
    ):
        names = ("__name__", "__qualname__", "__objclass__", "__self__", "__module__")
        found.append(type(held).__name__)
        found.append([shown(lambda: getattr(held, name)) for name in names])
    found += map(shown, (
        lambda: int.__add__.__get__(5)(6), lambda: int.__add__.__get__(None, int),
        lambda: int.__add__.__get__(None, None), lambda: int.__add__.__get__("a"),
        lambda: list.append.__get__("a", list), lambda: list.append.__get__([1, 2])(3),
        lambda: int.real.__get__(5), lambda: int.real.__get__("a"),
        lambda: int.real.__get__(None, int), lambda: int.real.__set__(5, 1),
        lambda: int.real.__set__("a", 1), lambda: int.real.__delete__(5),
        lambda: Slotted.place.__get__(slotted), lambda: Slotted.place.__set__(slotted, 9),
        lambda: slotted.place, lambda: Slotted.place.__delete__(slotted), lambda: slotted.place,
        lambda: Slotted.place.__set__(3, 9), lambda: Slotted.place.__get__(3),
        lambda: int.__add__.__call__(3, 4), lambda: (1).__add__.__call__(3),
        lambda: list.append.__call__([], 3), lambda: list.append.__call__(),
        lambda: [int.__add__, list.append, int.real, Slotted.place],
        lambda: int.__add__ == int.__add__, lambda: (1).__add__ == (1).__sub__,
        lambda: len.__eq__(print), lambda: len.__eq__(3),
    ))
    return found
"""


def test_a_program_sees_what_it_sees_in_cpython(target: Callable[[str], Target]) -> None:
    body = {"source": SOURCE, "arguments": [], "cycles": 10**6, "cells": 10**6}
    assert run_case(Case("source", body)).marks == (), "a mark would excuse differences"
    assert differences([Case("source", body)], target("cpython-3.14")) == []
