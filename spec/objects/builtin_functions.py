"""The functions of `builtins`."""

from __future__ import annotations

from typing import Final

from spec.bytecode.instructions import BinaryOp
from spec.gas_table.sizes import sequence_size
from spec.objects.arguments import attribute_name, shown_type
from spec.objects.paying import price_of
from spec.semantics.arithmetic import binary, binary_operation
from spec.semantics.attributes import get_attribute, optional_attribute, set_attribute
from spec.semantics.builtin_classes import class_of, is_subclass, type_name
from spec.semantics.calls import call
from spec.semantics.comparison import compare_truth
from spec.semantics.containers import hash_of
from spec.semantics.formatting import format_of
from spec.semantics.frame import Activation, NativeFrame, Suspended
from spec.semantics.indices import index_of
from spec.semantics.instances import is_instance, is_subclass_of
from spec.semantics.iteration import (
    advance,
    collect,
    finished_error,
    get_iterator,
    is_iterator,
    next_value,
    surcharge_of,
)
from spec.semantics.length import length
from spec.semantics.lookup import lookup
from spec.semantics.machine import Machine
from spec.semantics.native_arguments import bind_native
from spec.semantics.natives import builtin
from spec.semantics.raising import refused, type_error, value_error
from spec.semantics.special import call_special
from spec.semantics.text import ascii_of, repr_of, str_of
from spec.semantics.truth import truth
from spec.semantics.values import (
    ABSENT,
    ByteArray,
    CallIterator,
    Class,
    Finished,
    Function,
    Instance,
    List,
    Native,
    Value,
    unwrapped,
)
from spec.softfloat.arithmetic import absolute
from spec.softfloat.operation import real_bits
from spec.softfloat.summation import compensated, compensated_total
from spec.softfloat.value import Float


@builtin("len", "obj, /", raises=("TypeError", "ValueError", "OverflowError"))
def builtin_len(machine: Machine, value: Value) -> Value:
    """The number of elements."""
    machine.pay("builtin.len")
    return length(machine, value)


@builtin("isinstance", "obj, class_or_tuple, /", raises=("TypeError",))
def builtin_isinstance(machine: Machine, value: Value, classes: Value) -> Value:
    """Whether a value is an instance of a class, or of one of a tuple of classes."""
    machine.pay("builtin.isinstance")
    return is_instance(machine, value, classes)


@builtin("issubclass", "cls, class_or_tuple, /", raises=("TypeError",))
def builtin_issubclass(machine: Machine, value: Value, classes: Value) -> Value:
    """Whether a class inherits from a class, or from one of a tuple of classes."""
    machine.pay("builtin.issubclass")
    return is_subclass_of(machine, value, classes)


@builtin("callable", "obj, /")
def builtin_callable(machine: Machine, value: Value) -> bool:
    """Whether a value can be called."""
    machine.pay("builtin.callable")
    return is_callable(value)


def is_callable(value: Value) -> bool:
    """Whether a value can be called."""
    cls = class_of(value)
    if cls.builtin:
        from spec.semantics.values import BoundMethod, StaticMethod

        return isinstance(value, (Class, Function, Native, BoundMethod, StaticMethod))
    return isinstance(value, Class) or lookup(cls, "__call__")[0] is not ABSENT


@builtin("iter", "object, sentinel=, /", raises=("TypeError",))
def builtin_iter(machine: Machine, value: Value, sentinel: Value) -> Value:
    """An iterator over a value, or over the answers of a callable up to a sentinel."""
    machine.pay("builtin.iter")
    if sentinel is ABSENT:
        return get_iterator(machine, value)
    if not is_callable(value):
        raise type_error("iter(v, w): v must be callable")
    return CallIterator(value, sentinel)


@builtin("next", "iterator, default=, /", raises=("TypeError", "StopIteration"))
def builtin_next(machine: Machine, iterator: Value, default: Value) -> Value:
    """The next element of an iterator, or the default when there is none."""
    machine.pay("builtin.next")
    if not is_iterator(iterator):
        raise type_error(f"'{type_name(iterator)}' object is not an iterator")
    return NativeFrame(_next(machine, iterator, default))


