"""The conversions of `%` formatting: how a template is read, how a part is laid out.

Source: CPython 3.14 (str and bytes read alike).
"""

from __future__ import annotations

from typing import Final, final

from spec.semantics.raising import value_error

FLAGS: Final = "-+ #0"
LENGTHS: Final = "hlL"
LARGEST_WIDTH: Final = (1 << 63) - 1
LARGEST_PRECISION: Final = (1 << 31) - 1
STAR: Final = -2
"""Width or precision `*`: taken from the arguments."""


@final
class Conversion:
    """One conversion: `%(key)flags width.precision kind`; -1 stands for what is absent."""

    __slots__ = ("flags", "key", "kind", "place", "precision", "width")

    def __init__(self) -> None:
        self.key: str | None = None
        self.flags = ""
        self.width = -1
        self.precision = -1
        self.kind = ""
        self.place = 0

    @property
    def left(self) -> bool:
        """Whether the text goes to the left of its width."""
        return "-" in self.flags

    @property
    def alternate(self) -> bool:
        """Whether flag # was given."""
        return "#" in self.flags


@final
class PercentReader:
    """A place in a template; one of bytes is read as Latin-1 text."""

    __slots__ = ("in_bytes", "place", "text")

    def __init__(self, text: str, in_bytes: bool = False) -> None:
        self.text = text
        self.place = 0
        self.in_bytes = in_bytes

    def literal(self) -> str:
        """Take the text before the next `%`, which is taken as well."""
        end = self.text.find("%", self.place)
        if end < 0:
            end = len(self.text)
        found = self.text[self.place : end]
        self.place = end + 1
        return found

    @property
    def at_end(self) -> bool:
        """Whether no conversion follows."""
        return self.place > len(self.text)

    def peek(self) -> str:
        """Return the next character, '' at the end."""
        return self.text[self.place : self.place + 1]

    def key(self) -> str:
        """Take a key in parentheses, which may hold others; the first is what comes next."""
        start = self.place + 1
        depth = 1
        self.place = start
        while depth:
            here = self.peek()
            if not here:
                raise value_error("incomplete format key")
            depth += (here == "(") - (here == ")")
            self.place += 1
        return self.text[start : self.place - 1]

    def flags(self) -> str:
        """Take flags."""
        start = self.place
        while self.peek() and self.peek() in FLAGS:
            self.place += 1
        return self.text[start : self.place]

    def number(self, limit: int, what: str) -> int:
        """Take a number or `*`; -1 if there is neither."""
        if self.peek() == "*":
            self.place += 1
            return STAR
        value = -1
        while self.peek() and self.peek() in "0123456789":
            digit = ord(self.peek()) - ord("0")
            if max(value, 0) > (limit - digit) // 10:
                raise value_error(f"{what} too big")
            value = max(value, 0) * 10 + digit
            self.place += 1
        return value

    def kind(self) -> str:
        """Take the letter of the conversion, after a length that has no meaning."""
        if self.peek() and self.peek() in LENGTHS:
            self.place += 1
        found = self.peek()
        if not found:
            raise value_error("incomplete format")
        self.place += 1
        return found


def laid_out(body: str, conversion: Conversion, is_number: bool, prefix_length: int) -> str:
    """Return a converted text with sign, prefix and padding to the width.

    `prefix_length` is that of 0x or 0o at the front of the digits, which zeros go after.
    """
    sign = ""
    fill = " "
    if is_number:
        if body[:1] in ("-", "+"):
            sign, body = body[0], body[1:]
        elif "+" in conversion.flags:
            sign = "+"
        elif " " in conversion.flags:
            sign = " "
        if "0" in conversion.flags and not conversion.left:
            fill = "0"
    missing = conversion.width - len(sign) - len(body)
    if missing <= 0:
        return sign + body
    if conversion.left:
        return sign + body + " " * missing
    if fill == " ":
        return " " * missing + sign + body
    return sign + body[:prefix_length] + "0" * missing + body[prefix_length:]
