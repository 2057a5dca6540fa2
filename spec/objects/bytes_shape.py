"""Methods of bytes and bytearray on ASCII letters, padding, stripping, hex and tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from spec.gas_table.sizes import str_size
from spec.objects.arguments import count_int, shown_type, text_or_none
from spec.objects.bytes_common import (
    BOTH,
    Make,
    changeable,
    content_or_none,
    needs_bytes,
    pay_produced,
    pay_result,
    plain,
    shared,
)
from spec.objects.paying import pay, pay_base
from spec.objects.str_shape import check_codec, expanded, expanded_length
from spec.semantics.builtin_classes import BYTES, CLASSES, type_name
from spec.semantics.calls import invoke
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.length import length
from spec.semantics.natives import class_method, static_method
from spec.semantics.raising import Raise, overflow_error, type_error, value_error
from spec.semantics.values import (
    ABSENT,
    Class,
    ExceptionInstance,
    Instance,
    Value,
)

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

_ERRORS: Final = ("TypeError", "ValueError", "OverflowError", "MemoryError", "user-error")
CASE_BIT: Final = 32
SMALL: Final = bytes(range(97, 123))
LARGE: Final = bytes(range(65, 91))
DIGITS: Final = bytes(range(48, 58))
SPACES: Final = b" \t\n\r\x0b\x0c"
LETTERS: Final = SMALL + LARGE
TO_LARGE: Final = bytes.maketrans(SMALL, LARGE)
TO_SMALL: Final = bytes.maketrans(LARGE, SMALL)
TO_OTHER: Final = bytes.maketrans(LETTERS, LARGE + SMALL)
TAB_SIZE: Final = 8


# --- ASCII letters


def _mapped(name: str, doc: str, mapping: Callable[[bytes], bytes]) -> None:
    def run(machine: Machine, key: str, content: bytes, make: Make) -> Value:
        pay_result(machine, key, len(content), len(content))
        return make(mapping(content))

    run.__doc__ = doc
    shared(name, "self, /", ("MemoryError",))(run)


def in_title_case(content: bytes) -> bytes:
    """Return each letter large, or small after a letter."""
    result = bytearray()
    after_letter = False
    for byte in content:
        letter = byte in LETTERS
        if letter:
            byte = byte | CASE_BIT if after_letter else byte & ~CASE_BIT
        result.append(byte)
        after_letter = letter
    return bytes(result)


_mapped("lower", "ASCII letters small.", lambda content: content.translate(TO_SMALL))
_mapped("upper", "ASCII letters large.", lambda content: content.translate(TO_LARGE))
_mapped("swapcase", "ASCII letters the other way.", lambda content: content.translate(TO_OTHER))
_mapped("title", "ASCII letters large at the start of words.", in_title_case)
_mapped(
    "capitalize",
    "The first byte large, ASCII letters after it small.",
    lambda content: content[:1].translate(TO_LARGE) + content[1:].translate(TO_SMALL),
)


def _tested(name: str, doc: str, test: Callable[[bytes], bool]) -> None:
    def run(machine: Machine, key: str, content: bytes, make: Make) -> Value:
        pay(machine, key, len(content))
        return test(content)

    run.__doc__ = doc
    shared(name, "self, /")(run)


def _all_in(members: bytes) -> Callable[[bytes], bool]:
    return lambda content: bool(content) and not content.translate(None, members)


def is_title_case(content: bytes) -> bool:
    """Whether words begin, and only begin, with large letters."""
    found = after_letter = False
    for byte in content:
        if byte in LARGE:
            if after_letter:
                return False
            found = after_letter = True
        elif byte in SMALL:
            if not after_letter:
                return False
        else:
            after_letter = False
    return found


_tested("isalpha", "Whether all bytes are ASCII letters and there is one.", _all_in(LETTERS))
_tested("isdigit", "Whether all bytes are ASCII digits and there is one.", _all_in(DIGITS))
_tested("isalnum", "Whether all are ASCII letters or digits.", _all_in(LETTERS + DIGITS))
_tested("isspace", "Whether all are ASCII white space and there is one.", _all_in(SPACES))
_tested("isascii", "Whether all bytes are below 128.", bytes.isascii)
_tested(
    "islower",
    "Whether there are small letters and no large ones.",
    lambda content: any(b in SMALL for b in content) and not any(b in LARGE for b in content),
)
_tested(
    "isupper",
    "Whether there are large letters and no small ones.",
    lambda content: any(b in LARGE for b in content) and not any(b in SMALL for b in content),
)
_tested("istitle", "Whether words begin, and only begin, large.", is_title_case)


# --- Stripping and padding


def _stripped(name: str, doc: str, strip: Callable[[bytes, bytes], bytes]) -> None:
    def run(machine: Machine, key: str, content: bytes, make: Make, chars: Value) -> Value:
        wanted = SPACES if chars is ABSENT or chars is None else needs_bytes(machine, chars)
        read = 0 if wanted is SPACES else len(wanted)
        pay_result(machine, key, max(len(content), read), len(content))
        return make(strip(content, bytes(dict.fromkeys(wanted))))

    run.__doc__ = doc
    shared(name, "self, bytes=, /", ("TypeError",))(run)


_stripped("strip", "Without white space, or given bytes, at both ends.", bytes.strip)
_stripped("lstrip", "As strip, on the left.", bytes.lstrip)
_stripped("rstrip", "As strip, on the right.", bytes.rstrip)


def _padded(name: str, doc: str, left_of: Callable[[int, int], int]) -> None:
    def run(
        machine: Machine, key: str, content: bytes, make: Make, width: Value, fill: Value
    ) -> Value:
        def to_width(wanted: int) -> Value:
            byte = b" " if fill is ABSENT else content_or_none(machine, fill)
            if byte is None or len(byte) != 1:
                pay_base(machine, key)
                raise type_error(_wrong_fill(name, fill, byte))
            missing = max(wanted - len(content), 0)
            pay_result(machine, key, len(content), len(content) + missing)
            before = left_of(missing, wanted)
            return make(byte * before + content + byte * (missing - before))

        return count_int(machine, width, 0, to_width)

    run.__doc__ = doc
    shared(name, "self, width, fillchar=, /", _ERRORS)(run)


def _wrong_fill(name: str, fill: Value, byte: bytes | None) -> str:
    if byte is None:
        return f"{name}() argument 2 must be a byte string of length 1, not {shown_type(fill)}"
    kind = "bytes" if isinstance(fill, bytes) else "bytearray"
    return (
        f"{name}(): argument 2 must be a byte string of length 1, "
        f"not a {kind} object of length {len(byte)}"
    )


_padded("center", "In the middle of a width.", lambda m, w: m // 2 + (m & w & 1))
_padded("ljust", "At the left of a width.", lambda missing, wide: 0)
_padded("rjust", "At the right of a width.", lambda missing, wide: missing)


@shared("zfill", "self, width, /", _ERRORS)
def zfill(machine: Machine, key: str, content: bytes, make: Make, width: Value) -> Value:
    """With zeros before, after the sign."""

    def to_width(wanted: int) -> Value:
        missing = max(wanted - len(content), 0)
        pay_result(machine, key, len(content), len(content) + missing)
        if missing and content[:1] in (b"+", b"-"):
            return make(content[:1] + b"0" * missing + content[1:])
        return make(b"0" * missing + content)

    return count_int(machine, width, 0, to_width)


@shared("expandtabs", "self, /, tabsize=", _ERRORS)
def expandtabs(machine: Machine, key: str, content: bytes, make: Make, tabsize: Value) -> Value:
    """With blanks up to the next column that is a multiple, for each tab."""

    def with_size(size: int) -> Value:
        if not -(1 << 31) <= size < 1 << 31:
            pay_base(machine, key)
            raise overflow_error("Python int too large to convert to C int")
        pay(machine, key, len(content))
        text = content.decode("latin-1")
        pay_produced(machine, key, len(content), expanded_length(text, size))
        return make(expanded(text, size).encode("latin-1"))

    return count_int(machine, tabsize, TAB_SIZE, with_size)


# --- Tables, hex, text


@shared("translate", "self, table, /, delete=", _ERRORS)
def translate(
    machine: Machine, key: str, content: bytes, make: Make, table: Value, delete: Value
) -> Value:
    """Without the bytes to delete, and each other one replaced by the table's."""
    mapping = None if table is None else needs_bytes(machine, table)
    if mapping is not None and len(mapping) != 256:
        pay_base(machine, key)
        raise value_error("translation table must be 256 characters long")
    deleted = b"" if delete is ABSENT else needs_bytes(machine, delete)
    result = content.translate(mapping, deleted)
    pay_result(machine, key, max(len(content), len(deleted)), len(result))
    return make(result)


