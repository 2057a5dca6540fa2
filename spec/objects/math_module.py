"""Module `math`: the operations of the softfloat registry as natives, each with its own price.

Arguments are converted as CPython 3.14 does: a real is a float, an int, or what `__float__` or
`__index__` of a class gives; an int is what `__index__` gives; a collection is iterated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from spec.bytecode.instructions import BinaryOp
from spec.objects.arguments import no_float
from spec.objects.feeding import Feed, feed, items_of
from spec.objects.paying import pay_more, price_of
from spec.semantics.arithmetic import binary, binary_operation
from spec.semantics.builtin_classes import class_of, type_name
from spec.semantics.floats import call_float
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.indices import index_of, is_index
from spec.semantics.lookup import lookup
from spec.semantics.natives import MODULE_FUNCTIONS, module_function
from spec.semantics.raising import type_error, value_error
from spec.semantics.special import call_special
from spec.semantics.values import ABSENT, Finished, Instance, Namespace, Value, unwrapped
from spec.softfloat import OPERATIONS, Float, marks_of
from spec.softfloat.operation import Operation

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

MODULE: Final = "math"
CONSTANTS: Final[dict[str, Float]] = {
    "e": Float(0x4005BF0A8B145769),
    "inf": Float(0x7FF0000000000000),
    "nan": Float(0x7FF8000000000000),
    "pi": Float(0x400921FB54442D18),
    "tau": Float(0x401921FB54442D18),
}

SIGNATURES: Final[dict[str, str]] = {
    "log": "x, base=, /",
    "isclose": "a, b, *, rel_tol=, abs_tol=",
    "nextafter": "x, y, /, *, steps=",
    "ldexp": "x, i, /",
    "comb": "n, k, /",
    "perm": "n, k=, /",
    "dist": "p, q, /",
    "sumprod": "p, q, /",
    "hypot": "*coordinates",
    "gcd": "*integers",
    "lcm": "*integers",
    "fma": "x, y, z, /",
}
"""Signatures that are not one or two numbers by position."""

OWN: Final = ("fsum", "prod", "sumprod", "dist", "floor", "ceil", "trunc")
"""Functions with a conversion of their own, below."""
FLOAT_BITS: Final = 1024
"""An int of more bits is above every float."""
MOST_FACTORS: Final = 4096
"""A product of more factors above 1 exceeds the integer limit, so no more are multiplied."""


# --- Conversions


def real(machine: Machine, value: Value) -> Suspended:
    """A real number as a Float or int; raises TypeError."""
    held = value.payload if isinstance(value, Instance) else value
    if isinstance(held, Float) or (isinstance(held, int) and not _has_own_float(value)):
        return held
    found = lookup(class_of(value), "__float__")[0]
    if isinstance(value, Instance) and found is not ABSENT:
        made = yield call_special(machine, found, value, [])
        inner = made.payload if isinstance(made, Instance) else made
        if not isinstance(inner, Float):
            raise no_float(value, made)
        return inner
    if is_index(value):
        return (yield index_of(machine, value))
    raise type_error(f"must be real number, not {type_name(value)}")


def _has_own_float(value: Value) -> bool:
    """Whether the class of an instance of a subclass has a `__float__` of a user's."""
    if not isinstance(value, Instance):
        return False
    return getattr(lookup(value.cls, "__float__")[0], "key", "").partition(".")[0] not in (
        "int", "float",
    )  # fmt: skip


def numbers_of(value: Value) -> tuple[Value, ...] | None:
    """The items of a list or tuple of floats and ints alone, which call no user code; else None."""
    items = items_of(value)
    if items is None:
        return None
    for item in items:
        if not isinstance(item, (Float, int)):
            return None
    return tuple(items)


def point(machine: Machine, value: Value) -> Suspended:
    """The elements of an iterable as a tuple, each paid; a tuple is taken as it is."""
    held = unwrapped(value)
    listed = items_of(held if isinstance(held, tuple) else value)
    if listed is not None:
        pay_more(machine, "math.dist", len(listed))
        return tuple(listed)
    source = yield from feed(machine, "math.dist", value)
    items: list[Value] = []
    while True:
        item = yield source.next(machine)
        if type(item) is Finished:
            return tuple(items)
        source.pay(machine)
        items.append(item)


def _run(machine: Machine, operation: Operation, arguments: list[Value]) -> Any:
    """Run an operation on converted arguments; the marks of the case are noted."""
    result = call_float(operation, *arguments)
    for mark in marks_of(operation, arguments):
        machine.note(mark)
    return result


# --- Functions of single numbers


def _register(name: str, operation: Operation) -> None:
    signature = SIGNATURES.get(name) or ("x, /" if operation.most == 1 else "x, y, /")

    def run(machine: Machine, *given: Any) -> Value:
        listed = given[0] if signature.startswith("*") else given
        return NativeFrame(_convert_and_run(machine, operation, list(listed)))

    run.__doc__ = operation.summary or f"`math.{name}`."
    raises = (*operation.errors, "TypeError", "user-error")
    module_function(MODULE, name, signature, raises)(run)