def _next(machine: Machine, iterator: Value, default: Value) -> Suspended:
    element = yield next_value(machine, iterator)
    if type(element) is not Finished:
        return element
    if default is ABSENT:
        raise finished_error(element)
    return default


@builtin("repr", "obj, /", raises=("TypeError",))
def builtin_repr(machine: Machine, value: Value) -> Value:
    """The representation."""
    machine.pay("builtin.repr")
    return repr_of(machine, machine.unit("builtin.repr"), value, keep=True)


@builtin("ascii", "obj, /", raises=("TypeError",))
def builtin_ascii(machine: Machine, value: Value) -> NativeFrame:
    """The representation, with everything outside ASCII escaped."""
    machine.pay("builtin.ascii")
    return NativeFrame(_ascii(machine, value))


def _ascii(machine: Machine, value: Value) -> Suspended:
    unit = machine.unit("builtin.ascii")
    return ascii_of(machine, unit, (yield repr_of(machine, unit, value, keep=True)))


@builtin("format", "value, format_spec=, /", raises=("TypeError", "ValueError"))
def builtin_format(machine: Machine, value: Value, spec: Value) -> Value:
    """The value by a specification."""
    machine.pay("builtin.format")
    given = "" if spec is ABSENT else spec
    plain = unwrapped(given)
    if not isinstance(plain, str):
        raise type_error(f"format() argument 2 must be str, not {shown_type(spec)}")
    return format_of(machine, machine.unit("builtin.format"), value, plain, given)


_LEAST_MODULUS: Final = (1 << 31) - 1
"""Ints below it have the same hash on 32 and 64 bits."""


@builtin("hash", "obj, /", raises=("TypeError",))
def builtin_hash(machine: Machine, value: Value) -> Value:
    """The hash (decision D6)."""
    machine.pay("builtin.hash")
    small = isinstance(value, int) and abs(value) < _LEAST_MODULUS
    if not small and not isinstance(value, Instance):
        machine.note("hash-value")
    return hash_of(machine, value)


@builtin("id", "obj, /", raises=("DeterminismError",))
def builtin_id(machine: Machine, value: Value) -> None:
    """Refused: an address is never visible (decision D6)."""
    machine.note("no-address")
    raise refused("id()")


@builtin("abs", "number, /", raises=("TypeError",))
def builtin_abs(machine: Machine, value: Value) -> Value:
    """The absolute value."""
    machine.pay("builtin.abs", value.bit_length() if isinstance(value, int) else 0)
    if isinstance(value, int):
        return abs(int(value))
    if type(value) is Float:
        return Float(absolute(value.bits))
    found = lookup(class_of(value), "__abs__")[0]
    if found is ABSENT:
        raise type_error(f"bad operand type for abs(): '{type_name(value)}'")
    return call_special(machine, found, value, [])


@builtin("ord", "character, /", raises=("TypeError",))
def builtin_ord(machine: Machine, value: Value) -> int:
    """The code point of a character."""
    machine.pay("builtin.ord")
    held = unwrapped(value)
    if isinstance(held, str) and len(held) == 1:
        return ord(held)
    data = held.data if isinstance(held, ByteArray) else held
    if isinstance(data, (bytes, bytearray)) and len(data) == 1:
        return data[0]
    if isinstance(data, (str, bytes, bytearray)):
        raise type_error(f"ord() expected a character, but string of length {len(data)} found")
    raise type_error(f"ord() expected string of length 1, but {type_name(value)} found")


@builtin("chr", "i, /", raises=("TypeError", "ValueError", "OverflowError"))
def builtin_chr(machine: Machine, value: Value) -> Value:
    """The character of a code point."""
    machine.pay("builtin.chr")
    found = index_of(machine, value)
    return NativeFrame(_chr(found)) if isinstance(found, Activation) else _character(found)


def _chr(started: Activation) -> Suspended:
    return _character((yield started))


