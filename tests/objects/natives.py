"""Calls of natives in a machine of their own, for comparison with CPython."""

import struct

from spec.revision import PVM_1
from spec.semantics.builtin_classes import CLASSES, class_of
from spec.semantics.containers import hash_of
from spec.semantics.frame import Activation
from spec.semantics.lookup import lookup
from spec.semantics.machine import Machine, run
from spec.semantics.natives import native_call
from spec.semantics.raising import Raise
from spec.semantics.values import (
    ByteArray,
    ClassMethod,
    Dict,
    FrozenSet,
    List,
    Range,
    Set,
    StaticMethod,
)
from spec.softfloat import Float

PLENTY = 10**12


def guest(value):
    """Return the guest's form of a host value."""
    if isinstance(value, float):
        return Float(struct.unpack("<Q", struct.pack("<d", value))[0])
    if isinstance(value, list):
        return List([guest(each) for each in value])
    if isinstance(value, tuple):
        return tuple(guest(each) for each in value)
    if isinstance(value, dict):
        made = Dict()
        for key, each in value.items():
            insert(made, guest(key), guest(each))
        return made
    if isinstance(value, bytearray):
        return ByteArray(bytearray(value))
    if isinstance(value, (set, frozenset)):
        made = Set() if isinstance(value, set) else FrozenSet()
        for each in value:
            insert(made, guest(each), None)
        return made
    if isinstance(value, range):
        return Range(value.start, value.stop, value.step)
    return value


def insert(table, key, value):
    """Insert a key that the caller knows to be new, with the hash that the machine gives it."""
    machine = new_machine()
    table.insert(finished(machine, lambda: hash_of(machine, key)), key, value)


def host(value):
    """Return the host's form of a guest value."""
    if isinstance(value, Float):
        return struct.unpack("<d", struct.pack("<Q", value.bits))[0]
    if isinstance(value, List):
        return [host(each) for each in value.items]
    if isinstance(value, tuple):
        return tuple(host(each) for each in value)
    if isinstance(value, Dict):
        return {host(k): host(v) for k, v in value.pairs()}
    if isinstance(value, ByteArray):
        return bytearray(value.data)
    if isinstance(value, Set):
        return {host(entry.key) for entry in value.entries()}
    if isinstance(value, FrozenSet):
        return frozenset(host(entry.key) for entry in value.entries())
    if isinstance(value, Range):
        return range(value.start, value.stop, value.step)
    return value


def new_machine():
    """Return a machine with plenty of cycles and cells."""
    return Machine(PVM_1, PLENTY, PLENTY)


def finished(machine, start):
    """Return what `start()` gives once its activations have run; raises the guest's Raise."""
    value = start()
    if isinstance(value, Activation):
        machine.push(value)
        machine.settle(None, None)
        run(machine)
        if machine.failure is not None:
            raise Raise(machine.failure)
        return machine.result
    return value


def call_method(receiver, name, arguments, keywords=None, machine=None):
    """Return the guest's result of a method of a builtin type on host values."""
    machine = machine or new_machine()
    held = guest(receiver)
    found = lookup(class_of(held), name)[0]
    given = [guest(each) for each in arguments]
    named = {key: guest(value) for key, value in (keywords or {}).items()}
    if isinstance(found, StaticMethod):
        return finished(machine, lambda: native_call(machine, found.function, given, named))
    if isinstance(found, ClassMethod):
        given = [class_of(held), *given]
        return finished(machine, lambda: native_call(machine, found.function, given, named))
    return finished(machine, lambda: native_call(machine, found, [held, *given], named))


def error_of(raised):
    """Return a guest exception as type and text."""
    machine = new_machine()
    from spec.semantics.text import str_of

    text = finished(machine, lambda: str_of(machine, 0, raised.error))
    return f"{raised.error.cls.name}: {text}"


def answer(name, receiver, arguments, shown):
    """Return our answer, or our error, as text."""
    try:
        return shown(host(call_method(receiver, name, arguments)))
    except Raise as raised:
        return error_of(raised)


__all__ = ["CLASSES", "answer", "call_method", "error_of", "finished", "guest", "host"]
