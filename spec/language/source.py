"""What bytes may be a source: UTF-8 in normal form C, LF, no byte order mark, not too long."""

from typing import Final

from spec.language.errors import NULL_BYTE, Fault, SourceError
from spec.objects.unicode_tables.normalisation import nfc

MAX_SOURCE_BYTES: Final = 1 << 20
"""Bytes of a source; those of the largest transaction."""

_FORBIDDEN: Final = (
    (b"\x00", NULL_BYTE, "source cannot contain null bytes"),
    (b"\r", "line-end", "lines end with LF alone"),
)


def checked(source: bytes) -> str:
    """The source, one character a byte. Raises SourceError with the first fault."""
    if len(source) > MAX_SOURCE_BYTES:
        message = f"{len(source)} bytes, more than {MAX_SOURCE_BYTES}"
        raise SourceError([Fault("source-size", message, 1, 0)])
    if source.startswith(b"\xef\xbb\xbf"):
        raise SourceError([Fault("byte-order-mark", "a byte order mark is not allowed", 1, 0)])
    for octet, name, message in _FORBIDDEN:
        at = source.find(octet)
        if at >= 0:
            raise SourceError([Fault(name, message, *place(source, at))])
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = Fault("encoding", "not UTF-8", *place(source, error.start))
        raise SourceError([fault]) from None
    if not text.isascii():
        _check_normal_form(text)
    return source.decode("latin-1")


def _check_normal_form(text: str) -> None:
    """Source is in normal form C; the fault is at the first line that is not."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.isascii() and nfc(line) != line:
            message = "not in normal form C"
            raise SourceError([Fault("normal-form", message, number, 0)])


def place(source: bytes, offset: int) -> tuple[int, int]:
    """Line and column of an offset."""
    line = source.count(b"\n", 0, offset) + 1
    return line, offset - (source.rfind(b"\n", 0, offset) + 1)
