"""Methods of str that strip it, pad it, expand its tabs, encode it or replace its characters."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from spec.objects.arguments import count_int, shown_type, text_or_none
from spec.objects.paying import pay, pay_base, pay_more, pay_rest, pay_text
from spec.objects.unicode_tables.properties import SPACES
from spec.semantics.builtin_classes import CLASSES, STR, type_name
from spec.semantics.natives import method
from spec.semantics.raising import Raise, overflow_error, type_error, value_error
from spec.semantics.values import ABSENT, ExceptionInstance, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

LARGEST: Final = (1 << 63) - 1
TAB_SIZE: Final = 8


# --- Stripping


def _strip(
    machine: Machine, name: str, text: str, chars: Value, strip: Callable[[str], str]
) -> Value:
    key = f"str.{name}"
    wanted = SPACES if chars is ABSENT or chars is None else text_or_none(chars)
    if wanted is None:
        pay_base(machine, key)
        raise type_error(f"{name} arg must be None or str")
    pay_text(machine, key, max(len(text), 0 if wanted is SPACES else len(wanted)), len(text))
    return strip(unique(wanted))


def unique(text: str) -> str:
    """Return each character of a text once, so that stripping takes a bounded time for each."""
    return "".join(dict.fromkeys(text))


@method(STR, "strip", "self, chars=, /", ("TypeError",))
def str_strip(machine: Machine, text: str, chars: Value) -> Value:
    """The text without white space, or the characters of another text, at both ends."""
    return _strip(machine, "strip", text, chars, text.strip)


@method(STR, "lstrip", "self, chars=, /", ("TypeError",))
def str_lstrip(machine: Machine, text: str, chars: Value) -> Value:
    """As strip, on the left."""
    return _strip(machine, "lstrip", text, chars, text.lstrip)


@method(STR, "rstrip", "self, chars=, /", ("TypeError",))
def str_rstrip(machine: Machine, text: str, chars: Value) -> Value:
    """As strip, on the right."""
    return _strip(machine, "rstrip", text, chars, text.rstrip)


# --- Padding

_PAD_ERRORS: Final = ("TypeError", "OverflowError", "MemoryError", "user-error")


def _pad(
    machine: Machine, name: str, text: str, width: Value, fill: Value,
    left_of: Callable[[int, int], int],
) -> Value:  # fmt: skip
    """Pad to a width; `left_of(missing, width)` says how many characters come before."""
    key = f"str.{name}"

    def to_width(wanted: int) -> Value:
        character = " " if fill is ABSENT else text_or_none(fill)
        if character is None:
            pay_base(machine, key)
            raise type_error(
                f"The fill character must be a unicode character, not {type_name(fill)}"
            )
        if len(character) != 1:
            pay_base(machine, key)
            raise type_error("The fill character must be exactly one character long")
        missing = max(wanted - len(text), 0)
        pay_text(machine, key, len(text), len(text) + missing)
        before = left_of(missing, wanted)
        return character * before + text + character * (missing - before)

    return count_int(machine, width, 0, to_width)


@method(STR, "center", "self, width, fillchar=, /", _PAD_ERRORS)
def str_center(machine: Machine, text: str, width: Value, fill: Value) -> Value:
    """The text in the middle of a width; an odd rest goes left when the width is odd."""
    return _pad(
        machine,
        "center",
        text,
        width,
        fill,
        lambda missing, wide: missing // 2 + (missing & wide & 1),
    )


@method(STR, "ljust", "self, width, fillchar=, /", _PAD_ERRORS)
def str_ljust(machine: Machine, text: str, width: Value, fill: Value) -> Value:
    """The text at the left of a width."""
    return _pad(machine, "ljust", text, width, fill, lambda missing, wide: 0)


@method(STR, "rjust", "self, width, fillchar=, /", _PAD_ERRORS)
def str_rjust(machine: Machine, text: str, width: Value, fill: Value) -> Value:
    """The text at the right of a width."""
    return _pad(machine, "rjust", text, width, fill, lambda missing, wide: missing)


@method(STR, "zfill", "self, width, /", _PAD_ERRORS)
def str_zfill(machine: Machine, text: str, width: Value) -> Value:
    """The text with zeros before it, after its sign."""

    def to_width(wanted: int) -> Value:
        missing = max(wanted - len(text), 0)
        pay_text(machine, "str.zfill", len(text), len(text) + missing)
        if missing and text[:1] in ("+", "-"):
            return text[0] + "0" * missing + text[1:]
        return "0" * missing + text

    return count_int(machine, width, 0, to_width)


@method(STR, "expandtabs", "self, /, tabsize=", _PAD_ERRORS)
def str_expandtabs(machine: Machine, text: str, tabsize: Value) -> Value:
    """The text with blanks up to the next column that is a multiple, for each tab."""

    def with_size(size: int) -> Value:
        if not -(1 << 31) <= size < 1 << 31:
            pay_base(machine, "str.expandtabs")
            raise overflow_error("Python int too large to convert to C int")
        pay(machine, "str.expandtabs", len(text))
        pay_rest(machine, "str.expandtabs", len(text), expanded_length(text, size))
        return expanded(text, size)

    return count_int(machine, tabsize, TAB_SIZE, with_size)


def _columns(text: str, size: int) -> list[int]:
    """Return how many blanks each tab of the text becomes."""
    blanks = []
    column = 0
    for character in text:
        if character == "\t":
            width = size - column % size if size > 0 else 0
            blanks.append(width)
            column += width
        else:
            column = 0 if character in "\r\n" else column + 1
    return blanks


def expanded_length(text: str, size: int) -> int:
    """Return the length of the text with its tabs expanded."""
    blanks = _columns(text, size)
    return len(text) - len(blanks) + sum(blanks)


def expanded(text: str, size: int) -> str:
    """Return the text with its tabs expanded."""
    pieces = text.split("\t")
    parts = [pieces[0]]
    for width, piece in zip(_columns(text, size), pieces[1:], strict=True):
        parts += (" " * width, piece)
    return "".join(parts)


# --- Encoding

_UTF8_NAMES: Final = frozenset({"utf8", "utf_8", "u8", "cp65001", "utf8_ucs2", "utf8_ucs4"})


def normal_encoding(name: str) -> str:
    """Return the name of an encoding as it is looked up: lower case, other characters as _."""
    parts = []
    for character in name:
        code = ord(character)
        if 65 <= code <= 90:
            parts.append(chr(code + 32))
        else:
            parts.append(character if 97 <= code <= 122 or 48 <= code <= 57 else "_")
    return "".join(parts)


LONGEST_NAME: Final = 64
"""Characters of the name of an encoding that are read for nothing."""


def check_codec(machine: Machine, key: str, encoding: Value, errors: Value) -> None:
    """Refuse any encoding but UTF-8 and any error handler but strict (decision on texts)."""
    check_codec_names(machine, key, f"{key.rpartition('.')[2]}()", encoding, errors)
    chosen = "utf-8" if encoding is ABSENT else text_or_none(encoding) or ""
    pay_more(machine, key, len(chosen) - len("utf-8") if len(chosen) > LONGEST_NAME else 0)
    if normal_encoding(chosen) not in _UTF8_NAMES:
        raise refused_codec(machine, f"encoding '{chosen}'")
    handler = "strict" if errors is ABSENT else text_or_none(errors) or ""
    if handler != "strict":
        raise refused_codec(machine, f"error handler '{handler}'")


def check_codec_names(
    machine: Machine, key: str, function: str, encoding: Value, errors: Value
) -> None:
    """Refuse an encoding or an error handler that is not given by a text without NUL."""
    for word, value in (("encoding", encoding), ("errors", errors)):
        if value is ABSENT:
            continue
        text = text_or_none(value)
        if text is None:
            pay_base(machine, key)
            if function == "str()":  # CPython words None otherwise where it comes by position
                machine.note("error-text")
            raise type_error(f"{function} argument '{word}' must be str, not {shown_type(value)}")
        if "\0" in text:
            pay_base(machine, key)
            raise value_error("embedded null character")


def refused_codec(machine: Machine, what: str) -> Raise:
    """LookupError for an encoding or handler that the profile does not have."""
    machine.note("refused")
    return Raise(ExceptionInstance(CLASSES["LookupError"], (f"{what} is outside the profile",)))


_ENCODE_ERRORS: Final = (
    "TypeError",
    "ValueError",
    "LookupError",
    "UnicodeEncodeError",
    "MemoryError",
)


@method(STR, "encode", "self, /, encoding=, errors=", _ENCODE_ERRORS)
def str_encode(machine: Machine, text: str, encoding: Value, errors: Value) -> Value:
    """The text as UTF-8; a surrogate is UnicodeEncodeError."""
    key = "str.encode"
    check_codec(machine, key, encoding, errors)
    pay(machine, key, len(text))
    start = next((i for i, each in enumerate(text) if 0xD800 <= ord(each) < 0xE000), -1)
    if start >= 0:
        end = start + 1
        while end < len(text) and 0xD800 <= ord(text[end]) < 0xE000:
            end += 1
        raise encode_error(text, start, end)
    result = text.encode("utf-8")
    machine.allocate(len(result))
    return result


def encode_error(text: str, start: int, end: int) -> Raise:
    """UnicodeEncodeError for surrogates."""
    reason = "surrogates not allowed"
    made = ExceptionInstance(CLASSES["UnicodeEncodeError"], ("utf-8", text, start, end, reason))
    made.fields.update(encoding="utf-8", object=text, start=start, end=end, reason=reason)
    return Raise(made)
