"""The operations of Python's float type, and of ints where the result is a float."""

from collections.abc import Callable
from typing import Final

from spec.params import INTEGER_BITS
from spec.softfloat import arithmetic, compare, convert, division, hexadecimal, parse, shortest
from spec.softfloat.format_number import format_float, format_int
from spec.softfloat.operation import (
    CORRECTLY_ROUNDED,
    GuestFunction,
    Operation,
    binary,
    binary_swapped,
    index,
    integer_limit_error,
    limited,
    of_float,
    operation,
    real_bits,
    reals,
    text,
    unary,
)
from spec.softfloat.power import python_power
from spec.softfloat.round import MAGNITUDE_MASK, is_integral
from spec.softfloat.rounding import round_int, round_to_digits
from spec.softfloat.summation import sum_numbers
from spec.softfloat.value import Float


def _positive(a: int) -> int:
    """+a: the same float."""
    return a


def _from_number(a: int) -> int:
    """`float.from_number`: a float as it is, an int correctly rounded."""
    return a


def _truth(a: int) -> bool:
    """bool(a): False for zeros only; NaN is true."""
    return a & MAGNITUDE_MASK != 0


def _comparison(wanted: tuple[int, ...], negated: bool = False) -> GuestFunction:
    """A comparison of a float with a real: true if the order is one of those wanted."""

    def call(x: object, y: object) -> object:
        bits = real_bits(x)
        if isinstance(y, Float):
            order = compare.compare(bits, y.bits)
        else:
            order = compare.compare_with_int(bits, index(y))
        return (order in wanted) != negated

    call.__doc__ = "Compare a float with a float or, without rounding it, with an int."
    return call


def _divmod(x: object, y: object) -> object:
    """divmod(x, y) as two floats; see `//` and `%`."""
    quotient, rest = division.divide_with_remainder(real_bits(x), real_bits(y))
    return Float(quotient), Float(rest)


def _reflected_divmod(x: object, y: object) -> object:
    """divmod(y, x)."""
    return _divmod(y, x)


def round_real(x: object, digits: object = None) -> object:
    """round(x) to an int, round(x, digits) to the type of x; ties to even."""
    if isinstance(x, Float):
        if digits is None:
            return convert.round_to_int(x.bits)
        return Float(round_to_digits(x.bits, index(digits)))
    n = index(x)
    return n if digits is None else round_int(n, index(digits))


def _ratio(a: int) -> object:
    """`float.as_integer_ratio`: the float as a fraction in lowest terms, denominator above 0."""
    numerator, denominator = convert.integer_ratio(a)
    return numerator, denominator


def _from_int(n: object) -> object:
    """float(n) of an int, correctly rounded."""
    return Float(convert.from_int(index(n)))


def _parse(source: object) -> object:
    """float(text): the nearest float."""
    return Float(parse.parse(text(source)))


def _from_hex(source: object) -> object:
    """`float.fromhex`: the nearest float of a hexadecimal text."""
    return Float(hexadecimal.from_hex(text(source)))


def format_real(value: object, spec: object) -> object:
    """format(value, spec) of a float, an int or a bool."""
    wanted = text(spec)
    if isinstance(value, Float):
        return format_float(value.bits, wanted)
    if isinstance(value, bool):
        return str(value) if wanted == "" else format_int(int(value), wanted, "bool")
    return format_int(index(value), wanted)


def _divide_ints(x: object, y: object) -> object:
    """int / int, correctly rounded from the exact ratio."""
    return Float(convert.divide_ints(index(x), index(y)))


def _int_power(x: object, y: object) -> object:
    """int ** int: exact for y >= 0; for y < 0 both become floats."""
    base = index(x)
    exponent = index(y)
    if exponent >= 0:
        if base not in (0, 1, -1) and (base.bit_length() - 1) * exponent > INTEGER_BITS:
            raise integer_limit_error()
        return limited(base**exponent if base not in (-1, 0, 1) else _unit_power(base, exponent))
    return Float(python_power(real_bits(base), real_bits(exponent)))


def _unit_power(base: int, exponent: int) -> int:
    """-1, 0 or 1 to any power, however large."""
    if exponent == 0 or base == 1:
        return 1
    return base if base == 0 or exponent & 1 else 1


def _sum(items: object, start: object = 0) -> object:
    """sum(items, start): exact over ints, compensated from the first float on."""
    return sum_numbers(reals(items), start)


_OVERFLOW: Final = "OverflowError"
_POWER: Final = "ZeroDivisionError OverflowError DeterminismError"
_DIVISION: Final = "ZeroDivisionError OverflowError"
_TO_INT: Final = "OverflowError ValueError"

