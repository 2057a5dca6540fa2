"""Diagnostic notation, reading: text to bytes, also to bytes that no profile allows.

What `spec.cbor.diagnostic` prints, with comments (`/ ... /`, `# ...` to the end of the line) and
white space anywhere between items. A comma between items may be left out, and one may follow
the last. The heads are the shortest unless an encoding indicator says otherwise, and keys
stay in the order in which they are written.
"""

import re
from typing import Final, final

from spec.cbor.heads import (
    ARRAY,
    BREAK,
    BYTES,
    LARGEST_ARGUMENT,
    MAP,
    NEGATIVE,
    SIMPLE,
    TAG,
    TEXT,
    UNSIGNED,
    head,
)
from spec.cbor.narrow_floats import narrow
from spec.softfloat.parse import parse
from spec.softfloat.value import CANONICAL_NAN_BITS, INFINITY_BITS, SIGN_BIT

_SPACE: Final = re.compile(r"(?:[ \t\r\n]|/[^/]*/|#[^\n]*(?:\n|\Z))*")
_NUMBER: Final = re.compile(r"-?(?:0x([0-9a-fA-F]+)|([0-9]+)(\.[0-9]+)?([eE][+-]?[0-9]+)?)")
_INDICATOR: Final = re.compile(r"_([0-3])?")
_WORD: Final = re.compile(r"-?[A-Za-z]+")
_QUOTED: Final = re.compile(r'"((?:[^"\\\x00-\x1f]|\\.)*)"', re.DOTALL)
_HEX: Final = re.compile(r"h'((?:[0-9a-fA-F]{2}|[ \t\r\n])*)'")
_PLAIN_BYTES: Final = re.compile(r"'([^'\\]*)'")
_FLOAT_BITS: Final = re.compile(r"float'((?:[0-9a-fA-F]{4}){1,2}|[0-9a-fA-F]{16})'")
_SIMPLE_CALL: Final = re.compile(r"simple\(([0-9]{1,3})\)")
_ESCAPE: Final = re.compile(r'\\(?:(["\\/bfnrt])|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})')
_ESCAPED: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS: Final = {
    "false": b"\xf4",
    "true": b"\xf5",
    "null": b"\xf6",
    "undefined": b"\xf7",
}
_SPECIAL_FLOATS: Final = {
    "NaN": CANONICAL_NAN_BITS,
    "Infinity": INFINITY_BITS,
    "-Infinity": INFINITY_BITS | SIGN_BIT,
}
_CLOSE: Final = {"[": "]", "{": "}", "(": ")"}


@final
class NotationError(Exception):
    """The text is no diagnostic notation. `position` counts characters from 0."""

    def __init__(self, position: int, expected: str) -> None:
        self.position = position
        self.expected = expected
        super().__init__(f"at character {position}: expected {expected}")


def parse_notation(text: str) -> bytes:
    """The encoding that `text` denotes; of several items in a row.

    Raises NotationError. Nesting is as deep as it likes: the host's stack stays flat.
    """
    return _Parser(text).run()


@final
class _Open:
    """A container whose items are being read; `start` is where its own pieces begin."""

    __slots__ = ("close", "count", "head", "start")

    def __init__(self, close: str, start: int, first: int, width: int | None) -> None:
        self.close = close
        self.start = start
        self.head = (first, width)
        """Major type, and the argument's width: None is the shortest, -1 indefinite."""
        self.count = 0