def _convert_and_run(machine: Machine, operation: Operation, given: list[Value]) -> Suspended:
    kinds = [kind.rstrip("?*") for kind in operation.signature]
    arguments: list[Value] = []
    for place, value in enumerate(given):
        if value is ABSENT or (value is None and (operation.name, place) in LEFT_OUT_BY_NONE):
            continue
        if kinds[min(place, len(kinds) - 1)] == "int":
            arguments.append((yield from _integer(machine, operation, value)))
        else:
            held = value.payload if isinstance(value, Instance) else value
            if operation.name in INT_READERS:  # of an int the digits count, whatever its class
                number = held if isinstance(held, int) else (yield from real(machine, value))
            else:
                number = _as_float((yield from real(machine, value)))
            arguments.append(number)
        if operation.name == "math.log" and place == 0 and given[1] is not ABSENT:
            # The logarithm of the number is taken before the base is looked at.
            call_float(operation, number)
    _pay(machine, operation, arguments)
    if operation.name == "math.isclose":
        return _is_close(machine, operation, given, arguments)
    return _run(machine, operation, arguments)


LEFT_OUT_BY_NONE: Final = frozenset({("math.perm", 1), ("math.nextafter", 2)})
"""Arguments that None leaves out: function and position."""
INT_READERS: Final = frozenset({"math.log", "math.log2", "math.log10"})
"""Functions of reals that take ints of any size."""


def _as_float(number: Value) -> Value:
    return number if isinstance(number, Float) else call_float(FROM_NUMBER, number)


FROM_NUMBER: Final = OPERATIONS["float.from_number"]


def _integer(machine: Machine, operation: Operation, value: Value) -> Suspended:
    if operation.name == "math.ldexp":
        held = value.payload if isinstance(value, Instance) else value
        if not isinstance(held, int):
            raise type_error("Expected an int as second argument to ldexp.")
        return int(held)
    return (yield index_of(machine, value))


def _is_close(
    machine: Machine, operation: Operation, given: list[Value], arguments: list[Value]
) -> Value:
    """Put the default before an absolute tolerance that is given alone."""
    if given[2] is ABSENT and given[3] is not ABSENT:
        arguments = [*arguments[:2], Float(0x3E112E0BE826D695), arguments[2]]
    return _run(machine, operation, arguments)


def _pay(machine: Machine, operation: Operation, arguments: list[Value]) -> None:
    """Charge by the bits of ints, by the numbers, or by the factors that will be multiplied."""
    key = operation.price
    if operation.name == "math.log" and len(arguments) > 1:
        key = "math.log.base"
    price = price_of(machine, key)
    if not price.sizes:
        size = 0
    elif price.sizes == ("total_bits",):
        size = sum(each.bit_length() for each in arguments if isinstance(each, int))
    elif operation.name in ("math.comb", "math.factorial", "math.perm"):
        size = _factors(operation.name, [int(a) for a in arguments if isinstance(a, int)])
    else:
        size = len(arguments)
    machine.meter.charge(price.cost(size) if price.sizes else price.base)


def _factors(name: str, numbers: list[int]) -> int:
    if len(numbers) == 2 and name == "math.comb":
        count = min(numbers[1], numbers[0] - numbers[1])
    else:
        count = numbers[-1]
    return max(0, min(count, MOST_FACTORS))


for _name, _operation in OPERATIONS.items():
    if _name.startswith("math.") and _name.partition(".")[2] not in OWN:
        _register(_name.partition(".")[2], _operation)


# --- Functions that a class may define


def _rounding(name: str) -> None:
    key = f"math.{name}"
    operation = OPERATIONS[key]
    dunder = f"__{name}__"

    def run(machine: Machine, value: Value) -> Value:
        machine.meter.charge(price_of(machine, key).base)
        if isinstance(value, (Float, int)):
            return _run(machine, operation, [value])
        found = lookup(class_of(value), dunder)[0]
        if found is not ABSENT:
            return call_special(machine, found, value, [])
        if name == "trunc":
            raise type_error(f"type {type_name(value)} doesn't define __trunc__ method")
        return NativeFrame(_round_real(machine, operation, value))

    run.__doc__ = operation.summary or f"`math.{name}`."
    module_function(MODULE, name, "x, /", (*operation.errors, "TypeError", "user-error"))(run)


def _round_real(machine: Machine, operation: Operation, value: Value) -> Suspended:
    number = yield from real(machine, value)
    return _run(machine, operation, [number])


for _name in ("floor", "ceil", "trunc"):
    _rounding(_name)


# --- Functions of collections

_COLLECTING: Final = ("TypeError", "ValueError", "OverflowError", "user-error")


@module_function(MODULE, "fsum", "seq, /", _COLLECTING)
def math_fsum(machine: Machine, iterable: Value) -> Value:
    """The sum of reals, rounded once."""
    machine.meter.charge(price_of(machine, "math.fsum").base)
    return NativeFrame(_fsum(machine, iterable))


