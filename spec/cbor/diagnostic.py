"""Diagnostic notation, printing: CBOR as text for people (RFC 8949 section 8).

Everything well-formed can be shown, also what no profile allows; `spec.cbor.notation` reads
the text back to the same bytes. A head that is longer than need be has its encoding
indicator (`1_0`, `[_1 2]`), an indefinite length an underscore (`[_ 1]`). One rule is our own:
a float without an indicator has 64 bits, since the profiles have no others.
"""

from typing import Final, final

from spec.cbor.errors import CborError, Reason
from spec.cbor.heads import (
    ARRAY,
    BREAK,
    BYTES,
    LARGEST_ARGUMENT,
    MAP,
    NEGATIVE,
    SIMPLE,
    SIMPLE_IN_NEXT_BYTE,
    TAG,
    TEXT,
    UNSIGNED,
    head,
)
from spec.cbor.narrow_floats import widen
from spec.softfloat.shortest import represent
from spec.softfloat.value import CANONICAL_NAN_BITS, INFINITY_BITS, SIGN_BIT

_NAMES: Final = {20: "false", 21: "true", 22: "null", 23: "undefined"}
_INDICATORS: Final = ("", "_0", "_1", "", "_2", "", "", "", "_3")
"""By the width of a head's argument in bytes."""
_ESCAPES: Final = {0x22: '\\"', 0x5C: "\\\\", 0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"}
_ESCAPES.update((code, f"\\u{code:04x}") for code in (*range(0x20), 0x7F) if code not in _ESCAPES)
_FLOAT_INDICATORS: Final = {2: "_1", 4: "_2", 8: ""}


def diagnose(data: bytes) -> str:
    """The diagnostic notation of one item or of several in a row.

    Raises CborError with an offset for what is not well-formed CBOR, or not UTF-8.
    """
    return _Printer(data).run()


@final
class _Open:
    """An array, map, tag or string of indefinite length that is being written."""

    __slots__ = ("chunks", "close", "is_map", "left", "written")

    def __init__(self, close: str, left: int | None, is_map: bool, chunks: int | None) -> None:
        self.close = close
        self.left = left
        """Items still to come; None up to a break."""
        self.is_map = is_map
        self.chunks = chunks
        """The major type of all items, for a string of indefinite length."""
        self.written = 0


@final
class _Printer:
    __slots__ = ("_at", "_data", "_open", "_out")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._out: list[str] = []
        self._open = [_Open("", None, is_map=False, chunks=None)]

    def run(self) -> str:
        while True:
            inside = self._open[-1]
            if inside.left == 0:
                self._close()
            elif len(self._open) == 1 and self._at == len(self._data):
                return "".join(self._out)
            elif inside.left is None and len(self._open) > 1 and self._byte(self._at) == BREAK:
                if inside.is_map and inside.written % 2:
                    raise CborError(Reason.INDEFINITE, self._at)
                self._at += 1
                self._close()
            else:
                self._separate(inside)
                self._item(inside)

    def _close(self) -> None:
        self._out.append(self._open.pop().close)

    def _separate(self, inside: _Open) -> None:
        if inside.written:
            self._out.append(": " if inside.is_map and inside.written % 2 else ", ")
        inside.written += 1
        if inside.left is not None:
            inside.left -= 1

    def _byte(self, at: int) -> int:
        if at >= len(self._data):
            raise CborError(Reason.TRUNCATED, len(self._data))
        return self._data[at]

    def _take(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._data):
            raise CborError(Reason.TRUNCATED, len(self._data))
        content = self._data[self._at : end]
        self._at = end
        return content

    def _item(self, inside: _Open) -> None:
        start = self._at
        first = self._byte(start)
        major, information = first >> 5, first & 0x1F
        if 28 <= information <= 30:
            raise CborError(Reason.ADDITIONAL_INFORMATION, start)
        indefinite = information == 31
        if inside.chunks is not None and (major != inside.chunks or indefinite):
            raise CborError(Reason.INDEFINITE, start)
        self._at += 1
        if indefinite:
            self._indefinite(major, start)
        elif major == SIMPLE:
            self._simple(first, start)
        else:
            self._definite(major, information, start)

    def _definite(self, major: int, information: int, start: int) -> None:
        width = 0 if information < 24 else 1 << (information - 24)
        argument = int.from_bytes(self._take(width), "big") if width else information
        mark = "" if len(head(major, argument)) == width + 1 else _INDICATORS[width]
        if major in (UNSIGNED, NEGATIVE):
            self._out.append(f"{argument if major == UNSIGNED else -1 - argument}{mark}")
        elif major in (BYTES, TEXT):
            self._out.append(self._string(major, self._take(argument), start) + mark)
        elif major == TAG:
            if not (mark == "" and argument in (2, 3) and self._bignum(argument)):
                self._out.append(f"{argument}{mark}(")
                self._open.append(_Open(")", 1, is_map=False, chunks=None))
        else:
            self._container(major, argument, mark)

    def _container(self, major: int, count: int, mark: str) -> None:
        opening, close = ("[", "]") if major == ARRAY else ("{", "}")
        self._out.append(opening + mark + (" " if mark and count else ""))
        left = 2 * count if major == MAP else count
        self._open.append(_Open(close, left, major == MAP, None))

    def _indefinite(self, major: int, start: int) -> None:
        if major not in (BYTES, TEXT, ARRAY, MAP):
            raise CborError(Reason.INDEFINITE, start)
        if major in (BYTES, TEXT):
            if self._byte(self._at) == BREAK:
                self._at += 1
                self._out.append("''_" if major == BYTES else '""_')
                return
            self._out.append("(_ ")
            self._open.append(_Open(")", None, is_map=False, chunks=major))
            return
        empty = self._at < len(self._data) and self._data[self._at] == BREAK
        opening, close = ("[_", "]") if major == ARRAY else ("{_", "}")
        self._out.append(opening if empty else opening + " ")
        self._open.append(_Open(close, None, major == MAP, None))

    def _string(self, major: int, content: bytes, start: int) -> str:
        if major == BYTES:
            return f"h'{content.hex()}'"
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            raise CborError(Reason.UTF_8, start) from None
        return '"' + text.translate(_ESCAPES) + '"'

    def _bignum(self, tag: int) -> bool:
        """Write a bignum as an integer if it is in its shortest form; else write nothing."""
        at = self._at
        first = self._byte(at)
        if not 0x40 <= first < 0x5A:
            return False
        width = 0 if first < 0x58 else 1 << (first - 0x58)
        length = int.from_bytes(self._data[at + 1 : at + 1 + width], "big") if width else first - 64
        start = at + 1 + width
        content = self._data[start : start + length]
        argument = int.from_bytes(content, "big")
        shortest = head(BYTES, length) == self._data[at:start]
        if len(content) < length or not shortest or argument <= LARGEST_ARGUMENT:
            return False
        if content[0] == 0 or length > _LONGEST_SHOWN:
            return False
        self._at = start + length
        self._out.append(str(argument if tag == 2 else -1 - argument))
        return True

    def _simple(self, first: int, start: int) -> None:
        information = first & 0x1F
        if first == SIMPLE_IN_NEXT_BYTE:
            value = self._take(1)[0]
            if value < 32:
                raise CborError(Reason.SIMPLE, start)
            self._out.append(f"simple({value})")
        elif information >= 25:
            width = 1 << (information - 24)
            self._out.append(_float(int.from_bytes(self._take(width), "big"), width))
        else:
            self._out.append(_NAMES.get(information, f"simple({information})"))


_LONGEST_SHOWN: Final = 512
"""Bytes of a bignum shown as an integer: those of the machine's largest, 4,096 bits."""


def _float(pattern: int, width: int) -> str:
    bits = pattern if width == 8 else widen(pattern, width)
    mark = _FLOAT_INDICATORS[width]
    magnitude = bits & ~SIGN_BIT
    if magnitude < INFINITY_BITS:
        return represent(bits) + mark
    if magnitude == INFINITY_BITS:
        return ("-Infinity" if bits & SIGN_BIT else "Infinity") + mark
    if bits == CANONICAL_NAN_BITS:
        return "NaN" + mark
    return f"float'{pattern:0{2 * width}x}'"