def _character(value: Value) -> str:
    if not isinstance(value, int) or not 0 <= value < 0x110000:
        raise value_error("chr() arg not in range(0x110000)")
    return chr(value)


@builtin("print", "*args, sep=, end=, file=, flush=", raises=("TypeError", "DeterminismError"))
def builtin_print(
    machine: Machine, args: list[Value], sep: Value, end: Value, file: Value, flush: Value
) -> NativeFrame:
    """Write to the log, which is no part of consensus."""
    machine.pay("builtin.print")
    if file is not ABSENT and file is not None:
        raise refused("print to a file")
    return NativeFrame(_print(machine, args, sep, end, flush))


def _print(machine: Machine, args: list[Value], sep: Value, end: Value, flush: Value) -> Suspended:
    if flush is not ABSENT:
        yield truth(machine, flush)
    sep, end = unwrapped(sep), unwrapped(end)
    for name, part in (("sep", sep), ("end", end)):
        if part is not ABSENT and part is not None and not isinstance(part, str):
            raise type_error(f"{name} must be None or a string, not {type_name(part)}")
    texts: list[str] = []
    for each in args:
        texts.append((yield str_of(machine, machine.unit("builtin.print"), each)))
    between = sep if isinstance(sep, str) else " "
    machine.log.append(between.join(texts) + (end if isinstance(end, str) else "\n"))
    return None


# --- Attributes


@builtin("getattr", "object, name, default=, /", raises=("TypeError", "AttributeError"))
def builtin_getattr(machine: Machine, value: Value, name: Value, default: Value) -> Value:
    """An attribute by name, or the default when there is none."""
    price = machine.revision.gas.price("builtin.getattr")
    text = attribute_name(name)
    if default is ABSENT:
        return get_attribute(machine, value, text, price)
    return NativeFrame(optional_attribute(machine, value, text, default, price))


@builtin("hasattr", "obj, name, /", raises=("TypeError",))
def builtin_hasattr(machine: Machine, value: Value, name: Value) -> NativeFrame:
    """Whether there is an attribute of that name."""
    return NativeFrame(_has(machine, value, attribute_name(name)))


def _has(machine: Machine, value: Value, name: str) -> Suspended:
    price = machine.revision.gas.price("builtin.hasattr")
    return (yield from optional_attribute(machine, value, name, ABSENT, price)) is not ABSENT


@builtin("setattr", "obj, name, value, /", raises=("TypeError", "AttributeError"))
def builtin_setattr(machine: Machine, value: Value, name: Value, new: Value) -> Value:
    """Set an attribute by name."""
    price = machine.revision.gas.price("builtin.setattr")
    text = attribute_name(name)
    return _none(set_attribute(machine, value, text, new, price))


@builtin("delattr", "obj, name, /", raises=("TypeError", "AttributeError"))
def builtin_delattr(machine: Machine, value: Value, name: Value) -> Value:
    """Delete an attribute by name."""
    price = machine.revision.gas.price("builtin.delattr")
    text = attribute_name(name)
    return _none(set_attribute(machine, value, text, ABSENT, price))


def _none(result: Value) -> Value:
    return NativeFrame(_dropped(result)) if isinstance(result, Activation) else result


def _dropped(started: Activation) -> Suspended:
    yield started
    return None


# --- Reductions


@builtin("sum", "iterable, /, start=", raises=("TypeError", "OverflowError"))
def builtin_sum(machine: Machine, iterable: Value, start: Value) -> NativeFrame:
    """The elements added up from the left, on top of `start`."""
    return NativeFrame(_sum(machine, iterable, start))


