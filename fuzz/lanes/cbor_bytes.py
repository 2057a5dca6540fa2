"""Byte strings for decoders: valid encodings, and encodings broken with knowledge of the structure.

A case first draws which faults it may have. A fault is made where the structure is known: a head
longer than need be, a map's entries exchanged, a text's bytes spoiled. Half of the cases are
valid, some are bytes without structure.
"""

from typing import final

from fuzz.choices import Choices
from fuzz.lanes.cbor_values import float_bits, text

_ARGUMENTS = (0, 1, 22, 23, 24, 25, 255, 256, 65535, 65536, (1 << 32) - 1, 1 << 32, (1 << 64) - 1)
_BIGNUM_LENGTHS = (9, 9, 10, 23, 24, 255, 256, 511, 512, 513)
_CLAIMS = ((1 << 63) - 1, 1 << 63, (1 << 64) - 1, 1 << 32, 65536, 255, 24)
_TAGS = (0, 1, 4, 5, 24, 28, 29, 30, 32, 35, 37, 100, 258, 1000, 55799)
_TEXT_FAULTS = (
    "ff",
    "80",
    "c0af",  # overlong '/'
    "c080",
    "c1bf",
    "e080af",
    "e09fbf",
    "eda080",  # U+D800
    "edbfbf",
    "f0808080",
    "f08fbfbf",
    "f4908080",  # above U+10FFFF
    "f5808080",
    "c3",  # the first byte of two
    "e282",
    "f09f98",
    "61ff62",
)
_FAULTS = (
    *("head", "reserved", "indefinite", "order", "duplicate", "equal", "tag", "narrow", "simple"),
    *("non-finite", "utf-8", "bignum", "claim", "key-kind", "deep"),
)
_ENDINGS = ("truncate", "trailing", "change", "insert", "delete")
_EQUAL_KEYS = (
    ("01", "f5"),
    ("00", "f4"),
    ("01", "fb3ff0000000000000"),
    ("f5", "fb3ff0000000000000"),
    ("00", "fb0000000000000000"),
    ("fb0000000000000000", "fb8000000000000000"),
    ("1903e8", "fb408f400000000000"),
    ("1bfffffffffffff800", "fb43efffffffffffff"),
    ("c249010000000000000000", "fb43f0000000000000"),
    ("c349010000000000000000", "fbc3f0000000000000"),
)
"""Encodings of keys that are equal as Python values (the last pair nearly: -2**64 - 1, -2**64)."""
_SPREAD_KEYS = (
    *("00", "17", "1818", "1864", "1903e8", "20", "3818", "40", "4161", "427a7a", "60", "6161"),
    *("617a", "626161", "f4", "f5", "f6", "fb3ff8000000000000", "fb0000000000000000"),
    *("c249010000000000000000", "c349010000000000000000", "c24a01000000000000000000"),
)
"""Encodings of keys that the two orders sort otherwise."""
_DEPTH = 256


def byte_string(choices: Choices, profile: str) -> bytes:
    """One input for `decode` or `recode`."""
    family = choices.weighted(((10, "valid"), (14, "faulty"), (4, "ending"), (2, "bytes")))
    if family == "bytes":
        return choices.byte_string(24)
    faults: tuple[str, ...] = ()
    if family == "faulty":
        faults = tuple(choices.one_of(_FAULTS) for _ in range(choices.integer(1, 3)))
    data = _Items(choices, profile == "pvm-1", faults).item(0)
    if family == "ending":
        return _spoil(choices, data)
    return data


def _spoil(choices: Choices, data: bytes) -> bytes:
    """Change one place of an encoding without regard to its structure."""
    how = choices.one_of(_ENDINGS)
    if how == "trailing":
        return data + (choices.byte_string(3) or b"\x00")
    place = choices.integer(0, len(data) - 1)
    if how == "truncate":
        return data[:place]
    if how == "delete":
        return data[:place] + data[place + 1 :]
    new = bytes((choices.bits(8),))
    return data[:place] + new + data[place + (how == "change") :]


