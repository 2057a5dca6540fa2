"""Encoding: one value to the one byte string that a profile has for it."""

from collections.abc import Iterator
from operator import itemgetter, length_hint
from typing import Final, final

from spec.cbor.diagnostic import diagnose
from spec.cbor.entries import Entries
from spec.cbor.errors import CborError, Reason
from spec.cbor.heads import (
    ARRAY,
    BYTES,
    LARGEST_ARGUMENT,
    MAP,
    NEGATIVE,
    NEGATIVE_BIGNUM,
    POSITIVE_BIGNUM,
    TAG,
    TEXT,
    UNSIGNED,
    head,
)
from spec.cbor.numbers import has_equal
from spec.cbor.profile import NegativeZero, Profile
from spec.semantics.values import ByteArray, Dict, List
from spec.softfloat.value import INFINITY_BITS, SIGN_BIT, Float

_SMALL_INTEGERS: Final = tuple(head(UNSIGNED, n) for n in range(256))
_SMALL_TEXT_HEADS: Final = tuple(head(TEXT, n) for n in range(256))
_KIND_OF_KEY: Final[dict[type, str]] = {
    type(None): "None",
    bool: "bool",
    int: "int",
    Float: "float",
    str: "str",
    bytes: "bytes",
    tuple: "tuple",
}
_ERASED: Final = NegativeZero.ERASED
_CONTAINERS: Final = frozenset((List, tuple, Dict, Entries))
_encoded_key = itemgetter(0)


def encode(value: object, profile: Profile) -> bytes:
    """The encoding of a guest value under `profile`.

    None, bool, int, Float, str, bytes, bytearray, List, tuple and Dict (or Entries) of
    these have one; a tuple's is that of the list, a bytearray's that of the bytes. A map is
    read keys first, in insertion order, then its values in the order of the encoded keys;
    the first refusal on that way is the one that is raised.

    Raises CborError with a path. The host's stack stays flat, whatever the depth. The
    work is bounded by the profile's `size`, also for a value that contains itself or the
    same part many times; a caller who can pay for less passes a profile of less.
    """
    encoder = _Encoder(profile)
    try:
        out = encoder.run(value, 0, inside_key=False)
    except _Refusal as refusal:
        path = "$" if refusal.reason is Reason.SIZE_LIMIT else encoder.path() + refusal.suffix
        raise CborError(refusal.reason, path=path) from None
    return out


@final
class _Refusal(Exception):
    """A refusal whose place is still to be worked out; `suffix` ends its path."""

    def __init__(self, reason: Reason, suffix: str = "") -> None:
        self.reason = reason
        self.suffix = suffix
        super().__init__(reason)


@final
class _Level:
    """One open container: what is left of it, and for a map the encoded keys in order."""

    __slots__ = ("count", "key_source", "keys", "values")

    def __init__(self, values: Iterator[object], count: int, keys: list[bytes] | None) -> None:
        self.values = values
        self.count = count
        self.keys = keys
        self.key_source = None if keys is None else iter(keys)