def _fsum(machine: Machine, iterable: Value) -> Suspended:
    plain = numbers_of(iterable)
    if plain is not None:
        pay_more(machine, "math.fsum", len(plain))
        return _run(machine, OPERATIONS["math.fsum"], [plain])
    source = yield from feed(machine, "math.fsum", iterable)
    numbers: list[Value] = []
    while True:
        item = yield source.next(machine)
        if type(item) is Finished:
            return _run(machine, OPERATIONS["math.fsum"], [tuple(numbers)])
        source.pay(machine)
        numbers.append((yield from real(machine, item)))
        if isinstance(numbers[-1], int) and numbers[-1].bit_length() > FLOAT_BITS:
            return _run(machine, OPERATIONS["math.fsum"], [tuple(numbers)])  # no float: an error


@module_function(MODULE, "dist", "p, q, /", _COLLECTING)
def math_dist(machine: Machine, p: Value, q: Value) -> Value:
    """The distance of two points."""
    machine.meter.charge(price_of(machine, "math.dist").base)
    return NativeFrame(_dist(machine, p, q))


def _dist(machine: Machine, p: Value, q: Value) -> Suspended:
    points = [(yield from point(machine, p)), (yield from point(machine, q))]
    if len(points[0]) != len(points[1]):
        raise value_error("both points must have the same number of dimensions")
    numbers: list[list[Value]] = [[], []]
    for pair in zip(*points, strict=True):
        for place in (0, 1):
            numbers[place].append(_as_float((yield from real(machine, pair[place]))))
    return _run(machine, OPERATIONS["math.dist"], [tuple(each) for each in numbers])


@module_function(MODULE, "prod", "iterable, /, *, start=", _COLLECTING)
def math_prod(machine: Machine, iterable: Value, start: Value) -> Value:
    """The product of the elements and a start."""
    machine.meter.charge(price_of(machine, "math.prod").base)
    return NativeFrame(_prod(machine, iterable, 1 if start is ABSENT else start))


def _prod(machine: Machine, iterable: Value, start: Value) -> Suspended:
    """One multiplication after the other, each paid as such."""
    multiply = binary_operation(machine.revision.prices, BinaryOp.MULTIPLY)
    result = start
    plain = numbers_of(iterable)
    if plain is not None:
        pay_more(machine, "math.prod", len(plain))
        for number in plain:
            result = yield binary(machine, multiply, result, number)
        return result
    source = yield from feed(machine, "math.prod", iterable)
    while True:
        item = yield source.next(machine)
        if type(item) is Finished:
            return result
        source.pay(machine)
        result = yield binary(machine, multiply, result, item)


@module_function(MODULE, "sumprod", "p, q, /", _COLLECTING)
def math_sumprod(machine: Machine, p: Value, q: Value) -> Value:
    """The sum of the products of the elements of two iterables."""
    machine.meter.charge(price_of(machine, "math.sumprod").base)
    return NativeFrame(_sumprod(machine, p, q))


def _sumprod(machine: Machine, p: Value, q: Value) -> Suspended:
    """Of numbers by the registry's operation; from the first pair with something else on, one
    product and one sum after the other.
    """
    first, second = numbers_of(p), numbers_of(q)
    if first is not None and second is not None:
        for numbers in (first, second):
            pay_more(machine, "math.sumprod", len(numbers))
        pairs = list(zip(first, second, strict=False))
        total = _sum_of_numbers(machine, pairs)
        if len(first) != len(second):
            raise value_error(_UNEQUAL)
        return total
    one = yield from feed(machine, "math.sumprod", p)
    other = yield from feed(machine, "math.sumprod", q)
    return (yield from _sumprod_of_objects(machine, one, other))


def _sumprod_of_objects(machine: Machine, p: Feed, q: Feed) -> Suspended:
    multiply = binary_operation(machine.revision.prices, BinaryOp.MULTIPLY)
    add = binary_operation(machine.revision.prices, BinaryOp.ADD)
    numbers: list[tuple[Value, Value]] = []
    total: Value = ABSENT  # of numbers so far
    while True:
        one = yield p.next(machine)
        if type(one) is not Finished:
            p.pay(machine)
        other = yield q.next(machine)
        if type(other) is not Finished:
            q.pay(machine)
        if (type(one) is Finished) != (type(other) is Finished):
            raise value_error(_UNEQUAL)
        if type(one) is Finished:
            return _sum_of_numbers(machine, numbers) if total is ABSENT else total
        if total is ABSENT:
            if isinstance(one, (Float, int)) and isinstance(other, (Float, int)):
                numbers.append((one, other))
                continue
            total = _sum_of_numbers(machine, numbers)
        product = yield binary(machine, multiply, one, other)
        total = yield binary(machine, add, total, product)


def _sum_of_numbers(machine: Machine, pairs: list[tuple[Value, Value]]) -> Value:
    columns: list[Value] = [tuple(pair[place] for pair in pairs) for place in (0, 1)]
    return _run(machine, OPERATIONS["math.sumprod"], columns)


_UNEQUAL: Final = "Inputs are not the same length"


def namespace() -> Namespace:
    """A fresh namespace of the module."""
    names: Namespace = {"__name__": MODULE, "__doc__": None}
    names.update(MODULE_FUNCTIONS[MODULE])
    names.update(CONSTANTS)
    return names