_Binary = Callable[[int, int], int]

_BINARY: Final[tuple[tuple[str, str, _Binary, str], ...]] = (
    ("add", "add", arithmetic.add, _OVERFLOW),
    ("sub", "subtract", arithmetic.subtract, _OVERFLOW),
    ("mul", "multiply", arithmetic.multiply, _OVERFLOW),
    ("truediv", "true_divide", arithmetic.true_divide, _DIVISION),
    ("floordiv", "floor_divide", division.floor_divide, _DIVISION),
    ("mod", "remainder", division.modulo, _DIVISION),
)
"""Dunder, name in the gas table, function, errors (OverflowError: an int beyond the floats)."""


def _binary_operations() -> list[Operation]:
    made = []
    for dunder, key, function, errors in _BINARY:
        price = f"BINARY_OP.{key}[float]"
        made.append(
            operation(f"float.__{dunder}__", "float real", "float", binary(function), errors, price)
        )
        swapped = binary_swapped(function)
        made.append(operation(f"float.__r{dunder}__", "float int", "float", swapped, errors, price))
    return made


def _comparisons() -> list[Operation]:
    rows = (
        ("eq", _comparison((0,))),
        ("ne", _comparison((0,), negated=True)),
        ("lt", _comparison((-1,))),
        ("le", _comparison((-1, 0))),
        ("gt", _comparison((1,))),
        ("ge", _comparison((0, 1))),
    )
    return [
        operation(f"float.__{name}__", "float real", "bool", call, "", f"COMPARE_OP.{name}[float]")
        for name, call in rows
    ]


FLOAT_OPERATIONS: Final[tuple[Operation, ...]] = (
    *_binary_operations(),
    *_comparisons(),
    operation("float.__divmod__", "float real", "tuple", _divmod, _DIVISION, "builtin.divmod"),
    operation(
        "float.__rdivmod__", "float int", "tuple", _reflected_divmod, _DIVISION, "builtin.divmod"
    ),
    operation("float.__neg__", "float", "float", unary(arithmetic.negate), "", "UNARY_NEGATIVE"),
    operation("float.__pos__", "float", "float", unary(_positive)),
    operation("float.__abs__", "float", "float", unary(arithmetic.absolute), "", "builtin.abs"),
    operation("float.__bool__", "float", "bool", of_float(_truth), "", "TO_BOOL"),
    operation("float.__int__", "float", "int", of_float(convert.truncate), _TO_INT, "builtin.int"),
    operation("float.__trunc__", "float", "int", of_float(convert.truncate), _TO_INT),
    operation("float.__floor__", "float", "int", of_float(convert.floor), _TO_INT),
    operation("float.__ceil__", "float", "int", of_float(convert.ceil), _TO_INT),
    operation("float.__repr__", "float", "str", of_float(shortest.represent), "", "builtin.repr"),
    operation(
        "float.__hash__", "float", "int", of_float(convert.hash_of_float), "", "hash[float]",
        "word-size",
    ),
    operation("float.as_integer_ratio", "float", "tuple", of_float(_ratio), _TO_INT),
    operation("float.is_integer", "float", "bool", of_float(is_integral)),
    operation("float.hex", "float", "str", of_float(hexadecimal.to_hex)),
    operation("float.fromhex", "str", "float", _from_hex, _TO_INT),
    operation("float.from_number", "real", "float", unary(_from_number), _OVERFLOW),
    operation("float.from_int", "int", "float", _from_int, _OVERFLOW, "builtin.float"),
    operation("float.parse", "str", "float", _parse, "ValueError", "builtin.float"),
    operation("float.__pow__", "float real", "float", binary(python_power), _POWER,
              "BINARY_OP.power[float]", CORRECTLY_ROUNDED),
    operation("float.__rpow__", "float int", "float", binary_swapped(python_power), _POWER,
              "BINARY_OP.power[float]", CORRECTLY_ROUNDED),
    operation("int.__pow__", "int int", "real", _int_power, _DIVISION, "BINARY_OP.power[int]",
              CORRECTLY_ROUNDED),
    operation("sum", "reals real?", "real", _sum, _OVERFLOW, "builtin.sum"),
    operation("round", "real int?", "real", round_real, _TO_INT, "builtin.round"),
    operation("format", "real str", "str", format_real, "ValueError OverflowError MemoryError",
              "builtin.format"),
    operation(
        "int.__truediv__", "int int", "float", _divide_ints, _DIVISION,
        "BINARY_OP.true_divide[int]",
    ),
)  # fmt: skip
"""In the order of the book."""