@final
class _Parser:
    __slots__ = ("_at", "_open", "_pieces", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._pieces: list[bytes] = []
        self._open: list[_Open] = []

    def run(self) -> bytes:
        self._space()
        while self._at < len(self._text) or self._open:
            if self._item():
                self._after_item()
            self._space()
        return b"".join(self._pieces)

    def _space(self) -> None:
        found = _SPACE.match(self._text, self._at)
        assert found is not None  # it matches the empty text
        self._at = found.end()

    def _fail(self, expected: str, at: int | None = None) -> NotationError:
        return NotationError(self._at if at is None else at, expected)

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._at)
        if found is not None:
            self._at = found.end()
        return found

    def _starts(self, token: str) -> bool:
        if self._text.startswith(token, self._at):
            self._at += len(token)
            return True
        return False

    def _after_item(self) -> None:
        """Read separators and closing brackets up to the start of the next item."""
        while True:
            self._space()
            if not self._open:
                self._starts(",")
                return
            inside = self._open[-1]
            inside.count += 1
            if inside.head[0] == MAP and inside.count % 2:
                if not self._starts(":"):
                    raise self._fail("a colon")
                return
            if inside.head[0] == TAG:
                if not self._starts(")"):
                    raise self._fail("')'")
            else:
                self._starts(",")
                self._space()
                if not self._starts(inside.close):
                    return
            self._close()

    def _close(self) -> None:
        inside = self._open.pop()
        content = b"".join(self._pieces[inside.start :])
        major, width = inside.head
        if width == -1:
            content = bytes((major << 5 | 31,)) + content + bytes((BREAK,))
        elif major != TAG:  # the head of a tag is its first piece
            count = inside.count // 2 if major == MAP else inside.count
            content = self._head(major, count, width) + content
        del self._pieces[inside.start :]
        self._pieces.append(content)

    def _head(self, major: int, argument: int, width: int | None) -> bytes:
        if width is None:
            return head(major, argument)
        if argument >> (8 * width):
            raise self._fail(f"a number of at most {width} bytes")
        first = major << 5 | (23 + width.bit_length())
        return bytes((first,)) + argument.to_bytes(width, "big")

    def _indicator(self) -> int | None:
        """The width that an encoding indicator names; -1 for a lone underscore."""
        found = self._match(_INDICATOR)
        if found is None:
            return None
        return -1 if found[1] is None else 1 << int(found[1])

    def _width(self) -> int | None:
        width = self._indicator()
        if width == -1:
            raise self._fail("one of _0, _1, _2, _3")
        return width

    def _item(self) -> bool:
        """Read an item, or the start of a container; False when it is not complete yet."""
        self._space()
        text, at = self._text, self._at
        character = text[at : at + 1]
        if character in ("[", "{"):
            self._at += 1
            return self._container(character)
        if self._starts("(_"):
            return self._chunks()
        piece = self._string() if character in ('"', "'", "h") else None
        if piece is None:
            piece = self._word()
        if piece is None:
            return self._number()
        self._pieces.append(piece)
        return True

    def _container(self, opening: str) -> bool:
        major = ARRAY if opening == "[" else MAP
        inside = _Open(_CLOSE[opening], len(self._pieces), major, self._indicator())
        self._open.append(inside)
        self._space()
        if self._starts(inside.close):
            self._close()
            return True
        return False

    def _chunks(self) -> bool:
        self._space()
        is_text = self._text.startswith('"', self._at)
        major = TEXT if is_text else BYTES
        self._open.append(_Open(")", len(self._pieces), major, -1))
        return False

    def _string(self) -> bytes | None:
        start = self._at
        found = self._match(_QUOTED)
        if found is not None:
            return self._sized(TEXT, self._unescape(found[1], start + 1), start)
        found = self._match(_HEX)
        if found is not None:
            return self._sized(BYTES, bytes.fromhex(found[1]), start)
        found = self._match(_PLAIN_BYTES)
        if found is not None:
            return self._sized(BYTES, self._utf_8(found[1], start), start)
        return None

    def _sized(self, major: int, content: bytes, start: int) -> bytes:
        width = self._indicator()
        if width == -1:
            if content:
                raise self._fail("nothing inside a string of indefinite length", start)
            return bytes((major << 5 | 31, BREAK))
        return self._head(major, len(content), width) + content

    def _utf_8(self, text: str, at: int) -> bytes:
        try:
            return text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise self._fail("no lone surrogate", at + error.start) from None

    def _unescape(self, text: str, at: int) -> bytes:
        out: list[str] = []
        place = 0
        while True:
            end = text.find("\\", place)
            if end < 0:
                out.append(text[place:])
                break
            found = _ESCAPE.match(text, end)
            if found is None:
                raise self._fail("an escape", at + end)
            out.append(text[place:end])
            if found[1] is not None:
                out.append(_ESCAPED.get(found[1], found[1]))
            else:
                code = int(found[2] or found[3], 16)
                if code > 0x10FFFF:
                    raise self._fail("a character up to U+10FFFF", at + end)
                out.append(chr(code))
            place = found.end()
        try:  # a pair of surrogate escapes is one character
            joined = "".join(out).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        except UnicodeDecodeError:
            raise self._fail("no lone surrogate", at) from None
        return joined.encode("utf-8")

    def _word(self) -> bytes | None:
        found = self._match(_SIMPLE_CALL)
        if found is not None:
            return self._simple(int(found[1]), found.start())
        found = self._match(_FLOAT_BITS)
        if found is not None:
            pattern = bytes.fromhex(found[1])
            return bytes((SIMPLE << 5 | (23 + len(pattern).bit_length()),)) + pattern
        found = _WORD.match(self._text, self._at)
        if found is None:
            return None
        word = found[0]
        if word not in _WORDS and word not in _SPECIAL_FLOATS:
            raise self._fail("a value")
        self._at = found.end()
        if word in _WORDS:
            return _WORDS[word]
        return self._float(_SPECIAL_FLOATS[word], found.start())

    def _simple(self, value: int, at: int) -> bytes:
        if value < 24:
            return bytes((SIMPLE << 5 | value,))
        if not 32 <= value <= 255:
            raise self._fail("a simple value, 0 to 23 or 32 to 255", at)
        return bytes((0xF8, value))

    def _float(self, bits: int, at: int) -> bytes:
        width = self._width() or 8
        if width == 1:
            raise self._fail("a width that floats have, _1, _2 or _3", at)
        pattern = bits if width == 8 else narrow(bits, width)
        if pattern is None:
            raise self._fail(f"a number that {8 * width} bits can hold", at)
        first = SIMPLE << 5 | (23 + width.bit_length())
        return bytes((first,)) + pattern.to_bytes(width, "big")

    def _number(self) -> bool:
        start = self._at
        found = self._match(_NUMBER)
        if found is None:
            raise self._fail("a value")
        if found[3] is not None or found[4] is not None:
            self._pieces.append(self._float(parse(found[0]), start))
            return True
        digits = found[1] or found[2]
        number = int(digits, 16) if found[1] else _from_decimal(digits)
        negative = found[0].startswith("-")
        width = self._width()
        if not negative and self._starts("("):
            if number > LARGEST_ARGUMENT:
                raise self._fail("a tag of at most 64 bits", start)
            self._open.append(_Open(")", len(self._pieces), TAG, width))
            self._pieces.append(self._head(TAG, number, width))
            return False
        self._pieces.append(self._integer(number, negative, width, start))
        return True

    def _integer(self, magnitude: int, negative: bool, width: int | None, at: int) -> bytes:
        if negative and magnitude == 0:
            raise self._fail("0 without a sign, or -0.0", at)
        argument = magnitude - 1 if negative else magnitude
        if argument <= LARGEST_ARGUMENT:
            return self._head(NEGATIVE if negative else UNSIGNED, argument, width)
        if width is not None:
            raise self._fail("an integer of at most 64 bits before an encoding indicator", at)
        content = argument.to_bytes((argument.bit_length() + 7) >> 3, "big")
        return head(TAG, 3 if negative else 2) + head(BYTES, len(content)) + content


_CHUNK_DIGITS: Final = 4_000
"""Below the host's limit on the length of a decimal text."""


def _from_decimal(digits: str) -> int:
    number = 0
    for start in range(0, len(digits), _CHUNK_DIGITS):
        part = digits[start : start + _CHUNK_DIGITS]
        number = number * 10 ** len(part) + int(part)
    return number