def _sum(machine: Machine, iterable: Value, start: Value) -> Suspended:
    total: Value = 0 if start is ABSENT else start
    machine.pay("builtin.sum", 1)
    iterator = yield get_iterator(machine, iterable)
    for kind, word in (
        (str, "strings [use ''.join(seq) instead]"),
        (bytes, "bytes [use b''.join(seq) instead]"),
        (ByteArray, "bytearray [use b''.join(seq) instead]"),
    ):
        if isinstance(unwrapped(total), kind):
            raise type_error(f"sum() can't sum {word}")
    operation = binary_operation(machine.revision.prices, BinaryOp.ADD)
    exact = type(total) is int and _fits_long(total)
    if type(total) is int and not -(1 << 31) <= total < 1 << 31:
        machine.note("word-size")
    low = 0 if type(total) is Float else None
    first = True
    while True:
        element = yield advance(machine, iterator)
        if type(element) is Finished:
            return total if low is None else _compensated(total, low)
        if not first:
            machine.meter.charge(_each(machine, "builtin.sum"))
        first = False
        if low is not None and not _is_real(element):
            total, low = _compensated(total, low), None
        before = total
        total = yield binary(machine, operation, total, element)
        if low is not None:
            number = element.payload if isinstance(element, Instance) else element
            high, low = compensated(_bits(before), low, real_bits(number))
            total = Float(high)
        elif exact:
            low = 0 if type(total) is Float else None
            exact = isinstance(element, int) and _fits_long(element) and _fits_long(total)
            if type(total) is int and not -(1 << 31) <= total < 1 << 31:
                machine.note("word-size")


def _fits_long(value: Value) -> bool:
    return isinstance(value, int) and -(1 << 63) <= value < 1 << 63


def _is_real(element: Value) -> bool:
    """Whether a sum of floats takes an element without asking for its `__add__`."""
    held = element.payload if isinstance(element, Instance) else element
    return type(element) is Float or isinstance(held, int)


def _bits(total: Value) -> int:
    assert isinstance(total, Float)
    return total.bits


def _compensated(total: Value, low: int) -> Float:
    return compensated_total(_bits(total), low)


def _each(machine: Machine, key: str) -> int:
    """What one more element adds to the price of a native."""
    return machine.revision.native_cost(key, 3) - machine.revision.native_cost(key, 2)


@builtin("any", "iterable, /", raises=("TypeError",))
def builtin_any(machine: Machine, iterable: Value) -> NativeFrame:
    """Whether any element is true."""
    return NativeFrame(_any(machine, iterable, "builtin.any", True))


@builtin("all", "iterable, /", raises=("TypeError",))
def builtin_all(machine: Machine, iterable: Value) -> NativeFrame:
    """Whether all elements are true."""
    return NativeFrame(_any(machine, iterable, "builtin.all", False))


def _any(machine: Machine, iterable: Value, key: str, wanted: bool) -> Suspended:
    machine.pay(key)
    iterator = yield get_iterator(machine, iterable)
    while True:
        element = yield advance(machine, iterator)
        if type(element) is Finished:
            return not wanted
        machine.meter.charge(_each(machine, key))
        if (yield truth(machine, element)) is wanted:
            return wanted


@builtin("min", "arg, /, *args, key=, default=", raises=("TypeError", "ValueError"))
def builtin_min(
    machine: Machine, arg: Value, args: list[Value], key: Value, default: Value
) -> NativeFrame:
    """The least of the arguments or of the elements of one; the first of equal ones."""
    return NativeFrame(_extreme(machine, [arg, *args], key, default, "min", "lt"))


@builtin("max", "arg, /, *args, key=, default=", raises=("TypeError", "ValueError"))
def builtin_max(
    machine: Machine, arg: Value, args: list[Value], key: Value, default: Value
) -> NativeFrame:
    """The greatest of the arguments or of the elements of one; the first of equal ones."""
    return NativeFrame(_extreme(machine, [arg, *args], key, default, "max", "gt"))


def _extreme(
    machine: Machine, args: list[Value], key: Value, default: Value, name: str, order: str
) -> Suspended:
    if len(args) > 1 and default is not ABSENT:
        raise type_error(
            f"Cannot specify a default for {name}() with multiple positional arguments"
        )
    machine.pay(f"builtin.{name}", 1)
    iterator = yield get_iterator(machine, args[0] if len(args) == 1 else tuple(args))
    best: Value = ABSENT
    best_key: Value = None
    while True:
        element = yield advance(machine, iterator)
        if type(element) is Finished:
            break
        if best is not ABSENT:
            machine.meter.charge(_each(machine, f"builtin.{name}"))
        own = element if key is ABSENT or key is None else (yield call(machine, key, [element]))
        if best is ABSENT or (yield compare_truth(machine, order, own, best_key)) is True:
            best, best_key = element, own
    if best is not ABSENT:
        return best
    if default is not ABSENT:
        return default
    raise value_error(f"{name}() iterable argument is empty")


