"""`format()` of str, int, bool and float by a parsed specification.

Each function takes the host form of the guest value. The caller pays before: for the length that
the specification promises, then for the rest.
"""

from __future__ import annotations

from typing import Final

from spec.objects.float_digits import in_exponents, in_general, in_places, shortest_text
from spec.objects.format_spec import (
    FormatSpec,
    grouped,
    padded,
    parse_spec,
    unknown_kind,
)
from spec.semantics.raising import Raise, error, overflow_error, value_error
from spec.softfloat import OPERATIONS, Float
from spec.softfloat.errors import FloatError

INT_KINDS: Final = "bcdoxXn"
FLOAT_KINDS: Final = "eEfFgGn%"
DEFAULT_PRECISION: Final = 6
LARGEST_PRECISION: Final = (1 << 31) - 1
SIGN_BIT: Final = 1 << 63
INFINITY: Final = 0x7FF << 52
PREFIXES: Final = {"b": "0b", "o": "0o", "x": "0x", "X": "0X"}
HUNDRED: Final = Float(0x4059 << 48)


def format_text(text: str, spec: FormatSpec) -> str:
    """str.__format__ with a specification that is not empty."""
    if spec.kind not in ("", "s"):
        raise unknown_kind(spec.kind, "str")
    if spec.sign:
        word = "Space" if spec.sign == " " else "Sign"
        raise value_error(f"{word} not allowed in string format specifier")
    if spec.positive_zero:
        raise value_error("Negative zero coercion (z) not allowed in string format specifier")
    if spec.alternate:
        raise value_error("Alternate form (#) not allowed in string format specifier")
    if spec.align == "=":
        raise value_error("'=' alignment not allowed in string format specifier")
    return padded(text[: spec.precision] if spec.precision >= 0 else text, spec)


def format_int(value: int, spec: FormatSpec, type_name: str) -> str:
    """int.__format__ with a specification that is not empty."""
    kind = spec.kind or "d"
    if kind in FLOAT_KINDS and kind != "n":
        return format_float(_as_float(value), spec, type_name)
    if kind not in INT_KINDS:
        raise unknown_kind(kind, type_name)
    if spec.precision >= 0:
        raise value_error("Precision not allowed in integer format specifier")
    if spec.positive_zero:
        raise value_error("Negative zero coercion (z) not allowed in integer format specifier")
    if kind == "c":
        return numeric(spec, "", "", "", _character(value, spec), "")
    base_kind = "d" if kind == "n" else kind
    digits = _digits(abs(value), base_kind)
    prefix = PREFIXES.get(kind, "") if spec.alternate else ""
    return numeric(spec, "-" if value < 0 else "", prefix, digits, "", "")


def _digits(magnitude: int, kind: str) -> str:
    if kind == "d":
        return f"{magnitude:d}"
    if kind == "b":
        return f"{magnitude:b}"
    if kind == "o":
        return f"{magnitude:o}"
    return f"{magnitude:x}" if kind == "x" else f"{magnitude:X}"


def _character(value: int, spec: FormatSpec) -> str:
    if spec.sign:
        raise value_error("Sign not allowed with integer format specifier 'c'")
    if spec.alternate:
        raise value_error("Alternate form (#) not allowed with integer format specifier 'c'")
    if not -SIGN_BIT <= value < SIGN_BIT:
        raise overflow_error("Python int too large to convert to C long")
    if not 0 <= value < 0x110000:
        raise overflow_error("%c arg not in range(0x110000)")
    return chr(value)


def _as_float(value: int) -> Float:
    try:
        made = OPERATIONS["float.from_int"](value)
    except FloatError as failed:
        raise error(failed.type_name, str(failed.arguments[0])) from None
    assert isinstance(made, Float)
    return made