def _plain_head(major: int, argument: int, width: int | None = None) -> bytes:
    """A head, the shortest one or of `width` bytes of argument."""
    if width is None:
        if argument < 24:
            return bytes((major << 5 | argument,))
        width = max(1, 1 << ((argument.bit_length() + 7) // 8 - 1).bit_length())
    information = 23 + width.bit_length()
    return bytes((major << 5 | information,)) + argument.to_bytes(width, "big")


@final
class _Items:
    """Writes items; at each place where a fault of the case is possible, sometimes makes it."""

    def __init__(self, choices: Choices, bytewise: bool, faults: tuple[str, ...]) -> None:
        self._choices = choices
        self._bytewise = bytewise
        self._faults = faults

    def _faulty(self, fault: str) -> bool:
        return fault in self._faults and self._choices.chance(2, 5)

    def item(self, depth: int) -> bytes:
        """One item that lies `depth` levels deep."""
        choices = self._choices
        if depth == 0 and (self._faulty("deep") or choices.chance(1, 60)):
            return self._deep()
        kind = choices.weighted(
            (
                (4, "int"),
                (2, "text"),
                (2, "bytes"),
                (2, "simple"),
                (2, "float"),
                (1, "bignum"),
                *(((3, "array"), (4, "map")) if depth < 3 else ()),
            )
        )
        if self._faulty("tag"):
            return self._head(6, choices.one_of(_TAGS)) + self.item(depth + 1)
        if kind == "array":
            return self._array(depth)
        if kind == "map":
            return self._map(depth)
        return self._scalar(kind)

    def _scalar(self, kind: str) -> bytes:
        choices = self._choices
        if kind == "int":
            return self._head(choices.integer(0, 1), choices.one_of(_ARGUMENTS))
        if kind == "text":
            return self._string(3, self._text())
        if kind == "bytes":
            return self._string(2, choices.byte_string(9))
        if kind == "bignum":
            return self._bignum()
        if kind == "float":
            return self._float()
        if self._faulty("simple"):
            return choices.one_of((b"\xf7", b"\xf8", bytes((choices.integer(0xE0, 0xFF),)))) + (
                bytes((choices.bits(8),)) if choices.boolean() else b""
            )
        return choices.one_of((b"\xf6", b"\xf4", b"\xf5"))

    def _head(self, major: int, argument: int) -> bytes:
        choices = self._choices
        if self._faulty("head"):
            shortest = len(_plain_head(major, argument)) - 1
            widths = [width for width in (1, 2, 4, 8) if width > shortest]
            if widths:
                return _plain_head(major, argument, choices.one_of(widths))
        if self._faulty("reserved"):
            return bytes((major << 5 | choices.integer(28, 31),))
        if major >= 2 and self._faulty("claim"):
            return _plain_head(major, choices.one_of(_CLAIMS))
        return _plain_head(major, argument)

    def _string(self, major: int, content: bytes) -> bytes:
        if self._faulty("indefinite"):
            chunk = _plain_head(major, len(content)) + content
            return bytes((major << 5 | 31,)) + chunk * self._choices.integer(0, 2) + b"\xff"
        return self._head(major, len(content)) + content

    def _text(self) -> bytes:
        choices = self._choices
        content = text(choices).encode("utf-8")
        if self._faulty("utf-8"):
            place = choices.integer(0, len(content))
            return content[:place] + bytes.fromhex(choices.one_of(_TEXT_FAULTS)) + content[place:]
        return content

    def _float(self) -> bytes:
        choices = self._choices
        if self._faulty("narrow"):
            if choices.boolean():
                return b"\xfa" + choices.bits(32).to_bytes(4, "big")
            return b"\xf9" + choices.bits(16).to_bytes(2, "big")
        if self._faulty("non-finite"):
            high = choices.one_of((0x7FF0, 0xFFF0, 0x7FF8, 0x7FF4, 0xFFF8))
            return b"\xfb" + high.to_bytes(2, "big") + choices.bits(2).to_bytes(6, "big")
        return b"\xfb" + float_bits(choices).to_bytes(8, "big")

    def _bignum(self) -> bytes:
        choices = self._choices
        tag = choices.integer(2, 3)
        if self._faulty("bignum"):
            length = choices.integer(0, 9)
            content = choices.one_of((b"", b"\x00", b"\x01")) + b"\xff" * length
            if choices.chance(1, 4):
                other = choices.one_of((b"\x00", b"\xf6", b"\x80", b"\x69abcdefghi", b"\xc2"))
                return self._head(6, tag) + other
            return self._head(6, tag) + self._head(2, len(content)) + content
        length = choices.one_of(_BIGNUM_LENGTHS)
        first = choices.integer(1, 255)
        content = bytes((first,)) + choices.one_of((b"\x00", b"\xff")) * (length - 1)
        return self._head(6, tag) + self._head(2, length) + content

    def _array(self, depth: int) -> bytes:
        choices = self._choices
        items: list[bytes] = []
        while choices.more(len(items), 5, 65):
            items.append(self.item(depth + 1))
        if choices.chance(1, 30):
            items = [b"\x00"] * choices.one_of((23, 24, 255, 256))
        if self._faulty("indefinite"):
            return b"\x9f" + b"".join(items) + b"\xff"
        return self._head(4, len(items)) + b"".join(items)

    def _map(self, depth: int) -> bytes:
        choices = self._choices
        entries: dict[bytes, bytes] = {}
        while choices.more(len(entries), 6, 70):
            entries[self._key()] = self.item(depth + 1)
        if self._faulty("equal"):
            for key in choices.one_of(_EQUAL_KEYS):
                entries[bytes.fromhex(key)] = b"\x00"
        pairs = sorted(entries.items(), key=lambda pair: self._rank(pair[0]))
        if len(pairs) > 1 and self._faulty("order"):
            place = choices.integer(0, len(pairs) - 2)
            pairs[place], pairs[place + 1] = pairs[place + 1], pairs[place]
        if pairs and self._faulty("duplicate"):
            place = choices.integer(0, len(pairs) - 1)
            pairs.insert(place, pairs[place])
        body = b"".join(key + value for key, value in pairs)
        if self._faulty("indefinite"):
            return b"\xbf" + body + b"\xff"
        return self._head(5, len(pairs)) + body

    def _rank(self, key: bytes) -> tuple[int, bytes]:
        return (0 if self._bytewise else len(key), key)

    def _key(self) -> bytes:
        choices = self._choices
        if self._faulty("key-kind"):
            return self.item(2)
        if choices.chance(1, 3):
            return bytes.fromhex(choices.one_of(_SPREAD_KEYS))
        kind = choices.weighted(
            ((4, "int"), (4, "text"), (2, "bytes"), (1, "float"), (1, "bignum"))
        )
        return self._scalar(kind)

    def _deep(self) -> bytes:
        """Containers nested about as deep as the limit, or far beyond, and what is inside."""
        choices = self._choices
        wrap = choices.one_of((b"\x81", b"\xa1\x00", b"\x81\xa1\x60", b"\x82\x00"))
        levels = choices.weighted(((12, _DEPTH), (1, 600), (1, 10_000)))
        inner = choices.one_of(
            (b"\x00", b"\x80", b"\xa0", b"\xc2\x49\x01" + bytes(8), b"", b"\xc1")
        )
        count = (levels + choices.integer(0, 4) - 2) // (2 if len(wrap) == 3 else 1)
        return wrap * count + inner
