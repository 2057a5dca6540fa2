"""format(number, spec): digits, sign, groups and padding, as CPython 3.14 lays them out."""

from typing import Final

from spec.softfloat.arithmetic import multiply
from spec.softfloat.convert import from_int
from spec.softfloat.errors import FloatError
from spec.softfloat.format_spec import (
    PRECISION_LIMIT,
    FormatSpec,
    parse_format_spec,
    unknown_kind,
)
from spec.softfloat.round import INFINITY, MAGNITUDE_MASK, NAN, round_to_float
from spec.softfloat.rounding import fixed_digits, significant_digits
from spec.softfloat.shortest import represent, shortest_digits

LARGEST_TEXT: Final = 10 * 1024 * 1024 // 4
"""Code points of the longest str: 4 bytes each in an object of 10 MiB (decision D7)."""

_HUNDRED: Final = round_to_float(0, 100, 0, 0)
_FLOAT_KINDS: Final = "eEfFgG%"
_INT_KINDS: Final = "bcdoxXn"


def format_float(bits: int, text: str) -> str:
    """float.__format__: ValueError for a bad specification, MemoryError for a text too long."""
    if text == "":
        return represent(bits)
    spec = parse_format_spec(text, "", "float")
    if spec.kind and spec.kind not in _FLOAT_KINDS and spec.kind != "n":
        raise unknown_kind(spec.kind, "float")
    return _lay_out_float(bits, spec)


def format_int(n: int, text: str, type_name: str = "int") -> str:
    """int.__format__; a bool with an empty specification is the caller's to show."""
    if text == "":
        return str(n)
    spec = parse_format_spec(text, "d", type_name)
    if spec.kind in _FLOAT_KINDS:
        return _lay_out_float(from_int(n), spec)
    if spec.kind not in _INT_KINDS:
        raise unknown_kind(spec.kind, type_name)
    return _lay_out_int(n, spec)


def _lay_out_float(bits: int, spec: FormatSpec) -> str:
    precision = spec.precision
    if precision > PRECISION_LIMIT:
        raise FloatError("ValueError", "precision too big").marked("index-size")
    kind = spec.kind
    if kind == "%":
        bits = multiply(bits, _HUNDRED)
    negative = bits >> 63 == 1
    magnitude = bits & MAGNITUDE_MASK
    if magnitude >= INFINITY:
        negative = negative and bits & MAGNITUDE_MASK != NAN
        body, tail = "", "nan" if magnitude > INFINITY else "inf"
        point = ""
        fraction = ""
    else:
        body, point, fraction, tail = _finite_parts(magnitude, kind, precision, spec.alternate)
        if spec.no_negative_zero and not (body + fraction).strip("0"):
            negative = False
    if kind == "%":
        tail += "%"
    elif kind in "EFG" and kind:
        tail = tail.replace("e", "E").replace("inf", "INF").replace("nan", "NAN")
    return _assemble(spec, negative, "", body, point, fraction, tail)


def _finite_parts(
    magnitude: int, kind: str, precision: int, alternate: bool
) -> tuple[str, str, str, str]:
    """Whole digits, point, fraction digits and exponent of a finite magnitude."""
    if kind == "" and precision < 0:
        return _shortest_parts(magnitude, alternate)
    if precision < 0:
        precision = 6
    if kind in ("f", "F", "%"):
        _require_size(precision)
        digits = fixed_digits(magnitude, precision)
        whole, fraction = digits[: len(digits) - precision], digits[len(digits) - precision :]
        return whole, _point(fraction, alternate), fraction, ""
    if kind in ("e", "E"):
        _require_size(precision)
        digits, exponent = significant_digits(magnitude, precision + 1)
        fraction = digits[1:]
        return digits[0], _point(fraction, alternate), fraction, f"e{exponent:+03d}"
    return _general_parts(magnitude, max(precision, 1), alternate, add_point=kind == "")


def _point(fraction: str, alternate: bool) -> str:
    return "." if fraction or alternate else ""


def _general_parts(
    magnitude: int, precision: int, alternate: bool, add_point: bool
) -> tuple[str, str, str, str]:
    """Kind `g`: `precision` significant digits, the notation by the exponent.

    Trailing zeros go unless the alternate form keeps them. Without a kind a number in
    fixed notation has a digit after the point, and the exponent appears one digit earlier.
    """
    if alternate:
        _require_size(precision)
        digits, exponent = significant_digits(magnitude, precision)
    else:
        digits, exponent = significant_digits(magnitude, min(precision, 800))
        digits = digits.rstrip("0") or "0"
    place = exponent + 1
    if place <= -4 or place > precision - (1 if add_point else 0):
        fraction = digits[1:]
        return digits[0], _point(fraction, alternate), fraction, f"e{exponent:+03d}"
    return _fixed_parts(digits, place, alternate, add_point)


