"""`int`, `bool`, `float` and `str` as callables, and the methods of numbers."""

from __future__ import annotations

from typing import Final

from spec.objects.arguments import no_float
from spec.objects.bytes_common import needs_bytes
from spec.objects.paying import pay, pay_base, price_of
from spec.objects.str_shape import check_codec_names
from spec.semantics.builtin_classes import BOOL, FLOAT, INT, STR, class_of, type_name
from spec.semantics.floats import call_float
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.indices import index_of, is_index
from spec.semantics.integers import limited
from spec.semantics.lookup import lookup
from spec.semantics.machine import Machine
from spec.semantics.natives import attribute, class_method, method, static_method
from spec.semantics.raising import Raise, type_error, value_error
from spec.semantics.special import call_special
from spec.semantics.text import repr_of, str_of
from spec.semantics.truth import truth
from spec.semantics.values import ABSENT, ByteArray, Class, Instance, Value, unwrapped
from spec.softfloat import OPERATIONS
from spec.softfloat.arithmetic import negate
from spec.softfloat.characters import ASCII_SPACES, to_ascii_number
from spec.softfloat.value import Float

MAXIMUM_DIGITS: Final = 1234
"""Significant decimal digits of a text that int() accepts (decision D4)."""


def _wrapped(cls: Value, builtin: Class, value: Value) -> Value:
    """`value` itself, or in an instance of a subclass."""
    assert isinstance(cls, Class)
    return value if cls is builtin else Instance(cls, value)


# --- bool and str


@static_method(BOOL, "__new__", "cls, object=, /", raises=("TypeError",))
def bool_new(machine: Machine, cls: Value, value: Value) -> Value:
    """The truth of a value."""
    pay(machine, "builtin.bool")
    return False if value is ABSENT else truth(machine, value)


@static_method(
    STR, "__new__", "cls, object=, encoding=, errors=", raises=("TypeError", "ValueError")
)
def str_new(machine: Machine, cls: Value, value: Value, encoding: Value, errors: Value) -> Value:
    """The text of a value; with an encoding, the decoded bytes."""
    pay_base(machine, "builtin.str")
    if value is ABSENT:
        return _wrapped(cls, STR, "")
    if encoding is not ABSENT or errors is not ABSENT:
        return NativeFrame(_decoded(machine, cls, value, encoding, errors))
    if cls is STR:
        return str_of(machine, machine.unit("builtin.str"), value, keep=True)
    return NativeFrame(_str(machine, cls, value))


def _str(machine: Machine, cls: Value, value: Value) -> Suspended:
    return _wrapped(cls, STR, (yield str_of(machine, machine.unit("builtin.str"), value)))


def _decoded(
    machine: Machine, cls: Value, value: Value, encoding: Value, errors: Value
) -> Suspended:
    from spec.semantics.calls import dispatch

    check_codec_names(machine, "builtin.str", "str()", encoding, errors)
    found = lookup(class_of(value), "decode")[0]
    if not isinstance(unwrapped(value), (bytes, ByteArray)) or found is ABSENT:
        if isinstance(unwrapped(value), str):
            raise type_error("decoding str is not supported")
        raise type_error(f"decoding to str: need a bytes-like object, {type_name(value)} found")
    arguments = [unwrapped(value), *[each for each in (encoding, errors) if each is not ABSENT]]
    return _wrapped(cls, STR, (yield dispatch(machine, found, arguments, None)))


# --- int


@static_method(
    INT, "__new__", "cls, x=, /, base=", raises=("TypeError", "ValueError", "OverflowError")
)
def int_new(machine: Machine, cls: Value, value: Value, base: Value) -> Value:
    """An int of a number, or of a text in a base."""
    if value is ABSENT:
        pay_base(machine, "builtin.int")
        if base is not ABSENT:
            raise type_error("int() missing string argument")
        return _wrapped(cls, INT, 0)
    if base is ABSENT and type(value) is int and cls is INT:
        pay_base(machine, "builtin.int")
        return value
    return NativeFrame(_int(machine, cls, value, base))


def _int(machine: Machine, cls: Value, value: Value, base: Value) -> Suspended:
    text = _text_of(value)
    if base is ABSENT and isinstance(value, Instance) and text is not None:
        if lookup(value.cls, "__int__")[0] is not ABSENT:  # a text that says what int it is
            text = None
    if base is not ABSENT:
        radix = yield index_of(machine, base)
        if radix != 0 and not 2 <= radix <= 36:
            raise value_error("int() base must be >= 2 and <= 36, or 0")
        if text is None:
            raise type_error("int() can't convert non-string with explicit base")
        return _wrapped(cls, INT, (yield from _parsed(machine, value, text, radix)))
    if text is None:
        return _wrapped(cls, INT, (yield from _converted(machine, value)))
    return _wrapped(cls, INT, (yield from _parsed(machine, value, text, 10)))


def _text_of(value: Value) -> str | None:
    """The text that a number is read from; of bytes, none above 0x7f is a digit or a space."""
    if isinstance(value, Instance):
        value = value.payload
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("ascii", "replace")
    if isinstance(value, ByteArray):
        return value.data.decode("ascii", "replace")
    return None