@builtin("divmod", "x, y, /", raises=("TypeError", "ZeroDivisionError"))
def builtin_divmod(machine: Machine, lhs: Value, rhs: Value) -> NativeFrame:
    """The pair of `x // y` and `x % y`."""
    return NativeFrame(_divmod(machine, lhs, rhs))


def _divmod(machine: Machine, lhs: Value, rhs: Value) -> Suspended:
    from spec.semantics.floats import call_float, to_float
    from spec.softfloat import OPERATIONS

    bits = [each.bit_length() if isinstance(each, int) else 0 for each in (lhs, rhs)]
    machine.meter.charge(machine.revision.gas.price("builtin.divmod").cost(*bits))
    if isinstance(lhs, int) and isinstance(rhs, int):
        if rhs == 0:
            from spec.semantics.raising import zero_division

            raise zero_division("division by zero")
        return divmod(int(lhs), int(rhs))
    if isinstance(lhs, (int, Float)) and isinstance(rhs, (int, Float)):
        return call_float(OPERATIONS["float.__divmod__"], to_float(lhs), rhs)
    left, right = class_of(lhs), class_of(rhs)
    tries = [(lookup(left, "__divmod__")[0], lhs, rhs), (lookup(right, "__rdivmod__")[0], rhs, lhs)]
    if left is not right and is_subclass(right, left):
        if tries[1][0] is not lookup(left, "__rdivmod__")[0]:
            tries.reverse()
    for found, receiver, other in tries:
        if found is not ABSENT:
            answer = yield call_special(machine, found, receiver, [other])
            if answer is not NotImplemented:
                return answer
    raise type_error(
        f"unsupported operand type(s) for divmod(): '{type_name(lhs)}' and '{type_name(rhs)}'"
    )


@builtin("pow", "base, exp, mod=", raises=("TypeError", "ValueError", "OverflowError"))
def builtin_pow(machine: Machine, base: Value, exp: Value, mod: Value) -> Value:
    """`base ** exp`, or modulo `mod` without the whole power."""
    if mod is ABSENT or mod is None:
        machine.pay("builtin.pow")
        return binary(machine, binary_operation(machine.revision.prices, BinaryOp.POWER), base, exp)
    if isinstance(base, Instance) or isinstance(exp, Instance):
        return NativeFrame(_modular_by_methods(machine, base, exp, mod))
    return modular_power(machine, base, exp, mod)


def _modular_by_methods(machine: Machine, base: Value, exp: Value, mod: Value) -> Suspended:
    """`__pow__` of the first operand, then `__rpow__` of the second of another class."""
    left, right = class_of(base), class_of(exp)
    asked = [("__pow__", left, base, [exp, mod])]
    if right is not left:
        asked.append(("__rpow__", right, exp, [base, mod]))
        own, inherited = lookup(right, "__rpow__")[0], lookup(left, "__rpow__")[0]
        if is_subclass(right, left) and own is not inherited:
            asked.reverse()
    for name, cls, receiver, arguments in asked:
        found = lookup(cls, name)[0]
        if found is not ABSENT:
            answer = yield call_special(machine, found, receiver, arguments)
            if answer is not NotImplemented:
                return answer
    raise _no_power(base, exp, mod)


def _no_power(base: Value, exp: Value, mod: Value) -> Exception:
    """The error for operands without a power by a modulus: any float among them says its own."""
    if any(isinstance(unwrapped(each), Float) for each in (base, exp, mod)):
        return type_error("pow() 3rd argument not allowed unless all arguments are integers")
    return type_error(
        "unsupported operand type(s) for ** or pow(): "
        f"'{type_name(base)}', '{type_name(exp)}', '{type_name(mod)}'"
    )