@shared("hex", "self, /, sep=, bytes_per_sep=", _ERRORS)
def to_hex(
    machine: Machine, key: str, content: bytes, make: Make, sep: Value, group: Value
) -> Value:
    """Two hexadecimal digits a byte, with a separator between groups counted from the right."""

    def grouped(size: int) -> Value:
        if not -(1 << 31) <= size < 1 << 31:
            raise overflow_error("Python int too large to convert to C int")
        if isinstance(sep, Instance):
            return NativeFrame(_hex_between(machine, sep, then=joined, size=size))
        return joined(_hex_separator(machine, sep), size)

    def joined(between: str, size: int) -> Value:
        pay_result(machine, key, len(content), 2 * len(content))
        result = content.hex(between, size) if between and size else content.hex()
        machine.allocate(str_size(len(result)))
        return result

    return count_int(machine, group, 1, grouped)


def _hex_between(
    machine: Machine, sep: Instance, then: Callable[[str, int], Value], size: int
) -> Suspended:
    """Join with a separator of a user's class, which says itself how long it is."""
    if (yield length(machine, sep)) != 1:
        raise value_error("sep must be length 1.")
    if not isinstance(sep.payload, (str, bytes)):
        raise type_error("sep must be str or bytes.")
    # A text that only claims to have one character is used up to its first, or ends at once.
    return then(_ascii_separator(_separator_text(sep.payload)[:1] or "\0"), size)


