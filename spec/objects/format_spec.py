"""The format specification mini-language: `[[fill]align][sign][z][#][0][width][,_][.prec][type]`.

Source: CPython 3.14 (with grouping of the fraction, new there). Errors are ValueError with
CPython's texts.
"""

from __future__ import annotations

from typing import Final, final

from spec.objects.unicode_tables.properties import flags_of
from spec.objects.unicode_tables.properties_data import DECIMAL
from spec.semantics.raising import value_error
from spec.softfloat.characters import TO_ASCII

LARGEST: Final = (1 << 63) - 1
ALIGNMENTS: Final = "<>=^"
SIGNS: Final = "+- "
GROUPABLE: Final = "defgEG%F"
"""Types that take `,` and `_`; the types b, o, x, X take `_` only."""
BINARY_TYPES: Final = "boxX"
DECIMAL_GROUP: Final = 3
BINARY_GROUP: Final = 4


@final
class FormatSpec:
    """A parsed specification; `width` and `precision` are -1 when absent."""

    __slots__ = (
        "align", "alternate", "fill", "fraction_separator", "group", "kind", "positive_zero",
        "precision", "separator", "sign", "width",
    )  # fmt: skip

    def __init__(self, default_align: str) -> None:
        self.fill = " "
        self.align = default_align
        self.sign = ""
        self.positive_zero = False
        self.alternate = False
        self.width = -1
        self.separator = ""
        self.group = DECIMAL_GROUP
        self.precision = -1
        self.fraction_separator = ""
        self.kind = ""

    def least_length(self, with_precision: bool) -> int:
        """Return a lower bound of the length of the result, known before the work."""
        return max(self.width, self.precision if with_precision else 0, 0)


@final
class Reader:
    """A position in the text of a specification."""

    __slots__ = ("place", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def one_of(self, characters: str) -> str:
        """Take and return the next character if it is one of these, else return ''."""
        here = self.text[self.place : self.place + 1]
        if here and here in characters:
            self.place += 1
            return here
        return ""

    def number(self) -> int:
        """Take a number of decimal digits of any script; -1 if there is none."""
        start = self.place
        value = 0
        while self.place < len(self.text):
            here = self.text[self.place]
            if not flags_of(ord(here)) & DECIMAL:
                break
            digit = ord(TO_ASCII.get(here, here)) - ord("0")
            if value > (LARGEST - digit) // 10:
                raise value_error("Too many decimal digits in format string")
            value = value * 10 + digit
            self.place += 1
        return value if self.place > start else -1

    @property
    def left(self) -> int:
        """How many characters are left."""
        return len(self.text) - self.place


def parse_spec(text: str, type_name: str, default_align: str) -> FormatSpec:
    """Parse a specification for a value of a type; raises ValueError."""
    spec = FormatSpec(default_align)
    reader = Reader(text)
    _parse_alignment(reader, spec, default_align)
    spec.width = reader.number()
    spec.separator = _separator(reader)
    if reader.one_of("."):
        spec.precision = reader.number()
        spec.fraction_separator = _separator(reader)
        if spec.precision < 0 and not spec.fraction_separator:
            raise value_error("Format specifier missing precision")
    if reader.left > 1:
        raise value_error(f"Invalid format specifier '{text}' for object of type '{type_name}'")
    spec.kind = text[reader.place :]
    _check_separators(spec, spec.kind or ("s" if default_align == "<" else ""))
    return spec


def _parse_alignment(reader: Reader, spec: FormatSpec, default_align: str) -> None:
    text = reader.text
    filled = len(text) >= 2 and text[1] in ALIGNMENTS
    if filled:
        spec.fill = text[0]
        reader.place = 1
    align = reader.one_of(ALIGNMENTS)
    spec.align = align or default_align
    spec.sign = reader.one_of(SIGNS)
    spec.positive_zero = bool(reader.one_of("z"))
    spec.alternate = bool(reader.one_of("#"))
    if not filled and reader.one_of("0"):
        spec.fill = "0"
        if not align and default_align == ">":
            spec.align = "="


def _separator(reader: Reader) -> str:
    """Take `,` or `_`; raises ValueError for both."""
    comma = reader.one_of(",")
    under = reader.one_of("_")
    if (comma and under) or (under and reader.one_of(",")):
        raise value_error("Cannot specify both ',' and '_'.")
    return comma or under


def _check_separators(spec: FormatSpec, kind: str) -> None:
    """Check the separator of the whole part; that of a fraction fits every type but n."""
    if spec.separator and kind and kind not in GROUPABLE:
        if spec.separator != "_" or kind not in BINARY_TYPES:
            raise _no_such_separator(spec.separator, kind)
        spec.group = BINARY_GROUP
    if spec.fraction_separator and kind == "n":
        raise _no_such_separator(spec.fraction_separator, kind)


def _no_such_separator(separator: str, kind: str) -> Exception:
    return value_error(f"Cannot specify '{separator}' with '{shown_kind(kind)}'.")


def shown_kind(kind: str) -> str:
    """Return a type code as errors show it."""
    return kind if " " < kind < "\x80" else f"\\x{ord(kind):x}"


def unknown_kind(kind: str, type_name: str) -> Exception:
    """Return the error for a type code that a type does not have."""
    return value_error(f"Unknown format code '{shown_kind(kind)}' for object of type '{type_name}'")


def grouped(digits: str, separator: str, group: int, least: int) -> str:
    """Return digits with separators, with zeros before them to at least that length.

    A separator never comes first, so the result may be one longer than asked for.
    """
    if not separator:
        return "0" * (least - len(digits)) + digits
    parts: list[str] = []
    left, end = least, len(digits)
    while True:
        length = min(group, max(end, left, 1))
        part = digits[max(end - length, 0) : end]
        parts.append("0" * (length - len(part)) + part)
        end -= len(part)
        left -= length
        if end <= 0 and left <= 0:
            return separator.join(reversed(parts))
        left -= 1


def padded(text: str, spec: FormatSpec) -> str:
    """Return text with fill characters up to the width; `=` is not for texts."""
    missing = spec.width - len(text)
    if missing <= 0:
        return text
    before = {"<": 0, "^": missing // 2}.get(spec.align, missing)
    return spec.fill * before + text + spec.fill * (missing - before)