def modular_power(machine: Machine, base: Value, exp: Value, mod: Value) -> Value:
    """`pow` of three numbers of builtin types."""
    shown = mod
    mod = unwrapped(mod)
    if not all(isinstance(each, int) for each in (base, exp, mod)):
        raise _no_power(base, exp, shown)
    assert isinstance(base, int)
    assert isinstance(exp, int)
    assert isinstance(mod, int)
    price = (
        machine.revision.gas.price("builtin.pow.modular")
        if ("builtin.pow.modular" in machine.revision.gas)
        else None
    )
    cost = 10 + exp.bit_length() * (1 + mod.bit_length() // 64)
    machine.meter.charge(cost if price is None else price.cost(exp.bit_length(), mod.bit_length()))
    if mod == 0:
        raise value_error("pow() 3rd argument cannot be 0")
    if exp < 0:
        from math import gcd

        if gcd(base, mod) != 1:
            raise value_error("base is not invertible for the given modulus")
    return pow(int(base), int(exp), int(mod))


@builtin("sorted", "iterable, /, *, key=, reverse=, **others", raises=("TypeError",))
def builtin_sorted(
    machine: Machine, iterable: Value, key: Value, reverse: Value, others: dict[str, Value]
) -> NativeFrame:
    """A new list of the elements in order."""
    return NativeFrame(_sorted(machine, iterable, key, reverse, others))


def _sorted(
    machine: Machine, iterable: Value, key: Value, reverse: Value, others: dict[str, Value]
) -> Suspended:
    from spec.semantics.sorting import sort_items

    price = price_of(machine, "builtin.sorted")
    machine.meter.charge(price.base)
    items = yield from collect(machine, iterable, surcharge_of(price), asking=True)
    machine.allocate(sequence_size(len(items)))
    if others:  # The list is made and its `sort` called: it is that which refuses them.
        given = {"key": key, "reverse": reverse}
        named = {name: value for name, value in given.items() if value is not ABSENT}
        bind_native(machine.revision.natives["list.sort"], [List(items)], {**named, **others})
    backward = False if reverse is ABSENT else (yield truth(machine, reverse))
    yield from sort_items(machine, items, None if key is ABSENT else key, backward)
    return List(items)


_LARGEST_POWER_OF_TEN: Final = 1_233
"""Zeros of the largest power of ten within 4,096 bits. CPython rounds an int by such a power."""


@builtin("round", "number, ndigits=", raises=("TypeError", "ValueError", "OverflowError"))
def builtin_round(machine: Machine, number: Value, ndigits: Value) -> Value:
    """A number rounded to even, to an int or to decimal digits."""
    machine.pay("builtin.round", number.bit_length() if isinstance(number, int) else 0)
    if isinstance(number, (int, Float)):
        return round_number(machine, number, ndigits)
    found = lookup(class_of(number), "__round__")[0]
    if found is ABSENT:
        raise type_error(f"type {type_name(number)} doesn't define __round__ method")
    return call_special(machine, found, number, [] if ndigits is ABSENT else [ndigits])


def round_number(machine: Machine, number: int | Float, ndigits: Value) -> Value:
    """The same for a number; whoever asks has paid."""
    from spec.semantics.floats import call_float
    from spec.softfloat import OPERATIONS

    digits = None if ndigits is ABSENT else ndigits
    if digits is not None and not isinstance(digits, int):
        return NativeFrame(_round_by_index(machine, number, digits))
    value = int(number) if isinstance(number, int) else number
    if isinstance(value, int) and isinstance(digits, int) and digits < -_LARGEST_POWER_OF_TEN:
        machine.note("integer-limit")
    arguments = [value] if digits is None else [value, int(digits)]
    return call_float(OPERATIONS["round"], *arguments)


def _round_by_index(machine: Machine, number: int | Float, ndigits: Value) -> Suspended:
    return round_number(machine, number, (yield index_of(machine, ndigits)))


__all__ = ["Instance"]
