"""What bytes may be a source at all: UTF-8, lines ended by LF, no byte order mark, not too long."""

from typing import Final

from spec.language.errors import Fault, SourceError

MAX_SOURCE_BYTES: Final = 1 << 20
"""Bytes of a source; those of the largest transaction."""

_FORBIDDEN: Final = (
    (b"\x00", "null-byte", "source cannot contain null bytes"),
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
        source.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = Fault("encoding", "not UTF-8", *place(source, error.start))
        raise SourceError([fault]) from None
    return source.decode("latin-1")


def place(source: bytes, offset: int) -> tuple[int, int]:
    """Line and column of an offset."""
    line = source.count(b"\n", 0, offset) + 1
    return line, offset - (source.rfind(b"\n", 0, offset) + 1)