def format_float(value: Float, spec: FormatSpec, type_name: str) -> str:
    """float.__format__ with a specification that is not empty."""
    kind = spec.kind
    if kind and kind not in FLOAT_KINDS:
        raise unknown_kind(kind, type_name)
    if spec.precision > LARGEST_PRECISION:
        raise value_error("precision too big")
    bits = value.bits
    if kind == "%":
        product = OPERATIONS["float.__mul__"](value, HUNDRED)
        assert isinstance(product, Float)
        bits = product.bits
    body = float_body(bits & ~SIGN_BIT, kind, spec.precision, spec.alternate)
    sign = "-" if bits & SIGN_BIT and bits & ~SIGN_BIT <= INFINITY else ""
    if spec.positive_zero and _is_zero(body):
        sign = ""
    whole, fraction, rest = split_number(body)
    return numeric(spec, sign, "", whole, fraction, rest + ("%" if kind == "%" else ""))


def _is_zero(body: str) -> bool:
    """Whether a number as text has no digit but zeros before its exponent."""
    return not body.partition("e")[0].partition("E")[0].strip("0.") and body[:1] == "0"


def float_body(bits: int, kind: str, precision: int, alternate: bool) -> str:
    """Return the magnitude of a float as text, by type code and precision (-1: none given)."""
    upper = kind in ("E", "F", "G")
    if bits >= INFINITY:
        text = "inf" if bits == INFINITY else "nan"
        return {"inf": "INF", "nan": "NAN"}[text] if upper else text
    places = DEFAULT_PRECISION if precision < 0 else precision
    if kind in ("f", "F", "%"):
        return in_places(bits, places, alternate)
    if kind in ("e", "E"):
        body = in_exponents(bits, places, alternate)
    elif kind in ("g", "G", "n"):
        body = in_general(bits, places, alternate, False)
    elif precision >= 0:
        body = in_general(bits, precision, alternate, True)
    else:
        body = shortest_text(bits, alternate)
    return body.replace("e", "E") if upper else body


def split_number(body: str) -> tuple[str, str, str]:
    """Return the digits before the point, the point with the digits after it, and the rest."""
    end = 0
    while end < len(body) and body[end] in "0123456789":
        end += 1
    after = end
    if body[end : end + 1] == ".":
        after = end + 1
        while after < len(body) and body[after] in "0123456789":
            after += 1
    return body[:end], body[end:after], body[after:]


def numeric(spec: FormatSpec, sign: str, prefix: str, digits: str, fraction: str, rest: str) -> str:
    """Return sign, prefix, grouped digits, fraction and rest, padded to the width."""
    if spec.sign in ("+", " ") and not sign:
        sign = spec.sign
    if spec.fraction_separator and len(fraction) > 1:
        fraction = "." + _grouped_fraction(fraction[1:], spec.fraction_separator)
    others = len(sign) + len(prefix) + len(fraction) + len(rest)
    if digits:
        zeros = spec.fill == "0" and spec.align == "="
        least = spec.width - others if zeros else 0
        digits = grouped(digits, spec.separator, spec.group, least)
    missing = spec.width - others - len(digits)
    body = digits + fraction + rest
    if missing <= 0:
        return sign + prefix + body
    if spec.align == "=":
        return sign + prefix + spec.fill * missing + body
    return padded(sign + prefix + body, spec)


def _grouped_fraction(digits: str, separator: str) -> str:
    return separator.join(digits[place : place + 3] for place in range(0, len(digits), 3))


def format_builtin(value: object, text: str) -> str:
    """format(value, text) for a str, int, bool or float; the text is not empty."""
    if isinstance(value, str):
        return format_text(value, parse_spec(text, "str", "<"))
    if isinstance(value, bool):
        return format_int(int(value), parse_spec(text, "bool", ">"), "bool")
    if isinstance(value, int):
        return format_int(value, parse_spec(text, "int", ">"), "int")
    assert isinstance(value, Float)
    return format_float(value, parse_spec(text, "float", ">"), "float")


__all__ = ["Raise", "format_builtin", "format_float", "format_int", "format_text"]
