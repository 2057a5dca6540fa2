"""The template of `str.format`: literal text and replacement fields (CPython 3.14's reading)."""

from __future__ import annotations

from typing import Final, final

from spec.objects.unicode_tables.properties import flags_of
from spec.objects.unicode_tables.properties_data import DECIMAL
from spec.semantics.raising import value_error
from spec.softfloat.characters import TO_ASCII

LARGEST: Final = (1 << 63) - 1


@final
class Field:
    """A replacement field: `{name!conversion:spec}`; `nested` says that the spec has fields."""

    __slots__ = ("conversion", "name", "nested", "spec")

    def __init__(self, name: str) -> None:
        self.name = name
        self.conversion = ""
        self.spec = ""
        self.nested = False


@final
class Template:
    """A place in a template."""

    __slots__ = ("place", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def next_part(self) -> tuple[str, Field | None] | None:
        """Return the next literal text and the field after it, or None at the end."""
        text, start = self.text, self.place
        if start >= len(text):
            return None
        brace = start
        while brace < len(text) and text[brace] not in "{}":
            brace += 1
        if brace == len(text):
            self.place = brace
            return text[start:], None
        following = text[brace + 1 : brace + 2]
        if following == text[brace]:
            self.place = brace + 2
            return text[start : brace + 1], None
        if text[brace] == "}" or not following:
            raise value_error(f"Single '{text[brace]}' encountered in format string")
        self.place = brace + 1
        return text[start:brace], self._field()

    def _field(self) -> Field:
        text, start = self.text, self.place
        end = start
        while end < len(text) and text[end] not in "}:!":
            if text[end] == "{":
                raise value_error("unexpected '{' in field name")
            if text[end] == "[":
                while end < len(text) and text[end] != "]":
                    end += 1
            else:
                end += 1
        if end >= len(text):
            raise value_error("expected '}' before end of string")
        self.place = end + 1
        field = Field(text[start:end])
        if text[end] == "!" and self._conversion(field):
            return field
        if text[end] != "}":
            self._spec(field)
        return field

    def _conversion(self, field: Field) -> bool:
        """Read what follows `!`; whether the field ends there."""
        text = self.text
        if self.place >= len(text):
            raise value_error("end of string while looking for conversion specifier")
        field.conversion = text[self.place]
        self.place += 1
        if self.place >= len(text):
            return False
        self.place += 1
        if text[self.place - 1] == "}":
            return True
        if text[self.place - 1] != ":":
            raise value_error("expected ':' after conversion specifier")
        return False

    def _spec(self, field: Field) -> None:
        start, open_braces = self.place, 1
        while self.place < len(self.text):
            here = self.text[self.place]
            self.place += 1
            if here == "{":
                field.nested = True
                open_braces += 1
            elif here == "}":
                open_braces -= 1
                if not open_braces:
                    field.spec = self.text[start : self.place - 1]
                    return
        raise value_error("unmatched '{' in format spec")


def number_of(text: str) -> int:
    """Return a name that is a number of decimal digits as an int, any other as -1."""
    value = 0
    for character in text:
        if not flags_of(ord(character)) & DECIMAL:
            return -1
        digit = ord(TO_ASCII.get(character, character)) - ord("0")
        if value > (LARGEST - digit) // 10:
            raise value_error("Too many decimal digits in format string")
        value = value * 10 + digit
    return value if text else -1


def first_name(name: str) -> tuple[str, str]:
    """Return the part of a field's name before the first `.` or `[`, and the rest."""
    for place, character in enumerate(name):
        if character in ".[":
            return name[:place], name[place:]
    return name, ""


def next_step(rest: str) -> tuple[bool, str, str]:
    """Return the next step of a field's name: whether an attribute, its name, the rest."""
    if rest[0] == ".":
        name, left = first_name(rest[1:])
        is_attribute = True
    elif rest[0] == "[":
        name, _, left = rest[1:].partition("]")  # it is there: no field ends before it
        is_attribute = False
    else:
        raise value_error("Only '.' or '[' may follow ']' in format field specifier")
    if not name:
        raise value_error("Empty attribute in format string")
    return is_attribute, name, left
