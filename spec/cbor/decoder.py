"""Decoding: one byte string to the value of which it is the encoding, or a refusal."""

from collections.abc import Callable
from typing import Final, TypeAlias, final

from spec.cbor.errors import CborError, Reason
from spec.cbor.heads import (
    BREAK,
    BYTES,
    DOUBLE,
    FALSE,
    NEGATIVE,
    NULL,
    SIMPLE_IN_NEXT_BYTE,
    TAG,
    TEXT,
    UNSIGNED,
)
from spec.cbor.numbers import integral_value
from spec.cbor.profile import NegativeZero, Profile
from spec.semantics.values import Dict, List
from spec.softfloat.value import INFINITY_BITS, SIGN_BIT, Float

_ERASED: Final = NegativeZero.ERASED
_LEAST_ARGUMENT: Final = (24, 1 << 8, 1 << 16, 1 << 32)
"""By additional information, from 24: a smaller argument has a shorter head."""
_CONSTANTS: Final = (False, True, None)
_NARROW_FLOATS: Final = (0xF9, 0xFA)
_KIND_OF_KEY: Final[dict[type, str]] = {
    type(None): "None",
    bool: "bool",
    int: "int",
    Float: "float",
    str: "str",
    bytes: "bytes",
}


MakeMap: TypeAlias = Callable[[list[tuple[object, object]]], object]


def decode(data: bytes, profile: Profile, make_map: MakeMap = Dict.from_unique_pairs) -> object:
    """The value whose encoding under `profile` is `data`: of None, bool, int, Float, str,
    bytes, List and Dict (or what `make_map` makes of the entries of a map, whose keys are
    known to differ; `Entries` costs least).

    Raises CborError with a byte offset for the first fault from left to right. The host's
    stack stays flat whatever the depth, and nothing is allocated for a claimed length:
    time and memory are linear in the length of `data`.
    """
    if profile.size is not None and len(data) > profile.size:
        raise CborError(Reason.SIZE_LIMIT, profile.size)
    if not data:
        raise CborError(Reason.EMPTY, 0)
    return _Decoder(data, profile, make_map).run()


@final
class _Level:
    """One open container; `missing` elements or entries are still to be read."""

    __slots__ = ("is_map", "missing", "numbers", "previous", "values")

    def __init__(self, is_map: bool, missing: int) -> None:
        self.is_map = is_map
        self.missing = missing
        self.values: list[object] = []
        """For a map, keys and values in turn."""
        self.previous: bytes | None = None
        """The encoding of the key before."""
        self.numbers: set[int] | None = None
        """The integers that the keys so far equal, once a bool or a float is among them."""