def _converted(machine: Machine, value: Value) -> Suspended:
    pay_base(machine, "builtin.int")
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Float):
        return limited(machine, call_float(OPERATIONS["float.__int__"], value))
    cls = class_of(value)
    found = lookup(cls, "__int__")[0]
    if found is ABSENT:
        if is_index(value):
            return (yield index_of(machine, value))
        raise type_error(
            "int() argument must be a string, a bytes-like object or a real number, "
            f"not '{cls.name}'"
        )
    answer = yield call_special(machine, found, value, [])
    if isinstance(answer, Instance) and isinstance(answer.payload, int):
        answer = answer.payload
    if not isinstance(answer, int):
        raise type_error(f"__int__ returned non-int (type {type_name(answer)})")
    return int(answer)


SHOWN: Final = 200
"""Characters of a wrong literal that the error shows."""


def _parsed(machine: Machine, value: Value, text: str, base: int) -> Suspended:
    pay(machine, "builtin.int", len(text))
    data = value.payload if isinstance(value, Instance) else value
    found = parse_int(text, base)
    if found is None:
        if not isinstance(data, str):  # Of whatever holds bytes, the bytes are shown.
            value = needs_bytes(machine, data)[:SHOWN]
        shown = yield repr_of(machine, 0, value)
        raise value_error(f"invalid literal for int() with base {base}: {shown[:SHOWN]}")
    if base not in (2, 4, 8, 16, 32) and _significant(text) > MAXIMUM_DIGITS:
        machine.note("text-limit")
    return limited(machine, found)


def _significant(text: str) -> int:
    return len(text.strip().lstrip("+-0").replace("_", ""))


_PREFIXES: Final = {"0b": 2, "0o": 8, "0x": 16}


def parse_int(text: str, base: int) -> int | None:
    """The int that a text says in a base (0: by its prefix), or None.

    Digits and spaces of any script count, but the separators 0x1c to 0x1f, which `str.isspace`
    takes for spaces, do not.
    """
    body = _lower(to_ascii_number(text)).strip(ASCII_SPACES)
    negative = body.startswith("-")
    if body[:1] in ("+", "-") and body:
        body = body[1:]
    prefix = _PREFIXES.get(body[:2])
    if prefix is not None and base in (0, prefix):
        base, body = prefix, body[2:]
        if body.startswith("_"):
            body = body[1:]
    elif base == 0:
        base = 10
        if body.startswith("0") and body.strip("0_"):
            return None
    digits = _digits(body, base)
    if digits is None:
        return None
    value = _from_digits(digits, base)
    return -value if negative else value


def _lower(text: str) -> str:
    return "".join(chr(ord(each) + 32) if "A" <= each <= "Z" else each for each in text)


def _digits(body: str, base: int) -> list[int] | None:
    """The digits of a text, in which single underscores may separate them."""
    if not body or body.startswith("_") or body.endswith("_") or "__" in body:
        return None
    found: list[int] = []
    for letter in body:
        if letter == "_":
            continue
        if "0" <= letter <= "9":
            digit = ord(letter) - 48
        elif "a" <= letter <= "z":
            digit = ord(letter) - 87
        else:
            return None
        if digit >= base:
            return None
        found.append(digit)
    return found


def _from_digits(digits: list[int], base: int) -> int:
    """Halves joined, so that long texts take no quadratic time."""
    if len(digits) <= 64:
        value = 0
        for digit in digits:
            value = value * base + digit
        return value
    middle = len(digits) // 2
    low = digits[middle:]
    return int(_from_digits(digits[:middle], base) * base ** len(low) + _from_digits(low, base))


def _int_value(value: Value) -> int:
    assert isinstance(value, int)
    return int(value)


def _int_method(name: str, doc: str) -> None:
    def answer(machine: Machine, receiver: Value) -> Value:
        value = _int_value(receiver)
        pay(machine, f"int.{name}", value.bit_length())
        if name == "bit_length":
            return value.bit_length()
        if name == "bit_count":
            return value.bit_count()
        if name == "as_integer_ratio":
            return (value, 1)
        if name == "is_integer":
            return True
        return _unary(machine, name, value)

    answer.__doc__ = doc
    method(INT, name, "self, /")(answer)


def _unary(machine: Machine, name: str, value: int) -> Value:
    if name == "__neg__":
        return limited(machine, -value)
    if name == "__invert__":
        return limited(machine, ~value)
    if name == "__abs__":
        return abs(value)
    if name == "__float__":
        return call_float(OPERATIONS["float.from_int"], value)
    return value


for _name, _doc in (
    ("bit_length", "Bits of the magnitude."),
    ("bit_count", "Ones in the magnitude."),
    ("as_integer_ratio", "The pair of the int and 1."),
    ("is_integer", "True."),
    ("conjugate", "The int itself."),
    ("__neg__", "The negative."),
    ("__pos__", "The int itself."),
    ("__invert__", "The bits inverted."),
    ("__abs__", "The magnitude."),
    ("__int__", "The int itself."),
    ("__index__", "The int itself."),
    ("__trunc__", "The int itself."),
    ("__floor__", "The int itself."),
    ("__ceil__", "The int itself."),
    ("__float__", "The nearest float."),
):
    _int_method(_name, _doc)