def _fixed_parts(
    digits: str, place: int, alternate: bool, add_point: bool
) -> tuple[str, str, str, str]:
    """Digits with the point after the first `place` of them, in fixed notation."""
    if place <= 0:
        whole, fraction = "0", "0" * -place + digits
    else:
        whole, fraction = digits[:place].ljust(place, "0"), digits[place:]
    if add_point and not fraction:
        fraction = "0"
    return whole, _point(fraction, alternate), fraction, ""


def _shortest_parts(magnitude: int, alternate: bool) -> tuple[str, str, str, str]:
    """The digits of repr."""
    if magnitude == 0:
        return "0", ".", "0", ""
    number, exponent = shortest_digits(magnitude)
    digits = str(number)
    place = len(digits) + exponent
    if -4 < place <= 16:
        return _fixed_parts(digits, place, alternate, add_point=True)
    fraction = digits[1:]
    return digits[0], _point(fraction, alternate), fraction, f"e{place - 1:+03d}"


def _lay_out_int(n: int, spec: FormatSpec) -> str:
    if spec.precision >= 0:
        raise FloatError("ValueError", "Precision not allowed in integer format specifier")
    if spec.no_negative_zero:
        raise FloatError(
            "ValueError", "Negative zero coercion (z) not allowed in integer format specifier"
        )
    if spec.kind == "c":
        return _lay_out_character(n, spec)
    negative = n < 0
    prefix = ""
    if spec.kind in ("d", "n"):
        digits = str(abs(n))
    else:
        digits = f"{abs(n):{spec.kind}}"
        prefix = "0" + spec.kind if spec.alternate else ""
    return _assemble(spec, negative, prefix, digits, "", "", "")


def _lay_out_character(n: int, spec: FormatSpec) -> str:
    if spec.sign:
        raise FloatError("ValueError", "Sign not allowed with integer format specifier 'c'")
    if spec.alternate:
        raise FloatError(
            "ValueError", "Alternate form (#) not allowed with integer format specifier 'c'"
        )
    if not -(1 << 63) <= n < 1 << 63:
        raise FloatError("OverflowError", "Python int too large to convert to C long")
    if not 0 <= n < 0x110000:
        refusal = FloatError("OverflowError", "%c arg not in range(0x110000)")
        # A C long of 32 bits cannot hold it, which is said in other words.
        raise refusal if -(1 << 31) <= n < 1 << 31 else refusal.marked("word-size")
    return _assemble(spec, False, "", "", "", "", chr(n))


def _assemble(
    spec: FormatSpec,
    negative: bool,
    prefix: str,
    digits: str,
    point: str,
    fraction: str,
    tail: str,
) -> str:
    """Sign, prefix, grouped digits, point, grouped fraction, tail, padded to the width."""
    _require_size(max(0, spec.width))
    sign = "-" if negative else spec.sign if spec.sign in ("+", " ") else ""
    if spec.fraction_separator:
        fraction = spec.fraction_separator.join(
            [fraction[start : start + 3] for start in range(0, len(fraction), 3)]
        )
    tail = point + fraction + tail
    least = 0
    if spec.fill == "0" and spec.align == "=":
        least = spec.width - len(sign) - len(prefix) - len(tail)
    if digits:
        digits = _grouped(digits, spec.separator, spec.group, least)
    padding = spec.width - len(sign) - len(prefix) - len(digits) - len(tail)
    if padding <= 0:
        return sign + prefix + digits + tail
    fill = spec.fill * padding
    if spec.align == "=":
        return sign + prefix + fill + digits + tail
    number = sign + prefix + digits + tail
    if spec.align == "<":
        return number + fill
    if spec.align == "^":
        return fill[: padding // 2] + number + fill[padding // 2 :]
    return fill + number


def _grouped(digits: str, separator: str, group: int, least: int) -> str:
    """Digits in groups from the right, with zeros in front up to `least` characters.

    A separator never comes first: zeros fill the leading group beyond `least` if needed.
    """
    if not separator:
        return digits.rjust(least, "0")
    missing = least - (len(digits) + (len(digits) - 1) // group)
    if missing > 0:
        whole, rest = divmod(least, group + 1)
        digits = digits.rjust(whole * group + max(rest, 1), "0")
    first = len(digits) % group or group
    groups = [digits[:first]]
    groups += [digits[start : start + group] for start in range(first, len(digits), group)]
    return separator.join(groups)


def _require_size(characters: int) -> None:
    """MemoryError if a text of so many characters would exceed one object's limit."""
    if characters > LARGEST_TEXT:
        raise FloatError("MemoryError").marked("memory-limit")
