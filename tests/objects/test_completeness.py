"""Every name that CPython 3.14 has on a builtin type is implemented or refused with a reason.

The names are those that CPython 3.14 itself lists: `oracle/names.py` makes `oracle/names.json`.
"""

import json
from pathlib import Path

import pytest

from diff.case import Case
from diff.outcome import RETURNED
from diff.reference.target import run_case
from spec.revision import PVM_1
from spec.semantics.attributes import (
    REFUSED_ATTRIBUTES,
    REFUSED_BUILTINS,
    REFUSED_GLOBALS,
    REFUSED_OF_TYPE,
)
from spec.semantics.builtin_classes import CLASSES
from spec.semantics.lookup import lookup
from spec.semantics.natives import all_natives
from spec.semantics.raising import Raise
from spec.semantics.values import ABSENT
from tests.objects.natives import call_method

NAMES = json.loads((Path(__file__).parent / "oracle" / "names.json").read_text())
SAME_AS = {"EnvironmentError": "OSError", "IOError": "OSError"}
TYPES = sorted(name for name in NAMES["types"] if name not in REFUSED_BUILTINS)
PLACES = {
    "a module": "{}",
    "a function": "(lambda: {})()",
    "a class": "class Body:\n    {}",
    "an annotation": "class Body:\n    entry: {}\nBody.__annotations__",
}
"""Programs that read a name, by where it stands."""


def has(type_name, name):
    """Return whether the machine's type has an attribute."""
    return lookup(CLASSES[SAME_AS.get(type_name, type_name)], name)[0] is not ABSENT


def refusal(type_name, name):
    """Return the reason for which an attribute is refused, or None."""
    return REFUSED_OF_TYPE.get(f"{type_name}.{name}", REFUSED_ATTRIBUTES.get(name))


@pytest.mark.parametrize("type_name", TYPES)
def test_every_name_is_implemented_or_refused(type_name):
    all_natives()
    missing = [
        name
        for name in NAMES["types"][type_name]
        if not has(type_name, name) and refusal(type_name, name) is None
    ]
    assert missing == []


def test_every_builtin_is_implemented_or_refused():
    here = PVM_1.builtins()
    missing = [n for n in NAMES["builtins"] if n not in here and n not in REFUSED_BUILTINS]
    assert missing == []
    assert [n for n in REFUSED_BUILTINS if n not in NAMES["builtins"]] == []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", [*NAMES["builtins"], *REFUSED_GLOBALS])
def test_a_name_is_there_or_the_named_error(name, place):
    """Never a bare NameError for what CPython has."""
    body = {"source": PLACES[place].format(name), "arguments": []}
    outcome = run_case(Case("source", {**body, "cycles": 10_000, "cells": 10_000}))
    if name in PVM_1.builtins():
        assert outcome.status == RETURNED
        return
    assert outcome.exception[1]["type"] == "DeterminismError"
    assert outcome.exception[1]["text"] == f"the name '{name}' is outside the profile"
    assert "refused" in {mark.name for mark in outcome.marks}


def test_a_refused_name_can_be_defined_and_an_unknown_one_is_an_ordinary_error():
    sources = {"eval = 3\neval": None, "evil": "NameError", "del eval": "NameError"}
    for source, wanted in sources.items():
        body = {"source": source, "arguments": [], "cycles": 1_000, "cells": 1_000}
        outcome = run_case(Case("source", body))
        assert (outcome.exception and outcome.exception[1]["type"]) == wanted


def test_no_refusal_without_a_name():
    for key in REFUSED_OF_TYPE:
        type_name, _, name = key.partition(".")
        assert name in NAMES["types"][type_name], key
        assert not has(type_name, name), key


@pytest.mark.parametrize(
    ("receiver", "name"),
    [((), "__getnewargs__"), ("", "__reduce__"), ([], "__sizeof__"), ({}, "__class_getitem__")],
)
def test_using_a_refused_name_is_the_named_error(receiver, name):
    with pytest.raises(Raise) as caught:
        call_method(receiver, "__getattribute__", [name])
    assert caught.value.error.cls.name == "DeterminismError"
    assert caught.value.error.args == (f"attribute '{name}' is outside the profile",)