def _int_part(name: str, answer: int | None) -> None:
    def read(machine: Machine, receiver: Value) -> int:
        return _int_value(receiver) if answer is None else answer

    read.__doc__ = f"The {name} of the int."
    attribute(INT, name)(read)


for _name, _answer in (("real", None), ("numerator", None), ("imag", 0), ("denominator", 1)):
    _int_part(_name, _answer)


# --- float


@static_method(FLOAT, "__new__", "cls, x=, /", raises=("TypeError", "ValueError", "OverflowError"))
def float_new(machine: Machine, cls: Value, value: Value) -> Value:
    """A float of a number or a text."""
    if value is ABSENT:
        pay_base(machine, "builtin.float")
        return _wrapped(cls, FLOAT, Float(0))
    return NativeFrame(_float(machine, cls, value))


def _float(machine: Machine, cls: Value, value: Value) -> Suspended:
    text = _text_of(value)
    if text is not None:
        pay(machine, "builtin.float", len(text))
        try:
            return _wrapped(cls, FLOAT, call_float(OPERATIONS["float.parse"], text))
        except Raise:
            if isinstance(value, str):
                raise
        shown = yield repr_of(machine, 0, value)
        raise value_error(f"could not convert string to float: {shown}")
    pay_base(machine, "builtin.float")
    if isinstance(value, Instance) and isinstance(value.payload, (int, Float)):
        found = lookup(value.cls, "__float__")[0]
        if getattr(found, "owner", None) is not None:
            value = value.payload
    if isinstance(value, (int, Float)):
        return _wrapped(cls, FLOAT, call_float(OPERATIONS["float.from_number"], value))
    own = class_of(value)
    found = lookup(own, "__float__")[0]
    if found is ABSENT:
        if not is_index(value):
            raise type_error(
                f"float() argument must be a string or a real number, not '{own.name}'"
            )
        number = yield index_of(machine, value)
        return _wrapped(cls, FLOAT, call_float(OPERATIONS["float.from_int"], number))
    answer = yield call_special(machine, found, value, [])
    made = answer.payload if isinstance(answer, Instance) else answer
    if not isinstance(made, Float):
        raise no_float(value, answer)
    return _wrapped(cls, FLOAT, made)


HEX_DIGITS: Final = 24
"""Characters of the longest hexadecimal text of a float; of the size, only `hex` has a price."""


def _float_method(name: str, operation: str, result_doc: str) -> None:
    def answer(machine: Machine, receiver: Value) -> Value:
        price = price_of(machine, f"float.{name}")
        sizes = (HEX_DIGITS if name == "hex" else 1 for _ in price.sizes)
        machine.meter.charge(price.cost(*sizes))
        return call_float(OPERATIONS[operation], receiver)

    answer.__doc__ = result_doc
    method(FLOAT, name, "self, /", raises=("OverflowError", "ValueError"))(answer)


for _name, _doc in (
    ("__int__", "The integral part."),
    ("__trunc__", "The integral part."),
    ("__floor__", "The largest int that is not above."),
    ("__ceil__", "The smallest int that is not below."),
    ("__abs__", "The magnitude."),
    ("is_integer", "Whether it is integral."),
    ("as_integer_ratio", "The pair of ints whose ratio it is."),
    ("hex", "The hexadecimal text."),
):
    _float_method(_name, f"float.{_name}", _doc)


@method(FLOAT, "__neg__", "self, /")
def float_neg(machine: Machine, receiver: Value) -> Value:
    """The negative."""
    price = price_of(machine, "float.__neg__")
    machine.meter.charge(price.cost(*(1 for _ in price.sizes)))
    assert isinstance(receiver, Float)
    return Float(negate(receiver.bits))


def _float_itself(machine: Machine, receiver: Value) -> Value:
    """The float itself."""
    return receiver


for _name in ("__pos__", "__float__", "conjugate"):
    method(FLOAT, _name, "self, /", when_called=True)(_float_itself)


@class_method(FLOAT, "fromhex", "cls, string, /", raises=("TypeError", "ValueError"))
def float_fromhex(machine: Machine, cls: Value, text: Value) -> Value:
    """The float of a hexadecimal text."""
    text = unwrapped(text)
    if not isinstance(text, str):
        raise type_error("bad argument type for built-in operation")
    pay(machine, "float.fromhex", len(text))
    return _wrapped(cls, FLOAT, call_float(OPERATIONS["float.fromhex"], text))


@attribute(FLOAT, "real")
def float_real(machine: Machine, receiver: Value) -> Value:
    """The float itself."""
    return receiver


@attribute(FLOAT, "imag")
def float_imag(machine: Machine, receiver: Value) -> Value:
    """Zero."""
    return Float(0)