def _hex_separator(machine: Machine, sep: Value) -> str:
    if sep is ABSENT:
        return ""
    if not isinstance(sep, (str, bytes)):
        if length(machine, sep) != 1:
            raise value_error("sep must be length 1.")
        raise type_error("sep must be str or bytes.")
    if len(sep) != 1:
        raise value_error("sep must be length 1.")
    return _ascii_separator(_separator_text(sep))


def _separator_text(sep: str | bytes) -> str:
    return sep if isinstance(sep, str) else sep.decode("latin-1")


def _ascii_separator(text: str) -> str:
    if ord(text) > 127:
        raise value_error("sep must be ASCII.")
    return text


def _fromhex(owner: Class, type_key: str, make: Make) -> None:
    def run(machine: Machine, cls: Value, source: Value) -> Value:
        key = f"{type_key}.fromhex"
        text = text_or_none(source)
        if text is None:
            held = content_or_none(machine, source)
            if held is None:
                pay_base(machine, key)
                raise type_error(
                    f"fromhex() argument must be str or bytes-like, not {type_name(source)}"
                )
            text = held.decode("latin-1")
        else:
            foreign = next((place for place, each in enumerate(text) if ord(each) > 127), None)
            if foreign is not None:  # Of a text this is looked for before all else.
                pay_result(machine, key, len(text), 0)
                raise _not_hex(foreign)
        pay_result(machine, key, len(text), len(text) // 2)
        made = make(parse_hex(text))
        if cls is owner:
            return made
        return NativeFrame(_of_subclass(machine, cls, made))

    run.__doc__ = "The bytes that pairs of hexadecimal digits stand for; white space between."
    class_method(owner, "fromhex", "cls, string, /", ("TypeError", "ValueError"))(run)


def _of_subclass(machine: Machine, cls: Value, made: Value) -> Suspended:
    return (yield invoke(machine, cls, [made]))


def parse_hex(text: str) -> bytes:
    """Return the bytes of a text of hexadecimal pairs; raises ValueError at the first fault."""
    digits = "0123456789abcdefABCDEF"
    result = bytearray()
    place = 0
    while True:
        while place < len(text) and text[place] in " \t\n\r\x0b\x0c":
            place += 1
        if place >= len(text):
            return bytes(result)
        if text[place] not in digits:
            raise _not_hex(place)
        if place + 1 >= len(text):
            raise value_error("fromhex() arg must contain an even number of hexadecimal digits")
        if text[place + 1] not in digits:
            raise _not_hex(place + 1)
        result.append(int(text[place : place + 2], 16))
        place += 2


def _not_hex(place: int) -> Exception:
    return value_error(f"non-hexadecimal number found in fromhex() arg at position {place}")


@shared("decode", "self, /, encoding=, errors=", (*_ERRORS, "LookupError", "UnicodeDecodeError"))
def decode(
    machine: Machine, key: str, content: bytes, make: Make, encoding: Value, errors: Value
) -> Value:
    """The text that the bytes are in UTF-8."""
    check_codec(machine, key, encoding, errors)
    pay(machine, key, len(content))
    try:
        result = content.decode("utf-8")
    except UnicodeDecodeError as failed:
        raise decode_error(content, failed.start, failed.end, failed.reason) from None
    machine.allocate(str_size(len(result)))
    return result


def decode_error(content: bytes, start: int, end: int, reason: str) -> Raise:
    """UnicodeDecodeError for bytes that are no UTF-8."""
    made = ExceptionInstance(CLASSES["UnicodeDecodeError"], ("utf-8", content, start, end, reason))
    made.fields.update(encoding="utf-8", object=content, start=start, end=end, reason=reason)
    return Raise(made)


def _maketrans(owner: Class, type_key: str) -> None:
    def run(machine: Machine, frm: Value, to: Value) -> Value:
        before, after = needs_bytes(machine, frm), needs_bytes(machine, to)
        if len(before) != len(after):
            pay_base(machine, f"{type_key}.maketrans")
            raise value_error("maketrans arguments must have same length")
        pay_result(machine, f"{type_key}.maketrans", len(before), 256)
        return bytes.maketrans(before, after)

    run.__doc__ = "A table for translate."
    static_method(owner, "maketrans", "frm, to, /", ("TypeError", "ValueError"))(run)


for _owner, _type_key in BOTH:
    _maketrans(_owner, _type_key)
    _fromhex(_owner, _type_key, plain if _owner is BYTES else changeable)