@final
class _Decoder:
    __slots__ = (
        "_at",
        "_data",
        "_levels",
        "_make_map",
        "_profile",
        "_size",
    )

    def __init__(self, data: bytes, profile: Profile, make_map: MakeMap) -> None:
        self._data = data
        self._size = len(data)
        self._at = 0
        self._levels: list[_Level] = []
        """The containers that are open: those that enclose the next item."""
        self._profile = profile
        self._make_map = make_map

    def run(self) -> object:
        """Read one item and the end of the input."""
        first = self._data[0]
        value = self._tree() if 0x80 <= first < 0xC0 else self._scalar(first)
        if self._at != self._size:
            raise CborError(Reason.TRAILING, self._at)
        return value

    def _tree(self) -> object:
        """Read a container and all that is in it."""
        levels = self._levels
        level = self._open()
        levels.append(level)
        while True:
            if self._fill(level):
                level = self._open()
                levels.append(level)
                continue
            done = self._close(level)
            levels.pop()
            if not levels:
                return done
            level = levels[-1]
            level.values.append(done)

    def _fill(self, level: _Level) -> bool:
        """Read items into `level`; True when a container's head is next, False when it is full."""
        data = self._data
        size = self._size
        append = level.values.append
        short_text = self._profile.end_of_short_text
        missing = level.missing
        while missing:
            missing -= 1
            if level.is_map:
                append(self._key(level))
            at = self._at
            if at >= size:
                raise CborError(Reason.TRUNCATED, at)
            first = data[at]
            if first < 24:
                append(first)
                self._at = at + 1
            elif first < 0x60:
                append(self._scalar(first))
            elif first < short_text:
                self._at = end = at + first - 0x5F
                append(self._decode_text(data[at + 1 : end], end))
            elif 0x80 <= first < 0xC0:
                level.missing = missing
                return True
            elif FALSE <= first <= NULL:
                append(_CONSTANTS[first - FALSE])
                self._at = at + 1
            else:
                append(self._scalar(first))
        return False

    def _open(self) -> _Level:
        """Read the head of an array or a map."""
        at = self._at
        first = self._data[at]
        count = first & 0x1F
        if count < 24:
            self._at = at + 1
        else:
            count = self._argument()
        profile = self._profile
        if len(self._levels) >= profile.depth:
            raise CborError(Reason.DEPTH, at)
        if profile.items is not None and count > profile.items:
            raise CborError(Reason.ITEM_LIMIT, at)
        return _Level(first >= 0xA0, count)

    def _close(self, level: _Level) -> object:
        if not level.is_map:
            return List(level.values)
        values = iter(level.values)
        return self._make_map(list(zip(values, values, strict=False)))

    def _argument(self) -> int:
        """Read a head's argument, which must be in its shortest form."""
        at = self._at
        information = self._data[at] & 0x1F
        if information < 24:
            self._at = at + 1
            return information
        if information > 27:
            indefinite = information == 31
            reason = Reason.INDEFINITE if indefinite else Reason.ADDITIONAL_INFORMATION
            raise CborError(reason, at)
        width = 1 << (information - 24)
        end = at + 1 + width
        if end > self._size:
            raise CborError(Reason.TRUNCATED, self._size)
        argument = int.from_bytes(self._data[at + 1 : end], "big")
        if argument < _LEAST_ARGUMENT[information - 24]:
            raise CborError(Reason.NON_MINIMAL, at)
        self._at = end
        return argument

    def _scalar(self, first: int) -> object:
        """Read an item that is no array and no map; `first` is its first byte."""
        major = first >> 5
        if major == UNSIGNED:
            return self._argument()
        if major == BYTES:
            return self._string()
        if first == DOUBLE:
            return self._float()
        if major == TEXT:
            content = self._string()
            return self._decode_text(content, self._at)
        if major == NEGATIVE:
            return -1 - self._argument()
        if major == TAG:
            return self._bignum()
        if FALSE <= first <= NULL:
            self._at += 1
            return _CONSTANTS[first - FALSE]
        raise CborError(_refused_simple(first), self._at)

    def _string(self) -> bytes:
        """Read the head and the content of a byte or text string."""
        at = self._at
        length = self._data[at] & 0x1F
        if length < 24:
            self._at = at + 1
        else:
            length = self._argument()
        limit = self._profile.string_bytes
        if limit is not None and length > limit:
            raise CborError(Reason.STRING_LIMIT, at)
        start = self._at
        if length > self._size - start:
            raise CborError(Reason.TRUNCATED, self._size)
        self._at = start + length
        return self._data[start : start + length]

    def _decode_text(self, content: bytes, end: int) -> str:
        """The text of `content`, which must reach up to `end`."""
        if end > self._size:
            raise CborError(Reason.TRUNCATED, self._size)
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            raise CborError(Reason.UTF_8, end - len(content) + error.start) from None

    def _float(self) -> Float:
        at = self._at
        end = at + 9
        if end > self._size:
            raise CborError(Reason.TRUNCATED, self._size)
        bits = int.from_bytes(self._data[at + 1 : end], "big")
        if bits & INFINITY_BITS == INFINITY_BITS:
            raise CborError(Reason.NON_FINITE, at)
        if bits == SIGN_BIT and self._profile.negative_zero is _ERASED:
            bits = 0
        self._at = end
        return Float(bits)

    def _bignum(self) -> int:
        """Read tag 2 or 3 and its byte string, which must not fit a head's argument."""
        at = self._at
        tag = self._argument()
        if tag not in (2, 3):
            raise CborError(Reason.TAG, at)
        if len(self._levels) >= self._profile.depth:
            raise CborError(Reason.DEPTH, at)
        if self._at >= self._size:
            raise CborError(Reason.TRUNCATED, self._size)
        if self._data[self._at] >> 5 != BYTES:
            raise CborError(Reason.BIGNUM, at)
        content = self._string()
        if len(content) <= 8 or content[0] == 0:
            raise CborError(Reason.BIGNUM, at)
        number = int.from_bytes(content, "big")
        if tag == 3:
            number = -1 - number
        limit = self._profile.integer_bits
        if limit is not None and number.bit_length() > limit:
            raise CborError(Reason.INTEGER_LIMIT, at)
        return number

    def _key(self, level: _Level) -> object:
        """Read a key and check it against those before it."""
        start = self._at
        if start >= self._size:
            raise CborError(Reason.TRUNCATED, start)
        first = self._data[start]
        if 0x60 <= first < self._profile.end_of_short_text:
            self._at = end = start + first - 0x5F
            key: object = self._decode_text(self._data[start + 1 : end], end)
        elif 0x80 <= first < 0xC0:
            raise CborError(Reason.KEY_KIND, start)
        else:
            key = self._scalar(first)
        if (
            not self._profile.reads_every_scalar_key
            and _KIND_OF_KEY[type(key)] not in self._profile.decode_keys
        ):
            raise CborError(Reason.KEY_KIND, start)
        encoded = self._data[start : self._at]
        previous = level.previous
        if previous is not None and not (self._profile.bytewise and encoded > previous):
            self._check_order(previous, encoded, start)
        level.previous = encoded
        if type(key) is bool or type(key) is Float or level.numbers is not None:
            self._check_equal(level, key, start)
        return key

    def _check_order(self, previous: bytes, encoded: bytes, start: int) -> None:
        if encoded == previous:
            raise CborError(Reason.DUPLICATE_KEY, start)
        if not self._profile.bytewise and len(encoded) != len(previous):
            ascending = len(encoded) > len(previous)
        else:
            ascending = encoded > previous
        if not ascending:
            raise CborError(Reason.KEY_ORDER, start)

    def _check_equal(self, level: _Level, key: object, start: int) -> None:
        numbers = level.numbers
        if numbers is None:
            earlier = [integral_value(other) for other in level.values[::2]]
            numbers = {number for number in earlier if number is not None}
            level.numbers = numbers
        number = integral_value(key)
        if number is None:
            return
        if number in numbers:
            raise CborError(Reason.EQUAL_KEYS, start)
        numbers.add(number)


def _refused_simple(first: int) -> Reason:
    """Why an item of major type 7 is refused."""
    if first in _NARROW_FLOATS:
        return Reason.FLOAT_WIDTH
    if first <= SIMPLE_IN_NEXT_BYTE:
        return Reason.SIMPLE
    return Reason.INDEFINITE if first == BREAK else Reason.ADDITIONAL_INFORMATION
