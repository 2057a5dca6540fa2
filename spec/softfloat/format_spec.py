"""The format mini language for numbers: one specification read, with CPython 3.14's errors."""

from dataclasses import dataclass
from typing import Final, final

from spec.softfloat.characters import TO_ASCII
from spec.softfloat.errors import FloatError

SIZE_LIMIT: Final = (1 << 63) - 1
"""The largest width or precision that can be written, that of a 64-bit CPython."""
PRECISION_LIMIT: Final = (1 << 31) - 1

_ALIGNMENTS: Final = "<>=^"
_SIGNS: Final = " +-"
_DIGITS: Final = "0123456789"
_GROUPED_BY_THREE: Final = "deEfFgG%"
_GROUPED_BY_FOUR: Final = "boxX"


@final
@dataclass(frozen=True, slots=True)
class FormatSpec:
    """What a specification asks for; `width` and `precision` are -1 when they are left out."""

    fill: str
    align: str
    sign: str
    no_negative_zero: bool
    alternate: bool
    width: int
    separator: str
    group: int
    precision: int
    fraction_separator: str
    kind: str


def _value_error(text: str) -> FloatError:
    return FloatError("ValueError", text)


@final
class _Reader:
    """A place in the specification."""

    __slots__ = ("place", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def peek(self, ahead: int = 0) -> str:
        """The character there, or "" at the end."""
        return self.text[self.place + ahead : self.place + ahead + 1]

    def take(self, options: str) -> str:
        """The next character if it is one of these, else ""."""
        character = self.peek()
        if character and character in options:
            self.place += 1
            return character
        return ""

    def number(self) -> int:
        """A run of decimal digits of any script, or -1 if there is none."""
        value = -1
        while True:
            character = self.peek()
            plain = TO_ASCII.get(character, character)
            if not plain or plain not in _DIGITS:
                return value
            value = max(value, 0) * 10 + ord(plain) - 48
            if value > SIZE_LIMIT:
                raise _value_error("Too many decimal digits in format string")
            self.place += 1

    def separator(self) -> str:
        """A comma, an underscore or neither; both are an error."""
        comma = self.take(",")
        underscore = self.take("_")
        if underscore and (comma or self.peek() == ","):
            raise _value_error("Cannot specify both ',' and '_'.")
        return comma or underscore


def parse_format_spec(
    text: str, default_kind: str, type_name: str, default_align: str = ">"
) -> FormatSpec:
    """Read a specification: [[fill]align][sign][z][#][0][width][grouping][.precision][kind].

    `default_kind` and `default_align` stand for what is left out. ValueError with the text of
    CPython 3.14; whether the kind fits the value is for the caller to say.
    """
    reader = _Reader(text)
    fill = ""
    align = ""
    if reader.peek(1) and reader.peek(1) in _ALIGNMENTS:
        fill, align = reader.peek(), reader.peek(1)
        reader.place += 2
    else:
        align = reader.take(_ALIGNMENTS)
    sign = reader.take(_SIGNS)
    no_negative_zero = reader.take("z") != ""
    alternate = reader.take("#") != ""
    if not fill and reader.take("0"):
        fill = "0"
        if default_align == ">":
            align = align or "="
    width = reader.number()
    separator = reader.separator()
    precision, fraction_separator = _precision(reader)
    rest = text[reader.place :]
    if len(rest) > 1:
        raise _value_error(f"Invalid format specifier '{text}' for object of type '{type_name}'")
    kind = rest or default_kind
    group = _group(separator, kind)
    if fraction_separator and kind == "n":
        raise _separator_error(fraction_separator, kind)
    return FormatSpec(
        fill or " ", align or default_align, sign, no_negative_zero, alternate, width, separator,
        group, precision, fraction_separator, kind,
    )  # fmt: skip


def _precision(reader: _Reader) -> tuple[int, str]:
    if not reader.take("."):
        return -1, ""
    precision = reader.number()
    separator = reader.separator()
    if precision < 0 and not separator:
        raise _value_error("Format specifier missing precision")
    return precision, separator


def _group(separator: str, kind: str) -> int:
    """How many digits stand between separators; ValueError if the kind has no groups."""
    if not separator or kind == "" or kind in _GROUPED_BY_THREE:
        return 3
    if separator == "_" and kind in _GROUPED_BY_FOUR:
        return 4
    raise _separator_error(separator, kind)


def _separator_error(separator: str, kind: str) -> FloatError:
    return _value_error(f"Cannot specify '{separator}' with {_shown(kind)}.")


def _shown(kind: str) -> str:
    """A kind in an error: itself if it is printable ASCII, else its code point in hex."""
    code_point = ord(kind)
    if 32 < code_point < 128:
        return f"'{kind}'"
    return f"'\\x{code_point:x}'"


def unknown_kind(kind: str, type_name: str) -> FloatError:
    """The kind does not exist for this type."""
    return _value_error(f"Unknown format code {_shown(kind)} for object of type '{type_name}'")