@final
class _Encoder:
    __slots__ = ("_base", "_levels", "_long", "_out", "_profile")

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._out: list[bytes] = []
        self._long = 0
        """What the pieces hold beyond one byte each: with their number, the size so far."""
        self._levels: list[_Level] = []
        self._base = 0

    def run(self, value: object, base: int, inside_key: bool) -> bytes:
        """Encode `value`, which lies `base` levels deep."""
        self._base = base
        append = self._out.append
        level = _Level(iter((value,)), 1, None)
        self._levels.append(level)
        while True:
            keys = level.key_source
            for item in level.values:
                if keys is not None:
                    append(next(keys))
                if type(item) is int:
                    append(_SMALL_INTEGERS[item] if 0 <= item < 256 else self._integer(item))
                elif type(item) is str:
                    append(self._text(item))
                elif type(item) in _CONTAINERS:
                    level = self._open(item, inside_key)
                    break
                else:
                    append(self._scalar(item))
            else:
                self._levels.pop()
                if not self._levels:
                    return self._finish()
                level = self._levels[-1]

    def path(self) -> str:
        """Where the encoder stands: the steps from the root to the current item."""
        steps = ["$"]
        for level in self._levels[1:]:
            position = level.count - length_hint(level.values) - 1
            if level.keys is None:
                steps.append(f"[{position}]")
            else:
                steps.append("{" + diagnose(level.keys[position]) + "}")
        return "".join(steps)

    def _depth(self) -> int:
        """How many containers enclose the current item."""
        return self._base + len(self._levels) - 1

    def _open(self, item: object, inside_key: bool) -> _Level:
        """Write the head of a container and make it the current one."""
        depth = self._depth()
        if depth >= self._profile.depth:
            raise _Refusal(Reason.DEPTH)
        if type(item) is Dict or type(item) is Entries:
            if inside_key:
                raise _Refusal(Reason.KEY_KIND)
            level = self._open_map(item, depth)
        else:
            if inside_key and type(item) is not tuple:
                raise _Refusal(Reason.KEY_KIND)
            members = item.items if type(item) is List else item
            assert isinstance(members, (list, tuple))
            level = _Level(iter(members), len(members), None)
            self._out.append(self._count_head(ARRAY, level.count))
        self._levels.append(level)
        self._check_size()
        return level

    def _open_map(self, item: Dict | Entries, depth: int) -> _Level:
        entries: list[tuple[bytes, object]] = []
        pairs = item.pairs()
        for index, (key, value) in enumerate(pairs):
            try:
                entries.append((self._key(key, depth + 1), value))
            except _Refusal as refusal:
                raise _Refusal(refusal.reason, f".key[{index}]{refusal.suffix}") from None
        if self._profile.bytewise:
            entries.sort(key=_encoded_key)
        else:
            entries.sort(key=_by_length)
        keys = [key for key, _ in entries]
        if len(set(keys)) != len(keys):
            raise _Refusal(Reason.DUPLICATE_KEY)
        if has_equal([key for key, _ in pairs]):
            raise _Refusal(Reason.EQUAL_KEYS)
        self._out.append(self._count_head(MAP, len(keys)))
        return _Level(iter([value for _, value in entries]), len(keys), keys)

    def _count_head(self, major: int, count: int) -> bytes:
        limit = self._profile.items
        if limit is not None and count > limit:
            raise _Refusal(Reason.ITEM_LIMIT)
        return head(major, count)

    def _key(self, key: object, depth: int) -> bytes:
        kind = _KIND_OF_KEY.get(type(key))
        if kind is None or kind not in self._profile.encode_keys:
            raise _Refusal(Reason.KEY_KIND)
        if type(key) is str:
            return self._text(key)
        if type(key) is tuple:
            # A tuple holds no map, so this does not nest any further.
            inner = _Encoder(self._profile)
            try:
                return inner.run(key, depth, inside_key=True)
            except _Refusal as refusal:
                raise _Refusal(refusal.reason, inner.path()[1:]) from None
        if type(key) is int:
            return self._integer(key, depth)
        return self._scalar(key)

    def _integer(self, number: int, depth: int | None = None) -> bytes:
        argument = number if number >= 0 else -1 - number
        if argument <= LARGEST_ARGUMENT:
            piece = head(UNSIGNED if number >= 0 else NEGATIVE, argument)
            self._long += len(piece) - 1
            return piece
        if (self._depth() if depth is None else depth) >= self._profile.depth:
            raise _Refusal(Reason.DEPTH)
        limit = self._profile.integer_bits
        if limit is not None and number.bit_length() > limit:
            raise _Refusal(Reason.INTEGER_LIMIT)
        tag = POSITIVE_BIGNUM if number >= 0 else NEGATIVE_BIGNUM
        content = argument.to_bytes((argument.bit_length() + 7) >> 3, "big")
        return head(TAG, tag) + self._string(BYTES, content)

    def _text(self, text: str) -> bytes:
        try:
            content = text.encode("utf-8")
        except UnicodeEncodeError:
            raise _Refusal(Reason.SURROGATE) from None
        if len(content) < 256 and self._profile.string_bytes is None:
            self._long += len(content)
            return _SMALL_TEXT_HEADS[len(content)] + content
        return self._string(TEXT, content)

    def _string(self, major: int, content: bytes) -> bytes:
        size = len(content)
        limit = self._profile.string_bytes
        if limit is not None and size > limit:
            raise _Refusal(Reason.STRING_LIMIT)
        self._long += size
        self._check_size()
        return head(major, size) + content

    def _scalar(self, item: object) -> bytes:
        if item is None:
            return b"\xf6"
        if item is True:
            return b"\xf5"
        if item is False:
            return b"\xf4"
        if type(item) is Float:
            return self._float(item.bits)
        if type(item) is bytes:
            return self._string(BYTES, item)
        if type(item) is ByteArray:
            return self._string(BYTES, bytes(item.data))
        raise _Refusal(Reason.KIND)

    def _float(self, bits: int) -> bytes:
        if bits & INFINITY_BITS == INFINITY_BITS:
            raise _Refusal(Reason.NON_FINITE)
        if bits == SIGN_BIT and self._profile.negative_zero is _ERASED:
            bits = 0
        self._long += 8
        return b"\xfb" + bits.to_bytes(8, "big")

    def _check_size(self) -> None:
        limit = self._profile.size
        if limit is not None and self._long + len(self._out) > limit:
            raise _Refusal(Reason.SIZE_LIMIT)

    def _finish(self) -> bytes:
        out = b"".join(self._out)
        limit = self._profile.size
        if limit is not None and len(out) > limit:
            raise _Refusal(Reason.SIZE_LIMIT)
        return out


def _by_length(entry: tuple[bytes, object]) -> tuple[int, bytes]:
    return len(entry[0]), entry[0]
