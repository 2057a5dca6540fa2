"""Annotations, deferred as CPython 3.14 defers them (PEP 649 and 749)."""

from __future__ import annotations

from typing import Final

from spec.objects.builtin_functions import is_callable
from spec.semantics.attributes import bind
from spec.semantics.builtin_classes import type_name
from spec.semantics.calls import call
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.machine import Machine
from spec.semantics.raising import attribute_error, type_error
from spec.semantics.values import ABSENT, Class, Dict, Function, Value

VALUES: Final = 1
"""The format that asks `__annotate__` for evaluated annotations."""


def class_annotations(machine: Machine, cls: Class) -> Value:
    """`cls.__annotations__`: what `__annotate__` gives, kept after the first time."""
    if cls.builtin:
        raise attribute_error(
            f"type object '{cls.name}' has no attribute '__annotations__'", cls, "__annotations__"
        )
    for name in ("__annotations__", "__annotations_cache__"):
        kept = cls.namespace.get(name, ABSENT)
        if kept is not ABSENT:
            return kept
    annotate = cls.namespace.get("__annotate__", cls.namespace.get("__annotate_func__"))
    return NativeFrame(_class_annotations(machine, cls, annotate))


def _class_annotations(machine: Machine, cls: Class, annotate: Value) -> Suspended:
    annotate = yield bind(machine, annotate, None, cls, through_class=True)
    made = (yield from _asked(machine, annotate)) if is_callable(annotate) else Dict()
    cls.namespace["__annotations_cache__"] = made
    return made


def _asked(machine: Machine, annotate: Value) -> Suspended:
    made = yield call(machine, annotate, [VALUES])
    if not isinstance(made, Dict):
        raise type_error(f"__annotate__ returned non-dict of type '{type_name(made)}'")
    return made


def function_annotations(machine: Machine, function: Function) -> Value:
    """`function.__annotations__`, likewise."""
    if function.annotations is not None:
        return function.annotations
    if function.annotate is None:
        function.annotations = Dict()
        return function.annotations
    return NativeFrame(_function_annotations(machine, function))


def _function_annotations(machine: Machine, function: Function) -> Suspended:
    made = yield from _asked(machine, function.annotate)
    function.annotations = made
    return made
